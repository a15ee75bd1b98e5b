//! `Option<T>`: the union of `null` and `T`, flattened over a `T` that is a union itself.

use super::repr::{DecodeAs, Each, EncodeAs, Lift, Own, SchemaAs, plain};
use crate::decode::AvroDecode;
use crate::encode::{AvroEncode, Branches};
use crate::error::Error;
use crate::resolve::Planned;
use crate::schema::{AvroSchema, Kind, NodeId, SchemaBuilder, instance_name};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;

impl<R: Lift, T: SchemaAs<R::Inner>> SchemaAs<R> for Option<T> {
    const BRANCHES: u32 = 1 + if T::BRANCHES == 0 { 1 } else { T::BRANCHES };

    fn build_as(builder: &mut SchemaBuilder) -> NodeId {
        let null = builder.node(Kind::Null);
        let some = T::build_as(builder);
        if builder.is_nullable(some) {
            builder.refuse(
                "an `Option` of a type that is `null` itself, such as `Option<Option<T>>`: Avro has one `null`",
            );
        }
        builder.union_of(<Self as SchemaAs<R>>::BRANCHES, [null, some])
    }
}

impl<R: Lift, T: EncodeAs<R::Inner>> EncodeAs<R> for Option<T> {
    #[inline]
    fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        EncodeAs::<R>::encode_branch_as(self, encoder, Branches::NATURAL)
    }

    #[inline]
    fn encode_branch_as(&self, encoder: &mut Encoder<'_>, at: Branches) -> Result<(), Error> {
        match self {
            None => {
                encoder.write_index(at.index(0));
                Ok(())
            }
            Some(value) => value.encode_branch_as(encoder, at.shift(1)),
        }
    }

    fn branch_as(&self) -> u32 {
        match self {
            None => 0,
            Some(value) => 1 + value.branch_as(),
        }
    }
}

impl<'de, R: Lift, T: DecodeAs<'de, R::Inner>> DecodeAs<'de, R> for Option<T> {
    const MIN_BYTES_AS: usize = 1;

    #[inline]
    fn decode_as(decoder: &mut Decoder<'de>) -> Result<Option<T>, Error> {
        let branch = decoder.read_branch(<Self as SchemaAs<R>>::BRANCHES as usize)?;
        <Self as DecodeAs<'de, R>>::decode_branch_as(decoder, branch as u32)
    }

    #[inline]
    fn decode_into_as(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        let branch = decoder.read_branch(<Self as SchemaAs<R>>::BRANCHES as usize)?;
        DecodeAs::<'de, R>::decode_branch_into_as(self, decoder, branch as u32)
    }

    #[inline]
    fn decode_branch_as(decoder: &mut Decoder<'de>, branch: u32) -> Result<Option<T>, Error> {
        match branch.checked_sub(1) {
            None => Ok(None),
            Some(branch) => T::decode_branch_as(decoder, branch).map(Some),
        }
    }

    #[inline]
    fn decode_branch_into_as(&mut self, decoder: &mut Decoder<'de>, branch: u32) -> Result<(), Error> {
        match (branch.checked_sub(1), &mut *self) {
            (Some(branch), Some(value)) => return value.decode_branch_into_as(decoder, branch),
            (Some(branch), None) => *self = Some(T::decode_branch_as(decoder, branch)?),
            (None, _) => *self = None,
        }
        Ok(())
    }

    #[inline]
    fn decode_branch_planned_as(decoder: &mut Decoder<'de>, branch: u32, plan: Planned<'_>) -> Result<Self, Error> {
        match branch.checked_sub(1) {
            None => Ok(None),
            Some(branch) => T::decode_branch_planned_as(decoder, branch, plan).map(Some),
        }
    }

    #[inline]
    fn decode_branch_planned_into_as(
        &mut self,
        decoder: &mut Decoder<'de>,
        branch: u32,
        plan: Planned<'_>,
    ) -> Result<(), Error> {
        match (branch.checked_sub(1), &mut *self) {
            (Some(branch), Some(value)) => return value.decode_branch_planned_into_as(decoder, branch, plan),
            (Some(branch), None) => *self = Some(T::decode_branch_planned_as(decoder, branch, plan)?),
            (None, _) => *self = None,
        }
        Ok(())
    }
}

plain! {
    { T } Option<T> as Each<Own>, instance_name("optional", &[T::type_name()]);
}
