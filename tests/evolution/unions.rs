//! `Option` gained and lost, and enums with data whose variants come and go.

use crate::proof::{all_become, becomes, is_refused};
use crate::versions;
use avro_entity::ErrorKind;
use std::collections::BTreeMap;

#[test]
fn a_field_becomes_optional() {
    versions! {
        struct Old { id: i32, name: String, at: i32, list: Vec<i32> }
        #[avro(name = "Old")]
        struct New { list: Option<Vec<i64>>, id: Option<i32>, #[avro(default = "x")] name: Option<String>, at: Option<f64> }
    }
    becomes(
        &Old { id: 1, name: "n".into(), at: 2, list: vec![3] },
        &New { list: Some(vec![3]), id: Some(1), name: Some("n".into()), at: Some(2.0) },
    );
}

#[test]
fn an_option_that_is_lost_reads_the_values_that_are_there() {
    versions! {
        struct Old { id: Option<i32>, name: Option<String> }
        #[avro(name = "Old")]
        struct New { id: i64, #[avro(default = "x")] name: String }
    }
    becomes(&Old { id: Some(1), name: Some("n".into()) }, &New { id: 1, name: "n".into() });
    is_refused::<_, New>(
        &Old { id: None, name: Some("n".into()) },
        ErrorKind::Resolution,
        "Old.id at byte 1: `null` is not read as `long`",
    );
}

#[test]
fn an_option_of_a_changed_record_is_read_through() {
    versions! {
        struct Inner { id: i32, gone: String }
        struct Old { inner: Option<Inner>, boxed: Option<Box<Inner>>, last: i32 }
        #[avro(name = "Inner")]
        struct InnerNew { #[avro(default = 2)] added: i32, id: i64 }
        #[avro(name = "Old")]
        struct New { boxed: Option<Box<InnerNew>>, inner: Option<InnerNew>, last: i32 }
    }
    let old = |id| Inner { id, gone: "g".into() };
    let new = |id| InnerNew { added: 2, id };
    all_become(&[
        (&Old { inner: Some(old(1)), boxed: None, last: 9 }, &New { inner: Some(new(1)), boxed: None, last: 9 }),
        (
            &Old { inner: None, boxed: Some(Box::new(old(2))), last: 8 },
            &New { inner: None, boxed: Some(Box::new(new(2))), last: 8 },
        ),
    ]);
}

#[test]
fn variants_are_added_and_change_places() {
    versions! {
        enum Old { Cash, Card { number: String }, Points(i64) }
        struct Holder { one: Old, many: Vec<Old>, maybe: Option<Old>, by_name: BTreeMap<String, Old> }
        enum New { Points(i64), Iou { who: String }, Card { number: String, #[avro(default = 12)] month: i32 }, Cash, Text(String) }
        #[avro(name = "Holder")]
        struct HolderNew { maybe: Option<New>, by_name: BTreeMap<String, New>, one: New, many: Vec<New> }
    }
    let card = || Old::Card { number: "1".into() };
    let card_new = || New::Card { number: "1".into(), month: 12 };
    all_become(&[(&Old::Cash, &New::Cash), (&card(), &card_new()), (&Old::Points(5), &New::Points(5))]);
    all_become(&[
        (
            &Holder {
                one: card(),
                many: vec![Old::Points(1), Old::Cash, card()],
                maybe: None,
                by_name: BTreeMap::new(),
            },
            &HolderNew {
                one: card_new(),
                many: vec![New::Points(1), New::Cash, card_new()],
                maybe: None,
                by_name: BTreeMap::new(),
            },
        ),
        (
            &Holder {
                one: Old::Cash,
                many: vec![],
                maybe: Some(card()),
                by_name: BTreeMap::from([("k".into(), Old::Points(2))]),
            },
            &HolderNew {
                one: New::Cash,
                many: vec![],
                maybe: Some(card_new()),
                by_name: BTreeMap::from([("k".into(), New::Points(2))]),
            },
        ),
    ]);
}

#[test]
fn a_variant_that_is_gone_is_refused_when_it_comes() {
    versions! {
        enum Payment { Cash, Card { number: String }, Points(i64) }
        struct Old { payments: Vec<Payment> }
        #[avro(name = "Payment")]
        enum PaymentNew { Points(i64), Cash }
        #[avro(name = "Old")]
        struct New { payments: Vec<PaymentNew> }
    }
    becomes(
        &Old { payments: vec![Payment::Cash, Payment::Points(1)] },
        &New { payments: vec![PaymentNew::Cash, PaymentNew::Points(1)] },
    );
    is_refused::<_, New>(
        &Old { payments: vec![Payment::Cash, Payment::Card { number: "1".into() }] },
        ErrorKind::Branch,
        "Old.payments[1] at byte 3: no branch of the union of `long` and `Cash` takes record `Card`",
    );
}

#[test]
fn variants_are_renamed_by_alias() {
    versions! {
        enum Old { Card { number: String }, Cash }
        enum New { #[avro(alias = "Cash")] Coins, #[avro(alias = "Card")] CreditCard { #[avro(alias = "number")] digits: String } }
    }
    all_become(&[
        (&Old::Cash, &New::Coins),
        (&Old::Card { number: "1".into() }, &New::CreditCard { digits: "1".into() }),
    ]);
}

#[test]
fn a_variant_is_promoted_to_the_first_that_takes_it() {
    versions! {
        enum Old { Flag(bool), Number(i32), Text(String) }
        enum New { Text(String), Real(f64), Flag(bool), Long(i64) }
    }
    all_become(&[
        (&Old::Flag(true), &New::Flag(true)),
        (&Old::Number(3), &New::Real(3.0)),
        (&Old::Text("t".into()), &New::Text("t".into())),
    ]);
}

#[test]
fn a_struct_becomes_one_variant_of_an_enum_and_back() {
    versions! {
        struct Card { number: String, old: i32 }
        struct Old { payment: Card }
        #[avro(name = "Card")]
        struct CardNew { number: String, added: Option<bool> }
        enum Payment { Points(i64), Card(CardNew) }
        #[avro(name = "Old")]
        struct New { payment: Payment }
    }
    let new = New { payment: Payment::Card(CardNew { number: "1".into(), added: None }) };
    becomes(&Old { payment: Card { number: "1".into(), old: 2 } }, &new);
    versions! {
        #[avro(name = "Old")]
        struct Back { payment: Card2 }
        #[avro(name = "Card")]
        struct Card2 { number: String }
    }
    becomes(&new, &Back { payment: Card2 { number: "1".into() } });
    is_refused::<_, Back>(
        &New { payment: Payment::Points(1) },
        ErrorKind::Resolution,
        "Old.payment at byte 1: `long` is not read as `record`",
    );
}

#[test]
fn nested_enums_are_one_union_before_and_after() {
    versions! {
        enum Inner { Left(bool), Right { x: i32 } }
        enum Old { Text(String), Inner(Inner) }
        struct Holder { all: Vec<Option<Old>> }
        #[avro(name = "Inner")]
        enum InnerNew { Right { #[avro(default = 1)] y: i32, x: i64 }, Left(bool) }
        enum New { Inner(InnerNew), Bytes(Vec<u8>) }
        #[avro(name = "Holder")]
        struct HolderNew { all: Vec<Option<New>> }
    }
    becomes(
        &Holder {
            all: vec![
                None,
                Some(Old::Text("t".into())),
                Some(Old::Inner(Inner::Left(true))),
                Some(Old::Inner(Inner::Right { x: 1 })),
            ],
        },
        &HolderNew {
            all: vec![
                None,
                Some(New::Bytes(b"t".to_vec())),
                Some(New::Inner(InnerNew::Left(true))),
                Some(New::Inner(InnerNew::Right { y: 1, x: 1 })),
            ],
        },
    );
}

#[test]
fn an_ignored_variant_is_no_branch() {
    versions! {
        enum Old { A { x: i32 }, B(String), C(bool) }
        enum New { #[avro(ignore)] Cache(u8), C(bool), B(String), A { x: i64 } }
    }
    all_become(&[
        (&Old::A { x: 1 }, &New::A { x: 1 }),
        (&Old::B("b".into()), &New::B("b".into())),
        (&Old::C(true), &New::C(true)),
    ]);
    let error = avro_entity::to_vec(&New::Cache(1)).unwrap_err();
    assert_eq!(error.message(), "the variant `New::Cache` is `#[avro(ignore)]` and cannot be written");
}

#[test]
fn an_error_in_a_variant_names_the_variant() {
    versions! {
        enum Old { A, B { gone: i32, bytes: Vec<u8> } }
        enum New { B { bytes: String }, A }
    }
    is_refused::<_, New>(
        &Old::B { gone: 1, bytes: vec![0xff] },
        ErrorKind::Utf8,
        "New.B.bytes at byte 2: a string is UTF-8: invalid utf-8 sequence of 1 bytes from index 0",
    );
}
