//! What is wrong with a schema, or questionable in it.

use super::graph::Position;
use crate::error::{Error, ErrorKind};
use std::fmt;

/// One thing that is wrong with a schema, or questionable in it; see [`Schema::lint`](super::Schema::lint).
///
/// ```
/// use avro_entity::{Schema, schema::Severity};
/// let text = r#"{"type": "record", "name": "Account", "fields": [{"name": "e-mail", "type": "string"}]}"#;
/// let findings = Schema::parse_foreign(text)?.lint();
/// assert_eq!(findings.len(), 1);
/// assert_eq!((findings[0].rule, findings[0].severity), ("name", Severity::Error));
/// assert_eq!(findings[0].path, "Account.e-mail");
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The id of the rule, such as `name`, `duplicate` or `default`.
    pub rule: &'static str,
    /// Whether the specification forbids it.
    pub severity: Severity,
    /// The way from the outermost record to the place by names, such as `Account.address.zip`; empty at a root without name.
    pub path: String,
    /// What is wrong and what to do.
    pub message: String,
    /// Where it stands in the text the schema was parsed from.
    pub position: Option<Position>,
}

/// How bad a [`Finding`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The specification allows it, and it is hardly what was meant, or what other libraries understand.
    Warning,
    /// The specification forbids it: [`Schema::parse`](super::Schema::parse) refuses the schema.
    Error,
}

/// The rules about what other libraries make of a schema.
const OF_OTHERS: [&str; 2] = ["namespace", "union-default"];

impl Finding {
    /// Whether it is about what other libraries make of a schema that means what it should.
    pub(super) fn is_about_others(&self) -> bool {
        OF_OTHERS.contains(&self.rule)
    }

    pub(super) fn into_error(self) -> Error {
        let error = Error::new(ErrorKind::Schema, self.message).at_path(self.path);
        match self.position {
            Some(position) => error.at_position(position),
            None => error,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Position { line, column }) = self.position {
            write!(f, "line {line}, column {column}{}", if self.path.is_empty() { ": " } else { ", " })?;
        }
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

/// The segments of a path with dots between them, long ones cut, since a name may be as long as its text.
pub(super) fn path_text<'a>(segments: impl IntoIterator<Item = &'a str>) -> String {
    let mut path = String::new();
    for segment in segments {
        if !path.is_empty() {
            path.push('.');
        }
        match segment.char_indices().nth(SEGMENT) {
            Some((end, _)) => {
                path.push_str(segment.get(..end).unwrap_or_default());
                path.push('…');
            }
            None => path.push_str(segment),
        }
    }
    path
}

/// How many characters of a name a path shows.
const SEGMENT: usize = 100;

/// How many warnings one schema is worth, and how many errors.
pub(super) const FINDINGS: usize = 1000;
