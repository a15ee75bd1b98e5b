//! Going to a place in a file: known ones by `seek`, any by `sync`, and byte ranges that share a file out.
//!
//! Letter to the next reader. A block belongs to the range that holds the first byte of the sync marker in front of it (for the
//! first block, the header's). `sync` finds that block by hopping from block to block by their sizes, from the header or
//! from where the reader is. A search for the marker's bytes would be shorter and is wrong: records may contain them, even
//! together with what looks like a block, and two readers of one file must agree on what is a block. Hopping reads a few
//! bytes of each block that it passes. Damage on the way is passed over in the same manner as by a reader that
//! starts at the header, so that ranges agree on damaged files as well.

use super::block_reader::{BlockReader, MARKER_AND_FRAME};
use super::header::MARKER;
use crate::error::{Error, ErrorKind};
use std::io::{Read, Seek};
use std::ops::Range;

/// How far reads go ahead while hopping: several small blocks, and not much of a large one.
const AHEAD: usize = 4 << 10;

impl<R: Read + Seek> BlockReader<R> {
    /// Goes to the block that begins at `position`, as [`Block::offset`](super::Block::offset) and
    /// [`Writer::sync`](super::Writer::sync) name it. Blocks have no number after that.
    ///
    /// # Errors
    ///
    /// When the source fails, or there is no sync marker in front of `position`.
    pub fn seek(&mut self, position: u64) -> Result<(), Error> {
        self.restart();
        let marker = position.checked_sub(MARKER as u64).filter(|_| position >= self.header().len());
        let found = match marker {
            Some(marker) => {
                self.input.seek(marker)?;
                self.input.fill(MARKER)? && self.check_marker(0).is_ok()
            }
            None => false,
        };
        self.place.offset = position;
        self.place.index = None;
        self.next_index = (position == self.header().len()).then_some(0);
        if !found {
            self.input.check()?;
            let error = Error::new(ErrorKind::Block, "no block begins here: there is no sync marker in front");
            return Err(self.fail(error));
        }
        self.input.consume(MARKER);
        Ok(())
    }

    /// Goes to the first block whose sync marker in front begins at `position` or later, and says where that block begins; at
    /// the end of the file when there is none.
    ///
    /// # Errors
    ///
    /// When the source fails, or the file is damaged before that place; with
    /// [`OnDamage::SkipToNextSync`](super::OnDamage::SkipToNextSync), damage is passed over and not counted.
    pub fn sync(&mut self, position: u64) -> Result<u64, Error> {
        if self.has_failed() || self.next_index.is_none() || self.marker_offset() > position {
            self.input.seek(self.header().len())?;
            self.next_index = Some(0);
        }
        self.restart();
        while self.marker_offset() < position && self.hop()? {}
        Ok(self.position())
    }

    /// Reads on only what belongs to `range`, in bytes: the blocks whose sync marker in front begins inside it.
    ///
    /// Whatever ranges a file is cut into, each block belongs to exactly one of them.
    ///
    /// ```
    /// use avro_entity::container::{BlockReader, Writer};
    /// use std::io::Cursor;
    /// let mut writer = Writer::new(Vec::new())?;
    /// for number in 0..100i64 {
    ///     writer.append(&number)?;
    ///     writer.sync()?;
    /// }
    /// let file = writer.finish()?.inner;
    /// let middle = file.len() as u64 / 2;
    ///
    /// let mut blocks = 0;
    /// for range in [0..middle, middle..u64::MAX] {
    ///     let mut reader = BlockReader::new(Cursor::new(&file))?;
    ///     reader.set_range(range)?;
    ///     while reader.next_block()?.is_some() {
    ///         blocks += 1;
    ///     }
    /// }
    /// assert_eq!(blocks, 100);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`sync`](BlockReader::sync).
    pub fn set_range(&mut self, range: Range<u64>) -> Result<(), Error> {
        self.sync(range.start)?;
        self.end = range.end;
        Ok(())
    }

    /// Goes over a block without its data; `false` at the end of the file.
    pub(super) fn hop(&mut self) -> Result<bool, Error> {
        let from = self.input.offset();
        self.place.index = self.next_index;
        self.place.offset = from;
        match self.hop_framed(from) {
            Ok(true) => self.count_block(),
            Ok(false) => return Ok(false),
            Err(error) => {
                let error = self.place.error(error);
                if !self.may_skip(&error) {
                    return Err(error);
                }
                self.pass_damage(from)?;
            }
        }
        Ok(true)
    }

    /// Goes over what begins at `from` and is no block, to where a reader would go on that read all of it.
    fn pass_damage(&mut self, from: u64) -> Result<(), Error> {
        let len = self.len_to_damaged_marker(|input, at| {
            input.seek(from.saturating_add(at as u64))?;
            input.fill_ahead(MARKER_AND_FRAME, AHEAD).map(|_| 0)
        })?;
        self.input.seek(from.saturating_add(len.unwrap_or_default() as u64))?;
        match len {
            Some(_) => self.count_block(),
            None => self.pass_marker()?,
        }
        Ok(())
    }

    fn hop_framed(&mut self, from: u64) -> Result<bool, Error> {
        self.input.fill_ahead(MARKER_AND_FRAME, AHEAD)?;
        let Some(frame) = self.frame()? else { return Ok(false) };
        let data = frame.len + frame.size;
        self.input.seek(from + data as u64)?;
        if !self.input.fill_ahead(MARKER_AND_FRAME, AHEAD)? && self.input.available().len() < MARKER {
            self.input.check()?;
            return Err(Error::new(ErrorKind::Block, "the file ends inside the block"));
        }
        self.check_marker(0)?;
        self.input.consume(MARKER);
        Ok(true)
    }
}
