//! Derived types read what other versions of them wrote: each attribute in its evolving role, by value and into an existing one.

use avro_entity::resolve::resolve;
use avro_entity::{AvroDecode, AvroEncode, AvroEntity, AvroSchema, Decoder, ErrorKind, Schema, to_vec};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Writes `written`, and reads it as `expected` through a plan; the existing values are `expected` itself and `other`.
#[track_caller]
fn evolves<'de, W: AvroEncode, R: AvroDecode<'de> + PartialEq + Debug>(written: W, expected: R, mut other: R) {
    let plan = resolve(W::schema(), R::schema());
    let bytes = to_vec(&written).unwrap().leak();
    let mut decoder = Decoder::new(bytes);
    assert_eq!(plan.read::<R>(&mut decoder).unwrap(), expected);
    assert!(decoder.is_empty());
    plan.read_into(&mut other, &mut Decoder::new(bytes)).unwrap();
    assert_eq!(other, expected);
}

mod v1 {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        pub id: i32,
        pub removed: String,
        pub names: Vec<Name>,
        pub state: State,
        pub payment: Payment,
        pub by: Option<String>,
    }

    #[derive(AvroEntity)]
    pub struct Name {
        pub first: String,
        pub last: String,
    }

    #[derive(AvroEntity)]
    pub enum State {
        Gone,
        New,
        Active,
    }

    #[derive(AvroEntity)]
    pub enum Payment {
        Cash,
        Card { number: String },
        Points(i32),
    }
}

mod v2 {
    use super::*;

    #[derive(AvroEntity, Debug, PartialEq, Clone)]
    pub struct Account {
        #[avro(default = 7)]
        pub level: Option<i64>,
        pub state: State,
        #[avro(default_json = "\"x\"")]
        pub text: Option<String>,
        #[avro(flatten)]
        pub audit: Audit,
        #[avro(alias = "id")]
        pub key: i64,
        #[avro(alias = "names")]
        pub people: Vec<Name>,
        #[avro(default = Payment::Points(3))]
        pub payment: Payment,
        #[avro(ignore, default = 9)]
        pub ignored: u8,
        #[avro(flatten)]
        pub more: Box<More>,
        pub last: Option<bool>,
    }

    #[derive(AvroEntity, Debug, PartialEq, Clone)]
    pub struct Audit {
        #[avro(default = "nobody")]
        pub by: Option<String>,
        #[avro(default = 1)]
        pub at: i64,
    }

    #[derive(AvroEntity, Debug, PartialEq, Clone)]
    pub struct More {
        #[avro(default)]
        pub more: i32,
    }

    #[derive(AvroEntity, Debug, PartialEq, Clone)]
    pub struct Name {
        pub last: String,
        #[avro(default = "-")]
        pub middle: String,
        pub first: String,
    }

    #[derive(AvroEntity, Debug, PartialEq, Clone)]
    pub enum State {
        #[avro(default)]
        Unknown,
        Active,
        New,
    }

    #[derive(AvroEntity, Debug, PartialEq, Clone)]
    pub enum Payment {
        Points(i64),
        Card {
            #[avro(default)]
            valid: bool,
            number: String,
        },
        Cash,
    }
}

fn old(state: v1::State, payment: v1::Payment) -> v1::Account {
    let names = vec![v1::Name { first: "f".into(), last: "l".into() }];
    v1::Account { id: 5, removed: "gone".into(), names, state, payment, by: Some("me".into()) }
}

fn new(state: v2::State, payment: v2::Payment) -> v2::Account {
    v2::Account {
        level: Some(7),
        state,
        text: Some("x".into()),
        audit: v2::Audit { by: Some("me".into()), at: 1 },
        key: 5,
        people: vec![v2::Name { last: "l".into(), middle: "-".into(), first: "f".into() }],
        payment,
        ignored: 9,
        more: Box::new(v2::More { more: 0 }),
        last: None,
    }
}

#[test]
fn an_account_of_the_first_version_reads_as_one_of_the_second() {
    use v2::{Payment, State};
    let other = new(State::New, Payment::Card { valid: true, number: "other".into() });
    let cases = [
        (v1::State::Gone, State::Unknown, v1::Payment::Cash, Payment::Cash),
        (v1::State::New, State::New, v1::Payment::Points(4), Payment::Points(4)),
        (
            v1::State::Active,
            State::Active,
            v1::Payment::Card { number: "1".into() },
            Payment::Card { valid: false, number: "1".into() },
        ),
    ];
    for (written_state, state, written_payment, payment) in cases {
        let mut other = other.clone();
        other.ignored = 1;
        other.people.push(other.people[0].clone());
        evolves(old(written_state, written_payment), new(state, payment), other);
    }
}

#[derive(AvroEntity)]
struct Wide {
    a: i32,
    b: f32,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(name = "Wide")]
struct Newtypes {
    b: Metres,
    a: Id,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Metres(f64);

#[derive(AvroEntity, Debug, PartialEq, Clone)]
#[avro(try_from = "i64", into = "i64")]
struct Id(i64);

impl From<Id> for i64 {
    fn from(id: Id) -> i64 {
        id.0
    }
}

impl TryFrom<i64> for Id {
    type Error = String;

    fn try_from(value: i64) -> Result<Id, String> {
        if value >= 0 { Ok(Id(value)) } else { Err("an id is not negative".into()) }
    }
}

#[test]
fn newtypes_and_conversions_read_what_their_types_read() {
    evolves(Wide { a: 3, b: 0.5 }, Newtypes { b: Metres(0.5), a: Id(3) }, Newtypes { b: Metres(1.0), a: Id(1) });
    let plan = resolve(Wide::schema(), Newtypes::schema());
    let bytes = to_vec(&Wide { a: -1, b: 0.0 }).unwrap();
    let error = plan.read::<Newtypes>(&mut Decoder::new(&bytes)).unwrap_err();
    assert_eq!(error.to_string(), "Wide.a at byte 0: an id is not negative");
}

#[derive(AvroEntity)]
struct Text {
    name: String,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(name = "Text")]
struct Borrowed<'a> {
    #[avro(default = 1)]
    new: i32,
    name: &'a str,
    #[avro(default_json = "\"json\"")]
    json: &'a str,
}

#[test]
fn borrowed_fields_borrow_through_a_plan() {
    evolves(
        Text { name: "n".into() },
        Borrowed { new: 1, name: "n", json: "json" },
        Borrowed { new: 2, name: "", json: "" },
    );
}

macro_rules! many {
    ($($field:ident $ignored:ident)*) => {
        #[derive(AvroEntity, Debug, PartialEq, Clone, Default)]
        struct Many {
            $($field: i64, #[avro(ignore)] $ignored: u8,)*
        }

        /// The schema of the fields in another order.
        fn reordered(order: &[usize]) -> avro_entity::Schema {
            let names = [$(stringify!($field)),*];
            let fields: Vec<String> =
                order.iter().map(|at| format!(r#"{{"name": "{}", "type": "long"}}"#, names[*at])).collect();
            let text = format!(r#"{{"type": "record", "name": "Many", "fields": [{}]}}"#, fields.join(", "));
            avro_entity::Schema::parse(&text).unwrap()
        }

        /// Field `n` holds `n`.
        fn counted() -> Many {
            let mut n = 0..;
            Many { $($field: n.next().unwrap(), $ignored: 0,)* }
        }

        const MANY: usize = [$(stringify!($field)),*].len();
    };
}

many!(a0 b0 a1 b1 a2 b2 a3 b3 a4 b4 a5 b5 a6 b6 a7 b7 a8 b8 a9 b9 a10 b10 a11 b11 a12 b12 a13 b13 a14 b14 a15 b15 a16 b16 a17 b17 a18 b18);

#[test]
fn fields_are_read_in_whatever_order_they_come() {
    let natural: Vec<usize> = (0..MANY).collect();
    let backwards: Vec<usize> = natural.iter().rev().copied().collect();
    let shuffled: Vec<usize> = natural.iter().map(|at| at * 7 % MANY).collect();
    let rotated = natural.iter().map(|by| {
        let mut order = natural.clone();
        order.rotate_left(*by);
        order
    });
    for order in rotated.chain([backwards, shuffled]) {
        let plan = resolve(&reordered(&order), Many::schema());
        let bytes: Vec<u8> = order.iter().map(|at| 2 * *at as u8).collect();
        let mut decoder = Decoder::new(&bytes);
        assert_eq!(plan.read::<Many>(&mut decoder).unwrap(), counted(), "{order:?}");
        assert!(decoder.is_empty());
        let mut existing = Many::default();
        plan.read_into(&mut existing, &mut Decoder::new(&bytes)).unwrap();
        assert_eq!(existing, counted(), "{order:?}");
        for (place, at) in order.iter().enumerate() {
            let error = plan.read::<Many>(&mut Decoder::new(&bytes[..place])).unwrap_err().to_string();
            assert!(error.starts_with(&format!("Many.a{at} at byte {place}")), "{error}");
        }
    }
}

/// Types of fields that a reader does not have, with a value each, of every way to jump over one.
const SKIPPED: [(&str, &[u8]); 10] = [
    (r#""null""#, &[]),
    (r#""boolean""#, &[1]),
    (r#""long""#, &[0x80, 1]),
    (r#""float""#, &[1; 4]),
    (r#""double""#, &[1; 8]),
    (r#""string""#, &[4, b'a', b'b']),
    (r#""bytes""#, &[4, 1, 2]),
    (r#"{"type":"fixed","name":"F","size":2}"#, &[2, 2]),
    (r#"{"type":"array","items":"int"}"#, &[2, 2, 0]),
    (r#"["null","int"]"#, &[2, 2]),
];

/// The schema of `T` with one more field in front of the field `at`.
fn with_one_more<T: AvroSchema>(at: &str, ty: &str) -> Schema {
    let field = format!(r#"{{"name":"{at}""#);
    let text = T::schema().to_string().replacen(&field, &format!(r#"{{"name":"extra","type":{ty}}},{field}"#), 1);
    Schema::parse(&text).unwrap()
}

#[derive(AvroEntity, Debug, PartialEq, Default)]
struct Few {
    a: i64,
    b: Option<i64>,
    c: String,
    d: Option<bool>,
}

#[test]
fn a_field_of_any_type_is_skipped_wherever_it_stands_in_a_record() {
    let expected = Few { a: 1, b: Some(2), c: "c".into(), d: Some(true) };
    let fields: [(&str, &[u8]); 4] = [("a", &[2]), ("b", &[2, 4]), ("c", &[2, b'c']), ("d", &[2, 1])];
    for ((ty, extra), (at, _)) in SKIPPED.iter().flat_map(|skipped| fields.map(|field| (*skipped, field))) {
        let plan = resolve(&with_one_more::<Few>(at, ty), Few::schema());
        let data =
            fields.map(|(name, bytes)| if name == at { [extra, bytes].concat() } else { bytes.to_vec() }).concat();
        assert_eq!(plan.read::<Few>(&mut Decoder::new(&data)).unwrap(), expected, "{ty} in front of {at}");
        let mut value = Few::default();
        plan.read_into(&mut value, &mut Decoder::new(&data)).unwrap();
        assert_eq!(value, expected, "{ty} in front of {at}");
    }
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Entries {
    #[avro(map = "entries")]
    entries: BTreeMap<i64, i32>,
    pair: (i64, i32),
}

#[test]
fn a_field_of_any_type_is_skipped_in_an_entry_and_in_a_tuple() {
    let expected = Entries { entries: BTreeMap::from([(1, 2)]), pair: (3, 4) };
    for (ty, extra) in SKIPPED {
        let plan = resolve(&with_one_more::<Entries>("key", ty), Entries::schema());
        let data = [&[2], extra, &[2, 4, 0, 6, 8]].concat();
        assert_eq!(plan.read::<Entries>(&mut Decoder::new(&data)).unwrap(), expected, "{ty} in an entry");
        let plan = resolve(&with_one_more::<Entries>("_0", ty), Entries::schema());
        let data = [&[2, 2, 4, 0], extra, &[6, 8]].concat();
        assert_eq!(plan.read::<Entries>(&mut Decoder::new(&data)).unwrap(), expected, "{ty} in a tuple");
    }
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Small {
    a: i64,
}

#[test]
fn a_step_about_a_field_that_the_type_does_not_have_is_an_error() {
    let of = |names: [&str; 3]| {
        let fields = names.map(|name| format!(r#"{{"name":"{name}","type":"long"}}"#)).join(",");
        Schema::parse(&format!(r#"{{"type":"record","name":"Small","fields":[{fields}]}}"#)).unwrap()
    };
    let plan = resolve(&of(["a", "c", "b"]), &of(["a", "b", "c"]));
    let data = [2; 12];
    let mut value = Small { a: 0 };
    let errors = [
        Small::decode_planned(&mut Decoder::new(&data), plan.planned()).unwrap_err(),
        value.decode_planned_into(&mut Decoder::new(&data), plan.planned()).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Resolution);
        assert!(error.message().contains("it was made for another type"), "{error}");
    }
}
