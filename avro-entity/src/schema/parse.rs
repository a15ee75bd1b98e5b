//! From text to a schema: the section "Schema Declaration" of the specification.
//!
//! ```text
//! text ── json ──▶ Document ── Parser ──▶ nodes, references ── link ──▶ nodes ── assemble ──▶ Schema ── lint
//! ```
//!
//! The parser makes a node of every type in the text and goes on after a mistake, so that all of them are reported. A name
//! that is not known where it is used becomes a reference, which is linked when all documents are read. What the
//! specification forbids and decoding does not need becomes a finding; `parse` refuses a schema with such findings.

use super::finding::{FINDINGS, Finding, Severity, path_text};
use super::graph::{Enum, Field, Fixed, Kind, Node, NodeId, Order, Position, Properties, Record, Schema};
use super::json::{Document, Json, Placed, SCHEMA_DEPTH, ValueId};
use super::{Name, logical};
use crate::error::{Error, ErrorKind};
use crate::wire::Limits;
use std::collections::HashMap;
use std::path::Path;
use std::str::FromStr;

/// How many mistakes are reported together.
const MISTAKES: usize = 100;

/// How many bytes all full names of a schema may have, each use and alias counted: a short name stands for its namespace too.
const NAME_BYTES: usize = 64 << 20;

/// The largest `fixed` there is, in bytes: the largest size other implementations read.
const FIXED_SIZE: u64 = i32::MAX as u64;

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
    /// the wrong type, two fields of one name, …) is a finding of [`lint`](Schema::lint). As Java does, it takes a type that is
    /// used before its definition, and a simple name for one of the null namespace when its own namespace has none.
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
}

/// As [`Schema::parse`].
impl FromStr for Schema {
    type Err = Error;

    fn from_str(text: &str) -> Result<Schema, Error> {
        Schema::parse(text)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
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
    let nodes = parser.link()?;
    let mut errors = Vec::new();
    let mut schemas = Vec::new();
    for ((root, findings), (name, _)) in roots.into_iter().zip(documents) {
        let schema =
            Schema::assemble(&nodes, root, HashMap::new(), findings).map_err(|error| in_document(error, name))?;
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

fn in_document(error: Error, name: &str) -> Error {
    if name.is_empty() { error } else { error.in_file(Path::new(name)) }
}

/// A use of a named type, to be linked when all definitions are known.
struct Reference {
    /// The node that stands for the type until then.
    node: NodeId,
    name: Name,
    /// What else it may mean: Java falls back to the null namespace.
    fallback: Option<Name>,
    position: Position,
    place: Option<PlaceId>,
    document: usize,
}

struct Definition {
    node: NodeId,
    document: usize,
    position: Position,
}

/// A step of the way from the outermost record: the name of a record or field, and the step in front of it.
struct Step {
    name: String,
    before: Option<PlaceId>,
}

/// The index of a [`Step`].
#[derive(Clone, Copy)]
struct PlaceId(usize);

struct Parser<'l> {
    limits: &'l Limits,
    mode: Mode,
    nodes: Vec<Node>,
    names: HashMap<Name, Definition>,
    references: Vec<Reference>,
    findings: Vec<Finding>,
    errors: Vec<Error>,
    steps: Vec<Step>,
    place: Option<PlaceId>,
    depth: u32,
    name_bytes: usize,
    /// The names of the documents that were begun; the last one is being read.
    documents: Vec<String>,
}

/// The members of a definition.
type Members<'d> = [(String, ValueId)];

fn member<'d>(document: &'d Document, members: &Members<'d>, name: &str) -> Option<&'d Placed> {
    member_id(members, name).map(|id| document.get(id))
}

fn member_id(members: &Members<'_>, name: &str) -> Option<ValueId> {
    members.iter().find(|(member, _)| member == name).map(|(_, id)| *id)
}

impl<'l> Parser<'l> {
    fn new(limits: &'l Limits, mode: Mode) -> Parser<'l> {
        Parser {
            limits,
            mode,
            nodes: Vec::new(),
            names: HashMap::new(),
            references: Vec::new(),
            findings: Vec::new(),
            errors: Vec::new(),
            steps: Vec::new(),
            place: None,
            depth: 0,
            name_bytes: NAME_BYTES,
            documents: Vec::new(),
        }
    }

    fn start(&mut self, name: &str, document: &Document) {
        self.documents.push(name.to_owned());
        for (member, position) in document.repeated() {
            self.remark(
                "duplicate",
                *position,
                format!("the member `{member}` stands twice in one object: remove one of them"),
            );
        }
    }

    fn push(&mut self, kind: Kind, position: Position) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { position: Some(position), ..Node::plain(kind) });
        id
    }

    /// Adds a mistake that leaves no schema, and a node to go on with.
    fn mistake(&mut self, position: Position, message: impl Into<String>) -> NodeId {
        self.error(Error::new(ErrorKind::Schema, message.into()).at_position(position));
        self.push(Kind::Null, position)
    }

    fn error(&mut self, error: Error) {
        if self.errors.len() < MISTAKES {
            let path = self.path(self.place);
            let name = self.documents.last().map_or("", String::as_str);
            self.errors.push(in_document(error.at_path(path), name));
        }
    }

    /// Adds something the specification forbids and decoding does not need.
    fn remark(&mut self, rule: &'static str, position: Position, message: impl Into<String>) {
        if self.findings.len() < FINDINGS {
            let (path, message) = (self.path(self.place), message.into());
            self.findings.push(Finding { rule, severity: Severity::Error, path, message, position: Some(position) });
        }
    }

    /// Goes into a record or field; [`leave`](Parser::leave) comes back.
    fn enter(&mut self, name: &str) {
        self.steps.push(Step { name: name.to_owned(), before: self.place });
        self.place = Some(PlaceId(self.steps.len() - 1));
    }

    fn leave(&mut self) {
        self.place = self.step(self.place).and_then(|step| step.before);
    }

    fn step(&self, place: Option<PlaceId>) -> Option<&Step> {
        self.steps.get(place?.0)
    }

    fn path(&self, place: Option<PlaceId>) -> String {
        let steps = std::iter::successors(self.step(place), |step| self.step(step.before));
        let mut names: Vec<&str> = steps.map(|step| step.name.as_str()).collect();
        names.reverse();
        path_text(names)
    }

    /// A full name; `None` when the names of the schema have become too long altogether.
    fn full_name(&mut self, text: &str, namespace: Option<&str>, position: Position) -> Option<Name> {
        let bytes = text.len() + namespace.map_or(0, str::len);
        match self.name_bytes.checked_sub(bytes) {
            Some(left) => {
                self.name_bytes = left;
                Some(Name::lenient(text, namespace))
            }
            None => {
                let message =
                    format!("all full names of a schema together may have {NAME_BYTES} bytes, these have more");
                self.error(Error::new(ErrorKind::Limit, message).at_position(position));
                None
            }
        }
    }

    /// One type, wherever a type may stand.
    fn schema(&mut self, document: &Document, id: ValueId, namespace: Option<&str>) -> NodeId {
        let placed = document.get(id);
        if self.depth >= self.limits.schema_depth.min(SCHEMA_DEPTH) {
            let message = format!("the schema is nested deeper than {} types (`Limits::schema_depth`)", self.depth);
            self.error(Error::new(ErrorKind::Limit, message).at_position(placed.position));
            return self.push(Kind::Null, placed.position);
        }
        self.depth += 1;
        let node = match &placed.json {
            Json::Text(name) => self.by_name(name, namespace, placed.position),
            Json::Array(branches) => self.union(document, branches, namespace, placed.position),
            Json::Object(members) => self.object(document, members, namespace, placed.position),
            other => {
                let found = other.kind();
                self.mistake(
                    placed.position,
                    format!("a type is a name, an object or an array of branches, not {found}"),
                )
            }
        };
        self.depth -= 1;
        node
    }

    fn by_name(&mut self, text: &str, namespace: Option<&str>, position: Position) -> NodeId {
        match primitive(text) {
            Some(kind) => self.push(kind, position),
            None => self.reference(text, namespace, position),
        }
    }

    fn reference(&mut self, text: &str, namespace: Option<&str>, position: Position) -> NodeId {
        let Some(name) = self.full_name(text, namespace, position) else { return self.push(Kind::Null, position) };
        let can_fall_back = self.mode == Mode::Foreign && !text.contains('.') && namespace.is_some();
        let fallback = can_fall_back.then(|| Name::lenient(text, None));
        let known = self.names.get(&name).or_else(|| self.names.get(fallback.as_ref()?));
        if let Some(definition) = known {
            return definition.node;
        }
        let node = self.push(Kind::Null, position);
        let (place, document) = (self.place, self.documents.len());
        self.references.push(Reference { node, name, fallback, position, place, document });
        node
    }

    fn union(
        &mut self,
        document: &Document,
        branches: &[ValueId],
        namespace: Option<&str>,
        position: Position,
    ) -> NodeId {
        let id = self.push(Kind::Null, position);
        let branches = branches.iter().map(|branch| self.schema(document, *branch, namespace)).collect();
        self.set_kind(id, Kind::Union(branches));
        id
    }

    fn set_kind(&mut self, id: NodeId, kind: Kind) {
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.kind = kind;
        }
    }

    fn object(
        &mut self,
        document: &Document,
        members: &Members<'_>,
        namespace: Option<&str>,
        position: Position,
    ) -> NodeId {
        let Some(type_id) = member_id(members, "type") else {
            return self.mistake(position, "a type needs the member `type`");
        };
        let type_place = document.get(type_id);
        let Json::Text(type_name) = &type_place.json else {
            return self.wrapped(document, members, type_id, namespace);
        };
        match type_name.as_str() {
            "record" | "error" => self.record(document, members, namespace, position, type_name == "error"),
            "enum" => self.enumeration(document, members, namespace, position),
            "fixed" => self.fixed(document, members, namespace, position),
            "array" => self.container(document, members, namespace, position, "items", Kind::Array),
            "map" => self.container(document, members, namespace, position, "values", Kind::Map),
            name => match primitive(name) {
                Some(kind) => {
                    let id = self.push(kind, position);
                    self.set_properties(id, document, members, &["type"]);
                    id
                }
                None => {
                    self.refuse_attributes(members, name, position);
                    self.reference(name, namespace, type_place.position)
                }
            },
        }
    }

    /// `{"type": {"type": "int"}}`: some producers write an object around a type.
    fn wrapped(&mut self, document: &Document, members: &Members<'_>, id: ValueId, namespace: Option<&str>) -> NodeId {
        let Placed { json, position } = document.get(id);
        match (json, self.mode) {
            (Json::Object(_) | Json::Array(_), Mode::Foreign) => {
                self.refuse_attributes(members, "another type", *position);
                self.remark("type", *position, "`type` is the name of a type: take away the object around this one");
                self.schema(document, id, namespace)
            }
            (Json::Object(_) | Json::Array(_), Mode::Strict) => {
                self.mistake(*position, "`type` is the name of a type: take away the object around this one")
            }
            (other, _) => {
                let found = other.kind();
                self.mistake(*position, format!("`type` is the name of a type, not {found}"))
            }
        }
    }

    /// A use of a named type has no attributes of its own.
    fn refuse_attributes(&mut self, members: &Members<'_>, name: &str, position: Position) {
        if let Some((key, _)) = members.iter().find(|(key, _)| key != "type") {
            let message =
                format!("`{key}` on a use of `{name}` has no meaning: put it on the definition or on the field");
            self.remark("attribute", position, message);
        }
    }

    fn container(
        &mut self,
        document: &Document,
        members: &Members<'_>,
        namespace: Option<&str>,
        position: Position,
        inner: &str,
        kind: fn(NodeId) -> Kind,
    ) -> NodeId {
        let type_name = kind(NodeId(0)).type_name();
        let Some(inner_id) = member_id(members, inner) else {
            return self.mistake(position, format!("`{type_name}` needs the member `{inner}`"));
        };
        let id = self.push(Kind::Null, position);
        let inside = self.schema(document, inner_id, namespace);
        self.set_kind(id, kind(inside));
        self.set_properties(id, document, members, &["type", inner]);
        id
    }

    fn record(
        &mut self,
        document: &Document,
        members: &Members<'_>,
        namespace: Option<&str>,
        position: Position,
        is_error: bool,
    ) -> NodeId {
        let Some(name) = self.name(document, members, namespace, position) else {
            return self.push(Kind::Null, position);
        };
        let aliases = self.aliases(document, members, &name, position);
        let doc = self.doc(document, members);
        let id = self.define(&name, position);
        let is_outermost = self.place.is_none();
        if is_outermost {
            self.enter(name.simple());
        }
        let fields = match member(document, members, "fields") {
            Some(Placed { json: Json::Array(fields), .. }) => {
                fields.iter().filter_map(|field| self.field(document, *field, name.namespace())).collect()
            }
            found => {
                self.list_missing("record", "fields", found, position);
                Box::default()
            }
        };
        if is_outermost {
            self.leave();
        }
        self.set_kind(id, Kind::Record(Box::new(Record { name, aliases, doc, fields, is_error })));
        self.set_properties(id, document, members, &["type", "name", "namespace", "doc", "aliases", "fields"]);
        id
    }

    fn list_missing(&mut self, type_name: &str, list: &str, found: Option<&Placed>, position: Position) {
        match found {
            None => self.mistake(position, format!("`{type_name}` needs the member `{list}`")),
            Some(other) => {
                let found = other.json.kind();
                self.mistake(other.position, format!("`{list}` is an array, not {found}"))
            }
        };
    }

    fn field(&mut self, document: &Document, id: ValueId, namespace: Option<&str>) -> Option<Field> {
        let Placed { json, position } = document.get(id);
        let Json::Object(members) = json else {
            let found = json.kind();
            self.mistake(*position, format!("a field is an object with `name` and `type`, not {found}"));
            return None;
        };
        let name = match member(document, members, "name") {
            Some(Placed { json: Json::Text(name), .. }) => name.clone(),
            _ => {
                self.mistake(*position, "a field needs a `name`, a string");
                return None;
            }
        };
        self.enter(&name);
        let field = self.named_field(document, members, name, namespace, *position);
        self.leave();
        field
    }

    fn named_field(
        &mut self,
        document: &Document,
        members: &Members<'_>,
        name: String,
        namespace: Option<&str>,
        position: Position,
    ) -> Option<Field> {
        let Some(type_id) = member_id(members, "type") else {
            self.mistake(position, "a field needs a `type`");
            return None;
        };
        if let Json::Text(text) = &document.get(type_id).json
            && matches!(text.as_str(), "record" | "error" | "enum" | "fixed" | "array" | "map")
            && !self.names.contains_key(&Name::lenient(text, namespace))
        {
            let message =
                format!("the type of the field needs an object of its own: `\"type\": {{\"type\": \"{text}\", …}}`");
            self.mistake(document.get(type_id).position, message);
            return None;
        }
        let schema = self.schema(document, type_id, namespace);
        let default = match member_id(members, "default").map(|id| document.to_value(id)).transpose() {
            Ok(default) => default,
            Err(error) => {
                self.error(error);
                None
            }
        };
        let doc = self.doc(document, members);
        let aliases = self.texts(document, members, "aliases").unwrap_or_default().into();
        let order = self.order(document, members);
        let properties = self.properties(document, members, &["name", "type", "default", "doc", "aliases", "order"]);
        Some(Field { name, aliases, doc, schema, default, order, properties, position: Some(position) })
    }

    fn order(&mut self, document: &Document, members: &Members<'_>) -> Option<Order> {
        let Placed { json, position } = member(document, members, "order")?;
        let order = match json {
            Json::Text(text) => Order::named(text),
            _ => None,
        };
        if order.is_none() {
            self.remark("attribute", *position, "`order` is `ascending`, `descending` or `ignore`");
        }
        order
    }

    fn enumeration(
        &mut self,
        document: &Document,
        members: &Members<'_>,
        namespace: Option<&str>,
        position: Position,
    ) -> NodeId {
        let Some(name) = self.name(document, members, namespace, position) else {
            return self.push(Kind::Null, position);
        };
        let aliases = self.aliases(document, members, &name, position);
        let doc = self.doc(document, members);
        let id = self.define(&name, position);
        let symbols = match member(document, members, "symbols") {
            Some(Placed { json: Json::Array(symbols), .. }) => {
                symbols.iter().filter_map(|symbol| self.symbol(document.get(*symbol))).collect()
            }
            found => {
                self.list_missing("enum", "symbols", found, position);
                Box::default()
            }
        };
        let default = self.text(document, members, "default");
        self.set_kind(id, Kind::Enum(Box::new(Enum { name, aliases, doc, symbols, default })));
        self.set_properties(
            id,
            document,
            members,
            &["type", "name", "namespace", "doc", "aliases", "symbols", "default"],
        );
        id
    }

    fn symbol(&mut self, placed: &Placed) -> Option<String> {
        match &placed.json {
            Json::Text(symbol) => Some(symbol.clone()),
            other => {
                let found = other.kind();
                self.mistake(placed.position, format!("a symbol is a string, not {found}"));
                None
            }
        }
    }

    fn fixed(
        &mut self,
        document: &Document,
        members: &Members<'_>,
        namespace: Option<&str>,
        position: Position,
    ) -> NodeId {
        let Some(name) = self.name(document, members, namespace, position) else {
            return self.push(Kind::Null, position);
        };
        let aliases = self.aliases(document, members, &name, position);
        let doc = self.doc(document, members);
        let id = self.define(&name, position);
        let size = match member(document, members, "size") {
            Some(Placed { json: Json::Number(size), .. }) => size.as_u64().filter(|size| *size <= FIXED_SIZE),
            _ => None,
        };
        if size.is_none() {
            let at = member(document, members, "size").map_or(position, |placed| placed.position);
            self.mistake(at, format!("`fixed` needs a `size`, a whole number from 0 to {FIXED_SIZE}"));
        }
        let size = size.unwrap_or_default() as usize;
        self.set_kind(id, Kind::Fixed(Box::new(Fixed { name, aliases, doc, size })));
        self.set_properties(id, document, members, &["type", "name", "namespace", "doc", "aliases", "size"]);
        id
    }

    /// The full name of a definition.
    fn name(
        &mut self,
        document: &Document,
        members: &Members<'_>,
        namespace: Option<&str>,
        position: Position,
    ) -> Option<Name> {
        let own = match member(document, members, "namespace") {
            Some(Placed { json: Json::Text(namespace), .. }) => Some(namespace.as_str()),
            Some(Placed { json, position }) => {
                self.remark("attribute", *position, format!("`namespace` is a string, not {}", json.kind()));
                None
            }
            None => None,
        };
        let Some(Placed { json: Json::Text(text), position }) = member(document, members, "name") else {
            self.mistake(position, "a record, enum or fixed needs a `name`, a string");
            return None;
        };
        if text.starts_with('.') {
            self.remark(
                "name",
                *position,
                format!("the name `{text}` starts with a dot: for the null namespace write `\"namespace\": \"\"`"),
            );
        }
        self.full_name(text, own.or(namespace), *position)
    }

    /// Takes a name for a new node.
    fn define(&mut self, name: &Name, position: Position) -> NodeId {
        let id = self.push(Kind::Null, position);
        if let Some(first) = self.names.get(name) {
            let Position { line, column } = first.position;
            let place = if first.document == self.documents.len() { "" } else { " of another document" };
            let message = format!("`{name}` is defined already, at line {line}, column {column}{place}");
            self.mistake(position, message);
        } else {
            if self.names.len() == self.limits.named_types {
                let limit = self.limits.named_types;
                let message = format!("there are more than {limit} named types (`Limits::named_types`)");
                self.error(Error::new(ErrorKind::Limit, message).at_position(position));
            }
            self.names.insert(name.clone(), Definition { node: id, document: self.documents.len(), position });
        }
        id
    }

    fn aliases(&mut self, document: &Document, members: &Members<'_>, name: &Name, position: Position) -> Box<[Name]> {
        let aliases = self.texts(document, members, "aliases").unwrap_or_default();
        aliases.iter().filter_map(|alias| self.full_name(alias, name.namespace(), position)).collect()
    }

    fn doc(&mut self, document: &Document, members: &Members<'_>) -> Option<String> {
        self.text(document, members, "doc")
    }

    /// An attribute that is a string.
    fn text(&mut self, document: &Document, members: &Members<'_>, key: &str) -> Option<String> {
        let Placed { json, position } = member(document, members, key)?;
        match json {
            Json::Text(text) => Some(text.clone()),
            other => {
                self.remark("attribute", *position, format!("`{key}` is a string, not {}", other.kind()));
                None
            }
        }
    }

    /// An attribute that is an array of strings.
    fn texts(&mut self, document: &Document, members: &Members<'_>, key: &str) -> Option<Vec<String>> {
        let Placed { json, position } = member(document, members, key)?;
        let texts = match json {
            Json::Array(items) => {
                items.iter().map(|item| document.get(*item).json.as_text().map(str::to_owned)).collect()
            }
            _ => None,
        };
        if texts.is_none() {
            self.remark("attribute", *position, format!("`{key}` is an array of strings"));
        }
        texts
    }

    /// All members but the reserved ones.
    fn properties(&mut self, document: &Document, members: &Members<'_>, reserved: &[&str]) -> Properties {
        let mut properties = Properties::new();
        for (key, id) in members.iter().filter(|(key, _)| !reserved.contains(&key.as_str())) {
            match document.to_value(*id) {
                Ok(value) => {
                    properties.insert(key.clone(), value);
                }
                Err(error) => self.error(error),
            }
        }
        properties
    }

    fn set_properties(&mut self, id: NodeId, document: &Document, members: &Members<'_>, reserved: &[&str]) {
        let properties = self.properties(document, members, reserved);
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.logical = logical::recognise(&node.kind, &properties).ok().flatten();
            node.properties = properties;
        }
    }

    /// The nodes, with every reference replaced by the type it means.
    fn link(&mut self) -> Result<Vec<Node>, Error> {
        let mut targets = HashMap::new();
        for reference in std::mem::take(&mut self.references) {
            match self.target(&reference) {
                Ok(target) => {
                    targets.insert(reference.node, target);
                }
                Err(error) if self.errors.len() < MISTAKES => self.errors.push(error),
                Err(_) => {}
            }
        }
        if let Some(error) = Error::all(std::mem::take(&mut self.errors)) {
            return Err(error);
        }
        if !targets.is_empty() {
            for node in &mut self.nodes {
                node.replace_ids(|id| targets.get(&id).copied().unwrap_or(id));
            }
        }
        Ok(std::mem::take(&mut self.nodes))
    }

    fn target(&self, reference: &Reference) -> Result<NodeId, Error> {
        let name = &reference.name;
        let known = self.names.get(name).or_else(|| self.names.get(reference.fallback.as_ref()?));
        let message = match known {
            Some(known) if self.mode == Mode::Strict && known.document == reference.document => {
                format!("`{name}` is used before its definition: put the definition here and the name there")
            }
            Some(known) => return Ok(known.node),
            None => match self.names.get(&Name::lenient(name.simple(), None)) {
                Some(_) => {
                    format!("there is no type `{name}`: for the one of the null namespace write `.{}`", name.simple())
                }
                None => format!("there is no type `{name}`"),
            },
        };
        let error = Error::new(ErrorKind::Schema, message).at_path(self.path(reference.place));
        let document = self.documents.iter().take(reference.document).next_back().map_or("", String::as_str);
        Err(in_document(error.at_position(reference.position), document))
    }
}

impl Json {
    fn as_text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }
}

fn primitive(name: &str) -> Option<Kind> {
    Some(match name {
        "null" => Kind::Null,
        "boolean" => Kind::Boolean,
        "int" => Kind::Int,
        "long" => Kind::Long,
        "float" => Kind::Float,
        "double" => Kind::Double,
        "bytes" => Kind::Bytes,
        "string" => Kind::String,
        _ => return None,
    })
}
