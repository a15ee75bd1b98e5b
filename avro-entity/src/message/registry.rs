//! The framing of Confluent's schema registry: a zero byte, the schema's number, and the datum.
//!
//! Confluent's Java does one thing that Avro does not: where the schema is `bytes`, whatever its logical type, the datum is these
//! bytes alone. `AbstractKafkaAvroSerializer` takes nothing but a `byte[]` or `ByteBuffer` there, and puts it behind the header as
//! it is; `AbstractKafkaAvroDeserializer` gives back all that follows the header.
//!
//! ```text
//! "bytes"             00 00000007    01 02
//! ["null", "bytes"]   00 00000008 02 04 01 02
//! ```

use super::framed::{Framed, whole, whole_into, whole_json};
use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::{Error, ErrorKind, SchemaKey};
use crate::resolve::{Plan, PlanCache};
use crate::schema::{Kind, Schema};
use crate::wire::{Decoder, Limits};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// Bytes in front of the datum: a zero byte and the number, big-endian.
const HEADER: usize = 5;

/// A schema registry: numbers for schemas, and schemas for numbers. How it is reached, by which client and with which
/// credentials, is the implementation's.
///
/// Both functions block until there is an answer. What a registry keeps may have been written by anybody, so that its text is read
/// with [`Schema::parse_foreign`], or, together with the ones that it refers to, with [`Schema::parse_foreign_all`].
///
/// ```
/// use avro_entity::{AvroSchema, Error, Registry, RegistryReader, RegistryWriter, Schema};
/// struct Fixed;
/// impl Registry for Fixed {
///     fn schema(&self, id: u32) -> Result<Option<Schema>, Error> {
///         Ok((id == 7).then(|| i64::schema().clone()))
///     }
///     fn id(&self, _subject: &str, _schema: &Schema) -> Result<u32, Error> {
///         Ok(7)
///     }
/// }
/// let message = RegistryWriter::<i64>::new(&Fixed, "counts-value")?.to_vec(&-1)?;
/// assert_eq!(message, [0, 0, 0, 0, 7, 1]);
/// assert_eq!(RegistryReader::new(Fixed).read::<i64>(&message)?, -1);
/// # Ok::<(), Error>(())
/// ```
pub trait Registry: Send + Sync {
    /// The schema that has the number `id`; `None` when the registry does not know it.
    ///
    /// # Errors
    ///
    /// When the registry could not be asked.
    fn schema(&self, id: u32) -> Result<Option<Schema>, Error>;

    /// The number of `schema` under `subject`, registered there when it is new and the registry allows it.
    ///
    /// # Errors
    ///
    /// When the registry could not be asked or refuses the schema.
    fn id(&self, subject: &str, schema: &Schema) -> Result<u32, Error>;
}

impl<R: Registry + ?Sized> Registry for &R {
    fn schema(&self, id: u32) -> Result<Option<Schema>, Error> {
        (**self).schema(id)
    }

    fn id(&self, subject: &str, schema: &Schema) -> Result<u32, Error> {
        (**self).id(subject, schema)
    }
}

impl<R: Registry + ?Sized> Registry for std::sync::Arc<R> {
    fn schema(&self, id: u32) -> Result<Option<Schema>, Error> {
        (**self).schema(id)
    }

    fn id(&self, subject: &str, schema: &Schema) -> Result<u32, Error> {
        (**self).id(subject, schema)
    }
}

/// Writes messages with the number that a [`Registry`] has for the schema of `T`, or for one that is pinned.
///
/// # Bytes
///
/// Where the schema itself is `bytes`, with a logical type such as `decimal` or without, the message has no length in front of
/// them: Confluent's Java writes and reads it so. In a union, record, array or map they have their length as ever, and so they do in
/// single-object encoding.
///
/// ```
/// # use avro_entity::{Error, Registry, RegistryReader, RegistryWriter, Schema};
/// # struct Fixed(&'static str);
/// # impl Registry for Fixed {
/// #     fn schema(&self, _: u32) -> Result<Option<Schema>, Error> { Schema::parse(self.0).map(Some) }
/// #     fn id(&self, _: &str, _: &Schema) -> Result<u32, Error> { Ok(7) }
/// # }
/// let registry = Fixed(r#""bytes""#);
/// let message = RegistryWriter::<[u8]>::new(&registry, "blobs-value")?.to_vec(b"hi")?;
/// assert_eq!(message, b"\0\0\0\0\x07hi");
/// assert_eq!(RegistryReader::new(registry).read::<&[u8]>(&message)?, b"hi");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct RegistryWriter<T: ?Sized> {
    framed: Framed<T, HEADER>,
    bare: bool,
}

impl<T: AvroEncode + ?Sized> RegistryWriter<T> {
    /// A writer of messages for `subject`; the registry is asked once, here.
    ///
    /// # Errors
    ///
    /// When `T` has no valid schema, or the registry gives no number for it.
    pub fn new(registry: &(impl Registry + ?Sized), subject: &str) -> Result<RegistryWriter<T>, Error> {
        let framed = Framed::own(|schema| header(registry, subject, schema))?;
        Ok(RegistryWriter { framed, bare: is_bare(T::try_schema()?) })
    }

    /// A writer of messages under the schema `pinned`, an earlier version as a rule, for consumers that know no other; the
    /// registry is asked for its number under `subject` once, here.
    ///
    /// ```
    /// # use avro_entity::{AvroSchema, Error, Registry, RegistryWriter, Schema};
    /// # struct Client;
    /// # impl Registry for Client {
    /// #     fn schema(&self, id: u32) -> Result<Option<Schema>, Error> {
    /// #         Ok((id == 7).then(|| <Vec<Option<i64>>>::schema().clone()))
    /// #     }
    /// #     fn id(&self, _: &str, schema: &Schema) -> Result<u32, Error> {
    /// #         Ok(if schema == <Vec<Option<i64>>>::schema() { 7 } else { 8 })
    /// #     }
    /// # }
    /// # let client = Client;
    /// // The consumer was built when counts were nullable, and its schema has the number 7.
    /// let old = client.schema(7)?.expect("the registry knows it");
    /// let writer = RegistryWriter::<Vec<i32>>::pinned(&client, "counts-value", &old)?;
    /// assert_eq!(writer.to_vec(&vec![7])?, [0, 0, 0, 0, 7, 2, 2, 14, 0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Pinned::new`](crate::Pinned::new), before the registry is asked: when `T` can hold what `pinned` cannot express. And
    /// when the registry gives no number.
    pub fn pinned(
        registry: &(impl Registry + ?Sized),
        subject: &str,
        pinned: &Schema,
    ) -> Result<RegistryWriter<T>, Error> {
        let framed = Framed::pinned(pinned, |schema| header(registry, subject, schema))?;
        Ok(RegistryWriter { framed, bare: is_bare(pinned) })
    }

    /// Appends `value` as a message to `out`, which is left as it was when that fails.
    ///
    /// # Errors
    ///
    /// As [`encode`](crate::encode()), and under a pinned schema as [`Pinned::encode`](crate::Pinned::encode).
    pub fn write(&self, value: &T, out: &mut Vec<u8>) -> Result<(), Error> {
        let start = out.len();
        self.framed.write(value, out)?;
        if !self.bare {
            return Ok(());
        }
        let bared = drop_length(out, start + HEADER);
        if bared.is_err() {
            out.truncate(start);
        }
        bared
    }

    /// `value` as a message.
    ///
    /// # Errors
    ///
    /// As [`write`](RegistryWriter::write).
    pub fn to_vec(&self, value: &T) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        self.write(value, &mut out)?;
        Ok(out)
    }
}

/// Reads messages of a [`Registry`], whatever version they were written in.
///
/// A number means the same schema for ever, so that the registry is asked once for each, and each schema it gave is kept as long as
/// the reader; plans are made once and shared by all threads that use it.
#[derive(Debug)]
pub struct RegistryReader<R> {
    registry: R,
    limits: Limits,
    known: RwLock<HashMap<u32, Schema>>,
    plans: PlanCache,
}

impl<R: Registry> RegistryReader<R> {
    /// A reader that asks `registry`, with the default [`Limits`].
    pub fn new(registry: R) -> RegistryReader<R> {
        RegistryReader { registry, limits: Limits::default(), known: RwLock::default(), plans: PlanCache::new() }
    }

    /// The same reader with other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> RegistryReader<R> {
        self.limits = limits;
        self
    }

    /// Reads a message as a `T`, which may borrow from it.
    ///
    /// # Errors
    ///
    /// Of kind [`Frame`](ErrorKind::Frame) when the bytes are no message. All others say the number of the schema: of kind
    /// [`UnknownSchema`](ErrorKind::UnknownSchema) when the registry does not know it, of kind
    /// [`Resolution`](ErrorKind::Resolution) when the datum cannot be read as a `T`, and as [`from_slice`](crate::from_slice).
    ///
    /// ```
    /// # use avro_entity::{AvroSchema, Error, Registry, RegistryReader, Schema};
    /// # struct Fixed;
    /// # impl Registry for Fixed {
    /// #     fn schema(&self, _: u32) -> Result<Option<Schema>, Error> { Ok(Some(String::schema().clone())) }
    /// #     fn id(&self, _: &str, _: &Schema) -> Result<u32, Error> { Ok(7) }
    /// # }
    /// let error = RegistryReader::new(Fixed).read::<i64>(&[0, 0, 0, 0, 7, 1]).unwrap_err();
    /// assert_eq!(error.to_string(), "schema 7, byte 5: `string` is not read as `long`");
    /// ```
    pub fn read<'de, T: AvroDecode<'de>>(&self, message: &'de [u8]) -> Result<T, Error> {
        let (id, datum) = registry_parts(message)?;
        SchemaKey::Id(id).around(|| {
            let (plan, decoder) = self.plan::<T>(id, datum)?;
            whole(&plan, decoder)
        })
    }

    /// Reads a message into `value`, whose allocations are used again.
    ///
    /// # Errors
    ///
    /// As [`read`](RegistryReader::read); `value` is then good for nothing but to be read into again.
    pub fn read_into<'de, T: AvroDecode<'de>>(&self, value: &mut T, message: &'de [u8]) -> Result<(), Error> {
        let (id, datum) = registry_parts(message)?;
        SchemaKey::Id(id).around(|| {
            let (plan, decoder) = self.plan::<T>(id, datum)?;
            whole_into(value, &plan, decoder)
        })
    }

    /// Opens a message without a Rust type: the schema it was written under, and a decoder in front of its datum, with which go
    /// [`generic`](mod@crate::generic) values, a [`Plan`] to another schema, or a [`Transcoder`](crate::Transcoder).
    ///
    /// Bytes without a length, as the framing has them where the schema is `bytes`, are read by this decoder like others.
    ///
    /// ```
    /// # use avro_entity::{AvroSchema, Error, Registry, RegistryReader, Schema};
    /// # struct Fixed;
    /// # impl Registry for Fixed {
    /// #     fn schema(&self, _: u32) -> Result<Option<Schema>, Error> { Ok(Some(<Vec<i32>>::schema().clone())) }
    /// #     fn id(&self, _: &str, _: &Schema) -> Result<u32, Error> { Ok(7) }
    /// # }
    /// use avro_entity::Transcoder;
    /// let reader = RegistryReader::new(Fixed);
    /// let (written, mut decoder) = reader.open(&[0, 0, 0, 0, 7, 2, 4, 0])?;
    /// let mut datum = Vec::new();
    /// Transcoder::new(&written, <Vec<f32>>::schema()).transcode_next(&mut decoder, &mut datum)?;
    /// assert_eq!(datum, [2, 0, 0, 0, 0x40, 0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`Frame`](ErrorKind::Frame) when the bytes are no message, of kind [`UnknownSchema`](ErrorKind::UnknownSchema) when
    /// the registry does not know its schema, and when the registry could not be asked.
    pub fn open<'de>(&self, message: &'de [u8]) -> Result<(Schema, Decoder<'de>), Error> {
        let (id, datum) = registry_parts(message)?;
        SchemaKey::Id(id).around(|| self.open_datum(id, datum))
    }

    /// Reads a message in Avro's JSON encoding, under the schema it was written under.
    ///
    /// ```
    /// # use avro_entity::{AvroSchema, Error, Registry, RegistryReader, Schema};
    /// # struct Fixed;
    /// # impl Registry for Fixed {
    /// #     fn schema(&self, _: u32) -> Result<Option<Schema>, Error> { Ok(Some(<Vec<i32>>::schema().clone())) }
    /// #     fn id(&self, _: &str, _: &Schema) -> Result<u32, Error> { Ok(7) }
    /// # }
    /// let json = RegistryReader::new(Fixed).read_json(&[0, 0, 0, 0, 7, 2, 4, 0])?;
    /// assert_eq!(json, serde_json::json!([2]));
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`open`](RegistryReader::open), and when the bytes behind the header are no datum of the schema.
    pub fn read_json(&self, message: &[u8]) -> Result<serde_json::Value, Error> {
        let (id, datum) = registry_parts(message)?;
        SchemaKey::Id(id).around(|| {
            let (schema, decoder) = self.open_datum(id, datum)?;
            whole_json(&schema, decoder)
        })
    }

    fn plan<'de, T: AvroDecode<'de>>(&self, id: u32, datum: &'de [u8]) -> Result<(Plan, Decoder<'de>), Error> {
        let (writer, decoder) = self.open_datum(id, datum)?;
        Ok((self.plans.get(&writer, T::try_schema()?), decoder))
    }

    fn open_datum<'de>(&self, id: u32, datum: &'de [u8]) -> Result<(Schema, Decoder<'de>), Error> {
        let schema = self.writer_schema(id)?;
        let decoder = match is_bare(&schema) {
            true => Decoder::bare_bytes(datum, &self.limits, HEADER as u64)?,
            false => Decoder::with_limits(datum, &self.limits).at_base(HEADER as u64),
        };
        Ok((schema, decoder))
    }

    fn writer_schema(&self, id: u32) -> Result<Schema, Error> {
        if let Some(schema) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(schema.clone());
        }
        let schema = self.registry.schema(id)?.ok_or_else(|| {
            Error::new(ErrorKind::UnknownSchema, "the registry does not know the schema that the message names")
        })?;
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(id, schema.clone());
        Ok(schema)
    }
}

/// What stands in front of a datum of `schema`.
fn header(registry: &(impl Registry + ?Sized), subject: &str, schema: &Schema) -> Result<[u8; HEADER], Error> {
    let [a, b, c, d] = registry.id(subject, schema)?.to_be_bytes();
    Ok([0, a, b, c, d])
}

/// Whether a datum of this schema has no length in front: of `bytes`, whatever its logical type.
fn is_bare(schema: &Schema) -> bool {
    matches!(schema.root_node().kind, Kind::Bytes)
}

/// Takes away the length of the `bytes` that were written at `at`.
fn drop_length(out: &mut Vec<u8>, at: usize) -> Result<(), Error> {
    let limits = Limits { value_bytes: usize::MAX, datum_bytes: u64::MAX, ..Limits::DEFAULT };
    let mut decoder = Decoder::with_limits(out.get(at..).unwrap_or_default(), &limits);
    let len = decoder.read_bytes()?.len();
    decoder.finish()?;
    let end = out.len() - len;
    out.drain(at..end);
    Ok(())
}

/// The schema's number and the datum of a message of a registry, for whoever passes messages on.
///
/// The datum is in Avro's binary encoding but for one case: where the schema is `bytes`, it is these bytes without a length.
/// [`RegistryReader::open`] knows.
///
/// ```
/// let (id, datum) = avro_entity::registry_parts(&[0, 0, 0, 0, 7, 2, 4, 0])?;
/// assert_eq!((id, datum), (7, &[2, 4, 0][..]));
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// Of kind [`Frame`](ErrorKind::Frame) when the bytes do not begin with a zero byte and four of a number.
pub fn registry_parts(message: &[u8]) -> Result<(u32, &[u8]), Error> {
    let refuse = |what: String| Error::new(ErrorKind::Frame, what).at_offset(0);
    match message.split_first_chunk::<HEADER>() {
        Some(([0, id @ ..], datum)) => Ok((u32::from_be_bytes(*id), datum)),
        Some(([first, ..], _)) => Err(refuse(format!("a registry message begins with the byte 00, found {first:02x}"))),
        None => Err(refuse(format!("a registry message has a header of {HEADER} bytes, found {}", message.len()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Knows 1 as `int`, and counts how often it is asked.
    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl Registry for Counting {
        fn schema(&self, id: u32) -> Result<Option<Schema>, Error> {
            self.0.fetch_add(1, Ordering::Relaxed);
            (id == 1).then(|| Schema::parse(r#""int""#)).transpose()
        }

        fn id(&self, subject: &str, _schema: &Schema) -> Result<u32, Error> {
            Err(Error::new(ErrorKind::Frame, format!("`{subject}` takes no schemas")))
        }
    }

    #[test]
    fn a_number_is_asked_for_once_and_read_under_its_schema() {
        let registry = Counting::default();
        let reader = RegistryReader::new(&registry);
        for _ in 0..3 {
            assert_eq!(reader.read::<i32>(&[0, 0, 0, 0, 1, 6]).unwrap(), 3);
        }
        assert_eq!(registry.0.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn a_frame_that_is_none_and_an_unknown_number_say_so() {
        let reader = RegistryReader::new(Counting::default());
        let text = |message: &[u8]| reader.read::<i32>(message).unwrap_err().to_string();
        assert_eq!(text(&[9, 0, 0, 0, 1, 6]), "byte 0: a registry message begins with the byte 00, found 09");
        assert_eq!(text(&[0, 0, 0]), "byte 0: a registry message has a header of 5 bytes, found 3");
        assert_eq!(text(&[0, 0, 0, 0, 2, 6]), "schema 2: the registry does not know the schema that the message names");
    }

    #[test]
    fn a_refusal_of_the_registry_is_an_error_of_the_writer() {
        let error = RegistryWriter::<i32>::new(&Counting::default(), "s-value").unwrap_err();
        assert_eq!(error.to_string(), "`s-value` takes no schemas");
    }
}
