//! `snappy`: the raw format, followed by the CRC-32 of the uncompressed data in big-endian order.

use super::{Codec, Unpacked, damaged, refused};
use crate::error::Error;

/// The most that one compressed byte can stand for: a copy of 64 bytes is written in three.
const MOST_PER_BYTE: usize = 22;

pub(in crate::container) struct Packer(snap::raw::Encoder);

impl Packer {
    pub(super) fn new() -> Packer {
        Packer(snap::raw::Encoder::new())
    }

    pub(super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let start = out.len();
        out.resize(start + snap::raw::max_compress_len(data.len()), 0);
        let room = out.get_mut(start..).unwrap_or_default();
        let len = self.0.compress(data, room).map_err(|error| refused(Codec::Snappy, error))?;
        out.truncate(start + len);
        out.extend_from_slice(&crc32fast::hash(data).to_be_bytes());
        Ok(())
    }
}

pub(in crate::container) struct Unpacker(snap::raw::Decoder);

impl Unpacker {
    pub(super) fn new() -> Unpacker {
        Unpacker(snap::raw::Decoder::new())
    }

    pub(super) fn unpack(&mut self, packed: &[u8], out: &mut Unpacked) -> Result<(), Error> {
        let Some((packed, expected)) = packed.split_last_chunk::<4>() else {
            return Err(damaged(Codec::Snappy, "it is shorter than its checksum of four bytes"));
        };
        let len = snap::raw::decompress_len(packed).map_err(|error| damaged(Codec::Snappy, error))?;
        if len / MOST_PER_BYTE > packed.len() {
            let packed = packed.len();
            return Err(damaged(Codec::Snappy, format_args!("it claims to hold {len} bytes in {packed}")));
        }
        out.whole(len, |room| match room.get_mut(..len) {
            Some(room) => self.0.decompress(packed, room).map(Some).map_err(|error| damaged(Codec::Snappy, error)),
            None => Ok(None),
        })?;
        let (expected, found) = (u32::from_be_bytes(*expected), crc32fast::hash(out.bytes()));
        if expected != found {
            let reason = format_args!("its checksum is {expected:08x}, that of the data is {found:08x}");
            return Err(damaged(Codec::Snappy, reason));
        }
        Ok(())
    }
}
