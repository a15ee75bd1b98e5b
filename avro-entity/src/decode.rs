//! From bytes to Rust values: the trait and its front door.
//!
//! Letter to the next reader. Derived types, and ours, read data of other schemas themselves: they override what is hidden here.
//! A type whose impl is written by hand knows its own schema only. So the defaults of `decode_changed` and `decode_indexed`
//! write the value down under that schema first, and read the copy with [`AvroDecode::OWNED`]; the copy does not live as
//! long as `'de`, which is why that is a function of its own. Whoever adds a way to come to a value gives it such a default.

use crate::error::{Error, ErrorKind};
use crate::resolve::{Followed, Indexed, Planned};
use crate::schema::AvroSchema;
use crate::transcode::{rewrite, rewrite_fields};
use crate::types::item::Direct;
use crate::types::repr::Own;
use crate::types::sequence;
use crate::wire::Decoder;
use std::borrow::Cow;

/// The three ways of [`AvroDecode::decode_planned`]. A macro and no function: the compiler would take the method for one that is
/// small enough to be put wherever it is called.
macro_rules! follow {
    ($type:ty, $decoder:expr, $plan:expr) => {
        match $plan.follow_of::<$type>($decoder)? {
            Followed::Same => <$type>::decode($decoder),
            Followed::Union { branch, inner } => <$type>::decode_branch_planned($decoder, branch, inner),
            Followed::Changed(plan) => <$type>::decode_changed($decoder, plan),
        }
    };
}

/// A Rust type that reads itself from Avro's binary encoding; `'de` is the lifetime of the bytes it may borrow from.
///
/// Derive it with `#[derive(AvroEntity)]` or `#[derive(AvroDecode)]`.
///
/// The fields of a derived type may borrow with a lifetime of the type. `Cow<'static, str>` and `Cow<'static, [T]>` are read as
/// owned, where the derive sees them: as a field, or in it as `Option`, `Vec`, `Box` and value of a map.
///
/// ```
/// use avro_entity::{AvroEntity, from_slice, to_vec};
/// use std::borrow::Cow;
///
/// #[derive(AvroEntity)]
/// struct Event<'a> {
///     user: &'a str,
///     kind: Cow<'static, str>,
/// }
///
/// let bytes = to_vec(&Event { user: "ada", kind: Cow::Borrowed("signed-up") })?;
/// let event: Event<'_> = from_slice(&bytes)?;
/// assert!(matches!(event.kind, Cow::Owned(kind) if kind == "signed-up"));
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # By hand
///
/// An impl of your own says how [`AvroSchema::build`] writes the type down and how [`decode`](AvroDecode::decode) reads exactly
/// that. With [`OWNED`](AvroDecode::OWNED) the type also reads what was written under other schemas, as far as they resolve: such a
/// value is first written down under the type's own schema, which costs more than a derived type, and what `decode` gets
/// is always of that schema.
///
/// ```
/// use avro_entity::schema::{NodeId, SchemaBuilder};
/// use avro_entity::resolve::{Verdict, resolve};
/// use avro_entity::{AvroDecode, AvroEncode, AvroEntity, AvroSchema, Decoder, Encoder, Error, ReadOwned, from_slice, read_owned, to_vec};
/// use std::borrow::Cow;
///
/// #[derive(Debug, PartialEq)]
/// struct Celsius(f64);
///
/// impl AvroSchema for Celsius {
///     fn build(builder: &mut SchemaBuilder) -> NodeId {
///         f64::build(builder)
///     }
///
///     fn type_name() -> Cow<'static, str> {
///         f64::type_name()
///     }
/// }
///
/// impl AvroEncode for Celsius {
///     fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
///         encoder.write_double(self.0);
///         Ok(())
///     }
/// }
///
/// impl<'de> AvroDecode<'de> for Celsius {
///     const MIN_BYTES: usize = 8;
///     const OWNED: Option<ReadOwned<Self>> = Some(read_owned);
///
///     fn decode(decoder: &mut Decoder<'de>) -> Result<Celsius, Error> {
///         decoder.read_double().map(Celsius)
///     }
/// }
///
/// #[derive(AvroEntity, Debug, PartialEq)]
/// struct Reading {
///     outside: Option<Celsius>,
/// }
///
/// let reading = Reading { outside: Some(Celsius(-3.5)) };
/// assert_eq!(from_slice::<Reading>(&to_vec(&reading)?)?, reading);
///
/// // Temperatures were whole numbers once, and always there.
/// #[derive(AvroEntity)]
/// #[avro(name = "Reading")]
/// struct Old {
///     outside: i32,
/// }
///
/// let plan = resolve(Old::schema(), Reading::schema());
/// assert_eq!(plan.verdict(), Verdict::Always);
/// let bytes = to_vec(&Old { outside: 21 })?;
/// assert_eq!(plan.read::<Reading>(&mut Decoder::new(&bytes))?, Reading { outside: Some(Celsius(21.0)) });
/// # Ok::<(), Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from Avro",
    label = "`AvroDecode` is not implemented for `{Self}`",
    note = "for a type of your own, add `#[derive(AvroEntity)]`",
    note = "for a type of another crate, enable the feature named after the crate, or use `#[avro(with = module)]` or `#[avro(stringable)]`"
)]
pub trait AvroDecode<'de>: AvroSchema + Sized {
    /// The least number of bytes that a value takes under the type's schema: 1 for a number, a text, an array, a union; 8 for a
    /// `double`; the sum over the fields of a record. An array's claim to so many items is checked against it before
    /// any is read, so that a number that is too large refuses arrays that are right, and one that is too small lets them claim
    /// more than there is.
    ///
    /// 0, the default, stands for what the schema says, which is looked up for each array: say the number where arrays of the type
    /// matter. Items that take no byte by the schema too (nulls, records without fields) are counted against
    /// [`Limits::empty_items`](crate::Limits::empty_items).
    const MIN_BYTES: usize = 0;

    /// How to read a value from bytes that do not live as long as `'de`, so that nothing of them can be kept; for a type that owns
    /// what it reads, this is `Some(read_owned)`, with [`read_owned`].
    ///
    /// It reads the value of another schema, of a type whose impl is [written by hand](AvroDecode#by-hand), from bytes
    /// that are made for this moment. A type that borrows has `None`: it reads its own schema, and an error for the data of any
    /// other. Derived types have `None` as well, since they read data of other schemas where they lie.
    const OWNED: Option<ReadOwned<Self>>;

    /// What a field is before a plan sets it, where the type has such a value for nothing. The compiler then sees that the
    /// field is never `None`, and keeps no note of whether it was set; that it is set, the plan proves.
    #[doc(hidden)]
    const VACANT: Option<Self> = None;

    /// Reads a value that was written under this type's own schema.
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, Error>;

    /// Reads into an existing value, whose allocations are used again.
    ///
    /// The same datum again allocates nothing where the type is made of derived types, numbers, texts and bytes that own their
    /// room (`String`, `Box<str>`, `Rc<str>`, `Arc<str>`, `Vec<u8>`), tuples, Rust arrays, `Vec`, `Option`, `Box`, `Rc` and `Arc` that
    /// nobody shares, and maps with `String` as keys. Other kinds are read anew: `VecDeque` and hash sets keep their own
    /// room and not that of their items; linked lists, ordered sets, boxed and shared slices, maps as `entries` or with
    /// `string_keys`, and fields with `with`, `stringable` or `try_from` keep nothing; nor do types by hand that leave this
    /// method as it is.
    ///
    /// After an error the value is some mixture of old and new data: valid, and good for nothing but to be read into again.
    #[inline]
    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        *self = Self::decode(decoder)?;
        Ok(())
    }

    /// Reads the value of this type's own branch `branch`, whose index has been read.
    #[doc(hidden)]
    #[inline]
    fn decode_branch(decoder: &mut Decoder<'de>, branch: u32) -> Result<Self, Error> {
        let _ = branch;
        Self::decode(decoder)
    }

    /// As [`decode_branch`](AvroDecode::decode_branch), into an existing value.
    #[doc(hidden)]
    #[inline]
    fn decode_branch_into(&mut self, decoder: &mut Decoder<'de>, branch: u32) -> Result<(), Error> {
        let _ = branch;
        self.decode_into(decoder)
    }

    /// Reads a value that was written under another schema, through a node of the plan.
    #[doc(hidden)]
    #[inline]
    fn decode_planned(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
        follow!(Self, decoder, plan)
    }

    /// As [`decode_planned`](AvroDecode::decode_planned), into an existing value.
    #[doc(hidden)]
    #[inline]
    fn decode_planned_into(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        match plan.follow_of::<Self>(decoder)? {
            Followed::Same => self.decode_into(decoder),
            Followed::Union { branch, inner } => self.decode_branch_planned_into(decoder, branch, inner),
            Followed::Changed(plan) => self.decode_changed_into(decoder, plan),
        }
    }

    /// Reads the value of this type's own branch `branch` through a node of the plan.
    #[doc(hidden)]
    #[inline]
    fn decode_branch_planned(decoder: &mut Decoder<'de>, branch: u32, plan: Planned<'_>) -> Result<Self, Error> {
        let _ = branch;
        Self::decode_planned(decoder, plan)
    }

    /// As [`decode_branch_planned`](AvroDecode::decode_branch_planned), into an existing value.
    #[doc(hidden)]
    #[inline]
    fn decode_branch_planned_into(
        &mut self,
        decoder: &mut Decoder<'de>,
        branch: u32,
        plan: Planned<'_>,
    ) -> Result<(), Error> {
        let _ = branch;
        self.decode_planned_into(decoder, plan)
    }

    /// Reads a value of another shape than this type's own: promoted, converted, with other fields or symbols.
    #[doc(hidden)]
    fn decode_changed(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
        let (read, at) = (owned(decoder)?, decoder.offset());
        let bytes = rewrite(plan, decoder)?;
        decoder.aside(&bytes, at, read)
    }

    /// As [`decode_changed`](AvroDecode::decode_changed), into an existing value.
    #[doc(hidden)]
    #[inline]
    fn decode_changed_into(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        *self = Self::decode_changed(decoder, plan)?;
        Ok(())
    }

    /// Reads the record this type is from notes of where its fields begin, as a flattened part of another record.
    #[doc(hidden)]
    fn decode_indexed(fields: &mut Indexed<'_, 'de>) -> Result<Self, Error> {
        let (read, at) = (owned(fields.decoder())?, fields.offset());
        let bytes = rewrite_fields(Self::try_schema()?, fields)?;
        fields.decoder().clone().aside(&bytes, at, read)
    }

    /// Reads a `Vec` of this type: blocks of items, but `bytes` for `u8`. What `items` holds is replaced and its allocations
    /// are used again.
    #[doc(hidden)]
    fn decode_vec_into(items: &mut Vec<Self>, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        sequence::decode_into(items, decoder, Direct::<Own>::new())
    }

    /// Reads a Rust array of this type: as a `Vec` of that length, but a `fixed` for `u8`.
    #[doc(hidden)]
    fn decode_array<const N: usize>(decoder: &mut Decoder<'de>) -> Result<[Self; N], Error> {
        sequence::decode_array(decoder, Self::decode_vec_into)
    }

    /// As [`decode_array`](AvroDecode::decode_array), into an existing value.
    #[doc(hidden)]
    fn decode_array_into<const N: usize>(items: &mut [Self; N], decoder: &mut Decoder<'de>) -> Result<(), Error> {
        sequence::decode_array_into(items, decoder, Direct::<Own>::new())
    }

    /// Reads a `Cow` of a slice of this type: owned, but borrowed for `u8`.
    #[doc(hidden)]
    fn decode_cow<'a>(decoder: &mut Decoder<'de>) -> Result<Cow<'a, [Self]>, Error>
    where
        Self: Clone,
        'de: 'a,
    {
        Vec::decode(decoder).map(Cow::Owned)
    }
}

/// Reads a value that keeps nothing of its bytes: [`AvroDecode::OWNED`].
pub type ReadOwned<T> = fn(&mut Decoder<'_>) -> Result<T, Error>;

/// Reads a value of a type that owns what it reads, from bytes that need not live on: [`AvroDecode::OWNED`] of such a type.
///
/// # Errors
///
/// As [`AvroDecode::decode`].
pub fn read_owned<T: AvroDecodeOwned>(decoder: &mut Decoder<'_>) -> Result<T, Error> {
    T::decode(decoder)
}

/// How a type reads a copy of its data, or why it does not.
fn owned<'de, T: AvroDecode<'de>>(decoder: &Decoder<'_>) -> Result<ReadOwned<T>, Error> {
    T::OWNED.ok_or_else(|| unowned(decoder, std::any::type_name::<T>()))
}

#[cold]
fn unowned(decoder: &Decoder<'_>, rust: &str) -> Error {
    let message = format!(
        "`{rust}` is not read from data of another schema here: it borrows what it reads (`AvroDecode::OWNED` is `None`), or the plan was made for another type"
    );
    decoder.error(ErrorKind::Resolution, message)
}

/// What [`AvroDecode::decode_planned`] does, for types that belong into their caller.
#[doc(hidden)]
#[inline(always)]
pub fn follow<'de, T: AvroDecode<'de>>(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<T, Error> {
    follow!(T, decoder, plan)
}

/// A type that owns what it reads, so that the bytes need not live on.
///
/// It is implemented for every type that implements [`AvroDecode`] for any lifetime.
pub trait AvroDecodeOwned: for<'de> AvroDecode<'de> {}

impl<T: for<'de> AvroDecode<'de>> AvroDecodeOwned for T {}

/// Reads one datum that fills `bytes` and was written under the schema of `T`.
///
/// ```
/// let name: &str = avro_entity::from_slice(&[6, b'f', b'o', b'o'])?;
/// assert_eq!(name, "foo");
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// When the type has no valid schema, the bytes are no such datum, exceed the default [`Limits`](crate::Limits), or go on after it.
/// [`decode`] leaves what follows.
#[inline(always)]
pub fn from_slice<'de, T: AvroDecode<'de>>(bytes: &'de [u8]) -> Result<T, Error> {
    T::try_schema()?;
    let mut decoder = Decoder::new(bytes);
    // One place for the result from the decoder to the caller: a record that was just written field by field is slow to copy.
    let mut value = T::decode(&mut decoder);
    if value.is_ok()
        && let Err(error) = decoder.finish()
    {
        value = Err(error);
    }
    value
}

/// Reads one datum from the front of `bytes` and moves `bytes` behind it; on an error `bytes` stays where it was.
///
/// ```
/// let mut bytes: &[u8] = &[2, 4];
/// assert_eq!(avro_entity::decode::<i32>(&mut bytes)?, 1);
/// assert_eq!(bytes, [4]);
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// As [`from_slice`], but for bytes after the datum.
#[inline(always)]
pub fn decode<'de, T: AvroDecode<'de>>(bytes: &mut &'de [u8]) -> Result<T, Error> {
    T::try_schema()?;
    let mut decoder = Decoder::new(bytes);
    let value = T::decode(&mut decoder)?;
    *bytes = decoder.remaining();
    Ok(value)
}

/// Reads one datum that fills `bytes` into `value`, whose allocations are used again.
///
/// ```
/// let mut names = vec![String::from("a long name to reuse")];
/// avro_entity::decode_into(&mut names, &[2, 4, b'h', b'i', 0])?;
/// assert_eq!(names, ["hi"]);
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// As [`from_slice`]; `value` is then good for nothing but to be read into again.
#[inline(always)]
pub fn decode_into<'de, T: AvroDecode<'de>>(value: &mut T, bytes: &'de [u8]) -> Result<(), Error> {
    T::try_schema()?;
    let mut decoder = Decoder::new(bytes);
    value.decode_into(&mut decoder)?;
    decoder.finish()
}
