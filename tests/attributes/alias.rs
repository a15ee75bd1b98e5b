//! `alias = "…"`: earlier names of types, fields and record variants.

use super::{round_trip, schema_of};
use avro_entity::AvroEntity;

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = "shop", alias = "User", alias = "net.example.Member")]
struct Account {
    #[avro(alias = "mail", alias = "e_mail")]
    email: String,
    #[avro(alias = "level")]
    tier: Tier,
    contact: Option<Contact>,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = "shop", alias = "Level")]
enum Tier {
    Free,
    Paid,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = "shop")]
enum Contact {
    #[avro(alias = "Telephone")]
    Phone { number: String },
    #[avro(alias = "Post", alias = "old.Letter")]
    Address(String, String),
}

#[test]
fn aliases_of_types_fields_and_record_variants_are_in_the_schema() {
    insta::assert_snapshot!(schema_of::<Account>(), @r#"
    {
      "type": "record",
      "name": "Account",
      "namespace": "shop",
      "aliases": [
        "User",
        "net.example.Member"
      ],
      "fields": [
        {
          "name": "email",
          "type": "string",
          "aliases": [
            "mail",
            "e_mail"
          ]
        },
        {
          "name": "tier",
          "type": {
            "type": "enum",
            "name": "Tier",
            "aliases": [
              "Level"
            ],
            "symbols": [
              "Free",
              "Paid"
            ]
          },
          "aliases": [
            "level"
          ]
        },
        {
          "name": "contact",
          "type": [
            "null",
            {
              "type": "record",
              "name": "Phone",
              "aliases": [
                "Telephone"
              ],
              "fields": [
                {
                  "name": "number",
                  "type": "string"
                }
              ]
            },
            {
              "type": "record",
              "name": "Address",
              "aliases": [
                "Post",
                "old.Letter"
              ],
              "fields": [
                {
                  "name": "_0",
                  "type": "string"
                },
                {
                  "name": "_1",
                  "type": "string"
                }
              ]
            }
          ],
          "default": null
        }
      ]
    }
    "#);
    round_trip(&[
        Account { email: "a@b".into(), tier: Tier::Paid, contact: None },
        Account { email: String::new(), tier: Tier::Free, contact: Some(Contact::Phone { number: "1".into() }) },
        Account { email: "x".into(), tier: Tier::Free, contact: Some(Contact::Address("a".into(), "b".into())) },
    ]);
}
