//! Names of the specification: simple names, namespaces and full names.

use crate::error::{Error, ErrorKind};
use std::fmt;

/// The full name of a record, enum or fixed, as the section "Names" of the specification has it.
///
/// ```
/// let name = avro_entity::schema::Name::parse("net.example.Account", None)?;
/// assert_eq!((name.simple(), name.namespace()), ("Account", Some("net.example")));
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Box<str>);

impl Name {
    /// A name as it stands in a schema: a full name when it has a dot, else one in the `enclosing` namespace.
    ///
    /// Every part must match `[A-Za-z_][A-Za-z0-9_]*`.
    pub fn parse(text: &str, enclosing: Option<&str>) -> Result<Name, Error> {
        let name = Name::lenient(text, enclosing);
        match name.0.split('.').find(|part| !is_identifier(part)) {
            None => Ok(name),
            Some(part) => Err(Error::new(ErrorKind::Schema, illegal(text, part))),
        }
    }

    /// The same without a look at the characters, for schemas of other producers.
    pub fn lenient(text: &str, enclosing: Option<&str>) -> Name {
        // A leading dot stands for the null namespace.
        let text = match text.rsplit_once('.') {
            Some(("", simple)) => return Name(simple.into()),
            Some(_) => text,
            None => match enclosing {
                Some(namespace) if !namespace.is_empty() => return Name(format!("{namespace}.{text}").into()),
                _ => text,
            },
        };
        Name(text.into())
    }

    /// The name with its namespace.
    pub fn full(&self) -> &str {
        &self.0
    }

    /// The name without its namespace.
    pub fn simple(&self) -> &str {
        self.0.rsplit_once('.').map_or(&*self.0, |(_, simple)| simple)
    }

    /// The namespace; `None` for the null namespace.
    pub fn namespace(&self) -> Option<&str> {
        self.0.rsplit_once('.').map(|(namespace, _)| namespace)
    }

    /// How the name is written on a type, in whose namespace simple names are: a dot in front stands for the null namespace.
    pub(crate) fn written_on(&self, type_name: &Name) -> String {
        match (self.namespace(), type_name.namespace()) {
            (own, around) if own == around => self.simple().to_owned(),
            (None, _) => format!(".{self}"),
            _ => self.full().to_owned(),
        }
    }
}

/// Whether `text` matches `[A-Za-z_][A-Za-z0-9_]*`: a simple name, a symbol, a part of a namespace.
pub(crate) fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The simple name of a generic type for these arguments: `Page_Account` for `Page<Account>`.
///
/// `_` stands in front of every argument. The underscores inside of `base` and of an argument grow by one, so that two lists
/// of arguments never give one name: `Pair<A_B, C>` is `Pair_A__B_C` and `Pair<A, B_C>` is `Pair_A_B__C`.
///
/// Where `base` or an argument begins or ends with an underscore, that would run into the one that stands between them. Such a
/// name begins with `_`, as no other does, has `_0` in front of every argument, and two underscores for each:
/// `Pair<A_, B>` is `_Pair_0A___0B` and `Pair<A, _B>` is `_Pair_0A_0__B`.
///
/// ```
/// use avro_entity::schema::instance_name;
/// assert_eq!(instance_name("Pair", &["A_B", "C"]), "Pair_A__B_C");
/// assert_eq!(instance_name("Pair", &["A_", "B"]), "_Pair_0A___0B");
/// ```
pub fn instance_name(base: &str, arguments: &[impl AsRef<str>]) -> String {
    let parts = || std::iter::once(base).chain(arguments.iter().map(AsRef::as_ref));
    if parts().any(|part| part.starts_with('_') || part.ends_with('_')) {
        let parts: Vec<String> = parts().map(|part| part.replace('_', "__")).collect();
        return format!("_{}", parts.join("_0"));
    }
    let mut name = String::new();
    for (index, part) in parts().enumerate() {
        if index > 0 {
            name.push('_');
        }
        widen(part, &mut name);
    }
    name
}

/// Appends `part` with every run of underscores longer by one.
fn widen(part: &str, name: &mut String) {
    let mut last = None;
    for letter in part.chars() {
        if letter == '_' && last != Some('_') {
            name.push('_');
        }
        name.push(letter);
        last = Some(letter);
    }
}

fn illegal(name: &str, part: &str) -> String {
    if part == name {
        format!("`{name}` is not a name of letters, digits and underscores that starts with no digit")
    } else {
        format!("`{part}` in `{name}` is not a name of letters, digits and underscores that starts with no digit")
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// All texts of up to `len` of these letters, but the empty one.
    fn texts(letters: &str, len: u32) -> Vec<String> {
        let mut all = vec![String::new()];
        for _ in 0..len {
            let longer = |text: &String| letters.chars().map(|letter| format!("{text}{letter}")).collect::<Vec<_>>();
            all.extend(all.clone().iter().flat_map(longer));
        }
        all.sort();
        all.dedup();
        all.retain(|text| !text.is_empty());
        all
    }

    #[track_caller]
    fn are_all_different(lists: impl Iterator<Item = Vec<String>>) {
        let mut known: HashMap<String, Vec<String>> = HashMap::new();
        for list in lists {
            let (base, arguments) = list.split_first().unwrap();
            let name = instance_name(base, arguments);
            assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'), "{list:?}: `{name}`");
            if let Some(other) = known.insert(name.clone(), list.clone()) {
                assert_eq!(other, list, "both are `{name}`");
            }
        }
    }

    /// All lists of `len` of these texts.
    fn lists(texts: &[String], len: u32) -> Vec<Vec<String>> {
        (0..len).fold(vec![Vec::new()], |lists, _| {
            lists
                .iter()
                .flat_map(|list| texts.iter().map(move |text| [list.as_slice(), std::slice::from_ref(text)].concat()))
                .collect()
        })
    }

    #[test]
    fn two_lists_of_arguments_never_give_one_name() {
        // A letter, the digit that has a meaning of its own, and underscores, wherever they may stand.
        let short = texts("A_0", 3);
        are_all_different((1..=3).flat_map(|len| lists(&short, len)));
        let shorter = texts("A_0", 2);
        are_all_different((1..=4).flat_map(|len| lists(&shorter, len)));
        // Longer runs of underscores, and instances inside of instances.
        let long = texts("A_", 5);
        are_all_different((1..=2).flat_map(|len| lists(&long, len)));
        let inner = lists(&texts("A_", 2), 2).into_iter().map(|list| instance_name(&list[0], &list[1..]));
        let inner: Vec<String> = inner.chain(texts("A_", 2)).collect();
        are_all_different((1..=2).flat_map(|len| lists(&inner, len)));
    }

    #[test]
    fn names_without_underscores_at_their_ends_are_as_they_ever_were() {
        let inside = |text: &&String| !text.starts_with('_') && !text.ends_with('_');
        let parts: Vec<String> = texts("A_0", 4).iter().filter(inside).cloned().collect();
        for list in lists(&parts, 2) {
            let wider: Vec<String> = list.iter().map(|part| part.replace("0_", "0__").replace("A_", "A__")).collect();
            assert_eq!(instance_name(&list[0], &list[1..]), wider.join("_"));
        }
        assert_eq!(instance_name("Page", &["Account"]), "Page_Account");
        assert_eq!(instance_name("Pair", &["A_B", "C__D"]), "Pair_A__B_C___D");
    }

    #[test]
    fn names_with_underscores_at_their_ends_are_spelled_out() {
        assert_eq!(instance_name("Pair", &["A_", "B"]), "_Pair_0A___0B");
        assert_eq!(instance_name("Pair", &["A", "_B"]), "_Pair_0A_0__B");
        assert_eq!(instance_name("_Page", &["A_B"]), "___Page_0A__B");
    }
}
