//! The type as a whole.

use crate::attr::Doc;
use crate::ctxt::Ctxt;
use crate::model::{Content, Entity, Shape, held, same};
use proc_macro2::Span;
use syn::{Member, Type};

/// `try_from` says how the type is read and `into` how it is written; both together say what it is in Avro, so that they name one
/// type. What the fields of the type itself say has no effect then.
pub(super) fn conversion_is_whole(ctxt: &Ctxt, entity: &Entity<'_>) {
    match (&entity.attrs.try_from, &entity.attrs.into) {
        (None, None) => return,
        (Some(from), None) => ctxt.error_on(from, "`try_from` needs `into` with the same type beside it"),
        (None, Some(into)) => ctxt.error_on(into, "`into` needs `try_from` with the same type beside it"),
        (Some(from), Some(into)) if same(from, into) => {}
        (Some(_), Some(into)) => ctxt.error_on(into, "`into` and `try_from` name different types"),
    }
    if let Some(transparent) = entity.attrs.transparent.filter(|transparent| transparent.on) {
        ctxt.error(transparent.span, "a type is `transparent` or converted, not both");
    }
    for span in &entity.attributes_inside {
        ctxt.error(*span, "the type is represented as the type of `try_from`: put the attribute there");
    }
}

/// A newtype, a `transparent` struct or a converted type is as another type, which has its own name: a second one would be
/// lost.
pub(super) fn unnamed_types_have_no_name(ctxt: &Ctxt, entity: &Entity<'_>) {
    let what = match &entity.shape {
        Shape::Same { .. } => "a newtype is as its field",
        Shape::Converted(_) => "the type is as the type of `try_from`",
        Shape::Union(_) => "a union has no attributes",
        _ => return,
    };
    let attrs = entity.attrs;
    let is_union = matches!(entity.shape, Shape::Union(_));
    let refuse = |span: Span, key: &str, instead: &str| ctxt.error(span, format!("{what}: `{key}` {instead}"));
    if let Some(name) = attrs.name.as_ref().filter(|_| !is_union) {
        refuse(name.span(), "name", "has no place there; use a struct of one named field for a record");
    }
    if let Some(alias) = attrs.aliases.first() {
        refuse(alias.span(), "alias", "has no place there");
    }
    if let Some(span) = attrs.rename_all_at.filter(|_| !is_union) {
        refuse(span, "rename_all", "has no place there");
    }
    if let Some(property) = attrs.meta.first() {
        refuse(property.span, "meta", "has no place there; use `type_meta` on the field");
    }
    if let Some(Doc::Text(text)) = &attrs.doc {
        refuse(text.span(), "doc", "has no place there");
    }
    if let Some(namespace) = entity.namespace.as_ref().filter(|_| !is_union && attrs.name.is_none()) {
        refuse(namespace.span(), "namespace", "has no place there");
    }
    if let Some(root) = attrs.root.filter(|root| root.on && !is_union) {
        refuse(root.span, "root", "needs a type with a name: a record, an enum or a union");
    }
}

/// `error` is a kind of record, `transparent` a way to write a struct.
pub(super) fn keys_fit_the_kind(ctxt: &Ctxt, entity: &Entity<'_>) {
    if let Some(error) = entity.attrs.error.filter(|error| error.on && !matches!(entity.shape, Shape::Record(_))) {
        ctxt.error(error.span, "`error` is for structs that are records");
    }
    if let Some(transparent) = entity.attrs.transparent.filter(|transparent| transparent.on && entity.is_enum) {
        ctxt.error(transparent.span, "`transparent` is for structs of one field");
    }
}

/// Fields have names in Rust where they stand in braces; elsewhere there is nothing that `rename_all` could rename.
pub(super) fn renamed_structs_have_named_fields(ctxt: &Ctxt, entity: &Entity<'_>) {
    let Shape::Record(record) = &entity.shape else { return };
    let has_names = record.fields.iter().any(|field| matches!(field.member, Member::Named(_)));
    if let Some(span) = entity.attrs.rename_all_at.filter(|_| !has_names) {
        let name = entity.rust_name();
        ctxt.error(span, format!("`rename_all` is for fields with names, and `{name}` has none: leave it out"));
    }
}

/// Bounds are on parameters; lifetimes need none of a derive.
pub(super) fn bounds_are_of_parameters(ctxt: &Ctxt, entity: &Entity<'_>) {
    if let Some(bound) = entity.attrs.bound.as_ref().filter(|_| !entity.generics.has_instances()) {
        ctxt.error(bound.span, "`bound` is for a type with parameters: leave it out");
    }
}

/// A newtype or a newtype variant of the type itself has no record in between, in which a schema could refer back to it.
pub(super) fn does_not_contain_itself(ctxt: &Ctxt, entity: &Entity<'_>) {
    match &entity.shape {
        Shape::Same { inner, fields } => {
            if let Some(field) = fields.get(*inner).filter(|field| field.codec.is_plain() && is_own(entity, field.ty)) {
                let message = "the newtype contains itself, which Avro cannot express: name the field and leave out `transparent`";
                ctxt.error_on(field.ty, message);
            }
        }
        Shape::Union(variants) => {
            for variant in variants.iter().filter(|variant| !variant.ignored) {
                if let Content::Newtype(field) = &variant.content
                    && field.codec.is_plain()
                    && is_own(entity, field.ty)
                {
                    let (ident, ty) = (variant.ident, field.ty);
                    let ty = quote::quote!(#ty).to_string().replace(' ', "");
                    ctxt.error_on(
                        field.ty,
                        format!("a union cannot hold itself: make the variant a record, `{ident} {{ value: {ty} }}`"),
                    );
                }
            }
        }
        _ => {}
    }
}

/// Whether a type is the entity's own, or a container of it.
fn is_own(entity: &Entity<'_>, ty: &Type) -> bool {
    let is_itself = match ty {
        Type::Path(path) => path.path.segments.first().is_some_and(|first| {
            path.path.segments.len() == 1 && (first.ident == *entity.ident || first.ident == "Self")
        }),
        _ => false,
    };
    is_itself || held(ty).is_some_and(|held| is_own(entity, held))
}
