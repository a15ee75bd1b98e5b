//! A value that is written in any way is read as itself.

#![no_main]

use avro_entity::Decoder;
use avro_entity::{
    AvroSchema, Codec, MemoryStore, Reader, SingleObjectReader, SingleObjectWriter, WriterOptions, from_slice, generic,
    to_vec,
};
use avro_entity_fuzz::entity::{Entity, View};
use libfuzzer_sys::fuzz_target;

const CODECS: [Codec; 6] = [Codec::Null, Codec::Deflate, Codec::Snappy, Codec::Zstandard, Codec::Bzip2, Codec::Xz];

fuzz_target!(|input: (u8, Vec<Entity>)| {
    let (codec, values) = input;
    let mut encoded = Vec::new();
    for value in &values {
        let Ok(bytes) = to_vec(value) else {
            // Nothing but too much depth is refused.
            return assert!(depth(value) > 60, "{value:?}");
        };
        check_datum(value, &bytes);
        encoded.push(bytes);
    }
    check_file(CODECS[usize::from(codec) % CODECS.len()], &values, &encoded);
});

fn depth(value: &Entity) -> usize {
    value.next.as_ref().map_or(1, |next| 1 + depth(next))
}

fn check_datum(value: &Entity, bytes: &[u8]) {
    let read: Entity = from_slice(bytes).expect("it was written");
    assert_same(value, &read);
    let view: View<'_> = from_slice(bytes).expect("it was written");
    assert_eq!(to_vec(&view).expect("it was read").len(), bytes.len());
    let json = generic::to_json(Entity::schema(), &mut Decoder::new(bytes)).expect("it was written");
    let written = generic::from_json(Entity::schema(), &json).expect("it was read");
    assert!(written == bytes || has_nan(value), "{value:?} is another one in JSON");
    let writer = SingleObjectWriter::<Entity>::new().expect("a schema");
    let store = MemoryStore::new();
    store.insert_type::<Entity>().expect("a schema");
    let message = writer.to_vec(value).expect("it was written");
    let read: Entity = SingleObjectReader::new(store).read(&message).expect("it was written");
    assert_same(value, &read);
}

fn check_file(codec: Codec, values: &[Entity], encoded: &[Vec<u8>]) {
    let options = WriterOptions::new().codec(codec).block_bytes(100);
    let mut writer = options.to_writer::<Entity, _>(Vec::new()).expect("a file in memory");
    for value in values {
        writer.append(value).expect("it can be written");
    }
    let file = writer.finish().expect("a file in memory").inner;
    let read: Vec<Entity> =
        Reader::from_slice(&file).expect("a file").map(|value| value.expect("it was written")).collect();
    assert_eq!(read.len(), encoded.len());
    for (value, read) in values.iter().zip(&read) {
        assert_same(value, read);
    }
}

/// Values are the same; that a NaN is none is not held against them.
fn assert_same(one: &Entity, other: &Entity) {
    assert!(one == other || has_nan(one), "{one:?} became {other:?}");
}

fn has_nan(value: &Entity) -> bool {
    format!("{value:?}").contains("NaN")
}
