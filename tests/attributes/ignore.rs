//! `ignore` on fields and variants.

use super::{encode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, AvroSchema, ErrorKind};
use std::marker::PhantomData;

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

/// Neither an Avro type nor one with a default.
#[derive(Debug, PartialEq)]
struct Mark;

#[derive(AvroEntity, serde::Serialize, serde::Deserialize, Debug, PartialEq)]
#[serde(transparent)]
struct Id<T>(i64, PhantomData<T>);

#[derive(AvroEntity, serde::Serialize, serde::Deserialize, Debug, Default, PartialEq)]
#[serde(default)]
struct Page<T, U, V> {
    items: Vec<U>,
    of: std::marker::PhantomData<fn() -> (T, V)>,
    #[avro(ignore)]
    and: PhantomData<V>,
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Either<T> {
    Left(i32, PhantomData<T>),
    Right { id: Id<Mark> },
    Both(Id<Mark>),
}

#[test]
fn phantom_data_is_ignored_by_itself() {
    assert_eq!(Id::<Mark>::schema().to_string(), r#""long""#);
    assert_eq!(
        Page::<(), i64, ()>::schema().to_string(),
        r#"{"type":"record","name":"Page_long","fields":[{"name":"items","type":{"type":"array","items":"long"},"default":[]}]}"#
    );
    assert_eq!(
        Either::<Mark>::schema().to_string(),
        r#"[{"type":"record","name":"Left","fields":[{"name":"_0","type":"int"}]},{"type":"record","name":"Right","fields":[{"name":"id","type":"long"}]},"long"]"#
    );
    assert_eq!(round_trip(&[Id::<Mark>(3, PhantomData)]), [[6]]);
    round_trip(&[Page::<(), i64, ()> { items: vec![1], ..Page::default() }]);
    round_trip(&[
        Either::<Mark>::Left(1, PhantomData),
        Either::Right { id: Id(2, PhantomData) },
        Either::Both(Id(3, PhantomData)),
    ]);
}

#[test]
fn a_parameter_of_phantom_data_has_no_part_in_the_name() {
    assert_eq!(Id::<Mark>::type_name(), "long");
    assert_eq!(Page::<bool, i64, f64>::type_name(), Page::<(), i64, ()>::type_name());
    assert!(<(Page<bool, i64, f64>, Page<(), i64, ()>)>::try_schema().is_ok());
}
