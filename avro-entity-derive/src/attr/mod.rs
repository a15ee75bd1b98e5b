//! Reads the attributes of a type, its fields and its variants into plain data. Every value keeps its span.
//!
//! `#[avro(…)]` and `#[avro_entity(…)]` say the same; an unknown, misplaced or repeated key is an error. `serde`
//! attributes fill what is still open afterwards, and whatever they say beyond that is none of our business.

mod comments;
mod field;
mod keys;
mod list;
mod serde;
mod spelling;
mod types;
mod value;
mod variant;

pub(crate) use comments::Comments;
pub(crate) use field::{DefaultAttr, FieldAttrs, FixedSchema, Order, Repr};
pub(crate) use keys::Place;
pub(crate) use types::{NamespaceAttr, ReprAttr, TypeAttrs};
pub(crate) use value::{Doc, Flag, Literal, Property};
pub(crate) use variant::VariantAttrs;

use crate::ctxt::Ctxt;
use proc_macro2::Span;
use syn::{Data, DeriveInput, Fields};

/// The attributes of a type and of everything in it, in the order of its source.
pub(crate) struct Attrs {
    pub(crate) of_type: TypeAttrs,
    /// Of the fields of a struct.
    pub(crate) fields: Vec<FieldAttrs>,
    /// Of the variants of an enum, each with its fields.
    pub(crate) variants: Vec<(VariantAttrs, Vec<FieldAttrs>)>,
}

impl Attrs {
    /// Where our attributes stand on fields and variants.
    pub(crate) fn inside(&self) -> Vec<Span> {
        let of_variants = self
            .variants
            .iter()
            .flat_map(|(variant, fields)| [variant.given].into_iter().chain(fields.iter().map(|field| field.given)));
        self.fields.iter().map(|field| field.given).chain(of_variants).flatten().collect()
    }
}

pub(crate) fn read(ctxt: &Ctxt, input: &DeriveInput) -> Attrs {
    let input = &*spelling::ours(ctxt, input);
    let of_fields = |fields: &Fields| fields.iter().map(|field| FieldAttrs::read(ctxt, field)).collect();
    let mut attrs = Attrs { of_type: TypeAttrs::read(ctxt, input), fields: Vec::new(), variants: Vec::new() };
    match &input.data {
        Data::Struct(data) => attrs.fields = of_fields(&data.fields),
        Data::Enum(data) => {
            attrs.variants = data
                .variants
                .iter()
                .map(|variant| (VariantAttrs::read(ctxt, variant), of_fields(&variant.fields)))
                .collect();
        }
        Data::Union(_) => {}
    }
    attrs
}
