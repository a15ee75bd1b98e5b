//! Names and aliases: what is found under another name than the writer's, and by which decoders.

use super::{Draft, Pair, java};
use crate::compat::rule;
use crate::compat::walk::{Meeting, Side, Step};
use crate::resolve::{Action, PlanNode};
use crate::schema::{Edit, Field, Kind, Name, Node, NodeId, Record, Schema};
use std::collections::{HashMap, HashSet};

/// The types of a schema that have a name as an alias. Java renames the writer's types by all of them, wherever they stand.
pub(super) struct Aliases<'s>(HashMap<&'s Name, Vec<NodeId>>);

impl<'s> Aliases<'s> {
    pub(super) fn of(schema: &'s Schema) -> Aliases<'s> {
        let mut types: HashMap<&Name, Vec<NodeId>> = HashMap::new();
        for (id, node) in schema.nodes() {
            node.aliases().iter().for_each(|alias| types.entry(alias).or_default().push(id));
        }
        Aliases(types)
    }

    /// The first type that has the alias, besides one.
    fn other(&self, alias: &Name, besides: NodeId, is_meant: impl Fn(NodeId) -> bool) -> Option<NodeId> {
        self.0.get(alias)?.iter().copied().find(|id| *id != besides && is_meant(*id))
    }
}

pub(super) fn judge(pair: &Pair<'_>, at: usize, meeting: &Meeting, aliases: &Aliases<'_>, drafts: &mut Vec<Draft>) {
    if matches!(pair.plan_node(meeting), Some(PlanNode::Mismatch)) {
        return;
    }
    let (written, read) = (pair.node(meeting, Side::Writer), pair.node(meeting, Side::Reader));
    if !written.kind.is_like(&read.kind) {
        return;
    }
    let Some((written_name, read_name)) = written.name().zip(read.name()) else { return };
    let is_moved = written_name != read_name && !read.aliases().contains(written_name);
    if written_name != read_name {
        drafts.push(other_name(pair, at, meeting, read, (written_name, read_name)));
    }
    if pair.is_backward() {
        drafts.extend(renamed_away(pair, at, meeting, (written_name, read_name), aliases));
    }
    if let Some((written, read)) = pair.records(meeting) {
        field_aliases(pair, at, meeting, is_moved, drafts);
        if pair.is_backward() {
            shadowed(pair, at, meeting, written, read, drafts);
        }
    }
}

/// A type whose full name is another: by an alias, or in another namespace.
fn other_name(
    pair: &Pair<'_>,
    at: usize,
    meeting: &Meeting,
    read: &Node,
    (written_name, read_name): (&Name, &Name),
) -> Draft {
    if read.aliases().contains(written_name) {
        let message = format!("`{written_name}` is read as `{read_name}` by an alias");
        return pair.draft_of_types(&rule::RELIES_ON_ALIAS, at, message);
    }
    let in_union = matches!(meeting.reader_step, Some(Step::Branch(_))) && !java::goes_branch_by_branch(pair, meeting);
    let rule = match read.kind {
        Kind::Enum(_) | Kind::Fixed(_) if in_union => &rule::NAMED_TYPE_IN_UNION_RENAMESPACED,
        _ => &rule::NAMESPACE_CHANGED,
    };
    let message = format!("`{written_name}` is read as `{read_name}`, by the name without its namespace");
    let draft = pair.draft_of_types(rule, at, message);
    match pair.is_backward() {
        true => draft.with_fixes([
            Edit::TypeAlias(meeting.reader, written_name.clone()),
            Edit::TypeName(meeting.reader, written_name.clone()),
        ]),
        false => draft.with_fixes([Edit::TypeName(meeting.writer, read_name.clone())]),
    }
}

/// A type that has the writer's name as an alias, and is not the one that reads it. Of the branches of a union there is a rule.
fn renamed_away(
    pair: &Pair<'_>,
    at: usize,
    meeting: &Meeting,
    (written, read): (&Name, &Name),
    aliases: &Aliases<'_>,
) -> Option<Draft> {
    let schema = pair.walk.schema(Side::Reader);
    let around = pair.walk.around(meeting).filter(|_| matches!(meeting.reader_step, Some(Step::Branch(_))));
    let beside = around.and_then(|around| schema.node(around.reader).branches()).unwrap_or_default();
    let is_branch =
        |id| written == read && beside.contains(&id) && schema.node(id).kind.is_like(&schema.node(meeting.reader).kind);
    let other = aliases.other(written, meeting.reader, |id| !is_branch(id))?;
    let named = schema.node(other).name()?;
    let message = match written == read {
        true => format!("`{written}` is the name of one type and an alias of `{named}`"),
        false => {
            let (one, two) = (read.full().min(named.full()), read.full().max(named.full()));
            format!("`{written}` is an alias of both `{one}` and `{two}`")
        }
    };
    let draft = pair.draft_of_types(&rule::TYPE_ALIAS_SHADOWED, at, message).about(named.full());
    Some(draft.with_fixes([Edit::DropTypeAlias(other, written.clone())]))
}

/// Fields that are found by their aliases; `is_moved` when the records have different full names and no alias says so.
fn field_aliases(pair: &Pair<'_>, at: usize, meeting: &Meeting, is_moved: bool, drafts: &mut Vec<Draft>) {
    let (writer, reader) = (pair.walk.schema(Side::Writer), pair.walk.schema(Side::Reader));
    let (written, read) = (writer.node(meeting.writer), reader.node(meeting.reader));
    let (Kind::Record(written), Kind::Record(read)) = (&written.kind, &read.kind) else { return };
    for (from, to) in found_fields(pair, meeting, written) {
        let (Some(source), Some(field)) = (written.fields.get(from), read.fields.get(to)) else { continue };
        if source.name == field.name {
            continue;
        }
        let rule = if is_moved { &rule::ALIAS_NOT_APPLIED } else { &rule::RELIES_ON_ALIAS };
        let message = match is_moved {
            true => format!(
                "`{}` is read as `{}` by an alias, and the record `{}` is not read as `{}` by one",
                source.name, field.name, written.name, read.name
            ),
            false => format!("`{}` is read as `{}` by an alias", source.name, field.name),
        };
        let mut draft = pair.draft(rule, at, message);
        let (from_record, to_record) = (meeting.writer, meeting.reader);
        let place = |side: Side, found: super::Found| match side {
            Side::Writer => found.field(from_record, from, &source.name),
            Side::Reader => found.field(to_record, to, &field.name),
        };
        (draft.old, draft.new) = (place(pair.old_side(), draft.old), place(pair.new_side(), draft.new));
        let fix = (is_moved && pair.is_backward()).then(|| Edit::TypeAlias(meeting.reader, written.name.clone()));
        drafts.push(draft.with_fixes(fix));
    }
}

/// The writer's and the reader's fields that meet, by their indices.
fn found_fields(pair: &Pair<'_>, meeting: &Meeting, written: &Record) -> Vec<(usize, usize)> {
    let Some(PlanNode::Record(plan)) = pair.plan_node(meeting) else {
        return (0..written.fields.len()).map(|index| (index, index)).collect();
    };
    let found = |(from, action): (usize, Action)| Some((from, action.reads()?.0 as usize));
    plan.of_written().enumerate().filter_map(found).collect()
}

/// Aliases of the new record that are the names of other fields in it, or stand on two of them.
fn shadowed(pair: &Pair<'_>, at: usize, meeting: &Meeting, written: &Record, read: &Record, drafts: &mut Vec<Draft>) {
    if read.fields.iter().all(|field| field.aliases.is_empty()) {
        return;
    }
    let names: HashSet<&String> = read.fields.iter().map(|field| &field.name).collect();
    let mut first: HashMap<&String, &Field> = HashMap::new();
    for (index, field) in read.fields.iter().enumerate() {
        for alias in field.aliases.iter().filter(|alias| **alias != field.name) {
            let other = *first.entry(alias).or_insert(field);
            let message = if names.contains(alias) {
                format!("`{alias}` is an alias of `{}` and the name of another field", field.name)
            } else if other.name != field.name && !is_ambiguous(pair, meeting, written, alias) {
                let (one, two) = (field.name.as_str().min(&other.name), field.name.as_str().max(&other.name));
                format!("`{alias}` is an alias of both `{one}` and `{two}`")
            } else {
                continue;
            };
            let mut draft = pair.draft(&rule::ALIAS_SHADOWED, at, message).about(alias);
            if let Some((place, known)) = written.field(alias) {
                draft.old = draft.old.field(meeting.writer, place, &known.name);
            }
            draft.new = draft.new.field(meeting.reader, index, &field.name);
            drafts.push(draft.with_fixes([Edit::DropFieldAlias(meeting.reader, index, alias.clone())]));
        }
    }
}

/// Whether the writer has the field that two aliases name, which does not resolve.
fn is_ambiguous(pair: &Pair<'_>, meeting: &Meeting, written: &Record, alias: &str) -> bool {
    let found = found_fields(pair, meeting, written);
    written.field(alias).is_some_and(|(index, _)| found.iter().all(|(from, _)| *from != index))
}
