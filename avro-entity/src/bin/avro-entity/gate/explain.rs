//! `explain`

use super::args;
use crate::failure::Failure;
use crate::output::print;
use avro_entity::compat::{rule, rules};

/// Prints what there is to say about a rule, or the list of rules.
pub(crate) fn run(args: &args::Explain) -> Result<(), Failure> {
    match &args.rule {
        None => print(|text| {
            rules().try_for_each(|rule| {
                text.line(format!("{:<34} {:<5} {:<12} {}", rule.id, rule.severity, rule.class, rule.title))
            })
        }),
        Some(id) => {
            let known = rule(id)
                .ok_or_else(|| Failure::Run(format!("there is no rule `{id}`: `avro-entity explain` lists them")))?;
            print(|text| text.line(known.explanation().trim_end()))
        }
    }
}
