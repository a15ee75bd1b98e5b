//! Variants: symbols of an enum, or branches of a union.

use crate::attr::{Doc, ReprAttr, VariantAttrs};
use crate::ctxt::Ctxt;
use crate::model::{Content, Entity, Field, Shape, Variant, is_on};
use proc_macro2::Span;
use quote::ToTokens;
use std::collections::HashMap;
use syn::Member;

fn live<'e, 'a>(entity: &'e Entity<'a>) -> impl Iterator<Item = &'e Variant<'a>> {
    entity.shape.variants().iter().filter(|variant| !variant.ignored)
}

/// An enum without variants has no values that could be written.
pub(super) fn there_is_one(ctxt: &Ctxt, entity: &Entity<'_>) {
    if matches!(entity.shape, Shape::Enum(_) | Shape::Union(_)) && live(entity).next().is_none() {
        let message = match entity.shape.variants().is_empty() {
            true => "an enum without variants has no values to write",
            false => "all variants are `#[avro(ignore)]`, which leaves no values to write",
        };
        ctxt.error(entity.ident.span(), message);
    }
}

/// An enum of Avro has symbols and nothing else; a struct is neither enum nor union.
pub(super) fn repr_fits(ctxt: &Ctxt, entity: &Entity<'_>) {
    let Some((repr, span)) = entity.attrs.repr else { return };
    if !entity.is_enum {
        ctxt.error(span, "`repr` is for enums");
    } else if repr == ReprAttr::Enum {
        for variant in live(entity).filter(|variant| !matches!(variant.content, Content::Unit)) {
            let ident = variant.ident;
            let message = format!("`{ident}` holds data, which no symbol can: leave out `repr = \"enum\"` for a union");
            ctxt.error(ident.span(), message);
        }
    }
}

/// What can be said of a variant beside `ignore`, by key.
fn said(attrs: &VariantAttrs) -> Vec<(&'static str, Span)> {
    let doc = match &attrs.doc {
        Some(Doc::Text(text)) => Some(("doc", text.span())),
        _ => None,
    };
    let said = [
        attrs.name.as_ref().map(|name| ("name", name.span())),
        attrs.aliases.first().map(|alias| ("alias", alias.span())),
        doc,
        attrs.meta.first().map(|property| ("meta", property.span)),
        attrs.rename_all_at.map(|span| ("rename_all", span)),
    ];
    said.into_iter().flatten().collect()
}

/// A symbol is a name and nothing else: the specification has no aliases, documentation or properties for it.
pub(super) fn symbols_have_names_only(ctxt: &Ctxt, entity: &Entity<'_>) {
    if !matches!(entity.shape, Shape::Enum(_)) {
        return;
    }
    for variant in live(entity) {
        for (key, span) in said(variant.attrs).into_iter().filter(|(key, _)| *key != "name") {
            ctxt.error(span, format!("a symbol of an Avro enum is a name only: `{key}` has no place there"));
        }
    }
}

/// Two branches of one type could not be told apart when they are read. Types that are written differently and are one in Avro
/// are found here when they are Rust's own, else when the schema is built.
pub(super) fn branches_differ(ctxt: &Ctxt, entity: &Entity<'_>) {
    if !matches!(entity.shape, Shape::Union(_)) {
        return;
    }
    let mut known: HashMap<String, String> = HashMap::new();
    for variant in live(entity) {
        let Content::Newtype(field) = &variant.content else { continue };
        let Some(branch) = branch(field) else { continue };
        if let Some(other) = known.insert(branch.clone(), variant.ident.to_string()) {
            let ident = variant.ident;
            ctxt.error_on(field.ty,
                format!(
                    "`{other}` and `{ident}` are both `{branch}` in the union: make one a record, `{ident} {{ value: … }}`"
                ),
            );
        }
    }
}

/// What a newtype variant is in the union, as far as its syntax tells.
fn branch(field: &Field<'_>) -> Option<String> {
    if !field.codec.is_plain() {
        return None;
    }
    let written = field.ty.to_token_stream().to_string().replace(' ', "");
    let kind = match written.as_str() {
        "bool" => "boolean",
        "i8" | "i16" | "i32" | "u8" | "u16" => "int",
        "i64" | "u32" | "u64" | "isize" | "usize" => "long",
        "f32" => "float",
        "f64" => "double",
        "char" | "String" | "Box<str>" | "Arc<str>" | "Rc<str>" => "string",
        "Vec<u8>" | "Box<[u8]>" => "bytes",
        text if text.starts_with("Vec<") || text.starts_with("VecDeque<") => "array",
        text if text.starts_with("HashMap<") || text.starts_with("BTreeMap<") => "map",
        other => other,
    };
    Some(kind.to_owned())
}

/// Fields have names in Rust where they stand in braces; elsewhere there is nothing that `rename_all` could rename.
pub(super) fn renamed_variants_have_named_fields(ctxt: &Ctxt, entity: &Entity<'_>) {
    if !matches!(entity.shape, Shape::Union(_)) {
        return;
    }
    for variant in live(entity).filter(|variant| variant.is_named()) {
        let has_names = variant.fields().iter().any(|field| matches!(field.member, Member::Named(_)));
        if let Some(span) = variant.attrs.rename_all_at.filter(|_| !has_names) {
            let ident = variant.ident;
            ctxt.error(span, format!("`rename_all` is for fields with names, and `{ident}` has none: leave it out"));
        }
    }
}

/// A newtype variant is the type it holds, which has its own name.
pub(super) fn newtypes_have_no_name(ctxt: &Ctxt, entity: &Entity<'_>) {
    for variant in live(entity).filter(|variant| !variant.is_named()) {
        for (key, span) in said(variant.attrs) {
            let ident = variant.ident;
            ctxt.error(
                span,
                format!(
                    "a newtype variant is the type it holds: `{key}` has no place there; a record is `{ident} {{ … }}`"
                ),
            );
        }
    }
}

/// An ignored variant is not in the schema.
pub(super) fn ignored_ones_say_nothing_else(ctxt: &Ctxt, entity: &Entity<'_>) {
    for variant in entity.shape.variants().iter().filter(|variant| variant.ignored) {
        let default = variant.attrs.default.filter(|default| default.on).map(|default| ("default", default.span));
        for (key, span) in said(variant.attrs).into_iter().chain(default) {
            ctxt.error(span, format!("the variant is ignored and not in the schema: `{key}` has no place there"));
        }
    }
}

/// The default of an enum is the one symbol that a reader takes for a symbol it does not know; unions have none.
pub(super) fn one_default(ctxt: &Ctxt, entity: &Entity<'_>) {
    let mut defaults = live(entity).filter(|variant| is_on(variant.attrs.default));
    let first = defaults.next();
    let is_union = matches!(entity.shape, Shape::Union(_));
    for variant in first.filter(|_| is_union).into_iter().chain(defaults) {
        let Some(default) = variant.attrs.default else { continue };
        let message = match is_union {
            true => "a union has no default: `default` on a variant is for enums without data",
            false => "one variant is the default already",
        };
        ctxt.error(default.span, message);
    }
}
