//! `repr = "enum" | "union"`: how an enum is represented.

use super::{round_trip, schema_of};
use avro_entity::AvroEntity;

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(repr = "union")]
enum Signal {
    Start,
    #[avro(alias = "Halt")]
    Stop,
}

#[test]
fn a_unit_only_enum_as_union_can_grow_data_later() {
    insta::assert_snapshot!(schema_of::<Signal>(), @r#"
    [
      {
        "type": "record",
        "name": "Start",
        "fields": []
      },
      {
        "type": "record",
        "name": "Stop",
        "aliases": [
          "Halt"
        ],
        "fields": []
      }
    ]
    "#);
    assert_eq!(round_trip(&[Signal::Start, Signal::Stop]), [[0], [2]]);
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(repr = "enum")]
enum Level {
    Low,
    High,
}

#[test]
fn a_unit_only_enum_is_an_enum_by_itself() {
    insta::assert_snapshot!(schema_of::<Level>(), @r#"
    {
      "type": "enum",
      "name": "Level",
      "symbols": [
        "Low",
        "High"
      ]
    }
    "#);
    assert_eq!(round_trip(&[Level::Low, Level::High]), [[0], [2]]);
}
