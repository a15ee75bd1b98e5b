//! For people: each finding drawn as the compiler draws its own.

use super::files::Files;
use super::words;
use crate::compat::finding::{Finding, Fix};
use crate::compat::report::Report;
use crate::compat::severity::Severity;
use crate::compat::source::Location;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

pub(super) fn render(report: &Report, files: &Files, colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    let mut last_fix = None;
    let (drawn, told): (Vec<&Finding>, Vec<&Finding>) = report.findings.iter().partition(|finding| is_drawn(finding));
    for finding in drawn {
        text.push_str(&renderer.render(&[draw(finding, files, last_fix)]));
        text.push_str("\n\n");
        last_fix = finding.fix.as_ref();
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

fn line(finding: &Finding) -> String {
    let (rule, subject) = (finding.rule.id, words::subject(finding));
    match words::waived(finding) {
        Some(waived) => format!("waived[{rule}]: {subject}: {waived}\n"),
        None => format!("info[{rule}]: {subject}: {}\n", finding.message),
    }
}

/// A finding; `last_fix` is that of the finding in front of it.
fn draw<'a>(finding: &Finding, files: &Files, last_fix: Option<&Fix>) -> Group<'a> {
    let level = match finding.severity {
        Severity::Deny => Level::ERROR,
        _ => Level::WARNING,
    };
    let title = match finding.new.is_none() && finding.old.is_none() {
        true => format!("{}: {}", words::subject(finding), finding.message),
        false => finding.message.clone(),
    };
    let mut group = level.primary_title(title).id(finding.rule.id).elements(places(finding, files));
    for note in notes(finding) {
        group = group.element(Level::NOTE.message(note));
    }
    let help = match &finding.fix {
        Some(fix) if Some(fix) == last_fix => "the same change mends this".to_owned(),
        _ => words::help(finding),
    };
    group.element(Level::HELP.message(help))
}

fn notes(finding: &Finding) -> Vec<String> {
    let mut notes = words::breaks(finding);
    notes.extend(words::records(finding));
    notes.extend(finding.witness.as_ref().map(words::witness));
    notes.push(finding.rule.why.to_owned());
    notes.extend(finding.rollout.map(|rollout| words::rollout(rollout).to_owned()));
    notes
}

/// The new place, and the old one below it.
fn places<'a>(finding: &Finding, files: &Files) -> Vec<Element<'a>> {
    let label = |what: &str| match finding.path.is_empty() {
        true => String::new(),
        false => what.to_owned(),
    };
    let mut places = Vec::new();
    if let Some(new) = &finding.new {
        places.push(place(new, finding, files, AnnotationKind::Primary, label(&finding.path)));
    }
    if let Some(old) = finding.old.as_ref().filter(|old| Some(*old) != finding.new.as_ref()) {
        let kind = if finding.new.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
        places.push(place(old, finding, files, kind, label("as it was")));
    }
    places
}

/// A line with a mark under it; the name of the file alone where it cannot be read, or holds what is private.
fn place<'a>(
    location: &Location,
    finding: &Finding,
    files: &Files,
    kind: AnnotationKind,
    label: String,
) -> Element<'a> {
    let name = files.name(&location.file);
    let is_told = !finding.is_private || location.rust.is_some();
    match files.line(location).filter(|_| is_told) {
        Some(line) => {
            let mark = kind.span(line.start..line.end);
            let mark: Annotation<'a> = if label.is_empty() { mark } else { mark.label(label) };
            Snippet::source(line.text).line_start(location.line as usize).path(name).annotation(mark).into()
        }
        None => Origin::path(name).line(location.line as usize).char_column(location.column as usize).into(),
    }
}
