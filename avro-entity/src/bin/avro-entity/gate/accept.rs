//! `accept`

use super::args;
use super::reporting::tell;
use super::{cannot_run, crates};
use crate::failure::Failure;
use crate::output::print;
use avro_entity::gate::{Acceptance, Gate};

/// Records today's entities; ends with exit code 100 when one is refused.
pub(crate) fn run(args: &args::Accept) -> Result<(), Failure> {
    let mut exported = crates::entities(&args.crates)?;
    if let Some(name) = &args.entity {
        exported.entities.retain(|entity| entity.name == *name);
        if exported.entities.is_empty() {
            return Err(Failure::Run(format!("there is no entity `{name}` here")));
        }
    }
    let mut acceptance = Acceptance::default();
    acceptance.waive.clone_from(&args.waive);
    acceptance.reason = args.reason.clone().unwrap_or_default();
    acceptance.expires = args.expires;
    acceptance.new_epoch = args.new_epoch;
    let gate = Gate::new(crates::store(&args.crates)?);
    let accepted = gate.accept(&exported.entities, &acceptance).map_err(cannot_run)?;
    print(|text| {
        if accepted.recorded.is_empty() && !accepted.refused.is_denied() {
            text.line("nothing to record: every entity is what its history ends with")?;
        }
        accepted.recorded.iter().try_for_each(|recorded| text.line(recorded.to_string()))
    })?;
    if accepted.refused.is_denied() {
        let base = gate.store().folder().parent().unwrap_or(gate.store().folder());
        tell(&accepted.refused, args::Shape { format: avro_entity::compat::Format::Text }, base)?;
        return Err(Failure::Found);
    }
    Ok(())
}
