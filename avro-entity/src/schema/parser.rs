//! The state of parsing: nodes, names, places and mistakes; and linking the names that were used before their definition.

use super::Name;
use super::finding::{FINDINGS, Finding, Severity, path_text};
use super::graph::{Kind, Node, NodeId, Position};
use super::json::Document;
use super::parse::{MISTAKES, Mode, in_document};
use crate::error::{Error, ErrorKind};
use crate::wire::Limits;
use std::collections::HashMap;

/// How many bytes all full names of a schema may have, each use and alias counted: a short name stands for its namespace too.
const NAME_BYTES: usize = 64 << 20;

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

pub(super) struct Definition {
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
pub(super) struct PlaceId(usize);

pub(super) struct Parser<'l> {
    pub(super) limits: &'l Limits,
    pub(super) mode: Mode,
    pub(super) nodes: Vec<Node>,
    pub(super) names: HashMap<Name, Definition>,
    references: Vec<Reference>,
    pub(super) findings: Vec<Finding>,
    errors: Vec<Error>,
    steps: Vec<Step>,
    pub(super) place: Option<PlaceId>,
    pub(super) depth: u32,
    name_bytes: usize,
    /// The names of the documents that were begun; the last one is being read.
    documents: Vec<String>,
}

impl<'l> Parser<'l> {
    pub(super) fn new(limits: &'l Limits, mode: Mode) -> Parser<'l> {
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

    pub(super) fn start(&mut self, name: &str, document: &Document) {
        self.documents.push(name.to_owned());
        for (member, position) in document.repeated() {
            self.remark(
                "duplicate",
                *position,
                format!("the member `{member}` stands twice in one object: remove one of them"),
            );
        }
        for (extra, position) in document.extras() {
            self.find("json", extra.severity(), *position, extra.message().to_owned());
        }
    }

    /// The index of the document that is being read.
    fn document(&self) -> usize {
        self.documents.len().saturating_sub(1)
    }

    pub(super) fn push(&mut self, kind: Kind, position: Position) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { position: Some(position), ..Node::plain(kind) });
        id
    }

    /// Adds a mistake that leaves no schema, and a node to go on with.
    pub(super) fn mistake(&mut self, position: Position, message: impl Into<String>) -> NodeId {
        self.error(Error::new(ErrorKind::Schema, message.into()).at_position(position));
        self.push(Kind::Null, position)
    }

    pub(super) fn error(&mut self, error: Error) {
        if self.errors.len() < MISTAKES {
            let path = self.path(self.place);
            let name = self.documents.last().map_or("", String::as_str);
            self.errors.push(in_document(error.at_path(path), name));
        }
    }

    /// Adds something the specification forbids and decoding does not need.
    pub(super) fn remark(&mut self, rule: &'static str, position: Position, message: impl Into<String>) {
        self.find(rule, Severity::Error, position, message.into());
    }

    /// Adds something the specification allows, and that has no effect or is hardly meant.
    pub(super) fn doubt(&mut self, rule: &'static str, position: Position, message: impl Into<String>) {
        self.find(rule, Severity::Warning, position, message.into());
    }

    fn find(&mut self, rule: &'static str, severity: Severity, position: Position, message: String) {
        if self.findings.len() < FINDINGS {
            let path = self.path(self.place);
            self.findings.push(Finding { rule, severity, path, message, position: Some(position) });
        }
    }

    /// Goes into a record or field; [`leave`](Parser::leave) comes back.
    pub(super) fn enter(&mut self, name: &str) {
        self.steps.push(Step { name: name.to_owned(), before: self.place });
        self.place = Some(PlaceId(self.steps.len() - 1));
    }

    pub(super) fn leave(&mut self) {
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
    pub(super) fn full_name(&mut self, text: &str, namespace: Option<&str>, position: Position) -> Option<Name> {
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

    pub(super) fn set_kind(&mut self, id: NodeId, kind: Kind) {
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.kind = kind;
        }
    }

    pub(super) fn reference(&mut self, text: &str, namespace: Option<&str>, position: Position) -> NodeId {
        let Some(name) = self.full_name(text, namespace, position) else { return self.push(Kind::Null, position) };
        let can_fall_back = self.mode == Mode::Foreign && !text.contains('.') && namespace.is_some();
        let fallback = can_fall_back.then(|| Name::lenient(text, None));
        let known = self.names.get(&name).or_else(|| self.names.get(fallback.as_ref()?));
        if let Some(definition) = known {
            return definition.node;
        }
        let node = self.push(Kind::Null, position);
        let (place, document) = (self.place, self.document());
        self.references.push(Reference { node, name, fallback, position, place, document });
        node
    }

    /// Takes a name for a new node.
    pub(super) fn define(&mut self, name: &Name, position: Position) -> NodeId {
        let id = self.push(Kind::Null, position);
        if let Some(first) = self.names.get(name) {
            let Position { line, column } = first.position;
            let place = if first.document == self.document() { "" } else { " of another document" };
            let message = format!("`{name}` is defined already, at line {line}, column {column}{place}");
            self.mistake(position, message);
        } else {
            if self.names.len() == self.limits.named_types {
                let limit = self.limits.named_types;
                let message = format!("there are more than {limit} named types (`Limits::named_types`)");
                self.error(Error::new(ErrorKind::Limit, message).at_position(position));
            }
            self.names.insert(name.clone(), Definition { node: id, document: self.document(), position });
        }
        id
    }

    /// The nodes, with every reference replaced by the type it means.
    pub(super) fn link(&mut self) -> Result<Vec<Node>, Error> {
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
        let document = self.documents.get(reference.document).map_or("", String::as_str);
        Err(in_document(error.at_position(reference.position), document))
    }
}
