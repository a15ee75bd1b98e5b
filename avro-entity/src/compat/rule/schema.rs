//! Rules of schemas: one is wrong in itself.

use super::{BOTH, Class, Example, NEITHER, Rule, Severity, table};

table! { SCHEMA_RULES: Schema, Deny;
    DEFAULT_INVALID: "default-invalid", BOTH,
    "a default is not valid for its type",
    why "data without the field cannot be read: there is nothing valid to put in its place",
    fix "give the field a default of its type",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"age","type":"int","default":"none"}]}"#,
    ]);

    SCHEMA_INVALID: "schema-invalid", NEITHER,
    "the specification forbids something in the schema",
    why "decoders are of different minds about it, and many refuse the schema, so that nothing can be read with it",
    fix "mend it as the message says; `avro-entity lint` names the line",
    Versions(&[
        r#"{"type":"enum","name":"Plan","symbols":["FREE"]}"#,
        r#"{"type":"enum","name":"Plan","symbols":["FREE","FREE"]}"#,
    ]);
}
