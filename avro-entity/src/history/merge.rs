//! One history out of two that went on from the same versions.

use super::edit::entry;
use super::file::{EntityFile, EpochEntry, VersionEntry, WaiverEntry, placeless};
use super::folder::{Folder, file_name};
use super::hash::Hash;
use super::inspect::parse;
use super::record::History;
use super::toml;
use crate::error::{Error, ErrorKind};
use std::collections::BTreeMap;

/// A history as both sides have it, and as it was before, if it was.
#[derive(Clone, Copy)]
pub(super) struct Parents<'s> {
    pub(super) base: Option<&'s (Folder, History)>,
    pub(super) ours: &'s (Folder, History),
    pub(super) upstream: &'s (Folder, History),
}

/// The history that both sides become.
pub(super) struct Merged {
    pub(super) file: EntityFile,
    /// The text of `entity.toml`.
    pub(super) text: String,
    /// The text of every version.
    pub(super) schemas: BTreeMap<u32, String>,
    /// Our later versions: the number each had and has.
    pub(super) versions: Vec<(u32, u32)>,
    /// The keys that both sides changed.
    pub(super) upstreams: Vec<&'static str>,
}

impl Parents<'_> {
    /// The names of the folders that the history has or had.
    pub(super) fn folder_names(&self) -> Vec<String> {
        let sides = self.base.into_iter().chain([self.ours, self.upstream]);
        let mut names: Vec<String> = sides.map(|(folder, _)| folder.name.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    fn base_file(&self) -> Option<&EntityFile> {
        self.base.map(|(_, history)| &history.file)
    }
}

/// Upstream's history with what we added to it.
pub(super) fn merge(parents: &Parents<'_>) -> Result<Merged, Error> {
    let (folder, upstream) = parents.upstream;
    let mut merged = Merged {
        file: upstream.file.clone(),
        text: upstream.text.clone(),
        schemas: BTreeMap::new(),
        versions: Vec::new(),
        upstreams: Vec::new(),
    };
    for version in &upstream.file.version {
        let number = *version.number.get_ref();
        merged.schemas.insert(number, text(folder, number)?);
    }
    merged.settings(parents);
    merged.documentation(parents)?;
    merged.later_versions(parents)?;
    merged.epochs(parents)?;
    merged.waivers(parents)?;
    merged.text = toml::write(&merged.text, &merged.file)?;
    Ok(merged)
}

impl Merged {
    /// What one side alone changed is as that side has it.
    fn settings(&mut self, parents: &Parents<'_>) {
        let (base, ours) = (parents.base_file(), &parents.ours.1.file);
        let mut choose = |key: &'static str, choice: Choice| match choice {
            Choice::Upstream => false,
            Choice::Ours => true,
            Choice::Both => {
                self.upstreams.push(key);
                false
            }
        };
        let file = &mut self.file;
        let names = |file: &EntityFile| (file.entity().to_owned(), file.formerly.clone());
        if choose("entity", choice(base.map(names), &names(ours), &names(file))) {
            (file.entity, file.formerly) = (ours.entity.clone(), ours.formerly.clone());
        }
        if choose("package", choice(base.map(|file| file.package.clone()), &ours.package, &file.package)) {
            file.package = ours.package.clone();
        }
        if choose("level", choice(base.map(|file| file.level), &ours.level, &file.level)) {
            file.level = ours.level;
        }
        if choose("retired", choice(base.map(|file| file.retired.clone()), &ours.retired, &file.retired)) {
            file.retired = ours.retired.clone();
        }
        if choose("severity", choice(base.map(|file| file.severity.clone()), &ours.severity, &file.severity)) {
            file.severity = ours.severity.clone();
        }
    }

    /// The version that both sides started from has our documentation when upstream left it alone.
    fn documentation(&mut self, parents: &Parents<'_>) -> Result<(), Error> {
        let tip = parents.base_file().map_or(0, EntityFile::tip);
        if tip == 0 || tip != self.file.tip() {
            return Ok(());
        }
        let find = |file: &EntityFile| file.version.iter().find(|version| *version.number.get_ref() == tip).cloned();
        let (before, own) = (parents.base_file().and_then(find), find(&parents.ours.1.file));
        let upstream = self.file.version.iter_mut().find(|version| *version.number.get_ref() == tip);
        if let (Some(upstream), Some(own)) = (upstream, own)
            && before.as_ref() == Some(&*upstream)
            && before.as_ref() != Some(&own)
        {
            *upstream = own;
            self.schemas.insert(tip, text(&parents.ours.0, tip)?);
        }
        Ok(())
    }

    /// Our versions after those that both sides started from, behind upstream's.
    fn later_versions(&mut self, parents: &Parents<'_>) -> Result<(), Error> {
        let (folder, ours) = parents.ours;
        let shared = parents.base_file().map_or(0, EntityFile::tip);
        let mut later: Vec<(usize, &VersionEntry)> = ours.file.version.iter().enumerate().collect();
        later.retain(|(_, version)| *version.number.get_ref() > shared);
        later.sort_by_key(|(_, version)| *version.number.get_ref());
        let mut rows = Vec::new();
        for (row, version) in later {
            let old = *version.number.get_ref();
            let there = self
                .file
                .version
                .iter()
                .find(|there| *there.number.get_ref() > shared && there.content == version.content);
            let new = match there {
                Some(there) => *there.number.get_ref(),
                None => {
                    let new = self.file.tip().saturating_add(1);
                    let text = text(folder, old)?;
                    let schema =
                        parse(text.as_bytes()).map_err(|error| error.in_file(&folder.path.join(file_name(old))))?;
                    let parent = self.parent(&ours.file, version.parent());
                    let after = (parent.saturating_add(1) != new).then_some(parent);
                    let entry = entry(new, &schema, Hash::of_text(text.as_bytes()));
                    self.file.version.push(VersionEntry { after, ..entry });
                    self.schemas.insert(new, text);
                    rows.push(row);
                    new
                }
            };
            self.versions.push((old, new));
        }
        self.text = toml::with_rows(&self.text, "version", &ours.text, &rows)?;
        Ok(())
    }

    /// The number that a version of ours has here: its own, unless it was moved, in this run or in one before.
    fn parent(&self, ours: &EntityFile, number: u32) -> u32 {
        let numbered = |file: &EntityFile| file.version.iter().find(|there| *there.number.get_ref() == number).cloned();
        let Some(own) = numbered(ours).filter(|own| numbered(&self.file).is_none_or(|it| it.content != own.content))
        else {
            return number;
        };
        let moved = self.file.version.iter().rev().find(|there| there.content == own.content);
        moved.map_or(number, |there| *there.number.get_ref())
    }

    fn epochs(&mut self, parents: &Parents<'_>) -> Result<(), Error> {
        let (ours, base) = (&parents.ours.1, parents.base_file().map(|file| file.epoch.as_slice()).unwrap_or_default());
        let moved =
            |epoch: &EpochEntry| EpochEntry { from: placeless(self.moved(*epoch.from.get_ref())), ..epoch.clone() };
        let added = added(base, &ours.file.epoch, &self.file.epoch, moved);
        self.file.epoch.retain(|epoch| ours.file.epoch.contains(epoch) || !base.contains(epoch));
        let rows: Vec<usize> = added.iter().map(|(row, _)| *row).collect();
        self.file.epoch.extend(added.into_iter().map(|(_, epoch)| epoch));
        self.text = toml::with_rows(&self.text, "epoch", &ours.text, &rows)?;
        Ok(())
    }

    fn waivers(&mut self, parents: &Parents<'_>) -> Result<(), Error> {
        let (ours, base) =
            (&parents.ours.1, parents.base_file().map(|file| file.waiver.as_slice()).unwrap_or_default());
        let moved = |waiver: &WaiverEntry| WaiverEntry { version: self.moved(waiver.version), ..waiver.clone() };
        let added = added(base, &ours.file.waiver, &self.file.waiver, moved);
        self.file.waiver.retain(|waiver| ours.file.waiver.contains(waiver) || !base.contains(waiver));
        let rows: Vec<usize> = added.iter().map(|(row, _)| *row).collect();
        self.file.waiver.extend(added.into_iter().map(|(_, waiver)| waiver));
        self.text = toml::with_rows(&self.text, "waiver", &ours.text, &rows)?;
        Ok(())
    }

    /// The number that our version of this number has.
    fn moved(&self, number: u32) -> u32 {
        self.versions.iter().find(|(old, _)| *old == number).map_or(number, |(_, new)| *new)
    }
}

/// What we added and upstream does not have, with its new numbers and its row in our file.
fn added<T: PartialEq>(base: &[T], ours: &[T], upstream: &[T], moved: impl Fn(&T) -> T) -> Vec<(usize, T)> {
    let new = ours.iter().enumerate().filter(|(_, entry)| !base.contains(entry));
    new.map(|(row, entry)| (row, moved(entry))).filter(|(_, entry)| !upstream.contains(entry)).collect()
}

/// Whose value a key gets.
enum Choice {
    Upstream,
    Ours,
    /// Both changed it, each in its own way.
    Both,
}

fn choice<T: PartialEq>(base: Option<T>, ours: &T, upstream: &T) -> Choice {
    match base {
        _ if ours == upstream => Choice::Upstream,
        Some(base) if base == *ours => Choice::Upstream,
        Some(base) if base == *upstream => Choice::Ours,
        _ => Choice::Both,
    }
}

/// The text of a version, with line feeds.
fn text(folder: &Folder, number: u32) -> Result<String, Error> {
    let name = file_name(number);
    let bytes = folder.schemas.get(&name);
    let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).map(|text| text.replace("\r\n", "\n"));
    text.ok_or_else(|| {
        let message = format!("version {number} is listed, and there is no text of it");
        Error::new(ErrorKind::History, message).in_file(&folder.path.join(name))
    })
}
