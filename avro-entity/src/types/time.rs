//! `time` (feature `time`): `UtcDateTime` and `OffsetDateTime` as `timestamp-micros`, `PrimitiveDateTime` as
//! `local-timestamp-micros`, `Date` as `date`, `Time` as `time-micros`, `Duration` in the unit of its field.
//!
//! Avro has no offset beside the time, so that an `OffsetDateTime` is written only when its offset is UTC.

use super::moment::{Civil, Clock, Date, Day, Instant, Moment, Span, TimeUnit, Unit, floor, moments, of_day};
use super::repr::{DecodeAs, EncodeAs, SchemaAs, TimeMicros, TimestampMicros, plain};
use crate::decode::AvroDecode;
use crate::encode::{AvroEncode, Branches};
use crate::error::Error;
use crate::schema::{AvroSchema, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use ::time::{Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime};
use std::borrow::Cow;

/// The Julian day of 1970-01-01.
const EPOCH: i32 = 2_440_588;

impl Moment for UtcDateTime {
    type Kind = Instant;

    const NAME: &'static str = "UtcDateTime";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        Ok((self.unix_timestamp(), self.nanosecond()))
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        UtcDateTime::from_unix_timestamp(seconds).ok()?.replace_nanosecond(nanos).ok()
    }
}

impl Moment for OffsetDateTime {
    type Kind = Instant;

    const NAME: &'static str = "OffsetDateTime";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        match self.offset().is_utc() {
            true => Ok((self.unix_timestamp(), self.nanosecond())),
            false => Err("an `OffsetDateTime` would lose its offset: write `to_offset(UtcOffset::UTC)`"),
        }
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        UtcDateTime::from_parts(seconds, nanos).map(OffsetDateTime::from)
    }
}

impl Moment for PrimitiveDateTime {
    type Kind = Civil;

    const NAME: &'static str = "PrimitiveDateTime";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        self.as_utc().parts()
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        let utc = UtcDateTime::from_parts(seconds, nanos)?;
        Some(PrimitiveDateTime::new(utc.date(), utc.time()))
    }
}

impl Moment for Time {
    type Kind = Clock;

    const NAME: &'static str = "Time";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        let (hours, minutes, seconds, nanos) = self.as_hms_nano();
        Ok((i64::from(hours) * 3_600 + i64::from(minutes) * 60 + i64::from(seconds), nanos))
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        let seconds = of_day(seconds)?;
        Time::from_hms_nano((seconds / 3_600) as u8, (seconds / 60 % 60) as u8, (seconds % 60) as u8, nanos).ok()
    }
}

impl Moment for Duration {
    type Kind = Span;

    const NAME: &'static str = "time::Duration";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        floor(self.whole_seconds(), self.subsec_nanoseconds())
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        Some(Duration::new(seconds, nanos as i32))
    }
}

impl Day for ::time::Date {
    const NAME: &'static str = "time::Date";

    fn days(&self) -> i32 {
        self.to_julian_day() - EPOCH
    }

    fn from_days(days: i32) -> Option<Self> {
        ::time::Date::from_julian_day(days.checked_add(EPOCH)?).ok()
    }
}

moments!(UtcDateTime, OffsetDateTime, PrimitiveDateTime, Time, Duration);

plain! {
    UtcDateTime as TimestampMicros, "timestamp_micros";
    OffsetDateTime as TimestampMicros, "timestamp_micros";
    PrimitiveDateTime as TimestampMicros, "local_timestamp_micros";
    Time as TimeMicros, "time_micros";
    ::time::Date as Date, "date";
}

#[cfg(test)]
mod tests {
    use super::super::proof::{Represented, holds, reads_not, writes_not};
    use super::*;
    use crate::types::repr::{DurationNanos, TimeMillis, TimestampMillis};
    use crate::{ErrorKind, to_vec};
    use ::time::UtcOffset;

    const TIMESTAMP: &str = r#"{"type":"long","logicalType":"timestamp-micros"}"#;
    const DATE: &str = r#"{"type":"int","logicalType":"date"}"#;

    #[test]
    fn times_are_the_logical_types_in_micros() {
        let before = UtcDateTime::from_unix_timestamp_nanos(-1_000).unwrap();
        holds(before, TIMESTAMP, &[1]);
        holds(OffsetDateTime::from(before), TIMESTAMP, &[1]);
        let local = PrimitiveDateTime::new(before.date(), before.time());
        holds(local, r#"{"type":"long","logicalType":"local-timestamp-micros"}"#, &[1]);
        let time = Time::from_hms_micro(23, 59, 59, 999_999).unwrap();
        holds(time, r#"{"type":"long","logicalType":"time-micros"}"#, &to_vec(&86_399_999_999i64).unwrap());
        holds(before.date(), DATE, &[1]);
        holds(Represented::<_, DurationNanos>::of(Duration::nanoseconds(-1)), r#""long""#, &[1]);
    }

    #[test]
    fn the_first_and_the_last_date_come_back() {
        for date in [::time::Date::MIN, ::time::Date::MAX] {
            holds(date, DATE, &to_vec(&date.days()).unwrap());
        }
    }

    #[test]
    fn other_units_are_asked_for() {
        let time = Time::from_hms_milli(0, 0, 0, 3).unwrap();
        holds(Represented::<_, TimeMillis>::of(time), r#"{"type":"int","logicalType":"time-millis"}"#, &[6]);
        let time = UtcDateTime::from_unix_timestamp_nanos(-3_000_000).unwrap();
        holds(Represented::<_, TimestampMillis>::of(time), r#"{"type":"long","logicalType":"timestamp-millis"}"#, &[5]);
    }

    #[test]
    fn a_time_that_would_lose_its_offset_is_refused() {
        let east = OffsetDateTime::UNIX_EPOCH.to_offset(UtcOffset::from_hms(2, 0, 0).unwrap());
        let message = "byte 0: an `OffsetDateTime` would lose its offset: write `to_offset(UtcOffset::UTC)`";
        writes_not(&east, ErrorKind::Unit, message);
    }

    #[test]
    fn what_the_type_cannot_reach_is_refused() {
        let max = to_vec(&i64::MAX).unwrap();
        let message = "byte 0: `timestamp-micros` 9223372036854775807 is outside the range of `UtcDateTime`";
        reads_not::<UtcDateTime>(&max, ErrorKind::Range, message);
        reads_not::<Time>(&[1], ErrorKind::Range, "byte 0: `time-micros` -1 is outside the range of `Time`");
        let message = "byte 0: `date` 2147483647 is outside the range of `time::Date`";
        reads_not::<::time::Date>(&to_vec(&i32::MAX).unwrap(), ErrorKind::Range, message);
    }
}
