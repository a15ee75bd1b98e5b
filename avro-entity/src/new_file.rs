//! A file that appears under its name when it is whole.

use crate::error::Error;
use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// A file beside its name, which it gets at the end; without an end it is removed.
pub(crate) struct NewFile {
    file: File,
    temporary: TempPath,
    path: PathBuf,
}

impl NewFile {
    /// A file that is to appear at `path`, or to replace what is there; with `permissions`, else with those of any new file.
    pub(crate) fn create(path: PathBuf, permissions: Option<Permissions>) -> io::Result<(File, NewFile)> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut prefix = OsString::from(".");
        prefix.push(path.file_name().ok_or(io::ErrorKind::InvalidInput)?);
        prefix.push(".");
        // A folder that is not there is told as such, and not by a name that nobody gave.
        let created = temporary_file(&prefix, folder).map_err(|error| fs::metadata(folder).err().unwrap_or(error));
        let (file, temporary) = created?.into_parts();
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        Ok((file.try_clone()?, NewFile { file, temporary, path }))
    }

    /// The name it is to have.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Brings it to the disk and gives it its name.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let NewFile { file, temporary, path } = self;
        let named = file.sync_all().and_then(|()| temporary.persist(&path).map_err(|error| error.error));
        named.map_err(|error| Error::from(error).in_file(&path))
    }
}

/// A temporary file with the permissions of any new file, not the narrow ones of temporary files.
fn temporary_file(prefix: &OsString, folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix).suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
