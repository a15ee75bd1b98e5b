//! What several versions have in common: one finding for one thing, with all the versions that it breaks.

use super::judge::{Draft, OwnedSpot};
use super::level::Direction;
use crate::resolve::Reach;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What is the same against several versions.
pub(super) struct Group {
    /// The draft against the newest of them.
    pub(super) draft: Draft,
    /// The index of that version, and the direction.
    pub(super) index: usize,
    pub(super) direction: Direction,
    /// All versions, oldest first.
    pub(super) breaks: Vec<(usize, Direction, Reach)>,
}

/// Groups in the order in which they were found.
#[derive(Default)]
pub(super) struct Groups {
    list: Vec<Group>,
    known: HashMap<Key, usize>,
}

/// What makes two drafts one: the rule, the thing in the new schema that it is about, the way from there to the place, and
/// what of the place.
///
/// The whole path would not do: a type that several fields have is come to by the first of them, and that may be another
/// one against another version.
type Key = (&'static str, OwnedSpot, String, String);

impl Groups {
    /// Adds a draft about the version of this index; older versions come first.
    pub(super) fn add(&mut self, draft: Draft, index: usize, direction: Direction) {
        let key = (draft.rule.id, draft.new.about.clone(), draft.new.tail.clone(), draft.subject.clone());
        let broken = (index, direction, draft.reach);
        match self.known.entry(key) {
            Entry::Vacant(slot) => {
                slot.insert(self.list.len());
                self.list.push(Group { draft, index, direction, breaks: vec![broken] });
            }
            Entry::Occupied(known) => {
                if let Some(group) = self.list.get_mut(*known.get()) {
                    group.join(draft, broken);
                }
            }
        }
    }

    pub(super) fn into_list(self) -> Vec<Group> {
        self.list
    }
}

impl Group {
    fn join(&mut self, mut draft: Draft, broken: (usize, Direction, Reach)) {
        let (index, direction, _) = broken;
        if index > self.index {
            (self.index, self.direction) = (index, direction);
            std::mem::swap(&mut self.draft, &mut draft);
        }
        for edit in draft.fixes {
            if !self.draft.fixes.contains(&edit) {
                self.draft.fixes.push(edit);
            }
        }
        if !self.breaks.iter().any(|(known, to, _)| (*known, *to) == (index, direction)) {
            self.breaks.push(broken);
        }
    }
}
