//! What kind of Avro type a Rust type is.

use super::field::Position;
use super::{Field, Named, Role, doc, is_on, name};
use crate::attr::{Attrs, Comments, FieldAttrs, ReprAttr, TypeAttrs, VariantAttrs};
use crate::case::Case;
use crate::ctxt::Ctxt;
use syn::ext::IdentExt;
use syn::{Data, DataEnum, DeriveInput, Fields, Generics, Ident, LitStr, Type};

/// The Avro type.
pub(crate) enum Shape<'a> {
    /// A record.
    Record(Record<'a>),
    /// As the one live field: a newtype, or `transparent`. The other fields are ignored.
    Same { inner: usize, fields: Vec<Field<'a>> },
    /// An enum.
    Enum(Vec<Variant<'a>>),
    /// A union with a branch for every variant.
    Union(Vec<Variant<'a>>),
    /// As another Rust type, through `try_from` and `into`.
    Converted(&'a Type),
}

/// The fields of a struct or variant, the ignored ones included.
pub(crate) struct Record<'a> {
    pub(crate) fields: Vec<Field<'a>>,
}

/// A variant of an enum.
pub(crate) struct Variant<'a> {
    pub(crate) attrs: &'a VariantAttrs,
    pub(crate) ident: &'a Ident,
    /// The symbol, or the name of the record.
    pub(crate) name: Named,
    pub(crate) doc: Option<Comments>,
    pub(crate) content: Content<'a>,
    pub(crate) ignored: bool,
}

/// What a variant holds.
pub(crate) enum Content<'a> {
    Unit,
    Newtype(Box<Field<'a>>),
    Record(Record<'a>),
}

pub(super) fn decide<'a>(ctxt: &Ctxt, input: &'a DeriveInput, attrs: &'a Attrs) -> Option<Shape<'a>> {
    let of_type = &attrs.of_type;
    if let Some(raw) = of_type.try_from.as_ref().or(of_type.into.as_ref()) {
        return Some(Shape::Converted(raw));
    }
    match &input.data {
        Data::Struct(data) => {
            let mut counted = Counted { number: 0, generics: &input.generics };
            let fields = fields(&data.fields, &attrs.fields, of_type.rename_all, of_type, &mut counted);
            structure(ctxt, &data.fields, fields, of_type)
        }
        Data::Enum(data) => Some(enumeration(data, attrs, &input.generics)),
        Data::Union(data) => {
            ctxt.error(
                data.union_token.span,
                "a Rust `union` does not say what it holds: derive on a struct or an enum",
            );
            None
        }
    }
}

fn structure<'a>(ctxt: &Ctxt, syntax: &Fields, mut fields: Vec<Field<'a>>, attrs: &TypeAttrs) -> Option<Shape<'a>> {
    let is_newtype = matches!(syntax, Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1);
    let live: Vec<usize> =
        fields.iter().enumerate().filter(|(_, field)| field.role != Role::Ignored).map(|(index, _)| index).collect();
    let transparent = attrs.transparent.filter(|transparent| transparent.on);
    if let (&[inner], true) = (live.as_slice(), is_newtype || transparent.is_some()) {
        fields.iter_mut().skip(inner).take(1).for_each(Field::stands_alone);
        return Some(Shape::Same { inner, fields });
    }
    match transparent {
        Some(transparent) => {
            let found = live.len();
            ctxt.error(
                transparent.span,
                format!("a `transparent` struct has one field that is not `#[avro(ignore)]`, found {found}"),
            );
            None
        }
        None => Some(Shape::Record(Record { fields })),
    }
}

fn enumeration<'a>(data: &'a DataEnum, attrs: &'a Attrs, generics: &'a Generics) -> Shape<'a> {
    let mut counted = Counted { number: 0, generics };
    let variants: Vec<Variant<'a>> = data
        .variants
        .iter()
        .zip(&attrs.variants)
        .map(|(variant, (of_variant, of_fields))| {
            Variant::decide(variant, of_variant, of_fields, &attrs.of_type, &mut counted)
        })
        .collect();
    let as_union = attrs.of_type.repr.is_some_and(|(repr, _)| repr == ReprAttr::Union);
    match !as_union && variants.iter().all(|variant| variant.ignored || matches!(variant.content, Content::Unit)) {
        true => Shape::Enum(variants),
        false => Shape::Union(variants),
    }
}

/// The fields of the type that were decided so far.
struct Counted<'a> {
    number: usize,
    generics: &'a Generics,
}

fn fields<'a>(
    syntax: &'a Fields,
    attrs: &'a [FieldAttrs],
    rename_all: Option<Case>,
    of_type: &TypeAttrs,
    counted: &mut Counted<'a>,
) -> Vec<Field<'a>> {
    syntax
        .iter()
        .zip(attrs)
        .enumerate()
        .map(|(index, (field, attrs))| {
            let at = Position {
                index,
                number: counted.number,
                rename_all,
                of_default_struct: of_type.default,
                generics: counted.generics,
            };
            counted.number += 1;
            Field::decide(field, attrs, at)
        })
        .collect()
}

impl<'a> Variant<'a> {
    fn decide(
        variant: &'a syn::Variant,
        attrs: &'a VariantAttrs,
        of_fields: &'a [FieldAttrs],
        of_type: &TypeAttrs,
        counted: &mut Counted<'a>,
    ) -> Variant<'a> {
        let from_rust = || {
            let name = variant.ident.unraw().to_string();
            of_type.rename_all.map_or_else(|| name.clone(), |case| case.of_variant(&name))
        };
        let rename_fields = attrs.rename_all.or(of_type.rename_all_fields);
        let mut fields = fields(&variant.fields, of_fields, rename_fields, of_type, counted);
        let content = match &variant.fields {
            Fields::Unit => Content::Unit,
            Fields::Unnamed(_) if matches!(&*fields, [only] if only.role != Role::Ignored) => match fields.pop() {
                Some(mut field) => {
                    field.stands_alone();
                    Content::Newtype(Box::new(field))
                }
                None => Content::Unit,
            },
            _ => Content::Record(Record { fields }),
        };
        Variant {
            attrs,
            ident: &variant.ident,
            name: Named::first([attrs.name.as_ref(), attrs.serde.name.as_ref()], from_rust, variant.ident.span()),
            doc: doc(attrs.doc.as_ref(), attrs.comments.as_ref()),
            content,
            ignored: is_on(attrs.ignore),
        }
    }

    /// The earlier names.
    pub(crate) fn aliases(&self) -> Vec<&'a LitStr> {
        name::earlier(&self.attrs.aliases, &self.attrs.serde.aliases, &self.name)
    }

    pub(crate) fn fields(&self) -> &[Field<'a>] {
        match &self.content {
            Content::Unit => &[],
            Content::Newtype(field) => std::slice::from_ref(field),
            Content::Record(record) => &record.fields,
        }
    }

    /// Whether the variant is a branch (or symbol) that has a name of its own.
    pub(crate) fn is_named(&self) -> bool {
        !matches!(self.content, Content::Newtype(_))
    }
}

impl<'a> Shape<'a> {
    /// All fields, those of ignored variants left out.
    pub(crate) fn fields(&self) -> Vec<&Field<'a>> {
        match self {
            Shape::Record(record) => record.fields.iter().collect(),
            Shape::Same { fields, .. } => fields.iter().collect(),
            Shape::Enum(variants) | Shape::Union(variants) => {
                variants.iter().filter(|variant| !variant.ignored).flat_map(Variant::fields).collect()
            }
            Shape::Converted(_) => Vec::new(),
        }
    }

    /// The symbol that a reader takes for one it does not know: what our attribute names, else where serde's `other` stands.
    pub(crate) fn default_symbol(&self) -> Option<&Variant<'a>> {
        let live = || self.variants().iter().filter(|variant| !variant.ignored);
        let of_serde = || live().find(|variant| variant.attrs.serde.other && variant.attrs.default.is_none());
        live().find(|variant| is_on(variant.attrs.default)).or_else(of_serde)
    }

    /// The variants of an enum.
    pub(crate) fn variants(&self) -> &[Variant<'a>] {
        match self {
            Shape::Enum(variants) | Shape::Union(variants) => variants,
            _ => &[],
        }
    }
}
