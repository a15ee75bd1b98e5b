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
pub trait AvroEntity: AvroEncode + AvroDecodeOwned {}

impl<T: AvroEncode + AvroDecodeOwned> AvroEntity for T {}
