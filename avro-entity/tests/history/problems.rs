//! Every problem that a history can have by itself.

use crate::shop::{ACCOUNT, Shop};
use std::fs;

/// The one problem of a shop: rule, file, line, what is wrong.
fn only(shop: &Shop) -> (&'static str, String, Option<u32>, String) {
    let problems = shop.problems();
    assert_eq!(problems.len(), 1, "{problems:#?}");
    let name = problems[0].file.file_name().unwrap().to_str().unwrap().to_owned();
    assert!(problems[0].file.starts_with(shop.path()) && !problems[0].help.is_empty());
    (problems[0].rule.id, name, problems[0].line, problems[0].message.clone())
}

fn line_of(shop: &Shop, text: &str) -> Option<u32> {
    let line = shop.read("entity.toml").lines().position(|line| line == text).unwrap();
    Some(u32::try_from(line).unwrap() + 1)
}

#[test]
fn an_edited_version() {
    let shop = Shop::with_versions(&["id", "mail"]);
    shop.replace("0001.avsc", "\"name\": \"id\"", "\"name\": \"ID\"");
    let message = "version 1 is not the file that was recorded".into();
    assert_eq!(only(&shop), ("history-edited", "0001.avsc".into(), None, message));
    assert_eq!(shop.history().versions().len(), 2);
}

#[test]
fn a_fingerprint_that_is_not_the_versions() {
    let shop = Shop::with_versions(&["id"]);
    let text = shop.read("entity.toml");
    let digits = text.split("resolution = \"").nth(1).unwrap().get(..64).unwrap();
    shop.replace("entity.toml", digits, &"0".repeat(64));
    let message = "the resolution fingerprint of version 1 is not that of `0001.avsc`".into();
    assert_eq!(only(&shop), ("history-edited", "entity.toml".into(), line_of(&shop, "number = 1"), message));
}

#[test]
fn a_version_that_is_no_schema_with_its_line() {
    let shop = Shop::with_versions(&["id"]);
    shop.replace("0001.avsc", "\"int\"", "\"integer\"");
    let (rule, file, line, message) = only(&shop);
    assert_eq!((rule, file.as_str(), line), ("history-edited", "0001.avsc", Some(6)));
    assert_eq!(message, "version 1 is no schema: there is no type `net.example.integer`");
    assert!(shop.history().versions().is_empty());
}

#[test]
fn a_version_that_is_listed_and_not_there() {
    let shop = Shop::with_versions(&["id", "mail"]);
    fs::remove_file(shop.file("0002.avsc")).unwrap();
    let message = "version 2 is listed, and there is no file `0002.avsc`".into();
    assert_eq!(only(&shop), ("history-gap", "entity.toml".into(), line_of(&shop, "number = 2"), message));
}

#[test]
fn a_version_that_is_there_and_not_listed() {
    let shop = Shop::with_versions(&["id"]);
    shop.write("0002.avsc", "\"int\"");
    let message = "`0002.avsc` is there, and version 2 is not listed in `entity.toml`".into();
    assert_eq!(only(&shop), ("history-gap", "0002.avsc".into(), None, message));
}

#[test]
fn numbers_that_are_left_out() {
    let shop = Shop::with_versions(&["a", "b", "c", "d"]);
    let text = shop.read("entity.toml");
    let mut blocks: Vec<&str> = text.split("[[version]]").collect();
    blocks.drain(2..4);
    shop.write("entity.toml", &blocks.join("[[version]]"));
    for name in ["0002.avsc", "0003.avsc"] {
        fs::remove_file(shop.file(name)).unwrap();
    }
    assert_eq!(only(&shop), ("history-gap", "entity.toml".into(), None, "versions 2 to 3 are missing".into()));
}

#[test]
fn a_version_that_is_listed_twice() {
    let shop = Shop::with_versions(&["a"]);
    let text = shop.read("entity.toml");
    let block = text.split("[[version]]").nth(1).unwrap();
    shop.write("entity.toml", &format!("{text}\n[[version]]{block}"));
    let (rule, file, line, message) = only(&shop);
    assert_eq!((rule, file.as_str(), message.as_str()), ("history-gap", "entity.toml", "version 1 is listed twice"));
    assert!(line > line_of(&shop, "number = 1"));
}

#[test]
fn a_version_that_is_made_from_itself() {
    let shop = Shop::with_versions(&["a", "b"]);
    shop.replace("entity.toml", "number = 2\n", "number = 2\nafter = 2\n");
    let line = line_of(&shop, "number = 2");
    let message = "version 2 is said to be made from version 2".into();
    assert_eq!(only(&shop), ("history-gap", "entity.toml".into(), line, message));
}

#[test]
fn a_file_that_is_called_like_no_version() {
    let shop = Shop::with_versions(&["a"]);
    shop.write("2.avsc", "\"int\"");
    shop.write("README.md", "not a schema");
    let message = "`2.avsc` is no version: their files are called `0001.avsc`, `0002.avsc`, …".into();
    assert_eq!(only(&shop), ("history-gap", "2.avsc".into(), None, message));
}

#[test]
fn an_epoch_that_begins_with_no_version() {
    let shop = Shop::with_versions(&["a"]);
    let text = shop.read("entity.toml") + "[[epoch]]\nfrom = 99\nreason = \"r\"\n";
    shop.write("entity.toml", &text);
    let message = "an epoch begins with version 99, which is not listed".into();
    assert_eq!(only(&shop), ("history-gap", "entity.toml".into(), line_of(&shop, "from = 99"), message));
}

#[test]
fn a_waiver_without_a_reason() {
    for reason in ["", "reason = \" \"\n"] {
        let shop = Shop::with_versions(&["a"]);
        let waiver =
            format!("rule = \"field-removed\"\nentity = \"{ACCOUNT}\"\npath = \"Account.b\"\nversion = 1\n{reason}");
        let text = shop.read("entity.toml") + "[[waiver]]\n" + &waiver;
        shop.write("entity.toml", &text);
        let message = "the waiver of `field-removed` for `Account.b` has no reason".into();
        let line = line_of(&shop, "rule = \"field-removed\"");
        assert_eq!(only(&shop), ("waiver-without-reason", "entity.toml".into(), line, message));
    }
}

#[test]
fn an_entity_with_two_folders() {
    let shop = Shop::with_versions(&["a"]);
    let copy = shop.path().join("schemas/net.example.Copy");
    fs::create_dir(&copy).unwrap();
    for name in ["0001.avsc", "entity.toml"] {
        fs::copy(shop.file(name), copy.join(name)).unwrap();
    }
    let problems = shop.problems();
    assert_eq!(
        problems.iter().map(|problem| problem.rule.id).collect::<Vec<_>>(),
        ["history-edited", "duplicate-entity"]
    );
    assert_eq!((&problems[1].file, problems[1].line), (&copy.join("entity.toml"), Some(1)));
    let first = shop.path().join("schemas").join(ACCOUNT);
    assert_eq!(problems[1].message, format!("`{ACCOUNT}` has a second history, beside `{}`", first.display()));
}

#[test]
fn a_problem_is_shown_on_one_line() {
    let shop = Shop::with_versions(&["a"]);
    shop.write("2.avsc", "\"int\"");
    let problem = &shop.problems()[0];
    let expected = format!("{}: {}; {} [history-gap]", shop.file("2.avsc").display(), problem.message, problem.help);
    assert_eq!(problem.to_string(), expected);
}

#[test]
fn folders_of_something_else_are_no_histories() {
    let shop = Shop::with_versions(&["a"]);
    fs::create_dir_all(shop.path().join("schemas/docs")).unwrap();
    fs::create_dir_all(shop.path().join("schemas/.old")).unwrap();
    fs::write(shop.path().join("schemas/.old/0001.avsc"), "\"int\"").unwrap();
    fs::write(shop.path().join("schemas/docs/a.md"), "text").unwrap();
    assert_eq!((shop.store().histories().unwrap().len(), shop.problems()), (1, vec![]));
}
