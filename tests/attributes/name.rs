//! `name = "…"` on types, fields and variants.

use super::{decode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(name = "net.example.Account")]
struct Dto {
    #[avro(name = "_id")]
    id: i32,
    r#type: Kind,
    #[avro(name = "abstract")]
    r#abstract: bool,
    shape: Shape,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(name = "AccountKind")]
enum Kind {
    #[avro(name = "PRIVATE")]
    Person,
    Company,
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Shape {
    #[avro(name = "Circle")]
    Round {
        #[avro(name = "r")]
        radius: f64,
    },
    #[avro(name = "Nowhere")]
    None,
}

#[test]
fn names_replace_the_rust_names_and_may_be_full_names_on_types() {
    insta::assert_snapshot!(schema_of::<Dto>(), @r#"
    {
      "type": "record",
      "name": "Account",
      "namespace": "net.example",
      "fields": [
        {
          "name": "_id",
          "type": "int"
        },
        {
          "name": "type",
          "type": {
            "type": "enum",
            "name": "AccountKind",
            "namespace": "",
            "symbols": [
              "PRIVATE",
              "Company"
            ]
          }
        },
        {
          "name": "abstract",
          "type": "boolean"
        },
        {
          "name": "shape",
          "type": [
            {
              "type": "record",
              "name": "Circle",
              "namespace": "",
              "fields": [
                {
                  "name": "r",
                  "type": "double"
                }
              ]
            },
            {
              "type": "record",
              "name": "Nowhere",
              "namespace": "",
              "fields": []
            }
          ]
        }
      ]
    }
    "#);
    round_trip(&[
        Dto { id: 1, r#type: Kind::Person, r#abstract: true, shape: Shape::None },
        Dto { id: 2, r#type: Kind::Company, r#abstract: false, shape: Shape::Round { radius: 0.5 } },
    ]);
}

#[test]
fn errors_speak_of_the_names_in_the_schema() {
    let error = decode_error::<Dto>(&[2, 0, 9]);
    assert_eq!((error.kind(), error.path().as_str()), (ErrorKind::Malformed, "Account.abstract"));
}
