//! For the summary of a job, or a comment on a merge request.

use super::files::Files;
use super::words;
use crate::compat::finding::Finding;
use crate::compat::report::Report;
use crate::compat::severity::Severity;

pub(super) fn render(report: &Report, files: &Files) -> String {
    let mark = if report.is_denied() { "❌" } else { "✅" };
    let mut text = format!("### {mark} Schemas: {}\n", words::summary(report));
    text.extend(words::data(report).map(|data| format!("\n{data}\n")));
    if report.findings.is_empty() {
        return text;
    }
    text.push_str("\n| | rule | where | what |\n| --- | --- | --- | --- |\n");
    for finding in &report.findings {
        let what = cell(&finding.message);
        text.push_str(&format!("| {} | `{}` | {} | {what} |\n", sign(finding), finding.rule.id, place(finding, files)));
    }
    for finding in report.findings.iter().filter(|finding| finding.severity >= Severity::Warn) {
        text.push_str(&details(finding));
    }
    text
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
    let path = format!("`{}`", cell(words::subject(finding)));
    match finding.new.as_ref().or(finding.old.as_ref()) {
        Some(location) => format!("{path}<br>{}:{}", cell(&files.name(&location.file)), location.line),
        None => path,
    }
}

fn details(finding: &Finding) -> String {
    let mut lines = words::breaks(finding);
    lines.extend(words::records(finding));
    lines.extend(finding.witness.as_ref().map(words::witness));
    lines.push(finding.rule.why.to_owned());
    lines.extend(finding.rollout.map(|rollout| words::rollout(rollout).to_owned()));
    lines.push(match words::waived(finding) {
        Some(waived) => waived,
        None => format!("**fix**: {}", words::help(finding)),
    });
    let items: Vec<String> = lines.iter().map(|line| format!("- {}\n", escaped(line))).collect();
    let title = format!("<code>{}</code> {}", finding.rule.id, html(words::subject(finding)));
    format!("\n<details><summary>{title}</summary>\n\n{}\n</details>\n", items.concat())
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    escaped(text).replace('|', "\\|").replace('\n', " ")
}

/// Text in which no tag begins.
fn escaped(text: &str) -> String {
    text.replace('<', "&lt;")
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
