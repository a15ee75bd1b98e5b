//! Which of the fields that are gone may be which of the fields that are new.

use crate::compat::shape::alike;
use crate::schema::{Record, Schema};

/// The pairs of a gone and a new field, by their indices.
///
/// A pair has one type. Where one field of a type is gone and one is new, they are a pair whatever their names are; where there
/// are several, those whose names are most alike go together.
///
/// ```text
/// gone  first: string, last: string, age: int
/// new   first_name: string, last_name: string, years: int
/// pairs first – first_name, last – last_name, age – years
/// ```
pub(super) fn pairs(
    (old_schema, old, gone): (&Schema, &Record, &[usize]),
    (new_schema, new, added): (&Schema, &Record, &[usize]),
) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (from, old_field) in gone.iter().filter_map(|index| Some((*index, old.fields.get(*index)?))) {
        for (to, new_field) in added.iter().filter_map(|index| Some((*index, new.fields.get(*index)?))) {
            if alike(old_schema, old_field.schema, new_schema, new_field.schema) {
                let likeness = strsim::normalized_damerau_levenshtein(&old_field.name, &new_field.name);
                candidates.push((likeness, from, to));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, from, to) in candidates {
        if pairs.iter().all(|(known_from, known_to)| *known_from != from && *known_to != to) {
            pairs.push((from, to));
        }
    }
    pairs.sort_unstable();
    pairs
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
        pairs((&old, old_record, &all(old_record)), (&new, new_record, &all(new_record)))
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
}
