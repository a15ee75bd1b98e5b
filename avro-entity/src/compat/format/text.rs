//! For people: each finding drawn as the compiler draws its own.

use super::files::Files;
use super::words;
use crate::compat::finding::{Finding, Fix};
use crate::compat::report::Report;
use crate::compat::severity::Severity;
use crate::compat::source::Location;
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use std::collections::HashMap;

pub(super) fn render(report: &Report, files: &Files, colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    let mut last = None;
    let (drawn, told): (Vec<&Finding>, Vec<&Finding>) = report.findings.iter().partition(|finding| is_drawn(finding));
    for finding in gathered(drawn) {
        text.push_str(&renderer.render(&[draw(finding, files, last)]));
        text.push_str("\n\n");
        last = Some(finding);
    }
    for finding in &told {
        text.push_str(&line(finding));
    }
    if !told.is_empty() {
        text.push('\n');
    }
    text.push_str(&words::summary(report));
    text.push('\n');
    text.extend(words::data(report).map(|data| format!("{data}\n")));
    text
}

/// Whether a finding asks for something; the others have a line each.
fn is_drawn(finding: &Finding) -> bool {
    finding.waived.is_none() && finding.severity >= Severity::Warn
}

/// The findings in their order, but those that one change mends follow the first of them.
fn gathered(findings: Vec<&Finding>) -> Vec<&Finding> {
    let mut known: HashMap<(&str, &Fix), usize> = HashMap::new();
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let next = groups.len();
        let group = finding.fix.as_ref().map_or(next, |fix| *known.entry((&finding.entity, fix)).or_insert(next));
        match groups.get_mut(group) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups.concat()
}

fn line(finding: &Finding) -> String {
    let waived = words::waived(finding).map_or_else(String::new, |waived| format!("; {waived}"));
    let sign = if finding.waived.is_some() { "waived" } else { "info" };
    let text = format!("{sign}[{}]: {}: {}{waived}", finding.rule.id, words::subject(finding), finding.message);
    format!("{}\n", normalize_untrusted_str(&text))
}

/// A finding, below `last`: what that has told is not told again.
fn draw<'a>(finding: &Finding, files: &Files, last: Option<&Finding>) -> Group<'a> {
    let level = match finding.severity {
        Severity::Deny => Level::ERROR,
        _ => Level::WARNING,
    };
    let title = match finding.new.is_none() && finding.old.is_none() {
        true => format!("{}: {}", words::subject(finding), finding.message),
        false => finding.message.clone(),
    };
    let mut group = level.primary_title(title).id(finding.rule.id).elements(places(finding, files, last));
    for note in notes(finding) {
        group = group.element(Level::NOTE.message(normalize_untrusted_str(&note)));
    }
    let is_mended = finding.fix.is_some() && last.is_some_and(|last| is_mended_alike(finding, last));
    let help = if is_mended { "the same change mends this".to_owned() } else { words::help(finding) };
    group.element(Level::HELP.message(normalize_untrusted_str(&help)))
}

fn is_mended_alike(one: &Finding, other: &Finding) -> bool {
    (&one.entity, &one.fix) == (&other.entity, &other.fix)
}

fn notes(finding: &Finding) -> Vec<String> {
    let mut notes = words::breaks(finding);
    notes.extend(words::records(finding));
    notes.extend(finding.witness.as_ref().map(words::witness));
    notes.push(finding.rule.why.to_owned());
    notes.extend(finding.rollout.map(|rollout| words::rollout(rollout).to_owned()));
    notes
}

/// The new place, and the old one below it; that is left out where `last` has shown both.
fn places<'a>(finding: &Finding, files: &Files, last: Option<&Finding>) -> Vec<Element<'a>> {
    let label = |what: &str| match finding.path.is_empty() {
        true => String::new(),
        false => what.to_owned(),
    };
    let is_shown = last.is_some_and(|last| (&last.new, &last.old) == (&finding.new, &finding.old));
    let mut places = Vec::new();
    if let Some(new) = &finding.new {
        places.push(place(new, finding, files, AnnotationKind::Primary, label(&finding.path)));
    }
    let is_new = |old: &&Location| Some(*old) == finding.new.as_ref();
    if let Some(old) = finding.old.as_ref().filter(|old| places.is_empty() || !is_shown && !is_new(old)) {
        let kind = if finding.new.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
        places.push(place(old, finding, files, kind, label("as it was")));
    }
    places
}

/// A line with a mark under it; the place by its name where the file cannot be read, or the line holds what is private.
fn place<'a>(
    location: &Location,
    finding: &Finding,
    files: &Files,
    kind: AnnotationKind,
    label: String,
) -> Element<'a> {
    // The default of a private field stands in its line of a schema, and in Rust in an attribute.
    let is_told = |text: &str| !finding.is_private || location.rust.is_some() && !text.contains("#[");
    match files.line(location).filter(|line| is_told(&line.text)) {
        Some(line) => {
            let mark = kind.span(line.start..line.end);
            let mark: Annotation<'a> =
                if label.is_empty() { mark } else { mark.label(normalize_untrusted_str(&label)) };
            let snippet = Snippet::source(line.text).line_start(location.line as usize);
            snippet.path(name(location, files)).annotation(mark).into()
        }
        None => {
            let origin = Origin::path(name(location, files)).line(location.line as usize);
            origin.char_column(location.column as usize).into()
        }
    }
}

fn name(location: &Location, files: &Files) -> String {
    normalize_untrusted_str(&files.name(location))
}
