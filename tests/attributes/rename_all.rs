//! `rename_all = "…"`: the case of the names of fields and variants.

use super::{round_trip, schema_of};
use avro_entity::{AvroEntity, AvroSchema};

macro_rules! case {
    ($fields:ident $variants:ident $case:literal) => {
        #[derive(AvroEntity, Debug, PartialEq)]
        #[avro(rename_all = $case)]
        struct $fields {
            very_tasty: i32,
            #[avro(name = "kept_asIs")]
            named: i32,
        }

        #[derive(AvroEntity, Debug, PartialEq)]
        #[avro(rename_all = $case)]
        enum $variants {
            VeryTasty,
            #[avro(name = "kept_asIs")]
            Named,
        }
    };
}

case!(LowerFields Lower "lowercase");
case!(UpperFields Upper "UPPERCASE");
case!(PascalFields Pascal "PascalCase");
case!(CamelFields Camel "camelCase");
case!(SnakeFields Snake "snake_case");
case!(ScreamingFields Screaming "SCREAMING_SNAKE_CASE");

#[test]
fn names_come_out_as_serde_has_them() {
    let names = |schema: &avro_entity::Schema| {
        let json = schema.to_json();
        let name = json.pointer("/fields/0/name").or_else(|| json.pointer("/symbols/0"));
        name.and_then(|name| name.as_str()).map(str::to_owned).unwrap()
    };
    let fields = [
        names(LowerFields::schema()),
        names(UpperFields::schema()),
        names(PascalFields::schema()),
        names(CamelFields::schema()),
        names(SnakeFields::schema()),
        names(ScreamingFields::schema()),
    ];
    assert_eq!(fields, ["very_tasty", "VERY_TASTY", "VeryTasty", "veryTasty", "very_tasty", "VERY_TASTY"]);
    let variants = [
        names(Lower::schema()),
        names(Upper::schema()),
        names(Pascal::schema()),
        names(Camel::schema()),
        names(Snake::schema()),
        names(Screaming::schema()),
    ];
    assert_eq!(variants, ["verytasty", "VERYTASTY", "VeryTasty", "veryTasty", "very_tasty", "VERY_TASTY"]);
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(rename_all = "snake_case")]
enum Event {
    #[avro(rename_all = "camelCase")]
    OrderPlaced {
        order_id: i64,
        #[avro(name = "by_whom")]
        placed_by: String,
    },
    #[avro(name = "Cancelled")]
    OrderCancelled {
        order_id: i64,
    },
    NothingHappened,
}

#[test]
fn a_union_names_its_records_and_a_variant_its_fields() {
    insta::assert_snapshot!(schema_of::<Event>(), @r#"
    [
      {
        "type": "record",
        "name": "order_placed",
        "fields": [
          {
            "name": "orderId",
            "type": "long"
          },
          {
            "name": "by_whom",
            "type": "string"
          }
        ]
      },
      {
        "type": "record",
        "name": "Cancelled",
        "fields": [
          {
            "name": "order_id",
            "type": "long"
          }
        ]
      },
      {
        "type": "record",
        "name": "nothing_happened",
        "fields": []
      }
    ]
    "#);
    insta::assert_snapshot!(schema_of::<CamelFields>(), @r#"
    {
      "type": "record",
      "name": "CamelFields",
      "fields": [
        {
          "name": "veryTasty",
          "type": "int"
        },
        {
          "name": "kept_asIs",
          "type": "int"
        }
      ]
    }
    "#);
    round_trip(&[
        Event::OrderPlaced { order_id: 1, placed_by: "me".into() },
        Event::OrderCancelled { order_id: 2 },
        Event::NothingHappened,
    ]);
    round_trip(&[CamelFields { very_tasty: 1, named: 2 }]);
    round_trip(&[Camel::VeryTasty, Camel::Named]);
}
