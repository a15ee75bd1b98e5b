//! Types that are written to live forever, which no bytes that are read do.
//!
//! A `Cow` of text or of a slice may own, so that `Cow<'static, str>` is read as owned where the derive sees it: as the type of a
//! field, or in containers that hand a representation on to what they hold. A reference cannot.

use super::field::{held, type_arguments};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericArgument, Lifetime, PathArguments, PathSegment, Type};

/// A type that borrows forever.
pub(crate) enum Static<'t> {
    /// `&'static T`
    Reference(&'t Type),
    /// `Cow<'static, str>` or `Cow<'static, [T]>`
    Cow(&'t Type),
}

/// The marker under which a type is read as owned, for a type that needs one.
pub(super) fn owned(ty: &Type) -> Option<TokenStream> {
    if content_of_cow(ty).is_some() {
        return Some(quote!(__avro::Owned));
    }
    let inner = owned(handed_on(ty)?)?;
    Some(quote!(__avro::Each<#inner>))
}

/// What a container hands its representation on to.
fn handed_on(ty: &Type) -> Option<&Type> {
    let is_cow = segment(ty).is_some_and(|last| last.ident == "Cow");
    let borrows = is_cow || matches!(ty, Type::Reference(_) | Type::Slice(_));
    held(ty).filter(|held| !borrows && !matches!(held, Type::Slice(_)))
}

/// What is in the type of a field that cannot be read as owned.
pub(crate) fn unread(ty: &Type) -> Option<Static<'_>> {
    match (content_of_cow(ty), handed_on(ty)) {
        (Some(content), _) => forever(content),
        (None, Some(held)) if owned(ty).is_some() => keys(ty).and_then(forever).or_else(|| unread(held)),
        (None, _) => forever(ty),
    }
}

/// The first type in `ty` that is written to live forever, as far as containers and tuples go. What other types make of their
/// parameters is theirs to know.
pub(crate) fn forever(ty: &Type) -> Option<Static<'_>> {
    match ty {
        Type::Group(group) => forever(&group.elem),
        Type::Paren(paren) => forever(&paren.elem),
        Type::Reference(reference) if is_static(reference.lifetime.as_ref()) => {
            Some(Static::Reference(&reference.elem))
        }
        Type::Tuple(tuple) => tuple.elems.iter().find_map(forever),
        _ => match content_of_cow(ty) {
            Some(content) => Some(Static::Cow(content)),
            None => keys(ty).and_then(forever).or_else(|| held(ty).and_then(forever)),
        },
    }
}

/// The type of a map's keys.
fn keys(ty: &Type) -> Option<&Type> {
    let mut types = type_arguments(&segment(ty)?.arguments);
    let keys = types.next()?;
    types.next().filter(|second| held(ty).is_some_and(|held| std::ptr::eq(held, *second))).map(|_| keys)
}

/// `str` or `[T]` of what is written `Cow<'static, str>` or `Cow<'static, [T]>`.
fn content_of_cow(ty: &Type) -> Option<&Type> {
    let last = segment(ty).filter(|last| last.ident == "Cow")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let is_forever = arguments.args.iter().any(|argument| match argument {
        GenericArgument::Lifetime(lifetime) => is_static(Some(lifetime)),
        _ => false,
    });
    type_arguments(&last.arguments).next().filter(|content| is_forever && is_unsized(content))
}

fn is_unsized(ty: &Type) -> bool {
    matches!(ty, Type::Slice(_)) || segment(ty).is_some_and(|last| last.ident == "str")
}

fn is_static(lifetime: Option<&Lifetime>) -> bool {
    lifetime.is_some_and(|lifetime| lifetime.ident == "static")
}

fn segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Group(group) => segment(&group.elem),
        Type::Paren(paren) => segment(&paren.elem),
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}
