//! The datum that a finding of class resolution carries: our decoder refuses it, with that error, and at that place.

use crate::agree::witness::failure;
use crate::{check, check_at, finding, versions};
use avro_entity::compat::{Finding, Level, Outcome, Report};
use serde_json::{Value, json};

fn error(finding: &Finding) -> &str {
    match &finding.witness.as_ref().expect("a witness").outcome {
        Outcome::Error(error) => error,
        other => panic!("{other:?}"),
    }
}

fn report_of(schemas: &[Value]) -> Report {
    let (old, new) = versions(schemas);
    let report = check(schemas);
    for finding in report.denied() {
        assert_eq!(failure(finding, &old, &new), None, "{}", finding.rule.id);
    }
    report
}

fn record(fields: Value) -> Value {
    json!({"type": "record", "name": "R", "fields": fields})
}

#[test]
fn of_several_breaks_each_is_shown_alone_where_data_can_do_without_the_others() {
    let old = record(json!([
        {"name": "a", "type": ["null", "int"]},
        {"name": "b", "type": {"type": "array", "items": "int"}},
        {"name": "c", "type": {"type": "map", "values": {"type": "enum", "name": "Plan", "symbols": ["FREE", "GOLD"]}}},
        {"name": "d", "type": ["int", "string"]},
    ]));
    let new = record(json!([
        {"name": "a", "type": ["null", "string"]},
        {"name": "b", "type": {"type": "array", "items": "string"}},
        {"name": "c", "type": {"type": "map", "values": {"type": "enum", "name": "Plan", "symbols": ["FREE"]}}},
        {"name": "d", "type": ["int"]},
    ]));
    let report = report_of(&[old, new]);
    for (rule, path, place) in [
        ("type-changed", "R.a", "R.a at byte 1"),
        ("type-changed", "R.b[]", "R.b[0] at byte 2"),
        ("enum-symbol-removed", "R.c{}.GOLD", "R.c[\"key\"] at byte 7"),
        ("union-branch-removed", "R.d(string)", "R.d at byte 4"),
    ] {
        let error = error(finding(&report, rule, path));
        assert!(error.starts_with(place), "{rule}: {error}");
    }
}

/// The least value of an enum that became optional is a symbol that is read, and not the first one.
#[test]
fn an_enum_beside_the_place_has_a_symbol_that_is_read() {
    let plan = |symbols: &[&str]| json!({"type": "enum", "name": "Plan", "symbols": symbols});
    let old = record(json!([{"name": "plan", "type": plan(&["GOLD", "FREE"])}, {"name": "age", "type": "int"}]));
    let new = record(json!([{"name": "plan", "type": ["null", plan(&["FREE"])]}, {"name": "age", "type": "string"}]));
    let report = report_of(&[old, new]);
    assert!(error(finding(&report, "type-changed", "R.age")).starts_with("R.age at byte 1"));
}

#[test]
fn where_every_datum_fails_before_the_error_is_that_of_the_first_place() {
    let report = report_of(&[
        record(json!([{"name": "a", "type": "int"}, {"name": "b", "type": "int"}])),
        record(json!([{"name": "a", "type": "string"}, {"name": "b", "type": "string"}])),
    ]);
    for (path, earlier) in [("R.a", false), ("R.b", true)] {
        let witness = finding(&report, "type-changed", path).witness.as_ref().unwrap();
        assert_eq!(witness.outcome, Outcome::Error("R.a at byte 0: `int` is not read as `string`".into()));
        assert_eq!(witness.earlier, earlier, "{path}");
    }
}

#[test]
fn a_recursion_is_left_by_the_shortest_way() {
    let node = |kind: &str| {
        json!({"type": "record", "name": "Node", "fields": [
            {"name": "left", "type": ["Node", "null"]},
            {"name": "value", "type": kind},
        ]})
    };
    let report = report_of(&[node("int"), node("string")]);
    let witness = finding(&report, "type-changed", "Node.value").witness.as_ref().unwrap();
    assert_eq!(witness.datum, json!({"left": null, "value": 0}));
}

#[test]
fn no_datum_comes_to_a_place_in_a_type_without_values() {
    let endless = |kind: &str| json!({"type": "record", "name": "Node", "fields": [{"name": "next", "type": "Node"}, {"name": "value", "type": kind}]});
    let report = check_at(Level::BACKWARD, &[endless("int"), endless("string")]);
    assert_eq!(finding(&report, "type-changed", "Node.value").witness, None);
}

#[test]
fn in_a_union_that_is_the_outermost_type_the_datum_is_shown_as_elsewhere() {
    let events = |field: &str| {
        json!([
            {"type": "record", "name": "Closed", "fields": []},
            {"type": "record", "name": "Created", "fields": [{"name": field, "type": "string"}]},
        ])
    };
    let report = report_of(&[events("email"), events("mail")]);
    let found = finding(&report, "field-renamed-without-alias", "(Created).mail");
    assert_eq!(error(found), "Created.mail at byte 1: the writer has no field `mail`, and it has no default");
    assert_eq!(found.witness.as_ref().unwrap().datum, json!({"Created": {"email": ""}}));

    let list = |field: &str| json!({"type": "array", "items": record(json!([{"name": field, "type": "int"}]))});
    let report = report_of(&[list("a"), list("b")]);
    let found = finding(&report, "field-renamed-without-alias", "[].b");
    assert_eq!(found.witness.as_ref().unwrap().datum, json!([{"a": 0}]));
}
