//! What `{:?}` says of readers, writers and what they hand out: where they are, and nothing of the data.

use avro_entity::batch::{Job, Rule};
use avro_entity::container::BlockReader;
use avro_entity::schema::SchemaBuilder;
use avro_entity::{AvroSchema, Codec, Decoder, Encoder, Reader, Writer, WriterOptions, to_vec};
use std::fmt::Debug;

const SECRET: &str = "a name that is nobody's business";

/// The file, with a secret in every record and in the metadata.
fn file() -> Vec<u8> {
    let options = WriterOptions::new().codec(Codec::Deflate).metadata("owner", SECRET);
    let mut writer = options.to_writer(Vec::new()).unwrap();
    for _ in 0..100 {
        writer.append(SECRET).unwrap();
        is_short(&writer);
    }
    writer.finish().unwrap().inner
}

#[track_caller]
fn is_short(value: &dyn Debug) -> String {
    let shown = format!("{value:?}");
    assert!(shown.len() < 800, "{} bytes: {shown}", shown.len());
    assert!(!shown.contains(SECRET), "{shown}");
    // Nor as the list of bytes that a vector shows.
    assert!(!shown.contains("97, 32, 110"), "{shown}");
    shown
}

#[test]
fn readers_show_where_they_are() {
    let file = file();
    let mut reader = Reader::<String, _>::from_slice(&file).unwrap();
    reader.next().unwrap().unwrap();
    let shown = is_short(&reader);
    assert!(shown.starts_with(r#"Reader { type: "alloc::string::String", blocks: BlockReader { file: None, header: Header { codec: Deflate, schema: Schema("string"), metadata: ["owner"], .. }, offset: "#), "{shown}");
    is_short(reader.header());
    is_short(&Reader::<String, _>::from_slice(&file).unwrap().threads(2).unwrap());

    let mut blocks = BlockReader::new(&file[..]).unwrap();
    is_short(&blocks);
    let block = blocks.next_block().unwrap().unwrap();
    assert!(is_short(&block).contains("count: 100, bytes: "));
    is_short(&block.records::<&str>().unwrap());
    let mut blocks = BlockReader::new(&file[..]).unwrap();
    assert!(is_short(&blocks.next_packed().unwrap().unwrap()).contains("codec: Deflate, count: 100, bytes: "));
}

#[test]
fn writers_show_how_far_they_are() {
    let mut writer = WriterOptions::new().blocks_to_writer(str::schema(), Vec::new()).unwrap();
    writer.append_encoded(&to_vec(SECRET).unwrap()).unwrap();
    writer.sync().unwrap();
    let shown = is_short(&writer);
    assert!(shown.contains("written: Written { records: 1, blocks: 1, bytes: "), "{shown}");
    let writer = Writer::<str, _>::new(Vec::new()).unwrap();
    assert!(is_short(&writer).starts_with(r#"Writer { type: "str", blocks: BlockWriter { "#));
}

#[test]
fn cursors_show_their_place() {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out);
    encoder.write_str(SECRET);
    assert_eq!(is_short(&encoder), "Encoder { written: 33, .. }");
    let mut decoder = Decoder::new(&out);
    decoder.read_long().unwrap();
    assert!(is_short(&decoder).starts_with("Decoder { offset: 1, remaining: 32, limits: "));
}

#[test]
fn a_job_shows_its_rules_and_a_builder_what_was_refused() {
    let job = Job::new([Rule::new("is short", |text: &String| text.len() < 3)]).unwrap();
    let shown = is_short(&job);
    assert!(
        shown.starts_with(r#"Job { type: "alloc::string::String", rules: [Rule("is short")], sample: 10"#),
        "{shown}"
    );
    let mut builder = SchemaBuilder::new();
    <Option<Option<i32>>>::build(&mut builder);
    let shown = is_short(&builder);
    assert!(shown.starts_with("SchemaBuilder { nodes: ") && shown.contains("Avro has one `null`"), "{shown}");
}
