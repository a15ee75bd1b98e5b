//! A block of a container file, and the records in it.

use super::codec::{Unpacked, Unpacker};
use super::header::Header;
use super::reading::Reading;
use crate::decode::AvroDecode;
use crate::error::{Error, ErrorKind};
use crate::generic;
use crate::wire::{Decoder, Limits};
use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

/// Where a block stands, for errors.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) file: Option<Arc<Path>>,
    pub(super) index: Option<u64>,
    /// Where the block begins in the file.
    pub(super) offset: u64,
    /// Where its data begins in the file.
    pub(super) data_offset: u64,
    /// Whether the data is compressed, so that places inside it are none of the file.
    pub(super) packed: bool,
}

impl Place {
    /// An error about the block as a whole.
    #[cold]
    pub(super) fn error(&self, error: Error) -> Error {
        self.around(error.at_offset(self.offset))
    }

    /// An error about a record.
    #[cold]
    pub(super) fn record_error(&self, record: u64, error: Error) -> Error {
        let error = if self.packed { error.in_packed_data(self.offset) } else { error };
        self.around(error.in_record(record))
    }

    #[cold]
    fn around(&self, error: Error) -> Error {
        let error = match self.index {
            Some(index) => error.in_block(index),
            None => error,
        };
        match &self.file {
            Some(file) => error.in_file(file),
            None => error,
        }
    }

    /// A decoder over data of the block that begins `at` bytes into it.
    #[inline]
    pub(super) fn decoder<'a>(&self, data: &'a [u8], at: usize, limits: &Limits) -> Decoder<'a> {
        let base = if self.packed { 0 } else { self.data_offset };
        Decoder::with_limits(data, limits).at_base(base + at as u64)
    }

    #[cold]
    pub(super) fn left_over(&self, count: u64, left: usize) -> Error {
        let reason = format!("{left} bytes are left in the block after its {count} records");
        self.error(Error::new(ErrorKind::Block, reason))
    }
}

/// Decompresses `packed`, the data of a block of `count` records, unless blocks stand in the file as they are, and checks the count.
pub(super) fn unpack(
    unpacker: &mut Unpacker,
    packed: &[u8],
    count: u64,
    limits: &Limits,
    unpacked: &mut Unpacked,
) -> Result<(), Error> {
    let len = match unpacker {
        Unpacker::Null => packed.len(),
        _ => {
            unpacker.unpack(packed, unpacked, limits.block_bytes)?;
            unpacked.bytes().len()
        }
    };
    check_count(count, len, limits)
}

/// Refuses a count that takes more time than the data is worth: of the records, `count - len` have no bytes at all.
fn check_count(count: u64, len: usize, limits: &Limits) -> Result<(), Error> {
    let limit = limits.empty_items;
    if count.saturating_sub(len as u64) > limit {
        let reason = format!(
            "{count} records in {len} bytes exceed the limit of {limit} records without bytes (`Limits::empty_items`)"
        );
        return Err(Error::new(ErrorKind::Limit, reason));
    }
    Ok(())
}

/// Refuses a count of records that `len` bytes cannot hold, under the schema of the file with this header.
pub(super) fn check_claim(count: u64, len: usize, header: &Header, limits: &Limits) -> Result<(), Error> {
    let Some(most) = len.checked_div(header.schema().least()) else { return check_count(count, len, limits) };
    if count > most as u64 {
        let reason = format!("the block's count of records is {count}, and its data holds {most} at most");
        return Err(Error::new(ErrorKind::Block, reason));
    }
    Ok(())
}

/// A block that has been read: its records, decompressed, in the encoding of the file's schema.
#[derive(Clone)]
pub struct Block<'a> {
    pub(super) header: &'a Header,
    pub(super) place: &'a Place,
    pub(super) limits: &'a Limits,
    pub(super) count: u64,
    pub(super) data: &'a [u8],
}

/// Where it is and how large, without its data.
impl fmt::Debug for Block<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Block")
            .field("place", &self.place)
            .field("count", &self.count)
            .field("bytes", &self.data.len())
            .finish_non_exhaustive()
    }
}

impl<'a> Block<'a> {
    /// The number of the block in the file, from zero; `None` after [`seek`](super::BlockReader::seek).
    pub fn index(&self) -> Option<u64> {
        self.place.index
    }

    /// Where the block begins in the file: a position for [`seek`](super::BlockReader::seek).
    pub fn offset(&self) -> u64 {
        self.place.offset
    }

    /// How many records the block has.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The records after each other, decompressed.
    pub fn data(&self) -> &'a [u8] {
        self.data
    }

    /// The header of the file.
    pub fn header(&self) -> &'a Header {
        self.header
    }

    /// A decoder at the first record. Call [`start_datum`](Decoder::start_datum) in front of each further one;
    /// [`record_error`](Block::record_error) completes errors.
    pub fn decoder(&self) -> Decoder<'a> {
        self.place.decoder(self.data, 0, self.limits)
    }

    /// How many records the block has by its own word; none where that cannot be true, since nobody knows it then.
    pub(super) fn claimed(&self) -> u64 {
        let is_unknown = self.place.packed && self.data.is_empty();
        let len = if is_unknown { self.limits.block_bytes } else { self.data.len() };
        check_claim(self.count, len, self.header, self.limits).map_or(0, |()| self.count)
    }

    /// A decoder at the record that begins `at` bytes into the data.
    #[inline]
    pub(crate) fn decoder_at(&self, at: usize) -> Decoder<'a> {
        self.place.decoder(self.data.get(at..).unwrap_or_default(), at, self.limits)
    }

    /// Adds file, block and the number of the record to an error of [`decoder`](Block::decoder).
    pub fn record_error(&self, record: u64, error: Error) -> Error {
        self.place.record_error(record, error)
    }

    /// Where the record behind the one at `at` begins, when the bytes of that one are good.
    pub(super) fn skip_record(&self, at: usize) -> Option<usize> {
        let mut decoder = self.decoder_at(at);
        generic::check(self.header.schema(), &mut decoder).ok()?;
        Some(self.data.len() - decoder.remaining().len())
    }

    /// The error of a block whose records end `left` bytes before the block.
    pub fn left_over_error(&self, left: usize) -> Error {
        self.place.left_over(self.count, left)
    }

    /// The records as values of `T`, which may borrow from the block.
    ///
    /// ```
    /// use avro_entity::container::{Reader, Writer};
    /// let mut writer = Writer::new(Vec::new())?;
    /// writer.extend(["JFK", "EWR"])?;
    /// let file = writer.finish()?.inner;
    ///
    /// let mut reader = Reader::<&str, _>::from_slice(&file)?;
    /// let mut lengths = 0;
    /// while let Some(block) = reader.next_block()? {
    ///     for airport in block.records::<&str>()? {
    ///         lengths += airport?.len();
    ///     }
    /// }
    /// assert_eq!(lengths, 6);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`Resolution`](ErrorKind::Resolution) when the file's schema cannot be read as `T`.
    pub fn records<T: AvroDecode<'a>>(&self) -> Result<Records<'a, T>, Error> {
        let reading = Reading::of::<T>(self.header.schema()).map_err(|error| self.place.error(error))?;
        Ok(Records {
            decoder: self.decoder(),
            reading,
            place: self.place,
            count: self.count,
            read: 0,
            ended: false,
            value: PhantomData,
        })
    }
}

/// The records of one [`Block`], as an iterator and into a reused value.
///
/// After an error there are no more records. The last one is followed by an error when bytes of the block are left.
#[derive(Debug)]
pub struct Records<'a, T> {
    decoder: Decoder<'a>,
    reading: Reading,
    place: &'a Place,
    count: u64,
    read: u64,
    ended: bool,
    value: PhantomData<fn() -> T>,
}

impl<'a, T: AvroDecode<'a>> Records<'a, T> {
    /// Reads the next record into `value`, whose allocations are used again; `false` when there is none.
    ///
    /// # Errors
    ///
    /// When the record is malformed or exceeds the reader's limits; `value` is then good for nothing but to be read into.
    #[inline]
    pub fn read_into(&mut self, value: &mut T) -> Result<bool, Error> {
        if !self.advance()? {
            return Ok(false);
        }
        let read = self.reading.decode_into(value, &mut self.decoder);
        self.checked(read).map(|()| true)
    }

    /// Begins the next record, or ends the block.
    #[inline]
    fn advance(&mut self) -> Result<bool, Error> {
        if self.read < self.count && !self.ended {
            self.decoder.start_datum();
            return Ok(true);
        }
        self.end().map(|()| false)
    }

    fn end(&mut self) -> Result<(), Error> {
        let left = self.decoder.remaining().len();
        match std::mem::replace(&mut self.ended, true) {
            false if left > 0 => Err(self.place.left_over(self.count, left)),
            _ => Ok(()),
        }
    }

    #[inline]
    fn checked<V>(&mut self, read: Result<V, Error>) -> Result<V, Error> {
        match read {
            Ok(value) => {
                self.read += 1;
                Ok(value)
            }
            Err(error) => {
                self.ended = true;
                Err(self.place.record_error(self.read, error))
            }
        }
    }
}

impl<'a, T: AvroDecode<'a>> Iterator for Records<'a, T> {
    type Item = Result<T, Error>;

    #[inline]
    fn next(&mut self) -> Option<Result<T, Error>> {
        match self.advance() {
            Ok(true) => {
                let read = self.reading.decode(&mut self.decoder);
                Some(self.checked(read))
            }
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<'a, T: AvroDecode<'a>> FusedIterator for Records<'a, T> {}
