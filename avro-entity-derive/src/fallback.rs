//! Impls beside the errors of a failed derive, so that what uses the type goes on to type-check and the user reads about the
//! one mistake only. They are never run: the crate does not compile.

use crate::attr::Attrs;
use crate::expand::Traits;
use crate::model;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Lifetime, parse_quote};

pub(crate) fn expand(input: &DeriveInput, attrs: &Attrs, traits: Traits, errors: Option<syn::Error>) -> TokenStream {
    let krate = model::krate(&attrs.of_type);
    let errors = errors.map(syn::Error::into_compile_error);
    let schema = traits.schema.then(|| {
        implement(
            input,
            &quote!(__avro::AvroSchema),
            quote! {
                fn build(_: &mut __avro::SchemaBuilder) -> __avro::NodeId {
                    __avro::core::unreachable!()
                }
                fn type_name() -> __avro::Cow<'static, __avro::str> {
                    __avro::core::unreachable!()
                }
            },
        )
    });
    let encode = traits.encode.then(|| {
        implement(
            input,
            &quote!(__avro::AvroEncode),
            quote! {
                fn encode(&self, _: &mut __avro::Encoder<'_>) -> __avro::Result<(), __avro::Error> {
                    __avro::core::unreachable!()
                }
            },
        )
    });
    let decode = traits.decode.then(|| {
        implement(
            input,
            &quote!(__avro::AvroDecode<'__de>),
            quote! {
                const MIN_BYTES: __avro::usize = 0;
                const OWNED: __avro::Option<__avro::ReadOwned<Self>> = __avro::None;
                fn decode(_: &mut __avro::Decoder<'__de>) -> __avro::Result<Self, __avro::Error> {
                    __avro::core::unreachable!()
                }
            },
        )
    });
    quote! {
        #errors
        #[doc(hidden)]
        const _: () = {
            use #krate::__private as __avro;
            #schema
            #encode
            #decode
        };
    }
}

fn implement(input: &DeriveInput, name: &TokenStream, body: TokenStream) -> TokenStream {
    let ident = &input.ident;
    let mut generics = input.generics.clone();
    if name.to_string().contains("AvroDecode") {
        let borrowed: Vec<Lifetime> = generics.lifetimes().map(|param| param.lifetime.clone()).collect();
        generics.params.insert(0, parse_quote!('__de: #(#borrowed)+*));
    }
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, type_generics, _) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[allow(clippy::all)]
        impl #impl_generics #name for #ident #type_generics #where_clause {
            #body
        }
    }
}
