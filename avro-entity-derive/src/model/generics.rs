//! Type parameters: which of them the schema depends on, and what has to hold for them.
//!
//! As serde has it, the bounds are on the parameters that occur in the fields, not on the types of the fields: the bound
//! `Option<Box<Node<T>>>: AvroSchema` on `Node<T>` would lead back to itself. A parameter that occurs in `PhantomData` only, or
//! in ignored fields, needs no bound and is not part of the name. One that the user says is read for any lifetime gets none for
//! ours: beside `for<'de> T: AvroDecode<'de>`, the compiler would not know which of the two is meant.

use super::default::Origin;
use super::field::is_phantom;
use super::{Entity, Field, FieldDefault, Role, Shape, bounds, located};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{DeriveInput, GenericParam, Ident, Lifetime, Path, Type, TypePath, WherePredicate, parse_quote};

/// The generics of a type, with what its fields use of them.
pub(crate) struct Generics<'a> {
    pub(crate) syntax: &'a syn::Generics,
    /// What the schema depends on: the parameters in their order, then associated types of them.
    used: Used<'a>,
}

/// The traits an impl can be for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Trait {
    Schema,
    Encode,
    Decode,
}

impl<'a> Generics<'a> {
    pub(super) fn new(input: &'a DeriveInput, shape: &Shape<'a>) -> Generics<'a> {
        let mut used = Used::new(&input.generics);
        match shape {
            Shape::Converted(raw) => used.visit_type(raw),
            _ => live(shape).filter(|field| field.codec.is_plain()).for_each(|field| used.visit_type(field.ty)),
        }
        Generics { syntax: &input.generics, used }
    }

    /// Whether instances of the type differ, so that a `static` in its impls would be shared by all of them.
    pub(crate) fn has_instances(&self) -> bool {
        self.syntax.params.iter().any(|param| !matches!(param, GenericParam::Lifetime(_)))
    }

    /// Whether `ident` is one of the parameters.
    pub(crate) fn declares(&self, ident: &Ident) -> bool {
        self.syntax.params.iter().any(|param| match param {
            GenericParam::Type(param) => param.ident == *ident,
            GenericParam::Const(param) => param.ident == *ident,
            GenericParam::Lifetime(_) => false,
        })
    }

    /// Expressions for the names of what the schema depends on.
    pub(crate) fn argument_names(&self) -> Vec<TokenStream> {
        let of_params = self.syntax.params.iter().filter_map(|param| match param {
            GenericParam::Type(param) if self.used.params.contains(&&param.ident) => {
                let ident = &param.ident;
                Some(quote!(<#ident as __avro::AvroSchema>::type_name()))
            }
            GenericParam::Const(param) if self.used.params.contains(&&param.ident) => {
                let ident = &param.ident;
                Some(quote!(__avro::const_name(#ident)))
            }
            _ => None,
        });
        let of_types = self.used.types.iter().map(|ty| quote!(<#ty as __avro::AvroSchema>::type_name()));
        of_params.chain(of_types).collect()
    }
}

fn takes_default_of_struct(field: &Field<'_>) -> bool {
    matches!(field.default, FieldDefault::Value { of: Origin::Struct, .. })
}

/// The fields that are in the schema.
fn live<'s, 'a>(shape: &'s Shape<'a>) -> impl Iterator<Item = &'s Field<'a>> {
    shape.fields().into_iter().filter(|field| field.role != Role::Ignored)
}

impl Entity<'_> {
    /// The generics of the impl of a trait: those of the type, with what has to hold for its parameters.
    pub(crate) fn impl_generics(&self, implemented: Trait) -> syn::Generics {
        let mut generics = self.generics.syntax.clone();
        for param in generics.params.iter_mut() {
            match param {
                GenericParam::Type(param) => param.default = None,
                GenericParam::Const(param) => param.default = None,
                GenericParam::Lifetime(_) => {}
            }
        }
        if implemented == Trait::Decode {
            let borrowed: Vec<Lifetime> = generics.lifetimes().map(|param| param.lifetime.clone()).collect();
            generics.params.insert(0, parse_quote!('__de: #(#borrowed)+*));
        }
        let predicates = self.predicates(implemented);
        if !predicates.is_empty() {
            generics.make_where_clause().predicates.extend(predicates);
        }
        generics
    }

    fn predicates(&self, implemented: Trait) -> Vec<WherePredicate> {
        match &self.attrs.bound {
            Some(bound) => bound.predicates.iter().cloned().collect(),
            None => self.of_fields(implemented),
        }
    }

    /// What the fields need of the parameters.
    fn of_fields(&self, implemented: Trait) -> Vec<WherePredicate> {
        let mut predicates = Vec::new();
        let bound = match implemented {
            Trait::Schema => quote!(__avro::AvroSchema),
            Trait::Encode => quote!(__avro::AvroEncode),
            Trait::Decode => quote!(__avro::AvroDecode<'__de>),
        };
        for used in self.generics.used.bounded() {
            if implemented != Trait::Decode || !bounds::is_owned(self.generics.syntax, &used) {
                predicates.push(parse_quote!(#used: #bound));
            }
        }
        for field in live(&self.shape) {
            self.representation(field, implemented, &mut predicates);
        }
        for field in self.shape.fields() {
            self.default(field, &mut predicates);
        }
        if self.generics.has_instances() && self.shape.fields().into_iter().any(takes_default_of_struct) {
            predicates.push(parse_quote!(Self: __avro::Default));
        }
        predicates
    }

    /// The type of a field that is represented by a marker, when it depends on a parameter.
    fn representation(&self, field: &Field<'_>, implemented: Trait, into: &mut Vec<WherePredicate>) {
        let Some(marker) = &field.codec.marker else { return };
        if field.codec.with.is_some() || !self.depends(field.ty) {
            return;
        }
        let (ty, marker) = (field.ty, &marker.tokens);
        into.push(match implemented {
            Trait::Schema => parse_quote!(#ty: __avro::SchemaAs<#marker>),
            Trait::Encode => parse_quote!(#ty: __avro::EncodeAs<#marker>),
            Trait::Decode => parse_quote!(#ty: __avro::DecodeAs<'__de, #marker>),
        });
    }

    /// A default is encoded for the schema, and one that is not written out is asked of the type.
    fn default(&self, field: &Field<'_>, into: &mut Vec<WherePredicate>) {
        if !self.depends(field.ty) || is_phantom(field.ty) {
            return;
        }
        let ty = field.ty;
        let span = located(ty.span());
        match &field.default {
            FieldDefault::Value { of, .. } if field.role == Role::Live => {
                if *of == Origin::Type {
                    into.push(parse_quote!(#ty: __avro::Default));
                }
                if field.codec.is_plain() {
                    let mut used = Used::new(self.generics.syntax);
                    used.visit_type(ty);
                    into.extend(
                        used.bounded().map(|used| -> WherePredicate { parse_quote!(#used: __avro::AvroEncode) }),
                    );
                } else if let (None, Some(marker)) = (field.codec.with, &field.codec.marker) {
                    let marker = &marker.tokens;
                    into.push(parse_quote!(#ty: __avro::EncodeAs<#marker>));
                }
            }
            FieldDefault::None | FieldDefault::Value { of: Origin::Type, .. } if field.role == Role::Ignored => {
                let bound = quote_spanned!(span=> __avro::Default);
                into.push(parse_quote!(#ty: #bound));
            }
            _ => {}
        }
    }

    /// Whether a type mentions a parameter.
    fn depends(&self, ty: &Type) -> bool {
        let mut used = Used { phantom: true, ..Used::new(self.generics.syntax) };
        used.visit_type(ty);
        !used.params.is_empty() || !used.types.is_empty()
    }
}

/// Collects the parameters, and the associated types of parameters, that types mention.
struct Used<'a> {
    syntax: &'a syn::Generics,
    params: Vec<&'a Ident>,
    types: Vec<TypePath>,
    /// Whether the content of `PhantomData` counts.
    phantom: bool,
}

impl<'a> Used<'a> {
    fn new(syntax: &'a syn::Generics) -> Used<'a> {
        Used { syntax, params: Vec::new(), types: Vec::new(), phantom: false }
    }

    fn param(&self, ident: &Ident) -> Option<&'a Ident> {
        self.syntax.params.iter().find_map(|param| match param {
            GenericParam::Type(param) if param.ident == *ident => Some(&param.ident),
            GenericParam::Const(param) if param.ident == *ident => Some(&param.ident),
            _ => None,
        })
    }

    /// The type parameters and associated types, which take bounds; constants do not.
    fn bounded(&self) -> impl Iterator<Item = TokenStream> {
        let is_type = |ident: &Ident| self.syntax.type_params().any(|param| param.ident == *ident);
        let params = self.params.iter().filter(|ident| is_type(ident)).map(|ident| ident.to_token_stream());
        params.chain(self.types.iter().map(ToTokens::to_token_stream)).collect::<Vec<_>>().into_iter()
    }

    /// `T::Item` or `<T as Trait>::Item`
    fn is_associated(&self, path: &TypePath) -> bool {
        match &path.qself {
            Some(qself) => {
                matches!(&*qself.ty, Type::Path(of) if of.path.get_ident().is_some_and(|of| self.param(of).is_some()))
            }
            None => {
                path.path.leading_colon.is_none()
                    && path.path.segments.len() == 2
                    && path.path.segments.first().is_some_and(|first| self.param(&first.ident).is_some())
            }
        }
    }
}

impl<'ast> Visit<'ast> for Used<'_> {
    fn visit_type_path(&mut self, path: &'ast TypePath) {
        if self.is_associated(path) {
            let known = self.types.iter().any(|known| same(known, path));
            if !known {
                self.types.push(path.clone());
            }
            return;
        }
        visit::visit_type_path(self, path);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if !self.phantom && path.segments.last().is_some_and(|last| last.ident == "PhantomData") {
            return;
        }
        if let Some(param) = path.get_ident().and_then(|ident| self.param(ident))
            && !self.params.contains(&param)
        {
            self.params.push(param);
        }
        visit::visit_path(self, path);
    }
}

/// Whether two pieces of syntax read the same.
pub(crate) fn same(one: &impl ToTokens, other: &impl ToTokens) -> bool {
    one.to_token_stream().to_string() == other.to_token_stream().to_string()
}
