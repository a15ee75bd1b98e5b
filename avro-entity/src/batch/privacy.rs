//! What reports do not show: the data of fields that are `#[avro(private)]`.

use crate::error::Error;
use crate::generic::branch_name;
use crate::schema::{Kind, NodeId, Schema, TypeSource};
use serde_json::Value;
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
        match path.as_str() {
            "" => error.message().to_owned(),
            path if self.hides(path) => format!("a private field cannot be read: {:?}", error.kind()),
            path => format!("{path}: {}", error.message()),
        }
    }

    /// Takes the private fields out of a record in Avro's JSON encoding.
    pub(super) fn hide(&self, record: &mut Value) {
        if !self.names.is_empty() {
            self.hide_in(self.schema.root(), record);
        }
    }

    fn hide_in(&self, id: NodeId, value: &mut Value) {
        match (&self.schema.node(id).kind, value) {
            (Kind::Array(items), Value::Array(values)) => {
                values.iter_mut().for_each(|value| self.hide_in(*items, value))
            }
            (Kind::Map(values), Value::Object(entries)) => {
                entries.values_mut().for_each(|value| self.hide_in(*values, value));
            }
            (Kind::Union(branches), Value::Object(branch)) => {
                for (name, value) in branch {
                    let found = branches.iter().find(|branch| branch_name(self.schema.node(**branch)) == Some(name));
                    found.into_iter().for_each(|branch| self.hide_in(*branch, value));
                }
            }
            (Kind::Record(record), Value::Object(fields)) => {
                let source = self.schema.source(id);
                fields.retain(|name, _| !is_private(source, name));
                for field in &record.fields {
                    fields.get_mut(&field.name).into_iter().for_each(|value| self.hide_in(field.schema, value));
                }
            }
            _ => {}
        }
    }
}

fn is_private(source: Option<&TypeSource>, field: &str) -> bool {
    source.is_some_and(|source| source.members.iter().any(|member| member.private && member.name == field))
}
