//! What a reader puts up with.

/// What a reader puts up with before it refuses its input with [`ErrorKind::Limit`](crate::ErrorKind::Limit).
///
/// Limits belong to the reader that was given them, not to the process. The defaults let through what services and batch
/// jobs write and stop what is built to exhaust memory, time or stack; memory grows with the data that has arrived and never
/// with a length that is merely claimed, whatever the limits.
///
/// Name the ones that differ, in front of `..Limits::default()`: later versions may have more of them.
///
/// ```
/// use avro_entity::{Decoder, Limits, ErrorKind, AvroDecode};
/// let limits = Limits { value_bytes: 3, ..Limits::default() };
/// let error = String::decode(&mut Decoder::with_limits(b"\x08abcd", &limits)).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Limit);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in one `string`, `bytes` or `fixed`; 1 GiB unless set.
    pub value_bytes: usize,
    /// Items of all arrays and maps of one datum together, those aside that take no byte; 2^28 unless set.
    pub items: u64,
    /// Items that take no byte at all (nulls, empty records), of all arrays of one datum together, and such records in one
    /// block of a file; 65,536 unless set. Data of five bytes can have so many, and each takes the memory of its type: the
    /// defaults of all its fields, where a record was empty once.
    pub empty_items: u64,
    /// Bytes of memory for the items of all arrays and the entries of all maps of one datum, by the size of their Rust type, and for
    /// the fields of records that become JSON; 1 GiB unless set. An item that takes one byte of the data, because most of it is
    /// absent, may take hundreds here.
    pub memory_bytes: u64,
    /// Nesting of arrays, maps and boxed (recursive) values in a datum; 128 unless set. Where there is no Rust type that boxes
    /// anything, records may be nested four times as deep.
    pub depth: u32,
    /// Bytes of one datum; 2 GiB unless set.
    pub datum_bytes: u64,
    /// Bytes of one block of a container file, compressed and after decompression; 128 MiB unless set.
    pub block_bytes: usize,
    /// Bytes of the header of a container file; 16 MiB unless set.
    pub header_bytes: usize,
    /// Bytes of the text of a schema; 16 MiB unless set. Whatever the limit, a text holds at most 524,288 JSON values.
    pub schema_bytes: usize,
    /// How deep types stand in each other in a schema, at most 256; 128 unless set.
    pub schema_depth: u32,
    /// Named types (records, enums, fixed) in one schema; 65,536 unless set.
    pub named_types: usize,
}

impl Limits {
    /// The defaults, as a constant.
    pub const DEFAULT: Limits = Limits {
        value_bytes: 1 << 30,
        items: 1 << 28,
        empty_items: 1 << 16,
        memory_bytes: 1 << 30,
        depth: 128,
        datum_bytes: 1 << 31,
        block_bytes: 128 << 20,
        header_bytes: 16 << 20,
        schema_bytes: 16 << 20,
        schema_depth: 128,
        named_types: 1 << 16,
    };
}

impl Default for Limits {
    fn default() -> Limits {
        Limits::DEFAULT
    }
}
