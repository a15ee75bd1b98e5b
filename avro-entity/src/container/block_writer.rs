//! Container files from encoded records, whatever their type.
//!
//! Letter to the next reader. `records` and `packed` keep `HEAD` bytes free in front, so that count and size, once they are known,
//! stand right before the data, and a block is one write. `len` is the end of the last whole record: what an encoder
//! leaves behind when it fails, or panics in code of the user's, lies past it and is cut off. After a failed write nobody knows
//! what has reached the sink, so nothing is written again: the writer refuses all that follows. A file that was appended to is
//! cut to its last whole block.

use super::block::Block;
use super::block_reader::PackedBlock;
use super::codec::Packer;
use super::header::{Header, MARKER};
use super::options::WriterOptions;
use super::target::{Target, Torn};
use crate::error::{Error, ErrorKind};
use crate::schema::Schema;
use crate::wire::{Encoder, Limits};
use std::fmt;
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::Write;
use std::path::Path;

/// The most bytes that count and size of a block take.
const HEAD: usize = 20;

/// Writes the header and the blocks of a container file from records that are encoded already.
///
/// [`WriterOptions`] makes one. [`Writer`](super::Writer) is the same for values.
///
/// ```
/// use avro_entity::{AvroSchema, container::{Reader, WriterOptions}};
/// let mut writer = WriterOptions::new().blocks_to_writer(i64::schema(), Vec::new())?;
/// writer.append_encoded(&[2])?;
/// let file = writer.finish()?.inner;
/// assert_eq!(Reader::<i64, _>::from_slice(&file)?.collect::<Result<Vec<_>, _>>()?, [1]);
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// A writer that is dropped without [`finish`](BlockWriter::finish) writes nothing more: the records of the block that had begun are
/// gone, and a file that was to appear under its name does not.
pub struct BlockWriter<W = File> {
    sink: W,
    target: Target,
    header: Header,
    packer: Packer,
    records: Vec<u8>,
    /// Where the last whole record ends in `records`.
    len: usize,
    packed: Vec<u8>,
    count: u64,
    block_bytes: usize,
    limits: Limits,
    written: Written,
    position: u64,
    /// The write that failed.
    broken: Option<String>,
}

/// How far it is, without any data.
impl<W> fmt::Debug for BlockWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockWriter")
            .field("header", &self.header)
            .field("written", &self.written)
            .field("broken", &self.broken)
            .finish_non_exhaustive()
    }
}

/// How much a writer has written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Written {
    records: u64,
    blocks: u64,
    bytes: u64,
}

/// A file that was written to its end.
#[derive(Debug)]
#[non_exhaustive]
pub struct Finished<W> {
    /// What was written to.
    pub inner: W,
    /// How many records this writer wrote.
    pub records: u64,
    /// In how many blocks.
    pub blocks: u64,
    /// How many bytes this writer wrote, the header included.
    pub bytes: u64,
}

impl BlockWriter<File> {
    pub(super) fn create(schema: &Schema, path: &Path, options: &WriterOptions) -> Result<BlockWriter<File>, Error> {
        // What is wrong with the options shows before a file is made.
        let parts = (new_header(schema, options)?, Packer::new(options.codec, options.level)?);
        let (sink, target) = Target::create(path)?;
        BlockWriter::begin(sink, target, parts, options)
    }

    pub(super) fn append_to(schema: &Schema, path: &Path, options: &WriterOptions) -> Result<BlockWriter<File>, Error> {
        let (sink, target, header) = Target::append_to(path, schema)?;
        let packer = Packer::new(header.codec(), options.level).map_err(|error| error.in_file(path))?;
        let position = target.position();
        Ok(BlockWriter::over(sink, target, (header, packer), position, options))
    }

    /// The torn end that the file had when it was opened to append to, and that was cut off: what is left of a block
    /// whose writer was stopped midway.
    pub fn torn(&self) -> Option<Torn> {
        self.target.torn()
    }
}

impl<W: Write> BlockWriter<W> {
    pub(super) fn new(schema: &Schema, sink: W, options: &WriterOptions) -> Result<BlockWriter<W>, Error> {
        let parts = (new_header(schema, options)?, Packer::new(options.codec, options.level)?);
        BlockWriter::begin(sink, Target::Sink, parts, options)
    }

    fn begin(
        sink: W,
        target: Target,
        parts: (Header, Packer),
        options: &WriterOptions,
    ) -> Result<BlockWriter<W>, Error> {
        let mut writer = BlockWriter::over(sink, target, parts, 0, options);
        let mut header = Vec::new();
        writer.header.write(&mut header);
        if header.len() > options.limits.header_bytes {
            return Err(writer.target.place(super::header::too_long(options.limits.header_bytes)));
        }
        writer.write(&header)?;
        Ok(writer)
    }

    fn over(
        sink: W,
        target: Target,
        (header, packer): (Header, Packer),
        position: u64,
        options: &WriterOptions,
    ) -> BlockWriter<W> {
        BlockWriter {
            sink,
            target,
            header,
            packer,
            records: vec![0; HEAD],
            len: HEAD,
            packed: Vec::new(),
            count: 0,
            block_bytes: options.block_bytes,
            limits: options.limits.clone(),
            written: Written::default(),
            position,
            broken: None,
        }
    }

    /// What the file's header says.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How many records were appended, those of the block that has begun included.
    pub fn records(&self) -> u64 {
        self.written.records + self.count
    }

    /// What is written to.
    pub fn get_ref(&self) -> &W {
        &self.sink
    }

    /// Appends a record that is encoded under the file's schema; it is not checked.
    ///
    /// # Errors
    ///
    /// When the sink or the codec fails, at this or an earlier call.
    pub fn append_encoded(&mut self, record: &[u8]) -> Result<(), Error> {
        self.append_with(|encoder| {
            encoder.write_fixed(record);
            Ok(())
        })
    }

    /// Appends the record that `encode` writes. When it fails, the block is as it was.
    #[inline]
    pub(super) fn append_with(
        &mut self,
        encode: impl FnOnce(&mut Encoder<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.check()?;
        self.records.truncate(self.len);
        encode(&mut Encoder::with_depth(&mut self.records, self.limits.depth))?;
        if self.records.len() - HEAD > self.limits.block_bytes {
            self.begin_with_record()?;
        }
        self.len = self.records.len();
        self.count += 1;
        // Readers refuse more records without bytes.
        if self.len - HEAD >= self.block_bytes || self.count >= self.limits.empty_items {
            self.end_block()?;
        }
        Ok(())
    }

    /// Ends the block in front of the record that was encoded last, with which it would be larger than readers admit.
    #[cold]
    fn begin_with_record(&mut self) -> Result<(), Error> {
        let (len, limit) = (self.records.len() - self.len, self.limits.block_bytes);
        if len > limit {
            return Err(too_large("a record", len, limit));
        }
        let record = self.records.split_off(self.len);
        self.end_block()?;
        self.records.extend_from_slice(&record);
        Ok(())
    }

    /// Copies a block of another file as it is. That file must have the same schema; its codec is checked.
    ///
    /// # Errors
    ///
    /// When the codecs differ, or the sink fails, at this or an earlier call.
    pub fn append_packed(&mut self, block: PackedBlock<'_>) -> Result<(), Error> {
        if block.codec != self.header.codec() {
            let (found, own) = (block.codec, self.header.codec());
            let reason = format!("a block with codec `{found}` cannot be copied into a file with codec `{own}`");
            return Err(Error::new(ErrorKind::Codec, reason));
        }
        self.end_block()?;
        self.packed.clear();
        self.packed.resize(HEAD, 0);
        self.packed.extend_from_slice(block.data());
        self.write_packed(block.count())
    }

    /// Copies the records of a block of another file as a block of their own, compressed with the codec of this one. That file
    /// must have the same schema.
    ///
    /// ```
    /// use avro_entity::container::{BlockReader, Codec, Reader, Writer, WriterOptions};
    /// let mut writer = Writer::new(Vec::new())?;
    /// writer.extend([1i64, 2, 3])?;
    /// let file = writer.finish()?.inner;
    ///
    /// let mut reader = BlockReader::new(&file[..])?;
    /// let options = WriterOptions::new().codec(Codec::Deflate);
    /// let mut writer = options.blocks_to_writer(reader.header().schema(), Vec::new())?;
    /// while let Some(block) = reader.next_block()? {
    ///     writer.append_block(&block)?;
    /// }
    /// let packed = writer.finish()?.inner;
    /// assert_eq!(Reader::<i64, _>::from_slice(&packed)?.collect::<Result<Vec<_>, _>>()?, [1, 2, 3]);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the sink or the codec fails, at this or an earlier call, and when the block has bytes and no records.
    pub fn append_block(&mut self, block: &Block<'_>) -> Result<(), Error> {
        self.end_block()?;
        if block.count() == 0 && !block.data().is_empty() {
            return Err(block.left_over_error(block.data().len()));
        }
        if block.data().len() > self.limits.block_bytes {
            return Err(too_large("a block", block.data().len(), self.limits.block_bytes));
        }
        self.records.truncate(self.len);
        self.records.extend_from_slice(block.data());
        self.len = self.records.len();
        self.count = block.count();
        self.end_block()
    }

    /// Ends the block that has begun, if there is one, and says where the next one begins: a position for
    /// [`seek`](super::BlockReader::seek).
    ///
    /// # Errors
    ///
    /// When the sink or the codec fails, at this or an earlier call.
    pub fn sync(&mut self) -> Result<u64, Error> {
        self.end_block()?;
        Ok(self.position)
    }

    /// Ends the block that has begun and flushes the sink: all records so far are in the file.
    ///
    /// # Errors
    ///
    /// When the sink or the codec fails, at this or an earlier call.
    pub fn flush(&mut self) -> Result<(), Error> {
        self.end_block()?;
        let flushed = self.sink.flush();
        flushed.map_err(|error| self.fail(error))
    }

    /// Writes what is left. A file made by [`create`](super::Writer::create) is brought to the disk and then gets its name,
    /// in place of one that had it before.
    ///
    /// # Errors
    ///
    /// When the sink or the codec fails, at this or an earlier call.
    pub fn finish(mut self) -> Result<Finished<W>, Error> {
        self.flush()?;
        self.target.finish()?;
        let Written { records, blocks, bytes } = self.written;
        Ok(Finished { inner: self.sink, records, blocks, bytes })
    }

    fn check(&self) -> Result<(), Error> {
        match &self.broken {
            None => Ok(()),
            Some(reason) => Err(self.refuse(reason)),
        }
    }

    #[cold]
    fn refuse(&self, reason: &str) -> Error {
        let blocks = self.written.blocks;
        let message = format!("an earlier write failed, the file is good for its first {blocks} blocks: {reason}");
        self.target.place(Error::new(ErrorKind::Io, message))
    }

    fn end_block(&mut self) -> Result<(), Error> {
        self.check()?;
        if self.count == 0 {
            return Ok(());
        }
        self.records.truncate(self.len);
        if self.packer.is_null() {
            std::mem::swap(&mut self.records, &mut self.packed);
        } else {
            self.packed.clear();
            self.packed.resize(HEAD, 0);
            let records = self.records.get(HEAD..).unwrap_or_default();
            self.packer.pack(records, &mut self.packed)?;
        }
        if self.packed.len() - HEAD > self.limits.block_bytes {
            let error = too_large(
                "a block of data that grows when it is compressed",
                self.packed.len() - HEAD,
                self.limits.block_bytes,
            );
            self.broken = Some(error.message().to_owned());
            return Err(self.target.place(error));
        }
        self.records.clear();
        self.records.resize(HEAD, 0);
        self.len = HEAD;
        let count = std::mem::take(&mut self.count);
        self.write_packed(count)
    }

    /// Writes the block whose data stands in `packed` behind `HEAD` bytes.
    fn write_packed(&mut self, count: u64) -> Result<(), Error> {
        let mut packed = std::mem::take(&mut self.packed);
        let mut head = Vec::with_capacity(HEAD);
        let mut encoder = Encoder::new(&mut head);
        encoder.write_long(i64::try_from(count).unwrap_or(i64::MAX));
        encoder.write_long((packed.len() - HEAD) as i64);
        packed.extend_from_slice(self.header.sync_marker());
        let start = HEAD - head.len();
        if let Some(room) = packed.get_mut(start..HEAD) {
            room.copy_from_slice(&head);
        }
        let outcome = self.write(packed.get(start..).unwrap_or_default());
        self.packed = packed;
        outcome?;
        self.written.records += count;
        self.written.blocks += 1;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Err(error) = self.sink.write_all(bytes) {
            return Err(self.fail(error));
        }
        self.position += bytes.len() as u64;
        self.written.bytes += bytes.len() as u64;
        Ok(())
    }

    #[cold]
    fn fail(&mut self, error: std::io::Error) -> Error {
        self.target.cut(self.position);
        self.broken = Some(error.to_string());
        self.target.place(error.into())
    }
}

#[cold]
fn too_large(what: &str, len: usize, limit: usize) -> Error {
    let reason = format!(
        "{what} has {len} bytes, and readers admit {limit} (`Limits::block_bytes`); raise the limit of the writer, and of all readers"
    );
    Error::new(ErrorKind::Limit, reason)
}

fn new_header(schema: &Schema, options: &WriterOptions) -> Result<Header, Error> {
    let marker = options.sync_marker.unwrap_or_else(random_marker);
    Header::new(schema, options.codec, options.metadata.clone(), marker)
}

/// Sixteen bytes from the random keys that the standard library takes from the operating system.
fn random_marker() -> [u8; MARKER] {
    let half = || u128::from(RandomState::new().hash_one(std::process::id()));
    ((half() << 64) | half()).to_le_bytes()
}
