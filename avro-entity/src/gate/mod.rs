//! The gate: today's entities held against their committed histories, in a test of the crate or on the command line.
//!
//! ```text
//! entities (Rust) ─┐
//!                  ├─ Gate::check ──▶ Report       what breaks, what is not recorded, what is missing
//! schemas/ (Store) ┘  Gate::accept ─▶ schemas/     the next versions
//! ```
//!
//! [`gate!`](crate::gate!) is the test. The parts, in reading order: `registry` has the roots that the derive made known, and
//! `entity` what is known of one; `check` compares, `unrecorded` looks for what a new one may have been, `waivers` says which
//! findings are let be, `accept` records, and `test` is what the macro runs.

mod accept;
mod check;
mod entity;
pub(crate) mod registry;
mod test;
mod unrecorded;
mod waivers;

pub use accept::{Acceptance, Accepted, How, Recorded, Waive, how_to_waive};
pub use check::Gate;
pub use entity::{Entity, Exported, exported};
#[doc(hidden)]
pub use test::Crate;
