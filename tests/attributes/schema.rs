//! `schema = "…"` and `schema_file = "…"`: a verbatim schema.

use super::{refusal_of, round_trip, schema_of};
use avro_entity::AvroEntity;

#[derive(AvroEntity, Debug, PartialEq)]
struct Row {
    #[avro(schema = r#"{"type": "string", "avro.java.string": "String"}"#)]
    name: String,
    #[avro(schema_file = "colour.avsc")]
    colour: Colour,
    #[avro(schema = r#"{"type": "array", "items": "long", "java-class": "java.util.List"}"#, default)]
    list: Vec<i64>,
}

#[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
#[avro(namespace = "paint")]
enum Colour {
    Red,
    Green,
}

#[test]
fn the_schema_stands_as_it_is_written() {
    insta::assert_snapshot!(schema_of::<Row>(), @r#"
    {
      "type": "record",
      "name": "Row",
      "fields": [
        {
          "name": "name",
          "type": {
            "type": "string",
            "avro.java.string": "String"
          }
        },
        {
          "name": "colour",
          "type": {
            "type": "enum",
            "name": "Colour",
            "namespace": "paint",
            "symbols": [
              "Red",
              "Green"
            ]
          }
        },
        {
          "name": "list",
          "type": {
            "type": "array",
            "items": "long",
            "java-class": "java.util.List"
          },
          "default": []
        }
      ]
    }
    "#);
    let row = |colour| Row { name: "n".into(), colour, list: vec![-1] };
    assert_eq!(round_trip(&[row(Colour::Red), row(Colour::Green)])[1], [2, b'n', 2, 2, 1, 0]);
}

#[derive(AvroEntity, Debug)]
struct Wrong {
    #[avro(schema = r#"{"type": "int", "unit": "m"}"#)]
    length: i64,
}

#[test]
fn a_schema_of_another_type_is_refused() {
    insta::assert_snapshot!(refusal_of::<Wrong>(), @"Wrong.length: the schema in the attribute is not that of the field's type: the type is `long`, the attribute says `int`");
}
