//! Processes that are killed at some moment.

use crate::child::{command, kill_after, moments};
use crate::{append, create, entry, read, write};
use avro_entity::Writer;
use avro_entity::history::Store;
use std::fs;
use std::path::Path;

/// How long a child takes at most to come to its work, in microseconds, and as long again to do some of it.
const START: u64 = 40_000;

/// The child did not end by an error of its own.
fn assert_no_error(path: &Path) {
    if let Ok(error) = fs::read_to_string(path.with_extension("error")) {
        panic!("{error}");
    }
}

#[test]
fn killed_during_200_writes_a_file_under_its_name_is_always_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("entries.avro");
    let mut there = 0;
    for moment in moments(START).take(200) {
        kill_after(&mut command("create", &path), moment);
        assert_no_error(&path);
        if path.exists() {
            let (entries, error) = read(&path);
            assert_eq!((entries.len(), error), (100, None));
            assert!(entries.iter().all(|entry| entry.generation == entries[0].generation), "of one writer");
            there += 1;
        }
    }
    assert!(there > 100, "the writers came to their end {there} times only");
}

#[test]
fn killed_while_it_appends_a_file_keeps_what_was_flushed_and_the_next_append_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("entries.avro");
    let noted = path.with_extension("noted");
    create(&path, &[entry(9, 0)]);
    let mut before = 1;
    for moment in moments(START).take(60) {
        let _ = fs::remove_file(&noted);
        kill_after(&mut command("append", &path), moment);
        assert_no_error(&path);
        let flushed = fs::read_to_string(&noted).ok().and_then(|noted| noted.parse::<usize>().ok()).unwrap_or(0);
        let (entries, error) = read(&path);
        assert!(entries.len() >= before + flushed, "{} of {before} and {flushed}", entries.len());
        // What the next one finds torn it cuts off, and says so.
        let next = Writer::append_to(&path).unwrap();
        assert_eq!(next.torn().is_some(), error.is_some(), "{error:?}");
        write(next, &[entry(9, 1)]);
        before = entries.len() + 1;
        assert_eq!(read(&path), ([entries, vec![entry(9, 1)]].concat(), None));
    }
}

/// A write that a crash of the whole machine cut off at any byte, which no kill of a process does.
#[test]
fn an_append_that_is_cut_off_at_any_byte_is_told_and_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("entries.avro");
    create(&path, &[entry(1, 1)]);
    let first = fs::read(&path).unwrap();
    append(&path, &[entry(1, 2)]);
    let both = fs::read(&path).unwrap();
    for len in first.len() + 1..both.len() {
        fs::write(&path, &both[..len]).unwrap();
        let (entries, error) = read(&path);
        assert_eq!(entries, [entry(1, 1)]);
        assert!(error.is_some_and(|error| error.contains("the file ends inside")), "{len} bytes");
        let writer = Writer::append_to(&path).unwrap();
        let torn = writer.torn().map(|torn| (torn.position, torn.bytes));
        assert_eq!(torn, Some((first.len() as u64, (len - first.len()) as u64)));
        write(writer, &[entry(1, 3)]);
        assert_eq!(read(&path), (vec![entry(1, 1), entry(1, 3)], None));
    }
}

#[test]
fn killed_while_it_records_versions_a_history_can_be_read_and_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let schemas = folder.path().join("schemas");
    let mut versions = 0;
    for moment in moments(START).take(60) {
        kill_after(&mut command("history", &schemas), moment);
        let Some(history) = Store::open(&schemas).unwrap().history("net.example.Entry").unwrap() else { continue };
        assert!(history.versions().len() >= versions, "no version is lost");
        versions = history.versions().len();
        // A version may have been written and not yet listed, which is told, and mended by who goes on.
        for problem in history.problems() {
            assert_eq!(problem.rule.id, "history-gap", "{problem}");
        }
        assert!(!schemas.with_extension("error").exists(), "{:?}", fs::read_to_string(schemas.with_extension("error")));
    }
    assert!(versions > 20, "{versions} versions");
}
