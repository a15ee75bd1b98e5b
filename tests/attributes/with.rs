//! `with = module`: another representation, by three items of a module.

use super::{decode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, ErrorKind};
use std::net::Ipv4Addr;

mod packed {
    use std::net::Ipv4Addr;

    pub(crate) type As = i64;

    pub(crate) fn to_avro(address: &Ipv4Addr) -> i64 {
        i64::from(address.to_bits())
    }

    pub(crate) fn from_avro(bits: i64) -> Result<Ipv4Addr, String> {
        let bits = u32::try_from(bits).map_err(|_| format!("{bits} is no address"))?;
        Ok(Ipv4Addr::from_bits(bits))
    }
}

mod wide {
    pub(crate) type As = [u8; 16];

    pub(crate) fn to_avro(value: &u128) -> As {
        value.to_be_bytes()
    }

    pub(crate) fn from_avro(bytes: As) -> Result<u128, std::convert::Infallible> {
        Ok(u128::from_be_bytes(bytes))
    }
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Host {
    #[avro(with = packed)]
    address: Ipv4Addr,
    #[avro(with = packed, default = Ipv4Addr::LOCALHOST)]
    gateway: Ipv4Addr,
    #[avro(with = "wide")]
    id: u128,
}

#[test]
fn the_schema_and_the_bytes_are_those_of_the_other_type() {
    insta::assert_snapshot!(schema_of::<Host>(), @r#"
    {
      "type": "record",
      "name": "Host",
      "fields": [
        {
          "name": "address",
          "type": "long"
        },
        {
          "name": "gateway",
          "type": "long",
          "default": 2130706433
        },
        {
          "name": "id",
          "type": {
            "type": "fixed",
            "name": "Host_id",
            "size": 16
          }
        }
      ]
    }
    "#);
    let host = Host { address: Ipv4Addr::new(0, 0, 0, 1), gateway: Ipv4Addr::new(0, 0, 0, 2), id: 1 };
    let bytes = round_trip(&[host]);
    assert_eq!(bytes[0], [2, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
}

#[test]
fn what_the_module_refuses_is_an_error_with_its_reason() {
    let error = decode_error::<Host>(&[1]);
    assert_eq!((error.kind(), error.path().as_str()), (ErrorKind::Custom, "Host.address"));
    assert!(error.to_string().contains("-1 is no address"), "{error}");
}

mod shown {
    pub(crate) type As = String;

    pub(crate) fn to_avro(address: &std::net::Ipv4Addr) -> String {
        address.to_string()
    }
}

mod parsed {
    pub(crate) type As = String;

    pub(crate) fn from_avro(text: String) -> Result<std::net::Ipv4Addr, std::net::AddrParseError> {
        text.parse()
    }
}

#[derive(avro_entity::AvroSchema, avro_entity::AvroEncode)]
struct Written {
    #[avro(with = shown)]
    address: Ipv4Addr,
}

#[derive(avro_entity::AvroSchema, avro_entity::AvroDecode, Debug, PartialEq)]
struct Read<'a> {
    name: &'a str,
    #[avro(with = self::parsed)]
    address: Ipv4Addr,
}

#[test]
fn one_direction_needs_the_function_of_that_direction() {
    let address = Ipv4Addr::LOCALHOST;
    assert_eq!(avro_entity::to_vec(&Written { address }).unwrap(), *b"\x12127.0.0.1");
    assert_eq!(avro_entity::from_slice::<Read<'_>>(b"\x02a\x12127.0.0.1").unwrap(), Read { name: "a", address });
}

#[test]
fn the_module_may_be_of_a_function() {
    mod doubled {
        pub(super) type As = i64;

        pub(super) fn to_avro(number: &i64) -> i64 {
            2 * number
        }

        pub(super) fn from_avro(number: i64) -> Result<i64, std::convert::Infallible> {
            Ok(number / 2)
        }
    }

    #[derive(AvroEntity, Debug, PartialEq)]
    struct Doubled<T> {
        item: T,
        #[avro(with = doubled)]
        number: i64,
    }

    assert_eq!(round_trip(&[Doubled { item: true, number: 3 }]), [[1, 12]]);
}
