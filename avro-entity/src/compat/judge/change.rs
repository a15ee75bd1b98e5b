//! What changed between two types that meet, though all data are read.

use super::{Draft, Evidence, Pair};
use crate::compat::level::Direction;
use crate::compat::rule;
use crate::compat::walk::{Meeting, Side, Step};
use crate::resolve::PlanNode;
use crate::schema::default::encode_default;
use crate::schema::{Edit, Enum, Field, Kind, LogicalType, Name, Node, NodeId, Properties, Schema};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

pub(super) fn judge(pair: &Pair<'_>, at: usize, meeting: &Meeting, drafts: &mut Vec<Draft>) {
    if meeting.is_field_without_source() {
        return;
    }
    default_used(pair, at, meeting, drafts);
    if pair.direction == Direction::Forward {
        return;
    }
    let (old, new) = (pair.node(meeting, Side::Writer), pair.node(meeting, Side::Reader));
    // A branch of one union also meets the whole other one.
    if meeting.writer_step.is_some() == meeting.reader_step.is_some() {
        drafts.extend(union(pair, at, old, new));
    }
    if !old.kind.is_like(&new.kind) {
        return;
    }
    match (&old.kind, &new.kind) {
        (Kind::Enum(old), Kind::Enum(new)) => enumeration(pair, at, old, new, drafts),
        (Kind::Record(old), Kind::Record(new)) if old.is_error != new.is_error => {
            let word = |is_error: bool| if is_error { "an error" } else { "a record" };
            let message = format!("`{}` was {} and is {}", new.name, word(old.is_error), word(new.is_error));
            drafts.push(pair.draft_of_types(&rule::ERROR_RECORD, at, message));
        }
        _ => {}
    }
    if order_of_fields_changed(pair, meeting) {
        let message = "the fields stand in another order".to_owned();
        drafts.push(pair.draft_of_types(&rule::FIELD_REORDERED, at, message));
    }
    if doc(old) != doc(new) {
        drafts.push(pair.draft_of_types(&rule::DOC_CHANGED, at, said("the documentation", doc(old), doc(new))));
    }
    let names = |node: &'_ Node| node.aliases().iter().map(Name::to_string).collect::<Vec<_>>();
    let full_names = (old.name().map_or("", Name::full), new.name().map_or("", Name::full));
    if let Some(message) = aliases(&names(old), &names(new), full_names) {
        drafts.push(pair.draft_of_types(&rule::ALIAS_CHANGED, at, message));
    }
    for key in differing_of_types(old, new) {
        let message = said(&format!("`{key}`"), old.properties.get(key), new.properties.get(key));
        drafts.push(pair.draft_of_types(&rule::PROPERTY_CHANGED, at, message).about(key));
    }
}

/// Symbols that the reader takes its default for.
fn default_used(pair: &Pair<'_>, at: usize, meeting: &Meeting, drafts: &mut Vec<Draft>) {
    let (written, read) = (pair.node(meeting, Side::Writer), pair.node(meeting, Side::Reader));
    let (Kind::Enum(written), Kind::Enum(read)) = (&written.kind, &read.kind) else { return };
    let (Some(default), Some(PlanNode::Enum { .. })) = (&read.default, pair.plan_node(meeting)) else { return };
    let known: HashSet<&String> = read.symbols.iter().collect();
    let unknown = written.symbols.iter().enumerate().filter(|(_, symbol)| !known.contains(symbol));
    let (symbols, unknown): (Vec<usize>, Vec<&str>) = unknown.map(|(index, symbol)| (index, symbol.as_str())).unzip();
    if !unknown.is_empty() {
        let names = unknown.join("`, `");
        let message = match (pair.direction, unknown.as_slice()) {
            (Direction::Forward, _) => format!("older code reads `{names}` as `{default}`"),
            (Direction::Backward, [_]) => format!("`{names}` is read as `{default}`"),
            (Direction::Backward, _) => format!("`{names}` are read as `{default}`"),
        };
        let evidence = Evidence::DefaultedSymbols { at, symbols };
        drafts.push(pair.draft(&rule::ENUM_DEFAULT_USED, at, message).with_evidence(evidence));
    }
}

fn enumeration(pair: &Pair<'_>, at: usize, old: &Enum, new: &Enum, drafts: &mut Vec<Draft>) {
    match (&old.default, &new.default) {
        (Some(from), Some(to)) if from != to => {
            let message = format!("an unknown symbol is read as `{to}`, and was read as `{from}`");
            let fix = pair.walk.meetings.get(at).map(|meeting| Edit::EnumDefault(meeting.reader, from.clone()));
            drafts.push(pair.draft(&rule::ENUM_DEFAULT_CHANGED, at, message).with_fixes(fix));
        }
        (None, Some(to)) => {
            let message = format!("an unknown symbol is read as `{to}`, and was refused");
            drafts.push(pair.draft_of_types(&rule::ENUM_DEFAULT_ADDED, at, message));
        }
        (Some(from), None) => {
            let message = format!("an unknown symbol is refused, and was read as `{from}`");
            drafts.push(pair.draft_of_types(&rule::DEFAULT_REMOVED, at, message));
        }
        _ => {}
    }
    let places: HashMap<&String, usize> = new.symbols.iter().zip(0..).collect();
    if !old.symbols.iter().filter_map(|symbol| places.get(symbol)).is_sorted() {
        drafts.push(pair.draft(&rule::ENUM_ORDER_CHANGED, at, "the symbols stand in another order".to_owned()));
    }
}

/// A union with other branches than the old type, which may have been one branch in no union.
fn union(pair: &Pair<'_>, at: usize, old: &Node, new: &Node) -> Option<Draft> {
    old.branches().or(new.branches())?;
    let names = |side: Side, node: &Node| -> Vec<String> {
        let schema = pair.walk.schema(side);
        let branches = node.branches().unwrap_or_default().iter().map(|id| schema.node(*id));
        let alone = Some(node).filter(|node| node.branches().is_none());
        branches.chain(alone).map(|node| node.branch_name().to_owned()).collect()
    };
    let (before, after) = (names(Side::Writer, old), names(Side::Reader, new));
    let message = match others("branches", &before, &after) {
        Some(message) => message,
        None if before != after => "the branches stand in another order".to_owned(),
        None if old.branches().is_none() => "the type is the only branch of a union, and stood for itself".to_owned(),
        None if new.branches().is_none() => "the type stands for itself, and was the only branch of a union".to_owned(),
        None => return None,
    };
    Some(pair.draft(&rule::UNION_CHANGED, at, message))
}

/// What became of the aliases, but for a former name that is one of them.
fn aliases(old: &[String], new: &[String], (old_name, new_name): (&str, &str)) -> Option<String> {
    let is_kept_name = |alias: &String| alias == old_name && old_name != new_name;
    let new: Vec<String> = new.iter().filter(|alias| !is_kept_name(alias)).cloned().collect();
    others("aliases", old, &new)
}

/// Which of two lists of names has what the other has not.
fn others(what: &str, old: &[String], new: &[String]) -> Option<String> {
    let only = |these: &[String], others: &[String]| -> Vec<String> {
        let others: HashSet<&String> = others.iter().collect();
        these.iter().filter(|name| !others.contains(name)).map(|name| format!("`{name}`")).collect()
    };
    let (gone, added) = (only(old, new).join(", "), only(new, old).join(", "));
    Some(match (gone.as_str(), added.as_str()) {
        ("", "") => return None,
        ("", added) => format!("new among the {what}: {added}"),
        (gone, "") => format!("no longer among the {what}: {gone}"),
        (gone, added) => format!("new among the {what}: {added}, and no longer: {gone}"),
    })
}

/// Whether the fields that both records have stand in another order.
fn order_of_fields_changed(pair: &Pair<'_>, meeting: &Meeting) -> bool {
    let Some((old, new)) = pair.records(meeting) else { return false };
    let Some(PlanNode::Record(plan)) = pair.plan_node(meeting) else { return false };
    if plan.ordered {
        return false;
    }
    let places: HashMap<&String, usize> = new.fields.iter().map(|field| &field.name).zip(0..).collect();
    !old.fields.iter().filter_map(|field| places.get(&field.name)).is_sorted()
}

/// What is written on the field that two types are in, beside its type.
pub(super) fn field(pair: &Pair<'_>, at: usize, meeting: &Meeting, drafts: &mut Vec<Draft>) {
    if pair.direction == Direction::Forward || meeting.is_field_without_source() {
        return;
    }
    let (Some(Step::Field(from)), Some(Step::Field(to))) = (meeting.writer_step, meeting.reader_step) else { return };
    let Some((written, read)) = pair.walk.around(meeting).and_then(|around| pair.records(around)) else { return };
    let (Some(old), Some(new)) = (written.fields.get(from as usize), read.fields.get(to as usize)) else { return };
    default(pair, at, meeting, old, new, drafts);
    if old.doc != new.doc {
        let message = said("the documentation", old.doc.as_deref(), new.doc.as_deref());
        drafts.push(pair.draft(&rule::DOC_CHANGED, at, message));
    }
    if let Some(message) = aliases(&old.aliases, &new.aliases, (&old.name, &new.name)) {
        drafts.push(pair.draft(&rule::ALIAS_CHANGED, at, message));
    }
    if old.order.map(|order| order.name()).unwrap_or("ascending")
        != new.order.map(|order| order.name()).unwrap_or("ascending")
    {
        drafts.push(pair.draft(&rule::PROPERTY_CHANGED, at, "`order` changed".to_owned()).about("order"));
    }
    for key in differing(&old.properties, &new.properties) {
        let message = said(&format!("`{key}`"), old.properties.get(key), new.properties.get(key));
        drafts.push(pair.draft(&rule::PROPERTY_CHANGED, at, message).about(key));
    }
}

fn default(pair: &Pair<'_>, at: usize, meeting: &Meeting, old: &Field, new: &Field, drafts: &mut Vec<Draft>) {
    let (writer, reader) = (pair.walk.schema(Side::Writer), pair.walk.schema(Side::Reader));
    let record = pair.walk.around(meeting).and_then(|around| pair.node(around, Side::Reader).name());
    let shows_private = |schema, field: &Field| {
        field.default.as_ref().is_some_and(|json| pair.private.shows_private(schema, field.schema, json))
    };
    let is_private = record.is_some_and(|name| pair.private.is_private(name.full(), &new.name))
        || shows_private(writer, old)
        || shows_private(reader, new);
    let shown = |default: &Value| if is_private { "private".to_owned() } else { default.to_string() };
    match (&old.default, &new.default) {
        (Some(from), Some(to)) if !same_default(reader, new.schema, from, to) => {
            let draft =
                pair.draft(&rule::DEFAULT_CHANGED, at, format!("the default was {} and is {}", shown(from), shown(to)));
            let place = draft.new.spot.as_field().filter(|_| !is_private);
            let fix = place.map(|(record, field)| Edit::FieldDefault(record, field, from.clone()));
            drafts.push(draft.with_fixes(fix));
        }
        (None, Some(to)) if !(*to == Value::Null && is_new_option(writer, meeting)) => {
            drafts.push(pair.draft(
                &rule::DEFAULT_ADDED,
                at,
                format!("the default is {}, and there was none", shown(to)),
            ));
        }
        (Some(from), None) => {
            let message = format!("there is no default, and it was {}", shown(from));
            drafts.push(pair.draft(&rule::DEFAULT_REMOVED, at, message));
        }
        _ => {}
    }
}

/// Whether the type had no place for `null`, so that its default is what an `Option` comes with.
fn is_new_option(writer: &Schema, meeting: &Meeting) -> bool {
    let node = writer.node(meeting.writer);
    let is_null = |id: &NodeId| writer.node(*id).kind == Kind::Null;
    !node.branches().unwrap_or(&[meeting.writer]).iter().any(is_null)
}

/// Whether two defaults are one value of a type, however they are written.
fn same_default(schema: &Schema, node: NodeId, one: &Value, other: &Value) -> bool {
    let bytes = |json| {
        let mut bytes = Vec::new();
        encode_default(schema, node, json, &mut bytes).ok().map(|()| bytes)
    };
    one == other || bytes(one).is_some_and(|one| bytes(other) == Some(one))
}

fn doc(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Record(record) => record.doc.as_deref(),
        Kind::Enum(symbols) => symbols.doc.as_deref(),
        Kind::Fixed(fixed) => fixed.doc.as_deref(),
        _ => None,
    }
}

/// Properties of a type but those that a logical type known to the specification has, which have rules of their own.
fn differing_of_types<'a>(old: &'a Node, new: &'a Node) -> impl Iterator<Item = &'a str> {
    let logical = [old.logical, new.logical];
    let is_decimal = logical.iter().any(|logical| matches!(logical, Some(LogicalType::Decimal { .. })));
    let is_logical = move |key: &str| match key {
        "logicalType" => logical.iter().any(Option::is_some),
        "precision" | "scale" => is_decimal,
        _ => false,
    };
    differing(&old.properties, &new.properties).into_iter().filter(move |key| !is_logical(key))
}

fn differing<'a>(old: &'a Properties, new: &'a Properties) -> Vec<&'a str> {
    let changed = old.iter().filter(|(key, value)| new.get(*key) != Some(value));
    let added = new.keys().filter(|key| !old.contains_key(*key));
    changed.map(|(key, _)| key.as_str()).chain(added.map(String::as_str)).collect()
}

fn said<T>(what: &str, old: Option<T>, new: Option<T>) -> String {
    match (old, new) {
        (None, Some(_)) => format!("{what} is new"),
        (Some(_), None) => format!("{what} is gone"),
        _ => format!("{what} changed"),
    }
}
