//! `check --against` a commit, and `rebase` after two branches went on from one version.

use crate::gate::account;
use crate::program::Folder;
use avro_entity::Schema;
use avro_entity::history::Store;
use serde_json::{Value, json};
use std::process::Command;

impl Folder {
    fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn try_git(&self, arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new("git");
        command.current_dir(self.path(".")).args(arguments).env("GIT_CONFIG_GLOBAL", self.path("none"));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_EDITOR", "true");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "A. Tester").env(format!("GIT_{who}_EMAIL"), "a@example.net");
        }
        command.output().unwrap()
    }

    fn commit(&self) {
        self.git(&["add", "--all", "."]);
        self.git(&["commit", "--quiet", "--message=more"]);
    }

    /// Records a version in which the account has one more field, with this default.
    fn add(&self, field: &str, kind: &str, default: Value) {
        let store = Store::open(self.path("schemas")).unwrap();
        let history = store.history("net.example.Account").unwrap().unwrap();
        let mut json = history.tip().unwrap().schema.to_json();
        json["fields"].as_array_mut().unwrap().push(json!({"name": field, "type": kind, "default": default}));
        let mut edit = store.edit(&history);
        edit.record(&Schema::parse(&json.to_string()).unwrap()).unwrap();
        edit.commit().unwrap();
    }
}

fn repository() -> Folder {
    let folder = Folder::new();
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    account(&folder);
    folder.commit();
    folder
}

#[test]
fn a_history_may_only_grow_beyond_a_commit() {
    let folder = repository();
    folder.add("age", "int", json!(0));
    assert_eq!(folder.run(&["check", "schemas", "--against", "main"]).code, Some(0));
    std::fs::remove_dir_all(folder.path("schemas/net.example.Account")).unwrap();
    let run = folder.run(&["check", "schemas", "--against", "main"]);
    assert_eq!(run.code, Some(100));
    assert!(run.text().contains("the history of `net.example.Account` is gone, which `main` has"), "{}", run.text());
}

#[test]
fn a_commit_that_is_missing_is_answered_with_what_to_fetch() {
    let folder = repository();
    folder.git(&["remote", "add", "origin", "https://example.net/shop.git"]);
    let run = folder.run(&["check", "schemas", "--against", "origin/release"]);
    assert_eq!((run.code, run.text()), (Some(101), ""));
    assert!(run.stderr.contains("git fetch --depth=1 origin "), "{}", run.stderr);
}

#[test]
fn branches_that_went_on_from_one_version_are_put_behind_each_other() {
    let folder = repository();
    folder.git(&["switch", "--quiet", "--create", "ours"]);
    folder.add("age", "int", json!(0));
    folder.commit();
    folder.git(&["switch", "--quiet", "main"]);
    folder.add("town", "string", json!(""));
    folder.commit();
    folder.git(&["switch", "--quiet", "ours"]);
    assert!(!folder.try_git(&["merge", "main"]).status.success(), "both have a version 5");
    let text = folder.run(&["rebase"]).good_text();
    assert!(text.contains("net.example.Account 5: now 6\n"), "{text}");
    let other_way =
        "where those of HEAD are the published ones, run `avro-entity rebase --upstream HEAD --ours MERGE_HEAD`\n";
    assert!(text.ends_with(other_way), "{text}");
    let town = |file: &str| {
        String::from_utf8(folder.read(&format!("schemas/net.example.Account/{file}.avsc"))).unwrap().contains("town")
    };
    assert_eq!([town("0005"), town("0006")], [true, false]);
    folder.run(&["rebase", "--upstream", "HEAD", "--ours", "MERGE_HEAD"]).good_text();
    assert_eq!([town("0005"), town("0006")], [false, true]);
    assert_eq!(folder.run(&["rebase"]).good_text(), text);
    let run = folder.run(&["check", "schemas"]);
    // Ours does not have the other branch's field: the entity has to be looked at.
    assert!(run.text().contains("`town` is not read any more"), "{}", run.text());
    folder.git(&["add", "--all", "."]);
    folder.git(&["commit", "--quiet", "--no-edit"]);
    assert_eq!(folder.run(&["check", "schemas", "--against", "main"]).code, Some(0));
}
