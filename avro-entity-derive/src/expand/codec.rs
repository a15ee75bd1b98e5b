//! How one field is built, written and read: the calls that the three impls are made of.
//!
//! A field of union type with a default has the default's branch in front on the wire. Whether its type is a union is known to
//! the compiler only, so that such fields call a function of the library that asks for the type's branches; for other types
//! it is the plain call.

use super::{default, with};
use crate::attr::{FixedSchema, Literal, Property};
use crate::model::{Entity, Field, located};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

/// The types that carry the names of fixed types.
pub(super) fn fixed_names(entity: &Entity<'_>) -> TokenStream {
    let fields = entity.shape.fields();
    let names = fields.iter().filter_map(|field| field.codec.marker.as_ref()?.fixed.as_ref());
    names
        .map(|(ident, name)| {
            quote! {
                struct #ident;
                impl __avro::TypeName for #ident {
                    const NAME: &'static __avro::str = #name;
                }
            }
        })
        .collect()
}

/// The marker of the field's representation.
pub(super) fn marker(field: &Field<'_>) -> TokenStream {
    field.codec.marker.as_ref().map_or_else(|| quote!(__avro::Own), |marker| marker.tokens.clone())
}

/// The marker under which the field is read, when its type does not read itself.
fn reader(field: &Field<'_>) -> Option<TokenStream> {
    let of_attribute = field.codec.marker.as_ref().map(|marker| &marker.tokens);
    of_attribute.or(field.codec.read_as.as_ref()).cloned()
}

/// The same where there has to be one.
fn read_marker(field: &Field<'_>) -> TokenStream {
    reader(field).unwrap_or_else(|| quote!(__avro::Own))
}

/// Builds the field's schema with `__builder`.
pub(super) fn build(field: &Field<'_>) -> TokenStream {
    let ty = field.wire_type();
    let span = field.type_span();
    let own = match &field.codec.marker {
        None => quote_spanned!(span=> <#ty as __avro::AvroSchema>::build(__builder)),
        Some(marker) => {
            let marker = &marker.tokens;
            quote_spanned!(span=> <#ty as __avro::SchemaAs<#marker>>::build_as(__builder))
        }
    };
    let built = match field.codec.schema {
        None => own,
        Some(schema) => {
            let text = match schema {
                FixedSchema::Text(text) => quote!(#text),
                FixedSchema::File(path) => {
                    let span = located(path.span());
                    quote_spanned!(span=> __avro::core::include_str!(#path))
                }
            };
            quote!(__builder.verbatim(#text, |__builder| #own))
        }
    };
    if field.attrs.type_meta.is_empty() {
        return built;
    }
    let properties = field.attrs.type_meta.iter().map(|property| {
        let (key, value) = (&property.key, value(property));
        quote!(__builder.property(__id, #key, #value);)
    });
    quote! {{
        let __id = #built;
        #(#properties)*
        __id
    }}
}

/// The value of a custom property.
pub(super) fn value(property: &Property) -> TokenStream {
    let sign = |negative: bool| negative.then(|| quote!(-));
    match &property.value {
        Literal::Text(text) => quote!(__avro::property(#text)),
        Literal::Boolean(value) => quote!(__avro::property(#value)),
        Literal::Integer { negative: false, literal } => quote!(__avro::property(#literal as __avro::u64)),
        Literal::Integer { negative, literal } => {
            let sign = sign(*negative);
            quote!(__avro::property(#sign #literal as __avro::i64))
        }
        Literal::Float { negative, literal } => {
            let sign = sign(*negative);
            quote!(__avro::property(#sign #literal as __avro::f64))
        }
        Literal::Json(text) => quote!(__avro::json(#text)),
    }
}

/// The least bytes of the field on the wire.
pub(super) fn min_bytes(field: &Field<'_>) -> TokenStream {
    let (ty, span) = (field.wire_type(), field.type_span());
    match reader(field) {
        None => quote_spanned!(span=> <#ty as __avro::AvroDecode<'__de>>::MIN_BYTES),
        Some(marker) => {
            quote_spanned!(span=> <#ty as __avro::DecodeAs<'__de, #marker>>::MIN_BYTES_AS)
        }
    }
}

/// How many branches the field has when it is a union, 0 when it is none.
pub(super) fn branches(field: &Field<'_>) -> TokenStream {
    let (ty, marker, span) = (field.wire_type(), marker(field), field.type_span());
    quote_spanned!(span=> <#ty as __avro::SchemaAs<#marker>>::BRANCHES)
}

/// `place`, a reference to the field's value, as what goes to the wire.
pub(super) fn wire_value(field: &Field<'_>, place: &TokenStream) -> TokenStream {
    match field.codec.with {
        None => place.clone(),
        Some(_) => {
            let (span, to_avro) = (field.type_span(), with::to_avro(field));
            quote_spanned!(span=> &#to_avro(#place))
        }
    }
}

/// Writes the value that `place` refers to.
pub(super) fn encode(field: &Field<'_>, place: &TokenStream) -> TokenStream {
    let (ty, span, value) = (field.wire_type(), field.type_span(), wire_value(field, place));
    match (default::front(field), &field.codec.marker) {
        (Some(front), _) => {
            let marker = marker(field);
            quote_spanned!(span=> __avro::encode_with_front::<#marker, #ty>(#value, __encoder, #front))
        }
        (None, None) => quote_spanned!(span=> <#ty as __avro::AvroEncode>::encode(#value, __encoder)),
        (None, Some(marker)) => {
            let marker = &marker.tokens;
            quote_spanned!(span=> <#ty as __avro::EncodeAs<#marker>>::encode_as(#value, __encoder))
        }
    }
}

/// Writes the value that `place` refers to as branches of the union around it.
pub(super) fn encode_branch(field: &Field<'_>, place: &TokenStream, at: &TokenStream) -> TokenStream {
    let (ty, span, value) = (field.wire_type(), field.type_span(), wire_value(field, place));
    let marker = marker(field);
    quote_spanned!(span=> <#ty as __avro::EncodeAs<#marker>>::encode_branch_as(#value, __encoder, #at))
}

/// The branch of the value that `place` refers to.
pub(super) fn branch(field: &Field<'_>, place: &TokenStream) -> TokenStream {
    let (ty, span, value) = (field.wire_type(), field.type_span(), wire_value(field, place));
    let marker = marker(field);
    quote_spanned!(span=> <#ty as __avro::EncodeAs<#marker>>::branch_as(#value))
}

/// Reads the value of the field.
pub(super) fn decode(field: &Field<'_>) -> TokenStream {
    let (ty, span) = (field.wire_type(), field.type_span());
    let read = match (default::front(field), reader(field)) {
        (Some(front), _) => {
            let marker = read_marker(field);
            quote_spanned!(span=> __avro::decode_with_front::<#marker, #ty>(__decoder, #front))
        }
        (None, None) => quote_spanned!(span=> <#ty as __avro::AvroDecode<'__de>>::decode(__decoder)),
        (None, Some(marker)) => {
            quote_spanned!(span=> <#ty as __avro::DecodeAs<'__de, #marker>>::decode_as(__decoder))
        }
    };
    from_wire(field, read)
}

/// `read` with the conversion that `with` asks for.
fn from_wire(field: &Field<'_>, read: TokenStream) -> TokenStream {
    match field.codec.with {
        None => read,
        Some(_) => {
            let (span, from_avro) = (field.type_span(), with::from_avro(field));
            quote_spanned!(span=> __avro::convert(__decoder, |__decoder| #read, #from_avro))
        }
    }
}

/// Reads the field into the value that `place` refers to.
pub(super) fn decode_into(field: &Field<'_>, place: &TokenStream) -> TokenStream {
    if field.codec.with.is_some() {
        let read = decode(field);
        return quote!(__avro::assign(#place, #read));
    }
    let (ty, span) = (field.wire_type(), field.type_span());
    match (default::front(field), reader(field)) {
        (Some(front), _) => {
            let marker = read_marker(field);
            quote_spanned!(span=> __avro::decode_into_with_front::<#marker, #ty>(#place, __decoder, #front))
        }
        (None, None) => quote_spanned!(span=> <#ty as __avro::AvroDecode<'__de>>::decode_into(#place, __decoder)),
        (None, Some(marker)) => {
            quote_spanned!(span=> <#ty as __avro::DecodeAs<'__de, #marker>>::decode_into_as(#place, __decoder))
        }
    }
}

/// Reads the field from its own branch `branch`.
pub(super) fn decode_branch(field: &Field<'_>, branch: &TokenStream) -> TokenStream {
    let (ty, span, marker) = (field.wire_type(), field.type_span(), read_marker(field));
    from_wire(
        field,
        quote_spanned!(span=> <#ty as __avro::DecodeAs<'__de, #marker>>::decode_branch_as(__decoder, #branch)),
    )
}

/// The same, into the value that `place` refers to.
pub(super) fn decode_branch_into(field: &Field<'_>, place: &TokenStream, branch: &TokenStream) -> TokenStream {
    if field.codec.with.is_some() {
        let read = decode_branch(field, branch);
        return quote!(__avro::assign(#place, #read));
    }
    let (ty, span, marker) = (field.wire_type(), field.type_span(), read_marker(field));
    quote_spanned!(span=> <#ty as __avro::DecodeAs<'__de, #marker>>::decode_branch_into_as(#place, __decoder, #branch))
}

/// What the local of a field is before the plan sets it.
pub(super) fn vacant(field: &Field<'_>) -> TokenStream {
    let (ty, span) = (field.wire_type(), field.type_span());
    match (reader(field), field.codec.with) {
        (None, None) => quote_spanned!(span=> <#ty as __avro::AvroDecode<'__de>>::VACANT),
        _ => quote!(__avro::None),
    }
}

/// Reads the value of the field through a node of a plan.
pub(super) fn decode_planned(field: &Field<'_>, plan: &TokenStream) -> TokenStream {
    let (ty, span) = (field.wire_type(), field.type_span());
    let read = match (default::front(field), reader(field)) {
        (Some(front), _) => {
            let marker = read_marker(field);
            quote_spanned!(span=> __avro::decode_planned_with_front::<#marker, #ty>(__decoder, #plan, #front))
        }
        (None, None) => quote_spanned!(span=> <#ty as __avro::AvroDecode<'__de>>::decode_planned(__decoder, #plan)),
        (None, Some(marker)) => {
            quote_spanned!(span=> <#ty as __avro::DecodeAs<'__de, #marker>>::decode_planned_as(__decoder, #plan))
        }
    };
    from_wire(field, read)
}

/// The same, into the value that `place` refers to.
pub(super) fn decode_planned_into(field: &Field<'_>, place: &TokenStream, plan: &TokenStream) -> TokenStream {
    if field.codec.with.is_some() {
        let read = decode_planned(field, plan);
        return quote!(__avro::assign(#place, #read));
    }
    let (ty, span) = (field.wire_type(), field.type_span());
    match (default::front(field), reader(field)) {
        (Some(front), _) => {
            let marker = read_marker(field);
            quote_spanned!(span=>
                __avro::decode_planned_into_with_front::<#marker, #ty>(#place, __decoder, #plan, #front)
            )
        }
        (None, None) => {
            quote_spanned!(span=> <#ty as __avro::AvroDecode<'__de>>::decode_planned_into(#place, __decoder, #plan))
        }
        (None, Some(marker)) => {
            quote_spanned!(span=>
                <#ty as __avro::DecodeAs<'__de, #marker>>::decode_planned_into_as(#place, __decoder, #plan)
            )
        }
    }
}

/// Reads the field from its own branch `branch` through a node of a plan.
pub(super) fn decode_branch_planned(field: &Field<'_>, branch: &TokenStream) -> TokenStream {
    let (ty, span, marker) = (field.wire_type(), field.type_span(), read_marker(field));
    from_wire(
        field,
        quote_spanned!(span=>
            <#ty as __avro::DecodeAs<'__de, #marker>>::decode_branch_planned_as(__decoder, #branch, __plan)
        ),
    )
}

/// The same, into the value that `place` refers to.
pub(super) fn decode_branch_planned_into(field: &Field<'_>, place: &TokenStream, branch: &TokenStream) -> TokenStream {
    if field.codec.with.is_some() {
        let read = decode_branch_planned(field, branch);
        return quote!(__avro::assign(#place, #read));
    }
    let (ty, span, marker) = (field.wire_type(), field.type_span(), read_marker(field));
    quote_spanned!(span=>
        <#ty as __avro::DecodeAs<'__de, #marker>>::decode_branch_planned_into_as(#place, __decoder, #branch, __plan)
    )
}

/// Takes the fields of the record that the field is from the notes of where they begin. In another representation it is no record.
pub(super) fn decode_indexed(field: &Field<'_>) -> TokenStream {
    if reader(field).is_some() {
        return quote!(__avro::Err(__fields.unexpected()));
    }
    let (ty, span) = (field.wire_type(), field.type_span());
    let read = quote_spanned!(span=> <#ty as __avro::AvroDecode<'__de>>::decode_indexed(__fields));
    match field.codec.with {
        None => read,
        Some(_) => {
            let from_avro = with::from_avro(field);
            quote_spanned!(span=> __avro::convert_indexed(__fields, |__fields| #read, #from_avro))
        }
    }
}
