//! About how many bytes a schema takes in memory, for caches that hold schemas from elsewhere.

use super::finding::Finding;
use super::graph::{Enum, Field, Fixed, Graph, Kind, Node, NodeId, Properties, Record, Schema};
use super::name::Name;
use super::width::Width;
use serde_json::Value;
use std::sync::Arc;

/// Bytes for a node beside its own: its width, and its part of the canonical form.
const ON_DEMAND: usize = size_of::<Width>() + 16;

/// Bytes that a member of an object takes beside its name and value, in the list and in the index.
const MEMBER: usize = 32;

impl Schema {
    /// About how many bytes the schema takes in memory, with what is computed from it when it is asked for.
    pub(crate) fn footprint(&self) -> usize {
        let Graph { nodes, root: _, names, sources, findings, canonical: _, resolution: _, crc64: _, widths: _ } =
            &*self.0;
        let nodes: usize = nodes.iter().map(|node| size_of::<Node>() + ON_DEMAND + of_node(node)).sum();
        // The names are in the nodes, in this index and in the canonical form, of which the nodes have counted one.
        let names: usize = names.keys().map(|name| 2 * (size_of::<(Name, NodeId)>() + of_name(name))).sum();
        let findings: usize = findings.iter().map(of_finding).sum();
        size_of::<Arc<Graph>>() + size_of::<Graph>() + nodes + names + sources.len() * 32 + findings
    }
}

fn of_node(node: &Node) -> usize {
    let Node { kind, logical: _, properties, position: _ } = node;
    let kind = match kind {
        Kind::Union(branches) => size_of_val(&**branches),
        Kind::Record(record) => {
            let Record { name, aliases, doc, fields, is_error: _ } = &**record;
            let fields: usize = fields.iter().map(|field| size_of::<Field>() + of_field(field)).sum();
            size_of::<Record>() + of_name(name) + of_names(aliases) + of_doc(doc) + fields
        }
        Kind::Enum(definition) => {
            let Enum { name, aliases, doc, symbols, default } = &**definition;
            // A symbol is in the canonical form as well.
            let symbols: usize = symbols.iter().map(|symbol| size_of::<String>() + 2 * symbol.capacity()).sum();
            size_of::<Enum>() + of_name(name) + of_names(aliases) + of_doc(doc) + symbols + of_doc(default)
        }
        Kind::Fixed(definition) => {
            let Fixed { name, aliases, doc, size: _ } = &**definition;
            size_of::<Fixed>() + of_name(name) + of_names(aliases) + of_doc(doc)
        }
        Kind::Null
        | Kind::Boolean
        | Kind::Int
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::Bytes
        | Kind::String
        | Kind::Array(_)
        | Kind::Map(_) => 0,
    };
    kind + of_properties(properties)
}

fn of_field(field: &Field) -> usize {
    let Field { name, aliases, doc, schema: _, default, order: _, properties, position: _ } = field;
    let aliases: usize = aliases.iter().map(|alias| size_of::<String>() + alias.capacity()).sum();
    let default = default.as_ref().map_or(0, of_value);
    // The name is in the canonical form as well.
    2 * name.capacity() + aliases + of_doc(doc) + default + of_properties(properties)
}

fn of_name(name: &Name) -> usize {
    name.full().len()
}

fn of_names(names: &[Name]) -> usize {
    size_of_val(names) + names.iter().map(of_name).sum::<usize>()
}

fn of_doc(doc: &Option<String>) -> usize {
    doc.as_ref().map_or(0, String::capacity)
}

fn of_finding(finding: &Finding) -> usize {
    let Finding { rule: _, severity: _, path, message, position: _ } = finding;
    size_of::<Finding>() + path.capacity() + message.capacity()
}

fn of_properties(properties: &Properties) -> usize {
    properties.iter().map(|(key, value)| MEMBER + size_of::<(String, Value)>() + key.len() + of_value(value)).sum()
}

/// What a value takes beside itself. Without recursion, since nothing else here knows how deep a value is.
fn of_value(value: &Value) -> usize {
    let (mut bytes, mut open) = (0, vec![value]);
    while let Some(value) = open.pop() {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
            Value::String(text) => bytes += text.capacity(),
            Value::Array(items) => {
                bytes += items.capacity() * size_of::<Value>();
                open.extend(items);
            }
            Value::Object(members) => {
                bytes += members.keys().map(|key| MEMBER + size_of::<(String, Value)>() + key.len()).sum::<usize>();
                open.extend(members.values());
            }
        }
    }
    bytes
}
