//! `ignore` on fields and variants.

use super::{encode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};

/// Not an Avro type at all.
#[derive(Debug, Default, PartialEq)]
struct Cache(Vec<std::cell::Cell<i32>>);

#[derive(AvroEntity, Debug, PartialEq)]
struct Account {
    id: i32,
    #[avro(ignore)]
    cache: Cache,
    #[avro(ignore, default = 7)]
    retries: u128,
    name: String,
}

#[test]
fn an_ignored_field_is_its_default_when_read() {
    insta::assert_snapshot!(schema_of::<Account>(), @r#"
    {
      "type": "record",
      "name": "Account",
      "fields": [
        {
          "name": "id",
          "type": "int"
        },
        {
          "name": "name",
          "type": "string"
        }
      ]
    }
    "#);
    let written = Account { id: 1, cache: Cache(vec![3.into()]), retries: 0, name: "n".into() };
    let bytes = avro_entity::to_vec(&written).unwrap();
    assert_eq!(bytes, [2, 2, b'n']);
    let expected = Account { cache: Cache::default(), retries: 7, ..written };
    assert_eq!(avro_entity::from_slice::<Account>(&bytes).unwrap(), expected);
    round_trip(&[expected]);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Tuple(i32, #[avro(ignore)] Cache, bool);

#[test]
fn an_ignored_field_of_a_tuple_leaves_the_names_of_the_others() {
    insta::assert_snapshot!(schema_of::<Tuple>(), @r#"
    {
      "type": "record",
      "name": "Tuple",
      "fields": [
        {
          "name": "_0",
          "type": "int"
        },
        {
          "name": "_2",
          "type": "boolean"
        }
      ]
    }
    "#);
    assert_eq!(round_trip(&[Tuple(1, Cache::default(), true)]), [[2, 1]]);
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Event {
    Text(String),
    #[avro(ignore)]
    Local(Cache),
    Moved {
        x: i32,
    },
    #[avro(ignore)]
    Tick,
}

#[test]
fn an_ignored_variant_has_no_branch_and_cannot_be_written() {
    insta::assert_snapshot!(schema_of::<Event>(), @r#"
    [
      "string",
      {
        "type": "record",
        "name": "Moved",
        "fields": [
          {
            "name": "x",
            "type": "int"
          }
        ]
      }
    ]
    "#);
    assert_eq!(round_trip(&[Event::Text("a".into()), Event::Moved { x: 1 }]), [vec![0, 2, b'a'], vec![2, 2]]);
    let error = encode_error(&Event::Local(Cache::default()));
    assert_eq!(error.kind(), ErrorKind::Unrepresentable);
    insta::assert_snapshot!(error, @"byte 0: the variant `Event::Local` is `#[avro(ignore)]` and cannot be written");
    assert_eq!(encode_error(&Event::Tick).kind(), ErrorKind::Unrepresentable);
}
