//! Records as people read them: decimals, dates and times under their logical types, not as the numbers underneath.
//!
//! ```text
//! {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}    "\u00ed\u0037"    becomes  "-48.09"
//! {"type": "long", "logicalType": "timestamp-millis"}                        1700000000977     becomes  "2023-11-14T22:13:20.977Z"
//! {"type": "int", "logicalType": "date"}                                     20089             becomes  "2025-01-01"
//! ```
//!
//! What is no value of its logical type stays what it is.

use crate::generic::for_each_part;
use crate::schema::{Node, NodeId, Schema};
use crate::shown::shown;
use serde_json::Value;

/// Rewrites a datum in Avro's JSON encoding.
pub(super) fn make_readable(schema: &Schema, id: NodeId, value: &mut Value) {
    if let Some(text) = logical_text(schema.node(id), value) {
        *value = Value::String(text);
        return;
    }
    for_each_part(schema, id, value, |id, part| make_readable(schema, id, part));
}

/// The value with the letter for the time zone where it has one.
fn logical_text(node: &Node, value: &Value) -> Option<String> {
    let time = node.logical?.time();
    let zone = if time.is_some_and(|time| !time.is_of_day && !time.is_local) { "Z" } else { "" };
    shown(node, value).map(|text| text + zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn readable(schema: &str, mut value: Value) -> Value {
        let schema = Schema::parse(schema).unwrap();
        make_readable(&schema, schema.root(), &mut value);
        value
    }

    #[test]
    fn what_is_of_no_logical_type_or_no_value_of_it_stays_what_it_is() {
        let time = r#"{"type":"int","logicalType":"time-millis"}"#;
        assert_eq!(readable(time, json!(86_399_999)), "23:59:59.999");
        assert_eq!(readable(time, json!(86_400_000)), json!(86_400_000));
        assert_eq!(readable(r#""long""#, json!(7)), json!(7));
    }

    #[test]
    fn a_time_says_whether_it_is_utc() {
        let long = |logical: &str| format!(r#"{{"type":"long","logicalType":"{logical}"}}"#);
        assert_eq!(readable(&long("timestamp-millis"), json!(1_700_000_000_977_i64)), "2023-11-14T22:13:20.977Z");
        assert_eq!(readable(&long("local-timestamp-micros"), json!(-1)), "1969-12-31T23:59:59.999999");
        assert_eq!(readable(&long("time-micros"), json!(0)), "00:00:00");
    }

    #[test]
    fn they_are_found_in_records_arrays_maps_and_unions() {
        let date = r#"{"type":"int","logicalType":"date"}"#;
        let fixed = r#"{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}"#;
        let schema = format!(
            r#"{{"type":"record","name":"R","fields":[
                {{"name":"a","type":{{"type":"array","items":{date}}}}},
                {{"name":"m","type":{{"type":"map","values":["null",{date}]}}}},
                {{"name":"u","type":{fixed}}},{{"name":"n","type":"int"}}]}}"#
        );
        let raw = json!({"a": [0, 1], "m": {"x": {"int": 2}, "y": null}, "u": "\u{0}\u{11}".repeat(8), "n": 5});
        let shown = json!({"a": ["1970-01-01", "1970-01-02"], "m": {"x": {"int": "1970-01-03"}, "y": null},
            "u": "00110011-0011-0011-0011-001100110011", "n": 5});
        assert_eq!(readable(&schema, raw), shown);
    }
}
