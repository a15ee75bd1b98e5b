//! Single-object messages and the frames of a registry.

#![no_main]

use avro_entity::generic::to_json;
use avro_entity::{
    AvroSchema, Decoder, Error, MemoryStore, Registry, RegistryReader, Schema, SingleObjectReader, registry_parts,
    single_object_parts, to_vec,
};
use avro_entity_fuzz::entity::Entity;
use avro_entity_fuzz::generate::Rng;
use avro_entity_fuzz::{limits, pair};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// Versions of the entity; today's is the first.
static VERSIONS: LazyLock<Vec<Schema>> = LazyLock::new(|| {
    let others = (0..20).filter_map(|seed| pair::writer_of_entity(&mut Rng::new(seed)));
    std::iter::once(Entity::schema().clone()).chain(others).collect()
});

static STORE: LazyLock<MemoryStore> = LazyLock::new(|| {
    let store = MemoryStore::new();
    for version in VERSIONS.iter() {
        store.insert(version.clone()).expect("no two versions have one fingerprint");
    }
    store
});

/// Knows each version by its place.
struct Places;

impl Registry for Places {
    fn schema(&self, id: u32) -> Result<Option<Schema>, Error> {
        Ok(VERSIONS.get(id as usize).cloned())
    }

    fn id(&self, _: &str, _: &Schema) -> Result<u32, Error> {
        Ok(0)
    }
}

// The first byte says which frame is put in front of the others; every tenth input is taken as it is.
fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let version = usize::from(*choice) % VERSIONS.len();
    let (single, framed) = match choice % 10 {
        9 => (bytes.to_vec(), bytes.to_vec()),
        _ => (
            [&[0xc3, 0x01], &VERSIONS[version].crc64().to_le_bytes()[..], bytes].concat(),
            [&[0], &(version as u32).to_be_bytes()[..], bytes].concat(),
        ),
    };
    let _ = (single_object_parts(&single), registry_parts(&framed));
    let by_fingerprint = SingleObjectReader::new(&*STORE).with_limits(limits());
    let by_place = RegistryReader::new(Places).with_limits(limits());
    let one = by_fingerprint.read::<Entity>(&single);
    let other = by_place.read::<Entity>(&framed);
    if *choice % 10 != 9 {
        assert_eq!(one.is_ok(), other.is_ok(), "{one:?} and {other:?}");
    }
    for value in [&one, &other].into_iter().flatten() {
        let bytes = to_vec(value).expect("it was read");
        to_json(Entity::schema(), &mut Decoder::new(&bytes)).expect("it was written");
    }
    let json = by_fingerprint.read_json(&single);
    let other = by_place.read_json(&framed);
    if *choice % 10 != 9 {
        assert_eq!(json.ok(), other.ok(), "in JSON");
    }
    if let Ok(mut value) = one {
        by_fingerprint.read_into(&mut value, &single).expect("it was read");
        if by_place.read_into(&mut value, &framed).is_ok() {
            to_vec(&value).expect("it was read");
        }
    }
});
