//! What a job reads: files, folders, globs, lists and splits, resolved to byte ranges of files.

use super::ranges::Ranges;
use super::split::Split;
use crate::error::{Error, ErrorKind};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, Metadata};
use std::io::BufRead;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

/// The files of a job and which of their bytes are to be read.
///
/// However a file is named, and however often, it is read once. Files are read in the order of their paths.
///
/// ```
/// use avro_entity::batch::Inputs;
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("airports.avro");
/// # avro_entity::Writer::<i64>::create(&path)?.finish()?;
/// # let folder = folder.path().to_str().expect("a temporary folder has an ordinary name");
/// let mut inputs = Inputs::new();
/// inputs.add(folder)?;                            // all `*.avro` in the folder and in its folders
/// inputs.add(&format!("{folder}/air*.avro"))?;    // the same file again
/// assert_eq!(inputs.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    files: BTreeMap<String, Input>,
    /// What each file is called, by its path without links.
    names: HashMap<PathBuf, String>,
}

/// One file of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) size: u64,
    /// When it was written to, where the system says so.
    pub(super) modified: Option<SystemTime>,
    pub(super) ranges: Ranges,
}

impl Inputs {
    /// No files.
    pub fn new() -> Inputs {
        Inputs::default()
    }

    /// Adds a file, all container files (`*.avro`) in a folder and its folders, or what a glob with `*`, `**`, `?` or `[…]`
    /// matches. In folders, names that begin with `.` or `_` are passed over, as other engines do.
    ///
    /// # Errors
    ///
    /// When there is nothing of that name, a folder or a glob has no file, or a name is not UTF-8.
    pub fn add(&mut self, input: &str) -> Result<(), Error> {
        let path = Path::new(input);
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => self.add_all(input, walk(path)?),
            Ok(found) => self.add_file(path, &found, 0..u64::MAX),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && is_glob(input) => {
                self.add_all(input, matches(input)?)
            }
            Err(error) => Err(Error::from(error).in_file(path)),
        }
    }

    /// Adds a byte range of a file.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub fn add_split(&mut self, split: &Split) -> Result<(), Error> {
        let path = Path::new(&split.file);
        let found = fs::metadata(path).map_err(|error| Error::from(error).in_file(path))?;
        self.add_file(path, &found, split.range.clone())
    }

    /// Adds what stands in a list, one a line: a file, folder, glob or split. Empty lines are passed over.
    ///
    /// # Errors
    ///
    /// As [`add`](Inputs::add), and when the list cannot be read.
    pub fn add_list(&mut self, list: impl BufRead) -> Result<(), Error> {
        for line in list.lines() {
            match line?.trim() {
                "" => {}
                name if Path::new(name).exists() => self.add(name)?,
                line => match line.parse() {
                    Ok(split) => self.add_split(&split)?,
                    Err(_) => self.add(line)?,
                },
            }
        }
        Ok(())
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// How many bytes are to be read.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|input| input.ranges.bytes()).sum()
    }

    /// The same as splits of at most `bytes` bytes, at least one for each file.
    ///
    /// ```
    /// use avro_entity::batch::Inputs;
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("a.avro");
    /// # let path = path.to_str().expect("a temporary folder has an ordinary name");
    /// # std::fs::write(path, [0; 25])?;
    /// let mut inputs = Inputs::new();
    /// inputs.add(path)?;
    /// let ranges: Vec<_> = inputs.splits(10).map(|split| split.range).collect();
    /// assert_eq!(ranges, [0..10, 10..20, 20..25]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn splits(&self, bytes: u64) -> impl Iterator<Item = Split> + '_ {
        let step = bytes.max(1);
        self.parts().flat_map(move |part| {
            let starts = std::iter::successors(Some(part.range.start), move |start| start.checked_add(step));
            let (file, end) = (part.file, part.range.end);
            starts
                .enumerate()
                .take_while(move |(index, start)| *index == 0 || *start < end)
                .map(move |(_, start)| Split { file: file.clone(), range: start..start.saturating_add(step).min(end) })
        })
    }

    /// The byte ranges of all files in the order in which they are read; at least one of each file.
    pub(super) fn parts(&self) -> impl Iterator<Item = Split> + '_ {
        self.files.iter().flat_map(|(file, input)| {
            let none = input.ranges.is_empty().then_some(0..0);
            input.ranges.iter().chain(none).map(|range| Split { file: file.clone(), range })
        })
    }

    /// The files by their names.
    pub(super) fn files(&self) -> impl ExactSizeIterator<Item = (&str, &Input)> {
        self.files.iter().map(|(file, input)| (file.as_str(), input))
    }

    /// The size of a file in bytes.
    pub(super) fn size(&self, file: &str) -> u64 {
        self.files.get(file).map_or(0, |input| input.size)
    }

    fn add_all(&mut self, input: &str, files: Vec<PathBuf>) -> Result<(), Error> {
        if files.is_empty() {
            let reason = if is_glob(input) { "no file matches" } else { "there is no file `*.avro` in the folder" };
            return Err(Error::new(ErrorKind::Job, reason).in_file(Path::new(input)));
        }
        for file in files {
            let found = fs::metadata(&file).map_err(|error| Error::from(error).in_file(&file))?;
            self.add_file(&file, &found, 0..u64::MAX)?;
        }
        Ok(())
    }

    fn add_file(&mut self, path: &Path, found: &Metadata, range: std::ops::Range<u64>) -> Result<(), Error> {
        if !found.is_file() {
            return Err(Error::new(ErrorKind::Job, "expected a file that is on a disk").in_file(path));
        }
        let size = found.len();
        let new = || Input { size, modified: found.modified().ok(), ranges: Ranges::default() };
        let name = self.name(path)?;
        let input = self.files.entry(name).or_insert_with(new);
        input.ranges.insert(range.start.min(size)..range.end.min(size));
        Ok(())
    }

    /// How a file is called: by the first of its names in their order, when it has several.
    fn name(&mut self, path: &Path) -> Result<String, Error> {
        let (name, place) = (name(path)?, fs::canonicalize(path).map_err(|error| Error::from(error).in_file(path))?);
        let known = self.names.entry(place).or_insert_with(|| name.clone());
        if name < *known {
            if let Some(input) = self.files.remove(known) {
                self.files.insert(name.clone(), input);
            }
            *known = name;
        }
        Ok(known.clone())
    }
}

/// How a file is called in reports: its path without what changes nothing, `./` and doubled slashes.
fn name(path: &Path) -> Result<String, Error> {
    let plain: PathBuf = path.components().filter(|component| *component != Component::CurDir).collect();
    plain.into_os_string().into_string().map_err(|name| {
        Error::new(ErrorKind::Job, "a report names files in UTF-8, which this name is not").in_file(Path::new(&name))
    })
}

fn is_glob(input: &str) -> bool {
    input.contains(['*', '?', '['])
}

fn matches(pattern: &str) -> Result<Vec<PathBuf>, Error> {
    let place = Path::new(pattern);
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
    let paths = glob::glob_with(pattern, options)
        .map_err(|error| Error::new(ErrorKind::Job, format!("this is no glob: {error}")).in_file(place))?;
    let mut files = Vec::new();
    for path in paths {
        let path = path.map_err(|error| Error::from(std::io::Error::from(error)).in_file(place))?;
        if path.is_file() {
            files.push(path);
        }
    }
    Ok(files)
}

/// The container files in a folder and its folders.
fn walk(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        let inside = |error: std::io::Error| Error::from(error).in_file(&folder);
        for entry in fs::read_dir(&folder).map_err(inside)? {
            let entry = entry.map_err(inside)?;
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".")
                || entry.file_name().as_encoded_bytes().starts_with(b"_")
            {
                continue;
            }
            // A link to a folder is not followed, so that there is an end; one to a file is as good as the file.
            if entry.file_type().map_err(inside)?.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "avro") && path.is_file() {
                files.push(path);
            }
        }
    }
    Ok(files)
}
