//! `canonical`, `fingerprint` and `lint`

use crate::program::{Folder, Run};

/// The same schema as `"int"`, to those who only read with it.
const INT: &str = "{\"type\": \"int\",\n \"doc\": \"a number\"}\n";

#[test]
fn the_canonical_form_is_printed() {
    let folder = Folder::new();
    let text =
        r#"{"doc": "x", "namespace": "a", "name": "E", "symbols": ["A", "B"], "aliases": ["F"], "type": "enum"}"#;
    folder.write("e.avsc", text);
    let canonical = "{\"name\":\"a.E\",\"type\":\"enum\",\"symbols\":[\"A\",\"B\"]}\n";
    assert_eq!(folder.run(&["canonical", "e.avsc"]).good_text(), canonical);
    assert_eq!(folder.pipe(&["canonical"], text.as_bytes()).good_text(), canonical);
}

#[test]
fn fingerprints_are_those_of_the_specification() {
    let folder = Folder::new();
    folder.write("int.avsc", INT);
    let fingerprint = |algorithm| folder.run(&["fingerprint", "--algorithm", algorithm, "int.avsc"]).good_text();
    // The bytes as they stand in a message, and not the number 0x7275d51a3f395c8f.
    assert_eq!(folder.run(&["fingerprint", "int.avsc"]).good_text(), "8f5c393f1ad57572\n");
    assert_eq!(fingerprint("crc64"), "8f5c393f1ad57572\n");
    assert_eq!(fingerprint("md5"), "ef524ea1b91e73173d938ade36c1db32\n");
    assert_eq!(fingerprint("sha256"), "3f2b87a9fe7cc9b13835598c3981cd45e3e355309e5090aa0933d7becb6fba45\n");
    assert_eq!(fingerprint("resolution"), fingerprint("sha256"));
}

/// What `fingerprint` prints can be searched for in a hex dump of a message.
#[test]
fn the_fingerprint_of_a_schema_stands_in_its_messages() {
    let folder = Folder::new();
    folder.write("int.avsc", INT);
    let message = avro_entity::SingleObjectWriter::<i32>::new().unwrap().to_vec(&7).unwrap();
    let dump: String = message.iter().map(|byte| format!("{byte:02x}")).collect();
    let digits = folder.run(&["fingerprint", "int.avsc"]).good_text();
    assert_eq!(dump, format!("c301{}0e", digits.trim_end()));
}

#[test]
fn a_schema_that_cannot_be_used_is_refused_with_all_mistakes() {
    let folder = Folder::new();
    let text = "[\"integer\",\n \"nul\"]";
    folder.write("bad.avsc", text);
    for command in ["canonical", "fingerprint"] {
        let message = "bad.avsc, line 1, column 2: there is no type `integer`\n\
                       error: bad.avsc, line 2, column 2: there is no type `nul`";
        folder.run(&[command, "bad.avsc"]).fails(100, message);
    }
    let message = "standard input, line 1, column 2: there is no type `integer`\n\
                   error: standard input, line 2, column 2: there is no type `nul`";
    folder.pipe(&["canonical"], text.as_bytes()).fails(100, message);
    folder.write("latin1.avsc", b"\"\xe9\"");
    let message = "latin1.avsc: the schema is not UTF-8: invalid utf-8 sequence of 1 bytes from index 1";
    folder.run(&["canonical", "latin1.avsc"]).fails(100, message);
}

fn lint(args: &[&str]) -> Run {
    let folder = Folder::new();
    folder.write("good.avsc", INT);
    folder.write("doubtful.avsc", r#"{"type": "int", "logicalType": "decimal", "precision": 4}"#);
    folder.write(
        "invalid.avsc",
        r#"{"type": "record", "name": "R", "fields": [{"name": "a-b", "type": "int", "default": "1"}]}"#,
    );
    folder.write("unusable.avsc", "[\"integer\",\n \"nul\"]");
    folder.pipe(&[&["lint"], args].concat(), INT.as_bytes())
}

#[test]
fn a_good_schema_has_no_findings() {
    assert_eq!(lint(&["good.avsc", "-"]).good_text(), "");
}

#[test]
fn findings_are_one_a_line() {
    let run = lint(&["invalid.avsc", "good.avsc", "unusable.avsc"]);
    let expected = "error: invalid.avsc, line 1, column 44, R.a-b: \
                    `a-b` is not a name: letters, digits and underscores, no digit in front [name]\n\
                    error: invalid.avsc, line 1, column 44, R.a-b: \
                    the default `\"1\"` is no `int`, a whole number of 32 bits [default]\n\
                    error: unusable.avsc, line 1, column 2: there is no type `integer`\n\
                    error: unusable.avsc, line 2, column 2: there is no type `nul`\n";
    assert_eq!((run.code, run.text(), run.stderr.as_str()), (Some(100), expected, ""));
}

#[test]
fn comments_and_a_byte_order_mark_are_passed_over_and_told() {
    let folder = Folder::new();
    let text = "\u{feff}{\"type\": \"record\", \"name\": \"R\", \"doc\": \"http://\\\"/\", // who\n \"fields\": /* none */ []}\n";
    folder.write("r.avsc", text);
    assert_eq!(
        folder.run(&["canonical", "r.avsc"]).good_text(),
        "{\"name\":\"R\",\"type\":\"record\",\"fields\":[]}\n"
    );
    let run = folder.run(&["lint", "r.avsc"]);
    let expected = "error: r.avsc, line 1, column 1: the text begins with a byte order mark (BOM): save it as UTF-8 without one [json]\n\
                    error: r.avsc, line 1, column 54: JSON has no comments, which Java passes over and others do not: put it \
                    into `doc` [json]\n";
    assert_eq!((run.code, run.text()), (Some(100), expected));
    let run = folder.run(&["fromjson", "--schema", "r.avsc"]);
    assert!(run.code == Some(100) && run.stderr.contains("line 1, column 54: JSON has no comments"), "{}", run.stderr);

    folder.write("open.avsc", "[\"int\"] /* and");
    let run = folder.run(&["canonical", "open.avsc"]);
    assert!(run.stderr.ends_with("the text is not JSON: a comment that does not end\n"), "{}", run.stderr);
}

#[test]
fn what_is_misspelt_is_a_warning_with_its_place() {
    let folder = Folder::new();
    let text = "{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n {\"name\": \"a\", \"alias\": [\"b\"],\n  \"type\": {\"type\": \"long\", \"logicalType\": \"timestamp-milis\"}}]}";
    folder.write("r.avsc", text);
    let expected = "warning: r.avsc, line 2, column 2, R.a: \
                    `alias` is a custom property, which no reader looks at: did you mean `aliases`? [misspelt]\n\
                    warning: r.avsc, line 3, column 11, R.a: there is no logical type `timestamp-milis`, and readers ignore it: \
                    did you mean `timestamp-millis`? [misspelt]\n";
    assert_eq!(folder.run(&["lint", "r.avsc"]).good_text(), expected);
    assert_eq!(folder.run(&["lint", "--deny-warnings", "r.avsc"]).code, Some(100));
}

#[test]
fn warnings_are_no_failure_unless_denied() {
    let run = lint(&["doubtful.avsc"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.text().starts_with("warning: doubtful.avsc, line 1, column 1: "), "{}", run.text());
    let denied = lint(&["--deny-warnings", "doubtful.avsc"]);
    assert_eq!((denied.code, denied.text()), (Some(100), run.text()));
    assert_eq!(lint(&["--deny-warnings", "good.avsc"]).good_text(), "");
}

#[test]
fn the_others_are_read_where_a_schema_is_not_there() {
    let run = lint(&["none.avsc", "unusable.avsc", "gone.avsc", "doubtful.avsc"]);
    let said = "error: none.avsc: No such file or directory (os error 2)\n\
                error: gone.avsc: No such file or directory (os error 2)\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(101), said));
    assert!(run.text().starts_with("error: unusable.avsc, line 1, "), "{}", run.text());
    assert!(run.text().contains("\nwarning: doubtful.avsc, line 1, "), "{}", run.text());
    lint(&["none.avsc", "good.avsc"]).fails(101, "none.avsc: No such file or directory (os error 2)");
}
