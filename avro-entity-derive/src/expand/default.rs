//! Defaults and what they put in front of unions, each written once: the impls of `__Default` and `__Front` for the type.
//!
//! They are traits of the expansion, with the number of the field, so that the user's expression stands in one place, knows `Self`
//! and the parameters of the type, and is wrong once when it is wrong.

use super::{codec, implement_for};
use crate::model::{Entity, Field, FieldDefault, Front, Role, Trait, located};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

/// The traits and their impls, as far as there are defaults.
pub(super) fn items(entity: &Entity<'_>) -> TokenStream {
    let fields = entity.shape.fields();
    let values: Vec<TokenStream> = fields.iter().filter_map(|field| value_impl(entity, field)).collect();
    let fronts: Vec<TokenStream> = fields.iter().filter_map(|field| front_impl(entity, field)).collect();
    let value_trait = (!values.is_empty()).then(|| {
        quote! {
            trait __Default<const FIELD: __avro::usize> {
                type Value;
                fn value() -> Self::Value;
            }
        }
    });
    let front_trait = (!fronts.is_empty()).then(|| {
        quote! {
            trait __Front<const FIELD: __avro::usize> {
                fn front() -> __avro::u32;
            }
        }
    });
    quote!(#value_trait #front_trait #(#values)* #(#fronts)*)
}

fn value_impl(entity: &Entity<'_>, field: &Field<'_>) -> Option<TokenStream> {
    let FieldDefault::Value { expression, .. } = &field.default else { return None };
    let (ty, number, span) = (field.ty, field.number, located(field.ty.span()));
    let body = quote_spanned! {span=>
        type Value = #ty;
        fn value() -> #ty {
            #expression
        }
    };
    Some(implement_for(entity, Trait::Schema, &quote!(__Default<#number>), body))
}

/// The default of a field.
pub(super) fn value(field: &Field<'_>) -> Option<TokenStream> {
    let number = field.number;
    match &field.default {
        FieldDefault::Value { .. } => Some(quote!(<Self as __Default<#number>>::value())),
        _ => None,
    }
}

/// The value of a field that is not read.
pub(super) fn ignored(field: &Field<'_>) -> TokenStream {
    value(field).unwrap_or_else(|| {
        let span = field.type_span();
        quote_spanned!(span=> __avro::Default::default())
    })
}

/// Writes the default of a field in its natural order of branches: what the schema makes its JSON from.
pub(super) fn encode(field: &Field<'_>) -> Option<TokenStream> {
    let value = value(field)?;
    let (ty, span, marker) = (field.wire_type(), field.type_span(), codec::marker(field));
    let value = codec::wire_value(field, &quote!(&#value));
    Some(quote_spanned!(span=> <#ty as __avro::EncodeAs<#marker>>::encode_as(#value, __encoder)))
}

/// The function that says which branch the default of a field puts in front; `None` when the order is the natural one.
pub(super) fn front(field: &Field<'_>) -> Option<TokenStream> {
    let number = field.number;
    has_front(field).then(|| quote!(<Self as __Front<#number>>::front))
}

fn has_front(field: &Field<'_>) -> bool {
    field.role == Role::Live && matches!(field.default, FieldDefault::Json(_) | FieldDefault::Value { .. })
}

fn front_impl(entity: &Entity<'_>, field: &Field<'_>) -> Option<TokenStream> {
    if !has_front(field) {
        return None;
    }
    let number = field.number;
    let (ty, span, marker) = (field.wire_type(), field.type_span(), codec::marker(field));
    let found = match &field.default {
        FieldDefault::Json(json) => quote_spanned!(span=> __avro::front_of_json::<#marker, #ty>(#json)),
        _ => {
            let value = value(field)?;
            let value = codec::wire_value(field, &quote!(&#value));
            quote_spanned!(span=> <#ty as __avro::EncodeAs<#marker>>::branch_as(#value))
        }
    };
    // A `static` would be shared by all instances of a generic type.
    let found = match entity.generics.has_instances() {
        true => found,
        false => quote! {
            static __FRONT: __avro::Front = __avro::Front::new();
            __FRONT.get(|| #found)
        },
    };
    let body = match field.default {
        FieldDefault::Value { front: Front::OfSome, .. } if field.codec.with.is_none() => {
            quote_spanned!(span=> __avro::front_of_some::<#marker, #ty>(|| { #found }))
        }
        _ => found,
    };
    let body = quote! {
        fn front() -> __avro::u32 {
            #body
        }
    };
    Some(implement_for(entity, Trait::Schema, &quote!(__Front<#number>), body))
}
