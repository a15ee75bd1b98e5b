//! From text to a schema: the section "Schema Declaration" of the specification.
//!
//! ```text
//! text ── json ──▶ Document ── Parser ──▶ nodes, references ── link ──▶ nodes ── assemble ──▶ Schema ── lint
//! ```
//!
//! The parser makes a node of every type in the text and goes on after a mistake, so that all of them are reported. A name
//! that is not known where it is used becomes a reference, which is linked when all documents are read. What the
//! specification forbids and decoding does not need becomes a finding; `parse` refuses a schema with such findings.

use super::finding::Severity;
use super::graph::Schema;
use super::json::Document;
use super::parser::Parser;
use crate::error::{Error, ErrorKind};
use crate::wire::Limits;
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::str::FromStr;

/// How many mistakes are reported together.
pub(super) const MISTAKES: usize = 100;

impl Schema {
    /// Parses a schema and refuses what the specification forbids; all mistakes are in one error.
    ///
    /// ```
    /// let schema = avro_entity::Schema::parse(r#"{"type": "enum", "name": "Suit", "symbols": ["CLUBS", "HEARTS"]}"#)?;
    /// assert_eq!(schema.root_node().name().map(|name| name.full()), Some("Suit"));
    ///
    /// let error = avro_entity::Schema::parse(r#"{"type": "array", "items": "integer"}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "line 1, column 28: there is no type `integer`");
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`Schema`](ErrorKind::Schema) when it is not valid, with path, line and column of each mistake; of kind
    /// [`Limit`](ErrorKind::Limit) when it exceeds the default [`Limits`].
    pub fn parse(text: &str) -> Result<Schema, Error> {
        Schema::parse_with_limits(text, &Limits::DEFAULT)
    }

    /// [`parse`](Schema::parse) with other limits.
    ///
    /// ```
    /// use avro_entity::{ErrorKind, Limits, Schema};
    /// let limits = Limits { schema_depth: 2, ..Limits::default() };
    /// let text = r#"{"type": "array", "items": {"type": "array", "items": "int"}}"#;
    /// assert_eq!(Schema::parse_with_limits(text, &limits).unwrap_err().kind(), ErrorKind::Limit);
    /// ```
    ///
    /// # Errors
    ///
    /// As [`parse`](Schema::parse).
    pub fn parse_with_limits(text: &str, limits: &Limits) -> Result<Schema, Error> {
        let schemas = parse_documents(&[("", text)], limits, Mode::Strict)?;
        single(schemas)
    }

    /// Parses the schema of another producer: a file header, a schema store, a registry, an old version.
    ///
    /// It checks what decoding needs. What else the specification forbids (names with letters of all languages, a default of
    /// the wrong type, two fields of one name, comments, …) is a finding of [`lint`](Schema::lint). As Java does, it takes a type
    /// that is used before its definition, and a simple name for one of the null namespace when its own namespace has none.
    ///
    /// ```
    /// let text = r#"{"type": "record", "name": "R", "fields": [{"name": "größe", "type": "int", "default": "1"}]}"#;
    /// assert!(avro_entity::Schema::parse(text).is_err());
    /// assert_eq!(avro_entity::Schema::parse_foreign(text)?.lint().len(), 2);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`parse`](Schema::parse), when the schema cannot be used for decoding.
    pub fn parse_foreign(text: &str) -> Result<Schema, Error> {
        Schema::parse_foreign_with_limits(text, &Limits::DEFAULT)
    }

    /// [`parse_foreign`](Schema::parse_foreign) with other limits.
    ///
    /// # Errors
    ///
    /// As [`parse_foreign`](Schema::parse_foreign).
    pub fn parse_foreign_with_limits(text: &str, limits: &Limits) -> Result<Schema, Error> {
        let schemas = parse_documents(&[("", text)], limits, Mode::Foreign)?;
        single(schemas)
    }

    /// Parses documents that refer to each other, each given with its name, which errors lead with. They may stand in any order; the
    /// schemas come back in that order, each with all types it needs.
    ///
    /// ```
    /// let account = r#"{"type": "record", "name": "a.Account", "fields": [{"name": "home", "type": "a.Address"}]}"#;
    /// let address = r#"{"type": "record", "name": "a.Address", "fields": [{"name": "zip", "type": "string"}]}"#;
    /// let schemas = avro_entity::Schema::parse_all(&[("account.avsc", account), ("address.avsc", address)])?;
    /// assert!(schemas[0].named("a.Address").is_some());
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`parse`](Schema::parse), and when two documents define one name.
    pub fn parse_all(documents: &[(&str, &str)]) -> Result<Vec<Schema>, Error> {
        parse_documents(documents, &Limits::DEFAULT, Mode::Strict)
    }

    /// [`parse_all`](Schema::parse_all) with other limits, which hold for each document and for the named types of all.
    ///
    /// # Errors
    ///
    /// As [`parse_all`](Schema::parse_all).
    pub fn parse_all_with_limits(documents: &[(&str, &str)], limits: &Limits) -> Result<Vec<Schema>, Error> {
        parse_documents(documents, limits, Mode::Strict)
    }

    /// [`parse_all`](Schema::parse_all) for the schemas of another producer, checked as
    /// [`parse_foreign`](Schema::parse_foreign) does.
    ///
    /// ```
    /// let text = r#"{"type": "record", "name": "R", "fields": [{"name": "größe", "type": "int"}]}"#;
    /// let schemas = avro_entity::Schema::parse_foreign_all(&[("r.avsc", text)])?;
    /// assert_eq!(schemas[0].lint().len(), 1);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`parse_all`](Schema::parse_all), when a schema cannot be used for decoding.
    pub fn parse_foreign_all(documents: &[(&str, &str)]) -> Result<Vec<Schema>, Error> {
        parse_documents(documents, &Limits::DEFAULT, Mode::Foreign)
    }
}

/// As [`Schema::parse`].
impl FromStr for Schema {
    type Err = Error;

    fn from_str(text: &str) -> Result<Schema, Error> {
        Schema::parse(text)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Strict,
    Foreign,
}

fn single(schemas: Vec<Schema>) -> Result<Schema, Error> {
    schemas.into_iter().next().ok_or_else(|| Error::new(ErrorKind::Schema, "there is no schema"))
}

fn parse_documents(documents: &[(&str, &str)], limits: &Limits, mode: Mode) -> Result<Vec<Schema>, Error> {
    let mut parser = Parser::new(limits, mode);
    let mut roots = Vec::new();
    for (name, text) in documents {
        let document = Document::read(text, limits).map_err(|error| in_document(error, name))?;
        parser.start(name, &document);
        let root = parser.schema(&document, document.root(), None);
        roots.push((root, std::mem::take(&mut parser.findings)));
    }
    let mut nodes = parser.link()?;
    let mut errors = Vec::new();
    let mut schemas = Vec::new();
    for (index, ((root, findings), (name, _))) in roots.into_iter().zip(documents).enumerate() {
        let is_last = index + 1 == documents.len();
        let nodes = if is_last { Cow::Owned(std::mem::take(&mut nodes)) } else { Cow::Borrowed(&*nodes) };
        let schema =
            Schema::assemble(nodes, root, HashMap::new(), findings).map_err(|error| in_document(error, name))?;
        if mode == Mode::Strict {
            let findings = schema.lint().into_iter().filter(|finding| finding.severity == Severity::Error);
            errors.extend(findings.map(|finding| in_document(finding.into_error(), name)));
        }
        schemas.push(schema);
    }
    errors.truncate(MISTAKES);
    match Error::all(errors) {
        None => Ok(schemas),
        Some(error) => Err(error),
    }
}

pub(super) fn in_document(error: Error, name: &str) -> Error {
    if name.is_empty() { error } else { error.in_file(Path::new(name)) }
}
