//! The expansion names everything absolutely: it compiles where nothing is in scope, and where everything is something else.

#![forbid(unsafe_code)]
#![no_implicit_prelude]

extern crate std;

/// The library under another name.
mod renamed {
    pub mod inner {
        pub use ::avro_entity as avro;
    }
}

mod bare {
    #![allow(dead_code, reason = "ignored variants are there to be ignored")]

    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq)]
    #[avro(root, alias = "Old", meta(a = 1, b = "x", c = json("{}")), namespace = "n")]
    pub struct Record<'a, T: ::std::clone::Clone, const N: usize>
    where
        T: ::std::fmt::Debug,
    {
        #[avro(default = "x", type_meta(u = 1.5))]
        pub text: ::std::string::String,
        pub borrowed: &'a str,
        pub one: i32,
        #[avro(default = 7)]
        pub two: i64,
        pub option: ::std::option::Option<T>,
        #[avro(default = 3)]
        pub three: ::std::option::Option<i32>,
        #[avro(default_json = "null")]
        pub json: ::std::option::Option<bool>,
        pub array: [i32; N],
        #[avro(fixed = "Four")]
        pub four: [u8; 4],
        #[avro(ignore)]
        pub ignored: ::std::option::Option<()>,
    }

    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq)]
    pub enum Plain {
        #[avro(default)]
        A,
        B,
        #[avro(ignore)]
        C(()),
    }

    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq)]
    pub enum Data<T> {
        Unit,
        New(T),
        Tuple(i32, #[avro(ignore)] bool),
        Struct {
            a: i32,
            b: f64,
        },
        #[avro(ignore)]
        Ignored,
    }

    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq)]
    pub struct New(pub Plain);
}

/// Every name that the expansion could trip over is something else here.
mod shadowed {
    #![allow(
        non_camel_case_types,
        non_snake_case,
        non_upper_case_globals,
        dead_code,
        unused_macros,
        reason = "the names are those of others, and are there to be in the way"
    )]
    use ::std::prelude::rust_2024::derive;

    pub struct Result;
    pub struct Option;
    pub struct String;
    pub struct Vec;
    pub struct Box;
    pub struct Cow;
    pub struct Error;
    pub struct Encoder;
    pub struct Decoder;
    pub trait Into {}
    pub trait Default {}
    pub trait From {}
    pub trait AvroSchema {}
    pub trait AvroEncode {}
    pub trait AvroDecode {}
    pub fn Ok() {}
    pub fn Err() {}
    pub fn Some() {}
    pub const None: () = ();
    pub mod std {}
    pub mod core {}
    pub mod avro_entity {}
    pub mod serde_json {}
    pub type u32 = ();
    pub type u64 = ();
    pub type usize = ();
    pub type str = ();
    pub type f64 = bool;
    macro_rules! line {
        () => {
            ()
        };
    }
    macro_rules! concat {
        ($($tokens:tt)*) => {
            ()
        };
    }

    /// Bears the name of a scalar, and is a union that puts its default in front.
    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq, ::std::default::Default)]
    pub enum i32 {
        #[default]
        Zero,
        Text(::std::string::String),
    }

    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq)]
    pub struct Scalars {
        pub a: i32,
        pub b: i64,
        pub c: f64,
        #[avro(default = i32::Text("x".to_owned()))]
        pub d: i32,
        #[avro(default = "x")]
        pub e: ::std::string::String,
        #[avro(type_meta(u = -1))]
        pub f: ::std::primitive::i32,
    }
    use ::std::borrow::ToOwned;
}

/// Beside a field that could be written in one call: a text that is something else, and a parameter that bears a scalar's name.
mod own_texts {
    #![allow(
        non_camel_case_types,
        clippy::builtin_type_shadow,
        reason = "the name of a scalar is there to be in the way"
    )]
    use ::std::option::Option;

    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq)]
    pub struct String {
        #[avro(duration = "millis", exact)]
        pub took: ::std::time::Duration,
    }

    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq)]
    pub struct Fields<f64> {
        pub z: [i64; 0],
        pub a: i64,
        pub b: Option<i64>,
        pub c: String,
        pub d: f64,
        pub e: bool,
    }
}

/// Names of what is written in one call, as aliases of options; and a trait of the user's own whose methods are called like ours.
mod own_aliases {
    #![allow(non_camel_case_types, dead_code, reason = "the names are those of others, and are there to be in the way")]
    use ::std::option::Option;

    pub type String = Option<::std::string::String>;
    pub type i64 = Option<::std::primitive::i64>;

    pub trait InTheWay: ::std::marker::Sized {
        fn encode(self) {}
        fn decode(self) {}
        fn write(self) {}
        fn read(self) {}
    }

    impl<T> InTheWay for T {}

    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq, ::std::clone::Clone)]
    pub struct Fields {
        pub a: i32,
        #[avro(default = ::std::option::Option::Some("x".to_owned()))]
        pub b: String,
        #[avro(default = ::std::option::Option::Some(7))]
        pub c: i64,
        pub d: i64,
        pub e: i32,
    }
    use ::std::borrow::ToOwned;
}

mod library_texts {
    use ::std::{option::Option, string::String};

    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq, ::std::clone::Clone)]
    pub struct Fields {
        pub a: i64,
        pub b: Option<i64>,
        #[avro(default = 3)]
        pub c: Option<i64>,
        #[avro(default)]
        pub d: Option<String>,
        pub e: String,
        pub f: Option<bool>,
    }
}

mod raw {
    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq)]
    #[avro(crate = crate::renamed::inner::avro)]
    pub struct r#Match {
        pub r#abstract: i32,
        #[avro(name = "fn")]
        pub r#type: r#Struct,
    }

    #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq)]
    #[avro(crate = "crate::renamed::inner::avro")]
    pub enum r#Struct {
        r#Loop,
        r#While { r#for: bool },
    }
}

/// `apache_avro`'s derive owns `avro` where both are used.
mod second_spelling {
    #[derive(
        ::avro_entity::AvroSchema,
        ::avro_entity::AvroEncode,
        ::avro_entity::AvroDecode,
        ::std::fmt::Debug,
        ::std::cmp::PartialEq,
    )]
    #[avro_entity(name = "Other")]
    pub struct Record {
        #[avro_entity(name = "b")]
        pub a: i32,
    }
}

macro_rules! record {
    ($name:ident, $field:ident, $type:ty, $default:expr) => {
        #[derive(::avro_entity::AvroEntity, ::std::fmt::Debug, ::std::cmp::PartialEq)]
        struct $name {
            #[avro(default = $default)]
            $field: $type,
            own: ::std::option::Option<$type>,
        }
    };
}

record!(FromMacro, field, i32, 1 + 1);

#[track_caller]
fn round_trip<T>(value: T)
where
    T: ::avro_entity::AvroEncode + for<'de> ::avro_entity::AvroDecode<'de>,
    T: ::std::cmp::PartialEq + ::std::fmt::Debug,
{
    let bytes = ::avro_entity::to_vec(&value).unwrap();
    ::std::assert_eq!(::avro_entity::from_slice::<T>(&bytes).unwrap(), value);
}

#[track_caller]
fn assert_schema<T: ::avro_entity::AvroSchema>(expected: &str) {
    use ::std::string::ToString;
    ::std::assert_eq!(T::schema().to_string(), expected);
}

#[test]
fn nothing_is_taken_from_the_prelude() {
    use bare::{Data, New, Plain, Record};
    let record = Record::<i64, 2> {
        text: "t".into(),
        borrowed: "b",
        one: 1,
        two: 2,
        option: ::std::option::Option::Some(3),
        three: ::std::option::Option::None,
        json: ::std::option::Option::Some(true),
        array: [4, 5],
        four: [6; 4],
        ignored: ::std::option::Option::None,
    };
    let bytes = ::avro_entity::to_vec(&record).unwrap();
    ::std::assert_eq!(::avro_entity::from_slice::<Record<'_, i64, 2>>(&bytes).unwrap(), record);
    round_trip(New(Plain::B));
    round_trip(Data::New(::std::string::String::from("x")));
    round_trip(Data::<i64>::Tuple(1, false));
    round_trip(Data::<i64>::Struct { a: 1, b: 2.0 });
    use ::std::convert::{From, Into};
}

#[test]
fn a_type_of_the_name_of_a_scalar_writes_itself() {
    use shadowed::{Scalars, i32};
    assert_schema::<Scalars>(::std::concat!(
        r#"{"type":"record","name":"Scalars","fields":[{"name":"a","type":[{"type":"record","name":"Zero","fields":[]},"string"]},"#,
        r#"{"name":"b","type":"long"},{"name":"c","type":"boolean"},{"name":"d","type":["string","Zero"],"default":"x"},"#,
        r#"{"name":"e","type":"string","default":"x"},{"name":"f","type":{"type":"int","u":-1}}]}"#
    ));
    let bytes = |d| {
        let value = Scalars { a: i32::Text("a".into()), b: 1, c: true, d, e: "e".into(), f: 2 };
        let bytes = ::avro_entity::to_vec(&value).unwrap();
        ::std::assert_eq!(::avro_entity::from_slice::<Scalars>(&bytes).unwrap(), value);
        bytes
    };
    ::std::assert_eq!(bytes(i32::Zero), [2, 2, b'a', 2, 1, 2, 2, b'e', 4]);
    ::std::assert_eq!(bytes(i32::Text("".into())), [2, 2, b'a', 2, 1, 0, 0, 2, b'e', 4]);
    use ::std::convert::Into;
}

#[test]
fn a_type_of_the_name_of_a_text_writes_itself() {
    use ::std::string::ToString;
    use own_texts::{Fields, String};
    let value = |nanos| {
        let c = String { took: ::std::time::Duration::from_nanos(nanos) };
        Fields { z: [], a: 1, b: ::std::option::Option::Some(2), c, d: ::std::vec![true], e: true }
    };
    ::std::assert_eq!(::avro_entity::to_vec(&value(5_000_000)).unwrap(), [0, 2, 2, 4, 10, 2, 1, 0, 1]);
    round_trip(value(5_000_000));
    let error = ::avro_entity::to_vec(&value(1)).unwrap_err();
    ::std::assert_eq!(error.path().to_string(), "Fields.c.took");
}

#[test]
fn an_alias_of_an_option_puts_its_default_in_front_whatever_it_is_called() {
    use ::std::option::Option::{None, Some};
    use own_aliases::Fields;
    assert_schema::<Fields>(::std::concat!(
        r#"{"type":"record","name":"Fields","fields":[{"name":"a","type":"int"},"#,
        r#"{"name":"b","type":["string","null"],"default":"x"},{"name":"c","type":["long","null"],"default":7},"#,
        r#"{"name":"d","type":["null","long"]},{"name":"e","type":"int"}]}"#
    ));
    let some = Fields { a: 1, b: Some("q".into()), c: Some(2), d: Some(3), e: 4 };
    ::std::assert_eq!(::avro_entity::to_vec(&some).unwrap(), [2, 0, 2, b'q', 0, 4, 2, 6, 8]);
    let none = Fields { b: None, c: None, d: None, ..some.clone() };
    ::std::assert_eq!(::avro_entity::to_vec(&none).unwrap(), [2, 2, 2, 0, 8]);
    round_trip(some);
    round_trip(none);
    use ::std::{clone::Clone, convert::Into};
}

#[test]
fn texts_and_options_of_the_library_are_written_and_read_in_their_own_order() {
    use ::std::option::Option::{None, Some};
    use library_texts::Fields;
    let none = Fields { a: 1, b: None, c: None, d: None, e: "e".into(), f: None };
    ::std::assert_eq!(::avro_entity::to_vec(&none).unwrap(), [2, 0, 2, 0, 2, b'e', 0]);
    let some = Fields { a: 1, b: Some(2), c: Some(3), d: Some("d".into()), e: "e".into(), f: Some(true) };
    ::std::assert_eq!(::avro_entity::to_vec(&some).unwrap(), [2, 2, 4, 0, 6, 2, 2, b'd', 2, b'e', 2, 1]);
    round_trip(none);
    round_trip(some);
    let error = ::avro_entity::from_slice::<Fields>(&[2, 4]).unwrap_err();
    ::std::assert_eq!(error.to_string(), "Fields.b at byte 1: a union of 2 branches has no branch 2");
    use ::std::{convert::Into, string::ToString};
}

#[test]
fn raw_identifiers_lose_their_prefix() {
    assert_schema::<raw::Match>(::std::concat!(
        r#"{"type":"record","name":"Match","fields":[{"name":"abstract","type":"int"},"#,
        r#"{"name":"fn","type":[{"type":"record","name":"Loop","fields":[]},"#,
        r#"{"type":"record","name":"While","fields":[{"name":"for","type":"boolean"}]}]}]}"#
    ));
    round_trip(raw::Match { r#abstract: 1, r#type: raw::Struct::While { r#for: true } });
}

#[test]
fn both_spellings_are_one() {
    assert_schema::<second_spelling::Record>(
        r#"{"type":"record","name":"Other","fields":[{"name":"b","type":"int"}]}"#,
    );
    round_trip(second_spelling::Record { a: 1 });
    round_trip(FromMacro { field: 3, own: ::std::option::Option::Some(4) });
}
