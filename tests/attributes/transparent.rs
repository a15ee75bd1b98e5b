//! `transparent`: a struct of one named field is that field.

use super::{round_trip, schema_of};
use avro_entity::AvroEntity;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(transparent)]
struct Id {
    value: i64,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(transparent)]
struct Tagged<T> {
    #[avro(ignore)]
    cache: u128,
    items: Vec<T>,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(transparent)]
struct Maybe {
    contact: Contact,
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Contact {
    Phone { number: String },
    None,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Account {
    id: Id,
    tags: Tagged<Id>,
    maybe: Option<Maybe>,
}

#[test]
fn a_transparent_struct_is_its_field_unions_included() {
    insta::assert_snapshot!(schema_of::<Account>(), @r#"
    {
      "type": "record",
      "name": "Account",
      "fields": [
        {
          "name": "id",
          "type": "long"
        },
        {
          "name": "tags",
          "type": {
            "type": "array",
            "items": "long"
          }
        },
        {
          "name": "maybe",
          "type": [
            "null",
            {
              "type": "record",
              "name": "Phone",
              "fields": [
                {
                  "name": "number",
                  "type": "string"
                }
              ]
            },
            {
              "type": "record",
              "name": "None",
              "fields": []
            }
          ],
          "default": null
        }
      ]
    }
    "#);
    let account =
        |maybe| Account { id: Id { value: 1 }, tags: Tagged { cache: 0, items: vec![Id { value: 2 }] }, maybe };
    let bytes = round_trip(&[
        account(None),
        account(Some(Maybe { contact: Contact::None })),
        account(Some(Maybe { contact: Contact::Phone { number: "1".into() } })),
    ]);
    assert_eq!(bytes, [vec![2, 2, 4, 0, 0], vec![2, 2, 4, 0, 4], vec![2, 2, 4, 0, 2, 2, b'1']]);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Price(#[avro(decimal(precision = 9, scale = 2))] Decimal);

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(transparent)]
struct Stock {
    #[avro(map = "string_keys")]
    of: BTreeMap<u32, Price>,
}

#[test]
fn a_type_may_be_its_field_in_another_representation() {
    insta::assert_snapshot!(schema_of::<Stock>(), @r#"
    {
      "type": "map",
      "values": {
        "type": "bytes",
        "logicalType": "decimal",
        "precision": 9,
        "scale": 2
      }
    }
    "#);
    let price = Price(Decimal::new(-4809, 2));
    assert_eq!(round_trip(&[Stock { of: BTreeMap::from([(7, price)]) }]), [b"\x02\x027\x04\xed\x37\x00"]);
}
