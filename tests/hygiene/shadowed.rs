//! Types beside which everything the derived code might name means something else.

#![allow(dead_code, non_camel_case_types, non_upper_case_globals, non_snake_case)]

use avro_entity::AvroEntity;

struct Result;
enum Option {}
struct Some;
struct None;
struct Ok;
struct Err;
struct String;
struct Vec;
struct Box;
struct Error;
struct ErrorKind;
struct Encoder;
struct Decoder;
struct SchemaBuilder;
struct NodeId;
struct Name;
struct Cow;
struct Self_;
struct PhantomData;
trait AvroSchema {}
trait AvroEncode {}
trait AvroDecode {}
trait Default {}
trait From {}
trait Into {}
trait TryFrom {}
trait Clone {}
trait Iterator {}
type i32 = i64;
type u32 = u8;
type usize = u16;
type bool = f64;
type str = u8;
mod core {}
mod alloc {}
mod serde_json {}
const value: u8 = 0;
const branch: u8 = 0;
const index: u8 = 0;
const e: u8 = 0;

macro_rules! every {
    ($($name:ident)*) => {$(
        #[allow(unused_macros, reason = "the derived code is to call none of them")]
        macro_rules! $name {
            ($d:tt) => { compile_error!("the derived code calls a macro by a bare name") };
        }
    )*};
}

every!(vec format matches assert panic unreachable write concat stringify);

#[derive(AvroEntity, Debug, PartialEq)]
struct Record {
    long: i32,
    byte: u32,
    short: usize,
    double: bool,
    #[avro(default = 5)]
    default: i32,
    text: std::string::String,
    maybe: std::option::Option<i32>,
    list: std::vec::Vec<Choice>,
    plain: Plain,
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Choice {
    Number(i32),
    Row { x: std::option::Option<i32> },
    Ok,
    Err(i32, i32),
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Plain {
    Ok,
    Err,
    None,
    Some,
}

#[test]
fn values_come_back_beside_names_of_the_standard_library() {
    let record = |plain, maybe| Record {
        long: 1,
        byte: 2,
        short: 3,
        double: 4.0,
        default: 5,
        text: "t".to_owned(),
        maybe,
        list: std::vec::Vec::from([
            Choice::Number(1),
            Choice::Row { x: std::option::Option::Some(1) },
            Choice::Ok,
            Choice::Err(1, 2),
        ]),
        plain,
    };
    let bytes = super::round_trip(
        &record(Plain::Err, std::option::Option::Some(1)),
        record(Plain::None, std::option::Option::None),
    );
    assert_eq!(bytes.first(), std::option::Option::Some(&2));
}
