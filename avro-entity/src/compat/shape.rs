//! Types in messages.

use crate::schema::{Kind, Node, NodeId, Record, Schema};
use std::collections::HashSet;

/// A type in a few words: `` `int` ``, `` `timestamp-millis` ``, `` `net.example.Plan` ``, `` an array of `int` ``,
/// `` `null` or `int` ``.
pub(super) fn shape(schema: &Schema, id: NodeId) -> String {
    let node = schema.node(id);
    match (&node.kind, node.name(), node.logical) {
        (_, Some(name), _) => format!("`{name}`"),
        (Kind::Array(items), ..) => format!("an array of {}", shape(schema, *items)),
        (Kind::Map(values), ..) => format!("a map of {}", shape(schema, *values)),
        (Kind::Union(branches), ..) if branches.is_empty() => "a union without branches".to_owned(),
        (Kind::Union(branches), ..) => {
            let branches: Vec<String> = branches.iter().map(|branch| shape(schema, *branch)).collect();
            branches.join(" or ")
        }
        (kind, _, Some(logical)) => format!("`{}` ({})", kind.type_name(), logical.name()),
        (kind, _, None) => format!("`{}`", kind.type_name()),
    }
}

/// Whether two types are the same but for documentation, properties and defaults: what may be one field under another name.
pub(super) fn alike(one: &Schema, id: NodeId, other: &Schema, other_id: NodeId) -> bool {
    let mut open = vec![(id, other_id)];
    let mut seen = HashSet::new();
    while let Some((id, other_id)) = open.pop() {
        if !seen.insert((id, other_id)) {
            continue;
        }
        let (a, b) = (one.node(id), other.node(other_id));
        if !alike_outside(a, b) {
            return false;
        }
        open.extend(a.children().into_iter().zip(b.children()));
    }
    true
}

/// Whether two types are the same, whatever is inside of them.
fn alike_outside(a: &Node, b: &Node) -> bool {
    let is_alike = match (&a.kind, &b.kind) {
        (Kind::Record(record), Kind::Record(other)) => {
            let names = |record: &Record| record.fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
            names(record) == names(other)
        }
        (Kind::Enum(symbols), Kind::Enum(other)) => symbols.symbols == other.symbols,
        (Kind::Fixed(fixed), Kind::Fixed(other)) => fixed.size == other.size,
        (kind, other) => kind.type_name() == other.type_name(),
    };
    is_alike && a.name() == b.name() && a.logical == b.logical && a.children().len() == b.children().len()
}
