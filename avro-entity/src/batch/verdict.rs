//! Whether a report is good enough: which share of the records may break which rule.

use super::report::Report;
use super::rule::DECODES;
use super::share::{Share, percent};
use super::table::plural;
use crate::error::{Error, ErrorKind};
use std::collections::{BTreeMap, BTreeSet};

/// Which share of the records may break the rules; none unless set.
///
/// Files and blocks that cannot be read are never admitted: nobody knows what is in them.
///
/// ```
/// use avro_entity::batch::{Inputs, Job, Rule, Thresholds};
/// let report = Job::new([Rule::new("positive", |number: &i64| *number > 0)])?.run(&Inputs::new())?;
/// let thresholds = Thresholds::default().all("1%".parse()?).rule("positive", "0.1%".parse()?);
/// assert!(thresholds.denied(&report)?.is_empty());
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thresholds {
    all: Share,
    rules: BTreeMap<String, Share>,
    whole: bool,
}

impl Thresholds {
    /// The share for all rules that have none of their own.
    #[must_use]
    pub fn all(self, share: Share) -> Thresholds {
        Thresholds { all: share, ..self }
    }

    /// The share for one rule, by its name in the report.
    #[must_use]
    pub fn rule(mut self, name: impl Into<String>, share: Share) -> Thresholds {
        self.rules.insert(name.into(), share);
        self
    }

    /// Admits no file that was not read whole, as is wanted of a report that was merged from those of parts. A job with a limit reads no
    /// more than that, and is not asked for more.
    #[must_use]
    pub fn whole_files(self) -> Thresholds {
        Thresholds { whole: true, ..self }
    }

    /// The share that may break the rule of this name.
    pub fn of(&self, rule: &str) -> Share {
        self.rules.get(rule).copied().unwrap_or(self.all)
    }

    /// What is not good enough in `report`, a sentence each.
    ///
    /// # Errors
    ///
    /// Of kind [`Job`](ErrorKind::Job) when a share was set for a rule that the job does not have.
    pub fn denied(&self, report: &Report) -> Result<Vec<String>, Error> {
        self.check_names(report.rules.keys().map(String::as_str))?;
        let mut denied = Vec::new();
        for rule in report.rules_by_violations() {
            let (name, found) = (rule.name(), rule.report);
            let share = self.of(&name);
            if !share.admits(found.violations, found.checked) {
                let broken = percent(found.violations, found.checked);
                let records = plural(found.violations, "record");
                denied.push(format!("`{name}` is broken by {records}: {broken}, admitted is {share}"));
            }
        }
        let totals = report.totals();
        if totals.unreadable > 0 {
            denied.push(format!("{} cannot be read", plural(totals.unreadable, "file")));
        }
        if totals.damaged > 0 {
            denied.push(format!("{} cannot be read", plural(totals.damaged, "block")));
        }
        denied.extend(self.lack(report));
        Ok(denied)
    }

    /// What is missing when files are to be read whole.
    fn lack(&self, report: &Report) -> Option<String> {
        let first = report.unread().next().filter(|_| self.whole && report.limit().is_none())?;
        let bytes =
            report.unread().map(|split| split.range.end.saturating_sub(split.range.start)).fold(0, u64::saturating_add);
        Some(format!(
            "{} were not read, the first of them `{first}`: merge the reports of all splits",
            plural(bytes, "byte")
        ))
    }

    /// Refuses shares for rules that are neither among `names` or `decodes`, nor fields and codes of one of them.
    pub(super) fn check_names<'n>(&self, names: impl Iterator<Item = &'n str>) -> Result<(), Error> {
        let names: BTreeSet<&str> = names.chain([DECODES]).collect();
        let is_of = |rule: &str, name: &str| {
            rule.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(": "))
        };
        match self.rules.keys().find(|rule| !names.iter().any(|name| is_of(rule, name))) {
            None => Ok(()),
            Some(rule) => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                Err(Error::new(ErrorKind::Job, format!("there is no rule `{rule}`; the job has {}", names.join(", "))))
            }
        }
    }
}
