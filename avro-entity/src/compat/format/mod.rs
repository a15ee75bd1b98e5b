//! Reports as people and programs read them.
//!
//! Every format says the same: `words` has the sentences, `files` finds the texts that are drawn and the paths that are
//! printed, and each format lays them out; `markup` is text inside Markdown.

mod files;
mod github;
mod json;
mod junit;
mod markdown;
mod markup;
mod sarif;
mod text;
mod words;

use super::report::Report;
use crate::error::{Error, ErrorKind};
use files::Files;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// How a report is written.
///
/// ```
/// use avro_entity::compat::Format;
/// assert_eq!("sarif".parse::<Format>()?, Format::Sarif);
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// For people, drawn as the compiler does.
    Text,
    /// For programs; `report.schema.json` in the crate is its JSON Schema.
    Json,
    /// Workflow commands of GitHub Actions, which become annotations of the changed lines.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit's XML: a suite for each entity, a case for each version and direction.
    Junit,
    /// For the summary of a job, or a comment on a merge request.
    Markdown,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Format] =
        &[Format::Text, Format::Json, Format::Github, Format::Sarif, Format::Junit, Format::Markdown];

    /// Its name: `text`, `json`, `github`, `sarif`, `junit`, `markdown`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Json => "json",
            Format::Github => "github",
            Format::Sarif => "sarif",
            Format::Junit => "junit",
            Format::Markdown => "markdown",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One of the names.
impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Format, Error> {
        Format::ALL.iter().copied().find(|format| format.name() == text).ok_or_else(|| {
            let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
            let names = names.join("`, `");
            Error::new(ErrorKind::History, format!("there is no format `{text}`: the formats are `{names}`"))
        })
    }
}

/// What a report needs to know of the place where it is written.
///
/// ```
/// use avro_entity::compat::{Format, Rendering, Report};
/// let text = Report::default().render(Format::Text, &Rendering::new(".").colours(false));
/// assert_eq!(text, "nothing was compared\n");
/// ```
#[derive(Clone, Debug)]
pub struct Rendering {
    base: PathBuf,
    root: Option<PathBuf>,
    colours: bool,
}

impl Rendering {
    /// For source files that are found in the folder `base`, or in one above it, as the compiler names files from the root
    /// of the workspace.
    pub fn new(base: impl Into<PathBuf>) -> Rendering {
        Rendering { base: base.into(), root: None, colours: false }
    }

    /// Paths in annotations are relative to this folder, instead of the repository's around the base.
    #[must_use]
    pub fn root(self, root: impl Into<PathBuf>) -> Rendering {
        Rendering { root: Some(root.into()), ..self }
    }

    /// Whether text has colours.
    #[must_use]
    pub fn colours(self, colours: bool) -> Rendering {
        Rendering { colours, ..self }
    }
}

impl Report {
    /// The report in a format. Source files are read to be drawn; one that is not there is named without its text.
    ///
    /// ```
    /// use avro_entity::{Schema, compat::{Format, Level, Rendering, Version, check}};
    /// let (old, new) = (Schema::parse(r#""long""#)?, Schema::parse(r#""int""#)?);
    /// let report = check(&[Version::numbered(1, old)], &Version::named("new", new), Level::BACKWARD);
    /// let text = report.render(Format::Github, &Rendering::new("."));
    /// assert!(text.starts_with("::error title=type-narrowed::int: `long` became `int`%0A"), "{text}");
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn render(&self, format: Format, rendering: &Rendering) -> String {
        let files = Files::new(&rendering.base, rendering.root.as_deref());
        match format {
            Format::Text => text::render(self, &files, rendering.colours),
            Format::Json => json::render(self),
            Format::Github => github::render(self, &files),
            Format::Sarif => sarif::render(self, &files),
            Format::Junit => junit::render(self),
            Format::Markdown => markdown::render(self, &files),
        }
    }
}
