//! What a file is known by: the SHA-256 of its text.

use sha2::{Digest, Sha256};
use std::fmt;

/// A SHA-256, written as 64 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Hash(pub(super) [u8; 32]);

impl Hash {
    /// That of a file's text, in which a line ends with a line feed however it was checked out: git may turn the ends of lines
    /// into those of Windows, which edits nothing.
    pub(super) fn of_text(bytes: &[u8]) -> Hash {
        let mut hasher = Sha256::new();
        let mut lines = bytes.split(|byte| *byte == b'\n').peekable();
        while let Some(line) = lines.next() {
            let ends = lines.peek().is_some();
            hasher.update(if ends { line.strip_suffix(b"\r").unwrap_or(line) } else { line });
            if ends {
                hasher.update(b"\n");
            }
        }
        Hash(hasher.finalize().into())
    }

    /// The hash of these 64 hex digits.
    pub(super) fn read(text: &str) -> Option<Hash> {
        let mut hash = [0; 32];
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Hash(hash))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_comes_back_from_its_digits_and_nothing_else_is_one() {
        let hash = Hash::of_text(b"abc");
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Hash::read(&hash.to_string()), Some(hash));
        for text in ["", "ba78", &"+0".repeat(32), &"ä".repeat(32)] {
            assert_eq!(Hash::read(text), None, "{text}");
        }
    }

    #[test]
    fn the_ends_of_lines_are_not_what_a_file_is_known_by() {
        assert_eq!(Hash::of_text(b"a\r\n\r\nb"), Hash::of_text(b"a\n\nb"));
        assert_ne!(Hash::of_text(b"a\rb"), Hash::of_text(b"ab"));
        assert_ne!(Hash::of_text(b"a\r"), Hash::of_text(b"a"));
        assert_ne!(Hash::of_text(b"a\n"), Hash::of_text(b"a"));
    }
}
