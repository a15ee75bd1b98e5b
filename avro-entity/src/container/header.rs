//! The header of a container file: magic, metadata and sync marker.

use super::codec::Codec;
use super::input::Input;
use crate::error::{Error, ErrorKind};
use crate::schema::Schema;
use crate::wire::{Decoder, Encoder, Limits};
use std::collections::HashSet;
use std::fmt;
use std::io::Read;

/// The first four bytes of every container file.
pub(crate) const MAGIC: &[u8; 4] = b"Obj\x01";

/// The key prefix that the specification reserves.
const RESERVED: &str = "avro.";
const SCHEMA: &str = "avro.schema";
const CODEC: &str = "avro.codec";

/// The length of a sync marker in bytes.
pub(super) const MARKER: usize = 16;

/// What the header of a container file says: the schema of its records, their codec, user metadata and the sync marker.
///
/// ```
/// use avro_entity::container::{BlockReader, WriterOptions};
/// let file = WriterOptions::new().metadata("origin", "JFK").to_writer::<i64, _>(Vec::new())?.finish()?.inner;
/// let reader = BlockReader::new(&file[..])?;
/// assert_eq!(reader.header().schema_text(), r#""long""#);
/// assert_eq!(reader.header().get("origin"), Some(&b"JFK"[..]));
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone)]
pub struct Header {
    schema_text: Box<str>,
    schema: Schema,
    codec: Codec,
    metadata: Vec<(String, Vec<u8>)>,
    marker: [u8; MARKER],
    len: u64,
}

/// Codec, schema and the keys of the metadata, whose values are bytes of anybody's.
impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<&str> = self.metadata.iter().map(|(key, _)| key.as_str()).collect();
        f.debug_struct("Header")
            .field("codec", &self.codec)
            .field("schema", &self.schema)
            .field("metadata", &keys)
            .finish_non_exhaustive()
    }
}

impl Header {
    /// The header of a new file. Metadata keys that begin with `avro.`, or occur twice, are refused.
    pub(super) fn new(
        schema: &Schema,
        codec: Codec,
        metadata: Vec<(String, Vec<u8>)>,
        marker: [u8; MARKER],
    ) -> Result<Header, Error> {
        for (index, (key, _)) in metadata.iter().enumerate() {
            if key.starts_with(RESERVED) {
                let reason = format!("the metadata key {key:?} begins with `avro.`, which the specification reserves");
                return Err(Error::new(ErrorKind::Header, reason));
            }
            if metadata.iter().take(index).any(|(earlier, _)| earlier == key) {
                return Err(Error::new(ErrorKind::Header, format!("the metadata key {key:?} is given twice")));
            }
        }
        let schema_text = schema.to_string().into();
        Ok(Header { schema_text, schema: schema.clone(), codec, metadata, marker, len: 0 })
    }

    /// The schema of the records.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The schema as it stands in the file, white space included.
    pub fn schema_text(&self) -> &str {
        &self.schema_text
    }

    /// The codec of the blocks; `null` when the file names none.
    pub fn codec(&self) -> Codec {
        self.codec
    }

    /// The user metadata in the order of the file. The specification's own entries, `avro.schema` and `avro.codec`, are left
    /// out; entries of other programs under `avro.` are there.
    pub fn metadata(&self) -> impl ExactSizeIterator<Item = (&str, &[u8])> {
        self.metadata.iter().map(|(key, value)| (key.as_str(), value.as_slice()))
    }

    /// The user metadata under `key`.
    pub fn get(&self, key: &str) -> Option<&[u8]> {
        self.metadata.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_slice())
    }

    /// The sixteen bytes that end the header and every block.
    pub fn sync_marker(&self) -> &[u8; MARKER] {
        &self.marker
    }

    /// How many bytes the header takes: the offset of the first block.
    #[allow(clippy::len_without_is_empty, reason = "a header is never empty")]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Appends the header to `out` and notes its length.
    pub(super) fn write(&mut self, out: &mut Vec<u8>) {
        let start = out.len();
        let mut encoder = Encoder::new(out);
        encoder.write_fixed(MAGIC);
        encoder.write_block(2 + self.metadata.len());
        encoder.write_str(SCHEMA);
        encoder.write_str(&self.schema_text);
        encoder.write_str(CODEC);
        encoder.write_str(self.codec.name());
        for (key, value) in &self.metadata {
            encoder.write_str(key);
            encoder.write_bytes(value);
        }
        encoder.write_block(0);
        encoder.write_fixed(&self.marker);
        self.len = (out.len() - start) as u64;
    }

    /// Reads a header and consumes it.
    pub(super) fn read<R: Read>(input: &mut Input<R>, limits: &Limits) -> Result<Header, Error> {
        if !input.fill(MAGIC.len())? {
            input.check()?;
        }
        check_magic(input.available())?;
        let (entries, marker, len) = read_entries(input, limits)?;
        input.consume(len);
        let mut header = from_entries(entries, limits)?;
        header.marker = marker;
        header.len = len as u64;
        Ok(header)
    }
}

fn check_magic(bytes: &[u8]) -> Result<(), Error> {
    let found = bytes.get(..MAGIC.len()).unwrap_or(bytes);
    let reason = match (found, found.split_last()) {
        _ if found == MAGIC => return Ok(()),
        ([], _) => "the file is empty".to_owned(),
        (_, Some((version, b"Obj"))) => {
            format!("the file has version {version} of the container format, not version 1")
        }
        _ if MAGIC.starts_with(found) => "the file ends inside its first four bytes".to_owned(),
        _ => format!("the file begins with `{}`, not with `Obj\\x01`: no Avro container file", found.escape_ascii()),
    };
    Err(Error::new(ErrorKind::Header, reason))
}

type Entries = Vec<(String, Vec<u8>)>;

/// The metadata as far as it has arrived. It is gone through once, however small the pieces are in which it comes.
#[derive(Default)]
struct Begun {
    entries: Entries,
    /// How many bytes are done with, and how many entries of the block they end in are left.
    at: usize,
    left: usize,
}

/// Metadata, marker and length of the header that `input` begins with.
fn read_entries<R: Read>(input: &mut Input<R>, limits: &Limits) -> Result<(Entries, [u8; MARKER], usize), Error> {
    let limit = limits.header_bytes;
    let mut begun = Begun { at: MAGIC.len(), ..Begun::default() };
    loop {
        let available = input.available().len();
        let error = match begun.go_on(input.available(), limit) {
            Ok(marker) => return Ok((begun.entries, marker, begun.at)),
            Err(error) if error.kind() == ErrorKind::UnexpectedEnd => error,
            Err(error) => return Err(error),
        };
        if available >= limit {
            return Err(too_long(limit));
        }
        if !input.fill(available + 1)? {
            input.check()?;
            let place = error.offset().unwrap_or_default();
            return Err(Error::new(ErrorKind::Header, "the file ends inside its header")
                .at_offset(place)
                .caused_by(error));
        }
    }
}

impl Begun {
    /// Reads up to the marker, from where it came to before.
    fn go_on(&mut self, bytes: &[u8], limit: usize) -> Result<[u8; MARKER], Error> {
        let bytes = bytes.get(..limit.min(bytes.len())).unwrap_or_default();
        let limits = Limits { value_bytes: limit, ..Limits::DEFAULT };
        let rest = bytes.get(self.at..).unwrap_or_default();
        let mut decoder = Decoder::with_limits(rest, &limits).at_base(self.at as u64);
        self.read(&mut decoder, bytes.len()).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEnd => error,
            ErrorKind::Limit => too_long(limit),
            _ => {
                let reason = format!("the metadata of the header is malformed: {}", error.message());
                Error::new(ErrorKind::Header, reason).at_offset(error.offset().unwrap_or_default())
            }
        })
    }

    fn read(&mut self, decoder: &mut Decoder<'_>, len: usize) -> Result<[u8; MARKER], Error> {
        loop {
            if self.left == 0 {
                let mut block = decoder.clone();
                self.left = block.read_block(2)?;
                if self.left == 0 {
                    let marker = block.read_fixed::<MARKER>()?;
                    self.at = len - block.remaining().len();
                    return Ok(marker);
                }
                *decoder = block;
                self.at = len - decoder.remaining().len();
            }
            while self.left > 0 {
                self.entries.push((decoder.read_str()?.to_owned(), decoder.read_bytes()?.to_owned()));
                self.left -= 1;
                self.at = len - decoder.remaining().len();
            }
        }
    }
}

#[cold]
pub(super) fn too_long(limit: usize) -> Error {
    let reason = format!("the header is longer than the limit of {limit} bytes (`Limits::header_bytes`)");
    Error::new(ErrorKind::Limit, reason)
}

/// A header of these entries; the last one of a key counts, as in any map.
fn from_entries(entries: Entries, limits: &Limits) -> Result<Header, Error> {
    let (mut schema, mut codec) = (None, Codec::Null);
    let mut metadata = Entries::new();
    for (key, value) in entries {
        match key.as_str() {
            SCHEMA => schema = Some(value),
            CODEC => codec = parse_codec(&value)?,
            _ => metadata.push((key, value)),
        }
    }
    keep_last(&mut metadata);
    let Some(schema) = schema else {
        return Err(Error::new(ErrorKind::Header, "the header has no entry `avro.schema`"));
    };
    let schema_text: Box<str> = String::from_utf8(schema)
        .map_err(|error| Error::new(ErrorKind::Header, format!("the entry `avro.schema` is not UTF-8: {error}")))?
        .into();
    let schema = Schema::parse_foreign_with_limits(&schema_text, limits);
    let schema = schema.map_err(|error| error.in_part("the schema in the header"))?;
    Ok(Header { schema_text, schema, codec, metadata, marker: [0; MARKER], len: 0 })
}

/// Of several entries of one key the last one counts.
fn keep_last(entries: &mut Entries) {
    let mut later = HashSet::new();
    let kept: Vec<bool> = entries.iter().rev().map(|(key, _)| later.insert(key.as_str())).collect();
    let mut kept = kept.into_iter().rev();
    entries.retain(|_| kept.next().unwrap_or(true));
}

fn parse_codec(name: &[u8]) -> Result<Codec, Error> {
    match std::str::from_utf8(name) {
        Ok(name) => name.parse(),
        Err(error) => Err(Error::new(ErrorKind::Header, format!("the entry `avro.codec` is not UTF-8: {error}"))),
    }
}
