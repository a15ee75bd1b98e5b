//! Enums without data: symbols, their names, and the `default` among them.

use super::{decode_error, encode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};

#[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
#[avro(namespace = "shop", rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    InTransit,
    #[avro(name = "arrived")]
    Delivered,
    #[avro(default)]
    Unknown,
}

#[test]
fn a_unit_only_enum_is_an_enum_with_its_default() {
    insta::assert_snapshot!(schema_of::<Status>(), @r#"
    {
      "type": "enum",
      "name": "Status",
      "namespace": "shop",
      "symbols": [
        "IN_TRANSIT",
        "arrived",
        "UNKNOWN"
      ],
      "default": "UNKNOWN"
    }
    "#);
    assert_eq!(round_trip(&[Status::InTransit, Status::Delivered, Status::Unknown]), [[0], [2], [4]]);
}

#[test]
fn an_index_past_the_last_symbol_is_an_error_for_a_reader_of_the_same_schema() {
    let error = decode_error::<Status>(&[6]);
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Symbol, Some(0)));
    assert_eq!(decode_error::<Status>(&[1]).kind(), ErrorKind::Symbol);
}

#[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
enum Sparse {
    Low = -10,
    #[avro(ignore)]
    Secret = 5,
    High = 1000,
}

#[test]
fn discriminants_do_not_matter_and_ignored_variants_have_no_symbol() {
    insta::assert_snapshot!(schema_of::<Sparse>(), @r#"
    {
      "type": "enum",
      "name": "Sparse",
      "symbols": [
        "Low",
        "High"
      ]
    }
    "#);
    assert_eq!(round_trip(&[Sparse::Low, Sparse::High]), [[0], [2]]);
    let error = encode_error(&Sparse::Secret);
    assert_eq!(error.kind(), ErrorKind::Unrepresentable);
    insta::assert_snapshot!(error, @"byte 0: the variant `Sparse::Secret` is `#[avro(ignore)]` and cannot be written");
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Only {
    One,
}

#[test]
fn an_enum_of_one_variant_takes_one_byte() {
    assert_eq!(round_trip(&[Only::One]), [[0]]);
    assert_eq!(avro_entity::to_vec(&[Some(Only::One), None]).unwrap(), [4, 2, 0, 0, 0]);
}
