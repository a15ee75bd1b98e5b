//! The cursor that every decoder reads from.
//!
//! Letter to the next reader. A `Decoder` walks one contiguous slice: a datum, a message, or a block of a file after
//! decompression. What the current datum may still read is the cursor's; it ends at `Limits::datum_bytes`, or with `input`.
//! Positions are never stored, they follow from the lengths, so that reading moves one slice and nothing else. The cursor
//! reads what is right and written as usual; where it has nothing, a `#[cold]` call here reads what is unusual, or finds out what
//! is wrong and where. Whoever adds a read keeps to the rule that holds here: no allocation by a length that was claimed, only
//! by bytes that are there.

mod blocks;
mod depth;
mod text;

pub(crate) use blocks::{ItemSize, SkippedBlock};

use super::Limits;
use super::cursor::Cursor;
use super::depth::Depth;
use super::scalar::{Primitive, Scalars};
use crate::error::{Error, ErrorKind};
use std::fmt;

/// A cursor over the bytes of one datum, or of several after each other, with [`Limits`].
///
/// Implementations of [`AvroDecode`](crate::AvroDecode) read from it; the methods are the primitive types of the
/// specification's "Binary Encoding".
///
/// ```
/// let mut decoder = avro_entity::Decoder::new(&[3, 6, b'f', b'o', b'o']);
/// assert_eq!(decoder.read_long()?, -2);
/// assert_eq!(decoder.read_str()?, "foo");
/// assert!(decoder.is_empty());
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone)]
pub struct Decoder<'de> {
    cursor: Cursor<'de>,
    input: &'de [u8],
    base: u64,
    items_left: u64,
    empty_left: u64,
    memory_left: u64,
    depth: Depth,
    records: Depth,
    /// Whether `input` is one value of `bytes` without its length. The window is empty until it is read.
    bare: bool,
    limits: DatumLimits,
}

/// Where it is, without the data.
impl fmt::Debug for Decoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("offset", &self.offset())
            .field("remaining", &self.remaining().len())
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// The limits that a datum is read under.
#[derive(Clone, Copy, Debug)]
struct DatumLimits {
    value_bytes: usize,
    items: u64,
    empty_items: u64,
    memory_bytes: u64,
    datum_bytes: u64,
    depth: u32,
}

impl<'de> Decoder<'de> {
    /// A cursor at the first byte of `input`, with the default [`Limits`].
    #[inline]
    pub fn new(input: &'de [u8]) -> Decoder<'de> {
        Decoder::with_limits(input, &Limits::DEFAULT)
    }

    /// A cursor at the first byte of `input` that refuses what exceeds `limits`.
    #[inline]
    pub fn with_limits(input: &'de [u8], limits: &Limits) -> Decoder<'de> {
        let mut decoder = Decoder {
            cursor: Cursor::new(input),
            input,
            base: 0,
            items_left: limits.items,
            empty_left: limits.empty_items,
            memory_left: limits.memory_bytes,
            depth: Depth::new(limits.depth),
            records: Depth::of_records(limits.depth),
            bare: false,
            limits: DatumLimits {
                value_bytes: limits.value_bytes,
                items: limits.items,
                empty_items: limits.empty_items,
                memory_bytes: limits.memory_bytes,
                datum_bytes: limits.datum_bytes,
                depth: limits.depth,
            },
        };
        decoder.start_datum();
        decoder
    }

    /// A cursor in front of one value of `bytes` that is all of `input`, with no length to say so.
    ///
    /// Its window is empty, so that every way to a length comes to where the unusual ones are read, and the usual ones cost
    /// nothing. Offsets count from `base`.
    ///
    /// # Errors
    ///
    /// When `input` is longer than a datum may be.
    pub(crate) fn bare_bytes(input: &'de [u8], limits: &Limits, base: u64) -> Result<Decoder<'de>, Error> {
        let mut decoder = Decoder::with_limits(input, limits).at_base(base);
        if decoder.cursor.end() < input.len() {
            return Err(decoder.datum_too_long());
        }
        decoder.bare = true;
        decoder.limits.datum_bytes = 0;
        decoder.start_datum();
        Ok(decoder)
    }

    /// Whether what is next is a value of `bytes` without its length.
    #[inline]
    fn is_bare(&self) -> bool {
        self.bare && self.cursor.end() == 0
    }

    /// The same cursor, counting offsets in errors from `base`: where `input` lies in its file.
    #[inline]
    pub(crate) fn at_base(mut self, base: u64) -> Decoder<'de> {
        self.base = base;
        self
    }

    /// Begins the next datum of a block: what [`Limits`] allows one datum is available again.
    #[inline]
    pub fn start_datum(&mut self) {
        let at = self.cursor.position();
        let end = usize::try_from(self.limits.datum_bytes).map_or(self.input.len(), |most| at.saturating_add(most));
        self.cursor = Cursor::at(at, self.input.get(..end).unwrap_or(self.input));
        self.items_left = self.limits.items;
        self.empty_left = self.limits.empty_items;
        self.memory_left = self.limits.memory_bytes;
        self.depth = Depth::new(self.limits.depth);
        self.records = Depth::of_records(self.limits.depth);
    }

    /// The bytes that are left, the next datum's included.
    #[inline]
    pub fn remaining(&self) -> &'de [u8] {
        self.input.get(self.cursor.position()..).unwrap_or_default()
    }

    /// Whether all input is read.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.cursor.position() == self.input.len()
    }

    /// The offset of the next byte: in the file for container files, else in the input.
    #[inline]
    pub fn offset(&self) -> u64 {
        self.base + self.cursor.position() as u64
    }

    /// A cursor over `inside`, which was read out of this one's input at `offset`, with the same limits.
    pub(crate) fn inside<'i>(&self, inside: &'i [u8], offset: u64) -> Decoder<'i> {
        let DatumLimits { value_bytes, items, empty_items, memory_bytes, datum_bytes, depth } = self.limits;
        // What was read out of a datum is not longer than that might be.
        let datum_bytes = datum_bytes.max(inside.len() as u64);
        let limits = Limits { value_bytes, items, empty_items, memory_bytes, datum_bytes, depth, ..Limits::DEFAULT };
        Decoder::with_limits(inside, &limits).at_base(offset)
    }

    /// Reads the one value that fills `bytes`, which were made from what lies at `at` in this input: no deeper and no larger
    /// than may be here, and with errors about the place that the value has here.
    pub(crate) fn aside<T>(
        &mut self,
        bytes: &[u8],
        at: u64,
        read: impl FnOnce(&mut Decoder<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut decoder = self.inside(bytes, 0);
        (decoder.depth, decoder.memory_left) = (self.depth, self.memory_left);
        let value = read(&mut decoder).and_then(|value| decoder.finish().map(|()| value));
        self.memory_left = decoder.memory_left;
        value.map_err(|error| error.moved_to(at))
    }

    /// An error of `kind` at the current offset.
    #[cold]
    pub fn error(&self, kind: ErrorKind, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
        Error::new(kind, message).at_offset(self.offset())
    }

    /// Fails unless all input is read.
    #[inline]
    pub fn finish(&self) -> Result<(), Error> {
        match self.remaining().len() {
            0 => Ok(()),
            left => Err(self.trailing(left)),
        }
    }

    #[cold]
    fn trailing(&self, left: usize) -> Error {
        let message = match left {
            1 => "1 byte is left after the datum".to_owned(),
            left => format!("{left} bytes are left after the datum"),
        };
        self.error(ErrorKind::TrailingBytes, message)
    }

    #[cold]
    fn end(&self, wanted: &'static str) -> Error {
        if self.is_bare() {
            return self.error(ErrorKind::Malformed, format!("bytes without a length are not read as {wanted}"));
        }
        if self.cursor.end() < self.input.len() {
            return self.datum_too_long();
        }
        self.error(ErrorKind::UnexpectedEnd, format!("the input ends inside {wanted}"))
    }

    #[cold]
    fn datum_too_long(&self) -> Error {
        let limit = self.limits.datum_bytes;
        self.error(
            ErrorKind::Limit,
            format!("the datum is longer than the limit of {limit} bytes (`Limits::datum_bytes`)"),
        )
    }

    #[inline(always)]
    fn chunk<const N: usize>(&mut self, wanted: &'static str) -> Result<[u8; N], Error> {
        self.cursor.chunk().ok_or_else(|| self.end(wanted))
    }

    #[inline(always)]
    fn take(&mut self, len: usize, wanted: &'static str) -> Result<&'de [u8], Error> {
        self.cursor.take(len).ok_or_else(|| self.end(wanted))
    }

    /// Reads a `boolean`: one byte, 0 or 1.
    #[inline]
    pub fn read_boolean(&mut self) -> Result<bool, Error> {
        self.cursor.boolean().ok_or_else(|| self.bad_boolean())
    }

    #[cold]
    fn bad_boolean(&self) -> Error {
        match self.cursor.rest().first() {
            Some(byte) => self.error(ErrorKind::Malformed, format!("a boolean is the byte 0 or 1, found {byte}")),
            None => self.end("a boolean"),
        }
    }

    /// Reads an `int`: a zig-zag varint of at most five bytes and 32 bits.
    #[inline]
    pub fn read_int(&mut self) -> Result<i32, Error> {
        self.cursor.int().ok_or_else(|| self.bad_int())
    }

    #[cold]
    fn bad_int(&self) -> Error {
        match self.cursor.clone().long() {
            Some(_) => self.error(ErrorKind::Malformed, "an int has at most five bytes and 32 bits"),
            None => self.bad_long(),
        }
    }

    /// Reads a `long`: a zig-zag varint of at most ten bytes and 64 bits.
    #[inline]
    pub fn read_long(&mut self) -> Result<i64, Error> {
        self.cursor.long().ok_or_else(|| self.bad_long())
    }

    #[cold]
    fn bad_long(&self) -> Error {
        let rest = self.cursor.rest();
        match rest.len() < 10 && rest.iter().all(|byte| *byte >= 0x80) {
            true => self.end("a number"),
            false => self.error(ErrorKind::Malformed, "a number has at most ten bytes and 64 bits"),
        }
    }

    /// Reads a `float`: four bytes, little-endian.
    #[inline]
    pub fn read_float(&mut self) -> Result<f32, Error> {
        Ok(f32::from_le_bytes(self.chunk("a float")?))
    }

    /// Reads a `double`: eight bytes, little-endian.
    #[inline]
    pub fn read_double(&mut self) -> Result<f64, Error> {
        Ok(f64::from_le_bytes(self.chunk("a double")?))
    }

    /// Reads several values after each other, as the fields of a record are: scalars and options of them. Nothing but the values
    /// is stored before all are read.
    ///
    /// ```
    /// let mut decoder = avro_entity::Decoder::new(&[1, 2, 1, 0]);
    /// let (a, b, c) = decoder.read_run::<(bool, Option<i64>, Option<f64>)>().unwrap();
    /// assert_eq!((a, b, c), (true, Some(-1), None));
    /// ```
    ///
    /// # Errors
    ///
    /// The error of the first that is wrong, and which one that is.
    #[inline(always)]
    pub fn read_run<S: Scalars>(&mut self) -> Result<S, (Error, usize)> {
        let mut run = self.cursor.run();
        match S::read(&mut run) {
            Some(scalars) => {
                self.cursor = run.cursor();
                Ok(scalars)
            }
            None => self.read_one_by_one(),
        }
    }

    /// Reads up to `count` values to the end of `items`, and stops in front of one that is not there, wrong, or written in an
    /// unusual way.
    #[inline]
    pub(crate) fn read_many<T: Primitive>(&mut self, count: usize, items: &mut Vec<T>) {
        let mut run = self.cursor.run();
        T::read_many(&mut run, count, items);
        self.cursor = run.cursor();
    }

    #[cold]
    #[inline(never)]
    fn read_one_by_one<S: Scalars>(&mut self) -> Result<S, (Error, usize)> {
        S::read_from(self)
    }

    /// Reads a `fixed` of `N` bytes.
    #[inline]
    pub fn read_fixed<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        self.chunk("a fixed value")
    }

    /// Reads a `fixed` of `size` bytes, borrowed from the input.
    #[inline]
    pub fn read_fixed_slice(&mut self, size: usize) -> Result<&'de [u8], Error> {
        if size > self.limits.value_bytes {
            return Err(self.value_too_long(size as u64));
        }
        self.take(size, "a fixed value")
    }

    /// A number below `end`, when it is one of one byte.
    #[inline(always)]
    fn small_below(&mut self, end: usize) -> Option<usize> {
        let mut cursor = self.cursor;
        let small = cursor.small().filter(|small| *small < end)?;
        self.cursor = cursor;
        Some(small)
    }

    /// Reads the index of an enum's symbol; `symbols` is how many there are.
    #[inline]
    pub fn read_symbol(&mut self, symbols: usize) -> Result<usize, Error> {
        match self.small_below(symbols) {
            Some(index) => Ok(index),
            None => self.read_far_symbol(symbols),
        }
    }

    #[inline(never)]
    fn read_far_symbol(&mut self, symbols: usize) -> Result<usize, Error> {
        let before = self.cursor;
        let index = self.read_int()?;
        match usize::try_from(index) {
            Ok(index) if index < symbols => Ok(index),
            _ => {
                self.cursor = before;
                Err(self.error(ErrorKind::Symbol, format!("an enum of {symbols} symbols has no symbol {index}")))
            }
        }
    }

    /// Reads the index of a union's branch; `branches` is how many there are.
    #[inline]
    pub fn read_branch(&mut self, branches: usize) -> Result<usize, Error> {
        match self.small_below(branches) {
            Some(index) => Ok(index),
            None => self.read_far_branch(branches),
        }
    }

    #[inline(never)]
    fn read_far_branch(&mut self, branches: usize) -> Result<usize, Error> {
        let before = self.cursor;
        let index = self.read_long()?;
        match usize::try_from(index) {
            Ok(index) if index < branches => Ok(index),
            _ => {
                self.cursor = before;
                Err(self.error(ErrorKind::Branch, format!("a union of {branches} branches has no branch {index}")))
            }
        }
    }

    /// Jumps over `len` bytes.
    #[inline]
    pub(crate) fn skip(&mut self, len: usize) -> Result<(), Error> {
        self.take(len, "a value").map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Encoder;

    fn long(bytes: &[u8]) -> Result<i64, Error> {
        Decoder::new(bytes).read_long()
    }

    #[test]
    fn numbers_of_every_length_come_back_with_and_without_bytes_behind_them() {
        for shift in 0..64 {
            for base in [1i64.wrapping_shl(shift), i64::MAX >> shift, 0x55_5555_5555_5555 >> shift] {
                for value in [base, base.wrapping_neg(), base.wrapping_sub(1), !base] {
                    let mut bytes = Vec::new();
                    Encoder::new(&mut bytes).write_long(value);
                    assert_eq!(long(&bytes).unwrap(), value);
                    let len = bytes.len();
                    bytes.extend([0xff; 12]);
                    let mut decoder = Decoder::new(&bytes);
                    assert_eq!(decoder.read_long().unwrap(), value);
                    assert_eq!(decoder.offset(), len as u64, "{value}");
                    if let Ok(value) = i32::try_from(value) {
                        assert_eq!(Decoder::new(&bytes).read_int().unwrap(), value);
                    }
                }
            }
        }
    }

    #[test]
    fn a_number_is_the_same_however_many_bytes_follow_it() {
        for shift in 0..64 {
            let value = 0x5555_5555_5555_5555_i64 >> shift;
            for behind in 0..10 {
                let mut bytes = Vec::new();
                Encoder::new(&mut bytes).write_long(value);
                let len = bytes.len() as u64;
                bytes.resize(bytes.len() + behind, if behind % 2 == 0 { 0 } else { 0x80 });
                let mut decoder = Decoder::new(&bytes);
                assert_eq!((decoder.read_long().unwrap(), decoder.offset()), (value, len), "{behind} bytes behind");
            }
        }
    }

    #[test]
    fn a_number_that_ends_early_is_an_unexpected_end_at_its_first_byte() {
        for len in 0..9 {
            let error = long(&vec![0x80; len]).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::UnexpectedEnd, Some(0)), "{len} bytes");
        }
    }

    #[test]
    fn a_number_of_more_than_64_bits_is_malformed() {
        let mut bytes = [0xff; 10];
        bytes[9] = 2;
        assert_eq!(long(&bytes).unwrap_err().kind(), ErrorKind::Malformed);
        bytes[9] = 1;
        assert_eq!(long(&bytes).unwrap(), i64::MIN);
        assert_eq!(long(&[0x80; 11]).unwrap_err().kind(), ErrorKind::Malformed);
    }

    #[test]
    fn an_int_of_more_than_32_bits_or_five_bytes_is_malformed() {
        for bytes in [&[0x80, 0x80, 0x80, 0x80, 0x10][..], &[0x80, 0x80, 0x80, 0x80, 0x80, 0x00]] {
            let error = Decoder::new(bytes).read_int().unwrap_err();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::Malformed, Some(0)));
        }
        assert_eq!(Decoder::new(&[0xff, 0xff, 0xff, 0xff, 0x0f]).read_int().unwrap(), i32::MIN);
    }

    #[test]
    fn a_run_is_read_as_its_values_are_wherever_the_input_ends() {
        type Run = (i64, i32, bool, f32, Option<i32>, f64, Option<f32>, Option<bool>, i64);
        let values: Run = (i64::MIN, -5, true, 0.5, Some(i32::MAX), -0.25, None, Some(true), 1 << 40);
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes).write_run(values);
        for behind in 0..10 {
            let mut bytes = bytes.clone();
            bytes.resize(bytes.len() + behind, 0x80);
            let mut decoder = Decoder::new(&bytes);
            assert_eq!(decoder.read_run::<Run>().unwrap(), values);
            assert_eq!(decoder.remaining().len(), behind);
        }
    }

    /// Numbers whose places in a word are of every kind, with each of the other scalars between them.
    #[test]
    fn numbers_of_a_run_are_read_of_whatever_lengths_they_and_their_neighbours_are() {
        type Run = (i64, i32, bool, i64, Option<i32>, i32, f32, i64, i64, f64, i32, i64);
        let longs: Vec<i64> = (0..10).map(|bytes| -1 << (7 * bytes)).chain([i64::MAX]).collect();
        let ints: Vec<i32> = (0..5).map(|bytes| 63 << (7 * bytes)).chain([i32::MAX]).collect();
        let mut bytes = Vec::new();
        for (a, b) in longs.iter().flat_map(|a| longs.iter().map(move |b| (*a, *b))) {
            for (c, d) in ints.iter().flat_map(|c| ints.iter().map(move |d| (*c, *d))) {
                let values: Run = (a, c, true, b, Some(d), d, -0.5, a, b, 0.25, c, b);
                bytes.clear();
                Encoder::new(&mut bytes).write_run(values);
                let mut decoder = Decoder::new(&bytes);
                assert_eq!(decoder.read_run::<Run>().unwrap(), values);
                assert!(decoder.is_empty());
                let cut = &bytes[..bytes.len() - 1];
                let (error, nth) = Decoder::new(cut).read_run::<Run>().unwrap_err();
                assert_eq!((error.kind(), nth), (ErrorKind::UnexpectedEnd, 11), "{values:?}");
            }
        }
    }

    #[test]
    fn an_option_of_a_run_is_read_however_long_the_index_of_its_branch_is_written() {
        let mut decoder = Decoder::new(&[4, 0x82, 0x80, 0, 6, 0x80, 0, 7]);
        assert_eq!(decoder.read_run::<(i32, Option<i64>, Option<bool>)>().unwrap(), (2, Some(3), None));
        assert_eq!(decoder.remaining(), [7]);
        let (error, nth) =
            Decoder::new(&[4, 2, 6, 4, 1, 1]).read_run::<(i32, Option<i64>, Option<bool>)>().unwrap_err();
        assert_eq!((error.kind(), error.offset(), nth), (ErrorKind::Branch, Some(3), 2));
        let (error, nth) = Decoder::new(&[4, 2]).read_run::<(i32, Option<i64>)>().unwrap_err();
        assert_eq!((error.kind(), error.offset(), nth), (ErrorKind::UnexpectedEnd, Some(2), 1));
    }

    #[test]
    fn a_scalar_that_is_wrong_is_an_error_at_its_place_and_says_which_it_is() {
        let error = |bytes: &[u8]| {
            let (error, nth) = Decoder::new(bytes).read_run::<(bool, i32, f64, i64)>().unwrap_err();
            (error.kind(), error.offset(), nth)
        };
        assert_eq!(error(&[2, 0, 0]), (ErrorKind::Malformed, Some(0), 0));
        assert_eq!(error(&[1, 0x80, 0x80, 0x80, 0x80, 0x10, 0, 0, 0]), (ErrorKind::Malformed, Some(1), 1));
        assert_eq!(error(&[1, 4, 0, 0, 0, 0, 0, 0, 0]), (ErrorKind::UnexpectedEnd, Some(2), 2));
        assert_eq!(error(&[1, 4, 0, 0, 0, 0, 0, 0, 0, 0]), (ErrorKind::UnexpectedEnd, Some(10), 3));
        assert_eq!(error(&[1, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0xff]), (ErrorKind::UnexpectedEnd, Some(10), 3));
    }

    #[test]
    fn lengths_and_indices_of_every_size_are_read() {
        for len in [0usize, 1, 63, 64, 65, 8191, 8192, 8193, 1 << 21] {
            let mut bytes = Vec::new();
            Encoder::new(&mut bytes).write_bytes(&vec![b'x'; len]);
            assert_eq!(Decoder::new(&bytes).read_str().unwrap().len(), len);
            let mut index = Vec::new();
            Encoder::new(&mut index).write_long(len as i64);
            assert_eq!(Decoder::new(&index).read_branch(len + 1).unwrap(), len);
            assert_eq!(Decoder::new(&index).read_symbol(len + 1).unwrap(), len);
            assert_eq!(Decoder::new(&index).read_branch(len).unwrap_err().kind(), ErrorKind::Branch);
            assert_eq!(Decoder::new(&index).read_symbol(len).unwrap_err().kind(), ErrorKind::Symbol);
        }
    }

    #[test]
    fn a_datum_ends_at_its_limit_and_the_next_one_begins_there() {
        let limits = Limits { datum_bytes: 2, ..Limits::default() };
        let mut decoder = Decoder::with_limits(&[2, 4, 6], &limits);
        assert_eq!((decoder.read_long().unwrap(), decoder.read_long().unwrap()), (1, 2));
        let error = decoder.read_long().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::Limit, Some(2)));
        decoder.start_datum();
        assert_eq!(decoder.read_long().unwrap(), 3);
        assert!(decoder.is_empty());
    }

    #[test]
    fn a_boolean_a_symbol_and_a_branch_outside_their_range_say_what_was_found() {
        let text = |error: Error| error.to_string();
        assert_eq!(
            text(Decoder::new(&[2]).read_boolean().unwrap_err()),
            "byte 0: a boolean is the byte 0 or 1, found 2"
        );
        assert_eq!(
            text(Decoder::new(&[6]).read_symbol(3).unwrap_err()),
            "byte 0: an enum of 3 symbols has no symbol 3"
        );
        assert_eq!(
            text(Decoder::new(&[1]).read_branch(2).unwrap_err()),
            "byte 0: a union of 2 branches has no branch -1"
        );
    }
}
