//! What the fuzz targets share: entities, schemas that bytes choose, and limits under which an input costs little.

#[path = "../../tests/agree/mod.rs"]
pub mod agree;
pub mod entity;
#[path = "../../tests/generate/mod.rs"]
#[allow(clippy::should_implement_trait, reason = "`Rng::next` is private to the tests, which are no library")]
pub mod generate;
pub mod pair;

use avro_entity::Limits;

/// Limits that no input needs long to come to. What exceeds them must be refused; memory and time of one input are watched.
pub fn limits() -> Limits {
    Limits {
        value_bytes: 1 << 20,
        items: 1 << 16,
        empty_items: 1 << 10,
        // Out of reach: a Rust type and JSON take different amounts, and have to agree on all else.
        memory_bytes: Limits::DEFAULT.memory_bytes,
        depth: 64,
        datum_bytes: 1 << 20,
        block_bytes: 1 << 20,
        header_bytes: 1 << 16,
        schema_bytes: 1 << 16,
        schema_depth: 64,
        named_types: 1 << 8,
    }
}

/// The first bytes of an input, as many as its first two say, and the rest.
pub fn split(input: &[u8]) -> (&[u8], &[u8]) {
    match input.split_first_chunk() {
        Some((len, rest)) => rest.split_at(usize::from(u16::from_le_bytes(*len)).min(rest.len())),
        None => (input, &[]),
    }
}
