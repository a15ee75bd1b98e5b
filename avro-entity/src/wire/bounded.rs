//! Values of which it is known how many bytes they take before they are written: scalars, texts, and options of these.
//!
//! The trait is sealed: only `wire` says how many bytes a value takes, and the room that a run reserves rests on it.

use super::lengths::for_each_length;
use super::raw::Run;
use super::varint::VARINT_MAX;

mod sealed {
    use super::Run;

    /// How a bounded value is written.
    pub trait SealedBounded {
        /// The most bytes it takes beside those of its texts and items.
        const FIXED: usize;

        /// How many bytes its texts and items have.
        fn texts(&self) -> usize;

        /// The most bytes it takes.
        #[inline(always)]
        fn bound(&self) -> usize {
            Self::FIXED.saturating_add(self.texts())
        }

        fn write(&self, run: &mut Run<'_>);
    }

    /// What an option may hold: one branch of the union.
    pub trait Single: SealedBounded {
        /// The same where the neighbours are no scalars, but lengths and texts: there a number of one byte or two, which most are,
        /// is worth a branch of its own.
        #[inline(always)]
        fn write_single(&self, run: &mut Run<'_>) {
            self.write(run);
        }
    }
}

pub(super) use sealed::SealedBounded;
pub(crate) use sealed::Single;

/// A value that [`Encoder::write_run`](crate::Encoder::write_run) writes: a [`Scalar`](crate::Scalar), a `str` or `String`, an option of a
/// `String`, a slice of these, which is its items, and a tuple of up to twelve of all.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not written in a run",
    note = "a run has `bool`, `i32`, `i64`, `f32`, `f64` and `String`, options of these, `str`, references, slices and tuples"
)]
#[allow(private_bounds, reason = "sealed")]
pub trait Bounded: SealedBounded {}

impl<T: SealedBounded + ?Sized> Bounded for T {}

macro_rules! scalars {
    ($($type:ty, $max:expr, |$value:ident, $run:ident| $write:expr $(, alone $alone:expr)?;)*) => {$(
        impl SealedBounded for $type {
            const FIXED: usize = $max;

            #[inline(always)]
            fn texts(&self) -> usize {
                0
            }

            #[inline(always)]
            fn write(&self, $run: &mut Run<'_>) {
                let $value = *self;
                $write
            }
        }

        impl Single for $type {
            $(
                #[inline(always)]
                fn write_single(&self, $run: &mut Run<'_>) {
                    let $value = *self;
                    $alone
                }
            )?
        }
    )*};
}

scalars! {
    bool, 1, |value, run| run.byte(u8::from(value));
    i32, 5, |value, run| run.varint(u64::from(zigzag_int(value))), alone run.small_varint(u64::from(zigzag_int(value)));
    i64, VARINT_MAX, |value, run| run.varint(zigzag_long(value)), alone run.small_varint(zigzag_long(value));
    f32, 4, |value, run| run.four(value.to_le_bytes());
    f64, 8, |value, run| run.eight(value.to_le_bytes());
}

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

impl<T: SealedBounded + ?Sized> SealedBounded for &T {
    const FIXED: usize = T::FIXED;

    #[inline(always)]
    fn texts(&self) -> usize {
        T::texts(self)
    }

    #[inline(always)]
    fn write(&self, run: &mut Run<'_>) {
        T::write(self, run);
    }
}

/// `string`: the length and the bytes.
impl SealedBounded for str {
    const FIXED: usize = VARINT_MAX;

    #[inline(always)]
    fn texts(&self) -> usize {
        self.len()
    }

    #[inline(always)]
    fn write(&self, run: &mut Run<'_>) {
        run.length(self.len());
        run.bytes(self.as_bytes());
    }
}

impl SealedBounded for String {
    const FIXED: usize = str::FIXED;

    #[inline(always)]
    fn texts(&self) -> usize {
        self.len()
    }

    #[inline(always)]
    fn write(&self, run: &mut Run<'_>) {
        self.as_str().write(run);
    }
}

/// The union of `null` and the value: an index of one byte in front.
impl<T: Single> SealedBounded for Option<T> {
    const FIXED: usize = 1 + T::FIXED;

    #[inline(always)]
    fn texts(&self) -> usize {
        self.as_ref().map_or(0, T::texts)
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

impl Single for String {}

/// The items of an array, without what is in front of them and behind.
impl<T: SealedBounded> SealedBounded for [T] {
    const FIXED: usize = 0;

    #[inline(always)]
    fn texts(&self) -> usize {
        self.iter().fold(self.len().saturating_mul(T::FIXED), |bytes, item| bytes.saturating_add(item.texts()))
    }

    #[inline(always)]
    fn write(&self, run: &mut Run<'_>) {
        for item in self {
            item.write(run);
        }
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        impl<$($name: SealedBounded),*> SealedBounded for ($($name,)*) {
            const FIXED: usize = 0 $(+ $name::FIXED)*;

            #[inline(always)]
            fn texts(&self) -> usize {
                #[allow(non_snake_case, reason = "the type parameters name the elements")]
                let ($($name,)*) = self;
                0usize $(.saturating_add($name.texts()))*
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

for_each_length!(tuples);
