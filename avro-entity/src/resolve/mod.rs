//! Schema resolution: how data written under one schema is read under another.
//!
//! ```text
//! writer  {"type": "record", "name": "User", "fields": [{"name": "id", "type": "int"}, {"name": "tmp", "type": "string"}]}
//! reader  {"type": "record", "name": "User", "fields": [{"name": "key", "aliases": ["id"], "type": "long"},
//!                                                       {"name": "mail", "type": "string", "default": ""}]}
//! plan    read `key` as an int and widen it; take the default of `mail`; skip a string
//! ```
//!
//! [`resolve`] applies the rules of the specification's section "Schema Resolution" once and gives a [`Plan`]. Decoders
//! run plans, and the compatibility check reads them; nobody else compares two schemas, so that "compatible" and
//! "decodes" cannot drift apart. What does not resolve is a [`Mismatch`] in the plan and an error for the data that
//! reach it, and no failure of `resolve`.
//!
//! The parts, in reading order: `plan` is what comes out; `compile` goes over the pairs of nodes and has the rules,
//! with `names`, `record` and `union`; `same` finds the subtrees that did not change; `verdict` says what a plan can
//! read, and `mismatch` where it cannot, with `path` for the ways there and `problem` for the words; `convert` and
//! `integer` have the arithmetic of logical types; `execute` runs a plan without Rust types, and `planned` is what Rust
//! types see of it; `cache` keeps plans.

mod cache;
mod compile;
mod convert;
mod execute;
mod indexed;
mod integer;
mod mismatch;
mod names;
mod path;
mod plan;
mod planned;
mod problem;
mod record;
mod same;
mod union;
mod users;
mod verdict;

pub use cache::PlanCache;
pub(crate) use compile::promotion;
pub use compile::resolve;
pub use convert::Conversion;
pub(crate) use execute::{execute, execute_at};
pub(crate) use indexed::Place;
#[doc(hidden)]
pub use indexed::{Indexed, indexed, kept, no_default};
pub use mismatch::{Mismatch, Reach, Rule};
pub use path::{Path, PathStep};
pub use plan::{Action, Mode, Plan, PlanId, PlanNode, Promotion, RecordPlan, Step};
#[doc(hidden)]
pub use planned::{Followed, Planned};
pub use verdict::Verdict;
