//! Compatibility: what a change of an entity does to the data and the code that are already there.
//!
//! ```text
//! old  {"type": "record", "name": "Account", "fields": [{"name": "email", "type": "string"}]}
//! new  {"type": "record", "name": "Account", "fields": [{"name": "mail", "type": "string"}]}
//! ```
//!
//! [`check`] gives a [`Report`]: a [`Finding`] for each thing that breaks, may break or is worth knowing, with the rule that
//! speaks, the place in both schemas and in Rust, the versions it breaks, a datum that shows it, and the fix. Whether data can
//! be read is decided by the [plan](mod@crate::resolve) that decoders run, and nowhere else: every break can be shown by a
//! datum that our decoder refuses.
//!
//! The parts, in reading order: `level` and `severity` are what is asked for; `rule` is the table of rules; `version` and
//! `source` say what is compared and where it is written; `walk` goes over the types that meet; `judge` makes drafts of them;
//! `check` puts the drafts of all versions together, with `group`; `witness` shows them by data, with `heights` and `meaning`;
//! `trial` tries changes, and `fix` shows them as what to write; `finding` and `report` are what comes out, which `weigh` holds
//! against data that are there, and `format` writes down. `shape` knows types that are nearly alike, as renamed ones are.

mod check;
mod finding;
mod fix;
#[cfg(feature = "gate")]
mod format;
mod group;
mod heights;
mod judge;
mod level;
mod meaning;
mod report;
pub(crate) mod rule;
mod severity;
mod shape;
mod source;
mod trial;
mod version;
mod walk;
mod weigh;
mod witness;

pub use check::{Check, check};
pub use finding::{Break, Finding, Fix, Outcome, Rollout, Waived, Witness};
#[cfg(feature = "gate")]
pub use format::{Format, Rendering};
pub use level::{Depth, Direction, Level};
pub use report::{Compared, Report, Verdicts};
pub use rule::{Class, Example, Rule, rule, rules};
pub use severity::Severity;
#[cfg(feature = "gate")]
pub(crate) use shape::nearly_alike;
pub use source::{Location, Sources};
pub use version::{Label, Version};
pub use weigh::{Data, Weigher};
