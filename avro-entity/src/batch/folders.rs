//! Which paths folders and globs stand for. What is named like a file of a job is among them, whether or not it can be read.

use crate::error::{Error, ErrorKind};
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

pub(super) fn is_glob(input: &str) -> bool {
    input.contains(['*', '?', '['])
}

/// What a glob matches, and for a folder what is in it.
pub(super) fn matches(pattern: &str) -> Result<Vec<PathBuf>, Error> {
    let place = Path::new(pattern);
    let no_glob = |error| Error::new(ErrorKind::Job, format!("this is no glob: {error}")).in_file(place);
    let mut found = Vec::new();
    for path in glob::glob(pattern).map_err(no_glob)? {
        let path = path.map_err(|error| Error::from(io::Error::from(error)).in_file(place))?;
        if is_hidden(&path, place) {
            continue;
        }
        match path.is_dir() {
            true => found.extend(walk(&path)?),
            false => found.push(path),
        }
    }
    Ok(found)
}

/// Whether a name in the path begins with a dot that the pattern does not name.
fn is_hidden(path: &Path, pattern: &Path) -> bool {
    let text = |component| match component {
        Component::Normal(name) => name.to_str().filter(|name| name.starts_with('.')),
        _ => None,
    };
    let named: Vec<glob::Pattern> =
        pattern.components().filter_map(text).filter_map(|name| glob::Pattern::new(name).ok()).collect();
    path.components().filter_map(text).any(|name| !named.iter().any(|pattern| pattern.matches(name)))
}

/// The paths of the container files in a folder and its folders, each folder once. Links to folders come last, in their order, so
/// that a file has the name that it has without them.
pub(super) fn walk(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut walk = Walk::default();
    walk.links.insert(folder.to_path_buf());
    while let Some(link) = walk.links.pop_first() {
        walk.folders.push(link);
        while let Some(folder) = walk.folders.pop() {
            walk.list(&folder).map_err(|error| Error::from(error).in_file(&folder))?;
        }
    }
    Ok(walk.files)
}

/// What is found, and what is yet to be looked at.
#[derive(Default)]
struct Walk {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    links: BTreeSet<PathBuf>,
    /// The folders that were listed, without links.
    seen: HashSet<PathBuf>,
}

impl Walk {
    fn list(&mut self, folder: &Path) -> io::Result<()> {
        if !self.seen.insert(fs::canonicalize(folder)?) {
            return Ok(());
        }
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            if name.as_encoded_bytes().starts_with(b".") || name.as_encoded_bytes().starts_with(b"_") {
                continue;
            }
            let kind = entry.file_type()?;
            if kind.is_dir() {
                self.folders.push(path);
            } else if kind.is_symlink() && path.is_dir() {
                self.links.insert(path);
            } else if path.extension().is_some_and(|extension| extension == "avro") {
                self.files.push(path);
            }
        }
        Ok(())
    }
}
