//! Data of one version read as another: the executors agree, the typed decoder adds nothing but errors that only Rust types have, and
//! a verdict keeps its word.

#![no_main]

use avro_entity::resolve::{Mode, Plan, Verdict, resolve};
use avro_entity::{AvroSchema, Decoder, Error, Limits};
use avro_entity_fuzz::agree::executors;
use avro_entity_fuzz::entity::{Entity, canonical, sorted};
use avro_entity_fuzz::generate::Rng;
use avro_entity_fuzz::generate::data::Data;
use avro_entity_fuzz::{pair, split};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// The longest datum, in bytes, that is read: a longer one takes seconds under the sanitizer and shows no more.
const LONGEST: usize = 64 << 10;

fuzz_target!(|input: &[u8]| {
    let (choices, data) = split(input);
    let (mut rng, mut data_rng) = (Rng::of_bytes(choices), Rng::of_bytes(data));
    let of_entity = rng.chance(50);
    let schemas = match of_entity {
        true => pair::writer_of_entity(&mut rng).map(|writer| [writer, Entity::schema().clone()]),
        false => pair::pair(&mut rng),
    };
    let Some([writer, reader]) = schemas else { return };
    let Some(data) = Data::new(&writer) else { return };
    let datum = data.datum(&mut data_rng);
    // A record that holds several of another that does so again makes data that grow with each level.
    if datum.len() > LONGEST {
        return;
    }
    let plan = resolve(&writer, &reader);
    let raw = executors::read(&plan, &datum, Mode::Raw, &Limits::DEFAULT);
    match (&raw, plan.verdict()) {
        (Ok(_), Verdict::Never) => panic!("`Never` was read"),
        (Err(error), Verdict::Always) => panic!("`Always` failed: {error}"),
        _ => {}
    }
    let converted = executors::read(&plan, &datum, Mode::Convert, &Limits::DEFAULT);
    if of_entity {
        check_typed(&plan, &datum, converted);
    }
});

fn check_typed(plan: &Plan, datum: &[u8], generic: Result<Value, Error>) {
    match plan.read::<Entity>(&mut Decoder::new(datum)) {
        Ok(typed) => {
            let generic = generic.expect("only the generic decoder fails");
            assert_eq!(canonical(&typed), sorted(&generic));
            let mut into = typed;
            plan.read_into(&mut into, &mut Decoder::new(datum)).expect("it was read");
            assert_eq!(canonical(&into), sorted(&generic));
        }
        Err(error) => {
            assert!(executors::is_only_typed(&error) || generic.is_err(), "only the typed decoder fails: {error}");
        }
    }
}
