//! Roots of which the derive cannot know all: generic ones, which the test lists beside the others.

use avro_entity::AvroEntity;
use avro_entity::gate::{Crate, Entity, exported};
use avro_entity::history::Store;
use std::path::Path;

#[derive(AvroEntity)]
#[avro(root, namespace = "net.example")]
struct Known {
    id: i64,
}

#[derive(AvroEntity)]
#[avro(root, namespace = "net.example")]
struct Page<T> {
    items: Vec<T>,
}

/// What the test of this crate says about a folder without a history.
fn outcome(listed: Vec<Result<Entity, avro_entity::Error>>) -> String {
    let folder = tempfile::tempdir().unwrap();
    let this = Crate { folder: env!("CARGO_MANIFEST_DIR"), package: env!("CARGO_PKG_NAME") };
    this.run(Some(folder.path().to_str().unwrap()), listed).unwrap_err()
}

#[test]
fn a_generic_root_of_which_no_type_is_listed_is_an_error() {
    let text = outcome(vec![]);
    assert!(text.starts_with("error: `Page` (avro-entity/tests/gate/generic.rs:16) has `#[avro(root)]`"), "{text}");
    assert!(text.contains("`avro_entity::gate!(Page<…>)`"), "{text}");
}

#[test]
fn a_program_that_asks_for_the_entities_is_told_the_mistake_in_their_place() {
    if std::env::var_os("AVRO_ENTITY_EXPORT").is_some() {
        let this = Crate { folder: env!("CARGO_MANIFEST_DIR"), package: env!("CARGO_PKG_NAME") };
        assert_eq!(this.run(None, vec![]), Ok(String::new()), "the test of the crate does not fail");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let this_test = "generic::a_program_that_asks_for_the_entities_is_told_the_mistake_in_their_place";
    let mut run = std::process::Command::new(std::env::current_exe().unwrap());
    run.args(["--exact", this_test]).env("AVRO_ENTITY_EXPORT", folder.path());
    let output = run.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let error = exported(folder.path()).unwrap_err();
    let begin =
        "package `avro-entity`: `Page` (avro-entity/tests/gate/generic.rs:16) has `#[avro(root)]` and is generic";
    assert!(error.message().starts_with(begin), "{error}");
}

#[test]
fn a_program_that_asks_for_the_entities_is_told_where_their_histories_lie() {
    if std::env::var_os("AVRO_ENTITY_EXPORT").is_some() {
        let this = Crate { folder: env!("CARGO_MANIFEST_DIR"), package: env!("CARGO_PKG_NAME") };
        let page = || vec![Entity::of::<Page<i32>>("p")];
        for schemas in [Some("tests/gate"), Some("src/../tests/gate"), None] {
            assert_eq!(this.run(schemas, page()), Ok(String::new()));
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let this_test = "generic::a_program_that_asks_for_the_entities_is_told_where_their_histories_lie";
    let mut run = std::process::Command::new(std::env::current_exe().unwrap());
    run.args(["--exact", this_test]).env("AVRO_ENTITY_EXPORT", folder.path());
    assert!(run.output().unwrap().status.success());
    let exported = exported(folder.path()).unwrap();
    let nearest = Store::find(env!("CARGO_MANIFEST_DIR")).unwrap();
    let named = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gate");
    assert_eq!(exported.len(), 2, "one for each folder, however it is written");
    for folder in [Path::new(named), nearest.folder()] {
        let of_it = exported.iter().find(|exported| exported.is_of(folder)).unwrap();
        assert!(of_it.packages.contains("avro-entity"));
        assert_eq!(of_it.entities.iter().filter(|entity| entity.name == "net.example.Page_int").count(), 1);
    }
}

#[test]
fn a_root_is_of_the_package_that_has_the_type_and_any_other_type_of_the_one_that_is_said() {
    assert_eq!(Entity::of::<Known>("p").unwrap().package, "avro-entity");
    assert_eq!(Entity::of::<Page<i32>>("p").unwrap().package, "p");
}

#[test]
fn what_is_listed_is_compared_beside_all_roots_and_once() {
    let text = outcome(vec![Entity::of::<Page<i32>>("p"), Entity::of::<Known>("p")]);
    assert!(text.contains("there is no history of `net.example.Page_int`"), "{text}");
    assert_eq!(text.matches("there is no history of `net.example.Known`").count(), 1, "{text}");
    assert!(!text.contains("is the name of"), "{text}");
}
