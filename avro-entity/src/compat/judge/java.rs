//! What Java's decoder does otherwise than the specification has it, where that depends on more than names.

use super::Pair;
use crate::compat::shape::alike_by;
use crate::compat::walk::{Meeting, Side, Step};
use crate::schema::settle::default_branch;
use crate::schema::{Kind, Node, NodeId, Schema};
use serde_json::Value;

/// A union inside of a default for which Java takes another branch: the first that fits the kind of JSON, whatever the value is.
pub(super) struct OtherBranch<'s> {
    pub(super) takes: Option<&'s Node>,
    pub(super) meant: &'s Node,
}

/// Finds such a union in the default `json` of a field of the type `id`.
///
/// ```text
/// ["int", "long"]            1099511627776    Java reads `int`, and the bytes of another number
/// [{"type": "enum", …}, "null"]       null    Java takes the enum, and fails
/// ```
pub(super) fn other_branch<'s>(schema: &'s Schema, id: NodeId, json: &Value) -> Option<OtherBranch<'s>> {
    let mut open = vec![(id, json)];
    while let Some((id, json)) = open.pop() {
        match (&schema.node(id).kind, json) {
            (Kind::Union(branches), _) => {
                let meant = default_branch(schema, id, json)? as usize;
                let takes = branches.iter().position(|branch| fits(&schema.node(*branch).kind, json));
                let meant_id = *branches.get(meant)?;
                if takes != Some(meant) {
                    let takes = takes.and_then(|takes| branches.get(takes)).map(|id| schema.node(*id));
                    return Some(OtherBranch { takes, meant: schema.node(meant_id) });
                }
                open.push((meant_id, json));
            }
            (Kind::Array(items), Value::Array(values)) => open.extend(values.iter().map(|value| (*items, value))),
            (Kind::Map(values), Value::Object(entries)) => open.extend(entries.values().map(|value| (*values, value))),
            (Kind::Record(record), Value::Object(members)) => open.extend(
                record
                    .fields
                    .iter()
                    .filter_map(|field| Some((field.schema, members.get(&field.name).or(field.default.as_ref())?))),
            ),
            _ => {}
        }
    }
    None
}

/// Whether Java takes JSON of this kind for a value of the type.
fn fits(kind: &Kind, json: &Value) -> bool {
    match kind {
        Kind::Record(_) | Kind::Enum(_) | Kind::Array(_) | Kind::Map(_) | Kind::Union(_) => true,
        Kind::Fixed(_) | Kind::String | Kind::Bytes => json.is_string(),
        Kind::Int | Kind::Long | Kind::Float | Kind::Double => json.is_number(),
        Kind::Boolean => json.is_boolean(),
        Kind::Null => json.is_null(),
    }
}

/// Whether a type is in a union of the writer and in one of the reader that Java takes branch by branch, without a look at the
/// names' namespaces.
pub(super) fn goes_branch_by_branch(pair: &Pair<'_>, meeting: &Meeting) -> bool {
    let (mut written, mut read) = (None, None);
    let mut here = meeting;
    while let Some(around) = pair.walk.around(here) {
        if matches!(here.writer_step, Some(Step::Branch(_))) {
            written = written.or(Some(around.writer));
        }
        if matches!(here.reader_step, Some(Step::Branch(_))) {
            read = read.or(Some(around.reader));
        }
        let is_inside =
            [here.writer_step, here.reader_step].into_iter().flatten().any(|step| !matches!(step, Step::Branch(_)));
        if is_inside || written.is_some() && read.is_some() {
            break;
        }
        here = around;
    }
    let (writer, reader) = (pair.walk.schema(Side::Writer), pair.walk.schema(Side::Reader));
    let is_equivalent = |(written, read)| alike_by(is_equivalent_outside, (writer, written), (reader, read));
    written.zip(read).is_some_and(is_equivalent)
}

/// Whether two types are the same to Java in a union: their parts in the same order, under the same names without namespaces.
fn is_equivalent_outside(one: &Node, other: &Node) -> bool {
    let simple = |node: &Node| node.name().map(|name| name.simple().to_owned());
    let is_alike = match (&one.kind, &other.kind) {
        (Kind::Record(record), Kind::Record(other)) => {
            record.fields.iter().map(|field| &field.name).eq(other.fields.iter().map(|field| &field.name))
        }
        (Kind::Enum(symbols), Kind::Enum(other)) => symbols.symbols == other.symbols,
        (Kind::Fixed(fixed), Kind::Fixed(other)) => fixed.size == other.size,
        (kind, other) => kind.is_like(other),
    };
    is_alike && simple(one) == simple(other)
}
