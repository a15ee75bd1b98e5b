//! Schemas and data that are built to exhaust stack, time or memory, on a test thread of 2 MiB without optimisation.

use avro_entity::resolve::{Mode, Plan, Verdict, resolve};
use avro_entity::{Decoder, Error, ErrorKind, Limits, Schema, Transcoder, generic};
use serde_json::{Value, json};
use std::fmt::Write;

fn schema(json: &Value) -> Schema {
    Schema::parse(&json.to_string()).unwrap()
}

fn record(name: &str, fields: Value) -> Value {
    json!({"type": "record", "name": name, "fields": fields})
}

/// A plan that runs node for node, and one that skips all of the datum.
fn evolved(writer: &Value, reader: &Value) -> [Plan; 2] {
    let wrapped = |inner: &[Value]| schema(&record("Wrapped", Value::Array(inner.to_vec())));
    let field = |schema: &Value| json!({"name": "x", "type": schema});
    let whole = resolve(&wrapped(&[field(writer)]), &wrapped(&[field(reader)]));
    let skipping = resolve(&wrapped(&[field(writer)]), &wrapped(&[]));
    [whole, skipping]
}

/// What each executor makes of the bytes: the error, if any. The limit on items without bytes is lower than by default,
/// since code that is not optimised is slow.
fn errors(plans: &[Plan], bytes: &[u8]) -> Vec<Option<Error>> {
    let limits = Limits { empty_items: 1 << 12, ..Limits::default() };
    let decoder = || Decoder::with_limits(bytes, &limits);
    let mut errors = Vec::new();
    for plan in plans {
        errors.push(generic::to_json(plan.writer(), &mut decoder()).err());
        errors.push(generic::skip(plan.writer(), plan.writer().root(), &mut decoder()).err());
        errors.push(plan.to_json(&mut decoder(), Mode::Raw).err());
        errors.push(Transcoder::with_plan(plan.clone()).limits(limits.clone()).transcode(bytes).err());
    }
    errors
}

fn all_refused(plans: &[Plan], bytes: &[u8]) {
    for error in errors(plans, bytes) {
        assert_eq!(error.map(|error| error.kind()), Some(ErrorKind::Limit));
    }
}

fn all_read(plans: &[Plan], bytes: &[u8]) {
    for error in errors(plans, bytes) {
        assert!(error.is_none(), "{error:?}");
    }
}

/// A linked list of so many nodes.
fn list(nodes: usize) -> Vec<u8> {
    let mut bytes = [2, 2].repeat(nodes);
    *bytes.last_mut().unwrap() = 0;
    bytes
}

#[test]
fn a_linked_list_of_10_000_nodes_is_refused_by_the_limit_on_depth_and_one_of_500_is_read() {
    let node =
        |value: &str| record("Node", json!([{"name": "v", "type": value}, {"name": "next", "type": ["null", "Node"]}]));
    let plans = evolved(&node("int"), &node("long"));
    all_read(&plans, &list(500));
    let json = generic::to_json(plans[0].writer(), &mut Decoder::new(&list(500))).unwrap();
    assert_eq!(generic::from_json(plans[0].writer(), &json).unwrap(), list(500));
    all_refused(&plans, &list(10_000));
    let limits = Limits { depth: 2, ..Limits::default() };
    let error = plans[0].to_json(&mut Decoder::with_limits(&list(8), &limits), Mode::Raw).unwrap_err();
    assert_eq!(error.message(), "the datum is nested deeper than the limit of 2 levels (`Limits::depth`)");
    assert!(plans[0].to_json(&mut Decoder::with_limits(&list(7), &limits), Mode::Raw).is_ok());
}

#[test]
fn arrays_and_maps_nest_as_deep_as_the_limit_says() {
    let tree = |value: &str| {
        record("T", json!([{"name": "v", "type": value}, {"name": "more", "type": {"type": "array", "items": "T"}}]))
    };
    let plans = evolved(&tree("int"), &tree("long"));
    let nested = |depth: usize| [[2, 2].repeat(depth - 1), vec![2, 0], vec![0; depth - 1]].concat();
    all_read(&plans, &nested(128));
    all_refused(&plans, &nested(129));
    all_refused(&plans, &nested(10_000));
}

#[test]
fn a_chain_of_20_000_records_is_refused_before_the_stack_ends() {
    // ["null", R0, R1 with a field of R0, R2 with a field of R1, …], and a datum of the last one.
    let count = 20_000;
    let chain = |innermost: &str| {
        let mut text = String::from("[\"null\"");
        for index in 0..count {
            let field = if index == 0 { format!("{innermost:?}") } else { format!("\"R{}\"", index - 1) };
            write!(text, r#", {{"type": "record", "name": "R{index}", "fields": [{{"name": "f", "type": {field}}}]}}"#)
                .unwrap();
        }
        Schema::parse(&(text + "]")).unwrap()
    };
    let plan = resolve(&chain("int"), &chain("long"));
    assert_eq!(plan.verdict(), Verdict::Always);
    let bytes = generic::from_json(&Schema::parse("\"long\"").unwrap(), &json!(count)).unwrap();
    all_refused(&[plan], &[bytes, vec![2]].concat());
}

#[test]
fn records_without_bytes_that_double_at_each_level_are_refused_by_the_limit_on_empty_items() {
    let mut doubled = record("R0", json!([]));
    for level in 1..60 {
        let again = format!("R{}", level - 1);
        doubled = record(&format!("R{level}"), json!([{"name": "a", "type": doubled}, {"name": "b", "type": again}]));
    }
    let with_tail = |tail: &str| record("Tail", json!([{"name": "d", "type": doubled}, {"name": "t", "type": tail}]));
    all_refused(&evolved(&with_tail("int"), &with_tail("long")), &[2]);
}

#[test]
fn counts_of_items_that_take_no_bytes_are_bounded_and_others_need_the_bytes_they_claim() {
    let array = |items: Value| json!({"type": "array", "items": items});
    let nulls =
        |tail: &str| record("N", json!([{"name": "n", "type": array(json!("null"))}, {"name": "t", "type": tail}]));
    let plans = evolved(&nulls("int"), &nulls("long"));
    all_refused(&plans, &[0xfe, 0xff, 0xff, 0xff, 0x0f, 0, 2]);
    all_read(&plans, &[200, 1, 0, 2]);
    let doubles = evolved(&array(json!("float")), &array(json!("double")));
    for error in errors(&doubles, &[0xfe, 0xff, 0x07, 0, 0, 0, 0]) {
        assert_eq!(error.map(|error| error.kind()), Some(ErrorKind::UnexpectedEnd));
    }
}

#[test]
fn a_sized_block_that_is_skipped_is_jumped_over() {
    let texts = json!({"type": "array", "items": "string"});
    let writer = schema(&record("R", json!([{"name": "gone", "type": texts}, {"name": "keep", "type": "int"}])));
    let reader = schema(&record("R", json!([{"name": "keep", "type": "int"}])));
    // One item in 100 bytes that are no string at all.
    let bytes = [vec![1, 200, 1], vec![0xff; 100], vec![0, 14]].concat();
    let value = resolve(&writer, &reader).to_json(&mut Decoder::new(&bytes), Mode::Raw).unwrap();
    assert_eq!(value, json!({"keep": 7}));
    assert_eq!(generic::to_json(&writer, &mut Decoder::new(&bytes)).unwrap_err().kind(), ErrorKind::Malformed);
}
