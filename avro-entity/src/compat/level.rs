//! How far back and in which direction versions have to be compatible.

use crate::error::{Error, ErrorKind};
use std::fmt;
use std::str::FromStr;

/// Which older versions new code has to get along with, and in which direction: Confluent's compatibility levels, as two axes.
///
/// *Backward* is that new code reads data of old versions, *forward* that code of old versions reads new data.
///
/// ```
/// use avro_entity::compat::{Depth, Level};
/// assert_eq!(Level::default(), Level::FULL_TRANSITIVE);
/// assert_eq!("BACKWARD".parse::<Level>()?, Level { backward: Depth::Latest, forward: Depth::None });
/// assert_eq!(Level { backward: Depth::All, forward: Depth::Latest }.to_string(), "backward all, forward latest");
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Level {
    /// Whose data new code reads.
    pub backward: Depth,
    /// Which code reads new data.
    pub forward: Depth,
}

/// How many of the older versions a direction is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Depth {
    /// No version.
    None,
    /// The version before.
    Latest,
    /// All versions.
    All,
}

/// Who reads whose data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The new version reads data of the old one.
    Backward,
    /// The old version reads data of the new one.
    Forward,
}

impl Level {
    /// Nothing is compared.
    pub const NONE: Level = Level { backward: Depth::None, forward: Depth::None };
    /// New code reads data of the version before.
    pub const BACKWARD: Level = Level { backward: Depth::Latest, forward: Depth::None };
    /// New code reads data of all versions.
    pub const BACKWARD_TRANSITIVE: Level = Level { backward: Depth::All, forward: Depth::None };
    /// Code of the version before reads new data.
    pub const FORWARD: Level = Level { backward: Depth::None, forward: Depth::Latest };
    /// Code of all versions reads new data.
    pub const FORWARD_TRANSITIVE: Level = Level { backward: Depth::None, forward: Depth::All };
    /// Both directions, with the version before.
    pub const FULL: Level = Level { backward: Depth::Latest, forward: Depth::Latest };
    /// Both directions, with all versions: new code reads all old data, and consumers that lag read new data.
    pub const FULL_TRANSITIVE: Level = Level { backward: Depth::All, forward: Depth::All };

    /// The levels that have a name, with it.
    pub const NAMED: &'static [(&'static str, Level)] = &[
        ("NONE", Level::NONE),
        ("BACKWARD", Level::BACKWARD),
        ("BACKWARD_TRANSITIVE", Level::BACKWARD_TRANSITIVE),
        ("FORWARD", Level::FORWARD),
        ("FORWARD_TRANSITIVE", Level::FORWARD_TRANSITIVE),
        ("FULL", Level::FULL),
        ("FULL_TRANSITIVE", Level::FULL_TRANSITIVE),
    ];

    /// The usual name, when the level has one.
    pub fn name(self) -> Option<&'static str> {
        Level::NAMED.iter().find(|(_, level)| *level == self).map(|(name, _)| *name)
    }

    /// The depth of one direction.
    pub fn depth(self, direction: Direction) -> Depth {
        match direction {
            Direction::Backward => self.backward,
            Direction::Forward => self.forward,
        }
    }
}

/// [`FULL_TRANSITIVE`](Level::FULL_TRANSITIVE).
impl Default for Level {
    fn default() -> Level {
        Level::FULL_TRANSITIVE
    }
}

/// The usual name, else both axes.
impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "backward {}, forward {}", self.backward.name(), self.forward.name()),
        }
    }
}

/// One of the seven usual names.
impl FromStr for Level {
    type Err = Error;

    fn from_str(text: &str) -> Result<Level, Error> {
        let named = Level::NAMED.iter().find(|(name, _)| *name == text);
        named.map(|(_, level)| *level).ok_or_else(|| {
            let names: Vec<&str> = Level::NAMED.iter().map(|(name, _)| *name).collect();
            let names = names.join("`, `");
            Error::new(ErrorKind::History, format!("there is no level `{text}`: the levels are `{names}`"))
        })
    }
}

impl Depth {
    /// The depth's name: `none`, `latest`, `all`.
    pub fn name(self) -> &'static str {
        match self {
            Depth::None => "none",
            Depth::Latest => "latest",
            Depth::All => "all",
        }
    }
}

/// `none`, `latest` or `all`.
impl FromStr for Depth {
    type Err = Error;

    fn from_str(text: &str) -> Result<Depth, Error> {
        [Depth::None, Depth::Latest, Depth::All]
            .into_iter()
            .find(|depth| depth.name() == text)
            .ok_or_else(|| Error::new(ErrorKind::History, format!("`{text}` is none of `none`, `latest` and `all`")))
    }
}

impl Direction {
    /// The direction's name: `backward`, `forward`.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Backward => "backward",
            Direction::Forward => "forward",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_level_comes_back_from_its_name() {
        for &(name, level) in Level::NAMED {
            assert_eq!(name.parse::<Level>().unwrap(), level);
            assert_eq!(level.to_string(), name);
        }
    }

    #[test]
    fn a_name_that_is_none_is_answered_with_those_there_are() {
        let error = "TOTAL".parse::<Level>().unwrap_err();
        assert!(
            error.message().starts_with("there is no level `TOTAL`: the levels are `NONE`, `BACKWARD`,"),
            "{error}"
        );
        assert_eq!("some".parse::<Depth>().unwrap_err().message(), "`some` is none of `none`, `latest` and `all`");
    }
}
