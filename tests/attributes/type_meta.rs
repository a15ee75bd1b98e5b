//! `type_meta(…)`: custom properties on the type of a field.

use super::{refusal_of, round_trip, schema_of};
use avro_entity::AvroEntity;

#[derive(AvroEntity, Debug, PartialEq)]
struct Account {
    #[avro(name = "_id", type_meta(subtype = "objectid"))]
    id: String,
    #[avro(meta(on = "field"), type_meta(on = "type"))]
    tags: Vec<String>,
    #[avro(type_meta(unit = "cent"))]
    balance: i64,
}

#[test]
fn the_properties_are_on_the_type_and_not_on_the_field() {
    insta::assert_snapshot!(schema_of::<Account>(), @r#"
    {
      "type": "record",
      "name": "Account",
      "fields": [
        {
          "name": "_id",
          "type": {
            "type": "string",
            "subtype": "objectid"
          }
        },
        {
          "name": "tags",
          "type": {
            "type": "array",
            "items": "string",
            "on": "type"
          },
          "on": "field"
        },
        {
          "name": "balance",
          "type": {
            "type": "long",
            "unit": "cent"
          }
        }
      ]
    }
    "#);
    round_trip(&[
        Account { id: "1".into(), tags: vec!["t".into()], balance: -1 },
        Account { id: "2".into(), tags: vec![], balance: 1 },
    ]);
}

#[derive(AvroEntity, Debug)]
struct Inner {
    x: i32,
}

#[derive(AvroEntity, Debug)]
struct Outer {
    #[avro(type_meta(unit = "cent"))]
    inner: Inner,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Nullable {
    #[avro(type_meta(unit = "cent"))]
    balance: Option<i64>,
}

#[test]
fn a_nullable_type_takes_them_on_the_branch() {
    insta::assert_snapshot!(schema_of::<Nullable>(), @r#"
    {
      "type": "record",
      "name": "Nullable",
      "fields": [
        {
          "name": "balance",
          "type": [
            "null",
            {
              "type": "long",
              "unit": "cent"
            }
          ],
          "default": null
        }
      ]
    }
    "#);
    assert_eq!(round_trip(&[Nullable { balance: None }, Nullable { balance: Some(1) }]), [vec![0], vec![2, 2]]);
}

#[test]
fn a_named_type_takes_its_properties_from_its_own_definition() {
    insta::assert_snapshot!(refusal_of::<Outer>(), @"Outer.inner: `type_meta(unit = …)` on a use of `Inner`: put `meta` on the type itself");
}
