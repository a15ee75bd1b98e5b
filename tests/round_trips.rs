//! Generated values of derived types come back as what they were, whichever way they take; and bytes that are none of ours end
//! in an error that says where, never in a panic.

mod entities;

use avro_entity::container::{Codec, Reader, WriterOptions};
use avro_entity::schema::{Kind, NodeId};
use avro_entity::{AvroDecodeOwned, AvroEncode, Decoder, Encoder, Error, ErrorKind, Schema};
use entities::{Account, AccountView, Flat, FlatView, Measurement, Page, Tree};
use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::Debug;

/// Writes `value`, reads it back by value, into `other`, and from blocks of other sizes; the bytes.
fn every_way<T>(value: &T, mut other: T) -> Vec<u8>
where
    T: AvroEncode + AvroDecodeOwned + PartialEq + Debug,
{
    let bytes = avro_entity::to_vec(value).unwrap();
    assert_eq!(avro_entity::from_slice::<T>(&bytes).unwrap(), *value, "decode");
    avro_entity::decode_into(&mut other, &bytes).unwrap();
    assert_eq!(other, *value, "decode_into");
    for largest in [1, 2] {
        let blocks = reblock(T::schema(), &bytes, largest).unwrap();
        assert_eq!(avro_entity::from_slice::<T>(&blocks).unwrap(), *value, "blocks of {largest}");
        avro_entity::decode_into(&mut other, &blocks).unwrap();
        assert_eq!(other, *value, "decode_into of blocks of {largest}");
    }
    bytes
}

/// Every beginning of a datum ends too early, and says so.
fn every_beginning_is_refused<T: AvroDecodeOwned + Debug>(bytes: &[u8]) {
    for len in 0..bytes.len() {
        let error = avro_entity::from_slice::<T>(&bytes[..len]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedEnd, "{len} of {bytes:?}: {error}");
        assert!(error.offset().is_some_and(|offset| offset <= len as u64), "{error}");
    }
}

/// Whatever is read from any bytes can be written, and comes back as the same.
fn what_is_read_can_be_written<T: AvroEncode + AvroDecodeOwned + Debug>(bytes: &[u8]) {
    if let Ok(value) = avro_entity::decode::<T>(&mut &*bytes) {
        let written = avro_entity::to_vec(&value).unwrap();
        let again = avro_entity::from_slice::<T>(&written).unwrap();
        assert_eq!(format!("{again:?}"), format!("{value:?}"));
    }
}

/// The same datum with at most `largest` items in a block of an array or map, every other block with its size in bytes.
fn reblock(schema: &Schema, datum: &[u8], largest: usize) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    let mut decoder = Decoder::new(datum);
    copy(schema, schema.root(), &mut decoder, largest, &mut out)?;
    decoder.finish()?;
    Ok(out)
}

fn copy(
    schema: &Schema,
    node: NodeId,
    decoder: &mut Decoder<'_>,
    largest: usize,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let before = decoder.remaining();
    match &schema.node(node).kind {
        Kind::Null => {}
        Kind::Boolean => drop(decoder.read_boolean()?),
        Kind::Int | Kind::Enum(_) | Kind::Long => drop(decoder.read_long()?),
        Kind::Float => drop(decoder.read_float()?),
        Kind::Double => drop(decoder.read_double()?),
        Kind::Bytes | Kind::String => drop(decoder.read_bytes()?),
        Kind::Fixed(fixed) => drop(decoder.read_fixed_slice(fixed.size)?),
        Kind::Record(record) => {
            return record.fields.iter().try_for_each(|field| copy(schema, field.schema, decoder, largest, out));
        }
        Kind::Union(branches) => {
            let branch = decoder.read_branch(branches.len())?;
            Encoder::new(out).write_index(branch as u32);
            return copy(schema, branches[branch], decoder, largest, out);
        }
        Kind::Array(items) => return copy_blocks(schema, *items, false, decoder, largest, out),
        Kind::Map(values) => return copy_blocks(schema, *values, true, decoder, largest, out),
    }
    out.extend_from_slice(&before[..before.len() - decoder.remaining().len()]);
    Ok(())
}

fn copy_blocks(
    schema: &Schema,
    item: NodeId,
    keyed: bool,
    decoder: &mut Decoder<'_>,
    largest: usize,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let mut sized = true;
    loop {
        let mut left = decoder.read_block(0)?;
        if left == 0 {
            out.push(0);
            return Ok(());
        }
        while left > 0 {
            let count = left.min(largest);
            let mut block = Vec::new();
            for _ in 0..count {
                if keyed {
                    Encoder::new(&mut block).write_str(decoder.read_str()?);
                }
                copy(schema, item, decoder, largest, &mut block)?;
            }
            let mut encoder = Encoder::new(out);
            if sized {
                encoder.write_long(-(count as i64));
                encoder.write_long(block.len() as i64);
            } else {
                encoder.write_long(count as i64);
            }
            out.extend_from_slice(&block);
            sized = !sized;
            left -= count;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn flat_records_come_back(value in entities::flat(), other in entities::flat()) {
        let bytes = every_way(&value, other);
        let view: FlatView<'_> = avro_entity::from_slice(&bytes).unwrap();
        prop_assert_eq!(&view, &value);
        prop_assert_eq!(avro_entity::to_vec(&view).unwrap(), bytes.clone());
        every_beginning_is_refused::<Flat>(&bytes);
    }

    #[test]
    fn runs_of_fields_come_back(value in entities::measurement(), other in entities::measurement()) {
        let bytes = every_way(&value, other);
        every_beginning_is_refused::<Measurement>(&bytes);
    }

    #[test]
    fn entities_come_back(value in entities::account(), other in entities::account()) {
        let bytes = every_way(&value, other);
        let view: AccountView<'_> = avro_entity::from_slice(&bytes).unwrap();
        prop_assert_eq!(view.email, &value.email);
        prop_assert_eq!(view.nickname, value.nickname.as_deref());
        prop_assert_eq!(avro_entity::to_vec(&view).unwrap(), bytes.clone());
        every_beginning_is_refused::<Account>(&bytes);
    }

    #[test]
    fn generic_instances_come_back(value in entities::pages(), other in entities::pages()) {
        let bytes = every_way(&value, other);
        every_beginning_is_refused::<Page<Page<Option<i32>>>>(&bytes);
    }

    #[test]
    fn trees_come_back(value in entities::tree(), other in entities::tree()) {
        let bytes = every_way(&value, other);
        every_beginning_is_refused::<Tree>(&bytes);
    }

    #[test]
    fn any_bytes_end_in_a_value_or_an_error(bytes in vec(any::<u8>(), 0..200)) {
        what_is_read_can_be_written::<Flat>(&bytes);
        what_is_read_can_be_written::<Measurement>(&bytes);
        what_is_read_can_be_written::<Account>(&bytes);
        what_is_read_can_be_written::<Page<Page<Option<i32>>>>(&bytes);
        what_is_read_can_be_written::<Tree>(&bytes);
    }

    #[test]
    fn damaged_data_ends_in_a_value_or_an_error(
        value in entities::account(),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = avro_entity::to_vec(&value).unwrap();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        what_is_read_can_be_written::<Account>(&bytes);
    }
}

/// A container file of `values` with several blocks.
fn file_of<T: AvroEncode>(values: &[T], codec: Codec, block_bytes: usize) -> Vec<u8> {
    let options = WriterOptions::new().codec(codec).block_bytes(block_bytes);
    let mut writer = options.to_writer::<T, _>(Vec::new()).unwrap();
    for value in values {
        writer.append(value).unwrap();
    }
    writer.finish().unwrap().inner
}

/// Reads `file` in every way that gives all its records, and compares.
fn every_way_through_a_file<T>(file: &[u8], values: &[T])
where
    T: AvroDecodeOwned + PartialEq + Debug + Send + 'static,
{
    let read: Vec<T> = Reader::from_slice(file).unwrap().map(Result::unwrap).collect();
    assert_eq!(read, values, "one by one");
    for threads in [1, 3] {
        let reader = Reader::<T, _>::from_slice(file).unwrap().threads(threads).unwrap();
        assert_eq!(reader.map(Result::unwrap).collect::<Vec<T>>(), values, "on {threads} threads");
    }
    let mut blocks = Vec::new();
    let mut reader = Reader::<T, _>::from_slice(file).unwrap();
    while let Some(block) = reader.next_block().unwrap() {
        blocks.extend(block.records::<T>().unwrap().map(Result::unwrap));
    }
    assert_eq!(blocks, values, "by block");
    let Some(first) = read.into_iter().next() else { return };
    let (mut reused, mut reader, mut count) = (first, Reader::<T, _>::from_slice(file).unwrap(), 0);
    while reader.read_into(&mut reused).unwrap() {
        assert_eq!(reused, values[count], "into a reused value");
        count += 1;
    }
    assert_eq!(count, values.len(), "into a reused value");
}

/// The records of the two parts that a file is split into at `at`.
fn split_at<T: AvroDecodeOwned>(file: &[u8], at: u64) -> Vec<T> {
    let mut records = Vec::new();
    for range in [0..at, at..file.len() as u64] {
        let mut reader = Reader::<T, _>::from_slice(file).unwrap();
        reader.set_range(range).unwrap();
        records.extend(reader.map(Result::unwrap));
    }
    records
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2))]

    #[test]
    fn files_give_the_same_records_in_every_way(
        accounts in vec(entities::account(), 0..12),
        trees in vec(entities::tree(), 0..12),
        block_bytes in 1usize..300,
    ) {
        for &codec in Codec::ALL {
            every_way_through_a_file(&file_of(&accounts, codec, block_bytes), &accounts);
            every_way_through_a_file(&file_of(&trees, codec, block_bytes), &trees);
        }
    }

    #[test]
    fn a_file_split_anywhere_gives_the_same_records(
        flat in vec(entities::flat(), 0..6),
        block_bytes in 1usize..100,
    ) {
        for &codec in Codec::ALL {
            let file = file_of(&flat, codec, block_bytes);
            // All places in the header in front of its marker are alike.
            let marker = file_of::<Flat>(&[], codec, block_bytes).len() - 16;
            for at in [0].into_iter().chain(marker - 1..=file.len()) {
                assert_eq!(split_at::<Flat>(&file, at as u64), flat, "{codec:?} split at {at}");
            }
        }
    }

    #[test]
    fn a_file_that_ends_early_gives_the_records_in_front_and_an_error(
        accounts in vec(entities::account(), 1..8),
        codec in prop::sample::select(Codec::ALL.to_vec()),
        cut in any::<prop::sample::Index>(),
    ) {
        let file = file_of(&accounts, codec, 100);
        let cut = &file[..cut.index(file.len())];
        let read = match Reader::<Account, _>::from_slice(cut) {
            Ok(reader) => reader.collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        };
        let values: Vec<&Account> = read.iter().filter_map(|record| record.as_ref().ok()).collect();
        prop_assert!(accounts.iter().take(values.len()).eq(values.iter().copied()));
        let errors: Vec<&Error> = read.iter().filter_map(|record| record.as_ref().err()).collect();
        prop_assert!(errors.len() <= 1);
        // A file that is cut between two blocks is a shorter file.
        prop_assert!(errors.len() == 1 || ends_with_a_marker(cut, &file), "{} of {} bytes", cut.len(), file.len());
    }
}

fn ends_with_a_marker(cut: &[u8], file: &[u8]) -> bool {
    cut.ends_with(&file[file.len() - 16..])
}
