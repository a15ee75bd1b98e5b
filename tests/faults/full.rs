//! Disks that are full.
#![cfg(unix)]

use crate::child::command;
use crate::{create, entry, read, write};
use avro_entity::Writer;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The task of a child under a limit of so many bytes for each file it writes.
fn run_limited(task: &str, path: &Path, kib: u64) {
    let inner = command(task, path);
    let mut shell = Command::new("bash");
    // Without the signal the system call fails, as on a full disk.
    shell.args(["-c", "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\""]).arg(kib.to_string());
    shell.arg(inner.get_program()).args(inner.get_args());
    for (key, value) in inner.get_envs() {
        shell.env(key, value.unwrap());
    }
    let output = shell.output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

fn told(path: &Path) -> String {
    fs::read_to_string(path.with_extension("error")).expect("the child was refused")
}

#[test]
fn a_new_file_that_does_not_fit_does_not_appear() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("entries.avro");
    run_limited("create", &path, 4);
    assert!(told(&path).starts_with(path.to_str().unwrap()), "{}", told(&path));
    assert!(!path.exists());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["entries.error"], "nothing is left of it");
}

#[test]
fn a_file_that_is_there_is_not_harmed_by_one_that_does_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("entries.avro");
    create(&path, &[entry(1, 1)]);
    let before = fs::read(&path).unwrap();
    run_limited("create", &path, 4);
    assert!(told(&path).starts_with(path.to_str().unwrap()), "{}", told(&path));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn an_append_that_does_not_fit_leaves_whole_blocks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("entries.avro");
    create(&path, &[entry(9, 0)]);
    run_limited("append once", &path, 8);
    assert!(told(&path).starts_with(path.to_str().unwrap()), "{}", told(&path));
    let (entries, error) = read(&path);
    assert_eq!(error, None, "the block that did not fit is cut off");
    assert!(entries.len() > 10, "{} records fitted", entries.len());
    let writer = Writer::append_to(&path).unwrap();
    assert_eq!(writer.torn(), None);
    write(writer, &[entry(9, 1)]);
    assert_eq!(read(&path).0.len(), entries.len() + 1);
}
