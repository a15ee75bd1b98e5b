//! Container files: round trips in every codec, ranges, threads, appending, failing sinks and sources, and damage.

use avro_entity::container::{
    BlockReader, Codec, Finished, Lost, OnDamage, Reader, ReaderOptions, Writer, WriterOptions,
};
use avro_entity::{AvroEncode, AvroEntity, AvroSchema, Error, ErrorKind, Limits, Schema};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Read, Write};

#[derive(AvroEntity, Clone, Debug, Default, PartialEq)]
struct Flight {
    number: i32,
    carrier: String,
    delay: Option<f64>,
    legs: Vec<String>,
    remarks: BTreeMap<String, String>,
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(name = "Flight")]
struct BorrowedFlight<'a> {
    number: i32,
    carrier: &'a str,
    delay: Option<f64>,
    legs: Vec<&'a str>,
    remarks: BTreeMap<String, String>,
}

impl Flight {
    fn borrowed(&self) -> BorrowedFlight<'_> {
        BorrowedFlight {
            number: self.number,
            carrier: &self.carrier,
            delay: self.delay,
            legs: self.legs.iter().map(String::as_str).collect(),
            remarks: self.remarks.clone(),
        }
    }
}

fn flight(number: i32) -> Flight {
    Flight {
        number,
        carrier: ["UA", "B6", "AA"][number as usize % 3].to_owned(),
        delay: (number % 5 != 0).then(|| f64::from(number) / 4.0),
        legs: (0..number % 4).map(|leg| format!("leg {leg} of {number}")).collect(),
        remarks: BTreeMap::from([("note".to_owned(), "n".repeat(number as usize % 17))]),
    }
}

fn flights(count: i32) -> Vec<Flight> {
    (0..count).map(flight).collect()
}

/// A file of `records` with a marker that is always the same.
fn file_of<T: AvroEncode>(records: &[T], options: &WriterOptions) -> Vec<u8> {
    let mut writer = options.clone().sync_marker(*b"0123456789abcdef").to_writer(Vec::new()).unwrap();
    for record in records {
        writer.append(record).unwrap();
    }
    writer.finish().unwrap().inner
}

/// The same with so many records in each block.
fn file_in_blocks<T: AvroEncode>(records: &[T], each: usize) -> Vec<u8> {
    packed_in_blocks(Codec::Null, records, each)
}

fn packed_in_blocks<T: AvroEncode>(codec: Codec, records: &[T], each: usize) -> Vec<u8> {
    let options = WriterOptions::new().codec(codec).sync_marker(*b"0123456789abcdef");
    let mut writer = options.to_writer(Vec::new()).unwrap();
    for block in records.chunks(each) {
        for record in block {
            writer.append(record).unwrap();
        }
        writer.sync().unwrap();
    }
    writer.finish().unwrap().inner
}

fn read_all(file: &[u8]) -> Result<Vec<Flight>, Error> {
    Reader::<Flight, _>::from_slice(file)?.collect()
}

fn skipping() -> ReaderOptions {
    ReaderOptions::new().on_damage(OnDamage::SkipToNextSync)
}

#[test]
fn records_come_back_in_every_codec_and_way_of_reading() {
    let expected = flights(500);
    for &codec in Codec::ALL {
        for block_bytes in [1, 1000, 1 << 20] {
            let name = format!("{codec}, blocks of {block_bytes}");
            let file = file_of(&expected, &WriterOptions::new().codec(codec).block_bytes(block_bytes));
            assert_eq!(read_all(&file).unwrap(), expected, "{name}");

            let (mut reused, mut read) = (Flight::default(), Vec::new());
            let mut reader = Reader::<Flight, _>::new(&file[..]).unwrap();
            while reader.read_into(&mut reused).unwrap() {
                read.push(reused.clone());
            }
            assert_eq!(read, expected, "{name}, reused");

            let mut reader = Reader::<Flight, _>::from_slice(&file).unwrap();
            let mut left = expected.iter();
            while let Some(block) = reader.next_block().unwrap() {
                for read in block.records::<BorrowedFlight<'_>>().unwrap() {
                    assert_eq!(read.unwrap(), left.next().unwrap().borrowed(), "{name}, borrowed");
                }
            }
            assert_eq!(left.len(), 0, "{name}, borrowed");

            for threads in [0, 1, 3] {
                let name = format!("{name}, {threads} threads");
                let reader = || Reader::<Flight, _>::from_slice(&file).unwrap().threads(threads).unwrap();
                assert_eq!(reader().collect::<Result<Vec<_>, _>>().unwrap(), expected, "{name}");

                let (mut on_threads, mut read) = (reader(), Vec::new());
                while on_threads.read_into(&mut reused).unwrap() {
                    read.push(reused.clone());
                }
                assert_eq!(read, expected, "{name}, reused");

                let (mut on_threads, mut read) = (reader(), 0);
                while let Some(block) = on_threads.next_block().unwrap() {
                    for borrowed in block.records::<BorrowedFlight<'_>>().unwrap() {
                        assert_eq!(borrowed.unwrap(), expected[read].borrowed(), "{name}, borrowed");
                        read += 1;
                    }
                }
                assert_eq!(read, expected.len(), "{name}, borrowed");
            }
        }
    }
}

#[test]
fn every_range_of_a_partition_has_its_blocks_once() {
    let marker = *b"0123456789abcdef";
    // Records that hold the marker, and the marker with what looks like a block that ends where the real one does.
    let fake = [&marker[..], &[2, 8, 6], b"abc"].concat();
    let records: Vec<Vec<u8>> = (0..12).map(|index| [&vec![index; usize::from(index)][..], &fake].concat()).collect();
    let file = file_in_blocks(&records, 1);
    for first in 0..=file.len() as u64 {
        let mut read = Vec::new();
        let second = first + 37;
        let mut reader = Reader::<Vec<u8>, _>::from_slice(&file).unwrap();
        for range in [0..first, first..second, second..u64::MAX] {
            reader.set_range(range).unwrap();
            read.extend(reader.by_ref().map(Result::unwrap));
        }
        assert_eq!(read, records, "cut at {first} and {second}");
    }
}

#[test]
fn a_range_begins_with_the_block_behind_the_marker_in_it() {
    let file = file_in_blocks(&[1i64, 2, 3], 1);
    let mut reader = Reader::<i64, _>::from_slice(&file).unwrap();
    let first = reader.header().len();
    let second = first + 19;
    for (position, expected) in [(0, first), (first - 16, first), (first - 15, second), (second - 16, second)] {
        assert_eq!(reader.sync(position).unwrap(), expected, "sync at {position}");
    }
    assert_eq!(reader.sync(u64::MAX).unwrap(), file.len() as u64);
    assert_eq!(reader.next().transpose().unwrap(), None);
}

#[test]
fn seeking_goes_to_the_positions_a_writer_named() {
    let mut writer = Writer::new(Vec::new()).unwrap();
    let mut positions = Vec::new();
    for number in 0..5i64 {
        positions.push(writer.sync().unwrap());
        writer.append(&number).unwrap();
    }
    let file = writer.finish().unwrap().inner;
    let mut reader = Reader::<i64, _>::from_slice(&file).unwrap();
    for (number, position) in positions.into_iter().enumerate().rev() {
        reader.seek(position).unwrap();
        assert_eq!(reader.next().unwrap().unwrap(), number as i64);
        let error = reader.seek(position + 1).unwrap_err();
        assert_eq!(error.message(), "no block begins here: there is no sync marker in front");
        assert_eq!((error.kind(), error.offset()), (ErrorKind::Block, Some(position + 1)));
    }
}

#[test]
fn a_failed_append_leaves_the_file_as_it_was() {
    let mut writer = WriterOptions::new().sync_marker([3; 16]).to_writer::<u64, _>(Vec::new()).unwrap();
    writer.append(&1).unwrap();
    let error = writer.append(&u64::MAX).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Range, "{error}");
    writer.append(&2).unwrap();
    assert_eq!(writer.records(), 2);
    let file = writer.finish().unwrap().inner;
    assert_eq!(file, file_with_marker(&[1u64, 2], [3; 16]));
}

fn file_with_marker<T: AvroEncode>(records: &[T], marker: [u8; 16]) -> Vec<u8> {
    let mut writer = WriterOptions::new().sync_marker(marker).to_writer(Vec::new()).unwrap();
    records.iter().for_each(|record| writer.append(record).unwrap());
    writer.finish().unwrap().inner
}

#[test]
fn metadata_is_kept_and_reserved_keys_are_refused() {
    let options = WriterOptions::new().metadata("origin", "JFK").metadata("raw", vec![0, 255]);
    let file = file_of(&[1i64], &options);
    let reader = Reader::<i64, _>::from_slice(&file).unwrap();
    let metadata: Vec<_> = reader.header().metadata().collect();
    assert_eq!(metadata, [("origin", &b"JFK"[..]), ("raw", &[0, 255])]);

    for (options, expected) in [
        (
            WriterOptions::new().metadata("avro.codec", "null"),
            "the metadata key \"avro.codec\" begins with `avro.`, which the specification reserves",
        ),
        (WriterOptions::new().metadata("a", "1").metadata("a", "2"), "the metadata key \"a\" is given twice"),
    ] {
        let error = options.to_writer::<i64, _>(Vec::new()).err().unwrap();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Header, expected));
    }
}

#[test]
fn records_without_bytes_are_read_up_to_the_limit() {
    #[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
    struct Tick {}
    let count = Limits::DEFAULT.empty_items as usize + 10;
    let mut writer = Writer::new(Vec::new()).unwrap();
    writer.extend(std::iter::repeat_n(Tick {}, count)).unwrap();
    let Finished { inner: file, blocks, .. } = writer.finish().unwrap();
    assert_eq!(blocks, 2);
    assert_eq!(Reader::<Tick, _>::from_slice(&file).unwrap().map(Result::unwrap).count(), count);

    let limits = Limits { empty_items: 100, ..Limits::default() };
    let mut reader = ReaderOptions::new().limits(limits).read_slice::<Tick>(&file).unwrap();
    let error = reader.next().unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (
            ErrorKind::Limit,
            "65536 records in 0 bytes exceed the limit of 100 records without bytes (`Limits::empty_items`)"
        )
    );
    assert!(reader.next().is_none());
}

#[test]
fn limits_of_block_and_header_hold() {
    let file = file_of(&["a".repeat(100)], &WriterOptions::new().metadata("k", vec![0; 1000]));
    let header = BlockReader::new(&file[..]).unwrap().header().len() as usize;
    for (limits, expected) in [
        (Limits { header_bytes: header, block_bytes: 102, ..Limits::default() }, None),
        (
            Limits { header_bytes: header - 1, ..Limits::default() },
            Some(format!("the header is longer than the limit of {} bytes (`Limits::header_bytes`)", header - 1)),
        ),
        (
            Limits { block_bytes: 101, ..Limits::default() },
            Some("the block's size of 102 bytes exceeds the limit of 101 bytes (`Limits::block_bytes`)".to_owned()),
        ),
    ] {
        let reader = ReaderOptions::new().limits(limits).read_slice::<String>(&file);
        let read = reader.and_then(|reader| reader.collect::<Result<Vec<_>, _>>());
        match expected {
            None => assert_eq!(read.unwrap().len(), 1),
            Some(expected) => {
                let error = read.unwrap_err();
                assert_eq!((error.kind(), error.message()), (ErrorKind::Limit, expected.as_str()));
            }
        }
    }
}

#[test]
fn a_file_cut_at_any_byte_gives_whole_blocks_and_an_error() {
    let file = file_in_blocks(&flights(9), 3);
    let header = Reader::<Flight, _>::from_slice(&file).unwrap().header().len() as usize;
    let mut ends = vec![header];
    let mut reader = BlockReader::new(&file[..]).unwrap();
    while reader.next_block().unwrap().is_some() {
        ends.push(reader.position() as usize);
    }
    for len in 0..=file.len() {
        let whole = ends.iter().filter(|end| **end <= len).count();
        match Reader::<Flight, _>::from_slice(&file[..len]) {
            Err(error) => {
                assert!(len < header);
                assert_eq!(error.kind(), ErrorKind::Header, "{len}: {error}");
            }
            Ok(reader) => {
                let mut read: Vec<_> = reader.collect();
                let error = read.pop_if(|last| last.is_err());
                let read: Vec<_> = read.into_iter().map(Result::unwrap).collect();
                assert_eq!(read, flights(3 * (whole as i32 - 1)), "cut to {len}");
                match error {
                    None => assert!(ends.contains(&len), "cut to {len} and no error"),
                    Some(error) => {
                        let error = error.unwrap_err();
                        assert!(!ends.contains(&len), "{error}");
                        assert_eq!((error.kind(), error.block()), (ErrorKind::Block, Some(whole as u64 - 1)));
                        assert!(error.message().starts_with("the file ends inside the block"), "{error}");
                    }
                }
            }
        }
    }
}

#[test]
fn errors_lead_with_file_block_record_and_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flags.avro");
    let mut file = file_in_blocks(&[vec![true], vec![true, false, true], vec![]], 3);
    let at = file.len() - 16 - 2;
    assert_eq!(file[at], 0);
    file[at - 1] = 9;
    fs::write(&path, &file).unwrap();
    let error = Reader::<Vec<bool>>::open(&path).unwrap().find_map(Result::err).unwrap();
    let expected =
        format!("{}, block 0, record 1, [2] at byte {}: a boolean is the byte 0 or 1, found 9", path.display(), at - 1);
    assert_eq!(error.to_string(), expected);

    let error = Reader::<i64>::open(folder.path().join("none.avro")).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("none.avro: "), "{error}");
}

#[test]
fn an_error_in_a_compressed_block_says_where_in_its_data() {
    let mut writer = WriterOptions::new().codec(Codec::Deflate).blocks_to_writer(bool::schema(), Vec::new()).unwrap();
    writer.append_encoded(&[1]).unwrap();
    writer.append_encoded(&[7]).unwrap();
    let file = writer.finish().unwrap().inner;
    let mut reader = Reader::<bool, _>::from_slice(&file).unwrap();
    let header = reader.header().len();
    assert!(reader.next().unwrap().unwrap());
    let error = reader.next().unwrap().unwrap_err();
    let expected = format!(
        "block 0, record 1, byte {header}: a boolean is the byte 0 or 1, found 7, 1 bytes into the decompressed block"
    );
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_schema_that_cannot_be_read_is_refused_when_the_file_is_opened() {
    let file = file_of(&[true], &WriterOptions::new());
    let error = Reader::<String, _>::from_slice(&file).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Resolution);
    assert!(error.to_string().starts_with("the file's schema cannot be read as `alloc::string::String`: "), "{error}");
}

#[test]
fn a_file_of_an_earlier_schema_is_read_under_a_plan() {
    let file = file_in_blocks(&[1i32, 2, 3], 2);
    let read: Vec<f64> = Reader::<f64, _>::from_slice(&file).unwrap().map(Result::unwrap).collect();
    assert_eq!(read, [1.0, 2.0, 3.0]);
    let threads = Reader::<i64, _>::from_slice(&file).unwrap().threads(2).unwrap();
    assert_eq!(threads.map(Result::unwrap).collect::<Vec<_>>(), [1, 2, 3]);
}

/// Every byte of a file of three blocks, changed in turn: what is not in the changed block is read.
#[test]
fn damage_is_skipped_and_counted() {
    for codec in [Codec::Null, Codec::Deflate] {
        let file = packed_in_blocks(codec, &flights(9), 3);
        let header = BlockReader::new(&file[..]).unwrap().header().len() as usize;
        for at in header..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 0x55;
            let mut reader = skipping().read_slice::<Flight>(&damaged).unwrap();
            let read: Vec<Flight> = reader.by_ref().map(|record| record.expect("damage is skipped")).collect();
            let lost = reader.lost();
            let good = read.iter().filter(|read| flights(9).contains(read)).count();
            assert!(good >= 3 && read.len() <= 9, "{codec}, byte {at}: {good} good records, {lost:?}");
            // Bytes behind the last record of a compressed block are lost without a record.
            let may_be_whole = lost.is_none() || codec != Codec::Null && lost.records == 0;
            let right = if read.len() == 9 { may_be_whole } else { !lost.is_none() };
            assert!(right, "{codec}, byte {at}: {} records, {lost:?}", read.len());

            let mut threads = skipping().read_slice::<Flight>(&damaged).unwrap().threads(2).unwrap();
            assert_eq!(threads.by_ref().map(Result::unwrap).collect::<Vec<_>>(), read, "{codec}, byte {at}");
            assert_eq!(threads.lost(), lost, "{codec}, byte {at}");
        }
    }
}

#[test]
fn a_record_whose_value_the_type_refuses_is_lost_alone() {
    for codec in [Codec::Null, Codec::Deflate] {
        let numbers: Vec<i64> = (0..1000).map(|number| if number == 100 { 70_000 } else { number }).collect();
        let file = packed_in_blocks(codec, &numbers, 1000);
        let good: Vec<u16> = (0..1000).filter(|number| *number != 100).collect();
        #[derive(AvroEntity)]
        #[avro(transparent)]
        struct Small {
            number: u16,
        }
        let file = with_schema(&file, r#""int""#);
        let mut reader = skipping().read_slice::<Small>(&file).unwrap();
        assert_eq!(reader.by_ref().map(|small| small.unwrap().number).collect::<Vec<_>>(), good, "{codec}");
        let mut threads = skipping().read_slice::<Small>(&file).unwrap().threads(2).unwrap();
        assert_eq!(threads.by_ref().map(|small| small.unwrap().number).collect::<Vec<_>>(), good, "{codec}");
        for lost in [reader.lost(), threads.lost()] {
            assert_eq!((lost.records, lost.blocks, lost.bytes), (1, 0, 0), "{codec}");
        }
        let stopped = ReaderOptions::new().read_slice::<Small>(&file).unwrap();
        let read: Vec<Result<Small, Error>> = stopped.collect();
        assert_eq!((read.len(), read[100].as_ref().err().map(Error::kind)), (101, Some(ErrorKind::Range)), "{codec}");
    }
}

#[test]
fn a_record_with_a_symbol_that_the_type_does_not_have_is_lost_alone() {
    #[derive(AvroEntity, Clone, Copy)]
    #[avro(name = "Suit")]
    enum Written {
        Clubs,
        Stars,
    }
    #[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
    enum Suit {
        Clubs,
    }
    let suits = [Written::Clubs, Written::Stars, Written::Clubs];
    let mut file = file_in_blocks(&suits, 3);
    let read = |file: &[u8]| {
        let mut reader = skipping().read_slice::<Suit>(file).unwrap();
        (reader.by_ref().map(Result::unwrap).count(), reader.lost().records, reader.lost().blocks)
    };
    assert_eq!(read(&file), (2, 1, 0));
    // An index past the last symbol is damage.
    let at = file.len() - 16 - 2;
    file[at] = 20;
    assert_eq!(read(&file), (1, 2, 1));
}

/// The file with another schema in its header, whose data have the same bytes.
fn with_schema(file: &[u8], schema: &str) -> Vec<u8> {
    let mut blocks = BlockReader::new(file).unwrap();
    let options = WriterOptions::new().codec(blocks.header().codec());
    let mut writer = options.blocks_to_writer(&Schema::parse(schema).unwrap(), Vec::new()).unwrap();
    while let Some(block) = blocks.next_packed().unwrap() {
        writer.append_packed(block).unwrap();
    }
    writer.finish().unwrap().inner
}

#[test]
fn a_file_that_has_grown_is_read_on() {
    let file = file_in_blocks(&[1i64, 2, 3], 1);
    let end_of_second = file.len() - 19;
    let arrived = std::rc::Rc::new(std::cell::Cell::new(end_of_second));
    let mut reader = Reader::<i64, _>::new(Growing { file: &file, at: 0, arrived: arrived.clone() }).unwrap();
    assert_eq!(reader.by_ref().map(Result::unwrap).collect::<Vec<_>>(), [1, 2]);
    arrived.set(file.len());
    assert_eq!(reader.map(Result::unwrap).collect::<Vec<_>>(), [3]);
}

/// A file of which so many bytes have arrived.
struct Growing<'f> {
    file: &'f [u8],
    at: usize,
    arrived: std::rc::Rc<std::cell::Cell<usize>>,
}

impl Read for Growing<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let len = (&self.file[self.at..self.arrived.get()]).read(room)?;
        self.at += len;
        Ok(len)
    }
}

#[test]
fn a_damaged_marker_loses_its_block_and_one_that_is_gone_the_next_as_well() {
    let file = file_in_blocks(&[1i64, 2, 3, 4], 1);
    let first = BlockReader::new(&file[..]).unwrap().header().len() as usize;
    let marker = first + 19 + 3;
    for (bytes, records, expected) in [(1, vec![1, 3, 4], 19), (8, vec![1, 3, 4], 19), (9, vec![1, 4], 38)] {
        let mut damaged = file.clone();
        damaged[marker + 16 - bytes..marker + 16].iter_mut().for_each(|byte| *byte ^= 1);
        let mut reader = skipping().read_slice::<i64>(&damaged).unwrap();
        assert_eq!(reader.by_ref().map(Result::unwrap).collect::<Vec<_>>(), records, "{bytes} bytes");
        let Lost { blocks, bytes, .. } = reader.lost();
        assert_eq!((blocks, bytes), (1, expected), "one stretch between two markers");

        for cut in 0..=damaged.len() as u64 {
            let mut reader = skipping().read_slice::<i64>(&damaged).unwrap();
            let mut read = Vec::new();
            for range in [0..cut, cut..u64::MAX] {
                reader.set_range(range).unwrap();
                read.extend(reader.by_ref().map(Result::unwrap));
            }
            assert_eq!(read, records, "{bytes} bytes, cut at {cut}");
        }
    }

    // Another size, under a marker of one byte repeated: behind what looks like its half there is no block.
    let mut damaged = file.clone();
    for marker in (first..=file.len()).step_by(19) {
        damaged[marker - 16..marker].fill(7);
    }
    damaged[first + 19 + 1] += 4;
    let reader = skipping().read_slice::<i64>(&damaged).unwrap();
    assert_eq!(reader.map(Result::unwrap).collect::<Vec<_>>(), [1, 3, 4]);

    let mut damaged = file;
    damaged[first + 19 + 5] ^= 1;
    let error = Reader::<i64, _>::from_slice(&damaged).unwrap().find_map(Result::err).unwrap();
    assert_eq!(
        error.to_string(),
        format!("block 1, byte {}: no sync marker follows the data of the block", first + 19)
    );
}

/// Every byte changed in turn, and the file cut at every byte.
#[test]
fn ranges_of_a_damaged_file_have_its_blocks_once() {
    let file = file_in_blocks(&[1i64, 200, 3, 4000, 5], 2);
    let header = BlockReader::new(&file[..]).unwrap().header().len() as usize;
    for (at, change) in (header..file.len()).flat_map(|at| [(at, 1), (at, 0x55)]) {
        let mut damaged = file.clone();
        damaged[at] ^= change;
        let blocks = |range| {
            let mut reader = skipping().read_blocks(Cursor::new(&damaged)).unwrap();
            reader.set_range(range).unwrap();
            let mut offsets = Vec::new();
            while let Some(block) = reader.next_packed().unwrap() {
                offsets.push(block.offset());
            }
            offsets
        };
        let whole = blocks(0..u64::MAX);
        assert!(whole.len() >= 2, "byte {at}: one block is lost at most");
        for cut in header - 16..=file.len() {
            let (front, back) = (blocks(0..cut as u64), blocks(cut as u64..u64::MAX));
            assert_eq!([front, back].concat(), whole, "byte {at}, cut at {cut}");
        }
    }
}

#[test]
fn bytes_after_the_records_of_a_block_are_an_error() {
    let mut writer = WriterOptions::new().blocks_to_writer(i64::schema(), Vec::new()).unwrap();
    writer.append_encoded(&[2, 4]).unwrap();
    let file = writer.finish().unwrap().inner;
    let expected = "1 bytes are left in the block after its 1 records";
    let mut reader = Reader::<i64, _>::from_slice(&file).unwrap();
    assert_eq!(reader.next().unwrap().unwrap(), 1);
    assert_eq!(reader.next().unwrap().unwrap_err().message(), expected);
    assert!(reader.next().is_none());

    let mut threads = Reader::<i64, _>::from_slice(&file).unwrap().threads(2).unwrap();
    assert_eq!(threads.next().unwrap().unwrap(), 1);
    assert_eq!(threads.next().unwrap().unwrap_err().message(), expected);
    assert!(threads.next().is_none());

    let mut reader = Reader::<i64, _>::from_slice(&file).unwrap();
    let block = reader.next_block().unwrap().unwrap();
    let mut records = block.records::<i64>().unwrap();
    assert_eq!(records.next().unwrap().unwrap(), 1);
    assert_eq!(records.next().unwrap().unwrap_err().message(), expected);
    assert!(records.next().is_none());
}

#[test]
fn errors_on_several_threads_stand_in_their_place() {
    for codec in [Codec::Null, Codec::Deflate] {
        let mut writer = WriterOptions::new().codec(codec).blocks_to_writer(bool::schema(), Vec::new()).unwrap();
        for record in 0..100 {
            writer.append_encoded(if record == 69 { &[9] } else { &[1] }).unwrap();
            if record % 10 == 9 {
                writer.sync().unwrap();
            }
        }
        let file = writer.finish().unwrap().inner;
        let mut reader = Reader::<bool, _>::from_slice(&file).unwrap().threads(3).unwrap();
        assert_eq!(reader.by_ref().take_while(Result::is_ok).count(), 69, "{codec}");
        assert!(reader.next().is_none(), "{codec}");
        let error = Reader::<bool, _>::from_slice(&file).unwrap().threads(3).unwrap().find_map(Result::err).unwrap();
        assert_eq!((error.block(), error.record()), (Some(6), Some(9)), "{codec}");
    }
}

#[test]
fn blocks_are_copied_between_files_of_one_codec() {
    let file = file_of(&flights(50), &WriterOptions::new().codec(Codec::Snappy).block_bytes(100));
    let mut reader = BlockReader::new(&file[..]).unwrap();
    let options = WriterOptions::new().codec(Codec::Snappy);
    let mut writer = options.blocks_to_writer(Flight::schema(), Vec::new()).unwrap();
    while let Some(block) = reader.next_packed().unwrap() {
        writer.append_packed(block).unwrap();
    }
    let copy = writer.finish().unwrap();
    assert_eq!((copy.records, read_all(&copy.inner).unwrap()), (50, flights(50)));

    let mut reader = BlockReader::new(&file[..]).unwrap();
    let mut writer = WriterOptions::new().blocks_to_writer(Flight::schema(), Vec::new()).unwrap();
    let error = writer.append_packed(reader.next_packed().unwrap().unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "a block with codec `snappy` cannot be copied into a file with codec `null`");
}

#[test]
fn random_markers_differ() {
    let marker = |file: &[u8]| *BlockReader::new(file).unwrap().header().sync_marker();
    let file = || Writer::<i64, _>::new(Vec::new()).unwrap().finish().unwrap().inner;
    assert_ne!(marker(&file()), marker(&file()));
}

// Files on disk.

#[test]
fn a_file_appears_when_it_is_finished_and_not_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flights.avro");
    let names = || fs::read_dir(folder.path()).unwrap().count();

    let mut writer = Writer::<Flight>::create(&path).unwrap();
    writer.append(&flight(1)).unwrap();
    writer.flush().unwrap();
    assert!(!path.exists());
    drop(writer);
    assert_eq!(names(), 0, "a writer that was dropped leaves nothing");

    let mut writer = Writer::create(&path).unwrap();
    writer.extend(flights(3)).unwrap();
    let finished = writer.finish().unwrap();
    assert_eq!((finished.records, finished.blocks), (3, 1));
    assert_eq!(finished.bytes, fs::metadata(&path).unwrap().len());
    assert_eq!(names(), 1);

    let mut writer = Writer::create(&path).unwrap();
    writer.append(&flight(7)).unwrap();
    assert_eq!(Reader::<Flight>::open(&path).unwrap().count(), 3, "the earlier file stays until then");
    writer.finish().unwrap();
    assert_eq!(Reader::<Flight>::open(&path).unwrap().count(), 1);

    let error = Writer::<i64>::create(folder.path().join("none/x.avro")).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("none/x.avro: "), "{error}");
}

#[cfg(unix)]
#[test]
fn a_file_keeps_the_permissions_and_links_of_the_one_it_replaces() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (plain, path) = (folder.path().join("plain"), folder.path().join("flights.avro"));
    fs::write(&plain, "").unwrap();
    Writer::<i64>::create(&path).unwrap().finish().unwrap();
    assert_eq!(mode(&path), mode(&plain), "as any new file");

    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.avro");
    symlink(&path, &link).unwrap();
    let mut writer = Writer::create(&link).unwrap();
    writer.append(&1i64).unwrap();
    writer.finish().unwrap();
    assert_eq!(mode(&path), 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(Reader::<i64>::open(&path).unwrap().count(), 1);

    Writer::<i64>::create("/dev/null").unwrap().finish().unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn a_folder_that_is_not_there_is_told_by_the_name_that_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none/a.avro");
    let error = Writer::<Flight>::create(&path).err().unwrap();
    assert_eq!((error.kind(), error.file()), (ErrorKind::Io, Some(&*path)));
    assert!(!error.to_string().contains("a.avro."), "{error}");
}

#[test]
fn appending_goes_on_with_codec_marker_and_metadata() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flights.avro");
    let options = WriterOptions::new().codec(Codec::Zstandard).metadata("origin", "JFK");
    let mut writer = options.create(&path).unwrap();
    writer.extend(flights(5)).unwrap();
    writer.finish().unwrap();

    let mut writer = Writer::<Flight>::append_to(&path).unwrap();
    assert_eq!(writer.torn(), None);
    assert_eq!(writer.header().codec(), Codec::Zstandard);
    let error = Writer::<Flight>::append_to(&path).err().unwrap();
    assert_eq!(error.message(), "another writer is appending to the file");
    (5..8).for_each(|number| writer.append(&flight(number)).unwrap());
    writer.finish().unwrap();

    let reader = Reader::<Flight>::open(&path).unwrap();
    assert_eq!(reader.header().get("origin"), Some(&b"JFK"[..]));
    assert_eq!(reader.collect::<Result<Vec<_>, _>>().unwrap(), flights(8));

    let error = Writer::<i64>::append_to(&path).err().unwrap();
    let reason = "the file's records are under another schema than those to append: it has record `Flight`, and they have long; \
                  write them to a file of their own, or put both under one schema with `avro-entity project`";
    assert_eq!((error.kind(), error.message()), (ErrorKind::Resolution, reason));
    assert_eq!(Writer::<i64>::append_to(folder.path().join("none")).err().unwrap().kind(), ErrorKind::Io);
}

#[test]
fn a_torn_end_is_reported_and_cut_off_whatever_its_length() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flights.avro");
    let file = file_in_blocks(&flights(4), 2);
    let mut reader = BlockReader::new(&file[..]).unwrap();
    reader.next_block().unwrap();
    let first_end = reader.position() as usize;
    for len in first_end..file.len() {
        fs::write(&path, &file[..len]).unwrap();
        let mut writer = Writer::<Flight>::append_to(&path).unwrap();
        let torn = writer.torn().map(|torn| (torn.position as usize, torn.bytes as usize));
        assert_eq!(torn, (len > first_end).then_some((first_end, len - first_end)), "cut to {len}");
        writer.append(&flight(2)).unwrap();
        writer.finish().unwrap();
        assert_eq!(read_all(&fs::read(&path).unwrap()).unwrap(), flights(3), "cut to {len}");
    }
}

#[test]
fn nothing_is_appended_to_a_damaged_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flights.avro");
    let mut file = file_in_blocks(&flights(6), 2);
    let first = BlockReader::new(&file[..]).unwrap().header().len() as usize;
    file[first] ^= 0x80;
    fs::write(&path, &file).unwrap();
    let error = Writer::<Flight>::append_to(&path).err().unwrap();
    assert!(error.message().starts_with("the file is damaged and nothing can be appended to it: "), "{error}");
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Block, Some(first as u64)));
    assert_eq!(fs::read(&path).unwrap(), file, "the file is left alone");
}

// Sinks and sources that fail.

/// What a sink does at one of its calls.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    Fail,
    Full,
    Interrupt,
    /// Takes half of the bytes, and fails at the next call.
    Tear,
}

/// A sink that has a fault at the call with the number `at`, and takes `step` bytes at a time.
struct Faulty {
    bytes: Vec<u8>,
    calls: usize,
    at: usize,
    fault: Fault,
    step: usize,
}

impl Write for Faulty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.calls += 1;
        let mut len = bytes.len().min(self.step);
        if self.calls == self.at {
            match self.fault {
                Fault::Fail => return Err(io::Error::other("the disk is gone")),
                Fault::Full => return Ok(0),
                Fault::Interrupt => return Err(io::ErrorKind::Interrupted.into()),
                Fault::Tear => {
                    self.at += 1;
                    self.fault = Fault::Fail;
                    len = len.div_ceil(2);
                }
            }
        }
        self.bytes.extend_from_slice(&bytes[..len]);
        Ok(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes until the first failure, and goes on after it as a careless program would.
fn write_on(sink: &mut Faulty) -> (usize, Option<Error>) {
    let (mut acknowledged, mut first) = (0, None);
    let options = WriterOptions::new().sync_marker(*b"0123456789abcdef");
    let mut writer = match options.to_writer(&mut *sink) {
        Ok(writer) => writer,
        Err(error) => return (0, Some(error)),
    };
    for number in 0..6 {
        let flushed = writer.append(&flight(number)).and_then(|()| writer.flush());
        match flushed {
            Ok(()) => acknowledged += 1,
            Err(error) => _ = first.get_or_insert(error),
        }
    }
    if let Err(error) = writer.finish() {
        first.get_or_insert(error);
    }
    (acknowledged, first)
}

#[test]
fn a_sink_with_a_fault_at_any_call_has_whole_blocks_or_a_reported_failure() {
    let whole = file_in_blocks(&flights(6), 1);
    for fault in [Fault::Fail, Fault::Full, Fault::Interrupt, Fault::Tear] {
        for step in [1, 64, usize::MAX] {
            for at in (1..).step_by(if step == 1 { 29 } else { 1 }) {
                let mut sink = Faulty { bytes: Vec::new(), calls: 0, at, fault, step };
                let (acknowledged, error) = write_on(&mut sink);
                let name = format!("{fault:?} at call {at}, {step} bytes a call");
                assert!(
                    whole.starts_with(&sink.bytes),
                    "{name}: nothing is torn and then gone on with, or written twice"
                );
                let Some(error) = error else {
                    assert_eq!((sink.bytes.len(), acknowledged), (whole.len(), 6), "{name}");
                    if sink.calls < at {
                        break;
                    }
                    continue;
                };
                assert_ne!(fault, Fault::Interrupt, "{name}: {error}");
                assert_eq!(error.kind(), ErrorKind::Io, "{name}: {error}");
                let mut read = Vec::new();
                if let Ok(reader) = Reader::<Flight, _>::from_slice(&sink.bytes) {
                    read.extend(reader.map_while(Result::ok));
                }
                assert_eq!(read, flights(acknowledged as i32), "{name}: readable up to the last flush");
            }
        }
    }
}

#[test]
fn a_writer_that_failed_refuses_all_that_follows() {
    let mut sink = Faulty { bytes: Vec::new(), calls: 0, at: 2, fault: Fault::Tear, step: usize::MAX };
    let mut writer = Writer::new(&mut sink).unwrap();
    writer.append(&1i64).unwrap();
    assert_eq!(writer.flush().unwrap_err().to_string(), "the disk is gone");
    let expected = "an earlier write failed, the file is good for its first 0 blocks: the disk is gone";
    assert_eq!(writer.append(&2).unwrap_err().to_string(), expected);
    assert_eq!(writer.sync().unwrap_err().to_string(), expected);
    assert_eq!(writer.finish().err().unwrap().to_string(), expected);
}

/// A source that gives `step` bytes a call, is interrupted at every other call, and fails at one.
struct FaultySource<'a> {
    bytes: &'a [u8],
    calls: usize,
    step: usize,
    fail_at: usize,
}

impl Read for FaultySource<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.calls += 1;
        if self.calls == self.fail_at {
            return Err(io::Error::other("the line is dead"));
        }
        if self.calls.is_multiple_of(2) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let len = room.len().min(self.step);
        self.bytes.read(&mut room[..len])
    }
}

#[test]
fn a_source_that_drips_and_is_interrupted_is_read_to_its_end() {
    let file = file_in_blocks(&flights(9), 2);
    for step in [1, 5, 1000] {
        let source = FaultySource { bytes: &file, calls: 0, step, fail_at: 0 };
        let read: Vec<_> = Reader::<Flight, _>::new(source).unwrap().map(Result::unwrap).collect();
        assert_eq!(read, flights(9), "{step} bytes a call");
    }
}

#[test]
fn a_source_that_fails_at_any_call_gives_its_error_once() {
    let file = file_in_blocks(&flights(9), 2);
    for options in [ReaderOptions::new(), skipping()] {
        for fail_at in (1..).step_by(2) {
            let source = FaultySource { bytes: &file, calls: 0, step: 40, fail_at };
            let reader = match options.read::<Flight, _>(source) {
                Ok(reader) => reader,
                Err(error) => {
                    assert_eq!((error.kind(), error.message()), (ErrorKind::Io, "the line is dead"));
                    continue;
                }
            };
            let read: Vec<_> = reader.collect();
            let good = read.iter().take_while(|record| record.is_ok()).count();
            if good == 9 {
                break;
            }
            assert_eq!(read.len(), good + 1, "one error, and no more records");
            let error = read[good].as_ref().unwrap_err();
            assert_eq!((error.kind(), error.message()), (ErrorKind::Io, "the line is dead"));
        }
    }
}

#[test]
fn any_bytes_behind_a_header_end_without_a_panic() {
    let file = file_in_blocks(&flights(1), 1);
    let header = BlockReader::new(&file[..]).unwrap().header().len() as usize;
    proptest!(|(tail in proptest::collection::vec(any::<u8>(), 0..200))| {
        let bytes = [&file[..header], &tail, &file[header..]].concat();
        let read = skipping().read_slice::<Flight>(&bytes).unwrap().map(Result::unwrap).count();
        prop_assert!(read < 300);
        let mut reader = BlockReader::new(Cursor::new(&bytes)).unwrap();
        let _ = reader.sync(header as u64 + 1);
    });
}

#[test]
fn of_two_entries_of_one_key_the_last_one_counts() {
    let mut file = b"Obj\x01".to_vec();
    let mut encoder = avro_entity::Encoder::new(&mut file);
    let entries = [("a", "1"), ("avro.schema", r#""long""#), ("b", "2"), ("a", "3")];
    encoder.write_block(entries.len());
    for (key, value) in entries {
        encoder.write_str(key);
        encoder.write_bytes(value.as_bytes());
    }
    encoder.write_block(0);
    encoder.write_fixed(&[7; 16]);
    let reader = BlockReader::new(&file[..]).unwrap();
    let metadata: Vec<_> = reader.header().metadata().collect();
    assert_eq!(metadata, [("b", &b"2"[..]), ("a", b"3")]);
}

#[test]
fn bytes_of_a_block_without_records_do_not_become_records_of_the_next() {
    let empty = Writer::<i64, _>::new(Vec::new()).unwrap().finish().unwrap().inner;
    let sync = &empty[empty.len() - 16..];
    let file = [&empty[..], &[0, 2, 0x54], sync, &[2, 2, 2], sync].concat();
    let mut reader = BlockReader::new(&file[..]).unwrap();
    let mut writer = WriterOptions::new().blocks_to_writer(reader.header().schema(), Vec::new()).unwrap();
    let error = writer.append_block(&reader.next_block().unwrap().unwrap()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Block);
    assert!(error.to_string().ends_with("1 bytes are left in the block after its 0 records"), "{error}");
    writer.append_block(&reader.next_block().unwrap().unwrap()).unwrap();
    let copy = writer.finish().unwrap().inner;
    assert_eq!(Reader::<i64, _>::from_slice(&copy).unwrap().collect::<Result<Vec<_>, _>>().unwrap(), [1]);
}

// The peer.

fn peer_codec(codec: Codec) -> apache_avro::Codec {
    use apache_avro::{Bzip2Settings, DeflateSettings, XzSettings, ZstandardSettings};
    match codec {
        Codec::Null => apache_avro::Codec::Null,
        Codec::Deflate => apache_avro::Codec::Deflate(DeflateSettings::default()),
        Codec::Snappy => apache_avro::Codec::Snappy,
        Codec::Zstandard => apache_avro::Codec::Zstandard(ZstandardSettings::default()),
        Codec::Bzip2 => apache_avro::Codec::Bzip2(Bzip2Settings::default()),
        Codec::Xz => apache_avro::Codec::Xz(XzSettings::default()),
        other => panic!("no codec of the peer is `{other}`"),
    }
}

#[test]
fn apache_avro_reads_our_files_and_we_read_its() {
    let expected: Vec<(String, i64)> = (0..300).map(|number| (format!("number {number}"), number)).collect();
    for &codec in Codec::ALL {
        let ours = file_of(&expected, &WriterOptions::new().codec(codec).block_bytes(500));
        let values: Vec<_> = apache_avro::Reader::new(&ours[..]).unwrap().map(Result::unwrap).collect();
        assert_eq!(values.len(), expected.len(), "{codec}");

        let schema = apache_avro::Schema::parse_str(&<(String, i64)>::schema().to_string()).unwrap();
        let mut writer = apache_avro::Writer::with_codec(&schema, Vec::new(), peer_codec(codec)).unwrap();
        values.into_iter().for_each(|value| _ = writer.append_value(value).unwrap());
        let theirs = writer.into_inner().unwrap();
        let read: Vec<(String, i64)> = Reader::from_slice(&theirs).unwrap().map(Result::unwrap).collect();
        assert_eq!(read, expected, "{codec}");
    }
}
