//! Bytes of any kind under any pair of schemas: each executor refuses them or gives the same.

#![no_main]

use avro_entity::resolve::{Mode, resolve};
use avro_entity::{Decoder, generic};
use avro_entity_fuzz::agree::executors;
use avro_entity_fuzz::generate::Rng;
use avro_entity_fuzz::{limits, pair, split};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let (choices, bytes) = split(input);
    let Some([writer, reader]) = pair::pair(&mut Rng::of_bytes(choices)) else { return };
    let limits = limits();
    let plan = resolve(&writer, &reader);
    for mode in [Mode::Raw, Mode::Convert] {
        let _ = executors::read(&plan, bytes, mode, &limits);
    }
    let mut decoder = Decoder::with_limits(bytes, &limits);
    let json = generic::to_json(&writer, &mut decoder);
    let mut skipped = Decoder::with_limits(bytes, &limits);
    let skip = generic::skip(&writer, writer.root(), &mut skipped);
    if let Ok(json) = json {
        skip.expect("what is read can be skipped");
        assert_eq!(decoder.remaining(), skipped.remaining());
        let written = generic::from_json(&writer, &json).expect("what was read is written");
        let again = generic::to_json(&writer, &mut Decoder::new(&written)).expect("what was written is read");
        assert_eq!(again.to_string(), json.to_string());
    }
});
