//! The datum that a finding of class resolution carries, and the decoder.

use avro_entity::compat::{Break, Direction, Finding, Label, Outcome, Version};
use avro_entity::resolve::{Mode, Plan, resolve};
use avro_entity::{Decoder, generic};

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// The plan against the newest version that a finding is about, in a direction of it.
fn plans(finding: &Finding, old: &[Version], new: &Version) -> Vec<Plan> {
    let newest =
        finding.breaks.iter().map(|broken| &broken.version).max_by_key(|label| label.number()).expect("a break");
    let Label::Number(number) = newest else { panic!("a numbered version") };
    let old = old[*number as usize - 1].schema();
    let plan = |broken: &Break| match broken.direction {
        Direction::Backward => resolve(old, new.schema()),
        Direction::Forward => resolve(new.schema(), old),
    };
    finding.breaks.iter().filter(|broken| broken.version == *newest).map(plan).collect()
}

/// What is wrong with the witness of a finding; `None` when our decoder gives the error it tells.
pub fn failure(finding: &Finding, old: &[Version], new: &Version) -> Option<String> {
    let Some(witness) = &finding.witness else { return Some("no witness".into()) };
    let Outcome::Error(told) = &witness.outcome else { return Some(format!("{:?}", witness.outcome)) };
    let bytes = bytes(witness.bytes.as_deref().unwrap_or_default());
    let is_refused = |plan: &Plan| {
        generic::from_json(plan.writer(), &witness.datum).is_ok_and(|written| written == bytes)
            && plan.to_json(&mut Decoder::new(&bytes), Mode::Raw).is_err_and(|error| error.to_string() == *told)
    };
    let refused = plans(finding, old, new).iter().any(is_refused);
    (!refused).then(|| format!("{} is not refused with `{told}`", witness.datum))
}
