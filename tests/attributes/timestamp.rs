//! `timestamp = "…"`: points in time, and local ones.

use super::{decode_error, encode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};
use std::time::{Duration, SystemTime};

#[derive(AvroEntity, Debug, PartialEq)]
struct Times {
    plain: SystemTime,
    #[avro(timestamp = "millis")]
    millis: SystemTime,
    #[avro(timestamp = "nanos")]
    nanos: Option<SystemTime>,
    #[avro(timestamp = "micros")]
    micros: Vec<SystemTime>,
    #[avro(timestamp = "millis", default = SystemTime::UNIX_EPOCH)]
    since: SystemTime,
    #[avro(timestamp = "millis")]
    chrono: chrono::DateTime<chrono::Utc>,
    #[avro(timestamp = "millis")]
    local: chrono::NaiveDateTime,
    #[avro(timestamp = "nanos")]
    jiff: jiff::Timestamp,
    #[avro(timestamp = "millis")]
    civil: jiff::civil::DateTime,
    #[avro(timestamp = "millis")]
    time: time::OffsetDateTime,
}

fn after(nanos: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_nanos(nanos)
}

#[test]
fn a_timestamp_is_micros_unless_said() {
    insta::assert_snapshot!(schema_of::<Times>(), @r#"
    {
      "type": "record",
      "name": "Times",
      "fields": [
        {
          "name": "plain",
          "type": {
            "type": "long",
            "logicalType": "timestamp-micros"
          }
        },
        {
          "name": "millis",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          }
        },
        {
          "name": "nanos",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-nanos"
            }
          ],
          "default": null
        },
        {
          "name": "micros",
          "type": {
            "type": "array",
            "items": {
              "type": "long",
              "logicalType": "timestamp-micros"
            }
          }
        },
        {
          "name": "since",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "default": 0
        },
        {
          "name": "chrono",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          }
        },
        {
          "name": "local",
          "type": {
            "type": "long",
            "logicalType": "local-timestamp-millis"
          }
        },
        {
          "name": "jiff",
          "type": {
            "type": "long",
            "logicalType": "timestamp-nanos"
          }
        },
        {
          "name": "civil",
          "type": {
            "type": "long",
            "logicalType": "local-timestamp-millis"
          }
        },
        {
          "name": "time",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          }
        }
      ]
    }
    "#);
    let times = || Times {
        plain: after(1_000),
        millis: SystemTime::UNIX_EPOCH - Duration::from_millis(1),
        nanos: Some(after(1)),
        micros: vec![after(2_000)],
        since: after(3_000_000),
        chrono: chrono::DateTime::from_timestamp_millis(4).unwrap(),
        local: chrono::DateTime::from_timestamp_millis(5).unwrap().naive_utc(),
        jiff: jiff::Timestamp::from_nanosecond(6).unwrap(),
        civil: jiff::civil::date(1970, 1, 1).at(0, 0, 0, 7_000_000),
        time: time::OffsetDateTime::UNIX_EPOCH + time::Duration::milliseconds(8),
    };
    let bytes = round_trip(&[times(), Times { nanos: None, micros: vec![], ..times() }]);
    assert_eq!(bytes[0], [2, 1, 2, 2, 2, 4, 0, 6, 8, 10, 12, 14, 16]);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Stamp {
    #[avro(timestamp = "nanos")]
    at: SystemTime,
    #[avro(timestamp = "micros")]
    when: Option<chrono::DateTime<chrono::Utc>>,
}

#[test]
fn what_the_unit_or_the_type_cannot_hold_is_an_error() {
    let far = SystemTime::UNIX_EPOCH + Duration::from_secs(10_000_000_000);
    let written = encode_error(&Stamp { at: far, when: None });
    assert_eq!((written.kind(), written.path().as_str()), (ErrorKind::Unit, "Stamp.at"));
    let mut bytes = vec![0, 2];
    avro_entity::encode(&i64::MAX, &mut bytes).unwrap();
    let read = decode_error::<Stamp>(&bytes);
    assert_eq!((read.kind(), read.path().as_str()), (ErrorKind::Range, "Stamp.when"));
}
