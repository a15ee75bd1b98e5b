//! Where a type and its members stand in the source. `line!()` and its like carry the span of the name, so that the compiler
//! fills in its place; it is a constant and costs nothing at run time.

use crate::model::{Entity, Field, Role, Variant, is_on};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;

/// The source of a record or enum with these members.
pub(super) fn of_type(entity: &Entity<'_>, members: &[TokenStream]) -> TokenStream {
    let ident = entity.ident;
    constant(&entity.rust_name(), ident.span(), is_on(entity.attrs.root), members)
}

/// The source of the record that a variant is.
pub(super) fn of_variant(entity: &Entity<'_>, variant: &Variant<'_>, members: &[TokenStream]) -> TokenStream {
    let name = format!("{}::{}", entity.rust_name(), variant.ident.unraw());
    constant(&name, variant.ident.span(), false, members)
}

fn constant(name: &str, span: Span, root: bool, members: &[TokenStream]) -> TokenStream {
    let place = place(span);
    let file = quote_spanned!(span=> __avro::core::file!());
    let root = root.then(|| quote!(.root()));
    quote! {
        static __SOURCE: __avro::TypeSource = __avro::TypeSource::new(
            __avro::core::concat!(__avro::core::module_path!(), "::", #name),
            #file,
            #place,
            &[#(#members),*],
        ) #root;
    }
}

/// Line and column of a name. The span is the name's own: one that resolves as the derive's would be the place of the derive.
fn place(span: Span) -> TokenStream {
    quote_spanned!(span=> __avro::core::line!(), __avro::core::column!())
}

/// The members that fields are.
pub(super) fn fields(fields: &[Field<'_>]) -> Vec<TokenStream> {
    fields
        .iter()
        .filter(|field| field.role == Role::Live)
        .map(|field| {
            let (rust_name, name, private) = (&field.rust_name, &field.name.text, field.is_private());
            let place = place(field.span);
            quote!(__avro::MemberSource::new(#rust_name, #name, #place, #private))
        })
        .collect()
}

/// The members that variants are: symbols of an enum, branches of a union.
pub(super) fn variants<'e, 'a: 'e>(variants: impl Iterator<Item = &'e Variant<'a>>) -> Vec<TokenStream> {
    variants
        .map(|variant| {
            let (rust_name, name) = (variant.ident.unraw().to_string(), &variant.name.text);
            let place = place(variant.ident.span());
            quote!(__avro::MemberSource::new(#rust_name, #name, #place, false))
        })
        .collect()
}
