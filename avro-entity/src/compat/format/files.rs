//! The files that findings point at: where they are, what they are called, and what stands in them.

use crate::compat::source::Location;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Source files, found from a folder upwards and named from the root of the repository.
pub(super) struct Files {
    base: PathBuf,
    root: PathBuf,
    texts: RefCell<HashMap<String, Option<Rc<str>>>>,
}

/// A line of a file, and what to mark in it.
pub(super) struct Line {
    pub(super) text: String,
    /// In bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Files {
    pub(super) fn new(base: &Path, root: Option<&Path>) -> Files {
        let base = base.canonicalize().unwrap_or_else(|_| base.to_owned());
        let repository = base.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&base).to_owned();
        let root = root.map_or(repository, |root| root.canonicalize().unwrap_or_else(|_| root.to_owned()));
        Files { base, root, texts: RefCell::default() }
    }

    /// The file, where it is found.
    fn find(&self, file: &str) -> Option<PathBuf> {
        let found = self.base.ancestors().map(|folder| folder.join(file)).find(|path| path.is_file());
        let here = || Some(PathBuf::from(file)).filter(|path| path.is_file());
        found.or_else(here)?.canonicalize().ok()
    }

    /// What a file is called in a report: its path from the root of the repository, with slashes.
    pub(super) fn name(&self, file: &str) -> String {
        let path = self.find(file).unwrap_or_else(|| file.into());
        let shown = path.strip_prefix(&self.root).unwrap_or(&path);
        shown.display().to_string().replace('\\', "/")
    }

    /// The line that a location is on.
    pub(super) fn line(&self, location: &Location) -> Option<Line> {
        let text = self.text(&location.file)?;
        let line = text.lines().nth(location.line.checked_sub(1)? as usize)?;
        let start = line.char_indices().nth(location.column.saturating_sub(1) as usize).map(|(start, _)| start)?;
        let marked = line.get(start..)?;
        let length = match &location.rust {
            Some(_) => marked.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '#'),
            None => Some(marked.trim_end().trim_end_matches(',').len()),
        };
        let end = start + length.unwrap_or(marked.len()).max(1);
        Some(Line { text: line.to_owned(), start, end: end.min(line.len()) })
    }

    fn text(&self, file: &str) -> Option<Rc<str>> {
        let mut texts = self.texts.borrow_mut();
        let read = || Some(fs::read_to_string(self.find(file)?).ok()?.into());
        texts.entry(file.to_owned()).or_insert_with(read).clone()
    }
}
