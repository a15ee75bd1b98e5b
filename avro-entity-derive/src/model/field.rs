//! Fields: name, role, representation and default.

use super::default::{self, FieldDefault};
use super::{Named, doc, located, name, statics};
use crate::attr::{Comments, FieldAttrs, FixedSchema, Flag, Repr};
use crate::case::Case;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{GenericArgument, GenericParam, Generics, Ident, LitStr, Member, Path, PathArguments, Type, TypePath};

/// A field of a struct or of a variant.
pub(crate) struct Field<'a> {
    pub(crate) attrs: &'a FieldAttrs,
    pub(crate) ty: &'a Type,
    pub(crate) member: Member,
    /// Among all fields of the type.
    pub(crate) number: usize,
    /// The name in Rust: `id`, or `0` in a tuple.
    pub(crate) rust_name: String,
    pub(crate) span: Span,
    pub(crate) name: Named,
    pub(crate) doc: Option<Comments>,
    pub(crate) role: Role,
    pub(crate) codec: Codec<'a>,
    pub(crate) default: FieldDefault<'a>,
    /// What the type that goes to the wire is called where it is asked for its schema.
    pub(crate) alias: Option<Ident>,
}

/// What a field is to the schema.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Role {
    /// A field of the record.
    Live,
    /// Not there; it has its default when read.
    Ignored,
    /// Its record's fields are there in its place.
    Flattened,
}

impl Role {
    /// `PhantomData` holds nothing that could be written, so that it is ignored where nothing else is said.
    fn decide(attrs: &FieldAttrs, ty: &Type) -> Role {
        let is_ignored = attrs.ignore.map_or(is_phantom(ty) && attrs.with.is_none(), |ignore| ignore.on);
        match (is_ignored, is_on(attrs.flatten)) {
            (true, _) => Role::Ignored,
            (false, true) => Role::Flattened,
            (false, false) => Role::Live,
        }
    }
}

/// How the value of a field is represented.
pub(crate) struct Codec<'a> {
    /// The module of `with`.
    pub(crate) with: Option<&'a Path>,
    pub(crate) marker: Option<Marker<'a>>,
    /// The marker of a type that represents itself and is read otherwise than it is written.
    pub(crate) read_as: Option<TokenStream>,
    pub(crate) schema: Option<&'a FixedSchema>,
}

/// A representation that attributes choose, as the marker type that names it.
pub(crate) struct Marker<'a> {
    pub(crate) tokens: TokenStream,
    /// A local type that carries the name of a fixed, and the name.
    pub(crate) fixed: Option<(Ident, &'a LitStr)>,
}

/// Where a field stands.
#[derive(Clone, Copy)]
pub(super) struct Position<'g> {
    /// Among the fields around it.
    pub(super) index: usize,
    /// Among all fields of the type, for names that have to differ there.
    pub(super) number: usize,
    pub(super) rename_all: Option<Case>,
    /// The struct has serde's `default`.
    pub(super) of_default_struct: Option<Span>,
    /// The parameters of the type.
    pub(super) generics: &'g Generics,
}

impl<'a> Field<'a> {
    pub(super) fn decide(field: &'a syn::Field, attrs: &'a FieldAttrs, at: Position<'_>) -> Field<'a> {
        let (member, rust_name, span) = match &field.ident {
            Some(ident) => (Member::Named(ident.clone()), ident.unraw().to_string(), ident.span()),
            None => (Member::from(at.index), at.index.to_string(), field.ty.span()),
        };
        let from_rust = || match (&field.ident, at.rename_all) {
            (None, _) => format!("_{}", at.index),
            (Some(_), Some(case)) => case.of_field(&rust_name),
            (Some(_), None) => rust_name.clone(),
        };
        let role = Role::decide(attrs, &field.ty);
        let codec = Codec::decide(attrs, &field.ty, at.number);
        let of_default_struct = at.of_default_struct.filter(|_| !is_phantom(&field.ty));
        let is_known = codec.is_plain() && is_known(&field.ty);
        let is_asked = !is_known && (attrs.with.is_some() || !is_of_impl(&field.ty, at.generics));
        Field {
            attrs,
            ty: &field.ty,
            alias: is_asked.then(|| format_ident!("__Type{}", at.number)),
            name: Named::first([attrs.name.as_ref(), attrs.serde.name.as_ref()], from_rust, span),
            doc: doc(attrs.doc.as_ref(), attrs.comments.as_ref()),
            role,
            codec,
            default: default::decide(attrs, &field.ty, &member, role, of_default_struct),
            member,
            number: at.number,
            rust_name,
            span,
        }
    }

    /// Makes it the field of a newtype, which is no field of a record and has no default there.
    pub(super) fn stands_alone(&mut self) {
        self.default = FieldDefault::None;
    }

    /// The earlier names.
    pub(crate) fn aliases(&self) -> Vec<&'a LitStr> {
        name::earlier(&self.attrs.aliases, &self.attrs.serde.aliases, &self.name)
    }

    /// The type that goes to the wire, by its alias where it has one.
    pub(crate) fn wire_type(&self) -> TokenStream {
        match &self.alias {
            Some(alias) => {
                let alias = Ident::new(&alias.to_string(), self.written_at());
                quote!(#alias)
            }
            None => self.own_wire_type(),
        }
    }

    /// The type that goes to the wire: the field's own, or what `As` of the module of `with` is imported as.
    pub(crate) fn own_wire_type(&self) -> TokenStream {
        match self.codec.with {
            Some(_) => format_ident!("__As{}", self.number, span = self.type_span()).into_token_stream(),
            None => self.ty.to_token_stream(),
        }
    }

    /// Whether its data is kept out of everything that is shown.
    pub(crate) fn is_private(&self) -> bool {
        is_on(self.attrs.private)
    }

    /// Where errors about the type of the field point.
    pub(crate) fn type_span(&self) -> Span {
        located(self.written_at())
    }

    fn written_at(&self) -> Span {
        self.codec.with.map_or_else(|| self.ty.span(), Spanned::span)
    }
}

pub(crate) fn is_on(flag: Option<Flag>) -> bool {
    flag.is_some_and(|flag| flag.on)
}

impl<'a> Codec<'a> {
    fn decide(attrs: &'a FieldAttrs, ty: &Type, number: usize) -> Codec<'a> {
        let marker = Marker::decide(attrs, ty, number);
        Codec {
            with: attrs.with.as_ref(),
            read_as: statics::owned(ty).filter(|_| attrs.with.is_none() && marker.is_none()),
            marker,
            schema: attrs.schema.as_ref().or(attrs.schema_file.as_ref()),
        }
    }

    /// Whether the type speaks for itself.
    pub(crate) fn is_plain(&self) -> bool {
        self.with.is_none() && self.marker.is_none()
    }
}

impl<'a> Marker<'a> {
    fn decide(attrs: &'a FieldAttrs, ty: &Type, number: usize) -> Option<Marker<'a>> {
        let fixed = attrs.fixed.as_ref().map(|name| (format_ident!("__Fixed{number}"), name));
        let Some((repr, span)) = attrs.reprs.first() else {
            let (name, text) = fixed.as_ref()?;
            let span = located(text.span());
            return Some(Marker { tokens: quote_spanned!(span=> __avro::Fixed<#name>), fixed });
        };
        let span = located(*span);
        let tokens = match repr {
            Repr::Decimal { precision, scale } => {
                let scale = scale.as_ref().map_or_else(|| quote!(0), |scale| quote!(#scale));
                match &fixed {
                    Some((name, _)) => quote_spanned!(span=> __avro::DecimalFixed<#name, #precision, #scale>),
                    None => quote_spanned!(span=> __avro::Decimal<#precision, #scale>),
                }
            }
            Repr::DecimalAnyScale => quote_spanned!(span=> __avro::DecimalAnyScale),
            Repr::Time { marker, .. } => {
                let marker = Ident::new(marker, span);
                match is_on(attrs.exact) {
                    true => quote_spanned!(span=> __avro::Exact<__avro::#marker>),
                    false => quote_spanned!(span=> __avro::#marker),
                }
            }
            Repr::Stringable => each(ty, quote_spanned!(span=> __avro::Stringable)),
            Repr::Entries => quote_spanned!(span=> __avro::Entries),
            Repr::StringKeys => quote_spanned!(span=> __avro::StringKeys),
        };
        Some(Marker { tokens, fixed })
    }
}

/// `inner`, with `Each` around it for every container that `ty` is by its name.
fn each(ty: &Type, inner: TokenStream) -> TokenStream {
    match held(ty) {
        Some(held) => {
            let inner = each(held, inner);
            quote!(__avro::Each<#inner>)
        }
        None => inner,
    }
}

/// What a container holds, for the types whose name says that they are one; the values of a map.
pub(crate) fn held(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Group(group) => held(&group.elem),
        Type::Paren(paren) => held(&paren.elem),
        Type::Array(array) => Some(&array.elem),
        Type::Slice(slice) => Some(&slice.elem),
        Type::Reference(reference) => Some(&reference.elem),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            let mut types = type_arguments(&last.arguments);
            match last.ident.to_string().as_str() {
                "Option" | "Box" | "Rc" | "Arc" | "Cow" | "Vec" | "VecDeque" | "BTreeSet" | "HashSet" => types.next(),
                "HashMap" | "BTreeMap" | "IndexMap" => types.nth(1),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a type is written as one that has a schema, or as a container of one.
fn is_known(ty: &Type) -> bool {
    const KNOWN: [&str; 12] = ["bool", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "f64", "String"];
    match (held(ty), ty) {
        (Some(held), Type::Path(path)) => arguments_of(path) == 1 && is_known(held),
        (Some(held), _) => is_known(held),
        (None, Type::Path(path)) => path.path.get_ident().is_some_and(|ident| KNOWN.iter().any(|known| ident == known)),
        (None, _) => false,
    }
}

fn arguments_of(path: &TypePath) -> usize {
    path.path.segments.last().map_or(0, |last| type_arguments(&last.arguments).count())
}

/// Whether a type is written `PhantomData<T>`.
pub(super) fn is_phantom(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => is_phantom(&group.elem),
        Type::Paren(paren) => is_phantom(&paren.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "PhantomData"),
        _ => false,
    }
}

/// Whether a type is written with `Self` or a parameter, which are something else outside of the impls.
fn is_of_impl(ty: &Type, generics: &Generics) -> bool {
    let params: Vec<&Ident> = generics.params.iter().map(param).collect();
    mentions(ty.to_token_stream(), &|ident| ident == "Self" || params.contains(&ident))
}

fn param(param: &GenericParam) -> &Ident {
    match param {
        GenericParam::Type(param) => &param.ident,
        GenericParam::Const(param) => &param.ident,
        GenericParam::Lifetime(param) => &param.lifetime.ident,
    }
}

fn mentions(tokens: TokenStream, is_meant: &impl Fn(&Ident) -> bool) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => is_meant(&ident),
        TokenTree::Group(group) => mentions(group.stream(), is_meant),
        _ => false,
    })
}

/// `T` of a type that is written `Option<T>`.
pub(crate) fn option_content(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Group(group) => option_content(&group.elem),
        Type::Paren(paren) => option_content(&paren.elem),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
            type_arguments(&last.arguments).next()
        }
        _ => None,
    }
}

pub(super) fn type_arguments(arguments: &PathArguments) -> impl Iterator<Item = &Type> {
    let arguments = match arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
