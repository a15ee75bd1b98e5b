//! A report as one HTML page that needs nothing else: style and charts are in it, and there is no script.

mod chart;
mod element;
mod files;

use super::listing::Listing;
use super::report::{NamedRule, Report, RuleReport, VersionReport};
use super::sample::Example;
use super::share::percent;
use super::table::{bytes, count, plural};
use chart::{Bar, Columns, Histogram};
use element::Escaped;
use std::fmt::{self, Display, Formatter};

const STYLE: &str = include_str!("style.css");

/// How many values and reasons of a rule are listed, and files that could not be read or ranges that were not.
const LISTED: usize = 12;
const TROUBLE: usize = 200;

impl Report {
    /// The report as one page with charts, which opens without a network.
    ///
    /// ```
    /// use avro_entity::batch::{Inputs, Job, Rule};
    /// let report = Job::new([Rule::new("positive", |number: &i64| *number > 0)])?.run(&Inputs::new())?;
    /// let page = report.to_html();
    /// assert!(page.starts_with("<!DOCTYPE html>") && !page.contains("http"));
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn to_html(&self) -> String {
        Page(self).to_string()
    }
}

struct Page<'r>(&'r Report);

impl Display for Page<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let report = self.0;
        let entity = Escaped(report.entity());
        write!(
            f,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{entity}: rules over data</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        )?;
        write_head(report, f)?;
        write_rules(report, f)?;
        write_versions(report, f)?;
        files::write(report, f)?;
        for (index, rule) in report.rules_by_violations().iter().enumerate() {
            if rule.report.violations > 0 {
                write_rule(index, rule, f)?;
            }
        }
        Listing::all(report).try_for_each(|listing| write_listing(&listing, f))?;
        f.write_str("</main>\n</body>\n</html>\n")
    }
}

fn write_head(report: &Report, f: &mut Formatter<'_>) -> fmt::Result {
    let totals = report.totals();
    writeln!(f, "<h1>{}</h1>", Escaped(report.entity()))?;
    let (files, blocks) = (plural(totals.files, "file"), plural(totals.blocks, "block"));
    let limit = report.limit().map_or(String::new(), |limit| format!("; limited to {}", plural(limit, "record")));
    let survey = if report.is_survey() { "; the files were opened, and no record was read" } else { "" };
    writeln!(f, "<p class=\"soft\">{files}, {blocks}, {}{limit}{survey}</p>", bytes(totals.bytes))?;
    let broken = report.rules.values().filter(|rule| rule.violations > 0).count() as u64;
    f.write_str("<div class=\"tiles\">\n")?;
    let tiles = [
        (count(totals.records), "records", false),
        (format!("{broken} of {}", report.rules.len()), "rules broken", broken > 0),
        (count(totals.undecoded), "records not decoded", totals.undecoded > 0),
        (count(totals.damaged), "damaged blocks", totals.damaged > 0),
        (count(totals.unreadable), "unreadable files", totals.unreadable > 0),
    ];
    for (number, what, bad) in tiles {
        let class = if bad { " class=\"bad\"" } else { "" };
        writeln!(f, "<div class=\"tile\"><b{class}>{number}</b><span class=\"soft\">{what}</span></div>")?;
    }
    f.write_str("</div>\n")
}

fn write_rules(report: &Report, f: &mut Formatter<'_>) -> fmt::Result {
    let rules = report.rules_by_violations();
    let most = rules.iter().map(|rule| rule.report.share()).fold(0.0, f64::max);
    f.write_str("<section>\n<h2>Violations per rule</h2>\n<div class=\"bars\">\n")?;
    for (index, rule) in rules.iter().enumerate() {
        let name = Escaped(rule.code.unwrap_or(rule.rule));
        let link = format!("<a href=\"#rule-{index}\">{name}</a>");
        let (violations, records) = (rule.report.violations, rule.report.checked);
        let name: &dyn Display = if violations == 0 { &name } else { &link };
        let class = if rule.code.is_some() { "code" } else { "name" };
        write!(f, "{}", Row { name, class, part: rule.report.share(), whole: most, violations, records })?;
    }
    f.write_str("</div>\n</section>\n")
}

/// A row of a table of bars: what it is about, how long the bar is, and the counts.
struct Row<'t> {
    /// HTML.
    name: &'t dyn Display,
    class: &'static str,
    part: f64,
    whole: f64,
    violations: u64,
    records: u64,
}

impl Display for Row<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Row { name, class, part, whole, violations, records } = *self;
        let (share, violations) = (percent(violations, records), count(violations));
        let title = format!("{violations} of {}: {share}", count(records));
        let bar = Bar { part, whole, title: &title };
        writeln!(
            f,
            "<div><span class=\"{class}\">{name}</span>{bar}<span class=\"number\">{violations}</span>\
             <span class=\"number soft\">{share}</span></div>"
        )
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn write_versions(report: &Report, f: &mut Formatter<'_>) -> fmt::Result {
    let versions = report.versions();
    if versions.is_empty() {
        return Ok(());
    }
    f.write_str("<section>\n<h2>Versions</h2>\n<div class=\"scroll\"><table>\n<tr><th>version<th class=\"number\">files<th class=\"number\">records<th>first file</tr>\n")?;
    for version in &versions {
        writeln!(
            f,
            "<tr><td><code>{}</code> <span class=\"soft\">{}</span><td class=\"number\">{}<td class=\"number\">{}<td>{}</tr>",
            Escaped(&version.label()),
            Escaped(&version.version.name),
            count(version.totals.files),
            count(version.totals.records),
            Escaped(version.first_file)
        )?;
    }
    f.write_str("</table></div>\n")?;
    if versions.len() > 1 {
        broken(report).into_iter().try_for_each(|rule| write_rule_over_versions(&rule, &versions, f))?;
    }
    f.write_str("</section>\n")
}

/// The rules of the job that are broken, the most frequently broken one first.
fn broken(report: &Report) -> Vec<NamedRule<'_>> {
    let mut rules = report.rules_by_violations();
    rules.retain(|rule| rule.code.is_none() && rule.report.violations > 0);
    rules
}

fn write_rule_over_versions(
    rule: &NamedRule<'_>,
    versions: &[VersionReport<'_>],
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let NamedRule { rule, report: found, .. } = *rule;
    let of = |version: &VersionReport<'_>| {
        let violations = version.violations.get(rule).copied().unwrap_or_default();
        (violations, checked(rule, version.totals.records, version.totals.undecoded))
    };
    let most = versions.iter().map(of).map(|(part, whole)| share(part, whole)).fold(found.share(), f64::max);
    writeln!(f, "<h3>{}</h3>\n<div class=\"bars\">", Escaped(rule))?;
    for version in versions.iter().filter(|version| of(version).1 > 0) {
        let (violations, records) = of(version);
        let (part, label) = (share(violations, records), version.label());
        write!(f, "{}", Row { name: &Escaped(&label), class: "version", part, whole: most, violations, records })?;
    }
    f.write_str("</div>\n")
}

/// How many of `records` a rule saw.
fn checked(rule: &str, records: u64, undecoded: u64) -> u64 {
    if rule == super::rule::DECODES { records } else { records.saturating_sub(undecoded) }
}

fn write_rule(index: usize, rule: &NamedRule<'_>, f: &mut Formatter<'_>) -> fmt::Result {
    let found = rule.report;
    writeln!(f, "<section id=\"rule-{index}\">\n<h2>{}</h2>", Escaped(&rule.name()))?;
    let (violations, records) = (count(found.violations), plural(found.checked, "record"));
    writeln!(f, "<p class=\"soft\">{violations} of {records}: {}</p>", found.percent())?;
    write_numbers(found, f)?;
    write_texts("Values", &found.texts, f)?;
    write_texts("Reasons", &found.reasons, f)?;
    if let Some(first) = found.examples.first() {
        f.write_str("<h3>First example</h3>\n")?;
        write_example(first, f)?;
    }
    let sample = found.examples.sample();
    if !sample.is_empty() {
        writeln!(f, "<details><summary>{}, fairly chosen</summary>", plural(sample.len() as u64, "example"))?;
        sample.into_iter().try_for_each(|example| write_example(example, f))?;
        f.write_str("</details>\n")?;
    }
    f.write_str("</section>\n")
}

fn write_numbers(found: &RuleReport, f: &mut Formatter<'_>) -> fmt::Result {
    let Some(histogram) = Histogram::of(&found.numbers) else { return Ok(()) };
    let Histogram { start, step, counts } = &histogram;
    let columns: Vec<(f64, String)> = counts
        .iter()
        .enumerate()
        .map(|(index, times)| {
            let from = start + step * index as f64;
            (*times as f64, format!("{} to {}: {}", tick(from, *step), tick(from + step, *step), count(*times)))
        })
        .collect();
    let title = "how the values are distributed that are to blame";
    let chart = Columns { class: "columns", title, columns: &columns };
    let (middle, end) = ((start + histogram.end()) / 2.0, histogram.end());
    let most = counts.iter().copied().max().unwrap_or_default();
    writeln!(
        f,
        "<h3>Values</h3>\n<figure>{chart}<div class=\"axis\"><span>{}</span><span>{}</span><span>{}</span></div>\
         <figcaption>{}; the highest column is {}</figcaption></figure>",
        tick(*start, *step),
        tick(middle, *step),
        tick(end, *step),
        plural(found.numbers.total(), "value"),
        count(most)
    )
}

/// A number at the axis of a chart with columns of this width.
fn tick(number: f64, step: f64) -> String {
    if number != 0.0 && !(1e-4..1e15).contains(&number.abs().max(step)) {
        return format!("{number:e}");
    }
    let places = (-step.log10().floor()).clamp(0.0, 9.0) as usize;
    format!("{number:.places$}").replacen('-', "−", 1)
}

fn write_texts(what: &str, texts: &super::distinct::Distinct, f: &mut Formatter<'_>) -> fmt::Result {
    let counts = texts.counts();
    let Some((_, most)) = counts.first() else { return Ok(()) };
    writeln!(f, "<h3>{what}</h3>")?;
    if let Some(choice) = texts.choice(&what.to_lowercase()) {
        writeln!(f, "<p class=\"soft\">{choice}</p>")?;
    }
    f.write_str("<div class=\"bars\">\n")?;
    for (text, times) in counts.iter().take(LISTED) {
        let (part, whole, records) = (*times as f64, *most as f64, texts.total());
        write!(f, "{}", Row { name: &Escaped(text), class: "name", part, whole, violations: *times, records })?;
    }
    let listed = counts.iter().take(LISTED).fold(0, |sum: u64, (_, times)| sum.saturating_add(*times));
    let (violations, records) = (texts.total().saturating_sub(listed), texts.total());
    if violations > 0 {
        write!(f, "{}", Row { name: &"all others", class: "soft", part: 0.0, whole: 1.0, violations, records })?;
    }
    f.write_str("</div>\n")
}

fn write_example(example: &Example, f: &mut Formatter<'_>) -> fmt::Result {
    let (file, block, record) = (Escaped(&example.file), example.block, example.record);
    write!(f, "<p>{file}, block {block}, record {record}")?;
    if let Some(reason) = &example.reason {
        write!(f, ": {}", Escaped(reason))?;
    }
    if let Some(value) = &example.value {
        write!(f, " <code>{}</code>", Escaped(&value.to_string()))?;
    }
    match &example.datum {
        Some(datum) => writeln!(f, "</p>\n<pre>{}</pre>", Escaped(&datum.to_string())),
        None => writeln!(f, "</p>"),
    }
}

fn write_listing(listing: &Listing, f: &mut Formatter<'_>) -> fmt::Result {
    writeln!(f, "<section>\n<h2 class=\"bad\">{}</h2>\n<ul>", listing.title)?;
    listing.lines(TROUBLE).try_for_each(|line| writeln!(f, "<li>{}</li>", Escaped(line)))?;
    f.write_str("</ul>\n")?;
    if let Some(rest) = listing.rest(TROUBLE) {
        writeln!(f, "<p>{rest}</p>")?;
    }
    f.write_str("</section>\n")
}
