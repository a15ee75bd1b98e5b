//! What a type is in Avro: every name, default and representation decided. The expansion reads it and decides nothing.

mod bounds;
mod default;
mod field;
mod generics;
mod name;
mod shape;
mod statics;

pub(crate) use default::{FieldDefault, Front, literal};
pub(crate) use field::{Field, Role, held, is_on, option_content};
pub(crate) use generics::{Generics, Trait, same};
pub(crate) use name::{Named, Namespace, is_name};
pub(crate) use shape::{Content, Record, Shape, Variant};
pub(crate) use statics::{Static, forever, unread};

use crate::attr::{Attrs, Comments, Doc, TypeAttrs};
use crate::ctxt::Ctxt;
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{DeriveInput, Ident};

/// A type that derives its schema.
pub(crate) struct Entity<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) attrs: &'a TypeAttrs,
    pub(crate) generics: Generics<'a>,
    pub(crate) krate: syn::Path,
    /// The simple name; for a generic type what the arguments' names are put behind.
    pub(crate) name: Named,
    pub(crate) namespace: Option<Namespace<'a>>,
    pub(crate) doc: Option<Comments>,
    pub(crate) shape: Shape<'a>,
    /// Whether it is an `enum` in Rust.
    pub(crate) is_enum: bool,
    /// Where our attributes stand on fields and variants.
    pub(crate) attributes_inside: Vec<Span>,
}

/// Decides what the type is; `None` when that cannot be said, which is reported then.
pub(crate) fn decide<'a>(ctxt: &Ctxt, input: &'a DeriveInput, attrs: &'a Attrs) -> Option<Entity<'a>> {
    let shape = shape::decide(ctxt, input, attrs)?;
    let attributes_inside = attrs.inside();
    let attrs = &attrs.of_type;
    let (name, namespace) = name::of_type(ctxt, input, attrs);
    Some(Entity {
        ident: &input.ident,
        attrs,
        generics: Generics::new(input, &shape),
        krate: krate(attrs),
        name,
        namespace,
        doc: doc(attrs.doc.as_ref(), attrs.comments.as_ref()),
        shape,
        is_enum: matches!(input.data, syn::Data::Enum(_)),
        attributes_inside,
    })
}

/// The path of the crate in the user's crate.
pub(crate) fn krate(attrs: &TypeAttrs) -> syn::Path {
    attrs.krate.clone().unwrap_or_else(|| syn::parse_quote!(::avro_entity))
}

fn doc(attr: Option<&Doc>, comments: Option<&Comments>) -> Option<Comments> {
    match attr {
        None => comments.cloned(),
        Some(Doc::Text(text)) => Some(Comments::Text(text.value())),
        Some(Doc::Off) => None,
    }
}

/// A place in the user's code for generated tokens: errors point there, names resolve as the derive's.
pub(crate) fn located(span: Span) -> Span {
    Span::call_site().located_at(span)
}

impl Entity<'_> {
    /// The name of the type in Rust.
    pub(crate) fn rust_name(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// The earlier names.
    pub(crate) fn aliases(&self) -> Vec<&syn::LitStr> {
        name::earlier(&self.attrs.aliases, &self.attrs.serde.aliases, &self.name)
    }

    /// Whether the type has a name of its own in the schema.
    pub(crate) fn is_named(&self) -> bool {
        matches!(self.shape, Shape::Record(_) | Shape::Enum(_))
    }
}
