//! An earlier state of the histories, to which they may only have grown.

use super::folder::{file_name, number};
use super::git::Repository;
use super::problem::Problem;
use super::record::History;
use super::store::{Store, read_all};
use crate::compat::rule::{HISTORY_EDITED, HISTORY_GAP};
use crate::error::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// The histories as they were: in another folder, or at a commit.
///
/// ```
/// use avro_entity::{Schema, history::{Baseline, Store}};
/// # let (before, now) = (tempfile::tempdir()?, tempfile::tempdir()?);
/// # let (before, now) = (before.path(), now.path());
/// let store = Store::open(before)?;
/// let mut edit = store.create("Account", "account-service")?;
/// edit.record(&Schema::parse(r#"{"type": "record", "name": "Account", "fields": []}"#)?)?;
/// edit.commit()?;
///
/// let problems = Baseline::folder(before)?.grown(&Store::open(now)?.histories()?);
/// assert!(problems[0].message.starts_with("the history of `Account` is gone"));
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Baseline {
    name: String,
    /// The folder in which its histories should be.
    schemas: PathBuf,
    histories: Vec<History>,
}

impl Baseline {
    /// The histories in another folder `schemas`.
    ///
    /// # Errors
    ///
    /// When there is no such folder, and as [`Store::histories`].
    pub fn folder(schemas: impl AsRef<Path>) -> Result<Baseline, Error> {
        let schemas = schemas.as_ref();
        if !schemas.is_dir() {
            return Err(Error::new(ErrorKind::Io, "there is no such folder").in_file(schemas));
        }
        let histories = Store::open(schemas)?.histories()?;
        Ok(Baseline { name: schemas.display().to_string(), schemas: schemas.to_owned(), histories })
    }

    /// The histories of `store` at a commit, a branch or a tag of the git repository around it, read from git's objects. A
    /// commit that has no such folder has no histories.
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when there is no repository, or it lacks the commit or a part of it, as a shallow
    /// clone does: the message has the `git fetch` to run. As [`Store::histories`] for what the commit has, and of kind
    /// [`Io`](ErrorKind::Io) when `git` does not run.
    pub fn git(store: &Store, reference: &str) -> Result<Baseline, Error> {
        let repository = Repository::around(store.folder())?;
        let commit = repository.commit(reference)?;
        let folders = repository.folders(&commit, reference)?;
        let histories = read_all(&folders)?;
        Ok(Baseline { name: reference.to_owned(), schemas: store.folder().to_owned(), histories })
    }

    /// The folder, or the name of the commit.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The histories as they were, sorted by entity.
    pub fn histories(&self) -> &[History] {
        &self.histories
    }

    /// A history as it was.
    pub(crate) fn before(&self, today: &History) -> Option<&History> {
        self.histories.iter().find(|old| today.is_called(old.entity()))
    }

    /// What is not as it was in `today`, the histories as they are: every version is still there with the same content, but
    /// that the newest one may have got other documentation. A history that got another name is found by the one it had.
    ///
    /// What was accepted may be taken back: an epoch or a waiver that is gone is no problem, since it lets less pass.
    pub fn grown(&self, today: &[History]) -> Vec<Problem> {
        self.histories.iter().flat_map(|old| self.kept(old, today)).collect()
    }

    /// What of one history is not as it was. Where several entities have had its name, it is the one that has most of it.
    fn kept(&self, old: &History, today: &[History]) -> Vec<Problem> {
        let named = today.iter().filter(|new| new.is_called(old.entity()));
        let compared = named.map(|new| self.compare(old, new));
        compared.min_by_key(Vec::len).unwrap_or_else(|| vec![self.gone(old)])
    }

    fn compare(&self, old: &History, new: &History) -> Vec<Problem> {
        let files = old.state.schemas.keys().filter_map(|name| number(name));
        files.filter_map(|version| self.version(version, old, new)).collect()
    }

    fn version(&self, version: u32, old: &History, new: &History) -> Option<Problem> {
        let name = file_name(version);
        let (before, now) = (old.state.schemas.get(&name)?, new.state.schemas.get(&name));
        let (rule, message) = match now {
            Some(now) if now == before => return None,
            Some(_) if version == old.file.tip() && only_docs_differ(version, old, new) => return None,
            Some(_) => (&HISTORY_EDITED, format!("version {version} is not the one that `{}` has", self.name)),
            // The history itself tells of a version that is listed and has no file.
            None if new.file.version.iter().any(|entry| *entry.number.get_ref() == version) => return None,
            None => (&HISTORY_GAP, format!("version {version}, which `{}` has, is gone", self.name)),
        };
        let was = old.path.join(&name);
        let help = format!("put back `{}`: what was written under a version goes on being read by it", was.display());
        Some(Problem { rule, entity: new.entity().to_owned(), file: new.path.join(name), line: None, message, help })
    }

    fn gone(&self, old: &History) -> Problem {
        let entity = old.entity();
        Problem {
            rule: &HISTORY_GAP,
            entity: entity.to_owned(),
            file: self.schemas.join(&old.name),
            line: None,
            message: format!("the history of `{entity}` is gone, which `{}` has", self.name),
            help: format!(
                "put back `{}`; `avro-entity retire` ends an entity and `avro-entity rename` gives it another name",
                old.path.display()
            ),
        }
    }
}

fn only_docs_differ(version: u32, old: &History, new: &History) -> bool {
    let find = |history: &History| {
        history.versions.iter().find(|candidate| candidate.number == version).map(|version| version.schema.clone())
    };
    find(old).zip(find(new)).is_some_and(|(old, new)| old.same_but_docs(&new))
}
