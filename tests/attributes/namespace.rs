//! `namespace = "…"`: a property of the type, wherever it is nested.

use super::{refusal_of, round_trip, schema_of};
use avro_entity::AvroEntity;

const NS: &str = "net.example";

mod shared {
    pub(crate) const NS: &str = "net.example.shared";
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = NS)]
struct Account {
    tier: Tier,
    place: Option<Place>,
    shape: Shape,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = shared::NS, name = "Level")]
enum Tier {
    Free,
}

/// It has no namespace, and gets none from where it is nested.
#[derive(AvroEntity, Debug, PartialEq)]
struct Place {
    x: i32,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = "shapes")]
enum Shape {
    Circle { radius: i32 },
    Nowhere,
}

#[test]
fn a_namespace_is_the_types_own() {
    insta::assert_snapshot!(schema_of::<Account>(), @r#"
    {
      "type": "record",
      "name": "Account",
      "namespace": "net.example",
      "fields": [
        {
          "name": "tier",
          "type": {
            "type": "enum",
            "name": "Level",
            "namespace": "net.example.shared",
            "symbols": [
              "Free"
            ]
          }
        },
        {
          "name": "place",
          "type": [
            "null",
            {
              "type": "record",
              "name": "Place",
              "namespace": "",
              "doc": "It has no namespace, and gets none from where it is nested.",
              "fields": [
                {
                  "name": "x",
                  "type": "int"
                }
              ]
            }
          ],
          "default": null
        },
        {
          "name": "shape",
          "type": [
            {
              "type": "record",
              "name": "Circle",
              "namespace": "shapes",
              "fields": [
                {
                  "name": "radius",
                  "type": "int"
                }
              ]
            },
            {
              "type": "record",
              "name": "Nowhere",
              "namespace": "shapes",
              "fields": []
            }
          ]
        }
      ]
    }
    "#);
    insta::assert_snapshot!(schema_of::<Place>(), @r#"
    {
      "type": "record",
      "name": "Place",
      "doc": "It has no namespace, and gets none from where it is nested.",
      "fields": [
        {
          "name": "x",
          "type": "int"
        }
      ]
    }
    "#);
    round_trip(&[
        Account { tier: Tier::Free, place: None, shape: Shape::Nowhere },
        Account { tier: Tier::Free, place: Some(Place { x: 1 }), shape: Shape::Circle { radius: 3 } },
    ]);
}

const ILLEGAL: &str = "net example";

#[derive(AvroEntity, Debug)]
#[avro(namespace = ILLEGAL)]
struct Misplaced {
    _x: i32,
}

#[test]
fn a_constant_that_is_no_namespace_is_refused() {
    insta::assert_snapshot!(refusal_of::<Misplaced>(), @"Misplaced: `net example` is not a name: letters, digits and underscores, no digit in front in `net example.Misplaced`");
}
