//! Types in a place without any prelude.

#![no_implicit_prelude]

#[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq, ::std::clone::Clone)]
#[avro(rename_all = "camelCase", alias = "Earlier", meta(a = 1))]
struct Record {
    number: i32,
    #[avro(default = "none", alias = "words")]
    text: ::std::string::String,
    maybe: ::std::option::Option<i64>,
    #[avro(default = 5)]
    chosen: ::std::option::Option<i32>,
    list: ::std::vec::Vec<Choice>,
    plain: Plain,
    pair: Pair,
    #[avro(ignore)]
    cache: u8,
    #[avro(duration = "millis")]
    took: ::std::time::Duration,
    #[avro(stringable)]
    wide: i128,
    #[avro(with = packed)]
    packed: ::std::net::Ipv4Addr,
    #[avro(flatten)]
    audit: Audit,
    checked: Checked,
    #[avro(default_json = "[]")]
    empty: ::std::vec::Vec<i64>,
    #[avro(schema = r#"{"type": "long", "unit": "m"}"#)]
    length: i64,
}

#[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq, ::std::clone::Clone)]
enum Choice {
    Number(i32),
    Named {
        x: i32,
        y: ::std::option::Option<bool>,
    },
    Couple(i32, i32),
    #[avro(ignore)]
    Hidden,
    Nothing,
}

#[derive(
    ::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq, ::std::clone::Clone, ::std::marker::Copy,
)]
enum Plain {
    One,
    #[avro(default)]
    Two,
    #[avro(ignore)]
    Three,
}

#[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq, ::std::clone::Clone)]
struct Pair(i32, f64);

#[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq, ::std::clone::Clone)]
struct Audit {
    by: ::std::string::String,
}

#[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq, ::std::clone::Clone)]
#[avro(try_from = "i64", into = "i64")]
struct Checked(i64);

impl ::std::convert::From<Checked> for i64 {
    fn from(checked: Checked) -> i64 {
        checked.0
    }
}

impl ::std::convert::From<i64> for Checked {
    fn from(number: i64) -> Checked {
        Checked(number)
    }
}

mod packed {
    pub(super) type As = i64;

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "`with` takes references to all types")]
    pub(super) fn to_avro(address: &::std::net::Ipv4Addr) -> i64 {
        ::std::convert::From::from(address.to_bits())
    }

    pub(super) fn from_avro(bits: i64) -> ::std::result::Result<::std::net::Ipv4Addr, ::std::num::TryFromIntError> {
        let bits: ::std::result::Result<u32, _> = ::std::convert::TryFrom::try_from(bits);
        bits.map(::std::net::Ipv4Addr::from_bits)
    }
}

fn record() -> Record {
    Record {
        number: 1,
        text: ::std::convert::From::from("t"),
        maybe: ::std::option::Option::Some(2),
        chosen: ::std::option::Option::None,
        list: ::std::vec![
            Choice::Number(1),
            Choice::Named { x: 1, y: ::std::option::Option::None },
            Choice::Couple(1, 2),
            Choice::Nothing
        ],
        plain: Plain::One,
        pair: Pair(1, 0.5),
        cache: 0,
        took: ::std::time::Duration::from_millis(3),
        wide: -1,
        packed: ::std::net::Ipv4Addr::LOCALHOST,
        audit: Audit { by: ::std::convert::From::from("me") },
        checked: Checked(9),
        empty: ::std::vec![],
        length: 7,
    }
}

#[::std::prelude::v1::test]
fn values_come_back_without_a_prelude() {
    let other = Record { plain: Plain::Two, list: ::std::vec![Choice::Nothing], ..record() };
    let bytes = super::round_trip(&record(), other);
    ::std::assert!(!bytes.is_empty());
    ::std::assert!(::avro_entity::to_vec(&Choice::Hidden).is_err());
    ::std::assert!(::avro_entity::to_vec(&Plain::Three).is_err());
}
