//! The limits of container files: header and block.

use crate::assert_limited;
use avro_entity::batch::{Inputs, Job, Rule};
use avro_entity::{Codec, Error, ErrorKind, Limits, ReaderOptions, WriterOptions};
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

/// Two numbers of ten bytes each are one block; the third begins another one, since readers would not admit the three.
#[test]
fn a_writer_ends_a_block_before_it_is_larger_than_readers_admit() {
    let limits = Limits { block_bytes: 20, ..Limits::DEFAULT };
    let mut writer = WriterOptions::new().limits(limits.clone()).to_writer(Vec::new()).unwrap();
    writer.extend([i64::MAX; 5]).unwrap();
    let finished = writer.finish().unwrap();
    assert_eq!((finished.blocks, read(&finished.inner, &limits).unwrap()), (3, 5));
}

#[test]
fn a_writer_refuses_the_record_and_the_header_that_readers_would_refuse() {
    let limits = Limits { block_bytes: 20, ..Limits::DEFAULT };
    let mut writer = WriterOptions::new().limits(limits.clone()).to_writer(Vec::new()).unwrap();
    writer.append("nineteen characters").unwrap();
    let error = writer.append("twenty characters it").unwrap_err();
    let reason = "a record has 21 bytes, and readers admit 20 (`Limits::block_bytes`); raise the limit of the writer, and of all readers";
    assert_eq!((error.kind(), error.message()), (ErrorKind::Limit, reason));
    writer.append("and more").unwrap();
    let file = writer.finish().unwrap().inner;
    let texts: Result<Vec<String>, Error> = options(limits).read_slice(&file).unwrap().collect();
    assert_eq!(texts.unwrap(), ["nineteen characters", "and more"]);

    let limits = Limits { header_bytes: 1000, ..Limits::DEFAULT };
    let header = |note: usize| WriterOptions::new().limits(limits.clone()).metadata("note", "n".repeat(note));
    assert_eq!(
        read(&header(900).to_writer::<i64, _>(Vec::new()).unwrap().finish().unwrap().inner, &limits).unwrap(),
        0
    );
    assert_limited(header(1000).to_writer::<i64, _>(Vec::new()).map(|_| 0), "header_bytes", "a writer");
}

/// Random bytes in blocks as large as readers admit: snappy makes them larger.
#[test]
fn a_block_that_grows_when_it_is_compressed_is_held_against_the_limit_as_well() {
    let limits = Limits { block_bytes: 1000, ..Limits::DEFAULT };
    let options = WriterOptions::new().codec(Codec::Snappy).limits(limits).block_bytes(1000);
    let mut writer = options.to_writer::<[u8; 1000], _>(Vec::new()).unwrap();
    let mut state = 1u32;
    let noise = std::array::from_fn(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    assert_limited(writer.append(&noise).map(|()| 0), "block_bytes", "snappy");
    let later = writer.append(&noise).unwrap_err();
    assert!(
        later
            .message()
            .starts_with("an earlier write failed, the file is good for its first 0 blocks: a block of data")
    );
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
