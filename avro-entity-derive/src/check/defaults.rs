//! Defaults.

use crate::attr::DefaultAttr;
use crate::ctxt::Ctxt;
use crate::model::{Entity, Role, literal, option_content};
use syn::{Expr, ExprUnary, Lit, Type, UnOp};

/// A field has one default, and a required one has none.
pub(super) fn there_is_one(ctxt: &Ctxt, entity: &Entity<'_>) {
    for field in entity.shape.fields() {
        let attrs = field.attrs;
        if let (Some(_), Some(json)) = (&attrs.default, &attrs.default_json) {
            ctxt.error(json.span(), "the field has a `default` already: leave out one of them");
        }
        if let Some(required) = attrs.required.filter(|required| required.on)
            && (attrs.default.is_some() || attrs.default_json.is_some())
        {
            ctxt.error(required.span, "a `required` field has no default: leave out one of them");
        }
    }
}

/// A field that is no `Option` is required unless it says a default.
pub(super) fn required_is_for_options(ctxt: &Ctxt, entity: &Entity<'_>) {
    for field in entity.shape.fields() {
        let has_one = option_content(field.ty).is_some() || field.attrs.serde.default.is_some();
        let has_one = has_one || entity.attrs.default.is_some() || field.role != Role::Live;
        if let Some(required) = field.attrs.required.filter(|required| required.on && !has_one) {
            ctxt.error(
                required.span,
                "the field is required as it is: `required` is for an `Option`, whose default is `null`",
            );
        }
    }
}

/// A number that is written out fits the type of the field. The compiler would say so as well, in words about code that the user
/// has not written.
pub(super) fn numbers_are_in_range(ctxt: &Ctxt, entity: &Entity<'_>) {
    for field in entity.shape.fields() {
        let Some(DefaultAttr::Value(expression)) = &field.attrs.default else { continue };
        let ty = option_content(field.ty).unwrap_or(field.ty);
        if let Some((name, least, most)) = range(ty)
            && let Some(value) = integer(expression)
            && !(least..=most).contains(&value)
        {
            let hint = match name == "u64" && value > 0 && value <= i128::from(u64::MAX) {
                true => ", which is what a `long` can hold",
                false => "",
            };
            let why = match hint.is_empty() {
                true => format!("default `{value}` is outside the range of `{name}`"),
                false => format!("default `{value}` is above `{most}`{hint}"),
            };
            ctxt.error_on(expression, why);
        }
    }
}

/// The integer that an expression is.
fn integer(expression: &Expr) -> Option<i128> {
    let Some(Lit::Int(literal)) = literal(expression) else { return None };
    let value: i128 = literal.base10_parse().ok()?;
    Some(if is_negative(expression) { -value } else { value })
}

fn is_negative(expression: &Expr) -> bool {
    match expression {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => !is_negative(expr),
        Expr::Group(group) => is_negative(&group.expr),
        Expr::Paren(paren) => is_negative(&paren.expr),
        _ => false,
    }
}

/// The values of an integer type that Avro can hold.
fn range(ty: &Type) -> Option<(&'static str, i128, i128)> {
    let Type::Path(path) = ty else { return None };
    let ident = path.path.get_ident()?.to_string();
    let ranges = [
        ("i8", i128::from(i8::MIN), i128::from(i8::MAX)),
        ("i16", i128::from(i16::MIN), i128::from(i16::MAX)),
        ("i32", i128::from(i32::MIN), i128::from(i32::MAX)),
        ("i64", i128::from(i64::MIN), i128::from(i64::MAX)),
        ("isize", i128::from(i64::MIN), i128::from(i64::MAX)),
        ("u8", 0, i128::from(u8::MAX)),
        ("u16", 0, i128::from(u16::MAX)),
        ("u32", 0, i128::from(u32::MAX)),
        ("u64", 0, i128::from(i64::MAX)),
        ("usize", 0, i128::from(i64::MAX)),
    ];
    ranges.into_iter().find(|(name, _, _)| *name == ident)
}
