//! Values of which it is known how many bytes they take before they are written: scalars, texts, and options of these.
//!
//! The trait is sealed: only `wire` says how many bytes a value takes, and the room that a run reserves rests on it.

use super::raw::Run;
use super::scalar::SealedScalar;
use super::varint::VARINT_MAX;

mod sealed {
    use super::Run;

    /// How a bounded value is written.
    pub trait SealedBounded {
        /// The most bytes it takes.
        fn bound(&self) -> usize;

        fn write(&self, run: &mut Run<'_>);
    }
}

pub(super) use sealed::SealedBounded;

/// A value that [`Encoder::write_run`](crate::Encoder::write_run) writes: a [`Scalar`](crate::Scalar), a text, an option of one of these, and a tuple
/// of up to twelve.
#[allow(private_bounds, reason = "sealed")]
pub trait Bounded: SealedBounded {}

impl<T: SealedBounded + ?Sized> Bounded for T {}

macro_rules! scalars {
    ($($type:ty)*) => {$(
        impl SealedBounded for $type {
            #[inline(always)]
            fn bound(&self) -> usize {
                <$type as SealedScalar>::MAX_BYTES
            }

            #[inline(always)]
            fn write(&self, run: &mut Run<'_>) {
                SealedScalar::write(*self, run);
            }
        }

        impl Single for $type {
            #[inline(always)]
            fn write_single(&self, run: &mut Run<'_>) {
                self.write_alone(run);
            }
        }
    )*};
}

scalars!(bool i32 i64 f32 f64);

impl<T: SealedBounded + ?Sized> SealedBounded for &T {
    #[inline(always)]
    fn bound(&self) -> usize {
        T::bound(self)
    }

    #[inline(always)]
    fn write(&self, run: &mut Run<'_>) {
        T::write(self, run);
    }
}

/// `string`: the length and the bytes.
impl SealedBounded for str {
    #[inline(always)]
    fn bound(&self) -> usize {
        VARINT_MAX.saturating_add(self.len())
    }

    #[inline(always)]
    fn write(&self, run: &mut Run<'_>) {
        run.length(self.len());
        run.bytes(self.as_bytes());
    }
}

impl SealedBounded for String {
    #[inline(always)]
    fn bound(&self) -> usize {
        self.as_str().bound()
    }

    #[inline(always)]
    fn write(&self, run: &mut Run<'_>) {
        self.as_str().write(run);
    }
}

/// The union of `null` and the value: an index of one byte in front.
impl<T: Single> SealedBounded for Option<T> {
    #[inline(always)]
    fn bound(&self) -> usize {
        1usize.saturating_add(self.as_ref().map_or(0, T::bound))
    }

    #[inline(always)]
    fn write(&self, run: &mut Run<'_>) {
        match self {
            None => run.byte(0),
            Some(value) => {
                run.byte(2);
                value.write_single(run);
            }
        }
    }
}

/// What an option may hold: one branch of the union.
trait Single: SealedBounded {
    fn write_single(&self, run: &mut Run<'_>);
}

impl Single for String {
    #[inline(always)]
    fn write_single(&self, run: &mut Run<'_>) {
        self.write(run);
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        impl<$($name: SealedBounded),*> SealedBounded for ($($name,)*) {
            #[inline(always)]
            fn bound(&self) -> usize {
                #[allow(non_snake_case, reason = "the type parameters name the elements")]
                let ($($name,)*) = self;
                0usize $(.saturating_add($name.bound()))*
            }

            #[inline(always)]
            fn write(&self, run: &mut Run<'_>) {
                #[allow(non_snake_case, reason = "the type parameters name the elements")]
                let ($($name,)*) = self;
                $($name.write(run);)*
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
tuples!(A B C D E F G H I);
tuples!(A B C D E F G H I J);
tuples!(A B C D E F G H I J K);
tuples!(A B C D E F G H I J K L);
