//! Container files record by record.

use super::block::Block;
use super::block_reader::BlockReader;
use super::damage::Lost;
use super::header::Header;
use super::options::ReaderOptions;
use super::parallel::ParallelReader;
use super::reading::Reading;
use crate::decode::AvroDecodeOwned;
use crate::error::Error;
use crate::schema::AvroSchema;
use crate::wire::Decoder;
use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::iter::FusedIterator;
use std::marker::PhantomData;
use std::ops::Range;
use std::path::Path;

/// Reads the records of a container file as values of `T`.
///
/// By value as an iterator, into a reused value with [`read_into`](Reader::read_into), borrowed with
/// [`next_block`](Reader::next_block), and on several threads with [`threads`](Reader::threads). [`ReaderOptions`] sets limits and what
/// happens on damage.
///
/// ```
/// use avro_entity::container::{Reader, Writer};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("airports.avro");
/// let mut writer = Writer::<String>::create(&path)?;
/// writer.append(&"JFK".to_owned())?;
/// writer.append(&"EWR".to_owned())?;
/// writer.finish()?;
///
/// let airports: Vec<String> = Reader::open(&path)?.collect::<Result<_, _>>()?;
/// assert_eq!(airports, ["JFK", "EWR"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// An iterator that gave an error has ended. A truncated file ends with an error, never in silence.
pub struct Reader<T, R = File> {
    blocks: BlockReader<R>,
    reading: Reading,
    /// Where in the current block's data the next record begins, how many are left and how many there were.
    at: usize,
    left: u64,
    count: u64,
    value: PhantomData<fn() -> T>,
}

impl<T: AvroSchema> Reader<T, File> {
    /// Opens the file at `path`.
    ///
    /// # Errors
    ///
    /// As [`BlockReader::open`], and of kind [`Resolution`](crate::ErrorKind::Resolution) when the file's schema cannot be
    /// read as `T`.
    pub fn open(path: impl AsRef<Path>) -> Result<Reader<T, File>, Error> {
        ReaderOptions::new().open(path)
    }
}

impl<'a, T: AvroSchema> Reader<T, Cursor<&'a [u8]>> {
    /// Reads the container file that `bytes` is.
    ///
    /// # Errors
    ///
    /// As [`open`](Reader::open).
    pub fn from_slice(bytes: &'a [u8]) -> Result<Reader<T, Cursor<&'a [u8]>>, Error> {
        ReaderOptions::new().read_slice(bytes)
    }
}

impl<T: AvroSchema, R: Read> Reader<T, R> {
    /// Reads the container file that `source` is at the beginning of. The reader has its own buffer.
    ///
    /// # Errors
    ///
    /// As [`open`](Reader::open).
    pub fn new(source: R) -> Result<Reader<T, R>, Error> {
        ReaderOptions::new().read(source)
    }

    pub(super) fn over(blocks: BlockReader<R>) -> Result<Reader<T, R>, Error> {
        let reading = Reading::of::<T>(blocks.header().schema()).map_err(|error| match &blocks.place.file {
            Some(file) => error.in_file(file),
            None => error,
        })?;
        Ok(Reader { blocks, reading, at: 0, left: 0, count: 0, value: PhantomData })
    }

    /// What the file's header says.
    pub fn header(&self) -> &Header {
        self.blocks.header()
    }

    /// What was skipped because it was damaged.
    pub fn lost(&self) -> Lost {
        self.blocks.lost()
    }

    /// Where the next block begins, counted from the first byte of the file.
    pub fn position(&self) -> u64 {
        self.blocks.position()
    }

    /// The reader of the blocks; what is left of the current one is passed over.
    pub fn into_blocks(self) -> BlockReader<R> {
        self.blocks
    }

    /// Reads the next block, whose [`records`](Block::records) may borrow from it; `None` at the end. What is left of the
    /// block that [`Iterator::next`] or [`read_into`](Reader::read_into) is in is passed over.
    ///
    /// # Errors
    ///
    /// As [`BlockReader::next_block`].
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>, Error> {
        self.forget_block();
        self.blocks.next_block()
    }

    fn forget_block(&mut self) {
        (self.at, self.left, self.count) = (0, 0, 0);
    }

    /// Makes sure that there is a record; `false` at the end.
    #[inline]
    fn advance(&mut self) -> Result<bool, Error> {
        while self.left == 0 {
            if !self.turn()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Ends the current block and goes to the next.
    fn turn(&mut self) -> Result<bool, Error> {
        let left = self.blocks.data().len().saturating_sub(self.at);
        if self.count > 0 && left > 0 {
            let error = self.blocks.place.left_over(self.count, left);
            let count = self.count;
            self.forget_block();
            self.blocks.lose_block(count, error)?;
        }
        self.forget_block();
        if !self.blocks.advance()? {
            return Ok(false);
        }
        let block = self.blocks.block();
        let (count, len) = (block.count(), block.data().len());
        if count == 0 && len > 0 {
            let error = self.blocks.place.left_over(0, len);
            self.blocks.lose_block(0, error)?;
        }
        (self.at, self.left, self.count) = (0, count, count);
        Ok(true)
    }

    /// Reads the next record of the current block; `None` when it was lost with the rest of the block.
    #[inline]
    fn record<V>(
        &mut self,
        decode: impl FnOnce(&Reading, &mut Decoder<'_>) -> Result<V, Error>,
    ) -> Result<Option<V>, Error> {
        let data = self.blocks.data();
        let rest = data.get(self.at..).unwrap_or_default();
        let mut decoder = self.blocks.place.decoder(rest, self.at, &self.blocks.limits);
        match decode(&self.reading, &mut decoder) {
            Ok(value) => {
                self.at = data.len() - decoder.remaining().len();
                self.left -= 1;
                Ok(Some(value))
            }
            Err(error) => {
                let read = self.count - self.left;
                let error = self.blocks.place.record_error(read, error);
                self.forget_block();
                self.blocks.lose_block(read, error).map(|()| None)
            }
        }
    }
}

impl<T: AvroDecodeOwned, R: Read> Reader<T, R> {
    /// Reads the next record into `value`, whose allocations are used again; `false` at the end.
    ///
    /// ```
    /// use avro_entity::container::{Reader, Writer};
    /// let mut writer = Writer::new(Vec::new())?;
    /// writer.extend(["JFK", "EWR"])?;
    /// let file = writer.finish()?.inner;
    ///
    /// let mut reader = Reader::from_slice(&file)?;
    /// let mut airport = String::new();
    /// let mut letters = 0;
    /// while reader.read_into(&mut airport)? {
    ///     letters += airport.len();
    /// }
    /// assert_eq!(letters, 6);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`BlockReader::next_block`], and when a record is malformed or exceeds the limits; `value` is then good for nothing
    /// but to be read into.
    #[inline]
    pub fn read_into(&mut self, value: &mut T) -> Result<bool, Error> {
        while self.advance()? {
            if self.record(|reading, decoder| reading.decode_into(value, decoder))?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Decompresses and decodes on `threads` threads, at least one, and gives the records in the order of the file. What is left
    /// of the current block is passed over.
    ///
    /// ```
    /// use avro_entity::container::{Reader, Writer};
    /// let mut writer = Writer::new(Vec::new())?;
    /// writer.extend(0..100_000i64)?;
    /// let file = writer.finish()?.inner;
    ///
    /// let reader = Reader::<i64, _>::from_slice(&file)?.threads(2)?;
    /// assert!(reader.map(Result::unwrap).eq(0..100_000));
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the system refuses a thread.
    pub fn threads(self, threads: usize) -> Result<ParallelReader<T, R>, Error>
    where
        T: Send + 'static,
    {
        ParallelReader::new(self.blocks, self.reading, threads)
    }
}

impl<T: AvroSchema, R: Read + Seek> Reader<T, R> {
    /// Goes to the block that begins at `position`; as [`BlockReader::seek`].
    ///
    /// # Errors
    ///
    /// When the source fails, or no block begins there.
    pub fn seek(&mut self, position: u64) -> Result<(), Error> {
        self.forget_block();
        self.blocks.seek(position)
    }

    /// Goes to the first block whose sync marker in front begins at `position` or later; as [`BlockReader::sync`].
    ///
    /// # Errors
    ///
    /// When the source fails, or the file is damaged before that place.
    pub fn sync(&mut self, position: u64) -> Result<u64, Error> {
        self.forget_block();
        self.blocks.sync(position)
    }

    /// Reads on only the blocks that belong to `range`, in bytes; as [`BlockReader::set_range`].
    ///
    /// # Errors
    ///
    /// As [`sync`](Reader::sync).
    pub fn set_range(&mut self, range: Range<u64>) -> Result<(), Error> {
        self.forget_block();
        self.blocks.set_range(range)
    }
}

impl<T: AvroDecodeOwned, R: Read> Iterator for Reader<T, R> {
    type Item = Result<T, Error>;

    #[inline]
    fn next(&mut self) -> Option<Result<T, Error>> {
        loop {
            match self.advance() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
            if let Some(record) = self.record(|reading, decoder| reading.decode(decoder)).transpose() {
                return Some(record);
            }
        }
    }
}

impl<T: AvroDecodeOwned, R: Read> FusedIterator for Reader<T, R> {}
