//! Where reports and checkpoints go: what cannot be written is refused before the job is run.

use crate::command_line::{Files, ended};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// A path as an argument.
fn name(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_report_is_not_written_over_the_checkpoint_however_it_is_spelled() {
    let files = Files::of_flights();
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let other_way = folder.path().join("..").join(folder.path().file_name().unwrap()).join("report.json");
    let link = folder.path().join("link.json");
    std::os::unix::fs::symlink("report.json", &link).unwrap();
    for (checkpoint, output) in
        [(&report, &report), (&other_way, &report), (&report, &other_way), (&link, &report), (&report, &link)]
    {
        let both = ["--exit-zero", files.flights(), "--checkpoint", name(checkpoint), "-o", name(output)];
        let told =
            "this is the checkpoint too, which is removed at the end: give each report a name of its own after `-o`";
        assert_eq!(ended(&files.run(&both), 101), format!("error: {}: {told}\n", output.display()));
        assert!(!report.exists(), "nothing is read");
    }
    let checkpoint = folder.path().join("checkpoint");
    let apart = ["--exit-zero", "-q", files.flights(), "--checkpoint", name(&checkpoint), "-o", name(&link)];
    assert_eq!(ended(&files.run(&apart), 0), "");
    assert!(fs::read_to_string(&link).unwrap().starts_with("{\"format\":1,") && !checkpoint.exists());
}

#[test]
fn what_cannot_be_written_is_told_before_anything_is_read() {
    let files = Files::of_flights();
    let folder = tempfile::tempdir().unwrap();
    let [nowhere, inside, checkpoint] = ["no/x.json", "file/x.json", "checkpoint"].map(|file| folder.path().join(file));
    fs::write(folder.path().join("file"), "").unwrap();
    fs::create_dir(folder.path().join("report.json")).unwrap();
    let a_folder = folder.path().join("report.json");
    for (path, reason) in
        [(&nowhere, "No such file or directory"), (&inside, "Not a directory"), (&a_folder, "is a directory")]
    {
        for option in ["-o", "--checkpoint"] {
            let told = files.run(&["no/such/input.avro", option, name(path)]);
            let told = ended(&told, 101);
            assert!(told.starts_with(&format!("error: {}: {reason}", path.display())), "{option}: {told}");
        }
    }
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    // The whole program: nothing of the check is in the way of what is written.
    let to_device = ["--exit-zero", "-q", files.flights(), "--format", "json", "-o", "/dev/null"];
    assert_eq!(ended(&files.run(&[&to_device[..], &["--checkpoint", name(&checkpoint)]].concat()), 0), "");
    assert!(!checkpoint.exists());
}

#[test]
fn a_report_goes_into_a_pipe() {
    let files = Files::of_flights();
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = Command::new("cat").arg(&pipe).stdout(Stdio::piped()).spawn().unwrap();
    let told = files.run(&["--exit-zero", "-q", files.flights(), "--format", "json", "-o", name(&pipe)]);
    assert_eq!(ended(&told, 0), "");
    let whole = files.run(&["--exit-zero", files.flights(), "--format", "json"]);
    assert_eq!(reader.wait_with_output().unwrap().stdout, whole.stdout);
}
