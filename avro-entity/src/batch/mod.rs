//! A service's own rules over all the data there is.
//!
//! Before a service enforces a stricter rule, its team wants to know how many of the records that exist would break it. A [`Job`]
//! holds [`Rule`]s over one entity; it reads container files of any version of the entity, on all cores, and gives a
//! [`Report`]: for each rule how many records break it, with examples, and what could not be read, with where and why.
//! Reports of parts are [merged](Report::merge) and two reports are [compared](Comparison).
//!
//! With the feature `batch-cli`, [`main`](main()) makes a job a program of ten lines; with the features `garde` and `validator`, types that
//! validate themselves are rules as they are.

mod checkpoint;
#[cfg(feature = "batch-cli")]
mod cli;
mod compare;
mod distinct;
mod folders;
#[cfg(feature = "garde")]
mod garde;
mod guard;
mod html;
mod input;
mod job;
mod listing;
mod merge;
mod numbers;
mod outcome;
mod privacy;
mod ranges;
mod readable;
mod report;
mod rule;
mod sample;
mod share;
mod source;
mod split;
mod table;
mod text;
#[cfg(feature = "validator")]
mod validator;
mod verdict;
mod worker;

#[cfg(feature = "batch-cli")]
pub use cli::main;
pub use compare::{Change, Comparison, Found};
pub use distinct::Distinct;
pub use input::Inputs;
pub use job::Job;
pub use numbers::Numbers;
pub use outcome::{IntoValue, Outcome, Violation};
pub use ranges::Ranges;
pub use report::{Damaged, DamagedBlock, FileReport, NamedRule, Report, RuleReport, Totals, Version, VersionReport};
pub use rule::Rule;
pub use sample::{Example, Examples};
pub use share::Share;
pub use split::Split;
pub use verdict::Thresholds;
