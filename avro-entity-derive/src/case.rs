//! The cases of `rename_all`, with serde's names and serde's results.

use syn::LitStr;

/// A case that turns Rust names into legal Avro names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
}

const CASES: [(&str, Case); 6] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
];

fn unknown(value: &str) -> String {
    let instead = match value {
        "kebab-case" => "snake_case",
        "SCREAMING-KEBAB-CASE" => "SCREAMING_SNAKE_CASE",
        _ => {
            let known = CASES.map(|(name, _)| format!("`{name}`")).join(", ");
            return format!("`{value}` is no case: use one of {known}");
        }
    };
    format!("`{value}` gives names that Avro does not allow: use `#[avro(rename_all = \"{instead}\")]`")
}

impl Case {
    pub(crate) fn parse(text: &LitStr) -> syn::Result<Case> {
        let value = text.value();
        match CASES.iter().find(|(name, _)| *name == value) {
            Some((_, case)) => Ok(*case),
            None => Err(syn::Error::new(text.span(), unknown(&value))),
        }
    }

    /// The name of a field, which Rust writes in snake case.
    pub(crate) fn of_field(self, name: &str) -> String {
        match self {
            Case::Lower | Case::Snake => name.to_owned(),
            Case::Upper | Case::ScreamingSnake => name.to_ascii_uppercase(),
            Case::Pascal => capitalized(name),
            Case::Camel => uncapitalized(&capitalized(name)),
        }
    }

    /// The name of a variant, which Rust writes in Pascal case.
    pub(crate) fn of_variant(self, name: &str) -> String {
        match self {
            Case::Pascal => name.to_owned(),
            Case::Lower => name.to_ascii_lowercase(),
            Case::Upper => name.to_ascii_uppercase(),
            Case::Camel => uncapitalized(name),
            Case::Snake => snake(name),
            Case::ScreamingSnake => snake(name).to_ascii_uppercase(),
        }
    }
}

/// `first_name` as `FirstName`.
fn capitalized(name: &str) -> String {
    let mut next = true;
    let mut out = String::new();
    for letter in name.chars() {
        if letter == '_' {
            next = true;
        } else if std::mem::take(&mut next) {
            out.push(letter.to_ascii_uppercase());
        } else {
            out.push(letter);
        }
    }
    out
}

fn uncapitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

/// `FirstName` as `first_name`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for (index, letter) in name.chars().enumerate() {
        if index > 0 && letter.is_uppercase() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn fields_and_variants_come_out_as_serde_has_them() {
        let cases = [Case::Lower, Case::Upper, Case::Pascal, Case::Camel, Case::Snake, Case::ScreamingSnake];
        assert_eq!(
            cases.map(|case| case.of_field("very_tasty")),
            ["very_tasty", "VERY_TASTY", "VeryTasty", "veryTasty", "very_tasty", "VERY_TASTY"]
        );
        assert_eq!(
            cases.map(|case| case.of_variant("VeryTasty")),
            ["verytasty", "VERYTASTY", "VeryTasty", "veryTasty", "very_tasty", "VERY_TASTY"]
        );
    }
}
