//! The attributes of a field.

use super::Place;
use super::comments::{self, Comments};
use super::list::read_avro;
use super::serde::{self, Serde};
use super::value::{self, Doc, Flag, Key, Property};
use crate::ctxt::Ctxt;
use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Expr, Field, LitInt, LitStr, Path, Token};

/// What stands in the attributes of a field; `None` where nothing stands.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) name: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) serde: Serde,
    pub(crate) doc: Option<Doc>,
    pub(crate) comments: Option<Comments>,
    pub(crate) meta: Vec<Property>,
    pub(crate) type_meta: Vec<Property>,
    pub(crate) ignore: Option<Flag>,
    pub(crate) private: Option<Flag>,
    pub(crate) flatten: Option<Flag>,
    pub(crate) required: Option<Flag>,
    pub(crate) default: Option<DefaultAttr>,
    pub(crate) default_json: Option<LitStr>,
    pub(crate) order: Option<(Order, Span)>,
    pub(crate) with: Option<Path>,
    /// Where `with` stands.
    pub(crate) with_at: Option<Span>,
    pub(crate) schema: Option<FixedSchema>,
    pub(crate) schema_file: Option<FixedSchema>,
    /// `decimal`, `timestamp`, `time`, `duration`, `stringable` and `map`, in the order they are written.
    pub(crate) reprs: Vec<(Repr, Span)>,
    pub(crate) exact: Option<Flag>,
    pub(crate) fixed: Option<LitStr>,
    /// Where the first `avro` attribute stands.
    pub(crate) given: Option<Span>,
    /// Whether one was refused, so that it cannot be known what was meant.
    pub(crate) has_mistake: bool,
}

/// The value of `default`.
pub(crate) enum DefaultAttr {
    /// `default` alone: `Default::default()`.
    Bare(Span),
    /// `default = expression`
    Value(Box<Expr>),
    /// serde's `default = "path"`: a function.
    Function(Path),
}

impl DefaultAttr {
    pub(crate) fn span(&self) -> Span {
        match self {
            DefaultAttr::Bare(span) => *span,
            DefaultAttr::Value(expression) => expression.span(),
            DefaultAttr::Function(path) => path.span(),
        }
    }
}

/// The value of `order`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Order {
    Ascending,
    Descending,
    Ignore,
}

/// A schema that is given verbatim.
pub(crate) enum FixedSchema {
    Text(LitStr),
    File(LitStr),
}

/// A representation that an attribute chooses.
#[derive(Clone)]
pub(crate) enum Repr {
    Decimal {
        precision: LitInt,
        scale: Option<LitInt>,
    },
    /// `decimal(any_scale)`: every value has its own scale.
    DecimalAnyScale,
    /// `timestamp`, `time` or `duration` with a unit: the name of the marker type.
    Time {
        key: &'static str,
        marker: &'static str,
    },
    Stringable,
    Entries,
    StringKeys,
}

impl Repr {
    /// The key that chooses it.
    pub(crate) fn key(&self) -> &'static str {
        match self {
            Repr::Decimal { .. } | Repr::DecimalAnyScale => "decimal",
            Repr::Time { key, .. } => key,
            Repr::Stringable => "stringable",
            Repr::Entries | Repr::StringKeys => "map",
        }
    }
}

const TIMESTAMPS: [(&str, &str); 3] =
    [("millis", "TimestampMillis"), ("micros", "TimestampMicros"), ("nanos", "TimestampNanos")];
const TIMES: [(&str, &str); 2] = [("millis", "TimeMillis"), ("micros", "TimeMicros")];
const DURATIONS: [(&str, &str); 3] =
    [("millis", "DurationMillis"), ("micros", "DurationMicros"), ("nanos", "DurationNanos")];

impl FieldAttrs {
    pub(super) fn read(ctxt: &Ctxt, field: &Field) -> FieldAttrs {
        let mut attrs = FieldAttrs { comments: comments::read(&field.attrs), ..FieldAttrs::default() };
        attrs.given = read_avro(ctxt, &field.attrs, Place::Field, |key, input| {
            let read = attrs.item(key, input);
            attrs.has_mistake |= read.is_err();
            read
        });
        serde::of_field(ctxt, &field.attrs, &mut attrs);
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
            "meta" => properties(key, input, &mut self.meta),
            "type_meta" => properties(key, input, &mut self.type_meta),
            "ignore" => key.once(&mut self.ignore, key.flag(input)?),
            "private" => key.once(&mut self.private, key.flag(input)?),
            "flatten" => key.once(&mut self.flatten, key.flag(input)?),
            "required" => key.once(&mut self.required, key.flag(input)?),
            "default" => key.once(&mut self.default, default(key, input)?),
            "default_json" => {
                let text = key.text(input)?;
                value::checked_json(&text)?;
                key.once(&mut self.default_json, text)
            }
            "order" => {
                let choices =
                    [("ascending", Order::Ascending), ("descending", Order::Descending), ("ignore", Order::Ignore)];
                key.once(&mut self.order, (key.choice(input, &choices)?, key.span))
            }
            "with" => {
                self.with_at.get_or_insert(key.span);
                key.once(&mut self.with, key.syntax(input, "= path::to::module")?)
            }
            "schema" => {
                let text = key.text(input)?;
                value::checked_json(&text)?;
                key.once(&mut self.schema, FixedSchema::Text(text))
            }
            "schema_file" => key.once(&mut self.schema_file, FixedSchema::File(key.text(input)?)),
            "exact" => key.once(&mut self.exact, key.flag(input)?),
            "fixed" => key.once(&mut self.fixed, key.text(input)?),
            _ => self.repr(key, input),
        }
    }

    fn repr(&mut self, key: &Key, input: ParseStream<'_>) -> syn::Result<bool> {
        let repr = match key.name.as_str() {
            "decimal" => decimal(key, input)?,
            "timestamp" => Repr::Time { key: "timestamp", marker: key.choice(input, &TIMESTAMPS)? },
            "time" => Repr::Time { key: "time", marker: key.choice(input, &TIMES)? },
            "duration" => Repr::Time { key: "duration", marker: key.choice(input, &DURATIONS)? },
            "stringable" => match key.flag(input)?.on {
                true => Repr::Stringable,
                false => return Ok(true),
            },
            "map" => match key.choice(input, &[("entries", true), ("string_keys", false)])? {
                true => Repr::Entries,
                false => Repr::StringKeys,
            },
            _ => return Ok(false),
        };
        self.reprs.push((repr, key.span));
        Ok(true)
    }
}

fn properties(key: &Key, input: ParseStream<'_>, into: &mut Vec<Property>) -> syn::Result<bool> {
    key.list(input, "(key = literal, …)", |input| {
        into.push(Property::parse(input)?);
        Ok(())
    })?;
    Ok(true)
}

/// `default` or `default = expression`
fn default(key: &Key, input: ParseStream<'_>) -> syn::Result<DefaultAttr> {
    if !input.peek(Token![=]) {
        return Ok(DefaultAttr::Bare(key.span));
    }
    input.parse::<Token![=]>()?;
    input.parse().map(DefaultAttr::Value)
}

/// `decimal(precision = 12, scale = 2)` or `decimal(any_scale)`
fn decimal(key: &Key, input: ParseStream<'_>) -> syn::Result<Repr> {
    let example = "(precision = 12, scale = 2)";
    let (mut precision, mut scale, mut any_scale) = (None, None, None);
    key.list(input, example, |input| {
        let name: syn::Ident = input.parse()?;
        let key = Key { name: name.to_string(), span: name.span() };
        if key.name == "any_scale" {
            return key.once(&mut any_scale, key.span).map(drop);
        }
        key.equals(input, "= number")?;
        let number: LitInt = input.parse().map_err(|error| syn::Error::new(error.span(), "a number of digits"))?;
        match key.name.as_str() {
            "precision" => key.once(&mut precision, number).map(drop),
            "scale" => key.once(&mut scale, number).map(drop),
            other => {
                let message = format!("`decimal` knows `precision`, `scale` and `any_scale`, not `{other}`");
                Err(syn::Error::new(key.span, message))
            }
        }
    })?;
    match (precision, any_scale) {
        (Some(precision), None) => Ok(Repr::Decimal { precision, scale }),
        (None, Some(_)) if scale.is_none() => Ok(Repr::DecimalAnyScale),
        (_, Some(span)) => {
            let message = "with `any_scale` every value has its own digits: leave out `precision` and `scale`";
            Err(syn::Error::new(span, message))
        }
        (None, None) => Err(syn::Error::new(key.span, format!("write `decimal{example}`"))),
    }
}
