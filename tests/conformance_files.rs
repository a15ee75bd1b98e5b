//! The container files of the conformance corpus: good ones read with equal records, bad ones end where and as they should.

mod corpus;

use avro_entity::container::{Block, BlockReader, OnDamage, ReaderOptions};
use avro_entity::{Error, ErrorKind, generic};
use corpus::{equal, string};
use serde_json::Value;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;

/// Where reading a file ended.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Ok,
    Header,
    Block,
    Datum,
}

/// How reading a file ended, and the records until then.
struct Outcome {
    end: End,
    error: Option<Error>,
    records: Vec<Value>,
}

fn lines() -> Vec<Value> {
    corpus::lines("files/index.jsonl")
}

fn path(line: &Value) -> PathBuf {
    corpus::folder().join("files").join(string(line, "file"))
}

/// The records of a block in Avro's JSON encoding, up to the first that fails.
fn read_block(block: &Block<'_>, records: &mut Vec<Value>) -> Result<(), (End, Error)> {
    let schema = block.header().schema();
    let mut decoder = block.decoder();
    for record in 0..block.count() {
        decoder.start_datum();
        match generic::to_json(schema, &mut decoder) {
            Ok(value) => records.push(value),
            Err(error) => return Err((End::Datum, block.record_error(record, error))),
        }
    }
    match decoder.remaining().len() {
        0 => Ok(()),
        left => Err((End::Block, block.left_over_error(left))),
    }
}

fn read_blocks<R: Read>(reader: &mut BlockReader<R>, records: &mut Vec<Value>) -> Result<(), (End, Error)> {
    while let Some(block) = reader.next_block().map_err(|error| (End::Block, error))? {
        read_block(&block, records)?;
    }
    Ok(())
}

fn read<R: Read>(opened: Result<BlockReader<R>, Error>) -> Outcome {
    let mut records = Vec::new();
    let read =
        opened.map_err(|error| (End::Header, error)).and_then(|mut reader| read_blocks(&mut reader, &mut records));
    match read {
        Ok(()) => Outcome { end: End::Ok, error: None, records },
        Err((end, error)) => Outcome { end, error: Some(error), records },
    }
}

/// Whether the file ended as its line asks for.
fn ends_as_expected(line: &Value, outcome: &Outcome) -> bool {
    match string(line, "expect") {
        "ok" => outcome.end == End::Ok,
        "header-error" => outcome.end == End::Header,
        "block-error" => outcome.end == End::Block,
        "datum-error" => outcome.end == End::Datum,
        "limit" => outcome.error.as_ref().is_some_and(|error| error.kind() == ErrorKind::Limit),
        "either" => true,
        other => panic!("unknown expectation {other:?}"),
    }
}

/// All records of a good file; of another one, those in front of the fault and perhaps more.
fn records_as_expected(line: &Value, outcome: &Outcome) -> bool {
    let Some(expected) = line["records"].as_array() else { return true };
    let enough = match string(line, "expect") {
        "ok" => outcome.records.len() == expected.len(),
        _ => outcome.records.len() >= expected.len(),
    };
    enough && expected.iter().zip(&outcome.records).all(|(expected, read)| equal(expected, read))
}

fn describe(outcome: &Outcome) -> String {
    let error = outcome.error.as_ref().map_or(String::new(), |error| format!(", {error:?}"));
    format!("ends with {:?} after {} records{error}", outcome.end, outcome.records.len())
}

/// Reads every file with `read` and names those that end otherwise than their lines ask for.
fn check(read: impl Fn(&Value) -> Outcome) {
    let mut failures = Vec::new();
    for line in lines() {
        let outcome = read(&line);
        if !ends_as_expected(&line, &outcome) || !records_as_expected(&line, &outcome) {
            failures.push(format!("{}: expected {}, {}", line["file"], line["expect"], describe(&outcome)));
        }
    }
    assert!(failures.is_empty(), "{} files:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn conformance_files_end_as_expected() {
    check(|line| read(BlockReader::open(path(line))));
}

/// Gives a few bytes at a time and is interrupted now and then.
struct Drip(Cursor<Vec<u8>>, usize);

impl Read for Drip {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.1 += 1;
        match self.1 % 5 {
            0 => Err(io::ErrorKind::Interrupted.into()),
            some => {
                let len = room.len().min(some * some * 7);
                self.0.read(&mut room[..len])
            }
        }
    }
}

#[test]
fn conformance_files_end_alike_when_they_arrive_piecemeal() {
    check(|line| read(BlockReader::new(Drip(Cursor::new(std::fs::read(path(line)).unwrap()), 0))));
}

#[test]
fn conformance_files_name_file_and_block_in_errors() {
    for line in lines() {
        let outcome = read(BlockReader::open(path(&line)));
        let Some(error) = outcome.error else { continue };
        assert_eq!(error.file(), Some(&*path(&line)), "{error}");
        assert_eq!(error.block().is_some(), outcome.end != End::Header, "{}: {error}", line["file"]);
        assert_eq!(error.record().is_some(), outcome.end == End::Datum, "{}: {error}", line["file"]);
    }
}

#[test]
fn conformance_files_have_their_metadata_and_codec() {
    for line in lines().iter().filter(|line| string(line, "expect") == "ok") {
        let reader = BlockReader::open(path(line)).unwrap();
        assert_eq!(reader.header().codec().name(), string(line, "codec"), "{}", line["file"]);
        let Some(expected) = line["meta"].as_object() else { continue };
        for (key, value) in expected {
            let value = corpus::hex(value.as_str().unwrap());
            assert_eq!(reader.header().get(key), Some(&value[..]), "{}: {key}", line["file"]);
        }
    }
}

/// A reader that skips damage never ends with an error behind the header, and delivers the blocks that are whole.
#[test]
fn conformance_files_are_read_around_their_damage() {
    for line in lines() {
        let file = std::fs::read(path(&line)).unwrap();
        let options = ReaderOptions::new().on_damage(OnDamage::SkipToNextSync);
        let Ok(mut reader) = options.read_blocks(&file[..]) else { continue };
        let mut records = Vec::new();
        while let Some(block) = reader.next_block().unwrap_or_else(|error| panic!("{}: {error}", line["file"])) {
            let _ = read_block(&block, &mut records);
        }
        let outcome = Outcome { end: End::Ok, error: None, records };
        assert!(records_as_expected(&line, &outcome), "{}: {}", line["file"], describe(&outcome));
        let framed = string(&line, "expect") == "block-error";
        assert!(!framed || reader.lost().bytes > 0, "{}: {:?}", line["file"], reader.lost());
    }
}

/// However a good file is cut into two ranges, both together have its blocks once and in order.
#[test]
fn conformance_files_split_at_every_byte() {
    for line in lines().iter().filter(|line| string(line, "expect") == "ok") {
        let file = std::fs::read(path(line)).unwrap();
        let mut reader = BlockReader::new(Cursor::new(&file)).unwrap();
        let mut blocks = |range| {
            let mut offsets = Vec::new();
            reader.set_range(range).unwrap();
            while let Some(block) = reader.next_packed().unwrap() {
                offsets.push((block.offset(), block.count()));
            }
            offsets
        };
        let whole = blocks(0..u64::MAX);
        for cut in 0..=file.len() as u64 {
            let parts = [blocks(0..cut), blocks(cut..u64::MAX)].concat();
            assert_eq!(parts, whole, "{} cut at {cut}", line["file"]);
        }
    }
}
