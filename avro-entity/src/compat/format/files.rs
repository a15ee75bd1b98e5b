//! The files that findings point at: where they are, what they are called, and what stands in them.

use crate::compat::source::Location;
use serde::de::IgnoredAny;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Source files, found from a folder upwards and named from the root of the repository.
pub(super) struct Files {
    base: PathBuf,
    root: PathBuf,
    texts: RefCell<HashMap<PathBuf, Option<Rc<str>>>>,
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

    /// The file that a location is in. A crate and the workspace around it may both have a `src/lib.rs`: the one that has
    /// the Rust name at the place is meant.
    fn find(&self, location: &Location) -> Option<PathBuf> {
        let above = self.base.ancestors().map(|folder| folder.join(&location.file));
        let here = PathBuf::from(&location.file);
        let found: Vec<PathBuf> = above.chain([here]).filter(|path| path.is_file()).collect();
        let named = found.iter().find(|path| self.has_name(path, location));
        named.or(found.first())?.canonicalize().ok()
    }

    fn has_name(&self, path: &Path, location: &Location) -> bool {
        let name = location.rust.as_ref().and_then(|rust| rust.rsplit("::").next());
        let marked =
            self.line_in(path, location).and_then(|line| line.text.get(line.start..line.end).map(str::to_owned));
        match (name, marked) {
            (Some(name), Some(marked)) => marked.trim_start_matches("r#") == name.trim_start_matches("r#"),
            (name, _) => name.is_none(),
        }
    }

    /// What the file of a location is called in a report: its path from the root of the repository, with slashes.
    pub(super) fn name(&self, location: &Location) -> String {
        let path = self.find(location).unwrap_or_else(|| PathBuf::from(&location.file));
        let shown = path.strip_prefix(&self.root).unwrap_or(&path);
        shown.display().to_string().replace('\\', "/")
    }

    /// The line that a location is on.
    pub(super) fn line(&self, location: &Location) -> Option<Line> {
        self.line_in(&self.find(location)?, location)
    }

    fn line_in(&self, path: &Path, location: &Location) -> Option<Line> {
        let text = self.text(path)?;
        let line = text.lines().nth(location.line.checked_sub(1)? as usize)?;
        let start = line.char_indices().nth(location.column.saturating_sub(1) as usize).map(|(start, _)| start)?;
        let marked = line.get(start..)?;
        let length = if location.rust.is_some() { length_of_name(marked) } else { length_of_json(marked) };
        let end = start.saturating_add(length.max(1)).min(line.len());
        Some(Line { text: line.to_owned(), start, end })
    }

    fn text(&self, path: &Path) -> Option<Rc<str>> {
        let mut texts = self.texts.borrow_mut();
        let read = || Some(fs::read_to_string(path).ok()?.into());
        texts.entry(path.to_owned()).or_insert_with(read).clone()
    }
}

fn length_of_name(text: &str) -> usize {
    text.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '#').unwrap_or(text.len())
}

/// Up to the end of the value, or of the line.
fn length_of_json(text: &str) -> usize {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => values.byte_offset(),
        _ => text.trim_end().trim_end_matches(',').len(),
    }
}

impl Line {
    /// How many characters are marked.
    pub(super) fn width(&self) -> usize {
        self.text.get(self.start..self.end).map_or(0, |marked| marked.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_ends_with_the_name_or_the_value() {
        assert_eq!(length_of_name("r#type: String,"), "r#type".len());
        assert_eq!(length_of_name("Free"), 4);
        assert_eq!(length_of_json(r#"{"name": "a", "type": {"x": "}"}}, {"name": "b"}]}"#), 33);
        assert_eq!(length_of_json(r#"{"type": "record", "fields": ["#), 30, "what goes on below");
        assert_eq!(length_of_json(r#""GOLD"]"#), 6);
    }
}
