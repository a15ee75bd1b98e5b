//! `diff`

use super::args;
use super::reporting::tell;
use super::{history, refuse, store};
use crate::failure::Failure;
use crate::input::{foreign_schema, is_dash, name, read_stdin_once};
use avro_entity::compat::{Check, Level, Version};
use avro_entity::history::History;
use std::path::Path;

/// Prints what changed from one version to another, whatever any level says of it.
pub(crate) fn run(args: &args::Diff) -> Result<(), Failure> {
    let (old, new) = if names_schemas(args) { schemas(args)? } else { versions(args)? };
    let report = Check::new(Level::FULL).run(&[old], &new);
    tell(&report, args.shape, Path::new("."))
}

/// Whether schemas are named and no entity. A number is that of a version, whatever files there are beside the name of an entity.
fn names_schemas(args: &args::Diff) -> bool {
    let is_number = |name: &str| name.parse::<u32>().is_ok();
    is_text(&args.old) || args.new.as_deref().is_some_and(|new| !is_number(new) && is_text(new))
}

/// Whether there is something to read of this name. A folder is none: those of histories are called like their entities.
fn is_text(name: &str) -> bool {
    let path = Path::new(name);
    is_dash(path) || path.exists() && !path.is_dir()
}

fn schemas(args: &args::Diff) -> Result<(Version, Version), Failure> {
    let Some(new) = &args.new else {
        let name = name(Path::new(&args.old)).display();
        return Err(Failure::Run(format!("{name}: one schema alone is compared with nothing: name two")));
    };
    refuse(args.to.is_some(), "a third argument is the number of a version, and two schemas have none")?;
    refuse(args.place.schemas_folder.is_some(), "`--schemas-folder` is for histories, and two schemas have none")?;
    read_stdin_once(&[args.old.clone().into(), new.clone().into()])?;
    Ok((file(&args.old)?, file(new)?))
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
