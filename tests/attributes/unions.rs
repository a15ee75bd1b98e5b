//! Enums with data: unions, alone, under `Option`, and with defaults.

use super::{decode_error, refusal_of, round_trip, schema_of};
use avro_entity::{AvroEntity, AvroSchema, ErrorKind};

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = "shop")]
enum Payment {
    /// By card.
    Card {
        number: String,
        #[avro(default = 0)]
        fee: i32,
    },
    Transfer(String, i64),
    Voucher(String),
    Points(i64),
    Address(Address),
    Cash,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Address {
    street: String,
}

fn payments() -> [Payment; 6] {
    [
        Payment::Card { number: "1".into(), fee: 1 },
        Payment::Transfer("a".into(), 2),
        Payment::Voucher("v".into()),
        Payment::Points(3),
        Payment::Address(Address { street: "s".into() }),
        Payment::Cash,
    ]
}

#[test]
fn each_variant_is_a_branch() {
    insta::assert_snapshot!(schema_of::<Payment>(), @r#"
    [
      {
        "type": "record",
        "name": "Card",
        "namespace": "shop",
        "doc": "By card.",
        "fields": [
          {
            "name": "number",
            "type": "string"
          },
          {
            "name": "fee",
            "type": "int",
            "default": 0
          }
        ]
      },
      {
        "type": "record",
        "name": "Transfer",
        "namespace": "shop",
        "fields": [
          {
            "name": "_0",
            "type": "string"
          },
          {
            "name": "_1",
            "type": "long"
          }
        ]
      },
      "string",
      "long",
      {
        "type": "record",
        "name": "Address",
        "fields": [
          {
            "name": "street",
            "type": "string"
          }
        ]
      },
      {
        "type": "record",
        "name": "Cash",
        "namespace": "shop",
        "fields": []
      }
    ]
    "#);
    assert_eq!(
        round_trip(&payments()),
        [vec![0, 2, b'1', 2], vec![2, 2, b'a', 4], vec![4, 2, b'v'], vec![6, 6], vec![8, 2, b's'], vec![10]]
    );
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Order {
    plain: Payment,
    nullable: Option<Payment>,
    #[avro(default = Some(Payment::Points(5)))]
    with_default: Option<Payment>,
    #[avro(default = Payment::Cash)]
    default_last: Payment,
    list: Vec<Option<Payment>>,
}

#[test]
fn an_option_flattens_over_a_union_and_defaults_move_their_branch_to_the_front() {
    let branches = |field: usize| {
        let json = Order::schema().to_json();
        let branches = json["fields"][field]["type"].as_array().unwrap().clone();
        let name = |branch: &serde_json::Value| match branch {
            serde_json::Value::Object(object) => object["name"].as_str().unwrap().to_owned(),
            other => other.as_str().unwrap().to_owned(),
        };
        branches.iter().map(name).map(|name| name.rsplit('.').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(branches(0), ["Card", "Transfer", "string", "long", "Address", "Cash"]);
    assert_eq!(branches(1), ["null", "Card", "Transfer", "string", "long", "Address", "Cash"]);
    assert_eq!(branches(2), ["long", "null", "Card", "Transfer", "string", "Address", "Cash"]);
    assert_eq!(branches(3), ["Cash", "Card", "Transfer", "string", "long", "Address"]);

    let mut orders: Vec<Order> = Vec::new();
    for shift in 0..6 {
        let at = |index: usize| payments().into_iter().nth((index + shift) % 6).unwrap();
        orders.push(Order {
            plain: at(0),
            nullable: Some(at(1)),
            with_default: Some(at(2)),
            default_last: at(3),
            list: vec![Some(at(4)), None, Some(at(5))],
        });
    }
    orders.push(Order {
        plain: Payment::Cash,
        nullable: None,
        with_default: None,
        default_last: Payment::Cash,
        list: vec![],
    });
    let bytes = round_trip(&orders);
    assert_eq!(bytes[6], [10, 0, 2, 0, 0]);
}

#[test]
fn an_index_past_the_last_branch_is_an_error() {
    let error = decode_error::<Payment>(&[12]);
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Branch, Some(0)));
    let nested = decode_error::<Order>(&[10, 0, 2, 12]);
    assert_eq!((nested.kind(), nested.path().as_str()), (ErrorKind::Branch, "Order.default_last"));
}

#[test]
fn an_error_inside_a_variant_names_the_variant() {
    let error = decode_error::<Payment>(&[2, 2, b'a', 0x80]);
    assert_eq!(error.kind(), ErrorKind::UnexpectedEnd);
    insta::assert_snapshot!(error, @"Payment.Transfer._1 at byte 3: the input ends inside a number");
}

#[derive(AvroEntity, Debug)]
enum Inner {
    A { x: i32 },
    Text(String),
}

#[derive(AvroEntity, Debug)]
enum Alike {
    Name(String),
    Inner(Inner),
}

#[test]
fn branches_that_turn_out_alike_in_other_types_are_refused() {
    insta::assert_snapshot!(refusal_of::<Alike>(), @"attributes::unions::Alike: the union has two branches of the type `string`");
}

#[derive(AvroEntity, Debug)]
struct Twice {
    value: Option<Nullable>,
}

#[derive(AvroEntity, Debug)]
struct Nullable(Option<i32>);

#[test]
fn an_option_of_a_type_that_is_nullable_itself_is_refused() {
    insta::assert_snapshot!(refusal_of::<Twice>(), @"Twice.value: an `Option` of a type that is `null` itself, such as `Option<Option<T>>`: Avro has one `null`");
}
