//! `doc = "…"`, `doc = false` and doc comments.

use super::{round_trip, schema_of};
use avro_entity::AvroEntity;

/// Somebody who signed up.
///
/// They may   be an organisation.
#[derive(AvroEntity, Debug, PartialEq)]
struct Account {
    /// Where to write to.
    email: String,
    /// For us, not for the schema.
    #[avro(doc = false)]
    score: i32,
    /// For us.
    #[avro(doc = "For everybody.")]
    tier: Tier,
    contact: Contact,
}

/// What they pay.
#[derive(AvroEntity, Debug, PartialEq)]
#[avro(doc = "What is paid.")]
enum Tier {
    /// A symbol has no place for this in Avro.
    Free,
}

/// How to reach them.
#[derive(AvroEntity, Debug, PartialEq)]
enum Contact {
    /// By telephone.
    Phone {
        /// With the country code.
        number: String,
    },
    /** By letter. */
    Letter(i32, i32),
}

#[test]
fn doc_comments_are_the_documentation_unless_the_attribute_says_otherwise() {
    insta::assert_snapshot!(schema_of::<Account>(), @r#"
    {
      "type": "record",
      "name": "Account",
      "doc": "Somebody who signed up.\n\nThey may   be an organisation.",
      "fields": [
        {
          "name": "email",
          "type": "string",
          "doc": "Where to write to."
        },
        {
          "name": "score",
          "type": "int"
        },
        {
          "name": "tier",
          "type": {
            "type": "enum",
            "name": "Tier",
            "doc": "What is paid.",
            "symbols": [
              "Free"
            ]
          },
          "doc": "For everybody."
        },
        {
          "name": "contact",
          "type": [
            {
              "type": "record",
              "name": "Phone",
              "doc": "By telephone.",
              "fields": [
                {
                  "name": "number",
                  "type": "string",
                  "doc": "With the country code."
                }
              ]
            },
            {
              "type": "record",
              "name": "Letter",
              "doc": "By letter.",
              "fields": [
                {
                  "name": "_0",
                  "type": "int"
                },
                {
                  "name": "_1",
                  "type": "int"
                }
              ]
            }
          ]
        }
      ]
    }
    "#);
    round_trip(&[
        Account { email: "a".into(), score: 1, tier: Tier::Free, contact: Contact::Phone { number: "2".into() } },
        Account { email: "b".into(), score: 2, tier: Tier::Free, contact: Contact::Letter(1, 2) },
    ]);
}
