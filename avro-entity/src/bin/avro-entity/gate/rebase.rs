//! `rebase`

use super::args;
use super::{cannot_run, store};
use crate::failure::Failure;
use crate::output::print;
use avro_entity::history::{Rebased, Sides, rebase};

/// Puts our versions behind those of the other side, and says which numbers they got.
pub(crate) fn run(args: &args::Rebase) -> Result<(), Failure> {
    let store = store(args.place.schemas_folder.as_ref())?;
    let sides = match (&args.upstream, &args.ours) {
        (Some(upstream), Some(ours)) => Sides::new(upstream, ours),
        _ => Sides::under_way(&store).map_err(cannot_run)?,
    };
    let rebased = rebase(&store, &sides).map_err(cannot_run)?;
    print(|text| {
        if rebased.is_empty() {
            return text.line("nothing to rebase: no entity went on on both sides");
        }
        rebased.iter().flat_map(told).try_for_each(|line| text.line(line))?;
        text.line(direction(&sides))
    })
}

/// Whose versions were moved, since those that are published must not be.
fn direction(Sides { upstream, ours, .. }: &Sides) -> String {
    format!(
        "the versions of {ours} are behind those of {upstream}; where those of {ours} are the published ones, run \
         `avro-entity rebase --upstream {ours} --ours {upstream}`"
    )
}

fn told(rebased: &Rebased) -> Vec<String> {
    let entity = &rebased.entity;
    let moved = rebased.versions.iter().map(|(had, has)| match had == has {
        true => format!("{entity} {had}: kept"),
        false => format!("{entity} {had}: now {has}"),
    });
    let settings = rebased.upstreams.iter().map(|key| format!("{entity}: `{key}` differs and is as upstream has it"));
    let add = format!("{entity}: look at it, then `git add {}`", rebased.folder.display());
    moved.chain(settings).chain([add]).collect()
}
