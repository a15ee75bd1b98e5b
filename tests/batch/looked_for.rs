//! What folders and globs stand for: each file once, and nothing that is named like one is passed over.

use crate::command_line::{Files, ended, text};
use crate::shop::{earlier_orders, job, orders, stored, write};
use avro_entity::Codec;
use avro_entity::batch::{Inputs, Report, Thresholds};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

fn inputs(of: &str) -> Inputs {
    let mut inputs = Inputs::new();
    inputs.add(of).unwrap();
    inputs
}

/// The paths in a report behind that of the folder, with why they could not be read.
fn found(report: &Report, folder: &Path) -> Vec<(String, String)> {
    let inside = |path: &str| path.strip_prefix(folder.to_str().unwrap()).unwrap().to_owned();
    report.files().map(|(path, file)| (inside(path), file.unreadable.clone().unwrap_or_default())).collect()
}

/// A folder with a file, a link that leads nowhere, a pipe, and two files whose names are not UTF-8.
fn odd_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let inside = |name: &str| folder.path().join(name);
    write(&inside("a.avro"), &orders(0..50), Codec::Null, 1000);
    symlink("gone", inside("link.avro")).unwrap();
    symlink("gone", inside("link.txt")).unwrap();
    assert!(Command::new("mkfifo").arg(inside("pipe.avro")).status().unwrap().success());
    for name in [&b"\xff.avro"[..], b"\\xff\xfe.avro"] {
        fs::write(folder.path().join(OsStr::from_bytes(name)), "").unwrap();
    }
    folder
}

const NOWHERE: &str = "the link leads to no file";
const NO_FILE: &str = "expected a file that is on a disk";
const NOT_UTF8: &str = "a report names files in UTF-8: give the file another name";

#[test]
fn what_is_named_like_a_file_of_a_folder_and_is_none_could_not_be_read() {
    let folder = odd_folder();
    let inputs = inputs(folder.path().to_str().unwrap());
    assert_eq!((inputs.len(), inputs.unreadable().len()), (1, 4));
    let expected = [
        ("/\\\\xff\\xfe.avro (not UTF-8)", NOT_UTF8),
        ("/\\xff.avro (not UTF-8)", NOT_UTF8),
        ("/a.avro", ""),
        ("/link.avro", NOWHERE),
        ("/pipe.avro", NO_FILE),
    ]
    .map(|(path, reason)| (path.to_owned(), reason.to_owned()));
    let report = job().run(&inputs).unwrap();
    assert_eq!(found(&report, folder.path()), expected);
    assert_eq!((report.totals().records, report.totals().unreadable), (50, 4));
    assert_eq!(Thresholds::default().all("100%".parse().unwrap()).denied(&report).unwrap(), ["4 files cannot be read"]);
    assert!(report.to_string().contains(&format!("/link.avro: {NOWHERE}\n")), "{report}");

    assert_eq!(found(&job().survey(&inputs), folder.path()), expected);
    let elsewhere = tempfile::tempdir().unwrap();
    let checkpoint = elsewhere.path().join("checkpoint");
    for _ in 0..2 {
        assert_eq!(stored(&job().resume(&inputs, &checkpoint).unwrap()), stored(&report));
    }
}

#[test]
fn what_matches_a_glob_and_is_no_file_could_not_be_read() {
    let folder = odd_folder();
    fs::create_dir(folder.path().join("out.avro")).unwrap();
    write(&folder.path().join("out.avro/part-0.avro"), &orders(0..10), Codec::Null, 1000);
    write(&folder.path().join(".hidden.avro"), &orders(0..10), Codec::Null, 1000);
    let of = |pattern: &str| {
        let report = job().run(&inputs(&format!("{}/{pattern}", folder.path().display()))).unwrap();
        found(&report, folder.path()).into_iter().map(|(path, reason)| format!("{path} {reason}")).collect::<Vec<_>>()
    };
    let [link, pipe] = [format!("/link.avro {NOWHERE}"), format!("/pipe.avro {NO_FILE}")];
    assert_eq!(of("*.avro"), ["/a.avro ", &link, "/out.avro/part-0.avro ", &pipe], "a folder stands for what is in it");
    assert_eq!(of("**/pa*"), ["/out.avro/part-0.avro "]);
    assert_eq!(of(".h*"), ["/.hidden.avro "]);
}

#[test]
fn links_to_folders_are_followed_and_no_folder_is_read_twice() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let inside = |name: &str| folder.path().join(name);
    fs::create_dir(inside("2013")).unwrap();
    write(&inside("2013/a.avro"), &orders(0..10), Codec::Null, 1000);
    write(&elsewhere.path().join("b.avro"), &earlier_orders(0..10), Codec::Null, 1000);
    symlink("..", inside("2013/up")).unwrap();
    symlink("2013", inside("0-latest")).unwrap();
    symlink(elsewhere.path(), inside("2012")).unwrap();
    symlink(folder.path(), elsewhere.path().join("back")).unwrap();
    let report = job().run(&inputs(folder.path().to_str().unwrap())).unwrap();
    let names: Vec<String> = found(&report, folder.path()).into_iter().map(|(path, _)| path).collect();
    assert_eq!(names, ["/2012/b.avro", "/2013/a.avro"]);
    assert_eq!(report.totals().records, 20);
}

#[test]
fn what_has_no_split_is_told_where_splits_are_listed() {
    let files = Files::of_flights();
    let folder = tempfile::tempdir().unwrap();
    fs::copy(files.planes(), folder.path().join("a.avro")).unwrap();
    symlink("gone", folder.path().join("link.avro")).unwrap();
    let listed = files.run(&["--list-splits", folder.path().to_str().unwrap()]);
    let link = folder.path().join("link.avro");
    assert_eq!(ended(&listed, 100), format!("denied: {} cannot be read: {NOWHERE}\n", link.display()));
    assert_eq!(text(&listed.stdout).lines().count(), 1);
    assert_eq!(ended(&files.run(&["--list-splits", "--exit-zero", folder.path().to_str().unwrap()]), 0), "");
}
