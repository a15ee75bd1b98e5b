//! The derive macros of `avro-entity`. Use them through that crate, which exports them beside the traits of the same names.
#![forbid(unsafe_code)]

extern crate proc_macro;

mod attr;
mod case;
mod check;
mod ctxt;
mod expand;
#[cfg(test)]
mod expected;
mod fallback;
mod model;

use expand::Traits;
use proc_macro2::TokenStream;
use syn::DeriveInput;

/// Derives `AvroSchema`, `AvroEncode` and `AvroDecode` together.
///
#[doc = include_str!("../attributes.md")]
#[proc_macro_derive(AvroEntity, attributes(avro, avro_entity))]
pub fn derive_entity(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input, Traits::ALL)
}

/// Derives `AvroSchema` alone. The attributes are those of the derive macro `AvroEntity`.
#[proc_macro_derive(AvroSchema, attributes(avro, avro_entity))]
pub fn derive_schema(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input, Traits::SCHEMA)
}

/// Derives `AvroEncode` alone; `AvroSchema` has to be there as well. The attributes are those of the derive macro
/// `AvroEntity`.
#[proc_macro_derive(AvroEncode, attributes(avro, avro_entity))]
pub fn derive_encode(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input, Traits::ENCODE)
}

/// Derives `AvroDecode` alone; `AvroSchema` has to be there as well. The attributes are those of the derive macro
/// `AvroEntity`.
#[proc_macro_derive(AvroDecode, attributes(avro, avro_entity))]
pub fn derive_decode(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input, Traits::DECODE)
}

fn derive(input: proc_macro::TokenStream, traits: Traits) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    expansion(&input, traits).into()
}

/// The plot: read the attributes, decide everything, judge it, write it down. Whatever is wrong is reported in one go, beside
/// impls that let the rest of the user's crate type-check.
fn expansion(input: &DeriveInput, traits: Traits) -> TokenStream {
    let ctxt = ctxt::Ctxt::new();
    let attrs = attr::read(&ctxt, input);
    let entity = model::decide(&ctxt, input, &attrs);
    if let Some(entity) = &entity {
        check::judge(&ctxt, entity, traits);
    }
    match (ctxt.finish(), entity) {
        (None, Some(entity)) => expand::expand(&entity, traits),
        (errors, _) => fallback::expand(input, &attrs, traits, errors),
    }
}
