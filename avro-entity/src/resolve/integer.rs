//! Integers of any length, as far as decimals under another scale need them.

/// The largest power of ten in a limb, and its exponent.
const CHUNK: (u32, u32) = (1_000_000_000, 9);

/// An integer as sign and magnitude.
pub(super) struct Integer {
    negative: bool,
    /// Little-endian, without zeros at the end.
    limbs: Vec<u32>,
}

impl Integer {
    /// The integer whose big-endian two's complement is `bytes`; no bytes are 0.
    pub(super) fn from_bytes(bytes: &[u8]) -> Integer {
        let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
        let fill = if negative { 0xff } else { 0 };
        let limb = |chunk: &[u8]| chunk.iter().rev().fold(0u32, |limb, byte| limb << 8 | u32::from(byte ^ fill));
        let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
        let mut limbs: Vec<u32> = reversed.chunks(4).map(limb).collect();
        if negative {
            // The complement is one less than the magnitude.
            add(&mut limbs, 1);
        }
        trim(&mut limbs);
        Integer { negative, limbs }
    }

    /// Brings the digits of a decimal from the scale `from` to the scale `to`; `false` when some would be lost.
    pub(super) fn scale(&mut self, from: u32, to: u32) -> bool {
        let mut left = to.abs_diff(from);
        while left > 0 && !self.limbs.is_empty() {
            let exponent = left.min(CHUNK.1);
            left -= exponent;
            let power = 10u32.pow(exponent);
            if to > from {
                multiply(&mut self.limbs, power);
            } else if divide(&mut self.limbs, power) != 0 {
                return false;
            }
        }
        true
    }

    /// How many decimal digits the magnitude has; 0 for zero.
    pub(super) fn digits(&self) -> u32 {
        let mut limbs = self.limbs.clone();
        let mut digits = 0;
        while limbs.len() > 1 {
            divide(&mut limbs, CHUNK.0);
            digits += CHUNK.1;
        }
        digits + limbs.first().and_then(|limb| limb.checked_ilog10()).map_or(0, |log| log + 1)
    }

    /// The shortest two's complement, of at least one byte.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.complement();
        let fill = if self.negative { 0xff } else { 0 };
        // The first byte carries the sign, also without those in front of it that only repeat it.
        while let [first, second, ..] = bytes.as_slice()
            && *first == fill
            && (second ^ fill) & 0x80 == 0
        {
            bytes.remove(0);
        }
        bytes
    }

    /// The two's complement in `size` bytes, when it fits.
    pub(super) fn to_fixed(&self, size: usize) -> Option<Vec<u8>> {
        let bytes = self.to_bytes();
        if self.limbs.is_empty() {
            return Some(vec![0; size]);
        }
        let fill = if self.negative { 0xff } else { 0 };
        let missing = size.checked_sub(bytes.len())?;
        Some(std::iter::repeat_n(fill, missing).chain(bytes).collect())
    }

    /// The two's complement with one byte more than the magnitude needs.
    fn complement(&self) -> Vec<u8> {
        let mut limbs = self.limbs.clone();
        if self.negative {
            subtract_one(&mut limbs);
        }
        let fill = if self.negative { 0xff } else { 0 };
        let bytes = limbs.iter().rev().flat_map(|limb| limb.to_be_bytes()).map(|byte| byte ^ fill);
        std::iter::once(fill).chain(bytes).collect()
    }
}

fn trim(limbs: &mut Vec<u32>) {
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
}

fn add(limbs: &mut Vec<u32>, small: u32) {
    let mut carry = small;
    for limb in limbs.iter_mut() {
        let (sum, overflow) = limb.overflowing_add(carry);
        *limb = sum;
        carry = u32::from(overflow);
    }
    if carry > 0 {
        limbs.push(carry);
    }
}

fn subtract_one(limbs: &mut [u32]) {
    for limb in limbs {
        let (difference, borrow) = limb.overflowing_sub(1);
        *limb = difference;
        if !borrow {
            break;
        }
    }
}

fn multiply(limbs: &mut Vec<u32>, small: u32) {
    let mut carry = 0;
    for limb in limbs.iter_mut() {
        let product = u64::from(*limb) * u64::from(small) + carry;
        *limb = product as u32;
        carry = product >> 32;
    }
    if carry > 0 {
        limbs.push(carry as u32);
    }
}

/// Divides and gives the remainder.
fn divide(limbs: &mut Vec<u32>, small: u32) -> u32 {
    let mut remainder = 0;
    for limb in limbs.iter_mut().rev() {
        let dividend = remainder << 32 | u64::from(*limb);
        *limb = (dividend / u64::from(small)) as u32;
        remainder = dividend % u64::from(small);
    }
    trim(limbs);
    remainder as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortest(value: i128) -> Vec<u8> {
        let bytes = value.to_be_bytes();
        let len = (1..=16).find(|len| {
            let mut back = [if value < 0 { 0xff } else { 0 }; 16];
            back[16 - len..].copy_from_slice(&bytes[16 - len..]);
            back == bytes && (bytes[16 - len] & 0x80 != 0) == (value < 0)
        });
        bytes[16 - len.unwrap()..].to_vec()
    }

    fn samples() -> impl Iterator<Item = i128> {
        let powers = (0..120).map(|shift| 1i128 << shift);
        powers.flat_map(|power| [power, -power, power - 1, 1 - power, power + 1, -power - 1]).chain([0])
    }

    #[test]
    fn bytes_of_any_length_come_back_in_the_shortest_form() {
        for value in samples() {
            assert_eq!(Integer::from_bytes(&value.to_be_bytes()).to_bytes(), shortest(value), "{value}");
            assert_eq!(Integer::from_bytes(&shortest(value)).to_bytes(), shortest(value), "{value}");
            assert_eq!(Integer::from_bytes(&shortest(value)).to_fixed(16).unwrap(), value.to_be_bytes(), "{value}");
        }
        assert_eq!(Integer::from_bytes(&[]).to_bytes(), [0]);
    }

    #[test]
    fn scaling_is_arithmetic_and_refuses_to_lose_digits() {
        for value in samples().filter(|value| value.unsigned_abs() < 1 << 80) {
            let mut number = Integer::from_bytes(&shortest(value));
            assert!(number.scale(2, 13));
            assert_eq!(number.to_bytes(), shortest(value * 100_000_000_000), "{value}");
            assert!(number.scale(13, 2));
            assert_eq!(number.to_bytes(), shortest(value), "{value}");
            let exact = value % 1000 == 0;
            assert_eq!(number.scale(3, 0), exact, "{value}");
        }
    }

    #[test]
    fn digits_are_those_of_the_decimal_text() {
        for value in samples().filter(|value| *value != 0) {
            let digits = value.unsigned_abs().to_string().len() as u32;
            assert_eq!(Integer::from_bytes(&shortest(value)).digits(), digits, "{value}");
        }
        assert_eq!(Integer::from_bytes(&[0]).digits(), 0);
    }
}
