//! How Rust types are represented in Avro: one file per family, with schema, encode and decode of a type side by side.

#[cfg(feature = "bigdecimal")]
pub(crate) mod bigdecimal;
pub(crate) mod bytes;
#[cfg(feature = "chrono")]
pub(crate) mod chrono;
pub(crate) mod collection;
#[cfg(any(feature = "bigdecimal", feature = "rust_decimal"))]
pub(crate) mod decimal;
pub(crate) mod duration;
pub(crate) mod fixed;
pub(crate) mod item;
#[cfg(feature = "jiff")]
pub(crate) mod jiff;
pub(crate) mod keyed;
pub(crate) mod map;
pub(crate) mod moment;
pub(crate) mod number;
pub(crate) mod option;
pub(crate) mod pointer;
#[cfg(test)]
pub(crate) mod proof;
pub mod repr;
#[cfg(feature = "rust_decimal")]
pub(crate) mod rust_decimal;
pub(crate) mod sequence;
pub(crate) mod stringable;
pub(crate) mod text;
#[cfg(feature = "time")]
pub(crate) mod time;
pub(crate) mod tuple;
#[cfg(feature = "uuid")]
pub(crate) mod uuid;

use crate::schema::Name;

/// The full name of a named type that is the library's and not the user's.
fn own_name(simple: &str) -> Name {
    Name::lenient(simple, Some("avro_entity"))
}
