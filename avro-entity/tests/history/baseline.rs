//! Histories as they were, in folders and in git, to which they may only have grown.

use crate::shop::{ACCOUNT, Shop, account, documented, versions};
use avro_entity::ErrorKind;
use avro_entity::history::{Baseline, Problem, Store};
use std::fs;

fn grown(shop: &Shop, reference: &str) -> Vec<Problem> {
    Baseline::git(&shop.store(), reference).unwrap().grown(&shop.store().histories().unwrap())
}

/// The one thing that is not as it was: rule, file, what is wrong.
fn only(shop: &Shop) -> (&'static str, String, String) {
    let problems = grown(shop, "main");
    assert_eq!(problems.len(), 1, "{problems:#?}");
    let file = problems[0].file.strip_prefix(shop.path()).unwrap().to_str().unwrap().replace('\\', "/");
    assert!(problems[0].help.contains("main:schemas/net.example.Account"), "{}", problems[0].help);
    (problems[0].rule.id, file, problems[0].message.clone())
}

#[test]
fn git_has_the_histories_as_they_were_committed() {
    let shop = Shop::in_git(&["id", "mail"]);
    shop.record(&["age"]);
    let baseline = Baseline::git(&shop.store(), "main").unwrap();
    assert_eq!((baseline.name(), baseline.histories().len()), ("main", 1));
    let history = &baseline.histories()[0];
    assert_eq!((versions(history).len(), history.problems()), (2, &[][..]));
    assert_eq!(history.tip().unwrap().file.to_str(), Some("main:schemas/net.example.Account/0002.avsc"));
}

#[test]
fn a_store_deep_in_the_repository_is_found() {
    let shop = Shop::in_git(&["id"]);
    let deep = shop.path().join("crates/größe [a]/schemas");
    fs::create_dir_all(deep.parent().unwrap()).unwrap();
    fs::rename(shop.path().join("schemas"), &deep).unwrap();
    shop.commit();
    let store = Store::open(&deep).unwrap();
    assert_eq!(Baseline::git(&store, "HEAD").unwrap().histories().len(), 1);
    assert_eq!(Baseline::git(&store, "HEAD~1").unwrap().histories().len(), 0);
}

#[test]
fn a_store_that_is_the_repository_is_found() {
    let shop = Shop::with_versions(&["id"]);
    let schemas = shop.path().join("schemas");
    let schemas = schemas.to_str().unwrap();
    shop.git(&["init", "--quiet", schemas]);
    shop.git(&["-C", schemas, "add", "."]);
    shop.git(&["-C", schemas, "commit", "--quiet", "--message=first"]);
    assert_eq!(Baseline::git(&shop.store(), "HEAD").unwrap().histories().len(), 1);
}

#[test]
fn what_was_added_is_no_problem() {
    let shop = Shop::in_git(&["id"]);
    shop.record(&["mail", "age"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.begin_epoch("anew").unwrap();
    edit.commit().unwrap();
    let mut other = shop.store().create("net.example.Order", "p").unwrap();
    other.record(&documented("net.example.Order", None, &[])).unwrap();
    other.commit().unwrap();
    assert_eq!(grown(&shop, "main"), []);
}

#[test]
fn other_ends_of_lines_are_no_problem() {
    let shop = Shop::in_git(&["id"]);
    shop.git(&["config", "core.autocrlf", "true"]);
    fs::remove_dir_all(shop.path().join("schemas")).unwrap();
    shop.git(&["checkout", "--quiet", "--", "schemas"]);
    assert!(shop.read("0001.avsc").contains("\r\n"));
    assert_eq!((shop.problems(), grown(&shop, "main")), (vec![], vec![]));
    shop.record(&["mail"]);
    assert_eq!((shop.problems(), grown(&shop, "main")), (vec![], vec![]));
}

#[test]
fn the_newest_version_may_get_other_documentation_and_no_older_one() {
    let shop = Shop::in_git(&["id"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.rewrite_tip(&documented(ACCOUNT, Some("Who buys."), &["id"])).unwrap();
    edit.commit().unwrap();
    shop.record(&["mail"]);
    assert_eq!(grown(&shop, "main"), []);
    shop.commit();

    shop.write("0001.avsc", &account(&["id"]).to_lines());
    let message = "version 1 is not the one that `main` has".to_owned();
    assert_eq!(only(&shop), ("history-edited", "schemas/net.example.Account/0001.avsc".into(), message));
}

#[test]
fn a_version_that_was_rewritten_together_with_its_hash_is_told() {
    let shop = Shop::in_git(&["id"]);
    shop.store().remove(&shop.history()).unwrap();
    shop.record(&["number"]);
    assert_eq!(shop.problems(), []);
    let message = "version 1 is not the one that `main` has".to_owned();
    assert_eq!(only(&shop), ("history-edited", "schemas/net.example.Account/0001.avsc".into(), message));
}

#[test]
fn a_version_that_was_taken_out_is_told() {
    let shop = Shop::in_git(&["id", "mail"]);
    shop.store().remove(&shop.history()).unwrap();
    shop.record(&["id"]);
    let message = "version 2, which `main` has, is gone".to_owned();
    assert_eq!(only(&shop), ("history-gap", "schemas/net.example.Account/0002.avsc".into(), message));
}

#[test]
fn a_version_that_is_listed_and_has_no_file_is_told_once() {
    let shop = Shop::in_git(&["id", "mail"]);
    fs::remove_file(shop.file("0002.avsc")).unwrap();
    assert_eq!((shop.problems().len(), grown(&shop, "main")), (1, vec![]));
}

#[test]
fn a_history_that_vanished_is_told() {
    let shop = Shop::in_git(&["id"]);
    fs::remove_dir_all(shop.path().join("schemas")).unwrap();
    let message = "the history of `net.example.Account` is gone, which `main` has".to_owned();
    assert_eq!(only(&shop), ("history-gap", "schemas/net.example.Account".into(), message));
}

#[test]
fn a_renamed_history_is_found_even_when_its_name_is_anothers() {
    let shop = Shop::in_git(&["id"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.rename("net.example.Client").unwrap();
    edit.commit().unwrap();
    assert_eq!(grown(&shop, "main"), []);
    shop.record(&["quite", "another"]);
    assert_eq!(grown(&shop, "main"), []);
}

#[test]
fn a_folder_is_a_baseline_as_well() {
    let (before, now) = (Shop::with_versions(&["id", "mail"]), Shop::with_versions(&["id"]));
    let baseline = Baseline::folder(before.store().folder()).unwrap();
    let problems = baseline.grown(&now.store().histories().unwrap());
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.ends_with("is gone"), "{}", problems[0]);
    assert_eq!(baseline.grown(&before.store().histories().unwrap()), []);
    let error = Baseline::folder(before.path().join("schemes")).unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Io, "there is no such folder"));
}

#[test]
fn where_there_is_no_repository_is_told() {
    let shop = Shop::with_versions(&["id"]);
    let error = Baseline::git(&shop.store(), "main").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::History);
    assert!(error.message().starts_with("no git repository with files: not a git repository"), "{error}");
}

/// A clone of a shop with one commit of two.
fn shallow() -> (Shop, Shop) {
    let shop = Shop::in_git(&["id"]);
    shop.record(&["mail"]);
    shop.commit();
    let clone = Shop::new();
    let from = format!("file://{}", shop.path().display());
    clone.git(&["clone", "--quiet", "--depth=1", "--branch=main", &from, "."]);
    (shop, clone)
}

#[test]
fn a_commit_that_a_shallow_clone_lacks_is_told_with_the_command_that_gets_it() {
    let (shop, clone) = shallow();
    shop.git(&["branch", "release/1.0"]);
    let refused = |reference: &str| {
        let error = Baseline::git(&clone.store(), reference).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::History);
        error.message().to_owned()
    };
    assert_eq!(
        refused("origin/release/1.0"),
        "git has no commit `origin/release/1.0` here: \
         run `git fetch --depth=1 origin release/1.0:refs/remotes/origin/release/1.0`"
    );
    assert_eq!(
        refused("release/1.0"),
        "git has no commit `release/1.0` here: run `git fetch --depth=1 origin \
         release/1.0:refs/remotes/origin/release/1.0` and name it `origin/release/1.0`"
    );
    assert_eq!(refused("HEAD~1"), "git has no commit `HEAD~1` here: run `git fetch --unshallow`");
    let first = shop.git(&["rev-parse", "HEAD~1"]).trim().to_owned();
    assert_eq!(refused(&first), format!("git has no commit `{first}` here: run `git fetch --depth=1 origin {first}`"));

    let command = "fetch --depth=1 origin release/1.0:refs/remotes/origin/release/1.0";
    clone.git(&command.split(' ').collect::<Vec<_>>());
    assert_eq!(grown(&clone, "origin/release/1.0"), []);
}

#[test]
fn without_a_remote_there_is_nothing_to_fetch_from() {
    let shop = Shop::in_git(&["id"]);
    let error = Baseline::git(&shop.store(), "origin/main").unwrap_err();
    assert_eq!(error.message(), "git has no commit `origin/main` here: no remote is configured to fetch it from");
    let error = Baseline::git(&shop.store(), "--all").unwrap_err();
    assert_eq!(error.message(), "git has no commit `--all` here: no remote is configured to fetch it from");
}

#[test]
fn an_object_that_a_partial_clone_lacks_is_told_and_not_fetched() {
    let shop = Shop::in_git(&["id"]);
    shop.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = Shop::new();
    let from = format!("file://{}", shop.path().display());
    clone.git(&["clone", "--quiet", "--no-checkout", "--filter=blob:none", &from, "."]);
    let error = Baseline::git(&clone.store(), "origin/main").unwrap_err();
    let message = error.message();
    assert!(message.starts_with("git has not all of `origin/main` here (object "), "{message}");
    assert!(message.contains("git fetch"), "{message}");
}
