//! A report as text for people.

use super::distinct::Distinct;
use super::listing::Listing;
use super::report::{FileReport, NamedRule, Report};
use super::sample::Example;
use super::share::percent;
use super::table::{Table, bytes, count, line, plural};
use serde_json::Number;
use std::fmt::{self, Formatter};

/// How many files with trouble, how many ranges that were not read, and how many reasons of a rule, are listed.
const FILES: usize = 20;
const REASONS: usize = 5;

/// The report as text: sums, rules, versions, examples, and what could not be read or was not.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_totals(self, f)?;
        write_rules(self, f)?;
        write_versions(self, f)?;
        for rule in self.rules_by_violations().into_iter().filter(|rule| rule.report.violations > 0) {
            write_rule(&rule, f)?;
        }
        Listing::all(self).try_for_each(|listing| write_listing(&listing, f))
    }
}

fn write_totals(report: &Report, f: &mut Formatter<'_>) -> fmt::Result {
    let totals = report.totals();
    let (files, blocks) = (plural(totals.files, "file"), plural(totals.blocks, "block"));
    let records = plural(totals.records, "record");
    writeln!(f, "{}: {records} in {files}, {blocks}, {}", report.entity(), bytes(totals.bytes))?;
    if report.is_survey() {
        writeln!(f, "the files were opened, and no record was read")?;
    }
    if let Some(limit) = report.limit() {
        writeln!(f, "the job was limited to {}", plural(limit, "record"))?;
    }
    writeln!(f)
}

fn write_rules(report: &Report, f: &mut Formatter<'_>) -> fmt::Result {
    let mut table = Table::new(&["rule", "violations", "share"]);
    for rule in report.rules_by_violations() {
        table.row([rule.name(), count(rule.report.violations), rule.report.percent()]);
    }
    writeln!(f, "{table}")
}

fn write_versions(report: &Report, f: &mut Formatter<'_>) -> fmt::Result {
    let versions = report.versions();
    if versions.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&["version", "files", "records", "undecoded", "first file"]);
    for version in versions {
        table.row([
            version.label(),
            count(version.totals.files),
            count(version.totals.records),
            count(version.totals.undecoded),
            version.first_file.to_owned(),
        ]);
    }
    writeln!(f, "{table}")
}

fn write_rule(rule: &NamedRule<'_>, f: &mut Formatter<'_>) -> fmt::Result {
    writeln!(f, "{}", line(&rule.name()))?;
    write_reasons(&rule.report.reasons, f)?;
    if let Some((least, most)) = rule.report.numbers.extremes() {
        writeln!(f, "  values from {} to {}", number(least), number(most))?;
    }
    write_texts(&rule.report.texts, f)?;
    if let Some(first) = rule.report.examples.first() {
        write_example("first", first, f)?;
        if let Some(datum) = &first.datum {
            writeln!(f, "    {}", line(&datum.to_string()))?;
        }
    }
    for example in rule.report.examples.sample() {
        write_example("sample", example, f)?;
    }
    writeln!(f)
}

fn write_reasons(reasons: &Distinct, f: &mut Formatter<'_>) -> fmt::Result {
    if let Some(choice) = reasons.choice("reasons") {
        writeln!(f, "  {choice}")?;
    }
    let counts = reasons.counts();
    for (reason, times) in counts.iter().take(REASONS) {
        writeln!(f, "  {} times: {}", count(*times), line(reason))?;
    }
    let listed = counts.iter().take(REASONS).fold(0, |sum: u64, (_, times)| sum.saturating_add(*times));
    match reasons.total().saturating_sub(listed) {
        0 => Ok(()),
        others => writeln!(f, "  {} times: other reasons", count(others)),
    }
}

fn write_texts(texts: &Distinct, f: &mut Formatter<'_>) -> fmt::Result {
    let counts = texts.counts();
    if counts.is_empty() {
        return Ok(());
    }
    let shown = counts.iter().take(REASONS).map(|(text, times)| format!("{text:?} {}", count(*times)));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match texts.choice("values") {
        None => writeln!(f, "  most frequent values: {shown}"),
        Some(choice) => writeln!(f, "  {choice}\n  most frequent of these: {shown}"),
    }
}

impl Distinct {
    /// What is said when not all texts are counted one by one, for people.
    pub(super) fn choice(&self, what: &str) -> Option<String> {
        let (chosen, different) = (count(self.counts().len() as u64), count(self.different()));
        let (others, total) = (count(self.others()), count(self.total()));
        (self.others() > 0).then(|| {
            format!(
                "a choice of {chosen} of about {different} different {what}, whatever their frequency; {others} of {total} times it was \
                 another one"
            )
        })
    }
}

fn write_example(what: &str, example: &Example, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "  {what}: {}, block {}, record {}", line(&example.file), example.block, example.record)?;
    if let Some(reason) = &example.reason {
        write!(f, ": {}", line(reason))?;
    }
    if let Some(value) = &example.value {
        write!(f, " ({})", line(&value.to_string()))?;
    }
    writeln!(f)
}

fn write_listing(listing: &Listing, f: &mut Formatter<'_>) -> fmt::Result {
    writeln!(f, "{}", listing.title.to_lowercase())?;
    listing.lines(FILES).try_for_each(|shown| writeln!(f, "  {}", line(shown)))?;
    match listing.rest(FILES) {
        None => writeln!(f),
        Some(rest) => writeln!(f, "  {rest}\n"),
    }
}

impl super::report::VersionReport<'_> {
    /// What the version is called for people.
    pub(super) fn label(&self) -> String {
        let fingerprint: String = self.fingerprint.chars().take(12).collect();
        if self.version.current { format!("{fingerprint} (current)") } else { fingerprint }
    }
}

impl FileReport {
    pub(super) fn has_trouble(&self) -> bool {
        self.unreadable.is_some() || self.damaged.blocks > 0
    }

    /// What could not be read, to follow the path of the file.
    pub(super) fn trouble(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.unreadable.iter().map(|reason| format!(": {reason}")).collect();
        for damage in &self.damaged.first {
            lines.push(format!(", block {}, byte {}: {}", damage.block, damage.offset, damage.reason));
        }
        if self.damaged.blocks > 0 {
            let (blocks, damaged) = (plural(self.damaged.blocks, "damaged block"), bytes(self.damaged.bytes));
            let lost = match self.damaged.records {
                0 => String::new(),
                records => format!(", which say they have {}", plural(records, "record")),
            };
            let share = percent(self.damaged.bytes, self.size);
            lines.push(format!(": {blocks} in all, {damaged} ({share} of the file){lost}"));
        }
        lines
    }
}

/// A number as it was given, and a float without an exponent.
fn number(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float.to_string(),
        _ => number.to_string(),
    }
}
