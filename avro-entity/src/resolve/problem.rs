//! What breaks a rule of resolution, by indices, and the words for it.

use super::mismatch::Rule;
use crate::schema::default::encode_default;
use crate::schema::{Field, Kind, Node, NodeId, Schema};
use std::collections::HashSet;

/// What does not resolve. It holds no text: a schema can have more mismatches than there is room for their texts, and most of
/// them nobody reads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Problem {
    Type,
    Name,
    FixedSize,
    EnumSymbols,
    MissingField(FieldId),
    InvalidDefault(FieldId),
    /// One field of the writer, or the first two of them.
    AliasAmbiguous(FieldId, usize, Option<usize>),
    UnionBranch,
}

/// A field of the reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldId {
    pub(super) record: NodeId,
    pub(super) index: u32,
}

impl FieldId {
    fn of(self, schema: &Schema) -> Option<&Field> {
        schema.node(self.record).fields().get(self.index as usize)
    }
}

/// The two types that a problem is about, each with its schema.
#[derive(Clone, Copy)]
pub(super) struct Types<'s> {
    pub(super) writer: &'s Schema,
    pub(super) written: NodeId,
    pub(super) reader: &'s Schema,
    pub(super) read: NodeId,
}

impl<'s> Types<'s> {
    fn written_fields(self) -> &'s [Field] {
        self.writer.node(self.written).fields()
    }
}

impl Problem {
    pub(super) fn rule(self) -> Rule {
        match self {
            Problem::Type => Rule::Type,
            Problem::Name => Rule::Name,
            Problem::FixedSize => Rule::FixedSize,
            Problem::EnumSymbols => Rule::EnumSymbols,
            Problem::MissingField(_) => Rule::MissingField,
            Problem::InvalidDefault(_) => Rule::InvalidDefault,
            Problem::AliasAmbiguous(..) => Rule::AliasAmbiguous,
            Problem::UnionBranch => Rule::UnionBranch,
        }
    }

    /// The problem in words.
    pub(super) fn message(self, types: Types<'_>) -> String {
        let (written, read) = (types.writer.node(types.written), types.reader.node(types.read));
        match self {
            Problem::Type => format!("`{}` is not read as `{}`", written.kind.type_name(), read.kind.type_name()),
            Problem::Name => another_name(written, read),
            Problem::FixedSize => other_size(written, read),
            Problem::EnumSymbols => no_symbols(written, read),
            Problem::MissingField(field) => missing(types.reader, field),
            Problem::InvalidDefault(field) => invalid_default(types.reader, field),
            Problem::AliasAmbiguous(field, first, Some(second)) => two_fields(types, field, first, second),
            Problem::AliasAmbiguous(field, first, None) => wanted_by_others(types, field, first),
            Problem::UnionBranch => no_branch(types.reader, read.branches().unwrap_or_default(), written),
        }
    }
}

/// The name of a field, quoted.
fn quoted(field: Option<&Field>) -> String {
    format!("`{}`", field.map_or("", |field| &field.name))
}

/// `` record `a.B` is another type than record `C` and none of its aliases; if it is the same, add the alias `"a.B"` ``
fn another_name(written: &Node, read: &Node) -> String {
    let names = written.name().zip(read.name());
    let alias = names.map_or_else(String::new, |(written, read)| written.written_on(read));
    let (written, read) = (describe(written), describe(read));
    format!(
        "{written} is another type than {read} and none of its aliases; if it is the same, add the alias `{alias:?}`"
    )
}

fn other_size(written: &Node, read: &Node) -> String {
    let size = |node: &Node| match &node.kind {
        Kind::Fixed(fixed) => fixed.size,
        _ => 0,
    };
    format!("`{}` has {} bytes, expected {}", written.branch_name(), size(written), size(read))
}

fn no_symbols(written: &Node, read: &Node) -> String {
    let known: HashSet<&String> = read.symbols().iter().collect();
    let missing: Vec<&str> =
        written.symbols().iter().filter(|symbol| !known.contains(symbol)).map(String::as_str).collect();
    format!("{} has no default and none of the symbols `{}`", describe(read), missing.join("`, `"))
}

fn missing(reader: &Schema, field: FieldId) -> String {
    format!("the writer has no field {}, and it has no default", quoted(field.of(reader)))
}

fn invalid_default(reader: &Schema, id: FieldId) -> String {
    let Some(field) = id.of(reader) else { return missing(reader, id) };
    let encoded = field.default.as_ref().map(|default| encode_default(reader, field.schema, default, &mut Vec::new()));
    let reason = encoded.and_then(Result::err).map_or(String::new(), |error| error.to_string());
    let read = describe(reader.node(field.schema));
    format!("the writer has no field `{}`, and its default is not valid for {read}: {reason}", field.name)
}

fn two_fields(types: Types<'_>, field: FieldId, first: usize, second: usize) -> String {
    let written = |index: usize| quoted(types.written_fields().get(index));
    let (field, first, second) = (quoted(field.of(types.reader)), written(first), written(second));
    format!("the aliases of {field} name two fields of the writer, {first} and {second}")
}

fn wanted_by_others(types: Types<'_>, field: FieldId, first: usize) -> String {
    let Some(wanted) = types.written_fields().get(first) else { return String::new() };
    let has_alias = |other: &&Field| other.aliases.contains(&wanted.name);
    let others = types.reader.node(field.record).fields().iter().filter(has_alias);
    let others: Vec<String> = others.map(|other| quoted(Some(other))).collect();
    format!("the writer's field `{}` is named by the aliases of {}", wanted.name, others.join(" and "))
}

/// How many branches of a union a message names.
const NAMED: usize = 5;

/// `` no branch of the union of `null` and `string` takes `int` ``
fn no_branch(schema: &Schema, branches: &[NodeId], written: &Node) -> String {
    let quoted = |id: &NodeId| format!("`{}`", schema.node(*id).branch_name());
    let mut names: Vec<String> = branches.iter().take(NAMED).map(quoted).collect();
    if let Some(others @ 1..) = branches.len().checked_sub(NAMED) {
        names.push(format!("{others} more"));
    }
    let written = describe(written);
    match names.split_last() {
        None => format!("the union has no branches, and so none for {written}"),
        Some((last, [])) => format!("{last}, the only branch of the union, does not take {written}"),
        Some((last, first)) => format!("no branch of the union of {} and {last} takes {written}", first.join(", ")),
    }
}

/// A type in a message: `` `int` ``, ``record `net.example.Order` ``.
fn describe(node: &Node) -> String {
    match node.name() {
        Some(name) => format!("{} `{name}`", node.kind.type_name()),
        None => format!("`{}`", node.kind.type_name()),
    }
}
