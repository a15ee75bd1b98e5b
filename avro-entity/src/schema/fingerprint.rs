//! Fingerprints of a schema: the section "Schema Fingerprints", and the one that tells apart schemas that read differently.

use super::graph::Schema;
use md5::Md5;
use sha2::{Digest, Sha256};

impl Schema {
    /// The CRC-64-AVRO fingerprint of the canonical form. In single-object encoding the lowest of its bytes comes first, and texts
    /// show them in that order.
    ///
    /// ```
    /// let schema = avro_entity::Schema::parse(r#""int""#)?;
    /// assert_eq!(schema.crc64(), 0x7275_d51a_3f39_5c8f);
    /// assert_eq!(schema.crc64().to_le_bytes()[..4], [0x8f, 0x5c, 0x39, 0x3f]);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn crc64(&self) -> u64 {
        *self.0.crc64.get_or_init(|| crc64_avro(self.canonical_form().as_bytes()))
    }

    /// The MD5 fingerprint of the canonical form.
    ///
    /// ```
    /// let schema = avro_entity::Schema::parse(r#""int""#)?;
    /// assert_eq!(schema.md5()[..4], [0xef, 0x52, 0x4e, 0xa1]);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn md5(&self) -> [u8; 16] {
        Md5::digest(self.canonical_form()).into()
    }

    /// The SHA-256 fingerprint of the canonical form.
    ///
    /// ```
    /// let schema = avro_entity::Schema::parse(r#""int""#)?;
    /// assert_eq!(schema.sha256()[..4], [0x3f, 0x2b, 0x87, 0xa9]);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.canonical_form()).into()
    }

    /// A fingerprint of everything that reading depends on.
    ///
    /// The canonical form drops defaults, aliases and logical types, so that two schemas that read differently can have one
    /// fingerprint there. This one is the SHA-256 of the canonical form with, where they are present,
    ///
    /// * `aliases` as a sorted list of full names, and of names on fields,
    /// * `default` of fields, members of objects sorted by name, and of enums,
    /// * `logicalType` with `precision` and `scale`, when it is one of the specification's and valid,
    ///
    /// in this order: `name`, `type`, `aliases`, `logicalType`, `precision`, `scale`, then `fields`, `symbols`, `size`, `items` or
    /// `values`, then `default`. It leaves out docs, `order` and custom properties. Equal fingerprints mean that the same data
    /// reads as the same values.
    ///
    /// ```
    /// use avro_entity::Schema;
    /// let one = Schema::parse(r#"{"type": "enum", "name": "E", "symbols": ["A"]}"#)?;
    /// let two = Schema::parse(r#"{"type": "enum", "name": "E", "symbols": ["A"], "default": "A"}"#)?;
    /// assert_eq!(one.sha256(), two.sha256());
    /// assert_ne!(one.resolution_fingerprint(), two.resolution_fingerprint());
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn resolution_fingerprint(&self) -> [u8; 32] {
        *self.0.resolution.get_or_init(|| Sha256::digest(self.resolution_form()).into())
    }
}

/// The CRC of nothing, and the polynomial.
const EMPTY: u64 = 0xc15d_213a_a4d7_a795;

const TABLE: [u64; 256] = table();

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const fn table() -> [u64; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u64;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc >> 1) ^ (EMPTY & (crc & 1).wrapping_neg());
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
}

#[allow(clippy::indexing_slicing, reason = "a byte is below 256")]
fn crc64_avro(bytes: &[u8]) -> u64 {
    bytes.iter().fold(EMPTY, |crc, byte| (crc >> 8) ^ TABLE[usize::from(crc as u8 ^ byte)])
}
