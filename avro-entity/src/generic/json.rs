//! Avro's JSON encoding as a `serde_json::Value`.

use super::sink::Leaf;
use super::tree::Tree;
use crate::schema::{Kind, Node, NodeId, Record, Schema};
use serde_json::{Map, Number, Value};

/// Puts a datum together as a [`Value`].
pub(crate) struct Json;

impl Tree for Json {
    type Value = Value;

    fn leaf(node: &Node, leaf: Leaf<'_>) -> Value {
        match leaf {
            Leaf::Null => Value::Null,
            Leaf::Boolean(value) => Value::Bool(value),
            Leaf::Int(value) => value.into(),
            Leaf::Long(value) => value.into(),
            Leaf::Float(value) => double(f64::from(value)),
            Leaf::Double(value) => double(value),
            Leaf::Bytes(bytes) | Leaf::Fixed(bytes) => {
                Value::String(bytes.iter().map(|byte| char::from(*byte)).collect())
            }
            Leaf::String(text) => text.into(),
            Leaf::Enum(index) => symbol(node, index).into(),
        }
    }

    fn branch(branch: &Node, _: usize, value: Value) -> Value {
        match branch_name(branch) {
            None => value,
            Some(name) => Value::Object(Map::from_iter([(name.to_owned(), value)])),
        }
    }

    fn array(items: Vec<Value>) -> Value {
        Value::Array(items)
    }

    fn map(entries: Vec<(String, Value)>) -> Value {
        entries.into_iter().collect()
    }

    fn record(record: &Record, fields: Vec<(usize, Value)>) -> Value {
        let named = |(index, value): (usize, Value)| Some((record.fields.get(index)?.name.clone(), value));
        Value::Object(fields.into_iter().filter_map(named).collect())
    }
}

/// A number, or the name of one that JSON does not have.
pub(crate) fn double(value: f64) -> Value {
    Number::from_f64(value).map_or_else(|| not_finite(value).into(), Value::Number)
}

/// How a number that JSON does not have is written.
pub(super) fn not_finite(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

/// The symbol of an index that was checked when it was read.
pub(super) fn symbol(node: &Node, index: usize) -> &str {
    match &node.kind {
        Kind::Enum(definition) => definition.symbols.get(index).map_or("", String::as_str),
        _ => "",
    }
}

/// What a branch of a union is called in JSON: the full name of named types, else the type; `None` for `null`, whose
/// value stands alone.
pub(crate) fn branch_name(branch: &Node) -> Option<&str> {
    match &branch.kind {
        Kind::Null => None,
        _ => Some(branch.branch_name()),
    }
}

/// Gives `take` each part of a value of the node `id`, as far as it is there, with its type: items of an array, values of a map,
/// fields of a record, and what a branch of a union is.
pub(crate) fn for_each_part(schema: &Schema, id: NodeId, value: &mut Value, mut take: impl FnMut(NodeId, &mut Value)) {
    match (&schema.node(id).kind, value) {
        (Kind::Array(items), Value::Array(values)) => values.iter_mut().for_each(|value| take(*items, value)),
        (Kind::Map(values), Value::Object(entries)) => entries.values_mut().for_each(|value| take(*values, value)),
        (Kind::Union(branches), Value::Object(members)) => {
            for (name, value) in members {
                let is_named = |branch: &&NodeId| branch_name(schema.node(**branch)) == Some(name);
                branches.iter().find(is_named).into_iter().for_each(|branch| take(*branch, value));
            }
        }
        (Kind::Record(record), Value::Object(members)) => {
            for field in &record.fields {
                members.get_mut(&field.name).into_iter().for_each(|value| take(field.schema, value));
            }
        }
        _ => {}
    }
}
