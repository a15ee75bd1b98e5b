//! Pairs of schemas of which one came from the other, as bytes choose.

use crate::entity::Entity;
use crate::generate::Rng;
use crate::generate::mutate::mutate;
use crate::generate::schema::Schemas;
use avro_entity::{AvroSchema, Schema};
use serde_json::Value;

/// Two versions of a schema, the older one first; `None` when one of them is none.
pub fn versions(rng: &mut Rng) -> Option<[Schema; 2]> {
    let old = Schemas::new(rng).root();
    let new = mutate(rng, &old);
    Some([parse(&old)?, parse(&new)?])
}

/// A writer and a reader, either of which may be the older version.
pub fn pair(rng: &mut Rng) -> Option<[Schema; 2]> {
    let [old, new] = versions(rng)?;
    Some(if rng.chance(50) { [old, new] } else { [new, old] })
}

/// Another version of [`Entity`].
pub fn writer_of_entity(rng: &mut Rng) -> Option<Schema> {
    parse(&mutate(rng, &Entity::schema().to_json()))
}

fn parse(schema: &Value) -> Option<Schema> {
    Schema::parse(&schema.to_string()).ok()
}
