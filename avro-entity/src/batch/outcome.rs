//! What a rule says about a record.

use serde_json::Value;
use std::borrow::Cow;

/// What a rule says about a record.
///
/// ```
/// use avro_entity::batch::Outcome;
/// assert_eq!(Outcome::from(true), Outcome::Pass);
/// let outcome = Outcome::fail_because("arrives before it departs").with_value(-25);
/// assert_ne!(outcome, Outcome::fail());
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Outcome {
    /// The record is as it should be.
    Pass,
    /// The record breaks the rule.
    Fail(Violation),
}

/// How a record breaks a rule.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// Why, for people. Reports count equal reasons together, so it names the case and not the record.
    pub reason: Option<Cow<'static, str>>,
    /// The value that is to blame; reports show how such values are distributed.
    pub value: Option<Value>,
}

impl Outcome {
    /// The record breaks the rule.
    pub fn fail() -> Outcome {
        Outcome::Fail(Violation::default())
    }

    /// The record breaks the rule for this reason.
    pub fn fail_because(reason: impl Into<Cow<'static, str>>) -> Outcome {
        Outcome::Fail(Violation { reason: Some(reason.into()), value: None })
    }

    /// The same, and this value is to blame; nothing changes when the record is as it should be. Give no value that must not be
    /// shown: what `#[avro(private)]` hides is the record.
    #[must_use]
    pub fn with_value(self, value: impl Into<Value>) -> Outcome {
        match self {
            Outcome::Pass => Outcome::Pass,
            Outcome::Fail(violation) => Outcome::Fail(Violation { value: Some(value.into()), ..violation }),
        }
    }
}

/// `true` is [`Pass`](Outcome::Pass).
impl From<bool> for Outcome {
    fn from(passes: bool) -> Outcome {
        if passes { Outcome::Pass } else { Outcome::fail() }
    }
}

/// The error is the reason.
impl<R: Into<Cow<'static, str>>> From<Result<(), R>> for Outcome {
    fn from(result: Result<(), R>) -> Outcome {
        result.map_or_else(Outcome::fail_because, |()| Outcome::Pass)
    }
}
