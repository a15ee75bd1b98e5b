//! The versions that a check compares.

use super::source::Sources;
use crate::error::Error;
use crate::schema::{AvroSchema, Schema};
use serde::{Serialize, Serializer};
use std::fmt;

/// A version of an entity: its schema, what it is called in a report, and where it is written.
///
/// ```
/// use avro_entity::{AvroEntity, Schema, compat::Version};
/// let old = Version::numbered(1, Schema::parse(r#""int""#)?).in_file("schemas/net.example.Visits/0001.avsc");
///
/// #[derive(AvroEntity)]
/// struct Visits(i64);
/// let new = Version::today::<Visits>()?;
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Version {
    pub(super) label: Label,
    pub(super) schema: Schema,
    pub(super) sources: Sources,
    pub(super) file: Option<String>,
    pub(super) after: Option<u32>,
}

/// What a version is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Label {
    /// The number that it has in its history.
    Number(u32),
    /// A name, such as that of a file.
    Name(String),
    /// What the code says.
    Today,
}

impl Version {
    /// The version of a type as it is in the code, with the places of its fields.
    ///
    /// # Errors
    ///
    /// When the type has no valid schema.
    pub fn today<T: AvroSchema + ?Sized>() -> Result<Version, Error> {
        Ok(Version::of(Label::Today, T::try_schema()?.clone()))
    }

    /// A version of a history.
    pub fn numbered(number: u32, schema: Schema) -> Version {
        Version::of(Label::Number(number), schema)
    }

    /// A version that is called `name`.
    pub fn named(name: impl Into<String>, schema: Schema) -> Version {
        Version::of(Label::Name(name.into()), schema)
    }

    /// A version with a label; the places of Rust types come with the schema.
    pub fn of(label: Label, schema: Schema) -> Version {
        Version { label, sources: Sources::of(&schema), schema, file: None, after: None }
    }

    /// The same, with the file that its text is in; reports point there.
    #[must_use]
    pub fn in_file(self, file: impl Into<String>) -> Version {
        Version { file: Some(file.into()), ..self }
    }

    /// The same, with the places of its Rust types.
    #[must_use]
    pub fn with_sources(self, sources: Sources) -> Version {
        Version { sources, ..self }
    }

    /// The same, made from the version of this number, or from none for 0, and not from the one before it: versions of another
    /// branch are in between, and what they have was not removed.
    #[must_use]
    pub fn after(self, number: u32) -> Version {
        Version { after: Some(number), ..self }
    }

    /// Those of `older` that it came from, the newest first.
    pub(super) fn ancestors<'v>(&self, older: &'v [Version]) -> impl Iterator<Item = &'v Version> {
        let mut parent = self.after;
        older.iter().rev().filter(move |version| {
            let is_beside = parent.zip(version.label.number()).is_some_and(|(parent, number)| number > parent);
            if !is_beside {
                parent = version.after;
            }
            !is_beside
        })
    }

    /// What it is called.
    pub fn label(&self) -> &Label {
        &self.label
    }

    /// Its schema.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Where its Rust types stand.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }
}

impl Label {
    /// The number of a version in its history.
    pub fn number(&self) -> Option<u32> {
        match self {
            Label::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Label::Number(number) => write!(f, "{number}"),
            Label::Name(name) => f.write_str(name),
            Label::Today => f.write_str("today"),
        }
    }
}

/// A number in a history, else a string.
impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Label::Number(number) => serializer.serialize_u32(*number),
            other => serializer.collect_str(other),
        }
    }
}
