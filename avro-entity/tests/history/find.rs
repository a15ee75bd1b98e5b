//! Where the store of a crate is.

use avro_entity::history::Store;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A workspace `w` with the crates `a` and `out`, the latter excluded.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = |path: &str, text: &str| {
        fs::create_dir_all(folder.path().join(path)).unwrap();
        fs::write(folder.path().join(path).join("Cargo.toml"), text).unwrap();
    };
    manifest("w", "[workspace]\nmembers = ['crates/a']\nexclude = ['out']\n");
    manifest("w/crates/a", "[package]\nname = 'a'\n");
    manifest("w/out", "[package]\nname = 'out'\n");
    folder
}

fn found(folder: &Path, package: &str) -> String {
    let store = Store::find(folder.join(package)).unwrap();
    store.folder().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/")
}

#[test]
fn where_there_is_none_all_crates_of_a_workspace_share_one() {
    let folder = workspace();
    assert_eq!(found(folder.path(), "w/crates/a"), "w/schemas");
    assert_eq!(found(folder.path(), "w"), "w/schemas");
    assert_eq!(found(folder.path(), "w/out"), "w/out/schemas");
}

#[test]
fn the_nearest_folder_up_to_the_root_is_taken() {
    let folder = workspace();
    fs::create_dir(folder.path().join("schemas")).unwrap();
    assert_eq!(found(folder.path(), "w/crates/a"), "w/schemas");
    fs::create_dir(folder.path().join("w/schemas")).unwrap();
    assert_eq!(found(folder.path(), "w/crates/a"), "w/schemas");
    fs::create_dir(folder.path().join("w/crates/schemas")).unwrap();
    assert_eq!(found(folder.path(), "w/crates/a"), "w/crates/schemas");
    fs::create_dir(folder.path().join("w/crates/a/schemas")).unwrap();
    assert_eq!(found(folder.path(), "w/crates/a"), "w/crates/a/schemas");
}

#[test]
fn a_crate_without_a_workspace_is_its_own_root() {
    let folder = workspace();
    fs::remove_file(folder.path().join("w/Cargo.toml")).unwrap();
    fs::create_dir(folder.path().join("schemas")).unwrap();
    assert_eq!(found(folder.path(), "w/crates/a"), "w/crates/a/schemas");
}

#[test]
fn a_crate_that_names_its_workspace_is_of_that_one() {
    let folder = workspace();
    let manifest = "[package]\nname = 'far'\nworkspace = '../w'\n";
    fs::create_dir(folder.path().join("far")).unwrap();
    fs::create_dir(folder.path().join("schemas")).unwrap();
    fs::write(folder.path().join("far/Cargo.toml"), manifest).unwrap();
    let store = Store::find(folder.path().join("far")).unwrap();
    assert_eq!(store.folder(), folder.path().join("far/../w/schemas"));
}

#[test]
fn a_manifest_that_is_no_toml_is_named() {
    let folder = workspace();
    let path = folder.path().join("w/crates/a/Cargo.toml");
    fs::write(&path, "[package").unwrap();
    let error = Store::find(folder.path().join("w/crates/a")).unwrap_err();
    assert_eq!((error.file(), error.position().map(|at| at.line)), (Some(&*path), Some(1)));
}
