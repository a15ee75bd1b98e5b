//! What the compatibility check says of changes, rule by rule: `pairs/<rule>.json` has cases of each rule that compares schemas.
//!
//! A case has versions from the oldest to today's, the level when it is not `FULL_TRANSITIVE`, the path at which the rule must
//! speak, a part of the message where it matters, the versions that break (`"1 backward all"`), the fix, which is tried on the
//! text of the schema, and the rule that must speak, and where, when the versions are in reverse order (`mirror`).
//!
//! Rules of histories are in the tests of histories: `table::HISTORY_RULES` says which scenario is for which rule.

#[path = "../agree/mod.rs"]
mod agree;
mod apply;
mod attributes;
mod cases;
mod deep;
#[path = "../generate/mod.rs"]
mod generate;
mod histories;
mod limits;
mod private;
mod properties;
mod table;
mod unions;
mod values;
mod witnesses;

use avro_entity::Schema;
use avro_entity::compat::{Check, Finding, Level, Report, Version};
use serde_json::Value;

/// Versions as JSON, numbered from 1; the last one is today's. A default that is not valid is for the check to find.
fn versions(schemas: &[Value]) -> (Vec<Version>, Version) {
    let parse =
        |schema: &Value| Schema::parse_foreign(&schema.to_string()).unwrap_or_else(|error| panic!("{error}: {schema}"));
    let (new, old) = schemas.split_last().expect("versions");
    let old = old.iter().zip(1..).map(|(schema, number)| Version::numbered(number, parse(schema)));
    (old.collect(), Version::named("new", parse(new)))
}

fn check_at(level: Level, schemas: &[Value]) -> Report {
    let (old, new) = versions(schemas);
    Check::new(level).run(&old, &new)
}

fn check(schemas: &[Value]) -> Report {
    check_at(Level::default(), schemas)
}

/// Rules with their paths, in the order of the report.
fn told(report: &Report) -> Vec<(&str, &str)> {
    report.findings.iter().map(|finding| (finding.rule.id, finding.path.as_str())).collect()
}

fn denied(report: &Report) -> Vec<(&str, &str)> {
    report.denied().map(|finding| (finding.rule.id, finding.path.as_str())).collect()
}

fn finding<'r>(report: &'r Report, rule: &str, path: &str) -> &'r Finding {
    let mut found = report.findings.iter().filter(|finding| finding.rule.id == rule && finding.path == path);
    let first = found.next().unwrap_or_else(|| panic!("no `{rule}` at `{path}`: {:?}", told(report)));
    assert!(found.next().is_none(), "`{rule}` at `{path}` twice");
    first
}

/// The versions that a finding is about: `1 backward all`.
fn breaks(finding: &Finding) -> Vec<String> {
    let reach = |all| if all == avro_entity::resolve::Reach::All { "all" } else { "some" };
    let line = |b: &avro_entity::compat::Break| format!("{} {} {}", b.version, b.direction.name(), reach(b.all));
    finding.breaks.iter().map(line).collect()
}
