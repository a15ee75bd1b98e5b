//! The limits of one datum, in every way in which one is read.

use crate::assert_limited;
use avro_entity::resolve::{Mode, Plan, resolve};
use avro_entity::{
    AvroDecode, AvroEntity, AvroSchema, Codec, Decoder, Error, Limits, MemoryStore, ReaderOptions, Registry,
    RegistryReader, Schema, SingleObjectReader, Transcoder, WriterOptions, generic, to_vec,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

#[derive(AvroEntity, Clone, Debug, Default, PartialEq)]
struct Empty {}

/// Something that each limit is about.
#[derive(AvroEntity, Clone, Debug, Default, PartialEq)]
struct Sample {
    text: String,
    raw: Vec<u8>,
    list: Vec<i32>,
    map: BTreeMap<String, i64>,
    none: Vec<Empty>,
    nested: Vec<Vec<Vec<i64>>>,
}

/// The same with texts and bytes borrowed.
#[derive(AvroEntity, Clone, Debug, Default, PartialEq)]
#[avro(name = "Sample")]
struct View<'a> {
    text: &'a str,
    raw: &'a [u8],
    list: Vec<i32>,
    map: BTreeMap<&'a str, i64>,
    none: Vec<Empty>,
    nested: Vec<Vec<Vec<i64>>>,
}

/// A later version, whose reader has a plan in which every field is read through.
#[derive(AvroEntity, Clone, Debug, Default, PartialEq)]
#[avro(name = "Sample")]
struct Later {
    nested: Vec<Vec<Vec<f64>>>,
    none: Vec<Empty>,
    map: BTreeMap<String, f64>,
    list: Vec<i64>,
    raw: Vec<u8>,
    text: String,
    #[avro(default = 1)]
    added: i32,
}

/// A later version that has nothing of it, so that all is skipped.
#[derive(AvroEntity, Clone, Debug, Default, PartialEq)]
#[avro(name = "Sample")]
struct Nothing {}

fn sample() -> Sample {
    Sample {
        text: "12345678".to_owned(),
        raw: vec![7; 5],
        list: vec![1, 2, 3],
        map: BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]),
        none: vec![Empty {}; 4],
        nested: vec![vec![vec![1]]],
    }
}

/// Limits that the sample needs, every one of them exactly.
fn exact(bytes: &[u8]) -> Limits {
    Limits {
        value_bytes: 8,
        // Three in the list, two in the map, three that are nested; those without bytes are counted apart.
        items: 8,
        empty_items: 4,
        depth: 3,
        datum_bytes: bytes.len() as u64,
        ..Limits::DEFAULT
    }
}

struct One(Schema);

impl Registry for One {
    fn schema(&self, id: u32) -> Result<Option<Schema>, Error> {
        Ok((id == 1).then(|| self.0.clone()))
    }

    fn id(&self, _: &str, _: &Schema) -> Result<u32, Error> {
        Ok(1)
    }
}

fn decoded<'de, T: AvroDecode<'de>>(bytes: &'de [u8], limits: &Limits) -> Result<(), Error> {
    T::decode(&mut Decoder::with_limits(bytes, limits)).map(drop)
}

fn planned<'de, T: AvroDecode<'de> + AvroSchema + Default>(bytes: &'de [u8], limits: &Limits) -> Result<(), Error> {
    let plan = resolve(Sample::schema(), T::schema());
    let by_value = plan.read::<T>(&mut Decoder::with_limits(bytes, limits)).map(drop);
    let into = plan.read_into(&mut T::default(), &mut Decoder::with_limits(bytes, limits));
    assert_eq!(by_value.as_ref().map_err(Error::to_string), into.as_ref().map_err(Error::to_string));
    by_value
}

fn file(bytes: &[u8]) -> Vec<u8> {
    let mut writer = WriterOptions::new().codec(Codec::Deflate).to_writer::<Sample, _>(Vec::new()).unwrap();
    writer.append(&avro_entity::from_slice(bytes).unwrap()).unwrap();
    writer.finish().unwrap().inner
}

fn from_file(bytes: &[u8], limits: &Limits, threads: usize) -> Result<(), Error> {
    let file = file(bytes);
    let reader = ReaderOptions::new().limits(limits.clone()).read_slice::<Sample>(&file)?;
    match threads {
        1 => reader.collect::<Result<Vec<_>, _>>().map(drop),
        _ => {
            let file = std::io::Cursor::new(file.clone());
            let reader = ReaderOptions::new().limits(limits.clone()).read::<Sample, _>(file)?;
            reader.threads(threads)?.collect::<Result<Vec<_>, _>>().map(drop)
        }
    }
}

fn blocks(bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    let file = file(bytes);
    let mut reader = ReaderOptions::new().limits(limits.clone()).read_blocks(&file[..])?;
    let block = reader.next_block()?.expect("a block");
    generic::to_json(block.header().schema(), &mut block.decoder()).map(drop)
}

fn message(bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    let store = MemoryStore::new();
    store.insert_type::<Sample>()?;
    let message = [&[0xc3, 1][..], &Sample::schema().crc64().to_le_bytes(), bytes].concat();
    SingleObjectReader::new(store).with_limits(limits.clone()).read::<Sample>(&message).map(drop)
}

fn frame(bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    let frame = [&[0, 0, 0, 0, 1], bytes].concat();
    let reader = RegistryReader::new(One(Sample::schema().clone())).with_limits(limits.clone());
    reader.read::<Sample>(&frame).map(drop)
}

fn plan_to<T: AvroSchema>() -> Plan {
    resolve(Sample::schema(), T::schema())
}

type Way = fn(&[u8], &Limits) -> Result<(), Error>;

const WAYS: [(&str, Way); 19] = [
    ("a value", |bytes, limits| decoded::<Sample>(bytes, limits)),
    ("a borrowed value", |bytes, limits| decoded::<View<'_>>(bytes, limits)),
    ("into a value", |bytes, limits| Sample::default().decode_into(&mut Decoder::with_limits(bytes, limits))),
    ("into a value that has room", |bytes, limits| sample().decode_into(&mut Decoder::with_limits(bytes, limits))),
    ("a later version", |bytes, limits| planned::<Later>(bytes, limits)),
    ("all skipped", |bytes, limits| planned::<Nothing>(bytes, limits)),
    ("a JSON value", |bytes, limits| {
        generic::to_json(Sample::schema(), &mut Decoder::with_limits(bytes, limits)).map(drop)
    }),
    ("JSON text", |bytes, limits| {
        generic::to_json_text(Sample::schema(), &mut Decoder::with_limits(bytes, limits), &mut Vec::new())
    }),
    ("passed over", |bytes, limits| {
        generic::skip(Sample::schema(), Sample::schema().root(), &mut Decoder::with_limits(bytes, limits))
    }),
    ("a JSON value of a later version", |bytes, limits| {
        plan_to::<Later>().to_json(&mut Decoder::with_limits(bytes, limits), Mode::Raw).map(drop)
    }),
    ("a value of `apache_avro`", |bytes, limits| {
        plan_to::<Later>().to_value(&mut Decoder::with_limits(bytes, limits), Mode::Convert).map(drop)
    }),
    ("transcoded", |bytes, limits| {
        Transcoder::with_plan(plan_to::<Later>()).limits(limits.clone()).transcode(bytes).map(drop)
    }),
    ("transcoded to nothing", |bytes, limits| {
        Transcoder::with_plan(plan_to::<Nothing>()).limits(limits.clone()).transcode(bytes).map(drop)
    }),
    ("copied by a transcoder", |bytes, limits| {
        Transcoder::with_plan(plan_to::<Sample>()).limits(limits.clone()).transcode(bytes).map(drop)
    }),
    ("a file", |bytes, limits| from_file(bytes, limits, 1)),
    ("a file on threads", |bytes, limits| from_file(bytes, limits, 2)),
    ("the blocks of a file", blocks),
    ("a single object", message),
    ("a frame of a registry", frame),
];

/// An order of which almost everything is absent: one byte in the data.
#[derive(AvroEntity, Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Sparse {
    paid: Option<bool>,
    #[avro(ignore)]
    totals: [u64; 32],
}

#[derive(AvroEntity, Clone, Debug, Default, PartialEq)]
struct Entries {
    #[avro(map = "entries")]
    entries: BTreeMap<Option<bool>, Sparse>,
}

/// Reads by value, into a value and under a plan, which have to agree.
fn in_all_ways<T: for<'de> AvroDecode<'de> + AvroSchema + Default>(bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    let (decoder, plan) = (|| Decoder::with_limits(bytes, limits), resolve(T::schema(), T::schema()));
    let outcomes = [
        T::decode(&mut decoder()).map(drop),
        T::default().decode_into(&mut decoder()),
        plan.read::<T>(&mut decoder()).map(drop),
    ];
    let texts = outcomes.each_ref().map(|outcome| outcome.as_ref().map_err(Error::to_string));
    assert!(texts.iter().all(|text| *text == texts[0]), "{texts:?}");
    let [first, ..] = outcomes;
    first
}

#[test]
fn the_memory_of_what_is_kept_is_counted_by_the_size_of_its_type() {
    let many = to_vec(&vec![Sparse::default(); 50]).unwrap();
    let map: BTreeMap<String, Sparse> = (0..50).map(|key| (key.to_string(), Sparse::default())).collect();
    let map = to_vec(&map).unwrap();
    let one = to_vec(&Entries { entries: BTreeMap::from([(None, Sparse::default())]) }).unwrap();
    let entry = size_of::<(String, Sparse)>();
    let ways: [(&str, &[u8], usize, Way); 8] = [
        ("a vector", &many, 50 * size_of::<Sparse>(), in_all_ways::<Vec<Sparse>>),
        ("boxes", &many, 50 * size_of::<Box<Sparse>>(), in_all_ways::<Vec<Box<Sparse>>>),
        ("a queue", &many, 50 * size_of::<Sparse>(), in_all_ways::<VecDeque<Sparse>>),
        ("a set", &many, 50 * size_of::<Sparse>(), in_all_ways::<BTreeSet<Sparse>>),
        ("a map", &map, 50 * entry, in_all_ways::<BTreeMap<String, Sparse>>),
        ("a hashed map", &map, 50 * entry, in_all_ways::<HashMap<String, Sparse>>),
        ("entries", &one, size_of::<(Option<bool>, Sparse)>(), in_all_ways::<Entries>),
        ("a JSON value", &many, 50 * (size_of::<Value>() + size_of::<(String, Value)>()), |bytes, limits| {
            generic::to_json(<Vec<Sparse>>::schema(), &mut Decoder::with_limits(bytes, limits)).map(drop)
        }),
    ];
    for (name, bytes, memory_bytes, way) in ways {
        let limits = |memory_bytes: usize| Limits { memory_bytes: memory_bytes as u64, ..Limits::DEFAULT };
        way(bytes, &limits(memory_bytes)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_limited(way(bytes, &limits(memory_bytes - 1)), "memory_bytes", name);
    }
}

/// What comes out as one buffer may be much longer than the data as well: names in JSON, and defaults.
#[test]
fn the_bytes_that_a_datum_becomes_are_counted_too() {
    let sparse = <Vec<Sparse>>::schema();
    let bytes = to_vec(&vec![Sparse::default(); 50]).unwrap();
    let text: Way = |bytes, limits| {
        let decoder = &mut Decoder::with_limits(bytes, limits);
        generic::to_json_text(<Vec<Sparse>>::schema(), decoder, &mut vec![b' '; 9000])
    };
    let transcoded: Way = |bytes, limits| {
        let filled = r#"{"name": "added", "type": "string", "default": "a text of nineteen b"}"#;
        let filled =
            format!(r#"{{"type": "array", "items": {{"type": "record", "name": "Sparse", "fields": [{filled}]}}}}"#);
        let transcoder = Transcoder::new(<Vec<Sparse>>::schema(), &Schema::parse(&filled).unwrap());
        transcoder.limits(limits.clone()).transcode(bytes).map(drop)
    };
    let limits = |memory_bytes: u64| Limits { memory_bytes, ..Limits::DEFAULT };
    for (name, way) in [("JSON text", text), ("transcoded", transcoded)] {
        way(&bytes, &limits(2000)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_limited(way(&bytes, &limits(500)), "memory_bytes", name);
    }
    assert_eq!(generic::to_json(sparse, &mut Decoder::new(&bytes)).unwrap().as_array().map(Vec::len), Some(50));
}

#[test]
fn what_is_exactly_at_all_limits_is_read_in_every_way() {
    let bytes = to_vec(&sample()).unwrap();
    for (name, way) in WAYS {
        way(&bytes, &exact(&bytes)).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn what_is_one_past_a_limit_is_refused_in_every_way() {
    let bytes = to_vec(&sample()).unwrap();
    let exact = exact(&bytes);
    let less = [
        ("value_bytes", Limits { value_bytes: exact.value_bytes - 1, ..exact.clone() }),
        ("items", Limits { items: exact.items - 1, ..exact.clone() }),
        ("empty_items", Limits { empty_items: exact.empty_items - 1, ..exact.clone() }),
        ("depth", Limits { depth: exact.depth - 1, ..exact.clone() }),
        ("datum_bytes", Limits { datum_bytes: exact.datum_bytes - 1, ..exact.clone() }),
    ];
    for (limit, limits) in less {
        for (name, way) in WAYS {
            assert_limited(way(&bytes, &limits), limit, name);
        }
    }
}
