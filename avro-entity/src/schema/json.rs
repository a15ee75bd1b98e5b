//! JSON text with the line and column of every value.
//!
//! Letter to the next reader. Schemas come from strangers, so nothing here recurses over the text and nothing is nested in
//! memory: values lie in one slice and name each other by index, which also makes dropping them flat. What is nested
//! ([`serde_json::Value`], for defaults and custom properties) is made from it on demand, to a fixed depth.

use super::finding::Severity;
use super::graph::Position;
use crate::error::{Error, ErrorKind};
use crate::wire::Limits;
use serde_json::{Map, Number, Value};
use std::collections::{HashMap, HashSet};
use struson::reader::{
    JsonReader, JsonReaderPosition, JsonStreamReader, LinePosition, ReaderError, ReaderSettings, SyntaxErrorKind,
    ValueType,
};

/// How many values a text may hold: it bounds memory where a value takes two bytes of text.
const VALUES: usize = 1 << 19;

/// How many members that stand twice are reported.
const REPEATED: usize = 100;

/// How many extras are reported.
const EXTRAS: usize = 100;

/// How many members are compared each with each.
const FEW: usize = 16;

/// How deep defaults and custom properties may be nested.
const VALUE_DEPTH: u32 = 128;

/// How deep the types of a schema may be nested, whatever the limits say, so that they can be walked by recursion.
pub(super) const SCHEMA_DEPTH: u32 = 256;

/// A JSON text.
#[derive(Debug)]
pub(super) struct Document {
    values: Vec<Placed>,
    repeated: Vec<(String, Position)>,
    extras: Vec<(Extra, Position)>,
}

/// What some readers pass over, and JSON does not have, or not to be relied on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Extra {
    ByteOrderMark,
    Comment,
    LargeNumber,
}

impl Extra {
    pub(super) fn message(self) -> &'static str {
        match self {
            Extra::ByteOrderMark => "the text begins with a byte order mark (BOM): save it as UTF-8 without one",
            Extra::Comment => "JSON has no comments, which Java passes over and others do not: put it into `doc`",
            Extra::LargeNumber => {
                "the number has more than 64 bits, and is taken for the nearest `double`, or for a string: write it as a string"
            }
        }
    }

    pub(super) fn severity(self) -> Severity {
        match self {
            Extra::ByteOrderMark | Extra::Comment => Severity::Error,
            Extra::LargeNumber => Severity::Warning,
        }
    }
}

/// The index of a value in its [`Document`].
#[derive(Clone, Copy, Debug)]
pub(super) struct ValueId(u32);

#[derive(Debug)]
pub(super) struct Placed {
    pub(super) json: Json,
    pub(super) position: Position,
}

#[derive(Debug)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    Array(Vec<ValueId>),
    Object(Vec<(String, ValueId)>),
}

impl Json {
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::Text(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        }
    }
}

/// An array or object whose end has not been read.
enum Open {
    Array(ValueId, Vec<ValueId>),
    Object(ValueId, Vec<(String, ValueId)>),
}

impl Document {
    /// Reads `text`, which must be one JSON value. A byte order mark and comments are [extras](Document::extras).
    ///
    /// # Errors
    ///
    /// Of kind [`Schema`](ErrorKind::Schema) when it is no JSON, of kind
    /// [`Limit`](ErrorKind::Limit) when it exceeds the limits.
    pub(super) fn read(text: &str, limits: &Limits) -> Result<Document, Error> {
        if text.len() > limits.schema_bytes {
            let (len, limit) = (text.len(), limits.schema_bytes);
            let message = format!(
                "the text of the schema has {len} bytes, more than the limit of {limit} (`Limits::schema_bytes`)"
            );
            return Err(Error::new(ErrorKind::Limit, message));
        }
        let marked = text.strip_prefix('\u{feff}');
        let text = marked.unwrap_or(text);
        if text.trim_ascii().is_empty() {
            return Err(Error::new(ErrorKind::Schema, "the text of the schema is empty"));
        }
        // A record in a record is three levels of JSON further down.
        let nesting = 3 * limits.schema_depth.min(SCHEMA_DEPTH) + VALUE_DEPTH;
        let settings = ReaderSettings {
            track_path: false,
            allow_comments: true,
            max_nesting_depth: Some(nesting),
            restrict_number_values: false,
            ..ReaderSettings::default()
        };
        let reader = JsonStreamReader::new_custom(text.as_bytes(), settings);
        let mark = marked.map(|_| (Extra::ByteOrderMark, Position { line: 1, column: 1 }));
        let comment = comment(text).map(|position| (Extra::Comment, position));
        let extras = mark.into_iter().chain(comment).collect();
        Document { values: Vec::new(), repeated: Vec::new(), extras }.fill(reader).map_err(|error| {
            match bare_word(text) {
                Some(word) => Error::new(ErrorKind::Schema, format!("a schema is JSON: write `\"{word}\"`, in quotes")),
                None => error,
            }
        })
    }

    fn fill<R: std::io::Read>(mut self, mut reader: JsonStreamReader<R>) -> Result<Document, Error> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            let more = open.is_empty() || reader.has_next().map_err(refused)?;
            if more {
                let name = match open.last() {
                    Some(Open::Object(..)) => Some(reader.next_name_owned().map_err(refused)?),
                    _ => None,
                };
                let (id, opened) = self.value(&mut reader)?;
                match (open.last_mut(), name) {
                    (Some(Open::Array(_, items)), _) => items.push(id),
                    (Some(Open::Object(_, members)), Some(name)) => members.push((name, id)),
                    _ => {}
                }
                open.extend(opened);
            } else {
                self.close(&mut open, &mut reader)?;
            }
            if open.is_empty() {
                reader.consume_trailing_whitespace().map_err(refused)?;
                return Ok(self);
            }
        }
    }

    /// Reads a value, of an array or object only the beginning.
    fn value<R: std::io::Read>(&mut self, reader: &mut JsonStreamReader<R>) -> Result<(ValueId, Option<Open>), Error> {
        let kind = reader.peek().map_err(refused)?;
        let position = position(&reader.current_position(false));
        if self.values.len() == VALUES {
            let message = format!("the text of a schema may hold {VALUES} JSON values, this one has more");
            return Err(place(Error::new(ErrorKind::Limit, message), position));
        }
        let id = ValueId(self.values.len() as u32);
        let mut opened = None;
        let json = match kind {
            ValueType::Null => {
                reader.next_null().map_err(refused)?;
                Json::Null
            }
            ValueType::Boolean => Json::Bool(reader.next_bool().map_err(refused)?),
            ValueType::Number => {
                let (json, is_exact) = number(reader.next_number_as_str().map_err(refused)?);
                if !is_exact && self.extras.len() < EXTRAS {
                    self.extras.extend(position.map(|position| (Extra::LargeNumber, position)));
                }
                json
            }
            ValueType::String => Json::Text(reader.next_string().map_err(refused)?),
            ValueType::Array => {
                reader.begin_array().map_err(refused)?;
                opened = Some(Open::Array(id, Vec::new()));
                Json::Null
            }
            ValueType::Object => {
                reader.begin_object().map_err(refused)?;
                opened = Some(Open::Object(id, Vec::new()));
                Json::Null
            }
        };
        self.values.push(Placed { json, position: position.unwrap_or(Position { line: 1, column: 1 }) });
        Ok((id, opened))
    }

    fn close<R: std::io::Read>(&mut self, open: &mut Vec<Open>, reader: &mut JsonStreamReader<R>) -> Result<(), Error> {
        let (id, json) = match open.pop() {
            Some(Open::Array(id, items)) => {
                reader.end_array().map_err(refused)?;
                (id, Json::Array(items))
            }
            Some(Open::Object(id, members)) => {
                reader.end_object().map_err(refused)?;
                (id, Json::Object(self.single_members(members)))
            }
            None => return Ok(()),
        };
        if let Some(placed) = self.values.get_mut(id.0 as usize) {
            placed.json = json;
        }
        Ok(())
    }

    /// JSON does not say which of two members of one name counts; the last one stays, as in Java.
    fn single_members(&mut self, members: Vec<(String, ValueId)>) -> Vec<(String, ValueId)> {
        if members.len() <= FEW && !holds_one_twice(&members) {
            return members;
        }
        let mut last = HashMap::with_capacity(members.len());
        for (name, id) in &members {
            if last.insert(name.as_str(), id.0).is_some() && self.repeated.len() < REPEATED {
                self.repeated.push((name.clone(), self.get(*id).position));
            }
        }
        if last.len() == members.len() {
            return members;
        }
        let kept: HashSet<u32> = last.into_values().collect();
        members.into_iter().filter(|(_, id)| kept.contains(&id.0)).collect()
    }

    /// The members that stand twice in one object, with the place of the second.
    pub(super) fn repeated(&self) -> &[(String, Position)] {
        &self.repeated
    }

    /// A byte order mark and the first comment, where there are some.
    pub(super) fn extras(&self) -> &[(Extra, Position)] {
        &self.extras
    }

    /// The outermost value.
    pub(super) fn root(&self) -> ValueId {
        ValueId(0)
    }

    #[allow(
        clippy::indexing_slicing,
        reason = "an id is only made together with its value, and both stay in one document"
    )]
    pub(super) fn get(&self, id: ValueId) -> &Placed {
        &self.values[id.0 as usize]
    }

    /// The value with all that is in it; an error when it is nested too deep.
    pub(super) fn to_value(&self, id: ValueId) -> Result<Value, Error> {
        self.nested(id, VALUE_DEPTH)
    }

    fn nested(&self, id: ValueId, depth: u32) -> Result<Value, Error> {
        let placed = self.get(id);
        let Some(inside) = depth.checked_sub(1) else {
            let message = format!("defaults and custom properties may be nested {VALUE_DEPTH} levels deep, not deeper");
            return Err(Error::new(ErrorKind::Limit, message).at_position(placed.position));
        };
        Ok(match &placed.json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => Value::Number(number.clone()),
            Json::Text(text) => Value::String(text.clone()),
            Json::Array(items) => items.iter().map(|item| self.nested(*item, inside)).collect::<Result<Value, _>>()?,
            Json::Object(members) => {
                let members = members.iter().map(|(name, value)| Ok((name.clone(), self.nested(*value, inside)?)));
                Value::Object(members.collect::<Result<Map<_, _>, Error>>()?)
            }
        })
    }
}

fn holds_one_twice(members: &[(String, ValueId)]) -> bool {
    members.iter().enumerate().any(|(index, (name, _))| members.iter().take(index).any(|(earlier, _)| earlier == name))
}

/// A whole number of 64 bits as it is, every other number as the nearest double, and its text where no double is near; and whether
/// that is the number that JSON libraries agree on.
fn number(text: &str) -> (Json, bool) {
    let whole = text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from));
    if let Ok(whole) = whole {
        return (Json::Number(whole), true);
    }
    match text.parse::<f64>().ok().and_then(Number::from_f64) {
        Some(double) => (Json::Number(double), text.contains(['.', 'e', 'E'])),
        None => (Json::Text(text.to_owned()), false),
    }
}

/// Where the first comment begins: at the first slash outside of a string, which JSON has nowhere else.
fn comment(text: &str) -> Option<Position> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let is_comment = |byte: &u8| {
        let is_outside = !is_quoted;
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_quoted,
            b'"' => is_quoted = !is_quoted,
            _ => {}
        }
        is_outside && *byte == b'/'
    };
    // Most texts have no slash at all, which is seen at once.
    let at = text.contains('/').then(|| text.as_bytes().iter().position(is_comment))??;
    let before = text.get(..at)?;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Some(Position { line: number(before.matches('\n').count() + 1), column: number(column) })
}

/// A text that is one word without quotes, as the name of a type.
fn bare_word(text: &str) -> Option<&str> {
    let word = text.trim();
    (super::name::is_identifier(word) && !matches!(word, "true" | "false" | "null")).then_some(word)
}

/// Lines and columns count from 1.
fn position(at: &JsonReaderPosition) -> Option<Position> {
    let LinePosition { line, column } = at.line_pos?;
    let from_one = |number: u64| u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1);
    Some(Position { line: from_one(line), column: from_one(column) })
}

fn place(error: Error, position: Option<Position>) -> Error {
    match position {
        Some(position) => error.at_position(position),
        None => error,
    }
}

fn refused(error: ReaderError) -> Error {
    let (kind, message, at) = match &error {
        ReaderError::SyntaxError(syntax) => (ErrorKind::Schema, syntax_message(syntax.kind), Some(&syntax.location)),
        ReaderError::MaxNestingDepthExceeded { location, .. } => {
            let message = "the schema is nested deeper than its limit (`Limits::schema_depth`)";
            (ErrorKind::Limit, message.to_owned(), Some(location))
        }
        other => (ErrorKind::Schema, format!("the text is not JSON: {other}"), None),
    };
    place(Error::new(kind, message), at.and_then(position))
}

fn syntax_message(kind: SyntaxErrorKind) -> String {
    let what = match kind {
        SyntaxErrorKind::IncompleteComment | SyntaxErrorKind::BlockCommentNotClosed => "a comment that does not end",
        SyntaxErrorKind::InvalidLiteral => "a word that is not `true`, `false` or `null`: write a name in quotes",
        SyntaxErrorKind::UnexpectedClosingBracket => "a closing bracket that nothing opened",
        SyntaxErrorKind::UnexpectedComma => "a comma where a value is expected",
        SyntaxErrorKind::MissingComma => "a comma is missing",
        SyntaxErrorKind::TrailingCommaNotEnabled => "a comma in front of a closing bracket",
        SyntaxErrorKind::UnexpectedColon => "a colon where none is expected",
        SyntaxErrorKind::MissingColon => "a colon is missing",
        SyntaxErrorKind::MalformedNumber | SyntaxErrorKind::TrailingDataAfterNumber => {
            "a number that JSON does not have"
        }
        SyntaxErrorKind::ExpectingMemberNameOrObjectEnd => "the name of a member, in quotes, or `}` is expected",
        SyntaxErrorKind::NotEscapedControlCharacter => "a control character in a string that is not escaped",
        SyntaxErrorKind::UnknownEscapeSequence | SyntaxErrorKind::MalformedEscapeSequence => {
            "an escape sequence that JSON does not have"
        }
        SyntaxErrorKind::UnpairedSurrogatePairEscapeSequence => "half of a surrogate pair",
        SyntaxErrorKind::IncompleteDocument => "it ends in the middle",
        SyntaxErrorKind::TrailingData => "something follows the end of the schema",
        _ => "a character that does not belong there",
    };
    format!("the text is not JSON: {what}")
}
