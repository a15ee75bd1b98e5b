//! How runs end: exit codes, messages, pipes and disks.

use crate::program::{FLIGHT, Folder, lines};
use avro_entity::container::{BlockReader, Codec};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

/// Commands that read a container file, without the file.
const READERS: [&[&str]; 8] = [
    &["tojson"],
    &["getschema"],
    &["getmeta"],
    &["count"],
    &["cat"],
    &["concat"],
    &["recodec", "--codec", "null"],
    &["project", "--reader-schema", "flight.avsc"],
];

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("flight.avsc", FLIGHT);
    folder
}

#[test]
fn a_file_that_is_missing_or_a_folder_could_not_be_read() {
    let folder = folder();
    fs::create_dir(folder.path("folder")).unwrap();
    for reader in READERS {
        let run = |file| folder.run(&[reader, &[file]].concat());
        run("none.avro").fails(101, "none.avro: No such file or directory (os error 2)");
        run("folder").fails(101, "folder: Is a directory (os error 21)");
    }
    let run = folder.run(&["fromjson", "--schema", "none.avsc"]);
    run.fails(101, "none.avsc: No such file or directory (os error 2)");
    let run = folder.run(&["fromjson", "--schema", "flight.avsc", "none.json"]);
    run.fails(101, "none.json: No such file or directory (os error 2)");
}

#[test]
fn a_container_file_is_not_written_under_the_name_of_another_format() {
    let folder = folder();
    folder.flights("in.avro", Codec::Null, 0..3);
    for (name, ending) in [("out.csv", "csv"), ("out.PDF", "pdf"), ("out.json", "json")] {
        let run = folder.run(&["cat", "in.avro", "-o", name]);
        let told = format!(
            "a container file is not written as `.{ending}`: let it end with `.avro`, or print JSON with `tojson`"
        );
        assert!(run.code == Some(101) && run.stderr.contains(&told), "{}", run.stderr);
        assert!(!folder.path(name).exists());
    }
    for name in ["out", "out.avro", "out.avro.new"] {
        folder.run(&["cat", "in.avro", "-o", name]).good();
        assert_eq!(folder.numbers(name), [0, 1, 2]);
    }
}

#[test]
fn a_file_of_another_kind_is_wrong_input() {
    let folder = folder();
    folder.write("a.zip", b"PK\x03\x04...");
    folder.write("empty.avro", b"");
    folder.write("newer.avro", b"Obj\x02");
    for reader in READERS {
        let run = |file| folder.run(&[reader, &[file]].concat());
        let message = "the file begins with `PK\\x03\\x04`, not with `Obj\\x01`: no Avro container file";
        run("a.zip").fails(100, &format!("a.zip: {message}"));
        folder.pipe(reader, b"PK\x03\x04").fails(100, &format!("standard input: {message}"));
        run("empty.avro").fails(100, "empty.avro: the file is empty");
        run("newer.avro").fails(100, "newer.avro: the file has version 2 of the container format, not version 1");
    }
}

#[test]
fn a_container_file_is_no_schema() {
    let folder = folder();
    folder.flights("a.avro", Codec::Null, 0..5);
    let told = |name: &str| {
        format!("{name}: this is a container file and no schema: `avro-entity getschema` prints the schema in it")
    };
    for args in [
        &["canonical", "a.avro"][..],
        &["fingerprint", "a.avro"],
        &["fromjson", "--schema", "a.avro"],
        &["tojson", "--reader-schema", "a.avro", "a.avro"],
        &["project", "--reader-schema", "a.avro", "a.avro"],
        &["diff", "flight.avsc", "a.avro"],
    ] {
        folder.run(args).fails(100, &told("a.avro"));
    }
    folder.pipe(&["canonical"], &folder.read("a.avro")).fails(100, &told("standard input"));
    folder.run(&["check", "a.avro", "flight.avsc"]).fails(101, &told("a.avro"));
    let run = folder.run(&["lint", "a.avro"]);
    assert_eq!((run.code, run.text()), (Some(100), format!("error: {}\n", told("a.avro")).as_str()));
}

#[test]
fn a_damaged_block_is_wrong_input_with_its_place() {
    let folder = folder();
    folder.flights("a.avro", Codec::Deflate, 0..25);
    let mut file = folder.read("a.avro");
    let mut reader = BlockReader::new(&file[..]).unwrap();
    reader.next_packed().unwrap();
    reader.next_packed().unwrap();
    let offset = reader.position();
    let (size, there) = (file.len() as u64 - offset, file.len() as u64 - offset - 7);
    folder.write("cut.avro", &file[..file.len() - 7]);
    *file.last_mut().unwrap() ^= 1;
    folder.write("marker.avro", &file);
    for reader in [&["count"][..], &["concat", "-o", "out.avro"], &["cat", "-o", "out.avro"]] {
        for (file, fault) in [
            ("cut.avro", format!("the file ends inside the block: {there} of its {size} bytes are there")),
            ("marker.avro", "no sync marker follows the data of the block".to_owned()),
        ] {
            let run = folder.run(&[reader, &[file]].concat());
            run.fails(100, &format!("{file}, block 2, byte {offset}: {fault}"));
        }
    }
    assert!(!folder.path("out.avro").exists());
}

/// What `cat` of the shell makes of two files.
#[test]
fn a_file_behind_another_is_known() {
    let folder = folder();
    folder.flights("a.avro", Codec::Deflate, 0..5);
    let file = folder.read("a.avro");
    folder.write("joined.avro", [&file[..], &file[..]].concat());
    let message = format!(
        "joined.avro, block 1, byte {}: another container file begins here, as the bytes `Obj\\x01` say: files are joined with \
         `avro-entity cat`, and not byte by byte",
        file.len()
    );
    for reader in [&["count"][..], &["cat", "-o", "out.avro"]] {
        folder.run(&[reader, &["joined.avro"]].concat()).fails(100, &message);
    }
    assert_eq!(folder.run(&["tojson", "joined.avro"]).text(), lines(0..5));
}

#[test]
fn data_that_is_piped_out_is_streamed() {
    let folder = folder();
    let mut child = folder.command(&["tojson"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    folder.flights("a.avro", Codec::Null, 0..20);
    let file = folder.read("a.avro");
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    // All but the last byte: the first block is whole.
    std::io::Write::write_all(&mut stdin, &file[..file.len() - 1]).unwrap();
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    assert_eq!(line, lines(0..1));
    std::io::Write::write_all(&mut stdin, &file[file.len() - 1..]).unwrap();
    drop(stdin);
    stdout.read_to_string(&mut line).unwrap();
    assert_eq!(line, lines(0..20));
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let folder = folder();
    folder.flights("a.avro", Codec::Null, 0..50_000);
    folder.write("flights.json", lines(0..50_000));
    for args in [
        &["tojson", "a.avro"][..],
        &["cat", "a.avro"],
        &["concat", "a.avro", "a.avro"],
        &["recodec", "--codec", "null", "a.avro"],
        &["project", "--reader-schema", "flight.avsc", "a.avro"],
        &["fromjson", "--schema", "flight.avsc", "flights.json"],
    ] {
        let mut child = folder.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 4];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_could_not_be_written() {
    let folder = folder();
    folder.flights("a.avro", Codec::Null, 0..50_000);
    folder.write("flights.json", lines(0..50_000));
    for args in [
        &["tojson", "a.avro"][..],
        &["getschema", "a.avro"],
        &["getmeta", "a.avro"],
        &["count", "a.avro"],
        &["cat", "a.avro"],
        &["concat", "a.avro"],
        &["recodec", "--codec", "null", "a.avro"],
        &["project", "--reader-schema", "flight.avsc", "a.avro"],
        &["fromjson", "--schema", "flight.avsc", "flights.json"],
        &["canonical", "flight.avsc"],
        &["fingerprint", "flight.avsc"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = folder.command(args).stdout(full).output().unwrap();
        let message = "error: standard output: No space left on device (os error 28)\n";
        assert_eq!(
            (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
            (Some(101), message),
            "{args:?}"
        );
    }
    let run = folder.run(&["cat", "a.avro", "-o", "/dev/full"]);
    run.fails(101, "/dev/full: No space left on device (os error 28)");
}

#[test]
fn a_file_that_cannot_be_made_could_not_be_written() {
    let folder = folder();
    folder.flights("a.avro", Codec::Null, 0..5);
    fs::create_dir(folder.path("folder")).unwrap();
    let run = folder.run(&["cat", "a.avro", "-o", "folder"]);
    assert_eq!((run.code, run.stderr.starts_with("error: folder: ")), (Some(101), true), "{}", run.stderr);
    let run = folder.run(&["cat", "a.avro", "-o", "none/out.avro"]);
    assert_eq!((run.code, run.stderr.starts_with("error: none/out.avro: ")), (Some(101), true), "{}", run.stderr);
}

#[test]
#[cfg(unix)]
fn a_link_that_points_to_nothing_yet_is_followed() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    folder.flights("a.avro", Codec::Null, 0..5);
    fs::create_dir(folder.path("day")).unwrap();
    symlink("next.avro", folder.path("out.avro")).unwrap();
    symlink("day/link.avro", folder.path("next.avro")).unwrap();
    symlink(folder.path("day/2013.avro"), folder.path("day/link.avro")).unwrap();
    for numbers in [vec![0, 1, 2, 3, 4], vec![0, 1]] {
        folder.run(&["cat", "a.avro", "--limit", &numbers.len().to_string(), "-o", "out.avro"]).good();
        assert_eq!(folder.numbers("day/2013.avro"), numbers);
        for link in ["out.avro", "next.avro", "day/link.avro"] {
            assert!(folder.path(link).is_symlink(), "{link}");
        }
    }
    symlink("b.avro", folder.path("c.avro")).unwrap();
    symlink("c.avro", folder.path("b.avro")).unwrap();
    let run = folder.run(&["cat", "a.avro", "-o", "b.avro"]);
    let told = "error: b.avro: Too many levels of symbolic links";
    assert!(run.code == Some(101) && run.stderr.starts_with(told), "{}", run.stderr);
    symlink("none/d.avro", folder.path("d.avro")).unwrap();
    let run = folder.run(&["cat", "a.avro", "-o", "d.avro"]);
    assert!(run.code == Some(101) && run.stderr.starts_with("error: d.avro: No such file"), "{}", run.stderr);
}

#[test]
fn standard_input_is_read_once() {
    let folder = folder();
    folder.flights("a.avro", Codec::Null, 0..5);
    for args in [
        &["tojson", "-", "-"][..],
        &["tojson", "--reader-schema", "-"],
        &["fromjson", "--schema", "-"],
        &["count", "-", "a.avro", "-"],
        &["cat", "-", "-"],
        &["concat", "-", "-"],
        &["project", "--reader-schema", "-"],
        &["lint", "-", "-"],
    ] {
        folder
            .pipe(args, FLIGHT.as_bytes())
            .fails(101, "standard input (`-`) is named twice and can be read only once");
    }
}

/// The shell gives what `<(…)` stands for such a name.
#[test]
#[cfg(unix)]
fn a_pipe_under_a_name_is_read_once() {
    let folder = folder();
    folder.flights("a.avro", Codec::Null, 0..15);
    folder.flights("b.avro", Codec::Null, 15..18);
    for command in ["cat", "concat"] {
        let args = [command, "a.avro", "/dev/stdin", "a.avro", "-o", "out.avro"];
        folder.pipe(&args, &folder.read("b.avro")).good();
        assert_eq!(folder.numbers("out.avro"), (0..18).chain(0..15).collect::<Vec<i64>>());
    }
    let run = folder.run(&["cat", "a.avro", "none.avro"]);
    run.fails(101, "none.avro: No such file or directory (os error 2)");
}

#[test]
fn wrong_arguments_could_not_be_run() {
    let folder = folder();
    for (args, message) in [
        (&["frobnicate"][..], "error: unrecognized subcommand 'frobnicate'"),
        (&["count", "--frobnicate"], "error: unexpected argument '--frobnicate' found"),
        (&["recodec", "a.avro"], "error: the following required arguments were not provided:\n  --codec <CODEC>"),
        (&["cat", "--limit", "-1"], "error: unexpected argument '-1' found"),
        (&["cat", "--level", "1"], "error: the following required arguments were not provided:\n  --codec <CODEC>"),
        (&["tojson", "--raw"], "error: the following required arguments were not provided:\n  --reader-schema <FILE>"),
        (
            &["recodec", "--codec", "gzip"],
            "error: invalid value 'gzip' for '--codec <CODEC>'\n  [possible values: null, deflate, snappy, zstandard, bzip2, xz]",
        ),
        (&["fingerprint", "--algorithm", "sha1"], "error: invalid value 'sha1' for '--algorithm <ALGORITHM>'"),
        (&["lint"], "error: the following required arguments were not provided:\n  <SCHEMA>..."),
    ] {
        let run = folder.run(args);
        assert_eq!((run.code, run.text()), (Some(101), ""), "{args:?}");
        assert!(run.stderr.starts_with(message), "{args:?}: {}", run.stderr);
    }
    let run = folder.run(&[]);
    assert_eq!((run.code, run.text()), (Some(101), ""));
    assert!(run.stderr.contains("Usage: avro-entity <COMMAND>"), "{}", run.stderr);
}
