//! Which branch of the reader's union takes a value.

use super::compile::promotion;
use crate::schema::{Kind, Node, NodeId, Schema};
use std::collections::HashMap;

/// The branches of a union, by what they are looked up with.
pub(super) struct Branches<'s> {
    /// By kind, and by full name for named types.
    exact: HashMap<(&'static str, &'s str), usize>,
    /// By kind and unqualified name or alias: what matches though the full name is another. The first one wins.
    matching: HashMap<(&'static str, &'s str), usize>,
    aliases: HashMap<(&'static str, &'s str), usize>,
    /// The primitive branches in their order, for promotions.
    primitives: Vec<(usize, &'s Kind)>,
}

impl<'s> Branches<'s> {
    pub(super) fn new(schema: &'s Schema, branches: &[NodeId]) -> Branches<'s> {
        let mut known = Branches {
            exact: HashMap::new(),
            matching: HashMap::new(),
            aliases: HashMap::new(),
            primitives: Vec::new(),
        };
        for (index, id) in branches.iter().enumerate() {
            let node = schema.node(*id);
            let kind = node.kind.type_name();
            let Some(name) = node.name() else {
                known.exact.entry((kind, "")).or_insert(index);
                known.primitives.push((index, &node.kind));
                continue;
            };
            known.exact.entry((kind, name.full())).or_insert(index);
            known.matching.entry((kind, name.simple())).or_insert(index);
            for alias in node.aliases() {
                known.aliases.entry((kind, alias.full())).or_insert(index);
            }
        }
        known
    }

    /// The branch that takes a value of the type `written`, which is no union.
    ///
    /// It is the branch of the same type, which for named types means the same full name; else the first whose name
    /// matches; else the first to which the type is promoted. What is inside a record plays no part, so that all data
    /// of one type go to one branch.
    ///
    /// ```text
    /// writer  "int"
    /// reader  ["double", "long", "int"]    int: the same type
    /// reader  ["double", "long"]           double: the first promotion
    ///
    /// writer  {"type": "record", "name": "a.Card", …}
    /// reader  [{"type": "record", "name": "b.Card", …}, {"type": "record", "name": "a.Card", …}]      the second: the same full name
    /// reader  [{"type": "record", "name": "Cash", …}, {"type": "record", "name": "b.Card", …}]        the second: its name matches
    /// ```
    pub(super) fn choose(&self, written: &Node) -> Option<usize> {
        let kind = written.kind.type_name();
        let Some(name) = written.name() else {
            return self.exact.get(&(kind, "")).copied().or_else(|| self.promoted(&written.kind));
        };
        self.exact.get(&(kind, name.full())).copied().or_else(|| {
            let by_name = self.matching.get(&(kind, name.simple()));
            let by_alias = self.aliases.get(&(kind, name.full()));
            by_name.into_iter().chain(by_alias).min().copied()
        })
    }

    fn promoted(&self, written: &Kind) -> Option<usize> {
        self.primitives.iter().find(|(_, kind)| promotion(written, kind).is_some()).map(|(index, _)| *index)
    }
}
