//! Times and lengths of time: a count of units from a zero, on `long` or `int`; and dates, a count of days.
//!
//! A Rust type says what it is about ([`Instant`], [`Civil`], [`Clock`] or [`Span`]) and how many seconds and nanoseconds it
//! stands from its zero; a representation says which unit it counts in and which logical type that is. A time that is finer
//! than the unit is cut towards the past, as Java does; under [`Exact`] it is refused.

use super::repr::{
    DecodeAs, DurationMicros, DurationMillis, DurationNanos, EncodeAs, Exact, SchemaAs, TimeMicros, TimeMillis,
    TimestampMicros, TimestampMillis, TimestampNanos, plain,
};
use crate::decode::AvroDecode;
use crate::encode::{AvroEncode, Branches};
use crate::error::{Error, ErrorKind};
use crate::resolve::Planned;
use crate::schema::{AvroSchema, Kind, LogicalType, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;
use std::time::{Duration, SystemTime};

/// A point on the time line, whatever the clocks on the wall say: `timestamp-…`.
#[derive(Debug)]
pub enum Instant {}
/// What a calendar and a clock on the wall say, wherever that is: `local-timestamp-…`.
#[derive(Debug)]
pub enum Civil {}
/// A time of day: `time-…`.
#[derive(Debug)]
pub enum Clock {}
/// A length of time: a plain `long`.
#[derive(Debug)]
pub enum Span {}

/// Nanoseconds in a second.
const SECOND: u32 = 1_000_000_000;

/// A type that counts time.
pub trait Moment: Sized {
    /// What it is about.
    type Kind;

    /// How it is called in errors.
    const NAME: &'static str;

    /// Whole seconds from zero, towards the past, and nanoseconds from there, below 10⁹; or why there are none.
    fn parts(&self) -> Result<(i64, u32), &'static str>;

    /// The value of whole seconds and nanoseconds below 10⁹, when the type reaches so far.
    fn from_parts(seconds: i64, nanos: u32) -> Option<Self>;
}

/// A representation that counts in a unit of time; [`Unit`] says of what. Apart from it, so that only this crate has any.
pub trait TimeUnit {}

impl<U: TimeUnit> TimeUnit for Exact<U> {}

macro_rules! time_units {
    ($($unit:ident),*) => {$(
        impl TimeUnit for $unit {}
    )*};
}

time_units!(TimestampMillis, TimestampMicros, TimestampNanos);
time_units!(TimeMillis, TimeMicros);
time_units!(DurationMillis, DurationMicros, DurationNanos);

/// A representation that counts times of the kind `K` in a unit.
pub trait Unit<K> {
    /// How many of the unit are a second.
    const PER_SECOND: u32;
    /// Whether a time that is finer than the unit is refused.
    const EXACT: bool = false;
    /// The logical type, when there is one.
    const LOGICAL: Option<LogicalType>;
    /// How the representation is called in errors.
    const NAME: &'static str;
    /// Whether the count is an `int`.
    const INT: bool;
}

impl<K, U: Unit<K>> Unit<K> for Exact<U> {
    const PER_SECOND: u32 = U::PER_SECOND;
    const EXACT: bool = true;
    const LOGICAL: Option<LogicalType> = U::LOGICAL;
    const NAME: &'static str = U::NAME;
    const INT: bool = U::INT;
}

macro_rules! units {
    ($($kind:ident in $unit:ident, $per_second:literal, int $int:literal, $name:literal, $logical:expr;)*) => {$(
        impl Unit<$kind> for $unit {
            const PER_SECOND: u32 = $per_second;
            const LOGICAL: Option<LogicalType> = $logical;
            const NAME: &'static str = $name;
            const INT: bool = $int;
        }
    )*};
}

units! {
    Instant in TimestampMillis, 1_000, int false, "timestamp-millis", Some(LogicalType::TimestampMillis);
    Instant in TimestampMicros, 1_000_000, int false, "timestamp-micros", Some(LogicalType::TimestampMicros);
    Instant in TimestampNanos, 1_000_000_000, int false, "timestamp-nanos", Some(LogicalType::TimestampNanos);
    Civil in TimestampMillis, 1_000, int false, "local-timestamp-millis", Some(LogicalType::LocalTimestampMillis);
    Civil in TimestampMicros, 1_000_000, int false, "local-timestamp-micros", Some(LogicalType::LocalTimestampMicros);
    Civil in TimestampNanos, 1_000_000_000, int false, "local-timestamp-nanos", Some(LogicalType::LocalTimestampNanos);
    Clock in TimeMillis, 1_000, int true, "time-millis", Some(LogicalType::TimeMillis);
    Clock in TimeMicros, 1_000_000, int false, "time-micros", Some(LogicalType::TimeMicros);
    Span in DurationMillis, 1_000, int false, "duration in milliseconds", None;
    Span in DurationMicros, 1_000_000, int false, "duration in microseconds", None;
    Span in DurationNanos, 1_000_000_000, int false, "duration in nanoseconds", None;
}

/// How many of the unit `U` a value is from its zero.
fn count<T: Moment, U: Unit<T::Kind>>(value: &T, encoder: &Encoder<'_>) -> Result<i64, Error> {
    let (seconds, nanos) = value.parts().map_err(|reason| encoder.error(ErrorKind::Unit, reason))?;
    let unit = SECOND / U::PER_SECOND;
    if U::EXACT && !nanos.is_multiple_of(unit) {
        return Err(too_fine(T::NAME, nanos % unit, U::NAME, encoder));
    }
    let count = i128::from(seconds) * i128::from(U::PER_SECOND) + i128::from(nanos / unit);
    i64::try_from(count).map_err(|_| too_far(T::NAME, seconds, U::NAME, encoder))
}

/// The value that is so many of the unit `U` from its zero; `at` is where the count was read.
fn value<T: Moment, U: Unit<T::Kind>>(count: i64, at: u64) -> Result<T, Error> {
    let per_second = i64::from(U::PER_SECOND);
    let nanos = count.rem_euclid(per_second) as u32 * (SECOND / U::PER_SECOND);
    T::from_parts(count.div_euclid(per_second), nanos).ok_or_else(|| out_of_reach(T::NAME, count, U::NAME, at))
}

#[cold]
fn too_fine(rust: &str, nanos: u32, avro: &str, encoder: &Encoder<'_>) -> Error {
    let message = format!("a `{rust}` is {nanos} ns finer than the unit of `{avro}`, and `exact` does not cut it");
    encoder.error(ErrorKind::Unit, message)
}

#[cold]
fn too_far(rust: &str, seconds: i64, avro: &str, encoder: &Encoder<'_>) -> Error {
    encoder.error(ErrorKind::Unit, format!("a `{rust}` of {seconds} s is outside the range of `{avro}`"))
}

#[cold]
fn out_of_reach(rust: &str, count: i64, avro: &str, at: u64) -> Error {
    Error::new(ErrorKind::Range, format!("`{avro}` {count} is outside the range of `{rust}`")).at_offset(at)
}

/// The schema of a count.
pub(super) fn build<K, U: Unit<K>>(builder: &mut SchemaBuilder) -> NodeId {
    let id = builder.node(if U::INT { Kind::Int } else { Kind::Long });
    if let Some(logical) = U::LOGICAL {
        builder.set_logical(id, logical);
    }
    id
}

/// Writes a count. The bytes of an `int` are those of the same `long`; a time of day always fits.
#[inline]
pub(super) fn encode<T: Moment, U: Unit<T::Kind>>(value: &T, encoder: &mut Encoder<'_>) -> Result<(), Error> {
    let count = count::<T, U>(value, encoder)?;
    encoder.write_long(count);
    Ok(())
}

/// Reads a count.
#[inline]
pub(super) fn decode<T: Moment, U: Unit<T::Kind>>(decoder: &mut Decoder<'_>) -> Result<T, Error> {
    let at = decoder.offset();
    let count = if U::INT { i64::from(decoder.read_int()?) } else { decoder.read_long()? };
    value::<T, U>(count, at)
}

/// Reads a count through a node of a plan: of another unit, or an `int` where the unit's type is `long`.
pub(super) fn decode_changed<T: Moment, U: Unit<T::Kind>>(
    decoder: &mut Decoder<'_>,
    plan: Planned<'_>,
) -> Result<T, Error> {
    let at = decoder.offset();
    value::<T, U>(plan.long(decoder)?, at)
}

/// Represents types that are a [`Moment`] in every unit there is for their kind.
macro_rules! moments {
    ($($type:ty),* $(,)?) => {$(
        impl<U: TimeUnit + Unit<<$type as Moment>::Kind>> SchemaAs<U> for $type {
            fn build_as(builder: &mut SchemaBuilder) -> NodeId {
                $crate::types::moment::build::<<$type as Moment>::Kind, U>(builder)
            }
        }

        impl<U: TimeUnit + Unit<<$type as Moment>::Kind>> EncodeAs<U> for $type {
            #[inline]
            fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                $crate::types::moment::encode::<$type, U>(self, encoder)
            }
        }

        impl<'de, U: TimeUnit + Unit<<$type as Moment>::Kind>> DecodeAs<'de, U> for $type {
            const MIN_BYTES_AS: usize = 1;

            #[inline]
            fn decode_as(decoder: &mut Decoder<'de>) -> Result<$type, Error> {
                $crate::types::moment::decode::<$type, U>(decoder)
            }

            fn decode_changed_as(
                decoder: &mut Decoder<'de>,
                plan: $crate::resolve::Planned<'_>,
            ) -> Result<$type, Error> {
                $crate::types::moment::decode_changed::<$type, U>(decoder, plan)
            }
        }
    )*};
}
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(super) use moments;

moments!(SystemTime, Duration);

/// A day of the calendar: `date` on `int`.
pub trait Day: Sized {
    /// How it is called in errors.
    const NAME: &'static str;

    /// Days since 1970-01-01.
    fn days(&self) -> i32;

    /// The day so many days after 1970-01-01, when the type reaches so far.
    fn from_days(days: i32) -> Option<Self>;
}

/// The representation of every [`Day`].
#[derive(Debug)]
pub enum Date {}

impl<T: Day> SchemaAs<Date> for T {
    fn build_as(builder: &mut SchemaBuilder) -> NodeId {
        builder.logical(Kind::Int, LogicalType::Date)
    }
}

impl<T: Day> EncodeAs<Date> for T {
    #[inline]
    fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encoder.write_int(self.days());
        Ok(())
    }
}

impl<'de, T: Day> DecodeAs<'de, Date> for T {
    const MIN_BYTES_AS: usize = 1;

    #[inline]
    fn decode_as(decoder: &mut Decoder<'de>) -> Result<T, Error> {
        let at = decoder.offset();
        let days = decoder.read_int()?;
        T::from_days(days).ok_or_else(|| out_of_reach(T::NAME, days.into(), "date", at))
    }
}

/// Whole seconds and nanoseconds of one sign, as seconds towards the past and nanoseconds from there.
pub(super) fn floor(seconds: i64, nanos: i32) -> Result<(i64, u32), &'static str> {
    match u32::try_from(nanos) {
        Ok(nanos) => Ok((seconds, nanos)),
        Err(_) => match seconds.checked_sub(1) {
            Some(seconds) => Ok((seconds, SECOND - nanos.unsigned_abs())),
            None => Err("a length of time before the range of 64-bit seconds"),
        },
    }
}

/// Seconds of a day, when they are.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(super) fn of_day(seconds: i64) -> Option<u32> {
    u32::try_from(seconds).ok().filter(|seconds| *seconds < 86_400)
}

impl Moment for SystemTime {
    type Kind = Instant;

    const NAME: &'static str = "SystemTime";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        const FAR: &str = "a `SystemTime` outside the range of 64-bit seconds";
        match self.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => Ok((i64::try_from(after.as_secs()).map_err(|_| FAR)?, after.subsec_nanos())),
            Err(before) => {
                let before = before.duration();
                let seconds = 0i64.checked_sub_unsigned(before.as_secs()).ok_or(FAR)?;
                floor(seconds, -(before.subsec_nanos() as i32)).map_err(|_| FAR)
            }
        }
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<SystemTime> {
        let start = match u64::try_from(seconds) {
            Ok(after) => SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(after)),
            Err(_) => SystemTime::UNIX_EPOCH.checked_sub(Duration::from_secs(seconds.unsigned_abs())),
        };
        start?.checked_add(Duration::from_nanos(nanos.into()))
    }
}

impl Moment for Duration {
    type Kind = Span;

    const NAME: &'static str = "Duration";

    fn parts(&self) -> Result<(i64, u32), &'static str> {
        let seconds = i64::try_from(self.as_secs()).map_err(|_| "a `Duration` outside the range of 64-bit seconds")?;
        Ok((seconds, self.subsec_nanos()))
    }

    fn from_parts(seconds: i64, nanos: u32) -> Option<Duration> {
        Some(Duration::new(u64::try_from(seconds).ok()?, nanos))
    }
}

plain! {
    SystemTime as TimestampMicros, "timestamp_micros";
}

#[cfg(test)]
mod tests {
    use super::super::proof::{Represented, holds, reads_not, writes_not};
    use super::*;
    use crate::to_vec;
    use crate::types::repr::Each;

    fn since_epoch(nanos: i64) -> SystemTime {
        SystemTime::from_parts(nanos.div_euclid(1_000_000_000), nanos.rem_euclid(1_000_000_000) as u32).unwrap()
    }

    #[test]
    fn a_system_time_is_a_timestamp_in_the_unit_asked_for() {
        let time = since_epoch(1_500_000_000);
        holds(time, r#"{"type":"long","logicalType":"timestamp-micros"}"#, &[0xc0, 0x8d, 0xb7, 0x01]);
        holds(
            Represented::<_, TimestampMillis>::of(time),
            r#"{"type":"long","logicalType":"timestamp-millis"}"#,
            &[0xb8, 0x17],
        );
        holds(
            Represented::<_, TimestampNanos>::of(since_epoch(3)),
            r#"{"type":"long","logicalType":"timestamp-nanos"}"#,
            &[6],
        );
        holds(
            Represented::<_, Exact<TimestampMillis>>::of(time),
            r#"{"type":"long","logicalType":"timestamp-millis"}"#,
            &[0xb8, 0x17],
        );
    }

    #[test]
    fn what_is_finer_than_the_unit_is_cut_towards_the_past() {
        for (nanos, micros) in [(1_999, 1), (1, 0), (-1, -1), (-1_000, -1), (-1_001, -2)] {
            assert_eq!(to_vec(&since_epoch(nanos)).unwrap(), to_vec(&micros).unwrap(), "{nanos} ns");
        }
    }

    #[test]
    fn exact_refuses_what_is_finer_than_the_unit() {
        let message =
            "byte 0: a `SystemTime` is 999 ns finer than the unit of `timestamp-micros`, and `exact` does not cut it";
        writes_not(&Represented::<_, Exact<TimestampMicros>>::of(since_epoch(-1)), ErrorKind::Unit, message);
        let inside = Represented::<_, Exact<TimestampMicros>>::of(Some(since_epoch(-1)));
        writes_not(&inside, ErrorKind::Unit, &message.replace("byte 0", "byte 1"));
    }

    #[test]
    fn the_whole_range_of_long_is_read_and_written() {
        for micros in [i64::MIN, -1, 0, i64::MAX] {
            let time = value::<SystemTime, TimestampMicros>(micros, 0).unwrap();
            assert_eq!(to_vec(&time).unwrap(), to_vec(&micros).unwrap());
        }
        let far = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40);
        let message = "byte 0: a `SystemTime` of 1099511627776 s is outside the range of `timestamp-nanos`";
        writes_not(&Represented::<_, TimestampNanos>::of(far), ErrorKind::Unit, message);
    }

    #[test]
    fn a_duration_is_a_plain_long_in_its_unit() {
        let duration = Duration::from_millis(1_500);
        holds(Represented::<_, DurationMillis>::of(duration), r#""long""#, &[0xb8, 0x17]);
        holds(Represented::<_, DurationMicros>::of(duration), r#""long""#, &[0xc0, 0x8d, 0xb7, 0x01]);
        holds(Represented::<_, DurationNanos>::of(Duration::from_nanos(3)), r#""long""#, &[6]);
        holds(Represented::<_, Each<DurationNanos>>::of(Some(Duration::ZERO)), r#"["null","long"]"#, &[2, 0]);
        let message = "byte 0: `duration in milliseconds` -1 is outside the range of `Duration`";
        reads_not::<Represented<Duration, DurationMillis>>(&[1], ErrorKind::Range, message);
        let message = "byte 0: a `Duration` outside the range of 64-bit seconds";
        writes_not(&Represented::<_, DurationMillis>::of(Duration::MAX), ErrorKind::Unit, message);
    }
}
