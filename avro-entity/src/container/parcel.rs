//! Blocks that are read by one thread and unpacked by another.

#[cfg(feature = "batch")]
use super::block::Block;
use super::block::{Place, check_count};
use super::codec::{Codec, Unpacked, Unpacker};
#[cfg(feature = "batch")]
use super::header::Header;
use crate::error::Error;
use crate::wire::Limits;
use std::ops::Range;

/// A block as it stands in the file, on its way to another thread.
#[derive(Default)]
pub(crate) struct Parcel {
    pub(super) place: Place,
    pub(super) count: u64,
    /// The bytes the block takes in the file.
    pub(super) len: u64,
    /// The bytes that were read, and where the block's data is among them.
    pub(super) buffer: Vec<u8>,
    pub(super) range: Range<usize>,
}

impl Parcel {
    /// The block's data, compressed with the file's codec.
    #[inline]
    pub(super) fn data(&self) -> &[u8] {
        self.buffer.get(self.range.clone()).unwrap_or_default()
    }

    #[cfg(feature = "batch")]
    /// How many records the block says it has.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    #[cfg(feature = "batch")]
    /// The bytes the block takes in the file.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    #[cfg(feature = "batch")]
    /// Where the block begins in the file.
    pub(crate) fn offset(&self) -> u64 {
        self.place.offset
    }
}

/// What a thread needs to unpack the blocks of one file.
pub(crate) struct Unpacking {
    limits: Limits,
    unpacker: Unpacker,
    pub(super) unpacked: Unpacked,
}

impl Unpacking {
    /// For blocks under `codec`, with the limits of their reader.
    pub(crate) fn new(codec: Codec, limits: Limits) -> Result<Unpacking, Error> {
        Ok(Unpacking { limits, unpacker: Unpacker::new(codec)?, unpacked: Unpacked::default() })
    }

    /// The data of a block, decompressed, and the limits for decoding it.
    pub(super) fn unpack<'a>(&'a mut self, parcel: &'a Parcel) -> Result<(&'a [u8], &'a Limits), Error> {
        let Unpacking { limits, unpacker, unpacked } = self;
        let data = if unpacker.is_null() {
            parcel.data()
        } else {
            unpacker.unpack(parcel.data(), unpacked, limits.block_bytes).map_err(|error| parcel.place.error(error))?;
            unpacked.bytes()
        };
        check_count(parcel.count, data.len(), limits).map_err(|error| parcel.place.error(error))?;
        Ok((data, limits))
    }

    #[cfg(feature = "batch")]
    /// The block of a file with this header, decompressed.
    pub(crate) fn block<'a>(&'a mut self, parcel: &'a Parcel, header: &'a Header) -> Result<Block<'a>, Error> {
        let (data, limits) = self.unpack(parcel)?;
        Ok(Block { header, place: &parcel.place, limits, count: parcel.count, data })
    }
}
