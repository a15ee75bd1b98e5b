//! Derived code names everything absolutely and takes no name from the user's code: it compiles and works where the prelude
//! is gone, where the user's own types have the names of the standard library's, and where `avro_entity` is called otherwise.

#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    nonstandard_style,
    rust_2018_idioms,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_pub,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    clippy::all,
    clippy::pedantic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

#[path = "hygiene/generated.rs"]
mod generated;
#[path = "hygiene/generics.rs"]
mod generics;
#[path = "hygiene/names.rs"]
mod names;
#[path = "hygiene/no_prelude.rs"]
mod no_prelude;
#[path = "hygiene/renamed.rs"]
mod renamed;
#[path = "hygiene/shadowed.rs"]
mod shadowed;

use avro_entity::{AvroDecodeOwned, AvroEncode};
use std::fmt::Debug;

/// Writes the value, reads it back and into another one; the bytes.
fn round_trip<T: AvroEncode + AvroDecodeOwned + PartialEq + Debug>(value: &T, mut other: T) -> Vec<u8> {
    let mut bytes = Vec::new();
    assert_eq!(avro_entity::encode(value, &mut bytes).err().map(|error| error.to_string()), None);
    assert_eq!(avro_entity::from_slice::<T>(&bytes).as_ref().ok(), Some(value), "decode of {bytes:?}");
    assert_eq!(avro_entity::decode_into(&mut other, &bytes).err().map(|error| error.to_string()), None);
    assert_eq!(other, *value, "decode_into");
    bytes
}
