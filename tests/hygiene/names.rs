//! Fields, variants and parameters that are called as the derived code might call its own.

#![allow(non_camel_case_types, reason = "the names are what the test is about")]

use avro_entity::{AvroEntity, AvroSchema};

#[derive(AvroEntity, Debug, PartialEq)]
struct Fields {
    decoder: i32,
    encoder: i32,
    value: i32,
    self_: i32,
    builder: i32,
    record: i32,
    branch: i32,
    index: i32,
    error: i32,
    out: i32,
    d: i32,
    e: i32,
    de: i32,
    at: i32,
    field: i32,
    schema: i32,
    result: i32,
    __value: i32,
    __decoder: i32,
    _underscore: i32,
    f0: i32,
    _0: i32,
}

#[derive(AvroEntity, Debug, PartialEq)]
struct Raw {
    r#type: i32,
    r#match: Option<i32>,
    #[avro(name = "abstract")]
    r#abstract: bool,
    r#fn: r#enum,
}

#[derive(AvroEntity, Debug, PartialEq)]
enum r#enum {
    r#struct,
    r#mod,
}

#[derive(AvroEntity, Debug, PartialEq)]
enum Variants {
    Ok { r#in: i32, decoder: i32 },
    Err { value: i32, branch: i32, encoder: i32, index: i32 },
    Some(i32),
    None,
    r#loop(i32, i32),
}

fn fields(x: i32) -> Fields {
    Fields {
        decoder: x,
        encoder: 2,
        value: 3,
        self_: 4,
        builder: 5,
        record: 6,
        branch: 7,
        index: 8,
        error: 9,
        out: 10,
        d: 11,
        e: 12,
        de: 13,
        at: 14,
        field: 15,
        schema: 16,
        result: 17,
        __value: 18,
        __decoder: 19,
        _underscore: 20,
        f0: 21,
        _0: 22,
    }
}

#[test]
fn no_field_is_mistaken_for_a_local() {
    let expected: Vec<u8> = (1..=22).map(|x| 2 * x).collect();
    assert_eq!(super::round_trip(&fields(1), fields(-1)), expected);
}

#[test]
fn raw_identifiers_lose_their_mark_in_the_schema() {
    let json = Raw::schema().to_json();
    let names: Vec<&str> = json["fields"].as_array().into_iter().flatten().filter_map(|f| f["name"].as_str()).collect();
    assert_eq!(names, ["type", "match", "abstract", "fn"]);
    let raw = |kind| Raw { r#type: 1, r#match: None, r#abstract: true, r#fn: kind };
    assert_eq!(super::round_trip(&raw(r#enum::r#mod), raw(r#enum::r#struct)), [2, 0, 1, 2]);
}

#[test]
fn no_binding_of_a_variant_is_mistaken_for_a_local() {
    let variants = || {
        [
            Variants::Ok { r#in: 1, decoder: 2 },
            Variants::Err { value: 1, branch: 2, encoder: 3, index: 4 },
            Variants::Some(1),
            Variants::None,
            Variants::r#loop(1, 2),
        ]
    };
    let lengths: Vec<usize> =
        variants().iter().zip(variants().into_iter().rev()).map(|(a, b)| super::round_trip(a, b).len()).collect();
    assert_eq!(lengths, [3, 5, 2, 1, 3]);
}
