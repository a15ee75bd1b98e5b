//! Derived types read what other versions of them wrote: each attribute in its evolving role, by value and into an existing one.

use avro_entity::resolve::resolve;
use avro_entity::{AvroDecode, AvroEncode, AvroEntity, AvroSchema, Decoder, to_vec};
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
