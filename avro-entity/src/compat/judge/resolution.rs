//! Names for what does not resolve, but for the fields that a record lacks, which are in `fields`.

use super::pairing::{COMPARED, Pairs, likeness};
use super::{Draft, Evidence, Pair, field_names};
use crate::compat::level::Direction::{Backward, Forward};
use crate::compat::rule::{self, Rule};
use crate::compat::shape::shape;
use crate::compat::walk::{Meeting, Side, Step, push_step};
use crate::resolve::{self, Mismatch, PlanNode, promotion};
use crate::schema::default::encode_default;
use crate::schema::{Edit, Enum, Field, Kind, Name, Node, NodeId, Schema};
use std::collections::HashSet;

pub(super) fn judge(pair: &Pair<'_>, at: usize, meeting: &Meeting, drafts: &mut Vec<Draft>) {
    let Some(mismatch) = &meeting.plan.and_then(|id| pair.plan().mismatch(id)) else { return };
    match mismatch.rule() {
        resolve::Rule::MissingField => {}
        resolve::Rule::InvalidDefault => drafts.push(default_invalid(pair, at, meeting, mismatch)),
        resolve::Rule::AliasAmbiguous => drafts.push(alias_ambiguous(pair, at, mismatch)),
        resolve::Rule::FixedSize => drafts.push(other_size(pair, at, meeting, mismatch)),
        resolve::Rule::Name => drafts.push(renamed(pair, at, meeting, mismatch)),
        resolve::Rule::EnumSymbols => symbols(pair, at, meeting, drafts),
        resolve::Rule::Type => drafts.push(other_type(pair, at, meeting, mismatch)),
        resolve::Rule::UnionBranch => drafts.push(no_branch(pair, at, meeting, mismatch)),
    }
}

fn refused(pair: &Pair<'_>, rule: &'static Rule, at: usize, mismatch: &Mismatch<'_>) -> Draft {
    refused_with(pair, rule, at, mismatch, mismatch.message())
}

fn refused_with(pair: &Pair<'_>, rule: &'static Rule, at: usize, mismatch: &Mismatch<'_>, message: String) -> Draft {
    pair.draft(rule, at, message).reaching(mismatch.reach()).with_evidence(Evidence::Refused { at })
}

fn default_invalid(pair: &Pair<'_>, at: usize, meeting: &Meeting, mismatch: &Mismatch<'_>) -> Draft {
    let draft = refused(pair, &rule::DEFAULT_INVALID, at, mismatch);
    let schema = pair.walk.schema(Side::Reader);
    let Some((record, index)) = pair.walk.field(at, Side::Reader) else { return draft };
    let Kind::Record(fields) = &schema.node(record).kind else { return draft };
    let Some(field) = fields.fields.get(index) else { return draft };
    let draft = match pair.is_private(Side::Reader, record, index) {
        // The error has the default in it.
        true => Draft { message: invalid(field, "it is private and not shown"), ..draft }.with_evidence(Evidence::None),
        false => Draft { message: invalid(field, &why_invalid(schema, field).unwrap_or_default()), ..draft },
    };
    let default = super::fields::plain_default(schema, meeting.reader).filter(|_| pair.is_backward());
    draft.with_fixes(default.map(|default| Edit::FieldDefault(record, index, default)))
}

fn invalid(field: &Field, why: &str) -> String {
    format!("data without `{}` cannot be read, because its default is not valid: {why}", field.name)
}

/// What is wrong with the default of a field; `None` when it has none, or a valid one.
pub(super) fn why_invalid(schema: &Schema, field: &Field) -> Option<String> {
    let result = encode_default(schema, field.schema, field.default.as_ref()?, &mut Vec::new());
    result.err().map(|error| error.message().to_owned())
}

/// The aliases that are of two minds are all candidates for removal.
fn alias_ambiguous(pair: &Pair<'_>, at: usize, mismatch: &Mismatch<'_>) -> Draft {
    let draft = refused(pair, &rule::ALIAS_AMBIGUOUS, at, mismatch);
    let schema = pair.walk.schema(Side::Reader);
    let Some((id, index)) = pair.walk.field(at, Side::Reader).filter(|_| pair.is_backward()) else { return draft };
    let Kind::Record(record) = &schema.node(id).kind else { return draft };
    let aliases = record.fields.get(index).map_or(&[][..], |field| &field.aliases);
    draft.with_fixes(aliases.iter().map(|alias| Edit::DropFieldAlias(id, index, alias.clone())))
}

fn other_size(pair: &Pair<'_>, at: usize, meeting: &Meeting, mismatch: &Mismatch<'_>) -> Draft {
    let (old, new) = (pair.node(meeting, pair.old_side()), pair.node(meeting, pair.new_side()));
    let message = match (&old.kind, &new.kind) {
        (Kind::Fixed(old), Kind::Fixed(new)) => format!("`{}` had {} bytes and has {}", new.name, old.size, new.size),
        _ => mismatch.message(),
    };
    let draft = refused_with(pair, &rule::FIXED_SIZE_CHANGED, at, mismatch, message);
    about_types(pair, meeting, draft)
}

/// The draft about the types that meet; it goes on pointing at the field.
fn about_types(pair: &Pair<'_>, meeting: &Meeting, mut draft: Draft) -> Draft {
    draft.old = draft.old.about_type(meeting.node(pair.old_side()));
    draft.new = draft.new.about_type(meeting.node(pair.new_side()));
    draft
}

/// Types of one kind whose names do not match.
fn renamed(pair: &Pair<'_>, at: usize, meeting: &Meeting, mismatch: &Mismatch<'_>) -> Draft {
    let (written, read) = (pair.node(meeting, Side::Writer), pair.node(meeting, Side::Reader));
    let rule = match written.kind {
        Kind::Enum(_) => &rule::ENUM_RENAMED,
        Kind::Fixed(_) => &rule::FIXED_RENAMED,
        _ => &rule::RECORD_RENAMED,
    };
    let names = written.name().zip(read.name());
    let message = match names {
        Some((written, read)) if pair.is_backward() => format!("`{written}` became `{read}`, without an alias"),
        Some((written, read)) => format!("`{read}` became `{written}`, which older readers do not know"),
        None => mismatch.message(),
    };
    let draft = refused_with(pair, rule, at, mismatch, message);
    let Some((written, read)) = names else { return draft };
    let mut draft = rename_fixes(pair, draft, meeting, written, read);
    draft = about_types(pair, meeting, draft);
    if !matches!(pair.node(meeting, Side::Writer).kind, Kind::Fixed(_)) {
        (draft.old.spot, draft.new.spot) = (draft.old.about.clone(), draft.new.about.clone());
    }
    if pair.is_backward() && type_alias_removed(pair, written, read) {
        draft.rule = &rule::ALIAS_REMOVED;
        draft.message = format!("`{read}` lost the alias `{written}`");
        draft.fixes.retain(|edit| matches!(edit, Edit::TypeAlias(..)));
    }
    draft
}

/// An alias, which old readers do not have, or the old name again.
fn rename_fixes(pair: &Pair<'_>, draft: Draft, meeting: &Meeting, written: &Name, read: &Name) -> Draft {
    match pair.direction {
        Backward => draft.with_fixes([
            Edit::TypeAlias(meeting.reader, written.clone()),
            Edit::TypeName(meeting.reader, written.clone()),
        ]),
        Forward => draft.with_fixes([Edit::TypeName(meeting.writer, read.clone())]),
    }
}

/// Whether a version in between had the alias.
fn type_alias_removed(pair: &Pair<'_>, written: &Name, read: &Name) -> bool {
    pair.since.iter().skip(1).any(|version| {
        let types = || version.schema().nodes().map(|(_, node)| node);
        types().any(|node| {
            node.name().is_some_and(|name| name.simple() == read.simple()) && node.aliases().contains(written)
        })
    })
}

/// A draft for each of the writer's symbols that the reader has no place for.
fn symbols(pair: &Pair<'_>, at: usize, meeting: &Meeting, drafts: &mut Vec<Draft>) {
    let (writer, reader) = (pair.node(meeting, Side::Writer), pair.node(meeting, Side::Reader));
    let (Kind::Enum(written), Kind::Enum(read)) = (&writer.kind, &reader.kind) else { return };
    let Some(PlanNode::Enum { table, .. }) = pair.plan_node(meeting) else { return };
    let renamed = renamed_symbol(pair, meeting);
    let earlier = earlier_default(pair, &read.name).filter(|symbol| read.symbols.iter().any(|known| known == symbol));
    for (index, (symbol, _)) in written.symbols.iter().zip(table).enumerate().filter(|(_, (_, to))| to.is_none()) {
        let evidence = Evidence::RefusedSymbol { at, symbol: index };
        let (rule, message) = match (pair.direction, earlier) {
            (Forward, _) => {
                let was = renamed
                    .as_ref()
                    .map_or_else(String::new, |renamed| format!(", and may be what `{}` was", renamed.old));
                let message =
                    format!("`{symbol}` is new in `{}`{was}; older readers have no default for it", written.name);
                (&rule::ENUM_SYMBOL_ADDED, message)
            }
            (Backward, Some(_)) => (
                &rule::ENUM_DEFAULT_REMOVED,
                format!("`{}` lost its default, which stood in for `{symbol}`", read.name),
            ),
            (Backward, None) => {
                let is = renamed.as_ref().map_or_else(String::new, |renamed| {
                    format!(", which may be `{}` under its old name,", renamed.new)
                });
                (&rule::ENUM_SYMBOL_REMOVED, format!("`{}` lost `{symbol}`{is} and has no default", read.name))
            }
        };
        let mut draft = pair.draft(rule, at, message).with_evidence(evidence);
        draft.old = draft.old.symbol(meeting.node(pair.old_side()), symbol);
        draft.new = draft.new.symbol(meeting.node(pair.new_side()), symbol);
        let default = earlier.or_else(|| read.symbols.first().map(String::as_str));
        let default = default.filter(|_| pair.is_backward());
        let name = renamed.as_ref().map(|renamed| renamed.edit.clone());
        let default = default.map(|symbol| Edit::EnumDefault(meeting.reader, symbol.to_owned()));
        drafts.push(draft.with_fixes(name.into_iter().chain(default)));
    }
}

/// A symbol that may be another one under its old name.
struct Renamed<'p> {
    old: &'p str,
    new: &'p str,
    /// The old name again.
    edit: Edit,
}

/// Where one symbol is gone and one is new, they may be one.
fn renamed_symbol<'p>(pair: &Pair<'p>, meeting: &Meeting) -> Option<Renamed<'p>> {
    let symbols = |side| match &pair.node(meeting, side).kind {
        Kind::Enum(symbols) => &symbols.symbols[..],
        _ => &[],
    };
    let (before, after) = (symbols(pair.old_side()), symbols(pair.new_side()));
    let mut gone = before.iter().filter(|symbol| !after.contains(symbol));
    let mut added = after.iter().enumerate().filter(|(_, symbol)| !before.contains(symbol));
    match (gone.next(), gone.next(), added.next(), added.next()) {
        (Some(old), None, Some((index, new)), None) => {
            let edit = Edit::SymbolName(meeting.node(pair.new_side()), index, old.clone());
            Some(Renamed { old, new, edit })
        }
        _ => None,
    }
}

/// The default that the enum had in the newest version that gave it one.
fn earlier_default<'p>(pair: &Pair<'p>, name: &Name) -> Option<&'p str> {
    let default = |node: &'p Node| match &node.kind {
        Kind::Enum(known) if known.name.simple() == name.simple() => known.default.as_deref(),
        _ => None,
    };
    pair.since.iter().rev().find_map(|version| {
        let exact = version.schema.named(name.full()).map(|id| version.schema.node(id));
        match exact {
            Some(node) => default(node),
            None => version.schema.nodes().find_map(|(_, node)| default(node)),
        }
    })
}

/// Types of different kinds, the reader's no union.
fn other_type(pair: &Pair<'_>, at: usize, meeting: &Meeting, mismatch: &Mismatch<'_>) -> Draft {
    let is_branch = matches!(meeting.writer_step, Some(Step::Branch(_)));
    if is_branch && pair.node(meeting, Side::Writer).kind == Kind::Null {
        null_not_read(pair, at, mismatch)
    } else if is_branch && another_is_read(pair, meeting) {
        branch_not_read(pair, at, meeting, mismatch)
    } else {
        changed(pair, at, meeting, mismatch, (meeting.writer, meeting.reader))
    }
}

/// Whether another branch of the writer's union is read, `null` aside.
fn another_is_read(pair: &Pair<'_>, meeting: &Meeting) -> bool {
    let Some(PlanNode::WriterUnion { branches, writer }) =
        pair.walk.around(meeting).and_then(|around| pair.plan_node(around))
    else {
        return false;
    };
    let schema = pair.walk.schema(Side::Writer);
    let types = schema.node(*writer).branches().unwrap_or_default();
    branches.iter().zip(types).any(|(branch, id)| {
        !matches!(pair.plan().node(*branch), PlanNode::Mismatch) && schema.node(*id).kind != Kind::Null
    })
}

/// The branch of a union that is not `null`, when there is just one.
fn only_branch(schema: &Schema, branches: &[NodeId]) -> Option<NodeId> {
    let mut others = branches.iter().filter(|id| schema.node(**id).kind != Kind::Null);
    match (others.next(), others.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    }
}

/// The writer's type when nothing but `null` can be written in its place.
fn written_alone(pair: &Pair<'_>, meeting: &Meeting) -> Option<NodeId> {
    match (meeting.writer_step, pair.walk.around(meeting)) {
        (Some(Step::Branch(_)), Some(around)) => {
            only_branch(pair.walk.schema(Side::Writer), pair.node(around, Side::Writer).branches().unwrap_or_default())
        }
        _ => Some(meeting.writer),
    }
}

/// A reader's union without a branch for the writer's type.
fn no_branch(pair: &Pair<'_>, at: usize, meeting: &Meeting, mismatch: &Mismatch<'_>) -> Draft {
    let written = pair.node(meeting, Side::Writer);
    let in_union = matches!(meeting.writer_step, Some(Step::Branch(_)));
    if in_union && written.kind == Kind::Null {
        return null_not_read(pair, at, mismatch);
    }
    let read = pair.node(meeting, Side::Reader).branches().unwrap_or_default();
    if let Some((index, branch)) = renamed_branch(pair, meeting, read) {
        let mut draft = renamed(pair, at, &Meeting { reader: branch, ..*meeting }, mismatch);
        let found = if pair.is_backward() { &mut draft.new } else { &mut draft.old };
        push_step(&mut found.path, pair.walk.schema(Side::Reader), meeting.reader, Step::Branch(index));
        return draft;
    }
    match (written_alone(pair, meeting), only_branch(pair.walk.schema(Side::Reader), read)) {
        (Some(written), Some(read)) => changed(pair, at, meeting, mismatch, (written, read)),
        _ if in_union => branch_not_read(pair, at, meeting, mismatch),
        _ => changed(pair, at, meeting, mismatch, (meeting.writer, meeting.reader)),
    }
}

/// The branch of the reader's union that may be the writer's type under another name: neither has a counterpart, and of all
/// such types their names are most alike.
fn renamed_branch(pair: &Pair<'_>, meeting: &Meeting, read: &[NodeId]) -> Option<(u32, NodeId)> {
    pair.node(meeting, Side::Writer).name()?;
    let (writer, reader) = (pair.walk.schema(Side::Writer), pair.walk.schema(Side::Reader));
    let (lost, taken) = counterparts(pair, meeting);
    let free: Vec<(usize, NodeId)> =
        read.iter().copied().enumerate().filter(|(index, _)| !taken.contains(&(*index as u32))).collect();
    if lost.len().saturating_mul(free.len()) > COMPARED {
        return None;
    }
    let mut candidates = Vec::new();
    for (from, written) in lost.iter().enumerate() {
        for (to, id) in &free {
            let (written, read) = (writer.node(*written), reader.node(*id));
            if let (Some(old), Some(new), true) = (written.name(), read.name(), may_be_renamed(written, read)) {
                candidates.push((likeness(old.simple(), new.simple()), from, *to));
            }
        }
    }
    let mut pairs = Pairs::default();
    pairs.add_most_alike(candidates);
    let own = lost.iter().position(|id| *id == meeting.writer)?;
    let (_, to) = pairs.list.into_iter().find(|(from, _)| *from == own)?;
    Some((to as u32, *read.get(to)?))
}

/// The writer's types beside this one, and itself, that have no place in the reader's union, and the branches that others have
/// taken.
fn counterparts(pair: &Pair<'_>, meeting: &Meeting) -> (Vec<NodeId>, HashSet<u32>) {
    let around = pair.walk.around(meeting).and_then(|around| pair.plan_node(around));
    let Some(PlanNode::WriterUnion { branches, writer }) = around else {
        return (vec![meeting.writer], HashSet::new());
    };
    let types = pair.walk.schema(Side::Writer).node(*writer).branches().unwrap_or_default();
    let (mut lost, mut taken) = (Vec::new(), HashSet::new());
    for (branch, id) in branches.iter().zip(types) {
        match pair.plan().node(*branch) {
            PlanNode::ReaderUnion { branch, .. } => drop(taken.insert(*branch)),
            PlanNode::Mismatch => lost.push(*id),
            _ => {}
        }
    }
    (lost, taken)
}

/// Whether one type may be the other under a new name: of one kind, and with half of what is in them.
fn may_be_renamed(written: &Node, read: &Node) -> bool {
    let shares_half =
        |old: HashSet<&str>, new: HashSet<&str>| 2 * old.intersection(&new).count() >= old.len().max(new.len());
    match (&written.kind, &read.kind) {
        (Kind::Record(old), Kind::Record(new)) => shares_half(field_names(old), field_names(new)),
        (Kind::Enum(old), Kind::Enum(new)) => shares_half(symbol_set(old), symbol_set(new)),
        (Kind::Fixed(old), Kind::Fixed(new)) => old.size == new.size,
        _ => false,
    }
}

fn symbol_set(symbols: &Enum) -> HashSet<&str> {
    symbols.symbols.iter().map(String::as_str).collect()
}

fn null_not_read(pair: &Pair<'_>, at: usize, mismatch: &Mismatch<'_>) -> Draft {
    let (rule, message) = match pair.direction {
        Backward => (&rule::OPTIONAL_TO_REQUIRED, "older data may be `null`, and the value is not optional any more"),
        Forward => (&rule::REQUIRED_TO_OPTIONAL, "new data may be `null`, for which older readers have no place"),
    };
    let draft = at_the_union(refused_with(pair, rule, at, mismatch, message.to_owned()));
    let field = pair.walk.field(at, Side::Reader).filter(|_| pair.is_backward() && is_the_field(pair, at));
    draft.with_fixes(field.map(|(record, field)| Edit::Optional(record, field)))
}

/// Whether the reader's type at a meeting is that of a field, and not inside of it.
fn is_the_field(pair: &Pair<'_>, at: usize) -> bool {
    let steps = pair.walk.chain(at).into_iter().rev().filter_map(|at| pair.walk.meetings.get(at)?.reader_step);
    steps.take(1).all(|step| matches!(step, Step::Field(_)))
}

fn branch_not_read(pair: &Pair<'_>, at: usize, meeting: &Meeting, mismatch: &Mismatch<'_>) -> Draft {
    let branch = shape(pair.walk.schema(Side::Writer), meeting.writer);
    let (rule, message) = match pair.direction {
        Backward => (&rule::UNION_BRANCH_REMOVED, format!("there is no branch for {branch} any more")),
        Forward => (&rule::UNION_BRANCH_ADDED, format!("older readers have no branch for {branch}")),
    };
    in_the_branch(pair, meeting, refused_with(pair, rule, at, mismatch, message))
}

/// The draft with the branch of the writer's union in the path of the new schema, where it is not there any more.
fn in_the_branch(pair: &Pair<'_>, meeting: &Meeting, mut draft: Draft) -> Draft {
    if let (true, Some(step), Some(around)) = (pair.is_backward(), meeting.writer_step, pair.walk.around(meeting)) {
        let schema = pair.walk.schema(Side::Writer);
        push_step(&mut draft.new.path, schema, around.writer, step);
        push_step(&mut draft.new.tail, schema, around.writer, step);
    }
    draft
}

/// The draft with the union in place of its branch.
fn at_the_union(mut draft: Draft) -> Draft {
    let (old, new) = (&mut draft.old, &mut draft.new);
    for path in [&mut old.path, &mut old.tail, &mut new.path, &mut new.tail] {
        if path.ends_with(')')
            && let Some((union, _)) = path.rsplit_once('(')
        {
            *path = union.to_owned();
        }
    }
    draft
}

/// A type that is not read as the other one: a number that is too wide for it, or something else.
fn changed(
    pair: &Pair<'_>,
    at: usize,
    meeting: &Meeting,
    mismatch: &Mismatch<'_>,
    (written, read): (NodeId, NodeId),
) -> Draft {
    let (writer, reader) = (pair.walk.schema(Side::Writer), pair.walk.schema(Side::Reader));
    let is_wider = promotion(&reader.node(read).kind, &writer.node(written).kind).is_some();
    let rule = match (is_wider, pair.direction) {
        (true, Backward) => &rule::TYPE_NARROWED,
        (true, Forward) => &rule::TYPE_WIDENED,
        (false, _) => &rule::TYPE_CHANGED,
    };
    let ((old, old_id), (new, new_id)) = match pair.direction {
        Backward => ((writer, written), (reader, read)),
        Forward => ((reader, read), (writer, written)),
    };
    let message = match (shape(old, old_id), shape(new, new_id)) {
        (name, same) if name == same => {
            let kind = |schema: &Schema, id| schema.node(id).kind.type_name();
            format!("{name} was of the type `{}` and is of the type `{}`", kind(old, old_id), kind(new, new_id))
        }
        (old, new) => format!("{old} became {new}"),
    };
    let draft = refused_with(pair, rule, at, mismatch, message);
    match written_alone(pair, meeting) {
        Some(_) => at_the_union(draft),
        None => in_the_branch(pair, meeting, draft),
    }
}
