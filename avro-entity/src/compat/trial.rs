//! Fixes are tried before they are shown: the changed schema is checked like any other.

use super::check::Check;
use super::finding::Fix;
use super::fix;
use super::group::Group;
use super::judge::Draft;
use super::severity::Severity;
use super::version::Version;
use crate::schema::Edit;
use std::collections::HashSet;

/// How much is compared at most for the fixes of one report: types of the new schema times versions.
const WORK: usize = 100_000;

/// How many changes are tried in any case.
const LEAST: usize = 8;

/// The changes that were tried, each once, however many findings ask for it.
pub(super) struct Trials<'c> {
    check: &'c Check,
    history: &'c [Version],
    new: &'c Version,
    denied: usize,
    known: Vec<(Edit, Option<Left>)>,
    room: usize,
}

/// What is left after a change.
struct Left {
    denied: usize,
    /// Rules with the places where they still speak, in the old and in the new schema.
    old: HashSet<(&'static str, String)>,
    new: HashSet<(&'static str, String)>,
}

impl<'c> Trials<'c> {
    pub(super) fn new(check: &'c Check, groups: &[Group], history: &'c [Version], new: &'c Version) -> Trials<'c> {
        let work = new.schema.len().saturating_mul(history.len()).max(1);
        let room = (WORK / work).max(LEAST);
        Trials { check, history, new, denied: count_denied(check, groups), known: Vec::new(), room }
    }

    /// The change that makes a finding go away and leaves the least that is denied; the first of those that are equal. An
    /// `Option` is for where nothing else helps: another type may only hide what is denied besides.
    pub(super) fn fix(&mut self, group: &Group) -> Option<Fix> {
        let severity = self.check.severity_of(group.draft.rule);
        if severity < Severity::Warn {
            return None;
        }
        let most = if severity == Severity::Deny { self.denied.checked_sub(1)? } else { self.denied };
        let is_optional = |edit: &&Edit| matches!(edit, Edit::Optional(..));
        let edits = group.draft.fixes.iter().filter(|edit| fix::is_writable(edit, self.new));
        let (optional, others): (Vec<&Edit>, Vec<&Edit>) = edits.partition(is_optional);
        let best = self.best(&others, &group.draft, most).or_else(|| self.best(&optional, &group.draft, most))?;
        fix::show(best, self.new)
    }

    fn best<'e>(&mut self, edits: &[&'e Edit], draft: &Draft, most: usize) -> Option<&'e Edit> {
        let mut best = None;
        let mut least = most.saturating_add(1);
        for edit in edits {
            if let Some(left) = self.left(edit)
                && left.denied < least
                && !left.has(draft, edit)
            {
                (best, least) = (Some(*edit), left.denied);
            }
        }
        best
    }

    /// What a change leaves; `None` when it gives no schema, or enough has been tried.
    fn left(&mut self, edit: &Edit) -> Option<&Left> {
        let known = self.known.iter().position(|(known, _)| known == edit);
        let index = match known {
            Some(index) => index,
            None => {
                self.room = self.room.checked_sub(1)?;
                let left = self.attempt(edit);
                self.known.push((edit.clone(), left));
                self.known.len() - 1
            }
        };
        self.known.get(index)?.1.as_ref()
    }

    fn attempt(&self, edit: &Edit) -> Option<Left> {
        let schema = self.new.schema.edited(edit)?;
        let schema = match fix::besides(edit, self.new) {
            Some(besides) => schema.edited(&besides)?,
            None => schema,
        };
        let (groups, _) = self.check.compare(self.history, &Version { schema, ..self.new.clone() });
        let place = |path: fn(&Draft) -> &String| {
            groups.iter().map(|group| (group.draft.rule.id, path(&group.draft).clone())).collect()
        };
        Some(Left {
            denied: count_denied(self.check, &groups),
            old: place(|draft| &draft.old.path),
            new: place(|draft| &draft.new.path),
        })
    }
}

impl Left {
    /// Whether a finding is still there after a change. What a new name changes is the path in the new schema.
    fn has(&self, draft: &Draft, edit: &Edit) -> bool {
        match edit {
            Edit::FieldName(..) | Edit::TypeName(..) | Edit::SymbolName(..) => {
                self.old.contains(&(draft.rule.id, draft.old.path.clone()))
            }
            _ => self.new.contains(&(draft.rule.id, draft.new.path.clone())),
        }
    }
}

fn count_denied(check: &Check, groups: &[Group]) -> usize {
    groups.iter().filter(|group| check.severity_of(group.draft.rule) == Severity::Deny).count()
}
