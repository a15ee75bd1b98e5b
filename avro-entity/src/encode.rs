//! From Rust values to bytes: the trait and its front door.

use crate::error::Error;
use crate::schema::AvroSchema;
use crate::types::repr::Own;
use crate::wire::Encoder;

/// A Rust type that writes itself in Avro's binary encoding under its own schema.
///
/// Derive it with `#[derive(AvroEntity)]` or `#[derive(AvroEncode)]`. The bytes follow the specification's "Binary Encoding".
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as Avro",
    label = "`AvroEncode` is not implemented for `{Self}`",
    note = "for a type of your own, add `#[derive(AvroEntity)]`",
    note = "for a type of another crate, enable the feature named after the crate, or use `#[avro(with = module)]` or `#[avro(stringable)]`"
)]
pub trait AvroEncode: AvroSchema {
    /// Appends the value to the encoder's buffer.
    ///
    /// On an error the buffer holds part of the value; [`encode`] and [`to_vec`] put it back as it was.
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error>;

    /// Appends the value as a branch of the union around it: `at` says where this type's own branches begin there.
    #[doc(hidden)]
    #[inline]
    fn encode_branch(&self, encoder: &mut Encoder<'_>, at: Branches) -> Result<(), Error> {
        encoder.write_index(at.index(0));
        self.encode(encoder)
    }

    /// The branch this value takes in its own union; 0 when it is none.
    #[doc(hidden)]
    fn branch(&self) -> u32 {
        0
    }

    /// Appends a slice as `Vec` and slices are written: blocks of items, but `bytes` for `u8`.
    #[doc(hidden)]
    fn encode_slice(items: &[Self], encoder: &mut Encoder<'_>) -> Result<(), Error>
    where
        Self: Sized,
    {
        crate::types::sequence::encode::<Own, Self>(items.iter(), encoder)
    }

    /// Appends the items of a Rust array: as a slice, but a `fixed` for `u8`.
    #[doc(hidden)]
    fn encode_array(items: &[Self], encoder: &mut Encoder<'_>) -> Result<(), Error>
    where
        Self: Sized,
    {
        Self::encode_slice(items, encoder)
    }
}

/// Where the branches of a type stand in the union that is written.
///
/// `first` is the place of the type's own branch 0 in the natural order, in which `Option` puts `null` first; `front` is the
/// place that a field's default has moved to the front of the union.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branches {
    first: u32,
    front: u32,
}

impl Branches {
    /// The natural order.
    pub const NATURAL: Branches = Branches { first: 0, front: 0 };

    /// The order in which the branch at `front` of the natural order comes first.
    #[inline]
    pub const fn with_front(front: u32) -> Branches {
        Branches { first: 0, front }
    }

    /// The same union as seen from a type whose branches begin `by` places later.
    #[inline]
    #[must_use]
    pub const fn shift(self, by: u32) -> Branches {
        Branches { first: self.first + by, front: self.front }
    }

    /// The index on the wire of a type's own branch.
    #[inline]
    pub const fn index(self, own: u32) -> u32 {
        let natural = self.first + own;
        if natural == self.front {
            0
        } else if natural < self.front {
            natural + 1
        } else {
            natural
        }
    }

    /// The place in the natural order of an index on the wire.
    #[inline]
    pub const fn natural(self, index: u32) -> u32 {
        if index == 0 {
            self.front
        } else if index <= self.front {
            index - 1
        } else {
            index
        }
    }
}

/// Appends the binary encoding of `value` to `out`, which is left as it was when that fails.
///
/// ```
/// let mut out = vec![0xff];
/// avro_entity::encode(&Some("hi"), &mut out)?;
/// assert_eq!(out, [0xff, 2, 4, b'h', b'i']);
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// When the type has no valid schema, or the value no representation in it, such as a `u64` above the range of `long`.
#[inline]
pub fn encode<T: AvroEncode + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), Error> {
    T::try_schema()?;
    let start = out.len();
    let encoded = value.encode(&mut Encoder::new(out));
    if encoded.is_err() {
        out.truncate(start);
    }
    encoded
}

/// The binary encoding of `value`.
///
/// ```
/// assert_eq!(avro_entity::to_vec(&-3i64)?, [5]);
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// As [`encode`].
#[inline]
pub fn to_vec<T: AvroEncode + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    encode(value, &mut out)?;
    Ok(out)
}
