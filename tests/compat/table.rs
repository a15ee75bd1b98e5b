//! The table of rules as such: each example makes its rule speak, and no other that is denied.

use crate::{check_at, told};
use avro_entity::compat::{Class, Direction, Example, Level, Rule, Severity, rules};
use serde_json::Value;

/// The rules of histories, and the scenario in `avro-entity/tests/history`, `gate` or `cli` that makes each speak.
const HISTORY_RULES: [(&str, &str); 10] = [
    ("history-drift", "an entity that changed since its last version"),
    ("history-edited", "a version whose text is not what was recorded"),
    ("history-gap", "a version that is missing"),
    ("entity-unrecorded", "an entity without a history"),
    ("entity-missing", "a history without an entity"),
    ("root-without-gate", "a crate of the workspace without the line"),
    ("duplicate-entity", "two entities of one name"),
    ("waiver-expired", "a waiver on the day after its last"),
    ("waiver-unused", "a waiver of something that does not break"),
    ("waiver-without-reason", "a waiver that says nothing"),
];

#[test]
fn every_rule_of_histories_has_a_scenario() {
    let listed: Vec<&str> = HISTORY_RULES.iter().map(|(rule, _)| *rule).collect();
    let known: Vec<&str> = rules().filter(|rule| rule.class == Class::History).map(|rule| rule.id).collect();
    assert_eq!(listed, known);
    let has_no_schemas = |rule: &Rule| matches!(rule.class, Class::History | Class::Data);
    assert!(rules().all(|rule| matches!(rule.example, Example::Story(_)) == has_no_schemas(rule)));
}

/// The level that asks for the first direction that a rule is about, and nothing else.
fn level_of(rule: &Rule) -> Level {
    match rule.directions.first() {
        Some(Direction::Backward) => Level::BACKWARD_TRANSITIVE,
        Some(Direction::Forward) => Level::FORWARD_TRANSITIVE,
        None => Level::FULL_TRANSITIVE,
    }
}

#[test]
fn the_example_of_a_rule_makes_it_speak_and_no_other_denied_one() {
    for rule in rules() {
        let Example::Versions(schemas) = rule.example else { continue };
        let schemas: Vec<Value> = schemas.iter().map(|schema| serde_json::from_str(schema).expect("JSON")).collect();
        let report = check_at(level_of(rule), &schemas);
        assert!(report.findings.iter().any(|finding| finding.rule.id == rule.id), "{}: {:?}", rule.id, told(&report));
        assert!(report.denied().all(|finding| finding.rule.id == rule.id), "{}: {:?}", rule.id, told(&report));
    }
}

#[test]
fn the_severity_of_a_class_is_that_of_its_rules() {
    for rule in rules() {
        let severity = match rule.class {
            Class::Risk => Severity::Warn,
            Class::Info => Severity::Info,
            _ => Severity::Deny,
        };
        assert_eq!(rule.severity, severity, "{}", rule.id);
    }
}
