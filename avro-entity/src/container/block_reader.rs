//! Container files block by block, whatever the type of their records.

use super::block::{Block, Place, check_claim, unpack};
use super::codec::{Codec, Unpacked, Unpacker};
use super::damage::{Lost, OnDamage};
use super::header::{Header, MAGIC, MARKER};
use super::input::Input;
use super::options::ReaderOptions;
use super::parcel::Parcel;
use super::record_reader::Blocks;
use crate::error::{Error, ErrorKind};
use crate::wire::{Decoder, Limits};
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// The bytes that count and size of a block take at most.
const FRAME: usize = 20;

/// The bytes of a marker and of the count and size behind it.
pub(super) const MARKER_AND_FRAME: usize = MARKER + FRAME;

/// The bytes of the smallest block: a byte each for count and size, and the marker. A reader of a live stream may not wait for more.
const LEAST: usize = 2 + MARKER;

/// Reads the header and the blocks of a container file without a look at the records.
///
/// ```
/// use avro_entity::container::{BlockReader, Writer};
/// let mut writer = Writer::new(Vec::new())?;
/// writer.extend([1i64, 2, 3])?;
/// let file = writer.finish()?.inner;
///
/// let mut reader = BlockReader::new(&file[..])?;
/// let block = reader.next_block()?.expect("there is a block");
/// assert_eq!((block.count(), block.data()), (3, &[2, 4, 6][..]));
/// assert!(reader.next_block()?.is_none());
/// # Ok::<(), avro_entity::Error>(())
/// ```
pub struct BlockReader<R = File> {
    pub(super) input: Input<R>,
    pub(super) header: Header,
    pub(super) limits: Limits,
    pub(super) on_damage: OnDamage,
    unpacker: Unpacker,
    unpacked: Unpacked,
    pub(super) place: Place,
    /// Count of the block that was read last, and where its bytes lie in `input`.
    count: u64,
    at: usize,
    len: usize,
    /// The number of the next block, unless the reader was sent to a place without counting.
    pub(super) next_index: Option<u64>,
    /// Blocks whose marker in front begins here or later are not read.
    pub(super) end: u64,
    lost: Lost,
    failed: bool,
}

/// Where it is, without any data.
impl<R> fmt::Debug for BlockReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockReader")
            .field("file", &self.place.file)
            .field("header", &self.header)
            .field("offset", &self.input.offset())
            .finish_non_exhaustive()
    }
}

/// Count and size of a block, and how many bytes they take.
pub(super) struct Frame {
    pub(super) count: u64,
    pub(super) size: usize,
    pub(super) len: usize,
}

impl Frame {
    /// The bytes of the whole block, its marker included.
    fn block_len(&self) -> usize {
        self.size.saturating_add(self.len + MARKER)
    }
}

/// What a reader came to.
enum Framed {
    Block,
    #[cfg_attr(not(feature = "batch"), allow(dead_code, reason = "other readers count damage and do not tell of it"))]
    Damaged(Damage),
    End,
}

/// A block, which [`pack`](BlockReader::pack) takes, or what is there in place of one.
#[cfg(feature = "batch")]
pub(crate) enum Stretch {
    Block,
    Damaged(Damage),
}

/// A stretch up to the next sync marker, or to the end of the file, that is no block, and why.
#[cfg_attr(not(feature = "batch"), allow(dead_code, reason = "other readers count damage and do not tell of it"))]
pub(crate) struct Damage {
    pub(crate) error: Error,
    pub(crate) bytes: u64,
}

/// A block as it stands in the file, compressed.
#[derive(Clone, Copy)]
pub struct PackedBlock<'a> {
    pub(super) place: &'a Place,
    pub(super) codec: Codec,
    pub(super) count: u64,
    pub(super) data: &'a [u8],
}

/// Where it is and how large, without its data.
impl fmt::Debug for PackedBlock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PackedBlock")
            .field("place", &self.place)
            .field("codec", &self.codec)
            .field("count", &self.count)
            .field("bytes", &self.data.len())
            .finish()
    }
}

impl<'a> PackedBlock<'a> {
    /// How many records the block has.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The records, compressed with the file's codec.
    pub fn data(&self) -> &'a [u8] {
        self.data
    }

    /// Where the block begins in the file.
    pub fn offset(&self) -> u64 {
        self.place.offset
    }

    /// The bytes that the block takes in the file, its marker included.
    pub(super) fn len(&self) -> u64 {
        self.place.data_offset - self.place.offset + (self.data.len() + MARKER) as u64
    }
}

impl BlockReader<File> {
    /// Opens the file at `path` and reads its header.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, is no container file, has no schema that can be read, or a codec that is unknown or not
    /// enabled.
    pub fn open(path: impl AsRef<Path>) -> Result<BlockReader<File>, Error> {
        ReaderOptions::new().open_blocks(path)
    }
}

impl<R: Read> BlockReader<R> {
    /// Reads the header of the container file that `source` is at the beginning of. The reader has its own buffer.
    ///
    /// # Errors
    ///
    /// As [`open`](BlockReader::open).
    pub fn new(source: R) -> Result<BlockReader<R>, Error> {
        ReaderOptions::new().read_blocks(source)
    }

    pub(super) fn with_options(
        source: R,
        file: Option<Arc<Path>>,
        options: &ReaderOptions,
    ) -> Result<BlockReader<R>, Error> {
        let mut input = Input::new(source);
        let opened = Header::read(&mut input, &options.limits)
            .and_then(|header| Unpacker::new(header.codec()).map(|unpacker| (header, unpacker)));
        let (header, unpacker) = opened.map_err(|error| match &file {
            Some(file) => error.in_file(file),
            None => error,
        })?;
        Ok(BlockReader {
            place: Place { file, packed: !unpacker.is_null(), ..Place::default() },
            input,
            header,
            limits: options.limits.clone(),
            on_damage: options.on_damage,
            unpacker,
            unpacked: Unpacked::default(),
            count: 0,
            at: 0,
            len: 0,
            next_index: Some(0),
            end: u64::MAX,
            lost: Lost::default(),
            failed: false,
        })
    }

    /// What the header says.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The limits of this reader.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What was skipped because it was damaged; always zero unless
    /// [`OnDamage::SkipToNextSync`] was asked for.
    pub fn lost(&self) -> Lost {
        self.lost
    }

    /// Where the next block begins, counted from the first byte of the file.
    pub fn position(&self) -> u64 {
        self.input.offset()
    }

    /// Ends reading and gives the source back, of which more may have been read than was returned.
    pub fn into_inner(self) -> R {
        self.input.into_source()
    }

    /// Reads the next block and decompresses it; `None` at the end of the file or of the range that was set.
    ///
    /// # Errors
    ///
    /// When the source fails, the file ends inside a block, a block is malformed, its sync marker is not the file's, its data
    /// does not decompress, or it exceeds [`Limits::block_bytes`]. With [`OnDamage::SkipToNextSync`] all but the first are
    /// skipped and counted. After an error there are no more blocks.
    #[inline]
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>, Error> {
        if self.advance()? { Ok(Some(self.block())) } else { Ok(None) }
    }

    /// Reads the next block as it stands in the file; `None` at the end of the file or of the range that was set.
    ///
    /// # Errors
    ///
    /// As [`next_block`](BlockReader::next_block), but for the data, which is not looked at; and when the block counts more records
    /// than its data can hold, however well that is compressed.
    pub fn next_packed(&mut self) -> Result<Option<PackedBlock<'_>>, Error> {
        while self.advance_packed()? {
            let Err(error) = self.check_packed() else { return Ok(Some(self.packed())) };
            let (bytes, error) = (self.packed().len(), self.place.error(error));
            self.lose(0, bytes, error)?;
        }
        Ok(None)
    }

    /// Gives up the block that was read last, whose records gave `error` after so many of them: under
    /// [`OnDamage::SkipToNextSync`] the others are counted as lost, and reading goes on with the next block.
    ///
    /// ```
    /// use avro_entity::container::{OnDamage, ReaderOptions, Writer};
    /// let mut writer = Writer::new(Vec::new())?;
    /// writer.append("JFK")?;
    /// writer.sync()?;
    /// writer.append("EWR")?;
    /// let mut file = writer.finish()?.inner;
    /// let place = file.windows(3).position(|bytes| bytes == b"JFK").expect("it is there");
    /// file[place] = 0xff;
    ///
    /// let mut reader = ReaderOptions::new().on_damage(OnDamage::SkipToNextSync).read_blocks(&file[..])?;
    /// let mut airports = Vec::new();
    /// while let Some(block) = reader.next_block()? {
    ///     match block.decoder().read_str() {
    ///         Ok(airport) => airports.push(airport.to_owned()),
    ///         Err(error) => {
    ///             let error = block.record_error(0, error);
    ///             reader.lose_block(0, error)?;
    ///         }
    ///     }
    /// }
    /// assert_eq!((airports, reader.lost().records), (vec!["EWR".to_owned()], 1));
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `error` where damage is not passed over, or where it is none: schemas that do not resolve stay so in the next block.
    pub fn lose_block(&mut self, read: u64, error: Error) -> Result<(), Error> {
        let (bytes, claimed) = (self.packed().len(), self.block().claimed());
        self.lose(claimed.saturating_sub(read), bytes, error)
    }

    /// The block that was read last, as it stands in the file.
    pub(super) fn packed(&self) -> PackedBlock<'_> {
        PackedBlock {
            place: &self.place,
            codec: self.header.codec(),
            count: self.count,
            data: self.input.consumed(self.at, self.len),
        }
    }

    /// Moves the block that was read last into a parcel.
    pub(crate) fn pack(&mut self, parcel: &mut Parcel) {
        parcel.place.clone_from(&self.place);
        parcel.count = std::mem::take(&mut self.count);
        parcel.len = self.packed().len();
        parcel.range = self.input.take(self.at, std::mem::take(&mut self.len), &mut parcel.buffer);
    }

    /// The data of the block that was read last.
    #[inline]
    fn data(&self) -> &[u8] {
        match self.unpacker {
            Unpacker::Null => self.input.consumed(self.at, self.len),
            _ => self.unpacked.bytes(),
        }
    }

    /// Refuses a count of records that the block cannot have.
    fn check_packed(&self) -> Result<(), Error> {
        let len = if self.place.packed { self.limits.block_bytes } else { self.len };
        check_claim(self.count, len, &self.header, &self.limits)
    }

    fn unpack(&mut self) -> Result<(), Error> {
        let packed = self.input.consumed(self.at, self.len);
        unpack(&mut self.unpacker, packed, self.count, &self.limits, &mut self.unpacked)
    }

    /// Goes to the next block whose framing is right.
    pub(super) fn advance_packed(&mut self) -> Result<bool, Error> {
        loop {
            match self.advance_framed()? {
                Framed::Block => return Ok(true),
                Framed::Damaged(_) => {}
                Framed::End => return Ok(false),
            }
        }
    }

    /// Goes to the next block, or over what is no block.
    fn advance_framed(&mut self) -> Result<Framed, Error> {
        if self.failed || self.marker_offset() >= self.end {
            return Ok(Framed::End);
        }
        self.place.index = self.next_index;
        self.place.offset = self.input.offset();
        match self.read_framed() {
            Ok(false) => Ok(Framed::End),
            Ok(true) => {
                self.count_block();
                Ok(Framed::Block)
            }
            Err(error) => self.skip_to_marker(self.place.error(error)).map(Framed::Damaged),
        }
    }

    /// The next block as it stands in the file, or what is there in place of one; `None` at the end of the file or of the range.
    /// For readers that pass over damage and say so: with [`OnDamage::Stop`] damage is the error that ends reading.
    #[cfg(feature = "batch")]
    pub(crate) fn next_stretch(&mut self) -> Result<Option<Stretch>, Error> {
        Ok(match self.advance_framed()? {
            Framed::Block => Some(Stretch::Block),
            Framed::Damaged(damage) => Some(Stretch::Damaged(damage)),
            Framed::End => None,
        })
    }

    /// Where the sync marker in front of the next block begins.
    pub(crate) fn marker_offset(&self) -> u64 {
        self.input.offset().saturating_sub(MARKER as u64)
    }

    /// Reads a block and consumes it; `false` at the end of the file. After an error it is not consumed.
    fn read_framed(&mut self) -> Result<bool, Error> {
        self.input.fill(LEAST)?;
        let mut frame = self.try_frame(0);
        if frame.is_err() {
            self.input.fill(FRAME)?;
            frame = self.frame();
        }
        let Some(frame) = frame? else { return Ok(false) };
        let len = frame.block_len();
        if !self.input.fill(len)? {
            self.input.check()?;
            let there = self.input.available().len();
            return Err(malformed(format!("the file ends inside the block: {there} of its {len} bytes are there")));
        }
        self.check_marker(frame.len + frame.size)?;
        self.place.data_offset = self.place.offset + frame.len as u64;
        self.at = self.input.consume(len) + frame.len;
        self.len = frame.size;
        self.count = frame.count;
        Ok(true)
    }

    /// Count and size of the next block, which `input` has been filled for; `None` at the end of the file.
    pub(super) fn frame(&mut self) -> Result<Option<Frame>, Error> {
        match self.try_frame(0) {
            Err(error) => self.input.check().map_err(Error::from).and(Err(error)),
            frame => frame,
        }
    }

    /// Count and size of the block that begins `at` bytes into what is available; `None` where nothing is.
    fn try_frame(&self, at: usize) -> Result<Option<Frame>, Error> {
        let bytes = self.input.available().get(at..).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(None);
        }
        // No block begins with this: its count of records would be -40.
        if bytes.starts_with(MAGIC) {
            let reason = "another container file begins here, as the bytes `Obj\\x01` say: files are joined with `avro-entity cat`, and \
                          not byte by byte";
            return Err(malformed(reason.to_owned()));
        }
        let mut decoder = Decoder::new(bytes);
        let mut number = |name: &str| match decoder.read_long() {
            Ok(number) => u64::try_from(number).map_err(|_| malformed(format!("the block's {name} is {number}"))),
            Err(error) if error.kind() == ErrorKind::UnexpectedEnd => {
                Err(malformed(format!("the file ends inside the block's {name}")))
            }
            Err(error) => Err(malformed(format!("the block's {name} is malformed: {}", error.message()))),
        };
        let (count, size) = (number("count of records")?, number("size")?);
        let limit = self.limits.block_bytes;
        let size = usize::try_from(size).ok().filter(|size| *size <= limit).ok_or_else(|| {
            let reason =
                format!("the block's size of {size} bytes exceeds the limit of {limit} bytes (`Limits::block_bytes`)");
            Error::new(ErrorKind::Limit, reason)
        })?;
        Ok(Some(Frame { count, size, len: bytes.len() - decoder.remaining().len() }))
    }

    /// Checks that the file's sync marker stands `at` bytes into what is available.
    pub(super) fn check_marker(&self, at: usize) -> Result<(), Error> {
        match self.input.available().get(at..at + MARKER) {
            Some(found) if found == self.header.sync_marker() => Ok(()),
            _ => Err(malformed("no sync marker follows the data of the block".to_owned())),
        }
    }

    /// Ends reading with `error`, or goes to the next sync marker and counts what lies before it.
    fn skip_to_marker(&mut self, error: Error) -> Result<Damage, Error> {
        if !self.may_skip(&error) {
            return Err(error);
        }
        let from = self.input.offset();
        match self.len_to_damaged_marker(|input, at| input.fill(at.saturating_add(MARKER_AND_FRAME)).map(|_| at)) {
            Ok(Some(len)) => {
                self.input.consume(len);
                self.count_block();
            }
            Ok(None) => self.pass_marker()?,
            Err(error) => return Err(self.fail(error.into())),
        }
        let bytes = self.input.offset() - from;
        self.lost.add(0, bytes);
        Ok(Damage { error, bytes })
    }

    /// The bytes of the block at hand, where nothing but its marker is known to be damaged: half of that is left at the place that the
    /// frame claims, and a whole block follows. One of the two alone could be chance, in a file whose marker is one byte repeated or
    /// whose blocks are small.
    ///
    /// `look` brings what stands so many bytes behind the block's beginning into the input, and says where it is there: by reading on, or
    /// by going there. Both must come to the same end.
    pub(super) fn len_to_damaged_marker(
        &mut self,
        look: impl Fn(&mut Input<R>, usize) -> io::Result<usize>,
    ) -> io::Result<Option<usize>> {
        let at = look(&mut self.input, 0)?;
        let Ok(Some(frame)) = self.try_frame(at) else { return Ok(None) };
        let at = look(&mut self.input, frame.size.saturating_add(frame.len))?;
        let Ok(Some(next)) = self.try_frame(at.saturating_add(MARKER)) else { return Ok(None) };
        if self.left_of_marker(at) < MARKER / 2 {
            return Ok(None);
        }
        let len = frame.block_len();
        let at = look(&mut self.input, len.saturating_add(next.size).saturating_add(next.len))?;
        Ok((self.left_of_marker(at) == MARKER).then_some(len))
    }

    /// How many of the bytes that stand `at` bytes into what is available are those of the file's sync marker.
    fn left_of_marker(&self, at: usize) -> usize {
        let found = self.input.available().get(at..).unwrap_or_default();
        found.iter().zip(self.header.sync_marker()).filter(|(found, own)| found == own).count()
    }

    /// Goes behind the next sync marker, or to the end of the file.
    pub(super) fn pass_marker(&mut self) -> Result<(), Error> {
        match self.input.find(self.header.sync_marker()) {
            Ok(true) => {
                self.input.consume(MARKER);
            }
            Ok(false) => {}
            Err(error) => {
                self.failed = true;
                return Err(self.place.error(error.into()));
            }
        }
        self.count_block();
        Ok(())
    }

    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Ends reading with an error about the place the reader is at.
    pub(super) fn fail(&mut self, error: Error) -> Error {
        self.failed = true;
        self.place.error(error)
    }

    pub(super) fn count_block(&mut self) {
        self.next_index = self.next_index.map(|index| index + 1);
    }

    /// Ends reading with `error`, or counts a block of `bytes`, of which `records` were not delivered, as lost.
    pub(super) fn lose(&mut self, records: u64, bytes: u64, error: Error) -> Result<(), Error> {
        if !self.may_skip(&error) {
            return Err(error);
        }
        self.lost.add(records, bytes);
        Ok(())
    }

    /// Whether `error` is passed over; if not, reading has ended.
    pub(super) fn may_skip(&mut self, error: &Error) -> bool {
        let damage = !matches!(error.kind(), ErrorKind::Io | ErrorKind::Resolution | ErrorKind::Schema);
        let skip = damage && self.on_damage == OnDamage::SkipToNextSync;
        self.failed |= !skip;
        skip
    }

    /// Forgets an earlier failure and the range: reading goes on at `offset`, which is where a block begins.
    pub(super) fn restart(&mut self) {
        self.failed = false;
        self.end = u64::MAX;
        self.count = 0;
        self.len = 0;
    }
}

impl<R: Read> Blocks for BlockReader<R> {
    fn advance(&mut self) -> Result<bool, Error> {
        while self.advance_packed()? {
            let Err(error) = self.unpack() else { return Ok(true) };
            let error = self.place.error(error);
            BlockReader::lose_block(self, 0, error)?;
        }
        Ok(false)
    }

    #[inline]
    fn block(&self) -> Block<'_> {
        Block { header: &self.header, place: &self.place, limits: &self.limits, count: self.count, data: self.data() }
    }

    fn lose_record(&mut self, error: Error) -> Result<(), Error> {
        if !self.may_skip(&error) {
            return Err(error);
        }
        self.lost.records = self.lost.records.saturating_add(1);
        Ok(())
    }

    fn lose_block(&mut self, read: u64, error: Error) -> Result<(), Error> {
        BlockReader::lose_block(self, read, error)
    }
}

#[cold]
fn malformed(reason: String) -> Error {
    Error::new(ErrorKind::Block, reason)
}
