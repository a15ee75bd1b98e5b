//! `Option<T>`: the union of `null` and `T`, flattened over a `T` that is a union itself.

use crate::decode::AvroDecode;
use crate::encode::{AvroEncode, Branches};
use crate::error::Error;
use crate::schema::{AvroSchema, Kind, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;

/// How many branches a type adds to the union around it.
const fn branches<T: AvroSchema + ?Sized>() -> u32 {
    if T::BRANCHES == 0 { 1 } else { T::BRANCHES }
}

impl<T: AvroSchema> AvroSchema for Option<T> {
    const BRANCHES: u32 = 1 + branches::<T>();

    fn build(builder: &mut SchemaBuilder) -> NodeId {
        let null = builder.node(Kind::Null);
        let some = T::build(builder);
        builder.union([null, some])
    }

    fn type_name() -> Cow<'static, str> {
        format!("optional_{}", T::type_name()).into()
    }
}

impl<T: AvroEncode> AvroEncode for Option<T> {
    #[inline]
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        self.encode_branch(encoder, Branches::NATURAL)
    }

    #[inline]
    fn encode_branch(&self, encoder: &mut Encoder<'_>, at: Branches) -> Result<(), Error> {
        match self {
            None => {
                encoder.write_index(at.index(0));
                Ok(())
            }
            Some(value) => value.encode_branch(encoder, at.shift(1)),
        }
    }

    fn branch(&self) -> u32 {
        match self {
            None => 0,
            Some(value) => 1 + value.branch(),
        }
    }
}

impl<'de, T: AvroDecode<'de>> AvroDecode<'de> for Option<T> {
    const MIN_BYTES: usize = 1;

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Option<T>, Error> {
        let branch = decoder.read_branch(Self::BRANCHES as usize)?;
        Self::decode_branch(decoder, branch as u32)
    }

    #[inline]
    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        let branch = decoder.read_branch(Self::BRANCHES as usize)?;
        self.decode_branch_into(decoder, branch as u32)
    }

    #[inline]
    fn decode_branch(decoder: &mut Decoder<'de>, branch: u32) -> Result<Option<T>, Error> {
        match branch.checked_sub(1) {
            None => Ok(None),
            Some(branch) => T::decode_branch(decoder, branch).map(Some),
        }
    }

    #[inline]
    fn decode_branch_into(&mut self, decoder: &mut Decoder<'de>, branch: u32) -> Result<(), Error> {
        match (branch.checked_sub(1), &mut *self) {
            (Some(branch), Some(value)) => return value.decode_branch_into(decoder, branch),
            (Some(branch), None) => *self = Some(T::decode_branch(decoder, branch)?),
            (None, _) => *self = None,
        }
        Ok(())
    }
}
