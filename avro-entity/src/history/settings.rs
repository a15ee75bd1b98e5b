//! What a workspace or an entity says about checks.

use super::file::Severities;
use super::word::{In, InLevel};
use crate::compat::{Level, Severity};
use std::collections::BTreeMap;

/// The level and the severities of a workspace, from `workspace.toml`, or of one entity, from its `entity.toml`.
///
/// ```
/// use avro_entity::{compat::{Level, Severity}, history::Store};
/// # let folder = tempfile::tempdir()?;
/// # let schemas = folder.path();
/// std::fs::write(schemas.join("workspace.toml"), "level = 'BACKWARD'\n[severity]\nfield-removed = 'allow'\n")?;
/// let store = Store::open(schemas)?;
/// assert_eq!(store.settings().level(), Some(Level::BACKWARD));
/// assert_eq!(store.settings().severity("field-removed"), Some(Severity::Allow));
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    level: Option<Level>,
    severities: BTreeMap<String, Severity>,
}

impl Settings {
    pub(super) fn read(level: Option<InLevel>, severities: &Severities) -> Settings {
        let severities = severities.iter().map(|(In(rule), In(severity))| (rule.0.clone(), *severity)).collect();
        Settings { level: level.map(|level| level.0), severities }
    }

    /// The level, where one is set.
    pub fn level(&self) -> Option<Level> {
        self.level
    }

    /// The severity that the rule of this id is given; `None` when it is the rule's own.
    pub fn severity(&self, rule: &str) -> Option<Severity> {
        self.severities.get(rule).copied()
    }

    /// The ids of the rules that are given a severity, with it, in order.
    pub fn severities(&self) -> impl ExactSizeIterator<Item = (&str, Severity)> {
        self.severities.iter().map(|(rule, severity)| (rule.as_str(), *severity))
    }
}
