//! `AvroEncode`: fields in the order of the schema, straight-line.

use super::place::{guarded, step};
use super::{codec, default, implement, place, run, same, variant};
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
    let place = |index: usize| places.get(index).cloned().unwrap_or_default();
    run::written(entity, fields)
        .iter()
        .map(|group| match group.as_slice() {
            [(index, field)] => step(&codec::encode(field, &place(*index)), first + index),
            run => in_one_call(run, place, first),
        })
        .collect()
}

fn in_one_call(run: &[(usize, &Field<'_>)], place: impl Fn(usize) -> TokenStream, first: usize) -> TokenStream {
    let first = first + run.first().map_or(0, |(index, _)| *index);
    let items = run.iter().map(|(index, field)| {
        let place = place(*index);
        match default::front(field) {
            None => place,
            Some(front) => quote!(__avro::WithFront(#place, #front)),
        }
    });
    quote! {
        if let __avro::Err((__error, __nth)) = __avro::Run((#(#items),*)).__encode_run(__encoder) {
            break '__failed (__error, #first + __nth);
        }
    }
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
