//! The same data through `apache_avro`: what we write it reads under the schema we print, and the other way round.
//!
//! `apache_avro` is the peer and not the measure: where the two differ, the test says which of them follows the specification.

#[allow(dead_code, reason = "the borrowed views are for the round trips")]
mod entities;

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use avro_entity::{AvroDecodeOwned, AvroEncode, AvroSchema};
use proptest::prelude::*;
use std::fmt::Debug;

/// The schema of `T` as the peer reads our text.
fn peer_schema<T: AvroSchema>() -> apache_avro::Schema {
    apache_avro::Schema::parse_str(&T::schema().to_string()).unwrap()
}

/// Our bytes as the peer reads them and writes them again.
fn through_the_peer(schema: &apache_avro::Schema, bytes: &[u8]) -> Vec<u8> {
    let mut rest = bytes;
    let reader = GenericDatumReader::builder(schema).build().unwrap();
    let value =
        reader.read_value(&mut rest).unwrap_or_else(|error| panic!("the peer does not read {bytes:?}: {error}"));
    assert!(rest.is_empty(), "the peer leaves {} bytes of {bytes:?}", rest.len());
    GenericDatumWriter::builder(schema).build().unwrap().write_value_to_vec(value).unwrap()
}

/// What we write the peer reads; what it writes of that we read as the same value.
fn both_ways<T>(value: &T)
where
    T: AvroEncode + AvroDecodeOwned + PartialEq + Debug,
{
    let schema = peer_schema::<T>();
    let bytes = avro_entity::to_vec(value).unwrap();
    let written = through_the_peer(&schema, &bytes);
    assert_eq!(avro_entity::from_slice::<T>(&written).unwrap(), *value);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn flat_records(value in entities::flat()) {
        both_ways(&value);
    }

    #[test]
    fn runs_of_fields(value in entities::measurement()) {
        both_ways(&value);
    }

    #[test]
    fn entities_of_a_service(value in entities::account()) {
        both_ways(&value);
    }

    #[test]
    fn generic_instances(value in entities::pages()) {
        both_ways(&value);
    }

    #[test]
    fn recursive_types(value in entities::tree()) {
        both_ways(&value);
    }
}
