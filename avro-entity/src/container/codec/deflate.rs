//! `deflate`: raw streams of RFC 1951, through libdeflate (feature `libdeflate`) or zlib-rs.
//!
//! Bytes after the end of the stream are let through, as all implementations do: `fastavro` leaves three bytes of an
//! Adler-32 checksum there.

#[cfg(feature = "libdeflate")]
pub(super) use with_libdeflate::{Packer, Unpacker};
#[cfg(not(feature = "libdeflate"))]
pub(super) use with_zlib::{Packer, Unpacker};

#[cfg(feature = "libdeflate")]
mod with_libdeflate {
    use super::super::{Codec, Unpacked, damaged, refused};
    use crate::error::Error;
    use libdeflater::{CompressionLvl, Compressor, DecompressionError, Decompressor};

    pub(in crate::container) struct Packer(Compressor);

    impl Packer {
        pub(in super::super) fn new(level: i32) -> Packer {
            Packer(Compressor::new(CompressionLvl::new(level).unwrap_or_default()))
        }

        pub(in super::super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
            let start = out.len();
            out.resize(start + self.0.deflate_compress_bound(data.len()), 0);
            let room = out.get_mut(start..).unwrap_or_default();
            let len = self.0.deflate_compress(data, room).map_err(|error| refused(Codec::Deflate, error))?;
            out.truncate(start + len);
            Ok(())
        }
    }

    pub(in crate::container) struct Unpacker(Decompressor);

    impl Unpacker {
        pub(in super::super) fn new() -> Unpacker {
            Unpacker(Decompressor::new())
        }

        pub(in super::super) fn unpack(&mut self, packed: &[u8], out: &mut Unpacked) -> Result<(), Error> {
            out.whole(packed.len().saturating_mul(4), |room| match self.0.deflate_decompress(packed, room) {
                Ok(len) => Ok(Some(len)),
                Err(DecompressionError::InsufficientSpace) => Ok(None),
                Err(DecompressionError::BadData) => {
                    Err(damaged(Codec::Deflate, "the stream is malformed or breaks off"))
                }
            })
        }
    }
}

#[cfg(not(feature = "libdeflate"))]
mod with_zlib {
    use super::super::unpacked::Progress;
    use super::super::{Codec, Unpacked, damaged, refused};
    use crate::error::Error;
    use zlib_rs::{Deflate, DeflateFlush, Inflate, InflateFlush, Status, compress_bound};

    /// The largest window, of 32 KiB, which every reader of a stream has.
    const WINDOW_BITS: u8 = 15;

    pub(in crate::container) struct Packer(Deflate);

    impl Packer {
        pub(in super::super) fn new(level: i32) -> Packer {
            Packer(Deflate::new(level, false, WINDOW_BITS))
        }

        pub(in super::super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
            self.0.reset();
            let start = out.len();
            out.resize(start + compress_bound(data.len()), 0);
            loop {
                let (read, written) = (self.0.total_in() as usize, self.0.total_out() as usize);
                let rest = data.get(read..).unwrap_or_default();
                let room = out.get_mut(start + written..).unwrap_or_default();
                let status = self
                    .0
                    .compress(rest, room, DeflateFlush::Finish)
                    .map_err(|error| refused(Codec::Deflate, error.as_str()))?;
                let end = start + self.0.total_out() as usize;
                if status == Status::StreamEnd {
                    out.truncate(end);
                    return Ok(());
                }
                out.resize(end + compress_bound(data.len()), 0);
            }
        }
    }

    pub(in crate::container) struct Unpacker(Inflate);

    impl Unpacker {
        pub(in super::super) fn new() -> Unpacker {
            Unpacker(Inflate::new(false, WINDOW_BITS))
        }

        pub(in super::super) fn unpack(&mut self, packed: &[u8], out: &mut Unpacked) -> Result<(), Error> {
            self.0.reset(false);
            let read = out.stream(packed, |packed, room| {
                let before = (self.0.total_in(), self.0.total_out());
                let status = self
                    .0
                    .decompress(packed, room, InflateFlush::NoFlush)
                    .map_err(|error| damaged(Codec::Deflate, self.0.error_message().unwrap_or(error.as_str())))?;
                Ok(Progress {
                    read: (self.0.total_in() - before.0) as usize,
                    written: (self.0.total_out() - before.1) as usize,
                    ended: status == Status::StreamEnd,
                })
            })?;
            read.map(drop).ok_or_else(|| damaged(Codec::Deflate, "the stream breaks off"))
        }
    }
}
