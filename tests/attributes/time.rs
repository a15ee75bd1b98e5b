//! `time = "…"`: times of day.

use super::{decode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};

#[derive(AvroEntity, Debug, PartialEq)]
struct Opening {
    opens: chrono::NaiveTime,
    #[avro(time = "millis")]
    closes: Option<chrono::NaiveTime>,
    #[avro(time = "micros")]
    lunch: jiff::civil::Time,
    #[avro(time = "millis")]
    bells: Vec<time::Time>,
}

#[test]
fn a_time_of_day_is_micros_unless_said() {
    insta::assert_snapshot!(schema_of::<Opening>(), @r#"
    {
      "type": "record",
      "name": "Opening",
      "fields": [
        {
          "name": "opens",
          "type": {
            "type": "long",
            "logicalType": "time-micros"
          }
        },
        {
          "name": "closes",
          "type": [
            "null",
            {
              "type": "int",
              "logicalType": "time-millis"
            }
          ],
          "default": null
        },
        {
          "name": "lunch",
          "type": {
            "type": "long",
            "logicalType": "time-micros"
          }
        },
        {
          "name": "bells",
          "type": {
            "type": "array",
            "items": {
              "type": "int",
              "logicalType": "time-millis"
            }
          }
        }
      ]
    }
    "#);
    let eight = chrono::NaiveTime::from_hms_milli_opt(8, 0, 0, 1).unwrap();
    let bytes = round_trip(&[
        Opening {
            opens: chrono::NaiveTime::from_hms_micro_opt(0, 0, 0, 1).unwrap(),
            closes: Some(eight),
            lunch: jiff::civil::time(0, 0, 0, 2_000),
            bells: vec![time::Time::from_hms_milli(0, 0, 0, 3).unwrap()],
        },
        Opening { opens: eight, closes: None, lunch: jiff::civil::Time::midnight(), bells: vec![] },
    ]);
    assert_eq!(bytes[0], [2, 2, 0x82, 0xd0, 0xbb, 0x1b, 4, 2, 6, 0]);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Alarm {
    #[avro(time = "millis")]
    at: chrono::NaiveTime,
}

#[test]
fn a_number_that_is_no_time_of_day_is_an_error() {
    let negative = decode_error::<Alarm>(&[1]);
    assert_eq!((negative.kind(), negative.path().as_str()), (ErrorKind::Range, "Alarm.at"));
    let tomorrow = decode_error::<Alarm>(&[0x80, 0xf0, 0xb2, 0x52]);
    assert_eq!(tomorrow.kind(), ErrorKind::Range);
}
