//! `transparent`: a struct of one named field is that field.

use super::{round_trip, schema_of};
use avro_entity::AvroEntity;

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
