//! How deep the least data are, so that a witness takes the shortest way out of a recursion.

use crate::resolve::{Action, Plan, PlanId, PlanNode};
use crate::schema::{Kind, Node, NodeId, Schema};

/// How deep the least values are: of the writer's types, and of those that the nodes of a plan read.
pub(super) struct Heights {
    nodes: Vec<u32>,
    plan: Vec<u32>,
}

/// What has no value that ends.
const ENDLESS: u32 = u32::MAX;

impl Heights {
    pub(super) fn of(plan: &Plan) -> Heights {
        let nodes = of_types(plan.writer());
        let plan = of_plan_nodes(plan, &nodes);
        Heights { nodes, plan }
    }

    pub(super) fn of_node(&self, id: NodeId) -> u32 {
        self.nodes.get(id.index()).copied().unwrap_or(ENDLESS)
    }

    pub(super) fn of_plan(&self, id: PlanId) -> u32 {
        self.plan.get(id.index()).copied().unwrap_or(ENDLESS)
    }

    pub(super) fn is_read(&self, id: PlanId) -> bool {
        self.of_plan(id) != ENDLESS
    }
}

fn of_types(writer: &Schema) -> Vec<u32> {
    let types: Vec<&Node> = writer.nodes().map(|(_, node)| node).collect();
    let mut heights = vec![ENDLESS; types.len()];
    settle(&mut heights, |heights, index| {
        let of = |id: &NodeId| heights.get(id.index()).copied().unwrap_or(ENDLESS);
        Some(match &types.get(index)?.kind {
            Kind::Record(record) => above(record.fields.iter().map(|field| of(&field.schema)).max().unwrap_or(0)),
            Kind::Union(branches) => above(branches.iter().map(of).min().unwrap_or(ENDLESS)),
            _ => 0,
        })
    });
    heights
}

fn of_plan_nodes(plan: &Plan, types: &[u32]) -> Vec<u32> {
    let nodes: Vec<&PlanNode> = plan.nodes().map(|(_, node)| node).collect();
    let mut heights = vec![ENDLESS; nodes.len()];
    settle(&mut heights, |heights, index| {
        let of = |id: &PlanId| heights.get(id.index()).copied().unwrap_or(ENDLESS);
        let through = |action| match action {
            Action::Through { node, .. } => Some(of(&node)),
            _ => None,
        };
        Some(match nodes.get(index)? {
            PlanNode::Same { writer, .. } => types.get(writer.index()).copied().unwrap_or(ENDLESS),
            PlanNode::Enum { table, .. } if table.iter().all(Option::is_none) => ENDLESS,
            PlanNode::Record(record) => above(record.actions().filter_map(through).max().unwrap_or(0)),
            PlanNode::WriterUnion { branches, .. } => above(branches.iter().map(of).min().unwrap_or(ENDLESS)),
            PlanNode::ReaderUnion { inner, .. } => of(inner),
            PlanNode::Mismatch => ENDLESS,
            _ => 0,
        })
    });
    heights
}

fn above(height: u32) -> u32 {
    if height == ENDLESS { ENDLESS } else { height.saturating_add(1) }
}

/// Lowers every height to what its parts allow, until none changes.
fn settle(heights: &mut [u32], height: impl Fn(&[u32], usize) -> Option<u32>) {
    let mut changed = true;
    while changed {
        changed = false;
        for index in (0..heights.len()).rev() {
            let new = height(heights, index);
            if let (Some(slot), Some(new)) = (heights.get_mut(index), new)
                && new < *slot
            {
                *slot = new;
                changed = true;
            }
        }
    }
}
