//! The `unsafe` code of the crate beside the cursor: writing without a capacity check in between, and text that is known to be
//! ASCII.
//!
//! Three things are faster than safe Rust lets them be. Numbers are written as one eight-byte store into room that was reserved
//! once for a whole run of them; text whose bytes are all ASCII needs no second look to be UTF-8; and a text of its own
//! comes out of a function in registers, and up to `SHORT` bytes of it are copied with one store. The feature `safe` replaces
//! them with code that has no `unsafe`; the tests below and the differential tests hold the two against each other.
//!
//! Soundness rests on nothing outside `wire`: the bound of a run comes from the sealed trait in `bounded`.

#[cfg(not(feature = "safe"))]
use super::varint::MORE;
#[cfg(not(feature = "safe"))]
use std::ptr::NonNull;

/// How far behind the end of what it writes a run may touch its room.
#[cfg(not(feature = "safe"))]
const SLACK: usize = 8;

/// Writes a run of values of bounded size to the end of a vector.
#[cfg(not(feature = "safe"))]
pub struct Run<'v> {
    out: &'v mut Vec<u8>,
    /// Where the next byte goes: inside the spare capacity of `out`.
    next: *mut u8,
    /// How many bytes may still be written; kept in builds with debug assertions only.
    #[cfg(debug_assertions)]
    left: usize,
}

#[cfg(not(feature = "safe"))]
#[allow(unsafe_code, reason = "one of the two modules for it")]
impl<'v> Run<'v> {
    /// A run of at most `max` bytes.
    #[inline(always)]
    pub(super) fn new(out: &'v mut Vec<u8>, max: usize) -> Run<'v> {
        out.reserve(max.saturating_add(SLACK));
        // SAFETY: `len` is at most the capacity, so that the pointer stays in the allocation or at its end.
        let next = unsafe { out.as_mut_ptr().add(out.len()) };
        Run {
            out,
            next,
            #[cfg(debug_assertions)]
            left: max,
        }
    }

    /// Stores `word` and keeps its first `len` bytes.
    #[inline(always)]
    fn store(&mut self, word: u64, len: usize) {
        self.take(len);
        // SAFETY: at most `max` bytes of the run lie before and in this value, and `SLACK` more are reserved behind them,
        // so that eight bytes from `next` are in the spare capacity. The store needs no alignment.
        unsafe {
            self.next.cast::<u64>().write_unaligned(word.to_le());
            self.next = self.next.add(len);
        }
    }

    /// Writes one byte.
    #[inline(always)]
    pub(super) fn byte(&mut self, byte: u8) {
        self.store(u64::from(byte), 1);
    }

    /// Writes four bytes.
    #[inline(always)]
    pub(super) fn four(&mut self, bytes: [u8; 4]) {
        self.store(u64::from(u32::from_le_bytes(bytes)), 4);
    }

    /// Writes eight bytes.
    #[inline(always)]
    pub(super) fn eight(&mut self, bytes: [u8; 8]) {
        self.store(u64::from_le_bytes(bytes), 8);
    }

    /// Writes bytes that are all there; those of most short texts without a call.
    #[inline(always)]
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        match bytes.len() {
            2..4 => self.ends::<2>(bytes),
            4..8 => self.ends::<4>(bytes),
            8..=16 => self.ends::<8>(bytes),
            17..=32 => self.ends::<16>(bytes),
            _ => self.copy(bytes),
        }
    }

    /// Writes from `N` to `2 * N` bytes: the first and the last `N`.
    #[inline(always)]
    fn ends<const N: usize>(&mut self, bytes: &[u8]) {
        let (Some(first), Some(last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) else {
            return self.copy(bytes);
        };
        debug_assert!(bytes.len() <= 2 * N, "the chunks have all bytes between them");
        self.take(bytes.len());
        // SAFETY: as in `copy`; both chunks lie within the bytes, of which there are no more than both have, so that all are written.
        unsafe {
            self.next.cast::<[u8; N]>().write(*first);
            self.next.add(bytes.len() - N).cast::<[u8; N]>().write(*last);
            self.next = self.next.add(bytes.len());
        }
    }

    #[inline(always)]
    fn copy(&mut self, bytes: &[u8]) {
        self.take(bytes.len());
        // SAFETY: the bytes are part of the at most `max` bytes of the run, so that as many are in the spare capacity, which
        // overlaps nothing that can be borrowed.
        unsafe {
            self.next.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            self.next = self.next.add(bytes.len());
        }
    }

    /// Takes `len` bytes off what may be written.
    #[inline(always)]
    fn take(&mut self, len: usize) {
        #[cfg(debug_assertions)]
        {
            assert!(len <= self.left, "a run was given more than its bound");
            self.left -= len;
        }
        let _ = len;
    }

    /// Writes the varint of a length, a count or an index, which most likely has one byte or two.
    #[inline(always)]
    pub(super) fn length(&mut self, len: usize) {
        let bits = (len as u64) << 1;
        match bits {
            ..0x80 => self.store(bits, 1),
            0x80..0x4000 => self.store(bits & 0x7f | 0x80 | bits >> 7 << 8, 2),
            0x4000..WHOLE => {
                let (word, len) = spread_apart(bits);
                self.store(word, len);
            }
            _ => self.long_varint(bits),
        }
    }

    /// Writes a varint that is most likely of one byte or two.
    #[inline(always)]
    pub(super) fn small_varint(&mut self, bits: u64) {
        match bits {
            ..0x80 => self.store(bits, 1),
            0x80..0x4000 => self.store(bits & 0x7f | 0x80 | bits >> 7 << 8, 2),
            _ => self.varint(bits),
        }
    }

    /// Writes a varint. Data are of any size, and a branch that is guessed wrong takes longer than all of this.
    #[inline(always)]
    pub(super) fn varint(&mut self, bits: u64) {
        if bits >= WHOLE {
            return self.long_varint(bits);
        }
        let (word, len) = spread(bits);
        self.store(word, len);
    }

    /// A varint of nine or ten bytes.
    #[cold]
    fn long_varint(&mut self, mut bits: u64) {
        while bits >= 0x80 {
            self.store(bits & 0x7f | 0x80, 1);
            bits >>= 7;
        }
        self.store(bits, 1);
    }

    /// Makes what was written part of the vector.
    #[inline(always)]
    pub(super) fn finish(self) {
        // SAFETY: `next` was derived from the vector's own pointer, which nothing has moved since, and all bytes up to it
        // are written and within the capacity.
        unsafe {
            let len = self.next.offset_from_unsigned(self.out.as_ptr());
            self.out.set_len(len);
        }
    }
}

/// The first number whose varint does not fit into one word.
#[cfg(not(feature = "safe"))]
const WHOLE: u64 = 1 << 56;

/// The bytes of a varint that fits into one word, and how many they are: groups of seven bits, the least first, spread over the
/// bytes.
#[cfg(not(feature = "safe"))]
#[inline(always)]
fn spread(bits: u64) -> (u64, usize) {
    let word = (bits & 0x0fff_ffff) | (bits >> 28) << 32;
    let word = word + 3 * (word & 0x0fff_c000_0fff_c000);
    let word = word + (word & 0x3f80_3f80_3f80_3f80);
    // From the top of the word to the highest byte that is not zero, but for the last. Processors find the lowest bit fast, and
    // some the highest one slowly.
    let unused = ((word + !MORE) & MORE | 0x80).swap_bytes().trailing_zeros();
    (word | MORE >> 1 >> unused, 8 - (unused / 8) as usize)
}

/// The same out of line, where it is seldom wanted.
#[cfg(not(feature = "safe"))]
#[inline(never)]
fn spread_apart(bits: u64) -> (u64, usize) {
    spread(bits)
}

/// Not what it writes.
impl std::fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run").finish_non_exhaustive()
    }
}

/// The same run, byte by byte.
#[cfg(feature = "safe")]
pub struct Run<'v> {
    out: &'v mut Vec<u8>,
}

#[cfg(feature = "safe")]
impl<'v> Run<'v> {
    #[inline(always)]
    pub(super) fn new(out: &'v mut Vec<u8>, max: usize) -> Run<'v> {
        out.reserve(max);
        Run { out }
    }

    #[inline(always)]
    pub(super) fn byte(&mut self, byte: u8) {
        self.out.push(byte);
    }

    #[inline(always)]
    pub(super) fn four(&mut self, bytes: [u8; 4]) {
        self.out.extend_from_slice(&bytes);
    }

    #[inline(always)]
    pub(super) fn eight(&mut self, bytes: [u8; 8]) {
        self.out.extend_from_slice(&bytes);
    }

    #[inline(always)]
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    #[inline(always)]
    pub(super) fn varint(&mut self, mut bits: u64) {
        while bits >= 0x80 {
            self.out.push(bits as u8 | 0x80);
            bits >>= 7;
        }
        self.out.push(bits as u8);
    }

    #[inline(always)]
    pub(super) fn small_varint(&mut self, bits: u64) {
        self.varint(bits);
    }

    #[inline(always)]
    pub(super) fn length(&mut self, len: usize) {
        self.varint((len as u64) << 1);
    }

    #[inline(always)]
    pub(super) fn finish(self) {}
}

/// The text in `bytes`, which must be UTF-8.
#[cfg(not(feature = "safe"))]
#[allow(unsafe_code, reason = "one of the two modules for it")]
#[inline]
pub(super) fn text(bytes: &[u8]) -> Result<&str, std::str::Utf8Error> {
    if is_ascii(bytes) {
        // SAFETY: every byte is below 0x80, and such bytes are UTF-8 each by itself.
        return Ok(unsafe { std::str::from_utf8_unchecked(bytes) });
    }
    std::str::from_utf8(bytes)
}

/// Whether no byte has its top bit set. Words of eight bytes are looked at together, and the last one overlaps.
#[cfg(not(feature = "safe"))]
#[inline]
fn is_ascii(bytes: &[u8]) -> bool {
    let word = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => {
            let ends = u64::from_ne_bytes(*first) | u64::from_ne_bytes(*last);
            match bytes.len() {
                ..=16 => ends,
                _ => bytes.as_chunks().0.iter().fold(ends, |all, word| all | u64::from_ne_bytes(*word)),
            }
        }
        _ => bytes.iter().fold(0, |all, byte| all | u64::from(*byte)),
    };
    word & MORE == 0
}

/// How long a text is at most that is copied with one store.
#[cfg(not(feature = "safe"))]
pub(super) const SHORT: usize = 16;

/// The top bits of the bytes of a text, for each length.
#[cfg(not(feature = "safe"))]
#[allow(clippy::indexing_slicing, reason = "a table that is made when it is compiled")]
const TOPS: [u128; SHORT + 1] = {
    let mut tops = [0; SHORT + 1];
    let mut len = 0;
    while len < SHORT {
        tops[len + 1] = tops[len] | 0x80 << (8 * len);
        len += 1;
    }
    tops
};

/// Text in an allocation of its own, as two words, which a function gives back in registers. A `String` is given back in memory, and
/// who moves it on from there waits for its parts to be stored.
#[cfg(not(feature = "safe"))]
#[must_use]
pub(super) struct Owned {
    /// UTF-8, in an allocation of `room(len)` bytes.
    start: NonNull<u8>,
    len: usize,
}

/// How many bytes are allocated for a text: a short one has room for all that is copied with it, so that lengths need not be told
/// apart.
#[cfg(not(feature = "safe"))]
#[inline(always)]
fn room(len: usize) -> usize {
    if len == 0 { 0 } else { len.max(SHORT) }
}

/// Whether the first `len` bytes are a short text, and ASCII.
#[cfg(not(feature = "safe"))]
#[inline(always)]
fn is_short_ascii(front: &[u8; SHORT], len: usize) -> bool {
    TOPS.get(len).is_some_and(|tops| u128::from_le_bytes(*front) & tops == 0)
}

/// Replaces a text with the one of `len` bytes that `front` begins with, if that is short and ASCII and there is room for all of `front`.
#[cfg(not(feature = "safe"))]
#[allow(unsafe_code, reason = "one of the two modules for it")]
#[inline(always)]
pub(super) fn replace(text: &mut String, front: &[u8; SHORT], len: usize) -> Option<()> {
    if text.capacity() < SHORT || !is_short_ascii(front, len) {
        return None;
    }
    // SAFETY: there is room for all of `front`, the first `len` bytes of which, no more than there are, are ASCII: UTF-8 each by
    // itself.
    unsafe {
        let bytes = text.as_mut_vec();
        bytes.as_mut_ptr().cast::<[u8; SHORT]>().write(*front);
        bytes.set_len(len);
    }
    Some(())
}

#[cfg(not(feature = "safe"))]
#[allow(unsafe_code, reason = "one of the two modules for it")]
impl Owned {
    /// The text of `len` bytes that `front` begins with, if it is short and ASCII.
    #[inline(always)]
    pub(super) fn short(front: &[u8; SHORT], len: usize) -> Option<Owned> {
        if !is_short_ascii(front, len) {
            return None;
        }
        let start = if len == 0 { NonNull::dangling() } else { NonNull::from(Box::leak(Box::new(*front))).cast() };
        Some(Owned { start, len })
    }

    /// Any text.
    #[inline(always)]
    pub(super) fn of(text: &str) -> Owned {
        let bytes = text.as_bytes();
        let bytes: Box<[u8]> = match bytes.len() {
            1..SHORT => {
                let mut short = [0; SHORT];
                short.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
                Box::new(short)
            }
            _ => bytes.into(),
        };
        Owned { start: NonNull::from(Box::leak(bytes)).cast(), len: text.len() }
    }

    #[inline(always)]
    pub(super) fn into_string(self) -> String {
        // SAFETY: a box of `room(len)` bytes was leaked for this text and is nobody else's; the first `len` of them are ASCII, or
        // were those of a `str`. No bytes need no allocation.
        unsafe { String::from_raw_parts(self.start.as_ptr(), self.len, room(self.len)) }
    }
}

/// Text in an allocation of its own.
#[cfg(feature = "safe")]
#[must_use]
pub(super) struct Owned(String);

#[cfg(feature = "safe")]
impl Owned {
    #[inline(always)]
    pub(super) fn of(text: &str) -> Owned {
        Owned(text.to_owned())
    }

    #[inline(always)]
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

/// The text in `bytes`, which must be UTF-8.
#[cfg(feature = "safe")]
#[inline]
pub(super) fn text(bytes: &[u8]) -> Result<&str, std::str::Utf8Error> {
    std::str::from_utf8(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::varint::VARINT_MAX;
    use super::*;

    fn bytewise(mut bits: u64) -> Vec<u8> {
        let mut out = Vec::new();
        while bits >= 0x80 {
            out.push(bits as u8 | 0x80);
            bits >>= 7;
        }
        out.push(bits as u8);
        out
    }

    #[test]
    fn a_run_writes_every_varint_as_a_loop_over_its_bytes_does() {
        for shift in 0..64 {
            for bits in [1 << shift, (1 << shift) - 1, u64::MAX >> shift, 0x5555_5555_5555_5555 >> shift] {
                let mut out = vec![7];
                let mut run = Run::new(&mut out, 2 * VARINT_MAX);
                run.varint(bits);
                run.varint(bits);
                run.finish();
                assert_eq!(out, [vec![7], bytewise(bits), bytewise(bits)].concat(), "{bits:#x}");
            }
        }
    }

    #[test]
    fn a_run_fills_its_bound_to_the_last_byte() {
        let mut out = Vec::new();
        let mut run = Run::new(&mut out, 13 + VARINT_MAX);
        run.byte(1);
        run.four([2, 3, 4, 5]);
        run.eight([6, 7, 8, 9, 10, 11, 12, 13]);
        run.varint(u64::MAX);
        run.finish();
        assert_eq!(out[..13], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
        assert_eq!(out[13..], bytewise(u64::MAX));
    }

    #[test]
    fn a_run_writes_bytes_of_every_length() {
        for len in 0..40u8 {
            let bytes: Vec<u8> = (0..len).collect();
            let mut out = vec![7];
            let mut run = Run::new(&mut out, 2 + bytes.len());
            run.byte(1);
            run.bytes(&bytes);
            run.byte(2);
            run.finish();
            assert_eq!(out, [&[7, 1], &bytes[..], &[2]].concat());
        }
    }

    #[test]
    fn text_is_utf8_wherever_the_first_byte_beyond_ascii_stands() {
        for (len, at) in (0..40).flat_map(|len| (0..len).map(move |at| (len, at))) {
            let mut bytes = vec![b'a'; len];
            assert_eq!(text(&bytes).unwrap(), "a".repeat(len));
            bytes[at] = 0xff;
            assert_eq!(text(&bytes).unwrap_err().valid_up_to(), at);
            bytes.splice(at..=at, "é".bytes());
            assert_eq!(text(&bytes).unwrap().chars().count(), len);
        }
    }
}
