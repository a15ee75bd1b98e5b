//! What the compatibility check says of reading, and the decoder.

use avro_entity::compat::{Break, Class, Direction, Finding, Label, Outcome, Report, Version};
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
    let failures: Vec<_> = plans(finding, old, new).iter().map(|plan| failure_under(plan, finding)).collect();
    failures.into_iter().reduce(|one, other| one.and(other)).unwrap_or_else(|| Some("no plan".into()))
}

/// The same under a plan.
pub fn failure_under(plan: &Plan, finding: &Finding) -> Option<String> {
    let Some(witness) = &finding.witness else { return Some("no witness".into()) };
    let Some(hex) = &witness.bytes else { return Some("no bytes".into()) };
    let bytes = bytes(hex);
    if generic::from_json(plan.writer(), &witness.datum).ok().as_ref() != Some(&bytes) {
        return Some(format!("{} is not {hex}", witness.datum));
    }
    match (plan.to_json(&mut Decoder::new(&bytes), Mode::Raw), &witness.outcome) {
        (Err(error), Outcome::Error(told)) if error.to_string() == *told => None,
        (read, told) => Some(format!("{} is {read:?}, and the finding tells {told:?}", witness.datum)),
    }
}

/// Whether something is denied that breaks the reading in a direction.
pub fn is_broken(report: &Report, direction: Direction) -> bool {
    report.denied().any(|finding| {
        matches!(finding.rule.class, Class::Resolution | Class::Schema)
            && finding.breaks.iter().any(|broken| broken.direction == direction)
    })
}
