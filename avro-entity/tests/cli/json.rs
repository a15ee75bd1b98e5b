//! `tojson` and `fromjson`

use crate::program::{FLIGHT, Folder, flight, lines};
use avro_entity::container::{Codec, WriterOptions};
use serde_json::{Value, json};

/// Every kind of type, with every kind of branch.
const EVERYTHING: &str = r#"{
  "type": "record", "name": "Everything", "namespace": "net.example", "fields": [
    {"name": "nothing", "type": "null"},
    {"name": "boolean", "type": "boolean"},
    {"name": "int", "type": "int"},
    {"name": "long", "type": {"type": "long", "logicalType": "timestamp-micros"}},
    {"name": "floats", "type": {"type": "array", "items": "float"}},
    {"name": "doubles", "type": {"type": "array", "items": "double"}},
    {"name": "bytes", "type": {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2}},
    {"name": "string", "type": "string"},
    {"name": "fixed", "type": {"type": "fixed", "name": "Four", "size": 4}},
    {"name": "enum", "type": {"type": "enum", "name": "Suit", "symbols": ["CLUBS", "HEARTS"]}},
    {"name": "map", "type": {"type": "map", "values": ["null", "Everything"]}},
    {"name": "unions", "type": {"type": "array", "items": ["null", "boolean", "int", "long", "float", "double", "bytes", "string",
      "Four", "Suit", {"type": "array", "items": "int"}, {"type": "map", "values": "int"}, "Everything"]}}
  ]
}"#;

fn everything(map: Value, unions: Value) -> Value {
    json!({
        "nothing": null,
        "boolean": true,
        "int": i32::MIN,
        "long": i64::MAX,
        "floats": [0.0, -1.5, 3.4028234663852886e38, "NaN", "Infinity", "-Infinity"],
        "doubles": [5e-324, 0.1, f64::MAX, "NaN", "Infinity", "-Infinity"],
        "bytes": "\u{0}\u{7f}\u{80}\u{ff}",
        "string": "a \"quote\", a \\, ünïcödé, 𝄞, \u{0}\n\u{1b}",
        "fixed": "\u{ff}\u{0}\"\\",
        "enum": "HEARTS",
        "map": map,
        "unions": unions,
    })
}

fn records_of_everything() -> Vec<Value> {
    let leaf = everything(json!({}), json!([]));
    let unions = json!([
        null, {"boolean": false}, {"int": -1}, {"long": 1}, {"float": "NaN"}, {"double": 2.5}, {"bytes": "\u{ff}"},
        {"string": ""}, {"net.example.Four": "abcd"}, {"net.example.Suit": "CLUBS"}, {"array": [1, 2]},
        {"map": {"a": 1}}, {"net.example.Everything": leaf},
    ]);
    let map = json!({"": null, "a.b": {"net.example.Everything": leaf}});
    vec![everything(map, unions), leaf]
}

#[test]
fn a_record_with_every_kind_of_type_goes_to_json_and_back() {
    let folder = Folder::new();
    folder.write("e.avsc", EVERYTHING);
    let records = records_of_everything();
    folder.container("e.avro", EVERYTHING, &WriterOptions::new().codec(Codec::Deflate), &[&records]);

    let text = folder.run(&["tojson", "e.avro"]).good_text();
    let parsed: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(parsed, records);

    folder.pipe(&["fromjson", "--schema", "e.avsc", "--codec", "xz", "-o", "back.avro"], text.as_bytes()).good();
    assert_eq!(folder.records("back.avro"), records);
    assert_eq!(folder.codec("back.avro"), Codec::Xz);
    assert_eq!(folder.run(&["tojson", "back.avro"]).good_text(), text);
}

#[test]
fn records_over_several_lines_are_read() {
    let folder = Folder::new();
    folder.write("flight.avsc", FLIGHT);
    let text = format!("{:#}\n\n{:#}{}", flight(1), flight(2), flight(3));
    folder.write("flights.json", &text);
    folder.run(&["fromjson", "--schema", "flight.avsc", "flights.json", "-o", "flights.avro"]).good();
    assert_eq!(folder.numbers("flights.avro"), [1, 2, 3]);
    assert_eq!(folder.codec("flights.avro"), Codec::Null);
}

#[test]
fn several_files_and_standard_input_are_printed_one_after_the_other() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Snappy, 0..25);
    folder.flights("b.avro", Codec::Bzip2, 25..30);
    folder.flights("c.avro", Codec::Null, 30..33);
    let run = folder.pipe(&["tojson", "a.avro", "-", "c.avro"], &folder.read("b.avro"));
    assert_eq!(run.good_text(), lines(0..33));
    assert_eq!(folder.pipe(&["tojson"], &folder.read("b.avro")).good_text(), lines(25..30));
}

#[test]
fn standard_input_to_standard_output() {
    let folder = Folder::new();
    folder.write("flight.avsc", FLIGHT);
    let text = lines(0..5);
    let file =
        folder.pipe(&["fromjson", "--schema", "flight.avsc", "--codec", "zstandard", "--level", "1"], text.as_bytes());
    assert_eq!(folder.pipe(&["tojson", "-"], &file.good()).good_text(), text);
    let file = folder.pipe(&["fromjson", "--schema", "-", "/dev/null"], FLIGHT.as_bytes()).good();
    assert_eq!(folder.pipe(&["count"], &file).good_text(), "0\n");
}

#[test]
fn records_are_printed_under_another_schema() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Null, 0..2);
    folder.write(
        "reader.avsc",
        r#"{"type": "record", "name": "Flight", "fields": [
            {"name": "nr", "aliases": ["number"], "type": ["null", "double"]}, {"name": "late", "type": "boolean", "default": false}]}"#,
    );
    let text = folder.run(&["tojson", "--reader-schema", "reader.avsc", "a.avro"]).good_text();
    assert_eq!(text, "{\"nr\":{\"double\":0.0},\"late\":false}\n{\"nr\":{\"double\":1.0},\"late\":false}\n");
}

#[test]
fn values_of_logical_types_are_converted_unless_they_are_to_stay_as_they_are() {
    let folder = Folder::new();
    let millis = r#"{"type": "long", "logicalType": "timestamp-millis"}"#;
    folder.container("t.avro", millis, &WriterOptions::new(), &[&[json!(7)]]);
    folder.write("micros.avsc", millis.replace("millis", "micros"));
    assert_eq!(folder.run(&["tojson", "--reader-schema", "micros.avsc", "t.avro"]).good_text(), "7000\n");
    assert_eq!(folder.run(&["tojson", "--raw", "--reader-schema", "micros.avsc", "t.avro"]).good_text(), "7\n");
    let decimal = r#"{"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}"#;
    folder.container("d.avro", decimal, &WriterOptions::new(), &[&[json!("\u{7}")]]);
    folder.write("finer.avsc", decimal.replace("\"scale\": 2", "\"scale\": 3"));
    assert_eq!(folder.run(&["tojson", "--reader-schema", "finer.avsc", "d.avro"]).good_text(), "\"F\"\n");
    assert_eq!(
        folder.run(&["tojson", "--raw", "--reader-schema", "finer.avsc", "d.avro"]).good_text(),
        "\"\\u0007\"\n"
    );
}

/// What one command prints is what the other writes, as they read it by default and as other tools do.
#[test]
fn tojson_and_project_read_alike() {
    let folder = Folder::new();
    let millis = r#"{"type": "long", "logicalType": "timestamp-millis"}"#;
    folder.container("t.avro", millis, &WriterOptions::new(), &[&[json!(7), json!(-1)]]);
    folder.write("micros.avsc", millis.replace("millis", "micros"));
    for options in [&[][..], &["--raw"]] {
        let run = |command| folder.run(&[&[command, "--reader-schema", "micros.avsc", "t.avro"], options].concat());
        folder.write("out.avro", run("project").good());
        assert_eq!(run("tojson").good_text(), folder.run(&["tojson", "out.avro"]).good_text(), "{options:?}");
    }
}

#[test]
fn json_that_does_not_fit_the_schema_is_placed() {
    let folder = Folder::new();
    folder.write("flight.avsc", FLIGHT);
    for (record, message) in [
        ("7", "-, line 2: expected a value of `record`, found the number `7`"),
        (
            r#"{"number": "x", "carrier": ""}"#,
            "-, line 2, Flight.number: expected a value of `int`, found the string \"x\"",
        ),
        (r#"{"number": 2147483648, "carrier": ""}"#, "-, line 2, Flight.number: `2147483648` is no value of `int`"),
        (r#"{"number": 1}"#, "-, line 2: `Flight` has the field `carrier`, which is not there"),
        (r#"{"number": 1, "carrier": "", "gate": 1}"#, "-, line 2: `Flight` has no field `gate`"),
        ("{\"number\": 1,\n}", "-, line 3, column 1: this is no JSON: trailing comma"),
        ("{\"number\": 1", "-, line 2, column 12: this is no JSON: EOF while parsing an object"),
    ] {
        let input = format!("{}\n{record}", flight(1));
        let run = folder.pipe(&["fromjson", "--schema", "flight.avsc", "-o", "out.avro"], input.as_bytes());
        run.fails(100, &message.replacen('-', "standard input", 1));
        assert_eq!(folder.names(), ["flight.avsc"], "nothing is left of a file that is not complete");
    }
}

#[test]
fn the_records_before_a_damaged_one_are_printed() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Null, 0..12);
    let mut file = folder.read("a.avro");
    let last = file.len() - 16 - 4;
    // The number of the last record goes on and on.
    file[last..last + 4].fill(0xff);
    folder.write("a.avro", file);
    let run = folder.run(&["tojson", "a.avro"]);
    assert_eq!((run.code, run.text()), (Some(100), lines(0..11).as_str()));
    let place = "a.avro, block 1, record 1, Flight.number at byte 226";
    assert_eq!(run.stderr, format!("error: {place}: the input ends inside a number\n"));
}

/// A record that can be in itself in each of the ways that give the most brackets in JSON.
const NODE: &str = r#"{"type": "record", "name": "Node", "fields": [
  {"name": "next", "type": ["null", "Node"]},
  {"name": "nodes", "type": ["null", {"type": "array", "items": ["null", "Node"]}]},
  {"name": "value", "type": ["null", "int"]}]}"#;

/// So many nodes in each other, the outer ones of them through arrays.
fn nested(nodes: usize, arrays: usize) -> String {
    let mut text = r#"{"next":null,"nodes":null,"value":{"int":1}}"#.to_owned();
    for outside in (0..nodes - 1).rev() {
        text = match outside < arrays {
            true => format!(r#"{{"next":null,"nodes":{{"array":[{{"Node":{text}}}]}},"value":null}}"#),
            false => format!(r#"{{"next":{{"Node":{text}}},"nodes":null,"value":null}}"#),
        };
    }
    text + "\n"
}

#[test]
fn what_tojson_prints_is_read_however_deep_it_is_nested() {
    let folder = Folder::new();
    folder.write("node.avsc", NODE);
    let deepest = nested(512, 128);
    folder.write("deep.jsonl", &deepest);
    folder.run(&["fromjson", "--schema", "node.avsc", "deep.jsonl", "-o", "deep.avro"]).good();
    assert_eq!(folder.run(&["tojson", "deep.avro"]).good_text(), deepest);
    for (nodes, arrays) in [(513, 0), (200, 129)] {
        folder.write("deeper.jsonl", nested(nodes, arrays));
        let run = folder.run(&["fromjson", "--schema", "node.avsc", "deeper.jsonl", "-o", "deeper.avro"]);
        assert_eq!(run.code, Some(100), "{nodes} nodes, {arrays} arrays");
        assert!(run.stderr.contains("nested deeper than"), "nobody could read it: {}", run.stderr);
    }
}
