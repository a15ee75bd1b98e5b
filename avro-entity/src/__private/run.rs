//! Fields after each other that are written, or read, at once.

use super::{AvroDecode, AvroEncode, Decoder, Encoder, Error, Own, decode_with_front, encode_with_front};
use crate::wire::{Bounded, Primitive, Scalar, Single, for_each_length};
use std::marker::PhantomData;

/// Fields after each other whose types bear the names of scalars, texts, and options of these. When that is what they are, the
/// method of `Run` itself writes them at once; when a type of the user's own bears such a name, the compiler finds that method
/// not applicable and takes the one of [`EncodeRun`], which lets each field write itself. No trait of the
/// user's has a method of that name.
#[derive(Debug)]
pub struct Run<T>(pub T);

/// A field of a [`Run`] with a default, and which branch that puts in front should its type be a union.
#[derive(Debug)]
pub struct WithFront<'v, T, F>(pub &'v T, pub F);

/// A field of a [`Run`].
pub trait RunItem {
    type Value;
    fn value(&self) -> &Self::Value;
    fn front(&self) -> u32;
}

impl<T> RunItem for &T {
    type Value = T;

    #[inline]
    fn value(&self) -> &T {
        self
    }

    #[inline]
    fn front(&self) -> u32 {
        0
    }
}

impl<T, F: Fn() -> u32> RunItem for WithFront<'_, T, F> {
    type Value = T;

    #[inline]
    fn value(&self) -> &T {
        self.0
    }

    #[inline]
    fn front(&self) -> u32 {
        (self.1)()
    }
}

/// A field that is written with its neighbours in one call. One with a default must be no union, which the default would give another
/// order: the name `i64` may be that of an `Option`.
pub trait WrittenAtOnce: RunItem<Value: Bounded> {}

impl<T: Bounded> WrittenAtOnce for &T {}

#[allow(private_bounds, reason = "sealed")]
impl<T: Single, F: Fn() -> u32> WrittenAtOnce for WithFront<'_, T, F> {}

/// How a [`Run`] is written when one of its fields is something else; an error says which of its fields failed.
pub trait EncodeRun {
    fn __encode_run(&self, encoder: &mut Encoder<'_>) -> Result<(), (Error, usize)>;
}

/// As [`Run`], but to be read: the types of fields after each other.
#[derive(Debug)]
pub struct ReadRun<T>(pub T);

/// A field of a [`ReadRun`]: its type, and in a pair which branch its default puts in front should that be a union.
pub trait ReadItem {
    type Value;
    fn front(&self) -> u32;
}

impl<T> ReadItem for PhantomData<T> {
    type Value = T;

    #[inline]
    fn front(&self) -> u32 {
        0
    }
}

impl<T, F: Fn() -> u32> ReadItem for (PhantomData<T>, F) {
    type Value = T;

    #[inline]
    fn front(&self) -> u32 {
        (self.1)()
    }
}

/// A field that is read with its neighbours in one call; one with a default must be no union, as above.
pub trait ReadAtOnce: ReadItem<Value: Scalar> {}

impl<T: Scalar> ReadAtOnce for PhantomData<T> {}

#[allow(private_bounds, reason = "sealed")]
impl<T: Primitive, F: Fn() -> u32> ReadAtOnce for (PhantomData<T>, F) {}

/// How a [`ReadRun`] is read when one of its fields is something else; an error says which of its fields failed.
pub trait DecodeRun<'de> {
    type Values;
    fn __decode_run(&self, decoder: &mut Decoder<'de>) -> Result<Self::Values, (Error, usize)>;
}

macro_rules! runs {
    ($($name:ident)*) => {
        impl<$($name: WrittenAtOnce),*> Run<($($name,)*)> {
            #[inline]
            pub fn __encode_run(&self, encoder: &mut Encoder<'_>) -> Result<(), (Error, usize)> {
                #[allow(non_snake_case, reason = "the type parameters name the elements")]
                let ($($name,)*) = &self.0;
                encoder.write_run(($($name.value(),)*));
                Ok(())
            }
        }

        impl<$($name: RunItem<Value: AvroEncode>),*> EncodeRun for Run<($($name,)*)> {
            fn __encode_run(&self, encoder: &mut Encoder<'_>) -> Result<(), (Error, usize)> {
                #[allow(non_snake_case, reason = "the type parameters name the elements")]
                let ($($name,)*) = &self.0;
                let mut nth = 0;
                $(
                    encode_with_front::<Own, _>($name.value(), encoder, || $name.front()).map_err(|error| (error, nth))?;
                    nth += 1;
                )*
                let _ = nth;
                Ok(())
            }
        }

        impl<$($name: ReadAtOnce),*> ReadRun<($($name,)*)> {
            #[inline(always)]
            pub fn __decode_run(&self, decoder: &mut Decoder<'_>) -> Result<($($name::Value,)*), (Error, usize)> {
                decoder.read_run()
            }
        }

        impl<'de, $($name: ReadItem<Value: AvroDecode<'de>>),*> DecodeRun<'de> for ReadRun<($($name,)*)> {
            type Values = ($($name::Value,)*);

            fn __decode_run(&self, decoder: &mut Decoder<'de>) -> Result<Self::Values, (Error, usize)> {
                #[allow(non_snake_case, reason = "the type parameters name the elements")]
                let ($($name,)*) = &self.0;
                let mut nth = 0..;
                Ok(($({
                    let nth = nth.next().unwrap_or_default();
                    decode_with_front::<Own, _>(decoder, || $name.front()).map_err(|error| (error, nth))?
                },)*))
            }
        }
    };
}

for_each_length!(runs);
