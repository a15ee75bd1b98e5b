//! What a plan can read: fixpoints over its nodes.

use super::plan::{Action, PlanId, PlanNode};
use super::users::Users;

/// Whether data of the writer can be read, as far as the schemas alone decide.
///
/// It speaks of the types underneath logical types. `bytes` that are read as a `string` count as readable, although
/// those that are no UTF-8 fail. They are in order, the best one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// All data of the writer can be read.
    Always,
    /// Some data can be read and some cannot.
    Conditional,
    /// No datum of the writer can be read.
    Never,
}

impl Verdict {
    /// Its name: `always`, `conditional`, `never`.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Always => "always",
            Verdict::Conditional => "conditional",
            Verdict::Never => "never",
        }
    }
}

/// The verdict on the node 0.
pub(super) fn of(nodes: &[PlanNode]) -> Verdict {
    if !nodes.iter().any(fails) {
        return Verdict::Always;
    }
    let graph = Graph::new(nodes);
    if !graph.may_fail() {
        Verdict::Always
    } else if graph.may_succeed() {
        Verdict::Conditional
    } else {
        Verdict::Never
    }
}

/// The nodes a node goes on to.
pub(super) fn parts(node: &PlanNode) -> Vec<PlanId> {
    match node {
        PlanNode::Array { items: part, .. } | PlanNode::Map { values: part, .. } => vec![*part],
        PlanNode::ReaderUnion { inner, .. } => vec![*inner],
        PlanNode::WriterUnion { branches, .. } => branches.to_vec(),
        PlanNode::Record(record) => {
            let through = |action| match action {
                Action::Through { node, .. } => Some(node),
                _ => None,
            };
            record.actions().filter_map(through).collect()
        }
        PlanNode::Same { .. }
        | PlanNode::Promote { .. }
        | PlanNode::Convert { .. }
        | PlanNode::Enum { .. }
        | PlanNode::Mismatch => Vec::new(),
    }
}

/// Whether some datum that comes to the node fails there.
fn fails(node: &PlanNode) -> bool {
    match node {
        PlanNode::Mismatch => true,
        PlanNode::Enum { table, .. } => table.contains(&None),
        _ => false,
    }
}

struct Graph<'p> {
    nodes: &'p [PlanNode],
    users: Users,
}

impl<'p> Graph<'p> {
    fn new(nodes: &'p [PlanNode]) -> Graph<'p> {
        let parts = |(index, node)| parts(node).into_iter().map(move |part| (part, index));
        let edges: Vec<(PlanId, usize)> = nodes.iter().enumerate().flat_map(parts).collect();
        let users = Users::new(nodes.len(), &edges);
        Graph { nodes, users }
    }

    /// Whether some datum fails: a mismatch can be reached. The least fixpoint.
    fn may_fail(&self) -> bool {
        // A node fails as soon as one of its parts does.
        self.spread(fails, |_| 1)
    }

    /// Whether some datum is read: one that is finite, so that this is a least fixpoint too.
    fn may_succeed(&self) -> bool {
        let succeeds = |node: &PlanNode| match node {
            PlanNode::Same { .. } | PlanNode::Promote { .. } | PlanNode::Convert { .. } => true,
            // They may be empty.
            PlanNode::Array { .. } | PlanNode::Map { .. } => true,
            PlanNode::Enum { table, .. } => table.iter().any(Option::is_some),
            PlanNode::Record(_) => parts(node).is_empty(),
            PlanNode::WriterUnion { .. } | PlanNode::ReaderUnion { .. } | PlanNode::Mismatch => false,
        };
        // A record needs all its fields, a union one of its branches.
        let needs = |node: &PlanNode| match node {
            PlanNode::Record(_) => parts(node).len(),
            _ => 1,
        };
        self.spread(succeeds, needs)
    }

    /// Whether the node 0 has a property that some nodes have of themselves, and others as soon as `needs` of their
    /// parts do.
    fn spread(&self, seed: impl Fn(&PlanNode) -> bool, needs: impl Fn(&PlanNode) -> usize) -> bool {
        let mut holds: Vec<bool> = self.nodes.iter().map(seed).collect();
        let mut missing: Vec<usize> = self.nodes.iter().map(needs).collect();
        let mut found: Vec<usize> = (0..holds.len()).filter(|index| holds.get(*index) == Some(&true)).collect();
        while let Some(index) = found.pop() {
            for user in self.users.of(index) {
                let (Some(holds), Some(missing)) = (holds.get_mut(user), missing.get_mut(user)) else { continue };
                *missing = missing.saturating_sub(1);
                if *missing == 0 && !std::mem::replace(holds, true) {
                    found.push(user);
                }
            }
        }
        holds.first() == Some(&true)
    }
}
