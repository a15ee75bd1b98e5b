//! `log`

use super::args;
use super::{cannot_run, history, store};
use crate::failure::Failure;
use crate::output::{Text, print};
use avro_entity::history::History;
use avro_entity::resolve::{Verdict, resolve};

/// Prints for each version which others' data it reads, and what is wrong with the history.
pub(crate) fn run(args: &args::Log) -> Result<(), Failure> {
    let store = store(args.place.schemas_folder.as_ref())?;
    let all = match &args.entity {
        Some(entity) => vec![history(&store, entity)?],
        None => store.histories().map_err(cannot_run)?,
    };
    if all.is_empty() {
        return Err(Failure::Run(format!("there is no history in {}", store.folder().display())));
    }
    print(|text| {
        for (index, history) in all.iter().enumerate() {
            if index > 0 {
                text.line("")?;
            }
            matrix(history, text)?;
        }
        Ok(())
    })
}

fn matrix(history: &History, text: &mut Text) -> Result<(), Failure> {
    let versions = history.versions();
    let epochs: Vec<u32> = history.epochs().iter().map(|epoch| epoch.from).collect();
    text.line(format!("{}: each row reads the data of each column (all, some, none)", history.entity()))?;
    let numbers: Vec<String> = versions.iter().map(|version| format!("{:>5}", version.number)).collect();
    text.line(format!("{:>7}{}", "", numbers.concat()))?;
    for reader in versions {
        let cells: Vec<String> = versions
            .iter()
            .map(|writer| format!("{:>5}", word(resolve(&writer.schema, &reader.schema).verdict())))
            .collect();
        let epoch = if epochs.contains(&reader.number) { "  an epoch begins" } else { "" };
        text.line(format!("{:>7}{}{epoch}", reader.number, cells.concat()))?;
    }
    for problem in history.problems() {
        text.line(problem.to_string())?;
    }
    match history.retired() {
        Some(reason) => text.line(format!("retired: {reason}")),
        None => Ok(()),
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Always => "all",
        Verdict::Conditional => "some",
        Verdict::Never => "none",
    }
}
