//! Container files on several threads: blocks are read by the caller's thread, decompressed and decoded by others.
//!
//! Letter to the next reader. Block *i* goes to worker *i mod n*, and its records are taken from that worker, so that order needs
//! no bookkeeping. A worker sends records in batches through a bounded channel and ends each block with its outcome; it
//! waits when the caller does, so that memory is bounded by batches and blocks in flight and not by what a block expands
//! to. Jobs go through an unbounded channel that never holds more than `AHEAD` of them: a caller that could block on
//! sending while its worker blocks on delivering would wait for ever.

use super::block_reader::BlockReader;
use super::damage::Lost;
use super::header::Header;
use super::parcel::{Parcel, Unpacking};
use super::reading::Reading;
use crate::decode::{AvroDecode, AvroDecodeOwned};
use crate::error::Error;
use crate::wire::Decoder;
use std::fs::File;
use std::io::Read;
use std::iter::FusedIterator;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// Blocks that wait for each worker or are in its hands.
const AHEAD: usize = 2;

/// Records that are sent together, and how many such batches wait.
const BATCH: usize = 1024;
const BATCHES: usize = 4;

/// Reads the records of a container file on several threads, in the order of the file; made by
/// [`Reader::threads`](super::Reader::threads).
///
/// As with [`Reader`](super::Reader), an error comes after all records in front of it and ends the iterator, unless damage is
/// skipped.
pub struct ParallelReader<T, R = File> {
    blocks: BlockReader<R>,
    workers: Vec<Worker<T>>,
    /// How many blocks were handed out, and how many came back.
    sent: usize,
    received: usize,
    records: std::vec::IntoIter<T>,
    spare: Vec<Parcel>,
    /// What ended the reading of blocks, once it has.
    end: Option<Result<(), Error>>,
}

struct Worker<T> {
    jobs: Option<Sender<Parcel>>,
    results: Option<Receiver<Message<T>>>,
    thread: Option<JoinHandle<()>>,
}

enum Message<T> {
    Records(Vec<T>),
    /// The block is done: the block, how many of its records were delivered, and the error that stopped them.
    End(Parcel, u64, Result<(), Error>),
}

impl<T: AvroDecodeOwned + Send + 'static, R: Read> ParallelReader<T, R> {
    pub(super) fn new(blocks: BlockReader<R>, reading: Reading, threads: usize) -> Result<ParallelReader<T, R>, Error> {
        let workers = (0..threads.max(1)).map(|_| spawn(&blocks, &reading)).collect::<Result<_, _>>()?;
        let records = Vec::new().into_iter();
        Ok(ParallelReader { blocks, workers, sent: 0, received: 0, records, spare: Vec::new(), end: None })
    }

    /// What the file's header says.
    pub fn header(&self) -> &Header {
        self.blocks.header()
    }

    /// What was skipped because it was damaged, up to the record that was returned last.
    pub fn lost(&self) -> Lost {
        self.blocks.lost()
    }

    /// Hands out blocks until every worker has its share.
    fn hand_out(&mut self) {
        while self.end.is_none() && self.sent - self.received < AHEAD * self.workers.len() {
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
        let worker = self.sent % self.workers.len();
        // A worker that is gone has panicked, which shows when its results are taken.
        if let Some(jobs) = self.workers.get(worker).and_then(|worker| worker.jobs.as_ref()) {
            let _ = jobs.send(parcel);
        }
        self.sent += 1;
    }

    /// Takes the next batch or end of a block; `false` when all is done.
    fn take(&mut self) -> Result<bool, Error> {
        self.hand_out();
        if self.sent == self.received {
            return self.end.replace(Ok(())).unwrap_or(Ok(())).map(|()| false);
        }
        let worker = self.received % self.workers.len();
        let Some(worker) = self.workers.get_mut(worker) else { return Ok(false) };
        match worker.results.as_ref().and_then(|results| results.recv().ok()) {
            Some(Message::Records(records)) => self.records = records.into_iter(),
            Some(Message::End(parcel, delivered, outcome)) => {
                self.received += 1;
                let (left, len) = (parcel.count() - delivered, parcel.len());
                self.spare.push(parcel);
                if let Err(error) = outcome {
                    self.lose(left, len, error)?;
                }
            }
            None => worker.rethrow(),
        }
        Ok(true)
    }

    fn lose(&mut self, records: u64, len: u64, error: Error) -> Result<(), Error> {
        let outcome = self.blocks.lose(records, len, error);
        if outcome.is_err() {
            self.received = self.sent;
            self.end = Some(Ok(()));
        }
        outcome
    }
}

impl<T: AvroDecodeOwned + Send + 'static, R: Read> Iterator for ParallelReader<T, R> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Result<T, Error>> {
        loop {
            if let Some(record) = self.records.next() {
                return Some(Ok(record));
            }
            match self.take() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<T: AvroDecodeOwned + Send + 'static, R: Read> FusedIterator for ParallelReader<T, R> {}

impl<T> Worker<T> {
    /// Goes on with the panic that a worker, running code of the user's, ended with.
    fn rethrow(&mut self) {
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join) {
            std::panic::resume_unwind(panic);
        }
    }
}

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        // Without its channels the thread ends at the next thing it does.
        self.jobs = None;
        self.results = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What a worker needs to decode the blocks of one file.
struct Bench {
    reading: Reading,
    unpacking: Unpacking,
}

fn spawn<T: AvroDecodeOwned + Send + 'static, R: Read>(
    blocks: &BlockReader<R>,
    reading: &Reading,
) -> Result<Worker<T>, Error> {
    let (jobs, waiting) = channel::<Parcel>();
    let (finished, results) = sync_channel(BATCHES);
    let unpacking = Unpacking::new(blocks.header().codec(), blocks.limits().clone())?;
    let mut bench = Bench { reading: reading.clone(), unpacking };
    let thread = std::thread::Builder::new().name("avro-blocks".into()).spawn(move || {
        for parcel in waiting {
            let mut delivered = 0;
            let outcome = bench.decode(&parcel, &finished, &mut delivered);
            if finished.send(Message::End(parcel, delivered, outcome)).is_err() {
                return;
            }
        }
    })?;
    Ok(Worker { jobs: Some(jobs), results: Some(results), thread: Some(thread) })
}

/// Up to a batch of the `left` records of a block, and the error that cut it short.
fn read_batch<'de, T: AvroDecode<'de>>(
    decoder: &mut Decoder<'de>,
    reading: &Reading,
    left: u64,
) -> (Vec<T>, Result<(), Error>) {
    let wanted = usize::try_from(left).unwrap_or(BATCH).min(BATCH);
    let mut batch = Vec::with_capacity(wanted);
    for _ in 0..wanted {
        decoder.start_datum();
        match reading.decode(decoder) {
            Ok(record) => batch.push(record),
            Err(error) => return (batch, Err(error)),
        }
    }
    (batch, Ok(()))
}

impl Bench {
    /// Sends the records of a block and counts them.
    fn decode<T: AvroDecodeOwned>(
        &mut self,
        parcel: &Parcel,
        finished: &SyncSender<Message<T>>,
        delivered: &mut u64,
    ) -> Result<(), Error> {
        let Bench { reading, unpacking } = self;
        let (data, limits) = unpacking.unpack(parcel)?;
        let mut decoder = parcel.place.decoder(data, 0, limits);
        while *delivered < parcel.count {
            let (batch, outcome) = read_batch(&mut decoder, reading, parcel.count - *delivered);
            let read = *delivered + batch.len() as u64;
            let sent = finished.send(Message::Records(batch));
            *delivered = read;
            outcome.map_err(|error| parcel.place.record_error(read, error))?;
            if sent.is_err() {
                return Ok(());
            }
        }
        match decoder.remaining().len() {
            0 => Ok(()),
            left => Err(parcel.place.left_over(parcel.count, left)),
        }
    }
}
