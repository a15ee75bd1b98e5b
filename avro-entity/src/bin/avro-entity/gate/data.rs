//! `check --data`: findings weighed with the records that are there.

use super::args;
use super::check::New;
use crate::failure::Failure;
use crate::input::{Inputs, Interrupted, Records};
use avro_entity::Schema;
use avro_entity::compat::{Report, Weigher};
use avro_entity::container::Block;

/// Reads all records of the files, and adds to the findings how many of them each is about; gives the files, which know whether
/// something of them was lost.
pub(super) fn weigh<'a>(args: &'a args::Check, new: &[New], report: &mut Report) -> Result<Inputs<'a>, Failure> {
    let mut inputs = Inputs::new(&args.data, false)?.with(args.damage());
    while let Some(mut container) = inputs.next()? {
        let writer = container.header().schema().clone();
        let New { entity, version, check } = find(new, &writer).ok_or_else(|| {
            let name = writer.root_node().name().map_or_else(|| "no record".to_owned(), |name| format!("`{name}`"));
            Failure::Run(format!(
                "{}: its records are {name}, which is none of what was compared",
                container.name().display()
            ))
        })?;
        let mut weigher = Weigher::new(check, &writer, version);
        while let Some(block) = container.next_block()? {
            let weighed = weigh_block(&block, &mut weigher);
            container.pass_over(weighed)?;
        }
        report.weigh(entity, &weigher);
        inputs.close(&container);
    }
    Ok(inputs)
}

fn weigh_block(block: &Block<'_>, weigher: &mut Weigher) -> Result<(), Interrupted> {
    let mut records = Records::of(block);
    while records.next(|decoder| weigher.add(decoder))?.is_some() {}
    Ok(())
}

/// The new version that data of a schema are for: the one of its name or with its name as an alias, or the only one. Data without a
/// name, as of a union, are for the only version that has none.
fn find<'n>(new: &'n [New], writer: &Schema) -> Option<&'n New> {
    let name = writer.root_node().name();
    let is_it = |new: &&New| {
        let root = new.version.schema().root_node();
        name.is_some_and(|name| new.entity == name.full() || root.aliases().contains(name))
    };
    let is_nameless = |new: &&New| name.is_none() && new.version.schema().root_node().name().is_none();
    let mut nameless = new.iter().filter(is_nameless);
    let only = match (nameless.next(), nameless.next()) {
        (Some(only), None) => Some(only),
        _ => new.first().filter(|_| new.len() == 1),
    };
    new.iter().find(is_it).or(only)
}
