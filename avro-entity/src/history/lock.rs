//! One writer at a time.

use crate::error::Error;
use std::fs::File;
use std::io;
use std::path::Path;

/// Holds the store for one writer; others wait. The system lets go of it when the program ends, however it ends.
pub(super) struct Lock {
    _held: Option<File>,
}

/// Waits until no other writer holds the store in `folder`.
///
/// It is the folder itself that is locked, so that no file for it lies among those that are committed. Where the system has no
/// locks of folders it is the file `.lock` in it.
pub(super) fn lock(folder: &Path) -> Result<Lock, Error> {
    let file = open(folder).map_err(|error| Error::from(error).in_file(folder))?;
    // Not all file systems have locks.
    Ok(Lock { _held: file.lock().ok().map(|()| file) })
}

#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    File::options().create(true).write(true).truncate(false).open(folder.join(".lock"))
}
