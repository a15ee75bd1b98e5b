//! Sequences: `array`. A block is written for all items; any number of blocks is read.

use super::repr::{DecodeAs, EncodeAs, Lift, SchemaAs};
use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::{Error, ErrorKind};
use crate::schema::{AvroSchema, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;

/// How many bytes a claim of items may reserve before the first item is read.
const RESERVE_BYTES: usize = 64 << 10;

/// Room to reserve for `count` items of type `T` that are claimed to follow.
pub(crate) fn room<T>(count: usize) -> usize {
    count.min(RESERVE_BYTES / size_of::<T>().max(1))
}

/// Writes `len` items as an array: one block, or none.
pub(crate) fn encode<'a, R: ?Sized, T: EncodeAs<R> + 'a>(
    items: impl ExactSizeIterator<Item = &'a T>,
    encoder: &mut Encoder<'_>,
) -> Result<(), Error> {
    encoder.enter()?;
    if items.len() > 0 {
        encoder.write_block(items.len());
        for (index, item) in items.enumerate() {
            item.encode_as(encoder).map_err(|error| error.at_index(index))?;
        }
    }
    encoder.write_block(0);
    encoder.leave();
    Ok(())
}

/// Reads an array in any number of blocks; the items that `items` has are read into.
pub(crate) fn decode_into<'de, R: ?Sized, T: DecodeAs<'de, R>>(
    items: &mut Vec<T>,
    decoder: &mut Decoder<'de>,
) -> Result<(), Error> {
    decoder.enter()?;
    let mut len = 0;
    loop {
        let count = decoder.read_block(T::MIN_BYTES_AS)?;
        if count == 0 {
            break;
        }
        items.reserve(room::<T>((len + count).saturating_sub(items.len())));
        for _ in 0..count {
            let read = match items.get_mut(len) {
                Some(item) => item.decode_into_as(decoder),
                None => T::decode_as(decoder).map(|item| items.push(item)),
            };
            read.map_err(|error| error.at_index(len))?;
            len += 1;
        }
    }
    items.truncate(len);
    decoder.leave();
    Ok(())
}

/// Reads an array of exactly `N` items.
pub(crate) fn decode_array<'de, R: ?Sized, T: DecodeAs<'de, R>, const N: usize>(
    decoder: &mut Decoder<'de>,
) -> Result<[T; N], Error> {
    let at = decoder.offset();
    let mut items = Vec::with_capacity(room::<T>(N));
    decode_into(&mut items, decoder)?;
    let found = items.len();
    items.try_into().map_err(|_| wrong_length(N, found, at))
}

/// Reads an array of exactly as many items as there are into them.
pub(crate) fn decode_array_into<'de, R: ?Sized, T: DecodeAs<'de, R>>(
    items: &mut [T],
    decoder: &mut Decoder<'de>,
) -> Result<(), Error> {
    let at = decoder.offset();
    decoder.enter()?;
    let mut len: usize = 0;
    loop {
        let count = decoder.read_block(T::MIN_BYTES_AS)?;
        if count == 0 {
            break;
        }
        let expected = items.len();
        let end = len.saturating_add(count);
        let Some(block) = items.get_mut(len..end) else { return Err(wrong_length(expected, end, at)) };
        for (index, item) in (len..).zip(block) {
            item.decode_into_as(decoder).map_err(|error| error.at_index(index))?;
        }
        len = end;
    }
    decoder.leave();
    if len == items.len() { Ok(()) } else { Err(wrong_length(items.len(), len, at)) }
}

#[cold]
fn wrong_length(expected: usize, found: usize, at: u64) -> Error {
    Error::new(ErrorKind::Length, format!("expected {expected} items, found {found}")).at_offset(at)
}

impl<R: Lift, T: SchemaAs<R::Inner>> SchemaAs<R> for Vec<T> {
    fn build_as(builder: &mut SchemaBuilder) -> NodeId {
        let items = T::build_as(builder);
        builder.array(items)
    }
}

impl<R: Lift, T: EncodeAs<R::Inner>> EncodeAs<R> for Vec<T> {
    fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encode(self.iter(), encoder)
    }
}

impl<'de, R: Lift, T: DecodeAs<'de, R::Inner>> DecodeAs<'de, R> for Vec<T> {
    const MIN_BYTES_AS: usize = 1;

    fn decode_as(decoder: &mut Decoder<'de>) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        decode_into(&mut items, decoder)?;
        Ok(items)
    }

    fn decode_into_as(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        decode_into(self, decoder)
    }
}

impl<T: AvroSchema> AvroSchema for [T] {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        T::build_sequence(builder)
    }

    fn type_name() -> Cow<'static, str> {
        T::sequence_name()
    }
}

impl<T: AvroEncode> AvroEncode for [T] {
    #[inline]
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        T::encode_slice(self, encoder)
    }
}

impl<T: AvroSchema> AvroSchema for Vec<T> {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        T::build_sequence(builder)
    }

    fn type_name() -> Cow<'static, str> {
        T::sequence_name()
    }
}

impl<T: AvroEncode> AvroEncode for Vec<T> {
    #[inline]
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        T::encode_slice(self, encoder)
    }
}

impl<'de, T: AvroDecode<'de>> AvroDecode<'de> for Vec<T> {
    const MIN_BYTES: usize = 1;

    fn decode(decoder: &mut Decoder<'de>) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        T::decode_vec_into(&mut items, decoder)?;
        Ok(items)
    }

    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        T::decode_vec_into(self, decoder)
    }
}
