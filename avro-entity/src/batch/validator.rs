//! Types that derive `validator::Validate` as rules.

use super::outcome::Violation;
use super::rule::{Finding, Rule};
use serde_json::Value;
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

/// The field that errors of a whole struct stand under.
const WHOLE: &str = "__all__";

/// The parameter under which a validation keeps the value that it refused.
const VALUE: &str = "value";

impl<T: Validate + 'static> Rule<T> {
    /// The type's own validation by [`validator`](https://docs.rs/validator): a rule named `validator`, and beside it one for each field and
    /// code that are found, such as `validator: legs[].carrier: length`.
    ///
    /// ```
    /// use avro_entity::AvroEntity;
    /// use avro_entity::batch::Rule;
    ///
    /// #[derive(AvroEntity, validator::Validate)]
    /// struct Account {
    ///     #[validate(length(min = 3))]
    ///     name: String,
    /// }
    ///
    /// assert_eq!(Rule::<Account>::validator().name(), "validator");
    /// ```
    pub fn validator() -> Rule<T> {
        Rule::validation("validator", |record: &T, findings: &mut Vec<Finding>| {
            if let Err(errors) = record.validate() {
                collect("", &errors, findings);
            }
        })
    }
}

fn collect(path: &str, errors: &ValidationErrors, findings: &mut Vec<Finding>) {
    // In an order, which the map does not have.
    let mut fields: Vec<_> = errors.errors().iter().collect();
    fields.sort_by_key(|(field, _)| *field);
    for (field, kind) in fields {
        let path = match (path, field.as_ref()) {
            (path, WHOLE) => path.to_owned(),
            ("", field) => field.to_owned(),
            (path, field) => format!("{path}.{field}"),
        };
        match kind {
            ValidationErrorsKind::Field(errors) => findings.extend(errors.iter().map(|error| finding(&path, error))),
            ValidationErrorsKind::Struct(errors) => collect(&path, errors, findings),
            ValidationErrorsKind::List(items) => {
                items.iter().for_each(|(index, errors)| collect(&format!("{path}[{index}]"), errors, findings));
            }
        }
    }
}

fn finding(path: &str, error: &ValidationError) -> Finding {
    let violation = Violation { reason: Some(reason(error).into()), value: value(error) };
    Finding { path: path.to_owned(), code: error.code.to_string(), violation }
}

/// The value that was refused. A number that JSON does not have comes as `null`; which one it was follows from the bound of the range.
fn value(error: &ValidationError) -> Option<Value> {
    let has = |name: &str| error.params.contains_key(name);
    let value = error.params.get(VALUE)?;
    let text = match (value, has("min"), has("max"), has("exclusive_min") || has("exclusive_max")) {
        (Value::Null, true, false, false) => "-Infinity",
        (Value::Null, false, true, false) => "Infinity",
        (Value::Null, true, true, false) => "Infinity or -Infinity",
        (Value::Null, _, _, true) => "NaN or an infinity",
        _ => return Some(value.clone()),
    };
    Some(text.into())
}

/// The message, else the parameters of the validation.
fn reason(error: &ValidationError) -> String {
    if let Some(message) = &error.message {
        return message.to_string();
    }
    let mut parameters: Vec<String> =
        error.params.iter().filter(|(name, _)| *name != VALUE).map(|(name, value)| format!("{name} {value}")).collect();
    parameters.sort();
    if parameters.is_empty() { error.code.to_string() } else { format!("{} ({})", error.code, parameters.join(", ")) }
}
