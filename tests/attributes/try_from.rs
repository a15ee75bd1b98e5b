//! `try_from = "Raw"` with `into = "Raw"`: a type in the form of another one, checked when read.

use super::{decode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};

#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(try_from = "RawRange", into = "RawRange")]
struct Range {
    low: i32,
    high: i32,
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(name = "Range", namespace = "math")]
struct RawRange {
    low: i32,
    #[avro(default = 100)]
    high: i32,
}

impl From<Range> for RawRange {
    fn from(range: Range) -> RawRange {
        RawRange { low: range.low, high: range.high }
    }
}

impl TryFrom<RawRange> for Range {
    type Error = String;

    fn try_from(raw: RawRange) -> Result<Range, String> {
        match raw.low <= raw.high {
            true => Ok(Range { low: raw.low, high: raw.high }),
            false => Err(format!("{} is above {}", raw.low, raw.high)),
        }
    }
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(try_from = "i64", into = "i64")]
struct Even(i64);

impl From<Even> for i64 {
    fn from(even: Even) -> i64 {
        even.0
    }
}

impl TryFrom<i64> for Even {
    type Error = &'static str;

    fn try_from(number: i64) -> Result<Even, &'static str> {
        if number % 2 == 0 { Ok(Even(number)) } else { Err("odd") }
    }
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Scale {
    range: Range,
    others: Vec<Range>,
    step: Option<Even>,
}

#[test]
fn the_schema_and_the_bytes_are_those_of_the_raw_type() {
    insta::assert_snapshot!(schema_of::<Scale>(), @r#"
    {
      "type": "record",
      "name": "Scale",
      "fields": [
        {
          "name": "range",
          "type": {
            "type": "record",
            "name": "Range",
            "namespace": "math",
            "fields": [
              {
                "name": "low",
                "type": "int"
              },
              {
                "name": "high",
                "type": "int",
                "default": 100
              }
            ]
          }
        },
        {
          "name": "others",
          "type": {
            "type": "array",
            "items": "math.Range"
          }
        },
        {
          "name": "step",
          "type": [
            "null",
            "long"
          ],
          "default": null
        }
      ]
    }
    "#);
    let scale = Scale { range: Range { low: 1, high: 2 }, others: vec![], step: Some(Even(4)) };
    let bytes = round_trip(&[scale.clone(), Scale { others: vec![Range { low: 0, high: 0 }], step: None, ..scale }]);
    assert_eq!(bytes[0], [2, 4, 0, 2, 8]);
}

#[test]
fn what_the_conversion_refuses_is_an_error_with_its_reason() {
    let error = decode_error::<Scale>(&[2, 4, 2, 8, 6, 0, 0]);
    assert_eq!((error.kind(), error.path().as_str()), (ErrorKind::Custom, "Scale.others[0]"));
    assert!(error.to_string().contains("4 is above 3"), "{error}");
    let odd = decode_error::<Scale>(&[2, 4, 0, 2, 6]);
    assert_eq!((odd.kind(), odd.path().as_str()), (ErrorKind::Custom, "Scale.step"));
}
