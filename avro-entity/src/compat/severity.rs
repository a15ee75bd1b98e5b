//! How much a finding weighs.

use crate::error::{Error, ErrorKind};
use std::fmt;
use std::str::FromStr;

/// What a check does about a finding.
///
/// ```
/// use avro_entity::compat::Severity;
/// assert!(Severity::Deny > Severity::Warn);
/// assert_eq!("allow".parse::<Severity>()?, Severity::Allow);
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// It is left out. No rule is so by itself; a workspace or an entity may say so.
    Allow,
    /// It is told.
    Info,
    /// It is told, and denied where warnings are.
    Warn,
    /// The check fails.
    Deny,
}

impl Severity {
    /// Its name: `allow`, `info`, `warn`, `deny`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Allow => "allow",
            Severity::Info => "info",
            Severity::Warn => "warn",
            Severity::Deny => "deny",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One of the four names.
impl FromStr for Severity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Severity, Error> {
        let all = [Severity::Allow, Severity::Info, Severity::Warn, Severity::Deny];
        all.into_iter().find(|severity| severity.name() == text).ok_or_else(|| {
            Error::new(ErrorKind::History, format!("`{text}` is none of `allow`, `info`, `warn` and `deny`"))
        })
    }
}
