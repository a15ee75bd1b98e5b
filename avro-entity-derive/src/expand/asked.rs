//! Field types that may have no schema, each asked once.
//!
//! Letter to the next reader. All three impls name the type of a field, and for a type without a schema the compiler would say
//! three times that something is missing. So they name it through an alias, which is the type only if a constant has a value;
//! the constant names what builds the schema. Where there is nothing, that is the one error, and the compiler passes over what
//! depends on the constant. A type of known name is not asked, and neither is one that is written with a parameter of the type
//! around it or with `Self`: constants in types know neither.

use crate::model::{Entity, Role};
use proc_macro2::TokenStream;
use quote::quote_spanned;

/// The aliases of the types that are asked.
pub(super) fn aliases(entity: &Entity<'_>) -> TokenStream {
    let fields = entity.shape.fields().into_iter().filter(|field| field.role != Role::Ignored);
    let aliases = fields.filter_map(|field| {
        let (alias, ty, span) = (field.alias.as_ref()?, field.own_wire_type(), field.type_span());
        let build = match &field.codec.marker {
            None => quote_spanned!(span=> <#ty as __avro::AvroSchema>::build),
            Some(marker) => {
                let marker = &marker.tokens;
                quote_spanned!(span=> <#ty as __avro::SchemaAs<#marker>>::build_as)
            }
        };
        Some(quote_spanned!(span=> type #alias = <__avro::Asked<{ let _ = #build; true }> as __avro::Same<#ty>>::Type;))
    });
    aliases.collect()
}
