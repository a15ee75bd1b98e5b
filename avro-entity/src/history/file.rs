//! What stands in `entity.toml` and `workspace.toml`: the one description that reading and writing go by.

use super::date::Date;
use super::hash::Hash;
use super::word::{FullName, In, InLevel, Reason, RuleId};
use crate::compat::Severity;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use std::collections::BTreeMap;

/// The severities that rules are given, under the heading `[severity]`.
pub(super) type Severities = BTreeMap<In<RuleId>, In<Severity>>;

/// `entity.toml`, beside the versions of an entity.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntityFile {
    pub(super) entity: Spanned<In<FullName>>,
    /// The cargo package that has the Rust type.
    pub(super) package: String,
    /// The names before [`entity`](EntityFile::entity), oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) formerly: Vec<In<FullName>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) level: Option<InLevel>,
    /// Why there is no such entity any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) retired: Option<In<Reason>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) severity: Severities,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) version: Vec<VersionEntry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) epoch: Vec<EpochEntry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) waiver: Vec<WaiverEntry>,
}

/// One `[[version]]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VersionEntry {
    pub(super) number: Spanned<u32>,
    /// The version it was made from, 0 for none, where that is not the one before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<u32>,
    pub(super) resolution: In<Hash>,
    pub(super) content: In<Hash>,
}

/// One `[[epoch]]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EpochEntry {
    pub(super) from: Spanned<u32>,
    pub(super) reason: In<Reason>,
}

/// One `[[waiver]]`. That it has no reason is for a report to say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WaiverEntry {
    pub(super) rule: Spanned<In<RuleId>>,
    pub(super) entity: Spanned<In<FullName>>,
    pub(super) path: String,
    pub(super) version: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) expires: Option<In<Date>>,
}

/// `workspace.toml`, beside the folders of the entities.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WorkspaceFile {
    #[serde(default)]
    pub(super) level: Option<InLevel>,
    #[serde(default)]
    pub(super) severity: Severities,
}

impl VersionEntry {
    /// The number of the version it was made from; 0 when it was made from none.
    pub(super) fn parent(&self) -> u32 {
        self.after.unwrap_or_else(|| self.number.get_ref().saturating_sub(1))
    }
}

impl EntityFile {
    /// That of an entity without versions.
    pub(super) fn new(entity: FullName, package: &str) -> EntityFile {
        EntityFile {
            entity: placeless(In(entity)),
            package: package.to_owned(),
            formerly: Vec::new(),
            level: None,
            retired: None,
            severity: Severities::new(),
            version: Vec::new(),
            epoch: Vec::new(),
            waiver: Vec::new(),
        }
    }

    pub(super) fn entity(&self) -> &str {
        &self.entity.get_ref().0.0
    }

    /// Whether this is the entity's name, or an earlier one.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.entity() == name || self.formerly.iter().any(|former| former.0.0 == name)
    }

    /// Whether two paths are one, each of them under whichever name the entity had.
    pub(super) fn is_one_path(&self, path: &str, other: &str) -> bool {
        path == other || self.below(path).is_some_and(|below| self.below(other) == Some(below))
    }

    /// A path without the name of the entity that it begins with.
    fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        let names = self.formerly.iter().map(|former| former.0.0.as_str()).chain([self.entity()]);
        let is_end = |rest: &&str| rest.is_empty() || rest.starts_with(['.', '[', '{', '(']);
        let rests = names.filter_map(|name| path.strip_prefix(name).filter(is_end));
        // A name may be the beginning of another one.
        rests.min_by_key(|rest| rest.len())
    }

    /// The highest number of a version; 0 when there is none.
    pub(super) fn tip(&self) -> u32 {
        self.version.iter().map(|version| *version.number.get_ref()).max().unwrap_or(0)
    }
}

/// A value that was not read from a file.
pub(super) fn placeless<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}
