//! The history of one entity: its versions, and what its `entity.toml` says about them.

use super::file::EntityFile;
use super::folder::{Folder, State};
use super::inspect::inspect;
use super::problem::Problem;
use super::settings::Settings;
use super::toml;
use super::waiver::{Epoch, Waiver};
use super::word::FullName;
use crate::error::{Error, ErrorKind};
use crate::schema::Schema;
use std::path::{Path, PathBuf};

/// The history of one root entity: every schema that its data were written with, oldest first.
///
/// ```
/// use avro_entity::{Schema, history::Store};
/// # let folder = tempfile::tempdir()?;
/// # let schemas = folder.path();
/// let store = Store::open(schemas)?;
/// let schema = Schema::parse(r#"{"type": "record", "name": "net.example.Account", "fields": []}"#)?;
/// let mut edit = store.create("net.example.Account", "account-service")?;
/// edit.record(&schema)?;
/// let history = edit.commit()?;
/// assert_eq!(history.tip().map(|tip| (tip.number, &tip.schema)), Some((1, &schema)));
/// assert!(history.problems().is_empty());
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct History {
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// The text of `entity.toml`, with line feeds; empty when there is no such file.
    pub(super) text: String,
    pub(super) file: EntityFile,
    pub(super) state: State,
    pub(super) versions: Vec<Version>,
    settings: Settings,
    waivers: Vec<Waiver>,
    epochs: Vec<Epoch>,
    pub(super) problems: Vec<Problem>,
}

/// One version of an entity.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Version {
    /// Its number: the first version is 1.
    pub number: u32,
    /// The number of the version that it was made from, 0 for none, where that is not the one before it: two branches had gone on
    /// from one version, and [`rebase`](super::rebase()) put it behind those of the other branch.
    pub after: Option<u32>,
    /// The schema, with the lines of its file as positions.
    pub schema: Schema,
    /// The file it was read from.
    pub file: PathBuf,
    /// The resolution fingerprint that is recorded for it.
    pub resolution: [u8; 32],
    /// The SHA-256 that is recorded for the bytes of the file, with line feeds at the ends of its lines.
    pub content: [u8; 32],
    /// Its line in `entity.toml`.
    pub line: u32,
}

impl History {
    /// The history in a folder.
    pub(super) fn read(folder: &Folder) -> Result<History, Error> {
        let entity_file = folder.path.join(super::folder::ENTITY);
        let (text, file) = match &folder.entity {
            Some(bytes) => {
                let text = text(bytes).map_err(|error| error.in_file(&entity_file))?;
                let file = toml::read(&text, &entity_file)?;
                (text, file)
            }
            None => (String::new(), EntityFile::new(FullName(folder.name.clone()), "")),
        };
        let line = |offset: usize| toml::line(&text, offset);
        let waivers: Vec<Waiver> =
            file.waiver.iter().map(|entry| Waiver::read(entry, line(entry.rule.span().start))).collect();
        let epochs = file.epoch.iter().map(|entry| Epoch {
            from: *entry.from.get_ref(),
            reason: entry.reason.0.0.clone(),
            line: line(entry.from.span().start),
        });
        let mut history = History {
            name: folder.name.clone(),
            path: folder.path.clone(),
            settings: Settings::read(file.level, &file.severity),
            epochs: epochs.collect(),
            waivers,
            state: folder.state(),
            versions: Vec::new(),
            problems: Vec::new(),
            text,
            file,
        };
        history.check_waivers()?;
        (history.versions, history.problems) = inspect(&history, folder);
        Ok(history)
    }

    /// The full name of the entity.
    pub fn entity(&self) -> &str {
        self.file.entity()
    }

    /// The cargo package that has the Rust type; empty when the history has no `entity.toml`.
    pub fn package(&self) -> &str {
        &self.file.package
    }

    /// The full names that the entity had before, oldest first.
    pub fn formerly(&self) -> impl ExactSizeIterator<Item = &str> {
        self.file.formerly.iter().map(|name| name.0.0.as_str())
    }

    /// Whether this is the entity's full name, or one it had before.
    pub fn is_called(&self, name: &str) -> bool {
        self.file.is_called(name)
    }

    /// Whether two paths are one, each of them under this name or one the entity had before.
    pub(crate) fn is_one_path(&self, path: &str, other: &str) -> bool {
        self.file.is_one_path(path, other)
    }

    /// What the entity says about its own checks.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Why there is no such entity any more; `None` while there is.
    pub fn retired(&self) -> Option<&str> {
        self.file.retired.as_ref().map(|reason| reason.0.0.as_str())
    }

    /// The versions that are recorded and can be read, in the order of their numbers.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The versions of the present epoch: those that new code is compared with.
    pub fn present(&self) -> &[Version] {
        let from = self.epochs.iter().map(|epoch| epoch.from).max().unwrap_or(0);
        let start = self.versions.partition_point(|version| version.number < from);
        self.versions.get(start..).unwrap_or_default()
    }

    /// The newest version.
    pub fn tip(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The epochs, as they stand in the file.
    pub fn epochs(&self) -> &[Epoch] {
        &self.epochs
    }

    /// The waivers, as they stand in the file.
    pub fn waivers(&self) -> &[Waiver] {
        &self.waivers
    }

    /// What is wrong with the history by itself. One of these makes it a history that nothing should be compared with.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The folder, as it is shown.
    pub fn folder(&self) -> &Path {
        &self.path
    }

    /// The path of `entity.toml`, as it is shown.
    pub fn entity_file(&self) -> PathBuf {
        self.path.join(super::folder::ENTITY)
    }

    /// The line of `entity.toml` with the entity's name.
    pub(super) fn entity_line(&self) -> u32 {
        toml::line(&self.text, self.file.entity.span().start)
    }

    /// A waiver is about this entity, under a name that it has or had.
    fn check_waivers(&self) -> Result<(), Error> {
        let stray = self.file.waiver.iter().find(|waiver| !self.is_called(&waiver.entity.get_ref().0.0));
        let Some(stray) = stray else { return Ok(()) };
        let error = stray_waiver(&stray.entity.get_ref().0.0, &self.file);
        let position = toml::position(&self.text, stray.entity.span().start);
        Err(error.at_position(position).in_file(&self.entity_file()))
    }
}

/// The refusal of a waiver that names another entity than `file` is about.
pub(super) fn stray_waiver(entity: &str, file: &EntityFile) -> Error {
    let message = format!("the waiver is about `{entity}`, and this is the history of `{}`", file.entity());
    Error::new(ErrorKind::History, message)
}

/// The text of `entity.toml` with line feeds, whatever ends the lines of the file.
fn text(bytes: &[u8]) -> Result<String, Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.replace("\r\n", "\n")),
        Err(error) => {
            let message = format!("the file is not UTF-8: byte {} is no part of a character", error.valid_up_to());
            Err(Error::new(ErrorKind::History, message))
        }
    }
}
