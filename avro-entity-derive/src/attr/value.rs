//! The forms that values of attributes take.

use super::list::{separator, skip_item};
use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, Lit, LitBool, LitFloat, LitInt, LitStr, Token};

/// The key of an item.
pub(super) struct Key {
    pub(super) name: String,
    pub(super) span: Span,
}

impl Key {
    /// Keeps the first value of a key that is given once; a second one is an error.
    pub(super) fn once<T>(&self, slot: &mut Option<T>, value: T) -> syn::Result<bool> {
        if slot.is_some() {
            return Err(syn::Error::new(self.span, format!("`{}` is given twice", self.name)));
        }
        *slot = Some(value);
        Ok(true)
    }

    pub(super) fn needs(&self, span: Span, example: &str) -> syn::Error {
        let space = if example.starts_with('(') { "" } else { " " };
        syn::Error::new(span, format!("write `{}{space}{example}`", self.name))
    }

    /// `key = "text"`
    pub(super) fn text(&self, input: ParseStream<'_>) -> syn::Result<LitStr> {
        self.equals(input, "= \"…\"")?;
        input.parse().map_err(|error| self.needs(error.span(), "= \"…\""))
    }

    /// `key = path::to::thing`, with or without quotes.
    pub(super) fn syntax<T: Parse>(&self, input: ParseStream<'_>, example: &str) -> syn::Result<T> {
        self.equals(input, example)?;
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            return text.parse().map_err(|_| self.needs(text.span(), example));
        }
        let span = input.span();
        input.parse().map_err(|_| self.needs(span, example))
    }

    /// `key`, `key = true` or `key = false`
    pub(super) fn flag(&self, input: ParseStream<'_>) -> syn::Result<Flag> {
        let mut on = true;
        if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            let value = input.parse::<LitBool>();
            on = value.map_err(|error| syn::Error::new(error.span(), format!("write `{}` alone", self.name)))?.value;
        } else if !input.is_empty() && !input.peek(Token![,]) {
            return Err(input.error(format!("`{}` takes no value: write it alone", self.name)));
        }
        Ok(Flag { on, span: self.span })
    }

    /// `key = "one of these"`
    pub(super) fn choice<T: Copy>(&self, input: ParseStream<'_>, choices: &[(&str, T)]) -> syn::Result<T> {
        let known: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let example = format!("= {}", known.join(" | "));
        self.equals(input, &example)?;
        let text: LitStr = input.parse().map_err(|error| self.needs(error.span(), &example))?;
        let value = text.value();
        let choice = choices.iter().find(|(name, _)| *name == value).map(|(_, choice)| *choice);
        choice.ok_or_else(|| self.needs(text.span(), &format!("{example}`, not `\"{value}\"")))
    }

    pub(super) fn equals(&self, input: ParseStream<'_>, example: &str) -> syn::Result<()> {
        match input.parse::<Token![=]>() {
            Ok(_) => Ok(()),
            Err(_) => Err(self.needs(self.span, example)),
        }
    }

    /// The content of `key(…)`, item by item; `read` is given each key. The items after a wrong one are read all the same.
    pub(super) fn list(
        &self,
        input: ParseStream<'_>,
        example: &str,
        mut read: impl FnMut(ParseStream<'_>) -> syn::Result<()>,
    ) -> syn::Result<()> {
        if !input.peek(syn::token::Paren) {
            return Err(self.needs(self.span, example));
        }
        let content;
        syn::parenthesized!(content in input);
        let mut wrong: Option<syn::Error> = None;
        while !content.is_empty() {
            if let Err(error) = read(&content).and_then(|()| separator(&content)) {
                skip_item(&content)?;
                separator(&content)?;
                match &mut wrong {
                    None => wrong = Some(error),
                    Some(wrong) => wrong.combine(error),
                }
            }
        }
        wrong.map_or(Ok(()), Err)
    }
}

/// A key that is said or not; `key = false` takes back what a serde attribute says.
#[derive(Clone, Copy)]
pub(crate) struct Flag {
    pub(crate) on: bool,
    pub(crate) span: Span,
}

impl Flag {
    pub(super) fn set(span: Span) -> Flag {
        Flag { on: true, span }
    }
}

/// What stands in the schema in place of the doc comments.
pub(crate) enum Doc {
    Text(LitStr),
    Off,
}

impl Doc {
    /// `doc = "…"` or `doc = false`
    pub(super) fn parse(key: &Key, input: ParseStream<'_>) -> syn::Result<Doc> {
        let example = "= \"…\"` or `doc = false";
        key.equals(input, example)?;
        match input.parse::<Lit>() {
            Ok(Lit::Str(text)) => Ok(Doc::Text(text)),
            Ok(Lit::Bool(LitBool { value: false, .. })) => Ok(Doc::Off),
            Ok(other) => Err(key.needs(other.span(), example)),
            Err(error) => Err(key.needs(error.span(), example)),
        }
    }
}

/// A custom property: `key = literal` inside `meta(…)`.
pub(crate) struct Property {
    pub(crate) key: String,
    pub(crate) span: Span,
    pub(crate) value: Literal,
}

/// The value of a custom property.
pub(crate) enum Literal {
    Text(LitStr),
    Integer { negative: bool, literal: LitInt },
    Float { negative: bool, literal: LitFloat },
    Boolean(bool),
    Json(LitStr),
}

impl Property {
    pub(super) fn parse(input: ParseStream<'_>) -> syn::Result<Property> {
        let span = input.span();
        let key = if input.peek(LitStr) {
            input.parse::<LitStr>()?.value()
        } else {
            let ident = input.call(Ident::parse_any);
            ident.map_err(|error| syn::Error::new(error.span(), "write `meta(key = literal, …)`"))?.unraw().to_string()
        };
        if input.parse::<Token![=]>().is_err() {
            return Err(syn::Error::new(span, format!("write `{key} = literal`")));
        }
        Ok(Property { key, span, value: input.parse()? })
    }
}

impl Parse for Literal {
    fn parse(input: ParseStream<'_>) -> syn::Result<Literal> {
        let span = input.span();
        let refuse = || syn::Error::new(span, "a property is a string, a number, a boolean, or `json(\"…\")`");
        if input.peek(Ident) && !input.peek(LitBool) {
            let function: Ident = input.parse()?;
            if function != "json" || !input.peek(syn::token::Paren) {
                return Err(refuse());
            }
            let content;
            syn::parenthesized!(content in input);
            let text: syn::Result<LitStr> = content.parse();
            // What is left unread would be told as one more mistake.
            content.parse::<TokenStream>()?;
            let text = text.map_err(|_| refuse())?;
            checked_json(&text)?;
            return Ok(Literal::Json(text));
        }
        let negative = input.peek(Token![-]);
        if negative {
            input.parse::<Token![-]>()?;
        }
        match input.parse::<Lit>().map_err(|_| refuse())? {
            Lit::Int(literal) => Ok(Literal::Integer { negative, literal }),
            Lit::Float(literal) => Ok(Literal::Float { negative, literal }),
            Lit::Str(text) if !negative => Ok(Literal::Text(text)),
            Lit::Bool(value) if !negative => Ok(Literal::Boolean(value.value)),
            _ => Err(refuse()),
        }
    }
}

/// Fails when `text` is not JSON.
pub(super) fn checked_json(text: &LitStr) -> syn::Result<()> {
    match serde_json::from_str::<serde_json::Value>(&text.value()) {
        Ok(_) => Ok(()),
        Err(error) => Err(syn::Error::new(text.span(), format!("the text is not JSON: {error}"))),
    }
}
