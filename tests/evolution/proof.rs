//! What every pair of versions is put through.

use avro_entity::generic::to_json;
use avro_entity::resolve::{Mode, Plan, resolve};
use avro_entity::{
    AvroDecode, AvroDecodeOwned, AvroEncode, AvroSchema, Decoder, ErrorKind, MemoryStore, Reader, SingleObjectReader,
    SingleObjectWriter, Transcoder, Writer, from_slice, to_vec,
};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Derives what a version needs. The second version of a type says `#[avro(name = "…")]`, since one scope has both.
#[macro_export]
macro_rules! versions {
    ($($item:item)*) => {
        $(
            #[derive(avro_entity::AvroEntity, Clone, Debug, PartialEq)]
            $item
        )*
    };
}

/// What today's type needs for the ways all types go, borrowed ones as well. The data are leaked, so that they live as long as
/// anything that borrows from them.
pub trait Today: AvroEncode + AvroDecode<'static> + PartialEq + Debug + 'static {}

impl<T: AvroEncode + AvroDecode<'static> + PartialEq + Debug + 'static> Today for T {}

/// What it needs to be read from a file record by record.
pub trait Owned: AvroEncode + AvroDecodeOwned + PartialEq + Debug + 'static {}

impl<T: AvroEncode + AvroDecodeOwned + PartialEq + Debug + 'static> Owned for T {}

/// Data of `Old` comes back as `New`: bare, nested, as a single object and from a file, by value and into a reused value, and
/// as the generic decoder and the transcoder have it.
#[track_caller]
pub fn becomes<Old: AvroEncode, New: Owned>(old: &Old, new: &New) {
    all_become(&[(old, new)]);
}

/// The same for several data, each of which is read into the values of all others as well.
#[track_caller]
pub fn all_become<Old: AvroEncode, New: Owned>(pairs: &[(&Old, &New)]) {
    all_become_borrowed(pairs);
    for (old, new) in pairs {
        let file = file(*old);
        let values: Vec<New> = Reader::from_slice(file).unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(values.iter().collect::<Vec<_>>(), [*new, *new], "container file");
        let mut reader = Reader::<New, _>::from_slice(file).unwrap();
        let mut reused = values.into_iter().next().unwrap();
        while reader.read_into(&mut reused).unwrap() {
            assert_eq!(&&reused, new, "container file into a reused value");
        }
    }
}

/// As [`becomes`], for types that borrow from the data.
#[track_caller]
pub fn becomes_borrowed<Old: AvroEncode, New: Today>(old: &Old, new: &New) {
    all_become_borrowed(&[(old, new)]);
}

#[track_caller]
fn all_become_borrowed<Old: AvroEncode, New: Today>(pairs: &[(&Old, &New)]) {
    let plan = resolve(Old::schema(), New::schema());
    let data: Vec<&'static [u8]> = pairs.iter().map(|(old, _)| leaked(to_vec(*old).unwrap())).collect();
    for ((old, new), datum) in pairs.iter().zip(&data) {
        bare(&plan, datum, &data, *new);
        generic(&plan, datum, *new);
        message(*old, *new);
        block(*old, *new);
        if matches!(New::schema().root_node().kind, avro_entity::schema::Kind::Record(_)) {
            nested(*old, *new);
        }
    }
}

fn leaked(bytes: Vec<u8>) -> &'static [u8] {
    Box::leak(bytes.into())
}

#[track_caller]
fn bare<New: Today>(plan: &Plan, datum: &'static [u8], others: &[&'static [u8]], new: &New) {
    let mut decoder = Decoder::new(datum);
    assert_eq!(&plan.read::<New>(&mut decoder).unwrap(), new, "bare");
    decoder.finish().unwrap();
    for other in others {
        let mut reused = plan.read::<New>(&mut Decoder::new(other)).unwrap();
        let mut decoder = Decoder::new(datum);
        plan.read_into(&mut reused, &mut decoder).unwrap();
        assert_eq!(&reused, new, "into a reused value");
        decoder.finish().unwrap();
    }
}

/// The generic decoder has the JSON of `new`, and the transcoder bytes that are read as `new`.
#[track_caller]
fn generic<New: Today>(plan: &Plan, datum: &[u8], new: &New) {
    let json = plan.to_json(&mut Decoder::new(datum), Mode::Convert).unwrap();
    let own = to_json(New::schema(), &mut Decoder::new(&to_vec(new).unwrap())).unwrap();
    assert_eq!(json, own, "the generic decoder");
    let transcoded = leaked(Transcoder::with_plan(plan.clone()).transcode(datum).unwrap());
    assert_eq!(&from_slice::<New>(transcoded).unwrap(), new, "the transcoder");
}

#[track_caller]
fn message<Old: AvroEncode, New: Today>(old: &Old, new: &New) {
    let store = MemoryStore::new();
    store.insert_type::<Old>().unwrap();
    let message = leaked(SingleObjectWriter::<Old>::new().unwrap().to_vec(old).unwrap());
    let reader = SingleObjectReader::new(store);
    let mut reused = reader.read::<New>(message).unwrap();
    assert_eq!(&reused, new, "single object");
    reader.read_into(&mut reused, message).unwrap();
    assert_eq!(&reused, new, "single object into a reused value");
}

/// A file with two records of `old`.
fn file<Old: AvroEncode>(old: &Old) -> &'static [u8] {
    let mut writer = Writer::<Old, _>::new(Vec::new()).unwrap();
    writer.append(old).unwrap();
    writer.append(old).unwrap();
    leaked(writer.finish().unwrap().inner)
}

/// Reads from a block of a file, where the data may be borrowed.
#[track_caller]
fn block<Old: AvroEncode, New: Today>(old: &Old, new: &New) {
    let reader = Box::leak(Box::new(Reader::<New, _>::from_slice(file(old)).unwrap()));
    let block = reader.next_block().unwrap().unwrap();
    let mut records = block.records::<New>().unwrap();
    let mut reused = records.next().unwrap().unwrap();
    assert_eq!(&reused, new, "block of a file");
    assert!(records.read_into(&mut reused).unwrap());
    assert_eq!(&reused, new, "block of a file into a reused value");
    assert!(!records.read_into(&mut reused).unwrap());
}

/// The type under a list, a map, an option and a box.
#[track_caller]
fn nested<Old: AvroEncode, New: Today>(old: &Old, new: &New) {
    type Nested<T> = Vec<BTreeMap<String, Option<Box<T>>>>;
    let key = || "key".to_owned();
    let old: Vec<BTreeMap<String, Option<&Old>>> = vec![
        BTreeMap::new(),
        BTreeMap::from([(key(), Some(old)), ("none".to_owned(), None)]),
        BTreeMap::from([(key(), Some(old))]),
    ];
    let datum = leaked(to_vec(&old).unwrap());
    let plan = resolve(<Nested<Old>>::schema(), <Nested<New>>::schema());
    let check = |value: &Nested<New>| {
        let found: Vec<Option<&New>> = value.iter().map(|map| map.get("key")?.as_deref()).collect();
        assert_eq!(found, [None, Some(new), Some(new)], "nested");
        assert_eq!(value[1]["none"], None, "nested");
    };
    let mut value: Nested<New> = plan.read(&mut Decoder::new(datum)).unwrap();
    check(&value);
    value.rotate_left(1);
    plan.read_into(&mut value, &mut Decoder::new(datum)).unwrap();
    check(&value);
}

/// Data of `Old` is refused as `New`, with this kind and text, by the typed decoder, also when it reads from a file; and with
/// this kind by the generic one, unless the kind is one that only Rust types have.
#[track_caller]
pub fn is_refused<Old: AvroEncode, New: AvroDecodeOwned + Debug>(old: &Old, kind: ErrorKind, text: &str) {
    let plan = resolve(Old::schema(), New::schema());
    let bytes = to_vec(old).unwrap();
    let error = plan.read::<New>(&mut Decoder::new(&bytes)).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (kind, text));
    if !matches!(kind, ErrorKind::Range | ErrorKind::Length | ErrorKind::Custom) {
        let error = plan.to_json(&mut Decoder::new(&bytes), Mode::Convert).unwrap_err();
        assert_eq!(error.kind(), kind, "the generic decoder: {error}");
    }
    // A file is refused when it is opened if no data of it can be read.
    if let Ok(mut reader) = Reader::<New, _>::from_slice(file(old)) {
        let error = reader.next().unwrap().unwrap_err();
        assert_eq!((error.kind(), error.path(), error.record()), (kind, path(text), Some(0)), "{error}");
    }
}

/// The path in the text of an error: what stands in front of its offset.
fn path(text: &str) -> String {
    text.split_once(" at byte ").map_or("", |(path, _)| path).to_owned()
}

/// Bytes under the schema `writer`, in JSON, are read as `New`: for data that no Rust type writes, such as sized blocks.
#[track_caller]
pub fn bytes_become<New: Today>(writer: &str, bytes: &[u8], new: &New) {
    let writer = avro_entity::Schema::parse(writer).unwrap();
    let plan = resolve(&writer, New::schema());
    let datum = leaked(bytes.to_vec());
    bare(&plan, datum, &[datum], new);
    generic(&plan, datum, new);
}
