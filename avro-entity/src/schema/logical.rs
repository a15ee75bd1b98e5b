//! Which logical type a node has: the section "Logical Types" of the specification.

use super::graph::{Kind, LogicalType, Properties};

/// The names of all logical types of the specification.
pub(super) const NAMES: [&str; 13] = [
    "decimal",
    "big-decimal",
    "uuid",
    "duration",
    "date",
    "time-millis",
    "time-micros",
    "timestamp-millis",
    "timestamp-micros",
    "timestamp-nanos",
    "local-timestamp-millis",
    "local-timestamp-micros",
    "local-timestamp-nanos",
];

/// What a time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    /// Since midnight, and not since 1970.
    pub(crate) is_of_day: bool,
    /// In whatever time zone.
    pub(crate) is_local: bool,
    /// The power of ten of its units in a second.
    pub(crate) unit: u32,
}

impl LogicalType {
    /// What it counts, of the types of times.
    pub(crate) fn time(self) -> Option<Time> {
        use LogicalType as L;
        let (is_of_day, is_local, unit) = match self {
            L::TimeMillis => (true, false, 3),
            L::TimeMicros => (true, false, 6),
            L::TimestampMillis => (false, false, 3),
            L::TimestampMicros => (false, false, 6),
            L::TimestampNanos => (false, false, 9),
            L::LocalTimestampMillis => (false, true, 3),
            L::LocalTimestampMicros => (false, true, 6),
            L::LocalTimestampNanos => (false, true, 9),
            L::Decimal { .. } | L::BigDecimal | L::Uuid | L::Date | L::Duration => return None,
        };
        Some(Time { is_of_day, is_local, unit })
    }
}

/// The logical type that the attributes of a type name.
///
/// `Ok(None)` when they name none or one the specification does not know; the reason when it is not valid on this type, which
/// makes readers ignore it.
pub(super) fn recognise(kind: &Kind, properties: &Properties) -> Result<Option<LogicalType>, String> {
    let Some(name) = properties.get("logicalType") else { return Ok(None) };
    let Some(name) = name.as_str() else { return Err("`logicalType` is a string".to_owned()) };
    let (logical, wanted, fits) = match (name, kind) {
        ("decimal", Kind::Bytes) => (decimal(properties, None)?, "", true),
        ("decimal", Kind::Fixed(fixed)) => (decimal(properties, Some(fixed.size))?, "", true),
        ("decimal", _) => return Err("`decimal` belongs on `bytes` or a `fixed`".to_owned()),
        ("big-decimal", kind) => (LogicalType::BigDecimal, "`bytes`", matches!(kind, Kind::Bytes)),
        ("uuid", Kind::Fixed(fixed)) => (LogicalType::Uuid, "`string` or a `fixed` of 16 bytes", fixed.size == 16),
        ("uuid", kind) => (LogicalType::Uuid, "`string` or a `fixed` of 16 bytes", matches!(kind, Kind::String)),
        ("duration", Kind::Fixed(fixed)) => (LogicalType::Duration, "a `fixed` of 12 bytes", fixed.size == 12),
        ("duration", _) => (LogicalType::Duration, "a `fixed` of 12 bytes", false),
        ("date", kind) => (LogicalType::Date, "`int`", matches!(kind, Kind::Int)),
        ("time-millis", kind) => (LogicalType::TimeMillis, "`int`", matches!(kind, Kind::Int)),
        (name, kind) => match on_long(name) {
            Some(logical) => (logical, "`long`", matches!(kind, Kind::Long)),
            None => return Ok(None),
        },
    };
    if fits { Ok(Some(logical)) } else { Err(format!("`{name}` belongs on {wanted}")) }
}

fn on_long(name: &str) -> Option<LogicalType> {
    Some(match name {
        "time-micros" => LogicalType::TimeMicros,
        "timestamp-millis" => LogicalType::TimestampMillis,
        "timestamp-micros" => LogicalType::TimestampMicros,
        "timestamp-nanos" => LogicalType::TimestampNanos,
        "local-timestamp-millis" => LogicalType::LocalTimestampMillis,
        "local-timestamp-micros" => LogicalType::LocalTimestampMicros,
        "local-timestamp-nanos" => LogicalType::LocalTimestampNanos,
        _ => return None,
    })
}

fn decimal(properties: &Properties, size: Option<usize>) -> Result<LogicalType, String> {
    let number = |value: &serde_json::Value| value.as_u64().and_then(|value| u32::try_from(value).ok());
    let precision = match properties.get("precision").map(number) {
        Some(Some(precision)) if precision > 0 => precision,
        Some(_) => return Err("the `precision` of a `decimal` is a whole number, at least 1".to_owned()),
        None => return Err("a `decimal` needs a `precision`, the number of its digits".to_owned()),
    };
    let scale = match properties.get("scale").map(number) {
        None => 0,
        Some(Some(scale)) if scale <= precision => scale,
        Some(_) => {
            return Err(format!("the `scale` of a `decimal` is a whole number from 0 to its precision {precision}"));
        }
    };
    match size.map(|size| (size, digits(size))) {
        Some((size, digits)) if precision > digits => {
            Err(format!("a `fixed` of {size} bytes holds {digits} digits, not {precision}"))
        }
        _ => Ok(LogicalType::Decimal { precision, scale }),
    }
}

/// How many digits always fit a two's complement number of `size` bytes.
fn digits(size: usize) -> u32 {
    let bits = (size as f64).mul_add(8.0, -1.0);
    (bits * std::f64::consts::LOG10_2).max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Fixed, Name};
    use serde_json::json;

    fn recognised(kind: &Kind, properties: serde_json::Value) -> Result<Option<LogicalType>, String> {
        recognise(kind, properties.as_object().unwrap())
    }

    fn fixed(size: usize) -> Kind {
        let name = Name::parse("F", None).unwrap();
        Kind::Fixed(Box::new(Fixed { name, aliases: Box::default(), doc: None, size }))
    }

    #[test]
    fn a_fixed_holds_the_digits_that_always_fit() {
        assert_eq!([0, 1, 2, 4, 8, 12, 16].map(digits), [0, 2, 4, 9, 18, 28, 38]);
    }

    #[test]
    fn every_logical_type_is_known_on_its_own_type() {
        for (kind, name) in [
            (Kind::Int, "date"),
            (Kind::Int, "time-millis"),
            (Kind::Long, "time-micros"),
            (Kind::Long, "timestamp-millis"),
            (Kind::Long, "timestamp-micros"),
            (Kind::Long, "timestamp-nanos"),
            (Kind::Long, "local-timestamp-millis"),
            (Kind::Long, "local-timestamp-micros"),
            (Kind::Long, "local-timestamp-nanos"),
            (Kind::String, "uuid"),
            (fixed(16), "uuid"),
            (fixed(12), "duration"),
            (Kind::Bytes, "big-decimal"),
        ] {
            let logical = recognised(&kind, json!({"logicalType": name})).unwrap().unwrap();
            assert_eq!(logical.name(), name);
            assert!(recognised(&Kind::Boolean, json!({"logicalType": name})).unwrap_err().contains(name));
            assert!(NAMES.contains(&name));
        }
    }

    #[test]
    fn a_decimal_needs_digits_that_fit() {
        let decimal = |kind: &Kind, precision: i64, scale: i64| {
            recognised(kind, json!({"logicalType": "decimal", "precision": precision, "scale": scale}))
        };
        assert_eq!(decimal(&Kind::Bytes, 4, 4), Ok(Some(LogicalType::Decimal { precision: 4, scale: 4 })));
        assert_eq!(
            decimal(&Kind::Bytes, 4, 5).unwrap_err(),
            "the `scale` of a `decimal` is a whole number from 0 to its precision 4"
        );
        assert_eq!(
            decimal(&Kind::Bytes, 0, 0).unwrap_err(),
            "the `precision` of a `decimal` is a whole number, at least 1"
        );
        assert_eq!(decimal(&fixed(2), 5, 0).unwrap_err(), "a `fixed` of 2 bytes holds 4 digits, not 5");
        assert_eq!(decimal(&Kind::String, 4, 0).unwrap_err(), "`decimal` belongs on `bytes` or a `fixed`");
    }

    #[test]
    fn an_unknown_logical_type_is_none_and_no_mistake() {
        assert_eq!(recognised(&Kind::Int, json!({"logicalType": "point"})), Ok(None));
    }
}
