//! `decimal(precision = …, scale = …)`, alone and with `fixed`.

use super::{decode_error, encode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};
use bigdecimal::BigDecimal;
use rust_decimal::Decimal;

#[derive(AvroEntity, Debug, PartialEq)]
struct Bill {
    #[avro(decimal(precision = 12, scale = 2))]
    total: Decimal,
    #[avro(decimal(precision = 4))]
    points: Option<Decimal>,
    #[avro(decimal(precision = 40, scale = 10))]
    exact: BigDecimal,
    #[avro(decimal(precision = 9, scale = 3))]
    lines: Vec<Decimal>,
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn decimals_are_bytes_with_their_precision_and_scale() {
    insta::assert_snapshot!(schema_of::<Bill>(), @r#"
    {
      "type": "record",
      "name": "Bill",
      "fields": [
        {
          "name": "total",
          "type": {
            "type": "bytes",
            "logicalType": "decimal",
            "precision": 12,
            "scale": 2
          }
        },
        {
          "name": "points",
          "type": [
            "null",
            {
              "type": "bytes",
              "logicalType": "decimal",
              "precision": 4,
              "scale": 0
            }
          ],
          "default": null
        },
        {
          "name": "exact",
          "type": {
            "type": "bytes",
            "logicalType": "decimal",
            "precision": 40,
            "scale": 10
          }
        },
        {
          "name": "lines",
          "type": {
            "type": "array",
            "items": {
              "type": "bytes",
              "logicalType": "decimal",
              "precision": 9,
              "scale": 3
            }
          }
        }
      ]
    }
    "#);
    let bill = Bill {
        total: decimal("-12.34"),
        points: Some(decimal("128")),
        exact: "123456789012345678901234567890.0123456789".parse().unwrap(),
        lines: vec![decimal("0.000"), decimal("-0.001")],
    };
    let bytes = round_trip(&[
        bill,
        Bill { total: decimal("0.00"), points: None, exact: "0.0000000000".parse().unwrap(), lines: vec![] },
    ]);
    assert_eq!(&bytes[0][..7], [4, 0xfb, 0x2e, 2, 4, 0, 0x80], "two's complement, big-endian, of the least length");
}

#[test]
fn a_value_of_smaller_scale_is_filled_up_with_zeros() {
    #[derive(AvroEntity, Debug, PartialEq)]
    struct Price {
        #[avro(decimal(precision = 5, scale = 2))]
        amount: Decimal,
    }
    let bytes = avro_entity::to_vec(&Price { amount: decimal("1.5") }).unwrap();
    assert_eq!(bytes, [4, 0, 150]);
    let back: Price = avro_entity::from_slice(&bytes).unwrap();
    assert_eq!(back.amount.to_string(), "1.50");
}

#[test]
fn a_value_that_the_scale_or_precision_cannot_hold_is_an_error() {
    #[derive(AvroEntity, Debug, PartialEq)]
    struct Price {
        #[avro(decimal(precision = 3, scale = 1))]
        amount: Decimal,
    }
    let finer = encode_error(&Price { amount: decimal("1.25") });
    assert_eq!((finer.kind(), finer.path().as_str()), (ErrorKind::Scale, "Price.amount"));
    let wider = encode_error(&Price { amount: decimal("100.0") });
    assert_eq!((wider.kind(), wider.path().as_str()), (ErrorKind::Scale, "Price.amount"));
    let read = decode_error::<Price>(&[4, 0x03, 0xe8]);
    assert_eq!((read.kind(), read.path().as_str()), (ErrorKind::Scale, "Price.amount"));
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = "shop")]
struct Entry {
    #[avro(decimal(precision = 10, scale = 2), fixed = "Money")]
    debit: Decimal,
    #[avro(decimal(precision = 10, scale = 2), fixed = "Money")]
    credit: Decimal,
}

#[test]
fn a_decimal_on_fixed_has_the_least_size_for_its_precision_and_is_shared_by_name() {
    insta::assert_snapshot!(schema_of::<Entry>(), @r#"
    {
      "type": "record",
      "name": "Entry",
      "namespace": "shop",
      "fields": [
        {
          "name": "debit",
          "type": {
            "type": "fixed",
            "name": "Money",
            "size": 5,
            "logicalType": "decimal",
            "precision": 10,
            "scale": 2
          }
        },
        {
          "name": "credit",
          "type": "Money"
        }
      ]
    }
    "#);
    let bytes = round_trip(&[Entry { debit: decimal("-0.01"), credit: decimal("99999999.99") }]);
    assert_eq!(bytes[0], [0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0x54, 0x0b, 0xe3, 0xff]);
}

#[derive(AvroEntity, Debug, PartialEq)]
struct AnyScale {
    #[avro(decimal(any_scale))]
    value: BigDecimal,
    #[avro(decimal(any_scale))]
    values: Option<Vec<Decimal>>,
}

#[test]
fn with_any_scale_every_value_carries_its_own() {
    insta::assert_snapshot!(schema_of::<AnyScale>(), @r#"
    {
      "type": "record",
      "name": "AnyScale",
      "fields": [
        {
          "name": "value",
          "type": {
            "type": "bytes",
            "logicalType": "big-decimal"
          }
        },
        {
          "name": "values",
          "type": [
            "null",
            {
              "type": "array",
              "items": {
                "type": "bytes",
                "logicalType": "big-decimal"
              }
            }
          ],
          "default": null
        }
      ]
    }
    "#);
    let values = Some(vec![decimal("0.001"), decimal("-12"), decimal("7.50")]);
    round_trip(&[AnyScale { value: "1.23456789012345678901234567890123456789".parse().unwrap(), values }]);
}
