//! Derived types of many shapes, and strategies that generate their values.

use avro_entity::AvroEntity;
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Every primitive, and nothing else.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(namespace = "suite")]
pub struct Flat {
    pub boolean: bool,
    pub byte: i8,
    pub short: u16,
    pub int: i32,
    pub unsigned: u32,
    pub long: i64,
    pub float: f32,
    pub double: f64,
    pub letter: char,
    pub text: String,
    pub raw: Vec<u8>,
    pub fixed: [u8; 4],
}

/// [`Flat`] with what can be borrowed borrowed.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(name = "Flat", namespace = "suite")]
pub struct FlatView<'a> {
    boolean: bool,
    byte: i8,
    short: u16,
    int: i32,
    unsigned: u32,
    long: i64,
    float: f32,
    double: f64,
    letter: char,
    text: Cow<'a, str>,
    raw: &'a [u8],
    fixed: [u8; 4],
}

impl PartialEq<Flat> for FlatView<'_> {
    fn eq(&self, other: &Flat) -> bool {
        self.boolean == other.boolean
            && self.byte == other.byte
            && self.short == other.short
            && self.int == other.int
            && self.unsigned == other.unsigned
            && self.long == other.long
            && self.float == other.float
            && self.double == other.double
            && self.letter == other.letter
            && self.text == other.text
            && self.raw == other.raw
            && self.fixed == other.fixed
    }
}

/// What a service has: nullable fields, nested records, collections, an enum and a union.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(root, namespace = "suite", alias = "Customer")]
pub struct Account {
    #[avro(name = "_id", alias = "id")]
    pub id: i64,
    #[avro(default = "")]
    pub email: String,
    pub nickname: Option<String>,
    #[avro(default = 5)]
    pub retries: Option<i32>,
    pub tier: Tier,
    pub home: Option<Address>,
    pub others: Vec<Address>,
    pub tags: BTreeMap<String, Vec<Option<i64>>>,
    pub events: Vec<Event>,
    #[avro(default = Some(Event::Cleared))]
    pub last: Option<Event>,
    pub created: SystemTime,
    #[avro(duration = "millis")]
    pub took: Duration,
}

#[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
#[avro(namespace = "suite")]
pub enum Tier {
    Free,
    Paid,
    #[avro(default)]
    Unknown,
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(namespace = "suite")]
pub struct Address {
    pub street: Arc<str>,
    pub place: (f64, f64),
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(namespace = "suite")]
pub enum Event {
    Moved { to: Address, again: bool },
    Rated(i32),
    Said(String),
    Paid(i64, u16),
    Cleared,
    Scored(BTreeMap<String, f32>),
}

/// [`Account`] by a batch job that borrows the texts.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(name = "Account", namespace = "suite", alias = "Customer")]
pub struct AccountView<'a> {
    #[avro(name = "_id", alias = "id")]
    pub id: i64,
    #[avro(default = "")]
    pub email: &'a str,
    pub nickname: Option<&'a str>,
    #[avro(default = 5)]
    pub retries: Option<i32>,
    pub tier: Tier,
    pub home: Option<Address>,
    pub others: Vec<Address>,
    pub tags: BTreeMap<String, Vec<Option<i64>>>,
    pub events: Vec<Event>,
    #[avro(default = Some(Event::Cleared))]
    pub last: Option<Event>,
    pub created: SystemTime,
    #[avro(duration = "millis")]
    pub took: Duration,
}

/// A generic type with two instances inside each other.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(namespace = "suite")]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Box<str>>,
}

/// Recursive through `Vec` and `Option<Box<_>>`.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(namespace = "suite")]
pub struct Tree {
    pub value: i32,
    pub left: Option<Box<Tree>>,
    pub others: Vec<Tree>,
}

/// Fields of all kinds that are written and read in one call with their neighbours.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(namespace = "suite")]
pub struct Measurement {
    pub at: i64,
    pub count: Option<i64>,
    pub channel: Option<i32>,
    pub place: String,
    pub note: Option<String>,
    pub ratio: Option<f64>,
    pub error: Option<f32>,
    pub valid: Option<bool>,
    pub rank: i32,
}

pub fn measurement() -> impl Strategy<Value = Measurement> {
    let numbers = (any::<i64>(), of(any::<i64>()), of(any::<i32>()), any::<i32>());
    let rest = (".{0,40}", of(".{0,20}"), of(any::<f64>()), of(any::<f32>()), of(any::<bool>()));
    (numbers, rest).prop_map(|((at, count, channel, rank), (place, note, ratio, error, valid))| Measurement {
        at,
        count,
        channel,
        place,
        note,
        ratio,
        error,
        valid,
        rank,
    })
}

pub fn flat() -> impl Strategy<Value = Flat> {
    let numbers = (any::<bool>(), any::<i8>(), any::<u16>(), any::<i32>(), any::<u32>(), any::<i64>());
    let rest = (any::<f32>(), any::<f64>(), any::<char>(), ".{0,40}", vec(any::<u8>(), 0..20), any::<[u8; 4]>());
    (numbers, rest).prop_map(
        |((boolean, byte, short, int, unsigned, long), (float, double, letter, text, raw, fixed))| Flat {
            boolean,
            byte,
            short,
            int,
            unsigned,
            long,
            float,
            double,
            letter,
            text,
            raw,
            fixed,
        },
    )
}

pub fn account() -> impl Strategy<Value = Account> {
    let scalars = (any::<i64>(), ".{0,12}", of(".{0,8}"), of(any::<i32>()), tier());
    let nested = (of(address()), vec(address(), 0..3), btree_map(".{0,6}", vec(of(any::<i64>()), 0..4), 0..3));
    let rest = (vec(event(), 0..5), of(event()), micros(), 0..u64::from(u32::MAX));
    (scalars, nested, rest).prop_map(
        |((id, email, nickname, retries, tier), (home, others, tags), (events, last, created, millis))| Account {
            id,
            email,
            nickname,
            retries,
            tier,
            home,
            others,
            tags,
            events,
            last,
            created,
            took: Duration::from_millis(millis),
        },
    )
}

fn tier() -> impl Strategy<Value = Tier> {
    prop::sample::select(vec![Tier::Free, Tier::Paid, Tier::Unknown])
}

fn address() -> impl Strategy<Value = Address> {
    (".{0,10}", any::<(f64, f64)>()).prop_map(|(street, place)| Address { street: street.into(), place })
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (address(), any::<bool>()).prop_map(|(to, again)| Event::Moved { to, again }),
        any::<i32>().prop_map(Event::Rated),
        ".{0,9}".prop_map(Event::Said),
        any::<(i64, u16)>().prop_map(|(amount, fee)| Event::Paid(amount, fee)),
        Just(Event::Cleared),
        btree_map("[a-z]{0,3}", any::<f32>(), 0..3).prop_map(Event::Scored),
    ]
}

/// Times of whole microseconds, before and after 1970.
fn micros() -> impl Strategy<Value = SystemTime> {
    (any::<bool>(), 0..4_000_000_000_000_000u64).prop_map(|(before, micros)| {
        let length = Duration::from_micros(micros);
        if before { SystemTime::UNIX_EPOCH - length } else { SystemTime::UNIX_EPOCH + length }
    })
}

pub fn pages() -> impl Strategy<Value = Page<Page<Option<i32>>>> {
    let page = (vec(of(any::<i32>()), 0..5), of(".{0,5}"));
    let page = page.prop_map(|(items, next)| Page { items, next: next.map(String::into_boxed_str) });
    (vec(page, 0..4), of("[a-z]{0,5}")).prop_map(|(items, next)| Page { items, next: next.map(String::into_boxed_str) })
}

/// Trees of fewer than 15 nodes: the time that `apache_avro` takes doubles with each.
pub fn tree() -> impl Strategy<Value = Tree> {
    let leaf = any::<i32>().prop_map(|value| Tree { value, left: None, others: vec![] });
    let grown = leaf.prop_recursive(3, 12, 3, |inner| {
        (any::<i32>(), of(inner.clone()), vec(inner, 0..3)).prop_map(|(value, left, others)| Tree {
            value,
            left: left.map(Box::new),
            others,
        })
    });
    grown.prop_filter("at most 14 nodes", |tree| tree.nodes() < 15)
}

impl Tree {
    fn nodes(&self) -> usize {
        1 + self.left.iter().map(|tree| tree.nodes()).sum::<usize>()
            + self.others.iter().map(Tree::nodes).sum::<usize>()
    }
}
