//! Blocks that are decompressed by other threads ahead of the one that reads them.
//!
//! Letter to the next reader. Records are decoded where they are wanted and not sent: what one thread allocates and another frees,
//! and what has to come over from the other's cache, takes longer than decoding it. The reader decompresses too, rather than
//! wait for a block that is in another's hands; so all threads have work whichever takes longer, decompressing or
//! decoding.

use super::block::Block;
use super::block_reader::BlockReader;
use super::codec::Codec;
use super::parcel::{Parcel, Unpacking};
use super::queue::{Next, Queue, TellOfPanic};
use super::record_reader::Blocks;
use crate::error::Error;
use std::io::Read;
use std::sync::Arc;
use std::thread::JoinHandle;

/// Blocks in the queue for each thread.
const AHEAD: usize = 2;

/// The blocks of a container file, decompressed on several threads.
pub(super) struct Ahead<R> {
    pub(super) blocks: BlockReader<R>,
    queue: Arc<Queue>,
    helpers: Vec<JoinHandle<()>>,
    unpacking: Unpacking,
    /// The block that came out of the queue last.
    current: Parcel,
    /// Allocations of blocks that were read, for others.
    spare: Vec<Parcel>,
    /// What ended the reading of blocks, once it has.
    end: Option<Result<(), Error>>,
}

impl<R: Read> Ahead<R> {
    /// The blocks that are left in `blocks`, on `threads` threads with the one that reads.
    pub(super) fn new(blocks: BlockReader<R>, threads: usize) -> Result<Ahead<R>, Error> {
        // Without compression there is nothing to help with.
        let helpers = if blocks.header().codec() == Codec::Null { 0 } else { threads.saturating_sub(1) };
        let mut ahead = Ahead {
            unpacking: unpacking(&blocks)?,
            queue: Arc::default(),
            helpers: Vec::new(),
            current: Parcel::default(),
            spare: Vec::new(),
            end: None,
            blocks,
        };
        for _ in 0..helpers {
            let helper = ahead.spawn()?;
            ahead.helpers.push(helper);
        }
        Ok(ahead)
    }

    fn spawn(&self) -> Result<JoinHandle<()>, Error> {
        let mut unpacking = unpacking(&self.blocks)?;
        let queue = TellOfPanic(Arc::clone(&self.queue));
        let help = move || {
            let queue = queue;
            while let Some((nth, mut parcel)) = queue.0.begin() {
                let outcome = unpacking.unpack(&mut parcel);
                queue.0.finish(nth, parcel, outcome);
            }
        };
        Ok(std::thread::Builder::new().name("avro-blocks".into()).spawn(help)?)
    }

    /// Fills the queue.
    fn hand_out(&mut self) {
        let room = (AHEAD * (self.helpers.len() + 1)).saturating_sub(self.queue.len());
        for _ in 0..room {
            if self.end.is_some() {
                return;
            }
            match self.blocks.advance_packed() {
                Ok(true) => self.hand_out_block(),
                Ok(false) => self.end = Some(Ok(())),
                Err(error) => self.end = Some(Err(error)),
            }
        }
    }

    fn hand_out_block(&mut self) {
        let mut parcel = self.spare.pop().unwrap_or_default();
        self.blocks.pack(&mut parcel);
        self.queue.give(parcel);
    }
}

fn unpacking<R: Read>(blocks: &BlockReader<R>) -> Result<Unpacking, Error> {
    Unpacking::new(blocks.header().codec(), blocks.limits().clone())
}

impl<R: Read> Blocks for Ahead<R> {
    fn advance(&mut self) -> Result<bool, Error> {
        loop {
            self.hand_out();
            match self.queue.next() {
                Next::Done(parcel, outcome) => {
                    self.spare.push(std::mem::replace(&mut self.current, parcel));
                    match outcome {
                        Ok(()) => return Ok(true),
                        Err(error) => self.lose_block(0, error)?,
                    }
                }
                Next::Waiting(nth, mut parcel) => {
                    let outcome = self.unpacking.unpack(&mut parcel);
                    self.queue.finish(nth, parcel, outcome);
                }
                Next::Nothing => return self.end.replace(Ok(())).unwrap_or(Ok(())).map(|()| false),
                Next::Panicked => {
                    if let Err(panic) = self.send_home() {
                        std::panic::resume_unwind(panic);
                    }
                    return Ok(false);
                }
            }
        }
    }

    #[inline]
    fn block(&self) -> Block<'_> {
        self.current.block(&self.blocks.header, &self.blocks.limits)
    }

    fn lose_block(&mut self, read: u64, error: Error) -> Result<(), Error> {
        let (claimed, len) = (self.block().claimed(), self.current.len);
        let outcome = self.blocks.lose(claimed.saturating_sub(read), len, error);
        outcome.inspect_err(|_| self.end_here())
    }

    fn lose_record(&mut self, error: Error) -> Result<(), Error> {
        self.blocks.lose_record(error).inspect_err(|_| self.end_here())
    }
}

impl<R> Ahead<R> {
    /// Gives no more blocks.
    fn end_here(&mut self) {
        self.queue.close();
        self.end = Some(Ok(()));
    }

    /// Ends the helpers; the panic of one that has panicked.
    fn send_home(&mut self) -> std::thread::Result<()> {
        self.queue.close();
        self.helpers.drain(..).map(JoinHandle::join).fold(Ok(()), Result::and)
    }
}

impl<R> Drop for Ahead<R> {
    fn drop(&mut self) {
        let _ = self.send_home();
    }
}
