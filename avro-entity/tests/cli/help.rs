//! The help, which is what most people read of the program.

use crate::program::{Folder, lines};
use avro_entity::container::Codec;

const COMMANDS: [&str; 12] = [
    "tojson",
    "fromjson",
    "getschema",
    "getmeta",
    "count",
    "cat",
    "concat",
    "recodec",
    "project",
    "canonical",
    "fingerprint",
    "lint",
];

/// The commands about entities and their histories.
const GATE: [&str; 9] = ["check", "schema", "accept", "diff", "log", "explain", "rebase", "retire", "rename"];

#[test]
fn the_help_of_every_command() {
    let folder = Folder::new();
    let mut text = folder.run(&["--help"]).good_text();
    for command in COMMANDS.into_iter().chain(GATE) {
        text.push_str(&format!("\n==== {command}\n{}", folder.run(&[command, "--help"]).good_text()));
    }
    insta::assert_snapshot!(text);
}

#[test]
#[cfg(unix)]
fn the_examples_of_the_help_are_accepted() {
    let folder = Folder::new();
    let mut examples = 0;
    for name in ["flights.avro", "old.avro", "new.avro", "a.avro", "2013-01.avro"] {
        folder.flights(name, Codec::Null, 0..3);
    }
    let schema = folder.run(&["getschema", "a.avro"]).good();
    for name in ["Flight.avsc", "a.avsc"] {
        folder.write(name, &schema);
    }
    folder.write("flights.jsonl", lines(0..3));
    std::fs::create_dir(folder.path("schemas")).unwrap();
    folder.write("schemas/Flight.avsc", &schema);
    let path = std::path::Path::new(env!("CARGO_BIN_EXE_avro-entity")).parent().unwrap();
    for command in COMMANDS {
        let help = folder.run(&[command, "--help"]).good_text();
        for example in help.lines().filter(|line| line.starts_with("  avro-entity ")) {
            let mut shell = std::process::Command::new("sh");
            shell.args(["-c", &format!("set -e; PATH={}:$PATH; {example}", path.display())]);
            let output = shell.current_dir(folder.path(".")).output().unwrap();
            assert!(output.status.success() && output.stderr.is_empty(), "{example}: {output:?}");
            examples += 1;
        }
    }
    assert!(examples >= COMMANDS.len(), "every command has an example");
}

/// Those of the gate are understood; whether they find a crate or a repository is another matter.
#[test]
#[cfg(unix)]
fn the_examples_about_entities_are_understood() {
    let folder = Folder::new();
    crate::gate::account(&folder);
    folder.write("pairs.jsonl", "");
    folder.write("old.avsc", "\"int\"");
    folder.write("new.avsc", "\"int\"");
    let path = std::path::Path::new(env!("CARGO_BIN_EXE_avro-entity")).parent().unwrap();
    for command in GATE {
        let help = folder.run(&[command, "--help"]).good_text();
        let examples: Vec<&str> = help.lines().filter(|line| line.starts_with("  avro-entity ")).collect();
        assert!(!examples.is_empty(), "`{command}` has no example");
        for example in examples {
            let mut shell = std::process::Command::new("sh");
            shell.args(["-c", &format!("PATH={}:$PATH; {example}", path.display())]).env("CARGO", "false");
            let output = shell.current_dir(folder.path(".")).output().unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert!(!stderr.contains("Usage:"), "{example}: {stderr}");
        }
    }
}

#[test]
fn the_version_is_that_of_the_crate() {
    let expected = format!("avro-entity {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(Folder::new().run(&["--version"]).good_text(), expected);
}
