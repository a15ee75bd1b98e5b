//! What every pair of versions is put through.

use avro_entity::generic::to_json;
use avro_entity::resolve::{Mode, resolve};
use avro_entity::{
    AvroDecodeOwned, AvroEncode, Decoder, ErrorKind, MemoryStore, Reader, SingleObjectReader, SingleObjectWriter,
    Writer, to_vec,
};
use std::fmt::Debug;

/// Data of `Old` comes back as `New`: bare, from a file and as a single object, by value and into a reused value, and as the
/// generic decoder has it.
#[track_caller]
pub fn becomes<Old, New>(old: &Old, new: &New)
where
    Old: AvroEncode,
    New: AvroEncode + AvroDecodeOwned + PartialEq + Debug,
{
    let bytes = to_vec(old).unwrap();
    let plan = resolve(Old::schema(), New::schema());
    let read: New = plan.read(&mut Decoder::new(&bytes)).unwrap();
    assert_eq!(&read, new, "bare");

    let mut reused = read;
    let mut decoder = Decoder::new(&bytes);
    plan.read_into(&mut reused, &mut decoder).unwrap();
    assert_eq!(&reused, new, "into a reused value");
    decoder.finish().unwrap();

    let generic = plan.to_json(&mut Decoder::new(&bytes), Mode::Convert).unwrap();
    let own = to_json(New::schema(), &mut Decoder::new(&to_vec(new).unwrap())).unwrap();
    assert_eq!(generic, own, "the generic decoder");

    let store = MemoryStore::new();
    store.insert_type::<Old>().unwrap();
    let message = SingleObjectWriter::<Old>::new().unwrap().to_vec(old).unwrap();
    let reader = SingleObjectReader::new(store);
    assert_eq!(&reader.read::<New>(&message).unwrap(), new, "single object");
    reader.read_into(&mut reused, &message).unwrap();
    assert_eq!(&reused, new, "single object into a reused value");

    let mut file = Vec::new();
    let mut writer = Writer::<Old, _>::new(&mut file).unwrap();
    writer.append(old).unwrap();
    writer.append(old).unwrap();
    writer.finish().unwrap();
    let values: Vec<New> = Reader::<New, _>::from_slice(&file).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(values, [&reused, &reused].map(|value| from_bytes(value)), "container file");
    let mut reader = Reader::<New, _>::from_slice(&file).unwrap();
    while reader.read_into(&mut reused).unwrap() {
        assert_eq!(&reused, new, "container file into a reused value");
    }
}

fn from_bytes<T: AvroEncode + AvroDecodeOwned>(value: &T) -> T {
    avro_entity::from_slice(&to_vec(value).unwrap()).unwrap()
}

/// Data of `Old` is refused as `New`, with this kind and text, by the typed decoder.
#[track_caller]
pub fn is_refused<Old: AvroEncode, New: AvroDecodeOwned + Debug>(old: &Old, kind: ErrorKind, text: &str) {
    let plan = resolve(Old::schema(), New::schema());
    let error = plan.read::<New>(&mut Decoder::new(&to_vec(old).unwrap())).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (kind, text));
}
