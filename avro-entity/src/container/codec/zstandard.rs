//! `zstandard`: frames of RFC 8878, with contexts that are used again for every block.

use super::{Codec, Unpacked, damaged, refused};
use crate::error::Error;
use zstd::zstd_safe::zstd_sys::ZSTD_ErrorCode::ZSTD_error_dstSize_tooSmall;
use zstd::zstd_safe::{CCtx, DCtx, compress_bound, get_error_name, is_error_kind};

const NO_MEMORY: &str = "there is no memory for its context";

pub(in crate::container) struct Packer {
    context: CCtx<'static>,
    level: i32,
}

impl Packer {
    pub(super) fn new(level: i32) -> Result<Packer, Error> {
        let context = CCtx::try_create().ok_or_else(|| refused(Codec::Zstandard, NO_MEMORY))?;
        Ok(Packer { context, level })
    }

    pub(super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let start = out.len();
        out.resize(start + compress_bound(data.len()), 0);
        let room = out.get_mut(start..).unwrap_or_default();
        let len = self
            .context
            .compress(room, data, self.level)
            .map_err(|code| refused(Codec::Zstandard, get_error_name(code)))?;
        out.truncate(start + len);
        Ok(())
    }
}

pub(in crate::container) struct Unpacker(DCtx<'static>);

impl Unpacker {
    pub(super) fn new() -> Result<Unpacker, Error> {
        DCtx::try_create().map(Unpacker).ok_or_else(|| refused(Codec::Zstandard, NO_MEMORY))
    }

    pub(super) fn unpack(&mut self, packed: &[u8], out: &mut Unpacked) -> Result<(), Error> {
        if packed.is_empty() {
            return Err(damaged(Codec::Zstandard, "it is empty"));
        }
        out.whole(packed.len().saturating_mul(4), |room| match self.0.decompress(room, packed) {
            Ok(len) => Ok(Some(len)),
            Err(code) if is_error_kind(code, ZSTD_error_dstSize_tooSmall) => Ok(None),
            Err(code) => Err(damaged(Codec::Zstandard, get_error_name(code))),
        })
    }
}
