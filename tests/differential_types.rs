//! Every supported type against `apache-avro`: it reads what we write as the value we mean, and we read what it writes for that
//! value, for generated values of each type.
//!
//! Each test gives the value as `apache_avro::types::Value`, so that both sides could not misread the bytes alike. Recursive
//! values stay under 15 nodes, since the time of `apache-avro` doubles with each.

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use avro_entity::{AvroDecodeOwned, AvroDuration, AvroEncode, AvroEntity, from_slice, to_vec};
use proptest::collection::{btree_map, btree_set, hash_map, hash_set, vec};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::{NonZeroI64, NonZeroU8};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Both libraries read `bytes` of the other as the same value, which is `theirs` to `apache-avro`.
fn agree<T>(values: impl Strategy<Value = T>, theirs: impl Fn(&T) -> Value)
where
    T: AvroEncode + AvroDecodeOwned + PartialEq + Debug,
{
    let text = T::schema().to_string();
    let schema = apache_avro::Schema::parse_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let reader = GenericDatumReader::builder(&schema).build().unwrap();
    let writer = GenericDatumWriter::builder(&schema).build().unwrap();
    let config = Config { cases: 128, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&values, |ours| {
        let bytes = to_vec(&ours).unwrap();
        let mut rest = bytes.as_slice();
        prop_assert_eq!(&reader.read_value(&mut rest).unwrap(), &theirs(&ours), "read by apache-avro");
        prop_assert!(rest.is_empty(), "apache-avro leaves {} bytes", rest.len());

        let written = writer.write_value_to_vec(theirs(&ours)).unwrap();
        prop_assert_eq!(&from_slice::<T>(&written).unwrap(), &ours, "written by apache-avro");
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{}: {error}", std::any::type_name::<T>()));
}

fn some(value: Option<Value>) -> Value {
    match value {
        None => Value::Union(0, Box::new(Value::Null)),
        Some(value) => Value::Union(1, Box::new(value)),
    }
}

fn array(items: impl IntoIterator<Item = Value>) -> Value {
    Value::Array(items.into_iter().collect())
}

fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn record<'a>(fields: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Record(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn floats() -> impl Strategy<Value = f64> {
    use proptest::num::f64::{INFINITE, NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO | INFINITE
}

#[test]
fn numbers() {
    agree(any::<bool>(), |value| Value::Boolean(*value));
    agree(any::<i8>(), |value| Value::Int((*value).into()));
    agree(any::<i16>(), |value| Value::Int((*value).into()));
    agree(any::<i32>(), |value| Value::Int(*value));
    agree(any::<u8>(), |value| Value::Int((*value).into()));
    agree(any::<u16>(), |value| Value::Int((*value).into()));
    agree(any::<i64>(), |value| Value::Long(*value));
    agree(any::<u32>(), |value| Value::Long((*value).into()));
    agree(any::<isize>(), |value| Value::Long(*value as i64));
    agree(0..=i64::MAX as u64, |value| Value::Long(*value as i64));
    agree(0..=i64::MAX as usize, |value| Value::Long(*value as i64));
    agree(any::<NonZeroU8>(), |value| Value::Int(value.get().into()));
    agree(any::<NonZeroI64>(), |value| Value::Long(value.get()));
    agree(any::<f32>(), |value| Value::Float(*value));
    agree(floats(), |value| Value::Double(*value));
}

#[test]
fn text() {
    let string = |text: &str| Value::String(text.to_owned());
    agree(any::<String>(), |text| string(text));
    agree(any::<String>().prop_map(Box::<str>::from), |text| string(text));
    agree(any::<String>().prop_map(Rc::<str>::from), |text| string(text));
    agree(any::<String>().prop_map(Arc::<str>::from), |text| string(text));
    agree(any::<char>(), |letter| string(&letter.to_string()));
    agree(any::<IpAddr>(), |address| string(&address.to_string()));
    agree(any::<Ipv4Addr>(), |address| string(&address.to_string()));
    agree(any::<Ipv6Addr>(), |address| string(&address.to_string()));
    let urls = "[a-z]{1,9}".prop_map(|host| url::Url::parse(&format!("https://{host}.net/?q=1")).unwrap());
    agree(urls, |url| string(url.as_str()));
}

#[test]
fn bytes() {
    agree(any::<Vec<u8>>(), |bytes| Value::Bytes(bytes.clone()));
    agree(any::<Vec<u8>>().prop_map(Box::<[u8]>::from), |bytes| Value::Bytes(bytes.to_vec()));
    agree(any::<Vec<u8>>().prop_map(Arc::<[u8]>::from), |bytes| Value::Bytes(bytes.to_vec()));
    agree(any::<Vec<u8>>().prop_map(bytes::Bytes::from), |bytes| Value::Bytes(bytes.to_vec()));
    agree(any::<[u8; 5]>(), |bytes| Value::Fixed(5, bytes.to_vec()));
}

#[test]
fn sequences_and_sets() {
    let long = |item: &i64| Value::Long(*item);
    let longs = || vec(any::<i64>(), 0..9);
    agree(longs(), |items| array(items.iter().map(long)));
    agree(any::<[i64; 3]>(), |items| array(items.iter().map(long)));
    agree(longs().prop_map(Box::<[i64]>::from), |items| array(items.iter().map(long)));
    agree(longs().prop_map(VecDeque::from), |items| array(items.iter().map(long)));
    agree(longs().prop_map(LinkedList::from_iter), |items| array(items.iter().map(long)));
    agree(btree_set(any::<i64>(), 0..9), |items: &BTreeSet<i64>| array(items.iter().map(long)));
    agree(hash_set(any::<i64>(), 0..9), |items: &HashSet<i64>| array(items.iter().map(long)));
    let index_set = longs().prop_map(indexmap::IndexSet::<i64>::from_iter);
    agree(index_set, |items| array(items.iter().map(long)));
    agree(vec(vec(any::<Option<bool>>(), 0..4), 0..9), |items| {
        array(items.iter().map(|items| array(items.iter().map(|item| some(item.map(Value::Boolean))))))
    });
}

#[test]
fn maps() {
    agree(hash_map(any::<String>(), any::<i32>(), 0..9), |entries: &HashMap<_, _>| {
        map(entries.iter().map(|(key, value)| (key.as_str(), Value::Int(*value))))
    });
    agree(btree_map(any::<String>(), any::<Vec<u8>>(), 0..9), |entries: &BTreeMap<_, _>| {
        map(entries.iter().map(|(key, value)| (key.as_str(), Value::Bytes(value.clone()))))
    });
    let index_map = hash_map(any::<String>(), any::<i64>(), 0..9);
    agree(index_map.prop_map(|entries| entries.into_iter().collect::<indexmap::IndexMap<_, _>>()), |entries| {
        map(entries.iter().map(|(key, value)| (key.as_str(), Value::Long(*value))))
    });
}

#[test]
fn options_units_tuples_and_pointers() {
    agree(Just(()), |()| Value::Null);
    agree(any::<Option<i64>>(), |value| some(value.map(Value::Long)));
    agree(any::<Box<i64>>(), |value| Value::Long(**value));
    agree(any::<Rc<i64>>(), |value| Value::Long(**value));
    agree(any::<Arc<i64>>(), |value| Value::Long(**value));
    agree(any::<(i32, String)>(), |(number, text)| {
        record([("_0", Value::Int(*number)), ("_1", Value::String(text.clone()))])
    });
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Tree {
    label: i32,
    left: Option<Box<Tree>>,
    children: Vec<Tree>,
}

fn trees() -> impl Strategy<Value = Tree> {
    let leaf = any::<i32>().prop_map(|label| Tree { label, left: None, children: Vec::new() });
    leaf.prop_recursive(3, 8, 2, |tree| {
        (any::<i32>(), proptest::option::of(tree.clone()), vec(tree, 0..2)).prop_map(|(label, left, children)| Tree {
            label,
            left: left.map(Box::new),
            children,
        })
    })
}

#[test]
fn recursive_values() {
    fn theirs(tree: &Tree) -> Value {
        record([
            ("label", Value::Int(tree.label)),
            ("left", some(tree.left.as_deref().map(theirs))),
            ("children", array(tree.children.iter().map(theirs))),
        ])
    }
    agree(trees(), theirs);
}

/// Times of 1970 and some 140 years around it, in whole microseconds.
fn micros() -> std::ops::Range<i64> {
    let years = 140 * 365 * 86_400 * 1_000_000;
    -years..years
}

fn system_time(micros: i64) -> SystemTime {
    let distance = Duration::from_micros(micros.unsigned_abs());
    match micros < 0 {
        true => SystemTime::UNIX_EPOCH - distance,
        false => SystemTime::UNIX_EPOCH + distance,
    }
}

#[test]
fn times_of_the_standard_library() {
    agree(micros().prop_map(system_time), |time| {
        let micros = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => after.as_micros() as i64,
            Err(before) => -(before.duration().as_micros() as i64),
        };
        Value::TimestampMicros(micros)
    });
}

#[test]
fn times_of_chrono() {
    use chrono::{DateTime, NaiveDate, NaiveTime, Timelike};
    let utc = micros().prop_map(|micros| DateTime::from_timestamp_micros(micros).unwrap());
    agree(utc.clone(), |time| Value::TimestampMicros(time.timestamp_micros()));
    agree(utc.prop_map(|time| time.naive_utc()), |time| Value::LocalTimestampMicros(time.and_utc().timestamp_micros()));
    let days = (-90_000..90_000).prop_map(|days| NaiveDate::from_epoch_days(days).unwrap());
    agree(days, |date| Value::Date(date.to_epoch_days()));
    let times = (0..86_400u32, 0..1_000_000u32)
        .prop_map(|(seconds, micros)| NaiveTime::from_num_seconds_from_midnight_opt(seconds, micros * 1_000).unwrap());
    agree(times, |time| {
        let micros = i64::from(time.num_seconds_from_midnight()) * 1_000_000 + i64::from(time.nanosecond() / 1_000);
        Value::TimeMicros(micros)
    });
}

#[test]
fn times_of_jiff() {
    use jiff::{Timestamp, civil};
    let utc = micros().prop_map(|micros| Timestamp::from_microsecond(micros).unwrap());
    agree(utc.clone(), |time| Value::TimestampMicros(time.as_microsecond()));
    agree(utc.prop_map(|time| time.to_zoned(jiff::tz::TimeZone::UTC).datetime()), |time| {
        let zoned = time.to_zoned(jiff::tz::TimeZone::UTC).unwrap();
        Value::LocalTimestampMicros(zoned.timestamp().as_microsecond())
    });
    let epoch = civil::date(1970, 1, 1);
    let days = (-90_000i32..90_000).prop_map(move |days| epoch.checked_add(jiff::Span::new().days(days)).unwrap());
    agree(days, move |date| Value::Date((date.duration_since(epoch).as_hours() / 24) as i32));
    let times = (0..86_400_000_000i64)
        .prop_map(|micros| civil::Time::midnight().checked_add(jiff::SignedDuration::from_micros(micros)).unwrap());
    agree(times, |time| Value::TimeMicros(time.duration_since(civil::Time::midnight()).as_micros() as i64));
}

#[test]
fn times_of_time() {
    use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime};
    let micros =
        micros().prop_map(|micros| UtcDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000).unwrap());
    let of = |time: &UtcDateTime| (time.unix_timestamp_nanos() / 1_000) as i64;
    agree(micros.clone(), |time| Value::TimestampMicros(of(time)));
    agree(micros.clone().prop_map(OffsetDateTime::from), |time| Value::TimestampMicros(of(&(*time).into())));
    agree(micros.prop_map(|time| PrimitiveDateTime::new(time.date(), time.time())), |time| {
        Value::LocalTimestampMicros(of(&UtcDateTime::new(time.date(), time.time())))
    });
    let epoch = Date::from_julian_day(2_440_588).unwrap();
    let days = (-90_000i64..90_000).prop_map(move |days| epoch.checked_add(time::Duration::days(days)).unwrap());
    agree(days, move |date| Value::Date((*date - epoch).whole_days() as i32));
    let times = (0..86_400_000_000i64).prop_map(|micros| Time::MIDNIGHT + time::Duration::microseconds(micros));
    agree(times, |time| Value::TimeMicros((*time - Time::MIDNIGHT).whole_microseconds() as i64));
}

#[test]
fn uuids_and_durations() {
    let uuids = any::<u128>().prop_map(uuid::Uuid::from_u128);
    agree(uuids, |id| Value::Uuid(*id));
    let durations = any::<(u32, u32, u32)>().prop_map(|(months, days, millis)| AvroDuration { months, days, millis });
    agree(durations, |duration| {
        use apache_avro::{Days, Duration, Millis, Months};
        let AvroDuration { months, days, millis } = *duration;
        Value::Duration(Duration::new(Months::new(months), Days::new(days), Millis::new(millis)))
    });
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Represented {
    #[avro(decimal(precision = 12, scale = 2))]
    balance: rust_decimal::Decimal,
    #[avro(decimal(precision = 30, scale = 5))]
    rates: Vec<bigdecimal::BigDecimal>,
    #[avro(decimal(precision = 12, scale = 2), fixed = "Price")]
    price: Option<rust_decimal::Decimal>,
    #[avro(timestamp = "millis")]
    created: SystemTime,
    #[avro(timestamp = "nanos", exact)]
    changed: chrono::DateTime<chrono::Utc>,
    #[avro(time = "millis")]
    opens: chrono::NaiveTime,
    #[avro(duration = "micros")]
    lasts: Duration,
    #[avro(fixed = "Hash")]
    hash: [u8; 4],
    #[avro(fixed = "Id")]
    id: uuid::Uuid,
    #[avro(stringable)]
    wide: Option<u128>,
    #[avro(map = "string_keys")]
    by_number: BTreeMap<u16, bool>,
    #[avro(map = "entries")]
    entries: BTreeMap<u16, bool>,
}

fn represented() -> impl Strategy<Value = Represented> {
    use bigdecimal::BigDecimal;
    use chrono::{DateTime, NaiveTime};
    use rust_decimal::Decimal;
    let money = || (-999_999_999_999i64..=999_999_999_999).prop_map(|cents| Decimal::new(cents, 2));
    let numbers = (money(), vec(any::<i64>().prop_map(|units| BigDecimal::new(units.into(), 5)), 0..4));
    let times = (
        micros().prop_map(|micros| system_time(micros / 1_000 * 1_000)),
        any::<i64>().prop_map(DateTime::from_timestamp_nanos),
        (0..86_400u32, 0..1_000u32)
            .prop_map(|(s, millis)| NaiveTime::from_num_seconds_from_midnight_opt(s, millis * 1_000_000).unwrap()),
        (0..1u64 << 50).prop_map(Duration::from_micros),
    );
    let id = any::<u128>().prop_map(uuid::Uuid::from_u128);
    let rest = (any::<[u8; 4]>(), any::<Option<u128>>(), proptest::option::of(money()), id);
    let maps = (btree_map(any::<u16>(), any::<bool>(), 0..4), btree_map(any::<u16>(), any::<bool>(), 0..4));
    (numbers, times, rest, maps).prop_map(|(numbers, times, rest, maps)| Represented {
        balance: numbers.0,
        rates: numbers.1,
        price: rest.2,
        created: times.0,
        changed: times.1,
        opens: times.2,
        lasts: times.3,
        hash: rest.0,
        id: rest.3,
        wide: rest.1,
        by_number: maps.0,
        entries: maps.1,
    })
}

/// A decimal as `apache-avro` holds it: big-endian, of `size` bytes, or as few as there can be.
fn decimal(digits: i128, size: Option<usize>) -> Value {
    let bytes = digits.to_be_bytes();
    let repeated = if digits < 0 { 0xff } else { 0 };
    let needless = |(index, byte): (usize, &u8)| {
        *byte == repeated && bytes.get(index + 1).is_some_and(|next| (next ^ byte) < 0x80)
    };
    let shortest = bytes.iter().enumerate().take_while(|place| needless(*place)).count();
    let start = size.map_or(shortest, |size| bytes.len() - size);
    Value::Decimal(apache_avro::Decimal::from(&bytes[start..]))
}

#[test]
fn representations() {
    use chrono::Timelike;
    agree(represented(), |value| {
        let seconds = |time: SystemTime| match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => after.as_millis() as i64,
            Err(before) => -(before.duration().as_millis() as i64),
        };
        let units =
            |rate: &bigdecimal::BigDecimal| i128::try_from(rate.with_scale(5).into_bigint_and_scale().0).unwrap();
        let cents = |money: &rust_decimal::Decimal| money.mantissa();
        let opens = value.opens.num_seconds_from_midnight() * 1_000 + value.opens.nanosecond() / 1_000_000;
        record([
            ("balance", decimal(cents(&value.balance), None)),
            ("rates", array(value.rates.iter().map(|rate| decimal(units(rate), None)))),
            ("price", some(value.price.as_ref().map(|price| decimal(cents(price), Some(6))))),
            ("created", Value::TimestampMillis(seconds(value.created))),
            ("changed", Value::TimestampNanos(value.changed.timestamp_nanos_opt().unwrap())),
            ("opens", Value::TimeMillis(opens as i32)),
            ("lasts", Value::Long(value.lasts.as_micros() as i64)),
            ("hash", Value::Fixed(4, value.hash.to_vec())),
            ("id", Value::Uuid(value.id)),
            ("wide", some(value.wide.map(|wide| Value::String(wide.to_string())))),
            (
                "by_number",
                Value::Map(value.by_number.iter().map(|(key, yes)| (key.to_string(), Value::Boolean(*yes))).collect()),
            ),
            (
                "entries",
                array(
                    value.entries.iter().map(|(key, yes)| {
                        record([("key", Value::Int((*key).into())), ("value", Value::Boolean(*yes))])
                    }),
                ),
            ),
        ])
    });
}
