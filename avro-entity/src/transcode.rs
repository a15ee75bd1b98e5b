//! Bytes of one schema become bytes of another, without a Rust type in between.

use crate::encode::AvroEncode;
use crate::error::{Error, ErrorKind};
use crate::generic::pieces::Pieces;
use crate::generic::sink::{Leaf, Sink};
use crate::generic::{restore, skip};
use crate::resolve::{Indexed, Mode, Place, Plan, Planned, Verdict, execute, execute_at, resolve};
use crate::schema::{Kind, Node, Record, Schema};
use crate::wire::{Decoder, Encoder, Limits};
use std::marker::PhantomData;

/// Turns the bytes of a datum under one schema into its bytes under another.
///
/// Decimals and times whose scale or unit changes are converted, unless [`mode`](Transcoder::mode) says otherwise.
///
/// ```
/// use avro_entity::{AvroSchema, Transcoder};
/// let transcoder = Transcoder::new(<Vec<i32>>::schema(), <Option<Vec<f32>>>::schema());
/// assert_eq!(transcoder.transcode(&[2, 4, 0])?, [2, 2, 0, 0, 0, 0x40, 0]);
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Transcoder {
    plan: Plan,
    mode: Mode,
    limits: Limits,
}

impl Transcoder {
    /// From the schema `writer` to the schema `reader`. Data that do not resolve are errors when they come;
    /// [`writing_under`](Transcoder::writing_under) refuses the schemas.
    pub fn new(writer: &Schema, reader: &Schema) -> Transcoder {
        Transcoder::with_plan(resolve(writer, reader))
    }

    /// By a plan that is there already.
    pub fn with_plan(plan: Plan) -> Transcoder {
        Transcoder { plan, mode: Mode::Convert, limits: Limits::DEFAULT }
    }

    /// To write data of the schema `current` under the schema `pinned`, for readers that know no other.
    ///
    /// ```
    /// use avro_entity::{AvroSchema, Transcoder};
    /// let error = Transcoder::writing_under(<Option<f64>>::schema(), f64::schema()).unwrap_err();
    /// assert_eq!(error.message(), "not all data can be written under the pinned schema: (null): `null` is not read as `double`");
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`Resolution`](ErrorKind::Resolution) when there is a datum of `current` that `pinned` cannot express;
    /// the message names every place.
    pub fn writing_under(current: &Schema, pinned: &Schema) -> Result<Transcoder, Error> {
        let plan = resolve(current, pinned);
        if plan.verdict() == Verdict::Always {
            return Ok(Transcoder::with_plan(plan));
        }
        let place = |mismatch: crate::resolve::Mismatch<'_>| match mismatch.writer_path().to_string() {
            path if path.is_empty() => mismatch.message(),
            path => format!("{path}: {}", mismatch.message()),
        };
        let places: Vec<String> = plan.mismatches().map(place).collect();
        let message = format!("not all data can be written under the pinned schema: {}", places.join("; "));
        Err(Error::new(ErrorKind::Resolution, message))
    }

    /// The same, leaving the values under logical types as they are or converting them.
    #[must_use]
    pub fn mode(self, mode: Mode) -> Transcoder {
        Transcoder { mode, ..self }
    }

    /// The same with other limits for [`transcode`](Transcoder::transcode).
    #[must_use]
    pub fn limits(self, limits: Limits) -> Transcoder {
        Transcoder { limits, ..self }
    }

    /// The plan that is run.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The bytes under the reader's schema of the one datum that fills `bytes`.
    ///
    /// # Errors
    ///
    /// As [`transcode_next`](Transcoder::transcode_next), and when the bytes go on after the datum.
    pub fn transcode(&self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let mut out = Vec::with_capacity(bytes.len());
        let mut decoder = Decoder::with_limits(bytes, &self.limits);
        self.transcode_next(&mut decoder, &mut out)?;
        decoder.finish()?;
        Ok(out)
    }

    /// Reads one datum of the writer's schema and appends its bytes under the reader's schema to `out`, which is left
    /// as it was on an error.
    ///
    /// # Errors
    ///
    /// When the input is no datum of the writer's schema, comes to a mismatch, holds a value that the reader's type
    /// does not, or exceeds the decoder's [`Limits`].
    pub fn transcode_next(&self, decoder: &mut Decoder<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
        restore(out, |out| execute(&self.plan, self.mode, decoder, &mut Bytes::new(out)))
    }
}

/// Writes entities under another version of their schema than today's, for consumers that are pinned to it. For messages there are
/// [`SingleObjectWriter::pinned`](crate::SingleObjectWriter::pinned) and [`RegistryWriter::pinned`](crate::RegistryWriter::pinned).
///
/// ```
/// use avro_entity::{AvroSchema, Pinned};
/// // The consumer was built when counts were nullable.
/// let pinned = Pinned::<Vec<i32>>::new(<Vec<Option<i64>>>::schema())?;
/// assert_eq!(pinned.to_vec(&vec![7])?, [2, 2, 14, 0]);
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pinned<T: ?Sized> {
    transcoder: Transcoder,
    of: PhantomData<fn(&T)>,
}

impl<T: AvroEncode + ?Sized> Pinned<T> {
    /// Prepares writing under the schema `pinned`.
    ///
    /// # Errors
    ///
    /// When the type has no valid schema, or it can hold what `pinned` cannot express, as
    /// [`Transcoder::writing_under`] says.
    pub fn new(pinned: &Schema) -> Result<Pinned<T>, Error> {
        Ok(Pinned { transcoder: Transcoder::writing_under(T::try_schema()?, pinned)?, of: PhantomData })
    }

    /// The schema that is written under.
    pub fn schema(&self) -> &Schema {
        self.transcoder.plan.reader()
    }

    /// Appends the bytes of `value` under the pinned schema to `out`, which is left as it was on an error.
    ///
    /// # Errors
    ///
    /// When the value has no representation in its own schema, or a decimal or time none in the pinned one.
    pub fn encode(&self, value: &T, out: &mut Vec<u8>) -> Result<(), Error> {
        let bytes = crate::encode::to_vec(value)?;
        let mut decoder = Decoder::with_limits(&bytes, &self.transcoder.limits);
        self.transcoder.transcode_next(&mut decoder, out)
    }

    /// The bytes of `value` under the pinned schema.
    ///
    /// # Errors
    ///
    /// As [`encode`](Pinned::encode).
    pub fn to_vec(&self, value: &T) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        self.encode(value, &mut out)?;
        Ok(out)
    }
}

/// Reads the value of a node of a plan, and gives its bytes under the reader's schema.
pub(crate) fn rewrite(plan: Planned<'_>, decoder: &mut Decoder<'_>) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    append(plan, decoder, &mut out)?;
    Ok(out)
}

fn append(plan: Planned<'_>, decoder: &mut Decoder<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
    let (plan, id) = plan.parts();
    execute_at(plan, id, Mode::Convert, decoder, &mut Bytes::new(out))
}

/// The bytes under `schema`, which is a record's, of the record whose fields are the next ones of the notes.
pub(crate) fn rewrite_fields(schema: &Schema, fields: &mut Indexed<'_, '_>) -> Result<Vec<u8>, Error> {
    let Kind::Record(record) = &schema.root_node().kind else { return Err(fields.unexpected()) };
    let mut out = Vec::new();
    for field in &record.fields {
        match fields.next() {
            Place::Read(mut decoder) => {
                let from = decoder.remaining();
                skip(schema, field.schema, &mut decoder)?;
                let read = from.len() - decoder.remaining().len();
                out.extend_from_slice(from.get(..read).unwrap_or_default());
            }
            Place::Through(mut decoder, plan) => append(plan, &mut decoder, &mut out)?,
            Place::Default(bytes) => out.extend_from_slice(bytes),
            Place::Missing => return Err(fields.unexpected()),
        }
    }
    Ok(out)
}

/// Appends a datum in the binary encoding.
struct Bytes<'o> {
    /// Where the datum begins in `out`.
    start: usize,
    out: &'o mut Vec<u8>,
    /// The records around, with their fields when these come in another order.
    open: Vec<Option<Pieces>>,
}

impl<'o> Bytes<'o> {
    fn new(out: &'o mut Vec<u8>) -> Bytes<'o> {
        Bytes { start: out.len(), out, open: Vec::new() }
    }

    fn encoder(&mut self) -> Encoder<'_> {
        Encoder::new(self.out)
    }
}

impl Sink for Bytes<'_> {
    fn written(&self) -> usize {
        self.out.len() - self.start
    }

    fn leaf(&mut self, _: &Node, leaf: Leaf<'_>) {
        let mut encoder = self.encoder();
        match leaf {
            Leaf::Null => {}
            Leaf::Boolean(value) => encoder.write_boolean(value),
            Leaf::Int(value) => encoder.write_int(value),
            Leaf::Long(value) => encoder.write_long(value),
            Leaf::Float(value) => encoder.write_float(value),
            Leaf::Double(value) => encoder.write_double(value),
            Leaf::Bytes(bytes) => encoder.write_bytes(bytes),
            Leaf::String(text) => encoder.write_str(text),
            Leaf::Enum(index) => encoder.write_index(index as u32),
            Leaf::Fixed(bytes) => encoder.write_fixed(bytes),
        }
    }

    fn begin_branch(&mut self, _: &Node, index: usize) {
        self.encoder().write_index(index as u32);
    }

    fn end_branch(&mut self, _: &Node) {}

    fn begin_array(&mut self) {}

    fn block(&mut self, count: usize) {
        self.encoder().write_block(count);
    }

    fn item(&mut self) {}

    fn end_array(&mut self) {
        self.encoder().write_block(0);
    }

    fn begin_map(&mut self) {}

    fn key(&mut self, key: &str) {
        self.encoder().write_str(key);
    }

    fn end_map(&mut self) {
        self.encoder().write_block(0);
    }

    fn begin_record(&mut self, _: &Record, ordered: bool) {
        self.open.push((!ordered).then(|| Pieces::new(self.out.len())));
    }

    fn field(&mut self, _: &Record, index: usize) {
        if let Some(Some(pieces)) = self.open.last_mut() {
            pieces.begin(index, self.out.len());
        }
    }

    fn end_record(&mut self, _: &Record) {
        if let Some(Some(pieces)) = self.open.pop() {
            pieces.arrange(self.out, b"");
        }
    }

    fn encoded(&mut self, bytes: &[u8]) -> bool {
        self.out.extend_from_slice(bytes);
        true
    }
}
