//! `check`, `diff`, `log`, `explain`, `retire` and `rename`, and the commands that ask a crate for its entities.

use crate::program::Folder;
use avro_entity::Schema;
use avro_entity::history::{Store, Waiver};
use serde_json::{Value, json};

const FIRST: &str = r#"{"type": "record", "name": "net.example.Account", "fields": [
  {"name": "id", "type": "long"},
  {"name": "email", "type": "string"}]}"#;

/// `visits` is new, with a default.
const SECOND: &str = r#"{"type": "record", "name": "net.example.Account", "fields": [
  {"name": "id", "type": "long"},
  {"name": "email", "type": "string"},
  {"name": "visits", "type": "int", "default": 0}]}"#;

/// `email` is called `mail`.
const RENAMED: &str = r#"{"type": "record", "name": "net.example.Account", "fields": [
  {"name": "id", "type": "long"},
  {"name": "mail", "type": "string"},
  {"name": "visits", "type": "int", "default": 0}]}"#;

/// A history of four versions in `schemas`: the last two only differ in a default.
pub(crate) fn account(folder: &Folder) {
    let store = Store::open(folder.path("schemas")).unwrap();
    let mut edit = store.create("net.example.Account", "account-service").unwrap();
    for text in [FIRST, SECOND, &SECOND.replace("0}", "1}"), &SECOND.replace("0}", "2}")] {
        edit.record(&Schema::parse(text).unwrap()).unwrap();
    }
    edit.commit().unwrap();
}

fn two_versions(old: &str, new: &str) -> Folder {
    let folder = Folder::new();
    folder.write("old.avsc", old);
    folder.write("new.avsc", new);
    folder
}

#[test]
fn two_schemas_that_agree_say_so() {
    let folder = two_versions(FIRST, SECOND);
    let report = folder.run(&["check", "old.avsc", "new.avsc"]).good_text();
    let news = "info[field-added]: net.example.Account.visits: `visits` is new, and older data are read with 0";
    assert_eq!(report, format!("{news}\n\n1 entity compared, nothing breaks\n"));
    assert_eq!(folder.run(&["check", "new.avsc", "new.avsc"]).good_text(), "1 entity compared, nothing breaks\n");
}

#[test]
fn a_break_is_drawn_in_both_files_and_ends_with_100() {
    let folder = two_versions(SECOND, RENAMED);
    let run = folder.run(&["check", "old.avsc", "new.avsc", "--level", "BACKWARD"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(100), ""));
    insta::assert_snapshot!(run.text(), @r#"
    error[field-renamed-without-alias]: `mail` may be what `email` was, and is not looked for under that name
     --> new.avsc:3:3
      |
    3 |   {"name": "mail", "type": "string"},
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ net.example.Account.mail
      |
     ::: old.avsc:3:3
      |
    3 |   {"name": "email", "type": "string"},
      |   ----------------------------------- as it was
      |
      = note: new code cannot read any data of `old.avsc`
      = note: for example {"id":0,"email":"","visits":0} (bytes 000000): Account.mail at byte 0: the writer has no field `mail`, and it has no default
      = note: fields are found by name; older data have the value under the old name, where nobody looks for it
      = note: if it is changed all the same: writers first, and readers when no old data is left
      = help: write `"aliases": ["email"]` in `net.example.Account.mail`

    1 entity compared: 1 finding denied
    "#);
}

#[test]
fn warnings_end_with_100_where_they_are_denied() {
    let folder = two_versions(SECOND, FIRST);
    assert_eq!(folder.run(&["check", "old.avsc", "new.avsc"]).code, Some(0), "a field was removed that had a default");
    assert_eq!(folder.run(&["check", "old.avsc", "new.avsc", "--deny-warnings"]).code, Some(100));
    let severity = |severity: &str| folder.run(&["check", "old.avsc", "new.avsc", "--severity", severity]).code;
    assert_eq!(severity("field-removed=deny"), Some(100));
    assert_eq!(severity("field-removed=allow"), Some(0));
}

#[test]
fn every_format_is_printed() {
    let folder = two_versions(SECOND, RENAMED);
    for (format, begin) in [
        ("json", "{\n  \"form\": 1,"),
        ("github", "::error file=new.avsc,line=3,col=3,title=field-renamed-without-alias::"),
        ("sarif", "{\n  \"$schema\""),
        ("junit", "<?xml"),
        ("markdown", "### ❌"),
    ] {
        let run = folder.run(&["check", "old.avsc", "new.avsc", "--format", format]);
        assert_eq!(run.code, Some(100));
        assert!(run.text().starts_with(begin), "{format}: {}", run.text());
    }
}

#[test]
fn a_folder_of_histories_is_checked_by_itself() {
    let folder = Folder::new();
    account(&folder);
    let run = folder.run(&["check", "schemas"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.text().contains("warning[default-changed]: the default was 1 and is 2"), "{}", run.text());
    folder.write("schemas/net.example.Account/0002.avsc", FIRST);
    let run = folder.run(&["check", "schemas"]);
    assert_eq!(run.code, Some(100));
    assert!(run.text().contains("error[history-edited]"), "{}", run.text());
}

#[test]
fn histories_are_held_against_those_of_another_folder() {
    let folder = Folder::new();
    account(&folder);
    let before = Store::open(folder.path("before")).unwrap();
    let mut edit = before.create("net.example.Order", "order-service").unwrap();
    edit.record(&Schema::parse(r#"{"type": "record", "name": "net.example.Order", "fields": []}"#).unwrap()).unwrap();
    edit.commit().unwrap();
    let run = folder.run(&["check", "schemas", "--against", "before"]);
    assert_eq!(run.code, Some(100));
    assert!(run.text().contains("the history of `net.example.Order` is gone"), "{}", run.text());
}

#[test]
fn a_waiver_is_judged_on_the_day_that_is_said() {
    let folder = Folder::new();
    account(&folder);
    let store = Store::open(folder.path("schemas")).unwrap();
    let mut edit = store.edit(&store.history("net.example.Account").unwrap().unwrap());
    let version = edit.record(&Schema::parse(RENAMED).unwrap()).unwrap();
    for (rule, path) in [
        ("field-renamed-without-alias", "net.example.Account.mail"),
        ("field-removed-required-by-reader", "net.example.Account.mail"),
    ] {
        let waiver = Waiver::new(rule, "net.example.Account", path, version, "nobody reads it");
        edit.waive(waiver.until("2026-06-30".parse().unwrap())).unwrap();
    }
    edit.commit().unwrap();
    assert_eq!(folder.run(&["check", "schemas", "--today", "2026-06-30"]).code, Some(0));
    assert_eq!(folder.run(&["check", "schemas", "--today", "2026-07-01"]).code, Some(100));
}

#[test]
fn what_cannot_run_ends_with_101() {
    let folder = Folder::new();
    folder.write("old.avsc", FIRST);
    folder.write("bad.avsc", "{");
    let code = |args: &[&str]| folder.run(args).code;
    assert_eq!(code(&["check", "old.avsc", "none.avsc"]), Some(101));
    assert_eq!(code(&["check", "old.avsc", "bad.avsc"]), Some(101));
    assert_eq!(code(&["check", "old.avsc", "old.avsc", "--level", "TOTAL"]), Some(101));
    folder
        .run(&["check", "old.avsc"])
        .fails(101, "old.avsc: one schema alone is compared with nothing: name two, or a folder");
    folder.run(&["explain", "no-rule"]).fails(101, "there is no rule `no-rule`: `avro-entity explain` lists them");
    std::fs::create_dir(folder.path("schemas")).unwrap();
    folder.write("schemas/workspace.toml", "level = 7\n");
    let run = folder.run(&["check", "schemas"]);
    assert_eq!(run.code, Some(101));
    assert!(run.stderr.contains("schemas/workspace.toml, line 1"), "{}", run.stderr);
}

#[test]
fn an_option_of_check_that_would_say_nothing_is_refused() {
    let folder = Folder::new();
    folder.write("a.avsc", FIRST);
    std::fs::create_dir(folder.path("schemas")).unwrap();
    let level = "`--level` is for two schemas; histories say theirs in `entity.toml` or `workspace.toml`";
    folder.run(&["check", "--level", "BACKWARD"]).fails(101, level);
    folder.run(&["check", "schemas", "--level", "BACKWARD"]).fails(101, level);
    folder
        .run(&["check", "a.avsc", "--level", "BACKWARD"])
        .fails(101, "a.avsc: one schema alone is compared with nothing: name two, or a folder");
    folder
        .run(&["check", "a.avsc", "a.avsc", "--against", "main"])
        .fails(101, "`--against` is for histories, and two schemas have none");
    folder
        .run(&["check", "a.avsc", "a.avsc", "--today", "2026-07-01"])
        .fails(101, "`--today` is for the waivers of histories, and two schemas have none");
    for compared in [&["schemas"][..], &["a.avsc", "a.avsc"], &["--pairs", "-"]] {
        for option in ["--package", "--manifest-path", "--cargo", "--schemas-folder"] {
            let why =
                format!("`{option}` is for the entities of crates, and beside schemas that are named there are none");
            folder.run(&[&["check"], compared, &[option, "a"]].concat()).fails(101, &why);
        }
    }
    for option in [&["--deny-warnings"][..], &["--today", "2026-07-01"]] {
        let run = folder.run(&[&["check", "--pairs", "-"], option].concat());
        assert_eq!(run.code, Some(101));
        assert!(run.stderr.contains("cannot be used with"), "{}", run.stderr);
    }
}

#[test]
fn a_crate_whose_tests_do_not_run_is_no_answer() {
    let folder = Folder::new();
    folder.write("Cargo.toml", "[package]\nname = \"broken\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n");
    std::fs::create_dir(folder.path("src")).unwrap();
    folder.write("src/lib.rs", "fn broken() -> i32 {}\n");
    let run = folder.run(&["check"]);
    assert_eq!((run.code, run.text()), (Some(101), ""));
    assert!(run.stderr.starts_with("error: the tests that know the entities did not run:\n"), "{}", run.stderr);
    assert!(run.stderr.contains("mismatched types"), "what the compiler said is told: {}", run.stderr);
    folder.write("src/lib.rs", "");
    folder.run(&["check"]).fails(
        101,
        "no crate here has the line `avro_entity::gate!();` in its tests, from which its entities are known",
    );
}

#[test]
fn what_a_gate_says_is_told_without_the_noise_of_its_test_and_a_panic_with_all_of_it() {
    let folder = Folder::new();
    crate_with_a_gate(&folder, &json!({"package": "accounts", "mistake": "`Page` is generic\nand has no list"}));
    let run = folder.run(&["check"]);
    assert_eq!((run.code, run.text()), (Some(101), ""));
    assert_eq!(run.stderr, "error: package `accounts`: `Page` is generic\nerror: and has no list\n");

    folder.write("src/lib.rs", "#[test]\nfn avro_entity_gate() { panic!(\"no default\") }\n");
    let run = folder.run(&["check"]);
    assert!(run.code == Some(101) && run.stderr.contains("no default"), "{}", run.stderr);
}

#[test]
fn a_waiver_until_a_day_that_is_past_is_refused() {
    let args = ["accept", "--waive", "type-changed", "--reason", "r", "--expires", "2020-01-01"];
    let run = Folder::new().run(&args);
    assert_eq!(run.code, Some(101));
    assert!(run.stderr.starts_with("error: `--expires 2020-01-01` is past: today is 20"), "{}", run.stderr);
}

#[test]
fn a_check_that_compares_nothing_is_no_success() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("empty")).unwrap();
    folder.run(&["check", "empty"]).fails(101, "nothing was compared: there is no history in empty");
    folder.run(&["log", "--schemas-folder", "empty"]).fails(101, "there is no history in empty");
    folder
        .run(&["check", "nope"])
        .fails(101, "nope: there is no such folder, and one schema alone would be compared with nothing");
    folder.write("Cargo.toml", "[package]\nname = \"idle\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n");
    std::fs::create_dir(folder.path("src")).unwrap();
    folder.write("src/lib.rs", gate_that_says(&of_gate(&folder, "idle", "schemas", &[])));
    folder
        .run(&["check"])
        .fails(101, "nothing was compared: no type of `idle` has `#[avro(root)]`, or none is linked into its test");
}

/// A crate whose test says that there are these entities: packages and schemas.
fn says(folder: &Folder, entities: &[(&str, &str)]) {
    crate_with_a_gate(folder, &of_gate(folder, "accounts", "schemas", entities));
}

/// What the test of a package says: where its histories lie, and its entities.
fn of_gate(folder: &Folder, package: &str, schemas: &str, entities: &[(&str, &str)]) -> Value {
    let entity = |(package, text): &(&str, &str)| {
        let schema = Schema::parse(text).unwrap();
        let sources = serde_json::to_value(avro_entity::compat::Sources::of(&schema)).unwrap();
        let name = schema.root_node().name().unwrap().full();
        json!({"name": name, "package": package, "location": null, "schema": schema.to_json(), "sources": sources})
    };
    let entities: Vec<Value> = entities.iter().map(entity).collect();
    json!({"package": package, "gate": {"schemas": folder.path(schemas), "entities": entities}})
}

/// A crate whose test writes this where it is asked to.
fn crate_with_a_gate(folder: &Folder, exported: &Value) {
    folder
        .write("Cargo.toml", "[package]\nname = \"accounts\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n");
    std::fs::create_dir_all(folder.path("src")).unwrap();
    folder.write("src/lib.rs", gate_that_says(exported));
}

/// The test that `gate!` would be.
fn gate_that_says(exported: &Value) -> String {
    format!(
        "#[test]\nfn avro_entity_gate() {{\n    let file = std::path::Path::new(&std::env::var_os(\"AVRO_ENTITY_EXPORT\").unwrap())\
         .join({:?});\n    std::fs::write(file, {:?}).unwrap();\n}}\n",
        format!("{}.json", exported["package"].as_str().unwrap()),
        exported.to_string()
    )
}

#[test]
fn a_history_begins_with_the_schemas_that_were_there_before_it() {
    let folder = Folder::new();
    let entity = "net.example.Account";
    says(&folder, &[("accounts", RENAMED)]);
    folder.write("first.avsc", FIRST);
    folder.write("second.avsc", SECOND);
    let adopt = ["accept", "--entity", entity, "--from", "first.avsc", "--from", "second.avsc"];
    let said = folder.run(&adopt).good_text();
    assert_eq!(said, format!("{entity}: version 1 is first.avsc\n{entity}: version 2 is second.avsc\n"));
    let run = folder.run(&["check"]);
    assert!(run.code == Some(100) && run.text().starts_with("error[field-renamed-without-alias]"), "{}", run.text());
    let again = folder.run(&adopt);
    assert!(again.code == Some(101) && again.stderr.contains("has a history"), "{}", again.stderr);
}

#[test]
fn a_history_is_not_begun_for_one_of_two_entities_of_a_name() {
    let folder = Folder::new();
    says(&folder, &[("accounts", FIRST), ("billing", SECOND)]);
    folder.write("first.avsc", FIRST);
    folder
        .run(&["accept", "--entity", "net.example.Account", "--from", "first.avsc"])
        .fails(101, "`--from` begins one history, and several entities have that name");
    let run = folder.run(&["accept", "--entity", "net.example.Account"]);
    assert_eq!(run.code, Some(100), "{}", run.stderr);
    let told =
        "error[duplicate-entity]: net.example.Account: `net.example.Account` is the name of `accounts` and `billing`";
    assert!(run.text().starts_with(told), "{}", run.text());
    assert!(!folder.path("schemas").exists());
}

#[test]
fn an_entity_that_is_recorded_alone_is_not_taken_for_another_that_is_there() {
    let folder = Folder::new();
    let user = SECOND.replace("net.example.Account", "net.example.User");
    says(&folder, &[("accounts", SECOND)]);
    folder.run(&["accept"]).good();
    says(&folder, &[("accounts", SECOND), ("accounts", &user)]);
    let said = folder.run(&["accept", "--entity", "net.example.User"]).good_text();
    assert_eq!(said, "net.example.User 1: recorded as the first version\n");
}

/// A package of a workspace, with a dependency on a stand-in for this library.
fn member(folder: &Folder, name: &str, source: &str) {
    std::fs::create_dir_all(folder.path(&format!("{name}/src"))).unwrap();
    let dependency =
        if name == "avro-entity" { "" } else { "[dependencies]\navro-entity = { path = \"../avro-entity\" }\n" };
    let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{dependency}");
    folder.write(&format!("{name}/Cargo.toml"), manifest);
    folder.write(&format!("{name}/src/lib.rs"), source);
}

#[test]
fn a_crate_of_the_workspace_without_the_line() {
    let folder = Folder::new();
    folder.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"avro-entity\", \"orders\", \"bills\", \"plain\"]\n",
    );
    let root = "#[cfg(any())]\nmod entities {\n    #[avro(root)]\n    pub struct Bill;\n}\n";
    let gate = gate_that_says(&of_gate(&folder, "orders", "schemas", &[]));
    member(&folder, "avro-entity", root);
    member(&folder, "orders", &format!("{root}{gate}"));
    member(&folder, "bills", root);
    member(&folder, "plain", "#[cfg(any())]\n#[avro(alias = \"root\")]\npub struct Part;\n");
    for command in [&["accept"][..], &["schema", "--out", "schemas-of-today"]] {
        let run = folder.run(command);
        let warning = "warning: package `bills` has a type with `#[avro(root)]` and no gate (";
        assert!(run.code == Some(0) && run.stderr.starts_with(warning), "{command:?}: {}", run.stderr);
    }
    let run = folder.run(&["check"]);
    assert_eq!(run.code, Some(100), "{}", run.stderr);
    insta::assert_snapshot!(run.text(), @r#"
    error[root-without-gate]: package `bills` has a type with `#[avro(root)]` and no gate
     --> bills/src/lib.rs:4:16
      |
    4 |     pub struct Bill;
      |                ^^^^^
      |
      = note: its entities are not known here, and are compared with nothing
      = help: put `#[cfg(test)] avro_entity::gate!();` at the end of the crate, with the feature `gate` in its dev-dependencies

    1 finding denied
    "#);
    std::fs::create_dir(folder.path("schemas")).unwrap();
    folder.write("schemas/workspace.toml", "[severity]\nroot-without-gate = \"warn\"\n");
    let report = folder.run(&["check"]).good_text();
    assert!(report.starts_with("warning[root-without-gate]: package `bills`"), "{report}");
    folder
        .run(&["check", "--package", "orders"])
        .fails(101, "nothing was compared: no type of `orders` has `#[avro(root)]`, or none is linked into its test");
}

/// A workspace of two packages: `accounts` has a folder of histories of its own, `orders` that of the workspace.
fn two_folders(account: &str, order: &str) -> Folder {
    let folder = Folder::new();
    folder
        .write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"avro-entity\", \"accounts\", \"orders\"]\n");
    member(&folder, "avro-entity", "");
    two_folders_say(&folder, account, order);
    folder
}

fn two_folders_say(folder: &Folder, account: &str, order: &str) {
    let accounts = of_gate(folder, "accounts", "accounts/../accounts/schemas", &[("accounts", account)]);
    member(folder, "accounts", &gate_that_says(&accounts));
    member(folder, "orders", &gate_that_says(&of_gate(folder, "orders", "schemas", &[("orders", order)])));
}

#[test]
fn each_crate_is_held_against_the_folder_that_its_own_test_takes() {
    let order = SECOND.replace("net.example.Account", "net.example.Order");
    let folder = two_folders(SECOND, &order);
    let said = folder.run(&["accept"]).good_text();
    let first = |name: &str| format!("{name} 1: recorded as the first version\n");
    assert_eq!(said, first("net.example.Account") + &first("net.example.Order"));
    assert!(folder.path("accounts/schemas/net.example.Account/0001.avsc").is_file());
    assert!(folder.path("schemas/net.example.Order/0001.avsc").is_file());
    assert_eq!(folder.run(&["check"]).good_text(), "2 entities compared, nothing breaks\n");

    two_folders_say(&folder, RENAMED, &order);
    let run = folder.run(&["check"]);
    assert_eq!(run.code, Some(100), "{}", run.stderr);
    assert!(run.text().contains("--> accounts/schemas/net.example.Account/0001.avsc:"), "{}", run.text());
    let alone = folder.run(&["check", "--package", "orders"]);
    assert_eq!(alone.good_text(), "1 entity compared, nothing breaks\n");

    let in_one = folder.run(&["check", "--schemas-folder", "schemas"]);
    let unrecorded = "error[entity-unrecorded]: net.example.Account: there is no history of `net.example.Account`";
    assert!(in_one.code == Some(100) && in_one.text().starts_with(unrecorded), "{}", in_one.text());

    std::fs::create_dir(folder.path("before")).unwrap();
    folder.run(&["check", "--against", "before"]).fails(
        101,
        "the crates here have several folders of histories, and `--against` names one: name theirs with `--schemas-folder`, and the \
         crates with `--package`; or a commit, which has them all",
    );
}

#[test]
fn a_waiver_is_one_among_all_folders_and_a_first_schema_goes_into_its_own() {
    let order = SECOND.replace("net.example.Account", "net.example.Order");
    let folder = two_folders(SECOND, &order);
    folder.write("first.avsc", FIRST);
    folder.run(&["accept", "--entity", "net.example.Account", "--from", "first.avsc"]).good();
    assert!(folder.path("accounts/schemas/net.example.Account/0001.avsc").is_file());
    folder.run(&["accept"]).good();

    let order_of_today = RENAMED.replace("net.example.Account", "net.example.Order");
    let waive = |rule: &str| folder.run(&["accept", "--waive", rule, "--reason", "nobody reads it"]);
    two_folders_say(&folder, RENAMED, &order_of_today);
    waive("field-renamed-without-alias").fails(
        101,
        "`field-renamed-without-alias` was found 2 times: name one with `field-renamed-without-alias@<path>`",
    );
    two_folders_say(&folder, SECOND, &order_of_today);
    waive("type-changed").fails(101, "there is nothing to waive: `type-changed` is not among what is denied");
    assert!(!folder.path("schemas/net.example.Order/0002.avsc").exists());
    let run = waive("field-renamed-without-alias");
    assert_eq!(run.code, Some(100), "the forward half is not waived: {}", run.text());
}

#[test]
fn what_no_test_tells_of_is_missed_in_the_folder_of_the_workspace() {
    let order = SECOND.replace("net.example.Account", "net.example.Order");
    let folder = two_folders(SECOND, &order);
    folder.run(&["accept"]).good();
    std::fs::remove_dir_all(folder.path("orders")).unwrap();
    folder.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"avro-entity\", \"accounts\"]\n");
    let run = folder.run(&["check"]);
    assert_eq!(run.code, Some(100), "{}", run.stderr);
    assert!(
        run.text().starts_with("error[entity-missing]: no entity of package `orders` is known here"),
        "{}",
        run.text()
    );
}

#[test]
fn a_difference_is_told_whatever_the_level() {
    let folder = Folder::new();
    account(&folder);
    let text = folder.run(&["diff", "net.example.Account", "1", "4", "--format", "json"]).good_text();
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["entities"][0]["version"], 4);
    let text = folder.run(&["diff", "net.example.Account"]).good_text();
    assert!(text.contains("the default was 1 and is 2"), "{text}");
    folder
        .run(&["diff", "net.example.Account", "9"])
        .fails(101, "`net.example.Account` has no version 9: its newest is 4");
    folder.run(&["diff", "net.example.User"]).fails(
        101,
        &format!(
            "{} has no history of `net.example.User`: there are `net.example.Account`",
            folder.path("schemas").canonicalize().unwrap().display()
        ),
    );
}

#[test]
fn what_is_no_entity_is_compared_as_a_schema_or_told() {
    let folder = two_versions(FIRST, SECOND);
    folder.write("4", SECOND);
    let expected = folder.run(&["diff", "old.avsc", "new.avsc"]).good_text();
    assert!(expected.contains("`visits` is new"), "{expected}");
    for args in [["old.avsc", "-"], ["old.avsc", "/dev/stdin"], ["old.avsc", "4"]] {
        let run = folder.pipe(&["diff", args[0], args[1]], SECOND.as_bytes());
        assert_eq!(run.good_text(), expected, "{args:?}");
    }
    assert_eq!(folder.pipe(&["diff", "-", "new.avsc"], FIRST.as_bytes()).good_text(), expected);
    for (args, told) in [
        (&["old.avsc", "none.avsc"][..], "none.avsc: No such file or directory (os error 2)"),
        (&["none.avsc", "new.avsc"], "none.avsc: No such file or directory (os error 2)"),
        (&["old.avsc", "5"], "5: No such file or directory (os error 2)"),
        (&["old.avsc"], "old.avsc: one schema alone is compared with nothing: name two"),
        (&["old.avsc", "new.avsc", "7"], "a third argument is the number of a version, and two schemas have none"),
        (
            &["old.avsc", "new.avsc", "--schemas-folder", "."],
            "`--schemas-folder` is for histories, and two schemas have none",
        ),
        (&["-", "-"], "standard input (`-`) is named twice and can be read only once"),
    ] {
        folder.run(&[&["diff"], args].concat()).fails(101, told);
    }
    account(&folder);
    let told = "`none.avsc` is neither a file nor the number of a version";
    folder.run(&["diff", "net.example.Account", "none.avsc"]).fails(101, told);
    let text = folder.run(&["diff", "net.example.Account", "1", "4", "--format", "json"]).good_text();
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["entities"][0]["version"], 4, "a number is that of a version");
    let text = folder.run(&["diff", "net.example.Account", "4", "1", "--format", "json"]).good_text();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["entities"][0]["version"], 1);
}

#[test]
fn the_log_says_who_reads_whose_data() {
    let folder = two_versions(SECOND, RENAMED);
    account(&folder);
    let store = Store::open(folder.path("schemas")).unwrap();
    let mut edit = store.edit(&store.history("net.example.Account").unwrap().unwrap());
    edit.record(&Schema::parse(RENAMED).unwrap()).unwrap();
    edit.begin_epoch("a new topic").unwrap();
    edit.commit().unwrap();
    insta::assert_snapshot!(folder.run(&["log", "net.example.Account"]).good_text(), @"
    net.example.Account: each row reads the data of each column (all, some, none)
               1    2    3    4    5
          1  all  all  all  all none
          2  all  all  all  all none
          3  all  all  all  all none
          4  all  all  all  all none
          5 none none none none  all  an epoch begins
    ");
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = Folder::new();
    let list = folder.run(&["explain"]).good_text();
    assert!(list.lines().any(|line| line.starts_with("type-narrowed ")), "{list}");
    let text = folder.run(&["explain", "type-narrowed"]).good_text();
    assert!(text.starts_with("type-narrowed: a type became narrower\n"), "{text}");
}

#[test]
fn an_entity_is_retired_or_gets_another_name() {
    let folder = Folder::new();
    account(&folder);
    folder.run(&["rename", "net.example.Account", "net.example.Customer"]).good();
    folder.run(&["retire", "net.example.Customer", "--reason", "sold"]).good();
    let text = String::from_utf8(folder.read("schemas/net.example.Customer/entity.toml")).unwrap();
    assert!(text.contains("formerly = [\"net.example.Account\"]") && text.contains("retired = \"sold\""), "{text}");
    let run = folder.run(&["retire", "net.example.Customer", "--reason", ""]);
    assert_eq!(run.code, Some(101));
    assert!(run.stderr.contains("reason"), "{}", run.stderr);
}

/// Commands that read a history, and would write one. `rebase`, which mends files with the marks of a conflict in them, has tests of its own.
const COMMANDS: [&[&str]; 4] = [
    &["check", "schemas"],
    &["log", "net.example.Account"],
    &["retire", "net.example.Account", "--reason", "sold"],
    &["rename", "net.example.Account", "net.example.Customer"],
];

/// Every file of a folder, with its bytes.
fn files(folder: &Folder) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut open = vec![folder.path("schemas")];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        match path.is_dir() {
            true => open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path())),
            false => found.push((path.clone(), std::fs::read(&path).unwrap())),
        }
    }
    found.sort();
    found
}

/// A history of which one file was changed.
fn broken(file: &str, from: &str, to: &str) -> Folder {
    let folder = Folder::new();
    account(&folder);
    let name = format!("schemas/net.example.Account/{file}");
    let text = String::from_utf8(folder.read(&name)).unwrap();
    assert!(text.contains(from));
    folder.write(&name, text.replacen(from, to, 1));
    folder
}

#[test]
fn an_entity_file_that_is_no_toml_is_an_error_with_its_line_and_is_left_as_it_is() {
    for command in COMMANDS {
        let folder = broken("entity.toml", "[[version]]", "[[version");
        let before = files(&folder);
        let run = folder.run(command);
        assert_eq!(run.code, Some(101), "{command:?}: {}", run.stderr);
        assert!(run.stderr.contains("entity.toml, line 4, column 10: "), "{command:?}: {}", run.stderr);
        assert!(before == files(&folder), "{command:?} changes something");
    }
}

#[test]
fn a_version_that_is_no_json_is_told_with_its_line_and_is_left_as_it_is() {
    let folder = broken("0002.avsc", "\"fields\":", "\"fields\"");
    let before = files(&folder);
    let run = folder.run(&["check", "schemas"]);
    assert_eq!(run.code, Some(100), "{}", run.stderr);
    assert!(run.text().contains("0002.avsc:5:1") && run.text().contains("the text is not JSON"), "{}", run.text());
    let log = folder.run(&["log", "net.example.Account"]).good_text();
    assert!(log.contains("0002.avsc, line 5: version 2 is no schema: the text is not JSON"), "{log}");
    assert!(before == files(&folder), "something is changed");
}
