//! What is questionable in the new schema, and was not in the old one.

use super::fields::plain_default;
use super::resolution::why_invalid;
use super::unions::is_empty_union;
use super::{Draft, Evidence, Found, OwnedSpot, Pair, record_like};
use crate::compat::rule;
use crate::compat::walk::{Step, push_step};
use crate::schema::namespace::{self, without_namespace};
use crate::schema::settle::default_branch;
use crate::schema::{Edit, Enum, Field, Kind, Name, NodeId, Record, Schema, Severity};
use std::collections::{BTreeMap, HashSet, VecDeque};

/// The rules of `lint` of which a schema is no schema for many decoders. An attribute that is none of the specification's is not
/// among them, and defaults have a rule of their own.
const FORBIDDEN: [&str; 3] = ["name", "duplicate", "union"];

pub(super) fn judge(pair: &Pair<'_>, drafts: &mut Vec<Draft>) {
    let (old, new) = (pair.walk.schema(pair.old_side()), pair.walk.schema(pair.new_side()));
    let known = empty_unions(old);
    let mut ways = None;
    for (path, id) in empty_unions(new).into_iter().filter(|(path, _)| !known.contains_key(path)) {
        let found = Found::new(path, OwnedSpot::Node(id));
        drafts.push(draft(pair, &rule::EMPTY_UNION, found, "a union has no branches".to_owned()));
    }
    invalid_defaults(pair, (old, new), &mut ways, drafts);
    forbidden(pair, (old, new), drafts);
    without_namespaces(pair, (old, new), &mut ways, drafts);
    for (id, node) in new.nodes() {
        let Kind::Record(record) = &node.kind else { continue };
        let known = record_like(old, &record.name);
        for (index, field) in record.fields.iter().enumerate().filter(|(_, field)| is_late(new, field)) {
            let before = known.and_then(|known: &Record| known.field(&field.name));
            if before.is_none_or(|(_, before)| !is_late(old, before)) {
                let found = Found::new(path_to(new, &mut ways, id), OwnedSpot::Node(id));
                let message = "the default is a value of a branch that is not the first".to_owned();
                drafts.push(draft(pair, &rule::UNION_DEFAULT_NOT_FIRST, found.field(id, index, &field.name), message));
            }
        }
    }
}

/// Defaults that are not valid and were not so in the old schema, whether anything is read with them or not.
fn invalid_defaults(pair: &Pair<'_>, (old, new): (&Schema, &Schema), ways: &mut Option<Ways>, drafts: &mut Vec<Draft>) {
    for (id, node) in new.nodes() {
        let found = |ways: &mut Option<Ways>| Found::new(path_to(new, ways, id), OwnedSpot::Node(id));
        match &node.kind {
            Kind::Record(record) => {
                let known = record_like(old, &record.name);
                let before = |field: &Field| known.and_then(|known| known.field(&field.name)).map(|(_, before)| before);
                for (index, field) in record.fields.iter().enumerate() {
                    let Some(why) = why_invalid(new, field) else { continue };
                    if before(field).is_none_or(|before| why_invalid(old, before).is_none()) {
                        let found = found(ways).field(id, index, &field.name);
                        invalid_default(pair, found, (id, index), field, why, drafts);
                    }
                }
            }
            Kind::Enum(symbols) => {
                let Some(default) = stray_default(symbols) else { continue };
                let message = format!("the default `{default}` is no symbol of `{}`", symbols.name);
                let known = old.named(symbols.name.full()).map(|id| &old.node(id).kind);
                if !matches!(known, Some(Kind::Enum(known)) if stray_default(known) == Some(default)) {
                    let draft = draft(pair, &rule::DEFAULT_INVALID, found(ways), message);
                    drafts.push(draft.with_evidence(Evidence::Schema));
                }
            }
            _ => {}
        }
    }
}

/// Adds the default of a field that is not valid, unless it is told already by what cannot be read; that there is one is no news.
fn invalid_default(
    pair: &Pair<'_>,
    found: Found,
    (record, index): (NodeId, usize),
    field: &Field,
    why: String,
    drafts: &mut Vec<Draft>,
) {
    let is_here = |draft: &Draft| draft.new.spot == OwnedSpot::Field(record, index);
    drafts.retain(|draft| draft.rule.id != rule::DEFAULT_ADDED.id || !is_here(draft));
    if drafts.iter().any(|draft| draft.rule.id == rule::DEFAULT_INVALID.id && is_here(draft)) {
        return;
    }
    let side = pair.new_side();
    let is_hidden = field.default.as_ref().is_some_and(|default| pair.hides_default(side, record, index, default));
    let why = if is_hidden { "it is private and not shown".to_owned() } else { why };
    let message = format!("the default of `{}` is not valid: {why}", field.name);
    let default = plain_default(pair.walk.schema(side), field.schema);
    let fix = default.map(|default| Edit::FieldDefault(record, index, default));
    let draft = draft(pair, &rule::DEFAULT_INVALID, found, message).with_evidence(Evidence::Schema);
    drafts.push(draft.with_fixes(fix));
}

/// The default of an enum, where it is none of the symbols.
fn stray_default(symbols: &Enum) -> Option<&String> {
    symbols.default.as_ref().filter(|default| !symbols.symbols.contains(default))
}

/// What the specification forbids in the new schema and is not in the old one.
fn forbidden(pair: &Pair<'_>, (old, new): (&Schema, &Schema), drafts: &mut Vec<Draft>) {
    let errors = |schema: &Schema| {
        let found = schema.lint().into_iter();
        found
            .filter(|finding| finding.severity == Severity::Error && FORBIDDEN.contains(&finding.rule))
            .collect::<Vec<_>>()
    };
    let found = errors(new);
    if found.is_empty() {
        return;
    }
    let known: HashSet<String> = errors(old).into_iter().map(|finding| finding.message).collect();
    for finding in found.into_iter().filter(|finding| !known.contains(&finding.message)) {
        let place = Found::new(finding.path, OwnedSpot::Node(new.root()));
        let draft = draft(pair, &rule::SCHEMA_INVALID, place, finding.message.clone());
        drafts.push(draft.about(finding.message).with_evidence(Evidence::Schema));
    }
}

/// Types without a namespace in types that have one, where the old schema does not have them so.
fn without_namespaces(
    pair: &Pair<'_>,
    (old, new): (&Schema, &Schema),
    ways: &mut Option<Ways>,
    drafts: &mut Vec<Draft>,
) {
    let named = |schema: &Schema, id: NodeId| schema.node(id).name().cloned();
    let known: HashSet<Option<Name>> = without_namespace(old).into_keys().map(|id| named(old, id)).collect();
    for (id, around) in without_namespace(new) {
        let Some(name) = named(new, id).filter(|name| !known.contains(&Some(name.clone()))) else { continue };
        let message = namespace::message(&name, around);
        let found = Found::new(path_to(new, ways, id), OwnedSpot::Node(id));
        let full = Name::lenient(name.simple(), Some(around));
        // One that was there already is known by its name, and the other name may be taken.
        let is_free = old.named(name.full()).is_none() && new.named(full.full()).is_none();
        let fix = is_free.then_some(Edit::TypeName(id, full));
        drafts.push(draft(pair, &rule::NAMESPACE_MISSING, found, message).with_fixes(fix));
    }
}

fn draft(pair: &Pair<'_>, rule: &'static rule::Rule, new: Found, message: String) -> Draft {
    Draft { new, ..pair.draft(rule, 0, message) }
}

/// The unions without branches, by the way to them.
fn empty_unions(schema: &Schema) -> BTreeMap<String, NodeId> {
    let mut ways = None;
    let empty = schema.nodes().filter(|(_, node)| is_empty_union(node));
    empty.map(|(id, _)| (path_to(schema, &mut ways, id), id)).collect()
}

/// Whether the default of a field is of a branch that is not the first.
fn is_late(schema: &Schema, field: &Field) -> bool {
    match &field.default {
        Some(default) if matches!(schema.node(field.schema).kind, Kind::Union(_)) => {
            default_branch(schema, field.schema, default).is_some_and(|branch| branch > 0)
        }
        _ => false,
    }
}

/// The shortest way to each type of a schema: from where, and by which step.
type Ways = Vec<Option<(NodeId, Step)>>;

fn path_to(schema: &Schema, ways: &mut Option<Ways>, id: NodeId) -> String {
    let ways = ways.get_or_insert_with(|| find_ways(schema));
    let back = |id: &NodeId| ways.get(id.index()).copied().flatten().map(|(from, _)| from);
    let mut chain: Vec<NodeId> = std::iter::successors(Some(id), back).collect();
    chain.reverse();
    let mut path = schema.root_node().name().map_or(String::new(), |name| name.full().to_owned());
    for id in chain {
        if let Some((from, step)) = ways.get(id.index()).copied().flatten() {
            push_step(&mut path, schema, from, step);
        }
    }
    path
}

fn find_ways(schema: &Schema) -> Ways {
    let mut ways: Ways = vec![None; schema.len()];
    let mut queue = VecDeque::from([schema.root()]);
    while let Some(id) = queue.pop_front() {
        for (step, inner) in steps(schema, id) {
            if let Some(way @ None) = ways.get_mut(inner.index())
                && inner != schema.root()
            {
                *way = Some((id, step));
                queue.push_back(inner);
            }
        }
    }
    ways
}

fn steps(schema: &Schema, id: NodeId) -> Vec<(Step, NodeId)> {
    match &schema.node(id).kind {
        Kind::Array(items) => vec![(Step::Items, *items)],
        Kind::Map(values) => vec![(Step::Values, *values)],
        Kind::Union(branches) => branches.iter().zip(0..).map(|(id, index)| (Step::Branch(index), *id)).collect(),
        Kind::Record(record) => {
            record.fields.iter().zip(0..).map(|(field, index)| (Step::Field(index), field.schema)).collect()
        }
        _ => Vec::new(),
    }
}
