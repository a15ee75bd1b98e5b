//! The bounds that the user wrote.

use super::same;
use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{Generics, Token, TraitBound, TypeParamBound, WherePredicate};

type Bounds = Punctuated<TypeParamBound, Token![+]>;

/// Whether `generics` say of `subject`, a parameter or an associated type of one, that it is read for any lifetime.
pub(super) fn is_owned(generics: &Generics, subject: &TokenStream) -> bool {
    let inline = generics.type_params().filter(|param| same(&param.ident, subject)).map(|param| (&param.bounds, false));
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let apart = predicates.filter_map(|predicate| match predicate {
        WherePredicate::Type(of) if same(&of.bounded_ty, subject) => Some((&of.bounds, of.lifetimes.is_some())),
        _ => None,
    });
    inline.chain(apart).any(|(bounds, is_for_any)| traits(bounds).any(|bound| reads_any(bound, is_for_any)))
}

fn traits(bounds: &Bounds) -> impl Iterator<Item = &TraitBound> {
    bounds.iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => Some(bound),
        _ => None,
    })
}

/// `AvroEntity`, `AvroDecodeOwned` or `for<'de> AvroDecode<'de>`
fn reads_any(bound: &TraitBound, is_for_any: bool) -> bool {
    let Some(last) = bound.path.segments.last() else { return false };
    match last.ident.to_string().as_str() {
        "AvroEntity" | "AvroDecodeOwned" => true,
        "AvroDecode" => is_for_any || bound.lifetimes.is_some(),
        _ => false,
    }
}
