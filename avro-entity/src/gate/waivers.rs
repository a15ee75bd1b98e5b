//! The waivers of a history, held against what was found.

use super::check::in_file;
use crate::compat::rule::{WAIVER_EXPIRED, WAIVER_UNUSED};
use crate::compat::{Finding, Report, Rule, Severity, Waived};
use crate::history::{Date, History, Waiver};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The waivers that a check has to do with: those of the present epoch.
pub(super) struct Waivers<'h> {
    history: &'h History,
    today: Option<Date>,
    /// The indices of those that waived something.
    used: RefCell<BTreeSet<usize>>,
}

impl<'h> Waivers<'h> {
    pub(super) fn of(history: &'h History, today: Option<Date>) -> Waivers<'h> {
        Waivers { history, today, used: RefCell::default() }
    }

    /// Marks the findings of a report that are waived; `number` is that of the new version.
    pub(super) fn apply(&self, report: &mut Report, number: u32) {
        for finding in report.findings.iter_mut().filter(|finding| finding.severity == Severity::Deny) {
            finding.waived = self.waived(finding, number);
        }
        report.sort();
    }

    /// The waiver that covers all that a finding is about.
    fn waived(&self, finding: &Finding, number: u32) -> Option<Waived> {
        let older: Vec<u32> = match finding.breaks.is_empty() {
            true => vec![number.saturating_sub(1)],
            false => finding.breaks.iter().map(|broken| broken.version.number()).collect::<Option<_>>()?,
        };
        let covering = |old: &u32| {
            self.history.waivers().iter().position(|waiver| {
                self.is_about(waiver, finding) && waiver.covers(&waiver.rule, &waiver.path, number, *old)
            })
        };
        let covers: Vec<usize> = older.iter().map(covering).collect::<Option<_>>()?;
        let waiver = self.history.waivers().get(*covers.first()?)?;
        self.used.borrow_mut().extend(covers);
        Some(Waived {
            reason: waiver.reason.clone(),
            version: waiver.version,
            expires: waiver.expires.map(|day| day.to_string()),
        })
    }

    /// A finding for each waiver whose day is past, when the day is asked about.
    pub(super) fn expired(&self) -> Vec<Finding> {
        let Some(today) = self.today else { return Vec::new() };
        let expired = self.live().filter(|(_, waiver)| waiver.expired(today));
        let told = |(_, waiver): (usize, &Waiver)| {
            let day = waiver.expires.map_or_else(String::new, |day| day.to_string());
            let message = format!("`{}` at `{}` was waived until {day}: {}", waiver.rule, waiver.path, waiver.reason);
            self.about(&WAIVER_EXPIRED, waiver, message)
        };
        expired.map(told).collect()
    }

    /// A finding for each waiver that waives nothing: neither now, nor when its version came.
    pub(super) fn unused(&self, when_it_came: impl Fn(u32) -> Option<Report>) -> Vec<Finding> {
        let used = self.used.borrow();
        let unused = self.live().filter(|(index, waiver)| {
            let was_used = || {
                let report = when_it_came(waiver.version);
                report.is_some_and(|report| report.findings.iter().any(|finding| self.is_about(waiver, finding)))
            };
            !used.contains(index) && !was_used()
        });
        let told = |(_, waiver): (usize, &Waiver)| {
            let message = format!("nothing is found by `{}` at `{}`", waiver.rule, waiver.path);
            self.about(&WAIVER_UNUSED, waiver, message)
        };
        unused.map(told).collect()
    }

    /// The waivers of the present epoch; what lies before is not compared any more.
    fn live(&self) -> impl Iterator<Item = (usize, &'h Waiver)> {
        let first = self.history.present().first().map_or(0, |version| version.number);
        self.history.waivers().iter().enumerate().filter(move |(_, waiver)| waiver.version > first)
    }

    /// Whether a waiver is about a finding, under whichever name of the entity it was written.
    fn is_about(&self, waiver: &Waiver, finding: &Finding) -> bool {
        waiver.rule == finding.rule.id && self.history.is_one_path(&waiver.path, &finding.path)
    }

    fn about(&self, rule: &'static Rule, waiver: &Waiver, message: String) -> Finding {
        let mut finding = Finding::about_history(rule, self.history.entity(), message);
        finding.new = Some(in_file(&self.history.entity_file(), waiver.line));
        finding
    }
}
