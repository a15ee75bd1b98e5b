//! Names: which ones are legal, and what a type is called.

use crate::attr::{NamespaceAttr, TypeAttrs};
use crate::ctxt::Ctxt;
use proc_macro2::Span;
use std::collections::HashSet;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{DeriveInput, LitStr, Path};

/// A name and the place in the source that decides it.
#[derive(Clone)]
pub(crate) struct Named {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Named {
    pub(crate) fn literal(text: &LitStr) -> Named {
        Named { text: text.value(), span: text.span() }
    }

    /// The first of `literals` that is there, else what `rust` gives.
    pub(crate) fn first(literals: [Option<&LitStr>; 2], rust: impl FnOnce() -> String, span: Span) -> Named {
        match literals.into_iter().flatten().next() {
            Some(text) => Named::literal(text),
            None => Named { text: rust(), span },
        }
    }
}

/// The namespace of a type.
pub(crate) enum Namespace<'a> {
    Text(Named),
    Const(&'a Path),
}

impl Namespace<'_> {
    pub(crate) fn span(&self) -> Span {
        match self {
            Namespace::Text(text) => text.span,
            Namespace::Const(path) => path.span(),
        }
    }
}

/// The earlier names of what is called `name`: ours, else those of serde. One of serde's that is the name itself, which serde may know
/// by another, or that stands twice, says nothing.
pub(super) fn earlier<'a>(ours: &'a [LitStr], of_serde: &'a [LitStr], name: &Named) -> Vec<&'a LitStr> {
    if !ours.is_empty() {
        return ours.iter().collect();
    }
    let mut known = HashSet::from([name.text.clone()]);
    of_serde.iter().filter(|alias| known.insert(alias.value())).collect()
}

/// Whether `text` matches `[A-Za-z_][A-Za-z0-9_]*`.
pub(crate) fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The simple name and the namespace of a type. A full name brings its namespace along.
pub(super) fn of_type<'a>(ctxt: &Ctxt, input: &'a DeriveInput, attrs: &'a TypeAttrs) -> (Named, Option<Namespace<'a>>) {
    let literals = [attrs.name.as_ref(), attrs.serde.name.as_ref()];
    let mut name = Named::first(literals, || input.ident.unraw().to_string(), input.ident.span());
    let mut namespace = attrs.namespace.as_ref().map(|attr| match attr {
        NamespaceAttr::Text(text) => Namespace::Text(Named::literal(text)),
        NamespaceAttr::Const(path) => Namespace::Const(path),
    });
    if let Some((before, simple)) = name.text.clone().rsplit_once('.') {
        if namespace.is_some() {
            let full = &name.text;
            ctxt.error(
                name.span,
                format!("`{full}` has a namespace already: leave out `namespace`, or write `name = \"{simple}\"`"),
            );
        } else if !before.is_empty() {
            namespace = Some(Namespace::Text(Named { text: before.to_owned(), span: name.span }));
        }
        name.text = simple.to_owned();
    }
    (name, namespace)
}
