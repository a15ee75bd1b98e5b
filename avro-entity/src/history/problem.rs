//! What is wrong with a history, for a report to tell.

use crate::compat::Rule;
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
/// assert_eq!(histories[0].problems()[0].rule.id, "history-gap");
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Problem {
    /// The rule that is broken: `history-edited`, `history-gap`, `duplicate-entity` or `waiver-without-reason`.
    pub rule: &'static Rule,
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

/// Equal when they are of the same rule and all that they say is equal.
impl PartialEq for Problem {
    fn eq(&self, other: &Problem) -> bool {
        let Problem { rule, entity, file, line, message, help } = self;
        (rule.id, entity, file, line) == (other.rule.id, &other.entity, &other.file, &other.line)
            && (message, help) == (&other.message, &other.help)
    }
}

impl Eq for Problem {}

/// File, line, what is wrong, what to do, and the rule, on one line.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}; {} [{}]", self.message, self.help, self.rule.id)
    }
}
