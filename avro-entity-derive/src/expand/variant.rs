//! Where the branches of each variant begin in the union that an enum is.
//!
//! A newtype variant of a union contributes that union's branches, and how many these are is known to the compiler only. An
//! enum that has newtype variants therefore gets a table of places as an associated constant, which folds away.

use super::codec;
use crate::model::{Content, Entity, Shape, Trait, Variant};
use proc_macro2::TokenStream;
use quote::quote;

/// How many branches a variant takes, as an expression.
fn count(variant: &Variant<'_>) -> TokenStream {
    match &variant.content {
        Content::Newtype(field) => {
            let branches = codec::branches(field);
            quote!(__avro::at_least_one(#branches))
        }
        _ => quote!(1),
    }
}

fn live<'e, 'a>(variants: &'e [Variant<'a>]) -> impl Iterator<Item = &'e Variant<'a>> {
    variants.iter().filter(|variant| !variant.ignored)
}

/// How many branches all variants take together.
pub(super) fn total(variants: &[Variant<'_>]) -> TokenStream {
    let counts = live(variants).map(count);
    quote!(0 #(+ #counts)*)
}

fn needs_table(variants: &[Variant<'_>]) -> bool {
    live(variants).any(|variant| !variant.is_named())
}

/// The table, for an enum that needs one: entry `n` is where the `n`th live variant begins, and one more is the end.
pub(super) fn offsets(entity: &Entity<'_>) -> Option<TokenStream> {
    let Shape::Union(variants) = &entity.shape else { return None };
    if !needs_table(variants) {
        return None;
    }
    let counts: Vec<TokenStream> = live(variants).map(count).collect();
    let len = counts.len() + 1;
    let ident = entity.ident;
    let generics = entity.impl_generics(Trait::Schema);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, type_generics, _) = entity.generics.syntax.split_for_impl();
    Some(quote! {
        trait __Offsets {
            const AT: [__avro::u32; #len];
        }
        impl #impl_generics __Offsets for #ident #type_generics #where_clause {
            const AT: [__avro::u32; #len] = __avro::offsets([0, #(#counts),*]);
        }
    })
}

/// Where the `nth` live variant begins.
pub(super) fn offset(variants: &[Variant<'_>], nth: usize) -> TokenStream {
    match needs_table(variants) {
        true => quote!(<Self as __Offsets>::AT[#nth]),
        false => {
            let nth = nth as u32;
            quote!(#nth)
        }
    }
}
