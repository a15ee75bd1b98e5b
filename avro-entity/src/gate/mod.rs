//! The gate: a test that compares the entities of a crate with their committed histories.

mod entity;
pub(crate) mod registry;

pub use entity::{Entity, exported};
