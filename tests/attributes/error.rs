//! `error`: an `error` of the specification's protocols.

use super::{round_trip, schema_of};
use avro_entity::AvroEntity;

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(error, namespace = "shop")]
struct OutOfStock {
    item: String,
}

#[test]
fn the_record_is_an_error() {
    insta::assert_snapshot!(schema_of::<OutOfStock>(), @r#"
    {
      "type": "error",
      "name": "OutOfStock",
      "namespace": "shop",
      "fields": [
        {
          "name": "item",
          "type": "string"
        }
      ]
    }
    "#);
    assert_eq!(round_trip(&[OutOfStock { item: "x".into() }]), [[2, b'x']]);
}
