//! Which files break the rules how often: a bar for each of a few, columns side by side for many.

use super::chart::Columns;
use super::element::Escaped;
use super::{LISTED, Row, broken, checked, share};
use crate::batch::report::{FileReport, NamedRule, Report};
use crate::batch::share::percent;
use crate::batch::table::{count, plural};
use std::fmt::{self, Formatter};

/// Up to so many files have a bar each; more are put together in columns.
const BARS: usize = 20;
const COLUMNS: usize = 120;

pub(super) fn write(report: &Report, f: &mut Formatter<'_>) -> fmt::Result {
    let broken = broken(report);
    if report.files.len() < 2 || broken.is_empty() {
        return Ok(());
    }
    f.write_str("<section>\n<h2>Violations per file</h2>\n")?;
    for NamedRule { rule, .. } in broken {
        writeln!(f, "<h3>{}</h3>", Escaped(rule))?;
        let files: Vec<Slice<'_>> =
            report.files().map(|(path, file)| Slice::of(rule, path, file)).filter(|file| file.records > 0).collect();
        if files.len() <= BARS { write_bars(&files, f)? } else { write_columns(&files, f)? }
    }
    f.write_str("</section>\n")
}

/// What of a rule is in one file, or in several that stand beside each other.
#[derive(Clone)]
struct Slice<'r> {
    first: &'r str,
    last: &'r str,
    violations: u64,
    records: u64,
}

impl<'r> Slice<'r> {
    fn of(rule: &str, path: &'r str, file: &FileReport) -> Slice<'r> {
        let violations = file.violations.get(rule).copied().unwrap_or_default();
        Slice { first: path, last: path, violations, records: checked(rule, file.records, file.undecoded) }
    }

    /// Several slices that stand beside each other as one.
    fn together(slices: &[Slice<'r>]) -> Option<Slice<'r>> {
        let sum = |of: fn(&Slice<'r>) -> u64| slices.iter().map(of).fold(0, u64::saturating_add);
        Some(Slice {
            first: slices.first()?.first,
            last: slices.last()?.last,
            violations: sum(|slice| slice.violations),
            records: sum(|slice| slice.records),
        })
    }

    fn share(&self) -> f64 {
        share(self.violations, self.records)
    }

    fn title(&self) -> String {
        let share = percent(self.violations, self.records);
        let counts = format!("{} of {}: {share}", count(self.violations), plural(self.records, "record"));
        if self.first == self.last {
            format!("{}: {counts}", self.first)
        } else {
            format!("{} to {}: {counts}", self.first, self.last)
        }
    }
}

fn write_bars(files: &[Slice<'_>], f: &mut Formatter<'_>) -> fmt::Result {
    let most = files.iter().map(|file| file.share()).fold(0.0, f64::max);
    f.write_str("<div class=\"bars\">\n")?;
    for file in files {
        let Slice { first, violations, records, .. } = *file;
        let part = file.share();
        write!(f, "{}", Row { name: &Escaped(first), class: "name", part, whole: most, violations, records })?;
    }
    f.write_str("</div>\n")
}

fn write_columns(files: &[Slice<'_>], f: &mut Formatter<'_>) -> fmt::Result {
    let slices: Vec<Slice<'_>> =
        files.chunks(files.len().div_ceil(COLUMNS).max(1)).filter_map(Slice::together).collect();
    let highest = slices.iter().max_by(|one, other| one.share().total_cmp(&other.share()));
    let highest = highest.map_or(String::new(), |slice| percent(slice.violations, slice.records));
    let title = format!("share of records that break the rule, file by file; the highest column is {highest}");
    let columns: Vec<(f64, String)> = slices.iter().map(|slice| (slice.share(), slice.title())).collect();
    let chart = Columns { class: "strip", title: &title, columns: &columns };
    let (first, last) = (files.first().map_or("", |file| file.first), files.last().map_or("", |file| file.last));
    writeln!(
        f,
        "<figure>{chart}<div class=\"axis\"><span>{}</span><span>{}</span></div><figcaption>{title}</figcaption></figure>",
        Escaped(first),
        Escaped(last)
    )?;
    f.write_str("<details><summary>the files with the most violations</summary>")?;
    write_bars(&worst(files), f)?;
    f.write_str("</details>\n")
}

fn worst<'r>(files: &[Slice<'r>]) -> Vec<Slice<'r>> {
    let mut worst: Vec<Slice<'r>> = files.iter().filter(|file| file.violations > 0).cloned().collect();
    worst.sort_by(|one, other| other.violations.cmp(&one.violations).then(one.first.cmp(other.first)));
    worst.truncate(LISTED);
    worst
}
