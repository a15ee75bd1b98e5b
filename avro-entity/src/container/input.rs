//! The bytes of a file as they arrive: a buffer in front of the source that blocks are read out of in place.
//!
//! Letter to the next reader. A block is framed by looking ahead: `fill(n)` brings the next `n` bytes into the buffer, if the
//! source has as many, and `available` shows them. Nothing is consumed until the whole block is there and its marker is
//! right, so that a search for the next marker can start where the damaged block began. What was consumed stays in the
//! buffer until the next `fill`; a block without compression is decoded right there. The buffer doubles when it is full of
//! data that has arrived, never because of a length that was claimed. A source that fails is no reason to lose what came before: as
//! long as there are bytes, `fill` says that there are no more, and `check` gives the error to who cannot do without.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

/// The buffer's first size, and how far each read goes ahead.
const AHEAD: usize = 64 << 10;

pub(super) struct Input<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// Where `buffer` lies in the source, counted from the byte that was read first.
    base: u64,
    /// Why no more came.
    failed: Option<io::Error>,
}

impl<R> Input<R> {
    pub(super) fn new(source: R) -> Input<R> {
        Input { source, buffer: Vec::new(), start: 0, end: 0, base: 0, failed: None }
    }

    /// The error for which fewer bytes came than were asked for, if it was one and not the end.
    pub(super) fn check(&mut self) -> io::Result<()> {
        self.failed.take().map_or(Ok(()), Err)
    }

    /// The offset of the next byte.
    pub(super) fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    /// The bytes that have arrived and are not consumed.
    pub(super) fn available(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Consumes `len` of the available bytes and says where in the buffer they stay until the next `fill`.
    pub(super) fn consume(&mut self, len: usize) -> usize {
        let at = self.start;
        self.start = self.end.min(at + len);
        at
    }

    /// The consumed bytes at a place that `consume` named.
    pub(super) fn consumed(&self, at: usize, len: usize) -> &[u8] {
        self.buffer.get(at..at + len).unwrap_or_default()
    }

    /// Moves consumed bytes into `taken` and says where they are there. The buffer itself is given away, in exchange for the one that
    /// `taken` is, where less stands behind these bytes than they are: less is copied then, and it would have to move anyway.
    pub(super) fn take(&mut self, at: usize, len: usize, taken: &mut Vec<u8>) -> Range<usize> {
        let behind = self.end - self.start;
        if behind > len {
            copy_to_front(taken, self.consumed(at, len), len);
            return 0..len;
        }
        copy_to_front(taken, self.available(), self.buffer.len());
        std::mem::swap(&mut self.buffer, taken);
        self.base += self.start as u64;
        (self.start, self.end) = (0, behind);
        at..at + len
    }

    pub(super) fn into_source(self) -> R {
        self.source
    }
}

/// Copies `bytes` to the beginning of `room`, which is made as long as `len` if it is shorter.
fn copy_to_front(room: &mut Vec<u8>, bytes: &[u8], len: usize) {
    if room.len() < len {
        room.resize(len, 0);
    }
    if let Some(front) = room.get_mut(..bytes.len()) {
        front.copy_from_slice(bytes);
    }
}

impl<R: Read> Input<R> {
    /// Brings at least `wanted` bytes into the buffer; `false` when the source ends, or fails with some bytes there, before.
    #[inline]
    pub(super) fn fill(&mut self, wanted: usize) -> io::Result<bool> {
        self.fill_ahead(wanted, AHEAD)
    }

    /// The same for a reader that goes elsewhere afterwards: reads no more than `ahead` bytes beyond need at once.
    #[inline]
    pub(super) fn fill_ahead(&mut self, wanted: usize, ahead: usize) -> io::Result<bool> {
        if self.end - self.start >= wanted {
            return Ok(true);
        }
        self.fill_slow(wanted, ahead)
    }

    fn fill_slow(&mut self, wanted: usize, ahead: usize) -> io::Result<bool> {
        self.check()?;
        self.move_to_front();
        let wanted = self.start.saturating_add(wanted);
        while self.end < wanted {
            if self.end == self.buffer.len() {
                self.grow(wanted)?;
            }
            let room_end = self.buffer.len().min(wanted.saturating_add(ahead));
            let room = self.buffer.get_mut(self.end..room_end).unwrap_or_default();
            match self.source.read(room) {
                Ok(0) => return Ok(false),
                Ok(len) => self.end = room_end.min(self.end + len),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if self.end == self.start => return Err(error),
                Err(error) => {
                    self.failed = Some(error);
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Makes room at the end, once as many bytes were consumed as have to move, or when they are few. So a damaged file of blocks
    /// that claim to be large is moved no more than twice, however often the search goes on a few bytes behind.
    fn move_to_front(&mut self) {
        if self.end - self.start > self.start.max(AHEAD) {
            return;
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.base += self.start as u64;
        self.end -= self.start;
        self.start = 0;
    }

    /// Doubles the full buffer, or makes it as large as is wanted when that is less.
    fn grow(&mut self, wanted: usize) -> io::Result<()> {
        let len = self.buffer.len().saturating_mul(2).clamp(AHEAD, wanted.saturating_add(AHEAD).max(AHEAD));
        let more = len.saturating_sub(self.buffer.len());
        self.buffer.try_reserve_exact(more).map_err(|error| io::Error::new(io::ErrorKind::OutOfMemory, error))?;
        self.buffer.resize(len, 0);
        Ok(())
    }

    /// Consumes bytes up to the next `marker` and says whether there is one; it is left unconsumed.
    pub(super) fn find(&mut self, marker: &[u8; 16]) -> io::Result<bool> {
        loop {
            let available = self.available();
            if let Some(at) = available.windows(marker.len()).position(|window| window == marker) {
                self.consume(at);
                return Ok(true);
            }
            // The marker may begin in the last bytes.
            let passed = available.len().saturating_sub(marker.len() - 1);
            self.consume(passed);
            let left = self.available().len();
            if !self.fill(left + 1)? {
                self.check()?;
                self.consume(left);
                return Ok(false);
            }
        }
    }
}

impl<R: Read + Seek> Input<R> {
    /// Goes to `offset`, which may lie beyond the end.
    pub(super) fn seek(&mut self, offset: u64) -> io::Result<()> {
        let buffered = offset.checked_sub(self.base).and_then(|at| usize::try_from(at).ok());
        if let Some(at) = buffered.filter(|at| *at <= self.end) {
            self.start = at;
            return Ok(());
        }
        // The source may have begun anywhere: go by the distance from where it is.
        let here = self.source.stream_position()?;
        let origin = here.saturating_sub(self.base + self.end as u64);
        self.source.seek(SeekFrom::Start(origin.saturating_add(offset)))?;
        (self.start, self.end, self.base) = (0, 0, offset);
        self.failed = None;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// Gives one byte at a time and is interrupted before each.
    struct Drip<'a>(&'a [u8], bool);

    impl Read for Drip<'_> {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let len = room.len().min(1);
            self.0.read(&mut room[..len])
        }
    }

    #[test]
    fn a_source_that_drips_is_read_to_its_end() {
        let mut input = Input::new(Drip(b"abcdef", false));
        assert!(input.fill(4).unwrap());
        assert_eq!(input.available(), b"abcd");
        let at = input.consume(3);
        assert_eq!(input.consumed(at, 3), b"abc");
        assert!(!input.fill(4).unwrap());
        assert_eq!((input.available(), input.offset()), (&b"def"[..], 3));
    }

    /// Gives what it has, and then an error, again and again.
    struct Dies<'a>(&'a [u8]);

    impl Read for Dies<'_> {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() { Err(io::ErrorKind::BrokenPipe.into()) } else { self.0.read(room) }
        }
    }

    #[test]
    fn what_came_before_an_error_is_there_and_the_error_comes_to_who_asks_for_more() {
        let mut input = Input::new(Dies(b"abc"));
        assert!(!input.fill(4).unwrap());
        assert_eq!(input.available(), b"abc");
        assert_eq!(input.fill(4).unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert!(!input.fill(4).unwrap());
        assert_eq!(input.check().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert!(input.check().is_ok());
        input.consume(3);
        assert_eq!(input.fill(1).unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    fn a_claimed_length_allocates_what_arrives() {
        let mut input = Input::new(&[1; 100_000][..]);
        assert!(!input.fill(usize::MAX).unwrap());
        assert_eq!(input.available().len(), 100_000);
        assert!(input.buffer.len() <= 256 << 10, "{} bytes", input.buffer.len());
    }

    #[test]
    fn a_marker_is_found_wherever_reads_cut_it() {
        let marker = *b"0123456789abcdef";
        let data = [&[b'0'; 40][..], &marker, b"tail"].concat();
        let mut input = Input::new(Drip(&data, false));
        assert!(input.find(&marker).unwrap());
        assert_eq!(input.offset(), 40);
        input.consume(16);
        assert!(!input.find(&marker).unwrap());
        assert_eq!(input.offset(), data.len() as u64);
    }

    #[test]
    fn what_is_taken_is_the_same_whichever_buffer_it_is_in() {
        let data: Vec<u8> = (0..=250).cycle().take(300_000).collect();
        let mut input = Input::new(&data[..]);
        let (mut taken, mut passed) = (Vec::new(), 0);
        for len in [10, 65_000, 70_000, 0, 60_000, 1, 50_000, 54_989] {
            assert!(input.fill(len).unwrap());
            let at = input.consume(len);
            let range = input.take(at, len, &mut taken);
            assert!(taken[range] == data[passed..passed + len], "{len} bytes at {passed}");
            passed += len;
            assert_eq!(input.offset(), passed as u64);
            let next = input.available();
            assert!(next == &data[passed..passed + next.len()], "behind {passed}");
        }
        assert!(!input.fill(1).unwrap());
    }

    #[test]
    fn seeking_goes_back_and_forth_from_where_the_source_began() {
        let mut source = Cursor::new(b"skipped|abcdef".to_vec());
        source.set_position(8);
        let mut input = Input::new(source);
        for (offset, expected) in [(3, &b"def"[..]), (0, b"abcdef"), (5, b"f"), (9, b"")] {
            input.seek(offset).unwrap();
            input.fill(6).unwrap();
            assert_eq!((input.offset(), input.available()), (offset, expected));
        }
        input.seek(1).unwrap();
        assert!(input.fill(2).unwrap());
        assert_eq!(&input.available()[..2], b"bc");
    }
}
