//! The table of keys: where each is allowed, and what to say when one is not.

use Place::{Field, Type, Variant};

/// What an attribute stands on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    Type,
    Field,
    Variant,
}

impl Place {
    pub(super) fn article(self) -> &'static str {
        match self {
            Type => "a type",
            Field => "a field",
            Variant => "a variant",
        }
    }
}

const KEYS: &[(&str, &[Place])] = &[
    ("alias", &[Type, Field, Variant]),
    ("bound", &[Type]),
    ("crate", &[Type]),
    ("decimal", &[Field]),
    ("default", &[Field, Variant]),
    ("default_json", &[Field]),
    ("doc", &[Type, Field, Variant]),
    ("duration", &[Field]),
    ("error", &[Type]),
    ("exact", &[Field]),
    ("fixed", &[Field]),
    ("flatten", &[Field]),
    ("ignore", &[Field, Variant]),
    ("into", &[Type]),
    ("map", &[Field]),
    ("meta", &[Type, Field, Variant]),
    ("name", &[Type, Field, Variant]),
    ("namespace", &[Type]),
    ("order", &[Field]),
    ("private", &[Field]),
    ("rename_all", &[Type, Variant]),
    ("repr", &[Type]),
    ("required", &[Field]),
    ("root", &[Type]),
    ("schema", &[Field]),
    ("schema_file", &[Field]),
    ("stringable", &[Field]),
    ("time", &[Field]),
    ("timestamp", &[Field]),
    ("transparent", &[Type]),
    ("try_from", &[Type]),
    ("type_meta", &[Field]),
    ("with", &[Field]),
];

/// Words of serde and of `apache_avro` that have another one here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("rename", "name"),
    ("skip", "ignore"),
    ("aliases", "alias"),
    ("from", "try_from"),
    ("symbol", "name"),
    ("props", "meta"),
    ("display", "stringable"),
];

/// The keys that the derive of `apache_avro` has as well.
const SHARED: [&str; 9] =
    ["alias", "default", "doc", "flatten", "name", "namespace", "rename_all", "transparent", "with"];

/// Whether `key` is one of ours and none of `apache_avro`'s.
pub(super) fn is_ours_alone(key: &str) -> bool {
    KEYS.iter().any(|(known, _)| *known == key) && !SHARED.contains(&key)
}

/// Why `key` cannot stand on `place`, and what to write instead.
pub(super) fn refusal(key: &str, place: Place) -> String {
    if let Some((_, places)) = KEYS.iter().find(|(known, _)| *known == key) {
        let places: Vec<&str> = places.iter().map(|place| place.article()).collect();
        return format!("`{key}` stands on {}, not on {}", places.join(" or "), place.article());
    }
    let here = || KEYS.iter().filter(|(_, places)| places.contains(&place)).map(|(known, _)| *known);
    let meant = ELSEWHERE.iter().find(|(word, _)| *word == key).map(|(_, ours)| *ours);
    let nearest = || here().map(|known| (distance(key, known), known)).min().filter(|(far, _)| *far <= 2);
    match meant.filter(|ours| here().any(|known| known == *ours)).or_else(|| nearest().map(|(_, known)| known)) {
        Some(known) => format!("unknown key `{key}`, did you mean `{known}`?"),
        None => format!("unknown key `{key}`; {} knows {}", place.article(), here().collect::<Vec<_>>().join(", ")),
    }
}

/// How many letters have to be put in, left out, exchanged or swapped to get from one word to the other.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let exchange = at(&row, j) + usize::from(a != b);
            let swap = (i > 0 && j > 0 && from.get(i - 1) == Some(b) && to.get(j - 1) == Some(a))
                .then(|| at(&before, j - 1) + 1);
            let least = exchange.min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            next.push(swap.map_or(least, |swap| swap.min(least)));
        }
        before = std::mem::replace(&mut row, next);
    }
    at(&row, to.len())
}

fn at(row: &[usize], index: usize) -> usize {
    row.get(index).copied().unwrap_or(usize::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::{KEYS, Place, distance, refusal};

    #[test]
    fn a_key_of_another_place_says_where_it_stands() {
        assert_eq!(refusal("flatten", Place::Type), "`flatten` stands on a field, not on a type");
        assert_eq!(refusal("rename_all", Place::Field), "`rename_all` stands on a type or a variant, not on a field");
    }

    #[test]
    fn a_slip_is_answered_with_the_nearest_key_of_the_same_place() {
        assert_eq!(refusal("aliass", Place::Field), "unknown key `aliass`, did you mean `alias`?");
        assert_eq!(refusal("defualt", Place::Field), "unknown key `defualt`, did you mean `default`?");
        assert_eq!(refusal("rename", Place::Type), "unknown key `rename`, did you mean `name`?");
        assert_eq!(refusal("skip", Place::Variant), "unknown key `skip`, did you mean `ignore`?");
        assert!(refusal("colour", Place::Variant).starts_with("unknown key `colour`; a variant knows alias, default"));
    }

    #[test]
    fn a_swap_is_one_step() {
        assert_eq!((distance("maet", "meta"), distance("", "map"), distance("root", "root")), (2, 3, 0));
        assert_eq!(distance("mtea", "meta"), 1);
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(KEYS.is_sorted_by_key(|(key, _)| *key));
    }
}
