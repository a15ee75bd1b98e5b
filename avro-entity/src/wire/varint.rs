//! Numbers of several bytes: seven bits in each, the least first, and a top bit that says whether another follows.

/// The top bit of each byte of a word.
#[cfg(not(feature = "safe"))]
pub(super) const MORE: u64 = 0x8080_8080_8080_8080;

/// The top bits of the bytes that an int may have.
#[cfg(not(feature = "safe"))]
pub(super) const MORE_OF_INT: u64 = 0x0000_0080_8080_8080;

/// The most bytes of a number.
pub(super) const VARINT_MAX: usize = 10;

/// How many bytes a number has, from the top bits that are not set in its first eight bytes.
#[cfg(not(feature = "safe"))]
#[inline(always)]
pub(super) fn len(stops: u64) -> usize {
    stops.trailing_zeros() as usize / 8 + 1
}

/// The bits of a number, from its first eight bytes and the top bits that are not set in them. The bytes up to the first of
/// these count, without their top bits; three steps close the gaps between two, four and eight of them.
///
/// Each step takes away what a group is moved by, which needs one constant; more would not stay in registers over a run. The
/// eighth byte keeps its top bit, which is 0 where `stops` is not: without it the compiler finds a constant of its own for
/// the subtraction of 1.
#[cfg(not(feature = "safe"))]
#[inline(always)]
pub(super) fn bits(word: u64, stops: u64) -> u64 {
    let bits = word & stops.wrapping_sub(1) & (!MORE | 1 << 63);
    let bits = bits - (bits >> 1 & 0x3f80_3f80_3f80_3f80);
    let bits = bits - 3 * (bits >> 2 & 0x0fff_c000_0fff_c000);
    bits & 0xffff_ffff | bits >> 32 << 28
}

/// The number that zig-zag coding made these bits of.
#[inline(always)]
pub(super) fn long(bits: u64) -> i64 {
    (bits >> 1) as i64 ^ -((bits & 1) as i64)
}

/// The same of an int.
#[inline(always)]
pub(super) fn int(bits: u32) -> i32 {
    (bits >> 1) as i32 ^ -((bits & 1) as i32)
}

/// The bits and the length of a number of any length; `None` when it does not end, or has more than 64 bits.
#[cold]
#[inline(never)]
pub(super) fn bytewise(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut bits = 0u64;
    for ((byte, len), shift) in bytes.iter().zip(1..=VARINT_MAX).zip((0..).step_by(7)) {
        if len == VARINT_MAX && *byte > 1 {
            return None;
        }
        bits |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some((bits, len));
        }
    }
    None
}
