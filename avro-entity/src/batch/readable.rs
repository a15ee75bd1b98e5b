//! Records as people read them: decimals, dates and times under their logical types, not as the numbers underneath.
//!
//! ```text
//! {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}    "\u00ed\u0037"    becomes  "-48.09"
//! {"type": "long", "logicalType": "timestamp-millis"}                        1700000000977     becomes  "2023-11-14T22:13:20.977Z"
//! {"type": "int", "logicalType": "date"}                                     20089             becomes  "2025-01-01"
//! ```
//!
//! What has no such form (a decimal of more than 16 bytes, a year beyond five digits) stays what it is.

use crate::generic::branch_name;
use crate::schema::{Kind, LogicalType, NodeId, Schema};
use serde_json::Value;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Rewrites a datum in Avro's JSON encoding.
pub(super) fn make_readable(schema: &Schema, id: NodeId, value: &mut Value) {
    let node = schema.node(id);
    if let Some(text) = node.logical.and_then(|logical| logical_text(logical, value)) {
        *value = Value::String(text);
        return;
    }
    match (&node.kind, value) {
        (Kind::Array(items), Value::Array(values)) => {
            values.iter_mut().for_each(|value| make_readable(schema, *items, value))
        }
        (Kind::Map(values), Value::Object(entries)) => {
            entries.values_mut().for_each(|value| make_readable(schema, *values, value));
        }
        (Kind::Union(branches), Value::Object(branch)) => {
            for (name, value) in branch {
                let found = branches.iter().find(|branch| branch_name(schema.node(**branch)) == Some(name));
                found.into_iter().for_each(|branch| make_readable(schema, *branch, value));
            }
        }
        (Kind::Record(record), Value::Object(fields)) => {
            for field in &record.fields {
                fields.get_mut(&field.name).into_iter().for_each(|value| make_readable(schema, field.schema, value));
            }
        }
        _ => {}
    }
}

fn logical_text(logical: LogicalType, value: &Value) -> Option<String> {
    match (logical, value) {
        (LogicalType::Decimal { scale, .. }, Value::String(bytes)) => decimal(&code_points(bytes)?, scale as usize),
        (LogicalType::Uuid, Value::String(bytes)) => uuid(&code_points(bytes)?),
        (LogicalType::Date, Value::Number(days)) => date(days.as_i64()?),
        (LogicalType::TimeMillis, Value::Number(time)) => time_of_day(time.as_i64()?, 3),
        (LogicalType::TimeMicros, Value::Number(time)) => time_of_day(time.as_i64()?, 6),
        (LogicalType::TimestampMillis, Value::Number(time)) => Some(moment(time.as_i64()?, 3)? + "Z"),
        (LogicalType::TimestampMicros, Value::Number(time)) => Some(moment(time.as_i64()?, 6)? + "Z"),
        (LogicalType::TimestampNanos, Value::Number(time)) => Some(moment(time.as_i64()?, 9)? + "Z"),
        (LogicalType::LocalTimestampMillis, Value::Number(time)) => moment(time.as_i64()?, 3),
        (LogicalType::LocalTimestampMicros, Value::Number(time)) => moment(time.as_i64()?, 6),
        (LogicalType::LocalTimestampNanos, Value::Number(time)) => moment(time.as_i64()?, 9),
        _ => None,
    }
}

/// The bytes that JSON holds as code points.
fn code_points(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|character| u8::try_from(character).ok()).collect()
}

/// A number in two's complement, the first byte being the highest.
fn decimal(bytes: &[u8], scale: usize) -> Option<String> {
    let fill = if *bytes.first()? < 0x80 { 0 } else { 0xff };
    let mut wide = [fill; 16];
    wide.get_mut(16_usize.checked_sub(bytes.len())?..)?.copy_from_slice(bytes);
    let unscaled = i128::from_be_bytes(wide);
    let sign = if unscaled < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", unscaled.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at_checked(digits.len() - scale)?;
    let point = if scale > 0 { "." } else { "" };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

/// A UUID in a fixed of 16 bytes; one in a string is text already.
fn uuid(bytes: &[u8]) -> Option<String> {
    let number = u128::from_be_bytes(bytes.try_into().ok()?);
    let digits = format!("{number:032x}");
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| digits.get(part).unwrap_or_default());
    Some(parts.join("-"))
}

/// Days since 1970-01-01 in the calendar that goes on as today's in both directions.
fn date(days: i64) -> Option<String> {
    // Years begin in March here, so that the leap day is the last one; 400 of them have 146,097 days.
    let from_march = days.checked_add(719_468)?;
    let (cycle, day) = (from_march.div_euclid(146_097), from_march.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = cycle * 400 + year + next;
    (-99_999..=99_999)
        .contains(&year)
        .then(|| format!("{}{:04}-{month:02}-{day:02}", if year < 0 { "-" } else { "" }, year.abs()))
}

/// A time after midnight in units of so many digits behind the second.
fn time_of_day(time: i64, digits: u32) -> Option<String> {
    let unit = 10_i64.pow(digits);
    let (seconds, fraction) = (time.div_euclid(unit), time.rem_euclid(unit));
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    (0..DAY)
        .contains(&seconds)
        .then(|| format!("{hour:02}:{minute:02}:{second:02}.{fraction:0width$}", width = digits as usize))
}

/// A time since 1970 in units of so many digits behind the second.
fn moment(time: i64, digits: u32) -> Option<String> {
    let day = DAY * 10_i64.pow(digits);
    Some(format!("{}T{}", date(time.div_euclid(day))?, time_of_day(time.rem_euclid(day), digits)?))
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

    fn logical(kind: &str, logical: &str, value: Value) -> Value {
        readable(&json!({"type": kind, "logicalType": logical, "precision": 40, "scale": 2}).to_string(), value)
    }

    #[test]
    fn decimals_are_numbers_with_their_point() {
        let decimal =
            |bytes: &[u8]| logical("bytes", "decimal", json!(bytes.iter().map(|b| *b as char).collect::<String>()));
        assert_eq!(decimal(&[0xed, 0x37]), "-48.09");
        assert_eq!(decimal(&[7]), "0.07");
        assert_eq!(decimal(&[0xff]), "-0.01");
        assert_eq!(decimal(&[0, 0xff, 0xff]), "655.35");
        assert_eq!(decimal(&[0x80; 16]), "-1694739631331732739601904907601355406.08");
        // One byte more than is shown as a number, and none.
        assert_eq!(decimal(&[1; 17]), json!("\u{1}".repeat(17)));
        assert_eq!(decimal(&[]), json!(""));
        assert_eq!(readable(r#"{"type":"bytes","logicalType":"decimal","precision":4}"#, json!("\u{1}\u{0}")), "256");
    }

    #[test]
    fn dates_and_times_are_those_of_the_calendar() {
        for (days, date) in [
            (0, "1970-01-01"),
            (20_089, "2025-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (-25_509, "1900-02-28"),
            (-25_508, "1900-03-01"),
            (-719_529, "-0001-12-31"),
        ] {
            assert_eq!(logical("int", "date", json!(days)), date);
        }
        assert_eq!(logical("int", "date", json!(i32::MAX)), json!(i32::MAX), "the year 5,881,580");
        assert_eq!(logical("int", "time-millis", json!(86_399_999)), "23:59:59.999");
        assert_eq!(logical("int", "time-millis", json!(86_400_000)), json!(86_400_000));
        assert_eq!(logical("long", "time-micros", json!(-1)), json!(-1));
        assert_eq!(logical("long", "timestamp-millis", json!(1_700_000_000_977_i64)), "2023-11-14T22:13:20.977Z");
        assert_eq!(logical("long", "timestamp-micros", json!(-1)), "1969-12-31T23:59:59.999999Z");
        assert_eq!(logical("long", "timestamp-nanos", json!(i64::MIN)), "1677-09-21T00:12:43.145224192Z");
        assert_eq!(logical("long", "local-timestamp-millis", json!(1)), "1970-01-01T00:00:00.001");
        assert_eq!(logical("long", "timestamp-millis", json!(i64::MAX)), json!(i64::MAX));
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
