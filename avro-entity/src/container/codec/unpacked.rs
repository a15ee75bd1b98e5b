//! The decompressed data of a block, in an allocation that is used again for the next one.

use crate::error::{Error, ErrorKind};

/// What a codec is given to begin with: most blocks fit at once.
const FIRST: usize = 64 << 10;

/// Decompressed bytes. The room for them grows by doubling, so that it follows what was really decompressed.
#[derive(Default)]
pub(in crate::container) struct Unpacked {
    /// As long as the longest block so far; `len` bytes of it are data.
    room: Vec<u8>,
    len: usize,
    limit: usize,
}

/// What one call of a streaming decompressor did.
#[cfg(any(feature = "bzip2", feature = "xz", not(feature = "libdeflate")))]
pub(super) struct Progress {
    pub(super) read: usize,
    pub(super) written: usize,
    pub(super) ended: bool,
}

impl Unpacked {
    /// The data of the block.
    pub(in crate::container) fn bytes(&self) -> &[u8] {
        self.room.get(..self.len).unwrap_or_default()
    }

    /// Begins the next block, of at most `limit` bytes.
    pub(super) fn start(&mut self, limit: usize) {
        self.len = 0;
        self.limit = limit;
    }

    pub(super) fn copy(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if bytes.len() > self.limit {
            return Err(self.too_long());
        }
        self.room.clear();
        self.room.extend_from_slice(bytes);
        self.len = bytes.len();
        Ok(())
    }

    /// Makes room for `len` bytes in all, or for the limit when that is less.
    fn reserve(&mut self, len: usize) -> Result<(), Error> {
        let len = len.min(self.limit);
        if let Some(more) = len.checked_sub(self.room.len()) {
            self.room.try_reserve_exact(more).map_err(|error| {
                Error::new(ErrorKind::Limit, format!("there is no memory for a block of {len} bytes")).caused_by(error)
            })?;
            self.room.resize(len, 0);
        }
        Ok(())
    }

    #[cfg(any(feature = "libdeflate", feature = "snappy", feature = "zstandard"))]
    /// Runs a decompressor that needs room for the whole block: with more and more room as long as it answers `None`.
    ///
    /// `expected` is how much is tried first. It may be the claim of the data only if the data is long enough to back it.
    pub(super) fn whole(
        &mut self,
        expected: usize,
        mut unpack: impl FnMut(&mut [u8]) -> Result<Option<usize>, Error>,
    ) -> Result<(), Error> {
        self.reserve(expected.max(FIRST))?;
        loop {
            let limit = self.limit.min(self.room.len());
            let room = self.room.get_mut(..limit).unwrap_or_default();
            if let Some(len) = unpack(room)? {
                self.len = len;
                return Ok(());
            }
            if limit == self.limit {
                return Err(self.too_long());
            }
            self.reserve(self.room.len().saturating_mul(2))?;
        }
    }

    #[cfg(any(feature = "bzip2", feature = "xz", not(feature = "libdeflate")))]
    /// Runs a streaming decompressor to the end of its data and says how much of `packed` it read.
    pub(super) fn stream(
        &mut self,
        packed: &[u8],
        mut step: impl FnMut(&[u8], &mut [u8]) -> Result<Progress, Error>,
    ) -> Result<Option<usize>, Error> {
        let mut read = 0;
        // Room for one byte past the limit tells a block of that length from a longer one.
        let past = &mut [0];
        loop {
            if self.len == self.room.len() {
                self.reserve(self.room.len().saturating_mul(2).max(FIRST))?;
            }
            let end = self.limit.min(self.room.len());
            let room = self.room.get_mut(self.len..end).unwrap_or_default();
            let full = room.is_empty();
            let progress = step(packed.get(read..).unwrap_or_default(), if full { past } else { room })?;
            if full && progress.written > 0 {
                return Err(self.too_long());
            }
            read += progress.read;
            self.len += progress.written;
            if progress.ended {
                return Ok(Some(read));
            }
            if progress.read == 0 && progress.written == 0 {
                return Ok(None);
            }
        }
    }

    #[cold]
    fn too_long(&self) -> Error {
        let limit = self.limit;
        Error::new(
            ErrorKind::Limit,
            format!("the block is longer than the limit of {limit} bytes after decompression (`Limits::block_bytes`)"),
        )
    }
}
