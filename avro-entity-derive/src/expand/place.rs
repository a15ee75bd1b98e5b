//! Where errors happen. A step that fails leaves its block with the error and a number; the names behind the numbers are a
//! table, and looking one up is out of line, so that the steps that succeed are straight-line code.

use crate::model::{Content, Entity, Field, Record, Role, Shape, Variant};
use proc_macro2::TokenStream;
use quote::quote;

/// The names of all places of a type, in the order in which they are numbered.
fn names(entity: &Entity<'_>) -> Vec<String> {
    match &entity.shape {
        Shape::Record(record) => record.fields.iter().map(of_field).collect(),
        Shape::Union(variants) => variants.iter().flat_map(of_variant).collect(),
        _ => Vec::new(),
    }
}

/// A flattened field adds nothing to the path, as it adds nothing to the schema.
fn of_field(field: &Field<'_>) -> String {
    match field.role {
        Role::Flattened => String::new(),
        _ => field.name.text.clone(),
    }
}

/// The places of a variant: itself for a newtype, else its fields behind its name.
fn of_variant(variant: &Variant<'_>) -> Vec<String> {
    let name = &variant.name.text;
    match &variant.content {
        Content::Unit => Vec::new(),
        Content::Newtype(_) => vec![name.clone()],
        Content::Record(Record { fields }) => fields
            .iter()
            .map(|field| match field.role {
                Role::Flattened => name.clone(),
                _ => format!("{name}.{}", field.name.text),
            })
            .collect(),
    }
}

/// The number of a variant's first place.
pub(super) fn first_of(entity: &Entity<'_>, index: usize) -> usize {
    entity.shape.variants().iter().take(index).map(|variant| of_variant(variant).len()).sum()
}

/// The number of what is no field's: an error there is the entity's own.
pub(super) fn of_entity(entity: &Entity<'_>) -> usize {
    names(entity).len()
}

pub(super) fn table(entity: &Entity<'_>) -> TokenStream {
    let names = names(entity);
    quote! {
        static __PLACES: &[&__avro::str] = &[#(#names),*];
    }
}

/// `body`, which returns when all goes well; a step that fails goes to the end by [`fail`].
pub(super) fn guarded(entity: &Entity<'_>, body: TokenStream) -> TokenStream {
    let name = &entity.name.text;
    quote! {
        let (__error, __place) = '__failed: { #body };
        __avro::Err(__avro::in_place(__error, #name, __PLACES, __place))
    }
}

/// Leaves the block around with `__error` at a place.
pub(super) fn fail(place: usize) -> TokenStream {
    quote!(break '__failed (__error, #place))
}

/// `step`, which gives `Result<(), Error>`, at a place.
pub(super) fn step(step: &TokenStream, place: usize) -> TokenStream {
    let fail = fail(place);
    quote! {
        if let __avro::Err(__error) = #step {
            #fail;
        }
    }
}
