//! Workflow commands of GitHub Actions: `::error file=…,line=…,col=…,title=…::message`.

use super::files::Files;
use super::words;
use crate::compat::finding::Finding;
use crate::compat::report::Report;
use crate::compat::severity::Severity;

pub(super) fn render(report: &Report, files: &Files) -> String {
    let lines: Vec<String> = report.findings.iter().map(|finding| command(finding, files)).collect();
    lines.concat()
}

fn command(finding: &Finding, files: &Files) -> String {
    let command = match finding.severity {
        _ if finding.waived.is_some() => "notice",
        Severity::Deny => "error",
        Severity::Warn => "warning",
        _ => "notice",
    };
    let location = finding.new.as_ref().or(finding.old.as_ref());
    let place = location.map_or_else(String::new, |location| {
        format!("file={},line={},col={},", property(&files.name(location)), location.line, location.column)
    });
    let mut message = vec![format!("{}: {}", words::subject(finding), finding.message)];
    message.extend(words::breaks(finding));
    message.extend(words::records(finding));
    message.extend(finding.witness.as_ref().map(words::witness));
    message.extend(words::advice(finding));
    format!("::{command} {place}title={}::{}\n", property(finding.rule.id), data(&message.join("\n")))
}

/// The text of a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
