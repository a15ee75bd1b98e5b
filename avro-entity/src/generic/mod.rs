//! Data without a Rust type: Avro's JSON encoding and, with the feature `apache-avro`, `apache_avro::types::Value`.
//!
//! The JSON encoding is the specification's section "JSON Encoding". A value of a union is `null` or an object of one
//! member named after its branch: the full name of a record, enum or fixed, the type of all others. `bytes` and `fixed`
//! are strings of code points 0 to 255. Logical types appear as the type they stand on. NaN and the infinities, which
//! JSON has no numbers for, are the strings `"NaN"`, `"Infinity"` and `"-Infinity"`; a `float` is written as the
//! `double` of the same value.

#[cfg(feature = "apache-avro")]
mod apache;
mod from_json;
mod json;
pub(crate) mod pieces;
pub(crate) mod read;
pub(crate) mod sink;
mod skip;
mod text;
pub(crate) mod tree;

#[cfg(feature = "apache-avro")]
pub use apache::{from_value, to_value};
#[cfg(feature = "batch")]
pub(crate) use json::double;
pub(crate) use json::{Json, for_each_part};
pub(crate) use skip::Jump;
pub use skip::skip;
pub(crate) use text::Text;

use crate::error::{Error, ErrorKind};
use crate::schema::Schema;
use crate::wire::{Decoder, Encoder};
use tree::{Tree, TreeSink};

/// Reads one datum that was written under `schema`, in Avro's JSON encoding.
///
/// ```
/// use avro_entity::{AvroSchema, Decoder, generic};
/// let mut decoder = Decoder::new(&[4, 0, 2, 6, b'f', b'o', b'o', 0]);
/// let json = generic::to_json(<Vec<Option<String>>>::schema(), &mut decoder)?;
/// assert_eq!(json, serde_json::json!([null, {"string": "foo"}]));
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// When the input is no such datum or exceeds the decoder's [`Limits`](crate::Limits).
pub fn to_json(schema: &Schema, decoder: &mut Decoder<'_>) -> Result<serde_json::Value, Error> {
    read_tree::<Json>(schema, decoder)
}

/// Reads one datum that was written under `schema`, and appends it to `out` as text in Avro's JSON encoding, without
/// white space. Nothing is held in memory but the text; after an error `out` is as it was. A key that a map has twice
/// is written twice.
///
/// ```
/// use avro_entity::{AvroSchema, Decoder, generic};
/// let mut text = Vec::new();
/// generic::to_json_text(<Vec<f32>>::schema(), &mut Decoder::new(&[2, 0, 0, 0x80, 0x7f, 0]), &mut text)?;
/// assert_eq!(text, br#"["Infinity"]"#);
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// As [`to_json`].
pub fn to_json_text(schema: &Schema, decoder: &mut Decoder<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
    restore(out, |out| read::read(schema, schema.root(), decoder, &mut Text::new(out)))
}

/// Reads over one datum that was written under `schema` and looks at all of it, where [`skip`](fn@skip) looks for no more than its
/// end: what it passes has a value in Avro's JSON encoding.
///
/// ```
/// use avro_entity::{AvroSchema, Decoder, generic};
/// let schema = bool::schema();
/// let mut decoder = Decoder::new(&[7]);
/// generic::skip(schema, schema.root(), &mut decoder.clone())?;
/// let error = generic::check(schema, &mut decoder).unwrap_err();
/// assert_eq!(error.to_string(), "byte 0: a boolean is the byte 0 or 1, found 7");
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// As [`to_json`].
pub fn check(schema: &Schema, decoder: &mut Decoder<'_>) -> Result<(), Error> {
    to_json_text(schema, decoder, &mut Vec::new())
}

/// The binary encoding under `schema` of a value in Avro's JSON encoding.
///
/// ```
/// use avro_entity::{AvroSchema, generic};
/// let bytes = generic::from_json(<Option<i64>>::schema(), &serde_json::json!({"long": -1}))?;
/// assert_eq!(bytes, [2, 1]);
/// let error = generic::from_json(<Option<i64>>::schema(), &serde_json::json!(-1)).unwrap_err();
/// assert_eq!(error.message(), r#"expected `null` or `{"long": …}`, found the number `-1`"#);
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// When the value is none of `schema`: another kind of JSON, a number out of range, a field that is missing or not
/// known. The error says where and what was expected.
pub fn from_json(schema: &Schema, value: &serde_json::Value) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    from_json::write(schema, schema.root(), value, &mut Encoder::new(&mut out))?;
    Ok(out)
}

/// Appends to `out`, which is put back as it was on an error.
pub(crate) fn restore(out: &mut Vec<u8>, append: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>) -> Result<(), Error> {
    let start = out.len();
    let appended = append(out);
    if appended.is_err() {
        out.truncate(start);
    }
    appended
}

/// Reads one datum under `schema` as a tree.
fn read_tree<T: Tree>(schema: &Schema, decoder: &mut Decoder<'_>) -> Result<T::Value, Error> {
    tree::<T>(|sink| read::read(schema, schema.root(), decoder, sink))
}

/// The tree that `walk` puts together.
pub(crate) fn tree<T: Tree>(walk: impl FnOnce(&mut TreeSink<T>) -> Result<(), Error>) -> Result<T::Value, Error> {
    let mut sink = TreeSink::<T>::new();
    walk(&mut sink)?;
    sink.finish().ok_or_else(|| Error::new(ErrorKind::Malformed, "the datum has no value"))
}
