//! Commands about entities and their histories.

pub(crate) mod accept;
pub(crate) mod args;
pub(crate) mod check;
mod crates;
mod data;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod histories;
pub(crate) mod log;
mod pairs;
pub(crate) mod rebase;
mod reporting;
pub(crate) mod schema;
mod unguarded;

use crate::failure::Failure;
use avro_entity::Error;
use avro_entity::history::{History, Store};
use std::path::{Path, PathBuf};

/// The store in a folder that is named, or else nearest to the current one.
fn store(folder: Option<&PathBuf>) -> Result<Store, Failure> {
    match folder {
        Some(folder) => Store::open(folder),
        None => Store::find(here()?),
    }
    .map_err(cannot_run)
}

/// The nearest folder upwards that has a `Cargo.toml`, else the current one.
fn here() -> Result<PathBuf, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure::io("the current folder", &error))?;
    let manifest = here.ancestors().find(|folder| folder.join("Cargo.toml").is_file());
    Ok(manifest.map_or_else(|| here.clone(), Path::to_path_buf))
}

/// The history of an entity.
fn history(store: &Store, entity: &str) -> Result<History, Failure> {
    let histories = store.histories().map_err(cannot_run)?;
    let names: Vec<String> = histories.iter().map(|history| history.entity().to_owned()).collect();
    histories.into_iter().find(|history| history.entity() == entity).ok_or_else(|| {
        let folder = store.folder().display();
        match names.as_slice() {
            [] => Failure::Run(format!("there is no history in {folder}")),
            names => Failure::Run(format!("{folder} has no history of `{entity}`: there are `{}`", names.join("`, `"))),
        }
    })
}

/// An option that would say nothing must not look like one that was heeded.
fn refuse(given: bool, why: &str) -> Result<(), Failure> {
    match given {
        true => Err(Failure::Run(why.to_owned())),
        false => Ok(()),
    }
}

/// An error about histories and settings: nothing could be said about compatibility.
fn cannot_run(error: Error) -> Failure {
    match Failure::from(error) {
        Failure::Input(message) => Failure::Run(message),
        failure => failure,
    }
}
