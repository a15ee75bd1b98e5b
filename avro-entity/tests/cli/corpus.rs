//! The container files of the conformance corpus, through the program.
//!
//! `tests/conformance/README.md` of the workspace explains the members of a line of the index.

use crate::program::Folder;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The files, in the copy of the workspace or the folder that `AVRO_ENTITY_CORPUS` names; `None` in the published package, which
/// has no corpus.
fn files() -> Option<PathBuf> {
    if let Some(corpus) = std::env::var_os("AVRO_ENTITY_CORPUS") {
        return Some(fs::canonicalize(corpus).unwrap().join("files"));
    }
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    workspace.join("Cargo.toml").exists().then(|| workspace.join("tests/conformance/files"))
}

#[test]
fn conformance_files_are_printed_or_refused() {
    let Some(files) = files() else { return };
    let index = fs::read_to_string(files.join("index.jsonl")).unwrap();
    let folder = Folder::new();
    let mut good = 0;
    for line in index.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let (file, expect) = (line["file"].as_str().unwrap(), line["expect"].as_str().unwrap());
        let path = files.join(file);
        let run = folder.run(&["tojson", path.to_str().unwrap()]);
        let printed: Vec<Value> = run.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let records = line["records"].as_array().map_or(&[][..], Vec::as_slice);
        match (expect, run.code) {
            ("ok", Some(0)) | ("either", Some(0)) if run.stderr.is_empty() => {
                assert!(expect == "either" || alike(&printed, records), "{file}: {printed:?} is not {records:?}");
                round_trip(&folder, &path, run.text());
                good += 1;
            }
            ("either" | "limit" | "header-error" | "block-error" | "datum-error", Some(100)) => {
                let start = printed.get(..records.len()).unwrap_or_default();
                assert!(alike(start, records), "{file}: {printed:?} does not begin with {records:?}");
                assert!(run.stderr.starts_with(&format!("error: {}", path.display())), "{file}: {}", run.stderr);
            }
            _ => panic!("{file}: {expect} is expected, found {:?}: {}", run.code, run.stderr),
        }
    }
    assert!(good > 0, "there are good files");
}

/// From JSON back to a file of another codec, and to the same JSON.
fn round_trip(folder: &Folder, path: &Path, text: &str) {
    folder.write("schema.avsc", folder.run(&["getschema", path.to_str().unwrap()]).good());
    let args = ["fromjson", "--schema", "schema.avsc", "--codec", "zstandard", "-o", "back.avro"];
    folder.pipe(&args, text.as_bytes()).good();
    assert_eq!(folder.run(&["tojson", "back.avro"]).good_text(), text, "{}", path.display());
}

fn alike(found: &[Value], expected: &[Value]) -> bool {
    found.len() == expected.len() && found.iter().zip(expected).all(|(found, expected)| same(found, expected))
}

/// Whether both are the same datum: `1` and `1.0` are.
fn same(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(found), Value::Array(expected)) => alike(found, expected),
        (Value::Object(found), Value::Object(expected)) => {
            found.len() == expected.len()
                && found.iter().all(|(name, value)| expected.get(name).is_some_and(|expected| same(value, expected)))
        }
        _ => found == expected,
    }
}
