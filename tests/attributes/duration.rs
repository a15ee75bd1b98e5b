//! `duration = "…"`: lengths of time.

use super::{decode_error, encode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};
use std::time::Duration;

#[derive(AvroEntity, Debug, PartialEq)]
struct Timings {
    #[avro(duration = "millis")]
    total: Duration,
    #[avro(duration = "micros", default = Duration::from_micros(3))]
    step: Duration,
    #[avro(duration = "nanos")]
    tick: Option<Duration>,
    #[avro(duration = "millis")]
    laps: Vec<Duration>,
}

#[test]
fn a_duration_is_a_long_in_its_unit() {
    insta::assert_snapshot!(schema_of::<Timings>(), @r#"
    {
      "type": "record",
      "name": "Timings",
      "fields": [
        {
          "name": "total",
          "type": "long"
        },
        {
          "name": "step",
          "type": "long",
          "default": 3
        },
        {
          "name": "tick",
          "type": [
            "null",
            "long"
          ],
          "default": null
        },
        {
          "name": "laps",
          "type": {
            "type": "array",
            "items": "long"
          }
        }
      ]
    }
    "#);
    let bytes = round_trip(&[
        Timings {
            total: Duration::from_millis(1500),
            step: Duration::from_micros(7),
            tick: Some(Duration::from_nanos(1)),
            laps: vec![Duration::from_secs(1)],
        },
        Timings { total: Duration::ZERO, step: Duration::ZERO, tick: None, laps: vec![] },
    ]);
    assert_eq!(bytes[0], [0xb8, 0x17, 14, 2, 2, 2, 0xd0, 0x0f, 0]);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Wait {
    #[avro(duration = "nanos")]
    time: Duration,
}

#[test]
fn a_duration_that_the_unit_or_the_type_cannot_hold_is_an_error() {
    let long = encode_error(&Wait { time: Duration::MAX });
    assert_eq!((long.kind(), long.path().as_str()), (ErrorKind::Unit, "Wait.time"));
    let negative = decode_error::<Wait>(&[1]);
    assert_eq!((negative.kind(), negative.path().as_str()), (ErrorKind::Range, "Wait.time"));
}
