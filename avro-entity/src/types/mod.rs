//! How Rust types are represented in Avro: one file per family, with schema, encode and decode of a type side by side.

pub(crate) mod bytes;
pub(crate) mod collection;
pub(crate) mod keyed;
pub(crate) mod map;
pub(crate) mod number;
pub(crate) mod option;
pub(crate) mod pointer;
#[cfg(test)]
pub(crate) mod proof;
pub mod repr;
pub(crate) mod sequence;
pub(crate) mod stringable;
pub(crate) mod text;
pub(crate) mod tuple;

use crate::schema::Name;

/// The full name of a named type that is the library's and not the user's.
fn own_name(simple: &str) -> Name {
    Name::lenient(simple, Some("avro_entity"))
}
