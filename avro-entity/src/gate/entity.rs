//! The entities of a crate as its code says them today.

use super::registry::Registered;
use crate::compat::{Label, Location, Sources, Version};
use crate::error::{Error, ErrorKind};
use crate::schema::{AvroSchema, Schema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A root entity as it is in the code.
///
/// ```
/// use avro_entity::{AvroEntity, gate::Entity};
///
/// #[derive(AvroEntity)]
/// #[avro(root, namespace = "net.example")]
/// struct Account {
///     id: i64,
/// }
///
/// let entity = Entity::of::<Account>("account-service")?;
/// assert_eq!(entity.name, "net.example.Account");
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Entity {
    /// The full name.
    pub name: String,
    /// The package that has it.
    pub package: String,
    /// Its schema.
    pub schema: Schema,
    /// Where its Rust types stand.
    pub sources: Sources,
    /// Where the type itself stands.
    pub location: Option<Location>,
}

impl Entity {
    /// The entity that a type is, in a package.
    ///
    /// # Errors
    ///
    /// When the type has no valid schema.
    pub fn of<T: AvroSchema + ?Sized>(package: impl Into<String>) -> Result<Entity, Error> {
        let schema = T::try_schema()?;
        let registered = inventory::iter::<Registered>.into_iter().find(|known| known.is_of(schema));
        match registered {
            Some(registered) => registered.entity(package.into()),
            None => {
                let name =
                    schema.root_node().name().map_or_else(|| T::type_name().into_owned(), |name| name.to_string());
                Ok(Entity::new(name, package.into(), schema.clone(), None))
            }
        }
    }

    /// An entity of which there is a schema and no Rust type at hand.
    pub fn of_schema(name: impl Into<String>, package: impl Into<String>, schema: Schema) -> Entity {
        Entity::new(name.into(), package.into(), schema, None)
    }

    /// The entities that the derive made known in the package with this manifest folder, sorted by name.
    ///
    /// # Errors
    ///
    /// When one of them has no valid schema.
    pub(super) fn registered(package: &str, manifest_folder: &str) -> Result<Vec<Entity>, Error> {
        let all = inventory::iter::<Registered>.into_iter().filter(|known| known.is_in(manifest_folder));
        let mut entities: Vec<Entity> = all.map(|known| known.entity(package.to_owned())).collect::<Result<_, _>>()?;
        entities.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entities)
    }

    pub(super) fn new(name: String, package: String, schema: Schema, location: Option<Location>) -> Entity {
        let sources = Sources::of(&schema);
        let location = location.or_else(|| sources.named(&name));
        Entity { name, package, schema, sources, location }
    }

    /// The entity as the version that is compared with its history.
    pub fn today(&self) -> Version {
        Version::of(Label::Today, self.schema.clone()).with_sources(self.sources.clone())
    }
}

/// Writes entities into a new file in `folder`, for a program that asks the tests of a crate for them.
pub(super) fn export(folder: &Path, package: &str, entities: &[Entity]) -> Result<(), Error> {
    let place = |error: Error| error.in_file(folder);
    fs::create_dir_all(folder).map_err(|error| place(error.into()))?;
    let file = tempfile::Builder::new().prefix(&format!("{package}-")).suffix(".json").tempfile_in(folder);
    let file = file.map_err(|error| place(error.into()))?;
    serde_json::to_writer_pretty(&file, entities)
        .map_err(|error| place(Error::new(ErrorKind::Io, error.to_string())))?;
    file.keep().map_err(|error| place(error.error.into()))?;
    Ok(())
}

/// The entities that the tests of some crates wrote into `folder`, each once, sorted by package and name.
///
/// # Errors
///
/// When a file cannot be read or is none that a gate wrote.
pub fn exported(folder: &Path) -> Result<Vec<Entity>, Error> {
    let mut entities: BTreeMap<(String, String, String), Entity> = BTreeMap::new();
    let list = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    for entry in list.map_err(|error| Error::from(error).in_file(folder))? {
        let path = entry.path();
        let text = fs::read_to_string(&path).map_err(|error| Error::from(error).in_file(&path))?;
        let read: Vec<Entity> = serde_json::from_str(&text)
            .map_err(|error| Error::new(ErrorKind::History, error.to_string()).in_file(&path))?;
        for entity in read {
            let place = entity.location.as_ref().map_or_else(String::new, |location| format!("{location:?}"));
            entities.insert((entity.package.clone(), entity.name.clone(), place), entity);
        }
    }
    Ok(entities.into_values().collect())
}
