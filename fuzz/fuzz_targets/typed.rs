//! A datum under a derived type: owned, borrowed, into a value that is there, and generic.

#![no_main]

use avro_entity::{AvroDecode, AvroSchema, Decoder, generic, to_vec};
use avro_entity_fuzz::agree::executors;
use avro_entity_fuzz::entity::{Entity, View, canonical};
use avro_entity_fuzz::limits;
use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;

thread_local! {
    /// What is read into again and again, whatever it was left as.
    static REUSED: RefCell<Option<Entity>> = const { RefCell::new(None) };
}

fuzz_target!(|bytes: &[u8]| {
    let limits = limits();
    let decoder = || Decoder::with_limits(bytes, &limits);
    let mut owned = decoder();
    let value = Entity::decode(&mut owned);
    let mut borrowed = decoder();
    let view = View::decode(&mut borrowed);
    match (&value, &view) {
        (Ok(value), Ok(view)) => {
            assert_eq!(owned.remaining(), borrowed.remaining());
            assert_eq!(canonical(view), canonical(value));
        }
        (Err(one), Err(other)) => assert_eq!(one.to_string(), other.to_string()),
        _ => panic!("owned: {value:?}, borrowed: {view:?}"),
    }
    REUSED.with_borrow_mut(|reused| check_reused(reused, decoder(), &value));
    let json = generic::to_json(Entity::schema(), &mut decoder());
    match &value {
        Ok(value) => {
            let written = to_vec(value).expect("it was read");
            let again = Entity::decode(&mut Decoder::new(&written)).expect("it was written");
            assert_eq!(canonical(&again), canonical(value));
            json.expect("what the type takes is of its schema");
        }
        Err(error) => {
            assert!(executors::is_only_typed(error) || json.is_err(), "only the typed decoder fails: {error}");
        }
    }
});

fn check_reused(reused: &mut Option<Entity>, mut decoder: Decoder<'_>, value: &Result<Entity, avro_entity::Error>) {
    let Some(reused) = reused else {
        *reused = value.as_ref().ok().cloned();
        return;
    };
    match (reused.decode_into(&mut decoder), value) {
        (Ok(()), Ok(value)) => assert_eq!(canonical(reused), canonical(value)),
        (Err(one), Err(other)) => assert_eq!(one.to_string(), other.to_string()),
        (into, _) => panic!("into: {into:?}, by value: {value:?}"),
    }
}
