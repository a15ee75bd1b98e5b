//! `schema`

use super::args;
use super::{crates, unguarded};
use crate::failure::Failure;
use crate::output::print;
use avro_entity::gate::Entity;
use std::fs;
use std::path::Path;

/// Prints today's schemas, or writes them into a folder.
pub(crate) fn run(args: &args::Schema) -> Result<(), Failure> {
    let exported = crates::entities(&args.crates)?;
    unguarded::warn(&args.crates, &exported)?;
    let entities = crates::asked_for(crates::all(&exported), args.entity.as_ref())?;
    match (&args.out, entities.as_slice()) {
        (Some(folder), entities) => write(folder, entities),
        (None, [entity]) if args.entity.is_some() => print(|text| {
            text.buffer().extend_from_slice(entity.schema.to_lines().as_bytes());
            Ok(())
        }),
        (None, entities) => print(|text| entities.iter().try_for_each(|entity| text.line(entity.schema.to_string()))),
    }
}

fn write(folder: &Path, entities: &[Entity]) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::io(folder.display(), &error))?;
    for entity in entities {
        let path = folder.join(format!("{}.avsc", entity.name));
        let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
            std::io::Write::write_all(&mut file, entity.schema.to_lines().as_bytes())?;
            file.persist(&path).map_err(|error| error.error)
        });
        written.map_err(|error| Failure::io(path.display(), &error))?;
    }
    Ok(())
}
