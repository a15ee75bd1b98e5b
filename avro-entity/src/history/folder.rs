//! The files of one history, from the disk or from git.

use super::hash::Hash;
use crate::error::Error;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file that says what is in the folder.
pub(super) const ENTITY: &str = "entity.toml";

/// The folder of one entity, with the files that belong to its history.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    pub(super) name: String,
    /// The path, as it is shown.
    pub(super) path: PathBuf,
    /// The schemas by the names of their files.
    pub(super) schemas: BTreeMap<String, Vec<u8>>,
    pub(super) entity: Option<Vec<u8>>,
}

/// What a folder had in it when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) schemas: BTreeMap<String, Hash>,
    pub(super) entity: Option<Vec<u8>>,
}

impl Folder {
    pub(super) fn new(path: PathBuf, name: String) -> Folder {
        Folder { name, path, schemas: BTreeMap::new(), entity: None }
    }

    /// The folder at `path`; `None` when there is none, or nothing of a history is in it.
    pub(super) fn read(path: &Path) -> Result<Option<Folder>, Error> {
        let Some(names) = names(path)? else { return Ok(None) };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut folder = Folder::new(path.to_owned(), name);
        for name in names {
            if Folder::belongs(&name) {
                let file = path.join(&name);
                let bytes = fs::read(&file).map_err(|error| Error::from(error).in_file(&file))?;
                folder.add(name, bytes);
            }
        }
        Ok(folder.is_history().then_some(folder))
    }

    /// Whether a file of this name is one of a history.
    pub(super) fn belongs(name: &str) -> bool {
        name == ENTITY || (name.ends_with(".avsc") && !name.starts_with('.'))
    }

    pub(super) fn add(&mut self, name: String, bytes: Vec<u8>) {
        if name == ENTITY {
            self.entity = Some(bytes);
        } else {
            self.schemas.insert(name, bytes);
        }
    }

    pub(super) fn is_history(&self) -> bool {
        self.entity.is_some() || !self.schemas.is_empty()
    }

    pub(super) fn state(&self) -> State {
        let schemas = self.schemas.iter().map(|(name, bytes)| (name.clone(), Hash::of_text(bytes))).collect();
        State { schemas, entity: self.entity.clone() }
    }
}

/// The sorted names of what is in a folder, those that are no text left out; `None` when there is no such folder.
pub(super) fn names(folder: &Path) -> Result<Option<Vec<String>>, Error> {
    let list = || fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>();
    match list() {
        Ok(entries) => {
            let mut names: Vec<String> =
                entries.into_iter().filter_map(|entry| entry.file_name().into_string().ok()).collect();
            names.sort();
            Ok(Some(names))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::from(error).in_file(folder)),
    }
}

/// The name of the file of a version: `0001.avsc`.
pub(super) fn file_name(number: u32) -> String {
    format!("{number:04}.avsc")
}

/// The number in the name of a version's file.
pub(super) fn number(file: &str) -> Option<u32> {
    let number = file.strip_suffix(".avsc")?.parse().ok().filter(|number| *number > 0)?;
    (file_name(number) == file).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_that_versions_have_are_numbers() {
        assert_eq!(number("0001.avsc"), Some(1));
        assert_eq!(number("12345.avsc"), Some(12345));
        for name in ["1.avsc", "0000.avsc", "00001.avsc", "+001.avsc", "0001.json", "old.avsc", "99999999999.avsc"] {
            assert_eq!(number(name), None, "{name}");
        }
    }
}
