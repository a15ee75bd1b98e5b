//! Types that derive `garde::Validate` as rules.

use super::outcome::Violation;
use super::rule::{Finding, Rule};
use garde::Validate;

impl<T: Validate + 'static> Rule<T> {
    /// The type's own validation by [`garde`](https://docs.rs/garde): a rule named `garde`, and beside it one for each field and message that
    /// are found, such as `garde: legs[].carrier: length is lower than 2`.
    ///
    /// ```
    /// use avro_entity::AvroEntity;
    /// use avro_entity::batch::Rule;
    ///
    /// #[derive(AvroEntity, garde::Validate)]
    /// struct Account {
    ///     #[garde(length(min = 3))]
    ///     name: String,
    /// }
    ///
    /// assert_eq!(Rule::<Account>::garde().name(), "garde");
    /// ```
    pub fn garde() -> Rule<T>
    where
        T::Context: Default + Send + Sync,
    {
        Rule::garde_with(T::Context::default())
    }

    /// The same with the context that the type's custom validations ask for.
    pub fn garde_with(context: T::Context) -> Rule<T>
    where
        T::Context: Send + Sync,
    {
        Rule::validation("garde", move |record: &T, findings: &mut Vec<Finding>| {
            let Err(report) = record.validate_with(&context) else { return };
            findings.extend(report.into_inner().into_iter().map(|(path, error)| Finding {
                path: path.to_string(),
                code: error.message().to_owned(),
                violation: Violation::default(),
            }));
        })
    }
}
