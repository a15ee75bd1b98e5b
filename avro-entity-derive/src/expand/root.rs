//! Makes a root known to the test that compares all roots of a crate with their histories. Without the library's feature `gate`
//! nothing comes of it.

use super::schema::full_name;
use crate::model::{Entity, is_on};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::GenericParam;

/// A generic type makes only known that it is one: there is no list of its instances.
pub(super) fn register(entity: &Entity<'_>) -> Option<TokenStream> {
    if !is_on(entity.attrs.root) {
        return None;
    }
    let ident = entity.ident;
    let rust_name = entity.rust_name();
    let place = quote_spanned!(ident.span()=> __avro::core::file!(), __avro::core::line!(), __avro::core::column!());
    if entity.generics.has_instances() {
        return Some(quote!(__avro::register! { generic #rust_name, #place }));
    }
    let lifetimes = entity.generics.syntax.params.iter().filter(|param| matches!(param, GenericParam::Lifetime(_)));
    let statics = lifetimes.map(|_| quote!('static));
    let ty = quote!(#ident<#(#statics),*>);
    let name = full_name(entity, quote!(&<#ty as __avro::AvroSchema>::type_name()));
    Some(quote! {
        __avro::register! {
            #ty,
            || #name,
            __avro::core::concat!(__avro::core::module_path!(), "::", #rust_name),
            #place
        }
    })
}
