//! `flatten`: the fields of another record in place of a field.

use super::{refusal_of, round_trip, schema_of};
use avro_entity::AvroEntity;

#[derive(AvroEntity, Debug, PartialEq)]
struct Order {
    id: i64,
    #[avro(flatten)]
    audit: Audit,
    #[avro(flatten)]
    total: Total,
    note: String,
}

/// Who did it.
#[derive(AvroEntity, Debug, PartialEq)]
struct Audit {
    /// Their name.
    #[avro(alias = "author")]
    by: String,
    #[avro(default = 1)]
    version: i32,
    #[avro(default = "web")]
    channel: Option<String>,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Total {
    #[avro(flatten)]
    amount: Amount,
    tax: Option<f64>,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Amount {
    amount: f32,
}

#[test]
fn the_fields_stand_in_place_of_the_field() {
    insta::assert_snapshot!(schema_of::<Order>(), @r#"
    {
      "type": "record",
      "name": "Order",
      "fields": [
        {
          "name": "id",
          "type": "long"
        },
        {
          "name": "by",
          "type": "string",
          "doc": "Their name.",
          "aliases": [
            "author"
          ]
        },
        {
          "name": "version",
          "type": "int",
          "default": 1
        },
        {
          "name": "channel",
          "type": [
            "string",
            "null"
          ],
          "default": "web"
        },
        {
          "name": "amount",
          "type": "float"
        },
        {
          "name": "tax",
          "type": [
            "null",
            "double"
          ],
          "default": null
        },
        {
          "name": "note",
          "type": "string"
        }
      ]
    }
    "#);
    let order = |channel| Order {
        id: 1,
        audit: Audit { by: "me".into(), version: 2, channel },
        total: Total { amount: Amount { amount: 0.0 }, tax: None },
        note: "n".into(),
    };
    let bytes = round_trip(&[order(None), order(Some("app".into()))]);
    assert_eq!(bytes[0], [2, 4, b'm', b'e', 4, 2, 0, 0, 0, 0, 0, 2, b'n']);
    assert_eq!(bytes[1][5..10], [0, 6, b'a', b'p', b'p']);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Both {
    whole: Audit,
    #[avro(flatten)]
    parts: Audit,
}

#[test]
fn a_record_may_be_flattened_and_used_as_it_is() {
    insta::assert_snapshot!(schema_of::<Both>(), @r#"
    {
      "type": "record",
      "name": "Both",
      "fields": [
        {
          "name": "whole",
          "type": {
            "type": "record",
            "name": "Audit",
            "doc": "Who did it.",
            "fields": [
              {
                "name": "by",
                "type": "string",
                "doc": "Their name.",
                "aliases": [
                  "author"
                ]
              },
              {
                "name": "version",
                "type": "int",
                "default": 1
              },
              {
                "name": "channel",
                "type": [
                  "string",
                  "null"
                ],
                "default": "web"
              }
            ]
          }
        },
        {
          "name": "by",
          "type": "string",
          "doc": "Their name.",
          "aliases": [
            "author"
          ]
        },
        {
          "name": "version",
          "type": "int",
          "default": 1
        },
        {
          "name": "channel",
          "type": [
            "string",
            "null"
          ],
          "default": "web"
        }
      ]
    }
    "#);
    let audit = |by: &str| Audit { by: by.into(), version: 0, channel: None };
    round_trip(&[Both { whole: audit("a"), parts: audit("b") }]);
}

#[derive(AvroEntity, Debug)]
struct Twice {
    by: String,
    #[avro(flatten)]
    audit: Audit,
}

#[test]
fn two_fields_of_one_name_are_refused() {
    insta::assert_snapshot!(refusal_of::<Twice>(), @"Twice.by: the record has two fields of the name `by`");
}

#[derive(AvroEntity, Debug)]
struct NoRecord {
    #[avro(flatten)]
    numbers: Vec<i32>,
}

#[derive(AvroEntity, Debug)]
enum OfVariant {
    Both {
        #[avro(flatten)]
        audit: Audit,
        #[avro(flatten)]
        number: Option<i32>,
    },
}

#[derive(avro_entity::AvroSchema)]
#[allow(dead_code, reason = "the schema alone is asked for")]
struct Endless {
    #[avro(flatten)]
    itself: Box<Endless>,
}

#[test]
fn only_records_can_be_flattened() {
    insta::assert_snapshot!(refusal_of::<NoRecord>(), @"NoRecord.numbers: `flatten` needs a field whose type is a record");
    insta::assert_snapshot!(refusal_of::<OfVariant>(), @"Both.number: `flatten` needs a field whose type is a record");
    insta::assert_snapshot!(refusal_of::<Endless>(), @"Endless.itself: `flatten` of a record inside itself");
}

mod written {
    #[derive(avro_entity::AvroEntity, Debug, PartialEq)]
    pub(super) struct Audit {
        #[avro(default = "web")]
        pub(super) channel: Option<String>,
        pub(super) key: [u8; 1],
    }
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Marker {}

#[derive(AvroEntity, Debug, PartialEq)]
struct Parts {
    #[avro(flatten)]
    here: Marker,
    #[avro(flatten)]
    written: written::Audit,
    #[avro(flatten)]
    again: Box<Marker>,
    #[avro(flatten)]
    read: read::Audit,
}

mod read {
    #[derive(avro_entity::AvroEntity, Debug, PartialEq)]
    pub(super) struct Audit {
        pub(super) seen: Option<super::whole::Audit>,
    }
}

mod whole {
    #[derive(avro_entity::AvroEntity, Debug, PartialEq)]
    pub(super) struct Audit {
        pub(super) by: String,
    }
}

#[test]
fn a_flattened_record_may_be_empty_and_takes_no_name() {
    insta::assert_snapshot!(schema_of::<Parts>(), @r#"
    {
      "type": "record",
      "name": "Parts",
      "fields": [
        {
          "name": "channel",
          "type": [
            "string",
            "null"
          ],
          "default": "web"
        },
        {
          "name": "key",
          "type": {
            "type": "fixed",
            "name": "Audit_key",
            "size": 1
          }
        },
        {
          "name": "seen",
          "type": [
            "null",
            {
              "type": "record",
              "name": "Audit",
              "fields": [
                {
                  "name": "by",
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
    let parts = |channel: Option<&str>, seen| Parts {
        here: Marker {},
        written: written::Audit { channel: channel.map(str::to_owned), key: [7] },
        again: Box::new(Marker {}),
        read: read::Audit { seen },
    };
    let bytes = round_trip(&[parts(None, None), parts(Some("a"), Some(whole::Audit { by: "me".into() }))]);
    assert_eq!(bytes, [vec![2, 7, 0], vec![0, 2, b'a', 7, 2, 4, b'm', b'e']]);
}
