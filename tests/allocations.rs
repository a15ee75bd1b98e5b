//! What allocates and what does not: encoding into a buffer that is used again, and decoding into a value that is.

use avro_entity::{AvroDecodeOwned, AvroEncode, AvroEntity, decode_into, encode, to_vec};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::fmt::Debug;
use std::rc::Rc;
use std::sync::Arc;

#[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
enum State {
    New,
    Paid,
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Line {
    sku: String,
    quantity: i32,
    discount: Option<f64>,
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
enum Payment {
    Card { number: String, paid: i64 },
    Invoice(Vec<u8>),
    Gift,
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Order {
    id: i64,
    customer: String,
    state: State,
    note: Option<String>,
    lines: Vec<Line>,
    tags: Vec<String>,
    attributes: HashMap<String, String>,
    totals: HashMap<String, Vec<i64>>,
    payment: Payment,
    digest: [u8; 16],
    region: Arc<str>,
    parent: Option<Box<Line>>,
}

#[derive(AvroEntity)]
struct Reading<'a> {
    sensor: i64,
    value: f64,
    place: &'a str,
}

fn order() -> Order {
    let line = |sku: &str| Line { sku: sku.into(), quantity: 3, discount: Some(0.5) };
    Order {
        id: 1 << 40,
        customer: "somebody with a name that is longer than anything inline".into(),
        state: State::Paid,
        note: Some("at the back door".into()),
        lines: vec![line("first"), line("second")],
        tags: ["a", "b", "c"].map(String::from).into(),
        attributes: (0..40).map(|key| (format!("key {key}"), format!("value {key}"))).collect(),
        totals: [("net".to_owned(), vec![1, 2, 3]), ("gross".to_owned(), vec![4])].into(),
        payment: Payment::Card { number: "4111 1111".into(), paid: 7 },
        digest: [7; 16],
        region: "eu".into(),
        parent: Some(Box::new(line("parent"))),
    }
}

fn allocations(run: impl FnOnce()) -> u64 {
    allocation_counter::measure(run).count_total
}

/// How often `value` allocates when it is encoded into a buffer that has held it, and when its bytes are decoded into it.
fn again<T: AvroEncode + AvroDecodeOwned + PartialEq + Debug>(mut value: T) -> (u64, u64) {
    let bytes = to_vec(&value).unwrap();
    decode_into(&mut value, &bytes).unwrap();
    let mut out = Vec::new();
    encode(&value, &mut out).unwrap();
    let encoding = allocations(|| {
        out.clear();
        encode(&value, &mut out).unwrap();
    });
    let decoding = allocations(|| decode_into(&mut value, &bytes).unwrap());
    assert_eq!(to_vec(&value).unwrap().len(), bytes.len());
    (encoding, decoding)
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(vec![1u8])), 1);
}

#[test]
fn encoding_again_and_decoding_the_same_datum_again_allocate_nothing() {
    assert_eq!(again(order()), (0, 0));
    assert_eq!(again(Order { payment: Payment::Invoice(vec![1, 2, 3]), ..order() }), (0, 0));
    assert_eq!(again(Order { payment: Payment::Gift, note: None, parent: None, ..order() }), (0, 0));
}

#[test]
fn maps_of_every_kind_keep_their_entries() {
    let entries = || (0..100).map(|key| (format!("a key {key}"), vec![key]));
    assert_eq!(again(entries().collect::<HashMap<String, Vec<i64>>>()), (0, 0));
    assert_eq!(again(entries().collect::<BTreeMap<String, Vec<i64>>>()), (0, 0));
    assert_eq!(again(entries().collect::<IndexMap<String, Vec<i64>>>()), (0, 0));
    let nested = (0..40).map(|key| (key.to_string(), entries().collect::<HashMap<String, Vec<i64>>>()));
    assert_eq!(again(nested.collect::<HashMap<_, _>>()), (0, 0));
}

/// Everything that the documentation of `AvroDecode::decode_into` says keeps its allocations.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Keeps {
    texts: (String, Box<str>, Rc<str>, Arc<str>),
    arrays: [Vec<String>; 2],
    pointers: (Box<Line>, Rc<Line>, Arc<Line>),
    maps: Vec<HashMap<String, Option<Vec<u8>>>>,
}

#[test]
fn what_is_said_to_keep_its_allocations_does() {
    let text = || "text".to_owned();
    let line = || Line { sku: text(), quantity: 1, discount: None };
    let keeps = Keeps {
        texts: (text(), text().into(), text().into(), text().into()),
        arrays: [vec![text(), text()], vec![text()]],
        pointers: (Box::new(line()), Rc::new(line()), Arc::new(line())),
        maps: vec![HashMap::from([(text(), Some(vec![1, 2])), (String::new(), None)])],
    };
    assert_eq!(again(keeps), (0, 0));
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct ReadAnew {
    #[avro(map = "entries")]
    entries: BTreeMap<i64, String>,
    #[avro(map = "string_keys")]
    string_keys: BTreeMap<i64, String>,
    #[avro(stringable)]
    parsed: String,
}

#[test]
fn what_is_said_to_be_read_anew_allocates() {
    let decoding = |value: &dyn Fn() -> (u64, u64)| value().1 > 0;
    let (one, text) = (|| BTreeMap::from([(1, "a".to_owned())]), || "text".to_owned());
    let none = || ReadAnew { entries: BTreeMap::new(), string_keys: BTreeMap::new(), parsed: String::new() };
    assert!(decoding(&|| again(ReadAnew { entries: one(), ..none() })));
    assert!(decoding(&|| again(ReadAnew { string_keys: one(), ..none() })));
    assert!(decoding(&|| again(ReadAnew { parsed: text(), ..none() })));
    assert!(decoding(&|| again(LinkedList::from([1]))));
    assert!(decoding(&|| again(BTreeSet::from([1]))));
    assert!(decoding(&|| again(Box::<[i32]>::from([1]))));
    assert!(decoding(&|| again(VecDeque::from([text()]))));
    assert!(decoding(&|| again(HashSet::from([text()]))));
    // Their own room they keep.
    assert!(!decoding(&|| again(VecDeque::from([1]))));
    assert!(!decoding(&|| again(HashSet::from([1]))));
}

#[test]
fn a_record_of_numbers_and_borrowed_text_allocates_nothing() {
    let bytes = to_vec(&Reading { sensor: 7, value: 0.5, place: "Kiel" }).unwrap();
    let read = || avro_entity::from_slice::<Reading<'_>>(&bytes).unwrap();
    assert_eq!(read().place, "Kiel");
    assert_eq!(allocations(|| assert_eq!(read().sensor, 7)), 0);
}
