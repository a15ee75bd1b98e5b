//! The executors of a plan: JSON values, JSON text, and bytes under the reader's schema.

use avro_entity::resolve::{Mode, Plan};
use avro_entity::{Decoder, Error, ErrorKind, Limits, Transcoder, generic};
use serde_json::Value;

/// One datum through each executor, to the end of the bytes: the same value, or the same error.
pub fn read(plan: &Plan, bytes: &[u8], mode: Mode, limits: &Limits) -> Result<Value, Error> {
    let generic = as_json(plan, bytes, mode, limits);
    for (name, other) in
        [("text", as_text(plan, bytes, mode, limits)), ("transcoded", transcoded(plan, bytes, mode, limits))]
    {
        match (&generic, &other) {
            (Ok(generic), Ok(other)) => assert_eq!(generic.to_string(), other.to_string(), "{name}"),
            (Err(generic), Err(other)) => assert_eq!(generic.to_string(), other.to_string(), "{name}"),
            _ => panic!("generic: {generic:?}, {name}: {other:?}"),
        }
    }
    generic
}

/// Whether an error is one that only a Rust type makes, of a value that its schema allows.
pub fn is_only_typed(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Range | ErrorKind::Length | ErrorKind::Unit | ErrorKind::Scale)
}

fn as_json(plan: &Plan, bytes: &[u8], mode: Mode, limits: &Limits) -> Result<Value, Error> {
    let mut decoder = Decoder::with_limits(bytes, limits);
    let value = plan.to_json(&mut decoder, mode)?;
    decoder.finish()?;
    Ok(value)
}

fn as_text(plan: &Plan, bytes: &[u8], mode: Mode, limits: &Limits) -> Result<Value, Error> {
    let mut decoder = Decoder::with_limits(bytes, limits);
    let mut text = Vec::new();
    plan.to_json_text(&mut decoder, mode, &mut text)?;
    decoder.finish()?;
    Ok(serde_json::from_slice(&text).expect("the text is JSON"))
}

fn transcoded(plan: &Plan, bytes: &[u8], mode: Mode, limits: &Limits) -> Result<Value, Error> {
    let transcoder = Transcoder::with_plan(plan.clone()).mode(mode).limits(limits.clone());
    let written = transcoder.transcode(bytes)?;
    let mut decoder = Decoder::new(&written);
    let value = generic::to_json(plan.reader(), &mut decoder).expect("what was transcoded decodes");
    decoder.finish().expect("what was transcoded ends with the datum");
    Ok(value)
}
