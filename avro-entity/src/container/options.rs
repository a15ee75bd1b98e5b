//! What can be set before a file is read or written.

use super::block_reader::BlockReader;
use super::block_writer::BlockWriter;
use super::codec::Codec;
use super::damage::OnDamage;
use super::reader::Reader;
use super::writer::Writer;
use crate::error::Error;
use crate::schema::{AvroSchema, Schema};
use crate::wire::Limits;
use std::fs::File;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::Arc;

/// How a container file is read.
///
/// ```
/// use avro_entity::{Limits, container::{ReaderOptions, Writer}};
/// let file = Writer::<i64, _>::new(Vec::new())?.finish()?.inner;
/// let limits = Limits { block_bytes: 1 << 20, ..Limits::default() };
/// let reader = ReaderOptions::new().limits(limits).read_slice::<i64>(&file)?;
/// assert_eq!(reader.count(), 0);
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ReaderOptions {
    pub(super) limits: Limits,
    pub(super) on_damage: OnDamage,
}

impl ReaderOptions {
    /// The default limits; damage ends reading.
    pub fn new() -> ReaderOptions {
        ReaderOptions::default()
    }

    /// What the reader puts up with.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> ReaderOptions {
        self.limits = limits;
        self
    }

    /// What the reader does when a block is damaged.
    #[must_use]
    pub fn on_damage(mut self, on_damage: OnDamage) -> ReaderOptions {
        self.on_damage = on_damage;
        self
    }

    /// Opens the file at `path` for its records; as [`Reader::open`].
    ///
    /// # Errors
    ///
    /// As [`Reader::open`].
    pub fn open<T: AvroSchema>(&self, path: impl AsRef<Path>) -> Result<Reader<T, File>, Error> {
        Reader::over(self.open_blocks(path)?)
    }

    /// Reads the records of the container file that `source` is at the beginning of; as [`Reader::new`].
    ///
    /// # Errors
    ///
    /// As [`Reader::open`].
    pub fn read<T: AvroSchema, R: Read>(&self, source: R) -> Result<Reader<T, R>, Error> {
        Reader::over(self.read_blocks(source)?)
    }

    /// Reads the records of the container file that `bytes` is; as [`Reader::from_slice`].
    ///
    /// # Errors
    ///
    /// As [`Reader::open`].
    pub fn read_slice<'a, T: AvroSchema>(&self, bytes: &'a [u8]) -> Result<Reader<T, Cursor<&'a [u8]>>, Error> {
        self.read(Cursor::new(bytes))
    }

    /// Opens the file at `path` for its blocks; as [`BlockReader::open`].
    ///
    /// # Errors
    ///
    /// As [`BlockReader::open`].
    pub fn open_blocks(&self, path: impl AsRef<Path>) -> Result<BlockReader<File>, Error> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|error| Error::from(error).in_file(path))?;
        BlockReader::with_options(file, Some(path.into()), self)
    }

    /// Reads the blocks of the container file that `source` is at the beginning of; as [`BlockReader::new`].
    ///
    /// # Errors
    ///
    /// As [`BlockReader::open`].
    pub fn read_blocks<R: Read>(&self, source: R) -> Result<BlockReader<R>, Error> {
        BlockReader::with_options(source, None, self)
    }

    /// The same for a source with a name, which errors lead with as they do with the path of a file.
    ///
    /// ```
    /// use avro_entity::ReaderOptions;
    /// let error = ReaderOptions::new().read_named_blocks(&b"PK"[..], "bucket/flights.avro").err();
    /// let message = "bucket/flights.avro: the file begins with `PK`, not with `Obj\\x01`: no Avro container file";
    /// assert_eq!(error.map(|error| error.to_string()).as_deref(), Some(message));
    /// ```
    ///
    /// # Errors
    ///
    /// As [`BlockReader::open`].
    pub fn read_named_blocks<R: Read>(&self, source: R, name: impl AsRef<Path>) -> Result<BlockReader<R>, Error> {
        BlockReader::with_options(source, Some(Arc::from(name.as_ref())), self)
    }
}

/// How a container file is written.
///
/// ```
/// use avro_entity::container::{Codec, Reader, WriterOptions};
/// let options = WriterOptions::new().codec(Codec::Deflate).level(9).metadata("origin", "JFK").sync_marker([7; 16]);
/// let mut writer = options.to_writer(Vec::new())?;
/// writer.append(&1i64)?;
/// let file = writer.finish()?.inner;
/// assert_eq!(Reader::<i64, _>::from_slice(&file)?.header().codec(), Codec::Deflate);
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct WriterOptions {
    pub(super) codec: Codec,
    pub(super) level: Option<i32>,
    pub(super) block_bytes: usize,
    pub(super) metadata: Vec<(String, Vec<u8>)>,
    pub(super) sync_marker: Option<[u8; 16]>,
    pub(super) limits: Limits,
}

impl Default for WriterOptions {
    fn default() -> WriterOptions {
        WriterOptions {
            codec: Codec::Null,
            level: None,
            block_bytes: 64 << 10,
            metadata: Vec::new(),
            sync_marker: None,
            limits: Limits::DEFAULT,
        }
    }
}

impl WriterOptions {
    /// No compression, blocks of 64 KiB, no user metadata, a random sync marker.
    pub fn new() -> WriterOptions {
        WriterOptions::default()
    }

    /// How blocks are compressed; [`Codec::Null`] unless set.
    #[must_use]
    pub fn codec(mut self, codec: Codec) -> WriterOptions {
        self.codec = codec;
        self
    }

    /// The level of the codec, one of [`Codec::levels`]; [`Codec::default_level`] unless set.
    #[must_use]
    pub fn level(mut self, level: i32) -> WriterOptions {
        self.level = Some(level);
        self
    }

    /// Bytes of records, before compression, at which a block ends; 64 KiB unless set. The record that reaches it is the
    /// block's last.
    #[must_use]
    pub fn block_bytes(mut self, bytes: usize) -> WriterOptions {
        self.block_bytes = bytes;
        self
    }

    /// Adds an entry of user metadata. Keys that begin with `avro.`, or occur twice, are refused when the file is begun.
    #[must_use]
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<Vec<u8>>) -> WriterOptions {
        self.metadata.push((key.into(), value.into()));
        self
    }

    /// The marker between blocks, for files that are to be the same each time they are written; random unless set.
    #[must_use]
    pub fn sync_marker(mut self, marker: [u8; 16]) -> WriterOptions {
        self.sync_marker = Some(marker);
        self
    }

    /// What the readers of the file put up with: the writer makes no header and no block that they would refuse, by
    /// [`header_bytes`](Limits::header_bytes), [`block_bytes`](Limits::block_bytes) and [`empty_items`](Limits::empty_items), and nests
    /// nothing deeper than [`depth`](Limits::depth). What is inside of a record is not held against the others. The default limits of
    /// readers unless set; a reader of larger ones has to be told so as well.
    ///
    /// ```
    /// use avro_entity::{ErrorKind, Limits, container::WriterOptions};
    /// let limits = Limits { block_bytes: 100, ..Limits::default() };
    /// let mut writer = WriterOptions::new().limits(limits).to_writer(Vec::new())?;
    /// writer.append("short")?;
    /// assert_eq!(writer.append(&"x".repeat(100)).unwrap_err().kind(), ErrorKind::Limit);
    /// assert_eq!(writer.finish()?.records, 1);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> WriterOptions {
        self.limits = limits;
        self
    }

    /// Begins a file that appears at `path` when it is finished; as [`Writer::create`].
    ///
    /// # Errors
    ///
    /// As [`Writer::create`], and when an option is refused.
    pub fn create<T: AvroSchema + ?Sized>(&self, path: impl AsRef<Path>) -> Result<Writer<T, File>, Error> {
        self.create_blocks(T::try_schema()?, path).map(Writer::over)
    }

    /// Begins a file in `sink`; as [`Writer::new`].
    ///
    /// # Errors
    ///
    /// As [`Writer::new`], and when an option is refused.
    pub fn to_writer<T: AvroSchema + ?Sized, W: Write>(&self, sink: W) -> Result<Writer<T, W>, Error> {
        self.blocks_to_writer(T::try_schema()?, sink).map(Writer::over)
    }

    /// Goes on with the file at `path`; as [`Writer::append_to`]. Of the options, those that do not stand in the header apply: level,
    /// block size and limits.
    ///
    /// # Errors
    ///
    /// As [`Writer::append_to`], and when an option is refused.
    pub fn append_to<T: AvroSchema + ?Sized>(&self, path: impl AsRef<Path>) -> Result<Writer<T, File>, Error> {
        self.append_blocks_to(T::try_schema()?, path).map(Writer::over)
    }

    /// Begins a file of records under `schema` that appears at `path` when it is finished.
    ///
    /// # Errors
    ///
    /// As [`Writer::create`], and when an option is refused.
    pub fn create_blocks(&self, schema: &Schema, path: impl AsRef<Path>) -> Result<BlockWriter<File>, Error> {
        BlockWriter::create(schema, path.as_ref(), self)
    }

    /// Goes on with the file at `path`, whose records must be under `schema`; as [`append_to`](WriterOptions::append_to).
    ///
    /// # Errors
    ///
    /// As [`Writer::append_to`], and when an option is refused.
    pub fn append_blocks_to(&self, schema: &Schema, path: impl AsRef<Path>) -> Result<BlockWriter<File>, Error> {
        BlockWriter::append_to(schema, path.as_ref(), self)
    }

    /// Begins a file of records under `schema` in `sink`.
    ///
    /// # Errors
    ///
    /// As [`Writer::new`], and when an option is refused.
    pub fn blocks_to_writer<W: Write>(&self, schema: &Schema, sink: W) -> Result<BlockWriter<W>, Error> {
        BlockWriter::new(schema, sink, self)
    }
}
