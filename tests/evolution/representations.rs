//! Attributes that choose a representation, on either side of a change.

use crate::proof::{all_become, becomes, is_refused};
use crate::versions;
use avro_entity::ErrorKind;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

mod as_text {
    use std::net::{AddrParseError, Ipv4Addr};

    pub type As = String;

    pub fn to_avro(value: &Ipv4Addr) -> String {
        value.to_string()
    }

    pub fn from_avro(text: String) -> Result<Ipv4Addr, AddrParseError> {
        text.parse()
    }
}

mod as_list {
    use std::convert::Infallible;

    pub type As = Vec<i64>;

    pub fn to_avro(value: &i64) -> Vec<i64> {
        vec![*value]
    }

    pub fn from_avro(list: Vec<i64>) -> Result<i64, Infallible> {
        Ok(list.iter().sum())
    }
}

#[test]
fn a_field_with_a_module_reads_what_its_representation_reads() {
    versions! {
        struct Old { text: String, bytes: Vec<u8>, list: Vec<i32> }
        #[avro(name = "Old")]
        struct New {
            #[avro(with = as_list)]
            list: i64,
            #[avro(with = as_text)]
            bytes: Ipv4Addr,
            #[avro(with = as_text)]
            text: Ipv4Addr,
            #[avro(with = as_text, default = Ipv4Addr::LOCALHOST)]
            added: Ipv4Addr,
        }
    }
    let address = Ipv4Addr::new(10, 0, 0, 1);
    becomes(
        &Old { text: "10.0.0.1".into(), bytes: b"10.0.0.1".to_vec(), list: vec![3] },
        &New { list: 3, bytes: address, text: address, added: Ipv4Addr::LOCALHOST },
    );
    is_refused::<_, New>(
        &Old { text: "x".into(), bytes: b"10.0.0.1".to_vec(), list: vec![] },
        ErrorKind::Custom,
        "Old.text at byte 0: invalid IPv4 address syntax",
    );
}

/// An even number.
#[derive(avro_entity::AvroEntity, Clone, Debug, PartialEq)]
#[avro(try_from = "Raw", into = "Raw")]
struct Even(i64);

#[derive(avro_entity::AvroEntity, Clone, Debug, PartialEq)]
#[avro(name = "Even")]
struct Raw {
    #[avro(alias = "n")]
    number: i64,
}

impl From<Even> for Raw {
    fn from(even: Even) -> Raw {
        Raw { number: even.0 }
    }
}

impl TryFrom<Raw> for Even {
    type Error = String;

    fn try_from(raw: Raw) -> Result<Even, String> {
        if raw.number % 2 == 0 { Ok(Even(raw.number)) } else { Err(format!("{} is odd", raw.number)) }
    }
}

#[test]
fn a_converted_type_evolves_as_its_raw_type() {
    versions! {
        #[avro(name = "Even")]
        struct EvenOld { n: i32, gone: String }
        struct Old { one: EvenOld, maybe: Option<EvenOld>, all: Vec<EvenOld> }
        #[avro(name = "Old")]
        struct New { all: Vec<Even>, maybe: Option<Even>, one: Even }
    }
    let old = |n| EvenOld { n, gone: "g".into() };
    becomes(
        &Old { one: old(2), maybe: Some(old(4)), all: vec![old(6), old(8)] },
        &New { all: vec![Even(6), Even(8)], maybe: Some(Even(4)), one: Even(2) },
    );
    is_refused::<_, New>(
        &Old { one: old(2), maybe: None, all: vec![old(4), old(5)] },
        ErrorKind::Custom,
        "Old.all[1] at byte 8: 5 is odd",
    );
}

#[test]
fn text_becomes_a_value_that_is_written_as_text() {
    versions! {
        struct Old { port: String, host: Vec<u8>, maybe: Option<String> }
        #[avro(name = "Old")]
        struct New {
            #[avro(stringable)]
            maybe: Option<u128>,
            #[avro(stringable)]
            host: Ipv4Addr,
            #[avro(stringable)]
            port: u16,
            #[avro(stringable, default = 7)]
            added: i128,
        }
    }
    becomes(
        &Old { port: "80".into(), host: b"10.0.0.1".to_vec(), maybe: Some("5".into()) },
        &New { maybe: Some(5), host: Ipv4Addr::new(10, 0, 0, 1), port: 80, added: 7 },
    );
    is_refused::<_, New>(
        &Old { port: "80x".into(), host: b"10.0.0.1".to_vec(), maybe: None },
        ErrorKind::Custom,
        "Old.port at byte 0: expected the text of a `u16`: invalid digit found in string",
    );
}

#[test]
fn maps_with_keys_of_their_own_read_changed_values() {
    versions! {
        struct Inner { id: i32 }
        struct Old {
            plain: BTreeMap<String, Inner>,
            #[avro(map = "string_keys")]
            by_code: BTreeMap<u16, Inner>,
            #[avro(map = "entries")]
            by_pair: BTreeMap<(u8, u8), Inner>,
            #[avro(map = "entries")]
            plain_values: BTreeMap<i32, i32>,
        }
        #[avro(name = "Inner")]
        struct InnerNew { #[avro(default = true)] added: bool, id: i64 }
        #[avro(name = "Old")]
        struct New {
            #[avro(map = "entries")]
            plain_values: BTreeMap<i32, i32>,
            #[avro(map = "entries")]
            by_pair: BTreeMap<(u8, u8), InnerNew>,
            #[avro(map = "string_keys")]
            by_code: BTreeMap<u32, InnerNew>,
            #[avro(map = "string_keys")]
            plain: BTreeMap<i64, InnerNew>,
        }
    }
    let old = |id| Inner { id };
    let new = |id| InnerNew { added: true, id };
    let value = Old {
        plain: [("-4".to_owned(), old(1))].into(),
        by_code: [(1, old(2)), (2, old(3))].into(),
        by_pair: [((1, 2), old(4)), ((3, 4), old(5))].into(),
        plain_values: [(1, 2)].into(),
    };
    becomes(
        &value,
        &New {
            plain_values: [(1, 2)].into(),
            by_pair: [((1, 2), new(4)), ((3, 4), new(5))].into(),
            by_code: [(1, new(2)), (2, new(3))].into(),
            plain: [(-4, new(1))].into(),
        },
    );
    is_refused::<_, New>(
        &Old { plain: [("x".to_owned(), old(1))].into(), ..value },
        ErrorKind::Custom,
        r#"Old.plain["x"] at byte 1: expected the text of a `i64`: invalid digit found in string"#,
    );
}

#[test]
fn a_verbatim_schema_takes_the_place_of_the_type_s_own() {
    versions! {
        struct Old { at: i32, text: String, maybe: Option<i32> }
        #[avro(name = "Old")]
        struct New {
            #[avro(schema = r#"["null", {"type": "long", "unit": "ms"}]"#)]
            maybe: Option<i64>,
            #[avro(schema = r#"{"type": "string", "avro.java.string": "String"}"#)]
            text: String,
            #[avro(schema_file = "schemas/millis.avsc")]
            at: i64,
        }
    }
    becomes(&Old { at: 1, text: "t".into(), maybe: Some(2) }, &New { maybe: Some(2), text: "t".into(), at: 1 });
}

mod flat {
    use avro_entity::AvroEntity;

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    #[avro(name = "Order")]
    pub struct Plain {
        pub id: i32,
        pub by: String,
        pub total: f32,
        pub at: i32,
        pub tags: Vec<Tag>,
        pub gone: Option<String>,
    }

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    pub struct Tag {
        pub name: String,
    }

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    #[avro(name = "Order")]
    pub struct Grouped {
        pub total: f64,
        #[avro(flatten)]
        pub audit: Audit,
        #[avro(alias = "id")]
        pub key: i64,
        #[avro(default = 1)]
        pub version: i32,
        #[avro(flatten)]
        pub labels: Labels,
    }

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    pub struct Audit {
        pub at: i64,
        #[avro(default = "nobody")]
        pub reviewer: Option<String>,
        pub by: String,
        #[avro(ignore)]
        pub cache: u8,
    }

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    pub struct Labels {
        pub tags: Vec<TagNew>,
        #[avro(flatten)]
        pub inner: Inner,
    }

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    pub struct Inner {
        #[avro(default_json = "[1, 2]")]
        pub codes: Vec<i32>,
    }

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    #[avro(name = "Tag")]
    pub struct TagNew {
        pub name: String,
        #[avro(default = 0)]
        pub weight: i32,
    }
}

#[test]
fn fields_move_into_flattened_structs() {
    let tags = |names: &[&str]| names.iter().map(|name| flat::Tag { name: (*name).to_owned() }).collect();
    let plain = |id, names: &[&str]| flat::Plain {
        id,
        by: "me".into(),
        total: 0.5,
        at: 7,
        tags: tags(names),
        gone: Some("g".into()),
    };
    let grouped = |key, names: &[&str]| flat::Grouped {
        total: 0.5,
        audit: flat::Audit { at: 7, reviewer: Some("nobody".into()), by: "me".into(), cache: 0 },
        key,
        version: 1,
        labels: flat::Labels {
            tags: names.iter().map(|name| flat::TagNew { name: (*name).to_owned(), weight: 0 }).collect(),
            inner: flat::Inner { codes: vec![1, 2] },
        },
    };
    all_become(&[(&plain(1, &["a", "b"]), &grouped(1, &["a", "b"])), (&plain(2, &[]), &grouped(2, &[]))]);
}

#[test]
fn fields_move_out_of_flattened_structs() {
    versions! {
        struct Tag { name: String, weight: i64 }
        struct Order { codes: Vec<i64>, by: Vec<u8>, version: i64, key: i64, tags: Vec<Tag>, at: f64 }
    }
    let grouped = flat::Grouped {
        total: 0.5,
        audit: flat::Audit { at: 7, reviewer: None, by: "me".into(), cache: 0 },
        key: 3,
        version: 2,
        labels: flat::Labels {
            tags: vec![flat::TagNew { name: "a".into(), weight: 5 }],
            inner: flat::Inner { codes: vec![9] },
        },
    };
    let tag = Tag { name: "a".into(), weight: 5 };
    becomes(&grouped, &Order { codes: vec![9], by: b"me".to_vec(), version: 2, key: 3, tags: vec![tag], at: 7.0 });
}

#[test]
fn an_error_in_a_flattened_struct_is_at_its_field() {
    versions! {
        struct Order { by: Vec<u8>, at: i64, key: i64, total: f64 , tags: Vec<flat::Tag> }
    }
    is_refused::<_, flat::Grouped>(
        &Order { by: vec![0xff], at: 1, key: 1, total: 1.0, tags: vec![] },
        ErrorKind::Utf8,
        "Order.by at byte 0: a string is UTF-8: invalid utf-8 sequence of 1 bytes from index 0",
    );
}

mod parts {
    use avro_entity::AvroEntity;

    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    #[avro(name = "Stay")]
    pub struct Grouped {
        #[avro(flatten)]
        pub span: Box<Span>,
        pub note: String,
        #[avro(flatten)]
        pub pair: (f64, String),
    }

    /// From a day to a later one.
    #[derive(AvroEntity, Clone, Debug, PartialEq)]
    #[avro(try_from = "Days", into = "Days")]
    pub struct Span(pub i64, pub i64);

    #[derive(AvroEntity)]
    pub struct Days {
        from: i64,
        #[avro(default = 30)]
        to: i64,
    }

    impl From<Span> for Days {
        fn from(Span(from, to): Span) -> Days {
            Days { from, to }
        }
    }

    impl TryFrom<Days> for Span {
        type Error = &'static str;

        fn try_from(days: Days) -> Result<Span, &'static str> {
            if days.from <= days.to { Ok(Span(days.from, days.to)) } else { Err("it ends before it begins") }
        }
    }
}

#[test]
fn fields_move_into_flattened_tuples_and_converted_structs() {
    versions! {
        struct Stay { _0: i32, from: i32, gone: Vec<String>, _1: String, note: String }
        #[avro(name = "Stay")]
        struct Whole { note: String, to: i64, _1: String, from: i64, _0: f64 }
    }
    let grouped =
        |to| parts::Grouped { span: Box::new(parts::Span(3, to)), note: "n".into(), pair: (7.0, "one".into()) };
    let stay = Stay { _0: 7, from: 3, gone: vec!["g".into()], _1: "one".into(), note: "n".into() };
    becomes(&stay, &grouped(30));
    becomes(&Whole { note: "n".into(), to: 5, _1: "one".into(), from: 3, _0: 7.0 }, &grouped(5));
}

#[test]
fn an_error_in_a_flattened_tuple_or_converted_struct_says_where() {
    versions! {
        struct Stay { note: String, _0: f64, _1: Vec<u8>, from: i64 }
    }
    let stay = |from, text: &[u8]| Stay { note: "n".into(), _0: 1.0, _1: text.to_vec(), from };
    is_refused::<_, parts::Grouped>(&stay(31, b"t"), ErrorKind::Custom, "Stay at byte 0: it ends before it begins");
    is_refused::<_, parts::Grouped>(
        &stay(1, &[0xff]),
        ErrorKind::Utf8,
        "Stay._1 at byte 10: a string is UTF-8: invalid utf-8 sequence of 1 bytes from index 0",
    );
}
