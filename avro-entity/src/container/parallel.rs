//! Container files record by record, decompressed on several threads.

use super::ahead::Ahead;
use super::block::Block;
use super::block_reader::BlockReader;
use super::damage::Lost;
use super::header::Header;
use super::record_reader::RecordReader;
use crate::decode::AvroDecodeOwned;
use crate::error::Error;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::iter::FusedIterator;
use std::marker::PhantomData;

/// Reads the records of a container file whose blocks are decompressed on other threads, in the order of the file; made by
/// [`Reader::threads`](super::Reader::threads).
///
/// As with [`Reader`](super::Reader), an error comes after all records in front of it and ends the iterator, unless damage is
/// skipped.
pub struct ParallelReader<T, R = File> {
    records: RecordReader<Ahead<R>>,
    value: PhantomData<fn() -> T>,
}

/// Its type and where it is, without any data.
impl<T, R> fmt::Debug for ParallelReader<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParallelReader")
            .field("type", &std::any::type_name::<T>())
            .field("blocks", &self.records.blocks.blocks)
            .finish_non_exhaustive()
    }
}

impl<T: AvroDecodeOwned, R: Read> ParallelReader<T, R> {
    pub(super) fn new(records: RecordReader<BlockReader<R>>, threads: usize) -> Result<ParallelReader<T, R>, Error> {
        let RecordReader { blocks, reading, .. } = records;
        Ok(ParallelReader { records: RecordReader::new(Ahead::new(blocks, threads)?, reading), value: PhantomData })
    }

    /// What the file's header says.
    pub fn header(&self) -> &Header {
        self.records.blocks.blocks.header()
    }

    /// What was skipped because it was damaged, in front of the last record or among the few blocks that are read ahead.
    pub fn lost(&self) -> Lost {
        self.records.blocks.blocks.lost()
    }

    /// Reads the next record into `value`, whose allocations are used again; `false` at the end.
    ///
    /// ```
    /// use avro_entity::container::{Reader, Writer};
    /// let mut writer = Writer::new(Vec::new())?;
    /// writer.extend(["JFK", "EWR"])?;
    /// let file = writer.finish()?.inner;
    ///
    /// let mut reader = Reader::from_slice(&file)?.threads(2)?;
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
    /// As [`Reader::read_into`](super::Reader::read_into).
    #[inline]
    pub fn read_into(&mut self, value: &mut T) -> Result<bool, Error> {
        self.records.read_into(value)
    }

    /// Reads the next block, whose [`records`](Block::records) may borrow from it; `None` at the end. What is left of the
    /// block that [`Iterator::next`] or [`read_into`](ParallelReader::read_into) is in is passed over.
    ///
    /// ```
    /// use avro_entity::container::{Reader, Writer};
    /// let mut writer = Writer::new(Vec::new())?;
    /// writer.extend(["JFK", "EWR"])?;
    /// let file = writer.finish()?.inner;
    ///
    /// let mut reader = Reader::<String, _>::from_slice(&file)?.threads(2)?;
    /// let block = reader.next_block()?.expect("there is a block");
    /// assert_eq!(block.records::<&str>()?.collect::<Result<Vec<_>, _>>()?, ["JFK", "EWR"]);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`BlockReader::next_block`].
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>, Error> {
        self.records.next_block()
    }
}

impl<T: AvroDecodeOwned, R: Read> Iterator for ParallelReader<T, R> {
    type Item = Result<T, Error>;

    #[inline]
    fn next(&mut self) -> Option<Result<T, Error>> {
        self.records.next()
    }
}

impl<T: AvroDecodeOwned, R: Read> FusedIterator for ParallelReader<T, R> {}
