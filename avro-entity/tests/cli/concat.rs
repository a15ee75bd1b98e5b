//! `concat`

use crate::program::{FLIGHT, Folder, flight};
use avro_entity::container::{BlockReader, Codec, WriterOptions};

#[test]
fn blocks_are_joined_as_they_are() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Zstandard, 0..25);
    folder.flights("b.avro", Codec::Zstandard, 25..28);
    folder.flights("c.avro", Codec::Zstandard, 28..39);
    let out = folder.pipe(&["concat", "a.avro", "-", "c.avro"], &folder.read("b.avro")).good();
    folder.write("out.avro", out);
    assert_eq!(folder.blocks("out.avro"), [10, 10, 5, 3, 10, 1]);
    assert_eq!(folder.numbers("out.avro"), (0..39).collect::<Vec<i64>>());
    assert_eq!(folder.codec("out.avro"), Codec::Zstandard);
    let packed = |name: &str| {
        let mut reader = BlockReader::open(folder.path(name)).unwrap();
        let block = reader.next_packed().unwrap().unwrap();
        block.data().to_vec()
    };
    assert_eq!(packed("out.avro"), packed("a.avro"));
}

#[test]
fn metadata_goes_along() {
    let folder = Folder::new();
    let options = WriterOptions::new().metadata("origin", "JFK").metadata("avro_like", "x");
    folder.container("a.avro", FLIGHT, &options, &[&[flight(1)]]);
    folder.run(&["concat", "a.avro", "a.avro", "-o", "out.avro"]).good();
    let out = BlockReader::open(folder.path("out.avro")).unwrap();
    let metadata: Vec<_> = out.header().metadata().collect();
    assert_eq!(metadata, [("origin", &b"JFK"[..]), ("avro_like", b"x")]);
    assert_eq!(folder.numbers("out.avro"), [1, 1]);
}

#[test]
fn files_that_differ_are_refused_before_anything_is_written() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Null, 0..5);
    folder.container("schema.avro", "\"long\"", &WriterOptions::new(), &[]);
    folder.flights("codec.avro", Codec::Deflate, 0..5);
    folder.container("metadata.avro", FLIGHT, &WriterOptions::new().metadata("origin", "JFK"), &[]);
    for (file, difference) in [
        ("schema.avro", "the schema is not that of a.avro: `avro-entity project` brings both under one"),
        (
            "codec.avro",
            "the codec is not that of a.avro: it is `deflate` and not `null`; `avro-entity cat` joins both, `avro-entity \
             recodec` changes one",
        ),
        (
            "metadata.avro",
            "the user metadata is not that of a.avro: `avro-entity cat` joins both and keeps that of the first",
        ),
    ] {
        folder.run(&["concat", "a.avro", file]).fails(100, &format!("{file}: {difference}"));
        let run = folder.pipe(&["concat", "a.avro", "-", "-o", "out.avro"], &folder.read(file));
        run.fails(100, &format!("standard input: {difference}"));
    }
    assert!(!folder.path("out.avro").exists());
}
