//! The flights example as its user meets it: what it prints, its exit codes, and the files it leaves behind.

mod program;

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

const SLICE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");
const TABLES: [&str; 5] = ["airlines", "airports", "planes", "weather", "flights"];
const CODECS: [&str; 6] = ["null", "deflate", "snappy", "zstandard", "bzip2", "xz"];

fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| program::example("flights"))
}

fn run(arguments: &[&dyn AsRef<OsStr>]) -> Output {
    Command::new(program()).args(arguments.iter().map(AsRef::as_ref)).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Asserts that the run ended with `code` and one line of error, and returns that line.
fn one_error(output: &Output, code: i32) -> &str {
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    stderr.strip_prefix("error: ").expect("an error says that it is one").trim_end()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The first rows of each table of the slice, in a folder of their own.
fn small_data() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for table in TABLES {
        let whole = fs::read_to_string(format!("{SLICE}/{table}.csv")).unwrap();
        let rows: String = whole.split_inclusive('\n').take(101).collect();
        fs::write(folder.path().join(format!("{table}.csv")), rows).unwrap();
    }
    folder
}

/// Puts `new` in the place of `old` in one line of a table.
fn edit(folder: &Path, table: &str, line: usize, old: &str, new: &str) {
    let path = folder.join(format!("{table}.csv"));
    let mut lines: Vec<String> = fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
    assert!(lines[line - 1].contains(old), "{}", lines[line - 1]);
    lines[line - 1] = lines[line - 1].replacen(old, new, 1);
    fs::write(path, lines.join("\n") + "\n").unwrap();
}

/// Packs the flights of `folder` as the whole data set has them.
fn zip_flights(folder: &Path) -> PathBuf {
    let plain = folder.join("flights.csv");
    let zipped = folder.join("flights.csv.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&zipped).unwrap());
    archive.start_file("flights.csv", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(&fs::read(&plain).unwrap()).unwrap();
    archive.finish().unwrap();
    fs::remove_file(plain).unwrap();
    zipped
}

/// The line that a codec has in the result, as its words.
fn line_of<'a>(stdout: &'a str, codec: &str) -> Vec<&'a str> {
    let mut lines = stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    lines.rfind(|words| words.first() == Some(&codec)).expect("every codec has its line")
}

#[test]
fn the_slice_runs_without_an_argument_and_all_codecs_agree() {
    let output = run(&[]);
    let stdout = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "", "no bar where there is no terminal");
    for (table, rows) in TABLES.into_iter().zip(["16", "1,458", "3,322", "864", "11,046"]) {
        assert!(
            stdout.lines().any(|line| line.starts_with(&format!("{table}.csv ")) && line.contains(rows)),
            "{stdout}"
        );
    }
    let checksums: Vec<&str> = CODECS.map(|codec| *line_of(stdout, codec).last().unwrap()).to_vec();
    assert!(checksums.iter().all(|checksum| *checksum == checksums[0] && checksum.len() == 8), "{stdout}");
    assert!(stdout.lines().any(|line| line == "every codec gave back the 16,706 records of the tables"), "{stdout}");
    let earlier = "7,625 flights written under the first version were read with today's type";
    assert!(stdout.lines().any(|line| line == earlier), "{stdout}");
    assert_eq!(line_of(stdout, "decodes"), ["decodes", "0", "0", "%"]);
}

#[test]
fn the_story_ends_with_what_a_change_of_the_type_would_break() {
    let output = run(&[]);
    let stdout = text(&output.stdout);
    for told in [
        "error[field-renamed-without-alias]",
        "--> examples/flights/tomorrow.rs:",
        "= help: write `#[avro(alias = \"carrier\")]` on `TomorrowsFlight::airline`",
        "= help: make `TomorrowsFlight::arr_delay` an `Option<…>`",
    ] {
        assert!(stdout.contains(told), "{told} is not in {stdout}");
    }
    assert!(stdout.ends_with("1 entity compared: 3 findings denied\n"), "{stdout}");
}

#[test]
fn every_table_is_kept_under_every_codec_and_nothing_else_is() {
    let data = small_data();
    let out = data.path().join("made/on/the/way");
    let output = run(&[&data.path(), &out]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let mut expected: Vec<String> =
        TABLES.iter().flat_map(|table| CODECS.map(|codec| format!("{table}.{codec}.avro"))).collect();
    expected.extend(["flights.earlier.avro", "flights.html", "months"].map(str::to_owned));
    expected.sort();
    assert_eq!(names_in(&out), expected);
}

#[test]
fn a_kept_file_is_read_on_its_own() {
    let data = small_data();
    let out = data.path().join("out");
    assert!(run(&[&data.path(), &out]).status.success());
    let [null, xz] = ["null", "xz"].map(|codec| {
        let output = run(&[&out.join(format!("flights.{codec}.avro"))]);
        text(&output.stdout).trim_end().split_once(": ").expect("the file leads").1.to_owned()
    });
    assert!(null.starts_with("100 flights, checksum "), "{null}");
    assert_eq!(null, xz);
}

#[test]
fn a_zipped_table_gives_the_same_records_as_a_plain_one() {
    let data = small_data();
    let plain = run(&[&data.path()]);
    zip_flights(data.path());
    let zipped = run(&[&data.path()]);
    assert!(zipped.status.success(), "{}", text(&zipped.stderr));
    assert!(text(&zipped.stdout).contains("flights.csv.zip"), "{}", text(&zipped.stdout));
    assert_eq!(line_of(text(&zipped.stdout), "null").last(), line_of(text(&plain.stdout), "null").last());
}

#[test]
fn a_missing_table_is_named() {
    let data = small_data();
    let planes = data.path().join("planes.csv");
    fs::remove_file(&planes).unwrap();
    let expected = format!("{}: there is no such file, and none with `.zip` added", planes.display());
    assert_eq!(one_error(&run(&[&data.path()]), 101), expected);
}

#[test]
fn a_missing_file_of_flights_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("flights.avro");
    let error = run(&[&missing]);
    let error = one_error(&error, 101);
    assert!(error.starts_with(&format!("{}: ", missing.display())), "{error}");
}

#[test]
fn a_row_that_does_not_parse_is_named_with_file_line_and_column() {
    let cases = [
        ("flights", 3, ",4,850,", ",late,850,", "line 3: `dep_delay` is `late`: invalid digit found in string"),
        ("flights", 2, "EWR", "BOS", "line 2: `origin` is `BOS`: expected `EWR`, `JFK` or `LGA`"),
        ("planes", 5, ",182,", ",70000,", "line 5: `seats` is `70000`: number too large to fit in target type"),
        ("airports", 1, "tzone", "zone", "there is no column `tzone`"),
    ];
    for (table, line, old, new, reason) in cases {
        let data = small_data();
        let out = data.path().join("out");
        edit(data.path(), table, line, old, new);
        let expected = format!("{}: {reason}", data.path().join(format!("{table}.csv")).display());
        assert_eq!(one_error(&run(&[&data.path(), &out]), 100), expected);
        assert!(!out.exists(), "nothing is written before everything is read");
    }
}

#[test]
fn a_row_with_a_field_missing_is_named_with_file_and_line() {
    let data = small_data();
    edit(data.path(), "airlines", 4, "AS,", "AS ");
    let output = run(&[&data.path()]);
    let error = one_error(&output, 100);
    assert!(error.starts_with(&format!("{}: ", data.path().join("airlines.csv").display())), "{error}");
    assert!(error.contains("line: 4"), "{error}");
}

#[test]
fn a_zip_that_is_cut_off_is_named() {
    let data = small_data();
    let zipped = zip_flights(data.path());
    let bytes = fs::read(&zipped).unwrap();
    fs::write(&zipped, &bytes[..bytes.len() / 2]).unwrap();
    let output = run(&[&data.path()]);
    let error = one_error(&output, 100);
    assert!(error.starts_with(&format!("{}: ", zipped.display())), "{error}");
}

#[test]
fn a_file_of_flights_that_is_cut_off_is_named_with_the_block() {
    let data = small_data();
    let out = data.path().join("out");
    assert!(run(&[&data.path(), &out]).status.success());
    for codec in CODECS {
        let path = out.join(format!("flights.{codec}.avro"));
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 20]).unwrap();
        let output = run(&[&path]);
        let error = one_error(&output, 100);
        assert!(error.starts_with(&format!("{}, block 0", path.display())), "{error}");
    }
}

#[test]
fn a_file_of_something_else_is_refused() {
    let data = small_data();
    let path = data.path().join("flights.avro");
    fs::copy(data.path().join("flights.csv"), &path).unwrap();
    let output = run(&[&path]);
    let error = one_error(&output, 100);
    assert!(error.starts_with(&format!("{}: ", path.display())), "{error}");
}

#[test]
fn too_many_arguments_are_answered_with_the_usage() {
    let output = run(&[&"a", &"b", &"c"]);
    assert_eq!(one_error(&output, 101), "expected `flights [DATA [OUT]]` or `flights FILE.avro`");
}

/// On Linux the disk is a tiny one of its own, where that may be mounted; elsewhere the size of a file is limited.
#[cfg(unix)]
#[test]
fn a_full_disk_is_one_error_and_leaves_no_file_under_the_final_name() {
    const TINY_DISK: &str =
        r#"mount -t tmpfs -o size=640k flights "$1" && "$0" "$2" "$1"; code=$?; ls -A "$1"; exit $code"#;
    const SMALL_FILES: &str = r#"trap '' XFSZ; ulimit -f 480; "$0" "$2" "$1"; code=$?; ls -A "$1"; exit $code"#;
    let out = tempfile::tempdir().unwrap();
    let may_mount = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "flights"])
        .arg(out.path())
        .output()
        .is_ok_and(|output| output.status.success());
    let mut command = if may_mount {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", TINY_DISK]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", SMALL_FILES]);
        command
    };
    let output = command.arg(program()).arg(out.path()).arg(SLICE).output().unwrap();
    let error = one_error(&output, 101);
    let flights = out.path().join("flights.null.avro");
    assert!(error.starts_with(&flights.display().to_string()), "{error}");
    assert!(error.contains(if may_mount { "No space left on device" } else { "File too large" }), "{error}");
    let left: Vec<&str> = text(&output.stdout).lines().filter(|line| line.ends_with(".avro")).collect();
    assert!(!left.contains(&"flights.null.avro"), "{left:?}");
    assert!(left.iter().all(|name| TABLES.iter().any(|table| **name == format!("{table}.null.avro"))), "{left:?}");
}
