//! Bytes and nothing else: the primitives of the binary encoding, and the limits that keep hostile bytes harmless.
//!
//! Implements the sections "Primitive Types" and "Complex Types" of "Binary Encoding" in the specification. What the bytes
//! mean is the business of the layers above: here there are no schemas, no fields and no files.

mod bounded;
#[cfg(not(feature = "safe"))]
mod cursor;
#[cfg(feature = "safe")]
#[path = "cursor_safe.rs"]
mod cursor;
mod decoder;
mod depth;
mod encoder;
mod lengths;
mod limits;
mod raw;
mod scalar;
mod varint;

pub use bounded::Bounded;
pub(crate) use bounded::Single;
pub use decoder::Decoder;
pub(crate) use decoder::{ItemSize, SkippedBlock};
pub use encoder::Encoder;
pub(crate) use lengths::for_each_length;
pub use limits::Limits;
pub(crate) use scalar::Primitive;
pub use scalar::{Scalar, Scalars};
