//! Container files: the typed and the generic reader, one thread and two, the whole and its parts.

#![no_main]

use avro_entity::container::{OnDamage, ReaderOptions};
use avro_entity::{Codec, Error, WriterOptions, generic, to_vec};
use avro_entity_fuzz::entity::Entity;
use avro_entity_fuzz::limits;
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;
use std::sync::LazyLock;

const MARKER: [u8; 16] = *b"0123456789abcdef";

// An input that begins with an odd byte is blocks behind the header of a file of entities; `0123456789abcdef` is its marker.
fuzz_target!(|input: &[u8]| {
    match input.split_first() {
        Some((choice, blocks)) if choice % 2 == 1 => check(&[&HEADER[..], blocks].concat()),
        _ => check(input),
    }
});

static HEADER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let options = WriterOptions::new().codec(Codec::Null).sync_marker(MARKER);
    options.to_writer::<Entity, _>(Vec::new()).and_then(|writer| writer.finish()).expect("a file in memory").inner
});

fn check(file: &[u8]) {
    // Each way takes the time of reading a header.
    let len = file.len();
    let on_damage = if len.is_multiple_of(2) { OnDamage::Stop } else { OnDamage::SkipToNextSync };
    let options = ReaderOptions::new().limits(limits()).on_damage(on_damage);
    let typed = typed(&options, file);
    match len / 2 % 3 {
        0 => check_threads(&options, file, &typed),
        1 => check_generic(&options, file, &typed),
        _ => check_parts(file),
    }
}

/// What the typed reader gives: records as bytes, and the error at the end.
type Read = (Vec<Vec<u8>>, Option<String>);

fn collect(records: impl Iterator<Item = Result<Entity, Error>>) -> Read {
    let (mut read, mut error) = (Vec::new(), None);
    for record in records {
        match record {
            Ok(record) => read.push(to_vec(&record).expect("it was read")),
            Err(found) => error = Some(found.to_string()),
        }
    }
    (read, error)
}

fn typed(options: &ReaderOptions, file: &[u8]) -> Option<Read> {
    Some(collect(options.read::<Entity, _>(Cursor::new(file)).ok()?))
}

fn check_threads(options: &ReaderOptions, file: &[u8], expected: &Option<Read>) {
    let Ok(reader) = options.read::<Entity, _>(Cursor::new(file)) else { return };
    let (read, error) = collect(reader.threads(2).expect("threads can be started"));
    let Some((records, expected)) = expected else { panic!("it was opened") };
    assert_eq!((read.len(), &error), (records.len(), expected));
    assert!(read.iter().zip(records).all(|(one, other)| one.len() == other.len()));
}

/// Every record that the typed reader gives is one of the file's schema.
fn check_generic(options: &ReaderOptions, file: &[u8], typed: &Option<Read>) {
    let Ok(mut blocks) = options.read_blocks(Cursor::new(file)) else { return };
    let mut count = 0;
    while let Ok(Some(block)) = blocks.next_block() {
        let mut decoder = block.decoder();
        for _ in 0..block.count() {
            decoder.start_datum();
            match generic::to_json(block.header().schema(), &mut decoder) {
                Ok(_) => count += 1,
                Err(_) => break,
            }
        }
    }
    if let Some((records, _)) = typed {
        assert!(records.len() <= count, "{} typed records, {count} generic ones", records.len());
    }
}

/// The blocks of two parts are those of the whole.
fn check_parts(file: &[u8]) {
    let options = ReaderOptions::new().limits(limits()).on_damage(OnDamage::SkipToNextSync);
    let blocks = |start: u64, end: u64| {
        let Ok(mut reader) = options.read_blocks(Cursor::new(file)) else { return None };
        let mut found = Vec::new();
        reader.set_range(start..end).ok()?;
        while let Ok(Some(block)) = reader.next_packed() {
            found.push((block.offset(), block.count()));
        }
        Some(found)
    };
    let end = file.len() as u64;
    let (Some(whole), Some(first), Some(second)) = (blocks(0, end), blocks(0, end / 2), blocks(end / 2, end)) else {
        return;
    };
    assert_eq!([first, second].concat(), whole);
}
