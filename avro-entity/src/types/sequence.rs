//! Sequences: `array`; and of bytes: `bytes` and `fixed`.

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
pub(crate) fn encode<'a, T: AvroEncode + 'a>(
    len: usize,
    items: impl IntoIterator<Item = &'a T>,
    encoder: &mut Encoder<'_>,
) -> Result<(), Error> {
    if len > 0 {
        encoder.enter()?;
        encoder.write_block(len);
        for (index, item) in items.into_iter().enumerate() {
            item.encode(encoder).map_err(|error| error.at_index(index))?;
        }
        encoder.leave();
    }
    encoder.write_block(0);
    Ok(())
}

/// Reads an array in any number of blocks; the items that `items` has are read into.
pub(crate) fn decode_into<'de, T: AvroDecode<'de>>(
    items: &mut Vec<T>,
    decoder: &mut Decoder<'de>,
) -> Result<(), Error> {
    decoder.enter()?;
    let mut len = 0;
    loop {
        let count = decoder.read_block(T::MIN_BYTES)?;
        if count == 0 {
            break;
        }
        items.reserve(room::<T>((len + count).saturating_sub(items.len())));
        for _ in 0..count {
            let read = match items.get_mut(len) {
                Some(item) => item.decode_into(decoder),
                None => T::decode(decoder).map(|item| items.push(item)),
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
pub(crate) fn decode_array<'de, T: AvroDecode<'de>, const N: usize>(
    decoder: &mut Decoder<'de>,
) -> Result<[T; N], Error> {
    let at = decoder.offset();
    let mut items = Vec::with_capacity(room::<T>(N));
    T::decode_vec_into(&mut items, decoder)?;
    let len = items.len();
    items
        .try_into()
        .map_err(|_| Error::new(ErrorKind::Length, format!("expected {N} items, found {len}")).at_offset(at))
}

impl<T: AvroSchema> AvroSchema for Vec<T> {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        T::build_sequence(builder)
    }

    fn type_name() -> Cow<'static, str> {
        format!("array_{}", T::type_name()).into()
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
