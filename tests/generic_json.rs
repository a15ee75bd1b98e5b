//! Avro's JSON encoding: what is written comes back, and what is no value of the schema is refused where it stands.

use avro_entity::{Decoder, ErrorKind, Schema, generic};
use serde_json::{Value, json};

fn schema(json: &Value) -> Schema {
    Schema::parse(&json.to_string()).unwrap()
}

/// A schema with everything in it.
fn everything() -> Value {
    json!({"type": "record", "name": "n.All", "fields": [
        {"name": "i", "type": "int"},
        {"name": "l", "type": "long"},
        {"name": "f", "type": "float"},
        {"name": "d", "type": "double"},
        {"name": "s", "type": "string"},
        {"name": "b", "type": "bytes"},
        {"name": "x", "type": {"type": "fixed", "name": "X", "size": 2}},
        {"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["A", "B"]}},
        {"name": "a", "type": {"type": "array", "items": ["null", "X", "n.E", "boolean"]}},
        {"name": "m", "type": {"type": "map", "values": {"type": "array", "items": "int"}}},
    ]})
}

fn full() -> Value {
    json!({
        "i": -3, "l": i64::MIN, "f": 0.10000000149011612, "d": -0.0, "s": "\"\\\u{1}\n\r\té日\u{10ffff}", "b": "\u{0}\u{7f}\u{ff}",
        "x": "ab", "e": "B", "a": [null, {"n.X": "\u{80}c"}, {"n.E": "A"}, {"boolean": true}], "m": {"": [], "k\"": [1, 2]},
    })
}

#[test]
fn a_value_and_its_text_come_back_to_the_last_bit() {
    let schema = schema(&everything());
    let bytes = generic::from_json(&schema, &full()).unwrap();
    let value = generic::to_json(&schema, &mut Decoder::new(&bytes)).unwrap();
    assert_eq!(value.to_string(), full().to_string());
    let mut text = Vec::new();
    generic::to_json_text(&schema, &mut Decoder::new(&bytes), &mut text).unwrap();
    let parsed: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(parsed.to_string(), full().to_string());
    assert_eq!(generic::from_json(&schema, &parsed).unwrap(), bytes);
}

#[test]
fn text_without_white_space_is_what_serde_json_writes() {
    let schema = schema(&everything());
    let bytes = generic::from_json(&schema, &full()).unwrap();
    let mut text = Vec::new();
    generic::to_json_text(&schema, &mut Decoder::new(&bytes), &mut text).unwrap();
    assert_eq!(String::from_utf8(text).unwrap(), full().to_string());
}

#[test]
fn numbers_that_json_does_not_have_are_strings() {
    let schema = schema(&json!({"type": "array", "items": "double"}));
    let value = json!(["NaN", "Infinity", "-Infinity", 1.5]);
    let bytes = generic::from_json(&schema, &value).unwrap();
    assert_eq!(generic::to_json(&schema, &mut Decoder::new(&bytes)).unwrap(), value);
}

/// The schema and value with one field changed, and the error that this gives.
fn refused(field: &str, value: Value) -> (ErrorKind, String) {
    let mut changed = full();
    changed[field] = value;
    let error = generic::from_json(&schema(&everything()), &changed).unwrap_err();
    (error.kind(), format!("{}: {}", error.path(), error.message()))
}

#[test]
fn a_value_that_is_none_of_the_schema_is_refused_where_it_stands() {
    let cases = [
        ("i", json!(3_000_000_000u32), ErrorKind::Range, "All.i: `3000000000` is no value of `int`"),
        ("i", json!(1.5), ErrorKind::Range, "All.i: `1.5` is no value of `int`"),
        ("l", json!(u64::MAX), ErrorKind::Range, "All.l: `18446744073709551615` is no value of `long`"),
        ("f", json!(1e300), ErrorKind::Range, "All.f: `1e300` is outside the range of `float`"),
        (
            "d",
            json!("nan"),
            ErrorKind::Unrepresentable,
            "All.d: expected a value of `double`, found the string \"nan\"",
        ),
        ("s", json!(null), ErrorKind::Unrepresentable, "All.s: expected a value of `string`, found null"),
        (
            "b",
            json!("\u{100}"),
            ErrorKind::Unrepresentable,
            r"All.b: bytes are written as code points 0 to 255, found `\u{100}`",
        ),
        ("x", json!("abc"), ErrorKind::Length, "All.x: `n.X` has 2 bytes, found 3"),
        ("e", json!("C"), ErrorKind::Symbol, "All.e: `n.E` has no symbol \"C\""),
        (
            "a",
            json!([null, {"X": "ab"}]),
            ErrorKind::Branch,
            "All.a[1]: expected `null` or `{\"n.X\": …}` or `{\"n.E\": …}` or `{\"boolean\": …}`, found an object of the member \"X\"",
        ),
        (
            "m",
            json!({"k": [1, true]}),
            ErrorKind::Unrepresentable,
            "All.m[\"k\"][1]: expected a value of `int`, found `true`",
        ),
    ];
    for (field, value, kind, text) in cases {
        let found = refused(field, value);
        assert_eq!((found.0, found.1.as_str()), (kind, text));
    }
}

#[test]
fn a_record_has_all_its_fields_and_no_others() {
    assert_eq!(refused("y", json!(1)), (ErrorKind::Unrepresentable, ": `n.All` has no field `y`".into()));
    let mut missing = full();
    missing.as_object_mut().unwrap().remove("d");
    let error = generic::from_json(&schema(&everything()), &missing).unwrap_err();
    assert_eq!(error.message(), "`n.All` has the field `d`, which is not there");
}

#[test]
fn an_error_says_where_in_the_datum_it_happened_and_leaves_the_text_as_it_was() {
    let schema = schema(&everything());
    let bytes = generic::from_json(&schema, &full()).unwrap();
    let mut damaged = bytes.clone();
    let end = damaged.len() - 2;
    damaged.truncate(end);
    let mut text = b"kept".to_vec();
    let error = generic::to_json_text(&schema, &mut Decoder::new(&damaged), &mut text).unwrap_err();
    assert_eq!(text, b"kept");
    assert_eq!(error.kind(), ErrorKind::UnexpectedEnd);
    assert_eq!(error.path(), "All.m[\"k\\\"\"]");
    assert_eq!(error.offset(), Some(end as u64));
}
