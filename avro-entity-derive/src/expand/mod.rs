//! Writes the impls down. Everything is decided by now: what is here reads the model and cannot fail.
//!
//! One `const _: () = { … }` holds everything that is derived, so that no name of ours is seen outside of it. Inside, `__avro` is
//! the one path to the library, locals begin with `__`, and nothing is taken from a prelude.

mod asked;
mod codec;
mod decode;
mod default;
mod encode;
mod place;
mod planned;
mod root;
mod run;
mod schema;
mod source;
mod variant;
mod with;

use crate::model::{Entity, Shape, Trait};
use proc_macro2::TokenStream;
use quote::quote;

/// Which of the traits are derived.
#[derive(Clone, Copy)]
pub(crate) struct Traits {
    pub(crate) schema: bool,
    pub(crate) encode: bool,
    pub(crate) decode: bool,
}

impl Traits {
    pub(crate) const ALL: Traits = Traits { schema: true, encode: true, decode: true };
    pub(crate) const SCHEMA: Traits = Traits { schema: true, encode: false, decode: false };
    pub(crate) const ENCODE: Traits = Traits { schema: false, encode: true, decode: false };
    pub(crate) const DECODE: Traits = Traits { schema: false, encode: false, decode: true };
}

pub(crate) fn expand(entity: &Entity<'_>, traits: Traits) -> TokenStream {
    let krate = &entity.krate;
    let fixed = codec::fixed_names(entity);
    let imports = with::imports(entity, traits);
    let aliases = asked::aliases(entity);
    let places = (traits.encode || traits.decode).then(|| place::table(entity));
    let offsets = (traits.encode || traits.decode).then(|| variant::offsets(entity));
    let defaults = default::items(entity);
    let schema = traits.schema.then(|| schema::expand(entity));
    let registered = traits.schema.then(|| root::register(entity));
    let encode = traits.encode.then(|| encode::expand(entity));
    let decode = traits.decode.then(|| decode::expand(entity));
    quote! {
        #[doc(hidden)]
        #[allow(deprecated, unused_qualifications, clippy::absolute_paths)]
        const _: () = {
            use #krate::__private as __avro;
            #[allow(unused_imports)]
            use __avro::{DecodeRun as _, EncodeRun as _};
            #fixed
            #imports
            #aliases
            #defaults
            #places
            #offsets
            #schema
            #registered
            #encode
            #decode
        };
    }
}

/// `impl Trait for Type { … }` with everything generic about it.
fn implement(entity: &Entity<'_>, implemented: Trait, body: TokenStream) -> TokenStream {
    let name = match implemented {
        Trait::Schema => quote!(__avro::AvroSchema),
        Trait::Encode => quote!(__avro::AvroEncode),
        Trait::Decode => quote!(__avro::AvroDecode<'__de>),
    };
    implement_for(entity, implemented, &name, body)
}

/// The same for the trait `name`, with what has to hold for `implemented`.
fn implement_for(entity: &Entity<'_>, implemented: Trait, name: &TokenStream, body: TokenStream) -> TokenStream {
    let ident = entity.ident;
    let generics = entity.impl_generics(implemented);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, type_generics, _) = entity.generics.syntax.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #name for #ident #type_generics #where_clause {
            #body
        }
    }
}

/// The one field that a type is represented as.
fn same<'e, 'a>(entity: &'e Entity<'a>) -> Option<&'e crate::model::Field<'a>> {
    match &entity.shape {
        Shape::Same { inner, fields } => fields.get(*inner),
        _ => None,
    }
}
