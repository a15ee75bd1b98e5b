//! Where a container file goes: a sink of the caller's, a new file that appears when it is finished, or an existing one.

use super::block_reader::BlockReader;
use super::header::{Header, MARKER};
use super::options::ReaderOptions;
use crate::error::{Error, ErrorKind};
use crate::new_file::NewFile;
use crate::schema::{Difference, Schema, difference};
use crate::wire::Limits;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// What happens to the file at the end, and after a failure.
pub(crate) enum Target {
    /// A sink of the caller's: nothing.
    Sink,
    /// A device or pipe, written as it is.
    Device(PathBuf),
    /// A new file beside its name, which it gets at the end; without an end it is removed.
    New(NewFile),
    /// An existing file, cut to its last whole block after a failure.
    Existing { file: Locked, path: PathBuf, position: u64, torn: Option<Torn> },
}

/// A file that nobody else appends to. The lock is given back when it is dropped, and does not wait until a process that was just
/// started, and has the file from its parent, begins its own program.
pub(crate) struct Locked(File);

impl Drop for Locked {
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// The end of a file that is no whole block and was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Torn {
    /// Where it began: the length of the file after the cut.
    pub position: u64,
    /// How many bytes it had.
    pub bytes: u64,
}

impl Target {
    /// A new file that is to appear at `path`.
    pub(crate) fn create(path: &Path) -> Result<(File, Target), Error> {
        create(path).map_err(|error| Error::from(error).in_file(path))
    }

    /// The file at `path`, at its end, if its records are under `schema`.
    pub(super) fn append_to(path: &Path, schema: &Schema) -> Result<(File, Target, Header), Error> {
        append_to(path, schema).map_err(|error| error.in_file(path))
    }

    /// Where the next block goes.
    pub(super) fn position(&self) -> u64 {
        match self {
            Target::Existing { position, .. } => *position,
            _ => 0,
        }
    }

    pub(super) fn torn(&self) -> Option<Torn> {
        match self {
            Target::Existing { torn, .. } => *torn,
            _ => None,
        }
    }

    /// Adds the file to an error.
    pub(super) fn place(&self, error: Error) -> Error {
        match self {
            Target::Sink => error,
            Target::Device(path) | Target::Existing { path, .. } => error.in_file(path),
            Target::New(new) => error.in_file(new.path()),
        }
    }

    /// Takes back what a failed write left behind `position`, as far as the system lets us.
    pub(super) fn cut(&self, position: u64) {
        if let Target::Existing { file, .. } = self {
            let _ = file.0.set_len(position);
        }
    }

    /// Brings the file to the disk and gives a new one its name.
    pub(crate) fn finish(self) -> Result<(), Error> {
        match self {
            Target::Sink | Target::Device(_) => Ok(()),
            Target::Existing { file, path, .. } => file.0.sync_all().map_err(|error| Error::from(error).in_file(&path)),
            Target::New(new) => new.finish(),
        }
    }
}

fn create(path: &Path) -> io::Result<(File, Target)> {
    let path = behind_links(path)?;
    let earlier = fs::metadata(&path).ok();
    match &earlier {
        Some(earlier) if earlier.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Some(earlier) if !earlier.is_file() => {
            return Ok((OpenOptions::new().write(true).open(&path)?, Target::Device(path)));
        }
        _ => {}
    }
    let (file, new) = NewFile::create(path, earlier.map(|earlier| earlier.permissions()))?;
    Ok((file, Target::New(new)))
}

/// The most links that are followed, as systems do.
const LINKS: usize = 40;

/// What is to be written: a link stays, and what it points to is replaced, or made where it is not there.
pub(crate) fn behind_links(path: &Path) -> io::Result<PathBuf> {
    if let Ok(there) = fs::canonicalize(path) {
        return Ok(there);
    }
    let mut path = path.to_path_buf();
    for _ in 0..LINKS {
        let Ok(to) = fs::read_link(&path) else { return Ok(path) };
        path = path.parent().map_or_else(|| to.clone(), |folder| folder.join(&to));
    }
    // The system has a name for links that go in a circle.
    fs::metadata(&path).map(|_| path)
}

fn append_to(path: &Path, schema: &Schema) -> Result<(File, Target, Header), Error> {
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(Error::new(ErrorKind::Io, "another writer is appending to the file"));
        }
        // Not all file systems have locks.
        Err(TryLockError::Error(_)) => {}
    }
    let locked = Locked(file.try_clone()?);
    let len = file.metadata()?.len();
    let limits = Limits { block_bytes: usize::try_from(len).unwrap_or(usize::MAX), ..Limits::DEFAULT };
    let mut blocks = ReaderOptions::new().limits(limits).read_named_blocks(&file, path)?;
    let header = blocks.header().clone();
    check_schema(header.schema(), schema)?;
    let position = end_of_blocks(&mut blocks, len)?;
    let torn = (position < len).then(|| Torn { position, bytes: len - position });
    if torn.is_some() {
        file.set_len(position)?;
    }
    (&file).seek(SeekFrom::Start(position))?;
    let target = Target::Existing { file: locked, path: path.to_path_buf(), position, torn };
    Ok((file, target, header))
}

/// Whether records under `schema` mean what the file's schema says. Its aliases and defaults are none of who writes.
fn check_schema(of_file: &Schema, schema: &Schema) -> Result<(), Error> {
    let Some(Difference { path, left, right }) = difference(of_file, schema) else { return Ok(()) };
    let place = if path.is_empty() { String::new() } else { format!(" at `{path}`") };
    let reason = format!(
        "the file's records are under another schema than those to append: it has {left}{place}, and they have {right}; \
         write them to a file of their own, or put both under one schema with `avro-entity project`"
    );
    Err(Error::new(ErrorKind::Resolution, reason))
}

/// Where the last whole block ends. A file that goes on with good blocks behind a bad one is damaged and not torn.
fn end_of_blocks(blocks: &mut BlockReader<&File>, len: u64) -> Result<u64, Error> {
    loop {
        let position = blocks.position();
        match blocks.hop() {
            Ok(true) => {}
            Ok(false) => return Ok(position),
            Err(error) if error.kind() == ErrorKind::Io => return Err(error),
            Err(error) => {
                if blocks_follow(blocks, position, len)? {
                    let reason = format!("the file is damaged and nothing can be appended to it: {}", error.message());
                    return Err(Error::new(error.kind(), reason).at_offset(position).caused_by(error));
                }
                return Ok(position);
            }
        }
    }
}

/// Whether there is a whole block, or the end of one that fills the file, behind `position`.
fn blocks_follow(blocks: &mut BlockReader<&File>, position: u64, len: u64) -> Result<bool, Error> {
    blocks.input.seek(position)?;
    let marker = *blocks.header().sync_marker();
    while blocks.input.find(&marker)? {
        blocks.input.consume(MARKER);
        let behind = blocks.position();
        if behind == len || blocks.hop().unwrap_or(false) {
            return Ok(true);
        }
        blocks.input.seek(behind)?;
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AvroSchema, WriterOptions};

    #[test]
    fn a_lock_is_given_back_by_who_drops_it_though_the_file_is_open_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.avro");
        WriterOptions::new().create::<i64>(&path).unwrap().finish().unwrap();
        let (as_a_child_has_it, target, _) = append_to(&path, i64::schema()).unwrap();
        let error = append_to(&path, i64::schema()).err().unwrap();
        assert_eq!(error.message(), "another writer is appending to the file");
        drop(target);
        append_to(&path, i64::schema()).unwrap();
        drop(as_a_child_has_it);
    }
}
