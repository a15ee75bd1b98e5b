//! What is wrong with a history, for a report to tell.

use std::fmt;
use std::path::PathBuf;

/// Something that is wrong with a history.
///
/// Only what leaves the rest of the history readable is a problem; a file that cannot be read or is no TOML is an
/// [`Error`](crate::Error).
///
/// ```
/// use avro_entity::history::Store;
/// # let folder = tempfile::tempdir()?;
/// # let schemas = folder.path();
/// std::fs::create_dir(schemas.join("net.example.Account"))?;
/// std::fs::write(schemas.join("net.example.Account/0001.avsc"), r#""int""#)?;
/// let histories = Store::open(schemas)?.histories()?;
/// assert_eq!(histories[0].problems()[0].rule, "history-gap");
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The id of the rule: `history-edited`, `history-gap`, `duplicate-entity` or `waiver-without-reason`.
    pub rule: &'static str,
    /// The full name of the entity whose history it is.
    pub entity: String,
    /// The file in which it is.
    pub file: PathBuf,
    /// The line of the file, from 1, when it is about a line.
    pub line: Option<u32>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A file that is not the one that was recorded.
pub(super) const EDITED: &str = "history-edited";
/// A version, or a whole history, that is not where it should be.
pub(super) const GAP: &str = "history-gap";
/// Two histories of one entity.
pub(super) const DUPLICATE: &str = "duplicate-entity";
/// A waiver that says no reason.
pub(super) const WITHOUT_REASON: &str = "waiver-without-reason";

/// File, line, what is wrong, what to do, and the rule, on one line.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}; {} [{}]", self.message, self.help, self.rule)
    }
}
