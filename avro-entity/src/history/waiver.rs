//! Breaks that were accepted: one finding at a time, or all that lies before a version.

use super::date::Date;
use super::file::{WaiverEntry, placeless};
use super::word::{FullName, In, Reason, RuleId, Word};
use crate::error::Error;

/// One finding that is let pass, because somebody said why.
///
/// It covers what a rule says about a path from the version on that brought the break, against all versions before that one.
///
/// ```
/// use avro_entity::history::{Date, Waiver};
/// let waiver = Waiver::new("field-removed", "net.example.Account", "net.example.Account.mail", 4, "nobody read it")
///     .until(Date::new(2027, 1, 31)?);
/// assert!(waiver.covers("field-removed", "net.example.Account.mail", 5, 3));
/// assert!(!waiver.covers("field-removed", "net.example.Account.mail", 5, 4), "version 4 has no such field to lose");
/// assert!(!waiver.expired(Date::new(2027, 1, 31)?) && waiver.expired(Date::new(2027, 2, 1)?));
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiver {
    /// The id of the rule.
    pub rule: String,
    /// The full name that the entity had when the waiver was written.
    pub entity: String,
    /// The path of the finding.
    pub path: String,
    /// The number of the version that brought the break.
    pub version: u32,
    /// Why it is let pass; empty when the file does not say, which is a [`Problem`](super::Problem).
    pub reason: String,
    /// The last day on which it holds; without one it holds for good.
    pub expires: Option<Date>,
    /// Its line in `entity.toml`, when it was read from there.
    pub line: Option<u32>,
}

impl Waiver {
    /// A waiver that holds for good. Whether there is such a rule and the entity is the right one is asked when it is put into a
    /// history.
    pub fn new(
        rule: impl Into<String>,
        entity: impl Into<String>,
        path: impl Into<String>,
        version: u32,
        reason: impl Into<String>,
    ) -> Waiver {
        let (rule, entity, path, reason) = (rule.into(), entity.into(), path.into(), reason.into());
        Waiver { rule, entity, path, version, reason, expires: None, line: None }
    }

    /// The same, until this day.
    #[must_use]
    pub fn until(self, day: Date) -> Waiver {
        Waiver { expires: Some(day), ..self }
    }

    /// Whether it lets pass what `rule` says about `path` between version `new` and the older version `old`.
    pub fn covers(&self, rule: &str, path: &str, new: u32, old: u32) -> bool {
        self.rule == rule && self.path == path && old < self.version && self.version <= new
    }

    /// Whether the last day on which it holds is past.
    pub fn expired(&self, today: Date) -> bool {
        self.expires.is_some_and(|last| last < today)
    }

    pub(super) fn read(entry: &WaiverEntry, line: u32) -> Waiver {
        Waiver {
            rule: entry.rule.get_ref().0.0.clone(),
            entity: entry.entity.get_ref().0.0.clone(),
            path: entry.path.clone(),
            version: entry.version,
            reason: entry.reason.trim().to_owned(),
            expires: entry.expires.as_ref().map(|day| day.0),
            line: Some(line),
        }
    }

    pub(super) fn entry(&self) -> Result<WaiverEntry, Error> {
        Ok(WaiverEntry {
            rule: placeless(In(RuleId::read(&self.rule)?)),
            entity: placeless(In(FullName::read(&self.entity)?)),
            path: self.path.clone(),
            version: self.version,
            reason: Reason::read(&self.reason)?.0,
            expires: self.expires.map(In),
        })
    }
}

/// A stretch of a history that begins anew: nothing is compared with the versions before it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Epoch {
    /// The number of its first version.
    pub from: u32,
    /// Why the versions before it do not count any more.
    pub reason: String,
    /// Its line in `entity.toml`.
    pub line: u32,
}
