//! Today's entities of a crate or workspace, which its own tests know.

use super::args::Crates;
use super::cannot_run;
use crate::failure::Failure;
use avro_entity::gate::{Entity, Exported, exported};
use avro_entity::history::Store;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The name of the test that `gate!` is.
const TEST: &str = "avro_entity_gate";

/// Runs the tests that `gate!` made, and gives what they say of their entities: for each folder of histories, as the tests name
/// them, or for the one that was asked for. Where all crates are asked for, the folder of the workspace is among them.
pub(super) fn entities(crates: &Crates) -> Result<Vec<Exported>, Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::io("a temporary folder", &error))?;
    let mut cargo = cargo();
    cargo.args(["test", "--quiet", "--tests"]).env("AVRO_ENTITY_EXPORT", folder.path());
    match crates.packages.as_slice() {
        [] => cargo.arg("--workspace"),
        packages => cargo.args(packages.iter().flat_map(|package| ["--package", package])),
    };
    if let Some(manifest) = &crates.manifest_path {
        cargo.arg("--manifest-path").arg(manifest);
    }
    cargo.args(crates.cargo.iter().flat_map(|options| options.split_whitespace()));
    cargo.arg(TEST);
    let output = cargo.stdin(Stdio::null()).output().map_err(|error| Failure::io("cargo", &error))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        return Err(Failure::Run(format!("the tests that know the entities did not run:\n{}", said.trim_end())));
    }
    let mut exported = exported(folder.path()).map_err(cannot_run)?;
    if exported.is_empty() {
        let message =
            "no crate here has the line `avro_entity::gate!();` in its tests, from which its entities are known";
        return Err(Failure::Run(message.to_owned()));
    }
    if let Some(folder) = &crates.schemas_folder {
        let mut all = Exported::nothing_of(folder);
        exported.into_iter().for_each(|exported| all.merge(exported));
        return Ok(vec![all]);
    }
    let store = store(crates)?;
    let is_known = exported.iter().any(|exported| exported.is_of(store.folder()));
    if !is_known && crates.packages.is_empty() {
        exported.push(Exported::nothing_of(store.folder()));
    }
    Ok(exported)
}

/// The packages whose tests told of their entities.
pub(super) fn packages(exported: &[Exported]) -> BTreeSet<&str> {
    exported.iter().flat_map(|exported| &exported.packages).map(String::as_str).collect()
}

/// All their entities.
pub(super) fn all(exported: &[Exported]) -> Vec<Entity> {
    exported.iter().flat_map(|exported| &exported.entities).cloned().collect()
}

pub(super) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The one of this name, where one is named; else all.
pub(super) fn asked_for(entities: Vec<Entity>, name: Option<&String>) -> Result<Vec<Entity>, Failure> {
    let Some(name) = name else { return Ok(entities) };
    let (asked, others): (Vec<Entity>, Vec<Entity>) = entities.into_iter().partition(|entity| entity.name == *name);
    if asked.is_empty() {
        let others: Vec<&str> = others.iter().map(|entity| entity.name.as_str()).collect();
        return Err(Failure::Run(format!("there is no entity `{name}` here: there are `{}`", others.join("`, `"))));
    }
    Ok(asked)
}

/// The store of the crate or workspace.
pub(super) fn store(crates: &Crates) -> Result<Store, Failure> {
    match (&crates.schemas_folder, &crates.manifest_path) {
        (Some(folder), _) => Store::open(folder),
        (None, Some(manifest)) => Store::find(folder_of(manifest)?),
        (None, None) => Store::find(super::here()?),
    }
    .map_err(cannot_run)
}

fn folder_of(manifest: &Path) -> Result<PathBuf, Failure> {
    let manifest = manifest.canonicalize().map_err(|error| Failure::io(manifest.display(), &error))?;
    Ok(manifest.parent().map_or_else(|| manifest.clone(), Path::to_path_buf))
}
