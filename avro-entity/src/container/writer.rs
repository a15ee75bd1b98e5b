//! Container files from values.

use super::block_writer::{BlockWriter, Finished};
use super::header::Header;
use super::options::WriterOptions;
use super::target::Torn;
use crate::encode::AvroEncode;
use crate::error::Error;
use crate::schema::AvroSchema;
use std::fmt;
use std::fs::File;
use std::io::Write;
use std::marker::PhantomData;
use std::path::Path;

/// Writes values of `T` to a container file under the schema of `T`.
///
/// [`WriterOptions`] sets codec, block size and metadata.
///
/// ```
/// use avro_entity::container::{Codec, Reader, Writer, WriterOptions};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("delays.avro");
/// let mut writer = WriterOptions::new().codec(Codec::Deflate).create(&path)?;
/// writer.append(&12i64)?;
/// writer.extend([-3, 0])?;
/// assert_eq!(writer.finish()?.records, 3);
///
/// let mut writer = Writer::<i64>::append_to(&path)?;
/// writer.append(&7)?;
/// writer.finish()?;
/// assert_eq!(Reader::<i64>::open(&path)?.collect::<Result<Vec<_>, _>>()?, [12, -3, 0, 7]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// After a failed write nothing more is written, since nobody knows how much of the block has arrived; every later call
/// fails. A record that cannot be encoded is no such failure: the writer goes on without it.
///
/// A writer that is dropped without [`finish`](Writer::finish) writes nothing more: the records of the block that had begun are
/// gone, and a file that was to appear under its name does not.
pub struct Writer<T: ?Sized, W = File> {
    blocks: BlockWriter<W>,
    value: PhantomData<fn(&T)>,
}

/// Its type and where it is, without any data.
impl<T: ?Sized, W> fmt::Debug for Writer<T, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("type", &std::any::type_name::<T>())
            .field("blocks", &self.blocks)
            .finish_non_exhaustive()
    }
}

impl<T: AvroSchema + ?Sized> Writer<T, File> {
    /// Begins a file that appears at `path` when it is [finished](Writer::finish), in place of one that is there.
    ///
    /// Until then it is a hidden file beside it, which is removed when the writer is dropped. It has the permissions of the
    /// file it replaces, or those of any new file. Devices and pipes are written directly.
    ///
    /// # Errors
    ///
    /// When the type has no valid schema or the file cannot be made.
    pub fn create(path: impl AsRef<Path>) -> Result<Writer<T, File>, Error> {
        WriterOptions::new().create(path)
    }

    /// Goes on with the file at `path`, in place; its codec, metadata and sync marker are kept.
    ///
    /// What is left of a block whose writer was stopped midway is cut off, see [`torn`](Writer::torn). Nobody else can append
    /// to the file as long as the writer lives, where the system has file locks.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened for writing, is no container file, is damaged, is being appended to, or its records are under
    /// another schema than that of `T`.
    pub fn append_to(path: impl AsRef<Path>) -> Result<Writer<T, File>, Error> {
        WriterOptions::new().append_to(path)
    }

    /// The torn end that the file had when it was opened to append to, and that was cut off.
    pub fn torn(&self) -> Option<Torn> {
        self.blocks.torn()
    }
}

impl<T: AvroSchema + ?Sized, W: Write> Writer<T, W> {
    /// Begins a file in `sink`, which needs no buffer: each block is one write.
    ///
    /// # Errors
    ///
    /// When the type has no valid schema or the header cannot be written.
    pub fn new(sink: W) -> Result<Writer<T, W>, Error> {
        WriterOptions::new().to_writer(sink)
    }
}

impl<T: ?Sized, W> Writer<T, W> {
    pub(super) fn over(blocks: BlockWriter<W>) -> Writer<T, W> {
        Writer { blocks, value: PhantomData }
    }
}

impl<T: AvroEncode + ?Sized, W: Write> Writer<T, W> {
    /// Appends a record.
    ///
    /// # Errors
    ///
    /// When the value has no representation in its schema: the file is then as if it had not been appended. When the sink or
    /// the codec fails, at this or an earlier call.
    #[inline]
    pub fn append(&mut self, value: &T) -> Result<(), Error> {
        self.blocks.append_with(|encoder| value.encode(encoder))
    }

    /// Appends all `values` up to the first that fails.
    ///
    /// # Errors
    ///
    /// As [`append`](Writer::append).
    pub fn extend(&mut self, values: impl IntoIterator<Item = T>) -> Result<(), Error>
    where
        T: Sized,
    {
        values.into_iter().try_for_each(|value| self.append(&value))
    }

    /// What the file's header says.
    pub fn header(&self) -> &Header {
        self.blocks.header()
    }

    /// How many records were appended, those of the block that has begun included.
    pub fn records(&self) -> u64 {
        self.blocks.records()
    }

    /// What is written to.
    pub fn get_ref(&self) -> &W {
        self.blocks.get_ref()
    }

    /// Ends the block that has begun, if there is one, and says where the next one begins: a position for
    /// [`Reader::seek`](super::Reader::seek).
    ///
    /// # Errors
    ///
    /// When the sink or the codec fails, at this or an earlier call.
    pub fn sync(&mut self) -> Result<u64, Error> {
        self.blocks.sync()
    }

    /// Ends the block that has begun and flushes the sink: all records so far are in the file.
    ///
    /// # Errors
    ///
    /// When the sink or the codec fails, at this or an earlier call.
    pub fn flush(&mut self) -> Result<(), Error> {
        self.blocks.flush()
    }

    /// Writes what is left. A file made by [`create`](Writer::create) is brought to the disk and then gets its name, in place
    /// of one that had it before.
    ///
    /// # Errors
    ///
    /// When the sink or the codec fails, at this or an earlier call.
    pub fn finish(self) -> Result<Finished<W>, Error> {
        self.blocks.finish()
    }
}
