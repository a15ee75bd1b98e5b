//! Scalars that follow each other, which are written and read in one call.
//!
//! Which fields are scalars is judged by how their types are written (`i64`); should a type of the user's own bear such a name,
//! the library's `Run` and `ReadRun` fall back to the type's own `encode` and `decode`.

use crate::model::{Entity, Field, Role};
use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

/// The longest tuple that the library writes and reads at once.
const LONGEST: usize = 12;

/// The fields that are on the wire with their places among all: scalars that follow each other together, others alone.
pub(super) fn groups<'e, 'a>(entity: &Entity<'_>, fields: &'e [Field<'a>]) -> Vec<Vec<(usize, &'e Field<'a>)>> {
    let live: Vec<(usize, &Field<'a>)> =
        fields.iter().enumerate().filter(|(_, field)| field.role != Role::Ignored).collect();
    live.chunk_by(|one, other| other.0 == one.0 + 1 && is_scalar(entity, one.1) && is_scalar(entity, other.1))
        .flat_map(|group| group.chunks(LONGEST))
        .map(<[_]>::to_vec)
        .collect()
}

/// Whether the type is written as one of Avro's scalars.
fn is_scalar(entity: &Entity<'_>, field: &Field<'_>) -> bool {
    let Type::Path(path) = field.ty else { return false };
    let Some(ident) = path.path.get_ident().filter(|_| path.qself.is_none()) else { return false };
    let known = ["bool", "i32", "i64", "f32", "f64"].iter().any(|scalar| ident == scalar);
    known && field.role == Role::Live && field.codec.is_plain() && !entity.generics.declares(ident)
}

/// Whether a record is nothing but a few scalars. Its decoder belongs into its caller: a record that was just put together and
/// is then copied costs as much as reading it.
pub(super) fn is_small(entity: &Entity<'_>, fields: &[Field<'_>]) -> bool {
    fields.len() <= SMALL && fields.iter().all(|field| is_scalar(entity, field))
}

/// How the decoder of a record is inlined.
pub(super) fn inline(entity: &Entity<'_>, fields: &[Field<'_>]) -> TokenStream {
    if is_small(entity, fields) { quote!(#[inline(always)]) } else { quote!(#[inline]) }
}

/// The most scalars whose decoder is copied to each place where it is called.
const SMALL: usize = 8;
