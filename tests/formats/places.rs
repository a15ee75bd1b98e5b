//! Where the files are that a report draws.

use avro_entity::Schema;
use avro_entity::compat::{Format, Level, Rendering, Report, Version, check};
use serde_json::json;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const CRATE: &str = "// The member.\nstruct Visit {\n    at: String,\n}\n";
const WORKSPACE: &str = "// The crate at the root.\n\nstruct Other;\nstruct Visit {\n    at: String,\n}\n";

/// A workspace with a crate at its root and one in a folder, both with a `src/lib.rs`.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in [("src/lib.rs", WORKSPACE), ("member/src/lib.rs", CRATE)] {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The type of a field changed, which the compiler saw in a line of a file.
fn report(file: &str, line: u32) -> Report {
    let schema = |of: &str| {
        let json = json!({"type": "record", "name": "Visit", "fields": [{"name": "at", "type": of}]});
        Schema::parse(&json.to_string()).unwrap()
    };
    let field = json!({"rust": "at", "name": "at", "line": line, "column": 5});
    let sources = json!({"Visit": {"rust": "Visit", "file": file, "line": line - 1, "column": 8, "members": [field]}});
    let new = Version::named("new", schema("string")).with_sources(serde_json::from_value(sources).unwrap());
    check(&[Version::numbered(1, schema("long"))], &new, Level::BACKWARD)
}

fn text(report: &Report, base: &Path, root: &Path) -> String {
    report.render(Format::Text, &Rendering::new(base).root(root))
}

#[test]
fn a_file_is_found_from_the_folder_of_the_crate() {
    let folder = workspace();
    let text = text(&report("member/src/lib.rs", 3), &folder.path().join("member"), folder.path());
    assert!(text.contains("--> member/src/lib.rs:3:5") && text.contains("3 |     at: String,"), "{text}");
}

#[test]
fn of_two_files_that_are_called_alike_the_one_with_the_field_is_drawn() {
    let folder = workspace();
    let text = text(&report("src/lib.rs", 5), &folder.path().join("member"), folder.path());
    assert!(text.contains("--> src/lib.rs:5:5") && text.contains("5 |     at: String,"), "{text}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = workspace();
    let text = text(&report("elsewhere/lib.rs", 3), folder.path(), folder.path());
    assert!(text.contains("--> elsewhere/lib.rs:3:5") && !text.contains("at: String,"), "{text}");
}

#[test]
fn paths_are_relative_to_the_repository_around_the_base() {
    let folder = workspace();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let rendering = Rendering::new(folder.path().join("member"));
    let text = report("member/src/lib.rs", 3).render(Format::Github, &rendering);
    assert!(text.starts_with("::error file=member/src/lib.rs,line=3,col=5,title=type-changed::"), "{text}");
}
