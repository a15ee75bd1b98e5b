//! `stringable`: `string` through `Display` and `FromStr`.

use super::{decode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

#[derive(Clone, Debug, PartialEq)]
struct Tail(u32);

impl fmt::Display for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "N{}", self.0)
    }
}

impl FromStr for Tail {
    type Err = String;

    fn from_str(text: &str) -> Result<Tail, String> {
        let digits = text.strip_prefix('N').ok_or_else(|| format!("`{text}` is no tail number"))?;
        digits.parse().map(Tail).map_err(|error| error.to_string())
    }
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Plane {
    #[avro(stringable)]
    tail: Tail,
    #[avro(stringable)]
    before: Option<Tail>,
    #[avro(stringable)]
    fleet: Vec<Tail>,
    #[avro(stringable, default = Tail(7))]
    twin: Tail,
    #[avro(stringable)]
    big: i128,
    #[avro(stringable)]
    names: BTreeMap<String, Tail>,
}

#[test]
fn the_text_of_the_value_is_written_through_every_container() {
    insta::assert_snapshot!(schema_of::<Plane>(), @r#"
    {
      "type": "record",
      "name": "Plane",
      "fields": [
        {
          "name": "tail",
          "type": "string"
        },
        {
          "name": "before",
          "type": [
            "null",
            "string"
          ],
          "default": null
        },
        {
          "name": "fleet",
          "type": {
            "type": "array",
            "items": "string"
          }
        },
        {
          "name": "twin",
          "type": "string",
          "default": "N7"
        },
        {
          "name": "big",
          "type": "string"
        },
        {
          "name": "names",
          "type": {
            "type": "map",
            "values": "string"
          }
        }
      ]
    }
    "#);
    let bytes = round_trip(&[
        Plane {
            tail: Tail(1),
            before: Some(Tail(2)),
            fleet: vec![Tail(3)],
            twin: Tail(4),
            big: -5,
            names: BTreeMap::from([("a".into(), Tail(6))]),
        },
        Plane { tail: Tail(0), before: None, fleet: vec![], twin: Tail(0), big: i128::MIN, names: BTreeMap::new() },
    ]);
    assert_eq!(bytes[0], b"\x04N1\x02\x04N2\x02\x04N3\x00\x04N4\x04-5\x02\x02a\x04N6\x00");
}

#[derive(AvroEntity, Debug, PartialEq)]
struct One {
    #[avro(stringable)]
    tail: Tail,
}

#[test]
fn a_text_that_does_not_parse_is_an_error_with_its_reason() {
    let error = decode_error::<One>(b"\x04X1");
    assert_eq!((error.kind(), error.path().as_str()), (ErrorKind::Custom, "One.tail"));
    assert!(error.to_string().contains("`X1` is no tail number"), "{error}");
}
