//! Enums without data: symbols come, go and move.

use crate::proof::{all_become, becomes, is_refused};
use crate::versions;
use avro_entity::ErrorKind;
use std::collections::BTreeMap;

#[test]
fn symbols_are_added_and_change_places() {
    versions! {
        enum Suit { Clubs, Hearts }
        struct Old { one: Suit, many: Vec<Suit>, maybe: Option<Suit>, by_name: BTreeMap<String, Suit>, boxed: Box<Suit> }
        #[avro(name = "Suit")]
        enum SuitNew { Spades, Hearts, Diamonds, Clubs }
        #[avro(name = "Old")]
        struct New { boxed: Box<SuitNew>, by_name: BTreeMap<String, SuitNew>, maybe: Option<SuitNew>, many: Vec<SuitNew>, one: SuitNew }
    }
    all_become(&[(&Suit::Clubs, &SuitNew::Clubs), (&Suit::Hearts, &SuitNew::Hearts)]);
    becomes(
        &Old {
            one: Suit::Clubs,
            many: vec![Suit::Hearts, Suit::Clubs],
            maybe: Some(Suit::Hearts),
            by_name: BTreeMap::from([("k".into(), Suit::Clubs)]),
            boxed: Box::new(Suit::Hearts),
        },
        &New {
            one: SuitNew::Clubs,
            many: vec![SuitNew::Hearts, SuitNew::Clubs],
            maybe: Some(SuitNew::Hearts),
            by_name: BTreeMap::from([("k".into(), SuitNew::Clubs)]),
            boxed: Box::new(SuitNew::Hearts),
        },
    );
}

#[test]
fn a_symbol_that_is_gone_becomes_the_default() {
    versions! {
        enum Old { A, B, C }
        #[avro(name = "Old")]
        enum New { C, #[avro(default)] Unknown, #[avro(ignore)] Cache }
    }
    all_become(&[(&Old::A, &New::Unknown), (&Old::B, &New::Unknown), (&Old::C, &New::C)]);
    assert_eq!(avro_entity::to_vec(&New::Cache).unwrap_err().kind(), ErrorKind::Unrepresentable);
}

#[test]
fn a_symbol_that_is_gone_without_a_default_is_refused() {
    versions! {
        enum State { Open, Closed, Odd }
        struct Old { id: i32, states: Vec<State> }
        #[avro(name = "State")]
        enum StateNew { Closed, Open }
        #[avro(name = "Old")]
        struct New { states: Vec<StateNew> }
    }
    becomes(
        &Old { id: 1, states: vec![State::Open, State::Closed] },
        &New { states: vec![StateNew::Open, StateNew::Closed] },
    );
    is_refused::<_, New>(
        &Old { id: 1, states: vec![State::Open, State::Odd] },
        ErrorKind::Symbol,
        "Old.states[1] at byte 3: enum `State` has no default and none of the symbols `Odd`",
    );
}

#[test]
fn symbols_are_renamed_in_rust_alone() {
    versions! {
        #[avro(rename_all = "SCREAMING_SNAKE_CASE")]
        enum Old { DarkRed, Green }
        #[avro(name = "Old")]
        enum New { #[avro(name = "GREEN")] Gruen, #[avro(name = "DARK_RED")] Dunkelrot, Blau }
    }
    all_become(&[(&Old::DarkRed, &New::Dunkelrot), (&Old::Green, &New::Gruen)]);
    let _ = New::Blau;
}

#[test]
fn an_enum_of_empty_records_is_a_union_and_evolves_as_one() {
    versions! {
        #[avro(repr = "union")]
        enum Old { A, B }
        enum New { B, A, #[avro(name = "Other")] C { x: i32 } }
    }
    all_become(&[(&Old::A, &New::A), (&Old::B, &New::B)]);
}
