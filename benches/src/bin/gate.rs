//! Times the compatibility check: a pair of large records, a store of many histories, and one entity of a crate.
//!
//! `cargo run --release -p avro-entity-bench --bin gate` prints the median, the least and the most of eleven runs of each.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark that cannot run has nothing to say")]
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use avro_entity::Schema;
use avro_entity::compat::{Level, Version, check};
use avro_entity::gate::{Entity, Gate};
use avro_entity::history::Store;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const RUNS: usize = 11;

/// Entities and versions of the large store.
const ENTITIES: usize = 1_000;
const VERSIONS: usize = 20;

fn main() {
    pairs();
    let folder = tempfile::tempdir().expect("a temporary folder");
    store(&folder.path().join("schemas"));
}

/// Types of fields, over and over.
const TYPES: [&str; 5] =
    [r#""string""#, r#""long""#, r#"["null","string"]"#, r#"{"type":"array","items":"string"}"#, r#""double""#];

fn schema(name: &str, fields: usize, version: usize) -> Schema {
    Schema::parse(&text(name, fields, version)).expect("a schema")
}

/// A record of `fields` fields, and one for each version after the first.
fn text(name: &str, fields: usize, version: usize) -> String {
    let first = (0..fields).map(|index| format!(r#"{{"name":"field_{index}","type":{}}}"#, TYPES[index % TYPES.len()]));
    let later =
        (1..version).map(|number| format!(r#"{{"name":"added_{number}","type":["null","string"],"default":null}}"#));
    let fields: Vec<String> = first.chain(later).collect();
    format!(r#"{{"type":"record","name":"{name}","fields":[{}]}}"#, fields.join(","))
}

/// Two versions of a record of 100 fields: one field more and one that is wider; and one that lost its name, which takes a
/// witness and a fix that is tried.
fn pairs() {
    let text = text("net.example.Wide", 100, 2);
    let wider = text.replace(r#"{"name":"field_11","type":"long"}"#, r#"{"name":"field_11","type":"double"}"#);
    let renamed = text.replace(r#""field_11""#, r#""field_eleven""#);
    pair("a pair of records of 100 fields, one added and one widened, backward", &wider, Level::BACKWARD, false);
    pair("the same, one added and one renamed, full, with witnesses and a fix", &renamed, Level::FULL, true);
}

fn pair(what: &str, new: &str, level: Level, is_denied: bool) {
    let new = Version::named("new", Schema::parse(new).expect("a schema"));
    let history = [Version::numbered(1, schema("net.example.Wide", 100, 1))];
    let report = check(&history, &new, level);
    assert!(!report.findings.is_empty() && report.is_denied() == is_denied, "{what}: the change is seen");
    const TIMES: u32 = 2_000;
    tell(what, || {
        let start = Instant::now();
        for _ in 0..TIMES {
            black_box(check(black_box(&history), black_box(&new), level));
        }
        start.elapsed() / TIMES
    });
}

/// A store of many entities, and the same with one entity only.
fn store(folder: &Path) {
    let store = Store::open(folder).expect("a store");
    let name = |number: usize| format!("net.example.Entity{number}");
    for number in 0..ENTITIES {
        let mut edit = store.create(&name(number), "service").expect("a new history");
        for version in 1..=VERSIONS {
            edit.record(&schema(&name(number), 20, version)).expect("a version that follows");
        }
        edit.commit().expect("the history is written");
    }
    let entity = |number: usize| Entity::of_schema(name(number), "service", schema(&name(number), 20, VERSIONS + 1));
    let all: Vec<Entity> = (0..ENTITIES).map(entity).collect();
    tell(&format!("{ENTITIES} entities of {VERSIONS} versions, full transitive, from the files"), || {
        time_check(folder, &all)
    });

    let one = folder.join("one");
    std::fs::create_dir(&one).expect("a folder");
    let entity_folder = one.join(name(0));
    std::fs::create_dir(&entity_folder).expect("a folder");
    for file in std::fs::read_dir(folder.join(name(0))).expect("the history is there") {
        let file = file.expect("a file");
        std::fs::copy(file.path(), entity_folder.join(file.file_name())).expect("a copy");
    }
    tell("one changed entity of a crate", || time_check(&one, all.get(..1).unwrap_or_default()));
}

fn time_check(folder: &Path, entities: &[Entity]) -> Duration {
    let start = Instant::now();
    let gate = Gate::new(Store::open(folder).expect("a store"));
    let report = gate.check(entities).expect("the histories are read");
    assert_eq!(report.entities.len(), entities.len());
    start.elapsed()
}

fn tell(what: &str, mut run: impl FnMut() -> Duration) {
    let mut times: Vec<Duration> = (0..RUNS).map(|_| run()).collect();
    times.sort();
    let at = |index: usize| times.get(index).copied().unwrap_or_default();
    println!("{what}: median {:?}, {:?} to {:?}", at(RUNS / 2), at(0), at(RUNS - 1));
}
