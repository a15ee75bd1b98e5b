//! Promotions, and numbers that do not fit.

use crate::proof::{all_become, becomes, is_refused};
use crate::versions;
use avro_entity::ErrorKind;
use std::num::NonZeroU32;
use std::sync::Arc;

#[test]
fn numbers_are_widened() {
    versions! {
        struct Old { a: i32, b: i32, c: i32, d: i64, e: i64, f: f32, small: u8 }
        #[avro(name = "Old")]
        struct New { a: i64, b: f32, c: f64, d: f32, e: f64, f: f64, small: u32 }
    }
    all_become(&[
        (
            &Old { a: i32::MIN, b: 16_777_217, c: i32::MAX, d: -3, e: 1 << 53, f: 0.1, small: 255 },
            &New {
                a: i32::MIN.into(),
                b: 16_777_216.0,
                c: f64::from(i32::MAX),
                d: -3.0,
                e: 9_007_199_254_740_992.0,
                f: f64::from(0.1f32),
                small: 255,
            },
        ),
        (
            &Old { a: 0, b: 0, c: 0, d: i64::MAX, e: i64::MIN, f: f32::NEG_INFINITY, small: 0 },
            &New { a: 0, b: 0.0, c: 0.0, d: i64::MAX as f32, e: i64::MIN as f64, f: f64::NEG_INFINITY, small: 0 },
        ),
    ]);
}

#[test]
fn numbers_are_widened_under_every_container() {
    versions! {
        struct Old {
            list: Vec<i32>,
            array: [i32; 2],
            option: Option<i32>,
            boxed: Box<i32>,
            shared: Arc<i32>,
            tuple: (i32, f32),
            map: std::collections::BTreeMap<String, i32>,
            deep: Option<Vec<Option<Vec<i32>>>>,
        }
        #[avro(name = "Old")]
        struct New {
            list: Vec<i64>,
            array: [f64; 2],
            option: Option<f32>,
            boxed: Box<i64>,
            shared: Arc<f64>,
            tuple: Pair,
            map: std::collections::BTreeMap<String, i64>,
            deep: Option<Vec<Option<Vec<i64>>>>,
        }
        #[avro(name = "Tuple2_int_float", namespace = "avro_entity")]
        struct Pair(i64, f64);
    }
    becomes(
        &Old {
            list: vec![1, -2],
            array: [3, 4],
            option: Some(5),
            boxed: Box::new(6),
            shared: Arc::new(7),
            tuple: (8, 0.5),
            map: [("k".to_owned(), 9)].into(),
            deep: Some(vec![None, Some(vec![10])]),
        },
        &New {
            list: vec![1, -2],
            array: [3.0, 4.0],
            option: Some(5.0),
            boxed: Box::new(6),
            shared: Arc::new(7.0),
            tuple: Pair(8, 0.5),
            map: [("k".to_owned(), 9)].into(),
            deep: Some(vec![None, Some(vec![10])]),
        },
    );
}

#[test]
fn text_and_bytes_become_each_other() {
    versions! {
        struct Old { text: String, bytes: Vec<u8>, more: Option<Vec<String>> }
        #[avro(name = "Old")]
        struct New { text: Vec<u8>, bytes: String, more: Option<Vec<Vec<u8>>> }
    }
    all_become(&[
        (
            &Old { text: "ä".into(), bytes: "ö".into(), more: Some(vec!["x".into()]) },
            &New { text: "ä".into(), bytes: "ö".into(), more: Some(vec![vec![b'x']]) },
        ),
        (
            &Old { text: String::new(), bytes: vec![], more: None },
            &New { text: vec![], bytes: String::new(), more: None },
        ),
    ]);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    versions! {
        struct Old { id: i32, bytes: Vec<u8> }
        #[avro(name = "Old")]
        struct New { bytes: String }
    }
    is_refused::<_, New>(
        &Old { id: 1, bytes: vec![b'a', 0xff] },
        ErrorKind::Utf8,
        "Old.bytes at byte 1: a string is UTF-8: invalid utf-8 sequence of 1 bytes from index 1",
    );
}

#[test]
fn a_number_outside_the_range_of_its_rust_type_is_refused() {
    versions! {
        struct Old { wide: i64, list: Vec<i32> }
        #[avro(name = "Old")]
        struct New { list: Vec<u16>, #[avro(name = "wide")] narrow: u32 }
    }
    becomes(&Old { wide: 1 << 31, list: vec![255] }, &New { list: vec![255], narrow: 1 << 31 });
    is_refused::<_, New>(
        &Old { wide: -1, list: vec![] },
        ErrorKind::Range,
        "Old.wide at byte 0: the long -1 is outside the range of `u32`",
    );
}

#[test]
fn a_promoted_number_is_checked_too() {
    versions! {
        struct Old { count: i32, rank: i32 }
        #[avro(name = "Old")]
        struct New { rank: NonZeroU32, count: u64 }
    }
    let rank = NonZeroU32::new(3).unwrap();
    becomes(&Old { count: 1, rank: 3 }, &New { rank, count: 1 });
    is_refused::<_, New>(
        &Old { count: -1, rank: 3 },
        ErrorKind::Range,
        "Old.count at byte 0: the long -1 is outside the range of `u64`",
    );
    is_refused::<_, New>(
        &Old { count: 1, rank: 0 },
        ErrorKind::Range,
        "Old.rank at byte 1: expected a `NonZero<u32>`, found 0",
    );
}

#[test]
fn numbers_are_never_narrowed() {
    versions! {
        struct Old { number: i64 }
        #[avro(name = "Old")]
        struct New { number: i32 }
    }
    is_refused::<_, New>(
        &Old { number: 1 },
        ErrorKind::Resolution,
        "Old.number at byte 0: `long` is not read as `int`",
    );
}

#[test]
fn fixed_arrays_keep_their_length() {
    versions! {
        struct Old { at: Vec<f32>, raw: [u8; 2] }
        #[avro(name = "Old")]
        struct New { raw: [u8; 2], at: [f64; 2] }
    }
    becomes(&Old { at: vec![1.0, 2.0], raw: [1, 2] }, &New { raw: [1, 2], at: [1.0, 2.0] });
    is_refused::<_, New>(
        &Old { at: vec![1.0], raw: [1, 2] },
        ErrorKind::Length,
        "Old.at at byte 0: expected 2 items, found 1",
    );
}

#[test]
fn a_fixed_of_another_size_is_refused() {
    versions! {
        struct Old { #[avro(fixed = "Digest")] digest: [u8; 4] }
        #[avro(name = "Old")]
        struct New { #[avro(fixed = "Digest")] digest: [u8; 8] }
    }
    is_refused::<_, New>(
        &Old { digest: [0; 4] },
        ErrorKind::Resolution,
        "Old.digest at byte 0: `Digest` has 4 bytes, expected 8",
    );
}
