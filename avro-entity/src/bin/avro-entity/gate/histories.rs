//! `retire` and `rename`

use super::args;
use super::{cannot_run, history, store};
use crate::failure::Failure;
use crate::output::print;

/// Says that there is no such entity any more.
pub(crate) fn retire(args: &args::Retire) -> Result<(), Failure> {
    let store = store(args.place.schemas_folder.as_ref())?;
    let history = history(&store, &args.entity)?;
    let mut edit = store.edit(&history);
    edit.retire(&args.reason).and_then(|()| edit.commit()).map_err(cannot_run)?;
    print(|text| text.line(format!("{} is retired; its history stays", args.entity)))
}

/// Gives a history the name that its entity has today.
pub(crate) fn rename(args: &args::Rename) -> Result<(), Failure> {
    let store = store(args.place.schemas_folder.as_ref())?;
    let history = history(&store, &args.entity)?;
    let mut edit = store.edit(&history);
    edit.rename(&args.name).and_then(|()| edit.commit()).map_err(cannot_run)?;
    print(|text| {
        text.line(format!(
            "{} is {}; `check` says whether old data and old readers know the new name",
            args.entity, args.name
        ))
    })
}
