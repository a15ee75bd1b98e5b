//! `AvroDecode`: fields in the order of the schema, straight-line.
//!
//! Letter to the next reader. A record is read field by field into locals, and built when all are there; a step that fails
//! leaves the labelled block with its error and the number of its place, so that nothing of the path is touched while all
//! goes well. `decode_into` is the same over the fields of a value that exists. Both are for data of the same schema; `planned` is for
//! data of others.

use super::place::{fail, guarded, step};
use super::{codec, default, implement, place, planned, run, same, variant};
use crate::model::{Content, Entity, Field, Record, Role, Shape, Trait, Variant};
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, Type};

pub(super) fn expand(entity: &Entity<'_>) -> TokenStream {
    let body = match &entity.shape {
        Shape::Record(record) => structure(entity, record),
        Shape::Same { inner, fields } => delegated(entity, *inner, fields),
        Shape::Enum(variants) => enumeration(variants),
        Shape::Union(variants) => union(entity, variants),
        Shape::Converted(raw) => converted(raw),
    };
    let planned = planned::methods(entity);
    implement(entity, Trait::Decode, quote!(#body #planned))
}

fn decode_methods(min_bytes: &TokenStream, decode: &TokenStream, decode_into: Option<&TokenStream>) -> TokenStream {
    inlined_methods(&quote!(#[inline]), min_bytes, decode, decode_into)
}

fn inlined_methods(
    inline: &TokenStream,
    min_bytes: &TokenStream,
    decode: &TokenStream,
    decode_into: Option<&TokenStream>,
) -> TokenStream {
    let decode_into = decode_into.map(|body| {
        quote! {
            #[inline]
            fn decode_into(&mut self, __decoder: &mut __avro::Decoder<'__de>) -> __avro::Result<(), __avro::Error> {
                #body
            }
        }
    });
    quote! {
        const MIN_BYTES: __avro::usize = #min_bytes;
        const OWNED: __avro::Option<__avro::ReadOwned<Self>> = __avro::None;
        #inline
        fn decode(__decoder: &mut __avro::Decoder<'__de>) -> __avro::Result<Self, __avro::Error> {
            #decode
        }
        #decode_into
    }
}

fn branch_methods(decode: &TokenStream, decode_into: &TokenStream) -> TokenStream {
    quote! {
        fn decode_branch(
            __decoder: &mut __avro::Decoder<'__de>,
            __branch: __avro::u32,
        ) -> __avro::Result<Self, __avro::Error> {
            #decode
        }
        fn decode_branch_into(
            &mut self,
            __decoder: &mut __avro::Decoder<'__de>,
            __branch: __avro::u32,
        ) -> __avro::Result<(), __avro::Error> {
            #decode_into
        }
    }
}

pub(super) fn is_read(field: &Field<'_>) -> bool {
    field.role != Role::Ignored
}

fn structure(entity: &Entity<'_>, record: &Record<'_>) -> TokenStream {
    let min_bytes = record.fields.iter().filter(|field| is_read(field)).map(codec::min_bytes);
    let read = read(entity, &quote!(Self), &record.fields, 0);
    let places: Vec<TokenStream> = record.fields.iter().map(own_place).collect();
    let read_into = read_into(entity, &record.fields, &places, 0);
    let (read, read_into) = match record.fields.iter().any(is_read) {
        true => (guarded(entity, read), guarded(entity, read_into)),
        false => (read, read_into),
    };
    inlined_methods(&run::inline(entity, &record.fields), &quote!(0 #(+ #min_bytes)*), &read, Some(&read_into))
}

/// Reads fields and returns `path` built of them.
fn read(entity: &Entity<'_>, path: &TokenStream, fields: &[Field<'_>], first: usize) -> TokenStream {
    let names: Vec<Ident> = (0..fields.len()).map(|index| format_ident!("__{index}")).collect();
    let groups = run::read(entity, fields);
    let steps = groups.iter().map(|group| {
        let names = group.iter().filter_map(|(index, _)| names.get(*index));
        match group.as_slice() {
            [(index, field)] => {
                let (read, fail) = (codec::decode(field), fail(first + index));
                quote! {
                    let #(#names)* = match #read {
                        __avro::Ok(__value) => __value,
                        __avro::Err(__error) => #fail,
                    };
                }
            }
            group => {
                let read = in_one_call(group, first, &quote!(__avro::Ok(__values) => __values,));
                quote!(let (#(#names),*) = #read;)
            }
        }
    });
    let members = fields.iter().zip(&names).map(|(field, name)| {
        let member = &field.member;
        match is_read(field) {
            true => quote!(#member: #name),
            false => {
                let value = default::ignored(field);
                quote!(#member: #value)
            }
        }
    });
    quote! {
        #(#steps)*
        return __avro::Ok(#path { #(#members),* });
    }
}

/// Reads fields that follow each other; `arm` takes their values.
fn in_one_call(group: &[(usize, &Field<'_>)], first: usize, arm: &TokenStream) -> TokenStream {
    let first = first + group.first().map_or(0, |(index, _)| *index);
    let items = group.iter().map(|(_, field)| {
        let (ty, span) = (field.ty, field.type_span());
        let item = quote_spanned!(span=> __avro::PhantomData::<#ty>);
        match default::front(field) {
            None => item,
            Some(front) => quote!((#item, #front)),
        }
    });
    quote! {
        match __avro::ReadRun((#(#items),*)).__decode_run(__decoder) {
            #arm
            __avro::Err((__error, __nth)) => break '__failed (__error, #first + __nth),
        }
    }
}

/// Reads fields into the values that `places` refer to, and returns.
fn read_into(entity: &Entity<'_>, fields: &[Field<'_>], places: &[TokenStream], first: usize) -> TokenStream {
    let place = |index: usize| places.get(index).cloned().unwrap_or_default();
    let groups = run::read(entity, fields);
    let steps = groups.iter().map(|group| match group.as_slice() {
        [(index, field)] => step(&codec::decode_into(field, &place(*index)), first + index),
        group => {
            let names: Vec<Ident> = group.iter().map(|(index, _)| format_ident!("__value{index}")).collect();
            let places = group.iter().map(|(index, _)| place(*index));
            in_one_call(group, first, &quote!(__avro::Ok((#(#names),*)) => { #(*#places = #names;)* }))
        }
    });
    let ignored = fields.iter().zip(places).filter(|(field, _)| !is_read(field)).map(|(field, place)| {
        let value = default::ignored(field);
        quote!(*#place = #value;)
    });
    quote! {
        #(#steps)*
        #(#ignored)*
        return __avro::Ok(());
    }
}

/// A field of `self`.
pub(super) fn own_place(field: &Field<'_>) -> TokenStream {
    let member = &field.member;
    quote!((&mut self.#member))
}

fn delegated(entity: &Entity<'_>, inner: usize, fields: &[Field<'_>]) -> TokenStream {
    let Some(field) = same(entity) else { return TokenStream::new() };
    let members = fields.iter().enumerate().map(|(index, field)| {
        let member = &field.member;
        match index == inner {
            true => quote!(#member: __value),
            false => {
                let value = default::ignored(field);
                quote!(#member: #value)
            }
        }
    });
    let members: Vec<TokenStream> = members.collect();
    let wrap = |read: TokenStream| {
        quote! {
            match #read {
                __avro::Ok(__value) => __avro::Ok(Self { #(#members),* }),
                __avro::Err(__error) => __avro::Err(__error),
            }
        }
    };
    let place = own_place(field);
    let others = fields.iter().enumerate().filter(|(index, _)| *index != inner).map(|(_, field)| {
        let (member, value) = (&field.member, default::ignored(field));
        quote!(self.#member = #value;)
    });
    let others: Vec<TokenStream> = others.collect();
    let into = codec::decode_into(field, &place);
    let whole = decode_methods(&codec::min_bytes(field), &wrap(codec::decode(field)), Some(&quote!(#(#others)* #into)));
    let branch = quote!(__branch);
    let into = codec::decode_branch_into(field, &place, &branch);
    let branches = branch_methods(&wrap(codec::decode_branch(field, &branch)), &quote!(#(#others)* #into));
    quote!(#whole #branches)
}

fn converted(raw: &Type) -> TokenStream {
    let whole = decode_methods(
        &quote!(<#raw as __avro::AvroDecode<'__de>>::MIN_BYTES),
        &quote! {
            __avro::convert(__decoder, <#raw as __avro::AvroDecode<'__de>>::decode, <Self as __avro::TryFrom<#raw>>::try_from)
        },
        None,
    );
    let read = quote! {
        __avro::convert(
            __decoder,
            |__decoder| <#raw as __avro::AvroDecode<'__de>>::decode_branch(__decoder, __branch),
            <Self as __avro::TryFrom<#raw>>::try_from,
        )
    };
    let branches = branch_methods(&read, &quote!(__avro::assign(self, #read)));
    quote!(#whole #branches)
}

fn enumeration(variants: &[Variant<'_>]) -> TokenStream {
    let live: Vec<&Variant<'_>> = variants.iter().filter(|variant| !variant.ignored).collect();
    let count = live.len();
    let arms = live.iter().enumerate().map(|(index, variant)| {
        let ident = variant.ident;
        match index + 1 == count {
            true => quote!(_ => Self::#ident,),
            false => quote!(#index => Self::#ident,),
        }
    });
    let decode = quote! {
        match __decoder.read_symbol(#count) {
            __avro::Ok(__symbol) => __avro::Ok(match __symbol { #(#arms)* }),
            __avro::Err(__error) => __avro::Err(__error),
        }
    };
    decode_methods(&quote!(1), &decode, None)
}

/// A union is read by comparing the branch with where each variant ends; the compiler makes a table of it.
fn union(entity: &Entity<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let live: Vec<(usize, &Variant<'_>)> = variants.iter().enumerate().filter(|(_, one)| !one.ignored).collect();
    let (mut read_all, mut reuse, mut guard) = (Vec::new(), Vec::new(), false);
    for (nth, (index, variant)) in live.iter().enumerate() {
        let first = place::first_of(entity, *index);
        let (at, end) = (variant::offset(variants, nth), variant::offset(variants, nth + 1));
        let read = match &variant.content {
            Content::Newtype(field) => read_newtype(variant, field, &at, first),
            _ => {
                let ident = variant.ident;
                read(entity, &quote!(Self::#ident), variant.fields(), first)
            }
        };
        read_all.push(match nth + 1 == live.len() {
            true => read,
            false => quote!(if __branch < #end { #read }),
        });
        if variant.fields().iter().any(is_read) {
            guard = true;
            reuse.push(reuse_arm(entity, variant, (&at, &end), first));
        }
    }
    let read_all = quote!(#(#read_all)*);
    let reuse = quote! {
        match self {
            #(#reuse)*
            _ => {}
        }
        return __avro::assign(self, <Self as __avro::AvroDecode<'__de>>::decode_branch(__decoder, __branch));
    };
    let guarded = |body| if guard { guarded(entity, body) } else { body };
    let whole = decode_methods(
        &quote!(1),
        &quote!(__avro::decode_union::<Self>(__decoder)),
        Some(&quote!(__avro::decode_union_into::<Self>(self, __decoder))),
    );
    let branches = branch_methods(&guarded(read_all), &guarded(reuse));
    quote!(#whole #branches)
}

/// Reads the variant of one unnamed field, whose type may be a union of several branches.
fn read_newtype(variant: &Variant<'_>, field: &Field<'_>, at: &TokenStream, place: usize) -> TokenStream {
    let (ident, member) = (variant.ident, &field.member);
    let (read, fail) = (codec::decode_branch(field, &quote!(__branch - #at)), fail(place));
    quote! {
        match #read {
            __avro::Ok(__value) => return __avro::Ok(Self::#ident { #member: __value }),
            __avro::Err(__error) => #fail,
        }
    }
}

/// The arm for a value that is of the variant that is to be read, so that it is read into.
fn reuse_arm(
    entity: &Entity<'_>,
    variant: &Variant<'_>,
    (at, end): (&TokenStream, &TokenStream),
    first: usize,
) -> TokenStream {
    let ident = variant.ident;
    let fields = variant.fields();
    let names: Vec<Ident> = (0..fields.len()).map(|index| format_ident!("__{index}")).collect();
    let members = fields.iter().map(|field| &field.member);
    let steps = match &variant.content {
        Content::Newtype(field) => {
            let step = step(&codec::decode_branch_into(field, &quote!(__0), &quote!(__branch - #at)), first);
            quote!(#step return __avro::Ok(());)
        }
        _ => {
            let places: Vec<TokenStream> = names.iter().map(|name| quote!(#name)).collect();
            read_into(entity, fields, &places, first)
        }
    };
    quote! {
        Self::#ident { #(#members: #names),* } if __avro::is_within(__branch, #at, #end) => { #steps }
    }
}
