//! The cursor without any `unsafe`: the same answers, read byte by byte.

use super::varint;

/// A cursor on its way over values that stand one behind the other.
pub(super) type Run<'de> = Cursor<'de>;

/// A place in a slice that is read from front to back.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'de> {
    /// What is left; the end of `window`.
    rest: &'de [u8],
    window: &'de [u8],
}

impl<'de> Cursor<'de> {
    #[inline(always)]
    pub(super) fn new(window: &'de [u8]) -> Cursor<'de> {
        Cursor { rest: window, window }
    }

    #[inline(always)]
    pub(super) fn at(at: usize, window: &'de [u8]) -> Cursor<'de> {
        Cursor { rest: window.get(at..).unwrap_or_default(), window }
    }

    #[inline(always)]
    pub(super) fn run(self) -> Run<'de> {
        self
    }

    #[inline(always)]
    pub(super) fn cursor(self) -> Cursor<'de> {
        self
    }

    #[inline(always)]
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    #[inline(always)]
    pub(super) fn rest(&self) -> &'de [u8] {
        self.rest
    }

    #[inline(always)]
    pub(super) fn position(&self) -> usize {
        self.window.len() - self.rest.len()
    }

    #[inline(always)]
    pub(super) fn end(&self) -> usize {
        self.window.len()
    }

    #[inline(always)]
    pub(super) fn chunk<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.first_chunk().copied()
    }

    #[inline(always)]
    pub(super) fn take(&mut self, len: usize) -> Option<&'de [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    #[inline(always)]
    pub(super) fn four(&mut self) -> Option<[u8; 4]> {
        self.chunk()
    }

    #[inline(always)]
    pub(super) fn eight(&mut self) -> Option<[u8; 8]> {
        self.chunk()
    }

    #[inline(always)]
    pub(super) fn boolean(&mut self) -> Option<bool> {
        let (byte, rest) = self.rest.split_first()?;
        if *byte > 1 {
            return None;
        }
        self.rest = rest;
        Some(*byte == 1)
    }

    #[inline(always)]
    pub(super) fn small(&mut self) -> Option<usize> {
        self.below(1 << 6)
    }

    #[inline(always)]
    pub(super) fn length(&mut self) -> Option<usize> {
        self.below(1 << 13)
    }

    #[inline(always)]
    fn below(&mut self, end: usize) -> Option<usize> {
        let mut after = *self;
        let number = usize::try_from(after.long()?).ok().filter(|number| *number < end)?;
        *self = after;
        Some(number)
    }

    #[inline(always)]
    pub(super) fn long(&mut self) -> Option<i64> {
        let (bits, len) = varint::bytewise(self.rest)?;
        self.take(len)?;
        Some(varint::long(bits))
    }

    #[inline(always)]
    pub(super) fn int(&mut self) -> Option<i32> {
        let (bits, len) = varint::bytewise(self.rest)?;
        let bits = u32::try_from(bits).ok()?;
        if len > 5 {
            return None;
        }
        self.take(len)?;
        Some(varint::int(bits))
    }
}
