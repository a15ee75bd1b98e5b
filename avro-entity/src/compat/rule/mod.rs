//! The rules: one table, which the check, the reports, `explain` and the manual read.
//!
//! A rule is data. What makes it speak is in `judge`; its text is here and nowhere else.

mod data;
mod history;
mod info;
mod portability;
mod resolution;
mod risk;
mod schema;
mod value;

pub(crate) use data::*;
#[cfg(not(feature = "gate"))]
use history::HISTORY_RULES;
#[cfg(feature = "gate")]
pub(crate) use history::*;
pub(crate) use info::*;
pub(crate) use portability::*;
pub(crate) use resolution::*;
pub(crate) use risk::*;
pub(crate) use schema::*;
pub(crate) use value::*;

use super::level::Direction;
use super::severity::Severity;
use serde::{Serialize, Serializer};
use std::fmt;

/// What a check can find, and what there is to say about it.
///
/// ```
/// let rule = avro_entity::compat::rule("type-narrowed").expect("a rule");
/// assert_eq!(rule.title, "a type became narrower");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// Lower case, with hyphens: it stands in reports, settings and waivers.
    pub id: &'static str,
    /// What happened, in a few words.
    pub title: &'static str,
    /// What a check does about it, unless the workspace or the entity says otherwise.
    pub severity: Severity,
    /// What kind of harm it does.
    pub class: Class,
    /// Who may be harmed: new code that reads old data, old code that reads new data.
    pub directions: &'static [Direction],
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// The least that makes the rule speak.
    pub example: Example,
}

/// An example of a [`Rule`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Example {
    /// Schemas from the oldest version to today's, as JSON.
    Versions(&'static [&'static str]),
    /// What happens in a folder of histories, or to data.
    Story(&'static str),
}

/// What kind of harm a finding speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Some data cannot be read.
    Resolution,
    /// Data are read as another value.
    Value,
    /// Data are readable by the specification and not by the decoders that most consumers have.
    Portability,
    /// A schema is wrong in itself.
    Schema,
    /// The history is not what was recorded.
    History,
    /// Records that are there are not read.
    Data,
    /// Nothing breaks, and something may.
    Risk,
    /// Worth knowing.
    Info,
}

impl Class {
    /// All classes, in the order of reports.
    pub const ALL: &'static [Class] = &[
        Class::Resolution,
        Class::Value,
        Class::Portability,
        Class::Schema,
        Class::History,
        Class::Data,
        Class::Risk,
        Class::Info,
    ];

    /// Its name: `resolution`, `value`, …
    pub fn name(self) -> &'static str {
        match self {
            Class::Resolution => "resolution",
            Class::Value => "value",
            Class::Portability => "portability",
            Class::Schema => "schema",
            Class::History => "history",
            Class::Data => "data",
            Class::Risk => "risk",
            Class::Info => "info",
        }
    }

    /// Whether the class is judged against every version of the level, and not for the last step alone.
    pub fn is_transitive(self) -> bool {
        !matches!(self, Class::Risk | Class::Info)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// As its name.
impl Serialize for Class {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// All rules, class by class.
///
/// ```
/// let ids: Vec<&str> = avro_entity::compat::rules().map(|rule| rule.id).collect();
/// assert!(ids.contains(&"decimal-scale-changed"));
/// ```
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let classes = [
        RESOLUTION_RULES,
        VALUE_RULES,
        PORTABILITY_RULES,
        SCHEMA_RULES,
        HISTORY_RULES,
        DATA_RULES,
        RISK_RULES,
        INFO_RULES,
    ];
    classes.into_iter().flatten().copied()
}

/// The rule of this id.
///
/// ```
/// assert!(avro_entity::compat::rule("field-removed").is_some());
/// assert!(avro_entity::compat::rule("field-remove").is_none());
/// ```
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.id == id)
}

impl Rule {
    /// What `explain` prints: title, why, what to do, and the example.
    ///
    /// ```
    /// let text = avro_entity::compat::rule("enum-symbol-removed").expect("a rule").explanation();
    /// assert!(text.starts_with("enum-symbol-removed: an enum lost a symbol\n"));
    /// ```
    pub fn explanation(&self) -> String {
        let directions: Vec<&str> = self.directions.iter().map(|direction| direction.name()).collect();
        let who = if directions.is_empty() { String::new() } else { format!(", {}", directions.join(" and ")) };
        let mut text = format!(
            "{}: {}\n\n{} ({}{who})\n\nwhy: {}\n\nfix: {}\n\n",
            self.id, self.title, self.severity, self.class, self.why, self.fix
        );
        match self.example {
            Example::Story(story) => text.push_str(&format!("example: {story}\n")),
            Example::Versions([old, new]) => text.push_str(&format!("example:\n  old {old}\n  new {new}\n")),
            Example::Versions(versions) => {
                text.push_str("example, oldest version first:\n");
                text.extend(versions.iter().map(|version| format!("  {version}\n")));
            }
        }
        text
    }
}

/// A table of rules of one class and severity.
macro_rules! table {
    ($all:ident: $class:ident, $severity:ident; $(
        $name:ident: $id:literal, $directions:ident,
        $title:literal,
        why $why:literal,
        fix $fix:literal,
        $example:ident($($text:tt)*);
    )*) => {
        $(
            pub(crate) static $name: Rule = Rule {
                id: $id,
                title: $title,
                severity: Severity::$severity,
                class: Class::$class,
                directions: $directions,
                why: $why,
                fix: $fix,
                example: Example::$example($($text)*),
            };
        )*
        pub(super) static $all: &[&Rule] = &[$(&$name),*];
    };
}
use table;

const BACKWARD: &[Direction] = &[Direction::Backward];
const FORWARD: &[Direction] = &[Direction::Forward];
const BOTH: &[Direction] = &[Direction::Backward, Direction::Forward];
const NEITHER: &[Direction] = &[];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_are_unique_and_spelled_alike() {
        let mut seen = HashSet::new();
        for rule in rules() {
            assert!(seen.insert(rule.id), "`{}` twice", rule.id);
            assert!(rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "`{}`", rule.id);
        }
    }

    #[test]
    fn texts_are_sentences_without_a_full_stop() {
        for rule in rules() {
            for text in [rule.title, rule.why, rule.fix] {
                assert!(!text.is_empty() && !text.ends_with('.'), "{}: {text}", rule.id);
                assert!(!text.starts_with(char::is_uppercase) || text.starts_with("Java"), "{}: {text}", rule.id);
            }
        }
    }
}
