//! Finds the subtrees of a plan that did not change.
//!
//! Two types are the same when every datum of one has the bytes and the meaning of the other. For recursive types that
//! is a greatest fixpoint: all pairs that look alike are taken to be the same until one below is found to differ, and
//! the ones that rest on it are taken back.

use super::plan::{Action, PlanId, PlanNode, Step};
use crate::schema::{NodeId, Schema};

/// Replaces the nodes of unchanged types by [`PlanNode::Same`], and the steps to them by plain reads.
pub(super) fn simplify(nodes: &mut [PlanNode], pairs: &[(NodeId, NodeId)], reader: &Schema) {
    let same = unchanged(nodes, reader);
    let is_same = |id: PlanId| same.get(id.index()) == Some(&true);
    for (index, (node, (writer, read))) in nodes.iter_mut().zip(pairs).enumerate() {
        if same.get(index) == Some(&true) {
            *node = PlanNode::Same { writer: *writer, reader: *read };
        } else if let PlanNode::Record(record) = node {
            let fields = record.fields();
            for step in &mut record.steps {
                match step.action(fields) {
                    Action::Through { field, node } if is_same(node) => {
                        *step = Step::new(Action::Read { field }, fields)
                    }
                    _ => {}
                }
            }
        }
    }
}

/// For each node whether it is the same all the way down.
fn unchanged(nodes: &[PlanNode], reader: &Schema) -> Vec<bool> {
    let parts: Vec<Option<Vec<PlanId>>> = nodes.iter().map(|node| parts(node, nodes, reader)).collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (index, parts) in parts.iter().enumerate() {
        for part in parts.iter().flatten() {
            users.get_mut(part.index()).into_iter().for_each(|users| users.push(index));
        }
    }
    let mut same: Vec<bool> = parts.iter().map(Option::is_some).collect();
    let mut differing: Vec<usize> =
        same.iter().enumerate().filter(|(_, same)| !**same).map(|(index, _)| index).collect();
    while let Some(index) = differing.pop() {
        for user in users.get(index).into_iter().flatten() {
            if let Some(same) = same.get_mut(*user)
                && std::mem::replace(same, false)
            {
                differing.push(*user);
            }
        }
    }
    same
}

/// What has to be the same for a node to be so; `None` when the node itself differs.
fn parts(node: &PlanNode, nodes: &[PlanNode], reader: &Schema) -> Option<Vec<PlanId>> {
    match node {
        PlanNode::Same { .. } => Some(Vec::new()),
        PlanNode::Array { items: part, .. } | PlanNode::Map { values: part, .. } => Some(vec![*part]),
        PlanNode::Record(record) => {
            let in_place = |(action, index)| match action {
                Action::Through { field, node } if field == index => Some(node),
                _ => None,
            };
            let fields: Option<Vec<PlanId>> = record.actions().zip(0..).map(in_place).collect();
            fields.filter(|fields| fields.len() == record.fields() as usize)
        }
        PlanNode::WriterUnion { branches, .. } => branches
            .iter()
            .zip(0..)
            .map(|(branch, index)| match nodes.get(branch.index()) {
                Some(PlanNode::ReaderUnion { branch, inner, reader: union })
                    if *branch == index && reader.node(*union).branches().map(<[_]>::len) == Some(branches.len()) =>
                {
                    Some(*inner)
                }
                _ => None,
            })
            .collect(),
        _ => None,
    }
}
