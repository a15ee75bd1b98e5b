//! Which nodes of a plan go on to which, turned round.

use super::plan::PlanId;

/// For each node those that go on to it, as often as they do.
pub(super) struct Users {
    /// For each node where its users begin in `users`, and one more for the end.
    starts: Vec<u32>,
    users: Vec<u32>,
}

impl Users {
    /// From the pairs of a part and its user, for a plan of so many nodes.
    pub(super) fn new(nodes: usize, edges: &[(PlanId, usize)]) -> Users {
        let mut starts = vec![0u32; nodes + 1];
        for (part, _) in edges {
            starts.get_mut(part.index() + 1).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut users = vec![0u32; edges.len()];
        for (part, user) in edges {
            let Some(place) = next.get_mut(part.index()) else { continue };
            users.get_mut(*place as usize).into_iter().for_each(|slot| *slot = *user as u32);
            *place += 1;
        }
        Users { starts, users }
    }

    /// The nodes that go on to a node.
    pub(super) fn of(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let bound = |index: usize| self.starts.get(index).map_or(self.users.len(), |start| *start as usize);
        self.users.get(bound(node)..bound(node + 1)).unwrap_or_default().iter().map(|user| *user as usize)
    }
}
