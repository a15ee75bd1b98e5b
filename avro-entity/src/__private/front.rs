//! Fields of union type with a default, whose branch comes first on the wire.

use super::{
    Branches, DecodeAs, Decoder, EncodeAs, Encoder, Error, Followed, NodeId, Planned, SchemaAs, SchemaBuilder, Value,
};
use std::any::TypeId;
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{OnceLock, PoisonError, RwLock};

/// The branch that a field's default has put in front of its union; found at the first use.
#[derive(Debug)]
pub struct Front(OnceLock<u32>);

impl Front {
    #[allow(clippy::new_without_default, reason = "a static needs a constant")]
    pub const fn new() -> Front {
        Front(OnceLock::new())
    }

    #[inline]
    pub fn get(&self, find: impl FnOnce() -> u32) -> u32 {
        *self.0.get_or_init(find)
    }
}

/// The branch of a `Some` in an `Option`: the second one, unless what the option holds is a union itself.
#[inline]
pub fn front_of_some<R: ?Sized, T: SchemaAs<R> + ?Sized>(find: impl FnOnce() -> u32) -> u32 {
    if T::BRANCHES == 2 { 1 } else { find() }
}

/// The branch that a default of JSON belongs to in the natural order of the type's branches. 0 when the type is no union, and
/// when the default is valid for none: such a type has no schema, which is said when it is asked for.
pub fn front_of_json<R: ?Sized, T: SchemaAs<R> + ?Sized>(json: &'static str) -> u32 {
    type Known = RwLock<HashMap<(TypeId, &'static str), u32>>;
    static FRONTS: OnceLock<Known> = OnceLock::new();
    let fronts = FRONTS.get_or_init(RwLock::default);
    let key = (typeid::of::<(PhantomData<R>, PhantomData<T>)>(), json);
    let known = fronts.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
    known.unwrap_or_else(|| {
        let front = find_front(T::build_as, &super::json(json));
        *fronts.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(front)
    })
}

fn find_front(build: fn(&mut SchemaBuilder) -> NodeId, json: &Value) -> u32 {
    let mut builder = SchemaBuilder::new();
    let root = build(&mut builder);
    let Ok(schema) = builder.finish(root) else { return 0 };
    crate::schema::settle::default_branch(&schema, schema.root(), json).unwrap_or(0)
}

/// Writes a field whose default comes first when its type is a union.
#[inline]
pub fn encode_with_front<R: ?Sized, T: EncodeAs<R> + ?Sized>(
    value: &T,
    encoder: &mut Encoder<'_>,
    front: impl FnOnce() -> u32,
) -> Result<(), Error> {
    match T::BRANCHES {
        0 => value.encode_as(encoder),
        _ => value.encode_branch_as(encoder, Branches::with_front(front())),
    }
}

/// Reads a field whose default comes first when its type is a union.
#[inline]
pub fn decode_with_front<'de, R: ?Sized, T: DecodeAs<'de, R>>(
    decoder: &mut Decoder<'de>,
    front: impl FnOnce() -> u32,
) -> Result<T, Error> {
    if T::BRANCHES == 0 {
        return T::decode_as(decoder);
    }
    let branch = decoder.read_branch(T::BRANCHES as usize)?;
    T::decode_branch_as(decoder, Branches::with_front(front()).natural(branch as u32))
}

/// The same, into an existing value.
#[inline]
pub fn decode_into_with_front<'de, R: ?Sized, T: DecodeAs<'de, R>>(
    value: &mut T,
    decoder: &mut Decoder<'de>,
    front: impl FnOnce() -> u32,
) -> Result<(), Error> {
    if T::BRANCHES == 0 {
        return value.decode_into_as(decoder);
    }
    let branch = decoder.read_branch(T::BRANCHES as usize)?;
    value.decode_branch_into_as(decoder, Branches::with_front(front()).natural(branch as u32))
}

/// Reads a field through a node of a plan, whose default comes first when its type is a union.
#[inline]
pub fn decode_planned_with_front<'de, R: ?Sized, T: DecodeAs<'de, R>>(
    decoder: &mut Decoder<'de>,
    plan: Planned<'_>,
    front: impl FnOnce() -> u32,
) -> Result<T, Error> {
    if T::BRANCHES == 0 {
        return T::decode_planned_as(decoder, plan);
    }
    match plan.follow(decoder)? {
        Followed::Same => decode_with_front::<R, T>(decoder, front),
        Followed::Union { branch, inner } => {
            T::decode_branch_planned_as(decoder, Branches::with_front(front()).natural(branch), inner)
        }
        Followed::Changed(plan) => T::decode_changed_as(decoder, plan),
    }
}

/// The same, into an existing value.
#[inline]
pub fn decode_planned_into_with_front<'de, R: ?Sized, T: DecodeAs<'de, R>>(
    value: &mut T,
    decoder: &mut Decoder<'de>,
    plan: Planned<'_>,
    front: impl FnOnce() -> u32,
) -> Result<(), Error> {
    if T::BRANCHES == 0 {
        return value.decode_planned_into_as(decoder, plan);
    }
    match plan.follow(decoder)? {
        Followed::Same => decode_into_with_front::<R, T>(value, decoder, front),
        Followed::Union { branch, inner } => {
            value.decode_branch_planned_into_as(decoder, Branches::with_front(front()).natural(branch), inner)
        }
        Followed::Changed(plan) => value.decode_changed_into_as(decoder, plan),
    }
}
