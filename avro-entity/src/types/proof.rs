//! How the tests beside the types say what holds: schema, bytes and value belong together.

use crate::{AvroDecodeOwned, AvroEncode, AvroSchema, ErrorKind, decode_into, from_slice, to_vec};
use std::fmt::Debug;

/// `value` has this schema and these bytes, and comes back from them: fresh, and into a value that was read before.
#[track_caller]
pub(crate) fn holds<T: AvroEncode + AvroDecodeOwned + PartialEq + Debug>(value: T, schema: &str, bytes: &[u8]) {
    assert_eq!(T::schema().to_string(), schema);
    reads(&value, bytes);
    assert_eq!(to_vec(&value).unwrap(), bytes);
}

/// These bytes are read as `value`, though they may not be what is written for it.
#[track_caller]
pub(crate) fn reads<T: AvroDecodeOwned + PartialEq + Debug>(value: &T, bytes: &[u8]) {
    assert!(bytes.len() >= T::MIN_BYTES, "the claim of at least {} bytes", T::MIN_BYTES);
    let mut read: T = from_slice(bytes).unwrap();
    assert_eq!(&read, value);
    decode_into(&mut read, bytes).unwrap();
    assert_eq!(&read, value, "read into itself");
}

/// These bytes are refused, with this message.
#[track_caller]
pub(crate) fn reads_not<T: AvroDecodeOwned + Debug>(bytes: &[u8], kind: ErrorKind, message: &str) {
    let error = from_slice::<T>(bytes).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (kind, message));
}

/// This value is refused, with this message, and leaves no byte behind.
#[track_caller]
pub(crate) fn writes_not<T: AvroEncode + ?Sized>(value: &T, kind: ErrorKind, message: &str) {
    let mut out = vec![7];
    let error = crate::encode(value, &mut out).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (kind, message));
    assert_eq!(out, [7]);
}

/// This type has no schema, for this reason.
#[track_caller]
pub(crate) fn has_no_schema<T: AvroSchema + ?Sized>(message: &str) {
    let error = T::try_schema().map(ToString::to_string).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Schema, message));
}
