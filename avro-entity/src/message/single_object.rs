//! Single-object encoding: two marker bytes, the fingerprint of the writer's schema, and the datum.

use super::framed::{Framed, whole, whole_into, whole_json};
use super::store::SchemaStore;
use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::{Error, ErrorKind, SchemaKey};
use crate::resolve::{Plan, PlanCache};
use crate::schema::Schema;
use crate::wire::{Decoder, Limits};

/// The first two bytes of every message, version 1 of the format.
const MARKER: [u8; 2] = [0xc3, 0x01];
/// Bytes in front of the datum.
const HEADER: usize = 10;

/// Writes messages in the specification's "Single-object encoding".
///
/// ```
/// use avro_entity::{MemoryStore, SingleObjectReader, SingleObjectWriter};
/// let writer = SingleObjectWriter::<String>::new()?;
/// let message = writer.to_vec(&"hi".to_owned())?;
/// assert_eq!(message[..2], [0xc3, 0x01]);
///
/// let store = MemoryStore::new();
/// store.insert_type::<String>()?;
/// assert_eq!(SingleObjectReader::new(store).read::<String>(&message)?, "hi");
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct SingleObjectWriter<T: ?Sized>(Framed<T, HEADER>);

impl<T: AvroEncode + ?Sized> SingleObjectWriter<T> {
    /// A writer of messages under the schema of `T`, whose fingerprint is computed here once.
    ///
    /// # Errors
    ///
    /// When `T` has no valid schema.
    pub fn new() -> Result<SingleObjectWriter<T>, Error> {
        Framed::own(|schema| Ok(header(schema))).map(SingleObjectWriter)
    }

    /// A writer of messages under the schema `pinned`, an earlier version as a rule, for consumers that know no other.
    ///
    /// ```
    /// use avro_entity::{AvroSchema, MemoryStore, SingleObjectReader, SingleObjectWriter};
    /// // The consumer was built when counts were nullable.
    /// let writer = SingleObjectWriter::<Vec<i32>>::pinned(<Vec<Option<i64>>>::schema())?;
    /// let message = writer.to_vec(&vec![7])?;
    /// assert_eq!(SingleObjectReader::new(MemoryStore::new()).read::<Vec<Option<i64>>>(&message)?, [Some(7)]);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Pinned::new`](crate::Pinned::new): when `T` can hold what `pinned` cannot express.
    pub fn pinned(pinned: &Schema) -> Result<SingleObjectWriter<T>, Error> {
        Framed::pinned(pinned, |schema| Ok(header(schema))).map(SingleObjectWriter)
    }

    /// Appends `value` as a message to `out`, which is left as it was when that fails.
    ///
    /// # Errors
    ///
    /// As [`encode`](crate::encode()), and under a pinned schema as [`Pinned::encode`](crate::Pinned::encode).
    pub fn write(&self, value: &T, out: &mut Vec<u8>) -> Result<(), Error> {
        self.0.write(value, out)
    }

    /// `value` as a message.
    ///
    /// # Errors
    ///
    /// As [`write`](SingleObjectWriter::write).
    pub fn to_vec(&self, value: &T) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        self.write(value, &mut out)?;
        Ok(out)
    }
}

/// What stands in front of a datum of `schema`.
fn header(schema: &Schema) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    let (marker, fingerprint) = header.split_at_mut(MARKER.len());
    marker.copy_from_slice(&MARKER);
    fingerprint.copy_from_slice(&schema.crc64().to_le_bytes());
    header
}

/// The CRC-64-AVRO fingerprint of the schema of a single-object message, and its datum, for whoever passes messages on.
///
/// ```
/// use avro_entity::{AvroSchema, SingleObjectWriter, single_object_parts};
/// let message = SingleObjectWriter::new()?.to_vec(&7i64)?;
/// assert_eq!(single_object_parts(&message)?, (i64::schema().crc64(), &[14][..]));
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// Of kind [`Frame`](ErrorKind::Frame) when the bytes do not begin as a message of the specification does.
pub fn single_object_parts(message: &[u8]) -> Result<(u64, &[u8]), Error> {
    let refuse = |what: String| Error::new(ErrorKind::Frame, what).at_offset(0);
    match message.split_first_chunk() {
        Some((&MARKER, rest)) => match rest.split_first_chunk() {
            Some((fingerprint, datum)) => Ok((u64::from_le_bytes(*fingerprint), datum)),
            None => Err(refuse(format!("a single-object message has a header of 10 bytes, found {}", message.len()))),
        },
        Some((other, _)) => {
            let [first, second] = other;
            Err(refuse(format!("a single-object message begins with the bytes c3 01, found {first:02x} {second:02x}")))
        }
        None => Err(refuse(format!("a single-object message has a header of 10 bytes, found {}", message.len()))),
    }
}

/// Reads messages in the specification's "Single-object encoding", whatever version they were written in.
///
/// It finds the writer's schema in its [`SchemaStore`]; the plan from it to the type that is read is made once and shared by
/// all threads that use the reader.
#[derive(Debug)]
pub struct SingleObjectReader<S> {
    store: S,
    limits: Limits,
    plans: PlanCache,
}

impl<S: SchemaStore> SingleObjectReader<S> {
    /// A reader that finds schemas in `store`, with the default [`Limits`].
    pub fn new(store: S) -> SingleObjectReader<S> {
        SingleObjectReader { store, limits: Limits::default(), plans: PlanCache::new() }
    }

    /// The same reader with other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> SingleObjectReader<S> {
        self.limits = limits;
        self
    }

    /// The store that schemas are found in.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Reads a message as a `T`, which may borrow from it.
    ///
    /// # Errors
    ///
    /// Of kind [`Frame`](ErrorKind::Frame) when the bytes are no message. All others say the fingerprint of the schema: of kind
    /// [`UnknownSchema`](ErrorKind::UnknownSchema) when the store does not have it, of kind
    /// [`Resolution`](ErrorKind::Resolution) when the datum cannot be read as a `T`, and as [`from_slice`](crate::from_slice).
    ///
    /// ```
    /// use avro_entity::{AvroSchema, MemoryStore, SingleObjectReader, SingleObjectWriter};
    /// let store = MemoryStore::new();
    /// store.insert_type::<String>()?;
    /// let message = SingleObjectWriter::<str>::new()?.to_vec("hi")?;
    /// let error = SingleObjectReader::new(store).read::<i64>(&message).unwrap_err();
    /// // The bytes of the fingerprint in their order in the message.
    /// assert_eq!(error.to_string(), "schema c70345637248018f, byte 10: `string` is not read as `long`");
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn read<'de, T: AvroDecode<'de>>(&self, message: &'de [u8]) -> Result<T, Error> {
        let (fingerprint, datum) = single_object_parts(message)?;
        SchemaKey::Fingerprint(fingerprint).around(|| {
            let (plan, decoder) = self.plan::<T>(fingerprint, datum)?;
            whole(&plan, decoder)
        })
    }

    /// Reads a message into `value`, whose allocations are used again.
    ///
    /// # Errors
    ///
    /// As [`read`](SingleObjectReader::read); `value` is then good for nothing but to be read into again.
    pub fn read_into<'de, T: AvroDecode<'de>>(&self, value: &mut T, message: &'de [u8]) -> Result<(), Error> {
        let (fingerprint, datum) = single_object_parts(message)?;
        SchemaKey::Fingerprint(fingerprint).around(|| {
            let (plan, decoder) = self.plan::<T>(fingerprint, datum)?;
            whole_into(value, &plan, decoder)
        })
    }

    /// Opens a message without a Rust type: the schema it was written under, and a decoder in front of its datum, with which go
    /// [`generic`](mod@crate::generic) values, a [`Plan`] to another schema, or a [`Transcoder`](crate::Transcoder).
    ///
    /// ```
    /// use avro_entity::{AvroSchema, MemoryStore, SingleObjectReader, SingleObjectWriter, Transcoder};
    /// let message = SingleObjectWriter::new()?.to_vec(&vec![2])?;
    /// let store = MemoryStore::new();
    /// store.insert_type::<Vec<i32>>()?;
    /// let reader = SingleObjectReader::new(store);
    /// let (written, mut decoder) = reader.open(&message)?;
    /// let mut datum = Vec::new();
    /// Transcoder::new(&written, <Vec<f32>>::schema()).transcode_next(&mut decoder, &mut datum)?;
    /// assert_eq!(datum, [2, 0, 0, 0, 0x40, 0]);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`Frame`](ErrorKind::Frame) when the bytes are no message, of kind [`UnknownSchema`](ErrorKind::UnknownSchema) when
    /// the store does not have its schema, and when the store could not be asked.
    pub fn open<'de>(&self, message: &'de [u8]) -> Result<(Schema, Decoder<'de>), Error> {
        let (fingerprint, datum) = single_object_parts(message)?;
        SchemaKey::Fingerprint(fingerprint).around(|| self.open_datum(fingerprint, datum))
    }

    /// Reads a message in Avro's JSON encoding, under the schema it was written under.
    ///
    /// ```
    /// use avro_entity::{MemoryStore, SingleObjectReader, SingleObjectWriter};
    /// let message = SingleObjectWriter::new()?.to_vec(&vec![2])?;
    /// let store = MemoryStore::new();
    /// store.insert_type::<Vec<i32>>()?;
    /// assert_eq!(SingleObjectReader::new(store).read_json(&message)?, serde_json::json!([2]));
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`open`](SingleObjectReader::open), and when the bytes behind the header are no datum of the schema.
    pub fn read_json(&self, message: &[u8]) -> Result<serde_json::Value, Error> {
        let (fingerprint, datum) = single_object_parts(message)?;
        SchemaKey::Fingerprint(fingerprint).around(|| {
            let (schema, decoder) = self.open_datum(fingerprint, datum)?;
            whole_json(&schema, decoder)
        })
    }

    fn open_datum<'de>(&self, fingerprint: u64, datum: &'de [u8]) -> Result<(Schema, Decoder<'de>), Error> {
        let schema = self.store.find(fingerprint)?.ok_or_else(unknown)?;
        Ok((schema, self.decoder(datum)))
    }

    fn decoder<'de>(&self, datum: &'de [u8]) -> Decoder<'de> {
        Decoder::with_limits(datum, &self.limits).at_base(HEADER as u64)
    }

    fn plan<'de, T: AvroDecode<'de>>(&self, fingerprint: u64, datum: &'de [u8]) -> Result<(Plan, Decoder<'de>), Error> {
        let reader = T::try_schema()?;
        // The store has the first word even on the reader's own fingerprint: logical types are not part of it.
        let plan = match self.store.find(fingerprint)? {
            Some(writer) => self.plans.get(&writer, reader),
            None if fingerprint == reader.crc64() => self.plans.get(reader, reader),
            None => return Err(unknown()),
        };
        Ok((plan, self.decoder(datum)))
    }
}

#[cold]
fn unknown() -> Error {
    Error::new(ErrorKind::UnknownSchema, "the store does not have the schema that the message names")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::MemoryStore;
    use crate::schema::{AvroSchema, Schema};

    #[test]
    fn a_message_that_is_none_says_what_it_begins_with() {
        let reader = SingleObjectReader::new(MemoryStore::new());
        let text = |message: &[u8]| reader.read::<i64>(message).unwrap_err().to_string();
        assert_eq!(text(&[]), "byte 0: a single-object message has a header of 10 bytes, found 0");
        assert_eq!(text(&[0xc3, 0x01, 7]), "byte 0: a single-object message has a header of 10 bytes, found 3");
        assert_eq!(text(&[0xc3, 0x02, 0]), "byte 0: a single-object message begins with the bytes c3 01, found c3 02");
    }

    #[test]
    fn a_message_of_an_unknown_schema_names_its_fingerprint() {
        let reader = SingleObjectReader::new(MemoryStore::new());
        let message = SingleObjectWriter::<str>::new().unwrap().to_vec("hi").unwrap();
        let error = reader.read::<i64>(&message).unwrap_err();
        let fingerprint = str::schema().crc64();
        assert_eq!((error.kind(), error.schema_fingerprint()), (ErrorKind::UnknownSchema, Some(fingerprint)));
        let what = "the store does not have the schema that the message names";
        // In the order of the bytes in the message.
        let digits: String = message[2..10].iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(error.to_string(), format!("schema {digits}: {what}"));
    }

    #[test]
    fn a_message_of_the_type_itself_needs_no_store() {
        let reader = SingleObjectReader::new(MemoryStore::new());
        let message = SingleObjectWriter::<str>::new().unwrap().to_vec("hi").unwrap();
        assert_eq!(reader.read::<&str>(&message).unwrap(), "hi");
        let mut reused = String::with_capacity(64);
        reader.read_into(&mut reused, &message).unwrap();
        assert_eq!((reused.as_str(), reused.capacity()), ("hi", 64));
    }

    #[test]
    fn the_store_has_the_first_word_on_the_logical_type_behind_a_fingerprint() {
        let store = MemoryStore::new();
        let millis = Schema::parse(r#"{"type":"long","logicalType":"timestamp-millis"}"#).unwrap();
        store.insert(millis).unwrap();
        let message = SingleObjectWriter::<i64>::new().unwrap().to_vec(&5).unwrap();
        let read = SingleObjectReader::new(store).read::<std::time::SystemTime>(&message).unwrap();
        assert_eq!(read, std::time::UNIX_EPOCH + std::time::Duration::from_millis(5));
    }

    #[test]
    fn a_datum_that_goes_on_is_refused_where_it_should_end() {
        let reader = SingleObjectReader::new(MemoryStore::new());
        let mut message = SingleObjectWriter::<i64>::new().unwrap().to_vec(&5).unwrap();
        message.push(0);
        let error = reader.read::<i64>(&message).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::TrailingBytes, Some(11)));
    }

    #[test]
    fn a_value_that_fails_leaves_nothing_behind() {
        let mut out = vec![1];
        let error = SingleObjectWriter::<u64>::new().unwrap().write(&u64::MAX, &mut out).unwrap_err();
        assert_eq!((error.kind(), out), (ErrorKind::Range, vec![1]));
    }
}
