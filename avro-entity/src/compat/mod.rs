//! Compatibility: what a change of an entity does to the data and the code that are already there.

mod level;
mod severity;

pub use level::{Depth, Direction, Level};
pub use severity::Severity;
