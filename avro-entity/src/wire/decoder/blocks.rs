//! The blocks of arrays and maps: how many items follow, and whether there may be so many.

use super::Decoder;
use crate::error::{Error, ErrorKind};
use crate::wire::cursor::Cursor;

/// What an item of an array or an entry of a map takes, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ItemSize {
    /// In the data, at least.
    pub(crate) wire: usize,
    /// In memory, but for what it points to.
    pub(crate) memory: usize,
}

impl ItemSize {
    /// Of a Rust type that takes at least `wire` bytes in the data.
    pub(crate) const fn of<T>(wire: usize) -> ItemSize {
        ItemSize { wire, memory: size_of::<T>() }
    }
}

impl<'de> Decoder<'de> {
    /// As [`read_block`](Decoder::read_block), for items that are kept: their memory is counted as well.
    #[inline]
    pub(crate) fn read_items(&mut self, size: ItemSize) -> Result<usize, Error> {
        let count = self.read_block(size.wire)?;
        self.admit_memory(count, size.memory)?;
        Ok(count)
    }

    /// Counts the memory of `count` values of `each` bytes against [`Limits::memory_bytes`].
    #[inline]
    pub(crate) fn admit_memory(&mut self, count: usize, each: usize) -> Result<(), Error> {
        match self.memory_left.checked_sub((count as u64).saturating_mul(each as u64)) {
            Some(left) => {
                self.memory_left = left;
                Ok(())
            }
            None => Err(self.too_much_memory(count, each)),
        }
    }

    /// Holds the bytes that a datum became so far against [`Limits::memory_bytes`].
    pub(crate) fn admit_output(&self, bytes: usize) -> Result<(), Error> {
        let limit = self.limits.memory_bytes;
        if bytes as u64 <= limit {
            return Ok(());
        }
        let reason = format!("what the datum becomes exceeds the limit of {limit} bytes (`Limits::memory_bytes`)");
        Err(self.error(ErrorKind::Limit, reason))
    }

    #[cold]
    fn too_much_memory(&self, count: usize, each: usize) -> Error {
        let limit = self.limits.memory_bytes;
        self.error(
            ErrorKind::Limit,
            format!(
                "{count} more values of {each} bytes of memory exceed the limit of {limit} bytes in one datum (`Limits::memory_bytes`)"
            ),
        )
    }

    /// Reads the header of the next block of an array or map: how many items follow, 0 at the end.
    ///
    /// `item_bytes` is the least an item takes, in bytes. A claim of more items than the input can hold is refused before
    /// anything is allocated. The byte size of a sized block (negative count) is read and ignored, as it only helps skipping.
    #[inline]
    pub fn read_block(&mut self, item_bytes: usize) -> Result<usize, Error> {
        match self.small_below(1) {
            Some(end) => Ok(end),
            None => self.read_full_block(item_bytes),
        }
    }

    #[inline(never)]
    fn read_full_block(&mut self, item_bytes: usize) -> Result<usize, Error> {
        let before = self.cursor;
        let count = match self.cursor.small() {
            Some(count) => count as u64,
            None => match self.read_long()? {
                0 => return Ok(0),
                count if count > 0 => count as u64,
                count => {
                    self.read_long()?;
                    count.unsigned_abs()
                }
            },
        };
        self.admit(count, item_bytes, before)
    }

    /// Reads the header of the next block of an array or map that is skipped, and jumps over the block when it says how long
    /// it is.
    ///
    /// A size that cannot be true (negative, less than the items need, beyond the input) is ignored, as
    /// [`read_block`](Decoder::read_block) does. So is one below [`JUMP_BYTES`]: to walk over a few items costs as little
    /// as the jump and does not depend on the size being right.
    pub(crate) fn skip_block(&mut self, item_bytes: usize) -> Result<SkippedBlock, Error> {
        let before = self.cursor;
        let count = self.read_long()?;
        if count == 0 {
            return Ok(SkippedBlock::End);
        }
        if count < 0 {
            let size = usize::try_from(self.read_long()?).unwrap_or(0);
            let least = u64::try_from(item_bytes).unwrap_or(u64::MAX).saturating_mul(count.unsigned_abs());
            if size >= JUMP_BYTES && size as u64 >= least && size <= self.cursor.rest().len() {
                self.skip(size)?;
                return Ok(SkippedBlock::Jumped);
            }
        }
        Ok(SkippedBlock::Items(self.admit(count.unsigned_abs(), item_bytes, before)?))
    }

    /// Counts `fields` values that take no byte, outside of arrays, against [`Limits::empty_items`].
    pub(crate) fn admit_empty(&mut self, fields: u64) -> Result<(), Error> {
        self.admit(fields, 0, self.cursor).map(drop)
    }

    /// Counts `count` items against the limits, and against the bytes that are there.
    fn admit(&mut self, count: u64, item_bytes: usize, before: Cursor<'de>) -> Result<usize, Error> {
        let (left, limit, name) = match item_bytes {
            0 => (&mut self.empty_left, self.limits.empty_items, "empty_items"),
            _ => (&mut self.items_left, self.limits.items, "items"),
        };
        let Some(after) = left.checked_sub(count) else {
            self.cursor = before;
            return Err(self.error(
                ErrorKind::Limit,
                format!("{count} more items exceed the limit of {limit} items in one datum (`Limits::{name}`)"),
            ));
        };
        *left = after;
        match usize::try_from(count) {
            Ok(items) if items.saturating_mul(item_bytes) <= self.cursor.left() => Ok(items),
            _ => {
                self.cursor = before;
                Err(self.end("a block of items"))
            }
        }
    }
}

/// The size from which a sized block is jumped over when it is skipped.
const JUMP_BYTES: usize = 64;

/// What [`Decoder::skip_block`] found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SkippedBlock {
    /// No block follows.
    End,
    /// A sized block, jumped over.
    Jumped,
    /// So many items follow, to be skipped one by one.
    Items(usize),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Encoder, Limits};

    #[test]
    fn a_block_that_claims_more_than_there_is_ends_before_it_is_read() {
        let error = Decoder::new(&[20, 1, 1]).read_block(1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedEnd);
        let error =
            Decoder::new(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0]).read_block(1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
    }

    #[test]
    fn items_are_counted_over_all_blocks_of_a_datum_and_afresh_in_the_next() {
        let limits = Limits { items: 3, empty_items: 1, ..Limits::default() };
        let bytes = [4, 0, 0, 4, 0, 0, 2, 4];
        let mut decoder = Decoder::with_limits(&bytes, &limits);
        assert_eq!(decoder.read_block(1).unwrap(), 2);
        decoder.skip(2).unwrap();
        assert_eq!(decoder.clone().read_block(1).unwrap_err().kind(), ErrorKind::Limit);
        decoder.start_datum();
        assert_eq!(decoder.read_block(1).unwrap(), 2);
        decoder.skip(2).unwrap();
        assert_eq!(decoder.read_block(0).unwrap(), 1);
        assert_eq!(decoder.read_block(0).unwrap_err().kind(), ErrorKind::Limit);
    }

    #[test]
    fn a_sized_block_is_counted_by_its_items_and_its_size_plays_no_part_in_reading() {
        for size in [4, 20, 3] {
            let bytes = [3, size, 9, 9, 0];
            let mut decoder = Decoder::new(&bytes);
            assert_eq!(decoder.read_block(1).unwrap(), 2);
            assert_eq!(decoder.offset(), 2);
        }
    }

    #[test]
    fn a_sized_block_is_jumped_over_unless_it_is_small_or_its_size_cannot_be_true() {
        let block = |count: i64, size: i64, bytes: usize| {
            let mut block = Vec::new();
            let mut encoder = Encoder::new(&mut block);
            encoder.write_long(-count);
            encoder.write_long(size);
            block.resize(block.len() + bytes, 0);
            let mut decoder = Decoder::new(&block);
            (decoder.skip_block(1).unwrap(), decoder.remaining().len())
        };
        assert_eq!(block(2, 64, 65), (SkippedBlock::Jumped, 1));
        assert_eq!(block(2, 63, 65), (SkippedBlock::Items(2), 65));
        assert_eq!(block(2, -64, 65), (SkippedBlock::Items(2), 65));
        assert_eq!(block(2, 64, 63), (SkippedBlock::Items(2), 63));
        assert_eq!(block(65, 64, 65), (SkippedBlock::Items(65), 65));
    }
}
