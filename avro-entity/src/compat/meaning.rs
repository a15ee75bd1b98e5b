//! What the value under a logical type means, as people write it.

use crate::schema::{Kind, LogicalType, Node};
use crate::shown::shown;
use serde_json::{Value, json};

/// The instant 2020-01-01T00:00:00Z in seconds, and noon of a day.
const INSTANT: i64 = 1_577_836_800;
const NOON: i64 = 12 * 3600;

/// How many bytes of a fixed are made up at most.
const FIXED: usize = 1 << 16;

/// A value that is another one in another unit, scale or type, in Avro's JSON encoding.
pub(super) fn telling(node: &Node) -> Value {
    let fixed = match &node.kind {
        Kind::Fixed(fixed) => Some(fixed.size.min(FIXED)),
        _ => None,
    };
    match (node.logical, fixed) {
        (Some(LogicalType::Date), _) => json!(INSTANT / 86_400),
        (Some(LogicalType::Decimal { .. }), None) => json!("{"),
        (Some(LogicalType::Decimal { .. }), Some(size)) => json!(format!("{:\0>size$}", "{")),
        (Some(LogicalType::BigDecimal), _) => json!("\u{2}{\u{4}"),
        (Some(LogicalType::Uuid), None) => json!("00000000-0000-0000-0000-000000000001"),
        (Some(LogicalType::Duration), _) => json!("\u{1}\0\0\0\u{2}\0\0\0\u{3}\0\0\0"),
        (Some(logical), None) => match logical.time() {
            Some(time) => json!(if time.is_of_day { NOON } else { INSTANT } * 10i64.pow(time.unit)),
            None => json!(1),
        },
        (_, Some(size)) => json!(format!("{:\0>size$}", "\u{1}")),
        (None, None) if matches!(node.kind, Kind::String | Kind::Bytes) => json!("a"),
        (None, None) => json!(1),
    }
}

/// What a value in Avro's JSON encoding means under the logical type of its node.
pub(super) fn meaning(node: &Node, value: &Value) -> String {
    let Some(logical) = node.logical else { return value.to_string() };
    let meant = shown(node, value).map(|text| match logical {
        LogicalType::Date | LogicalType::BigDecimal | LogicalType::Uuid => format!("{} {text}", logical.name()),
        _ => text,
    });
    meant.unwrap_or_else(|| format!("{value}, which is no `{}`", logical.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    fn meant(schema: &str, value: Value) -> String {
        meaning(Schema::parse(schema).unwrap().root_node(), &value)
    }

    fn told(schema: &str) -> String {
        let schema = Schema::parse(schema).unwrap();
        meaning(schema.root_node(), &telling(schema.root_node()))
    }

    #[test]
    fn what_is_no_time_of_day_is_told_as_the_number_it_is() {
        let micros = r#"{"type":"long","logicalType":"time-micros"}"#;
        assert_eq!(meant(micros, json!(86_399_999_999i64)), "23:59:59.999999");
        assert_eq!(meant(micros, json!(86_400_000_000i64)), "86400000000, which is no `time-micros`");
        assert_eq!(meant(micros, json!(-1)), "-1, which is no `time-micros`");
    }

    #[test]
    fn every_logical_type_has_a_value_that_means_something() {
        let fixed = |size: usize, logical: &str| format!(r#"{{"type":"fixed","name":"F","size":{size},{logical}}}"#);
        for (schema, text) in [
            (r#"{"type":"int","logicalType":"date"}"#, "date 2020-01-01"),
            (r#"{"type":"int","logicalType":"time-millis"}"#, "12:00:00"),
            (r#"{"type":"long","logicalType":"time-micros"}"#, "12:00:00"),
            (r#"{"type":"long","logicalType":"timestamp-nanos"}"#, "2020-01-01T00:00:00"),
            (r#"{"type":"long","logicalType":"local-timestamp-micros"}"#, "2020-01-01T00:00:00"),
            (r#"{"type":"bytes","logicalType":"big-decimal"}"#, "big-decimal 1.23"),
            (r#"{"type":"string","logicalType":"uuid"}"#, "uuid 00000000-0000-0000-0000-000000000001"),
            (&fixed(16, r#""logicalType":"uuid""#), "uuid 00000000-0000-0000-0000-000000000001"),
            (&fixed(12, r#""logicalType":"duration""#), "1 months, 2 days, 3 milliseconds"),
            (&fixed(5, r#""logicalType":"decimal","precision":9,"scale":2"#), "1.23"),
        ] {
            assert_eq!(told(schema), text, "{schema}");
        }
    }
}
