//! Object container files in memory: written and read with each codec, everybody at their own block size and level.

use super::{Data, always};
use crate::measure::Rounds;
use crate::table::Table;
use apache_avro::Codec as Apache;
use avro_entity::container::{BlockReader, Codec, Reader, WriterOptions};
use avro_entity::{AvroDecodeOwned, AvroEncode, Decoder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_avro_fast::object_container_file_encoding::{self as fast, Compression, CompressionLevel};
use std::hint::black_box;

pub(crate) fn run<T>(rounds: &Rounds, table: &mut Table, workload: &str, values: &[T])
where
    T: AvroEncode + AvroDecodeOwned + Serialize + DeserializeOwned,
{
    for &codec in Codec::ALL {
        let write = format!("write, {}", codec.name());
        if rounds.wants(workload, &write) {
            table.add(workload, &write, rounds.compare(workload, &write, writers(codec, values)));
        }
        let read = format!("read, {}", codec.name());
        if rounds.wants(workload, &read) {
            let (file, data) = (write_ours(codec, values), Data::of(values));
            table.add(workload, &read, rounds.compare(workload, &read, readers::<T>(codec, &file, data.bytes())));
        }
    }
}

/// A file of `values`.
pub(super) fn write_ours<T: AvroEncode>(codec: Codec, values: &[T]) -> Vec<u8> {
    let mut writer = WriterOptions::new().codec(codec).to_writer::<T, _>(Vec::new()).expect("a writer");
    for value in values {
        writer.append(value).expect("it encodes");
    }
    writer.finish().expect("the file ends").inner
}

fn writers<T: AvroEncode + Serialize>(codec: Codec, values: &[T]) -> Vec<crate::measure::Candidate<'_>> {
    let text = T::schema().to_string();
    let apache = apache_avro::Schema::parse_str(&text).expect("apache-avro parses our schema");
    let mut candidates = vec![always("avro-entity", move || write_ours(codec, values))];
    if let Some(compression) = compression(codec) {
        let schema: serde_avro_fast::Schema = text.parse().expect("serde_avro_fast parses our schema");
        candidates.push(always("serde_avro_fast", move || {
            fast::write_all(&schema, compression, Vec::new(), values).expect("it encodes")
        }));
    }
    candidates.push(always("apache-avro", move || {
        let mut writer = apache_avro::Writer::with_codec(&apache, Vec::new(), of_apache(codec)).expect("a writer");
        for value in values {
            writer.append_ser(value).expect("it encodes");
        }
        writer.into_inner().expect("the file ends")
    }));
    candidates
}

/// What reads `file`, and what only decompresses it or only decodes the `data` in it.
fn readers<'a, T: AvroDecodeOwned + DeserializeOwned>(
    codec: Codec,
    file: &'a [u8],
    data: &'a [u8],
) -> Vec<crate::measure::Candidate<'a>> {
    let mut candidates = vec![
        always("avro-entity", move || {
            for value in Reader::<T, _>::from_slice(file).expect("a reader") {
                drop(black_box(value.expect("it decodes")));
            }
        }),
        always("avro-entity, unpacked only", move || {
            let mut blocks = BlockReader::new(file).expect("a reader");
            while let Some(block) = blocks.next_block().expect("a block") {
                black_box(&block);
            }
        }),
        always("avro-entity, decoded only", move || {
            let mut decoder = Decoder::new(data);
            while !decoder.is_empty() {
                decoder.start_datum();
                drop(black_box(T::decode(&mut decoder).expect("it decodes")));
            }
        }),
    ];
    if compression(codec).is_some() {
        candidates.push(always("serde_avro_fast", move || {
            for value in fast::Reader::from_slice(file).expect("a reader").deserialize::<T>() {
                drop(black_box(value.expect("it decodes")));
            }
        }));
    }
    candidates.push(always("apache-avro", move || {
        for value in apache_avro::Reader::new(file).expect("a reader").into_deser_iter::<T>() {
            drop(black_box(value.expect("it decodes")));
        }
    }));
    candidates
}

/// The codec for serde_avro_fast. Its xz and bzip2 bind to other versions of the C libraries than ours and cannot be linked
/// beside them.
fn compression(codec: Codec) -> Option<Compression> {
    let level = CompressionLevel::default();
    match codec {
        Codec::Null => Some(Compression::Null),
        Codec::Deflate => Some(Compression::Deflate { level }),
        Codec::Snappy => Some(Compression::Snappy),
        Codec::Zstandard => Some(Compression::Zstandard { level }),
        _ => None,
    }
}

fn of_apache(codec: Codec) -> Apache {
    match codec {
        Codec::Deflate => Apache::Deflate(Default::default()),
        Codec::Snappy => Apache::Snappy,
        Codec::Zstandard => Apache::Zstandard(Default::default()),
        Codec::Bzip2 => Apache::Bzip2(Default::default()),
        Codec::Xz => Apache::Xz(Default::default()),
        _ => Apache::Null,
    }
}
