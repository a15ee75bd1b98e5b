//! Memory follows what has arrived: a few bytes that claim much allocate little, and what takes no bytes takes no time.

use allocation_counter::measure;
use avro_entity::resolve::{Mode, PlanCache, Verdict, resolve};
use avro_entity::{
    AvroDecode, AvroEntity, AvroSchema, Codec, Decoder, ErrorKind, Limits, Reader, ReaderOptions, Schema, Transcoder,
    WriterOptions, generic, to_vec,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;

/// No input here is longer than 100 bytes; this much may be allocated for its value, error and whatever is in between.
const LITTLE: u64 = 64 << 10;

fn assert_little(what: &str, run: impl FnOnce()) {
    let used = measure(run).bytes_max;
    assert!(used <= LITTLE, "{what}: {used} bytes");
}

/// A length or count of 2^28, or a bit less, before nothing.
const CLAIM: [u8; 5] = [0xfe, 0xff, 0xff, 0xff, 0x01];

#[derive(AvroEntity, Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Wide {
    a: i64,
    b: i64,
    c: i64,
    d: [u8; 32],
}

#[derive(AvroEntity, Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Hollow {}

fn refuses<T: for<'de> AvroDecode<'de> + AvroSchema>() {
    let name = std::any::type_name::<T>();
    let inputs = [CLAIM.to_vec(), [&CLAIM[..], &[2, 4, 6, 8]].concat(), [&[1, 200, 1][..], &CLAIM].concat()];
    for input in &inputs {
        assert_little(name, || {
            let error = T::decode(&mut Decoder::new(input)).err().unwrap_or_else(|| panic!("{name} is read"));
            let kinds = [ErrorKind::UnexpectedEnd, ErrorKind::Limit, ErrorKind::Malformed];
            assert!(kinds.contains(&error.kind()), "{name}: {error}");
        });
    }
    let schema = T::schema();
    let plan = resolve(schema, schema);
    for input in &inputs {
        assert_little(&format!("{name}, generic"), || {
            generic::to_json(schema, &mut Decoder::new(input)).unwrap_err();
            plan.to_json(&mut Decoder::new(input), Mode::Raw).unwrap_err();
            plan.to_json_text(&mut Decoder::new(input), Mode::Raw, &mut Vec::new()).unwrap_err();
            plan.to_value(&mut Decoder::new(input), Mode::Raw).unwrap_err();
            Transcoder::with_plan(plan.clone()).transcode(input).unwrap_err();
        });
    }
}

#[test]
fn a_claimed_length_or_count_allocates_nothing_like_it() {
    refuses::<String>();
    refuses::<Vec<u8>>();
    refuses::<Box<str>>();
    refuses::<Vec<i64>>();
    refuses::<Vec<Wide>>();
    refuses::<VecDeque<Wide>>();
    refuses::<HashSet<Wide>>();
    refuses::<BTreeSet<Wide>>();
    refuses::<Rc<[Wide]>>();
    refuses::<Vec<Vec<Wide>>>();
    refuses::<HashMap<String, Wide>>();
    refuses::<BTreeMap<String, i64>>();
}

#[test]
fn arrays_of_what_has_no_bytes_end_at_their_limit_and_are_not_gone_through() {
    let limits = Limits { empty_items: 1 << 8, ..Limits::DEFAULT };
    let many = [&CLAIM[..], &[0]].concat();
    let decoder = || Decoder::with_limits(&many, &limits);
    let nulls = Schema::parse(r#"{"type":"array","items":"null"}"#).unwrap();
    let hollow = <Vec<Hollow>>::schema();
    assert_little("a million of nothing", || {
        let kinds = [
            <Vec<Hollow>>::decode(&mut decoder()).map(drop).unwrap_err().kind(),
            <Vec<()>>::decode(&mut decoder()).map(drop).unwrap_err().kind(),
            generic::to_json(&nulls, &mut decoder()).unwrap_err().kind(),
            generic::skip(&nulls, nulls.root(), &mut decoder()).unwrap_err().kind(),
            generic::to_json(hollow, &mut decoder()).unwrap_err().kind(),
            generic::skip(hollow, hollow.root(), &mut decoder()).unwrap_err().kind(),
        ];
        assert_eq!(kinds, [ErrorKind::Limit; 6]);
    });
    // One block after the other, each within what one may have.
    let blocks = [[4, 4].as_slice(); 100].concat();
    assert_eq!(<Vec<()>>::decode(&mut Decoder::with_limits(&blocks, &limits)).unwrap_err().kind(), ErrorKind::Limit);
}

#[derive(AvroEntity, Clone, Debug, Default, PartialEq)]
struct Filled {
    #[avro(default = "a text that was not there")]
    a: String,
    #[avro(default)]
    b: [u8; 32],
    #[avro(ignore)]
    c: [u64; 4],
}

#[test]
fn records_of_no_byte_that_are_filled_with_defaults_take_memory_up_to_their_limit() {
    let hollow = r#"{"type":"array","items":{"type":"record","name":"Filled","fields":[]}}"#;
    let plan = resolve(&Schema::parse(hollow).unwrap(), <Vec<Filled>>::schema());
    let limits = Limits { empty_items: 1 << 5, ..Limits::DEFAULT };
    for (count, outcome) in [(1 << 5, Ok(1 << 5)), ((1 << 5) + 1, Err(ErrorKind::Limit))] {
        let datum = to_vec(&vec![(); count]).unwrap();
        assert_little("filled with defaults", || {
            let decoder = &mut Decoder::with_limits(&datum, &limits);
            let typed = <Vec<Filled>>::decode_planned(decoder, plan.planned());
            assert_eq!(typed.map(|items| items.len()).map_err(|error| error.kind()), outcome);
            let json = plan.to_json(&mut Decoder::with_limits(&datum, &limits), Mode::Raw);
            assert_eq!(json.map(|items| items.as_array().unwrap().len()).map_err(|error| error.kind()), outcome);
        });
    }
}

/// The bytes for a plan beyond those of its schemas, for each byte of their texts.
const PLAN_BYTES: u64 = 64;

fn assert_plan_follows(writer: &str, reader: &str) {
    let (schema, as_schema) = (Schema::parse(writer).unwrap(), Schema::parse(reader).unwrap());
    let used = measure(|| assert_eq!(resolve(&schema, &as_schema).verdict(), Verdict::Never)).bytes_max;
    let room = PLAN_BYTES * (writer.len() + reader.len()) as u64;
    assert!(used <= room, "{used} bytes for schemas of {} and {}", writer.len(), reader.len());
}

#[test]
fn a_plan_with_many_mismatches_takes_memory_by_the_length_of_its_schemas() {
    let record = |name: &str, field: &dyn Fn(usize) -> String| {
        let fields: Vec<String> = (0..1000).map(field).collect();
        format!(r#"{{"type":"record","name":"{name}","fields":[{}]}}"#, fields.join(","))
    };
    let of_type = |kind: &'static str| move |index| format!(r#"{{"name":"f{index}","type":"{kind}"}}"#);
    // The name of the root is on the way to every mismatch.
    let long = "n".repeat(1 << 16);
    assert_plan_follows(&record(&long, &of_type("int")), &record(&long, &of_type("string")));
    // Each of a thousand fields is one of a thousand that want the same field of the writer.
    let aliased = |index| format!(r#"{{"name":"g{index}","type":"int","aliases":["f0"]}}"#);
    assert_plan_follows(&record("R", &of_type("int")), &record("R", &aliased));
}

#[test]
fn the_ways_to_mismatches_are_kept_once_however_long_they_are() {
    // A ring of records under one simple name: a ring of 31 against one of 32 has 992 pairs, each behind the one before.
    let ring = |len: usize, kind: &str| {
        let inside = (1..len).rev().fold(r#""n0.R""#.to_owned(), |next, index| {
            let fields = format!(r#"{{"name":"x","type":"{kind}"}},{{"name":"next","type":["null",{next}]}}"#);
            format!(r#"{{"type":"record","name":"n{index}.R","fields":[{fields}]}}"#)
        });
        format!(
            r#"{{"type":"record","name":"n0.R","fields":[{{"name":"x","type":"{kind}"}},{{"name":"next","type":["null",{inside}]}}]}}"#
        )
    };
    let (writer, reader) = (Schema::parse(&ring(31, "int")).unwrap(), Schema::parse(&ring(32, "string")).unwrap());
    let used = measure(|| assert_eq!(resolve(&writer, &reader).mismatches().len(), 992)).bytes_max;
    assert!(used <= 2 << 20, "{used} bytes");
}

fn file(header: &[u8], rest: &[u8]) -> Vec<u8> {
    [b"Obj\x01", header, &[7; 16], rest].concat()
}

#[test]
fn a_file_that_claims_much_allocates_little() {
    let entry = |key: &str, value: &[u8]| {
        [&[2 * key.len() as u8][..], key.as_bytes(), &[2 * value.len() as u8], value].concat()
    };
    let header = |codec: &str| {
        [&[4][..], &entry("avro.schema", br#""long""#), &entry("avro.codec", codec.as_bytes()), &[0]].concat()
    };
    let huge = [&CLAIM[..], &CLAIM, &[2, 4, 6]].concat();
    let mut files = vec![
        ("a header of many entries", file(&CLAIM, &[])),
        ("a long key", file(&[&[2][..], &CLAIM].concat(), &[])),
        ("a long value", file(&[&[2, 2, b'k'][..], &CLAIM].concat(), &[])),
        ("a long block", file(&header("null"), &huge)),
    ];
    for codec in [Codec::Deflate, Codec::Snappy, Codec::Zstandard] {
        files.push(("a long packed block", file(&header(codec.name()), &huge)));
    }
    // Snappy and zstandard say how long the data is: 128 MiB here, behind which nothing stands.
    let claims = [
        ("snappy", [0x80, 0x80, 0x80, 0x40, 0, 0, 0, 0, 0].to_vec()),
        ("zstandard", [0x28, 0xb5, 0x2f, 0xfd, 0xa4, 0, 0, 0, 8, 1, 0, 0].to_vec()),
    ];
    for (codec, data) in claims {
        let block = [&[2, 2 * data.len() as u8][..], &data, &[7; 16]].concat();
        files.push(("a claim inside of a block", file(&header(codec), &block)));
    }
    for (what, file) in files {
        let used = measure(|| {
            let read =
                ReaderOptions::new().read_slice::<i64>(&file).and_then(|reader| reader.collect::<Result<Vec<_>, _>>());
            read.expect_err(what);
        });
        // A reader has buffers of its own.
        assert!(used.bytes_max <= 1 << 20, "{what}: {} bytes", used.bytes_max);
    }
}

/// A record of this name with `fields` fields, none of which another `seed` has, behind the field `id`.
fn large(name: &str, id: &str, fields: usize, seed: usize) -> String {
    let others: Vec<String> = (0..fields)
        .map(|index| format!(r#"{{"name":"f{seed}x{index}","doc":"a field","type":["null","long"],"default":null}}"#))
        .collect();
    format!(r#"{{"type":"record","name":"{name}","fields":[{{"name":"id","type":"{id}"}},{}]}}"#, others.join(","))
}

fn empty_file(schema: &str) -> Vec<u8> {
    let schema = Schema::parse(schema).unwrap();
    WriterOptions::new().blocks_to_writer(&schema, Vec::new()).unwrap().finish().unwrap().inner
}

#[derive(AvroEntity, Debug)]
struct Known {
    id: i64,
}

/// What `run` leaves in memory, on this thread.
fn left(run: impl FnOnce()) -> i64 {
    measure(run).bytes_current
}

#[test]
fn files_with_ever_new_schemas_that_are_refused_leave_nothing() {
    let files: Vec<Vec<u8>> = (0..10).map(|seed| empty_file(&large("Known", "string", 1000, seed))).collect();
    let left = left(|| {
        for file in &files {
            let error = Reader::<Known, _>::from_slice(file).expect_err("a string is no long");
            assert_eq!(error.kind(), ErrorKind::Resolution);
        }
    });
    assert!(left <= LITTLE as i64, "{left} bytes");
}

/// What [`PlanCache`] says it holds, and some more, since it counts roughly.
const HELD: i64 = 72 << 20;

#[test]
fn files_with_ever_new_schemas_leave_as_much_as_their_cache_holds() {
    // A value of JSON takes many times the memory of its text.
    let zeros = vec!["0"; 100_000].join(",");
    let open = |seed: usize| {
        let other = format!(r#"{{"name":"f{seed}","type":"int","p":[{zeros}]}}"#);
        let file = empty_file(&format!(
            r#"{{"type":"record","name":"Known","fields":[{{"name":"id","type":"int"}},{other}]}}"#
        ));
        assert_eq!(Reader::<Known, _>::from_slice(&file).unwrap().count(), 0);
    };
    let one = left(|| open(0));
    let all = one + left(|| (1..20).for_each(open));
    assert!(one >= 4 << 20, "{one} bytes: a plan of this size is kept");
    assert!(20 * one > HELD * 4 / 3 && all <= HELD, "{all} bytes of 20 times {one}");
}

#[test]
fn a_cache_holds_plans_by_what_they_weigh() {
    let reader = Known::schema();
    let writer = |seed| Schema::parse(&large("Known", "int", 100, seed)).unwrap();
    let first = PlanCache::new();
    first.get(&writer(0), reader);
    let one = first.bytes();

    let plans = PlanCache::new().with_bytes(one * 11 / 2);
    let made: Vec<_> = (0..9).map(|seed| plans.get(&writer(seed), reader)).collect();
    assert_eq!((plans.len(), plans.bytes() / one), (5, 5));
    let kept = |seed: usize| plans.get(&writer(seed), reader).same(&made[seed]);
    assert!((4..9).all(kept), "the last ones are there");
    assert!(!kept(3), "the first ones made room");
}

#[test]
fn a_plan_too_large_for_its_cache_is_made_anew_and_drives_nobody_out() {
    let writer = Schema::parse(&large("Known", "int", 100, 0)).unwrap();
    let large = PlanCache::new();
    large.get(&writer, Known::schema());
    let plans = PlanCache::new().with_bytes(4 * large.bytes() - 4);
    let small = plans.get(i32::schema(), i64::schema());
    let plan = plans.get(&writer, Known::schema());
    assert!(!plans.get(&writer, Known::schema()).same(&plan));
    assert!(plans.get(i32::schema(), i64::schema()).same(&small));
    assert_eq!(plans.len(), 1);
    let plans = PlanCache::new().with_bytes(4 * large.bytes());
    let plan = plans.get(&writer, Known::schema());
    assert!(plans.get(&writer, Known::schema()).same(&plan));
}

#[test]
fn the_weight_of_a_plan_is_about_what_it_takes() {
    let long = "n".repeat(1 << 16);
    let many = |what: &dyn Fn(usize) -> String| (0..1000).map(what).collect::<Vec<_>>().join(",");
    let fields =
        |field: &dyn Fn(usize) -> String| format!(r#"{{"type":"record","name":"R","fields":[{}]}}"#, many(field));
    let texts = [
        large("R", "int", 1000, 1),
        format!(r#"{{"type":"enum","name":"E","symbols":[{}]}}"#, many(&|index| format!(r#""symbol{index}""#))),
        format!(r#"{{"type":"fixed","name":"{long}","size":1,"doc":"{long}","aliases":["{long}"]}}"#),
        format!("[{}]", many(&|index| format!(r#"{{"type":"fixed","name":"F{index}","size":1}}"#))),
        fields(&|index| {
            format!(r#"{{"name":"f{index}","type":"int","default":{index},"p":{{"q":[1,"{index}",{{}}]}}}}"#)
        }),
        fields(&|index| format!(r#"{{"name":"f{index}","type":{{"type":"array","items":"int"}},"default":[1,2,3]}}"#)),
        fields(&|index| format!(r#"{{"name":"f{index}","type":["null","int"],"aliases":["a{index}","b{index}"]}}"#)),
    ];
    for text in &texts {
        let plans = PlanCache::new();
        let other = Schema::parse(r#"["null","string"]"#).unwrap();
        let used = left(|| {
            let schema = Schema::parse(text).unwrap();
            schema.crc64();
            plans.get(&schema, &other);
            plans.get(&schema, &schema);
        });
        // The schema counts for each plan it is in, the first time as a writer, then twice.
        let weight = plans.bytes() as i64 / 3;
        let shown = &text[..80];
        assert!(weight <= 2 * used && used <= 2 * weight, "{used} bytes for a weight of {weight}: {shown}");
    }
}
