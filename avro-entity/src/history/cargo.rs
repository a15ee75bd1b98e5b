//! Where the workspace of a crate begins.

use super::toml;
use crate::error::Error;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// What matters of a `Cargo.toml`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest {
    workspace: Option<Members>,
    package: Package,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Members {
    exclude: Vec<PathBuf>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Package {
    /// Where the workspace is when it is not above the crate.
    workspace: Option<PathBuf>,
}

/// The folder with the `[workspace]` of the crate in `crate_folder`; that folder itself when there is none.
pub(super) fn workspace_root(crate_folder: &Path) -> Result<PathBuf, Error> {
    if let Some(root) = manifest(crate_folder)?.and_then(|manifest| manifest.package.workspace) {
        return Ok(crate_folder.join(root));
    }
    for folder in crate_folder.ancestors() {
        if let Some(workspace) = manifest(folder)?.and_then(|manifest| manifest.workspace) {
            let excluded = workspace.exclude.iter().any(|path| crate_folder.starts_with(folder.join(path)));
            return Ok(if excluded { crate_folder } else { folder }.to_owned());
        }
    }
    Ok(crate_folder.to_owned())
}

fn manifest(folder: &Path) -> Result<Option<Manifest>, Error> {
    let path = folder.join("Cargo.toml");
    match fs::read_to_string(&path) {
        Ok(text) => toml::read(&text, &path).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::from(error).in_file(&path)),
    }
}
