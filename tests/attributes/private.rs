//! `private`: data that is never shown.

use super::{round_trip, schema_of};
use avro_entity::{AvroEntity, AvroSchema};

#[derive(AvroEntity, Debug, PartialEq)]
struct Person {
    id: i32,
    #[avro(private, name = "tax_id")]
    tax: String,
}

#[test]
fn privacy_is_known_to_reports_and_not_in_the_schema() {
    insta::assert_snapshot!(schema_of::<Person>(), @r#"
    {
      "type": "record",
      "name": "Person",
      "fields": [
        {
          "name": "id",
          "type": "int"
        },
        {
          "name": "tax_id",
          "type": "string"
        }
      ]
    }
    "#);
    round_trip(&[Person { id: 1, tax: "secret".into() }]);
    let schema = Person::schema();
    let members = schema.source(schema.root()).unwrap().members;
    let known: Vec<_> = members.iter().map(|member| (member.rust_name, member.name, member.private)).collect();
    assert_eq!(known, [("id", "id", false), ("tax", "tax_id", true)]);
}

#[test]
fn the_source_of_a_type_and_its_fields_is_known() {
    let schema = Person::schema();
    let source = schema.source(schema.root()).unwrap();
    assert!(source.rust_name.ends_with("private::Person"), "{}", source.rust_name);
    assert!(source.file.ends_with("private.rs"), "{}", source.file);
    let text = include_str!("private.rs");
    let word_at = |line: u32, column: u32| {
        let rest = text.lines().nth(line as usize - 1).unwrap().get(column as usize - 1..).unwrap();
        rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap().to_owned()
    };
    assert_eq!(word_at(source.line, source.column), "Person");
    let words: Vec<_> = source.members.iter().map(|member| word_at(member.line, member.column)).collect();
    assert_eq!(words, ["id", "tax"]);
}
