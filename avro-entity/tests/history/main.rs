//! Histories of schemas in folders and in git.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod baseline;
mod edits;
mod find;
mod problems;
mod rebase;
mod settings;
mod shop;
