//! `--on-damage`: what is passed over, what is said of it, and how the run ends.

use crate::program::{FLIGHT, Folder, Run, lines};
use avro_entity::container::{BlockReader, Codec, WriterOptions};
use serde_json::{Value, json};

/// Commands that copy or print records, without the file.
const COMMANDS: [&[&str]; 4] = [
    &["recodec", "--codec", "deflate", "-o", "out.avro"],
    &["cat", "-o", "out.avro"],
    &["project", "--reader-schema", "flight.avsc", "-o", "out.avro"],
    &["tojson"],
];

/// Where each block of a file begins, and the end of the file.
fn offsets(file: &[u8]) -> Vec<usize> {
    let mut reader = BlockReader::new(file).unwrap();
    let mut offsets = vec![reader.position() as usize];
    while reader.next_packed().unwrap().is_some() {
        offsets.push(reader.position() as usize);
    }
    offsets
}

/// Thirty flights in three blocks, the middle one changed by `damage`; and how many bytes that block has.
fn damaged(codec: Codec, damage: impl FnOnce(&mut [u8])) -> (Folder, usize) {
    let folder = Folder::new();
    folder.write("flight.avsc", FLIGHT);
    folder.flights("a.avro", codec, 0..30);
    let mut file = folder.read("a.avro");
    let offsets = offsets(&file);
    damage(&mut file[offsets[1]..offsets[2]]);
    folder.write("a.avro", file);
    (folder, offsets[2] - offsets[1])
}

/// The size of the block is another one.
fn size(block: &mut [u8]) {
    block[1] ^= 2;
}

/// The number of the last flight in the block goes on and on.
fn last_record(block: &mut [u8]) {
    let end = block.len() - 16;
    block[end - 4..end].fill(0xff);
}

/// The text of the last flight in the block is no UTF-8.
fn last_text(block: &mut [u8]) {
    let end = block.len() - 16;
    block[end - 1] = 0xff;
}

fn skip(folder: &Folder, command: &[&str]) -> Run {
    folder.run(&[command, &["--on-damage", "skip", "a.avro"]].concat())
}

/// What a run gave, as JSON lines.
fn given(folder: &Folder, run: &Run) -> String {
    match folder.path("out.avro").exists() {
        true => folder.run(&["tojson", "out.avro"]).good_text(),
        false => run.text().to_owned(),
    }
}

fn passed_over(what: &str) -> String {
    format!("warning: a.avro: damage was passed over: {what}\n")
}

#[test]
fn damage_ends_a_run_unless_it_is_to_be_passed_over() {
    for command in COMMANDS {
        for options in [&[][..], &["--on-damage", "stop"]] {
            let (folder, _) = damaged(Codec::Null, size);
            let run = folder.run(&[command, options, &["a.avro"]].concat());
            assert_eq!(run.code, Some(100), "{command:?}");
            assert!(run.stderr.starts_with("error: a.avro, block 1, byte "), "{}", run.stderr);
            assert!(!folder.path("out.avro").exists());
        }
    }
}

/// Each record ends where it should, and is none of its schema.
#[test]
fn a_record_that_is_none_of_its_schema_is_not_copied() {
    let suit = r#"{"type":"enum","name":"Suit","symbols":["CLUBS","HEARTS"]}"#;
    for (schema, record, bytes) in [
        ("\"string\"", json!("ab"), &[4, 0xff, 0xfe][..]),
        ("\"boolean\"", json!(true), &[2]),
        (suit, json!("HEARTS"), &[4]),
        ("\"int\"", json!(i32::MAX), &[0x80, 0x80, 0x80, 0x80, 0x10]),
    ] {
        let folder = Folder::new();
        folder.container("a.avro", schema, &WriterOptions::new(), &[&[record]]);
        let mut file = folder.read("a.avro");
        let start = offsets(&file)[0] + 2;
        file[start..start + bytes.len()].copy_from_slice(bytes);
        folder.write("a.avro", file);
        folder.write("flight.avsc", schema);
        for command in &COMMANDS[1..] {
            let run = folder.run(&[*command, &["a.avro"]].concat());
            assert_eq!((run.code, run.text()), (Some(100), ""), "{command:?} of {schema}");
            assert!(run.stderr.starts_with("error: a.avro, block 0, record 0"), "{}", run.stderr);
            assert!(!folder.path("out.avro").exists());
        }
    }
}

#[test]
fn what_is_around_a_damaged_block_is_read() {
    for command in COMMANDS {
        for codec in [Codec::Null, Codec::Deflate] {
            let (folder, bytes) = damaged(codec, size);
            let run = skip(&folder, command);
            let what = format!("1 block of {bytes} bytes, with records that nobody can count");
            assert_eq!((run.code, &run.stderr), (Some(102), &passed_over(&what)), "{command:?}");
            assert_eq!(given(&folder, &run), lines((0..10).chain(20..30)), "{command:?}");
        }
    }
}

#[test]
fn the_block_behind_a_damaged_marker_is_read() {
    for command in COMMANDS {
        for codec in [Codec::Null, Codec::Deflate] {
            let (folder, bytes) = damaged(codec, |block| *block.last_mut().unwrap() ^= 1);
            let run = skip(&folder, command);
            let what = format!("1 block of {bytes} bytes, with records that nobody can count");
            assert_eq!((run.code, &run.stderr), (Some(102), &passed_over(&what)), "{command:?}");
            assert_eq!(given(&folder, &run), lines((0..10).chain(20..30)), "{command:?}");
        }
    }
}

#[test]
fn data_that_does_not_decompress_is_counted() {
    for command in COMMANDS {
        let (folder, bytes) = damaged(Codec::Zstandard, |block| block[3..7].fill(0));
        let run = skip(&folder, command);
        let what = format!("1 block of {bytes} bytes, with at least 10 records");
        assert_eq!((run.code, &run.stderr), (Some(102), &passed_over(&what)), "{command:?}");
        assert_eq!(given(&folder, &run), lines((0..10).chain(20..30)), "{command:?}");
    }
}

#[test]
fn the_records_in_front_of_a_damaged_one_are_read() {
    for (damage, command) in
        [last_record, last_text].into_iter().flat_map(|it| COMMANDS[1..].iter().map(move |c| (it, c)))
    {
        let (folder, bytes) = damaged(Codec::Null, damage);
        let run = skip(&folder, command);
        let what = format!("1 block of {bytes} bytes, with at least 1 record");
        assert_eq!((run.code, &run.stderr), (Some(102), &passed_over(&what)), "{command:?}");
        assert_eq!(given(&folder, &run), lines((0..19).chain(20..30)), "{command:?}");
    }
}

/// The branch of the union is another one, which the reader does not have, and what follows makes no sense behind it.
#[test]
fn damage_that_first_looks_like_another_schema_is_damage() {
    let folder = Folder::new();
    let record = |kind: &str| {
        format!(
            r#"{{"type":"record","name":"R","fields":[{{"name":"u","type":{kind}}},{{"name":"s","type":"string"}}]}}"#
        )
    };
    let good = [json!({"u": {"int": 63}, "s": "ab"})];
    folder.container("a.avro", &record(r#"["int","null"]"#), &WriterOptions::new(), &[&good]);
    let mut file = folder.read("a.avro");
    let start = offsets(&file)[0] + 2;
    assert_eq!(file[start..start + 2], [0, 0x7e]);
    file[start] = 2;
    folder.write("a.avro", file);
    folder.write("r.avsc", record(r#""int""#));
    for command in [&["tojson"][..], &["tojson", "--reader-schema", "r.avsc"]] {
        let run = skip(&folder, command);
        assert_eq!((run.code, run.text()), (Some(102), ""), "{command:?}: {}", run.stderr);
    }
}

#[test]
fn a_file_that_ends_too_early_is_read_as_far_as_it_goes() {
    let (folder, _) = damaged(Codec::Null, |_| ());
    let file = folder.read("a.avro");
    folder.write("a.avro", &file[..file.len() - 5]);
    let run = skip(&folder, &["tojson"]);
    assert_eq!((run.code, run.text()), (Some(102), lines(0..20).as_str()));
    assert!(run.stderr.starts_with("warning: a.avro: damage was passed over: 1 block of "), "{}", run.stderr);
}

#[test]
fn each_file_says_what_was_lost_of_it_and_a_sound_one_nothing() {
    let (folder, bytes) = damaged(Codec::Null, size);
    folder.flights("b.avro", Codec::Null, 30..32);
    let run = folder.run(&["count", "--on-damage", "skip", "b.avro", "a.avro"]);
    let what = format!("1 block of {bytes} bytes, with records that nobody can count");
    assert_eq!((run.code, run.text(), run.stderr.as_str()), (Some(102), "22\n", passed_over(&what).as_str()));
    assert_eq!(folder.run(&["count", "--on-damage", "skip", "b.avro"]).good_text(), "2\n");
}

/// Beside a sound one, in front of it and behind it.
#[test]
fn a_file_with_a_damaged_header_is_passed_over_whole() {
    let (folder, _) = damaged(Codec::Deflate, |_| ());
    folder.write("empty.avro", "");
    folder.write("cut.avro", &folder.read("a.avro")[..60]);
    let mut file = folder.read("a.avro");
    let codec = file.windows(7).position(|bytes| bytes == b"deflate").unwrap();
    file[codec] ^= 1;
    folder.write("codec.avro", file);
    let warnings: Vec<String> = [
        "empty.avro: the file is empty",
        "cut.avro, byte 19: the file ends inside its header",
        "codec.avro: unknown codec",
    ]
    .map(|why| format!("warning: {why}"))
    .to_vec();
    for command in [&COMMANDS[1..], &[&["count"]]].concat() {
        let skip = ["--on-damage", "skip"];
        let run = folder.run(&[command, &skip, &["empty.avro", "cut.avro", "a.avro", "codec.avro"]].concat());
        assert_eq!(run.code, Some(102), "{command:?}: {}", run.stderr);
        let said: Vec<&str> = run.stderr.lines().collect();
        assert_eq!(said.len(), 3, "{command:?}: {}", run.stderr);
        for (line, told) in said.iter().zip(&warnings) {
            assert!(line.starts_with(told) && line.ends_with("; the file was passed over"), "{command:?}: {line}");
        }
        match command {
            ["count"] => assert_eq!(run.text(), "30\n"),
            ["tojson"] => assert_eq!(run.text(), lines(0..30)),
            _ => assert_eq!(given(&folder, &run), lines(0..30), "{command:?}"),
        }
        let run = folder.run(&[command, &skip, &["a.avro", "none.avro"]].concat());
        assert_eq!(run.code, Some(101), "a file that is not there is no damage: {}", run.stderr);
        let run = folder.run(&[command, &skip, &["empty.avro", "empty.avro"]].concat());
        run.fails(100, "empty.avro: the file is empty\nerror: empty.avro: the file is empty");
        let run = folder.run(&[command, &["a.avro", "empty.avro"]].concat());
        assert_eq!(run.code, Some(100), "{command:?}: {}", run.stderr);
    }
    assert_eq!(folder.codec("out.avro"), Codec::Deflate);
    let check = ["check", "flight.avsc", "flight.avsc", "--format", "json", "--on-damage", "skip"];
    let run = folder.run(&[&check[..], &["--data", "empty.avro", "--data", "a.avro"]].concat());
    let report: Value = serde_json::from_str(run.text()).unwrap();
    assert_eq!((run.code, &report["data"]["records"]), (Some(102), &json!(30)), "{}", run.stderr);
}

#[test]
fn records_that_do_not_fit_the_readers_schema_are_no_damage() {
    let folder = Folder::new();
    let suit = |symbols: &str| format!(r#"{{"type": "enum", "name": "Suit", "symbols": [{symbols}]}}"#);
    let clubs = [json!("CLUBS"), json!("HEARTS"), json!("CLUBS")];
    folder.container("a.avro", &suit(r#""CLUBS", "HEARTS""#), &WriterOptions::new(), &[&clubs]);
    folder.write("flight.avsc", suit(r#""CLUBS""#));
    for command in [COMMANDS[2], &["tojson", "--reader-schema", "flight.avsc"]] {
        let run = skip(&folder, command);
        assert_eq!(run.code, Some(100), "{command:?}: {}", run.stderr);
        assert!(run.stderr.starts_with("error: a.avro, block 0, record 1"), "{}", run.stderr);
    }
}

#[test]
fn findings_are_weighed_with_the_data_that_is_sound() {
    let (folder, bytes) = damaged(Codec::Null, last_record);
    let check = ["check", "flight.avsc", "flight.avsc", "--format", "json", "--data", "a.avro"];
    assert_eq!(folder.run(&check).code, Some(100));
    let run = folder.run(&[&check[..], &["--on-damage", "skip"]].concat());
    let report: Value = serde_json::from_str(run.text()).unwrap();
    assert_eq!(report["data"], json!({"files": 1, "records": 29, "unread": 0}));
    let what = format!("1 block of {bytes} bytes, with at least 1 record");
    assert_eq!((run.code, run.stderr), (Some(102), passed_over(&what)));
}

#[test]
fn what_damaged_blocks_say_of_themselves_may_be_any_number() {
    let (folder, _) = damaged(Codec::Zstandard, |_| ());
    let mut file = folder.read("a.avro");
    file.truncate(offsets(&file)[0]);
    for _ in 0..3 {
        // As many records as there can be, in a byte that is no Zstandard.
        file.extend([&[0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 0][..], &[7; 16]].concat());
    }
    folder.write("a.avro", file);
    let run = skip(&folder, &["tojson"]);
    let what = "3 blocks of 84 bytes, with records that nobody can count";
    assert_eq!((run.code, run.stderr), (Some(102), passed_over(what)));
}

/// Thirty flights in three blocks, the middle one with another count of records; where that block begins, and its bytes.
fn with_count(codec: Codec, count: u64) -> (Folder, usize, usize) {
    let (folder, _) = damaged(codec, |_| ());
    let mut file = folder.read("a.avro");
    let offsets = offsets(&file);
    let (mut varint, mut left) = (Vec::new(), count << 1);
    while left > 0x7f {
        varint.push(left as u8 | 0x80);
        left >>= 7;
    }
    varint.push(left as u8);
    let bytes = offsets[2] - offsets[1] + varint.len() - 1;
    file.splice(offsets[1]..offsets[1] + 1, varint);
    folder.write("a.avro", file);
    (folder, offsets[1], bytes)
}

/// A flight takes two bytes at least, and ten of them have 40.
#[test]
fn a_count_of_records_that_cannot_be_true_is_damage() {
    for (codec, most) in [(Codec::Null, 20), (Codec::Deflate, 64 << 20)] {
        let (folder, start, bytes) = with_count(codec, 1 << 62);
        let told = format!("the block's count of records is {}, and its data holds {most} at most", 1u64 << 62);
        for command in ["count", "concat"] {
            let run = folder.run(&[command, "a.avro"]);
            let message = format!("error: a.avro, block 1, byte {start}: {told}\n");
            assert_eq!((run.code, &run.stderr), (Some(100), &message), "{command}");
        }
        let what = passed_over(&format!("1 block of {bytes} bytes, with records that nobody can count"));
        for (command, given) in [("count", "20\n".to_owned()), ("tojson", lines((0..10).chain(20..30)))] {
            let run = skip(&folder, &[command]);
            assert_eq!((run.code, run.text(), &run.stderr), (Some(102), given.as_str(), &what), "{command}");
        }
    }
}

#[test]
fn a_count_of_records_that_can_be_true_is_believed() {
    let (folder, _, bytes) = with_count(Codec::Null, 12);
    assert_eq!(folder.run(&["count", "a.avro"]).good_text(), "32\n", "records are not looked into");
    let run = skip(&folder, &["tojson"]);
    assert_eq!(run.text(), lines(0..30));
    assert_eq!(run.stderr, passed_over(&format!("1 block of {bytes} bytes, with at least 2 records")));
}

/// A size that the block of an array gives itself only helps those who skip it.
#[test]
fn records_whose_arrays_misstate_their_size_are_copied_where_they_end() {
    let folder = Folder::new();
    folder.container("a.avro", r#"{"type":"array","items":"string"}"#, &WriterOptions::new(), &[]);
    let mut file = folder.read("a.avro");
    let marker = *BlockReader::new(&file[..]).unwrap().header().sync_marker();
    // Two texts in 4 bytes, which are said to be 64; then one of 61 bytes.
    let records = [&[3, 0x80, 1, 2, b'a', 2, b'b', 0, 2, 61 * 2][..], &[b'x'; 61], &[0]].concat();
    assert_eq!(records.len(), 72);
    // Their count, and 72 in zigzag.
    file.extend([&[4, 0x90, 1][..], &records, &marker].concat());
    folder.write("a.avro", file);
    let expected = format!("[\"a\",\"b\"]\n[\"{}\"]\n", "x".repeat(61));
    for command in [COMMANDS[1], COMMANDS[3]] {
        let run = skip(&folder, command);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{command:?}");
        assert_eq!(given(&folder, &run), expected, "{command:?}");
    }
}

#[test]
fn a_block_may_be_as_large_as_is_said() {
    let folder = Folder::new();
    let text = |letter: &str| json!(letter.repeat(300));
    folder.container("a.avro", r#""string""#, &WriterOptions::new(), &[&[text("a"), text("b")], &[json!("c")]]);
    let large =
        "a.avro, block 0, byte 59: the block's size of 604 bytes exceeds the limit of 500 bytes (`--max-block`)";
    for command in [COMMANDS[0], COMMANDS[1], COMMANDS[3], &["count"], &["concat", "-o", "out.avro"]] {
        let at = |bytes: &str| folder.run(&[command, &["--max-block", bytes, "a.avro"]].concat());
        at("500").fails(100, large);
        assert_eq!(at("604").code, Some(0), "{command:?}");
    }
    let skip = folder.run(&["tojson", "--max-block", "500", "--on-damage", "skip", "a.avro"]);
    assert_eq!((skip.code, skip.text()), (Some(102), "\"c\"\n"));
    folder.write("texts.jsonl", text("d").to_string());
    folder.write("text.avsc", r#""string""#);
    let written = folder.run(&["fromjson", "--schema", "text.avsc", "--max-block", "100", "texts.jsonl"]);
    assert!(
        written.code == Some(100) && written.stderr.contains("readers admit 100 (`--max-block`)"),
        "{}",
        written.stderr
    );
}
