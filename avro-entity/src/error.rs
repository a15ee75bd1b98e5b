//! What went wrong, and where: the one error type of the crate.

use crate::schema::Position;
use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

/// What kind of failure an [`Error`] is, for callers that treat kinds differently.
///
/// ```
/// let error = avro_entity::from_slice::<i64>(&[0x80]).unwrap_err();
/// assert_eq!(error.kind(), avro_entity::ErrorKind::UnexpectedEnd);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The operating system failed to read or write.
    Io,
    /// The input ends inside a value.
    UnexpectedEnd,
    /// Bytes are left after the value.
    TrailingBytes,
    /// The bytes are not Avro's binary encoding: a boolean of 2, a varint of eleven bytes, a negative length.
    Malformed,
    /// A string is not UTF-8.
    Utf8,
    /// A number does not fit the type that is to hold it.
    Range,
    /// A sequence has another length than its type.
    Length,
    /// A time cannot be held in the unit of its schema.
    Unit,
    /// A decimal cannot be held with the precision and scale of its schema.
    Scale,
    /// An enum symbol the reader does not have, or an index past the last symbol.
    Symbol,
    /// A union branch the reader does not have, or an index past the last branch.
    Branch,
    /// A limit of [`Limits`](crate::Limits) is exceeded.
    Limit,
    /// A schema is not valid.
    Schema,
    /// Writer's and reader's schema do not resolve.
    Resolution,
    /// A value has no representation in its schema, such as an ignored variant.
    Unrepresentable,
    /// A container file has no valid header.
    Header,
    /// A block's framing, checksum or compressed data is damaged, or its sync marker is not the file's.
    Block,
    /// A compression codec is unknown or its feature is not enabled.
    Codec,
    /// A single-object or registry frame is malformed: whatever is fetched, these bytes are no such message.
    Frame,
    /// The registry or store does not know the schema that a message names: when it does, the message can be read.
    UnknownSchema,
    /// A conversion written by the user (`with`, `try_from`, `stringable`) refused the value.
    Custom,
    /// A history of schemas, or a setting beside it, is not what it should be.
    History,
    /// A batch job cannot be run as it was asked for, or reports do not go together.
    Job,
}

/// One step on the way from the entity to the value that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Entity(Cow<'static, str>),
    Field(Cow<'static, str>),
    Index(usize),
    Key(Box<str>),
}

/// How a message names the schema it was written under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaKey {
    Id(u32),
    Fingerprint(u64),
}

impl SchemaKey {
    /// What `read` gives, with this schema noted in its error. In place, so that a large value need not be moved.
    #[inline]
    pub(crate) fn around<T>(self, read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        let mut read = read();
        if let Err(error) = &mut read {
            error.0.written_under.get_or_insert(self);
        }
        read
    }
}

/// A failure with the place where it happened.
///
/// The text leads with the place: file, block, record, schema of the message, path from the entity down to the value, and
/// byte offset, as far as they are known; then what was expected and what was found.
///
/// ```
/// let error = avro_entity::from_slice::<Vec<bool>>(&[4, 1, 7, 0]).unwrap_err();
/// assert_eq!(error.to_string(), "[1] at byte 2: a boolean is the byte 0 or 1, found 7");
/// assert_eq!(error.offset(), Some(2));
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: Cow<'static, str>,
    /// From the value outwards; [`Error::path`] turns it round.
    steps: Vec<Step>,
    offset: Option<u64>,
    position: Option<Position>,
    record: Option<u64>,
    block: Option<u64>,
    /// The part of the file that has the position.
    part: Option<&'static str>,
    written_under: Option<SchemaKey>,
    file: Option<PathBuf>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of `kind`; `message` says what was expected and what was found, in lower case and without a full stop.
    ///
    /// ```
    /// use avro_entity::{Error, ErrorKind};
    /// let error = Error::new(ErrorKind::Custom, "a port is at most 65535");
    /// assert_eq!(error.to_string(), "a port is at most 65535");
    /// ```
    #[cold]
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Error {
        Error(Box::new(Inner {
            kind,
            message: message.into(),
            steps: Vec::new(),
            offset: None,
            position: None,
            record: None,
            block: None,
            part: None,
            written_under: None,
            file: None,
            source: None,
        }))
    }

    /// Whether the value was refused, and not its bytes: if they are good, it is known where the next one begins.
    pub(crate) fn is_about_value(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Custom
                | ErrorKind::Range
                | ErrorKind::Length
                | ErrorKind::Unit
                | ErrorKind::Scale
                | ErrorKind::Symbol
                | ErrorKind::Branch
                | ErrorKind::Unrepresentable
        )
    }

    /// An error of kind [`Custom`](ErrorKind::Custom) for a conversion that refused a value.
    ///
    /// ```
    /// let error = avro_entity::Error::custom("not a tail number");
    /// assert_eq!(error.kind(), avro_entity::ErrorKind::Custom);
    /// ```
    #[cold]
    pub fn custom(reason: impl fmt::Display) -> Error {
        Error::new(ErrorKind::Custom, reason.to_string())
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The byte offset at which the value that failed begins: in the file for container files, else in the datum.
    pub fn offset(&self) -> Option<u64> {
        self.0.offset
    }

    /// Line and column of what is wrong in the text of a schema.
    ///
    /// ```
    /// let error = avro_entity::Schema::parse("[\"null\",\n \"integer\"]").unwrap_err();
    /// assert_eq!(error.position().map(|at| (at.line, at.column)), Some((2, 2)));
    /// ```
    pub fn position(&self) -> Option<Position> {
        self.0.position
    }

    /// The number of the block in the container file, counted from zero.
    pub fn block(&self) -> Option<u64> {
        self.0.block
    }

    /// The number of the record in its block, counted from zero.
    pub fn record(&self) -> Option<u64> {
        self.0.record
    }

    /// The number of the schema that the registry message was written under.
    ///
    /// ```
    /// use avro_entity::{Error, ErrorKind, Registry, RegistryReader, Schema};
    /// struct Empty;
    /// impl Registry for Empty {
    ///     fn schema(&self, _: u32) -> Result<Option<Schema>, Error> {
    ///         Ok(None)
    ///     }
    ///     fn id(&self, _: &str, _: &Schema) -> Result<u32, Error> {
    ///         Ok(0)
    ///     }
    /// }
    /// let error = RegistryReader::new(Empty).read::<i64>(&[0, 0, 0, 0, 7, 1]).unwrap_err();
    /// assert_eq!((error.kind(), error.schema_id()), (ErrorKind::UnknownSchema, Some(7)));
    /// assert_eq!(error.to_string(), "schema 7: the registry does not know the schema that the message names");
    /// ```
    pub fn schema_id(&self) -> Option<u32> {
        match self.0.written_under {
            Some(SchemaKey::Id(id)) => Some(id),
            _ => None,
        }
    }

    /// The fingerprint of the schema that the single-object message was written under.
    ///
    /// ```
    /// use avro_entity::{AvroSchema, ErrorKind, MemoryStore, SingleObjectReader, SingleObjectWriter};
    /// let message = SingleObjectWriter::new()?.to_vec(&7i64)?;
    /// let error = SingleObjectReader::new(MemoryStore::new()).read::<String>(&message).unwrap_err();
    /// assert_eq!((error.kind(), error.schema_fingerprint()), (ErrorKind::UnknownSchema, Some(i64::schema().crc64())));
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn schema_fingerprint(&self) -> Option<u64> {
        match self.0.written_under {
            Some(SchemaKey::Fingerprint(fingerprint)) => Some(fingerprint),
            _ => None,
        }
    }

    /// The file that was being read or written, or the name of the schema document.
    pub fn file(&self) -> Option<&Path> {
        self.0.file.as_deref()
    }

    /// What was expected and what was found, without the place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The way from the entity to the value, such as `Flight.route.legs[3].carrier`; empty when the failure has no path.
    ///
    /// An entity inside another one adds nothing to the path of its fields, as in Rust.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (depth, step) in self.0.steps.iter().rev().enumerate() {
            match step {
                Step::Entity(name) if depth == 0 => path.push_str(name),
                Step::Entity(_) => {}
                Step::Field(name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Key(key) => path.push_str(&format!("[{key:?}]")),
            }
        }
        path
    }

    /// The fields on the way from the entity to the value, from the outside in.
    #[cfg_attr(not(feature = "batch"), allow(dead_code, reason = "reports of jobs ask for them"))]
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.steps.iter().rev().filter_map(|step| match step {
            Step::Field(name) => Some(&**name),
            Step::Entity(_) | Step::Index(_) | Step::Key(_) => None,
        })
    }

    /// All of `errors` as one, the first one's kind and place leading; `None` when there are none.
    pub(crate) fn all(errors: Vec<Error>) -> Option<Error> {
        let mut errors = errors.into_iter();
        let mut first = errors.next()?;
        for error in errors {
            let message = format!("{}\n{error}", first.0.message);
            first.0.message = message.into();
        }
        Some(first)
    }

    #[cold]
    pub(crate) fn at_offset(mut self, offset: u64) -> Error {
        self.0.offset.get_or_insert(offset);
        self
    }

    /// Moves an error about bytes that were made for the moment to the place that they were made from.
    #[cold]
    pub(crate) fn moved_to(mut self, offset: u64) -> Error {
        self.0.offset = Some(offset);
        self
    }

    #[cold]
    pub(crate) fn at_position(mut self, position: Position) -> Error {
        self.0.position.get_or_insert(position);
        self
    }

    /// Adds a whole path, by names with dots between them; none when it is empty.
    #[cold]
    pub(crate) fn at_path(mut self, path: String) -> Error {
        if !path.is_empty() {
            self.0.steps.push(Step::Field(path.into()));
        }
        self
    }

    /// Says in which part of its file the lines and columns count, of this error and of all that are told together with it.
    #[cold]
    pub(crate) fn in_part(mut self, part: &'static str) -> Error {
        self.0.message = self.0.message.replace('\n', &format!("\n{part}, ")).into();
        self.0.part = Some(part);
        self
    }

    #[cold]
    pub(crate) fn in_block(mut self, block: u64) -> Error {
        self.0.block.get_or_insert(block);
        self
    }

    #[cold]
    pub(crate) fn in_record(mut self, record: u64) -> Error {
        self.0.record.get_or_insert(record);
        self
    }

    /// Moves an error about the decompressed data of a block to the place of the block in its file.
    #[cold]
    pub(crate) fn in_packed_data(mut self, offset: u64) -> Error {
        if let Some(inside) = self.0.offset.replace(offset) {
            self.0.message = format!("{}, {inside} bytes into the decompressed block", self.0.message).into();
        }
        self
    }

    #[cold]
    pub(crate) fn in_file(mut self, file: &Path) -> Error {
        self.0.file.get_or_insert_with(|| file.to_path_buf());
        self
    }

    #[cold]
    pub(crate) fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        self.0.source = Some(source.into());
        self
    }

    /// Adds the field (or variant) in which the failure happened; called on the way out by derived code.
    #[cold]
    #[doc(hidden)]
    pub fn in_field(mut self, entity: impl Into<Cow<'static, str>>, field: impl Into<Cow<'static, str>>) -> Error {
        self.0.steps.push(Step::Field(field.into()));
        self.0.steps.push(Step::Entity(entity.into()));
        self
    }

    /// Adds the entity in which the failure happened, for a value in it that has no name of its own.
    #[cold]
    pub(crate) fn in_entity(mut self, entity: &'static str) -> Error {
        self.0.steps.push(Step::Entity(entity.into()));
        self
    }

    #[cold]
    pub(crate) fn at_index(mut self, index: usize) -> Error {
        self.0.steps.push(Step::Index(index));
        self
    }

    #[cold]
    pub(crate) fn at_key(mut self, key: &str) -> Error {
        self.0.steps.push(Step::Key(key.into()));
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut place = Vec::new();
        if let Some(file) = &self.0.file {
            place.push(file.display().to_string());
        }
        place.extend(self.0.part.map(str::to_owned));
        if let Some(block) = self.0.block {
            place.push(format!("block {block}"));
        }
        if let Some(record) = self.0.record {
            place.push(format!("record {record}"));
        }
        match self.0.written_under {
            Some(SchemaKey::Id(id)) => place.push(format!("schema {id}")),
            Some(SchemaKey::Fingerprint(fingerprint)) => {
                // In the order of the bytes in the message.
                place.push(format!("schema {:016x}", fingerprint.swap_bytes()));
            }
            None => {}
        }
        if let Some(Position { line, column }) = self.0.position {
            place.push(format!("line {line}, column {column}"));
        }
        let path = self.path();
        match self.0.offset {
            Some(offset) if path.is_empty() => place.push(format!("byte {offset}")),
            Some(offset) => place.push(format!("{path} at byte {offset}")),
            None if path.is_empty() => {}
            None => place.push(path),
        }
        if !place.is_empty() {
            write!(f, "{}: ", place.join(", "))?;
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({self})", self.0.kind)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::new(ErrorKind::Io, error.to_string()).caused_by(error)
    }
}

/// With the kind that the operating system said, where it did.
///
/// ```
/// use avro_entity::Reader;
/// let error = Reader::<i64>::open("no/such.avro").unwrap_err();
/// assert_eq!(std::io::Error::from(error).kind(), std::io::ErrorKind::NotFound);
/// ```
impl From<Error> for std::io::Error {
    fn from(error: Error) -> std::io::Error {
        let said = error.0.source.as_ref().and_then(|source| source.downcast_ref::<std::io::Error>());
        let kind = match (error.kind(), said) {
            (ErrorKind::Io, Some(said)) => said.kind(),
            (ErrorKind::Io, None) => std::io::ErrorKind::Other,
            (ErrorKind::UnexpectedEnd, _) => std::io::ErrorKind::UnexpectedEof,
            _ => std::io::ErrorKind::InvalidData,
        };
        std::io::Error::new(kind, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn an_io_error_comes_back_with_its_kind_and_what_was_added_to_it() {
        for kind in [io::ErrorKind::NotFound, io::ErrorKind::PermissionDenied, io::ErrorKind::BrokenPipe] {
            let error = Error::from(io::Error::from(kind)).in_file(Path::new("a.avro"));
            let text = error.to_string();
            let back = io::Error::from(error);
            assert_eq!((back.kind(), back.to_string()), (kind, text));
        }
    }

    #[test]
    fn other_errors_are_about_the_data_or_its_end() {
        let kind = |kind| io::Error::from(Error::new(kind, "")).kind();
        assert_eq!(kind(ErrorKind::Io), io::ErrorKind::Other);
        assert_eq!(kind(ErrorKind::UnexpectedEnd), io::ErrorKind::UnexpectedEof);
        assert_eq!(kind(ErrorKind::Malformed), io::ErrorKind::InvalidData);
        // What is wrong with the data is no matter of what the system said meanwhile.
        let error = Error::new(ErrorKind::Block, "").caused_by(io::Error::from(io::ErrorKind::NotFound));
        assert_eq!(io::Error::from(error).kind(), io::ErrorKind::InvalidData);
    }
}
