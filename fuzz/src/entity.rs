//! Entities with a field of every kind.

use arbitrary::{Arbitrary, Result, Unstructured};
use avro_entity::{AvroEncode, AvroEntity, AvroSchema, Decoder, generic, to_vec};
use rust_decimal::Decimal;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, SystemTime};

#[derive(AvroEntity, Arbitrary, Clone, Debug, PartialEq)]
#[avro(namespace = "fuzz")]
pub enum Plain {
    A,
    #[avro(default)]
    B,
    C,
}

#[derive(AvroEntity, Arbitrary, Clone, Debug, PartialEq)]
#[avro(namespace = "fuzz")]
pub enum Strict {
    X,
    Y,
}

#[derive(AvroEntity, Arbitrary, Clone, Debug, PartialEq)]
#[avro(namespace = "fuzz")]
pub enum Shape {
    Empty,
    Round { radius: f64, plain: Plain },
    Number(i64),
    Text(String),
}

#[derive(AvroEntity, Arbitrary, Clone, Debug, PartialEq)]
#[avro(namespace = "fuzz")]
pub struct Inner {
    #[avro(default = 3)]
    pub a: i32,
    pub b: Option<Vec<u8>>,
    pub plain: Plain,
}

#[derive(AvroEntity, Arbitrary, Clone, Debug, PartialEq)]
#[avro(namespace = "fuzz")]
pub struct Part {
    #[avro(default = "part")]
    pub note: Option<String>,
    pub rank: i64,
}

/// Fields that are written and read in one call.
#[derive(AvroEntity, Arbitrary, Clone, Debug, PartialEq)]
#[avro(namespace = "fuzz")]
pub struct Measurement {
    pub at: i64,
    pub count: Option<i64>,
    pub place: String,
    pub note: Option<String>,
    pub ratio: Option<f64>,
    pub valid: Option<bool>,
    pub rank: i32,
}

/// Today's version of an entity.
#[derive(AvroEntity, Arbitrary, Clone, Debug, PartialEq)]
#[avro(namespace = "fuzz")]
pub struct Entity {
    #[avro(default = -1)]
    pub int: i32,
    #[avro(default_json = "7")]
    pub long: i64,
    #[avro(default)]
    pub float: f32,
    pub double: f64,
    #[avro(default = true)]
    pub flag: bool,
    pub byte: i8,
    pub unsigned: u32,
    pub letter: char,
    #[avro(default = "text")]
    pub text: String,
    pub bytes: Vec<u8>,
    pub fixed: [u8; 4],
    pub strict: Strict,
    #[avro(default = Shape::Number(4))]
    pub shape: Shape,
    pub maybe: Option<Shape>,
    #[avro(default = 5)]
    pub front: Option<i64>,
    #[avro(default)]
    pub list: Vec<Inner>,
    #[avro(flatten)]
    pub part: Part,
    pub map: BTreeMap<String, Inner>,
    pub hashed: HashMap<String, i64>,
    pub pair: (i32, String),
    pub nested: Vec<Option<Vec<Plain>>>,
    pub narrow: Option<u16>,
    #[arbitrary(with = time)]
    #[avro(timestamp = "micros")]
    pub at: SystemTime,
    #[arbitrary(with = length)]
    #[avro(duration = "millis")]
    pub took: Duration,
    #[arbitrary(with = price)]
    #[avro(decimal(precision = 12, scale = 2))]
    pub price: Decimal,
    pub next: Option<Box<Entity>>,
    pub measured: Measurement,
}

/// The same entity to a job that borrows what it can.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(name = "fuzz.Entity")]
pub struct View<'a> {
    #[avro(default = -1)]
    pub int: i32,
    #[avro(default_json = "7")]
    pub long: i64,
    #[avro(default)]
    pub float: f32,
    pub double: f64,
    #[avro(default = true)]
    pub flag: bool,
    pub byte: i8,
    pub unsigned: u32,
    pub letter: char,
    #[avro(default = "text")]
    pub text: Cow<'a, str>,
    pub bytes: &'a [u8],
    pub fixed: [u8; 4],
    pub strict: Strict,
    #[avro(default = Shape::Number(4))]
    pub shape: Shape,
    pub maybe: Option<Shape>,
    #[avro(default = 5)]
    pub front: Option<i64>,
    #[avro(default)]
    pub list: Vec<Inner>,
    #[avro(flatten)]
    pub part: Part,
    pub map: BTreeMap<&'a str, Inner>,
    pub hashed: HashMap<String, i64>,
    pub pair: (i32, &'a str),
    pub nested: Vec<Option<Vec<Plain>>>,
    pub narrow: Option<u16>,
    #[avro(timestamp = "micros")]
    pub at: SystemTime,
    #[avro(duration = "millis")]
    pub took: Duration,
    #[avro(decimal(precision = 12, scale = 2))]
    pub price: Decimal,
    pub next: Option<Box<View<'a>>>,
    pub measured: Measurement,
}

/// A time of whole microseconds that 64 bits hold.
fn time(choices: &mut Unstructured<'_>) -> Result<SystemTime> {
    let micros = choices.int_in_range(-(1i64 << 58)..=1 << 58)?;
    let distance = Duration::from_micros(micros.unsigned_abs());
    Ok(if micros < 0 { SystemTime::UNIX_EPOCH - distance } else { SystemTime::UNIX_EPOCH + distance })
}

fn length(choices: &mut Unstructured<'_>) -> Result<Duration> {
    Ok(Duration::from_millis(choices.arbitrary::<u32>()?.into()))
}

fn price(choices: &mut Unstructured<'_>) -> Result<Decimal> {
    Ok(Decimal::new(choices.int_in_range(-999_999_999_999..=999_999_999_999)?, 2))
}

/// A value as text, the same for equal values: hash maps have no order, and are written in any.
pub fn canonical<T: AvroEncode + AvroSchema>(value: &T) -> String {
    let bytes = to_vec(value).expect("it was read");
    sorted(&generic::to_json(T::schema(), &mut Decoder::new(&bytes)).expect("it was written"))
}

/// The text of a value with the members of each object in one order.
pub fn sorted(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<String> =
                members.iter().map(|(key, value)| format!("{key:?}: {}", sorted(value))).collect();
            members.sort();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(sorted).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}
