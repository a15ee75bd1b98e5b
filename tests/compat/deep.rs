//! What is written on unnamed types, however deep they are, and on the fields around them, is seen.

use crate::check_at;
use avro_entity::compat::Level;
use serde_json::{Value, json};

/// The rules that speak about a record whose field was the one and is the other.
fn told(old: Value, new: Value) -> Vec<&'static str> {
    let order =
        |field: Value| json!({"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}, field]});
    let report = check_at(Level::FULL, &[order(old), order(new)]);
    report.findings.iter().map(|finding| finding.rule.id).collect()
}

/// A type inside of so many arrays, maps and unions by turns.
fn around(inner: &Value, depth: usize) -> Value {
    (0..depth).fold(inner.clone(), |inner, level| match level % 3 {
        0 => json!({"type": "array", "items": inner}),
        1 => json!({"type": "map", "values": inner}),
        _ => json!(["null", inner]),
    })
}

#[test]
fn a_property_or_a_logical_type_on_a_type_at_any_depth() {
    let plain = json!({"type": "long"});
    for depth in 0..8 {
        let field = |inner: &Value| json!({"name": "value", "type": around(inner, depth)});
        let changed = |inner: Value| told(field(&plain), field(&inner));
        assert_eq!(changed(json!({"type": "long", "unit": "cent"})), ["property-changed"], "{depth} around it");
        let time = json!({"type": "long", "logicalType": "timestamp-millis"});
        assert_eq!(changed(time), ["logical-type-added"], "{depth} around it");
        assert_eq!(changed(plain.clone()), [""; 0], "{depth} around it");
    }
}

#[test]
fn what_is_written_on_a_field_whose_type_is_the_same() {
    let field = |attributes: Value| {
        let mut field = json!({"name": "value", "type": ["null", "string"], "default": null});
        field.as_object_mut().expect("an object").extend(attributes.as_object().expect("an object").clone());
        field
    };
    let plain = || field(json!({}));
    assert_eq!(told(plain(), field(json!({"doc": "What it is worth."}))), ["doc-changed"]);
    assert_eq!(told(plain(), field(json!({"order": "ignore"}))), ["property-changed"]);
    assert_eq!(told(plain(), field(json!({"owner": "billing"}))), ["property-changed"]);
    assert_eq!(told(plain(), field(json!({"default": "", "type": ["string", "null"]})))[0], "default-changed");
    assert_eq!(told(plain(), plain()), [""; 0]);
}

#[test]
fn what_is_written_on_the_second_field_of_a_type() {
    let plan = json!({"type": "enum", "name": "Plan", "symbols": ["FREE", "GOLD"]});
    let account = |last: Value| {
        let fields = json!([{"name": "plan", "type": plan}, {"name": "next", "type": {"type": "record", "name": "Next", "fields": [last]}}]);
        json!({"type": "record", "name": "Account", "fields": fields})
    };
    let told = |old: Value, new: Value| -> Vec<(&str, String)> {
        let report = check_at(Level::FULL, &[account(old), account(new)]);
        report.findings.iter().map(|finding| (finding.rule.id, finding.path.clone())).collect()
    };
    let field = |default: &str| json!({"name": "plan", "type": "Plan", "default": default});
    assert_eq!(told(field("FREE"), field("GOLD")), [("default-changed", "Account.next.plan".to_owned())]);
    assert_eq!(told(field("FREE"), field("FREE")), []);
    // The record that a field is in is met again inside of itself.
    let inside = |doc: &str| json!({"name": "inner", "doc": doc, "type": ["null", "Account"]});
    assert_eq!(told(inside("one"), inside("other")), [("doc-changed", "Account.next.inner".to_owned())]);
}

#[test]
fn the_same_in_a_record_that_reads_the_same() {
    let of = |unit: &str| {
        json!({"name": "value", "type": {"type": "record", "name": "Price", "fields": [
        {"name": "amount", "type": {"type": "array", "items": {"type": "long", "unit": unit}}}]}})
    };
    assert_eq!(told(of("cent"), of("euro")), ["property-changed"]);
    assert_eq!(told(of("cent"), of("cent")), [""; 0]);
}
