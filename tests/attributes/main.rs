//! Every attribute of the manual, one module each: the schema that a type gets beside what its values do.
//!
//! The snapshots are what users have on disk: a change in one of them is a change of major version.

mod alias;
mod bound;
mod crate_path;
mod decimal;
mod default;
mod default_json;
mod doc;
mod duration;
mod enums;
mod error;
mod exact;
mod fixed;
mod flatten;
mod generics;
mod ignore;
mod map;
mod meta;
mod name;
mod namespace;
mod order;
mod private;
mod rename_all;
mod repr;
mod required;
mod root;
mod schema;
mod serde;
mod spelling;
mod statics;
mod stringable;
mod structs;
mod time;
mod timestamp;
mod transparent;
mod try_from;
mod type_meta;
mod unions;
mod with;

use avro_entity::{AvroDecodeOwned, AvroEncode, AvroSchema, Error, ErrorKind};
use std::fmt::Debug;

/// The schema of a type as pretty JSON.
fn schema_of<T: AvroSchema + ?Sized>() -> String {
    serde_json::to_string_pretty(&T::schema().to_json()).unwrap()
}

/// Why a type has no schema.
fn refusal_of<T: AvroSchema + ?Sized>() -> String {
    let error = T::try_schema().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Schema);
    error.to_string()
}

/// Writes each value, reads it back, and reads it into each of the others; the bytes of each.
fn round_trip<T>(values: &[T]) -> Vec<Vec<u8>>
where
    T: AvroEncode + AvroDecodeOwned + PartialEq + Debug,
{
    let written: Vec<Vec<u8>> = values.iter().map(|value| avro_entity::to_vec(value).unwrap()).collect();
    for (value, bytes) in values.iter().zip(&written) {
        assert_eq!(avro_entity::from_slice::<T>(bytes).unwrap(), *value, "decode");
        for before in &written {
            let mut into: T = avro_entity::from_slice(before).unwrap();
            avro_entity::decode_into(&mut into, bytes).unwrap();
            assert_eq!(into, *value, "decode_into");
        }
    }
    written
}

/// The error of writing `value`, which leaves the buffer as it was.
fn encode_error<T: AvroEncode>(value: &T) -> Error {
    let mut out = vec![1, 2, 3];
    let error = avro_entity::encode(value, &mut out).unwrap_err();
    assert_eq!(out, [1, 2, 3]);
    error
}

/// The error of reading `bytes` as `T`.
fn decode_error<T: AvroDecodeOwned + Debug>(bytes: &[u8]) -> Error {
    avro_entity::from_slice::<T>(bytes).unwrap_err()
}
