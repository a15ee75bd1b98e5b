//! `root`: a type that is put into files and topics.

use super::{round_trip, schema_of};
use avro_entity::AvroEntity;

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(root, namespace = "shop")]
struct Account {
    id: i64,
    #[avro(default)]
    tags: Vec<String>,
}

#[test]
fn a_root_has_the_schema_of_any_record() {
    insta::assert_snapshot!(schema_of::<Account>(), @r#"
    {
      "type": "record",
      "name": "Account",
      "namespace": "shop",
      "fields": [
        {
          "name": "id",
          "type": "long"
        },
        {
          "name": "tags",
          "type": {
            "type": "array",
            "items": "string"
          },
          "default": []
        }
      ]
    }
    "#);
    assert_eq!(round_trip(&[Account { id: 3, tags: vec![] }]), [[6, 0]]);
}
