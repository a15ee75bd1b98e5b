//! Schemas that are large or made to hurt: a report comes, and with it what fits in memory.

use crate::{check, check_at};
use avro_entity::compat::Level;
use serde_json::{Value, json};

fn record(name: &str, fields: Vec<Value>) -> Value {
    json!({"type": "record", "name": name, "fields": fields})
}

fn ints(prefix: &str, count: usize) -> Vec<Value> {
    (0..count).map(|n| json!({"name": format!("{prefix}{n}"), "type": "int"})).collect()
}

#[test]
fn thousands_of_fields_in_another_case_are_thousands_of_findings_and_not_as_many_copies_of_the_datum() {
    let report = check_at(Level::BACKWARD, &[record("R", ints("field_", 2_000)), record("R", ints("Field", 2_000))]);
    assert_eq!(report.denied().count(), 2_000);
    let renamed = report.denied().filter(|finding| finding.rule.id == "field-renamed-without-alias");
    assert_eq!(renamed.count(), 2_000);
    let values: usize = report
        .findings
        .iter()
        .filter_map(|finding| finding.witness.as_ref()?.datum.as_object())
        .map(|datum| datum.len())
        .sum();
    assert!((2_000..=300_000).contains(&values), "{values}");
    assert!(report.findings[0].witness.is_some() && report.findings[0].fix.is_some());
}

#[test]
fn fields_that_have_nothing_in_common_are_not_paired_however_many_there_are() {
    let report = check_at(Level::BACKWARD, &[record("R", ints("a", 400)), record("R", ints("b", 400))]);
    assert_eq!(report.denied().filter(|finding| finding.rule.id == "field-added-without-default").count(), 400);
}

#[test]
fn an_enum_that_lost_thousands_of_symbols() {
    let plan = |from: usize| {
        let symbols: Vec<String> = (from..4_000).map(|n| format!("S{n}")).collect();
        json!({"type": "enum", "name": "Plan", "symbols": symbols})
    };
    let report = check_at(Level::BACKWARD, &[plan(0), plan(2_000)]);
    assert_eq!(report.denied().count(), 2_000);
    assert_eq!(report.findings[0].fix.as_ref().unwrap().avsc, r#""default": "S2000""#);
}

#[test]
fn a_datum_that_doubles_at_every_level_is_not_made() {
    let level = |n: usize, last: &str| {
        let below: Value = if n == 0 { last.into() } else { format!("L{}", n - 1).into() };
        record(&format!("L{n}"), vec![json!({"name": "a", "type": below}), json!({"name": "b", "type": below})])
    };
    let doubling = |last: &str| {
        let fields = (0..60).map(|n| json!({"name": format!("l{n}"), "type": level(n, last)}));
        record("R", fields.collect())
    };
    let report = check(&[doubling("int"), doubling("string")]);
    assert_eq!(report.denied().count(), 2);
    assert!(report.findings.iter().all(|finding| finding.witness.is_none()));
}

#[test]
fn a_chain_of_records_that_is_longer_than_the_stack_is_walked() {
    let count = 1_000;
    let chain = |last: &str, first: bool| {
        let link = |n: usize| {
            let next: Value = if n + 1 == count { last.into() } else { format!("C{}", n + 1).into() };
            record(&format!("C{n}"), vec![json!({"name": "next", "type": next})])
        };
        let links = (0..count).rev().map(|n| {
            let name = if first { format!("old{n}") } else { format!("new{n}") };
            let mut field = json!({"name": if n == 0 { "chain".to_owned() } else { name }, "type": ["null", link(n)]});
            field["default"] = Value::Null;
            field
        });
        record("R", links.collect())
    };
    let report = check_at(Level::BACKWARD, &[chain("int", true), chain("string", false)]);
    let changed: Vec<_> = report.findings.iter().filter(|finding| finding.rule.id == "type-changed").collect();
    assert_eq!(changed.len(), 1);
    assert!(changed[0].path.ends_with(".next.next.next"));
    assert_eq!(changed[0].witness, None);
}

#[test]
fn a_fixed_of_gigabytes_is_not_filled() {
    let with = |size: u64, kind: &str| {
        record(
            "R",
            vec![
                json!({"name": "a", "type": {"type": "fixed", "name": "F", "size": size}}),
                json!({"name": "b", "type": kind}),
            ],
        )
    };
    let report = check(&[with(1 << 30, "int"), with(1 << 30, "string")]);
    assert_eq!(report.denied().count(), 1);
    assert_eq!(report.findings[0].witness, None);
}

#[test]
fn fixes_are_tried_on_a_long_history_with_hundreds_of_findings_without_trying_them_all() {
    let old: Vec<Value> = (0..30).map(|n| record("R", ints("f", 200 + n))).collect();
    let new: Vec<Value> = (0..500).map(|n| json!({"name": format!("f{n}"), "type": "int"})).collect();
    let schemas: Vec<Value> = old.into_iter().chain([record("R", new)]).collect();
    let report = check(&schemas);
    assert_eq!(report.denied().count(), 300);
    let fixed = report.findings.iter().filter(|finding| finding.fix.is_some()).count();
    assert!((8..300).contains(&fixed), "{fixed}");
}
