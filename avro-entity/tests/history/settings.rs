//! What the TOML files may say, and how a mistake in them is told.

use crate::shop::Shop;
use avro_entity::ErrorKind;
use avro_entity::compat::{Depth, Level, Severity};
use avro_entity::history::Store;
use std::fs;

/// The history of an account with `lines` behind the line with its package, or the refusal.
fn with_lines(lines: &str) -> Result<Shop, String> {
    let shop = Shop::with_versions(&["id"]);
    shop.replace(
        "entity.toml",
        "package = \"account-service\"\n",
        &format!("package = \"account-service\"\n{lines}\n"),
    );
    let error = shop.store().histories().err();
    match error {
        None => Ok(shop),
        Some(error) => {
            assert_eq!((error.kind(), error.file()), (ErrorKind::History, Some(&*shop.file("entity.toml"))));
            let at = error.position().unwrap();
            Err(format!("{}:{}: {}", at.line, at.column, error.message()))
        }
    }
}

fn refused(lines: &str) -> String {
    with_lines(lines).err().unwrap()
}

#[test]
fn levels_are_names_or_two_axes() {
    let level = |text: &str| with_lines(text).unwrap().history().settings().level();
    assert_eq!(level("level = \"BACKWARD\""), Some(Level::BACKWARD));
    let mixed = Level { backward: Depth::All, forward: Depth::Latest };
    assert_eq!(level("level = { backward = \"all\", forward = \"latest\" }"), Some(mixed));
    assert_eq!(level(""), None);
}

#[test]
fn the_entity_goes_before_the_workspace_and_that_before_the_default() {
    let shop = with_lines("level = \"FULL\"\nseverity.field-removed = \"allow\"").unwrap();
    let other = Shop::with_versions(&["id"]);
    let workspace = "level = \"NONE\"\n[severity]\nfield-removed = \"deny\"\nempty-union = \"info\"\n";
    for shop in [&shop, &other] {
        assert_eq!(shop.store().level_of(&other.history()), Level::FULL_TRANSITIVE);
        fs::write(shop.path().join("schemas/workspace.toml"), workspace).unwrap();
    }
    let store = shop.store();
    assert_eq!((store.settings().level(), store.settings().severities().len()), (Some(Level::NONE), 2));
    assert_eq!((store.level_of(&shop.history()), store.level_of(&other.history())), (Level::FULL, Level::NONE));
    let severity = |shop: &Shop, rule| store.severity_of(&shop.history(), rule);
    assert_eq!(severity(&shop, "field-removed"), Some(Severity::Allow));
    assert_eq!(severity(&other, "field-removed"), Some(Severity::Deny));
    assert_eq!(severity(&shop, "empty-union"), Some(Severity::Info));
    assert_eq!(severity(&shop, "error-record"), None);
}

#[test]
fn a_mistake_is_told_with_its_place_and_what_would_be_right() {
    assert_eq!(
        refused("levle = \"FULL\""),
        "3:1: unknown field `levle`, expected one of `entity`, `package`, `formerly`, `level`, `retired`, `severity`, \
         `version`, `epoch`, `waiver`"
    );
    assert_eq!(
        refused("level = \"TOTAL\""),
        "3:9: there is no level `TOTAL`: the levels are `NONE`, `BACKWARD`, `BACKWARD_TRANSITIVE`, `FORWARD`, \
         `FORWARD_TRANSITIVE`, `FULL`, `FULL_TRANSITIVE`"
    );
    let level = "expected a level such as `FULL`, or `{ backward = \"all\", forward = \"latest\" }`";
    assert_eq!(refused("level = 3"), format!("3:9: invalid type: integer `3`, {level}"));
    assert!(
        refused("level = { backward = \"some\", forward = \"all\" }")
            .ends_with("`some` is none of `none`, `latest` and `all`")
    );
    assert!(refused("level = { backward = \"all\" }").ends_with("missing field `forward`"));
    assert_eq!(refused("retired = \"\""), "3:11: the reason is empty: say why, for whoever reads it in a year");
    assert_eq!(refused("formerly = \"a.B\""), "3:12: invalid type: string \"a.B\", expected a sequence");
    assert_eq!(
        refused("formerly = [\"a..B\"]"),
        "3:12: `` in `a..B` is not a name of letters, digits and underscores that starts with no digit"
    );
}

#[test]
fn a_severity_is_given_to_a_rule() {
    assert_eq!(
        refused("severity.field-remove = \"deny\""),
        "3:10: there is no rule `field-remove`: did you mean `field-removed`?"
    );
    assert_eq!(
        refused("severity.field-removed = \"fatal\""),
        "3:26: `fatal` is none of `allow`, `info`, `warn` and `deny`"
    );
}

#[test]
fn tables_are_checked_as_well() {
    let hash = "0".repeat(64);
    assert!(
        refused(&format!("[[version]]\nnumber = 2\nresolution = \"{hash}\"\ncontent = \"abc\""))
            .ends_with("`abc` is no hash of 64 hex digits")
    );
    assert!(refused("[[epoch]]\nfrom = -1\nreason = \"r\"").starts_with("4:8: "));
    let waiver = "[[waiver]]\nrule = \"field-removed\"\nentity = \"net.example.Account\"\npath = \"a\"\nversion = 1\n";
    assert_eq!(
        refused(&format!("{waiver}expires = \"2027-02-29\"")),
        "8:11: `2027-02-29` is no day: a date is written year-month-day, such as `2027-01-31`"
    );
    assert_eq!(
        refused(&waiver.replace("example.Account", "example.Order")),
        "5:10: the waiver is about `net.example.Order`, and this is the history of `net.example.Account`"
    );
    assert!(refused(&format!("{waiver}until = 1")).starts_with("8:1: unknown field `until`, expected one of `rule`,"));
}

#[test]
fn a_file_that_is_no_toml_is_left_as_it_is() {
    let shop = Shop::with_versions(&["id"]);
    let conflict = "<<<<<<< HEAD\n[[version]]\n=======\n>>>>>>> main\n".to_owned() + &shop.read("entity.toml");
    shop.write("entity.toml", &conflict);
    let error = shop.store().histories().unwrap_err();
    assert_eq!((error.kind(), error.file()), (ErrorKind::History, Some(&*shop.file("entity.toml"))));
    assert_eq!(error.position().map(|at| at.line), Some(1));
    assert!(error.message().contains("`avro-entity rebase`"), "{error}");
    assert_eq!(shop.read("entity.toml"), conflict);
}

#[test]
fn all_files_with_mistakes_are_in_one_error() {
    let shop = Shop::with_versions(&["id"]);
    shop.write("entity.toml", "=");
    let other = shop.path().join("schemas/net.example.Order");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("entity.toml"), [0xff]).unwrap();
    let error = shop.store().histories().unwrap_err().to_string();
    assert!(error.contains("Account/entity.toml, line 1, column 1: "), "{error}");
    assert!(error.contains("Order/entity.toml: the file is not UTF-8: byte 0 is no part of a character"), "{error}");
}

#[test]
fn the_workspaces_file_is_checked_when_the_store_is_opened() {
    let shop = Shop::with_versions(&["id"]);
    let path = shop.path().join("schemas/workspace.toml");
    fs::write(&path, "\n[severities]\n").unwrap();
    let error = Store::open(shop.path().join("schemas")).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{}, line 2, column 2: unknown field `severities`, expected `level` or `severity`", path.display())
    );
}
