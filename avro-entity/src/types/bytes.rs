//! Bytes: `bytes`, and `fixed` for arrays of a fixed length.
//!
//! A single `u8` is an `int`. That several of them are not an array of `int` is said by the hidden hooks of the traits, which
//! `u8` overrides: `Vec`, slices and arrays call them.

use crate::error::Error;
use crate::wire::Decoder;

/// Reads `bytes` into the allocation of `items`.
pub(super) fn decode_into(items: &mut Vec<u8>, decoder: &mut Decoder<'_>) -> Result<(), Error> {
    let bytes = decoder.read_bytes()?;
    items.clear();
    items.extend_from_slice(bytes);
    Ok(())
}

impl<'de: 'a, 'a> crate::AvroDecode<'de> for &'a [u8] {
    const MIN_BYTES: usize = 1;
    const OWNED: Option<crate::ReadOwned<Self>> = None;

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<&'a [u8], Error> {
        decoder.read_bytes()
    }
}

#[cfg(feature = "bytes")]
mod shared {
    use crate::decode::AvroDecode;
    use crate::encode::AvroEncode;
    use crate::error::Error;
    use crate::schema::{AvroSchema, NodeId, SchemaBuilder};
    use crate::wire::{Decoder, Encoder};
    use bytes::Bytes;
    use std::borrow::Cow;

    impl AvroSchema for Bytes {
        fn build(builder: &mut SchemaBuilder) -> NodeId {
            <[u8]>::build(builder)
        }

        fn type_name() -> Cow<'static, str> {
            <[u8]>::type_name()
        }
    }

    impl AvroEncode for Bytes {
        #[inline]
        fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
            encoder.write_bytes(self);
            Ok(())
        }
    }

    impl<'de> AvroDecode<'de> for Bytes {
        const MIN_BYTES: usize = 1;
        const OWNED: Option<crate::ReadOwned<Self>> = None;

        fn decode(decoder: &mut Decoder<'de>) -> Result<Bytes, Error> {
            decoder.read_bytes().map(Bytes::copy_from_slice)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::{holds, reads_not};
    use crate::{ErrorKind, decode_into, from_slice, to_vec};
    use std::borrow::Cow;
    use std::rc::Rc;
    use std::sync::Arc;

    const FIXED: &str = r#"{"type":"fixed","name":"Fixed3","size":3}"#;

    #[test]
    fn bytes_of_every_owner_are_bytes() {
        let bytes = [6, 1, 2, 255];
        holds(vec![1u8, 2, 255], r#""bytes""#, &bytes);
        holds(Box::<[u8]>::from([1, 2, 255]), r#""bytes""#, &bytes);
        holds(Rc::<[u8]>::from([1, 2, 255]), r#""bytes""#, &bytes);
        holds(Arc::<[u8]>::from([1, 2, 255]), r#""bytes""#, &bytes);
        #[cfg(feature = "bytes")]
        holds(bytes::Bytes::from_static(&[1, 2, 255]), r#""bytes""#, &bytes);
        assert_eq!(to_vec(&[1u8, 2, 255][..]).unwrap(), bytes);
        assert_eq!(to_vec(&Cow::Borrowed(&[1u8, 2, 255][..])).unwrap(), bytes);
    }

    #[test]
    fn borrowed_bytes_are_the_bytes_in_the_input() {
        let input = [4, 7, 8];
        let bytes: &[u8] = from_slice(&input).unwrap();
        assert_eq!((bytes, bytes.as_ptr()), (&[7, 8][..], input[1..].as_ptr()));
        let bytes: Cow<'_, [u8]> = from_slice(&input).unwrap();
        assert!(matches!(bytes, Cow::Borrowed(&[7, 8])));
    }

    #[test]
    fn bytes_are_read_into_their_own_allocation() {
        let mut bytes = Vec::<u8>::with_capacity(100);
        let before = bytes.as_ptr();
        decode_into(&mut bytes, &[4, 7, 8]).unwrap();
        assert_eq!((bytes.as_slice(), bytes.as_ptr()), (&[7, 8][..], before));
    }

    #[test]
    fn an_array_of_bytes_is_a_fixed() {
        holds([1u8, 2, 255], FIXED, &[1, 2, 255]);
        holds(Some([1u8, 2, 255]), &format!(r#"["null",{FIXED}]"#), &[2, 1, 2, 255]);
        holds(vec![[1u8; 3]; 2], &format!(r#"{{"type":"array","items":{FIXED}}}"#), &[4, 1, 1, 1, 1, 1, 1, 0]);
        reads_not::<[u8; 3]>(&[1, 2], ErrorKind::UnexpectedEnd, "byte 0: the input ends inside a fixed value");
    }

    #[test]
    fn bytes_longer_than_the_input_are_refused_before_they_are_allocated() {
        let message = "byte 4: the input ends inside a bytes value";
        reads_not::<Vec<u8>>(&[0x80, 0x80, 0x80, 0x01, 1], ErrorKind::UnexpectedEnd, message);
    }
}
