//! `jiff` (feature `jiff`): `Timestamp` as `timestamp-micros`, `civil::DateTime` as `local-timestamp-micros`, `civil::Date` as
//! `date`, `civil::Time` as `time-micros`, `SignedDuration` in the unit of its field.
//!
//! Avro has no time zone beside the time, so that `Zoned` is not supported: it would lose its own.

use super::moment::{Civil, Clock, Date, Day, Instant, Moment, Span, TimeUnit, Unit, floor, moments, of_day};
use super::repr::{DecodeAs, EncodeAs, SchemaAs, TimeMicros, TimestampMicros, plain};
use crate::decode::AvroDecode;
use crate::encode::{AvroEncode, Branches};
use crate::error::Error;
use crate::schema::{AvroSchema, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use ::jiff::{SignedDuration, Timestamp, civil};
use std::borrow::Cow;

const EPOCH: civil::DateTime = civil::date(1970, 1, 1).at(0, 0, 0, 0);

/// A length of time; nanoseconds below 10⁹ always fit an `i32`.
fn signed(seconds: i64, nanos: u32) -> SignedDuration {
    SignedDuration::new(seconds, nanos as i32)
}

impl Moment for Timestamp {
    type Kind = Instant;

    const NAME: &'static str = "jiff::Timestamp";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        floor(self.as_second(), self.subsec_nanosecond())
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        Timestamp::from_duration(signed(seconds, nanos)).ok()
    }
}

impl Moment for civil::DateTime {
    type Kind = Civil;

    const NAME: &'static str = "civil::DateTime";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        self.duration_since(EPOCH).parts()
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        EPOCH.checked_add(signed(seconds, nanos)).ok()
    }
}

impl Moment for civil::Time {
    type Kind = Clock;

    const NAME: &'static str = "civil::Time";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        self.duration_since(civil::Time::midnight()).parts()
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        civil::Time::midnight().checked_add(signed(of_day(seconds)?.into(), nanos)).ok()
    }
}

impl Moment for SignedDuration {
    type Kind = Span;

    const NAME: &'static str = "SignedDuration";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        floor(self.as_secs(), self.subsec_nanos())
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        Some(signed(seconds, nanos))
    }
}

impl Day for civil::Date {
    const NAME: &'static str = "civil::Date";

    fn days(&self) -> i32 {
        (self.duration_since(EPOCH.date()).as_hours() / 24) as i32
    }

    fn from_days(days: i32) -> Option<Self> {
        EPOCH.date().checked_add(SignedDuration::from_hours(i64::from(days) * 24)).ok()
    }
}

moments!(Timestamp, civil::DateTime, civil::Time, SignedDuration);

plain! {
    Timestamp as TimestampMicros, "timestamp_micros";
    civil::DateTime as TimestampMicros, "local_timestamp_micros";
    civil::Time as TimeMicros, "time_micros";
    civil::Date as Date, "date";
}

#[cfg(test)]
mod tests {
    use super::super::proof::{Represented, holds, reads_not};
    use super::*;
    use crate::types::repr::{DurationNanos, TimeMillis, TimestampMillis, TimestampNanos};
    use crate::{ErrorKind, to_vec};

    const TIMESTAMP: &str = r#"{"type":"long","logicalType":"timestamp-micros"}"#;
    const LOCAL: &str = r#"{"type":"long","logicalType":"local-timestamp-micros"}"#;
    const DATE: &str = r#"{"type":"int","logicalType":"date"}"#;

    #[test]
    fn times_are_the_logical_types_in_micros() {
        holds(Timestamp::from_microsecond(-1).unwrap(), TIMESTAMP, &[1]);
        holds(civil::date(1969, 12, 31).at(23, 59, 59, 999_999_000), LOCAL, &[1]);
        holds(civil::time(0, 0, 0, 3_000), r#"{"type":"long","logicalType":"time-micros"}"#, &[6]);
        holds(civil::date(1970, 1, 2), DATE, &[2]);
        holds(Represented::<_, DurationNanos>::of(SignedDuration::from_nanos(-1)), r#""long""#, &[1]);
    }

    #[test]
    fn the_first_and_the_last_of_each_come_back() {
        for date in [civil::Date::MIN, civil::Date::MAX] {
            holds(date, DATE, &to_vec(&date.days()).unwrap());
        }
        for time in [Timestamp::MIN, Timestamp::from_second(Timestamp::MAX.as_second()).unwrap()] {
            holds(time, TIMESTAMP, &to_vec(&time.as_microsecond()).unwrap());
        }
        holds(civil::DateTime::MIN, LOCAL, &to_vec(&-377_705_116_800_000_000i64).unwrap());
    }

    #[test]
    fn other_units_are_asked_for() {
        let time = civil::time(0, 0, 0, 3_000_000);
        holds(Represented::<_, TimeMillis>::of(time), r#"{"type":"int","logicalType":"time-millis"}"#, &[6]);
        let time = Timestamp::from_millisecond(-3).unwrap();
        holds(Represented::<_, TimestampMillis>::of(time), r#"{"type":"long","logicalType":"timestamp-millis"}"#, &[5]);
        let time = Timestamp::from_nanosecond(-3).unwrap();
        holds(Represented::<_, TimestampNanos>::of(time), r#"{"type":"long","logicalType":"timestamp-nanos"}"#, &[5]);
    }

    #[test]
    fn what_the_type_cannot_reach_is_refused() {
        let max = to_vec(&i64::MAX).unwrap();
        let message = "byte 0: `timestamp-micros` 9223372036854775807 is outside the range of `jiff::Timestamp`";
        reads_not::<Timestamp>(&max, ErrorKind::Range, message);
        let message = "byte 0: `local-timestamp-micros` 9223372036854775807 is outside the range of `civil::DateTime`";
        reads_not::<civil::DateTime>(&max, ErrorKind::Range, message);
        let message = "byte 0: `time-micros` -1 is outside the range of `civil::Time`";
        reads_not::<civil::Time>(&[1], ErrorKind::Range, message);
        let message = "byte 0: `date` 2147483647 is outside the range of `civil::Date`";
        reads_not::<civil::Date>(&to_vec(&i32::MAX).unwrap(), ErrorKind::Range, message);
    }
}
