//! `order = "…"`: how records sort by a field.

use super::{round_trip, schema_of};
use avro_entity::AvroEntity;

#[derive(AvroEntity, Debug, PartialEq)]
struct Sorted {
    #[avro(order = "ascending")]
    a: i32,
    #[avro(order = "descending")]
    b: i32,
    #[avro(order = "ignore")]
    c: i32,
    d: i32,
}

#[test]
fn the_order_is_in_the_schema_as_it_is_written() {
    insta::assert_snapshot!(schema_of::<Sorted>(), @r#"
    {
      "type": "record",
      "name": "Sorted",
      "fields": [
        {
          "name": "a",
          "type": "int",
          "order": "ascending"
        },
        {
          "name": "b",
          "type": "int",
          "order": "descending"
        },
        {
          "name": "c",
          "type": "int",
          "order": "ignore"
        },
        {
          "name": "d",
          "type": "int"
        }
      ]
    }
    "#);
    assert_eq!(round_trip(&[Sorted { a: 1, b: 2, c: 3, d: 4 }]), [[2, 4, 6, 8]]);
}
