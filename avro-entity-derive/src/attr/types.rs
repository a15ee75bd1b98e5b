//! The attributes of a type.

use super::Place;
use super::comments::{self, Comments};
use super::list::read_avro;
use super::serde::{self, Serde};
use super::value::{Doc, Flag, Key, Property};
use crate::case::Case;
use crate::ctxt::Ctxt;
use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{DeriveInput, LitStr, Path, Token, Type, WherePredicate};

/// What stands in the attributes of a type; `None` where nothing stands.
#[derive(Default)]
pub(crate) struct TypeAttrs {
    pub(crate) name: Option<LitStr>,
    pub(crate) namespace: Option<NamespaceAttr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) serde: Serde,
    pub(crate) doc: Option<Doc>,
    pub(crate) comments: Option<Comments>,
    pub(crate) meta: Vec<Property>,
    pub(crate) rename_all: Option<Case>,
    /// Where `rename_all` stands, when it is ours and not serde's.
    pub(crate) rename_all_at: Option<Span>,
    /// Of the fields of record variants; serde's `rename_all_fields`.
    pub(crate) rename_all_fields: Option<Case>,
    pub(crate) root: Option<Flag>,
    pub(crate) transparent: Option<Flag>,
    pub(crate) error: Option<Flag>,
    pub(crate) repr: Option<(ReprAttr, Span)>,
    pub(crate) try_from: Option<Type>,
    pub(crate) into: Option<Type>,
    pub(crate) krate: Option<Path>,
    pub(crate) bound: Option<Bound>,
    /// serde's `default` on a struct: a field that is absent is as in the `Default` of the struct.
    pub(crate) default: Option<Span>,
}

/// The value of `bound`: what has to hold for the parameters.
pub(crate) struct Bound {
    pub(crate) predicates: Punctuated<WherePredicate, Token![,]>,
    pub(crate) span: Span,
}

/// The value of `namespace`.
pub(crate) enum NamespaceAttr {
    Text(LitStr),
    Const(Path),
}

/// The value of `repr`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ReprAttr {
    Enum,
    Union,
}

impl TypeAttrs {
    pub(super) fn read(ctxt: &Ctxt, input: &DeriveInput) -> TypeAttrs {
        let mut attrs = TypeAttrs { comments: comments::read(&input.attrs), ..TypeAttrs::default() };
        read_avro(ctxt, &input.attrs, Place::Type, |key, input| attrs.item(key, input));
        serde::of_type(ctxt, &input.attrs, &mut attrs);
        attrs
    }

    fn item(&mut self, key: &Key, input: ParseStream<'_>) -> syn::Result<bool> {
        match key.name.as_str() {
            "name" => key.once(&mut self.name, key.text(input)?),
            "namespace" => key.once(&mut self.namespace, namespace(key, input)?),
            "alias" => {
                self.aliases.push(key.text(input)?);
                Ok(true)
            }
            "doc" => key.once(&mut self.doc, Doc::parse(key, input)?),
            "meta" => key
                .list(input, "(key = literal, …)", |input| {
                    self.meta.push(Property::parse(input)?);
                    Ok(())
                })
                .map(|()| true),
            "rename_all" => {
                self.rename_all_at.get_or_insert(key.span);
                key.once(&mut self.rename_all, Case::parse(&key.text(input)?)?)
            }
            "root" => key.once(&mut self.root, key.flag(input)?),
            "transparent" => key.once(&mut self.transparent, key.flag(input)?),
            "error" => key.once(&mut self.error, key.flag(input)?),
            "repr" => {
                let choice = key.choice(input, &[("enum", ReprAttr::Enum), ("union", ReprAttr::Union)])?;
                key.once(&mut self.repr, (choice, key.span))
            }
            "try_from" => key.once(&mut self.try_from, key.syntax(input, "= \"Type\"")?),
            "into" => key.once(&mut self.into, key.syntax(input, "= \"Type\"")?),
            "crate" => {
                key.equals(input, "= path")?;
                key.once(&mut self.krate, path(key, input)?)
            }
            "bound" => key.once(&mut self.bound, bound(key, input)?),
            _ => Ok(false),
        }
    }
}

/// A path, which may begin with `crate`; with or without quotes.
fn path(key: &Key, input: ParseStream<'_>) -> syn::Result<Path> {
    let refuse = |span| syn::Error::new(span, format!("write `{} = path`", key.name));
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return text.parse_with(Path::parse_mod_style).map_err(|_| refuse(text.span()));
    }
    let span = input.span();
    input.call(Path::parse_mod_style).map_err(|_| refuse(span))
}

/// `bound = "T: Trait, U: Trait"`; none in `bound = ""`.
fn bound(key: &Key, input: ParseStream<'_>) -> syn::Result<Bound> {
    let example = "= \"T: Trait\"";
    key.equals(input, example)?;
    let text: LitStr = input.parse().map_err(|error| key.needs(error.span(), example))?;
    let predicates = text.parse_with(Punctuated::parse_terminated).map_err(|_| key.needs(text.span(), example))?;
    Ok(Bound { predicates, span: key.span })
}

/// `namespace = "a.b"` or `namespace = path::to::CONST`
fn namespace(key: &Key, input: ParseStream<'_>) -> syn::Result<NamespaceAttr> {
    let example = "= \"a.b\"` or `namespace = path::to::CONST";
    key.equals(input, example)?;
    if input.peek(LitStr) {
        return input.parse().map(NamespaceAttr::Text);
    }
    let span = input.span();
    let path =
        input.call(Path::parse_mod_style).map_err(|_| syn::Error::new(span, format!("write `namespace {example}`")));
    path.map(NamespaceAttr::Const)
}
