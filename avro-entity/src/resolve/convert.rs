//! Values of logical types under another scale or unit: the same decimal or time, or an error.

use super::integer::Integer;
use crate::error::{Error, ErrorKind};
use crate::schema::{Kind, LogicalType, Node};

/// How many bytes a decimal may have that is converted. The cost grows with their square.
const DECIMAL_BYTES: usize = 1024;

/// More digits than a decimal of that many bytes has.
const DECIMAL_DIGITS: u32 = 2467;

/// A change between two decimals or two times.
///
/// ```
/// use avro_entity::resolve::Conversion;
/// use avro_entity::schema::LogicalType;
/// let conversion = Conversion::of(LogicalType::TimestampMicros, LogicalType::TimestampMillis, None).unwrap();
/// assert_eq!(conversion.long(5_000)?, 5);
/// assert_eq!(
///     conversion.long(5_001).unwrap_err().message(),
///     "`timestamp-micros` 5001 is no whole number of `timestamp-millis`",
/// );
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conversion {
    writer: LogicalType,
    reader: LogicalType,
    /// Bytes of the reader's type when it is a fixed.
    size: Option<usize>,
}

impl Conversion {
    /// The conversion between two types of a schema; `None` when the value underneath says the same on both sides.
    pub(super) fn between(writer: &Node, reader: &Node) -> Option<Conversion> {
        let size = match &reader.kind {
            Kind::Fixed(fixed) => Some(fixed.size),
            Kind::Bytes | Kind::Int | Kind::Long => None,
            _ => return None,
        };
        Conversion::of(writer.logical?, reader.logical?, size)
    }

    /// The conversion between two logical types; `size` is the number of bytes of the reader's type when it is a fixed.
    ///
    /// It is `None` when there is none: the types are equal, or no decimals or times of one kind, or the reader's
    /// decimal differs in more digits alone.
    pub fn of(writer: LogicalType, reader: LogicalType, size: Option<usize>) -> Option<Conversion> {
        use LogicalType::Decimal;
        let conversion = Some(Conversion { writer, reader, size });
        match (writer, reader) {
            (Decimal { precision, scale }, Decimal { precision: digits, scale: places }) => {
                conversion.filter(|_| scale != places || digits < precision)
            }
            _ => match (unit(writer), unit(reader)) {
                (Some((family, exponent)), Some((other, to))) if family == other && exponent != to => conversion,
                _ => None,
            },
        }
    }

    /// The writer's logical type.
    pub fn writer(&self) -> LogicalType {
        self.writer
    }

    /// The reader's logical type.
    pub fn reader(&self) -> LogicalType {
        self.reader
    }

    /// A time in the reader's unit.
    ///
    /// # Errors
    ///
    /// Of kind [`Unit`](ErrorKind::Unit), when the reader's unit is coarser and the time no multiple of it, or the time
    /// is out of the reader's range.
    pub fn long(&self, value: i64) -> Result<i64, Error> {
        let (Some((_, from)), Some((_, to))) = (unit(self.writer), unit(self.reader)) else { return Ok(value) };
        let finer = to >= from;
        let factor = 10i64.pow(to.abs_diff(from));
        let converted = if finer { value.checked_mul(factor) } else { (value % factor == 0).then(|| value / factor) };
        converted.ok_or_else(|| {
            let (writer, reader) = (self.writer.name(), self.reader.name());
            let message = match finer {
                true => format!("`{writer}` {value} is out of the range of `{reader}`"),
                false => format!("`{writer}` {value} is no whole number of `{reader}`"),
            };
            Error::new(ErrorKind::Unit, message)
        })
    }

    /// A decimal with the reader's scale, as the big-endian two's complement of its digits: as many bytes as a fixed
    /// has, else as few as there can be.
    ///
    /// # Errors
    ///
    /// Of kind [`Scale`](ErrorKind::Scale), when digits would be lost or there are more than the reader's type holds;
    /// of kind [`Limit`](ErrorKind::Limit) for decimals of more than 1,024 bytes.
    pub fn decimal(&self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let (LogicalType::Decimal { scale: from, .. }, LogicalType::Decimal { precision, scale: to }) =
            (self.writer, self.reader)
        else {
            return Ok(bytes.to_vec());
        };
        if bytes.len() > DECIMAL_BYTES || to.saturating_sub(from) > DECIMAL_DIGITS {
            return Err(self.refuse(ErrorKind::Limit, "is only converted up to 1,024 bytes"));
        }
        let mut number = Integer::from_bytes(bytes);
        if !number.scale(from, to) {
            return Err(self.refuse(ErrorKind::Scale, "would lose digits"));
        }
        if number.digits() > precision {
            return Err(self.refuse(ErrorKind::Scale, "has more digits than that"));
        }
        let converted = match self.size {
            None => Some(number.to_bytes()),
            Some(size) => number.to_fixed(size),
        };
        converted.ok_or_else(|| self.refuse(ErrorKind::Scale, "takes more bytes than the fixed has"))
    }

    #[cold]
    fn refuse(&self, kind: ErrorKind, reason: &str) -> Error {
        let decimal = |logical| match logical {
            LogicalType::Decimal { precision, scale } => format!("decimal({precision}, {scale})"),
            other => other.name().to_owned(),
        };
        Error::new(kind, format!("a `{}` read as `{}` {reason}", decimal(self.writer), decimal(self.reader)))
    }
}

/// Times that can be converted into each other.
#[derive(Clone, Copy, PartialEq)]
enum Family {
    TimeOfDay,
    /// Instants and local times alike: both count from 1970-01-01T00:00:00, and only what that means differs.
    Timestamp,
}

/// The family of a time, and the power of ten of its units in a second.
fn unit(logical: LogicalType) -> Option<(Family, u32)> {
    use LogicalType as L;
    Some(match logical {
        L::TimeMillis => (Family::TimeOfDay, 3),
        L::TimeMicros => (Family::TimeOfDay, 6),
        L::TimestampMillis | L::LocalTimestampMillis => (Family::Timestamp, 3),
        L::TimestampMicros | L::LocalTimestampMicros => (Family::Timestamp, 6),
        L::TimestampNanos | L::LocalTimestampNanos => (Family::Timestamp, 9),
        L::Decimal { .. } | L::BigDecimal | L::Uuid | L::Date | L::Duration => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(precision: u32, scale: u32) -> LogicalType {
        LogicalType::Decimal { precision, scale }
    }

    fn convert(from: (u32, u32), to: (u32, u32), size: Option<usize>, value: i64) -> Result<i64, Error> {
        let conversion = Conversion::of(decimal(from.0, from.1), decimal(to.0, to.1), size).unwrap();
        let bytes = conversion.decimal(&value.to_be_bytes())?;
        let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
        Ok(bytes.iter().fold(if negative { -1 } else { 0 }, |value, byte| value << 8 | i64::from(*byte)))
    }

    #[test]
    fn a_decimal_keeps_its_value_under_another_scale() {
        for value in [0, 1, -1, 127, -128, 128, 12_345, -99_999] {
            assert_eq!(convert((9, 2), (12, 4), None, value).unwrap(), value * 100);
            assert_eq!(convert((12, 4), (9, 2), None, value * 100).unwrap(), value);
            assert_eq!(convert((12, 4), (9, 2), Some(8), value * 100).unwrap(), value);
        }
    }

    #[test]
    fn a_decimal_that_loses_digits_or_has_too_many_is_refused() {
        let text = |result: Result<i64, Error>| {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Scale);
            error.message().to_owned()
        };
        assert_eq!(
            text(convert((12, 4), (12, 2), None, 12_345)),
            "a `decimal(12, 4)` read as `decimal(12, 2)` would lose digits"
        );
        assert_eq!(
            text(convert((12, 2), (4, 2), None, 10_000)),
            "a `decimal(12, 2)` read as `decimal(4, 2)` has more digits than that"
        );
        assert_eq!(convert((12, 2), (4, 2), None, -9_999).unwrap(), -9_999);
        assert_eq!(
            text(convert((12, 0), (12, 2), Some(1), 2)),
            "a `decimal(12, 0)` read as `decimal(12, 2)` takes more bytes than the fixed has"
        );
    }

    #[test]
    fn a_huge_scale_or_decimal_is_refused_without_work() {
        assert_eq!(convert((9, 0), (u32::MAX, u32::MAX), None, 1).unwrap_err().kind(), ErrorKind::Limit);
        assert_eq!(convert((u32::MAX, u32::MAX), (9, 0), None, 1).unwrap_err().kind(), ErrorKind::Scale);
        assert_eq!(convert((u32::MAX, u32::MAX), (9, 0), None, 0).unwrap(), 0);
        let conversion = Conversion::of(decimal(9, 2), decimal(9, 4), None).unwrap();
        assert_eq!(conversion.decimal(&[0; 1025]).unwrap_err().kind(), ErrorKind::Limit);
    }

    #[test]
    fn only_what_changes_the_value_is_converted() {
        use LogicalType as L;
        assert_eq!(Conversion::of(decimal(4, 2), decimal(9, 2), None), None);
        assert_eq!(Conversion::of(L::Date, L::TimestampMillis, None), None);
        assert_eq!(Conversion::of(L::TimeMillis, L::TimestampMicros, None), None);
        let micros = Conversion::of(L::TimeMillis, L::TimeMicros, None).unwrap();
        assert_eq!(micros.long(86_399_999).unwrap(), 86_399_999_000);
        let nanos = Conversion::of(L::TimestampMillis, L::TimestampNanos, None).unwrap();
        assert_eq!(
            nanos.long(i64::MAX / 10).unwrap_err().message(),
            "`timestamp-millis` 922337203685477580 is out of the range of `timestamp-nanos`"
        );
    }
}
