//! Batch jobs: rules over files of any version, reports that do not depend on how they came about, and what cannot be read.

mod command_line;
mod looked_for;
mod merging;
mod options;
mod outputs;
mod panics;
mod partitions;
#[path = "../program/mod.rs"]
mod program;
mod resume;
mod rules;
mod shop;
mod trouble;
mod values;
