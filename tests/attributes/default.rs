//! `default`, `default = expression`: what a reader takes for a field that the writer did not have.

use super::{refusal_of, round_trip, schema_of};
use avro_entity::AvroEntity;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};

#[derive(AvroEntity, Debug, PartialEq)]
struct Literals {
    #[avro(default)]
    count: i32,
    #[avro(default = -5)]
    offset: i64,
    #[avro(default = 42)]
    small: u8,
    #[avro(default = "none")]
    text: String,
    #[avro(default = true)]
    flag: bool,
    #[avro(default = 0.5)]
    ratio: f64,
    #[avro(default = 'x')]
    letter: char,
    #[avro(default = b"\xff\x00".to_vec())]
    raw: Vec<u8>,
    #[avro(default = vec![1, 2])]
    list: Vec<i64>,
    #[avro(default)]
    map: BTreeMap<String, i32>,
}

#[test]
fn defaults_are_rust_values_of_the_type_of_the_field() {
    insta::assert_snapshot!(schema_of::<Literals>(), @r#"
    {
      "type": "record",
      "name": "Literals",
      "fields": [
        {
          "name": "count",
          "type": "int",
          "default": 0
        },
        {
          "name": "offset",
          "type": "long",
          "default": -5
        },
        {
          "name": "small",
          "type": "int",
          "default": 42
        },
        {
          "name": "text",
          "type": "string",
          "default": "none"
        },
        {
          "name": "flag",
          "type": "boolean",
          "default": true
        },
        {
          "name": "ratio",
          "type": "double",
          "default": 0.5
        },
        {
          "name": "letter",
          "type": "string",
          "default": "x"
        },
        {
          "name": "raw",
          "type": "bytes",
          "default": "ÿ\u0000"
        },
        {
          "name": "list",
          "type": {
            "type": "array",
            "items": "long"
          },
          "default": [
            1,
            2
          ]
        },
        {
          "name": "map",
          "type": {
            "type": "map",
            "values": "int"
          },
          "default": {}
        }
      ]
    }
    "#);
    round_trip(&[Literals {
        count: 1,
        offset: 2,
        small: 3,
        text: "t".into(),
        flag: false,
        ratio: -0.0,
        letter: 'ß',
        raw: vec![1],
        list: vec![],
        map: BTreeMap::from([("a".into(), 1)]),
    }]);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Options {
    plain: Option<i32>,
    #[avro(default)]
    same: Option<i32>,
    #[avro(default = 5)]
    some: Option<i32>,
    #[avro(default = "anonymous")]
    text: Option<String>,
    #[avro(default = None)]
    none: Option<bool>,
    #[avro(default = Some(true))]
    written_out: Option<bool>,
}

#[test]
fn an_option_puts_the_branch_of_its_default_first() {
    insta::assert_snapshot!(schema_of::<Options>(), @r#"
    {
      "type": "record",
      "name": "Options",
      "fields": [
        {
          "name": "plain",
          "type": [
            "null",
            "int"
          ],
          "default": null
        },
        {
          "name": "same",
          "type": [
            "null",
            "int"
          ],
          "default": null
        },
        {
          "name": "some",
          "type": [
            "int",
            "null"
          ],
          "default": 5
        },
        {
          "name": "text",
          "type": [
            "string",
            "null"
          ],
          "default": "anonymous"
        },
        {
          "name": "none",
          "type": [
            "null",
            "boolean"
          ],
          "default": null
        },
        {
          "name": "written_out",
          "type": [
            "boolean",
            "null"
          ],
          "default": true
        }
      ]
    }
    "#);
    let bytes = round_trip(&[
        Options { plain: None, same: None, some: None, text: None, none: None, written_out: None },
        Options {
            plain: Some(1),
            same: Some(2),
            some: Some(3),
            text: Some(String::new()),
            none: Some(false),
            written_out: Some(false),
        },
    ]);
    assert_eq!(bytes[0], [0, 0, 2, 2, 0, 2]);
    assert_eq!(bytes[1], [2, 2, 2, 4, 0, 6, 0, 0, 2, 0, 0, 0]);
}

#[derive(AvroEntity, Clone, Debug, Default, PartialEq)]
struct Window {
    #[avro(default = 80)]
    width: i32,
    title: Option<String>,
    place: Place,
}

#[derive(AvroEntity, Clone, Debug, Default, PartialEq)]
struct Place {
    x: i32,
    y: i32,
}

#[derive(AvroEntity, Clone, Copy, Debug, Default, PartialEq)]
enum Colour {
    Red,
    #[default]
    Green,
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
enum Shape {
    Circle { radius: f64 },
    Name(String),
    Nothing,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Nested {
    #[avro(default)]
    window: Window,
    #[avro(default = Some(Window { width: 3, title: Some("t".into()), place: Place { x: 1, y: 2 } }))]
    other: Option<Window>,
    #[avro(default)]
    colour: Colour,
    #[avro(default = Shape::Name("square".into()))]
    shape: Shape,
    #[avro(default = Some(Shape::Nothing))]
    maybe: Option<Shape>,
}

#[test]
fn records_enums_and_unions_have_defaults_as_well() {
    insta::assert_snapshot!(schema_of::<Nested>(), @r#"
    {
      "type": "record",
      "name": "Nested",
      "fields": [
        {
          "name": "window",
          "type": {
            "type": "record",
            "name": "Window",
            "fields": [
              {
                "name": "width",
                "type": "int",
                "default": 80
              },
              {
                "name": "title",
                "type": [
                  "null",
                  "string"
                ],
                "default": null
              },
              {
                "name": "place",
                "type": {
                  "type": "record",
                  "name": "Place",
                  "fields": [
                    {
                      "name": "x",
                      "type": "int"
                    },
                    {
                      "name": "y",
                      "type": "int"
                    }
                  ]
                }
              }
            ]
          },
          "default": {
            "width": 0,
            "title": null,
            "place": {
              "x": 0,
              "y": 0
            }
          }
        },
        {
          "name": "other",
          "type": [
            "Window",
            "null"
          ],
          "default": {
            "width": 3,
            "title": "t",
            "place": {
              "x": 1,
              "y": 2
            }
          }
        },
        {
          "name": "colour",
          "type": {
            "type": "enum",
            "name": "Colour",
            "symbols": [
              "Red",
              "Green"
            ]
          },
          "default": "Green"
        },
        {
          "name": "shape",
          "type": [
            "string",
            {
              "type": "record",
              "name": "Circle",
              "fields": [
                {
                  "name": "radius",
                  "type": "double"
                }
              ]
            },
            {
              "type": "record",
              "name": "Nothing",
              "fields": []
            }
          ],
          "default": "square"
        },
        {
          "name": "maybe",
          "type": [
            "Nothing",
            "null",
            "Circle",
            "string"
          ],
          "default": {}
        }
      ]
    }
    "#);
    let bytes = round_trip(&[
        Nested {
            window: Window::default(),
            other: None,
            colour: Colour::Red,
            shape: Shape::Circle { radius: 1.0 },
            maybe: None,
        },
        Nested {
            window: Window::default(),
            other: Some(Window::default()),
            colour: Colour::Green,
            shape: Shape::Name("x".into()),
            maybe: Some(Shape::Nothing),
        },
    ]);
    // `shape` is [string, Circle, Nothing] and `maybe` is [Nothing, null, Circle, string].
    assert_eq!(bytes[1], [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2, b'x', 0]);
}

#[derive(AvroEntity, Debug)]
struct Changing {
    #[avro(default = { static NEXT: AtomicI64 = AtomicI64::new(0); NEXT.fetch_add(1, Ordering::Relaxed) })]
    id: i64,
}

#[test]
fn a_default_that_differs_each_time_is_refused() {
    insta::assert_snapshot!(refusal_of::<Changing>(), @"Changing.id: the default differs each time it is evaluated (`Utc::now()`, a random id): a schema holds one value, so give a constant");
}

#[derive(AvroEntity, Debug)]
struct TooBig {
    #[avro(default = u64::MAX)]
    id: u64,
}

#[test]
fn a_default_that_the_schema_cannot_hold_is_refused() {
    insta::assert_snapshot!(refusal_of::<TooBig>(), @"TooBig.id at byte 0: 18446744073709551615 is outside the range of `long`");
}

#[derive(AvroEntity, Debug, Default)]
struct Range {
    least: f32,
    most: Vec<f64>,
}

#[derive(AvroEntity, Debug)]
struct NoNumbers {
    #[avro(default = f64::NAN)]
    nan: f64,
    #[avro(default = Some(f32::NEG_INFINITY))]
    least: Option<f32>,
    #[avro(default = Range { least: 0.5, most: vec![1.0, f64::INFINITY] })]
    range: Range,
}

#[test]
fn a_default_that_is_no_number_is_refused() {
    insta::assert_snapshot!(refusal_of::<NoNumbers>(), @r#"
    NoNumbers.nan: the default is `NaN`, for which Avro's JSON has no number: choose a finite one, or an `Option`
    NoNumbers.least: the default is `-inf`, for which Avro's JSON has no number: choose a finite one, or an `Option`
    NoNumbers.range.most[1]: the default is `inf`, for which Avro's JSON has no number: choose a finite one, or an `Option`
    "#);
}
