//! The conformance corpus: the copy in `tests/conformance`, or the folder that `AVRO_ENTITY_CORPUS` names.
//!
//! `tests/conformance/README.md` explains the members of each line.
#![allow(dead_code, reason = "each test program uses a part of it")]

use serde_json::Value;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::PathBuf;

/// The folder of the corpus.
pub fn folder() -> PathBuf {
    match std::env::var_os("AVRO_ENTITY_CORPUS") {
        Some(folder) => folder.into(),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance"),
    }
}

/// All lines of a `.jsonl` file, which may also be there compressed, as `.jsonl.gz`.
pub fn lines(name: &str) -> Vec<Value> {
    let text = text(name);
    text.lines()
        .enumerate()
        .map(|(index, line)| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}, line {}: {error}", index + 1))
        })
        .collect()
}

fn text(name: &str) -> String {
    let plain = folder().join(name);
    if plain.exists() {
        return fs::read_to_string(&plain).unwrap_or_else(|error| panic!("{}: {error}", plain.display()));
    }
    let packed = folder().join(format!("{name}.gz"));
    let file = File::open(&packed).unwrap_or_else(|error| panic!("{}: {error}", packed.display()));
    let mut text = String::new();
    let read = flate2::read::MultiGzDecoder::new(BufReader::new(file)).read_to_string(&mut text);
    read.unwrap_or_else(|error| panic!("{}: {error}", packed.display()));
    text
}

/// The member of a line that must be a string.
pub fn string<'l>(line: &'l Value, member: &str) -> &'l str {
    line[member].as_str().unwrap_or_else(|| panic!("`{member}` of {line} is no string"))
}

/// The bytes of a string of hexadecimal digits.
pub fn hex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_else(|| panic!("{text:?} is not hexadecimal")) as u8;
    text.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

/// Compares JSON values: objects without regard to order, numbers with their sign, and integers not through a double.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => match (left.as_i64(), right.as_i64()) {
            (Some(left), Some(right)) => left == right,
            _ => left.as_f64().unwrap().to_bits() == right.as_f64().unwrap().to_bits(),
        },
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| equal(left, right)))
        }
        _ => left == right,
    }
}
