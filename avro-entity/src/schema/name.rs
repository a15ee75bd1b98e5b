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
pub fn instance_name(base: &str, arguments: &[impl AsRef<str>]) -> String {
    let mut name = String::new();
    widen(base, &mut name);
    for argument in arguments {
        name.push('_');
        widen(argument.as_ref(), &mut name);
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
