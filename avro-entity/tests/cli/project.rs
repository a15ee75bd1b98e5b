//! `project`

use crate::program::{Folder, flight};
use avro_entity::container::{BlockReader, Codec, WriterOptions};
use serde_json::{Value, json};

/// A flight as it was: `hour` was text, nobody asked for the delay, and there was a `gate`.
const OLD: &str = r#"{"type": "record", "name": "Flight", "fields": [
    {"name": "nr", "type": "int"},
    {"name": "gate", "type": ["null", "string"]},
    {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
    {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["PLANNED", "FLYING", "LOST"]}}]}"#;

/// A flight as it is today.
const TODAY: &str = r#"{"type": "record", "name": "Flight", "fields": [
    {"name": "delay", "type": ["null", "int"], "default": null},
    {"name": "number", "aliases": ["nr"], "type": "long"},
    {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
    {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["PLANNED", "FLYING", "LANDED"]}}]}"#;

fn old(number: i32, state: &str) -> Value {
    json!({"nr": number, "gate": {"string": "B22"}, "at": 7, "state": state})
}

fn today(number: i32, state: &str, at: i64) -> Value {
    json!({"delay": null, "number": number, "at": at, "state": state})
}

fn folder() -> Folder {
    let folder = Folder::new();
    let options = WriterOptions::new().codec(Codec::Deflate).metadata("origin", "JFK");
    folder.container("old.avro", OLD, &options, &[&[old(1, "FLYING"), old(2, "PLANNED")], &[old(3, "PLANNED")]]);
    folder.container("new.avro", TODAY, &WriterOptions::new(), &[&[today(4, "LANDED", 9)]]);
    folder.write("today.avsc", TODAY);
    folder
}

#[test]
fn files_of_several_versions_become_one_of_today() {
    let folder = folder();
    folder.run(&["project", "--reader-schema", "today.avsc", "old.avro", "new.avro", "-o", "out.avro"]).good();
    let expected =
        [today(1, "FLYING", 7000), today(2, "PLANNED", 7000), today(3, "PLANNED", 7000), today(4, "LANDED", 9)];
    assert_eq!(folder.records("out.avro"), expected);
    let out = BlockReader::open(folder.path("out.avro")).unwrap();
    assert_eq!((out.header().codec(), out.header().get("origin")), (Codec::Deflate, Some(&b"JFK"[..])));
    assert_eq!(out.header().schema(), &avro_entity::Schema::parse(TODAY).unwrap());
}

#[test]
fn values_of_logical_types_stay_as_they_are_when_asked_for() {
    let folder = folder();
    let out = folder.run(&["project", "--raw", "--codec", "null", "--reader-schema", "today.avsc", "old.avro"]).good();
    folder.write("out.avro", out);
    assert_eq!(folder.records("out.avro")[0], today(1, "FLYING", 7));
    assert_eq!(folder.codec("out.avro"), Codec::Null);
}

#[test]
fn a_record_that_does_not_resolve_is_named() {
    let folder = folder();
    folder.container(
        "lost.avro",
        OLD,
        &WriterOptions::new(),
        &[&[old(1, "FLYING")], &[old(2, "PLANNED"), old(3, "LOST")]],
    );
    let run = folder.run(&["project", "--reader-schema", "today.avsc", "lost.avro", "-o", "out.avro"]);
    let place = "lost.avro, block 1, record 1, Flight.state";
    assert!(run.stderr.starts_with(&format!("error: {place} at byte ")), "{}", run.stderr);
    assert!(run.stderr.contains("`LOST`"), "{}", run.stderr);
    assert_eq!(run.code, Some(100));
    assert!(!folder.path("out.avro").exists());
}

#[test]
fn schemas_that_do_not_resolve_are_said_so() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Null, 0..2);
    folder
        .write("other.avsc", r#"{"type": "record", "name": "Flight", "fields": [{"name": "tail", "type": "string"}]}"#);
    let run = folder.run(&["project", "--reader-schema", "other.avsc", "a.avro", "-o", "out.avro"]);
    assert_eq!(run.code, Some(100));
    assert!(run.stderr.contains("`tail`"), "{}", run.stderr);
    assert_eq!(folder.records("a.avro"), [flight(0), flight(1)]);
}

#[test]
fn what_is_written_has_a_valid_schema() {
    let folder = folder();
    folder.write("bad.avsc", TODAY.replace("\"default\": null", "\"default\": \"x\""));
    let run = folder.run(&["project", "--reader-schema", "bad.avsc", "old.avro", "-o", "out.avro"]);
    assert_eq!(run.code, Some(100));
    assert!(run.stderr.starts_with("error: bad.avsc, line 2, column "), "{}", run.stderr);
    assert!(!folder.path("out.avro").exists());
}

#[test]
fn the_file_may_be_written_over_itself() {
    let folder = folder();
    folder.run(&["project", "--reader-schema", "today.avsc", "old.avro", "-o", "old.avro"]).good();
    assert_eq!(folder.records("old.avro").len(), 3);
    folder.run(&["project", "--reader-schema", "today.avsc", "old.avro", "-o", "old.avro"]).good();
    assert_eq!(folder.records("old.avro")[0], today(1, "FLYING", 7000));
}
