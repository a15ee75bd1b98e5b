//! Blocks on their way through the threads that decompress them.
//!
//! The queue holds the blocks in the order of the file; whoever is idle takes the first that nobody has begun.

use super::parcel::Parcel;
use crate::error::Error;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Blocks on their way through the threads.
#[derive(Default)]
pub(super) struct Queue {
    slots: Mutex<Slots>,
    /// There is a block to begin, or no more will come.
    given: Condvar,
    /// A block is done, or a thread has panicked.
    done: Condvar,
}

#[derive(Default)]
struct Slots {
    /// In the order of the file; the number of the first slot, counted from the first block.
    queue: VecDeque<Slot>,
    first: usize,
    closed: bool,
    panicked: bool,
}

enum Slot {
    Waiting(Parcel),
    Begun,
    Done(Parcel, Result<(), Error>),
}

/// What there is for the reader.
pub(super) enum Next {
    Done(Parcel, Result<(), Error>),
    /// The first block is in the hands of another thread; this one is not.
    Waiting(usize, Parcel),
    Nothing,
    Panicked,
}

impl Slots {
    /// Begins the first block that nobody has begun.
    fn begin(&mut self) -> Option<(usize, Parcel)> {
        let at = self.queue.iter().position(|slot| matches!(slot, Slot::Waiting(_)))?;
        match std::mem::replace(self.queue.get_mut(at)?, Slot::Begun) {
            Slot::Waiting(parcel) => Some((self.first + at, parcel)),
            _ => None,
        }
    }

    fn take_first(&mut self) -> Option<Next> {
        if self.panicked {
            return Some(Next::Panicked);
        }
        match self.queue.pop_front() {
            None => return Some(Next::Nothing),
            Some(Slot::Done(parcel, outcome)) => {
                self.first += 1;
                return Some(Next::Done(parcel, outcome));
            }
            Some(slot) => self.queue.push_front(slot),
        }
        self.begin().map(|(nth, parcel)| Next::Waiting(nth, parcel))
    }
}

impl Queue {
    /// What a thread left behind that panicked is never looked at: the panic goes on.
    fn lock(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many blocks are on their way.
    pub(super) fn len(&self) -> usize {
        self.lock().queue.len()
    }

    /// Puts a block at the end.
    pub(super) fn give(&self, parcel: Parcel) {
        self.lock().queue.push_back(Slot::Waiting(parcel));
        self.given.notify_one();
    }

    /// Puts a block back that was begun; it is dropped where reading has ended.
    pub(super) fn finish(&self, nth: usize, parcel: Parcel, outcome: Result<(), Error>) {
        let mut slots = self.lock();
        let at = nth.checked_sub(slots.first);
        if let Some(slot) = at.and_then(|at| slots.queue.get_mut(at)) {
            *slot = Slot::Done(parcel, outcome);
        }
        drop(slots);
        self.done.notify_one();
    }

    /// The next block of the file if it is done, or one to be done meanwhile; waits when all are begun.
    pub(super) fn next(&self) -> Next {
        let mut slots = self.lock();
        loop {
            match slots.take_first() {
                Some(next) => return next,
                None => slots = self.done.wait(slots).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// A block to decompress; `None` when no more will come.
    pub(super) fn begin(&self) -> Option<(usize, Parcel)> {
        let mut slots = self.lock();
        loop {
            match slots.begin() {
                _ if slots.closed => return None,
                Some(begun) => return Some(begun),
                None => slots = self.given.wait(slots).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// Forgets what is in the queue and sends the threads home.
    pub(super) fn close(&self) {
        let mut slots = self.lock();
        slots.closed = true;
        slots.first += slots.queue.len();
        slots.queue.clear();
        drop(slots);
        self.given.notify_all();
    }
}

/// Wakes the reader when the thread that has this panics.
pub(super) struct TellOfPanic(pub(super) Arc<Queue>);

impl Drop for TellOfPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.lock().panicked = true;
            self.0.done.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn parcel(count: u64) -> Parcel {
        Parcel { count, ..Parcel::default() }
    }

    /// What the reader is told, as a number of the block, or a word.
    fn next(queue: &Queue) -> String {
        match queue.next() {
            Next::Done(parcel, outcome) => format!("{} {}", parcel.count, outcome.is_ok()),
            Next::Waiting(nth, parcel) => {
                assert_eq!(nth as u64, parcel.count);
                format!("{nth} waits")
            }
            Next::Nothing => "nothing".to_owned(),
            Next::Panicked => "panicked".to_owned(),
        }
    }

    #[test]
    fn blocks_come_out_in_the_order_of_the_file_whoever_is_done_first() {
        let queue = Queue::default();
        (0..4).for_each(|count| queue.give(parcel(count)));
        let (first, second) = (queue.begin().unwrap(), queue.begin().unwrap());
        queue.finish(second.0, second.1, Err(Error::new(ErrorKind::Block, "damaged")));
        assert_eq!(next(&queue), "2 waits", "the first is not done");
        queue.finish(first.0, first.1, Ok(()));
        assert_eq!((next(&queue), next(&queue)), ("0 true".to_owned(), "1 false".to_owned()));
        assert_eq!(next(&queue), "3 waits");
        queue.finish(2, parcel(2), Ok(()));
        queue.finish(3, parcel(3), Ok(()));
        assert_eq!([next(&queue), next(&queue), next(&queue)], ["2 true", "3 true", "nothing"]);
    }

    #[test]
    fn a_queue_that_is_closed_forgets_what_is_begun_and_gives_no_more() {
        let queue = Queue::default();
        queue.give(parcel(0));
        let (nth, begun) = queue.begin().unwrap();
        queue.give(parcel(1));
        queue.close();
        assert!(queue.begin().is_none());
        queue.finish(nth, begun, Ok(()));
        assert_eq!(next(&queue), "nothing");
    }

    #[test]
    fn a_thread_that_panics_wakes_the_reader() {
        let queue = Arc::new(Queue::default());
        queue.give(parcel(0));
        let begun = queue.begin();
        let tell = TellOfPanic(Arc::clone(&queue));
        let helper = std::thread::spawn(move || {
            let _tell = tell;
            panic!("a helper has panicked, as this test wants");
        });
        assert_eq!(next(&queue), "panicked");
        drop(begun);
        helper.join().unwrap_err();
    }
}
