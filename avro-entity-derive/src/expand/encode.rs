//! `AvroEncode`: fields in the order of the schema, straight-line.
//!
//! Scalars that follow each other are written in one call, which reserves room for all of them once. Which fields are scalars is
//! judged by how their types are written (`i64`); should a type of the user's own bear such a name, `Run` falls back to the
//! type's own `encode`.

use super::place::{guarded, step};
use super::{codec, default, implement, place, same, variant};
use crate::model::{Content, Entity, Field, Role, Shape, Trait, Variant};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Type};

pub(super) fn expand(entity: &Entity<'_>) -> TokenStream {
    let body = match &entity.shape {
        Shape::Record(record) => {
            let places: Vec<TokenStream> = record.fields.iter().map(own_place).collect();
            let steps = steps(entity, &record.fields, &places, 0);
            encode_method(match steps.is_empty() {
                true => quote!(__avro::Ok(())),
                false => guarded(entity, quote!(#(#steps)* return __avro::Ok(());)),
            })
        }
        Shape::Same { .. } => delegated(entity),
        Shape::Enum(variants) => encode_method(enumeration(entity, variants)),
        Shape::Union(variants) => union(entity, variants),
        Shape::Converted(raw) => converted(raw),
    };
    implement(entity, Trait::Encode, body)
}

fn encode_method(body: TokenStream) -> TokenStream {
    quote! {
        fn encode(&self, __encoder: &mut __avro::Encoder<'_>) -> __avro::Result<(), __avro::Error> {
            #body
        }
    }
}

/// The methods of a type that may be a union.
fn union_methods(encode: &TokenStream, encode_branch: &TokenStream, branch: &TokenStream) -> TokenStream {
    let encode = encode_method(encode.clone());
    quote! {
        #encode
        fn encode_branch(
            &self,
            __encoder: &mut __avro::Encoder<'_>,
            __at: __avro::Branches,
        ) -> __avro::Result<(), __avro::Error> {
            #encode_branch
        }
        fn branch(&self) -> __avro::u32 {
            #branch
        }
    }
}

/// A field of `self`.
fn own_place(field: &Field<'_>) -> TokenStream {
    let member = &field.member;
    quote!(&self.#member)
}

/// Writes fields, the first of which is at the place `first`; `places` refer to their values.
fn steps(entity: &Entity<'_>, fields: &[Field<'_>], places: &[TokenStream], first: usize) -> Vec<TokenStream> {
    let live: Vec<(usize, &Field<'_>, &TokenStream)> = fields
        .iter()
        .zip(places)
        .enumerate()
        .filter(|(_, (field, _))| field.role != Role::Ignored)
        .map(|(index, (field, place))| (first + index, field, place))
        .collect();
    live.chunk_by(|one, other| other.0 == one.0 + 1 && is_scalar(entity, one.1) && is_scalar(entity, other.1))
        .flat_map(|group| group.chunks(LONGEST_RUN))
        .map(|group| match group {
            [(index, field, place)] => step(&codec::encode(field, place), *index),
            run => scalars(run),
        })
        .collect()
}

/// The longest tuple that `write_scalars` takes.
const LONGEST_RUN: usize = 12;

fn scalars(run: &[(usize, &Field<'_>, &TokenStream)]) -> TokenStream {
    let first = run.first().map_or(0, |(index, _, _)| *index);
    let items = run.iter().map(|(_, field, place)| match default::front(field) {
        None => quote!(#place),
        Some(front) => quote!(__avro::WithFront(#place, #front)),
    });
    quote! {
        if let __avro::Err((__error, __nth)) = __avro::Run((#(#items),*)).encode(__encoder) {
            break '__failed (__error, #first + __nth);
        }
    }
}

/// Whether the type is written as one of Avro's scalars.
fn is_scalar(entity: &Entity<'_>, field: &Field<'_>) -> bool {
    let Type::Path(path) = field.ty else { return false };
    let Some(ident) = path.path.get_ident().filter(|_| path.qself.is_none()) else { return false };
    let known = ["bool", "i32", "i64", "f32", "f64"].iter().any(|scalar| ident == scalar);
    known && field.role == Role::Live && field.codec.is_plain() && !entity.generics.declares(ident)
}

fn delegated(entity: &Entity<'_>) -> TokenStream {
    let Some(field) = same(entity) else { return TokenStream::new() };
    let place = own_place(field);
    let branches = codec::encode_branch(field, &place, &quote!(__at));
    union_methods(&codec::encode(field, &place), &branches, &codec::branch(field, &place))
}

fn converted(raw: &Type) -> TokenStream {
    let raw_value = quote!(&__avro::into_raw::<Self, #raw>(self));
    union_methods(
        &quote!(<#raw as __avro::AvroEncode>::encode(#raw_value, __encoder)),
        &quote!(<#raw as __avro::AvroEncode>::encode_branch(#raw_value, __encoder, __at)),
        &quote!(<#raw as __avro::AvroEncode>::branch(#raw_value)),
    )
}

fn enumeration(entity: &Entity<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let mut next = 0u32;
    let arms = variants.iter().map(|variant| {
        let ident = variant.ident;
        if variant.ignored {
            return ignored_arm(entity, variant);
        }
        let index = next;
        next += 1;
        quote!(Self::#ident => #index,)
    });
    let arms: Vec<TokenStream> = arms.collect();
    quote! {
        __encoder.write_index(match self { #(#arms)* });
        __avro::Ok(())
    }
}

fn ignored_arm(entity: &Entity<'_>, variant: &Variant<'_>) -> TokenStream {
    let ident = variant.ident;
    let (entity, variant) = (entity.rust_name(), ident.to_string());
    quote!(Self::#ident { .. } => return __avro::Err(__avro::ignored_variant(__encoder, #entity, #variant)),)
}

fn union(entity: &Entity<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let mut nth = 0;
    let (mut encode, mut branch, mut guard) = (Vec::new(), Vec::new(), false);
    for (index, variant) in variants.iter().enumerate() {
        let ident = variant.ident;
        if variant.ignored {
            encode.push(ignored_arm(entity, variant));
            branch.push(quote!(Self::#ident { .. } => 0,));
            continue;
        }
        let at = variant::offset(variants, nth);
        nth += 1;
        let first = place::first_of(entity, index);
        let pattern = pattern(variant);
        match &variant.content {
            Content::Newtype(field) => {
                guard = true;
                let place = quote!(__0);
                let write = step(&codec::encode_branch(field, &place, &quote!(__at.shift(#at))), first);
                let own = codec::branch(field, &place);
                encode.push(quote!(#pattern => { #write }));
                branch.push(quote!(#pattern => #at + #own,));
            }
            _ => {
                let bindings: Vec<TokenStream> = bindings(variant).iter().map(|name| quote!(#name)).collect();
                let steps = steps(entity, variant.fields(), &bindings, first);
                guard |= !steps.is_empty();
                encode.push(quote!(#pattern => { __encoder.write_index(__at.index(#at)); #(#steps)* }));
                branch.push(quote!(Self::#ident { .. } => #at,));
            }
        }
    }
    let encode = quote!(match self { #(#encode)* } return __avro::Ok(()););
    let encode = if guard { guarded(entity, encode) } else { encode };
    union_methods(
        &quote!(__avro::AvroEncode::encode_branch(self, __encoder, __avro::Branches::NATURAL)),
        &encode,
        &quote!(match self { #(#branch)* }),
    )
}

/// The names that the fields of a variant are bound to.
fn bindings(variant: &Variant<'_>) -> Vec<Ident> {
    (0..variant.fields().len()).map(|index| format_ident!("__{index}")).collect()
}

/// The pattern that binds the fields of a variant; ignored ones stay unbound.
fn pattern(variant: &Variant<'_>) -> TokenStream {
    let ident = variant.ident;
    let names = bindings(variant);
    let bound =
        variant.fields().iter().zip(&names).filter(|(field, _)| field.role != Role::Ignored).map(|(field, name)| {
            let member = &field.member;
            quote!(#member: #name,)
        });
    quote!(Self::#ident { #(#bound)* .. })
}
