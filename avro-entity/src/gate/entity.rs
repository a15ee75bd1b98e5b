//! The entities of a crate as its code says them today.

use super::registry::Registered;
use crate::compat::{Label, Location, Sources, Version};
use crate::error::{Error, ErrorKind};
use crate::schema::{AvroSchema, Schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

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

/// What the tests of some crates say of their entities, which they hold against the histories in one folder.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Exported {
    /// The folder of the histories.
    pub schemas: PathBuf,
    /// The packages that have such a test.
    pub packages: BTreeSet<String>,
    /// Their entities, each once, sorted by package and name.
    pub entities: Vec<Entity>,
}

impl Exported {
    /// What is known of a folder of histories that no test has told of.
    ///
    /// ```
    /// use avro_entity::gate::Exported;
    /// assert!(Exported::nothing_of("schemas").entities.is_empty());
    /// ```
    pub fn nothing_of(schemas: impl Into<PathBuf>) -> Exported {
        Exported { schemas: schemas.into(), ..Exported::default() }
    }

    /// Whether its histories lie in this folder, however either path is written.
    ///
    /// ```
    /// use avro_entity::gate::Exported;
    /// assert!(Exported::nothing_of("src/../schemas").is_of("schemas"));
    /// ```
    pub fn is_of(&self, schemas: impl AsRef<Path>) -> bool {
        settled(&self.schemas) == settled(schemas.as_ref())
    }

    /// Adds what other tests say, as if they had the same folder.
    ///
    /// ```
    /// use avro_entity::{Schema, gate::{Entity, Exported}};
    /// let mut exported = Exported::nothing_of("schemas");
    /// let mut other = Exported::nothing_of("orders/schemas");
    /// other.entities.push(Entity::of_schema("Order", "orders", Schema::parse(r#""long""#)?));
    /// exported.merge(other.clone());
    /// exported.merge(other);
    /// assert_eq!(exported.entities.len(), 1);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn merge(&mut self, other: Exported) {
        self.packages.extend(other.packages);
        self.entities.extend(other.entities);
        let key = |entity: &Entity| (entity.package.clone(), entity.name.clone(), entity.location.clone());
        self.entities.sort_by_cached_key(key);
        self.entities.dedup_by_key(|entity| key(entity));
    }
}

/// The path without links and dots, as far as it exists.
fn settled(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = path.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    match there {
        Some((folder, settled)) => settled.join(path.strip_prefix(folder).unwrap_or(Path::new(""))),
        None => path,
    }
}

/// A file that one test writes.
#[derive(Serialize, Deserialize)]
struct File<'e> {
    package: String,
    #[serde(flatten)]
    said: Said<'e>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said<'e> {
    Gate {
        schemas: PathBuf,
        entities: Cow<'e, [Entity]>,
    },
    /// Why there are no entities to tell of.
    Mistake(String),
}

/// Writes entities and the folder of their histories, or why there are none, into a new file in `folder`, for a program that asks
/// the tests of a crate for them.
pub(super) fn export(
    folder: &Path,
    package: &str,
    schemas: Result<PathBuf, Error>,
    entities: Result<Vec<Entity>, Error>,
) -> Result<(), Error> {
    let place = |error: Error| error.in_file(folder);
    fs::create_dir_all(folder).map_err(|error| place(error.into()))?;
    let file = tempfile::Builder::new().prefix(&format!("{package}-")).suffix(".json").tempfile_in(folder);
    let file = file.map_err(|error| place(error.into()))?;
    let said = match schemas.and_then(|schemas| Ok((schemas, entities?))) {
        Ok((schemas, entities)) => Said::Gate { schemas, entities: entities.into() },
        Err(error) => Said::Mistake(error.to_string()),
    };
    let content = File { package: package.to_owned(), said };
    serde_json::to_writer(&file, &content).map_err(|error| place(Error::new(ErrorKind::Io, error.to_string())))?;
    file.keep().map_err(|error| place(error.error.into()))?;
    Ok(())
}

/// What the tests of some crates wrote into `folder`, when they were run with `AVRO_ENTITY_EXPORT` set to it: for each folder of
/// histories what is held against it, sorted by path.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// assert!(avro_entity::gate::exported(folder.path())?.is_empty(), "no test has run");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When a file cannot be read or is none that a gate wrote, and what the gates say of crates whose entities cannot be known: a type
/// without a valid schema, a generic root of which no type is listed.
pub fn exported(folder: &Path) -> Result<Vec<Exported>, Error> {
    let mut exported: BTreeMap<PathBuf, Exported> = BTreeMap::new();
    let mut mistakes = BTreeSet::new();
    let list = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    for entry in list.map_err(|error| Error::from(error).in_file(folder))? {
        let path = entry.path();
        let text = fs::read_to_string(&path).map_err(|error| Error::from(error).in_file(&path))?;
        let File { package, said } = serde_json::from_str(&text)
            .map_err(|error| Error::new(ErrorKind::History, error.to_string()).in_file(&path))?;
        match said {
            Said::Gate { schemas, entities } => {
                let known = exported.entry(settled(&schemas)).or_insert_with(|| Exported::nothing_of(&schemas));
                known.merge(Exported { schemas, packages: [package].into(), entities: entities.into_owned() });
            }
            Said::Mistake(mistake) => {
                mistakes.insert(format!("package `{package}`: {mistake}"));
            }
        }
    }
    let mistakes = mistakes.into_iter().map(|mistake| Error::new(ErrorKind::History, mistake)).collect();
    match Error::all(mistakes) {
        Some(error) => Err(error),
        None => Ok(exported.into_values().collect()),
    }
}
