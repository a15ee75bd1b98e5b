//! What derived code names. Not public: it changes without notice.

pub use crate::decode::follow;
pub use crate::encode::Branches;
pub use crate::resolve::{Followed, Indexed, Planned, Step, indexed, no_default};
pub use crate::schema::{
    MemberSource, Name, NodeId, Order, RecordBuilder, Schema, SchemaBuilder, TypeSource, instance_name,
};
pub use crate::types::repr::{
    Decimal, DecimalAnyScale, DecimalFixed, DecodeAs, DurationMicros, DurationMillis, DurationNanos, Each, EncodeAs,
    Entries, Exact, Fixed, Own, Owned, SchemaAs, StringKeys, Stringable, TimeMicros, TimeMillis, TimestampMicros,
    TimestampMillis, TimestampNanos, TypeName,
};
pub use crate::{AvroDecode, AvroEncode, AvroSchema, Decoder, Encoder, Error, ErrorKind, ReadOwned};
pub use serde_json::{self, Value};
// What the prelude and the primitive types are elsewhere: the names may be taken in the module of the user.
pub use std as core;
pub use std::borrow::Cow;
pub use std::convert::{Into, TryFrom};
pub use std::default::Default;
pub use std::marker::PhantomData;
pub use std::option::Option::{self, None, Some};
pub use std::primitive::{f64, i64, str, u32, u64, usize};
pub use std::result::Result::{self, Err, Ok};

#[cfg(feature = "gate")]
pub use crate::__register as register;
#[cfg(not(feature = "gate"))]
pub use crate::__unregistered as register;
#[cfg(feature = "gate")]
pub use crate::gate::registry::{GenericRoot, Package, Registered};
#[cfg(feature = "gate")]
pub use inventory;

mod front;
mod run;

/// What the derive calls to make a root known, where nobody wants to know.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "gate"))]
macro_rules! __unregistered {
    ($($root:tt)*) => {};
}

pub use front::*;
pub use run::*;

use crate::schema::cached;
use std::sync::OnceLock;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The schema of a type without type parameters, at hand after the first call.
#[derive(Debug)]
pub struct SchemaCell(OnceLock<&'static Schema>);

impl SchemaCell {
    #[allow(clippy::new_without_default, reason = "a static needs a constant")]
    pub const fn new() -> SchemaCell {
        SchemaCell(OnceLock::new())
    }

    #[inline]
    pub fn get<T: AvroSchema + ?Sized>(&'static self) -> Result<&'static Schema, Error> {
        match self.0.get() {
            Some(schema) => Ok(schema),
            None => self.build::<T>(),
        }
    }

    #[cold]
    fn build<T: AvroSchema + ?Sized>(&'static self) -> Result<&'static Schema, Error> {
        let schema = cached::<T>()?;
        Ok(self.0.get_or_init(|| schema))
    }
}

/// The documentation that a macro gives, without the space in front of each line.
pub fn comments(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n").trim().to_owned()
}

/// The value of a custom property.
pub fn property(value: impl Into<Value>) -> Value {
    value.into()
}

/// A constant of JSON, which the derive has checked.
pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// What a constant is called inside the name of a generic instance: `12` for 12, `minus12` for -12, `true`, `U61` for `'a'`.
pub fn const_name(value: impl ConstArgument) -> Cow<'static, str> {
    value.name().into()
}

/// A value that a constant parameter can have.
pub trait ConstArgument {
    fn name(self) -> String;
}

macro_rules! const_argument {
    ($($type:ty)*) => {$(
        impl ConstArgument for $type {
            fn name(self) -> String {
                self.to_string().replace('-', "minus")
            }
        }
    )*};
}

const_argument!(bool u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

impl ConstArgument for char {
    fn name(self) -> String {
        format!("U{:X}", u32::from(self))
    }
}

/// Goes on to the next step of a plan when that is the one of `opcode`.
#[inline(always)]
pub fn goes_on(steps: &mut std::slice::Iter<'_, Step>, opcode: u32) -> bool {
    let next = steps.as_slice().first().is_some_and(|step| step.opcode == opcode);
    next && steps.next().is_some()
}

/// Says where a step failed: `names` are the places of the entity, and an empty one is the entity itself.
#[cold]
pub fn in_place(error: Error, entity: &'static str, names: &'static [&'static str], place: usize) -> Error {
    match names.get(place) {
        Some(name) if !name.is_empty() => error.in_field(entity, *name),
        _ => error.in_entity(entity),
    }
}

/// The error for writing a variant that is not in the schema.
#[cold]
pub fn ignored_variant(encoder: &Encoder<'_>, entity: &'static str, variant: &'static str) -> Error {
    let message = format!("the variant `{entity}::{variant}` is `#[avro(ignore)]` and cannot be written");
    encoder.error(ErrorKind::Unrepresentable, message)
}

/// The value a type is written as through `into`.
#[inline]
pub fn into_raw<T: Clone + Into<R>, R>(value: &T) -> R {
    value.clone().into()
}

/// Reads a value and converts it; the conversion's refusal is an error at the place where the value begins.
#[inline]
pub fn convert<'de, A, T, E: Into<BoxError>>(
    decoder: &mut Decoder<'de>,
    read: impl FnOnce(&mut Decoder<'de>) -> Result<A, Error>,
    from: impl FnOnce(A) -> Result<T, E>,
) -> Result<T, Error> {
    let at = decoder.offset();
    from(read(decoder)?).map_err(|error| refused(error.into(), at))
}

/// The same for a flattened record.
#[inline]
pub fn convert_indexed<'p, 'de, A, T, E: Into<BoxError>>(
    fields: &mut Indexed<'p, 'de>,
    read: impl FnOnce(&mut Indexed<'p, 'de>) -> Result<A, Error>,
    from: impl FnOnce(A) -> Result<T, E>,
) -> Result<T, Error> {
    let at = fields.offset();
    from(read(fields)?).map_err(|error| refused(error.into(), at))
}

#[cold]
fn refused(error: BoxError, at: u64) -> Error {
    let error = match error.downcast::<Error>() {
        Ok(error) => *error,
        Err(error) => Error::custom(&error).caused_by(error),
    };
    error.at_offset(at)
}

/// Puts what was read into `place`.
#[inline]
pub fn assign<T>(place: &mut T, read: Result<T, Error>) -> Result<(), Error> {
    *place = read?;
    Ok(())
}

/// How many branches a type adds to the union around it.
pub const fn at_least_one(branches: u32) -> u32 {
    if branches == 0 { 1 } else { branches }
}

/// Running sums: where each variant begins, from how many branches the ones in front of it have.
pub const fn offsets<const N: usize>(mut counts: [u32; N]) -> [u32; N] {
    let mut rest: &mut [u32] = &mut counts;
    let mut sum = 0;
    while let [first, tail @ ..] = rest {
        sum += *first;
        *first = sum;
        rest = tail;
    }
    counts
}

/// Whether a branch is one of a variant's.
#[inline]
pub const fn is_within(branch: u32, start: u32, end: u32) -> bool {
    start <= branch && branch < end
}

/// Reads the branch of a type that is a union, and its value.
#[inline]
pub fn decode_union<'de, T: AvroDecode<'de>>(decoder: &mut Decoder<'de>) -> Result<T, Error> {
    let branch = decoder.read_branch(T::BRANCHES as usize)?;
    T::decode_branch(decoder, branch as u32)
}

/// The same, into an existing value.
#[inline]
pub fn decode_union_into<'de, T: AvroDecode<'de>>(value: &mut T, decoder: &mut Decoder<'de>) -> Result<(), Error> {
    let branch = decoder.read_branch(T::BRANCHES as usize)?;
    value.decode_branch_into(decoder, branch as u32)
}

/// The bytes of a default that the plan takes for a field, for as long as the process lives: a value that borrows keeps them.
///
/// They come from the schema of a Rust type, so that there are as many as defaults in the program.
pub fn default_bytes(record: &crate::resolve::RecordPlan, field: usize) -> &'static [u8] {
    let bytes = record.defaults.get(field).and_then(Option::as_deref).unwrap_or_default();
    crate::resolve::kept(bytes)
}

/// Keeps the value of a field that has none yet: a plan sets each field once, so that there is nothing to drop, nor code for it.
#[inline(always)]
pub fn fill<T>(field: &mut Option<T>, value: T) {
    std::mem::forget(field.replace(value));
}

/// What a constant in a type leads to: `<Asked<{ … }> as Same<T>>::Type` is `T`, and nothing where the constant is an error.
#[derive(Debug)]
pub struct Asked<const HAS_SCHEMA: bool>;

/// Leads from [`Asked`] to the type.
pub trait Same<T: ?Sized> {
    /// The type.
    type Type: ?Sized;
}

impl<T: ?Sized, const HAS_SCHEMA: bool> Same<T> for Asked<HAS_SCHEMA> {
    type Type = T;
}
