//! Where reading has got to in a slice, and the values that are read there.
//!
//! Letter to the next reader. A cursor knows no limits and makes no errors: what is not there, is wrong, or is written longer
//! than need be, is `None`, the cursor stays where it was, and whoever asked finds out why. So it fits into registers, and a
//! run of scalars is read without a store in between. A number comes out of one eight-byte load; near the end the last eight
//! bytes of the window are loaded and those in front of the number shifted out. It is made of pointers because that is 10 to 15 %
//! faster than slices: one comparison and one addition to a value. The feature `safe` takes `cursor_safe` in its place.
//!
//! A number is found when the one before it has been: its length, then its place, then the load of its word, which is twelve
//! cycles that nothing else shortens. [`Run`] looks for it in the word of the one before first, which is six. Where one number ends in
//! that word and another does not, the processor guesses wrong; that costs less than the loads save, unless they are of any
//! length up to nine bytes. A cursor by itself keeps no word, and so has its own reading of numbers: with that of a run, the steps of
//! a plan, each of which reads one number, took up to a tenth more instructions.
//!
//! The invariant of everything below: `start <= next <= end`, all three in one slice that is borrowed for `'de`.

use super::varint::{self, MORE, MORE_OF_INT};
use std::fmt;
use std::marker::PhantomData;

/// A place in a slice that is read from front to back.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'de> {
    next: *const u8,
    /// The last address at which eight bytes are left; 0 when there is none.
    last_word: usize,
    end: *const u8,
    start: *const u8,
    window: PhantomData<&'de [u8]>,
}

// SAFETY: a cursor is a shared borrow of bytes, which any thread may read.
#[allow(unsafe_code, reason = "what a slice would be by itself")]
unsafe impl Send for Cursor<'_> {}
// SAFETY: the same.
#[allow(unsafe_code, reason = "what a slice would be by itself")]
unsafe impl Sync for Cursor<'_> {}

impl fmt::Debug for Cursor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cursor").field("position", &self.position()).field("rest", &self.rest()).finish()
    }
}

#[allow(unsafe_code, reason = "one of the two modules for it")]
impl<'de> Cursor<'de> {
    /// At the front of `window`.
    #[inline(always)]
    pub(super) fn new(window: &'de [u8]) -> Cursor<'de> {
        let range = window.as_ptr_range();
        Cursor {
            next: range.start,
            last_word: range.end.addr().saturating_sub(8),
            end: range.end,
            start: range.start,
            window: PhantomData,
        }
    }

    /// Behind the first `at` bytes of `window`; at its end when it has fewer.
    #[inline(always)]
    pub(super) fn at(at: usize, window: &'de [u8]) -> Cursor<'de> {
        let mut cursor = Cursor::new(window);
        // SAFETY: no more than the window has.
        unsafe { cursor.advance(at.min(window.len())) };
        cursor
    }

    /// A run that begins here.
    #[inline(always)]
    pub(super) fn run(self) -> Run<'de> {
        Run { cursor: self, ahead: 0 }
    }

    /// How many bytes are left.
    #[inline(always)]
    pub(super) fn left(&self) -> usize {
        self.end.addr() - self.next.addr()
    }

    /// What is left.
    #[inline(always)]
    pub(super) fn rest(&self) -> &'de [u8] {
        // SAFETY: from `next` to `end` it is the slice's own bytes.
        unsafe { std::slice::from_raw_parts(self.next, self.left()) }
    }

    #[inline(always)]
    fn window(&self) -> &'de [u8] {
        // SAFETY: from `start` to `end` it is the slice's own bytes.
        unsafe { std::slice::from_raw_parts(self.start, self.end()) }
    }

    /// How many bytes are read.
    #[inline(always)]
    pub(super) fn position(&self) -> usize {
        self.next.addr() - self.start.addr()
    }

    /// How many bytes there are, those included that are read.
    #[inline(always)]
    pub(super) fn end(&self) -> usize {
        self.end.addr() - self.start.addr()
    }

    /// Goes `len` bytes on.
    ///
    /// # Safety
    ///
    /// So many bytes are left.
    #[inline(always)]
    unsafe fn advance(&mut self, len: usize) {
        debug_assert!(len <= self.left(), "a cursor never passes its end");
        // SAFETY: `len` bytes are left, so that the pointer stays in the slice or at its end.
        self.next = unsafe { self.next.add(len) };
    }

    /// The next eight bytes, when there are so many.
    #[inline(always)]
    fn word(&self) -> Option<u64> {
        if self.next.addr() > self.last_word {
            return None;
        }
        // SAFETY: eight bytes are left at `last_word` and at every address in front of it, where `next` is. In a window of
        // fewer bytes `last_word` lies in front of `start`: an address below eight is no slice's but an empty one's, which
        // gives 0.
        Some(u64::from_le(unsafe { self.next.cast::<u64>().read_unaligned() }))
    }

    /// The next `N` bytes.
    #[inline(always)]
    pub(super) fn chunk<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.first_chunk().copied()
    }

    /// The next `len` bytes.
    #[inline(always)]
    pub(super) fn take(&mut self, len: usize) -> Option<&'de [u8]> {
        if len > self.left() {
            return None;
        }
        // SAFETY: `len` bytes are left behind `next`.
        unsafe {
            let taken = std::slice::from_raw_parts(self.next, len);
            self.advance(len);
            Some(taken)
        }
    }

    /// The next eight bytes.
    #[inline(always)]
    pub(super) fn eight(&mut self) -> Option<[u8; 8]> {
        let word = self.word()?;
        // SAFETY: a word was there.
        unsafe { self.advance(8) };
        Some(word.to_le_bytes())
    }

    /// A byte that is 0 or 1.
    #[inline(always)]
    pub(super) fn boolean(&mut self) -> Option<bool> {
        let byte = *self.rest().first()?;
        if byte > 1 {
            return None;
        }
        // SAFETY: a byte was there.
        unsafe { self.advance(1) };
        Some(byte == 1)
    }

    /// A number from 0 to 63, which is one byte.
    #[inline(always)]
    pub(super) fn small(&mut self) -> Option<usize> {
        let byte = *self.rest().first()?;
        if byte & 0x81 != 0 {
            return None;
        }
        // SAFETY: a byte was there.
        unsafe { self.advance(1) };
        Some(usize::from(byte >> 1))
    }

    /// A number from 0 to 8191, which is one byte or two: the length of most texts.
    #[inline(always)]
    pub(super) fn length(&mut self) -> Option<usize> {
        let Some(pair) = self.rest().first_chunk() else { return self.small() };
        let pair = usize::from(u16::from_le_bytes(*pair));
        if pair & 0x81 == 0 {
            // SAFETY: a byte was there.
            unsafe { self.advance(1) };
            return Some((pair & 0x7e) >> 1);
        }
        if pair & 0x8001 != 0 {
            return None;
        }
        // SAFETY: two bytes were there.
        unsafe { self.advance(2) };
        Some((pair & 0x7e) >> 1 | (pair & 0x7f00) >> 2)
    }

    /// A zig-zag number of at most ten bytes and 64 bits.
    #[inline(always)]
    pub(super) fn long(&mut self) -> Option<i64> {
        let word = self.front();
        let stops = !word & MORE;
        let (bits, len) = match stops {
            0 => varint::bytewise(self.rest())?,
            _ => (varint::bits(word, stops), varint::len(stops)),
        };
        // SAFETY: the number lies in what is left.
        unsafe { self.advance(len) };
        Some(varint::long(bits))
    }

    /// A zig-zag number of at most five bytes and 32 bits.
    #[inline(always)]
    pub(super) fn int(&mut self) -> Option<i32> {
        let word = self.front();
        let stops = !word & MORE_OF_INT;
        if stops == 0 {
            return None;
        }
        let bits = u32::try_from(varint::bits(word, stops)).ok()?;
        // SAFETY: the number lies in what is left.
        unsafe { self.advance(varint::len(stops)) };
        Some(varint::int(bits))
    }

    /// The next eight bytes, where a number begins. Those behind the end are such that no number ends in them.
    #[inline(always)]
    fn front(&self) -> u64 {
        match self.word() {
            Some(word) => word,
            None => self.last(),
        }
    }

    /// The same where one to seven are left: what the last eight bytes of the window have of them.
    #[inline(always)]
    fn last(&self) -> u64 {
        let rest = self.rest();
        match self.window().last_chunk() {
            Some(last) if !rest.is_empty() => {
                let read = 64 - 8 * rest.len() as u32;
                u64::from_le_bytes(*last).wrapping_shr(read) | !u64::MAX.wrapping_shr(read)
            }
            _ => short(rest),
        }
    }
}

/// A cursor on its way over values that stand one behind the other. Once something was `None` nothing more is read from it.
#[derive(Debug)]
pub struct Run<'de> {
    cursor: Cursor<'de>,
    /// The next bytes, as far as the last word that was loaded has them, each bit turned over: a zero that is shifted in is of a
    /// byte of which nothing is known, and in which no number ends.
    ahead: u64,
}

#[allow(unsafe_code, reason = "one of the two modules for it")]
impl<'de> Run<'de> {
    /// Behind what was read.
    #[inline(always)]
    pub(super) fn cursor(self) -> Cursor<'de> {
        self.cursor
    }

    /// How many bytes are left.
    #[inline(always)]
    pub(super) fn left(&self) -> usize {
        self.cursor.left()
    }

    /// The next `len` bytes.
    #[inline(always)]
    pub(super) fn take(&mut self, len: usize) -> Option<&'de [u8]> {
        self.ahead = 0;
        self.cursor.take(len)
    }

    /// The next four bytes.
    #[inline(always)]
    pub(super) fn four(&mut self) -> Option<[u8; 4]> {
        self.ahead >>= 32;
        self.cursor.chunk()
    }

    /// The next eight bytes.
    #[inline(always)]
    pub(super) fn eight(&mut self) -> Option<[u8; 8]> {
        self.ahead = 0;
        self.cursor.eight()
    }

    /// A byte that is 0 or 1.
    #[inline(always)]
    pub(super) fn boolean(&mut self) -> Option<bool> {
        self.ahead >>= 8;
        self.cursor.boolean()
    }

    /// A number from 0 to 63, which is one byte.
    #[inline(always)]
    pub(super) fn small(&mut self) -> Option<usize> {
        self.ahead >>= 8;
        self.cursor.small()
    }

    /// A zig-zag number of at most ten bytes and 64 bits.
    #[inline(always)]
    pub(super) fn long(&mut self) -> Option<i64> {
        let (ahead, stops) = self.next(MORE);
        let bits = if stops == 0 {
            let (bits, len) = varint::bytewise(self.cursor.rest())?;
            self.take(len)?;
            bits
        } else {
            // SAFETY: the number ends in what is left.
            unsafe { self.pass(ahead, stops) };
            varint::bits(!ahead, stops)
        };
        Some(varint::long(bits))
    }

    /// A zig-zag number of at most five bytes and 32 bits.
    #[inline(always)]
    pub(super) fn int(&mut self) -> Option<i32> {
        let (ahead, stops) = self.next(MORE_OF_INT);
        if stops == 0 {
            return None;
        }
        let bits = u32::try_from(varint::bits(!ahead, stops)).ok()?;
        // SAFETY: the number ends in what is left.
        unsafe { self.pass(ahead, stops) };
        Some(varint::int(bits))
    }

    /// The bytes ahead, turned over, and those of the bits in `more` that say that a number ends there: what is known of them when
    /// one does in that, else the next eight.
    #[inline(always)]
    fn next(&self, more: u64) -> (u64, u64) {
        let known = self.ahead & more;
        if known != 0 {
            return (self.ahead, known);
        }
        let ahead = !self.cursor.front();
        (ahead, ahead & more)
    }

    /// Goes behind the number that the bytes `ahead` begin with.
    ///
    /// # Safety
    ///
    /// [`Run::next`] gave both, and `stops` is not 0.
    #[inline(always)]
    unsafe fn pass(&mut self, ahead: u64, stops: u64) {
        // SAFETY: the bytes ahead begin what is left, and a number ends in them.
        unsafe { self.cursor.advance(varint::len(stops)) };
        self.ahead = ahead >> stops.trailing_zeros() >> 1;
    }
}

/// The last seven bytes of a window at most, which `rest` are.
#[cold]
#[inline(never)]
fn short(rest: &[u8]) -> u64 {
    rest.iter().rev().fold(u64::MAX, |word, byte| word << 8 | u64::from(*byte))
}
