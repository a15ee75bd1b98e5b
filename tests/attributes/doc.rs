//! `doc = "…"`, `doc = false` and doc comments.

use super::{round_trip, schema_of};
use avro_entity::{AvroEntity, AvroSchema};

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

/** An order
 * of a customer.
 *
 *   * indented
 * **bold**
 */
#[derive(AvroEntity, Debug, PartialEq)]
#[allow(clippy::doc_lazy_continuation, reason = "how comments are laid out is what the test is about")]
struct Order {
    /**
     * The number.
     */
    id: i64,
    /** List:
    * one
    and more */
    unframed: i32,
    #[doc = " Not a comment:\n * one\n * two"]
    text: i32,
}

#[test]
fn block_comments_have_no_asterisks_in_front() {
    assert_eq!(
        Order::schema().to_string(),
        concat!(
            r#"{"type":"record","name":"Order","doc":"An order\nof a customer.\n\n  * indented\n**bold**","fields":["#,
            r#"{"name":"id","type":"long","doc":"The number."},"#,
            r#"{"name":"unframed","type":"int","doc":"List:\n   * one\n   and more"},"#,
            r#"{"name":"text","type":"int","doc":"Not a comment:\n* one\n* two"}]}"#
        )
    );
    round_trip(&[Order { id: 1, unframed: 2, text: 3 }]);
}

macro_rules! documented {
    ($name:ident, $of:literal) => {
        #[doc = concat!("The ", $of)]
        /// of a customer.
        #[derive(AvroEntity, Debug, PartialEq)]
        struct $name {
            #[doc = concat!(" The ", "number of ", stringify!($name), ".")]
            id: i64,
            #[doc = include_str!("colour.avsc")]
            #[avro(doc = false)]
            colour: i32,
        }
    };
}

documented!(Invoice, "invoice");

#[derive(AvroEntity, Debug, PartialEq)]
enum Shape {
    #[doc = include_str!("colour.avsc")]
    Round { radius: f64 },
}

#[test]
fn macros_give_documentation() {
    assert_eq!(
        Invoice::schema().to_string(),
        r#"{"type":"record","name":"Invoice","doc":"The invoice\nof a customer.","fields":[{"name":"id","type":"long","doc":"The number of Invoice."},{"name":"colour","type":"int"}]}"#
    );
    let schema = Shape::schema().to_json();
    assert_eq!(schema[0]["doc"], include_str!("colour.avsc").trim());
    round_trip(&[Invoice { id: 1, colour: 2 }]);
}
