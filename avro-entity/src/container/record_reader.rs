//! Records one after the other, out of blocks that are decompressed here or ahead of it on other threads.

use super::block::Block;
use super::reading::Reading;
use crate::decode::AvroDecodeOwned;
use crate::error::Error;
use crate::wire::Decoder;

/// The blocks of a container file, as a reader of records goes through them.
pub(super) trait Blocks {
    /// Goes to the next block that decompresses; `false` at the end.
    fn advance(&mut self) -> Result<bool, Error>;

    /// The block that was gone to last.
    fn block(&self) -> Block<'_>;

    /// Ends reading with `error`, which the data of that block gave after `read` records, or counts the others as lost.
    fn lose_block(&mut self, read: u64, error: Error) -> Result<(), Error>;

    /// Ends reading with `error`, which one record of that block gave, or counts it as lost.
    fn lose_record(&mut self, error: Error) -> Result<(), Error>;
}

/// Where reading has got to in the records of a file.
pub(super) struct RecordReader<B> {
    pub(super) blocks: B,
    pub(super) reading: Reading,
    /// Where in the current block's data the next record begins, how many are left and how many there were.
    at: usize,
    left: u64,
    count: u64,
}

impl<B> RecordReader<B> {
    /// Reads from the next of `blocks` on.
    pub(super) fn new(blocks: B, reading: Reading) -> RecordReader<B> {
        RecordReader { blocks, reading, at: 0, left: 0, count: 0 }
    }

    /// Passes over what is left of the current block.
    pub(super) fn forget_block(&mut self) {
        (self.at, self.left, self.count) = (0, 0, 0);
    }
}

impl<B: Blocks> RecordReader<B> {
    /// The next block, whole; what is left of the current one is passed over.
    pub(super) fn next_block(&mut self) -> Result<Option<Block<'_>>, Error> {
        self.forget_block();
        Ok(if self.blocks.advance()? { Some(self.blocks.block()) } else { None })
    }

    /// Reads the next record; `None` at the end.
    #[inline]
    pub(super) fn next<T: AvroDecodeOwned>(&mut self) -> Option<Result<T, Error>> {
        loop {
            match self.advance() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
            let record = self.record(|reading, decoder| reading.decode(decoder));
            if record.is_some() {
                return record;
            }
        }
    }

    /// Reads the next record into `value`; `false` at the end.
    #[inline]
    pub(super) fn read_into<T: AvroDecodeOwned>(&mut self, value: &mut T) -> Result<bool, Error> {
        while self.advance()? {
            if let Some(record) = self.record(|reading, decoder| reading.decode_into(value, decoder)) {
                return record.map(|()| true);
            }
        }
        Ok(false)
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
        if self.count > 0 {
            let block = self.blocks.block();
            let left = block.data.len().saturating_sub(self.at);
            if left > 0 {
                let (count, error) = (self.count, block.left_over_error(left));
                self.forget_block();
                self.blocks.lose_block(count, error)?;
            }
        }
        self.forget_block();
        if !self.blocks.advance()? {
            return Ok(false);
        }
        let block = self.blocks.block();
        let (count, len) = (block.count, block.data.len());
        if count == 0 && len > 0 {
            let error = block.left_over_error(len);
            self.blocks.lose_block(0, error)?;
        }
        (self.at, self.left, self.count) = (0, count, count);
        Ok(true)
    }

    /// Passes over a record whose value was refused, when it is known where the next one begins, and over the rest of a block that is
    /// damaged.
    #[cold]
    fn lose(&mut self, read: u64, behind: Option<usize>, error: Error) -> Result<(), Error> {
        match behind {
            Some(behind) => {
                (self.at, self.left) = (behind, self.left - 1);
                self.blocks.lose_record(error).inspect_err(|_| self.forget_block())
            }
            None => {
                self.forget_block();
                self.blocks.lose_block(read, error)
            }
        }
    }

    /// Reads the next record of the current block; `None` when it was lost, alone or with the rest of the block.
    #[inline]
    fn record<V>(
        &mut self,
        decode: impl FnOnce(&Reading, &mut Decoder<'_>) -> Result<V, Error>,
    ) -> Option<Result<V, Error>> {
        let block = self.blocks.block();
        let mut decoder = block.decoder_at(self.at);
        match decode(&self.reading, &mut decoder) {
            Ok(value) => {
                self.at = block.data.len() - decoder.remaining().len();
                self.left -= 1;
                Some(Ok(value))
            }
            Err(error) => {
                let behind = if error.is_about_value() { block.skip_record(self.at) } else { None };
                let read = self.count - self.left;
                let error = block.record_error(read, error);
                self.lose(read, behind, error).err().map(Err)
            }
        }
    }
}
