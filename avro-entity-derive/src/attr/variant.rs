//! The attributes of a variant.

use super::Place;
use super::comments::{self, Comments};
use super::list::read_avro;
use super::serde::{self, Serde};
use super::value::{Doc, Flag, Key, Property};
use crate::case::Case;
use crate::ctxt::Ctxt;
use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::{LitStr, Variant};

/// What stands in the attributes of a variant; `None` where nothing stands.
#[derive(Default)]
pub(crate) struct VariantAttrs {
    pub(crate) name: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) serde: Serde,
    pub(crate) doc: Option<Doc>,
    pub(crate) comments: Option<Comments>,
    pub(crate) meta: Vec<Property>,
    pub(crate) rename_all: Option<Case>,
    /// Where `rename_all` stands, when it is ours and not serde's.
    pub(crate) rename_all_at: Option<Span>,
    pub(crate) ignore: Option<Flag>,
    pub(crate) default: Option<Flag>,
    /// Where the first `avro` attribute stands.
    pub(crate) given: Option<Span>,
}

impl VariantAttrs {
    pub(super) fn read(ctxt: &Ctxt, variant: &Variant) -> VariantAttrs {
        let mut attrs = VariantAttrs { comments: comments::read(&variant.attrs), ..VariantAttrs::default() };
        attrs.given = read_avro(ctxt, &variant.attrs, Place::Variant, |key, input| attrs.item(key, input));
        serde::of_variant(ctxt, &variant.attrs, &mut attrs);
        attrs
    }

    fn item(&mut self, key: &Key, input: ParseStream<'_>) -> syn::Result<bool> {
        match key.name.as_str() {
            "name" => key.once(&mut self.name, key.text(input)?),
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
            "ignore" => key.once(&mut self.ignore, key.flag(input)?),
            "default" => key.once(&mut self.default, key.flag(input)?),
            _ => Ok(false),
        }
    }
}
