//! The folder `schemas` with the histories of all entities.

use super::edit::Edit;
use super::file::{EntityFile, WorkspaceFile};
use super::folder::{Folder, names};
use super::problem::Problem;
use super::record::History;
use super::settings::Settings;
use super::toml;
use super::word::{FullName, Word};
use crate::compat::rule::DUPLICATE_ENTITY;
use crate::compat::{Level, Severity};
use crate::error::{Error, ErrorKind};
use crate::threads;
use std::fs;
use std::path::{Path, PathBuf};

/// The file with the settings for all entities.
const WORKSPACE: &str = "workspace.toml";

/// The histories of a workspace, in the folder `schemas` that is committed with the code.
///
/// ```
/// use avro_entity::history::Store;
/// let store = Store::open("no/such/schemas")?;
/// assert!(store.histories()?.is_empty(), "where there is no folder there are no histories");
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    settings: Settings,
}

impl Store {
    /// The store in `folder`, and its `workspace.toml`. A folder that is not there is a store without histories, and appears
    /// with the first one.
    ///
    /// # Errors
    ///
    /// When `workspace.toml` cannot be read, is no TOML, or says something that there is not, with the line.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Store, Error> {
        let folder = folder.into();
        let settings = settings(&folder.join(WORKSPACE))?;
        Ok(Store { folder, settings })
    }

    /// The store of the crate whose `Cargo.toml` is in `manifest_folder`: the nearest folder `schemas` on the way up to the root of
    /// its workspace. Where there is none it is `schemas` at the root of the workspace, so that all its crates share one.
    ///
    /// The root is the nearest folder whose `Cargo.toml` has a `[workspace]` that does not exclude the crate. A crate in no
    /// workspace is the root itself.
    ///
    /// # Errors
    ///
    /// As [`open`](Store::open), and when a `Cargo.toml` on the way cannot be read or is no TOML.
    pub fn find(manifest_folder: impl AsRef<Path>) -> Result<Store, Error> {
        Store::open(Store::nearest(manifest_folder.as_ref())?)
    }

    /// The folder of the store that [`find`](Store::find) finds.
    pub(crate) fn nearest(manifest_folder: &Path) -> Result<PathBuf, Error> {
        let root = super::cargo::workspace_root(manifest_folder)?;
        let above =
            manifest_folder.ancestors().take_while(|folder| *folder == manifest_folder || folder.starts_with(&root));
        let nearest = above.map(|folder| folder.join("schemas")).find(|schemas| schemas.is_dir());
        Ok(nearest.unwrap_or_else(|| root.join("schemas")))
    }

    /// The folder `schemas`.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What holds for all entities that do not say otherwise.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The level that holds for an entity: its own, else that of the workspace, else the default one.
    pub fn level_of(&self, history: &History) -> Level {
        history.settings().level().or(self.settings.level()).unwrap_or_default()
    }

    /// The severity that the rule of this id is given for an entity, by itself or by the workspace; `None` when it is the
    /// rule's own.
    pub fn severity_of(&self, history: &History, rule: &str) -> Option<Severity> {
        history.settings().severity(rule).or_else(|| self.settings.severity(rule))
    }

    /// The severities that rules are given for an entity, those of the workspace first: its own win over them.
    ///
    /// ```
    /// use avro_entity::{compat::Severity, history::Store};
    /// # let folder = tempfile::tempdir()?;
    /// # let schemas = folder.path();
    /// std::fs::write(schemas.join("workspace.toml"), "[severity]\nfield-removed = \"deny\"\n")?;
    /// let store = Store::open(schemas)?;
    /// assert_eq!(store.severities_of(None).collect::<Vec<_>>(), [("field-removed", Severity::Deny)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn severities_of<'s>(&'s self, history: Option<&'s History>) -> impl Iterator<Item = (&'s str, Severity)> {
        let own = history.into_iter().flat_map(|history| history.settings().severities());
        self.settings.severities().chain(own)
    }

    /// All histories, sorted by the names of their entities; retired ones too.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or an `entity.toml` is no TOML or says something that there is not, with the line; all such
    /// mistakes are in one error.
    pub fn histories(&self) -> Result<Vec<History>, Error> {
        let mut folders = Vec::new();
        for name in names(&self.folder)?.unwrap_or_default() {
            let path = self.folder.join(&name);
            if !name.starts_with('.') && path.is_dir() {
                folders.extend(Folder::read(&path)?);
            }
        }
        read_all(&folders)
    }

    /// The history of the entity of this full name, in the folder of this name.
    ///
    /// # Errors
    ///
    /// As [`histories`](Store::histories).
    pub fn history(&self, entity: &str) -> Result<Option<History>, Error> {
        FullName::read(entity)?;
        Folder::read(&self.folder.join(entity))?.map(|folder| History::read(&folder)).transpose()
    }

    /// The first edit of an entity that has no history, and whose Rust type is in the cargo package `package`.
    ///
    /// ```
    /// use avro_entity::history::Store;
    /// # let folder = tempfile::tempdir()?;
    /// # let schemas = folder.path();
    /// let store = Store::open(schemas)?;
    /// assert!(store.create("net.example..Account", "account-service").is_err());
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when the entity has a history, or the name is none.
    pub fn create(&self, entity: &str, package: &str) -> Result<Edit, Error> {
        let name = FullName::read(entity)?;
        let folder = Folder::read(&self.folder.join(entity))?;
        if folder.as_ref().is_some_and(|folder| folder.entity.is_some()) {
            let error = Error::new(ErrorKind::History, format!("`{entity}` has a history"));
            return Err(error.in_file(&self.folder.join(entity)));
        }
        Ok(Edit::first(self, EntityFile::new(name, package), folder))
    }

    /// An edit of a history of this store.
    ///
    /// What was judged is what is changed: when somebody else changes the folder after `history` was read,
    /// [`commit`](Edit::commit) refuses.
    pub fn edit(&self, history: &History) -> Edit {
        Edit::of(self, history)
    }

    /// Takes away a history with its files, for an entity that no data was ever written of; one that has data is
    /// [retired](Edit::retire).
    ///
    /// # Errors
    ///
    /// When a file cannot be deleted, or the folder is not as it was when `history` was read.
    pub fn remove(&self, history: &History) -> Result<(), Error> {
        super::edit::remove(self, history)
    }
}

/// The settings in `workspace.toml`; none when there is no such file.
fn settings(path: &Path) -> Result<Settings, Error> {
    match fs::read_to_string(path) {
        Ok(text) => {
            let file: WorkspaceFile = toml::read(&text, path)?;
            Ok(Settings::read(file.level, &file.severity))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(error) => Err(Error::from(error).in_file(path)),
    }
}

/// The histories in these folders, sorted by their entities, each of which has but one.
pub(super) fn read_all(folders: &[Folder]) -> Result<Vec<History>, Error> {
    let mut errors = Vec::new();
    let mut histories = Vec::new();
    for read in threads::map(folders, History::read) {
        match read {
            Ok(history) => histories.push(history),
            Err(error) => errors.push(error),
        }
    }
    if let Some(error) = Error::all(errors) {
        return Err(error);
    }
    histories.sort_by(|one, two| (one.entity(), &one.path).cmp(&(two.entity(), &two.path)));
    let mut first: Option<(String, PathBuf)> = None;
    for history in &mut histories {
        match &first {
            Some((entity, path)) if entity == history.entity() => {
                history.problems.push(duplicate(history, path));
            }
            _ => first = Some((history.entity().to_owned(), history.path.clone())),
        }
    }
    Ok(histories)
}

fn duplicate(history: &History, first: &Path) -> Problem {
    let entity = history.entity();
    Problem {
        rule: &DUPLICATE_ENTITY,
        entity: entity.to_owned(),
        file: history.entity_file(),
        line: Some(history.entity_line()),
        message: format!("`{entity}` has a second history, beside `{}`", first.display()),
        help: "keep the folder that is called like the entity".to_owned(),
    }
}
