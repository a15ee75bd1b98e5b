//! Container files record by record.

use super::block::Block;
use super::block_reader::BlockReader;
use super::damage::Lost;
use super::header::Header;
use super::options::ReaderOptions;
use super::parallel::ParallelReader;
use super::reading::Reading;
use super::record_reader::RecordReader;
use crate::decode::AvroDecodeOwned;
use crate::error::Error;
use crate::schema::AvroSchema;
use std::fmt;
use std::fs::File;
use std::io::{Cursor, Read, Seek};
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
/// An iterator that gave an error has ended. A truncated file ends with an error, never in silence. Behind the last block, a file that
/// has grown by whole blocks is read on by the next call.
pub struct Reader<T, R = File> {
    records: RecordReader<BlockReader<R>>,
    value: PhantomData<fn() -> T>,
}

/// Its type and where it is, without any data.
impl<T, R> fmt::Debug for Reader<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("type", &std::any::type_name::<T>())
            .field("blocks", &self.records.blocks)
            .finish_non_exhaustive()
    }
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
        Ok(Reader { records: RecordReader::new(blocks, reading), value: PhantomData })
    }

    /// What the file's header says.
    pub fn header(&self) -> &Header {
        self.records.blocks.header()
    }

    /// What was skipped because it was damaged.
    pub fn lost(&self) -> Lost {
        self.records.blocks.lost()
    }

    /// Where the next block begins, counted from the first byte of the file.
    pub fn position(&self) -> u64 {
        self.records.blocks.position()
    }

    /// The reader of the blocks; what is left of the current one is passed over.
    pub fn into_blocks(self) -> BlockReader<R> {
        self.records.blocks
    }

    /// Reads the next block, whose [`records`](Block::records) may borrow from it; `None` at the end. What is left of the
    /// block that [`Iterator::next`] or [`read_into`](Reader::read_into) is in is passed over.
    ///
    /// # Errors
    ///
    /// As [`BlockReader::next_block`].
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>, Error> {
        self.records.next_block()
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
        self.records.read_into(value)
    }

    /// Decompresses on `threads` threads, of which this one, which decodes, is the first, and gives the records in the order of the
    /// file. What is left of the current block is passed over.
    ///
    /// Reading takes as long as decoding alone when there are threads enough; a file without compression gains nothing. A program
    /// that decodes on several threads as well gives each a part of the file with [`set_range`](Reader::set_range).
    ///
    /// ```
    /// use avro_entity::container::{Codec, Reader, WriterOptions};
    /// let mut writer = WriterOptions::new().codec(Codec::Deflate).to_writer(Vec::new())?;
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
    pub fn threads(self, threads: usize) -> Result<ParallelReader<T, R>, Error> {
        ParallelReader::new(self.records, threads)
    }
}

impl<T: AvroSchema, R: Read + Seek> Reader<T, R> {
    /// Goes to the block that begins at `position`; as [`BlockReader::seek`].
    ///
    /// # Errors
    ///
    /// When the source fails, or no block begins there.
    pub fn seek(&mut self, position: u64) -> Result<(), Error> {
        self.records.forget_block();
        self.records.blocks.seek(position)
    }

    /// Goes to the first block whose sync marker in front begins at `position` or later; as [`BlockReader::sync`].
    ///
    /// # Errors
    ///
    /// When the source fails, or the file is damaged before that place.
    pub fn sync(&mut self, position: u64) -> Result<u64, Error> {
        self.records.forget_block();
        self.records.blocks.sync(position)
    }

    /// Reads on only the blocks that belong to `range`, in bytes; as [`BlockReader::set_range`].
    ///
    /// # Errors
    ///
    /// As [`sync`](Reader::sync).
    pub fn set_range(&mut self, range: Range<u64>) -> Result<(), Error> {
        self.records.forget_block();
        self.records.blocks.set_range(range)
    }
}

impl<T: AvroDecodeOwned, R: Read> Iterator for Reader<T, R> {
    type Item = Result<T, Error>;

    #[inline]
    fn next(&mut self) -> Option<Result<T, Error>> {
        self.records.next()
    }
}
