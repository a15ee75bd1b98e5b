//! `diff`

use super::args;
use super::reporting::tell;
use super::{history, store};
use crate::failure::Failure;
use crate::input::foreign_schema;
use avro_entity::compat::{Check, Level, Version};
use avro_entity::history::History;
use std::path::Path;

/// Prints what changed from one version to another, whatever any level says of it.
pub(crate) fn run(args: &args::Diff) -> Result<(), Failure> {
    let new_file = args.new.as_ref().filter(|new| Path::new(new).is_file());
    let (old, new) = match new_file {
        Some(new) => (file(&args.old)?, file(new)?),
        None => versions(args)?,
    };
    let report = Check::new(Level::FULL).run(&[old], &new);
    tell(&report, args.shape, Path::new("."))
}

fn file(name: &str) -> Result<Version, Failure> {
    Ok(Version::named(name, foreign_schema(Path::new(name))?).in_file(name))
}

/// Two versions of a history: those of the numbers that are given, else the last two.
fn versions(args: &args::Diff) -> Result<(Version, Version), Failure> {
    let history = history(&store(args.place.schemas_folder.as_ref())?, &args.old)?;
    let tip = history.tip().map_or(0, |tip| tip.number);
    let to = args.to.unwrap_or(tip);
    let from = match &args.new {
        None if to <= 1 => {
            return Err(Failure::Run(format!("`{}` has nothing before version {to} to compare with", args.old)));
        }
        None => to - 1,
        Some(number) => number
            .parse()
            .map_err(|_| Failure::Run(format!("`{number}` is neither a file nor the number of a version")))?,
    };
    Ok((version(&history, from)?, version(&history, to)?))
}

fn version(history: &History, number: u32) -> Result<Version, Failure> {
    let found = history.versions().iter().find(|version| version.number == number);
    let found = found.ok_or_else(|| {
        let tip = history.tip().map_or(0, |tip| tip.number);
        Failure::Run(format!("`{}` has no version {number}: its newest is {tip}", history.entity()))
    })?;
    Ok(Version::numbered(number, found.schema.clone()).in_file(found.file.display().to_string()))
}
