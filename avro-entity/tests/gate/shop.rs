//! A folder of histories, and entities that change.

use avro_entity::Schema;
use avro_entity::compat::{Break, Finding, Report};
use avro_entity::gate::{Acceptance, Accepted, Entity, Gate};
use avro_entity::history::{Date, Store};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A workspace with a folder of histories.
pub(crate) struct Shop {
    folder: TempDir,
}

impl Shop {
    pub(crate) fn new() -> Shop {
        Shop { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn schemas(&self) -> PathBuf {
        self.folder.path().join("schemas")
    }

    /// A file below `schemas`.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.schemas().join(name)
    }

    pub(crate) fn gate(&self) -> Gate {
        Gate::new(Store::open(self.schemas()).unwrap())
    }

    pub(crate) fn check(&self, entities: &[Entity]) -> Report {
        self.gate().check(entities).unwrap()
    }

    /// The rules of what is denied.
    pub(crate) fn denied(&self, entities: &[Entity]) -> Vec<&'static str> {
        self.check(entities).denied().map(|finding| finding.rule.id).collect()
    }

    pub(crate) fn accept(&self, entity: Entity) -> Accepted {
        self.accept_with(entity, |_| {})
    }

    pub(crate) fn accept_with(&self, entity: Entity, change: impl FnOnce(&mut Acceptance)) -> Accepted {
        let mut acceptance = Acceptance::default();
        change(&mut acceptance);
        self.gate().accept(&[entity], &acceptance).unwrap()
    }

    /// Records versions that are all accepted.
    pub(crate) fn with_history(versions: &[&str]) -> Shop {
        let shop = Shop::new();
        for fields in versions {
            let accepted = shop.accept(account(fields));
            assert!(!accepted.refused.is_denied(), "{:?}", rules(&accepted.refused));
        }
        shop
    }

    /// Records one more version whatever it breaks, by an epoch; or as the level of the entity is `level`.
    pub(crate) fn set_level(&self, level: &str) {
        std::fs::create_dir_all(self.schemas()).unwrap();
        std::fs::write(self.file("workspace.toml"), format!("level = \"{level}\"\n")).unwrap();
    }

    pub(crate) fn edit(&self, file: &str, change: impl FnOnce(String) -> String) {
        edit(&self.file(file), change);
    }
}

pub(crate) fn edit(path: &Path, change: impl FnOnce(String) -> String) {
    let text = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, change(text)).unwrap();
}

/// `net.example.Account` with these fields, as JSON without the brackets.
pub(crate) fn account(fields: &str) -> Entity {
    entity("net.example.Account", fields)
}

pub(crate) fn entity(name: &str, fields: &str) -> Entity {
    let schema = Schema::parse(&format!(r#"{{"type": "record", "name": "{name}", "fields": [{fields}]}}"#)).unwrap();
    Entity::of_schema(name, "account-service", schema)
}

pub(crate) fn rules(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.rule.id).collect()
}

/// The only finding of a rule.
pub(crate) fn only<'r>(report: &'r Report, rule: &str) -> &'r Finding {
    let found: Vec<&Finding> = report.findings.iter().filter(|finding| finding.rule.id == rule).collect();
    assert_eq!(found.len(), 1, "`{rule}` among {:?}", rules(report));
    found[0]
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The older versions that a finding is about, with the first letter of the direction.
pub(crate) fn breaks(finding: &Finding) -> Vec<String> {
    let letter = |broken: &Break| broken.direction.name().chars().next().unwrap_or_default();
    finding.breaks.iter().map(|broken| format!("{}{}", broken.version, letter(broken))).collect()
}

pub(crate) const ID: &str = r#"{"name": "id", "type": "long"}"#;
pub(crate) const EMAIL: &str = r#"{"name": "email", "type": "string"}"#;
pub(crate) const EMAIL_DEFAULT: &str = r#"{"name": "email", "type": "string", "default": ""}"#;
