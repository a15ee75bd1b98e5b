//! `accept`

use super::args;
use super::check::{base_of, system_day};
use super::reporting::{tell, tell_how_to_waive};
use super::{cannot_run, crates, unguarded};
use crate::failure::Failure;
use crate::input::foreign_schema;
use crate::output::print;
use avro_entity::compat::Format;
use avro_entity::gate::{Acceptance, Entity, Exported, Gate};
use avro_entity::history::Store;
use std::path::PathBuf;

/// Records today's entities; ends with exit code 100 when one is refused.
pub(crate) fn run(args: &args::Accept) -> Result<(), Failure> {
    let today = system_day()?;
    if let Some(day) = args.expires.filter(|day| *day < today) {
        return Err(Failure::Run(format!("`--expires {day}` is past: today is {today}")));
    }
    let exported = crates::entities(&args.crates)?;
    unguarded::warn(&args.crates, &exported)?;
    let asked = crates::asked_for(crates::all(&exported), args.entity.as_ref())?;
    match (args.from.as_slice(), asked.as_slice()) {
        ([], _) => {}
        (from, [entity]) => return adopt(&store_of(entity, &exported)?, entity, from),
        _ => return Err(Failure::Run("`--from` begins one history, and several entities have that name".to_owned())),
    }
    let mut acceptance = Acceptance::default();
    acceptance.waive.clone_from(&args.waive);
    acceptance.reason = args.reason.clone().unwrap_or_default();
    acceptance.expires = args.expires;
    acceptance.new_epoch = args.new_epoch;
    acceptance.entity.clone_from(&args.entity);
    let gates = exported.iter().map(|exported| Ok(Gate::new(open(exported)?))).collect::<Result<Vec<_>, Failure>>()?;
    let each: Vec<(&Gate, &[Entity])> =
        gates.iter().zip(&exported).map(|(gate, exported)| (gate, exported.entities.as_slice())).collect();
    let accepted = Gate::accept_each(&each, &acceptance).map_err(cannot_run)?;
    print(|text| {
        if accepted.recorded.is_empty() && !accepted.refused.is_denied() {
            text.line("nothing to record: every entity is what its history ends with")?;
        }
        accepted.recorded.iter().try_for_each(|recorded| text.line(recorded.to_string()))
    })?;
    let base = base_of(&exported);
    let shape = args::Shape { format: Format::Text };
    if !accepted.warnings.findings.is_empty() {
        tell(&accepted.warnings, shape, &base)?;
    }
    if accepted.refused.is_denied() {
        tell(&accepted.refused, shape, &base)?;
        tell_how_to_waive(&accepted.refused)?;
        return Err(Failure::Found);
    }
    Ok(())
}

fn open(exported: &Exported) -> Result<Store, Failure> {
    Store::open(&exported.schemas).map_err(cannot_run)
}

/// The store that an entity is held against.
fn store_of(entity: &Entity, exported: &[Exported]) -> Result<Store, Failure> {
    let all_of = |exported: &&Exported| exported.entities.contains(entity);
    exported
        .iter()
        .find(all_of)
        .map_or_else(|| Err(Failure::Run(format!("there is no entity `{}` here", entity.name))), open)
}

/// Begins a history with schemas that were in use before there was one.
fn adopt(store: &Store, entity: &Entity, files: &[PathBuf]) -> Result<(), Failure> {
    let mut edit = store.create(&entity.name, &entity.package).map_err(cannot_run)?;
    let mut recorded = Vec::new();
    for file in files {
        let (schema, file) = (foreign_schema(file)?, file.display());
        let number = edit.record(&schema).map_err(|error| Failure::Run(format!("{file}: {error}")))?;
        recorded.push(format!("{}: version {number} is {file}", entity.name));
    }
    edit.commit().map_err(cannot_run)?;
    print(|text| recorded.into_iter().try_for_each(|line| text.line(line)))
}
