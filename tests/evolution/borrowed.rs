//! Types that borrow from the data they are read from.

use crate::proof::becomes_borrowed;
use crate::versions;
use avro_entity::resolve::resolve;
use avro_entity::{AvroSchema, Decoder, to_vec};
use std::borrow::Cow;
use std::collections::BTreeMap;

versions! {
    struct Old { id: i32, gone: Vec<String>, name: String, raw: Vec<u8>, text: String, both: Vec<u8>, inner: Vec<Inner> }
    struct Inner { key: String, n: i32 }
    #[avro(name = "Old")]
    struct New<'a> {
        inner: Vec<InnerNew<'a>>,
        raw: &'a [u8],
        #[avro(alias = "name")]
        title: &'a str,
        both: &'a str,
        text: Cow<'a, str>,
        #[avro(default = "none")]
        added: &'a str,
        #[avro(default_json = r#""json""#)]
        added_json: Cow<'a, str>,
        #[avro(default_json = r#""\u0001\u00ff""#)]
        added_bytes: &'a [u8],
        nothing: Option<&'a str>,
        id: i64,
    }
    #[avro(name = "Inner")]
    struct InnerNew<'a> { n: i64, key: Cow<'a, [u8]> }
}

fn old() -> Old {
    let inner = |key: &str, n| Inner { key: key.into(), n };
    Old {
        id: 1,
        gone: vec!["gone".into()],
        name: "name".into(),
        raw: vec![0, 255],
        text: "text".into(),
        both: b"both".to_vec(),
        inner: vec![inner("a", 1), inner("b", 2)],
    }
}

fn new() -> New<'static> {
    let inner = |key: &'static str, n| InnerNew { n, key: Cow::Borrowed(key.as_bytes()) };
    New {
        inner: vec![inner("a", 1), inner("b", 2)],
        raw: &[0, 255],
        title: "name",
        both: "both",
        text: "text".into(),
        added: "none",
        added_json: "json".into(),
        added_bytes: &[1, 255],
        nothing: None,
        id: 1,
    }
}

#[test]
fn text_and_bytes_are_borrowed_through_every_change() {
    becomes_borrowed(&old(), &new());
}

#[test]
fn what_is_borrowed_lies_in_the_data() {
    let bytes = to_vec(&old()).unwrap();
    let read: New<'_> = resolve(Old::schema(), New::schema()).read(&mut Decoder::new(&bytes)).unwrap();
    let inside = |part: &[u8]| bytes.as_ptr_range().contains(&part.as_ptr());
    assert!(inside(read.title.as_bytes()) && inside(read.raw) && inside(read.both.as_bytes()));
    assert!(matches!(&read.text, Cow::Borrowed(text) if inside(text.as_bytes())));
    assert!(matches!(&read.inner[1].key, Cow::Borrowed(key) if inside(key)));
}

#[test]
fn a_flattened_struct_borrows_too() {
    versions! {
        struct Plain { b: String, gone: i32, a: String }
        struct Part<'a> { a: &'a str, #[avro(default = "c")] c: &'a str }
        #[avro(name = "Plain")]
        struct Whole<'a> { #[avro(flatten)] part: Part<'a>, b: Cow<'a, str>, #[avro(default_json = r#""d""#)] d: &'a str }
    }
    becomes_borrowed(
        &Plain { b: "b".into(), gone: 1, a: "a".into() },
        &Whole { part: Part { a: "a", c: "c" }, b: "b".into(), d: "d" },
    );
}

#[test]
fn enums_and_newtypes_borrow_too() {
    versions! {
        enum Event { Named { name: String, n: i32 }, Text(String) }
        struct Log { events: Vec<Event>, by_name: BTreeMap<String, Event> }
        struct Text<'a>(&'a str);
        #[avro(name = "Event")]
        enum EventNew<'a> { Text(Text<'a>), Named { n: i64, name: Cow<'a, str>, #[avro(default = "x")] more: &'a str } }
        #[avro(name = "Log")]
        struct LogNew<'a> { by_name: BTreeMap<String, EventNew<'a>>, events: Vec<EventNew<'a>> }
    }
    becomes_borrowed(
        &Log {
            events: vec![Event::Text("t".into()), Event::Named { name: "n".into(), n: 1 }],
            by_name: [("k".to_owned(), Event::Text("v".into()))].into(),
        },
        &LogNew {
            by_name: [("k".to_owned(), EventNew::Text(Text("v")))].into(),
            events: vec![EventNew::Text(Text("t")), EventNew::Named { n: 1, name: "n".into(), more: "x" }],
        },
    );
}
