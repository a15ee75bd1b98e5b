//! For the summary of a job, or a comment on a merge request: a table for each entity, and what is to be done folded below it.

use super::files::Files;
use super::markup::{code, html, inline};
use super::words;
use crate::compat::finding::Finding;
use crate::compat::report::Report;
use crate::compat::severity::Severity;

pub(super) fn render(report: &Report, files: &Files) -> String {
    let mark = if report.is_denied() { "❌" } else { "✅" };
    let mut text = format!("### {mark} Schemas: {}\n", words::summary(report));
    text.extend(words::data(report).map(|data| format!("\n{data}\n")));
    for (entity, findings) in by_entity(report) {
        text.push_str(&format!("\n#### {}\n\n| | rule | where | what |\n| --- | --- | --- | --- |\n", code(entity)));
        text.extend(findings.iter().map(|finding| row(finding, files)));
        text.extend(
            findings.iter().filter(|finding| finding.severity >= Severity::Warn).map(|finding| details(finding)),
        );
    }
    text
}

/// The findings of each entity, in the order of the report.
fn by_entity(report: &Report) -> Vec<(&str, Vec<&Finding>)> {
    let mut entities: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in &report.findings {
        match entities.iter_mut().find(|(entity, _)| *entity == finding.entity) {
            Some((_, findings)) => findings.push(finding),
            None => entities.push((&finding.entity, vec![finding])),
        }
    }
    entities
}

fn row(finding: &Finding, files: &Files) -> String {
    let (sign, rule) = (sign(finding), finding.rule.id);
    let (place, what) = (cell(&place(finding, files)), cell(&inline(&finding.message)));
    format!("| {sign} | `{rule}` | {place} | {what} |\n")
}

fn sign(finding: &Finding) -> &'static str {
    match finding.severity {
        _ if finding.waived.is_some() => "waived",
        Severity::Deny => "❌",
        Severity::Warn => "⚠️",
        _ => "ℹ️",
    }
}

fn place(finding: &Finding, files: &Files) -> String {
    let path = code(words::subject(finding));
    match finding.new.as_ref().or(finding.old.as_ref()) {
        Some(location) => format!("{path}<br>{}", code(&format!("{}:{}", files.name(location), location.line))),
        None => path,
    }
}

fn details(finding: &Finding) -> String {
    let mut lines = words::breaks(finding);
    lines.extend(words::records(finding));
    lines.extend(finding.witness.as_ref().map(words::witness));
    lines.push(finding.rule.why.to_owned());
    lines.extend(finding.rollout.map(|rollout| words::rollout(rollout).to_owned()));
    let mut items: Vec<String> = lines.iter().map(|line| inline(line)).collect();
    items.push(match words::waived(finding) {
        Some(waived) => inline(&waived),
        None => format!("**fix**: {}", inline(&words::help(finding))),
    });
    let items: String = items.iter().map(|item| format!("- {item}\n")).collect();
    let title = format!("<code>{}</code> {}", finding.rule.id, html(words::subject(finding)));
    format!("\n<details><summary>{title}</summary>\n\n{items}\n</details>\n")
}

/// Markdown in a cell of a table.
fn cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}
