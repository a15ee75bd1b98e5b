//! Two branches went on from one version, each with files of the same numbers: one side's are put behind the other's.
//!
//! ```text
//! both       0001 0002
//! upstream   0001 0002 0003a            0001 0002 0003a 0004b
//! ours       0001 0002 0003b      ──▶   a waiver of ours for version 3 is one for version 4
//! ```

use super::edit::{remove_files, replace};
use super::file::EntityFile;
use super::folder::{ENTITY, Folder, file_name, number};
use super::git::Repository;
use super::hash::Hash;
use super::lock::lock;
use super::merge::{Merged, Parents, merge};
use super::record::History;
use super::store::Store;
use crate::error::{Error, ErrorKind};
use std::fs;
use std::path::{Path, PathBuf};

/// The two sides of a merge or rebase: commits, branches or tags.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sides {
    /// The side whose versions keep their numbers.
    pub upstream: String,
    /// The side whose later versions come behind them.
    pub ours: String,
    /// The commit from which both go on; without one git is asked for it.
    pub base: Option<String>,
}

/// What [`rebase`] did to one history.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rebased {
    /// The full name of the entity.
    pub entity: String,
    /// Its folder, which was written.
    pub folder: PathBuf,
    /// Each of our later versions: the number it had and the one it has.
    pub versions: Vec<(u32, u32)>,
    /// The keys of `entity.toml` that both sides changed, and that stand as upstream has them.
    pub upstreams: Vec<&'static str>,
}

impl Sides {
    /// These two.
    ///
    /// ```
    /// use avro_entity::history::Sides;
    /// assert_eq!(Sides::new("origin/main", "HEAD").base, None);
    /// ```
    pub fn new(upstream: impl Into<String>, ours: impl Into<String>) -> Sides {
        Sides { upstream: upstream.into(), ours: ours.into(), base: None }
    }

    /// Those of the merge, rebase or cherry-pick that waits in the repository around `store`.
    ///
    /// In a merge, what is merged is upstream and `HEAD` is ours, as when a branch takes in `main`; name the sides for the other
    /// way round. In a rebase or cherry-pick `HEAD` is upstream, and ours is what the one commit adds that is put onto it.
    ///
    /// # Errors
    ///
    /// Of kind [`History`](ErrorKind::History) when nothing of the kind is under way, or there is no repository.
    pub fn under_way(store: &Store) -> Result<Sides, Error> {
        let repository = Repository::around(store.folder())?;
        if repository.try_commit("MERGE_HEAD")?.is_some() {
            return Ok(Sides::new("MERGE_HEAD", "HEAD"));
        }
        // Git leaves `REBASE_HEAD` behind a rebase that is done.
        let rebase = repository.rebases()?.then_some("REBASE_HEAD");
        for ours in rebase.into_iter().chain(["CHERRY_PICK_HEAD"]) {
            if repository.try_commit(ours)?.is_some() {
                let base = repository.try_commit(&format!("{ours}^"))?;
                return Ok(Sides { base, ..Sides::new("HEAD", ours) });
            }
        }
        let message = "no merge, rebase or cherry-pick is under way: name both sides";
        Err(Error::new(ErrorKind::History, message).in_file(store.folder()))
    }
}

/// Puts our later versions behind those of upstream, with new numbers, in every history that both sides changed; our waivers
/// and epochs go with them. The files in the folder of `store` are written, whatever conflict is in them; both sides are read
/// from git.
///
/// A version of ours that upstream recorded as well is not recorded twice. What both sides changed in another way is as
/// upstream has it, and is told. Histories that one side changed are left to git. The new files wait for `git add`, and whether
/// our versions are compatible with upstream's is for a check to say.
///
/// ```no_run
/// use avro_entity::history::{Sides, Store, rebase};
/// let store = Store::find(env!("CARGO_MANIFEST_DIR"))?;
/// for rebased in rebase(&store, &Sides::under_way(&store)?)? {
///     println!("{}: {:?}", rebased.entity, rebased.versions);
/// }
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// Of kind [`History`](ErrorKind::History) when git lacks a commit, a side's history cannot be read, upstream has lost a history
/// that we go on with, or a file in a folder to be written is neither side's.
pub fn rebase(store: &Store, sides: &Sides) -> Result<Vec<Rebased>, Error> {
    let repository = Repository::around(store.folder())?;
    let (upstream, ours) = (repository.commit(&sides.upstream)?, repository.commit(&sides.ours)?);
    let base = match &sides.base {
        Some(base) => Some(repository.commit(base)?),
        None => repository.merge_base(&upstream, &ours)?,
    };
    let base = base.map(|base| side(&repository, &base, &base)).transpose()?.unwrap_or_default();
    let (upstream, ours) = (side(&repository, &upstream, &sides.upstream)?, side(&repository, &ours, &sides.ours)?);
    let mut plans = Vec::new();
    for own in &ours {
        let before = base.iter().find(|before| same_entity(before, own));
        let theirs = upstream
            .iter()
            .find(|theirs| same_entity(theirs, own) || before.is_some_and(|before| same_entity(theirs, before)));
        if let Some(parents) = conflict(before, own, theirs)? {
            plans.push((parents, merge(&parents)?));
        }
    }
    fs::create_dir_all(store.folder()).map_err(|error| Error::from(error).in_file(store.folder()))?;
    let _lock = lock(store.folder())?;
    for (parents, _) in &plans {
        nothing_is_lost(store, parents)?;
    }
    let others = |parents: &Parents<'_>| {
        let own = [parents.ours.0.path.clone(), parents.upstream.0.path.clone()];
        let sides = ours.iter().chain(&upstream).map(|(folder, _)| folder);
        sides.filter(|folder| !own.contains(&folder.path)).map(|folder| folder.name.clone()).collect::<Vec<_>>()
    };
    plans.into_iter().map(|(parents, merged)| write(store, &parents, merged, &others(&parents))).collect()
}

/// The histories of one side, with their files.
fn side(repository: &Repository, commit: &str, name: &str) -> Result<Vec<(Folder, History)>, Error> {
    let folders = repository.folders(commit, name)?;
    folders.into_iter().map(|folder| History::read(&folder).map(|history| (folder, history))).collect()
}

fn same_entity((_, one): &(Folder, History), (_, two): &(Folder, History)) -> bool {
    one.is_called(two.entity()) || two.is_called(one.entity())
}

/// The three states of a history that both sides changed; `None` when git has but one to choose.
fn conflict<'s>(
    base: Option<&'s (Folder, History)>,
    ours: &'s (Folder, History),
    upstream: Option<&'s (Folder, History)>,
) -> Result<Option<Parents<'s>>, Error> {
    let state = |side: &(Folder, History)| (side.0.name.clone(), side.0.state());
    let before = base.map(state);
    let ours_changed = before != Some(state(ours));
    match upstream {
        Some(upstream) if ours_changed && before != Some(state(upstream)) && state(ours) != state(upstream) => {
            Ok(Some(Parents { base, ours, upstream }))
        }
        None if base.is_some() && ours_changed => {
            let message =
                "we go on with this history, and upstream has it no more: put it back there, or remove it here";
            Err(Error::new(ErrorKind::History, message).in_file(&ours.0.path))
        }
        _ => Ok(None),
    }
}

/// Refuses to write over a schema in the working files that neither side has.
fn nothing_is_lost(store: &Store, parents: &Parents<'_>) -> Result<(), Error> {
    let sides = [parents.ours, parents.upstream];
    for name in parents.folder_names() {
        let Some(there) = Folder::read(&store.folder().join(&name))? else { continue };
        for (file, bytes) in &there.schemas {
            let hash = Hash::of_text(bytes);
            let is_of_side =
                sides.iter().any(|(_, history)| history.state.schemas.values().any(|schema| *schema == hash));
            let is_listed = sides.iter().any(|(_, history)| lists(&history.file, file));
            if !is_of_side && !is_listed {
                let message = "the file is neither upstream's nor ours: delete it, or keep it elsewhere";
                return Err(Error::new(ErrorKind::History, message).in_file(&there.path.join(file)));
            }
        }
    }
    Ok(())
}

fn lists(file: &EntityFile, name: &str) -> bool {
    number(name).is_some_and(|number| file.version.iter().any(|version| *version.number.get_ref() == number))
}

fn write(store: &Store, parents: &Parents<'_>, merged: Merged, others: &[String]) -> Result<Rebased, Error> {
    let entity = merged.file.entity().to_owned();
    let folder = store.folder().join(&entity);
    fs::create_dir_all(&folder).map_err(|error| Error::from(error).in_file(&folder))?;
    for (number, text) in &merged.schemas {
        replace(&folder.join(file_name(*number)), text)?;
    }
    replace(&folder.join(ENTITY), &merged.text)?;
    remove_surplus(&folder, &merged)?;
    for name in parents.folder_names().into_iter().filter(|name| *name != entity && !others.contains(name)) {
        if Folder::read(&store.folder().join(&name))?.is_some() {
            remove_files(&store.folder().join(&name))?;
        }
    }
    Ok(Rebased { entity, folder, versions: merged.versions, upstreams: merged.upstreams })
}

/// Deletes the files of versions that the history does not have under these numbers.
fn remove_surplus(folder: &Path, merged: &Merged) -> Result<(), Error> {
    let there = Folder::read(folder)?.map(|folder| folder.schemas).unwrap_or_default();
    for name in there.keys().filter(|name| number(name).is_none_or(|number| !merged.schemas.contains_key(&number))) {
        let file = folder.join(name);
        fs::remove_file(&file).map_err(|error| Error::from(error).in_file(&file))?;
    }
    Ok(())
}
