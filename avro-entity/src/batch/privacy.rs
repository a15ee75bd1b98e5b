//! What reports do not show: the data of fields that are `#[avro(private)]`.

use crate::error::{Error, ErrorKind};
use crate::generic::for_each_part;
use crate::schema::{Kind, NodeId, Schema, TypeSource};
use serde_json::Value;
use std::any::Any;
use std::collections::BTreeSet;

/// The private fields of an entity.
pub(super) struct Privacy {
    schema: &'static Schema,
    /// The names of private fields, in Rust and in the schema.
    names: BTreeSet<&'static str>,
}

impl Privacy {
    /// Of the entity with this schema.
    pub(super) fn of(schema: &'static Schema) -> Privacy {
        let sources = schema.nodes().filter_map(|(id, _)| schema.source(id));
        let private = sources.flat_map(|source| source.members).filter(|member| member.private);
        Privacy { schema, names: private.flat_map(|member| [member.name, member.rust_name]).collect() }
    }

    /// Whether a path such as `Account.legs[2].carrier` leads to or through a private field. Names decide, so that a field of that
    /// name elsewhere is hidden as well.
    pub(super) fn hides(&self, path: &str) -> bool {
        !self.names.is_empty()
            && path
                .split(|character: char| !character.is_alphanumeric() && character != '_')
                .any(|name| self.names.contains(name))
    }

    /// What an error about a record says, without its place in the file.
    pub(super) fn reason(&self, error: &Error) -> String {
        let path = error.path();
        let message = match error.kind() {
            ErrorKind::Custom if self.holds(error) => {
                "a conversion refused the value, and may have quoted a private field in it"
            }
            _ => error.message(),
        };
        match path.as_str() {
            "" => message.to_owned(),
            path if self.hides(path) => format!("a private field cannot be read: {:?}", error.kind()),
            path => format!("{path}: {message}"),
        }
    }

    /// What a panic says: that of a rule, or of a conversion. Its text is nobody's choice and quotes what was at hand.
    pub(super) fn panic(&self, whose: &str, panic: &(dyn Any + Send)) -> String {
        let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        match text {
            Some(text) if self.names.is_empty() => format!("{whose} panicked: {text}"),
            _ => format!("{whose} panicked"),
        }
    }

    /// Whether there may be a private field in the value that an error is about, as far as the fields on the way to it are known.
    fn holds(&self, error: &Error) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let mut here = self.records(vec![self.schema.root()]);
        for name in error.fields() {
            let fields = here.iter().flat_map(|id| self.schema.node(*id).fields()).filter(|field| field.name == name);
            let next: Vec<NodeId> = fields.map(|field| field.schema).collect();
            if !next.is_empty() {
                here = self.records(next);
            }
        }
        let mut seen = BTreeSet::new();
        while let Some(id) = here.pop() {
            if !seen.insert(id) {
                continue;
            }
            let source = self.schema.source(id);
            if source.is_some_and(|source| source.members.iter().any(|member| member.private)) {
                return true;
            }
            here.extend(self.records(self.schema.node(id).fields().iter().map(|field| field.schema).collect()));
        }
        false
    }

    /// The records that values of these types are or have as items, values and branches.
    fn records(&self, mut types: Vec<NodeId>) -> Vec<NodeId> {
        let mut records = Vec::new();
        while let Some(id) = types.pop() {
            match &self.schema.node(id).kind {
                Kind::Array(inner) | Kind::Map(inner) => types.push(*inner),
                Kind::Union(branches) => types.extend(branches.iter()),
                Kind::Record(_) => records.push(id),
                _ => {}
            }
        }
        records
    }

    /// Takes the private fields out of a record in Avro's JSON encoding.
    pub(super) fn hide(&self, record: &mut Value) {
        if !self.names.is_empty() {
            self.hide_in(self.schema.root(), record);
        }
    }

    fn hide_in(&self, id: NodeId, value: &mut Value) {
        if let (Kind::Record(_), Value::Object(fields)) = (&self.schema.node(id).kind, &mut *value) {
            let source = self.schema.source(id);
            fields.retain(|name, _| !is_private(source, name));
        }
        for_each_part(self.schema, id, value, |id, part| self.hide_in(id, part));
    }
}

fn is_private(source: Option<&TypeSource>, field: &str) -> bool {
    source.is_some_and(|source| source.members.iter().any(|member| member.private && member.name == field))
}
