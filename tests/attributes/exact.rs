//! `exact`: times finer than the unit are refused instead of cut.

use super::{encode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};
use std::time::{Duration, SystemTime};

#[derive(AvroEntity, Debug, PartialEq)]
struct Stamped {
    #[avro(timestamp = "micros", exact)]
    micros: SystemTime,
    #[avro(timestamp = "millis", exact)]
    millis: Option<SystemTime>,
    #[avro(duration = "millis", exact)]
    took: Duration,
}

fn at(nanos: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_nanos(nanos)
}

fn stamped(micros: u64, millis: u64, took: u64) -> Stamped {
    Stamped { micros: at(micros), millis: Some(at(millis)), took: Duration::from_nanos(took) }
}

#[test]
fn exact_changes_nothing_in_the_schema() {
    insta::assert_snapshot!(schema_of::<Stamped>(), @r#"
    {
      "type": "record",
      "name": "Stamped",
      "fields": [
        {
          "name": "micros",
          "type": {
            "type": "long",
            "logicalType": "timestamp-micros"
          }
        },
        {
          "name": "millis",
          "type": [
            "null",
            {
              "type": "long",
              "logicalType": "timestamp-millis"
            }
          ],
          "default": null
        },
        {
          "name": "took",
          "type": "long"
        }
      ]
    }
    "#);
    round_trip(&[stamped(1_000, 1_000_000, 2_000_000), stamped(0, 0, 0)]);
}

#[test]
fn what_the_unit_cannot_hold_is_refused() {
    for (value, path) in [
        (stamped(1, 0, 0), "Stamped.micros"),
        (stamped(0, 1_000, 0), "Stamped.millis"),
        (stamped(0, 0, 999_999), "Stamped.took"),
    ] {
        let error = encode_error(&value);
        assert_eq!((error.kind(), error.path().as_str()), (ErrorKind::Unit, path));
    }
}

#[test]
fn without_it_a_time_is_cut_towards_the_past() {
    #[derive(AvroEntity, Debug, PartialEq)]
    struct Cut {
        #[avro(timestamp = "millis")]
        at: SystemTime,
    }
    let epoch = SystemTime::UNIX_EPOCH;
    let before = Cut { at: epoch - Duration::from_micros(1) };
    assert_eq!(avro_entity::to_vec(&before).unwrap(), [1], "-1 ms, and not 0");
    let after = Cut { at: epoch + Duration::from_micros(1_999) };
    assert_eq!(avro_entity::to_vec(&after).unwrap(), [2]);
}
