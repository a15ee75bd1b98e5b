//! The serde attributes that speak of names, absence and defaults. They count where the `avro` key is absent.
//!
//! A name that serde has only for one direction, or two names for the two directions, is no name for Avro, which has one:
//! such a type has to say `#[avro(name = "…")]`. Likewise a field that serde leaves out in one direction has to say whether
//! Avro has it. An alias that is no legal Avro name cannot occur in Avro and is passed over, as is one that is the name in Avro.

use super::field::DefaultAttr;
use super::value::{Flag, Key};
use super::{FieldAttrs, TypeAttrs, VariantAttrs};
use crate::case::Case;
use crate::ctxt::Ctxt;
use crate::model::is_name;
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Ident, LitStr, Meta, Token};

/// What serde says of a type, field or variant that is kept apart: a name is wrong on a newtype where it is ours, and says
/// nothing about Avro there where it is serde's.
#[derive(Default)]
pub(crate) struct Serde {
    pub(crate) name: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    /// Of a field.
    pub(crate) default: Option<DefaultAttr>,
    /// Of a variant: what serde takes for a variant it does not know.
    pub(crate) other: bool,
    skip_serializing: Option<Span>,
    skip_deserializing: Option<Span>,
}

impl Serde {
    /// Takes `rename`, `alias` and the one-sided skips; `Ok(false)` for any other key.
    fn take(&mut self, named: bool, key: &Key, input: ParseStream<'_>) -> syn::Result<bool> {
        match key.name.as_str() {
            "rename" if !named => self.name = one_name(key, input, "name")?,
            "alias" => {
                let alias = key.text(input)?;
                if is_name(&alias.value()) {
                    self.aliases.push(alias);
                }
            }
            "skip_serializing" => self.skip_serializing = Some(key.span),
            "skip_deserializing" => self.skip_deserializing = Some(key.span),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The key that leaves something out in one direction only.
    pub(crate) fn one_sided_skip(&self) -> Option<(&'static str, Span)> {
        match (self.skip_serializing, self.skip_deserializing) {
            (Some(span), None) => Some(("skip_serializing", span)),
            (None, Some(span)) => Some(("skip_deserializing", span)),
            _ => None,
        }
    }

    /// Both one-sided skips are one whole.
    fn skip_into(&self, ignore: &mut Option<Flag>) {
        if let (Some(span), Some(_)) = (self.skip_serializing, self.skip_deserializing) {
            ignore.get_or_insert(Flag::set(span));
        }
    }
}

pub(super) fn of_type(ctxt: &Ctxt, attrs: &[Attribute], into: &mut TypeAttrs) {
    let named = into.name.is_some();
    each(ctxt, attrs, |key, input| {
        if into.serde.take(named, key, input)? {
            return Ok(());
        }
        match key.name.as_str() {
            "rename_all" if into.rename_all.is_none() => into.rename_all = case(key, input)?,
            "rename_all_fields" if into.rename_all_fields.is_none() => into.rename_all_fields = case(key, input)?,
            "default" if !input.peek(Token![=]) => into.default = Some(key.span),
            "transparent" => {
                into.transparent.get_or_insert(Flag::set(key.span));
            }
            _ => {}
        }
        Ok(())
    });
}

pub(super) fn of_variant(ctxt: &Ctxt, attrs: &[Attribute], into: &mut VariantAttrs) {
    let named = into.name.is_some();
    each(ctxt, attrs, |key, input| {
        if into.serde.take(named, key, input)? {
            return Ok(());
        }
        match key.name.as_str() {
            "rename_all" if into.rename_all.is_none() => into.rename_all = case(key, input)?,
            "skip" => {
                into.ignore.get_or_insert(Flag::set(key.span));
            }
            "other" => into.serde.other = true,
            _ => {}
        }
        Ok(())
    });
    into.serde.skip_into(&mut into.ignore);
}

pub(super) fn of_field(ctxt: &Ctxt, attrs: &[Attribute], into: &mut FieldAttrs) {
    let named = into.name.is_some();
    each(ctxt, attrs, |key, input| {
        if into.serde.take(named, key, input)? {
            return Ok(());
        }
        match key.name.as_str() {
            "skip" => {
                into.ignore.get_or_insert(Flag::set(key.span));
            }
            "flatten" => {
                into.flatten.get_or_insert(Flag::set(key.span));
            }
            "default" => {
                into.serde.default = Some(match input.peek(Token![=]) {
                    true => DefaultAttr::Function(key.syntax(input, "= \"path\"")?),
                    false => DefaultAttr::Bare(key.span),
                });
            }
            _ => {}
        }
        Ok(())
    });
    into.serde.skip_into(&mut into.ignore);
}

/// Hands every item of the `serde` lists to `read`, which takes what it knows from the stream. What does not parse is
/// serde's to report.
fn each(ctxt: &Ctxt, attrs: &[Attribute], mut read: impl FnMut(&Key, ParseStream<'_>) -> syn::Result<()>) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("serde") && matches!(attr.meta, Meta::List(_))) {
        let _ = attr.parse_args_with(|input: ParseStream<'_>| {
            while !input.is_empty() {
                let ident = input.call(Ident::parse_any)?;
                let key = Key { name: ident.to_string(), span: ident.span() };
                if let Err(error) = read(&key, input) {
                    ctxt.push(error);
                }
                super::list::skip_item(input)?;
                super::list::separator(input)?;
            }
            Ok(())
        });
    }
}

/// The value of `rename = "x"`, or of `rename(serialize = "x", deserialize = "x")` when both are the same.
fn one_name(key: &Key, input: ParseStream<'_>, ours: &str) -> syn::Result<Option<LitStr>> {
    if input.peek(Token![=]) {
        return key.text(input).map(Some);
    }
    let mut names: Vec<LitStr> = Vec::new();
    key.list(input, "= \"…\"", |input| {
        let direction = input.call(Ident::parse_any)?;
        let direction = Key { name: direction.to_string(), span: direction.span() };
        names.push(direction.text(input)?);
        Ok(())
    })?;
    match names.as_slice() {
        [one, other] if one.value() == other.value() => Ok(Some(one.clone())),
        _ => Err(syn::Error::new(
            key.span,
            format!("serde has other names for reading and for writing; Avro has one: add `#[avro({ours} = \"…\")]`"),
        )),
    }
}

/// The value of `rename_all`, in the same two forms.
fn case(key: &Key, input: ParseStream<'_>) -> syn::Result<Option<Case>> {
    one_name(key, input, "rename_all")?.map(|text| Case::parse(&text)).transpose()
}
