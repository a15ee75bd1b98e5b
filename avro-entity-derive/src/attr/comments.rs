//! Doc comments, as rustdoc has them: each is an attribute `#[doc = "…"]`, and a macro can stand in place of the text.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, ExprMacro, Lit, LitStr, Meta};

/// The documentation of a type, field or variant.
#[derive(Clone)]
pub(crate) enum Comments {
    Text(String),
    /// An expression for text whose lines begin with a space: there is `concat!` or `include_str!` in it.
    Expanded(TokenStream),
}

/// What one attribute says.
enum Part {
    Lines(Vec<String>),
    Macro(ExprMacro),
}

pub(super) fn read(attrs: &[Attribute]) -> Option<Comments> {
    let parts: Vec<Part> = attrs.iter().filter_map(part).collect();
    if parts.iter().any(|part| matches!(part, Part::Macro(_))) {
        return Some(Comments::Expanded(expanded(&parts)));
    }
    let lines = parts.iter().flat_map(|part| match part {
        Part::Lines(lines) => lines.as_slice(),
        Part::Macro(_) => &[],
    });
    let lines: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(Comments::Text(text))
}

fn part(attr: &Attribute) -> Option<Part> {
    let Meta::NameValue(meta) = &attr.meta else { return None };
    if !meta.path.is_ident("doc") {
        return None;
    }
    match &meta.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(Part::Lines(lines(text))),
        Expr::Macro(call) => Some(Part::Macro(call.clone())),
        _ => None,
    }
}

/// The lines of a text, without the asterisks in front of those of a block comment.
fn lines(text: &LitStr) -> Vec<String> {
    let value = text.value();
    let is_block = text.span().source_text().is_some_and(|source| source.starts_with("/**"));
    let is_framed = is_block && value.lines().skip(1).all(|line| is_blank(line) || line.trim_start().starts_with('*'));
    let of_block = |line: &str| match line.trim_start().strip_prefix('*') {
        Some(rest) if is_framed => rest.to_owned(),
        _ => line.to_owned(),
    };
    value.split('\n').map(of_block).collect()
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// All parts as one text that the compiler puts together.
fn expanded(parts: &[Part]) -> TokenStream {
    let parts = parts.iter().map(|part| match part {
        Part::Lines(lines) => {
            let text = lines.join("\n");
            quote!(#text)
        }
        Part::Macro(call) => quote!(#call),
    });
    quote!(__avro::core::concat!(#(#parts, "\n"),*))
}
