//! What the codec gives for many inputs, good and damaged: the same from build to build. `.ci/safe-agrees` has the outcomes written to
//! a file, once with and once without the feature `safe`, and `.ci/valgrind` watches how they come about.

mod entities;
mod generate;

use avro_entity::{AvroDecode, AvroEncode, Decoder, to_vec};
use entities::{Account, AccountView, Flat, FlatView, Measurement, Page, Tree};
use generate::Rng;
use proptest::prelude::Strategy;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::fmt::Write;

/// How many values of each type are tried, each whole and damaged; `AVRO_ENTITY_CASES` says otherwise.
fn cases() -> usize {
    std::env::var("AVRO_ENTITY_CASES").map_or(500, |cases| cases.parse().expect("a number of cases"))
}

/// Bytes with a few of them changed, and cut off somewhere.
fn damaged(rng: &mut Rng, bytes: &[u8]) -> Vec<u8> {
    let mut damaged = bytes.to_vec();
    if rng.chance(50) {
        damaged.truncate(rng.below(bytes.len() + 1));
    }
    for _ in 0..rng.below(4).min(damaged.len()) {
        let place = rng.below(damaged.len());
        damaged[place] = rng.next() as u8;
    }
    damaged
}

/// What a type makes of the bytes, in words: what it writes again and how much it leaves, or why not.
fn outcome<'de, T: AvroDecode<'de> + AvroEncode>(bytes: &'de [u8]) -> String {
    let mut decoder = Decoder::new(bytes);
    match T::decode(&mut decoder) {
        Ok(value) => format!("{:x?}, {} left", to_vec(&value).expect("it was read"), decoder.remaining().len()),
        Err(error) => error.to_string(),
    }
}

/// The same, into a value that is there.
fn outcome_into<'de, T: AvroDecode<'de> + AvroEncode>(value: &mut T, bytes: &'de [u8]) -> String {
    let mut decoder = Decoder::new(bytes);
    match value.decode_into(&mut decoder) {
        Ok(()) => format!("{:x?}, {} left", to_vec(value).expect("it was read"), decoder.remaining().len()),
        Err(error) => error.to_string(),
    }
}

/// The outcomes for one type, and for its view.
fn outcomes<T, V>(name: &str, values: impl Strategy<Value = T>, out: &mut String, view: V)
where
    T: for<'de> AvroDecode<'de> + AvroEncode + Clone,
    V: Fn(&[u8]) -> String,
{
    let mut runner = TestRunner::deterministic();
    let mut rng = Rng::new(1);
    let mut reused: Option<T> = None;
    for case in 0..cases() {
        let value = values.new_tree(&mut runner).expect("a value").current();
        let bytes = to_vec(&value).expect("it can be written");
        let reused = reused.get_or_insert(value);
        for bytes in [bytes.clone(), damaged(&mut rng, &bytes), damaged(&mut rng, &bytes)] {
            let by_value = outcome::<T>(&bytes);
            assert_eq!(by_value, outcome_into(reused, &bytes), "{name} {case}: into a value that is there");
            assert_eq!(by_value, view(&bytes), "{name} {case}: borrowed");
            writeln!(out, "{name} {case}: {by_value}").expect("a string takes all");
        }
    }
}

#[test]
fn a_type_gives_the_same_by_value_into_a_value_and_borrowed() {
    let mut out = String::new();
    outcomes::<Flat, _>("flat", entities::flat(), &mut out, |bytes| outcome::<FlatView<'_>>(bytes));
    outcomes::<Account, _>("account", entities::account(), &mut out, |bytes| outcome::<AccountView<'_>>(bytes));
    outcomes::<Measurement, _>("measurement", entities::measurement(), &mut out, |bytes| outcome::<Measurement>(bytes));
    outcomes::<Tree, _>("tree", entities::tree(), &mut out, |bytes| outcome::<Tree>(bytes));
    outcomes::<Page<Page<Option<i32>>>, _>("page", entities::pages(), &mut out, |bytes| {
        outcome::<Page<Page<Option<i32>>>>(bytes)
    });
    if let Some(path) = std::env::var_os("AVRO_ENTITY_OUTCOMES") {
        std::fs::write(path, out).expect("the outcomes are written");
    }
}
