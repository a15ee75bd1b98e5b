//! What several versions have in common: one finding for one thing, with all the versions that it breaks.

use super::judge::{Draft, Found, OwnedSpot};
use super::level::Direction;
use super::rule::{self, Class};
use crate::resolve::Reach;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

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
pub(super) type Key = (&'static str, OwnedSpot, String, String);

/// The key of a draft.
pub(super) fn key(draft: &Draft) -> Key {
    (draft.rule.id, draft.new.about.clone(), draft.new.tail.clone(), draft.subject.clone())
}

impl Groups {
    /// Adds a draft about the version of this index; older versions come first.
    pub(super) fn add(&mut self, draft: Draft, index: usize, direction: Direction) {
        let key = key(&draft);
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

    /// All of them, but for what is news in one and told with its consequences in another.
    pub(super) fn into_list(self) -> Vec<Group> {
        let is_break = |group: &&Group| group.draft.rule.class == Class::Resolution;
        let broken: HashSet<_> = self.list.iter().filter(is_break).flat_map(Group::places).collect();
        let is_told = |group: &Group| {
            group.is_news_of_reading() && broken.contains(&(group.draft.new.about.clone(), &group.draft.new.tail))
        };
        let told: Vec<bool> = self.list.iter().map(is_told).collect();
        self.list.into_iter().zip(told).filter_map(|(group, is_told)| (!is_told).then_some(group)).collect()
    }
}

impl Group {
    /// What it is about and the way from there; a symbol is in its enum, and a branch in its union.
    fn places(&self) -> [(OwnedSpot, &str); 2] {
        let Found { about, tail, .. } = &self.draft.new;
        let outside = match about {
            OwnedSpot::Symbol(id, _) => (OwnedSpot::Node(*id), ""),
            about => (about.clone(), tail.rsplit_once('(').map_or(tail.as_str(), |(union, _)| union)),
        };
        [(about.clone(), tail), outside]
    }

    /// Whether it is news of what data are found and read by: where that breaks something, there is a finding that says so.
    fn is_news_of_reading(&self) -> bool {
        let news = [&rule::DEFAULT_REMOVED, &rule::ALIAS_CHANGED, &rule::UNION_CHANGED];
        news.iter().any(|rule| rule.id == self.draft.rule.id)
    }

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
