//! The entities of a crate as its code says them today.

use super::registry::Registered;
use crate::compat::{Label, Location, Sources, Version};
use crate::error::{Error, ErrorKind};
use crate::schema::{AvroSchema, Schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
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
    /// The entity that a type is. A root is of the package that has the type, which the derive knows; any other type is of
    /// `package`.
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

    /// Whether it is the same type, and not only one of the same name.
    pub(super) fn is(&self, other: &Entity) -> bool {
        self.name == other.name && self.schema.same(&other.schema)
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

/// What the tests of some crates say of their entities.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Exported {
    /// The packages that have such a test.
    pub packages: BTreeSet<String>,
    /// Their entities, each once, sorted by package and name.
    pub entities: Vec<Entity>,
}

/// A file that one test writes.
#[derive(Default, Serialize, Deserialize)]
struct File<'e> {
    package: String,
    #[serde(default)]
    entities: Cow<'e, [Entity]>,
    /// Why there are no entities to tell of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mistake: Option<String>,
}

/// Writes entities, or why there are none, into a new file in `folder`, for a program that asks the tests of a crate for them.
pub(super) fn export(folder: &Path, package: &str, entities: &Result<Vec<Entity>, Error>) -> Result<(), Error> {
    let place = |error: Error| error.in_file(folder);
    fs::create_dir_all(folder).map_err(|error| place(error.into()))?;
    let file = tempfile::Builder::new().prefix(&format!("{package}-")).suffix(".json").tempfile_in(folder);
    let file = file.map_err(|error| place(error.into()))?;
    let package = package.to_owned();
    let content = match entities {
        Ok(entities) => File { package, entities: entities.into(), mistake: None },
        Err(error) => File { package, mistake: Some(error.to_string()), ..File::default() },
    };
    serde_json::to_writer(&file, &content).map_err(|error| place(Error::new(ErrorKind::Io, error.to_string())))?;
    file.keep().map_err(|error| place(error.error.into()))?;
    Ok(())
}

/// What the tests of some crates wrote into `folder`, when they were run with `AVRO_ENTITY_EXPORT` set to it.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// let exported = avro_entity::gate::exported(folder.path())?;
/// assert!(exported.packages.is_empty(), "no test has run");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When a file cannot be read or is none that a gate wrote, and what the gates say of crates whose entities cannot be known: a type
/// without a valid schema, a generic root of which no type is listed.
pub fn exported(folder: &Path) -> Result<Exported, Error> {
    let mut exported = Exported::default();
    let mut mistakes = BTreeSet::new();
    let list = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    for entry in list.map_err(|error| Error::from(error).in_file(folder))? {
        let path = entry.path();
        let text = fs::read_to_string(&path).map_err(|error| Error::from(error).in_file(&path))?;
        let file: File<'_> = serde_json::from_str(&text)
            .map_err(|error| Error::new(ErrorKind::History, error.to_string()).in_file(&path))?;
        mistakes.extend(file.mistake.map(|mistake| format!("package `{}`: {mistake}", file.package)));
        exported.packages.insert(file.package);
        exported.entities.extend(file.entities.into_owned());
    }
    let mistakes = mistakes.into_iter().map(|mistake| Error::new(ErrorKind::History, mistake)).collect();
    if let Some(error) = Error::all(mistakes) {
        return Err(error);
    }
    let key = |entity: &Entity| (entity.package.clone(), entity.name.clone(), entity.location.clone());
    exported.entities.sort_by_cached_key(key);
    exported.entities.dedup_by_key(|entity| key(entity));
    Ok(exported)
}
