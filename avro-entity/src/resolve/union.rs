//! Which branch of the reader's union takes a value.

use super::compile::promotion;
use super::names;
use crate::schema::{Kind, Node, NodeId, Schema};
use std::collections::HashMap;

/// How many branches are so few that looking at each is faster than a table.
pub(super) const FEW: usize = 8;

/// The branches of a union, by what they are looked up with.
pub(super) struct Table<'s> {
    /// By kind, and by full name for named types.
    exact: HashMap<(&'static str, &'s str), usize>,
    /// By kind and the full name of an alias, and by kind and unqualified name. The first one wins.
    aliases: HashMap<(&'static str, &'s str), usize>,
    unqualified: HashMap<(&'static str, &'s str), usize>,
    /// The primitive branches in their order, for promotions.
    primitives: Vec<(usize, &'s Kind)>,
}

/// The branch that takes a value of the type `written`, which is no union.
///
/// It is the branch of the same type, which for named types means the same full name; else the first that has this name as an
/// alias; else the first whose unqualified name is the same; else the first to which the type is promoted. What is inside a
/// record plays no part, so that all data of one type go to one branch.
///
/// ```text
/// writer  "int"
/// reader  ["double", "long", "int"]    int: the same type
/// reader  ["double", "long"]           double: the first promotion
///
/// writer  {"type": "record", "name": "a.Card", …}
/// reader  [{"type": "record", "name": "b.Card", …}, {"type": "record", "name": "a.Card", …}]      the second: the same full name
/// reader  [{"type": "record", "name": "Cash", …}, {"type": "record", "name": "b.Card", …}]        the second: its name matches
/// reader  [{"type": "record", "name": "b.Card", …}, {"type": "record", "name": "Cash", "aliases": ["a.Card"], …}]       the second
/// ```
pub(super) fn choose(schema: &Schema, branches: &[NodeId], written: &Node) -> Option<usize> {
    let place = |fits: &dyn Fn(&Node) -> bool| branches.iter().position(|branch| fits(schema.node(*branch)));
    let of_kind = |fits: &dyn Fn(&Node) -> bool| place(&|branch| branch.kind.is_like(&written.kind) && fits(branch));
    let same = of_kind(&|branch| branch.name() == written.name());
    match written.name() {
        None => same.or_else(|| place(&|branch| promotion(&written.kind, &branch.kind).is_some())),
        Some(name) => same
            .or_else(|| of_kind(&|branch| branch.aliases().contains(name)))
            .or_else(|| of_kind(&|branch| names::matches(written, branch))),
    }
}

impl<'s> Table<'s> {
    pub(super) fn new(schema: &'s Schema, branches: &[NodeId]) -> Table<'s> {
        let mut known = Table {
            exact: HashMap::new(),
            aliases: HashMap::new(),
            unqualified: HashMap::new(),
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
            known.unqualified.entry((kind, name.simple())).or_insert(index);
            for alias in node.aliases() {
                known.aliases.entry((kind, alias.full())).or_insert(index);
            }
        }
        known
    }

    /// What [`choose`] finds.
    pub(super) fn choose(&self, written: &Node) -> Option<usize> {
        let kind = written.kind.type_name();
        let Some(name) = written.name() else {
            return self.exact.get(&(kind, "")).copied().or_else(|| self.promoted(&written.kind));
        };
        let (full, simple) = ((kind, name.full()), (kind, name.simple()));
        let named = self.exact.get(&full).or_else(|| self.aliases.get(&full));
        named.or_else(|| self.unqualified.get(&simple)).copied()
    }

    fn promoted(&self, written: &Kind) -> Option<usize> {
        self.primitives.iter().find(|(_, kind)| promotion(written, kind).is_some()).map(|(index, _)| *index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ways of looking find the same branch, for every type of a union that has each kind of clash.
    #[test]
    fn few_and_many_branches_are_looked_up_alike() {
        let text = r#"["double", "long", "string", {"type": "record", "name": "b.Card", "aliases": ["x.Cash"], "fields": []},
            {"type": "record", "name": "a.Card", "aliases": ["y.Card"], "fields": []}, {"type": "enum", "name": "c.Cash", "symbols": ["A"]},
            {"type": "array", "items": "int"}]"#;
        let schema = Schema::parse(text).unwrap();
        let branches = schema.root_node().branches().unwrap();
        let table = Table::new(&schema, branches);
        let written = r#"["null", "int", "float", "long", "bytes", "double", {"type": "record", "name": "a.Card", "fields": []},
            {"type": "record", "name": "d.Card", "fields": []}, {"type": "record", "name": "x.Cash", "fields": []},
            {"type": "record", "name": "y.Card", "fields": []},
            {"type": "enum", "name": "d.Cash", "symbols": []}, {"type": "array", "items": "long"}]"#;
        let written = Schema::parse(written).unwrap();
        let found: Vec<Option<usize>> = written
            .root_node()
            .branches()
            .unwrap()
            .iter()
            .map(|id| {
                let few = choose(&schema, branches, written.node(*id));
                assert_eq!(few, table.choose(written.node(*id)), "{:?}", written.node(*id));
                few
            })
            .collect();
        let some = |index| Some(index);
        assert_eq!(
            found,
            [None, some(0), some(0), some(1), some(2), some(0), some(4), some(3), some(3), some(4), some(5), some(6)]
        );
    }
}
