//! Several alternatives at once: each is a finding of its own, and none is told twice.

use crate::{check, check_at, denied, finding, told};
use avro_entity::compat::Level;
use serde_json::{Value, json};

fn payment(by: Value) -> Value {
    json!({"type": "record", "name": "Payment", "fields": [{"name": "by", "type": by}]})
}

fn branch(name: &str, field: &str) -> Value {
    json!({"type": "record", "name": name, "fields": [{"name": field, "type": "string"}]})
}

#[test]
fn every_branch_that_went_is_a_finding_of_its_own() {
    let report = check(&[payment(json!(["null", "int", "string", "boolean"])), payment(json!(["null", "string"]))]);
    assert_eq!(
        denied(&report),
        [("union-branch-removed", "Payment.by(int)"), ("union-branch-removed", "Payment.by(boolean)")]
    );
}

#[test]
fn every_break_inside_of_a_branch_is_a_finding_of_its_own() {
    let with = |kind: &str| {
        let record = |name: &str| json!({"type": "record", "name": name, "fields": [{"name": "at", "type": kind}]});
        payment(
            json!(["null", record("Card"), record("Cash"), {"type": "array", "items": kind}, {"type": "map", "values": kind}]),
        )
    };
    let report = check(&[with("string"), with("boolean")]);
    let paths: Vec<&str> = report.denied().map(|finding| finding.path.as_str()).collect();
    let expected = ["Payment.by(Card).at", "Payment.by(Cash).at", "Payment.by(array)[]", "Payment.by(map){}"];
    assert_eq!(paths, expected);
    assert!(report.denied().all(|finding| finding.rule.id == "type-changed" && finding.breaks.len() == 2));
}

#[test]
fn a_branch_that_went_and_one_that_was_renamed_are_told_apart() {
    let old = payment(json!([branch("Card", "number"), branch("Cash", "paid")]));
    let report = check_at(Level::BACKWARD, &[old, payment(json!([branch("CreditCard", "number")]))]);
    let expected = [("record-renamed", "Payment.by(CreditCard)"), ("union-branch-removed", "Payment.by(Cash)")];
    assert_eq!(denied(&report), expected);
}

#[test]
fn a_renamed_branch_that_becomes_an_alias_is_mended_by_it_under_backward_and_by_its_name_under_full() {
    let schemas =
        [payment(json!([branch("Card", "number")])), payment(json!(["null", branch("CreditCard", "number")]))];
    let fix = |level| {
        let report = check_at(level, &schemas);
        finding(&report, "record-renamed", "Payment.by").fix.as_ref().map(|fix| fix.rust.clone())
    };
    assert_eq!(fix(Level::BACKWARD).as_deref(), Some(r#"#[avro(alias = "Card")]"#));
    assert_eq!(fix(Level::FULL).as_deref(), Some(r#"#[avro(name = "Card")]"#));
}

#[test]
fn two_ambiguous_branches_are_two_findings() {
    let report = check_at(Level::BACKWARD, &[json!(["int", "string"]), json!(["double", "bytes", "int", "string"])]);
    let ambiguous = told(&report).into_iter().filter(|(rule, _)| *rule == "union-ambiguous-promotion");
    assert_eq!(ambiguous.map(|(_, path)| path).collect::<Vec<_>>(), ["(int)", "(string)"]);
}

#[test]
fn the_outermost_type_may_become_optional() {
    let report = check(&[json!("int"), json!(["null", "int"])]);
    assert_eq!(denied(&report), [("required-to-optional", "")]);
    let report = check(&[json!(["null", "int"]), json!("int")]);
    assert_eq!(denied(&report), [("optional-to-required", "")]);
}

#[test]
fn a_type_that_changed_inside_of_two_options_is_told_as_the_types_in_them() {
    let report = check(&[payment(json!(["null", "int"])), payment(json!(["string", "null"]))]);
    assert_eq!(denied(&report), [("type-changed", "Payment.by")]);
    assert_eq!(finding(&report, "type-changed", "Payment.by").message, "`int` became `string`");
}

#[test]
fn a_union_in_a_message_is_not_as_long_as_it_is() {
    let many: Vec<Value> = (0..40).map(|n| branch(&format!("Kind{n}"), "id")).collect();
    let report =
        check_at(Level::BACKWARD, &[json!({"type": "array", "items": many}), json!({"type": "map", "values": many})]);
    let message = &report.denied().next().unwrap().message;
    assert!(message.contains("`Kind5` or 34 more"), "{message}");
}
