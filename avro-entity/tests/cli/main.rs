//! The program `avro-entity`, run as a user runs it.

mod json;
mod program;
