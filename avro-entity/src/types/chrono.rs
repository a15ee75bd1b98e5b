//! `chrono` (feature `chrono`): `DateTime<Utc>` as `timestamp-micros`, `NaiveDateTime` as `local-timestamp-micros`, `NaiveDate`
//! as `date`, `NaiveTime` as `time-micros`, `TimeDelta` in the unit of its field.
//!
//! Avro has no offset beside the time, so that `DateTime<FixedOffset>` is not supported: it would come back in UTC. Chrono's leap
//! seconds (nanoseconds of 10⁹ and above) are refused, as no Avro type tells them from the second after.

use super::moment::{Civil, Clock, Date, Day, Instant, Moment, Span, TimeUnit, Unit, floor, moments, of_day};
use super::repr::{DecodeAs, EncodeAs, SchemaAs, TimeMicros, TimestampMicros, plain};
use crate::decode::AvroDecode;
use crate::encode::{AvroEncode, Branches};
use crate::error::Error;
use crate::schema::{AvroSchema, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use ::chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use std::borrow::Cow;

/// Seconds and nanoseconds, unless they are in a leap second.
fn no_leap_second(seconds: i64, nanos: u32) -> Result<(i64, u32), &'static str> {
    match nanos {
        0..1_000_000_000 => Ok((seconds, nanos)),
        _ => Err("a leap second, which no time of Avro can hold"),
    }
}

impl Moment for DateTime<Utc> {
    type Kind = Instant;

    const NAME: &'static str = "DateTime<Utc>";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        no_leap_second(self.timestamp(), self.timestamp_subsec_nanos())
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        DateTime::from_timestamp(seconds, nanos)
    }
}

impl Moment for NaiveDateTime {
    type Kind = Civil;

    const NAME: &'static str = "NaiveDateTime";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        self.and_utc().parts()
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        DateTime::from_timestamp(seconds, nanos).map(|time| time.naive_utc())
    }
}

impl Moment for NaiveTime {
    type Kind = Clock;

    const NAME: &'static str = "NaiveTime";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        no_leap_second(self.num_seconds_from_midnight().into(), self.nanosecond())
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        NaiveTime::from_num_seconds_from_midnight_opt(of_day(seconds)?, nanos)
    }
}

impl Moment for TimeDelta {
    type Kind = Span;

    const NAME: &'static str = "TimeDelta";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        floor(self.num_seconds(), self.subsec_nanos())
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Self> {
        TimeDelta::new(seconds, nanos)
    }
}

impl Day for NaiveDate {
    const NAME: &'static str = "NaiveDate";

    fn days(&self) -> i32 {
        self.to_epoch_days()
    }

    fn from_days(days: i32) -> Option<Self> {
        NaiveDate::from_epoch_days(days)
    }
}

moments!(DateTime<Utc>, NaiveDateTime, NaiveTime, TimeDelta);

plain! {
    DateTime<Utc> as TimestampMicros, "timestamp_micros";
    NaiveDateTime as TimestampMicros, "local_timestamp_micros";
    NaiveTime as TimeMicros, "time_micros";
    NaiveDate as Date, "date";
}

#[cfg(test)]
mod tests {
    use super::super::proof::{Represented, holds, reads_not, writes_not};
    use super::*;
    use crate::ErrorKind;
    use crate::types::repr::{DurationMillis, Exact, TimeMillis, TimestampMillis, TimestampNanos};

    fn noon() -> NaiveDateTime {
        NaiveDate::from_ymd_opt(1970, 1, 2).unwrap().and_hms_micro_opt(12, 0, 0, 1).unwrap()
    }

    #[test]
    fn times_are_the_logical_types_in_micros() {
        let bytes = [0x82, 0xc0, 0x98, 0xcc, 0xc5, 0x07];
        holds(noon().and_utc(), r#"{"type":"long","logicalType":"timestamp-micros"}"#, &bytes);
        holds(noon(), r#"{"type":"long","logicalType":"local-timestamp-micros"}"#, &bytes);
        let bytes = [0x82, 0xc0, 0xdd, 0xee, 0xc1, 0x02];
        holds(noon().time(), r#"{"type":"long","logicalType":"time-micros"}"#, &bytes);
        holds(noon().date(), r#"{"type":"int","logicalType":"date"}"#, &[2]);
        holds(NaiveDate::MIN, r#"{"type":"int","logicalType":"date"}"#, &crate::to_vec(&-96_465_292).unwrap());
        holds(Represented::<_, DurationMillis>::of(TimeDelta::milliseconds(-1)), r#""long""#, &[1]);
    }

    #[test]
    fn other_units_are_asked_for() {
        let time = NaiveTime::from_hms_milli_opt(0, 0, 0, 3).unwrap();
        holds(Represented::<_, TimeMillis>::of(time), r#"{"type":"int","logicalType":"time-millis"}"#, &[6]);
        let time = DateTime::from_timestamp_millis(3).unwrap();
        holds(Represented::<_, TimestampMillis>::of(time), r#"{"type":"long","logicalType":"timestamp-millis"}"#, &[6]);
        let schema = r#"{"type":"long","logicalType":"local-timestamp-nanos"}"#;
        holds(Represented::<_, TimestampNanos>::of(DateTime::from_timestamp_nanos(-3).naive_utc()), schema, &[5]);
    }

    #[test]
    fn what_no_unit_can_hold_is_refused() {
        let leap = NaiveTime::from_hms_milli_opt(23, 59, 59, 1_500).unwrap();
        writes_not(&leap, ErrorKind::Unit, "byte 0: a leap second, which no time of Avro can hold");
        let fine = DateTime::from_timestamp_nanos(1);
        let message =
            "byte 0: a `DateTime<Utc>` is 1 ns finer than the unit of `timestamp-micros`, and `exact` does not cut it";
        writes_not(&Represented::<_, Exact<TimestampMicros>>::of(fine), ErrorKind::Unit, message);
    }

    #[test]
    fn what_the_type_cannot_reach_is_refused() {
        let range = ErrorKind::Range;
        let max = crate::to_vec(&i64::MAX).unwrap();
        let message = "byte 0: `timestamp-millis` 9223372036854775807 is outside the range of `DateTime<Utc>`";
        reads_not::<Represented<DateTime<Utc>, TimestampMillis>>(&max, range, message);
        reads_not::<NaiveTime>(&[1], range, "byte 0: `time-micros` -1 is outside the range of `NaiveTime`");
        let day = crate::to_vec(&86_400_000_000i64).unwrap();
        reads_not::<NaiveTime>(&day, range, "byte 0: `time-micros` 86400000000 is outside the range of `NaiveTime`");
        let days = crate::to_vec(&i32::MAX).unwrap();
        reads_not::<NaiveDate>(&days, range, "byte 0: `date` 2147483647 is outside the range of `NaiveDate`");
    }
}
