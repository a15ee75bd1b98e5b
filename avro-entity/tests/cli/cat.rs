//! `cat`

use crate::program::{FLIGHT, Folder};
use avro_entity::container::{BlockReader, Codec, WriterOptions};

/// No number at all.
const NONE: [i64; 0] = [];

/// The numbers that `cat` copies of a hundred flights in two files.
fn copied(options: &[&str]) -> Vec<i64> {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Snappy, 0..55);
    folder.flights("b.avro", Codec::Null, 55..100);
    folder.run(&[&["cat", "a.avro", "b.avro", "-o", "out.avro"], options].concat()).good();
    assert_eq!(folder.codec("out.avro"), Codec::Snappy);
    folder.numbers("out.avro")
}

#[test]
fn all_records_unless_told_otherwise() {
    assert_eq!(copied(&[]), (0..100).collect::<Vec<i64>>());
}

#[test]
fn offset_and_limit_count_over_all_files() {
    assert_eq!(copied(&["--offset", "53", "--limit", "4"]), [53, 54, 55, 56]);
    assert_eq!(copied(&["--limit", "3"]), [0, 1, 2]);
    assert_eq!(copied(&["--offset", "98"]), [98, 99]);
    assert_eq!(copied(&["--offset", "100"]), NONE);
    assert_eq!(copied(&["--limit", "0"]), NONE);
    assert_eq!(copied(&["--offset", "18446744073709551615", "--limit", "18446744073709551615"]), NONE);
}

#[test]
fn a_sample_is_evenly_spread_and_the_same_each_time() {
    assert_eq!(copied(&["--sample", "0.1"]), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    assert_eq!(copied(&["--sample", "0.001"]), [0]);
    assert_eq!(copied(&["--sample", "0"]), NONE);
    assert_eq!(copied(&["--sample", "1.0"]).len(), 100);
    // Binary fractions would lose a record here: `0.29 * 100.0` is below 29.
    for share in [7, 29, 57, 58, 99] {
        let share_text = format!("0.{share:02}");
        let sample = copied(&["--sample", &share_text]);
        assert_eq!(sample.len(), share, "{share_text}");
        assert_eq!(sample, copied(&["--sample", &share_text]));
        for window in 1..=100 {
            let counts = (0..=100 - window)
                .map(|from| sample.iter().filter(|number| (from..from + window).contains(*number)).count() as i64);
            let exact = share as i64 * window;
            for count in counts {
                assert!(count == exact / 100 || count == (exact + 99) / 100, "{count} of {window} at {share_text}");
            }
        }
    }
}

#[test]
fn a_sample_is_taken_behind_the_offset_and_up_to_the_limit() {
    assert_eq!(copied(&["--offset", "5", "--sample", "0.1", "--limit", "3"]), [5, 15, 25]);
}

#[test]
fn records_behind_the_limit_are_not_read() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Null, 0..30);
    let mut file = folder.read("a.avro");
    file.truncate(file.len() - 5);
    folder.write("a.avro", file);
    folder.run(&["cat", "--limit", "20", "a.avro", "-o", "out.avro"]).good();
    assert_eq!(folder.numbers("out.avro").len(), 20);
    assert_eq!(folder.run(&["cat", "a.avro", "-o", "out.avro"]).code, Some(100));
    assert_eq!(folder.numbers("out.avro").len(), 20, "a failed run leaves an earlier file as it was");
}

#[test]
fn codec_level_and_metadata_of_the_copy() {
    let folder = Folder::new();
    let options = WriterOptions::new().codec(Codec::Deflate).metadata("origin", "JFK");
    folder.container("a.avro", FLIGHT, &options, &[]);
    folder.flights("b.avro", Codec::Null, 0..5);
    folder.run(&["cat", "--codec", "bzip2", "--level", "1", "a.avro", "b.avro", "-o", "out.avro"]).good();
    let out = BlockReader::open(folder.path("out.avro")).unwrap();
    assert_eq!((out.header().codec(), out.header().get("origin")), (Codec::Bzip2, Some(&b"JFK"[..])));
    assert_eq!(folder.numbers("out.avro"), [0, 1, 2, 3, 4]);
}

#[test]
fn files_of_another_schema_are_refused_before_anything_is_written() {
    let folder = Folder::new();
    folder.flights("a.avro", Codec::Null, 0..5);
    let options = WriterOptions::new();
    // The same canonical form, and another schema.
    folder.container("b.avro", &FLIGHT.replacen("\"int\"", "\"int\",\"doc\":\"since 1903\"", 1), &options, &[]);
    let message = "b.avro: the schema is not that of a.avro: `avro-entity project` brings both under one";
    folder.run(&["cat", "a.avro", "b.avro"]).fails(100, message);
    let message = "standard input: the schema is not that of a.avro: `avro-entity project` brings both under one";
    folder.pipe(&["cat", "a.avro", "-", "-o", "out.avro"], &folder.read("b.avro")).fails(100, message);
    assert_eq!(folder.names(), ["a.avro", "b.avro"]);
}

#[test]
fn a_share_is_a_decimal_from_nothing_to_all() {
    let folder = Folder::new();
    for share in ["1.01", "2", "", ".", ".5", "1.", "1e-2", "0.1234567890123456789", "18446744073709551616", "x"] {
        let run = folder.run(&["cat", "--sample", share, "a.avro"]);
        let message = format!(
            "error: invalid value '{share}' for '--sample <SHARE>': a share is a decimal from 0 to 1 with 18 digits at \
             most, such as `0.01`\n\nFor more information, try '--help'.\n"
        );
        assert_eq!((run.code, run.text(), run.stderr.as_str()), (Some(101), "", message.as_str()));
    }
}
