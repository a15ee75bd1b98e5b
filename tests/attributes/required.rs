//! `required`: an `Option` without the default `null`.

use super::{round_trip, schema_of};
use avro_entity::AvroEntity;

#[derive(AvroEntity, Debug, PartialEq)]
struct Account {
    nickname: Option<String>,
    #[avro(required)]
    email: Option<String>,
}

#[test]
fn the_field_has_no_default() {
    insta::assert_snapshot!(schema_of::<Account>(), @r#"
    {
      "type": "record",
      "name": "Account",
      "fields": [
        {
          "name": "nickname",
          "type": [
            "null",
            "string"
          ],
          "default": null
        },
        {
          "name": "email",
          "type": [
            "null",
            "string"
          ]
        }
      ]
    }
    "#);
    assert_eq!(
        round_trip(&[Account { nickname: None, email: None }, Account { nickname: None, email: Some("a".into()) }]),
        [vec![0, 0], vec![0, 2, 2, b'a']]
    );
}
