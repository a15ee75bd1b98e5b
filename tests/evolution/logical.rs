//! Logical types: a value that means the same comes back, or an error names both sides.

use crate::proof::{all_become, becomes, is_refused};
use crate::versions;
use avro_entity::{AvroDuration, ErrorKind};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};
use uuid::Uuid;

fn instant(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap()
}

#[test]
fn a_decimal_changes_its_scale_and_precision() {
    versions! {
        struct Old {
            #[avro(decimal(precision = 12, scale = 2))]
            price: Decimal,
            #[avro(decimal(precision = 9, scale = 3))]
            tax: Option<Decimal>,
            #[avro(decimal(precision = 9, scale = 1), fixed = "Fixed")]
            fixed: Decimal,
            #[avro(decimal(precision = 4, scale = 2))]
            grows: Decimal,
        }
        #[avro(name = "Old")]
        struct New {
            #[avro(decimal(precision = 9, scale = 2))]
            grows: Decimal,
            #[avro(decimal(precision = 9, scale = 4), fixed = "Fixed")]
            fixed: Decimal,
            #[avro(decimal(precision = 9, scale = 1))]
            tax: Option<Decimal>,
            #[avro(decimal(precision = 18, scale = 6))]
            price: Decimal,
        }
    }
    let (price, tax, fixed) = (Decimal::new(-1234, 2), Decimal::new(5, 1), Decimal::new(-7, 1));
    let grows = Decimal::new(9999, 2);
    all_become(&[
        (&Old { price, tax: Some(tax), fixed, grows }, &New { grows, fixed, tax: Some(tax), price }),
        (&Old { price, tax: None, fixed, grows }, &New { grows, fixed, tax: None, price }),
    ]);
    is_refused::<_, New>(
        &Old { price, tax: Some(Decimal::new(1, 3)), fixed, grows },
        ErrorKind::Scale,
        "Old.tax at byte 4: a `decimal(9, 3)` read as `decimal(9, 1)` would lose digits",
    );
}

#[test]
fn a_decimal_on_a_fixed_of_another_size_is_refused() {
    versions! {
        struct Old { #[avro(decimal(precision = 9, scale = 1), fixed = "Fixed")] price: Decimal }
        #[avro(name = "Old")]
        struct New { #[avro(decimal(precision = 12, scale = 1), fixed = "Fixed")] price: Decimal }
    }
    is_refused::<_, New>(
        &Old { price: Decimal::ONE },
        ErrorKind::Resolution,
        "Old.price at byte 0: `Fixed` has 4 bytes, expected 6",
    );
}

#[test]
fn a_decimal_with_more_digits_than_today_is_refused() {
    versions! {
        struct Old { #[avro(decimal(precision = 12, scale = 2))] price: Decimal }
        #[avro(name = "Old")]
        struct New { #[avro(decimal(precision = 4, scale = 2))] price: Decimal }
    }
    becomes(&Old { price: Decimal::new(9999, 2) }, &New { price: Decimal::new(9999, 2) });
    is_refused::<_, New>(
        &Old { price: Decimal::new(10_000, 2) },
        ErrorKind::Scale,
        "Old.price at byte 0: a `decimal(12, 2)` read as `decimal(4, 2)` has more digits than that",
    );
}

#[test]
fn a_time_changes_its_unit() {
    versions! {
        struct Old {
            #[avro(timestamp = "millis")]
            at: DateTime<Utc>,
            #[avro(timestamp = "micros")]
            coarser: DateTime<Utc>,
            #[avro(timestamp = "millis")]
            system: SystemTime,
            #[avro(time = "millis")]
            time: NaiveTime,
            local: NaiveDateTime,
            #[avro(timestamp = "millis")]
            list: Vec<DateTime<Utc>>,
            #[avro(timestamp = "millis")]
            maybe: Option<DateTime<Utc>>,
        }
        #[avro(name = "Old")]
        struct New {
            #[avro(timestamp = "nanos")]
            maybe: Option<DateTime<Utc>>,
            #[avro(timestamp = "micros")]
            list: Vec<DateTime<Utc>>,
            #[avro(timestamp = "millis")]
            local: NaiveDateTime,
            #[avro(time = "micros")]
            time: NaiveTime,
            #[avro(timestamp = "nanos")]
            system: SystemTime,
            #[avro(timestamp = "millis")]
            coarser: DateTime<Utc>,
            #[avro(timestamp = "micros")]
            at: DateTime<Utc>,
        }
    }
    let millis = instant(1_234_567_000);
    let system = SystemTime::UNIX_EPOCH + Duration::from_millis(5);
    let time = NaiveTime::from_hms_milli_opt(1, 2, 3, 4).unwrap();
    let local = millis.naive_utc();
    let old = Old { at: millis, coarser: millis, system, time, local, list: vec![millis], maybe: Some(millis) };
    becomes(&old, &New { maybe: Some(millis), list: vec![millis], local, time, system, coarser: millis, at: millis });
    is_refused::<_, New>(
        &Old { coarser: instant(1), ..old },
        ErrorKind::Unit,
        "Old.coarser at byte 4: `timestamp-micros` 1 is no whole number of `timestamp-millis`",
    );
}

#[test]
fn a_plain_number_becomes_a_time() {
    versions! {
        struct Old { at: i64, day: i32, took: i32, id: String }
        #[avro(name = "Old")]
        struct New {
            id: Uuid,
            #[avro(duration = "millis")]
            took: Duration,
            day: NaiveDate,
            #[avro(timestamp = "millis")]
            at: DateTime<Utc>,
        }
    }
    let id = Uuid::from_u128(7);
    becomes(
        &Old { at: 1_000, day: 1, took: 2, id: id.to_string() },
        &New {
            id,
            took: Duration::from_millis(2),
            day: NaiveDate::from_ymd_opt(1970, 1, 2).unwrap(),
            at: instant(1_000_000),
        },
    );
}

#[test]
fn a_time_of_an_int_becomes_one_of_a_long() {
    versions! {
        struct Old { #[avro(time = "millis")] time: NaiveTime, maybe: Option<i32> }
        #[avro(name = "Old")]
        struct New { #[avro(timestamp = "micros")] maybe: Option<DateTime<Utc>>, #[avro(time = "micros")] time: NaiveTime }
    }
    let time = NaiveTime::from_hms_milli_opt(23, 59, 59, 999).unwrap();
    becomes(&Old { time, maybe: Some(8) }, &New { maybe: Some(instant(8)), time });
}

#[test]
fn uuids_and_durations_are_read_under_changes_around_them() {
    versions! {
        struct Old {
            id: Uuid,
            bytes: Vec<u8>,
            #[avro(fixed = "Id")]
            fixed: Uuid,
            length: AvroDuration,
            lengths: BTreeMap<String, Option<AvroDuration>>,
        }
        #[avro(name = "Old")]
        struct New {
            lengths: BTreeMap<String, Option<AvroDuration>>,
            length: Option<AvroDuration>,
            #[avro(fixed = "Id")]
            fixed: Option<Uuid>,
            bytes: Uuid,
            id: Option<Uuid>,
            #[avro(default_json = r#""00000000-0000-0000-0000-000000000001""#)]
            added: Uuid,
        }
    }
    let (id, length) = (Uuid::from_u128(5), AvroDuration { months: 1, days: 2, millis: 3 });
    let lengths: BTreeMap<String, Option<AvroDuration>> =
        [("a".to_owned(), Some(length)), ("b".to_owned(), None)].into();
    becomes(
        &Old { id, bytes: id.to_string().into_bytes(), fixed: id, length, lengths: lengths.clone() },
        &New { lengths, length: Some(length), fixed: Some(id), bytes: id, id: Some(id), added: Uuid::from_u128(1) },
    );
}

#[test]
fn text_that_is_no_uuid_is_refused() {
    versions! {
        struct Old { id: Vec<String> }
        #[avro(name = "Old")]
        struct New { id: Vec<Uuid>, added: Option<i32> }
    }
    is_refused::<_, New>(
        &Old { id: vec![Uuid::nil().to_string(), "x".into()] },
        ErrorKind::Range,
        "Old.id[1] at byte 38: expected the text of a UUID: invalid character: found `x` at 0",
    );
}
