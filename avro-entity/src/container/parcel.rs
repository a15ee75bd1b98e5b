//! Blocks that are read by one thread and unpacked by another.

use super::block::{Block, Place, unpack};
use super::codec::{Codec, Unpacked, Unpacker};
use super::header::Header;
use crate::error::Error;
use crate::wire::Limits;
use std::ops::Range;

/// A block on its way to the thread that unpacks it, and maybe back, with its allocations.
#[derive(Default)]
pub(crate) struct Parcel {
    pub(super) place: Place,
    pub(super) count: u64,
    /// The bytes the block takes in the file.
    pub(super) len: u64,
    /// The bytes that were read, and where the block's data is among them.
    pub(super) buffer: Vec<u8>,
    pub(super) range: Range<usize>,
    /// What that is decompressed into.
    pub(super) unpacked: Unpacked,
}

impl Parcel {
    /// The block, once it is unpacked, of a file with this header.
    #[inline]
    pub(super) fn block<'a>(&'a self, header: &'a Header, limits: &'a Limits) -> Block<'a> {
        let data = if self.place.packed { self.unpacked.bytes() } else { self.packed() };
        Block { header, place: &self.place, limits, count: self.count, data }
    }

    /// The block's data as it stands in the file.
    #[inline]
    fn packed(&self) -> &[u8] {
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
}

impl Unpacking {
    /// For blocks under `codec`, with the limits of their reader.
    pub(crate) fn new(codec: Codec, limits: Limits) -> Result<Unpacking, Error> {
        Ok(Unpacking { limits, unpacker: Unpacker::new(codec)? })
    }

    /// Decompresses a block.
    pub(super) fn unpack(&mut self, parcel: &mut Parcel) -> Result<(), Error> {
        let packed = parcel.buffer.get(parcel.range.clone()).unwrap_or_default();
        unpack(&mut self.unpacker, packed, parcel.count, &self.limits, &mut parcel.unpacked)
            .map_err(|error| parcel.place.error(error))
    }

    /// The block of a file with this header, decompressed.
    #[cfg(feature = "batch")]
    pub(crate) fn block<'a>(&'a mut self, parcel: &'a mut Parcel, header: &'a Header) -> Result<Block<'a>, Error> {
        self.unpack(parcel)?;
        Ok(parcel.block(header, &self.limits))
    }
}
