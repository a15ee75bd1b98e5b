//! The text of a schema: what parses is printed, and parses to the same again.

#![no_main]

use avro_entity::Schema;
use avro_entity::schema::{Node, Severity};
use avro_entity_fuzz::limits;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(schema) = Schema::parse_with_limits(text, &limits()) {
        assert!(
            schema.lint().iter().all(|finding| finding.severity == Severity::Warning),
            "a schema without errors has none: {schema}"
        );
        come_back(&schema, Schema::parse);
        assert!(
            Schema::parse_foreign(text).is_ok_and(|foreign| foreign == schema),
            "strict and foreign are one: {schema}"
        );
    } else if let Ok(schema) = Schema::parse_foreign_with_limits(text, &limits()) {
        come_back(&schema, Schema::parse_foreign);
        schema.lint();
    }
});

/// All texts of a schema parse to it.
fn come_back(schema: &Schema, parse: impl Fn(&str) -> Result<Schema, avro_entity::Error>) {
    for text in [schema.to_string(), schema.to_lines(), schema.to_json().to_string()] {
        match parse(&text) {
            Ok(again) => assert!(again == *schema, "{text}"),
            Err(error) => panic!("{error}: {text}"),
        }
    }
    // The canonical form leaves an empty namespace out, in which a name then falls that stands inside of another namespace.
    let has_namespace = |node: &Node| node.name().map(|name| name.namespace().is_some());
    let mut namespaces = schema.nodes().filter_map(|(_, node)| has_namespace(node));
    let first = namespaces.next();
    if namespaces.any(|other| Some(other) != first) {
        return;
    }
    let canonical = parse(schema.canonical_form()).expect("the canonical form is a schema");
    assert_eq!(canonical.canonical_form(), schema.canonical_form());
    assert_eq!((canonical.crc64(), canonical.md5()), (schema.crc64(), schema.md5()));
}
