//! Types without a namespace inside of types that have one.
//!
//! ```text
//! {"type": "record", "name": "net.example.Account", "fields": [
//!   {"name": "home", "type": {"type": "record", "name": "Place", "namespace": "", "fields": […]}},
//!   {"name": "work", "type": ".Place"}]}
//! ```
//!
//! The dot and the empty namespace say it by the letter of the specification, since a simple name is one of the namespace around
//! it. Python's `avro` and `fastavro` refuse the dot, and `avro` takes the definition for one of the namespace around it.

use super::graph::{Kind, Node, NodeId, Record, Schema};
use super::name::Name;
use std::collections::{BTreeMap, HashSet};

/// The named types without a namespace that stand in a record that has one, with the namespace of the first such record.
pub(crate) fn without_namespace(schema: &Schema) -> BTreeMap<NodeId, &str> {
    let mut found = BTreeMap::new();
    let is_bare = |node: &Node| node.name().is_some_and(|name| name.namespace().is_none());
    if !schema.nodes().any(|(_, node)| is_bare(node)) {
        return found;
    }
    for (_, node) in schema.nodes() {
        let Kind::Record(record) = &node.kind else { continue };
        let Some(namespace) = record.name.namespace() else { continue };
        for id in named_in(schema, record).into_iter().filter(|id| is_bare(schema.node(*id))) {
            found.entry(id).or_insert(namespace);
        }
    }
    found
}

/// What is said of such a type.
pub(crate) fn message(name: &Name, namespace: &str) -> String {
    format!("`{name}` has no namespace, and stands in a type of `{namespace}`")
}

/// The named types that stand in the fields of a record, in arrays, maps and unions too, and not in each other.
fn named_in(schema: &Schema, record: &Record) -> HashSet<NodeId> {
    let mut open: Vec<NodeId> = record.fields.iter().map(|field| field.schema).collect();
    let (mut seen, mut named) = (HashSet::new(), HashSet::new());
    while let Some(id) = open.pop() {
        let node = schema.node(id);
        match node.name() {
            Some(_) => drop(named.insert(id)),
            None if seen.insert(id) => open.extend(node.children()),
            None => {}
        }
    }
    named
}
