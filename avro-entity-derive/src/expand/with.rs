//! The items of the modules of `with`.
//!
//! Each is imported once, under a name of its own, and used by that: what a module lacks is then one error that names all of it.

use crate::model::{Entity, Field, FieldDefault, located};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::Ident;

/// The imports of all fields, as far as the traits that are derived use them. Each item has a span of its own: of imports that fail
/// at one span, the compiler tells the first only.
pub(super) fn imports(entity: &Entity<'_>, traits: super::Traits) -> TokenStream {
    let imports = |field: &&Field<'_>| {
        let (module, span) = (field.codec.with?, field.type_span());
        let at_key = located(field.attrs.with_at?);
        let mixed = Span::mixed_site().located_at(span);
        let wire = field.own_wire_type();
        let is_written = traits.encode || matches!(field.default, FieldDefault::Value { .. });
        let to_avro = is_written.then(|| import("to_avro", at_key, &to_avro(field)));
        let from_avro = traits.decode.then(|| import("from_avro", mixed, &from_avro(field)));
        Some(quote_spanned!(span=> use #module::{As as #wire, #to_avro #from_avro};))
    };
    entity.shape.fields().iter().filter_map(imports).collect()
}

fn import(item: &str, span: Span, name: &Ident) -> TokenStream {
    let (item, name) = (Ident::new(item, span), Ident::new(&name.to_string(), span));
    quote_spanned!(span=> #item as #name,)
}

/// What `to_avro` of the module is called.
pub(super) fn to_avro(field: &Field<'_>) -> Ident {
    format_ident!("__to_avro{}", field.number, span = field.type_span())
}

/// What `from_avro` of the module is called.
pub(super) fn from_avro(field: &Field<'_>) -> Ident {
    format_ident!("__from_avro{}", field.number, span = field.type_span())
}
