//! Fields: what can be said together.

use crate::attr::{Doc, FieldAttrs, FixedSchema, Repr};
use crate::ctxt::Ctxt;
use crate::model::{Content, Entity, Field, Role, Shape, Static, forever, held, is_on, option_content, unread};
use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Ident, Type};

/// What is said of a field by our attributes: of the field in its record, and of its representation.
fn said(attrs: &FieldAttrs) -> Vec<(&'static str, Span)> {
    let mut said = of_record(attrs);
    said.extend(of_representation(attrs));
    said
}

fn of_record(attrs: &FieldAttrs) -> Vec<(&'static str, Span)> {
    let flag = |key, flag: Option<crate::attr::Flag>| flag.filter(|flag| flag.on).map(|flag| (key, flag.span));
    let doc = match &attrs.doc {
        Some(Doc::Text(text)) => Some(("doc", text.span())),
        _ => None,
    };
    let said = [
        attrs.name.as_ref().map(|name| ("name", name.span())),
        attrs.aliases.first().map(|alias| ("alias", alias.span())),
        doc,
        attrs.meta.first().map(|property| ("meta", property.span)),
        flag("private", attrs.private),
        flag("required", attrs.required),
        attrs.default.as_ref().map(|default| ("default", default.span())),
        attrs.default_json.as_ref().map(|json| ("default_json", json.span())),
        attrs.order.map(|(_, span)| ("order", span)),
    ];
    said.into_iter().flatten().collect()
}

fn of_representation(attrs: &FieldAttrs) -> Vec<(&'static str, Span)> {
    let text = |schema: &FixedSchema| match schema {
        FixedSchema::Text(text) | FixedSchema::File(text) => text.span(),
    };
    let said = [
        attrs.type_meta.first().map(|property| ("type_meta", property.span)),
        attrs.with.as_ref().map(|with| ("with", with.span())),
        attrs.schema.as_ref().map(|schema| ("schema", text(schema))),
        attrs.schema_file.as_ref().map(|schema| ("schema_file", text(schema))),
        attrs.exact.filter(|exact| exact.on).map(|exact| ("exact", exact.span)),
        attrs.fixed.as_ref().map(|fixed| ("fixed", fixed.span())),
    ];
    let reprs = attrs.reprs.iter().map(|(repr, span)| (repr.key(), *span));
    said.into_iter().flatten().chain(reprs).collect()
}

/// An ignored field is not in the schema; all that can be said is what it is when it is read.
pub(super) fn ignored_ones_say_nothing_else(ctxt: &Ctxt, entity: &Entity<'_>) {
    for field in entity.shape.fields().into_iter().filter(|field| field.role == Role::Ignored) {
        let flatten = field.attrs.flatten.filter(|flatten| flatten.on).map(|flatten| ("flatten", flatten.span));
        for (key, span) in said(field.attrs).into_iter().chain(flatten).filter(|(key, _)| *key != "default") {
            ctxt.error(span, format!("the field is ignored and not in the schema: `{key}` has no place there"));
        }
    }
}

/// What serde leaves out in one direction, such as a password that JSON may bring and never shows, is in Avro in both or in none:
/// in silence it would be in files.
pub(super) fn one_sided_skips_are_decided(ctxt: &Ctxt, entity: &Entity<'_>) {
    let of_fields = entity.shape.fields().into_iter().map(|field| ("field", &field.attrs.serde, field.attrs.ignore));
    let of_variants = entity.shape.variants().iter().map(|one| ("variant", &one.attrs.serde, one.attrs.ignore));
    for (what, serde, ignore) in of_fields.chain(of_variants) {
        if let (Some((key, span)), None) = (serde.one_sided_skip(), ignore) {
            let message = format!(
                "serde's `{key}` is for one direction, and what Avro writes it reads: add `#[avro(ignore)]` to leave the {what} \
                 out, or `#[avro(ignore = false)]` to keep it"
            );
            ctxt.error(span, message);
        }
    }
}

/// The fields of a flattened record stand in its place; the field itself is not there to be described.
pub(super) fn flattened_ones_say_nothing_else(ctxt: &Ctxt, entity: &Entity<'_>) {
    for field in entity.shape.fields().into_iter().filter(|field| field.role == Role::Flattened) {
        for (key, span) in said(field.attrs) {
            ctxt.error(
                span,
                format!("a flattened field is replaced by the fields of its record: put `{key}` on those"),
            );
        }
    }
}

/// The field of a newtype, of a `transparent` struct or of a newtype variant is the type itself and no field of a record.
pub(super) fn unnamed_ones_have_no_name(ctxt: &Ctxt, entity: &Entity<'_>) {
    for field in unnamed(entity) {
        let flatten = field.attrs.flatten.filter(|flatten| flatten.on).map(|flatten| ("flatten", flatten.span));
        for (key, span) in of_record(field.attrs).into_iter().chain(flatten) {
            ctxt.error(
                span,
                format!("the type is as its one field, which is no field of a record: `{key}` has no place there"),
            );
        }
    }
}

fn unnamed<'e, 'a>(entity: &'e Entity<'a>) -> Vec<&'e Field<'a>> {
    match &entity.shape {
        Shape::Same { inner, fields } => fields.get(*inner).into_iter().collect(),
        Shape::Union(variants) => variants
            .iter()
            .filter(|variant| !variant.ignored)
            .filter_map(|variant| match &variant.content {
                Content::Newtype(field) => Some(&**field),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// A field has one representation. A decimal can be a `fixed`; `with` gives another type, which can be represented in turn.
pub(super) fn one_representation(ctxt: &Ctxt, entity: &Entity<'_>) {
    for field in entity.shape.fields() {
        let attrs = field.attrs;
        if let [(first, _), others @ ..] = attrs.reprs.as_slice() {
            for (_, span) in others {
                ctxt.error(*span, format!("the field is represented by `{}` already", first.key()));
            }
            if let Some(fixed) = attrs.fixed.as_ref().filter(|_| !matches!(first, Repr::Decimal { .. })) {
                let what = match first {
                    Repr::DecimalAnyScale => "decimal(any_scale)",
                    other => other.key(),
                };
                ctxt.error(fixed.span(), format!("`fixed` is for bytes, UUIDs and decimals, not for `{what}`"));
            }
        }
        if let (Some(_), Some(FixedSchema::File(file))) = (&attrs.schema, &attrs.schema_file) {
            ctxt.error(file.span(), "the schema is given by `schema` already");
        }
    }
}

/// `exact` refuses times that are finer than the unit, so that there has to be one.
pub(super) fn exact_needs_a_unit(ctxt: &Ctxt, entity: &Entity<'_>) {
    for field in entity.shape.fields() {
        let has_unit = field.attrs.reprs.iter().any(|(repr, _)| matches!(repr, Repr::Time { .. }));
        if let Some(exact) = field.attrs.exact.filter(|exact| exact.on && !has_unit) {
            ctxt.error(exact.span, "`exact` needs the unit beside it, such as `timestamp = \"micros\", exact`");
        }
    }
}

/// A decimal has at least one digit, and no more of them after the point than in all.
pub(super) fn decimals_have_digits(ctxt: &Ctxt, entity: &Entity<'_>) {
    for field in entity.shape.fields() {
        for (repr, _) in &field.attrs.reprs {
            let Repr::Decimal { precision, scale } = repr else { continue };
            let digits = precision.base10_parse::<u32>();
            let after = scale.as_ref().map_or(Ok(0), |scale| scale.base10_parse::<u32>());
            match (digits, after) {
                (Ok(0), _) => {
                    ctxt.error(precision.span(), "a decimal has at least one digit: `precision` is 1 or more")
                }
                (Ok(digits), Ok(after)) if after > digits => ctxt.error(
                    scale.as_ref().map_or(precision.span(), |scale| scale.span()),
                    format!("`scale` {after} is more than `precision` {digits}: digits after the point count as well"),
                ),
                (Ok(_), Ok(_)) => {}
                (Err(error), _) | (_, Err(error)) => ctxt.push(error),
            }
        }
    }
}

/// `Option<Option<T>>` would need two kinds of `null`.
pub(super) fn options_do_not_nest(ctxt: &Ctxt, entity: &Entity<'_>) {
    for field in entity.shape.fields() {
        let plain = field.role != Role::Ignored && field.codec.with.is_none() && !is_on(field.attrs.flatten);
        if plain && option_content(field.ty).and_then(option_content).is_some() {
            ctxt.error_on(
                field.ty,
                "`Option<Option<T>>` has two kinds of `None` and Avro one `null`: use one `Option`, or an enum",
            );
        }
    }
}

/// The numbers of Avro have 64 bits. The compiler would say that a trait is missing, once for each.
pub(super) fn integers_fit(ctxt: &Ctxt, entity: &Entity<'_>) {
    let is_plain =
        |field: &Field<'_>| field.role != Role::Ignored && field.codec.is_plain() && !field.attrs.has_mistake;
    for field in entity.shape.fields().into_iter().filter(|field| is_plain(field)) {
        let Some(wide) = wide_integer(field.ty) else { continue };
        ctxt.error_on(
            field.ty,
            format!(
                "`{wide}` is wider than the numbers of Avro: write `#[avro(stringable)]` or `#[avro(with = module)]`"
            ),
        );
    }
}

/// `i128` or `u128`, by itself or in what holds it.
fn wide_integer(ty: &Type) -> Option<&Ident> {
    match (held(ty), ty) {
        (Some(held), _) => wide_integer(held),
        (None, Type::Path(path)) => path.path.get_ident().filter(|ident| *ident == "i128" || *ident == "u128"),
        _ => None,
    }
}

/// A value that is read may borrow from the bytes, which do not live forever. The compiler would say so of the lifetimes of code that
/// the user has not written.
pub(super) fn what_is_read_does_not_live_forever(ctxt: &Ctxt, entity: &Entity<'_>) {
    let is_read =
        |field: &&Field<'_>| field.role != Role::Ignored && field.codec.is_plain() && !field.attrs.has_mistake;
    for field in entity.shape.fields().into_iter().filter(is_read) {
        if let Some(found) = unread(field.ty) {
            ctxt.error_on(field.ty, instead(&found));
        }
    }
    if let Shape::Converted(raw) = &entity.shape
        && let Some(found) = forever(raw)
    {
        ctxt.error_on(raw, instead(&found));
    }
}

/// What to write in place of a type that borrows forever.
fn instead(found: &Static<'_>) -> String {
    let shown = |ty: &Type| ty.to_token_stream().to_string().replace(' ', "");
    match found {
        Static::Reference(ty) => {
            let ty = shown(ty);
            format!(
                "`&'static {ty}` cannot borrow from the bytes that are read: write `Cow<'static, {ty}>`, which is read as owned, or \
                 `&'a {ty}` with a lifetime of the type"
            )
        }
        Static::Cow(content) => {
            let owned = match content {
                Type::Slice(slice) => format!("Vec<{}>", shown(&slice.elem)),
                _ => "String".to_owned(),
            };
            format!(
                "`Cow<'static, {}>` is read as owned as a field, in it as `Option`, `Vec`, `Box`, and as value of a map: write \
                 `{owned}` here",
                shown(content)
            )
        }
    }
}
