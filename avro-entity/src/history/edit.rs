//! A change of a history: what it is to be, then all of it on the disk.

use super::file::{EntityFile, EpochEntry, VersionEntry, WaiverEntry, placeless};
use super::folder::{ENTITY, Folder, State, file_name};
use super::hash::Hash;
use super::lock::lock;
use super::problem::Problem;
use super::record::{History, stray_waiver};
use super::store::Store;
use super::toml;
use super::waiver::Waiver;
use super::word::{FullName, In, Reason, Word};
use crate::compat::rule::WAIVER_WITHOUT_REASON;
use crate::error::{Error, ErrorKind};
use crate::new_file::NewFile;
use crate::schema::Schema;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A change of a history, from [`Store::create`] or [`Store::edit`]; nothing is written before [`commit`](Edit::commit).
///
/// ```
/// use avro_entity::{Schema, history::{Store, Waiver}};
/// # let folder = tempfile::tempdir()?;
/// # let schemas = folder.path();
/// let account = |field: &str| Schema::parse(&format!(
///     r#"{{"type": "record", "name": "Account", "fields": [{{"name": "{field}", "type": "int"}}]}}"#
/// ));
/// let store = Store::open(schemas)?;
/// let mut edit = store.create("Account", "account-service")?;
/// edit.record(&account("id")?)?;
/// let history = edit.commit()?;
///
/// let mut edit = store.edit(&history);
/// let version = edit.record(&account("number")?)?;
/// edit.waive(Waiver::new("field-removed", "Account", "Account.id", version, "nobody has read it yet"))?;
/// let history = edit.commit()?;
/// assert_eq!((history.versions().len(), history.waivers().len()), (2, 1));
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "nothing is written before it is committed"]
pub struct Edit {
    store: Store,
    /// The folder and what was in it when the history was read.
    folder: PathBuf,
    state: Option<State>,
    text: String,
    file: EntityFile,
    /// The newest version, as it is or is to be.
    tip: Option<Schema>,
    /// What stands against a change of the versions.
    problems: Vec<Problem>,
    /// The files of schemas to write.
    schemas: BTreeMap<u32, String>,
    epoch: Option<Reason>,
}

impl Edit {
    pub(super) fn first(store: &Store, file: EntityFile, leftover: Option<Folder>) -> Edit {
        Edit {
            store: store.clone(),
            folder: store.folder().join(file.entity()),
            state: leftover.map(|folder| folder.state()),
            text: String::new(),
            file,
            tip: None,
            problems: Vec::new(),
            schemas: BTreeMap::new(),
            epoch: None,
        }
    }

    pub(super) fn of(store: &Store, history: &History) -> Edit {
        Edit {
            store: store.clone(),
            folder: store.folder().join(&history.name),
            state: Some(history.state.clone()),
            text: history.text.clone(),
            file: history.file.clone(),
            tip: history.tip().map(|tip| tip.schema.clone()),
            problems: history
                .problems
                .iter()
                .filter(|problem| problem.rule.id != WAIVER_WITHOUT_REASON.id)
                .cloned()
                .collect(),
            schemas: BTreeMap::new(),
            epoch: None,
        }
    }

    /// The full name of the entity, as it is to be.
    pub fn entity(&self) -> &str {
        self.file.entity()
    }

    /// Adds a version, and says its number. A schema that equals the newest version is that version.
    ///
    /// The file of a version that is there already, because a run before was cut off, is taken when it is the same.
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when the schema is not that of the entity, the entity is retired, the history has
    /// problems, or the file of the version is there and is another one.
    pub fn record(&mut self, schema: &Schema) -> Result<u32, Error> {
        self.is_of_the_entity(schema)?;
        let number = match &self.tip {
            Some(tip) if tip == schema => self.file.tip(),
            _ => self.file.tip().saturating_add(1),
        };
        self.is_sound_but_for(&file_name(number))?;
        if number == self.file.tip() {
            return Ok(number);
        }
        let text = schema.to_lines();
        let content = Hash::of_text(text.as_bytes());
        let there = self.state.as_ref().and_then(|state| state.schemas.get(&file_name(number)));
        if there.is_some_and(|there| *there != content) {
            let message = "the file is there, is not listed in `entity.toml` and is not this schema: delete it";
            return Err(Error::new(ErrorKind::History, message).in_file(&self.folder.join(file_name(number))));
        }
        self.file.version.push(entry(number, schema, content));
        self.put(number, text, schema);
        Ok(number)
    }

    /// Puts a schema in the place of the newest version, from which it differs in its documentation only.
    ///
    /// The newest version may be one that a run before was cut off in rewriting.
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when there is no version, the schema differs in something else, or the history
    /// has problems.
    pub fn rewrite_tip(&mut self, schema: &Schema) -> Result<(), Error> {
        self.is_of_the_entity(schema)?;
        let number = self.file.tip();
        let name = file_name(number);
        self.is_sound_but_for(&name)?;
        let recorded = self.file.version.iter_mut().find(|version| *version.number.get_ref() == number);
        let same = self.tip.as_ref().is_some_and(|tip| tip.same_but_docs(schema));
        match recorded {
            Some(recorded) if same && recorded.resolution.0.0 == schema.resolution_fingerprint() => {
                let text = schema.to_lines();
                recorded.content = In(Hash::of_text(text.as_bytes()));
                self.put(number, text, schema);
                Ok(())
            }
            _ => {
                let message = "the schema differs from the newest version in more than documentation: record it";
                Err(Error::new(ErrorKind::History, message).in_file(&self.folder.join(name)))
            }
        }
    }

    /// Begins an epoch with the newest version, which is the one of this edit when it [records](Edit::record) one: versions
    /// before it are not compared with any more.
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when the reason is empty.
    pub fn begin_epoch(&mut self, reason: &str) -> Result<(), Error> {
        self.epoch = Some(Reason::read(reason)?);
        Ok(())
    }

    /// Adds a waiver. One that is there already for the same rule, path and version gets the new reason and the new day.
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when the reason is empty, or there is no such rule, version or entity here.
    pub fn waive(&mut self, waiver: Waiver) -> Result<(), Error> {
        let new = waiver.entry()?;
        if !self.file.is_called(&waiver.entity) {
            return Err(stray_waiver(&waiver.entity, &self.file));
        }
        if waiver.version == 0 || waiver.version > self.file.tip() {
            let message =
                format!("the waiver is about version {}, and the newest is {}", waiver.version, self.file.tip());
            return Err(Error::new(ErrorKind::History, message));
        }
        let is_same = |old: &WaiverEntry| {
            (&old.rule, old.version) == (&new.rule, new.version) && self.file.is_one_path(&old.path, &new.path)
        };
        match self.file.waiver.iter().position(is_same).and_then(|index| self.file.waiver.get_mut(index)) {
            Some(old) => *old = new,
            None => self.file.waiver.push(new),
        }
        Ok(())
    }

    /// Says that there is no such entity any more. Its history stays, since its data may.
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when the reason is empty.
    pub fn retire(&mut self, reason: &str) -> Result<(), Error> {
        self.file.retired = Some(In(Reason::read(reason)?));
        Ok(())
    }

    /// Gives the entity another full name; it is still found by the one it has, and its waivers go on to hold.
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when the name is none.
    pub fn rename(&mut self, name: &str) -> Result<(), Error> {
        let name = FullName::read(name)?;
        if name.0 == self.file.entity() {
            return Ok(());
        }
        let In(old) = std::mem::replace(&mut self.file.entity, placeless(In(name.clone()))).into_inner();
        self.file.formerly.retain(|former| former.0 != old && former.0 != name);
        self.file.formerly.push(In(old));
        Ok(())
    }

    /// Moves the Rust type to another cargo package.
    pub fn set_package(&mut self, package: &str) {
        self.file.package = package.to_owned();
    }

    /// Writes everything, and reads the history again.
    ///
    /// Each file is written under another name and then gets its own: the schemas first, `entity.toml` after them, the folder's
    /// name last. A run that is cut off between them leaves a [`Problem`], and the same edit once more mends it. Other writers
    /// of the store wait.
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when the folder is not as it was when the history was read, the folder of a new
    /// name is there, or an epoch has no version to begin with; of kind [`Io`](ErrorKind::Io) when a file cannot be written.
    pub fn commit(mut self) -> Result<History, Error> {
        self.place_epoch()?;
        fs::create_dir_all(self.store.folder()).map_err(|error| Error::from(error).in_file(self.store.folder()))?;
        let _lock = lock(self.store.folder())?;
        unchanged(&self.folder, self.state.as_ref())?;
        let target = self.target()?;
        fs::create_dir_all(&self.folder).map_err(|error| Error::from(error).in_file(&self.folder))?;
        for (number, text) in &self.schemas {
            replace(&self.folder.join(file_name(*number)), text)?;
        }
        replace(&self.folder.join(ENTITY), &self.entity_text()?)?;
        if target != self.folder {
            fs::rename(&self.folder, &target).map_err(|error| Error::from(error).in_file(&target))?;
        }
        read_back(&target)
    }

    fn put(&mut self, number: u32, text: String, schema: &Schema) {
        self.schemas.insert(number, text);
        self.tip = Some(schema.clone());
    }

    /// The schema of an entity has its name, or none: that of an enum with data is a union.
    fn is_of_the_entity(&self, schema: &Schema) -> Result<(), Error> {
        let entity = self.file.entity();
        let message = match schema.root_node().name().map(|name| name.full()) {
            Some(name) if name != entity => {
                format!("the schema is that of `{name}`, and this is the history of `{entity}`")
            }
            _ if self.file.retired.is_some() => {
                format!("`{entity}` is retired: delete the line `retired` when there is such an entity again")
            }
            _ => return Ok(()),
        };
        Err(Error::new(ErrorKind::History, message).in_file(&self.folder.join(ENTITY)))
    }

    /// Refuses a history that has problems elsewhere than in the file that the edit is about to write.
    fn is_sound_but_for(&self, name: &str) -> Result<(), Error> {
        match self.problems.iter().find(|problem| !problem.file.ends_with(name)) {
            None => Ok(()),
            Some(problem) => Err(Error::new(ErrorKind::History, problem.to_string())),
        }
    }

    fn place_epoch(&mut self) -> Result<(), Error> {
        let Some(reason) = self.epoch.take() else { return Ok(()) };
        let tip = self.file.tip();
        let there = self.file.epoch.iter().any(|epoch| *epoch.from.get_ref() == tip);
        if tip == 0 || there {
            let message = match there {
                true => format!("an epoch begins with version {tip} already"),
                false => "an epoch begins with a version, and there is none yet".to_owned(),
            };
            return Err(Error::new(ErrorKind::History, message).in_file(&self.folder.join(ENTITY)));
        }
        self.file.epoch.push(EpochEntry { from: placeless(tip), reason: In(reason) });
        Ok(())
    }

    /// The folder that is called like the entity.
    fn target(&self) -> Result<PathBuf, Error> {
        let target = self.store.folder().join(self.file.entity());
        if target != self.folder && target.exists() {
            let message = format!("`{}` has a folder already", self.file.entity());
            return Err(Error::new(ErrorKind::History, message).in_file(&target));
        }
        Ok(target)
    }

    /// The text of `entity.toml`, with the ends of lines that it has.
    fn entity_text(&self) -> Result<String, Error> {
        let text = toml::write(&self.text, &self.file)?;
        let old = self.state.as_ref().and_then(|state| state.entity.as_deref()).unwrap_or_default();
        Ok(if old.windows(2).any(|pair| pair == b"\r\n") { text.replace('\n', "\r\n") } else { text })
    }
}

pub(super) fn entry(number: u32, schema: &Schema, content: Hash) -> VersionEntry {
    VersionEntry {
        number: placeless(number),
        after: None,
        resolution: In(Hash(schema.resolution_fingerprint())),
        content: In(content),
    }
}

/// Takes away the files of a history, and its folder unless something else is in it.
pub(super) fn remove(store: &Store, history: &History) -> Result<(), Error> {
    let folder = store.folder().join(&history.name);
    let _lock = lock(store.folder())?;
    unchanged(&folder, Some(&history.state))?;
    remove_files(&folder)
}

/// Takes away the files of a history in a folder, and the folder unless something else is in it.
pub(super) fn remove_files(folder: &Path) -> Result<(), Error> {
    for name in super::folder::names(folder)?.unwrap_or_default().iter().filter(|name| Folder::belongs(name)) {
        let file = folder.join(name);
        fs::remove_file(&file).map_err(|error| Error::from(error).in_file(&file))?;
    }
    match fs::remove_dir(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::DirectoryNotEmpty => Err(Error::from(error).in_file(folder)),
        _ => Ok(()),
    }
}

/// Refuses a folder that is not as it was when it was read.
fn unchanged(folder: &Path, state: Option<&State>) -> Result<(), Error> {
    if Folder::read(folder)?.map(|folder| folder.state()).as_ref() == state {
        return Ok(());
    }
    let message = "the history was changed by somebody else after it was read: run again";
    Err(Error::new(ErrorKind::History, message).in_file(folder))
}

/// Writes a file under another name and then gives it its own.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let place = |error: std::io::Error| Error::from(error).in_file(path);
    let permissions = fs::metadata(path).ok().map(|metadata| metadata.permissions());
    let (mut file, new) = NewFile::create(path.to_owned(), permissions).map_err(place)?;
    file.write_all(text.as_bytes()).map_err(place)?;
    new.finish()
}

/// The history that was written into a folder.
pub(super) fn read_back(folder: &Path) -> Result<History, Error> {
    match Folder::read(folder)? {
        Some(folder) => History::read(&folder),
        None => Err(Error::new(ErrorKind::History, "the history is gone since it was written").in_file(folder)),
    }
}
