//! The limits of the text of a schema, from every parser.

use crate::assert_limited;
use avro_entity::{Error, Limits, ReaderOptions, Schema, WriterOptions};

type Parser = fn(&str, &Limits) -> Result<(), Error>;

/// The schema of a file's header is a text from elsewhere, too.
fn from_header(text: &str, limits: &Limits) -> Result<(), Error> {
    let schema = Schema::parse_foreign(text)?;
    let writer = WriterOptions::new().blocks_to_writer(&schema, Vec::new())?;
    let file = writer.finish()?.inner;
    // The header has the schema as it is printed, which is shorter than what was parsed.
    ReaderOptions::new().limits(limits.clone()).read_blocks(&file[..]).map(drop)
}

const PARSERS: [(&str, Parser); 4] = [
    ("parse", |text, limits| Schema::parse_with_limits(text, limits).map(drop)),
    ("parse_foreign", |text, limits| Schema::parse_foreign_with_limits(text, limits).map(drop)),
    ("parse_all", |text, limits| Schema::parse_all_with_limits(&[("a.avsc", text)], limits).map(drop)),
    ("header", from_header),
];

/// A schema that is printed as it stands here.
const TEXT: &str = r#"{"type":"record","name":"A","fields":[{"name":"b","type":{"type":"array","items":{"type":"fixed","name":"F","size":2}}}]}"#;

fn check(limit: &str, at: &Limits, past: &Limits) {
    for (name, parse) in PARSERS {
        parse(TEXT, at).unwrap_or_else(|error| panic!("{name} at `{limit}`: {error}"));
        assert_limited(parse(TEXT, past), limit, name);
    }
}

#[test]
fn the_length_of_a_text() {
    let limits = |schema_bytes| Limits { schema_bytes, ..Limits::DEFAULT };
    check("schema_bytes", &limits(TEXT.len()), &limits(TEXT.len() - 1));
}

#[test]
fn how_deep_types_stand_in_each_other() {
    let limits = |schema_depth| Limits { schema_depth, ..Limits::DEFAULT };
    let deepest = (1..20).find(|depth| Schema::parse_with_limits(TEXT, &limits(*depth)).is_ok()).unwrap();
    assert_eq!(deepest, 3, "a record, an array in it, and a fixed in that");
    check("schema_depth", &limits(deepest), &limits(deepest - 1));
}

#[test]
fn how_many_named_types_there_are() {
    let limits = |named_types| Limits { named_types, ..Limits::DEFAULT };
    check("named_types", &limits(2), &limits(1));
}
