//! The program `avro-entity`, run as a user runs it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod baseline;
mod cat;
mod concat;
mod corpus;
mod damage;
mod data;
mod ends;
mod gate;
mod headers;
mod help;
mod json;
mod pairs;
mod program;
mod project;
mod recodec;
mod schemas;
