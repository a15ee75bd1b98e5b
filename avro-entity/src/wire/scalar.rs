//! Primitives of bounded size and options of them, and runs of these that are read at once.
//!
//! The traits are sealed, since a run is for `wire` alone.

use super::Decoder;
use super::cursor::Run;
use super::lengths::for_each_length;
use crate::error::Error;

mod sealed {
    use super::{Decoder, Error, Run};

    /// How a scalar is read.
    pub trait SealedScalar: Sized {
        /// `None` where it is not there, or wrong, or written in an unusual way.
        fn read(run: &mut Run<'_>) -> Option<Self>;

        /// However it is written, and with the error.
        fn read_from(decoder: &mut Decoder<'_>) -> Result<Self, Error>;
    }

    /// How the items of an array are read.
    pub trait SealedPrimitive: SealedScalar {
        /// Reads up to `count` to the end of `items`, and stops in front of one that `read` does not read.
        #[inline(always)]
        fn read_many(run: &mut Run<'_>, count: usize, items: &mut Vec<Self>) {
            items.extend((0..count).map_while(|_| Self::read(run)));
        }
    }

    /// How a tuple of scalars is read.
    pub trait SealedScalars: Sized {
        /// `None` where one is not there, or wrong, or written in an unusual way.
        fn read(run: &mut Run<'_>) -> Option<Self>;

        /// However they are written, and with the error and which one it is.
        fn read_from(decoder: &mut Decoder<'_>) -> Result<Self, (Error, usize)>;
    }
}

use sealed::{SealedPrimitive, SealedScalar, SealedScalars};

/// A primitive of bounded size, which is `bool`, `i32`, `i64`, `f32` or `f64`, or an option of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not read in a run",
    note = "a run has `bool`, `i32`, `i64`, `f32` and `f64`, and options of these"
)]
#[allow(private_bounds, reason = "sealed")]
pub trait Scalar: SealedScalar {}

/// A tuple of up to twelve [`Scalar`]s.
#[allow(private_bounds, reason = "sealed")]
pub trait Scalars: SealedScalars {}

/// What an option may hold, one branch of the union; and what is read many at once.
#[allow(private_bounds, reason = "sealed")]
pub trait Primitive: Scalar + SealedPrimitive {}

macro_rules! primitive {
    ($($type:ty, |$run:ident| $read:expr, $read_from:ident;)*) => {$(
        impl SealedScalar for $type {
            #[inline(always)]
            fn read($run: &mut Run<'_>) -> Option<$type> {
                $read
            }

            fn read_from(decoder: &mut Decoder<'_>) -> Result<$type, Error> {
                decoder.$read_from()
            }
        }

        impl Scalar for $type {}
        impl Primitive for $type {}
    )*};
}

primitive! {
    bool, |run| run.boolean(), read_boolean;
    i32, |run| run.int(), read_int;
    i64, |run| run.long(), read_long;
    f32, |run| run.four().map(f32::from_le_bytes), read_float;
    f64, |run| run.eight().map(f64::from_le_bytes), read_double;
}

impl SealedPrimitive for bool {}
impl SealedPrimitive for i32 {}
impl SealedPrimitive for i64 {}

macro_rules! of_one_width {
    ($($type:ty, $width:literal;)*) => {$(
        impl SealedPrimitive for $type {
            #[inline(always)]
            fn read_many(run: &mut Run<'_>, count: usize, items: &mut Vec<$type>) {
                let there = count.min(run.left() / $width);
                let chunks = run.take(there * $width).unwrap_or_default().as_chunks::<$width>().0;
                items.extend(chunks.iter().map(|bytes| <$type>::from_le_bytes(*bytes)));
            }
        }
    )*};
}

of_one_width! {
    f32, 4;
    f64, 8;
}

/// The union of `null` and the primitive.
impl<T: Primitive> SealedScalar for Option<T> {
    #[inline(always)]
    fn read(run: &mut Run<'_>) -> Option<Option<T>> {
        match run.small()? {
            0 => Some(None),
            1 => T::read(run).map(Some),
            _ => None,
        }
    }

    fn read_from(decoder: &mut Decoder<'_>) -> Result<Option<T>, Error> {
        match decoder.read_branch(2)? {
            0 => Ok(None),
            _ => T::read_from(decoder).map(Some),
        }
    }
}

impl<T: Primitive> Scalar for Option<T> {}

macro_rules! scalars {
    ($($name:ident)*) => {
        impl<$($name: Scalar),*> SealedScalars for ($($name,)*) {
            #[inline(always)]
            fn read(run: &mut Run<'_>) -> Option<Self> {
                Some(($($name::read(run)?,)*))
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

for_each_length!(scalars);
