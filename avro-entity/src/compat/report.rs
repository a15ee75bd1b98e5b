//! All that a check found.

use super::finding::Finding;
use super::level::{Direction, Level};
use super::version::Label;
use super::weigh::Data;
use crate::resolve::Verdict;
use serde::{Serialize, Serializer};

/// What a check compared, and what it found.
///
/// ```
/// use avro_entity::{Schema, compat::{Level, Version, check}};
/// let old = Version::numbered(1, Schema::parse(r#""long""#)?);
/// let new = Version::named("new", Schema::parse(r#""int""#)?);
/// let report = check(&[old], &new, Level::BACKWARD);
/// assert!(report.is_denied());
/// assert_eq!(report.findings[0].rule.id, "type-narrowed");
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The entities that were compared.
    pub entities: Vec<Compared>,
    /// What was found, what is denied first.
    pub findings: Vec<Finding>,
    /// What was read of the data that are there, when some were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Data>,
}

/// An entity that was compared with its older versions.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Compared {
    /// The full name.
    pub entity: String,
    /// What the new version is called.
    pub version: Label,
    /// The level that it was held to.
    #[serde(serialize_with = "level_text")]
    pub level: Level,
    /// The older versions, oldest first, with the verdict in each direction that the level asks for.
    pub versions: Vec<Verdicts>,
}

/// Whether one version and the new one read each other's data.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Verdicts {
    /// The older version.
    pub version: Label,
    /// Whether the new version reads its data; `None` where the level does not ask.
    #[serde(serialize_with = "verdict_name", skip_serializing_if = "Option::is_none")]
    pub backward: Option<Verdict>,
    /// Whether it reads data of the new version; `None` where the level does not ask.
    #[serde(serialize_with = "verdict_name", skip_serializing_if = "Option::is_none")]
    pub forward: Option<Verdict>,
}

impl Report {
    /// Whether something is denied.
    pub fn is_denied(&self) -> bool {
        self.denied().next().is_some()
    }

    /// The findings that are denied.
    pub fn denied(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_denied())
    }

    /// The warnings.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_warning())
    }

    /// The worst verdict of all versions in a direction; `None` when nothing was compared in it.
    pub fn verdict(&self, direction: Direction) -> Option<Verdict> {
        let verdicts = self.entities.iter().flat_map(|compared| &compared.versions);
        let of_direction = verdicts.filter_map(|verdicts| match direction {
            Direction::Backward => verdicts.backward,
            Direction::Forward => verdicts.forward,
        });
        of_direction.max()
    }

    /// Adds what another check found.
    pub fn merge(&mut self, other: Report) {
        self.entities.extend(other.entities);
        self.findings.extend(other.findings);
        self.sort();
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
        self.sort();
    }

    /// What is denied first, then warnings; within them by entity and in the order they were found.
    pub(crate) fn sort(&mut self) {
        let weight = |finding: &Finding| (finding.waived.is_some(), std::cmp::Reverse(finding.severity));
        self.findings.sort_by(|a, b| weight(a).cmp(&weight(b)).then_with(|| a.entity.cmp(&b.entity)));
    }
}

fn level_text<S: Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(level)
}

fn verdict_name<S: Serializer>(verdict: &Option<Verdict>, serializer: S) -> Result<S::Ok, S::Error> {
    match verdict {
        Some(verdict) => serializer.serialize_str(verdict.name()),
        None => serializer.serialize_none(),
    }
}
