//! What different ways of doing the same agree on: the executors of a plan, and a witness with the decoder.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod executors;
pub mod witness;
