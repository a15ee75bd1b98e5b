//! Types in messages.

#[cfg(feature = "gate")]
use crate::schema::Field;
use crate::schema::{Kind, Node, NodeId, Schema};
use std::collections::{HashMap, HashSet};

/// A type in a few words: `` `int` ``, `` `timestamp-millis` ``, `` `net.example.Plan` ``, `` an array of `int` ``,
/// `` `null` or `int` ``. What is nested deep and the rest of many branches are left out.
pub(super) fn shape(schema: &Schema, id: NodeId) -> String {
    shape_within(schema, id, DEPTH)
}

/// How many arrays, maps and unions inside of each other are told, and branches of one.
const DEPTH: usize = 4;
const BRANCHES: usize = 6;

fn shape_within(schema: &Schema, id: NodeId, depth: usize) -> String {
    let node = schema.node(id);
    let inside = |id: NodeId| match depth.checked_sub(1) {
        Some(depth) => shape_within(schema, id, depth),
        None => "…".to_owned(),
    };
    match (&node.kind, node.name(), node.logical) {
        (_, Some(name), _) => format!("`{name}`"),
        (Kind::Array(items), ..) => format!("an array of {}", inside(*items)),
        (Kind::Map(values), ..) => format!("a map of {}", inside(*values)),
        (Kind::Union(branches), ..) if branches.is_empty() => "a union without branches".to_owned(),
        (Kind::Union(branches), ..) => {
            let more = branches.len().saturating_sub(BRANCHES);
            let told = branches.iter().take(BRANCHES).map(|branch| inside(*branch));
            let more = (more > 0).then(|| format!("{more} more"));
            told.chain(more).collect::<Vec<_>>().join(" or ")
        }
        (kind, _, Some(logical)) => format!("`{}` ({})", kind.type_name(), logical.name()),
        (kind, _, None) => format!("`{}`", kind.type_name()),
    }
}

/// Whether two types are the same but for documentation, properties and defaults: what may be one field under another name.
pub(super) fn alike(one: &Schema, id: NodeId, other: &Schema, other_id: NodeId) -> bool {
    alike_by(alike_outside, (one, id), (other, other_id))
}

/// Whether two types are alike by what `outside` says of each pair, whatever is inside, all the way down.
pub(super) fn alike_by(
    outside: impl Fn(&Node, &Node) -> bool,
    (one, id): (&Schema, NodeId),
    (other, other_id): (&Schema, NodeId),
) -> bool {
    let mut open = vec![(id, other_id)];
    let mut seen = HashSet::new();
    while let Some((id, other_id)) = open.pop() {
        if !seen.insert((id, other_id)) {
            continue;
        }
        let (a, b) = (one.node(id), other.node(other_id));
        if !outside(a, b) {
            return false;
        }
        match inside(a, b) {
            Some(pairs) => open.extend(pairs),
            None => return false,
        }
    }
    true
}

/// Whether two schemas may be versions of one record, whatever their names are: they share two fields at least, and three of
/// four.
#[cfg(feature = "gate")]
pub(crate) fn nearly_alike(one: &Schema, other: &Schema) -> bool {
    let (Kind::Record(record), Kind::Record(known)) = (&one.root_node().kind, &other.root_node().kind) else {
        return false;
    };
    let types: HashMap<&str, NodeId> = known.fields.iter().map(|field| (field.name.as_str(), field.schema)).collect();
    let is_shared =
        |field: &&Field| types.get(field.name.as_str()).is_some_and(|known| alike(one, field.schema, other, *known));
    let shared = record.fields.iter().filter(is_shared).count();
    shared >= 2 && 4 * shared >= 3 * record.fields.len().max(known.fields.len())
}

/// The types inside of two that have to be alike; `None` when one has what the other has not. Fields may stand in another order.
fn inside(a: &Node, b: &Node) -> Option<Vec<(NodeId, NodeId)>> {
    match (&a.kind, &b.kind) {
        (Kind::Record(record), Kind::Record(other)) if record.fields.len() == other.fields.len() => {
            let known: HashMap<&str, NodeId> =
                other.fields.iter().map(|field| (field.name.as_str(), field.schema)).collect();
            record.fields.iter().map(|field| Some((field.schema, *known.get(field.name.as_str())?))).collect()
        }
        (Kind::Record(_), Kind::Record(_)) => None,
        _ => {
            let (children, others): (Vec<_>, Vec<_>) = (a.children().collect(), b.children().collect());
            (children.len() == others.len()).then(|| children.into_iter().zip(others).collect())
        }
    }
}

/// Whether two types are the same, whatever is inside of them. A fixed is mostly named after its field, and goes by its size.
fn alike_outside(a: &Node, b: &Node) -> bool {
    let is_alike = match (&a.kind, &b.kind) {
        (Kind::Fixed(fixed), Kind::Fixed(other)) => fixed.size == other.size,
        (Kind::Enum(symbols), Kind::Enum(other)) => symbols.symbols == other.symbols && a.name() == b.name(),
        (kind, other) => kind.is_like(other) && a.name() == b.name(),
    };
    is_alike && a.logical == b.logical
}
