//! Primitives of bounded size, and runs of them that are read at once.
//!
//! The traits are sealed: only this module says how many bytes a scalar takes, and the room that a run reserves rests on it.

use super::Decoder;
use super::cursor::Cursor;
use super::raw::Run;
use super::varint::VARINT_MAX;
use crate::error::Error;

mod sealed {
    use super::{Cursor, Decoder, Error, Run};

    /// How a scalar is written and read.
    pub trait SealedScalar: Sized {
        /// The most bytes it takes.
        const MAX_BYTES: usize;

        fn write(self, run: &mut Run<'_>);

        /// The same where the neighbours are no scalars, but lengths and texts: there a number of one byte or two, which most are, is worth a
        /// branch of its own.
        fn write_alone(self, run: &mut Run<'_>) {
            self.write(run);
        }

        /// `None` where it is not there, or wrong.
        fn read(cursor: &mut Cursor<'_>) -> Option<Self>;

        /// The same, with the error.
        fn read_from(decoder: &mut Decoder<'_>) -> Result<Self, Error>;
    }

    /// How a tuple of scalars is read.
    pub trait SealedScalars: Sized {
        /// `None` where one is not there, or wrong.
        fn read(cursor: &mut Cursor<'_>) -> Option<Self>;

        /// The same, with the error and which one it is.
        fn read_from(decoder: &mut Decoder<'_>) -> Result<Self, (Error, usize)>;
    }
}

pub(super) use sealed::{SealedScalar, SealedScalars};

/// A primitive of bounded size: `bool`, `i32`, `i64`, `f32` and `f64`.
#[allow(private_bounds, reason = "sealed")]
pub trait Scalar: Copy + SealedScalar {}

/// A tuple of up to twelve [`Scalar`]s.
#[allow(private_bounds, reason = "sealed")]
pub trait Scalars: Copy + SealedScalars {}

macro_rules! scalar {
    ($(
        $type:ty, $max:expr, |$value:ident, $run:ident| $write:expr $(; alone $alone:expr)?,
        |$cursor:ident| $read:expr, $read_from:ident;
    )*) => {$(
        impl SealedScalar for $type {
            const MAX_BYTES: usize = $max;

            #[inline(always)]
            fn write(self, $run: &mut Run<'_>) {
                let $value = self;
                $write
            }

            $(
                #[inline(always)]
                fn write_alone(self, $run: &mut Run<'_>) {
                    let $value = self;
                    $alone
                }
            )?

            #[inline(always)]
            fn read($cursor: &mut Cursor<'_>) -> Option<$type> {
                $read
            }

            fn read_from(decoder: &mut Decoder<'_>) -> Result<$type, Error> {
                decoder.$read_from()
            }
        }

        impl Scalar for $type {}
    )*};
}

scalar! {
    bool, 1, |value, run| run.byte(u8::from(value)),
        |cursor| cursor.boolean(), read_boolean;
    i32, 5, |value, run| run.varint(u64::from(zigzag_int(value))); alone run.small_varint(u64::from(zigzag_int(value))),
        |cursor| cursor.int(), read_int;
    i64, VARINT_MAX, |value, run| run.varint(zigzag_long(value)); alone run.small_varint(zigzag_long(value)),
        |cursor| cursor.long(), read_long;
    f32, 4, |value, run| run.four(value.to_le_bytes()),
        |cursor| cursor.chunk().map(f32::from_le_bytes), read_float;
    f64, 8, |value, run| run.eight(value.to_le_bytes()),
        |cursor| cursor.eight().map(f64::from_le_bytes), read_double;
}

macro_rules! scalars {
    ($($name:ident)*) => {
        impl<$($name: Scalar),*> SealedScalars for ($($name,)*) {
            #[inline(always)]
            fn read(cursor: &mut Cursor<'_>) -> Option<Self> {
                Some(($($name::read(cursor)?,)*))
            }

            fn read_from(decoder: &mut Decoder<'_>) -> Result<Self, (Error, usize)> {
                let mut nth = 0..;
                Ok(($({
                    let nth = nth.next().unwrap_or_default();
                    $name::read_from(decoder).map_err(|error| (error, nth))?
                },)*))
            }
        }

        impl<$($name: Scalar),*> Scalars for ($($name,)*) {}
    };
}

scalars!(A);
scalars!(A B);
scalars!(A B C);
scalars!(A B C D);
scalars!(A B C D E);
scalars!(A B C D E F);
scalars!(A B C D E F G);
scalars!(A B C D E F G H);
scalars!(A B C D E F G H I);
scalars!(A B C D E F G H I J);
scalars!(A B C D E F G H I J K);
scalars!(A B C D E F G H I J K L);

/// The zig-zag code of an int: small magnitudes become small numbers.
#[inline(always)]
fn zigzag_int(value: i32) -> u32 {
    ((value << 1) ^ (value >> 31)) as u32
}

/// The zig-zag code of a long.
#[inline(always)]
fn zigzag_long(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}
