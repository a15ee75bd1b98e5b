//! `getschema`, `getmeta` and `count`

use crate::program::{FLIGHT, Folder};
use avro_entity::container::{Codec, WriterOptions};

#[test]
fn a_damaged_schema_is_told_to_be_in_the_header() {
    let folder = Folder::new();
    folder.container("a.avro", "[\"null\",\"string\"]", &WriterOptions::new(), &[&[]]);
    let mut bytes = folder.read("a.avro");
    for (from, to) in [(&b"\"null\""[..], &b"\"nul1\""[..]), (b"\"string\"", b"\"strong\"")] {
        let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    folder.write("a.avro", bytes);
    let message = "a.avro, the schema in the header, line 1, column 2: there is no type `nul1`\n\
                   error: the schema in the header, line 1, column 9: there is no type `strong`";
    for command in ["count", "getschema", "tojson"] {
        folder.run(&[command, "a.avro"]).fails(100, message);
    }
}

#[test]
fn the_schema_is_printed_as_it_stands_in_the_file() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Null, 0..1);
    assert_eq!(folder.run(&["getschema", "a.avro"]).good_text(), format!("{FLIGHT}\n"));
    assert_eq!(folder.pipe(&["getschema"], &folder.read("a.avro")).good_text(), format!("{FLIGHT}\n"));

    // Another program's text, white space and all.
    let foreign = b"Obj\x01\x02\x16avro.schema\x2a{ \"type\" :\n \"long\" } \x00";
    let mut file = foreign.to_vec();
    file[17] = 2 * 21;
    file.extend([9; 16]);
    assert_eq!(folder.pipe(&["getschema"], &file).good_text(), "{ \"type\" :\n \"long\" }\n");
}

#[test]
fn the_schema_is_printed_over_lines() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Null, 0..1);
    let lines = r#"{
  "type": "record",
  "name": "Flight",
  "fields": [
    {"name": "number", "type": "int"},
    {"name": "carrier", "type": "string"}
  ]
}
"#;
    assert_eq!(folder.run(&["getschema", "--pretty", "a.avro"]).good_text(), lines);
}

fn with_metadata() -> Folder {
    let folder = Folder::new();
    let options = WriterOptions::new()
        .codec(Codec::Deflate)
        .metadata("origin", "JFK")
        .metadata("note", "a\tb\\c\nd é")
        .metadata("a\tkey", vec![0xff, b'x', 0]);
    folder.container("a.avro", "\"long\"", &options, &[]);
    folder
}

#[test]
fn metadata_is_one_entry_a_line() {
    let expected =
        "avro.schema\t\"long\"\navro.codec\tdeflate\norigin\tJFK\nnote\ta\\tb\\\\c\\nd é\na\\tkey\t\\xffx\\u{0}\n";
    assert_eq!(with_metadata().run(&["getmeta", "a.avro"]).good_text(), expected);
}

#[test]
fn the_value_of_one_key_is_printed_as_it_is() {
    let folder = with_metadata();
    for (key, value) in [
        ("origin", &b"JFK\n"[..]),
        ("note", "a\tb\\c\nd é\n".as_bytes()),
        ("a\tkey", b"\xffx\0\n"),
        ("avro.codec", b"deflate\n"),
        ("avro.schema", b"\"long\"\n"),
    ] {
        assert_eq!(folder.run(&["getmeta", "--key", key, "a.avro"]).good(), value, "{key}");
    }
}

#[test]
fn a_key_that_is_not_there_is_refused_with_those_that_are() {
    let message = "a.avro: there is no metadata `gate`, only `avro.schema`, `avro.codec`, `origin`, `note`, `a\\tkey`";
    with_metadata().run(&["getmeta", "--key", "gate", "a.avro"]).fails(100, message);
}

#[test]
fn records_of_all_files_are_counted() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Zstandard, 0..25);
    folder.flights("b.avro", Codec::Null, 0..0);
    folder.flights("c.avro", Codec::Xz, 0..3);
    assert_eq!(folder.run(&["count", "a.avro", "b.avro", "c.avro"]).good_text(), "28\n");
    assert_eq!(folder.pipe(&["count"], &folder.read("a.avro")).good_text(), "25\n");
}
