//! `bzip2`: one stream a block.

use super::unpacked::Progress;
use super::{Codec, Unpacked, damaged, refused};
use crate::error::Error;
use bzip2::{Action, Compress, Compression, Decompress, Status};

/// The level alone: a compressor serves one stream.
pub(in crate::container) struct Packer(Compression);

impl Packer {
    pub(super) fn new(level: i32) -> Packer {
        Packer(Compression::new(level.unsigned_abs()))
    }

    pub(super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let mut stream = Compress::new(self.0, 0);
        loop {
            out.reserve(data.len() / 4 + 64);
            let read = usize::try_from(stream.total_in()).unwrap_or(usize::MAX);
            let rest = data.get(read..).unwrap_or_default();
            match stream.compress_vec(rest, out, Action::Finish) {
                Ok(Status::StreamEnd) => return Ok(()),
                Ok(_) => {}
                Err(error) => return Err(refused(Codec::Bzip2, error)),
            }
        }
    }
}

pub(super) fn unpack(packed: &[u8], out: &mut Unpacked) -> Result<(), Error> {
    let mut stream = Decompress::new(false);
    let read = out.stream(packed, |packed, room| {
        let before = (stream.total_in(), stream.total_out());
        let status = stream.decompress(packed, room).map_err(|error| damaged(Codec::Bzip2, error))?;
        if status == Status::MemNeeded {
            return Err(damaged(Codec::Bzip2, "there is no memory for its tables"));
        }
        Ok(Progress {
            read: (stream.total_in() - before.0) as usize,
            written: (stream.total_out() - before.1) as usize,
            ended: status == Status::StreamEnd,
        })
    })?;
    match read {
        Some(read) if read == packed.len() => Ok(()),
        Some(read) => Err(damaged(Codec::Bzip2, format_args!("{} bytes follow the stream", packed.len() - read))),
        None => Err(damaged(Codec::Bzip2, "the stream breaks off")),
    }
}
