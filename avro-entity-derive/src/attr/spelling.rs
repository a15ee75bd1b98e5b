//! The two spellings. `#[avro(…)]` is ours, unless a type says `#[avro_entity(…)]` anywhere: then it also derives
//! `apache_avro::AvroSchema`, to which `avro` belongs there, and what stands in it is not for us to read.

use super::keys;
use super::list::{separator, skip_item};
use crate::ctxt::Ctxt;
use std::borrow::Cow;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Data, DeriveInput, Ident, Meta};

/// The type with those attributes only that are ours. A key that `apache_avro` does not know is meant for us and reported.
pub(super) fn ours<'i>(ctxt: &Ctxt, input: &'i DeriveInput) -> Cow<'i, DeriveInput> {
    let mut own = input.clone();
    let mut lists = attributes(&mut own);
    if !lists.iter().any(|attrs| attrs.iter().any(|attr| attr.path().is_ident("avro_entity"))) {
        return Cow::Borrowed(input);
    }
    for attrs in &mut lists {
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("avro")) {
            report_ours(ctxt, attr);
        }
        attrs.retain(|attr| !attr.path().is_ident("avro"));
    }
    Cow::Owned(own)
}

/// The attributes of the type, its fields and variants.
fn attributes(input: &mut DeriveInput) -> Vec<&mut Vec<Attribute>> {
    let mut lists = vec![&mut input.attrs];
    match &mut input.data {
        Data::Struct(data) => lists.extend(data.fields.iter_mut().map(|field| &mut field.attrs)),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                lists.push(&mut variant.attrs);
                lists.extend(variant.fields.iter_mut().map(|field| &mut field.attrs));
            }
        }
        Data::Union(_) => {}
    }
    lists
}

fn report_ours(ctxt: &Ctxt, attr: &Attribute) {
    let Meta::List(_) = attr.meta else { return };
    // What does not parse is the other derive's to report.
    let _ = attr.parse_args_with(|input: ParseStream<'_>| {
        while !input.is_empty() {
            let key = input.call(Ident::parse_any)?;
            if keys::is_ours_alone(&key.unraw().to_string()) {
                let message = format!(
                    "`avro` is read by `apache_avro` alone on a type with `avro_entity`: put `{key}` into `#[avro_entity(…)]`"
                );
                ctxt.error(key.span(), message);
            }
            skip_item(input)?;
            separator(input)?;
        }
        Ok(())
    });
}
