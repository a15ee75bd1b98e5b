//! `#[avro_entity(…)]`: the second spelling, for types on which `avro` belongs to the derive of `apache_avro`.

use super::{round_trip, schema_of};
use avro_entity::{AvroEntity, AvroSchema as _};

#[derive(AvroEntity, Debug, PartialEq)]
#[avro_entity(namespace = "shop", alias = "User")]
struct Account {
    #[avro_entity(name = "_id", alias = "id")]
    key: i64,
    #[avro_entity(default = "none", doc = "Free text.")]
    note: String,
    #[avro_entity(ignore)]
    cache: i32,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro_entity(rename_all = "camelCase")]
enum Level {
    VeryLow,
    #[avro_entity(default)]
    Unknown,
}

#[test]
fn both_spellings_say_the_same() {
    insta::assert_snapshot!(schema_of::<Account>(), @r#"
    {
      "type": "record",
      "name": "Account",
      "namespace": "shop",
      "aliases": [
        "User"
      ],
      "fields": [
        {
          "name": "_id",
          "type": "long",
          "aliases": [
            "id"
          ]
        },
        {
          "name": "note",
          "type": "string",
          "default": "none",
          "doc": "Free text."
        }
      ]
    }
    "#);
    insta::assert_snapshot!(schema_of::<Level>(), @r#"
    {
      "type": "enum",
      "name": "Level",
      "symbols": [
        "veryLow",
        "unknown"
      ],
      "default": "unknown"
    }
    "#);
    round_trip(&[Account { key: 1, note: "n".into(), cache: 0 }]);
    assert_eq!(round_trip(&[Level::VeryLow, Level::Unknown]), [[0], [2]]);
}

/// Here `avro` is the other crate's, whose defaults are JSON.
#[derive(AvroEntity, apache_avro::AvroSchema, Debug, PartialEq)]
#[avro(namespace = "theirs", doc = "Theirs.")]
#[avro_entity(namespace = "ours", meta(a = 1))]
struct Shared {
    #[avro(default = r#""theirs""#)]
    #[avro_entity(default = "ours")]
    note: String,
    #[serde(skip)]
    cache: i32,
}

#[test]
fn a_type_with_the_second_spelling_leaves_avro_to_the_other_derive() {
    let ours = Shared::schema().to_json();
    assert_eq!(ours["namespace"], "ours");
    assert_eq!(ours["fields"][0]["default"], "ours");
    let theirs = serde_json::to_value(<Shared as apache_avro::AvroSchema>::get_schema()).unwrap();
    assert_eq!(theirs["namespace"], "theirs");
    assert_eq!(theirs["fields"][0]["default"], "theirs");
    round_trip(&[Shared { note: "n".into(), cache: 0 }]);
}
