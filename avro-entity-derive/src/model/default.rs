//! Defaults: the Rust expression or JSON that a field takes when nothing is written for it.

use super::field::option_content;
use super::{Role, is_on, located};
use crate::attr::{DefaultAttr, FieldAttrs};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, ExprLit, ExprUnary, Lit, LitStr, Member, Type, UnOp};

/// The default of a field.
pub(crate) enum FieldDefault<'a> {
    None,
    /// `null`, for an `Option` that says nothing else.
    Null,
    Json(&'a LitStr),
    /// An expression of the field's type.
    Value {
        expression: TokenStream,
        front: Front,
        of: Origin,
    },
}

/// Where a default comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Origin {
    /// It is written at the field.
    Field,
    /// The `Default` of the field's type.
    Type,
    /// The `Default` of the struct that the field is of.
    Struct,
}

/// Which branch comes first in a union with this default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Front {
    /// Only the value knows.
    OfValue,
    /// The value of an `Option` that is `Some`: branch 1, unless what it holds is a union.
    OfSome,
}

pub(super) fn decide<'a>(
    attrs: &'a FieldAttrs,
    ty: &Type,
    member: &Member,
    role: Role,
    of_default_struct: Option<Span>,
) -> FieldDefault<'a> {
    let option = option_content(ty).is_some();
    // What `with` makes of an `Option` need not be nullable.
    let nullable = option && attrs.with.is_none() && role == Role::Live;
    if let Some(json) = &attrs.default_json {
        return FieldDefault::Json(json);
    }
    let of_serde = attrs.serde.default.as_ref().filter(|_| !is_on(attrs.required));
    match attrs.default.as_ref().or(of_serde) {
        Some(DefaultAttr::Bare(_)) if nullable => FieldDefault::Null,
        Some(DefaultAttr::Bare(span)) => bare(*span),
        Some(DefaultAttr::Function(path)) => of_value(quote!(#path())),
        Some(DefaultAttr::Value(expression)) => written(expression, option),
        None if is_on(attrs.required) => FieldDefault::None,
        None => match of_default_struct {
            Some(span) => of_struct(span, member),
            None if nullable => FieldDefault::Null,
            None => FieldDefault::None,
        },
    }
}

fn of_value(expression: TokenStream) -> FieldDefault<'static> {
    FieldDefault::Value { expression, front: Front::OfValue, of: Origin::Field }
}

fn bare(span: Span) -> FieldDefault<'static> {
    let span = located(span);
    let expression = quote_spanned!(span=> __avro::Default::default());
    FieldDefault::Value { expression, front: Front::OfValue, of: Origin::Type }
}

/// The field of the struct's own `Default`, for serde's `default` on a struct.
fn of_struct(span: Span, member: &Member) -> FieldDefault<'static> {
    let span = located(span);
    let expression = quote_spanned!(span=> {
        let __default: Self = __avro::Default::default();
        __default.#member
    });
    FieldDefault::Value { expression, front: Front::OfValue, of: Origin::Struct }
}

/// A string literal goes through `Into`; on an `Option` a literal means `Some`.
fn written(expression: &Expr, option: bool) -> FieldDefault<'static> {
    let Some(lit) = literal(expression) else { return of_value(expression.to_token_stream()) };
    let value = match lit {
        Lit::Str(text) => {
            let span = located(text.span());
            quote_spanned!(span=> __avro::Into::into(#text))
        }
        _ => expression.to_token_stream(),
    };
    match option {
        true => {
            FieldDefault::Value { expression: quote!(__avro::Some(#value)), front: Front::OfSome, of: Origin::Field }
        }
        false => of_value(value),
    }
}

/// The literal that an expression is, with or without a minus in front.
pub(crate) fn literal(expression: &Expr) -> Option<&Lit> {
    match expression {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => literal(expr),
        Expr::Group(group) => literal(&group.expr),
        Expr::Paren(paren) => literal(&paren.expr),
        _ => None,
    }
}
