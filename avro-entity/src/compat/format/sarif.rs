//! SARIF 2.1.0, the static analysis results interchange format of OASIS.

use super::files::Files;
use super::words;
use crate::compat::finding::Finding;
use crate::compat::report::Report;
use crate::compat::rule::{Rule, rules};
use crate::compat::severity::Severity;
use crate::compat::source::Location;
use serde_json::{Value, json};
use std::path::Path;

pub(super) fn render(report: &Report, files: &Files) -> String {
    let results: Vec<Value> = report.findings.iter().map(|finding| result(finding, files)).collect();
    let json = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "avro-entity",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules().map(descriptor).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{json:#}\n")
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": rule.why },
        "help": { "text": rule.explanation() },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "class": rule.class.name() },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Deny => "error",
        Severity::Warn => "warning",
        Severity::Info => "note",
        Severity::Allow => "none",
    }
}

fn result(finding: &Finding, files: &Files) -> Value {
    let mut message = vec![format!("{}: {}", words::subject(finding), finding.message)];
    message.extend(words::breaks(finding));
    message.extend(words::records(finding));
    message.extend(finding.witness.as_ref().map(words::witness));
    message.extend(words::advice(finding));
    let mut result = json!({
        "ruleId": finding.rule.id,
        "ruleIndex": rules().position(|rule| rule.id == finding.rule.id),
        "level": level(finding.severity),
        "message": { "text": message.join("\n") },
        "partialFingerprints": { "place/v1": format!("{}:{}:{}", finding.rule.id, finding.entity, finding.path) },
    });
    let name = json!([{ "fullyQualifiedName": words::subject(finding) }]);
    let place = match finding.new.as_ref().or(finding.old.as_ref()) {
        Some(location) => json!({ "physicalLocation": physical(location, files), "logicalLocations": name }),
        None => json!({ "logicalLocations": name }),
    };
    let old = finding.old.as_ref().filter(|_| finding.new.is_some()).map(|location| {
        json!([{ "id": 1, "message": { "text": "as it was" }, "physicalLocation": physical(location, files) }])
    });
    let suppressed = finding
        .waived
        .as_ref()
        .map(|waived| json!([{ "kind": "external", "status": "accepted", "justification": waived.reason }]));
    if let Some(members) = result.as_object_mut() {
        members.insert("locations".to_owned(), json!([place]));
        members.extend(old.map(|old| ("relatedLocations".to_owned(), old)));
        members.extend(suppressed.map(|suppressed| ("suppressions".to_owned(), suppressed)));
    }
    result
}

fn physical(location: &Location, files: &Files) -> Value {
    let mut region = json!({ "startLine": location.line, "startColumn": location.column });
    if let (Some(line), Some(members)) = (files.line(location), region.as_object_mut()) {
        members.insert("endColumn".to_owned(), json!(line.width().saturating_add(location.column as usize)));
    }
    json!({ "artifactLocation": { "uri": uri(&files.name(location)) }, "region": region })
}

/// A path as a URI: relative to the root of the repository, or of a file outside of it.
fn uri(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let encoded: String = path
        .bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    match Path::new(path).is_absolute() {
        true => format!("file:///{}", encoded.trim_start_matches('/')),
        false => encoded,
    }
}
