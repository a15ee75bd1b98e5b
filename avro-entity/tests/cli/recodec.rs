//! `recodec`

use crate::program::Folder;
use avro_entity::container::{BlockReader, Codec};

#[test]
fn a_file_goes_from_every_codec_to_every_codec() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Null, 0..25);
    let mut from = "a.avro".to_owned();
    for &codec in Codec::ALL.iter().chain(Codec::ALL.iter().rev()) {
        let to = format!("{codec}.avro");
        folder.run(&["recodec", "--codec", codec.name(), &from, "-o", &to]).good();
        assert_eq!(folder.codec(&to), codec);
        assert_eq!(folder.blocks(&to), [10, 10, 5]);
        assert_eq!(folder.numbers(&to), (0..25).collect::<Vec<i64>>());
        from = to;
    }
}

#[test]
fn a_file_may_be_written_over_itself() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Null, 0..25);
    folder.run(&["recodec", "--codec", "deflate", "--level", "9", "a.avro", "-o", "a.avro"]).good();
    assert_eq!(folder.codec("a.avro"), Codec::Deflate);
    assert_eq!(folder.numbers("a.avro"), (0..25).collect::<Vec<i64>>());
    assert_eq!(folder.names(), ["a.avro"]);
}

#[test]
fn a_level_is_one_of_the_codec() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Null, 0..1);
    let recodec = |codec: &str, level: &str| {
        folder.run(&["recodec", "--codec", codec, "--level", level, "a.avro", "-o", "out.avro"])
    };
    recodec("zstandard", "23").fails(101, "codec `zstandard` has the levels 1 to 22, not 23");
    recodec("snappy", "1").fails(101, "codec `snappy` has no levels, found level 1");
    assert_eq!(folder.names(), ["a.avro"]);
}

#[test]
fn a_stream_is_packed() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Xz, 0..25);
    let out = folder.pipe(&["recodec", "--codec", "snappy"], &folder.read("a.avro")).good();
    assert_eq!(BlockReader::new(&out[..]).unwrap().header().codec(), Codec::Snappy);
}
