//! Pointers: as what they point to. Recursion passes through `Box`, `Rc` and `Arc`, so that they count the depth.

use super::repr::{DecodeAs, Each, EncodeAs, Lift, Own, Owned, SchemaAs, plain};
use crate::decode::AvroDecode;
use crate::encode::{AvroEncode, Branches};
use crate::error::Error;
use crate::resolve::{Indexed, Planned};
use crate::schema::{AvroSchema, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// What a box holds, which nobody else sees.
fn only<T>(pointer: &mut Box<T>) -> Option<&mut T> {
    Some(pointer)
}

/// `$unique` gives the value to read into when nobody else sees it.
macro_rules! pointers {
    ($($pointer:ident, $unique:expr;)*) => {$(
        impl<R: Lift, T: SchemaAs<R::Inner> + ?Sized> SchemaAs<R> for $pointer<T> {
            const BRANCHES: u32 = T::BRANCHES;

            fn build_as(builder: &mut SchemaBuilder) -> NodeId {
                T::build_as(builder)
            }
        }

        impl<R: Lift, T: EncodeAs<R::Inner> + ?Sized> EncodeAs<R> for $pointer<T> {
            fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                encoder.enter()?;
                (**self).encode_as(encoder)?;
                encoder.leave();
                Ok(())
            }

            fn encode_branch_as(&self, encoder: &mut Encoder<'_>, at: Branches) -> Result<(), Error> {
                encoder.enter()?;
                (**self).encode_branch_as(encoder, at)?;
                encoder.leave();
                Ok(())
            }

            fn branch_as(&self) -> u32 {
                (**self).branch_as()
            }
        }

        impl<'de, R: Lift, T: DecodeAs<'de, R::Inner>> DecodeAs<'de, R> for $pointer<T> {
            const MIN_BYTES_AS: usize = T::MIN_BYTES_AS;

            fn decode_as(decoder: &mut Decoder<'de>) -> Result<$pointer<T>, Error> {
                decoder.enter()?;
                let value = T::decode_as(decoder)?;
                decoder.leave();
                Ok($pointer::new(value))
            }

            fn decode_into_as(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
                decoder.enter()?;
                match $unique(self) {
                    Some(value) => value.decode_into_as(decoder)?,
                    None => *self = $pointer::new(T::decode_as(decoder)?),
                }
                decoder.leave();
                Ok(())
            }

            fn decode_branch_as(decoder: &mut Decoder<'de>, branch: u32) -> Result<$pointer<T>, Error> {
                decoder.enter()?;
                let value = T::decode_branch_as(decoder, branch)?;
                decoder.leave();
                Ok($pointer::new(value))
            }

            fn decode_branch_into_as(&mut self, decoder: &mut Decoder<'de>, branch: u32) -> Result<(), Error> {
                decoder.enter()?;
                match $unique(self) {
                    Some(value) => value.decode_branch_into_as(decoder, branch)?,
                    None => *self = $pointer::new(T::decode_branch_as(decoder, branch)?),
                }
                decoder.leave();
                Ok(())
            }

            fn decode_indexed_as(fields: &mut Indexed<'_, 'de>) -> Result<$pointer<T>, Error> {
                T::decode_indexed_as(fields).map($pointer::new)
            }

            fn decode_planned_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<$pointer<T>, Error> {
                decoder.enter()?;
                let value = T::decode_planned_as(decoder, plan)?;
                decoder.leave();
                Ok($pointer::new(value))
            }

            fn decode_planned_into_as(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
                decoder.enter()?;
                match $unique(self) {
                    Some(value) => value.decode_planned_into_as(decoder, plan)?,
                    None => *self = $pointer::new(T::decode_planned_as(decoder, plan)?),
                }
                decoder.leave();
                Ok(())
            }

            fn decode_branch_planned_as(
                decoder: &mut Decoder<'de>,
                branch: u32,
                plan: Planned<'_>,
            ) -> Result<$pointer<T>, Error> {
                decoder.enter()?;
                let value = T::decode_branch_planned_as(decoder, branch, plan)?;
                decoder.leave();
                Ok($pointer::new(value))
            }

            fn decode_branch_planned_into_as(
                &mut self,
                decoder: &mut Decoder<'de>,
                branch: u32,
                plan: Planned<'_>,
            ) -> Result<(), Error> {
                decoder.enter()?;
                match $unique(self) {
                    Some(value) => value.decode_branch_planned_into_as(decoder, branch, plan)?,
                    None => *self = $pointer::new(T::decode_branch_planned_as(decoder, branch, plan)?),
                }
                decoder.leave();
                Ok(())
            }
        }

        plain!(@schema [T: AvroSchema + ?Sized] $pointer<T> as Each<Own>, T::type_name());
        plain!(@encode [T: AvroEncode + ?Sized] $pointer<T> as Each<Own>);
        plain!(@decode [T: AvroDecode<'de>] $pointer<T> as Each<Own>);
    )*};
}

pointers! {
    Box, only;
    Rc, Rc::get_mut;
    Arc, Arc::get_mut;
}

impl<T: AvroSchema + ?Sized> AvroSchema for &T {
    const BRANCHES: u32 = T::BRANCHES;

    fn build(builder: &mut SchemaBuilder) -> NodeId {
        T::build(builder)
    }

    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }
}

impl<T: AvroEncode + ?Sized> AvroEncode for &T {
    #[inline]
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        (**self).encode(encoder)
    }

    #[inline]
    fn encode_branch(&self, encoder: &mut Encoder<'_>, at: Branches) -> Result<(), Error> {
        (**self).encode_branch(encoder, at)
    }

    fn branch(&self) -> u32 {
        (**self).branch()
    }
}

impl<T: AvroSchema + ToOwned + ?Sized> AvroSchema for Cow<'_, T> {
    const BRANCHES: u32 = T::BRANCHES;

    fn build(builder: &mut SchemaBuilder) -> NodeId {
        T::build(builder)
    }

    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }
}

impl<T: AvroEncode + ToOwned + ?Sized> AvroEncode for Cow<'_, T> {
    #[inline]
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        (**self).encode(encoder)
    }

    #[inline]
    fn encode_branch(&self, encoder: &mut Encoder<'_>, at: Branches) -> Result<(), Error> {
        (**self).encode_branch(encoder, at)
    }

    fn branch(&self) -> u32 {
        (**self).branch()
    }
}

/// A `Cow` of a sized type is always read as owned; those of `str` and `[T]` are beside text and sequences.
impl<'de, T: AvroDecode<'de> + Clone> AvroDecode<'de> for Cow<'_, T> {
    const MIN_BYTES: usize = T::MIN_BYTES;
    const OWNED: Option<crate::ReadOwned<Self>> = None;

    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, Error> {
        T::decode(decoder).map(Cow::Owned)
    }

    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        match self {
            Cow::Owned(value) => value.decode_into(decoder)?,
            Cow::Borrowed(_) => *self = Self::decode(decoder)?,
        }
        Ok(())
    }

    fn decode_branch(decoder: &mut Decoder<'de>, branch: u32) -> Result<Self, Error> {
        T::decode_branch(decoder, branch).map(Cow::Owned)
    }

    fn decode_branch_into(&mut self, decoder: &mut Decoder<'de>, branch: u32) -> Result<(), Error> {
        match self {
            Cow::Owned(value) => value.decode_branch_into(decoder, branch)?,
            Cow::Borrowed(_) => *self = Self::decode_branch(decoder, branch)?,
        }
        Ok(())
    }

    fn decode_planned(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
        T::decode_planned(decoder, plan).map(Cow::Owned)
    }

    fn decode_planned_into(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        match self {
            Cow::Owned(value) => value.decode_planned_into(decoder, plan)?,
            Cow::Borrowed(_) => *self = Self::decode_planned(decoder, plan)?,
        }
        Ok(())
    }

    fn decode_branch_planned(decoder: &mut Decoder<'de>, branch: u32, plan: Planned<'_>) -> Result<Self, Error> {
        T::decode_branch_planned(decoder, branch, plan).map(Cow::Owned)
    }

    fn decode_branch_planned_into(
        &mut self,
        decoder: &mut Decoder<'de>,
        branch: u32,
        plan: Planned<'_>,
    ) -> Result<(), Error> {
        match self {
            Cow::Owned(value) => value.decode_branch_planned_into(decoder, branch, plan)?,
            Cow::Borrowed(_) => *self = Self::decode_branch_planned(decoder, branch, plan)?,
        }
        Ok(())
    }

    fn decode_indexed(fields: &mut Indexed<'_, 'de>) -> Result<Self, Error> {
        T::decode_indexed(fields).map(Cow::Owned)
    }
}

/// A `Cow` of text or of a slice, read as owned: nothing that is read lives as long as the `Cow<'static, str>` of a field.
impl<B: AvroSchema + ToOwned + ?Sized> SchemaAs<Owned> for Cow<'_, B> {
    fn build_as(builder: &mut SchemaBuilder) -> NodeId {
        B::build(builder)
    }
}

/// `String` and `Vec<T>` have the schema of `str` and `[T]`.
impl<'de, B: AvroSchema + ToOwned<Owned: AvroDecode<'de>> + ?Sized> DecodeAs<'de, Owned> for Cow<'_, B> {
    const MIN_BYTES_AS: usize = <B::Owned as AvroDecode<'de>>::MIN_BYTES;

    fn decode_as(decoder: &mut Decoder<'de>) -> Result<Self, Error> {
        B::Owned::decode(decoder).map(Cow::Owned)
    }

    fn decode_into_as(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        match self {
            Cow::Owned(value) => value.decode_into(decoder)?,
            Cow::Borrowed(_) => *self = Self::decode_as(decoder)?,
        }
        Ok(())
    }

    fn decode_changed_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
        B::Owned::decode_changed(decoder, plan).map(Cow::Owned)
    }

    fn decode_changed_into_as(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
        match self {
            Cow::Owned(value) => value.decode_changed_into(decoder, plan)?,
            Cow::Borrowed(_) => *self = Self::decode_changed_as(decoder, plan)?,
        }
        Ok(())
    }
}
