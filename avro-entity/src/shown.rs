//! Values under logical types as people write them, not as the numbers and bytes underneath.
//!
//! ```text
//! {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}    "\u00ed\u0037"    -48.09
//! {"type": "long", "logicalType": "timestamp-millis"}                        1700000000977     2023-11-14T22:13:20.977
//! {"type": "int", "logicalType": "date"}                                     20089             2025-01-01
//! ```

use crate::schema::{Kind, LogicalType, Node};
use crate::wire::Decoder;
use serde_json::Value;

/// How many bytes of a number are written out, and how many zeros are put after a point.
const WRITTEN_OUT: usize = 64;

/// A value in Avro's JSON encoding under the logical type of its node; `None` when there is none, or it is no value of that.
pub(crate) fn shown(node: &Node, value: &Value) -> Option<String> {
    let logical = node.logical?;
    match (value.as_i64(), value.as_str()) {
        (Some(days), _) if logical == LogicalType::Date => Some(moment::date(days)),
        (Some(number), _) => {
            let time = logical.time()?;
            if time.is_of_day { moment::of_day(number, time.unit) } else { Some(moment::timestamp(number, time.unit)) }
        }
        (None, Some(text)) if node.kind == Kind::String => Some(text.to_owned()),
        (None, Some(text)) => of_bytes(logical, text),
        (None, None) => None,
    }
}

/// What bytes mean, which the JSON encoding writes as a string of as many characters.
fn of_bytes(logical: LogicalType, text: &str) -> Option<String> {
    let bytes: Vec<u8> = text.chars().map(|byte| u8::try_from(u32::from(byte)).ok()).collect::<Option<_>>()?;
    match logical {
        LogicalType::Decimal { scale, .. } => Some(decimal(&bytes, scale.into())),
        LogicalType::BigDecimal => {
            let mut decoder = Decoder::new(&bytes);
            let digits = decoder.read_bytes().ok()?;
            Some(decimal(digits, decoder.read_long().ok()?))
        }
        LogicalType::Uuid => uuid(&bytes),
        LogicalType::Duration => duration(&bytes),
        _ => None,
    }
}

/// Bytes as two digits each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn uuid(bytes: &[u8]) -> Option<String> {
    let digits = |range: std::ops::Range<usize>| bytes.get(range).map(hex);
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
    use serde_json::json;

    fn as_text(schema: &str, value: Value) -> String {
        shown(Schema::parse(schema).unwrap().root_node(), &value).unwrap()
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
    fn the_point_is_put_where_the_scale_says() {
        for (scale, text) in [(2, "1.23"), (3, "0.123"), (0, "123"), (5, "0.00123")] {
            assert_eq!(as_text(&decimal_of(scale), json!("{")), text);
        }
        assert_eq!(as_text(&decimal_of(1), json!("")), "0.0");
        assert_eq!(as_text(&decimal_of(2), json!("\u{ff}\u{85}")), "-1.23");
        assert_eq!(as_text(&decimal_of(2), json!("\u{ff}\0")), "-2.56");
        assert_eq!(as_text(&decimal_of(0), json!("\u{1}\0\0\0\0\0\0\0\0")), "18446744073709551616");
    }

    #[test]
    fn a_huge_scale_or_number_is_not_written_out() {
        assert_eq!(as_text(&decimal_of(u32::MAX), json!("{")), "123e-4294967295");
        assert_eq!(as_text(&decimal_of(2), json!("\u{1}".repeat(1 << 16))), "a decimal of 65536 bytes");
    }
}
