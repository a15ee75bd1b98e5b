//! Which of the fields that are gone may be which of the fields that are new.

use crate::compat::shape::alike;
use crate::schema::{Record, Schema};
use std::collections::{HashMap, HashSet};

/// The fields of a record that are paired, by their indices.
type Fields<'a> = (&'a Schema, &'a Record, &'a [usize]);

/// How many pairs of names are compared at most; where there are more, only names that differ in their spelling are paired.
pub(super) const COMPARED: usize = 10_000;

/// The pairs of a gone and a new field.
///
/// A pair has one type, and changed in one step. Where one field of a type is gone and one is new, they are a pair whatever
/// their names are; where there are several, those whose names are most alike go together, first of all those that are one name
/// in another case.
///
/// ```text
/// gone  first: string, last: string, age: int
/// new   first_name: string, last_name: string, years: int
/// pairs first – first_name, last – last_name, age – years
/// ```
pub(super) fn pairs(
    (old_schema, old, gone): Fields<'_>,
    (new_schema, new, added): Fields<'_>,
    in_one_step: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let name = |record: &'_ Record, index: usize| record.fields.get(index).map_or("", |field| &field.name).to_owned();
    let may_be = |from: usize, to: usize| {
        let types = old.fields.get(from).zip(new.fields.get(to));
        types.is_some_and(|(old, new)| alike(old_schema, old.schema, new_schema, new.schema)) && in_one_step(from, to)
    };
    let mut pairs = Pairs::default();
    let mut by_spelling: HashMap<String, usize> =
        gone.iter().map(|from| (spelling(&name(old, *from)), *from)).collect();
    for to in added {
        if let Some(from) = by_spelling.remove(&spelling(&name(new, *to))).filter(|from| may_be(*from, *to)) {
            pairs.add(from, *to);
        }
    }
    let gone: Vec<usize> = gone.iter().copied().filter(|from| !pairs.old.contains(from)).collect();
    let added: Vec<usize> = added.iter().copied().filter(|to| !pairs.new.contains(to)).collect();
    if gone.len().saturating_mul(added.len()) <= COMPARED {
        let all = gone.iter().flat_map(|from| added.iter().map(|to| (*from, *to)));
        let possible = all.filter(|(from, to)| may_be(*from, *to));
        pairs.add_most_alike(
            possible.map(|(from, to)| (likeness(&name(old, from), &name(new, to)), from, to)).collect(),
        );
    }
    pairs.list.sort_unstable();
    pairs.list
}

/// How alike two names are, from 0 to 1.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(one, other)
}

/// A name without what `camelCase` and `snake_case` differ in.
fn spelling(name: &str) -> String {
    name.chars().filter(|char| *char != '_').flat_map(char::to_lowercase).collect()
}

/// Pairs in which each field stands once.
#[derive(Default)]
pub(super) struct Pairs {
    pub(super) list: Vec<(usize, usize)>,
    old: HashSet<usize>,
    new: HashSet<usize>,
}

impl Pairs {
    fn add(&mut self, from: usize, to: usize) {
        if !self.old.contains(&from) && !self.new.contains(&to) {
            self.old.insert(from);
            self.new.insert(to);
            self.list.push((from, to));
        }
    }

    /// Adds pairs, those of the greatest likeness first.
    pub(super) fn add_most_alike(&mut self, mut candidates: Vec<(f64, usize, usize)>) {
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        candidates.into_iter().for_each(|(_, from, to)| self.add(from, to));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Kind;

    fn record(fields: &[(&str, &str)]) -> Schema {
        let fields: Vec<String> =
            fields.iter().map(|(name, kind)| format!(r#"{{"name":"{name}","type":"{kind}"}}"#)).collect();
        Schema::parse(&format!(r#"{{"type":"record","name":"R","fields":[{}]}}"#, fields.join(","))).unwrap()
    }

    fn paired(old: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<(usize, usize)> {
        let (old, new) = (record(old), record(new));
        let (Kind::Record(old_record), Kind::Record(new_record)) = (&old.root_node().kind, &new.root_node().kind)
        else {
            unreachable!()
        };
        let all = |record: &Record| (0..record.fields.len()).collect::<Vec<_>>();
        pairs((&old, old_record, &all(old_record)), (&new, new_record, &all(new_record)), |_, _| true)
    }

    #[test]
    fn a_field_alone_of_its_type_is_paired_whatever_its_name() {
        assert_eq!(paired(&[("age", "int")], &[("mail", "string"), ("years", "int")]), [(0, 1)]);
        assert_eq!(paired(&[("age", "int")], &[("age", "long")]), []);
    }

    #[test]
    fn several_are_paired_by_likeness_of_name() {
        let old = [("first", "string"), ("last", "string")];
        assert_eq!(paired(&old, &[("last_name", "string"), ("first_name", "string")]), [(0, 1), (1, 0)]);
        assert_eq!(paired(&old, &[("lost", "string")]), [(1, 0)]);
    }

    fn ints(names: &[String]) -> Vec<(&str, &str)> {
        names.iter().map(|name| (name.as_str(), "int")).collect()
    }

    #[test]
    fn thousands_of_fields_in_another_case_are_paired_at_once() {
        let names = |separator: &str| (0..3_000).map(|n| format!("field{separator}{n}")).collect::<Vec<_>>();
        let (old, new) = (names("_"), names(""));
        let expected: Vec<(usize, usize)> = (0..3_000).map(|n| (n, n)).collect();
        assert_eq!(paired(&ints(&old), &ints(&new)), expected);
    }
}
