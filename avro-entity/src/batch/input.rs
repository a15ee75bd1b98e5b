//! What a job reads: files, folders, globs, lists and splits, resolved to byte ranges of files.

use super::folders::{is_glob, matches, walk};
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
    /// What stands where files are looked for and is none that can be read, and why.
    unreadable: BTreeMap<String, String>,
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
    /// matches, where a folder stands for the files in it. In folders, names that begin with `.` or `_` are passed over, as other
    /// engines do; links to folders are followed, and no folder is read twice. A glob matches no name that is not UTF-8.
    ///
    /// What is named like a file in a folder, or matches a glob, and cannot be one is [`unreadable`](Inputs::unreadable): a link that
    /// leads nowhere, a pipe, a name that is not UTF-8.
    ///
    /// # Errors
    ///
    /// When there is nothing of that name, or a folder or a glob has no file.
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

    /// What stands where files are looked for and is none that can be read, with the reason; reports have it among the files that could
    /// not be read. A name that is not UTF-8 is shown with its other bytes as `\xff` and a note of that.
    ///
    /// ```
    /// use avro_entity::batch::Inputs;
    /// # let folder = tempfile::tempdir()?;
    /// # #[cfg(unix)] {
    /// std::os::unix::fs::symlink("gone.avro", folder.path().join("link.avro"))?;
    /// let mut inputs = Inputs::new();
    /// inputs.add(folder.path().to_str().expect("a temporary folder has an ordinary name"))?;
    /// let reasons: Vec<&str> = inputs.unreadable().map(|(_, reason)| reason).collect();
    /// assert_eq!(reasons, ["the link leads to no file"]);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unreadable(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.unreadable.iter().map(|(path, reason)| (path.as_str(), reason.as_str()))
    }

    /// How many bytes are to be read.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|input| input.ranges.bytes()).sum()
    }

    /// The same as splits of at most `bytes` bytes, at least one for each file. There is none of what is
    /// [`unreadable`](Inputs::unreadable).
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

    fn add_all(&mut self, input: &str, paths: Vec<PathBuf>) -> Result<(), Error> {
        if paths.is_empty() {
            let reason = if is_glob(input) { "no file matches" } else { "there is no file `*.avro` in the folder" };
            return Err(Error::new(ErrorKind::Job, reason).in_file(Path::new(input)));
        }
        paths.iter().try_for_each(|path| self.add_found(path))
    }

    /// Adds what was found in a folder, or by a glob.
    fn add_found(&mut self, path: &Path) -> Result<(), Error> {
        let reason = match (path.to_str(), fs::metadata(path)) {
            (None, _) => "a report names files in UTF-8: give the file another name".to_owned(),
            (Some(_), Ok(found)) if found.is_file() => return self.add_file(path, &found, 0..u64::MAX),
            (Some(_), Ok(_)) => "expected a file that is on a disk".to_owned(),
            (Some(_), Err(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                "the link leads to no file".to_owned()
            }
            (Some(_), Err(error)) => error.to_string(),
        };
        self.unreadable.insert(shown(path), reason);
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

/// How a file is called in reports.
fn name(path: &Path) -> Result<String, Error> {
    plain(path).into_os_string().into_string().map_err(|name| {
        Error::new(ErrorKind::Job, "a report names files in UTF-8, which this name is not").in_file(Path::new(&name))
    })
}

/// A path without what changes nothing, `./` and doubled slashes.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|component| *component != Component::CurDir).collect()
}

/// How a path is called that need not be UTF-8: its other bytes are shown as `\xff`, and a note keeps it apart from a path that has
/// these characters.
fn shown(path: &Path) -> String {
    let path = plain(path);
    if let Some(name) = path.to_str() {
        return name.to_owned();
    }
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(&chunk.valid().replace('\\', "\\\\"));
        chunk.invalid().iter().for_each(|byte| name.push_str(&format!("\\x{byte:02x}")));
    }
    name + " (not UTF-8)"
}
