//! What a rule says about a record.

use crate::generic::double;
use serde_json::{Map, Number, Value};
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
    ///
    /// ```
    /// use avro_entity::batch::{Outcome, Rule};
    /// let rule = Rule::new("at most a ton", |weight: &f64| match *weight {
    ///     ..=1000.0 => Outcome::Pass,
    ///     weight => Outcome::fail().with_value(weight), // "NaN" and "Infinity" among them
    /// });
    /// ```
    #[must_use]
    pub fn with_value(self, value: impl IntoValue) -> Outcome {
        match self {
            Outcome::Pass => Outcome::Pass,
            Outcome::Fail(violation) => Outcome::Fail(Violation { value: Some(value.into_value()), ..violation }),
        }
    }
}

/// What can be the value that is to blame: numbers, texts, truth values, what is optional, lists, and any JSON value.
///
/// NaN and the infinities, for which JSON has no numbers, become `"NaN"`, `"Infinity"` and `"-Infinity"`, as in the records that are
/// shown beside them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value that is to blame",
    note = "give a number, a text, a `bool`, an `Option` or list of these, or a `serde_json::Value`; \
            `value.to_string()` is a text of whatever has `Display`"
)]
pub trait IntoValue {
    /// The value as JSON.
    fn into_value(self) -> Value;
}

macro_rules! as_json_has_it {
    ($($type:ty),*) => {$(
        impl IntoValue for $type {
            fn into_value(self) -> Value {
                self.into()
            }
        }
    )*};
}

as_json_has_it!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, bool, &str, String, Cow<'_, str>);
as_json_has_it!(Value, Number, Map<String, Value>);

impl IntoValue for &String {
    fn into_value(self) -> Value {
        self.as_str().into()
    }
}

impl IntoValue for f64 {
    fn into_value(self) -> Value {
        double(self)
    }
}

impl IntoValue for f32 {
    fn into_value(self) -> Value {
        f64::from(self).into_value()
    }
}

/// `None` is `null`.
impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Null, T::into_value)
    }
}

impl<T: IntoValue> IntoValue for Vec<T> {
    fn into_value(self) -> Value {
        self.into_iter().map(T::into_value).collect()
    }
}

impl<T: IntoValue + Clone> IntoValue for &[T] {
    fn into_value(self) -> Value {
        self.iter().cloned().map(T::into_value).collect()
    }
}

impl<T: IntoValue, const N: usize> IntoValue for [T; N] {
    fn into_value(self) -> Value {
        self.into_iter().map(T::into_value).collect()
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
