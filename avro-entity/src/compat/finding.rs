//! What a check finds, with everything that a person needs to decide about it.

use super::group::Key;
use super::level::Direction;
use super::rule::Rule;
use super::severity::Severity;
use super::source::Location;
use super::version::Label;
use crate::resolve::Reach;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// One thing that a check found.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that speaks; written as its id and its class.
    #[serde(flatten, serialize_with = "rule_and_class")]
    pub rule: &'static Rule,
    /// What the check does about it.
    #[serde(serialize_with = "severity_name")]
    pub severity: Severity,
    /// The full name of the entity.
    pub entity: String,
    /// The way from the entity to the place by names, in the new schema; for what is gone, where it was. Empty at a root
    /// without a name, and for findings about a history.
    pub path: String,
    /// What happened here, in a sentence.
    pub message: String,
    /// Where it stands in the newest of the older versions that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Location>,
    /// Where it stands in the new version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Location>,
    /// The versions that it is about, oldest first; empty for what breaks nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<Break>,
    /// Who has to go first if the change is made all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollout: Option<Rollout>,
    /// A datum that shows it; none where the least that does has more than 65,536 values, or those of the report have 262,144.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// How many records of the data it is about, when some were read; `None` for news and for what older code makes of new data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<u64>,
    /// A change that makes it go away, which was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// What to do, in the words of the rule, or of the place.
    pub help: String,
    /// The decision to let it be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<Waived>,
    /// What it has in common with what is the same against other versions; none for what is about a history.
    #[serde(skip)]
    pub(super) key: Option<Key>,
    /// Whether it is about a private field, so that no line with its default is drawn.
    #[serde(skip)]
    #[cfg_attr(not(feature = "gate"), expect(dead_code, reason = "nothing is drawn without reports"))]
    pub(super) is_private: bool,
}

/// A version that a finding is about, and who reads whose data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Break {
    /// The older version.
    pub version: Label,
    /// Who reads whose data.
    #[serde(serialize_with = "direction_name")]
    pub direction: Direction,
    /// Whether all data are concerned, or some.
    #[serde(serialize_with = "is_all")]
    pub all: Reach,
}

/// In which order a change can be rolled out all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rollout {
    /// New readers cannot read old data: writers go first, and readers when no old data is left.
    WritersFirst,
    /// Old readers cannot read new data: readers go first.
    ReadersFirst,
    /// Neither order works.
    Neither,
}

/// A datum that shows what a finding says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Witness {
    /// The datum in Avro's JSON encoding under the writer's schema, without private fields.
    pub datum: Value,
    /// Its bytes, in hexadecimal digits; `None` where they hold a private field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<String>,
    /// Whether it is refused for something else before it comes to the place, as all data are that would come there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub earlier: bool,
    /// The path at which it is refused earlier.
    #[serde(skip)]
    pub(super) refused_at: String,
    /// What becomes of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What becomes of a [`Witness`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outcome {
    /// The decoder refuses it, with this error.
    Error(String),
    /// It is read, as another value.
    Read {
        /// What was written.
        wrote: String,
        /// What a decoder reads that ignores the change.
        ignoring: String,
        /// What the typed decoder of this library does: the value, or the error.
        converting: String,
    },
}

/// A change of the new version that makes a finding go away.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Fix {
    /// The attribute to write in Rust, such as `#[avro(alias = "mail")]`, or the type.
    pub rust: String,
    /// The same in the text of the schema, such as `"aliases": ["mail"]`.
    pub avsc: String,
    /// What it is written on, such as `Account::email`, or the path in the schema.
    pub on: String,
}

/// The decision to let a finding be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Waived {
    /// Why.
    pub reason: String,
    /// The version that brought what is waived.
    pub version: u32,
    /// The last day it is waived, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

impl Finding {
    /// A finding about a history or an entity as such, without a place in a schema.
    pub fn about_history(rule: &'static Rule, entity: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding {
            rule,
            severity: rule.severity,
            entity: entity.into(),
            path: String::new(),
            message: message.into(),
            old: None,
            new: None,
            breaks: Vec::new(),
            rollout: None,
            witness: None,
            records: None,
            fix: None,
            help: rule.fix.to_owned(),
            waived: None,
            key: None,
            is_private: false,
        }
    }

    /// Whether the check fails because of it.
    pub fn is_denied(&self) -> bool {
        self.severity == Severity::Deny && self.waived.is_none()
    }

    /// Whether it is a warning.
    pub fn is_warning(&self) -> bool {
        self.severity == Severity::Warn && self.waived.is_none()
    }
}

fn rule_and_class<S: Serializer>(rule: &&'static Rule, serializer: S) -> Result<S::Ok, S::Error> {
    let mut members = serializer.serialize_map(Some(2))?;
    members.serialize_entry("rule", rule.id)?;
    members.serialize_entry("class", &rule.class)?;
    members.end()
}

fn severity_name<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.name())
}

fn direction_name<S: Serializer>(direction: &Direction, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(direction.name())
}

fn is_all<S: Serializer>(reach: &Reach, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(*reach == Reach::All)
}
