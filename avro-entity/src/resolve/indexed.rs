//! Records whose fields belong to several Rust types: where each field begins, noted in one walk over the writer's record.
//!
//! ```text
//! writer  b a x       reader  a [x b]       where `[…]` is a flattened struct
//! ```
//!
//! The outer type cannot hand the bytes to the inner one: they are not in one piece. So the walk notes where the data of each of
//! the reader's fields begin, and then every type takes the next note for each of its fields, in the reader's order.

use super::plan::{Action, RecordPlan};
use super::planned::Planned;
use crate::error::{Error, ErrorKind};
use crate::generic::skip;
use crate::schema::Kind;
use crate::wire::Decoder;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// The notes about one record, in the order of the reader's fields.
#[derive(Debug)]
pub struct Indexed<'p, 'de> {
    places: std::vec::IntoIter<Option<Place<'p, 'de>>>,
    /// Where the record begins.
    decoder: Decoder<'de>,
}

/// Where the data of a field are.
#[derive(Debug)]
pub(crate) enum Place<'p, 'de> {
    /// Here, as the field's own type reads them.
    Read(Decoder<'de>),
    /// Nowhere: the field takes its default, which is encoded so.
    Default(&'static [u8]),
    /// Here, to be read through a node of the plan.
    Through(Decoder<'de>, Planned<'p>),
    /// The plan has no such field.
    Missing,
}

impl<'de> Indexed<'_, 'de> {
    /// The offset at which the record begins.
    pub fn offset(&self) -> u64 {
        self.decoder.offset()
    }

    /// The decoder as it was in front of the record.
    pub(crate) fn decoder(&self) -> &Decoder<'de> {
        &self.decoder
    }

    /// The error for a field that the notes do not have: the plan was made for another type.
    #[cold]
    pub fn unexpected(&self) -> Error {
        Error::new(ErrorKind::Resolution, "the plan does not read this record here; it was made for another type")
            .at_offset(self.offset())
    }
}

impl<'p, 'de> Indexed<'p, 'de> {
    /// Where the data of the reader's next field are.
    pub(crate) fn next(&mut self) -> Place<'p, 'de> {
        self.places.next().flatten().unwrap_or(Place::Missing)
    }
}

impl<'p> Planned<'p> {
    /// Walks over the writer's record and notes where the data of each field begin.
    ///
    /// # Errors
    ///
    /// When the node reads no record, and when the data cannot be walked over.
    pub fn index<'de>(self, decoder: &mut Decoder<'de>) -> Result<Indexed<'p, 'de>, Error> {
        let before = decoder.clone();
        let record = self.record(decoder)?;
        let mut places: Vec<Option<Place<'p, 'de>>> =
            std::iter::repeat_with(|| None).take(record.defaults.len()).collect();
        let Kind::Record(writer) = &self.plan().writer().node(record.writer).kind else {
            return Err(self.unexpected(decoder, "a record"));
        };
        let mut written = writer.fields.iter();
        for action in record.actions() {
            let (field, place) = match action {
                Action::Read { field } => (Some(field), Some(Place::Read(decoder.clone()))),
                Action::Through { field, node } => (Some(field), Some(Place::Through(decoder.clone(), self.at(node)))),
                Action::Default { field } => (Some(field), Some(Place::Default(default(record, field)))),
                Action::Skip { .. } => (None, None),
            };
            if let Some(slot) = field.and_then(|field| places.get_mut(field as usize)) {
                *slot = place;
            }
            // Every step but a default is about the writer's next field.
            if !matches!(action, Action::Default { .. })
                && let Some(field) = written.next()
            {
                skip(self.plan().writer(), field.schema, decoder)?;
            }
        }
        Ok(Indexed { places: places.into_iter(), decoder: before })
    }
}

fn default(record: &RecordPlan, field: u32) -> &'static [u8] {
    kept(record.defaults.get(field as usize).and_then(Option::as_deref).unwrap_or_default())
}

/// The same bytes for as long as the process lives, so that a value may borrow from its default.
///
/// Only the defaults of Rust types come here, so that what is kept is bounded by the program.
pub fn kept(bytes: &[u8]) -> &'static [u8] {
    static KEPT: Mutex<Option<HashSet<&'static [u8]>>> = Mutex::new(None);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept.get_or_insert_default();
    match kept.get(bytes) {
        Some(known) => known,
        None => {
            let bytes: &'static [u8] = Box::leak(bytes.into());
            kept.insert(bytes);
            bytes
        }
    }
}

/// Reads the next field of a record whose fields are noted: as it is, through a node of the plan, or its default.
#[inline]
pub fn indexed<'p, 'de, T>(
    fields: &mut Indexed<'p, 'de>,
    read: impl FnOnce(&mut Decoder<'de>) -> Result<T, Error>,
    through: impl FnOnce(&mut Decoder<'de>, Planned<'p>) -> Result<T, Error>,
    default: impl FnOnce(&'static [u8]) -> Result<T, Error>,
) -> Result<T, Error> {
    match fields.next() {
        Place::Read(mut decoder) => read(&mut decoder),
        Place::Through(mut decoder, plan) => through(&mut decoder, plan),
        Place::Default(bytes) => default(bytes),
        Place::Missing => Err(fields.unexpected()),
    }
}

/// The default of a field that has none: no plan of its type takes it.
#[cold]
pub fn no_default<T>(_: &'static [u8]) -> Result<T, Error> {
    Err(Error::new(
        ErrorKind::Resolution,
        "the plan takes a default where the type has none; it was made for another type",
    ))
}
