//! What a reader does with damaged blocks, and what it lost by that.

/// What a reader does when a block is damaged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnDamage {
    /// Ends with an error.
    #[default]
    Stop,
    /// Goes on behind the next sync marker and counts what it passed over, see [`Lost`]. A marker that is damaged is known by the half
    /// of it that is left, when a whole block follows; where more is gone, the next block is passed over as well. A record whose bytes
    /// are good and whose value the type refuses (by `try_from`, out of range, of a symbol or branch it does not have) is passed over
    /// alone. Errors of the source, and schemas that do not resolve, still end reading.
    SkipToNextSync,
}

/// What a reader passed over because it was damaged.
///
/// ```
/// use avro_entity::container::{OnDamage, ReaderOptions, Writer};
/// let mut writer = Writer::new(Vec::new())?;
/// for number in [1i64, 2, 3] {
///     writer.append(&number)?;
///     writer.sync()?;
/// }
/// let mut file = writer.finish()?.inner;
/// let last = file.len() - 1;
/// file[last] ^= 1;
///
/// let mut reader = ReaderOptions::new().on_damage(OnDamage::SkipToNextSync).read_slice::<i64>(&file)?;
/// assert_eq!(reader.by_ref().collect::<Result<Vec<_>, _>>()?, [1, 2]);
/// assert_eq!(reader.lost().bytes, 19);
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lost {
    /// Stretches between two sync markers: one block each, unless a marker is gone as well.
    pub blocks: u64,
    /// Records of blocks that could be framed and not decoded, by what these say of themselves where it can be true, and records that
    /// were passed over alone. Of other blocks nobody knows.
    pub records: u64,
    /// Bytes in the file, markers included. Records of a block that were delivered before its damage showed are among them.
    pub bytes: u64,
}

impl Lost {
    /// Whether nothing was lost.
    pub fn is_none(&self) -> bool {
        *self == Lost::default()
    }

    pub(super) fn add(&mut self, records: u64, bytes: u64) {
        self.blocks += 1;
        // What a damaged block says of itself may be any number.
        self.records = self.records.saturating_add(records);
        self.bytes += bytes;
    }
}
