//! What changed between two reports.

use super::report::{Report, RuleReport, Totals};
use super::share::percent;
use super::table::Table;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

/// What a change of the rules did: two reports of the same data, rule by rule. As text it is a table.
///
/// ```
/// use avro_entity::batch::{Comparison, Inputs, Job, Rule};
/// let before = Job::new([Rule::new("positive", |number: &i64| *number >= 0)])?.run(&Inputs::new())?;
/// let after = Job::new([Rule::new("positive", |number: &i64| *number > 0)])?.run(&Inputs::new())?;
/// let comparison = Comparison::of(&before, &after);
/// assert!(comparison.same_data);
/// assert_eq!(comparison.rules[1].rule, "positive");
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// Whether both reports are of the same files, whatever their folders are called, with as many records; if not, the data made a part
    /// of the difference. A file is known by its sync marker and size.
    pub same_data: bool,
    /// Sums over the files before.
    pub before: Totals,
    /// Sums over the files after.
    pub after: Totals,
    /// The rules of either report by name.
    pub rules: Vec<Change>,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The name of the rule.
    pub rule: String,
    /// What it found before; `None` when the rule is new.
    pub before: Option<Found>,
    /// What it found after; `None` when the rule is gone.
    pub after: Option<Found>,
}

/// How many records broke a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Found {
    /// How many records were held against it.
    pub checked: u64,
    /// How many of them broke it.
    pub violations: u64,
}

impl Comparison {
    /// What is different in `after`.
    pub fn of(before: &Report, after: &Report) -> Comparison {
        let names: BTreeSet<String> = before.rules().chain(after.rules()).map(|rule| rule.name()).collect();
        let change = |rule: String| Change {
            before: before.rule(&rule).map(Found::of),
            after: after.rule(&rule).map(Found::of),
            rule,
        };
        Comparison {
            same_data: files(before) == files(after),
            before: before.totals(),
            after: after.totals(),
            rules: names.into_iter().map(change).collect(),
        }
    }
}

/// What was read of which files, in an order that does not depend on their paths. One that could not be opened has no marker, and
/// goes by its name in its folder.
fn files(report: &Report) -> Vec<(&str, u64, u64, u64)> {
    let mut files: Vec<_> = report
        .files()
        .map(|(path, file)| {
            let name = Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or(path);
            let known_by = file.sync_marker.as_deref().unwrap_or(name);
            (known_by, file.size, file.records, file.read.bytes())
        })
        .collect();
    files.sort();
    files
}

impl Found {
    fn of(rule: &RuleReport) -> Found {
        Found { checked: rule.checked, violations: rule.violations }
    }
}

impl Change {
    /// How many more records break the rule; less than zero when fewer do.
    pub fn difference(&self) -> i128 {
        let violations = |found: Option<Found>| i128::from(found.map_or(0, |found| found.violations));
        violations(self.after) - violations(self.before)
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.same_data {
            writeln!(
                f,
                "the reports are not of the same data: {} and {} records\n",
                self.before.records, self.after.records
            )?;
        }
        let mut table = Table::new(&["rule", "before", "after", "change", "share before", "share after"]);
        for change in &self.rules {
            let count =
                |found: Option<Found>, none: &str| found.map_or(none.to_owned(), |found| found.violations.to_string());
            let share =
                |found: Option<Found>| found.map_or(String::new(), |found| percent(found.violations, found.checked));
            table.row([
                change.rule.clone(),
                count(change.before, "new"),
                count(change.after, "gone"),
                format!("{:+}", change.difference()),
                share(change.before),
                share(change.after),
            ]);
        }
        table.fmt(f)
    }
}
