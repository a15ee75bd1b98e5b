//! Finds the subtrees of a plan that did not change.
//!
//! Two types are the same when every datum of one has the bytes and the meaning of the other. For recursive types that
//! is a greatest fixpoint: all pairs that look alike are taken to be the same until one below is found to differ, and
//! the ones that rest on it are taken back.

use super::plan::{Action, PlanId, PlanNode, Step};
use super::users::Users;
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
                    Action::Through { field, node } if is_same(node) => *step = Step::read(field),
                    _ => {}
                }
            }
        }
    }
}

/// For each node whether it is the same all the way down.
fn unchanged(nodes: &[PlanNode], reader: &Schema) -> Vec<bool> {
    let mut edges = Vec::with_capacity(nodes.len());
    let mut same: Vec<bool> = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        same.push(is_alike(node, nodes, reader, |part| edges.push((part, index))));
    }
    let users = Users::new(nodes.len(), &edges);
    let mut differing: Vec<usize> =
        same.iter().enumerate().filter(|(_, same)| !**same).map(|(index, _)| index).collect();
    while let Some(index) = differing.pop() {
        for user in users.of(index) {
            if let Some(same) = same.get_mut(user)
                && std::mem::replace(same, false)
            {
                differing.push(user);
            }
        }
    }
    same
}

/// Whether a node is the same as far as it goes itself; tells each part that has to be the same as well.
fn is_alike(node: &PlanNode, nodes: &[PlanNode], reader: &Schema, mut tell: impl FnMut(PlanId)) -> bool {
    match node {
        PlanNode::Same { .. } => true,
        PlanNode::Array { items: part, .. } | PlanNode::Map { values: part, .. } => {
            tell(*part);
            true
        }
        PlanNode::Record(record) => {
            let fields = record.fields();
            record.steps.len() == fields as usize
                && record.actions().zip(0..).all(|(action, index)| match action {
                    Action::Through { field, node } if field == index => {
                        tell(node);
                        true
                    }
                    _ => false,
                })
        }
        // A union without branches has no datum, and the same may be said of its branches whatever the reader is.
        PlanNode::WriterUnion { branches, .. } if !branches.is_empty() => {
            branches.iter().zip(0..).all(|(branch, index)| match nodes.get(branch.index()) {
                Some(PlanNode::ReaderUnion { branch, inner, reader: union })
                    if *branch == index && reader.node(*union).branches().map(<[_]>::len) == Some(branches.len()) =>
                {
                    tell(*inner);
                    true
                }
                _ => false,
            })
        }
        _ => false,
    }
}
