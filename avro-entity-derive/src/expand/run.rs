//! Fields that follow each other and are written, or read, in one call: scalars and options of them, and when they are written
//! texts too.
//!
//! Which fields these are is judged by how their types are written (`i64`); should a type of the user's own bear such a name,
//! the library's `Run` and `ReadRun` fall back to the type's own `encode` and `decode`.

use super::default;
use crate::model::{Entity, Field, Role, option_content};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Path, Type};

/// The longest tuple that the library writes and reads at once.
const LONGEST: usize = 12;

/// Fields with their places among all.
type Group<'e, 'a> = Vec<(usize, &'e Field<'a>)>;

/// The fields that are written: those that follow each other and whose length is known together, the others alone.
pub(super) fn written<'e, 'a>(entity: &Entity<'_>, fields: &'e [Field<'a>]) -> Vec<Group<'e, 'a>> {
    groups(fields, |field| is_of(entity, field, &BOUNDED))
}

/// The fields that are read: those that follow each other and take no memory of their own together, the others alone.
pub(super) fn read<'e, 'a>(entity: &Entity<'_>, fields: &'e [Field<'a>]) -> Vec<Group<'e, 'a>> {
    groups(fields, |field| is_of(entity, field, &SCALARS))
}

/// The fields that are on the wire, those that `belongs` holds for with their neighbours.
fn groups<'e, 'a>(fields: &'e [Field<'a>], belongs: impl Fn(&Field<'a>) -> bool) -> Vec<Group<'e, 'a>> {
    let live: Group<'e, 'a> = fields.iter().enumerate().filter(|(_, field)| field.role != Role::Ignored).collect();
    live.chunk_by(|one, other| other.0 == one.0 + 1 && belongs(one.1) && belongs(other.1))
        .flat_map(|group| group.chunks(LONGEST))
        .map(<[_]>::to_vec)
        .collect()
}

/// Whether the type is written as one of the names, or as an `Option` of one in the order of `Option`.
fn is_of(entity: &Entity<'_>, field: &Field<'_>, names: &[&str]) -> bool {
    let is_option =
        || option_content(field.ty).is_some_and(|ty| is_named(entity, ty, names)) && default::front(field).is_none();
    is_plain(field) && (is_named(entity, field.ty, names) || is_option())
}

const SCALARS: [&str; 5] = ["bool", "i32", "i64", "f32", "f64"];
const BOUNDED: [&str; 6] = ["bool", "i32", "i64", "f32", "f64", "String"];

/// Whether the field is written as its type is by itself.
fn is_plain(field: &Field<'_>) -> bool {
    field.role == Role::Live && field.codec.is_plain()
}

/// Whether the type is written as one of the names. A type parameter of such a name is most likely something else, for which
/// its neighbours should not be written one by one.
fn is_named(entity: &Entity<'_>, ty: &Type, names: &[&str]) -> bool {
    let ident = path(ty).and_then(Path::get_ident);
    ident.is_some_and(|ident| names.iter().any(|name| ident == name) && !entity.generics.declares(ident))
}

fn path(ty: &Type) -> Option<&Path> {
    match ty {
        Type::Group(group) => path(&group.elem),
        Type::Paren(paren) => path(&paren.elem),
        Type::Path(path) if path.qself.is_none() => Some(&path.path),
        _ => None,
    }
}

/// Whether a record is nothing but a few scalars. Its decoder belongs into its caller: a record that was just put together and
/// is then copied costs as much as reading it.
pub(super) fn is_small(entity: &Entity<'_>, fields: &[Field<'_>]) -> bool {
    fields.len() <= SMALL && fields.iter().all(|field| is_plain(field) && is_named(entity, field.ty, &SCALARS))
}

/// How the decoder of a record is inlined.
pub(super) fn inline(entity: &Entity<'_>, fields: &[Field<'_>]) -> TokenStream {
    if is_small(entity, fields) { quote!(#[inline(always)]) } else { quote!(#[inline]) }
}

/// The most scalars whose decoder is copied to each place where it is called.
const SMALL: usize = 8;
