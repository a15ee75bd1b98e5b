//! Processes that are killed, disks that are full and sources that die: what was written before is whole, and what is not whole is told.
//!
//! `tests/container.rs` has the sinks and sources with a fault at each call in turn; here are processes and files.

mod child;
mod crash;
mod full;
mod sources;

use avro_entity::{AvroEntity, Reader, Writer};
use std::path::Path;

/// A record whose bytes are far from alike.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Entry {
    generation: u32,
    number: u32,
    text: String,
}

fn entry(generation: u32, number: u32) -> Entry {
    Entry { generation, number, text: "x".repeat(((generation * 31 + number) % 300) as usize) }
}

/// The records of a file, each of which must be one that is written here, and the error at the end.
fn read(path: &Path) -> (Vec<Entry>, Option<String>) {
    let (mut entries, mut error) = (Vec::new(), None);
    for record in Reader::<Entry>::open(path).unwrap_or_else(|error| panic!("{error}")) {
        match record {
            Ok(found) => {
                assert_eq!(found, entry(found.generation, found.number));
                entries.push(found);
            }
            Err(found) => error = Some(found.to_string()),
        }
    }
    (entries, error)
}

/// A file of these records.
fn create(path: &Path, entries: &[Entry]) {
    write(Writer::create(path).unwrap(), entries);
}

/// Goes on with a file.
fn append(path: &Path, entries: &[Entry]) {
    write(Writer::append_to(path).unwrap(), entries);
}

fn write(mut writer: Writer<Entry>, entries: &[Entry]) {
    entries.iter().for_each(|entry| writer.append(entry).unwrap());
    writer.finish().unwrap();
}
