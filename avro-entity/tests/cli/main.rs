//! The program `avro-entity`, run as a user runs it.

mod cat;
mod concat;
mod ends;
mod headers;
mod help;
mod json;
mod program;
mod project;
mod recodec;
mod schemas;
