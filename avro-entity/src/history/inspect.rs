//! Whether what `entity.toml` says of a history is what its folder has.

use super::file::{EntityFile, VersionEntry};
use super::folder::{ENTITY, Folder, file_name, number};
use super::hash::Hash;
use super::problem::Problem;
use super::record::{History, Version};
use super::toml;
use crate::compat::Rule;
use crate::compat::rule::{HISTORY_EDITED, HISTORY_GAP, WAIVER_WITHOUT_REASON};
use crate::error::Error;
use crate::schema::Schema;
use std::collections::BTreeMap;

/// The versions of a history that can be read, and what is wrong with it.
pub(super) fn inspect(history: &History, folder: &Folder) -> (Vec<Version>, Vec<Problem>) {
    let mut inspection = Inspection { history, folder, versions: BTreeMap::new(), problems: Vec::new() };
    inspection.entity_is_there();
    inspection.folder_has_the_entitys_name();
    inspection.versions_are_those_recorded();
    inspection.files_are_listed();
    inspection.numbers_have_no_gap();
    inspection.versions_are_made_from_older_ones();
    inspection.epochs_begin_with_a_version();
    inspection.waivers_say_why();
    (inspection.versions.into_values().flatten().collect(), inspection.problems)
}

struct Inspection<'h> {
    history: &'h History,
    folder: &'h Folder,
    /// The versions that are listed; without a value those that cannot be read.
    versions: BTreeMap<u32, Option<Version>>,
    problems: Vec<Problem>,
}

impl Inspection<'_> {
    fn entity_is_there(&mut self) {
        if self.folder.entity.is_none() {
            let message = "the folder has schemas and no `entity.toml` that lists them";
            let help = format!(
                "put the file back; or move the schemas elsewhere and begin the history with them: \
                 `avro-entity accept --entity {} --from <file>`",
                self.history.entity()
            );
            self.report(&HISTORY_GAP, ENTITY, None, message, help);
        }
    }

    fn folder_has_the_entitys_name(&mut self) {
        let (entity, folder) = (self.history.entity(), &self.folder.name);
        if entity != folder {
            let message = format!("the entity is `{entity}`, and its folder is called `{folder}`");
            let help = format!(
                "call the folder `{entity}`; an entity gets another name by `avro-entity rename`, which keeps the old one"
            );
            self.report(&HISTORY_EDITED, ENTITY, Some(self.history.entity_line()), message, help);
        }
    }

    fn versions_are_those_recorded(&mut self) {
        let file: &EntityFile = &self.history.file;
        for entry in &file.version {
            let version = *entry.number.get_ref();
            let line = toml::line(&self.history.text, entry.number.span().start);
            if self.versions.contains_key(&version) {
                let message = format!("version {version} is listed twice");
                self.report(&HISTORY_GAP, ENTITY, Some(line), message, after_merge());
                continue;
            }
            let read = self.version(version, entry, line);
            self.versions.insert(version, read);
        }
    }

    fn version(&mut self, version: u32, entry: &VersionEntry, line: u32) -> Option<Version> {
        let name = file_name(version);
        let Some(bytes) = self.folder.schemas.get(&name) else {
            let message = format!("version {version} is listed, and there is no file `{name}`");
            self.report(
                &HISTORY_GAP,
                ENTITY,
                Some(line),
                message,
                "put the file back: versions stay, whatever comes after them",
            );
            return None;
        };
        let schema = match parse(bytes) {
            Ok(schema) => schema,
            Err(error) => {
                let at = error.position().map(|at| at.line);
                let message = format!("version {version} is no schema: {}", error.message());
                self.report(&HISTORY_EDITED, &name, at, message, put_back());
                return None;
            }
        };
        if Hash::of_text(bytes) != entry.content.0 {
            let message = format!("version {version} is not the file that was recorded");
            self.report(&HISTORY_EDITED, &name, None, message, put_back());
        } else if schema.resolution_fingerprint() != entry.resolution.0.0 {
            let message = format!("the resolution fingerprint of version {version} is not that of `{name}`");
            self.report(&HISTORY_EDITED, ENTITY, Some(line), message, put_back());
        }
        Some(Version {
            number: version,
            after: entry.after,
            schema,
            file: self.folder.path.join(name),
            resolution: entry.resolution.0.0,
            content: entry.content.0.0,
            line,
        })
    }

    fn files_are_listed(&mut self) {
        for name in self.folder.schemas.keys() {
            match number(name) {
                None => {
                    let message = format!("`{name}` is no version: their files are called `0001.avsc`, `0002.avsc`, …");
                    self.report(&HISTORY_GAP, name, None, message, "delete it, or keep it elsewhere");
                }
                Some(version) if self.versions.contains_key(&version) || self.folder.entity.is_none() => {}
                Some(version) => {
                    let message = format!("`{name}` is there, and version {version} is not listed in `entity.toml`");
                    let help = "accept the entity again if this is its schema, else delete the file; after a merge run \
                                `avro-entity rebase`";
                    self.report(&HISTORY_GAP, name, None, message, help);
                }
            }
        }
    }

    fn numbers_have_no_gap(&mut self) {
        let files = self.folder.schemas.keys().filter_map(|name| number(name));
        let mut numbers: Vec<u32> = self.versions.keys().copied().chain(files).filter(|number| *number > 0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut expected = 1;
        for number in numbers {
            if number > expected {
                let missing = match number - 1 {
                    last if last == expected => format!("version {expected} is missing"),
                    last => format!("versions {expected} to {last} are missing"),
                };
                self.report(
                    &HISTORY_GAP,
                    ENTITY,
                    None,
                    missing,
                    "put them back, or number the later versions without a gap",
                );
            }
            expected = number.saturating_add(1);
        }
    }

    fn versions_are_made_from_older_ones(&mut self) {
        for entry in &self.history.file.version {
            let version = *entry.number.get_ref();
            if entry.after.is_some_and(|after| after >= version) {
                let line = toml::line(&self.history.text, entry.number.span().start);
                let message = format!("version {version} is said to be made from version {}", entry.parent());
                self.report(&HISTORY_GAP, ENTITY, Some(line), message, "`after` names an older version, or nothing");
            }
        }
    }

    fn epochs_begin_with_a_version(&mut self) {
        for epoch in self.history.epochs() {
            if !self.versions.contains_key(&epoch.from) {
                let message = format!("an epoch begins with version {}, which is not listed", epoch.from);
                self.report(
                    &HISTORY_GAP,
                    ENTITY,
                    Some(epoch.line),
                    message,
                    "an epoch begins with a version that there is",
                );
            }
        }
    }

    fn waivers_say_why(&mut self) {
        for waiver in self.history.waivers() {
            if waiver.reason.is_empty() {
                let message = format!("the waiver of `{}` for `{}` has no reason", waiver.rule, waiver.path);
                let help = "write `reason = \"…\"` into it, for whoever reads it in a year";
                self.report(&WAIVER_WITHOUT_REASON, ENTITY, waiver.line, message, help);
            }
        }
    }

    fn report(
        &mut self,
        rule: &'static Rule,
        file: &str,
        line: Option<u32>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (entity, file) = (self.history.entity().to_owned(), self.folder.path.join(file));
        self.problems.push(Problem { rule, entity, file, line, message: message.into(), help: help.into() });
    }
}

/// The schema in the file of a version.
pub(super) fn parse(bytes: &[u8]) -> Result<Schema, Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Schema::parse_foreign(text),
        Err(_) => Err(Error::new(crate::ErrorKind::Schema, "the text is not UTF-8")),
    }
}

fn put_back() -> &'static str {
    "put it back as it was (`git restore`): what was written under a version goes on being read by it"
}

fn after_merge() -> &'static str {
    "after a merge, `avro-entity rebase` puts one side's versions behind the other's"
}
