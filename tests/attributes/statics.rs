//! Fields that are written with `'static`, which is no lifetime of what is read.

use super::round_trip;
use avro_entity::resolve::resolve;
use avro_entity::{AvroEncode, AvroEntity, AvroSchema, Decoder, to_vec};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Event {
    kind: Cow<'static, str>,
    raw: Cow<'static, [u8]>,
    steps: std::borrow::Cow<'static, [i64]>,
    #[avro(default = "none")]
    note: Cow<'static, str>,
    by: Option<Cow<'static, str>>,
    #[avro(default = Some(Box::new("web".into())))]
    from: Option<Box<Cow<'static, str>>>,
    tags: Vec<Cow<'static, str>>,
    pair: [Cow<'static, str>; 2],
    labels: BTreeMap<String, Cow<'static, str>>,
    lists: HashMap<String, Option<Vec<Cow<'static, [u8]>>>>,
    name: Name,
    either: Either,
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Name(Cow<'static, str>);

#[derive(AvroEntity, Clone, Debug, PartialEq)]
enum Either {
    Text(Cow<'static, str>),
    Many(Option<Cow<'static, [i32]>>),
    Both { text: Cow<'static, str>, name: Name },
}

/// The same with types that own, whose schema and bytes it has.
mod owned {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Event {
        pub kind: String,
        pub raw: Vec<u8>,
        pub steps: Vec<i64>,
        #[avro(default = "none")]
        pub note: String,
        pub by: Option<String>,
        #[avro(default = "web")]
        pub from: Option<String>,
        pub tags: Vec<String>,
        pub pair: [String; 2],
        pub labels: BTreeMap<String, String>,
        pub lists: HashMap<String, Option<Vec<Vec<u8>>>>,
        pub name: Name,
        pub either: Either,
    }

    #[derive(AvroEntity)]
    pub struct Name(String);

    #[derive(AvroEntity)]
    #[allow(dead_code, reason = "the schema alone is asked for")]
    pub enum Either {
        Text(String),
        Many(Option<Vec<i32>>),
        Both { text: String, name: Name },
    }
}

fn event() -> Event {
    Event {
        kind: Cow::Borrowed("signed-up"),
        raw: Cow::Borrowed(&[1, 2]),
        steps: Cow::Borrowed(&[3]),
        note: Cow::Borrowed("n"),
        by: Some(Cow::Borrowed("b")),
        from: None,
        tags: vec![Cow::Borrowed("t"), Cow::Owned("u".to_owned())],
        pair: [Cow::Borrowed("p"), Cow::Borrowed("q")],
        labels: BTreeMap::from([("k".to_owned(), Cow::Borrowed("v"))]),
        lists: HashMap::from([("l".to_owned(), Some(vec![Cow::Borrowed(&[4][..])]))]),
        name: Name(Cow::Borrowed("ada")),
        either: Either::Both { text: Cow::Borrowed("x"), name: Name(Cow::Borrowed("y")) },
    }
}

#[test]
fn a_cow_that_is_static_is_read_as_owned() {
    let other = Event {
        by: None,
        from: Some(Box::new(Cow::Borrowed("app"))),
        tags: vec![],
        either: Either::Many(Some(Cow::Borrowed(&[5, 6]))),
        ..event()
    };
    let third = Event { either: Either::Text(Cow::Borrowed("z")), lists: HashMap::new(), ..event() };
    let bytes = round_trip(&[event(), other, third]);
    let read: Event = avro_entity::from_slice(&bytes[0]).unwrap();
    assert!(matches!((read.kind, read.raw, read.steps), (Cow::Owned(_), Cow::Owned(_), Cow::Owned(_))));
}

#[test]
fn the_schema_and_the_names_are_those_of_types_that_own() {
    assert_eq!(Event::schema().to_string(), owned::Event::schema().to_string());
    assert_eq!(Name::type_name(), "string");
}

#[test]
fn what_was_owned_is_read_into_again() {
    let bytes = to_vec(&Name(Cow::Borrowed("ada"))).unwrap();
    let mut name = Name(Cow::Owned(String::with_capacity(100)));
    let Name(before) = &name;
    let before = before.as_ptr();
    avro_entity::decode_into(&mut name, &bytes).unwrap();
    assert_eq!((&*name.0, name.0.as_ptr()), ("ada", before));
}

/// Reads `written` through a plan, by value and into `other`.
#[track_caller]
fn evolves<W: AvroEncode, R: AvroEntity + PartialEq + Debug>(written: &W, expected: &R, mut other: R) {
    let bytes = to_vec(written).unwrap();
    let plan = resolve(W::schema(), R::schema());
    assert_eq!(plan.read::<R>(&mut Decoder::new(&bytes)).unwrap(), *expected);
    plan.read_into(&mut other, &mut Decoder::new(&bytes)).unwrap();
    assert_eq!(other, *expected);
}

#[derive(AvroEntity)]
#[avro(name = "Reading")]
struct Before {
    steps: Vec<i32>,
    kind: Vec<u8>,
    many: BTreeMap<String, Vec<i32>>,
    by: String,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(name = "Reading")]
struct After {
    #[avro(default = "web")]
    from: Cow<'static, str>,
    #[avro(default_json = "\"x\"")]
    on: Option<Cow<'static, str>>,
    kind: Cow<'static, str>,
    steps: Cow<'static, [i64]>,
    many: BTreeMap<String, Option<Cow<'static, [f64]>>>,
    by: Source,
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Source {
    Number(i64),
    Text(Cow<'static, str>),
}

#[test]
fn data_of_another_schema_are_read_as_owned_too() {
    let before = Before {
        steps: vec![1, 2],
        kind: b"k".to_vec(),
        many: BTreeMap::from([("m".to_owned(), vec![3])]),
        by: "b".to_owned(),
    };
    let after = || After {
        from: Cow::Borrowed("web"),
        on: Some(Cow::Borrowed("x")),
        kind: Cow::Borrowed("k"),
        steps: Cow::Borrowed(&[1, 2]),
        many: BTreeMap::from([("m".to_owned(), Some(Cow::Borrowed(&[3.0][..])))]),
        by: Source::Text(Cow::Borrowed("b")),
    };
    let other = After {
        kind: Cow::Owned("long".repeat(9)),
        steps: Cow::Owned(vec![7; 9]),
        many: BTreeMap::from([("m".to_owned(), Some(Cow::Owned(vec![1.0])))]),
        by: Source::Number(1),
        ..after()
    };
    evolves(&before, &after(), after());
    evolves(&before, &after(), other);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Generic<T: Clone + 'static> {
    items: Cow<'static, [T]>,
    #[avro(flatten)]
    name: Inner,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Inner {
    text: Cow<'static, str>,
}

#[derive(AvroEntity)]
#[avro(name = "Generic_long")]
struct Swapped {
    text: String,
    items: Vec<i32>,
}

#[test]
fn parameters_are_bounded_and_named_as_without() {
    assert_eq!(Generic::<i64>::type_name(), "Generic_long");
    let generic = || Generic { items: Cow::Borrowed(&[1i64][..]), name: Inner { text: Cow::Borrowed("t") } };
    round_trip(&[generic()]);
    evolves(&Swapped { text: "t".to_owned(), items: vec![1] }, &generic(), generic());
}

#[derive(avro_entity::AvroSchema, AvroEncode)]
struct Written {
    kind: &'static str,
    parts: &'static [Cow<'static, str>],
}

#[test]
fn what_is_only_written_may_borrow_forever() {
    let bytes = to_vec(&Written { kind: "k", parts: &[Cow::Borrowed("p")] }).unwrap();
    assert_eq!(bytes, *b"\x02k\x02\x02p\x00");
}
