//! Sequences: `array`. One block is written for all items; any number of blocks is read.

use super::item::{Direct, ReadItem, Through};
use super::repr::{DecodeAs, EncodeAs, Lift, Own, SchemaAs};
use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::{Error, ErrorKind};
use crate::resolve::Planned;
use crate::schema::{AvroSchema, NodeId, SchemaBuilder};
use crate::wire::{Bounded, Decoder, Encoder, ItemSize};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// How many bytes a claim of items may reserve before the first item is read.
const RESERVE_BYTES: usize = 64 << 10;

/// Room to reserve for `count` items of type `T` that are claimed to follow.
pub(crate) fn room<T>(count: usize) -> usize {
    count.min(RESERVE_BYTES / size_of::<T>().max(1))
}

/// Writes `len` items or entries as one block, or none, and the end; `items` writes what is in the block.
pub(super) fn write_block(
    len: usize,
    encoder: &mut Encoder<'_>,
    items: impl FnOnce(&mut Encoder<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    encoder.enter()?;
    if len > 0 {
        encoder.write_block(len);
        items(encoder)?;
    }
    encoder.write_block(0);
    encoder.leave();
    Ok(())
}

/// Reads any number of blocks: `item` reads the item or entry of an index into `into`, and `reserve` makes room in it for so
/// many more.
#[inline]
pub(super) fn read_blocks<'de, C: ?Sized>(
    into: &mut C,
    decoder: &mut Decoder<'de>,
    size: ItemSize,
    reserve: impl Fn(&mut C, usize),
    mut item: impl FnMut(&mut C, usize, &mut Decoder<'de>) -> Result<(), Error>,
) -> Result<usize, Error> {
    decoder.enter()?;
    let mut len = 0;
    loop {
        let count = decoder.read_items(size)?;
        if count == 0 {
            break;
        }
        reserve(into, count);
        for _ in 0..count {
            item(into, len, decoder)?;
            len += 1;
        }
    }
    decoder.leave();
    Ok(len)
}

/// Writes an array.
pub(crate) fn encode<'a, R: ?Sized, T: EncodeAs<R> + 'a>(
    items: impl ExactSizeIterator<Item = &'a T>,
    encoder: &mut Encoder<'_>,
) -> Result<(), Error> {
    write_block(items.len(), encoder, |encoder| {
        for (index, item) in items.enumerate() {
            item.encode_as(encoder).map_err(|error| error.at_index(index))?;
        }
        Ok(())
    })
}

/// Writes an array of values of which it is known how many bytes they take.
pub(super) fn encode_many(items: &[impl Bounded], encoder: &mut Encoder<'_>) -> Result<(), Error> {
    write_block(items.len(), encoder, |encoder| {
        encoder.write_many(items);
        Ok(())
    })
}

/// Reads an array; the items that `items` has are read into, and behind them `many` reads up to so many to its end. Where it stops, the
/// next one is read by itself, which says what is wrong.
pub(super) fn decode_many<'de, T: AvroDecode<'de>>(
    items: &mut Vec<T>,
    decoder: &mut Decoder<'de>,
    many: impl Fn(&mut Decoder<'de>, usize, &mut Vec<T>),
) -> Result<(), Error> {
    let present = items.len();
    let mut len = 0usize;
    decoder.enter()?;
    loop {
        let count = decoder.read_items(ItemSize::of::<T>(T::MIN_BYTES))?;
        if count == 0 {
            break;
        }
        items.reserve(room::<T>(count.saturating_sub(present)));
        let end = len.saturating_add(count);
        for item in items.iter_mut().take(end).skip(len) {
            item.decode_into(decoder).map_err(|error| error.at_index(len))?;
            len += 1;
        }
        while len < end {
            many(decoder, end - len, items);
            len = items.len();
            if len < end {
                items.push(T::decode(decoder).map_err(|error| error.at_index(len))?);
                len += 1;
            }
        }
    }
    decoder.leave();
    items.truncate(len);
    Ok(())
}

/// Reads an array; the items that `items` has are read into.
pub(crate) fn decode_into<'de, T>(
    items: &mut Vec<T>,
    decoder: &mut Decoder<'de>,
    read: impl ReadItem<'de, T>,
) -> Result<(), Error> {
    let present = items.len();
    let reserve = |items: &mut Vec<T>, count: usize| items.reserve(room::<T>(count.saturating_sub(present)));
    let len = read_blocks(items, decoder, ItemSize::of::<T>(read.width()?), reserve, |items, index, decoder| {
        let result = match items.get_mut(index) {
            Some(item) => read.read_into(item, decoder),
            None => read.read(decoder).map(|item| items.push(item)),
        };
        result.map_err(|error| error.at_index(index))
    })?;
    items.truncate(len);
    Ok(())
}

/// Reads an array of exactly `N` items, as `read` reads one into an empty list.
pub(crate) fn decode_array<'de, T, const N: usize>(
    decoder: &mut Decoder<'de>,
    read: impl FnOnce(&mut Vec<T>, &mut Decoder<'de>) -> Result<(), Error>,
) -> Result<[T; N], Error> {
    let at = decoder.offset();
    let mut items = Vec::with_capacity(room::<T>(N));
    read(&mut items, decoder)?;
    let found = items.len();
    items.try_into().map_err(|_| wrong_length(N, found, at))
}

/// Reads an array of exactly as many items as there are into them.
pub(crate) fn decode_array_into<'de, T>(
    items: &mut [T],
    decoder: &mut Decoder<'de>,
    read: impl ReadItem<'de, T>,
) -> Result<(), Error> {
    let at = decoder.offset();
    let expected = items.len();
    let len = read_blocks(
        items,
        decoder,
        ItemSize::of::<T>(read.width()?),
        |_, _| {},
        |items, index, decoder| match items.get_mut(index) {
            Some(item) => read.read_into(item, decoder).map_err(|error| error.at_index(index)),
            None => read.read(decoder).map(drop),
        },
    )?;
    if len == expected { Ok(()) } else { Err(wrong_length(expected, len, at)) }
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
        decode_into(&mut items, decoder, Direct::<R::Inner>::new())?;
        Ok(items)
    }

    fn decode_into_as(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        decode_into(self, decoder, Direct::<R::Inner>::new())
    }

    fn decode_changed_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        decode_into(&mut items, decoder, Through::<R::Inner>::items(plan, decoder)?)?;
        Ok(items)
    }

    fn decode_changed_into_as(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        decode_into(self, decoder, Through::<R::Inner>::items(plan, decoder)?)
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
    const OWNED: Option<crate::ReadOwned<Self>> = None;
    const VACANT: Option<Vec<T>> = Some(Vec::new());

    fn decode(decoder: &mut Decoder<'de>) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        T::decode_vec_into(&mut items, decoder)?;
        Ok(items)
    }

    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        T::decode_vec_into(self, decoder)
    }

    fn decode_changed(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        decode_into(&mut items, decoder, Through::<Own>::items(plan, decoder)?)?;
        Ok(items)
    }

    fn decode_changed_into(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        decode_into(self, decoder, Through::<Own>::items(plan, decoder)?)
    }
}

macro_rules! boxed_slices {
    ($($pointer:ident)*) => {$(
        impl<'de, T: AvroDecode<'de>> AvroDecode<'de> for $pointer<[T]> {
            const MIN_BYTES: usize = 1;
            const OWNED: Option<crate::ReadOwned<Self>> = None;

            fn decode(decoder: &mut Decoder<'de>) -> Result<$pointer<[T]>, Error> {
                Vec::decode(decoder).map($pointer::from)
            }

            fn decode_changed(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<$pointer<[T]>, Error> {
                Vec::decode_changed(decoder, plan).map($pointer::from)
            }
        }
    )*};
}

boxed_slices!(Box Rc Arc);

impl<'de: 'a, 'a, T: AvroDecode<'de> + Clone> AvroDecode<'de> for Cow<'a, [T]> {
    const MIN_BYTES: usize = 1;
    const OWNED: Option<crate::ReadOwned<Self>> = None;

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Cow<'a, [T]>, Error> {
        T::decode_cow(decoder)
    }

    fn decode_changed(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Cow<'a, [T]>, Error> {
        Vec::decode_changed(decoder, plan).map(Cow::Owned)
    }
}

impl<R: Lift, T: SchemaAs<R::Inner>, const N: usize> SchemaAs<R> for [T; N] {
    fn build_as(builder: &mut SchemaBuilder) -> NodeId {
        let items = T::build_as(builder);
        builder.array(items)
    }
}

impl<R: Lift, T: EncodeAs<R::Inner>, const N: usize> EncodeAs<R> for [T; N] {
    fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encode(self.iter(), encoder)
    }
}

impl<'de, R: Lift, T: DecodeAs<'de, R::Inner>, const N: usize> DecodeAs<'de, R> for [T; N] {
    const MIN_BYTES_AS: usize = array_bytes(N, T::MIN_BYTES_AS);

    fn decode_as(decoder: &mut Decoder<'de>) -> Result<[T; N], Error> {
        decode_array(decoder, |items, decoder| decode_into(items, decoder, Direct::<R::Inner>::new()))
    }

    fn decode_into_as(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        decode_array_into(self, decoder, Direct::<R::Inner>::new())
    }

    fn decode_changed_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<[T; N], Error> {
        let read = Through::<R::Inner>::items(plan, decoder)?;
        decode_array(decoder, |items, decoder| decode_into(items, decoder, read))
    }

    fn decode_changed_into_as(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        decode_array_into(self, decoder, Through::<R::Inner>::items(plan, decoder)?)
    }
}

/// The least that an array of so many items takes: the header of a block, the items, the end.
const fn array_bytes(items: usize, item_bytes: usize) -> usize {
    if items == 0 { 1 } else { items.saturating_mul(item_bytes).saturating_add(2) }
}

impl<T: AvroSchema, const N: usize> AvroSchema for [T; N] {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        T::build_array(builder, N)
    }

    fn type_name() -> Cow<'static, str> {
        if T::IS_BYTE { format!("fixed{N}").into() } else { T::sequence_name() }
    }
}

impl<T: AvroEncode, const N: usize> AvroEncode for [T; N] {
    #[inline]
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        T::encode_array(self, encoder)
    }
}

impl<'de, T: AvroDecode<'de>, const N: usize> AvroDecode<'de> for [T; N] {
    const MIN_BYTES: usize = if T::IS_BYTE { N } else { array_bytes(N, T::MIN_BYTES) };
    const OWNED: Option<crate::ReadOwned<Self>> = None;

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<[T; N], Error> {
        T::decode_array(decoder)
    }

    #[inline]
    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        T::decode_array_into(self, decoder)
    }

    fn decode_changed(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<[T; N], Error> {
        let read = Through::<Own>::items(plan, decoder)?;
        decode_array(decoder, |items, decoder| decode_into(items, decoder, read))
    }

    fn decode_changed_into(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        decode_array_into(self, decoder, Through::<Own>::items(plan, decoder)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::{holds, reads, reads_not};
    use crate::{AvroDecode, Decoder, ErrorKind, Limits, decode_into, from_slice, to_vec};
    use std::borrow::Cow;
    use std::rc::Rc;
    use std::sync::Arc;

    const LONGS: &str = r#"{"type":"array","items":"long"}"#;

    #[test]
    fn sequences_are_arrays_in_one_block() {
        holds(vec![1i64, -2], LONGS, &[4, 2, 3, 0]);
        holds(Vec::<i64>::new(), LONGS, &[0]);
        holds(Box::<[i64]>::from([1, -2]), LONGS, &[4, 2, 3, 0]);
        holds(Rc::<[i64]>::from([1, -2]), LONGS, &[4, 2, 3, 0]);
        holds(Arc::<[i64]>::from([1, -2]), LONGS, &[4, 2, 3, 0]);
        assert_eq!(to_vec(&[1i64, -2][..]).unwrap(), [4, 2, 3, 0]);
        assert_eq!(to_vec(&Cow::Borrowed(&[1i64, -2][..])).unwrap(), [4, 2, 3, 0]);
        assert_eq!(from_slice::<Cow<'_, [i64]>>(&[4, 2, 3, 0]).unwrap(), vec![1, -2]);
    }

    #[test]
    fn any_number_of_blocks_with_and_without_sizes_is_read() {
        reads(&vec![1i64, 2, 3], &[2, 2, 4, 4, 6, 0]);
        reads(&vec![1i64, 2, 3], &[5, 6, 2, 4, 6, 0]);
        reads(&vec![1i64, 2, 3], &[1, 2, 2, 3, 4, 4, 6, 0]);
    }

    #[test]
    fn an_array_has_exactly_as_many_items_as_its_type() {
        holds([1i64, -2], LONGS, &[4, 2, 3, 0]);
        holds([0i64; 0], LONGS, &[0]);
        reads(&[1i64, -2], &[2, 2, 2, 3, 0]);
        let length = ErrorKind::Length;
        reads_not::<[i64; 2]>(&[2, 2, 0], length, "byte 0: expected 2 items, found 1");
        reads_not::<[i64; 2]>(&[6, 2, 2, 2, 0], length, "byte 0: expected 2 items, found 3");
        let mut pair = [0i64; 2];
        let refused = |error: crate::Error| (error.kind(), error.to_string());
        let short = decode_into(&mut pair, &[2, 2, 0]).map_err(refused);
        assert_eq!(short, Err((length, "byte 0: expected 2 items, found 1".to_owned())));
        let long = decode_into(&mut pair, &[6, 2, 2, 2, 0]).map_err(refused);
        assert_eq!(long, Err((length, "byte 0: expected 2 items, found 3".to_owned())));
    }

    #[test]
    fn items_are_read_into_the_items_that_are_there() {
        let mut names = vec![String::with_capacity(100), String::with_capacity(100), String::with_capacity(100)];
        let before = (names.as_ptr(), names[0].as_ptr(), names[1].as_ptr());
        decode_into(&mut names, &[4, 2, b'a', 2, b'b', 0]).unwrap();
        assert_eq!(names, ["a", "b"]);
        assert_eq!((names.as_ptr(), names[0].as_ptr(), names[1].as_ptr()), before);

        let mut pair = [String::with_capacity(100), String::with_capacity(100)];
        let before = [pair[0].as_ptr(), pair[1].as_ptr()];
        decode_into(&mut pair, &[4, 2, b'a', 2, b'b', 0]).unwrap();
        assert_eq!((pair[0].as_ptr(), pair[1].as_ptr()), (before[0], before[1]));
    }

    #[test]
    fn an_error_says_which_item() {
        let message = "[1][0] at byte 5: a boolean is the byte 0 or 1, found 7";
        reads_not::<Vec<Vec<bool>>>(&[4, 2, 1, 0, 2, 7, 0, 0], ErrorKind::Malformed, message);
        reads_not::<[[bool; 1]; 2]>(&[4, 2, 1, 0, 2, 7, 0, 0], ErrorKind::Malformed, message);
    }

    #[test]
    fn a_claim_of_more_items_than_there_are_bytes_allocates_nothing() {
        let claim = [0xfe, 0xff, 0xff, 0xff, 0x0f, 0];
        reads_not::<Vec<i64>>(&claim, ErrorKind::Limit, &claim_message(2147483647));
        let claim = [0x80, 0x80, 0x80, 0x02, 0];
        reads_not::<Vec<i64>>(&claim, ErrorKind::UnexpectedEnd, "byte 0: the input ends inside a block of items");
    }

    fn claim_message(count: u64) -> String {
        format!("byte 0: {count} more items exceed the limit of 268435456 items in one datum (`Limits::items`)")
    }

    #[test]
    fn nesting_is_limited() {
        let limits = Limits { depth: 2, ..Limits::default() };
        let nested = [2, 2, 0, 0];
        assert_eq!(
            <Vec<Vec<i64>>>::decode(&mut Decoder::with_limits(&[2, 0, 0], &limits)).unwrap(),
            [Vec::<i64>::new()]
        );
        let error = <Vec<Vec<Vec<i64>>>>::decode(&mut Decoder::with_limits(&nested, &limits)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "[0][0] at byte 2: the datum is nested deeper than the limit of 2 levels (`Limits::depth`)"
        );
    }
}
