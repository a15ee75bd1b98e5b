//! `xz`: one stream a block.

use super::unpacked::Progress;
use super::{Codec, Unpacked, damaged, refused};
use crate::error::{Error, ErrorKind};
use liblzma::stream::{Action, Check, Error as XzError, Status, Stream};

/// Bytes of memory for one stream: enough for level 9, whose dictionary has 64 MiB. A stream may claim a dictionary of up to
/// 4 GiB, which would be allocated before any of its data is read.
const MEMORY: u64 = 80 << 20;

/// The level alone: an encoder serves one stream.
pub(in crate::container) struct Packer(u32);

impl Packer {
    pub(super) fn new(level: i32) -> Packer {
        Packer(level.unsigned_abs())
    }

    pub(super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let refuse = |error: XzError| refused(Codec::Xz, error);
        let mut stream = Stream::new_easy_encoder(self.0, Check::Crc64).map_err(refuse)?;
        loop {
            out.reserve(data.len() / 4 + 128);
            let read = usize::try_from(stream.total_in()).unwrap_or(usize::MAX);
            let rest = data.get(read..).unwrap_or_default();
            if stream.process_vec(rest, out, Action::Finish).map_err(refuse)? == Status::StreamEnd {
                return Ok(());
            }
        }
    }
}

pub(super) fn unpack(packed: &[u8], out: &mut Unpacked) -> Result<(), Error> {
    let mut stream = Stream::new_stream_decoder(MEMORY, 0).map_err(|error| damaged(Codec::Xz, error))?;
    let read = out.stream(packed, |packed, room| {
        let before = (stream.total_in(), stream.total_out());
        let status = stream.process(packed, room, Action::Run).map_err(refusal)?;
        Ok(Progress {
            read: (stream.total_in() - before.0) as usize,
            written: (stream.total_out() - before.1) as usize,
            ended: status == Status::StreamEnd,
        })
    })?;
    match read {
        Some(read) if read == packed.len() => Ok(()),
        Some(read) => Err(damaged(Codec::Xz, format_args!("{} bytes follow the stream", packed.len() - read))),
        None => Err(damaged(Codec::Xz, "the stream breaks off")),
    }
}

#[cold]
fn refusal(error: XzError) -> Error {
    match error {
        XzError::MemLimit => {
            let reason = format!("the block asks for a dictionary that takes more than {} MiB of memory", MEMORY >> 20);
            Error::new(ErrorKind::Limit, reason)
        }
        error => damaged(Codec::Xz, error),
    }
}
