//! Entities held against their histories: what is found, what is recorded, and what is let be.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod accepting;
mod generic;
mod scenarios;
mod shop;
mod waivers;
mod ways;
