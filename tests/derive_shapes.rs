//! Every shape a Rust type can have: its schema beside its bytes, read back by value and into an existing value.

use avro_entity::{AvroDecode, AvroEncode, AvroEntity, AvroSchema, ErrorKind, from_slice, to_vec};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Writes `value`, and reads it back by value and into each of `others`.
#[track_caller]
fn round_trip<T: AvroEncode + for<'de> AvroDecode<'de> + PartialEq + Debug>(value: T, others: Vec<T>) -> Vec<u8> {
    let bytes = to_vec(&value).unwrap();
    assert_eq!(from_slice::<T>(&bytes).unwrap(), value);
    for mut other in others {
        avro_entity::decode_into(&mut other, &bytes).unwrap();
        assert_eq!(other, value);
    }
    bytes
}

#[track_caller]
fn assert_schema<T: AvroSchema + ?Sized>(expected: &str) {
    assert_eq!(T::schema().to_string(), expected);
}

/// Somebody who signed up.
#[derive(AvroEntity, Debug, PartialEq, Clone)]
#[avro(name = "Account", namespace = "net.example", alias = "User", meta(dbtype = "mongodb", version = 2, live = true))]
struct SignedUp {
    #[avro(name = "_id", alias = "id", type_meta(subtype = "objectid"))]
    id: String,
    #[avro(default = "")]
    email: String,
    nickname: Option<String>,
    #[avro(default = -1, order = "descending")]
    rank: i32,
    visits: i64,
    #[avro(ignore, default = 7)]
    session: u8,
}

fn account() -> SignedUp {
    SignedUp { id: "a1".into(), email: "a@b".into(), nickname: None, rank: 3, visits: -2, session: 7 }
}

#[test]
fn a_struct_is_a_record() {
    assert_schema::<SignedUp>(concat!(
        r#"{"type":"record","name":"Account","namespace":"net.example","doc":"Somebody who signed up.","#,
        r#""aliases":["User"],"fields":["#,
        r#"{"name":"_id","type":{"type":"string","subtype":"objectid"},"aliases":["id"]},"#,
        r#"{"name":"email","type":"string","default":""},"#,
        r#"{"name":"nickname","type":["null","string"],"default":null},"#,
        r#"{"name":"rank","type":"int","default":-1,"order":"descending"},"#,
        r#"{"name":"visits","type":"long"}"#,
        r#"],"dbtype":"mongodb","version":2,"live":true}"#
    ));
    let bytes = round_trip(
        account(),
        vec![SignedUp { id: "longer".into(), nickname: Some("x".into()), session: 1, ..account() }],
    );
    assert_eq!(bytes, [4, b'a', b'1', 6, b'a', b'@', b'b', 0, 6, 3]);
}

#[derive(AvroEntity, Debug, PartialEq, Clone)]
struct Pair(i32, String);

#[derive(AvroEntity, Debug, PartialEq, Clone)]
struct Nothing;

#[derive(AvroEntity, Debug, PartialEq, Clone)]
struct Id(String);

#[derive(AvroEntity, Debug, PartialEq, Clone)]
#[avro(transparent)]
struct Wrapped {
    value: Option<Id>,
    #[avro(ignore)]
    note: u8,
}

#[test]
fn tuples_units_and_newtypes() {
    assert_schema::<Pair>(
        r#"{"type":"record","name":"Pair","fields":[{"name":"_0","type":"int"},{"name":"_1","type":"string"}]}"#,
    );
    assert_eq!(round_trip(Pair(1, "x".into()), vec![Pair(0, String::new())]), [2, 2, b'x']);
    assert_schema::<Nothing>(r#"{"type":"record","name":"Nothing","fields":[]}"#);
    assert_eq!(round_trip(Nothing, vec![Nothing]), [0u8; 0]);
    assert_schema::<Id>(r#""string""#);
    assert_eq!(round_trip(Id("x".into()), vec![Id("yy".into())]), [2, b'x']);
    assert_schema::<Wrapped>(r#"["null","string"]"#);
    let some = Wrapped { value: Some(Id("x".into())), note: 0 };
    assert_eq!(round_trip(some, vec![Wrapped { value: None, note: 1 }]), [2, 2, b'x']);
}

#[derive(AvroEntity, Debug, PartialEq, Clone, Copy)]
#[avro(rename_all = "SCREAMING_SNAKE_CASE")]
enum Colour {
    DarkRed,
    #[avro(default)]
    Green,
    #[avro(ignore)]
    Unnamed,
}

#[test]
fn a_unit_only_enum_is_an_enum() {
    assert_schema::<Colour>(r#"{"type":"enum","name":"Colour","symbols":["DARK_RED","GREEN"],"default":"GREEN"}"#);
    assert_eq!(round_trip(Colour::Green, vec![Colour::DarkRed]), [2]);
    let error = to_vec(&Colour::Unnamed).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unrepresentable);
    assert_eq!(error.message(), "the variant `Colour::Unnamed` is `#[avro(ignore)]` and cannot be written");
    assert_eq!(from_slice::<Colour>(&[4]).unwrap_err().kind(), ErrorKind::Symbol);
}

#[derive(AvroEntity, Debug, PartialEq, Clone)]
#[avro(namespace = "pay")]
enum Payment {
    Cash,
    Card {
        number: String,
        month: i32,
        year: i32,
    },
    Points(i64),
    Nested(Either),
    Split {
        parts: Vec<Payment>,
    },
    #[avro(name = "IouNote")]
    Iou(String, Option<bool>),
    #[avro(ignore)]
    Barter(std::time::Instant),
}

#[derive(AvroEntity, Debug, PartialEq, Clone)]
enum Either {
    Left(bool),
    Right(f64),
}

#[test]
fn an_enum_with_data_is_a_union() {
    assert_schema::<Payment>(concat!(
        r#"[{"type":"record","name":"Cash","namespace":"pay","fields":[]},"#,
        r#"{"type":"record","name":"Card","namespace":"pay","fields":[{"name":"number","type":"string"},"#,
        r#"{"name":"month","type":"int"},{"name":"year","type":"int"}]},"#,
        r#""long","boolean","double","#,
        r#"{"type":"record","name":"Split","namespace":"pay","fields":[{"name":"parts","type":{"type":"array","items":"#,
        r#"["Cash","Card","long","boolean","double","Split",{"type":"record","name":"IouNote","fields":["#,
        r#"{"name":"_0","type":"string"},{"name":"_1","type":["null","boolean"],"default":null}]}]}}]},"pay.IouNote"]"#
    ));
}

#[test]
fn union_branches_come_back() {
    let all = vec![
        Payment::Cash,
        Payment::Card { number: "1".into(), month: 2, year: 3 },
        Payment::Points(5),
        Payment::Nested(Either::Left(true)),
        Payment::Nested(Either::Right(0.5)),
        Payment::Iou("me".into(), Some(true)),
    ];
    for (index, value) in all.iter().enumerate() {
        let bytes = round_trip(value.clone(), all.clone());
        let expected = [0, 1, 2, 3, 4, 6][index];
        assert_eq!(bytes[0], expected * 2);
    }
    let error = to_vec(&Payment::Barter(std::time::Instant::now())).unwrap_err();
    assert_eq!(error.message(), "the variant `Payment::Barter` is `#[avro(ignore)]` and cannot be written");
}

#[derive(AvroEntity, Debug, PartialEq, Clone)]
struct Page<T, const N: usize> {
    items: Vec<T>,
    next: Option<Box<Page<T, N>>>,
}

#[derive(AvroEntity, Debug, PartialEq, Clone)]
struct Borrowed<'a> {
    name: &'a str,
    more: BTreeMap<String, f64>,
}

#[test]
fn generic_instances_have_the_names_of_their_arguments() {
    assert_eq!(
        <Page<Id, 2>>::schema().to_string(),
        concat!(
            r#"{"type":"record","name":"Page_string_2","fields":[{"name":"items","type":{"type":"array","items":"string"}},"#,
            r#"{"name":"next","type":["null","Page_string_2"],"default":null}]}"#
        )
    );
    let last = Page::<SignedUp, 2> { items: vec![account()], next: None };
    round_trip(Page { items: vec![], next: Some(Box::new(last.clone())) }, vec![last]);
}

#[test]
fn errors_say_where() {
    let error = from_slice::<SignedUp>(&[2, b'x', 0, 0, 2]).unwrap_err();
    assert_eq!(error.to_string(), "Account.visits at byte 5: the input ends inside a number");
    let error = from_slice::<Payment>(&[2, 2, b'1', 2]).unwrap_err();
    assert_eq!(error.to_string(), "Payment.Card.year at byte 4: the input ends inside a number");
    let name = String::from("x");
    let bytes = to_vec(&Borrowed { name: &name, more: BTreeMap::new() }).unwrap();
    let back: Borrowed<'_> = from_slice(&bytes).unwrap();
    assert_eq!(back.name.as_ptr(), bytes[1..].as_ptr());
}

mod other {
    #[derive(avro_entity::AvroEntity)]
    pub struct Card {
        pub suit: i32,
    }
}

#[derive(AvroEntity)]
struct Game {
    card: other::Card,
    paid: Option<Paid>,
}

#[derive(AvroEntity)]
enum Paid {
    Cash(i64),
    Card { number: String },
}

#[test]
fn two_types_of_one_name_are_both_named() {
    let game = Game { card: other::Card { suit: 1 }, paid: Some(Paid::Card { number: String::new() }) };
    assert_eq!(
        to_vec(&game).unwrap_err().to_string(),
        "Game.paid: `derive_shapes::other::Card` and `derive_shapes::Paid::Card` both have the name `Card`: \
         give one another `name` or `namespace`"
    );
    assert_eq!(to_vec(&Paid::Cash(1)).unwrap(), [0, 2]);
}
