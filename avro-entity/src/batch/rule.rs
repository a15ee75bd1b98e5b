//! The rules of a job.

use super::outcome::{Outcome, Violation};
use crate::error::{Error, ErrorKind};
use std::fmt;

/// The rule that every job has: the record can be read as the entity.
pub(super) const DECODES: &str = "decodes";

/// A rule over entities of type `T`, under the name it has in reports.
///
/// ```
/// use avro_entity::batch::{Outcome, Rule};
///
/// struct Flight {
///     departure: u16,
///     arrival: Option<u16>,
/// }
///
/// let positive = Rule::new("departs on that day", |flight: &Flight| flight.departure < 2400);
/// let ordered = Rule::new("arrives after it departs", |flight: &Flight| match flight.arrival {
///     Some(arrival) if arrival < flight.departure => Outcome::fail().with_value(arrival),
///     _ => Outcome::Pass,
/// });
/// assert_eq!((positive.name(), ordered.name()), ("departs on that day", "arrives after it departs"));
/// ```
pub struct Rule<T> {
    name: String,
    pub(super) check: Check<T>,
}

/// Says whether a record passes, and only when it does not, writes how: most records pass, and nothing is moved for those.
type Checked<T> = dyn Fn(&T, &mut Violation) -> bool + Send + Sync;
type Validated<T> = dyn Fn(&T, &mut Vec<Finding>) + Send + Sync;

/// How a rule looks at a record.
pub(super) enum Check<T> {
    /// By a closure.
    Closure(Box<Checked<T>>),
    /// By the type's own validation, which finds any number of things.
    #[cfg_attr(not(any(feature = "garde", feature = "validator")), allow(dead_code, reason = "made by these features"))]
    Validation(Box<Validated<T>>),
}

/// One thing that a type's own validation found.
pub(super) struct Finding {
    /// The field, such as `legs[2].carrier`.
    pub(super) path: String,
    /// What is wrong with it.
    pub(super) code: String,
    pub(super) violation: Violation,
}

impl Finding {
    /// The name of the rule that is violated: the field, whatever the position in a list, and what is wrong with it.
    pub(super) fn rule(&self) -> String {
        let mut name = String::with_capacity(self.path.len() + self.code.len() + 2);
        let mut inside = false;
        for character in self.path.chars() {
            match character {
                '[' => inside = true,
                ']' => inside = false,
                _ if inside => continue,
                _ => {}
            }
            name.push(character);
        }
        if !name.is_empty() {
            name.push_str(": ");
        }
        name + &self.code
    }
}

impl<T> Rule<T> {
    /// The rule `check` under `name`: a closure that returns an [`Outcome`], a `bool` (`true` passes), or a `Result` whose error is the
    /// reason.
    pub fn new<O: Into<Outcome>>(name: impl Into<String>, check: impl Fn(&T) -> O + Send + Sync + 'static) -> Rule<T> {
        let passes = move |record: &T, violation: &mut Violation| match check(record).into() {
            Outcome::Pass => true,
            Outcome::Fail(found) => {
                *violation = found;
                false
            }
        };
        Rule { name: name.into(), check: Check::Closure(Box::new(passes)) }
    }

    #[cfg(any(feature = "garde", feature = "validator"))]
    pub(super) fn validation(name: &str, check: impl Fn(&T, &mut Vec<Finding>) + Send + Sync + 'static) -> Rule<T> {
        Rule { name: name.to_owned(), check: Check::Validation(Box::new(check)) }
    }

    /// The name in reports.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same under another name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Rule<T> {
        Rule { name: name.into(), ..self }
    }
}

impl<T> fmt::Debug for Rule<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.name).finish()
    }
}

/// Refuses names that a report could not tell apart.
pub(super) fn check_names<T>(rules: &[Rule<T>]) -> Result<(), Error> {
    for (index, rule) in rules.iter().enumerate() {
        let name = rule.name();
        let reason = if name.trim().is_empty() {
            "a rule needs a name".to_owned()
        } else if name == DECODES {
            format!("`{DECODES}` is the name of the rule that every job has; give yours another one")
        } else if rules.iter().take(index).any(|other| other.name() == name) {
            format!("two rules are named `{name}`; give one of them another name")
        } else {
            continue;
        };
        return Err(Error::new(ErrorKind::Job, reason));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_of_one_rule_wherever_it_stands_in_a_list() {
        let finding =
            |path: &str| Finding { path: path.to_owned(), code: "length".to_owned(), violation: Violation::default() };
        assert_eq!(finding("legs[12].carrier").rule(), "legs[].carrier: length");
        assert_eq!(finding("").rule(), "length");
    }
}
