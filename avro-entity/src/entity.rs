//! An entity: everything a type needs to be written and read.

use crate::decode::AvroDecodeOwned;
use crate::encode::AvroEncode;

/// A type with a schema that is written and read under it, and owns what it reads: [`AvroSchema`](crate::AvroSchema),
/// [`AvroEncode`] and [`AvroDecode`](crate::AvroDecode) in one bound.
///
/// It is implemented for every type that has the three; `#[derive(AvroEntity)]` derives them.
///
/// ```
/// use avro_entity::{AvroEntity, Error, from_slice, to_vec};
///
/// #[derive(AvroEntity, Debug, PartialEq)]
/// struct Point {
///     x: i32,
///     y: i32,
/// }
///
/// fn copy<T: AvroEntity>(value: &T) -> Result<T, Error> {
///     from_slice(&to_vec(value)?)
/// }
///
/// assert_eq!(copy(&Point { x: 1, y: 2 })?, Point { x: 1, y: 2 });
/// # Ok::<(), Error>(())
/// ```
///
/// A type that derives may have it as the bound of a parameter as well. The derive bounds what stands in the fields itself, so
/// that it can be left out.
///
/// ```
/// use avro_entity::{AvroEntity, AvroSchema};
///
/// #[derive(AvroEntity)]
/// struct Page<T: AvroEntity> {
///     items: Vec<T>,
/// }
///
/// assert_eq!(
///     Page::<i64>::schema().to_string(),
///     r#"{"type":"record","name":"Page_long","fields":[{"name":"items","type":{"type":"array","items":"long"}}]}"#
/// );
/// ```
pub trait AvroEntity: AvroEncode + AvroDecodeOwned {}

impl<T: AvroEncode + AvroDecodeOwned> AvroEntity for T {}
