//! Branches of a union that more than one decoder's rule picks.

use super::{Draft, Pair};
use crate::compat::rule;
use crate::compat::walk::{Meeting, Side, Step};
use crate::resolve::{PlanNode, promotion};
use crate::schema::{Edit, Kind, Node, NodeId};

pub(super) fn judge(pair: &Pair<'_>, at: usize, meeting: &Meeting, drafts: &mut Vec<Draft>) {
    let Some(PlanNode::ReaderUnion { branch, .. }) = pair.plan_node(meeting) else { return };
    let schema = pair.walk.schema(Side::Reader);
    let Some(branches) = schema.node(meeting.reader).branches() else { return };
    let written = pair.node(meeting, Side::Writer);
    let Some(chosen) = branches.get(*branch as usize).map(|id| schema.node(*id)) else { return };
    let earlier = branches.get(..*branch as usize).unwrap_or_default();
    match written.name() {
        None => drafts.extend(promoted(pair, at, meeting, chosen, earlier)),
        Some(_) if chosen.name() == written.name() => {
            drafts.extend(same_simple_name(pair, at, meeting, earlier));
            drafts.extend(stolen(pair, at, meeting, branches));
        }
        Some(_) => {}
    }
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
        "`{}` is read as `{}`, and some decoders read it as `{}`, which stands in front",
        written.kind.type_name(),
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
        let is_alike = node.kind.type_name() == written.kind.type_name()
            && node.name().is_some_and(|other| other.simple() == name.simple());
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
    let known = written_branches(pair, meeting);
    let schema = pair.walk.schema(Side::Reader);
    let takes = |node: &Node| {
        node.kind.type_name() == written.kind.type_name() && node.name() != Some(name) && node.aliases().contains(name)
    };
    let is_known = |node: &Node| known.iter().any(|branch| branch.name() == node.name() && takes(branch));
    let thief = branches.iter().find(|id| takes(schema.node(**id)) && !is_known(schema.node(**id)))?;
    let other = schema.node(*thief).name()?;
    let message = format!("`{name}` is the name of one branch and an alias of `{other}`");
    let fix = pair.is_backward().then(|| Edit::DropTypeAlias(*thief, name.clone()));
    Some(pair.draft(&rule::ALIAS_STEALS_BRANCH, at, message).with_fixes(fix))
}

/// Whether the type is a union without branches.
pub(super) fn is_empty_union(node: &Node) -> bool {
    matches!(&node.kind, Kind::Union(branches) if branches.is_empty())
}
