//! `map = "entries" | "string_keys"`: maps whose keys are no strings.

use super::{decode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};
use std::collections::{BTreeMap, HashMap};

#[derive(AvroEntity, Debug, PartialEq)]
struct Stock {
    #[avro(map = "entries")]
    by_id: BTreeMap<i32, String>,
    #[avro(map = "string_keys")]
    by_code: BTreeMap<u16, i64>,
    #[avro(map = "entries", default)]
    by_hash: HashMap<(i32, i32), bool>,
    by_name: BTreeMap<String, i32>,
}

#[test]
fn entries_are_an_array_of_records_and_string_keys_a_map() {
    insta::assert_snapshot!(schema_of::<Stock>(), @r#"
    {
      "type": "record",
      "name": "Stock",
      "fields": [
        {
          "name": "by_id",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "Entry_int_string",
              "namespace": "avro_entity",
              "fields": [
                {
                  "name": "key",
                  "type": "int"
                },
                {
                  "name": "value",
                  "type": "string"
                }
              ]
            }
          }
        },
        {
          "name": "by_code",
          "type": {
            "type": "map",
            "values": "long"
          }
        },
        {
          "name": "by_hash",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "Entry_Tuple2__int__int_boolean",
              "namespace": "avro_entity",
              "fields": [
                {
                  "name": "key",
                  "type": {
                    "type": "record",
                    "name": "Tuple2_int_int",
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
                },
                {
                  "name": "value",
                  "type": "boolean"
                }
              ]
            }
          },
          "default": []
        },
        {
          "name": "by_name",
          "type": {
            "type": "map",
            "values": "int"
          }
        }
      ]
    }
    "#);
    let bytes = round_trip(&[
        Stock {
            by_id: BTreeMap::from([(-1, "a".into()), (2, "b".into())]),
            by_code: BTreeMap::from([(80, 1)]),
            by_hash: HashMap::from([((1, 2), true)]),
            by_name: BTreeMap::new(),
        },
        Stock { by_id: BTreeMap::new(), by_code: BTreeMap::new(), by_hash: HashMap::new(), by_name: BTreeMap::new() },
    ]);
    assert_eq!(
        bytes[0],
        [4, 1, 2, b'a', 4, 2, b'b', 0, 2, 4, b'8', b'0', 2, 0, 2, 2, 4, 1, 0, 0],
        "by_id, by_code, by_hash, by_name"
    );
}

#[test]
fn a_key_that_does_not_parse_is_an_error_with_its_path() {
    #[derive(AvroEntity, Debug, PartialEq)]
    struct Ports {
        #[avro(map = "string_keys")]
        names: BTreeMap<u16, i64>,
    }
    let error = decode_error::<Ports>(&[2, 4, b'x', b'y', 2, 0]);
    assert_eq!(error.kind(), ErrorKind::Custom);
    insta::assert_snapshot!(error, @r#"Ports.names["xy"] at byte 1: expected the text of a `u16`: invalid digit found in string"#);
}
