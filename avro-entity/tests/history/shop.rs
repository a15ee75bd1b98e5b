//! A folder with the histories of a shop, alone or in a git repository.

use avro_entity::Schema;
use avro_entity::history::{History, Problem, Store, Version};
use avro_entity::schema::Kind;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

pub(crate) const ACCOUNT: &str = "net.example.Account";

/// A folder that is deleted at the end; the store is in `schemas` below it.
pub(crate) struct Shop {
    folder: TempDir,
}

/// The schema of an account with these fields, all of them `int`.
pub(crate) fn account(fields: &[&str]) -> Schema {
    documented(ACCOUNT, None, fields)
}

pub(crate) fn documented(name: &str, doc: Option<&str>, fields: &[&str]) -> Schema {
    let fields: Vec<_> = fields.iter().map(|name| serde_json::json!({"name": name, "type": "int"})).collect();
    let mut schema = serde_json::json!({"type": "record", "name": name, "fields": fields});
    if let Some(doc) = doc {
        schema["doc"] = doc.into();
    }
    Schema::parse(&schema.to_string()).unwrap()
}

impl Shop {
    pub(crate) fn new() -> Shop {
        Shop { folder: tempfile::tempdir().unwrap() }
    }

    /// A shop whose account has a version for each of these fields, each with one field more.
    pub(crate) fn with_versions(fields: &[&str]) -> Shop {
        let shop = Shop::new();
        shop.record(fields);
        shop
    }

    /// A git repository on the branch `main`, with this history committed.
    pub(crate) fn in_git(fields: &[&str]) -> Shop {
        let shop = Shop::new();
        shop.git(&["init", "--quiet", "--initial-branch=main"]);
        shop.record(fields);
        shop.commit();
        shop
    }

    /// Adds versions to the history of the account, each with one field more than the one before.
    pub(crate) fn record(&self, fields: &[&str]) {
        for field in fields {
            let history = self.store().history(ACCOUNT).unwrap();
            let mut names: Vec<String> = history.as_ref().and_then(History::tip).map(field_names).unwrap_or_default();
            names.push((*field).to_owned());
            let schema = account(&names.iter().map(String::as_str).collect::<Vec<_>>());
            let mut edit = match &history {
                Some(history) => self.store().edit(history),
                None => self.store().create(ACCOUNT, "account-service").unwrap(),
            };
            edit.record(&schema).unwrap();
            edit.commit().unwrap();
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn store(&self) -> Store {
        Store::open(self.path().join("schemas")).unwrap()
    }

    /// The history of the account.
    pub(crate) fn history(&self) -> History {
        self.store().history(ACCOUNT).unwrap().unwrap()
    }

    pub(crate) fn problems(&self) -> Vec<Problem> {
        let histories = self.store().histories().unwrap();
        histories.iter().flat_map(|history| history.problems().to_vec()).collect()
    }

    /// A file of the account.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join("schemas").join(ACCOUNT).join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.file(name).parent().unwrap()).unwrap();
        fs::write(self.file(name), text).unwrap();
    }

    /// Puts `new` into the place of `old` in a file of the account.
    pub(crate) fn replace(&self, name: &str, old: &str, new: &str) {
        let text = self.read(name);
        assert!(text.contains(old), "no {old:?} in {text}");
        self.write(name, &text.replacen(old, new, 1));
    }

    /// Runs git in the folder, whatever the machine's own configuration.
    pub(crate) fn try_git(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("git");
        command.current_dir(self.path()).args(arguments).env("LC_ALL", "C").env("GIT_EDITOR", "true");
        command.env("GIT_CONFIG_GLOBAL", self.path().join("no-config")).env("GIT_CONFIG_NOSYSTEM", "1");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "A. Tester").env(format!("GIT_{who}_EMAIL"), "a@example.net");
        }
        command.output().unwrap()
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "--all", "."]);
        self.git(&["commit", "--quiet", "--message=more"]);
    }
}

fn field_names(version: &Version) -> Vec<String> {
    match &version.schema.root_node().kind {
        Kind::Record(record) => record.fields.iter().map(|field| field.name.clone()).collect(),
        _ => Vec::new(),
    }
}

/// Number and fields of every version.
pub(crate) fn versions(history: &History) -> Vec<(u32, String)> {
    history.versions().iter().map(|version| (version.number, field_names(version).join(" "))).collect()
}
