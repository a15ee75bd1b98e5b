//! A record from the old version to the new one: which fields it had in every version between.

use super::{Pair, record_like};
use crate::schema::{Field, Record, Schema};
use std::collections::HashMap;

/// The fields of a record by their names, in version after version; `None` where there is no such record.
pub(super) struct Steps<'s>(Vec<Option<HashMap<&'s str, &'s Field>>>);

impl<'s> Steps<'s> {
    pub(super) fn of(pair: &Pair<'s>, written: &'s Record, read: &'s Record) -> Steps<'s> {
        let newest = if pair.is_backward() { read } else { written };
        let record =
            |schema: &'s Schema| record_like(schema, &written.name).or_else(|| record_like(schema, &read.name));
        let records = pair.since.iter().map(|version| record(&version.schema)).chain([Some(newest)]);
        Steps(records.map(|record| record.map(by_name)).collect())
    }

    /// Whether there is a step from one version to the next in which `old` went and `new` came.
    pub(super) fn replaced(&self, old: &str, new: &str) -> bool {
        self.0.windows(2).any(|step| match step {
            [Some(before), Some(after)] => {
                let only =
                    |fields: &HashMap<&str, _>, there, gone| fields.contains_key(there) && !fields.contains_key(gone);
                only(before, old, new) && only(after, new, old)
            }
            _ => false,
        })
    }

    /// A field in the versions between the old and the new one, the newest first, under its name or one it had before.
    pub(super) fn between(&self, field: &Field) -> impl Iterator<Item = &'s Field> {
        let between = self.0.iter().skip(1).rev().skip(1).flatten();
        between.filter_map(|known| {
            let mut names = std::iter::once(&field.name).chain(&field.aliases);
            names.find_map(|name| known.get(name.as_str()).copied())
        })
    }
}

fn by_name(record: &Record) -> HashMap<&str, &Field> {
    record.fields.iter().map(|field| (field.name.as_str(), field)).collect()
}
