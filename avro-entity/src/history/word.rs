//! Values that stand in TOML as one word.

use super::date::Date;
use super::hash::Hash;
use crate::compat::{Depth, Level, Rule, Severity, rule, rules};
use crate::error::{Error, ErrorKind};
use crate::schema::Name;
use serde::de::{Error as _, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A value that is read from a text and written as one.
pub(super) trait Word: Sized {
    fn read(text: &str) -> Result<Self, Error>;
    fn text(&self) -> String;
}

/// A [`Word`] in a TOML file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct In<T>(pub(super) T);

impl<'de, T: Word> Deserialize<'de> for In<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<In<T>, D::Error> {
        let text = String::deserialize(deserializer)?;
        T::read(&text).map(In).map_err(|error| D::Error::custom(error.message()))
    }
}

impl<T: Word> Serialize for In<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.text())
    }
}

impl Word for Severity {
    fn read(text: &str) -> Result<Severity, Error> {
        text.parse()
    }

    fn text(&self) -> String {
        self.name().to_owned()
    }
}

impl Word for Depth {
    fn read(text: &str) -> Result<Depth, Error> {
        text.parse()
    }

    fn text(&self) -> String {
        self.name().to_owned()
    }
}

impl Word for Date {
    fn read(text: &str) -> Result<Date, Error> {
        text.parse()
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl Word for Hash {
    fn read(text: &str) -> Result<Hash, Error> {
        Hash::read(text).ok_or_else(|| Error::new(ErrorKind::History, format!("`{text}` is no hash of 64 hex digits")))
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

/// The full name of an entity, which is also the name of its folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FullName(pub(super) String);

impl Word for FullName {
    fn read(text: &str) -> Result<FullName, Error> {
        Name::parse(text, None).map(|name| FullName(name.full().to_owned()))
    }

    fn text(&self) -> String {
        self.0.clone()
    }
}

/// The id of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RuleId(pub(super) String);

impl Word for RuleId {
    fn read(text: &str) -> Result<RuleId, Error> {
        match rule(text) {
            Some(rule) => Ok(RuleId(rule.id.to_owned())),
            None => Err(Error::new(ErrorKind::History, no_rule(text))),
        }
    }

    fn text(&self) -> String {
        self.0.clone()
    }
}

fn no_rule(text: &str) -> String {
    let likeness = |rule: &&Rule| (strsim::normalized_damerau_levenshtein(rule.id, text) * 1000.0) as u32;
    match rules().max_by_key(likeness).filter(|rule| likeness(rule) > 500) {
        Some(rule) => format!("there is no rule `{text}`: did you mean `{}`?", rule.id),
        None => format!("there is no rule `{text}`: a rule is named like `field-removed`"),
    }
}

/// A reason, which says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reason(pub(super) String);

impl Word for Reason {
    fn read(text: &str) -> Result<Reason, Error> {
        match text.trim() {
            "" => Err(Error::new(ErrorKind::History, "the reason is empty: say why, for whoever reads it in a year")),
            reason => Ok(Reason(reason.to_owned())),
        }
    }

    fn text(&self) -> String {
        self.0.clone()
    }
}

/// A level: one of the seven names, or both axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct InLevel(pub(super) Level);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Axes {
    backward: In<Depth>,
    forward: In<Depth>,
}

impl<'de> Deserialize<'de> for InLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<InLevel, D::Error> {
        deserializer.deserialize_any(InLevelVisitor)
    }
}

struct InLevelVisitor;

impl<'de> Visitor<'de> for InLevelVisitor {
    type Value = InLevel;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a level such as `FULL`, or `{ backward = \"all\", forward = \"latest\" }`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<InLevel, E> {
        text.parse().map(InLevel).map_err(|error: Error| E::custom(error.message()))
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<InLevel, M::Error> {
        let axes = Axes::deserialize(MapAccessDeserializer::new(map))?;
        Ok(InLevel(Level { backward: axes.backward.0, forward: axes.forward.0 }))
    }
}

impl Serialize for InLevel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.name() {
            Some(name) => serializer.serialize_str(name),
            None => Axes { backward: In(self.0.backward), forward: In(self.0.forward) }.serialize(serializer),
        }
    }
}
