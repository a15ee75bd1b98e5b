//! What the value under a logical type means, as people write it.

use super::judge::time;
use crate::schema::{Kind, LogicalType, Node};
use crate::wire::Decoder;
use serde_json::{Value, json};

/// The instant 2020-01-01T00:00:00Z in seconds, and noon of a day.
const INSTANT: i64 = 1_577_836_800;
const NOON: i64 = 12 * 3600;

/// How many bytes of a fixed are made up at most.
const FIXED: usize = 1 << 16;

/// How many bytes of a number are written out, and how many zeros are put after a point.
const WRITTEN_OUT: usize = 64;

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
        (Some(logical), None) => match time(logical) {
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
    let meant = match (value.as_i64(), value.as_str()) {
        (Some(days), _) if logical == LogicalType::Date => Some(format!("date {}", moment::date(days))),
        (Some(number), _) => time(logical).and_then(|time| match time.is_of_day {
            true => moment::of_day(number, time.unit),
            false => Some(moment::timestamp(number, time.unit)),
        }),
        (None, Some(text)) => of_bytes(logical, &node.kind, text),
        (None, None) => None,
    };
    meant.unwrap_or_else(|| format!("{value}, which is no `{}`", logical.name()))
}

/// What bytes mean, which the JSON encoding writes as a string of as many characters.
fn of_bytes(logical: LogicalType, kind: &Kind, text: &str) -> Option<String> {
    if *kind == Kind::String {
        return Some(format!("{} {text}", logical.name()));
    }
    let bytes: Vec<u8> = text.chars().map(|byte| u8::try_from(u32::from(byte)).ok()).collect::<Option<_>>()?;
    match logical {
        LogicalType::Decimal { scale, .. } => Some(decimal(&bytes, scale.into())),
        LogicalType::BigDecimal => {
            let mut decoder = Decoder::new(&bytes);
            let digits = decoder.read_bytes().ok()?;
            Some(format!("big-decimal {}", decimal(digits, decoder.read_long().ok()?)))
        }
        LogicalType::Uuid => Some(format!("uuid {}", uuid(&bytes)?)),
        LogicalType::Duration => duration(&bytes),
        _ => None,
    }
}

fn uuid(bytes: &[u8]) -> Option<String> {
    let digits = |range: std::ops::Range<usize>| {
        Some(bytes.get(range)?.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    };
    Some([digits(0..4)?, digits(4..6)?, digits(6..8)?, digits(8..10)?, digits(10..16)?].join("-"))
}

fn duration(bytes: &[u8]) -> Option<String> {
    let part = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some(format!("{} months, {} days, {} milliseconds", part(0)?, part(4)?, part(8)?))
}

/// The decimal whose digits are the number that `bytes` are in two's complement.
fn decimal(bytes: &[u8], scale: i64) -> String {
    if bytes.len() > WRITTEN_OUT {
        return format!("a decimal of {} bytes", bytes.len());
    }
    let is_negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let sign = if is_negative { "-" } else { "" };
    format!("{sign}{}", point(&digits(bytes, is_negative), scale))
}

/// The decimal digits of the magnitude.
fn digits(bytes: &[u8], is_negative: bool) -> String {
    let fill = if is_negative { 0xff } else { 0 };
    let mut digits = vec![0u8];
    for (index, byte) in bytes.iter().enumerate() {
        // The complement is one less than the magnitude.
        let mut carry = u32::from(byte ^ fill) + u32::from(is_negative && index + 1 == bytes.len());
        for digit in &mut digits {
            let value = u32::from(*digit) * 256 + carry;
            (*digit, carry) = ((value % 10) as u8, value / 10);
        }
        while carry > 0 {
            digits.push((carry % 10) as u8);
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}

/// A whole number with the decimal point `scale` digits from its end; as a power of ten when that is far away.
fn point(digits: &str, scale: i64) -> String {
    let places = usize::try_from(scale).ok().filter(|places| *places <= digits.len() + WRITTEN_OUT);
    let Some(places) = places else { return format!("{digits}e{}", -i128::from(scale)) };
    let text = format!("{digits:0>width$}", width = places + 1);
    match text.split_at_checked(text.len() - places) {
        Some((whole, part)) if places > 0 => format!("{whole}.{part}"),
        _ => text,
    }
}

/// Times as people write them.
mod moment {
    use crate::calendar::date_of;

    /// Days since 1970-01-01 as a date.
    pub(super) fn date(days: i64) -> String {
        let (year, month, day) = date_of(days);
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Units after midnight; `None` when the day has not so many.
    pub(super) fn of_day(value: i64, unit: u32) -> Option<String> {
        let factor = 10i64.pow(unit);
        (0..86_400 * factor).contains(&value).then(|| clock(value, factor, unit))
    }

    fn clock(value: i64, factor: i64, unit: u32) -> String {
        let (seconds, rest) = (value / factor, value % factor);
        let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        if rest == 0 { clock } else { format!("{clock}.{rest:0width$}", width = unit as usize) }
    }

    /// Units since 1970-01-01T00:00:00.
    pub(super) fn timestamp(value: i64, unit: u32) -> String {
        let factor = 10i64.pow(unit);
        let day = 86_400 * factor;
        format!("{}T{}", date(value.div_euclid(day)), clock(value.rem_euclid(day), factor, unit))
    }
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

    fn decimal_of(scale: u32) -> String {
        format!(r#"{{"type":"bytes","logicalType":"decimal","precision":{},"scale":{scale}}}"#, scale.max(9))
    }

    #[test]
    fn times_are_read_in_their_unit() {
        assert_eq!(moment::timestamp(1_577_836_800_000, 3), "2020-01-01T00:00:00");
        assert_eq!(moment::timestamp(1_577_836_800_000, 6), "1970-01-19T06:17:16.800000");
        assert_eq!(moment::timestamp(-1, 3), "1969-12-31T23:59:59.999");
        assert_eq!(moment::of_day(43_200_000, 3).as_deref(), Some("12:00:00"));
    }

    #[test]
    fn what_is_no_time_of_day_is_told_as_the_number_it_is() {
        let micros = r#"{"type":"long","logicalType":"time-micros"}"#;
        assert_eq!(meant(micros, json!(86_399_999_999i64)), "23:59:59.999999");
        assert_eq!(meant(micros, json!(86_400_000_000i64)), "86400000000, which is no `time-micros`");
        assert_eq!(meant(micros, json!(-1)), "-1, which is no `time-micros`");
    }

    #[test]
    fn the_point_is_put_where_the_scale_says() {
        for (scale, text) in [(2, "1.23"), (3, "0.123"), (0, "123"), (5, "0.00123")] {
            assert_eq!(meant(&decimal_of(scale), json!("{")), text);
        }
        assert_eq!(meant(&decimal_of(1), json!("")), "0.0");
        assert_eq!(meant(&decimal_of(2), json!("\u{ff}\u{85}")), "-1.23");
        assert_eq!(meant(&decimal_of(2), json!("\u{ff}\0")), "-2.56");
        assert_eq!(meant(&decimal_of(0), json!("\u{1}\0\0\0\0\0\0\0\0")), "18446744073709551616");
    }

    #[test]
    fn a_huge_scale_or_number_is_not_written_out() {
        assert_eq!(meant(&decimal_of(u32::MAX), json!("{")), "123e-4294967295");
        assert_eq!(meant(&decimal_of(2), json!("\u{1}".repeat(1 << 16))), "a decimal of 65536 bytes");
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
