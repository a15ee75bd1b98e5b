//! Where the schemas of single-object messages are found: stores keyed by the CRC-64-AVRO fingerprint.

use crate::error::{Error, ErrorKind};
use crate::schema::{AvroSchema, Difference, Schema, difference};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

/// Finds the schema of a fingerprint: the "schema store" of the specification's section "Single-object encoding".
///
/// Implement it for whatever holds your schemas; [`MemoryStore`], [`FolderStore`] and [`Chain`] are here.
///
/// ```
/// use avro_entity::{AvroSchema, Error, Schema, SchemaStore};
/// struct OnlyLongs;
/// impl SchemaStore for OnlyLongs {
///     fn find(&self, fingerprint: u64) -> Result<Option<Schema>, Error> {
///         let schema = i64::schema();
///         Ok((schema.crc64() == fingerprint).then(|| schema.clone()))
///     }
/// }
/// assert!(OnlyLongs.find(1)?.is_none());
/// # Ok::<(), Error>(())
/// ```
pub trait SchemaStore: Send + Sync {
    /// The schema whose CRC-64-AVRO fingerprint is `fingerprint`; `None` when this store does not have it.
    ///
    /// # Errors
    ///
    /// When the store could not be asked.
    fn find(&self, fingerprint: u64) -> Result<Option<Schema>, Error>;
}

impl<S: SchemaStore + ?Sized> SchemaStore for &S {
    fn find(&self, fingerprint: u64) -> Result<Option<Schema>, Error> {
        (**self).find(fingerprint)
    }
}

impl<S: SchemaStore + ?Sized> SchemaStore for std::sync::Arc<S> {
    fn find(&self, fingerprint: u64) -> Result<Option<Schema>, Error> {
        (**self).find(fingerprint)
    }
}

/// Schemas in memory, shared between threads.
///
/// ```
/// use avro_entity::{AvroSchema, MemoryStore, SchemaStore};
/// let store = MemoryStore::new();
/// let fingerprint = store.insert(<Vec<i64>>::schema().clone())?;
/// assert!(store.find(fingerprint)?.is_some());
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct MemoryStore {
    schemas: RwLock<HashMap<u64, Schema>>,
}

impl MemoryStore {
    /// A store without schemas.
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }

    /// Adds a schema and says its fingerprint.
    ///
    /// A schema that differs from the one of the same fingerprint in documentation, aliases, defaults or properties only is
    /// no conflict, since the same bytes mean the same under both: the first one stays.
    ///
    /// # Errors
    ///
    /// Of kind [`Schema`](ErrorKind::Schema) when the fingerprint belongs to a schema of another canonical form, which is a
    /// collision of CRC-64, or of other logical types, under which the same bytes mean something else.
    pub fn insert(&self, schema: Schema) -> Result<u64, Error> {
        let fingerprint = schema.crc64();
        let mut schemas = self.schemas.write().unwrap_or_else(PoisonError::into_inner);
        match schemas.get(&fingerprint) {
            Some(known) => agree(known, &schema)?,
            None => drop(schemas.insert(fingerprint, schema)),
        }
        Ok(fingerprint)
    }

    /// Adds the schema of a Rust type and says its fingerprint.
    ///
    /// # Errors
    ///
    /// As [`insert`](MemoryStore::insert), and when the type has no valid schema.
    pub fn insert_type<T: AvroSchema + ?Sized>(&self) -> Result<u64, Error> {
        self.insert(T::try_schema()?.clone())
    }
}

impl SchemaStore for MemoryStore {
    fn find(&self, fingerprint: u64) -> Result<Option<Schema>, Error> {
        Ok(self.schemas.read().unwrap_or_else(PoisonError::into_inner).get(&fingerprint).cloned())
    }
}

/// The schemas of a folder of `.avsc` files, with its subfolders, as they were when it was opened.
///
/// A history of schemas that is committed with the code is such a folder: a service that carries it reads what any earlier
/// version wrote.
///
/// ```
/// use avro_entity::{AvroSchema, FolderStore, SchemaStore};
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("0001.avsc"), r#""long""#)?;
/// let store = FolderStore::open(folder.path())?;
/// assert_eq!(store.find(i64::schema().crc64())?.as_ref(), Some(i64::schema()));
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Debug)]
pub struct FolderStore {
    folder: PathBuf,
    schemas: MemoryStore,
    /// Why the schema of a fingerprint is not known although there are files of it.
    doubtful: HashMap<u64, Doubt>,
}

/// A file whose schema is in conflict with that of another file, and why.
#[derive(Debug)]
struct Doubt {
    file: PathBuf,
    why: String,
}

impl FolderStore {
    /// Reads every file below `folder` whose name ends in `.avsc`, in the order of their names.
    ///
    /// Two files that are in conflict, as [`MemoryStore::insert`] says, are so for messages of their fingerprint only: a history
    /// in which a `long` became a timestamp is read, and [`find`](SchemaStore::find) fails where it cannot be told which of them
    /// a message is of.
    ///
    /// # Errors
    ///
    /// With the file named: when it cannot be read, or is no schema.
    pub fn open(folder: impl AsRef<Path>) -> Result<FolderStore, Error> {
        let folder = folder.as_ref();
        let (schemas, mut doubtful) = (MemoryStore::new(), HashMap::new());
        for file in schema_files(folder)? {
            let parse = || Schema::parse_foreign(&fs::read_to_string(&file)?);
            let schema = parse().map_err(|error| error.in_file(&file))?;
            let fingerprint = schema.crc64();
            if let Err(conflict) = schemas.insert(schema) {
                doubtful.entry(fingerprint).or_insert_with(|| Doubt { file, why: conflict.message().to_owned() });
            }
        }
        Ok(FolderStore { folder: folder.to_owned(), schemas, doubtful })
    }

    /// The folder it was opened on.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl SchemaStore for FolderStore {
    fn find(&self, fingerprint: u64) -> Result<Option<Schema>, Error> {
        match self.doubtful.get(&fingerprint) {
            Some(Doubt { file, why }) => Err(Error::new(ErrorKind::Schema, why.clone()).in_file(file)),
            None => self.schemas.find(fingerprint),
        }
    }
}

/// The `.avsc` files below `folder`, sorted. Links to folders are not followed, so that there is an end.
pub(crate) fn schema_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let list = || fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>();
        for entry in list().map_err(|error| Error::from(error).in_file(&folder))? {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "avsc") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Two stores after each other: what the first does not have is looked up in the second.
///
/// ```
/// use avro_entity::{AvroSchema, Chain, MemoryStore, SchemaStore};
/// let (local, remote) = (MemoryStore::new(), MemoryStore::new());
/// let fingerprint = remote.insert_type::<String>()?;
/// assert!(Chain(&local, &remote).find(fingerprint)?.is_some());
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Chain<A, B>(pub A, pub B);

impl<A: SchemaStore, B: SchemaStore> SchemaStore for Chain<A, B> {
    fn find(&self, fingerprint: u64) -> Result<Option<Schema>, Error> {
        match self.0.find(fingerprint)? {
            Some(schema) => Ok(Some(schema)),
            None => self.1.find(fingerprint),
        }
    }
}

/// Fails when two schemas of one fingerprint do not give the same bytes the same meaning.
fn agree(known: &Schema, new: &Schema) -> Result<(), Error> {
    // In the order of the bytes in a message.
    let fingerprint = known.crc64().swap_bytes();
    if known.canonical_form() != new.canonical_form() {
        let message = format!(
            "two schemas have the fingerprint {fingerprint:016x}, which is a collision of CRC-64: {known} and {new}"
        );
        return Err(Error::new(ErrorKind::Schema, message));
    }
    match difference(known, new) {
        None => Ok(()),
        Some(Difference { left, right, .. }) => {
            let message = format!(
                "two schemas of the fingerprint {fingerprint:016x} have other logical types, `{left}` and `{right}`, in the same \
                 place: single-object messages cannot tell them apart"
            );
            Err(Error::new(ErrorKind::Schema, message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(text: &str) -> Schema {
        Schema::parse(text).unwrap()
    }

    #[test]
    fn a_schema_that_differs_in_documentation_aliases_and_defaults_is_no_conflict() {
        let store = MemoryStore::new();
        let first = schema(r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}"#);
        let again = schema(
            r#"{"type":"record","name":"R","doc":"d","aliases":["Q"],"fields":[{"name":"a","type":"int","default":1}]}"#,
        );
        let fingerprint = store.insert(first.clone()).unwrap();
        assert_eq!(store.insert(again).unwrap(), fingerprint);
        assert_eq!(store.find(fingerprint).unwrap(), Some(first));
    }

    #[test]
    fn a_schema_of_another_logical_type_deep_inside_is_refused_and_both_are_named() {
        let nested = |logical: &str| {
            let time = format!(r#"{{"type":"long","logicalType":"{logical}"}}"#);
            schema(&format!(
                r#"{{"type":"record","name":"R","fields":[{{"name":"a","type":["null",{{"type":"array","items":{time}}}]}}]}}"#
            ))
        };
        let store = MemoryStore::new();
        store.insert(nested("timestamp-millis")).unwrap();
        let error = store.insert(nested("timestamp-micros")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Schema);
        assert!(error.message().contains("`long timestamp-millis` and `long timestamp-micros`"), "{error}");
    }

    #[test]
    fn a_recursive_schema_is_compared_with_an_end() {
        let list = r#"{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}"#;
        let store = MemoryStore::new();
        assert_eq!(store.insert(schema(list)).unwrap(), store.insert(schema(list)).unwrap());
    }

    #[test]
    fn a_folder_is_read_with_its_subfolders_and_names_the_file_that_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("0001.avsc"), r#""string""#).unwrap();
        fs::write(folder.path().join("notes.txt"), "no schema").unwrap();
        let store = FolderStore::open(folder.path()).unwrap();
        assert!(store.find(String::schema().crc64()).unwrap().is_some());
        assert_eq!(store.find(1).unwrap(), None);

        for (name, logical) in [("0003.avsc", ""), ("0004.avsc", r#","logicalType":"timestamp-millis""#)] {
            fs::write(deep.join(name), format!(r#"{{"type":"long"{logical}}}"#)).unwrap();
        }
        let store = FolderStore::open(folder.path()).unwrap();
        assert!(store.find(String::schema().crc64()).unwrap().is_some(), "the others are as well known as before");
        let error = store.find(i64::schema().crc64()).unwrap_err();
        assert_eq!((error.kind(), error.file()), (ErrorKind::Schema, Some(&*deep.join("0004.avsc"))));
        assert!(error.message().contains("cannot tell them apart"), "{error}");

        let wrong = deep.join("0002.avsc");
        fs::write(&wrong, r#"{"type":"recrod"}"#).unwrap();
        let error = FolderStore::open(folder.path()).unwrap_err();
        assert_eq!((error.kind(), error.file()), (ErrorKind::Schema, Some(&*wrong)));
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let error = FolderStore::open("no/such/folder").unwrap_err();
        assert_eq!((error.kind(), error.file()), (ErrorKind::Io, Some(Path::new("no/such/folder"))));
    }
}
