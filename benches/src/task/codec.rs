//! Encode, decode and decode-into of one entity, the code written by hand first. Behind the decoders stands what it takes to
//! clone a value and drop the clone: its allocations, which no decoder can do without.

use super::{Data, each};
use crate::hand::Hand;
use crate::measure::Rounds;
use crate::table::Table;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use avro_entity::{AvroDecodeOwned, AvroEncode, AvroSchema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::hint::black_box;

/// Encode, decode and decode-into of one entity, hand-written code first.
pub(crate) fn run<T>(rounds: &Rounds, table: &mut Table, workload: &str, values: &[T])
where
    T: Hand
        + AvroSchema
        + AvroEncode
        + AvroDecodeOwned
        + Serialize
        + DeserializeOwned
        + Clone
        + PartialEq
        + std::fmt::Debug,
{
    if !["encode", "decode", "decode into"].iter().any(|task| rounds.wants(workload, task)) {
        return;
    }
    let text = T::schema().to_string();
    let fast: serde_avro_fast::Schema = text.parse().expect("serde_avro_fast parses our schema");
    let apache = apache_avro::Schema::parse_str(&text).expect("apache-avro parses our schema");
    let apache_reader = GenericDatumReader::builder(&apache).human_readable(false).build().expect("a reader");
    let apache_writer = GenericDatumWriter::builder(&apache).human_readable(false).build().expect("a writer");
    let data = Data::of(values);
    let data = data.each();
    for (value, bytes) in values.iter().zip(&data) {
        let mut by_hand = Vec::new();
        value.put(&mut by_hand);
        assert_eq!(by_hand, *bytes, "{workload}: all write the same bytes");
        assert_eq!(&T::take(&mut &bytes[..]).expect("it decodes"), value);
    }

    let mut hand_out = Vec::with_capacity(4096);
    let mut ours_out = Vec::with_capacity(4096);
    let mut fast_out = Vec::with_capacity(4096);
    let mut apache_out = Vec::with_capacity(4096);
    let mut config = serde_avro_fast::ser::SerializerConfig::new(&fast);
    let encode = vec![
        each("hand-written", values, |value| {
            hand_out.clear();
            value.put(&mut hand_out);
            black_box(&hand_out);
        }),
        each("avro-entity", values, |value| {
            ours_out.clear();
            avro_entity::encode(value, &mut ours_out).expect("it encodes");
            black_box(&ours_out);
        }),
        each("serde_avro_fast", values, |value| {
            fast_out.clear();
            serde_avro_fast::to_datum(value, &mut fast_out, &mut config).expect("it encodes");
            black_box(&fast_out);
        }),
        each("apache-avro", values, |value| {
            apache_out.clear();
            apache_writer.write_ser(&mut apache_out, value).expect("it encodes");
            black_box(&apache_out);
        }),
    ];
    table.add(workload, "encode", rounds.compare(workload, "encode", encode));

    let decode = vec![
        each("hand-written", &data, |bytes| {
            black_box(T::take(&mut &bytes[..]).expect("it decodes"));
        }),
        each("avro-entity", &data, |bytes| {
            black_box(avro_entity::from_slice::<T>(bytes).expect("it decodes"));
        }),
        each("serde_avro_fast", &data, |bytes| {
            black_box(serde_avro_fast::from_datum_slice::<T>(bytes, &fast).expect("it decodes"));
        }),
        each("apache-avro", &data, |bytes| {
            black_box(apache_reader.read_deser::<T>(&mut &bytes[..]).expect("it decodes"));
        }),
        each("apache-avro `Value`", &data, |bytes| {
            let value = apache_reader.read_value(&mut &bytes[..]).expect("it decodes");
            black_box(apache_avro::from_value::<T>(&value).expect("it converts"));
        }),
        each("no decoder, a clone of the value", values, |value| {
            black_box(value.clone());
        }),
    ];
    table.add(workload, "decode", rounds.compare(workload, "decode", decode));

    let mut reused: T = avro_entity::from_slice(data[0]).expect("it decodes");
    let decode_into = vec![
        each("hand-written", &data, |bytes| {
            black_box(T::take(&mut &bytes[..]).expect("it decodes"));
        }),
        each("avro-entity", &data, |bytes| {
            avro_entity::decode_into(&mut reused, bytes).expect("it decodes");
            black_box(&reused);
        }),
    ];
    table.add(workload, "decode into", rounds.compare(workload, "decode into", decode_into));
}
