//! The limits of container files: header and block.

use crate::assert_limited;
use avro_entity::batch::{Inputs, Job, Rule};
use avro_entity::{Codec, Error, Limits, ReaderOptions, WriterOptions};
use std::io::Cursor;

const CODECS: [Codec; 6] = [Codec::Null, Codec::Deflate, Codec::Snappy, Codec::Zstandard, Codec::Bzip2, Codec::Xz];

/// A file of one block, and how many bytes of records are in it.
fn file(codec: Codec) -> (Vec<u8>, usize) {
    let mut writer = WriterOptions::new().codec(codec).metadata("note", "n").to_writer::<i64, _>(Vec::new()).unwrap();
    (0..3000).for_each(|number| writer.append(&(number % 60)).unwrap());
    (writer.finish().unwrap().inner, 3000)
}

fn options(limits: Limits) -> ReaderOptions {
    ReaderOptions::new().limits(limits)
}

fn read(file: &[u8], limits: &Limits) -> Result<usize, Error> {
    Ok(options(limits.clone()).read_slice::<i64>(file)?.collect::<Result<Vec<_>, _>>()?.len())
}

fn read_on_threads(file: &[u8], limits: &Limits) -> Result<usize, Error> {
    let reader = options(limits.clone()).read::<i64, _>(Cursor::new(file.to_vec()))?.threads(2)?;
    Ok(reader.collect::<Result<Vec<_>, _>>()?.len())
}

fn read_blocks(file: &[u8], limits: &Limits) -> Result<usize, Error> {
    let mut blocks = options(limits.clone()).read_blocks(file)?;
    let mut count = 0;
    while let Some(block) = blocks.next_block()? {
        count += block.count() as usize;
    }
    Ok(count)
}

type Way = fn(&[u8], &Limits) -> Result<usize, Error>;

const WAYS: [(&str, Way); 3] = [("records", read), ("on threads", read_on_threads), ("blocks", read_blocks)];

#[test]
fn a_block_at_its_limit_is_unpacked_and_one_past_it_is_refused() {
    for codec in CODECS {
        let (file, len) = file(codec);
        for (name, way) in WAYS {
            let name = format!("{codec}, {name}");
            let limits = |block_bytes| Limits { block_bytes, ..Limits::DEFAULT };
            assert_eq!(way(&file, &limits(len)).unwrap_or_else(|error| panic!("{name}: {error}")), 3000);
            assert_limited(way(&file, &limits(len - 1)), "block_bytes", &name);
        }
    }
}

#[test]
fn a_header_at_its_limit_is_read_and_one_past_it_is_refused() {
    let (file, _) = file(Codec::Null);
    let len = ReaderOptions::new().read_blocks(&file[..]).unwrap().header().len() as usize;
    for (name, way) in WAYS {
        let limits = |header_bytes| Limits { header_bytes, ..Limits::DEFAULT };
        assert_eq!(way(&file, &limits(len)).unwrap_or_else(|error| panic!("{name}: {error}")), 3000);
        assert_limited(way(&file, &limits(len - 1)), "header_bytes", name);
    }
}

#[test]
fn a_job_has_the_limits_of_its_reader() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("numbers.avro");
    let (file, len) = file(Codec::Deflate);
    std::fs::write(&path, &file).unwrap();
    let mut inputs = Inputs::new();
    inputs.add(path.to_str().unwrap()).unwrap();
    let job = |limits| Job::new([Rule::new("is small", |number: &i64| *number < 60)]).unwrap().reader_limits(limits);
    let report = |block_bytes| job(Limits { block_bytes, ..Limits::DEFAULT }).run(&inputs).unwrap();
    assert_eq!(report(len).totals().records, 3000);
    let refused = serde_json::to_string(&report(len - 1)).unwrap();
    assert!(refused.contains("`Limits::block_bytes`"), "{refused}");
    assert_eq!(report(len - 1).totals().records, 0);
}
