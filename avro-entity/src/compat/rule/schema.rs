//! Rules of schemas: one is wrong in itself.

use super::{BOTH, Class, Example, Rule, Severity, table};

table! { SCHEMA_RULES: Schema, Deny;
    DEFAULT_INVALID: "default-invalid", BOTH,
    "a default is not valid for its type",
    why "data without the field cannot be read: there is nothing valid to put in its place",
    fix "give the field a default of its type",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"age","type":"int","default":"none"}]}"#,
    ]);
}
