//! `default_json = "…"`: a default as the specification writes it.

use super::{refusal_of, round_trip, schema_of};
use avro_entity::{AvroEntity, AvroSchema};

#[derive(AvroEntity, Debug, PartialEq)]
struct Settings {
    #[avro(default_json = r#"{"width": 80}"#)]
    window: Window,
    #[avro(default_json = "7")]
    level: Option<i32>,
    #[avro(default_json = "\"\\u00ff\"")]
    raw: Vec<u8>,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Window {
    width: i32,
    title: Option<String>,
}

#[test]
fn the_json_is_the_default_and_the_union_follows_it() {
    insta::assert_snapshot!(schema_of::<Settings>(), @r#"
    {
      "type": "record",
      "name": "Settings",
      "fields": [
        {
          "name": "window",
          "type": {
            "type": "record",
            "name": "Window",
            "fields": [
              {
                "name": "width",
                "type": "int"
              },
              {
                "name": "title",
                "type": [
                  "null",
                  "string"
                ],
                "default": null
              }
            ]
          },
          "default": {
            "width": 80
          }
        },
        {
          "name": "level",
          "type": [
            "int",
            "null"
          ],
          "default": 7
        },
        {
          "name": "raw",
          "type": "bytes",
          "default": "ÿ"
        }
      ]
    }
    "#);
    let window = || Window { width: 1, title: None };
    let bytes = round_trip(&[
        Settings { window: window(), level: None, raw: vec![] },
        Settings { window: window(), level: Some(-1), raw: vec![0] },
    ]);
    assert_eq!(bytes[0], [2, 0, 2, 0]);
    assert_eq!(bytes[1], [2, 0, 0, 1, 2, 0]);
}

#[derive(AvroEntity, Debug)]
struct Wrong {
    #[avro(default_json = "\"many\"")]
    count: i32,
}

#[test]
fn json_of_another_type_is_refused_with_the_field() {
    insta::assert_snapshot!(refusal_of::<Wrong>(), @r#"Wrong.count: the default `"many"` is no `int`, a whole number of 32 bits"#);
}

#[test]
fn what_is_no_number_is_a_text_that_others_read() {
    #[derive(AvroEntity, Debug)]
    struct Sensor {
        id: i32,
        #[avro(default_json = "\"NaN\"")]
        value: f64,
    }
    #[derive(AvroEntity)]
    #[avro(name = "Sensor")]
    struct Old {
        id: i32,
    }
    assert_eq!(Sensor::schema().to_json()["fields"][1]["default"], "NaN");
    apache_avro::Schema::parse_str(&Sensor::schema().to_string()).unwrap();
    let plan = avro_entity::resolve::resolve(Old::schema(), Sensor::schema());
    let bytes = avro_entity::to_vec(&Old { id: 1 }).unwrap();
    let sensor = plan.read::<Sensor>(&mut avro_entity::Decoder::new(&bytes)).unwrap();
    assert!(sensor.value.is_nan() && sensor.id == 1, "{sensor:?}");
}
