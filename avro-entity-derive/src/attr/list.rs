//! Walks over the items of `#[avro(…)]` lists.

use super::keys::{self, Place};
use super::value::Key;
use crate::ctxt::Ctxt;
use proc_macro2::{Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Attribute, Ident, Meta, Token};

/// Hands every item of the `avro` lists among `attrs` to `read`, which takes the value from the stream. `Ok(false)` says that
/// the key is unknown on this place. An item that is wrong is reported and left out; the ones after it are read all the same.
/// Says where the first list stands.
pub(super) fn read_avro(
    ctxt: &Ctxt,
    attrs: &[Attribute],
    place: Place,
    mut read: impl FnMut(&Key, ParseStream<'_>) -> syn::Result<bool>,
) -> Option<Span> {
    let mut given = None;
    for attr in attrs {
        if !attr.path().is_ident("avro") && !attr.path().is_ident("avro_entity") {
            continue;
        }
        given.get_or_insert_with(|| attr.path().span());
        let Meta::List(_) = attr.meta else {
            ctxt.error_on(&attr.meta, "the attribute is a list: `#[avro(key = value, …)]`");
            continue;
        };
        let parsed = attr.parse_args_with(|input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = item(input, place, &mut read) {
                    ctxt.push(error);
                    skip_item(input)?;
                }
                separator(input)?;
            }
            Ok(())
        });
        ctxt.keep(parsed);
    }
    given
}

/// One item, up to the comma after it.
fn item(
    input: ParseStream<'_>,
    place: Place,
    read: &mut impl FnMut(&Key, ParseStream<'_>) -> syn::Result<bool>,
) -> syn::Result<()> {
    if !input.peek(Ident::peek_any) {
        return Err(input.error("an attribute begins with a key: `#[avro(key = value, …)]`"));
    }
    let ident = input.call(Ident::parse_any)?;
    let key = Key { name: ident.unraw().to_string(), span: ident.span() };
    if !read(&key, input)? {
        return Err(syn::Error::new(key.span, keys::refusal(&key.name, place)));
    }
    if !input.is_empty() && !input.peek(Token![,]) {
        return Err(input.error(format!("a comma is expected after the value of `{}`", key.name)));
    }
    Ok(())
}

pub(super) fn skip_item(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

pub(super) fn separator(input: ParseStream<'_>) -> syn::Result<()> {
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    Ok(())
}
