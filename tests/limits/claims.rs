//! Memory follows what has arrived: a few bytes that claim much allocate little, and what takes no bytes takes no time.

use allocation_counter::measure;
use avro_entity::resolve::{Mode, resolve};
use avro_entity::{
    AvroDecode, AvroEntity, AvroSchema, Codec, Decoder, ErrorKind, Limits, ReaderOptions, Schema, Transcoder, generic,
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
