//! The workloads: an entity each, with the code somebody would write by hand for it, and the comparison they share.

pub(crate) mod flat;
pub(crate) mod nested;
pub(crate) mod strings;
pub(crate) mod wide;

use crate::hand::Bad;
use crate::measure::{Candidate, Rounds};
use crate::table::Table;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use avro_entity::{AvroDecodeOwned, AvroEncode, AvroSchema, Decoder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::hint::black_box;

/// The code written by hand for one entity.
pub(crate) trait Hand: Sized {
    fn put(&self, out: &mut Vec<u8>);
    fn take(bytes: &mut &[u8]) -> Result<Self, Bad>;
}

/// A candidate that does its work on each of `items` in turn.
fn each<'a, T>(name: &'static str, items: &'a [T], mut run: impl FnMut(&'a T) + 'a) -> Candidate<'a> {
    let mut next = items.iter().cycle();
    Candidate { name, run: Box::new(move || next.next().into_iter().for_each(&mut run)) }
}

/// Encode, decode and decode-into of one entity, hand-written code first.
pub(crate) fn codec<T>(rounds: &Rounds, table: &mut Table, workload: &str, values: &[T])
where
    T: Hand + AvroSchema + AvroEncode + AvroDecodeOwned + Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let text = T::schema().to_string();
    let fast: serde_avro_fast::Schema = text.parse().expect("serde_avro_fast parses our schema");
    let apache = apache_avro::Schema::parse_str(&text).expect("apache-avro parses our schema");
    let apache_reader = GenericDatumReader::builder(&apache).human_readable(false).build().expect("a reader");
    let apache_writer = GenericDatumWriter::builder(&apache).human_readable(false).build().expect("a writer");
    let data: Vec<Vec<u8>> = values.iter().map(|value| avro_entity::to_vec(value).expect("it encodes")).collect();
    for (value, bytes) in values.iter().zip(&data) {
        let mut by_hand = Vec::new();
        value.put(&mut by_hand);
        assert_eq!(&by_hand, bytes, "{workload}: all write the same bytes");
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
    ];
    table.add(workload, "decode", rounds.compare(workload, "decode", decode));

    let mut reused: T = avro_entity::from_slice(&data[0]).expect("it decodes");
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

/// Reading data of an older version of an entity, beside data of its own version. Both hold the same values.
pub(crate) fn resolved<Old, New>(rounds: &Rounds, table: &mut Table, workload: &str, old: &[Old], new: &[New])
where
    Old: AvroEncode,
    New: AvroEncode + AvroDecodeOwned + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let plan = avro_entity::resolve::resolve(Old::schema(), New::schema());
    let own: Vec<Vec<u8>> = new.iter().map(|value| avro_entity::to_vec(value).expect("it encodes")).collect();
    let data: Vec<Vec<u8>> = old.iter().map(|value| avro_entity::to_vec(value).expect("it encodes")).collect();
    for (value, bytes) in new.iter().zip(&data) {
        assert_eq!(
            &plan.read::<New>(&mut Decoder::new(bytes)).expect("it resolves"),
            value,
            "{workload}: the same values"
        );
    }
    let text = New::schema().to_string();
    let arrived = avro_entity::Schema::parse_foreign(&text).expect("our schema parses");
    let plans = avro_entity::resolve::PlanCache::new();
    plans.get(&arrived, New::schema());
    let unchanged = plans.get(&arrived, New::schema());
    let parse = |schema: &avro_entity::Schema| {
        apache_avro::Schema::parse_str(&schema.to_string()).expect("apache-avro parses our schema")
    };
    let (writer, reader) = (parse(Old::schema()), parse(New::schema()));
    let apache =
        GenericDatumReader::builder(&writer).reader_schema(&reader).human_readable(false).build().expect("a reader");
    let candidates = vec![
        each("avro-entity, its own version", &own, |bytes| {
            black_box(avro_entity::from_slice::<New>(bytes).expect("it decodes"));
        }),
        each("avro-entity, its own version as text", &own, |bytes| {
            black_box(unchanged.read::<New>(&mut Decoder::new(bytes)).expect("it decodes"));
        }),
        each("avro-entity", &data, |bytes| {
            black_box(plan.read::<New>(&mut Decoder::new(bytes)).expect("it decodes"));
        }),
        each("apache-avro `Value`", &data, |bytes| {
            let value = apache.read_value(&mut &bytes[..]).expect("it decodes");
            black_box(apache_avro::from_value::<New>(&value).expect("it converts"));
        }),
    ];
    table.add(workload, "decode an older version", rounds.compare(workload, "decode an older version", candidates));
}

/// Numbers that look like data: the same at every run, of varying size.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new() -> Numbers {
        Numbers(0x9e37_79b9_7f4a_7c15)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// A signed number of up to `bits` bits, small ones as likely as large ones.
    pub(crate) fn long(&mut self, bits: u32) -> i64 {
        let shift = 64 - self.below(u64::from(bits)) as u32 - 1;
        (self.next() as i64) >> shift
    }

    /// A word of `len` lower-case letters.
    pub(crate) fn word(&mut self, len: usize) -> String {
        (0..len).map(|_| char::from(b'a' + self.below(26) as u8)).collect()
    }
}
