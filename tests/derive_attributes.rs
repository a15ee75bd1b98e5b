//! Attributes: what each does to the schema, beside data that goes through it.

use avro_entity::{AvroDecode, AvroEncode, AvroEntity, AvroSchema, ErrorKind, from_slice, to_vec};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::{Duration, SystemTime};

#[track_caller]
fn round_trip<T: AvroEncode + for<'de> AvroDecode<'de> + PartialEq + Debug + Clone>(values: &[T]) -> Vec<Vec<u8>> {
    let all = values.iter().map(|value| {
        let bytes = to_vec(value).unwrap();
        assert_eq!(&from_slice::<T>(&bytes).unwrap(), value);
        for other in values {
            let mut other = other.clone();
            avro_entity::decode_into(&mut other, &bytes).unwrap();
            assert_eq!(&other, value);
        }
        bytes
    });
    all.collect()
}

#[track_caller]
fn assert_fields<T: AvroSchema + ?Sized>(expected: &str) {
    let schema = T::schema().to_string();
    let (_, fields) = schema.split_once("\"fields\":").unwrap();
    assert_eq!(fields.strip_suffix('}').unwrap(), expected);
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Defaults {
    none: Option<i32>,
    #[avro(default)]
    bare: Option<i32>,
    #[avro(default = 5)]
    literal: Option<i64>,
    #[avro(default = "x")]
    text: Option<String>,
    #[avro(default = Some(true))]
    expression: Option<bool>,
    #[avro(required)]
    required: Option<String>,
    #[avro(default = Shape::Square(2.0))]
    union: Shape,
    #[avro(default = Some(Shape::Round { radius: 1.5 }))]
    union_in_option: Option<Shape>,
    #[avro(default_json = "3.5")]
    json: Shape,
    #[avro(default_json = "[1, 2]")]
    items: Vec<i32>,
    #[avro(default = Self::limit())]
    limit: i32,
    #[avro(default)]
    count: i32,
}

impl Defaults {
    fn limit() -> i32 {
        10
    }
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
enum Shape {
    Round { radius: f64 },
    Square(f64),
}

#[test]
fn the_branch_of_a_default_comes_first() {
    assert_fields::<Defaults>(concat!(
        r#"[{"name":"none","type":["null","int"],"default":null},"#,
        r#"{"name":"bare","type":["null","int"],"default":null},"#,
        r#"{"name":"literal","type":["long","null"],"default":5},"#,
        r#"{"name":"text","type":["string","null"],"default":"x"},"#,
        r#"{"name":"expression","type":["boolean","null"],"default":true},"#,
        r#"{"name":"required","type":["null","string"]},"#,
        r#"{"name":"union","type":["double",{"type":"record","name":"Round","fields":[{"name":"radius","type":"double"}]}],"default":2.0},"#,
        r#"{"name":"union_in_option","type":["Round","null","double"],"default":{"radius":1.5}},"#,
        r#"{"name":"json","type":["double","Round"],"default":3.5},"#,
        r#"{"name":"items","type":{"type":"array","items":"int"},"default":[1,2]},"#,
        r#"{"name":"limit","type":"int","default":10},"#,
        r#"{"name":"count","type":"int","default":0}]"#
    ));
    let full = Defaults {
        none: Some(1),
        bare: None,
        literal: Some(2),
        text: None,
        expression: Some(false),
        required: Some("r".into()),
        union: Shape::Round { radius: 0.5 },
        union_in_option: None,
        json: Shape::Square(4.0),
        items: vec![7],
        limit: 1,
        count: 2,
    };
    let other = Defaults {
        none: None,
        bare: Some(3),
        literal: None,
        text: Some("t".into()),
        expression: None,
        required: None,
        union: Shape::Square(0.5),
        union_in_option: Some(Shape::Square(1.0)),
        json: Shape::Round { radius: 3.0 },
        items: vec![],
        limit: 0,
        count: 0,
    };
    let third = Defaults { union_in_option: Some(Shape::Round { radius: 9.0 }), ..other.clone() };
    let bytes = round_trip(&[full, other, third]);
    assert_eq!(bytes[0][..9], [2, 2, 0, 0, 4, 2, 0, 0, 2], "the branches in the order of the schema");
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Generic<T> {
    #[avro(default = Vec::new())]
    items: Vec<T>,
    #[avro(default)]
    first: Option<T>,
    #[avro(default_json = "null")]
    last: Option<T>,
    #[avro(default)]
    plain: T,
    #[avro(ignore)]
    cache: Option<Box<T>>,
}

#[test]
fn defaults_of_generic_fields() {
    assert_fields::<Generic<i32>>(concat!(
        r#"[{"name":"items","type":{"type":"array","items":"int"},"default":[]},"#,
        r#"{"name":"first","type":["null","int"],"default":null},"#,
        r#"{"name":"last","type":["null","int"],"default":null},"#,
        r#"{"name":"plain","type":"int","default":0}]"#
    ));
    round_trip(&[
        Generic { items: vec![1], first: Some(2), last: Some(3), plain: 4, cache: None },
        Generic { items: vec![], first: None, last: None, plain: 0, cache: None },
    ]);
}

mod as_text {
    pub type As = String;

    pub fn to_avro(value: &std::net::Ipv4Addr) -> String {
        value.to_string()
    }

    pub fn from_avro(text: String) -> Result<std::net::Ipv4Addr, std::net::AddrParseError> {
        text.parse()
    }
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Represented {
    #[avro(timestamp = "millis")]
    at: SystemTime,
    #[avro(duration = "millis", exact)]
    took: Duration,
    #[avro(timestamp = "nanos")]
    seen: Option<Vec<SystemTime>>,
    #[avro(fixed = "Digest")]
    digest: [u8; 4],
    raw: [u8; 2],
    #[avro(stringable)]
    port: Option<std::num::NonZeroU16>,
    #[avro(map = "string_keys")]
    by_code: BTreeMap<u16, String>,
    #[avro(map = "entries")]
    by_pair: BTreeMap<(u8, u8), String>,
    #[avro(with = as_text, default = std::net::Ipv4Addr::LOCALHOST)]
    address: std::net::Ipv4Addr,
    #[avro(schema = r#"["null", {"type": "long", "unit": "ms"}]"#)]
    verbatim: Option<i64>,
    #[avro(type_meta(unit = "m", scale_of = json("[1, 2]")), meta(pii = true, weight = -1.5), private)]
    height: Option<f64>,
}

#[test]
fn representations() {
    assert_fields::<Represented>(concat!(
        r#"[{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},"#,
        r#"{"name":"took","type":"long"},"#,
        r#"{"name":"seen","type":["null",{"type":"array","items":{"type":"long","logicalType":"timestamp-nanos"}}],"default":null},"#,
        r#"{"name":"digest","type":{"type":"fixed","name":"Digest","size":4}},"#,
        r#"{"name":"raw","type":{"type":"fixed","name":"Represented_raw","size":2}},"#,
        r#"{"name":"port","type":["null","string"],"default":null},"#,
        r#"{"name":"by_code","type":{"type":"map","values":"string"}},"#,
        r#"{"name":"by_pair","type":{"type":"array","items":{"type":"record","#,
        r#""name":"Entry_Tuple2__int__int_string","namespace":"avro_entity","fields":[{"name":"key","type":"#,
        r#"{"type":"record","name":"Tuple2_int_int","fields":[{"name":"_0","type":"int"},{"name":"_1","type":"int"}]}},"#,
        r#"{"name":"value","type":"string"}]}}},{"name":"address","type":"string","default":"127.0.0.1"},"#,
        r#"{"name":"verbatim","type":["null",{"type":"long","unit":"ms"}],"default":null},"#,
        r#"{"name":"height","type":["null",{"type":"double","unit":"m","scale_of":[1,2]}],"default":null,"#,
        r#""pii":true,"weight":-1.5}]"#
    ));
}

#[test]
fn represented_data_comes_back() {
    let full = Represented {
        at: SystemTime::UNIX_EPOCH + Duration::from_millis(7),
        took: Duration::from_millis(9),
        seen: Some(vec![SystemTime::UNIX_EPOCH]),
        digest: [1, 2, 3, 4],
        raw: [5, 6],
        port: std::num::NonZeroU16::new(80),
        by_code: BTreeMap::from([(1, "one".into())]),
        by_pair: BTreeMap::from([((1, 2), "x".into())]),
        address: [10, 0, 0, 1].into(),
        verbatim: Some(1),
        height: Some(1.5),
    };
    round_trip(&[
        full.clone(),
        Represented { seen: None, port: None, verbatim: None, height: None, by_code: BTreeMap::new(), ..full.clone() },
    ]);
    let error = to_vec(&Represented { took: Duration::from_nanos(1), ..full.clone() }).unwrap_err();
    assert_eq!((error.kind(), error.path().as_str()), (ErrorKind::Unit, "Represented.took"));
}

mod as_hex {
    pub type As = String;

    pub fn to_avro(value: &i64) -> String {
        format!("{value:x}")
    }

    pub fn from_avro(text: String) -> Result<i64, std::num::ParseIntError> {
        i64::from_str_radix(&text, 16)
    }
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct BesideScalars {
    a: i64,
    #[avro(with = as_hex)]
    b: i64,
    c: i64,
    #[avro(stringable)]
    d: i64,
    e: Option<i64>,
}

#[test]
fn what_is_represented_otherwise_is_so_between_scalars_too() {
    let value = BesideScalars { a: 1, b: 255, c: 2, d: 7, e: None };
    assert_eq!(to_vec(&value).unwrap(), [2, 4, b'f', b'f', 4, 2, b'7', 0]);
    round_trip(&[value]);
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Outer {
    id: i32,
    #[avro(flatten)]
    audit: Audit,
    last: bool,
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Audit {
    #[avro(default = "nobody")]
    by: Option<String>,
    at: i64,
}

#[test]
fn a_flattened_record_stands_in_the_place_of_its_field() {
    assert_fields::<Outer>(concat!(
        r#"[{"name":"id","type":"int"},{"name":"by","type":["string","null"],"default":"nobody"},"#,
        r#"{"name":"at","type":"long"},{"name":"last","type":"boolean"}]"#
    ));
    let outer = |by: Option<&str>| Outer { id: 1, audit: Audit { by: by.map(str::to_owned), at: 2 }, last: true };
    round_trip(&[outer(None), outer(Some("me"))]);
    let error = from_slice::<Outer>(&[2, 2, 4, 7]).unwrap_err();
    assert_eq!(error.to_string(), "Outer.last at byte 3: a boolean is the byte 0 or 1, found 7");
    let error = from_slice::<Outer>(&[2, 2]).unwrap_err();
    assert_eq!(error.to_string(), "Outer.at at byte 2: the input ends inside a number");
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(try_from = "i32", into = "i32")]
struct Even(i32);

impl From<Even> for i32 {
    fn from(even: Even) -> i32 {
        even.0
    }
}

impl TryFrom<i32> for Even {
    type Error = String;

    fn try_from(value: i32) -> Result<Even, String> {
        if value % 2 == 0 { Ok(Even(value)) } else { Err(format!("{value} is odd")) }
    }
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
struct Holder {
    even: Even,
    #[avro(with = as_text)]
    address: std::net::Ipv4Addr,
}

#[test]
fn conversions_refuse_with_the_place() {
    assert_fields::<Holder>(r#"[{"name":"even","type":"int"},{"name":"address","type":"string"}]"#);
    let holder = Holder { even: Even(4), address: [127, 0, 0, 1].into() };
    let bytes = round_trip(&[holder]).remove(0);
    let error = from_slice::<Holder>(&[6, 0]).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Custom, "Holder.even at byte 0: 3 is odd"));
    let error = from_slice::<Holder>(&[8, 2, b'x']).unwrap_err();
    assert_eq!(error.to_string(), "Holder.address at byte 1: invalid IPv4 address syntax");
    assert_eq!(bytes[0], 8);
}

const NS: &str = "net.example.shared";

#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(namespace = self::NS, error, doc = "what went wrong", alias = "other.Failure")]
struct Failure {
    /// Why.
    ///
    /// At length.
    #[avro(order = "ignore")]
    reason: String,
    #[avro(doc = false)]
    /// Not said.
    code: i32,
}

#[derive(serde::Serialize, serde::Deserialize, AvroEntity, Clone, Debug, PartialEq, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Json {
    first_name: String,
    #[serde(rename = "_id", alias = "id", alias = "not-a-name")]
    key: i32,
    #[serde(rename = "other")]
    #[avro(name = "ours")]
    both: bool,
    #[serde(skip)]
    cache: u8,
    #[serde(skip_serializing_if = "Option::is_none", with = "as_is")]
    note: Option<String>,
}

mod as_is {
    pub fn serialize<S: serde::Serializer>(value: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(value, serializer)
    }

    pub fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
        serde::Deserialize::deserialize(deserializer)
    }
}

#[test]
fn types_and_serde() {
    assert_eq!(
        Failure::schema().to_string(),
        concat!(
            r#"{"type":"error","name":"Failure","namespace":"net.example.shared","doc":"what went wrong","#,
            r#""aliases":["other.Failure"],"fields":["#,
            r#"{"name":"reason","type":"string","doc":"Why.\n\nAt length.","order":"ignore"},{"name":"code","type":"int"}]}"#
        )
    );
    assert_fields::<Json>(concat!(
        r#"[{"name":"firstName","type":"string","default":""},"#,
        r#"{"name":"_id","type":"int","default":0,"aliases":["id"]},"#,
        r#"{"name":"ours","type":"boolean","default":false},"#,
        r#"{"name":"note","type":["null","string"],"default":null}]"#
    ));
    round_trip(&[Json { first_name: "x".into(), ..Json::default() }]);
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(root)]
struct Sourced {
    first: i32,
    #[avro(name = "zweites", private)]
    second: Place,
}

#[rustfmt::skip]
#[derive(AvroEntity, Clone, Debug, PartialEq)]
enum Place { Here, There { far: bool } }

#[test]
fn the_schema_knows_where_the_types_stand() {
    let schema = Sourced::schema();
    let line = |text: &str| {
        let source = include_str!("derive_attributes.rs");
        source.lines().position(|line| line.starts_with(text)).unwrap() as u32 + 1
    };
    let source = schema.source(schema.root()).unwrap();
    assert_eq!(source.rust_name, "derive_attributes::Sourced");
    assert!(source.file.ends_with("derive_attributes.rs") && source.root);
    assert_eq!((source.line, source.column), (line("struct Sourced"), 8));
    let members: Vec<_> = source.members.iter().map(|one| (one.rust_name, one.name, one.line, one.private)).collect();
    assert_eq!(members, [("first", "first", source.line + 1, false), ("second", "zweites", source.line + 3, true)]);
    let there = schema.source(schema.named("There").unwrap()).unwrap();
    assert_eq!(
        (there.rust_name, there.line, there.column),
        ("derive_attributes::Place::There", line("enum Place"), 20)
    );
    assert_eq!((there.members[0].name, there.members[0].column), ("far", 28));
    let union = Place::schema();
    let members: Vec<_> = union.source(union.root()).unwrap().members.iter().map(|one| one.name).collect();
    assert_eq!(members, ["Here", "There"]);
}

/// A verbatim schema on a field, and what it gives or why it is refused.
macro_rules! verbatim {
    ($type:ty, $schema:literal $(, $default:expr)?) => {{
        #[derive(AvroSchema)]
        #[allow(dead_code, reason = "only the schema is asked for")]
        struct Holder {
            #[avro(schema = $schema $(, default = $default)?)]
            field: $type,
        }
        Holder::try_schema().map(|schema| schema.to_string()).map_err(|error| error.to_string())
    }};
}

#[test]
fn a_verbatim_schema_adds_to_the_type_of_its_field() {
    let fields = |schema: Result<String, String>| schema.unwrap().split_once("[{").unwrap().1.to_owned();
    assert_eq!(
        fields(verbatim!([u8; 2], r#"{"type": "fixed", "name": "a.Two", "size": 2, "doc": "two"}"#)),
        r#""name":"field","type":{"type":"fixed","name":"Two","namespace":"a","doc":"two","size":2}}]}"#
    );
    assert_eq!(
        fields(verbatim!(Option<i64>, r#"[{"type": "long", "logicalType": "timestamp-millis"}, "null"]"#, 5)),
        r#""name":"field","type":[{"type":"long","logicalType":"timestamp-millis"},"null"],"default":5}]}"#
    );
    assert_eq!(
        fields(verbatim!(
            Vec<Audit>,
            r#"{"type": "array", "x": 1, "items": {"type": "record", "name": "Audit", "fields": [
                {"name": "by", "type": ["string", "null"], "default": "nobody"}, {"name": "at", "type": "long"}]}}"#
        )),
        concat!(
            r#""name":"field","type":{"type":"array","items":{"type":"record","name":"Audit","fields":["#,
            r#"{"name":"by","type":["string","null"],"default":"nobody"},{"name":"at","type":"long"}]},"x":1}}]}"#
        )
    );
}

#[test]
fn a_verbatim_schema_of_another_type_is_refused() {
    let reason = |schema: Result<String, String>| {
        let error = schema.unwrap_err();
        let reason = error.strip_prefix("Holder.field: the schema in the attribute ").unwrap_or(&error);
        reason.to_owned()
    };
    assert_eq!(
        reason(verbatim!(Vec<i32>, r#"{"type": "array", "items": "long"}"#)),
        "is not that of the field's type: the type is `int`, the attribute says `long`"
    );
    assert_eq!(
        reason(verbatim!(Option<i32>, r#"["int", "null"]"#)),
        "begins its union with another branch than that of the field's default"
    );
    assert_eq!(
        reason(verbatim!(Option<i32>, r#"["null", "int", "string"]"#)),
        "is not that of the field's type: the union has 2 branches in the type and 3 in the attribute"
    );
    assert_eq!(
        reason(verbatim!([u8; 2], r#"{"type": "fixed", "name": "Three", "size": 3}"#)),
        "is not that of the field's type: the type is fixed `Holder_field` of 2 bytes, the attribute says fixed `Three` of 3 bytes"
    );
    assert_eq!(
        reason(verbatim!(i32, r#"{"type": "integer"}"#)),
        "is not valid: line 1, column 10: there is no type `integer`"
    );
    assert_eq!(
        reason(verbatim!(Audit, r#"{"type": "record", "name": "Audit", "fields": [], "x": 1}"#)),
        "is not that of the field's type: `Audit` takes its attributes from its own definition"
    );
}
