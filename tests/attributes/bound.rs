use super::{round_trip, schema_of};
use avro_entity::{AvroEntity, AvroSchema};
use std::fmt::Debug;

trait Event: AvroEntity {}

impl Event for i64 {}
impl Event for String {}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(bound = "")]
struct Envelope<T: Event> {
    event: T,
    next: Option<Box<Envelope<T>>>,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(bound = "T: Event, U: AvroEntity")]
enum Either<T, U> {
    One(T),
    Both { one: T, other: Vec<U> },
}

#[test]
fn the_bounds_stand_in_place_of_those_of_the_derive() {
    assert_eq!(
        Envelope::<i64>::schema().to_string(),
        r#"{"type":"record","name":"Envelope_long","fields":[{"name":"event","type":"long"},{"name":"next","type":["null","Envelope_long"],"default":null}]}"#
    );
    round_trip(&[Envelope {
        event: "a".to_owned(),
        next: Some(Box::new(Envelope { event: "b".to_owned(), next: None })),
    }]);
    round_trip(&[Either::One(1), Either::Both { one: 2, other: vec![true] }]);
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(bound = "T: AvroEntity + Start")]
struct Counter<T> {
    #[avro(default = T::start())]
    at: T,
}

trait Start {
    fn start() -> Self;
}

impl Start for i32 {
    fn start() -> i32 {
        7
    }
}

#[test]
fn an_expression_of_a_default_may_need_more_of_a_parameter() {
    insta::assert_snapshot!(schema_of::<Counter<i32>>(), @r#"
    {
      "type": "record",
      "name": "Counter_int",
      "fields": [
        {
          "name": "at",
          "type": "int",
          "default": 7
        }
      ]
    }
    "#);
    round_trip(&[Counter { at: 1 }]);
}

#[derive(AvroEntity, serde::Serialize, Debug, PartialEq)]
#[serde(bound(serialize = "T: serde::Serialize + Copy"))]
struct Shown<T> {
    value: T,
}

#[test]
fn bounds_of_serde_are_none_of_ours() {
    round_trip(&[Shown { value: "no copy".to_owned() }]);
}
