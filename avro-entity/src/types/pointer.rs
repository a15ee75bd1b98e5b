//! Pointers: as what they point to. Recursion passes through them, so that they count the depth.

use crate::decode::AvroDecode;
use crate::encode::{AvroEncode, Branches};
use crate::error::Error;
use crate::schema::{AvroSchema, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;

impl<T: AvroSchema + ?Sized> AvroSchema for Box<T> {
    const BRANCHES: u32 = T::BRANCHES;

    fn build(builder: &mut SchemaBuilder) -> NodeId {
        T::build(builder)
    }

    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }
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

impl<T: AvroEncode + ?Sized> AvroEncode for Box<T> {
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encoder.enter()?;
        (**self).encode(encoder)?;
        encoder.leave();
        Ok(())
    }

    fn encode_branch(&self, encoder: &mut Encoder<'_>, at: Branches) -> Result<(), Error> {
        encoder.enter()?;
        (**self).encode_branch(encoder, at)?;
        encoder.leave();
        Ok(())
    }

    fn branch(&self) -> u32 {
        (**self).branch()
    }
}

impl<'de, T: AvroDecode<'de>> AvroDecode<'de> for Box<T> {
    const MIN_BYTES: usize = T::MIN_BYTES;

    fn decode(decoder: &mut Decoder<'de>) -> Result<Box<T>, Error> {
        decoder.enter()?;
        let value = T::decode(decoder)?;
        decoder.leave();
        Ok(Box::new(value))
    }

    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        decoder.enter()?;
        (**self).decode_into(decoder)?;
        decoder.leave();
        Ok(())
    }

    fn decode_branch(decoder: &mut Decoder<'de>, branch: u32) -> Result<Box<T>, Error> {
        decoder.enter()?;
        let value = T::decode_branch(decoder, branch)?;
        decoder.leave();
        Ok(Box::new(value))
    }

    fn decode_branch_into(&mut self, decoder: &mut Decoder<'de>, branch: u32) -> Result<(), Error> {
        decoder.enter()?;
        (**self).decode_branch_into(decoder, branch)?;
        decoder.leave();
        Ok(())
    }
}
