//! A byte range of a file, as one word: what a job is cut into for an engine.

use crate::error::{Error, ErrorKind};
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// A byte range of a container file; as text `<file>:<start>-<end>`, where the end may be left out.
///
/// A block belongs to the range that holds the first byte of the sync marker in front of it, so whatever ranges a file is cut
/// into, each block is read once.
///
/// ```
/// use avro_entity::batch::Split;
/// let split: Split = "2013/january.avro:0-1000".parse()?;
/// assert_eq!((split.file.as_str(), split.range.clone()), ("2013/january.avro", 0..1000));
/// assert_eq!(split.to_string(), "2013/january.avro:0-1000");
/// assert_eq!("a.avro:70-".parse::<Split>()?.range, 70..u64::MAX);
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The path of the file.
    pub file: String,
    /// The bytes, counted from the first one of the file; what lies behind the end of the file counts for nothing.
    pub range: Range<u64>,
}

impl FromStr for Split {
    type Err = Error;

    fn from_str(text: &str) -> Result<Split, Error> {
        parse(text).ok_or_else(|| {
            Error::new(ErrorKind::Job, format!("`{text}` is no split: expected `<file>:<start>-<end>`, in bytes"))
        })
    }
}

fn parse(text: &str) -> Option<Split> {
    let (file, range) = text.rsplit_once(':')?;
    let (start, end) = range.split_once('-')?;
    let start = number(start)?;
    let end = if end.is_empty() { u64::MAX } else { number(end)? };
    (!file.is_empty() && start <= end).then(|| Split { file: file.to_owned(), range: start..end })
}

fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.range.end {
            u64::MAX => write!(f, "{}:{}-", self.file, self.range.start),
            end => write!(f, "{}:{}-{end}", self.file, self.range.start),
        }
    }
}
