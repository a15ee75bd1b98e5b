//! What the compatibility check says of the pairs of the corpus, and that the decoder says the same.

mod agree;
mod corpus;

use agree::witness::failure_under;
use avro_entity::Schema;
use avro_entity::compat::{Class, Finding, Level, Report, Severity, Version, check};
use avro_entity::resolve::resolve;
use serde_json::Value;

/// The pair of a line; `None` when one of the schemas is refused.
fn pair(line: &Value) -> Option<(Schema, Schema)> {
    Some((
        Schema::parse_foreign(&line["writer"].to_string()).ok()?,
        Schema::parse_foreign(&line["reader"].to_string()).ok()?,
    ))
}

/// What a check finds in the direction that the reader reads the writer, which is the older version.
fn backward(writer: &Schema, reader: &Schema) -> Report {
    check(&[Version::numbered(1, writer.clone())], &Version::named("new", reader.clone()), Level::BACKWARD)
}

/// What is wrong with the findings of a line of the policy.
fn policy_failures(line: &Value) -> Vec<String> {
    // A default that is not valid is refused by strict parsing; a check has to say it.
    let parse = |member: &str| Schema::parse_foreign(&line[member].to_string()).unwrap();
    let report = backward(&parse("writer"), &parse("reader"));
    let worst = report.findings.iter().map(|finding| finding.severity).max();
    let expected = match corpus::string(line, "expected") {
        "OK" => None,
        "OK_WARN" => Some(Severity::Warn),
        "SILENT" | "BREAK" | "INVALID" => Some(Severity::Deny),
        other => panic!("unknown outcome {other}"),
    };
    let mut failures = Vec::new();
    if worst.filter(|severity| *severity >= Severity::Warn) != expected {
        failures.push(format!("{worst:?}, expected {expected:?}"));
    }
    if let Some(expected) = expected {
        let class = corpus::string(line, "class");
        let told = || report.findings.iter().filter(move |finding| finding.severity == expected);
        if !told().all(|finding| finding.rule.class.name() == class) {
            failures.push(format!("expected class {class}"));
        }
    }
    if let Some(rule) = line["rule"].as_str()
        && !report.findings.iter().any(|finding| finding.rule.id == rule)
    {
        failures.push(format!("expected rule {rule}"));
    }
    if !failures.is_empty() {
        failures.extend(report.findings.iter().map(|finding| format!("  {}: {}", finding.rule.id, finding.message)));
    }
    failures
}

#[test]
fn conformance_policy() {
    let lines = corpus::lines("policy.jsonl");
    assert!(!lines.is_empty());
    let failures: Vec<String> = lines
        .iter()
        .flat_map(|line| policy_failures(line).into_iter().map(move |failure| format!("{}: {failure}", line["id"])))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Whether a finding says that the pair is not compatible.
fn is_break(finding: &Finding) -> bool {
    finding.is_denied() && matches!(finding.rule.class, Class::Resolution | Class::Schema)
}

/// Everything that there is to say of a change.
fn changes(old: &Schema, new: &Schema) -> Report {
    check(&[Version::numbered(1, old.clone())], &Version::named("new", new.clone()), Level::FULL)
}

fn check_pairs(name: &str) {
    let mut failures = Vec::new();
    let mut witnesses = 0;
    for line in corpus::lines(name) {
        let Some((writer, reader)) = pair(&line) else { continue };
        let verdict =
            line.get("strict_verdict").unwrap_or(&line["compatibility"]["verdict"]).as_str().unwrap().to_owned();
        let report = backward(&writer, &reader);
        let breaks: Vec<&Finding> = report.findings.iter().filter(|finding| is_break(finding)).collect();
        if verdict != "EXCEPTION" && breaks.is_empty() == (verdict == "INCOMPATIBLE") {
            let told: Vec<String> = report.findings.iter().map(|f| format!("{}: {}", f.rule.id, f.message)).collect();
            failures.push(format!("{}: {verdict}, and the check says {told:?}", line["id"]));
        }
        for finding in breaks.iter().filter(|finding| finding.rule.class == Class::Resolution) {
            witnesses += 1;
            if let Some(failure) = failure_under(&resolve(&writer, &reader), finding) {
                failures.push(format!("{}: {}: {failure}", line["id"], finding.rule.id));
            }
        }
        if writer != reader && changes(&writer, &reader).findings.is_empty() {
            failures.push(format!("{}: nothing is told of the change", line["id"]));
        }
        for schema in [&writer, &reader] {
            let own = changes(schema, schema);
            if let Some(finding) = own.findings.first() {
                failures.push(format!("{}: against itself: {}: {}", line["id"], finding.rule.id, finding.message));
            }
        }
    }
    assert!(witnesses > 0);
    let first: Vec<&str> = failures.iter().take(30).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} failures in {name}, among them\n{}", failures.len(), first.join("\n"));
}

#[test]
fn conformance_curated_compatibility() {
    check_pairs("curated.jsonl");
}

#[test]
fn conformance_random_compatibility() {
    check_pairs("random.jsonl");
}
