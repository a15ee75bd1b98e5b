//! Branches of a union that more than one decoder's rule picks.

use super::{Draft, Pair};
use crate::compat::rule;
use crate::compat::walk::{Meeting, Side, Step, push_step};
use crate::resolve::{PlanNode, promotion};
use crate::schema::{Edit, Kind, Node, NodeId};

pub(super) fn judge(pair: &Pair<'_>, at: usize, meeting: &Meeting, drafts: &mut Vec<Draft>) {
    let Some((union, branch)) = taken_branch(pair, meeting) else { return };
    let schema = pair.walk.schema(Side::Reader);
    let Some(branches) = schema.node(union).branches() else { return };
    let written = pair.node(meeting, Side::Writer);
    let Some(chosen) = branches.get(branch as usize).map(|id| schema.node(*id)) else { return };
    let earlier = branches.get(..branch as usize).unwrap_or_default();
    let found = match written.name() {
        None => [promoted(pair, at, meeting, chosen, earlier), None],
        Some(_) if chosen.name() == written.name() => {
            [same_simple_name(pair, at, meeting, earlier), stolen(pair, at, meeting, branches)]
        }
        Some(_) => [None, None],
    };
    let is_at_the_union = meeting.reader == union;
    drafts.extend(found.into_iter().flatten().map(|draft| match is_at_the_union {
        true => in_the_branch(pair, meeting, branch, draft),
        false => draft,
    }));
}

/// The reader's union and the branch of it that takes the value: by the plan, or in a union that did not change.
fn taken_branch(pair: &Pair<'_>, meeting: &Meeting) -> Option<(NodeId, u32)> {
    match (pair.plan_node(meeting), meeting.reader_step) {
        (Some(PlanNode::ReaderUnion { branch, reader, .. }), _) => Some((*reader, *branch)),
        (None, Some(Step::Branch(branch))) => Some((pair.walk.around(meeting)?.reader, branch)),
        _ => None,
    }
}

/// The draft with the branch that takes the value in the path of the reader's schema.
fn in_the_branch(pair: &Pair<'_>, meeting: &Meeting, branch: u32, mut draft: Draft) -> Draft {
    let found = if pair.is_backward() { &mut draft.new } else { &mut draft.old };
    let schema = pair.walk.schema(Side::Reader);
    for path in [&mut found.path, &mut found.tail] {
        push_step(path, schema, meeting.reader, Step::Branch(branch));
    }
    draft
}

/// The branches of the writer's union that the value may be of.
fn written_branches<'p>(pair: &Pair<'p>, meeting: &Meeting) -> Vec<&'p Node> {
    let schema = pair.walk.schema(Side::Writer);
    let around = pair.walk.around(meeting).filter(|_| matches!(meeting.writer_step, Some(Step::Branch(_))));
    let branches = around.and_then(|around| schema.node(around.writer).branches());
    branches.unwrap_or_default().iter().map(|id| schema.node(*id)).collect()
}

/// A branch of the same type that stands behind one to which the type is promoted.
fn promoted(pair: &Pair<'_>, at: usize, meeting: &Meeting, chosen: &Node, earlier: &[NodeId]) -> Option<Draft> {
    let written = pair.node(meeting, Side::Writer);
    if chosen.kind != written.kind {
        return None;
    }
    let known = written_branches(pair, meeting);
    let schema = pair.walk.schema(Side::Reader);
    let is_new = |node: &&Node| {
        promotion(&written.kind, &node.kind).is_some() && known.iter().all(|branch| branch.kind != node.kind)
    };
    let other = earlier.iter().map(|id| schema.node(*id)).find(is_new)?;
    let message = format!(
        "`{}` is read as the branch of its type, and some decoders take `{}`, which stands in front",
        chosen.kind.type_name(),
        other.kind.type_name()
    );
    Some(pair.draft(&rule::UNION_AMBIGUOUS_PROMOTION, at, message))
}

/// A branch of the same full name that stands behind one of the same simple name.
fn same_simple_name(pair: &Pair<'_>, at: usize, meeting: &Meeting, earlier: &[NodeId]) -> Option<Draft> {
    let written = pair.node(meeting, Side::Writer);
    let name = written.name()?;
    let known = written_branches(pair, meeting);
    let schema = pair.walk.schema(Side::Reader);
    let is_new = |node: &&Node| {
        let is_alike =
            node.kind.is_like(&written.kind) && node.name().is_some_and(|other| other.simple() == name.simple());
        is_alike && known.iter().all(|branch| branch.name() != node.name())
    };
    let other = earlier.iter().map(|id| schema.node(*id)).find(is_new)?.name()?;
    let message =
        format!("`{name}` is read as the branch of its name, and some decoders take `{other}`, which stands in front");
    Some(pair.draft(&rule::UNION_AMBIGUOUS_NAME, at, message))
}

/// A branch of another name that has the name of the type among its aliases.
fn stolen(pair: &Pair<'_>, at: usize, meeting: &Meeting, branches: &[NodeId]) -> Option<Draft> {
    let written = pair.node(meeting, Side::Writer);
    let name = written.name()?;
    let schema = pair.walk.schema(Side::Reader);
    let takes =
        |node: &Node| node.kind.is_like(&written.kind) && node.name() != Some(name) && node.aliases().contains(name);
    let thief = branches.iter().find(|id| takes(schema.node(**id)))?;
    let other = schema.node(*thief).name()?;
    let message = format!("`{name}` is the name of one branch and an alias of `{other}`");
    let fix = pair.is_backward().then(|| Edit::DropTypeAlias(*thief, name.clone()));
    Some(pair.draft(&rule::ALIAS_STEALS_BRANCH, at, message).with_fixes(fix))
}

/// Whether the type is a union without branches.
pub(super) fn is_empty_union(node: &Node) -> bool {
    matches!(&node.kind, Kind::Union(branches) if branches.is_empty())
}
