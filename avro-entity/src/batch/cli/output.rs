//! Reports on their way out.

use super::failure::Failure;
use crate::batch::checkpoint::replace;
use crate::batch::{Comparison, Report};
use crate::container::{MAGIC, Target, behind_links};
use clap::ValueEnum;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs, on one line
    Json,
    /// One page with charts
    Html,
}

impl Format {
    /// The one that was asked for, else that of the file's ending; text where it has none.
    fn of(asked: Option<Format>, path: &Path) -> Result<Format, Failure> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match (asked, ending.as_deref()) {
            (Some(asked), _) => Ok(asked),
            (None, Some("json")) => Ok(Format::Json),
            (None, Some("html" | "htm")) => Ok(Format::Html),
            (None, None | Some("txt" | "text")) => Ok(Format::Text),
            (None, Some(ending)) => Err(Failure::Run(format!(
                "{}: a report is not written as `.{ending}`: let the file end with `.json`, `.html` or `.txt`, or say what it is \
                 with `--format`",
                path.display()
            ))),
        }
    }
}

/// Refuses outputs of no format that there is, such as would replace data or be removed with the checkpoint, and such as cannot be
/// written, before a job is run for them.
pub(super) fn check(asked: Option<Format>, paths: &[PathBuf], checkpoint: Option<&Path>) -> Result<(), Failure> {
    checkpoint.map_or(Ok(()), check_writable)?;
    let checkpoint = checkpoint.map(place);
    for path in paths {
        Format::of(asked, path)?;
        let reason = if is_container(path) {
            "is a container file, which the report would replace"
        } else if path.as_os_str() != "-" && checkpoint == Some(place(path)) {
            "is the checkpoint too, which is removed at the end"
        } else {
            check_writable(path)?;
            continue;
        };
        let advice = "give each report a name of its own after `-o`";
        return Err(Failure::Run(format!("{}: this {reason}: {advice}", path.display())));
    }
    Ok(())
}

/// Whether a file begins as container files do. A pipe is not opened, since there would be nothing to read.
fn is_container(path: &Path) -> bool {
    let mut magic = [0; MAGIC.len()];
    fs::metadata(path).is_ok_and(|found| found.is_file())
        && File::open(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok()
        && magic == *MAGIC
}

/// Makes the file that would be given its name at the end, and leaves nothing behind. A device or pipe is written as it is, and
/// opened when there is something to write.
fn check_writable(path: &Path) -> Result<(), Failure> {
    let is_device = fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    if path.as_os_str() != "-" && !is_device {
        Target::create(path)?;
    }
    Ok(())
}

/// Where a path leads, however it is spelled, whether or not there is a file yet.
fn place(path: &Path) -> PathBuf {
    let path = behind_links(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (fs::canonicalize(folder), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path,
    }
}

/// What can be written in the formats.
pub(super) enum Outcome<'o> {
    Report(&'o Report),
    Survey(&'o Report),
    Comparison(&'o Comparison),
}

impl Outcome<'_> {
    fn render(&self, format: Format) -> Result<String, Failure> {
        let json = |json: serde_json::Result<String>| match json {
            Ok(json) => Ok(json + "\n"),
            Err(error) => Err(Failure::Run(format!("the report cannot be written as JSON: {error}"))),
        };
        match (self, format) {
            (Outcome::Report(report) | Outcome::Survey(report), Format::Json) => json(serde_json::to_string(report)),
            (Outcome::Comparison(comparison), Format::Json) => json(serde_json::to_string(comparison)),
            (Outcome::Report(report), Format::Html) => Ok(report.to_html()),
            (Outcome::Report(report), Format::Text) => Ok(report.to_string()),
            (Outcome::Survey(report), Format::Text) => Ok(super::survey::text(report)),
            (Outcome::Comparison(comparison), Format::Text) => Ok(comparison.to_string()),
            (_, Format::Html) => {
                Err(Failure::Run("only a report can be a page; use `--format text` or `json`".to_owned()))
            }
        }
    }
}

/// Writes `outcome` to each of `paths`, or to standard output when there are none.
pub(super) fn write(outcome: &Outcome<'_>, asked: Option<Format>, paths: &[PathBuf]) -> Result<(), Failure> {
    let stdout = [PathBuf::from("-")];
    let paths = if paths.is_empty() { &stdout } else { paths };
    for path in paths {
        let text = outcome.render(Format::of(asked, path)?)?;
        if path.as_os_str() == "-" {
            print(&text)?;
        } else {
            replace(path, text.as_bytes())?;
        }
    }
    Ok(())
}

/// Writes to standard output; a reader that has seen enough is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Run(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}
