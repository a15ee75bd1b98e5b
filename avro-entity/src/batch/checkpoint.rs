//! Where a job is, in a file: what it was asked for and what it has found.

use super::input::Inputs;
use super::report::{FileReport, Report};
use super::split::Split;
use crate::container::{ReaderOptions, Target};
use crate::error::{Error, ErrorKind};
use serde::{Deserialize, Serialize};
use std::io::{self, ErrorKind as IoErrorKind, Write};
use std::path::Path;
use std::time::SystemTime;

/// A checkpoint of a job over some inputs.
pub(super) struct Checkpoint<'c> {
    path: &'c Path,
    inputs: Vec<String>,
}

#[derive(Deserialize)]
struct Loaded {
    inputs: Vec<String>,
    report: Report,
}

#[derive(Serialize)]
struct Saved<'c> {
    inputs: &'c [String],
    report: &'c Report,
}

impl<'c> Checkpoint<'c> {
    pub(super) fn at(path: &'c Path, inputs: &Inputs) -> Checkpoint<'c> {
        let stretch = |(file, input): (&str, &super::input::Input)| {
            let split = |range| Split { file: file.to_owned(), range }.to_string();
            let ranges: Vec<String> = input.ranges.iter().map(split).collect();
            let what = if ranges.is_empty() { file.to_owned() } else { ranges.join(" ") };
            let since = input.modified.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
            let written = since.map_or(String::new(), |since| format!(", written to at {}", since.as_nanos()));
            format!("{what} of {} bytes{written}", input.size)
        };
        let unreadable = inputs.unreadable().map(|(file, reason)| format!("{file}: {reason}"));
        Checkpoint { path, inputs: inputs.files().map(stretch).chain(unreadable).collect() }
    }

    /// The report so far; `None` when there is no checkpoint. `empty` is a report of the job that is to go on.
    pub(super) fn load(&self, empty: &Report) -> Result<Option<Report>, Error> {
        let stored = match std::fs::read(self.path) {
            Err(error) if error.kind() == IoErrorKind::NotFound => return Ok(None),
            stored => stored?,
        };
        let loaded: Loaded = serde_json::from_slice(&stored)
            .map_err(|error| Error::new(ErrorKind::Job, format!("this is no checkpoint: {error}")).caused_by(error))?;
        empty.check_job(&loaded.report).map_err(|error| {
            Error::new(
                ErrorKind::Job,
                format!("the checkpoint is of another job; remove it to begin anew: {}", error.message()),
            )
        })?;
        let pairs = loaded.inputs.iter().zip(&self.inputs);
        let differs =
            pairs.filter(|(then, today)| then != today).map(|(then, today)| format!(": `{then}` is `{today}`")).next();
        if differs.is_some() || loaded.inputs.len() != self.inputs.len() {
            let reason = "the checkpoint is of other inputs, or files have changed; remove it to begin anew";
            return Err(Error::new(ErrorKind::Job, format!("{reason}{}", differs.unwrap_or_default())));
        }
        loaded.report.files().try_for_each(|(path, file)| is_what_it_was(path, file))?;
        Ok(Some(loaded.report))
    }

    /// Writes the report to the file, which at any moment is the one before or this one.
    pub(super) fn save(&self, report: &Report) -> Result<(), Error> {
        let saved = serde_json::to_vec(&Saved { inputs: &self.inputs, report }).map_err(io::Error::from)?;
        replace(self.path, &saved)
    }
}

/// Looks at the sync marker of a file that was begun; one that cannot be opened is told when its turn comes.
fn is_what_it_was(path: &str, file: &FileReport) -> Result<(), Error> {
    // What was not a container file then need not be one to open, such as a pipe.
    let Some(Ok(blocks)) = file.sync_marker.as_ref().map(|_| ReaderOptions::new().open_blocks(path)) else {
        return Ok(());
    };
    file.check_marker(blocks.header()).map_err(|error| {
        let reason = format!("`{path}`: {}; remove the checkpoint to begin anew", error.message());
        Error::new(ErrorKind::Job, reason)
    })
}

/// Writes a file that appears under its name when it is complete.
pub(super) fn replace(path: &Path, content: &[u8]) -> Result<(), Error> {
    let (mut file, target) = Target::create(path)?;
    file.write_all(content).map_err(|error| Error::from(error).in_file(path))?;
    target.finish()
}
