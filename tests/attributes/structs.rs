//! Structs of every form, without attributes.

use super::{decode_error, encode_error, round_trip, schema_of};
use avro_entity::{AvroDecode, AvroEncode, AvroEntity, AvroSchema, ErrorKind};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::num::NonZeroU32;
use std::rc::Rc;

#[derive(AvroEntity, Debug, PartialEq)]
struct Everything {
    boolean: bool,
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    isize: isize,
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    usize: usize,
    nonzero: NonZeroU32,
    f32: f32,
    f64: f64,
    char: char,
    string: String,
    boxed_str: Box<str>,
    bytes: Vec<u8>,
    fixed: [u8; 3],
    list: Vec<i32>,
    deque: VecDeque<String>,
    array: [bool; 2],
    set: BTreeSet<i16>,
    map: BTreeMap<String, Vec<i64>>,
    option: Option<f32>,
    boxed: Box<i32>,
    shared: Rc<str>,
    unit: (),
    tuple: (i32, String),
}

fn everything() -> Everything {
    Everything {
        boolean: true,
        i8: -1,
        i16: i16::MIN,
        i32: i32::MAX,
        i64: i64::MIN,
        isize: -1,
        u8: 255,
        u16: u16::MAX,
        u32: u32::MAX,
        u64: i64::MAX as u64,
        usize: 0,
        nonzero: NonZeroU32::MIN,
        f32: f32::MIN_POSITIVE,
        f64: f64::NEG_INFINITY,
        char: '🦀',
        string: "s".into(),
        boxed_str: "b".into(),
        bytes: vec![0, 255],
        fixed: [1, 2, 3],
        list: vec![1, -1],
        deque: VecDeque::from(["a".to_owned(), "b".to_owned()]),
        array: [true, false],
        set: BTreeSet::from([3, 1]),
        map: BTreeMap::from([("k".to_owned(), vec![1])]),
        option: Some(0.5),
        boxed: Box::new(9),
        shared: "r".into(),
        unit: (),
        tuple: (1, "t".into()),
    }
}

#[test]
fn every_plain_type_has_its_place_in_a_record() {
    insta::assert_snapshot!(schema_of::<Everything>(), @r#"
    {
      "type": "record",
      "name": "Everything",
      "fields": [
        {
          "name": "boolean",
          "type": "boolean"
        },
        {
          "name": "i8",
          "type": "int"
        },
        {
          "name": "i16",
          "type": "int"
        },
        {
          "name": "i32",
          "type": "int"
        },
        {
          "name": "i64",
          "type": "long"
        },
        {
          "name": "isize",
          "type": "long"
        },
        {
          "name": "u8",
          "type": "int"
        },
        {
          "name": "u16",
          "type": "int"
        },
        {
          "name": "u32",
          "type": "long"
        },
        {
          "name": "u64",
          "type": "long"
        },
        {
          "name": "usize",
          "type": "long"
        },
        {
          "name": "nonzero",
          "type": "long"
        },
        {
          "name": "f32",
          "type": "float"
        },
        {
          "name": "f64",
          "type": "double"
        },
        {
          "name": "char",
          "type": "string"
        },
        {
          "name": "string",
          "type": "string"
        },
        {
          "name": "boxed_str",
          "type": "string"
        },
        {
          "name": "bytes",
          "type": "bytes"
        },
        {
          "name": "fixed",
          "type": {
            "type": "fixed",
            "name": "Everything_fixed",
            "size": 3
          }
        },
        {
          "name": "list",
          "type": {
            "type": "array",
            "items": "int"
          }
        },
        {
          "name": "deque",
          "type": {
            "type": "array",
            "items": "string"
          }
        },
        {
          "name": "array",
          "type": {
            "type": "array",
            "items": "boolean"
          }
        },
        {
          "name": "set",
          "type": {
            "type": "array",
            "items": "int"
          }
        },
        {
          "name": "map",
          "type": {
            "type": "map",
            "values": {
              "type": "array",
              "items": "long"
            }
          }
        },
        {
          "name": "option",
          "type": [
            "null",
            "float"
          ],
          "default": null
        },
        {
          "name": "boxed",
          "type": "int"
        },
        {
          "name": "shared",
          "type": "string"
        },
        {
          "name": "unit",
          "type": "null"
        },
        {
          "name": "tuple",
          "type": {
            "type": "record",
            "name": "Tuple2_int_string",
            "namespace": "avro_entity",
            "fields": [
              {
                "name": "_0",
                "type": "int"
              },
              {
                "name": "_1",
                "type": "string"
              }
            ]
          }
        }
      ]
    }
    "#);
    round_trip(&[everything(), Everything { option: None, list: vec![], string: "another".into(), ..everything() }]);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Pair(i32, String);

#[derive(AvroEntity, Debug, PartialEq)]
struct Metres(f64);

#[derive(AvroEntity, Debug, PartialEq)]
struct Unit;

#[derive(AvroEntity, Debug, PartialEq)]
struct Empty {}

#[derive(AvroEntity, Debug, PartialEq)]
struct Wrapper(Option<Vec<Metres>>);

#[derive(AvroEntity, Debug, PartialEq)]
struct Forms {
    pair: Pair,
    metres: Metres,
    unit: Unit,
    empty: Empty,
    wrapper: Wrapper,
    units: Vec<Unit>,
}

#[test]
fn tuple_structs_are_records_and_newtypes_are_as_their_field() {
    insta::assert_snapshot!(schema_of::<Forms>(), @r#"
    {
      "type": "record",
      "name": "Forms",
      "fields": [
        {
          "name": "pair",
          "type": {
            "type": "record",
            "name": "Pair",
            "fields": [
              {
                "name": "_0",
                "type": "int"
              },
              {
                "name": "_1",
                "type": "string"
              }
            ]
          }
        },
        {
          "name": "metres",
          "type": "double"
        },
        {
          "name": "unit",
          "type": {
            "type": "record",
            "name": "Unit",
            "fields": []
          }
        },
        {
          "name": "empty",
          "type": {
            "type": "record",
            "name": "Empty",
            "fields": []
          }
        },
        {
          "name": "wrapper",
          "type": [
            "null",
            {
              "type": "array",
              "items": "double"
            }
          ]
        },
        {
          "name": "units",
          "type": {
            "type": "array",
            "items": "Unit"
          }
        }
      ]
    }
    "#);
    let forms = Forms {
        pair: Pair(1, "a".into()),
        metres: Metres(0.0),
        unit: Unit,
        empty: Empty {},
        wrapper: Wrapper(Some(vec![Metres(0.0)])),
        units: vec![Unit, Unit],
    };
    let mut expected = vec![2, 2, b'a'];
    expected.extend([0; 8]);
    expected.extend([2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expected.extend([4, 0]);
    assert_eq!(round_trip(&[forms]), [expected]);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Narrow {
    small: u8,
    list: Vec<Pair>,
    big: u64,
    nonzero: Option<NonZeroU32>,
}

#[test]
fn errors_say_where_and_what() {
    let narrow = Narrow { small: 1, list: vec![Pair(1, "ab".into())], big: 1, nonzero: NonZeroU32::new(1) };
    let bytes = avro_entity::to_vec(&narrow).unwrap();
    assert_eq!(bytes, [2, 2, 2, 4, b'a', b'b', 0, 2, 2, 2]);

    let out_of_range = decode_error::<Narrow>(&[0x80, 4]);
    insta::assert_snapshot!(out_of_range, @"Narrow.small at byte 0: the int 256 is outside the range of `u8`");
    assert_eq!(out_of_range.kind(), ErrorKind::Range);

    let ill_formed = decode_error::<Narrow>(&[2, 2, 2, 4, 0xff, b'b', 0, 2, 2, 2]);
    insta::assert_snapshot!(ill_formed, @"Narrow.list[0]._1 at byte 3: a string is UTF-8: invalid utf-8 sequence of 1 bytes from index 0");
    assert_eq!(ill_formed.kind(), ErrorKind::Utf8);

    let cut = decode_error::<Narrow>(&bytes[..5]);
    insta::assert_snapshot!(cut, @"Narrow.list[0]._1 at byte 4: the input ends inside a string");
    assert_eq!(cut.kind(), ErrorKind::UnexpectedEnd);

    let zero = decode_error::<Narrow>(&[2, 0, 2, 2, 0]);
    insta::assert_snapshot!(zero, @"Narrow.nonzero at byte 4: expected a `NonZero<u32>`, found 0");
    assert_eq!(zero.kind(), ErrorKind::Range);

    let trailing = decode_error::<Narrow>(&[2, 0, 2, 0, 0]);
    insta::assert_snapshot!(trailing, @"byte 4: 1 byte is left after the datum");
    assert_eq!(trailing.kind(), ErrorKind::TrailingBytes);

    let too_big = encode_error(&Narrow { small: 1, list: vec![], big: u64::MAX, nonzero: None });
    insta::assert_snapshot!(too_big, @"Narrow.big at byte 2: 18446744073709551615 is outside the range of `long`");
    assert_eq!(too_big.kind(), ErrorKind::Range);
}

#[test]
fn each_trait_is_derivable_alone() {
    #[derive(AvroSchema, AvroEncode)]
    struct WriteOnly<'a> {
        name: &'a str,
        words: &'a [&'a str],
    }
    #[derive(AvroSchema, AvroDecode, Debug, PartialEq)]
    struct ReadOnly {
        name: String,
        words: Vec<String>,
    }
    #[derive(AvroSchema)]
    #[allow(dead_code, reason = "it has a schema and nothing else")]
    struct SchemaOnly {
        x: i32,
    }
    let bytes = avro_entity::to_vec(&WriteOnly { name: "n", words: &["a"] }).unwrap();
    let read: ReadOnly = avro_entity::from_slice(&bytes).unwrap();
    assert_eq!(read, ReadOnly { name: "n".into(), words: vec!["a".into()] });
    assert_eq!(SchemaOnly::schema().to_json()["fields"][0]["type"], "int");
}
