//! How the tests beside the types say what holds: schema, bytes and value belong together.

use super::repr::{DecodeAs, EncodeAs, SchemaAs};
use crate::encode::Branches;
use crate::schema::{NodeId, SchemaBuilder};
use crate::{AvroDecode, AvroDecodeOwned, AvroEncode, AvroSchema, Decoder, Encoder, Error, ErrorKind};
use crate::{decode_into, from_slice, to_vec};
use std::borrow::Cow;
use std::fmt::Debug;
use std::marker::PhantomData;

/// A value whose plain form is its representation `R`, as a field with the attribute has it.
pub(crate) struct Represented<T, R>(pub(crate) T, PhantomData<R>);

impl<T, R> Represented<T, R> {
    pub(crate) fn of(value: T) -> Self {
        Represented(value, PhantomData)
    }
}

impl<T: PartialEq, R> PartialEq for Represented<T, R> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T: Debug, R> Debug for Represented<T, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: SchemaAs<R>, R> AvroSchema for Represented<T, R> {
    const BRANCHES: u32 = T::BRANCHES;

    fn build(builder: &mut SchemaBuilder) -> NodeId {
        T::build_as(builder)
    }

    fn type_name() -> Cow<'static, str> {
        "represented".into()
    }
}

impl<T: EncodeAs<R>, R> AvroEncode for Represented<T, R> {
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        self.0.encode_as(encoder)
    }

    fn encode_branch(&self, encoder: &mut Encoder<'_>, at: Branches) -> Result<(), Error> {
        self.0.encode_branch_as(encoder, at)
    }
}

impl<'de, T: DecodeAs<'de, R>, R> AvroDecode<'de> for Represented<T, R> {
    const MIN_BYTES: usize = T::MIN_BYTES_AS;
    const OWNED: Option<crate::ReadOwned<Self>> = None;

    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, Error> {
        T::decode_as(decoder).map(Represented::of)
    }

    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        self.0.decode_into_as(decoder)
    }
}

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
    let (said, of_type) = (error.to_string(), format!("{}: ", std::any::type_name::<T>()));
    let said = said.strip_prefix(&of_type).unwrap_or(&said);
    assert_eq!((error.kind(), said), (ErrorKind::Schema, message));
}
