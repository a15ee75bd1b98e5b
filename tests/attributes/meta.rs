//! `meta(…)`: custom properties on records, enums, fixed and fields.

use super::{round_trip, schema_of};
use avro_entity::AvroEntity;

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(meta(dbtype = "mongodb", dbcollection = "accounts"), meta(version = 3))]
struct Account {
    #[avro(meta(pii = true, weight = -1.5, "x-index" = 7, rules = json(r#"{"max": [1, null]}"#)))]
    email: String,
    tier: Tier,
    #[avro(meta(r#type_of = "x"))]
    contact: Contact,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(meta(owner = "billing"))]
enum Tier {
    Free,
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Contact {
    #[avro(meta(channel = "phone"))]
    Phone {
        #[avro(meta(format = "e164"))]
        number: String,
    },
    None,
}

#[test]
fn properties_keep_their_types_and_their_order() {
    insta::assert_snapshot!(schema_of::<Account>(), @r#"
    {
      "type": "record",
      "name": "Account",
      "fields": [
        {
          "name": "email",
          "type": "string",
          "pii": true,
          "weight": -1.5,
          "x-index": 7,
          "rules": {
            "max": [
              1,
              null
            ]
          }
        },
        {
          "name": "tier",
          "type": {
            "type": "enum",
            "name": "Tier",
            "symbols": [
              "Free"
            ],
            "owner": "billing"
          }
        },
        {
          "name": "contact",
          "type": [
            {
              "type": "record",
              "name": "Phone",
              "fields": [
                {
                  "name": "number",
                  "type": "string",
                  "format": "e164"
                }
              ],
              "channel": "phone"
            },
            {
              "type": "record",
              "name": "None",
              "fields": []
            }
          ],
          "type_of": "x"
        }
      ],
      "dbtype": "mongodb",
      "dbcollection": "accounts",
      "version": 3
    }
    "#);
    round_trip(&[
        Account { email: "a".into(), tier: Tier::Free, contact: Contact::None },
        Account { email: "a".into(), tier: Tier::Free, contact: Contact::Phone { number: "1".into() } },
    ]);
}
