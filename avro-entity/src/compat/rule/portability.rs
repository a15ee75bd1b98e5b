//! Rules of portability: readable by the letter of the specification, and not by Java's decoder.

use super::{BACKWARD, BOTH, Class, Example, Rule, Severity, table};

table! { PORTABILITY_RULES: Portability, Deny;
    NAMED_TYPE_IN_UNION_RENAMESPACED: "named-type-in-union-renamespaced", BOTH,
    "an enum or fixed in a union that changed has another namespace",
    why "Java takes two unions of the same shape branch by branch; in any other its decoder wants the full names of an enum or a fixed to be equal and fails on the data, although its checker says that they are compatible",
    fix "keep the namespace, or add the old full name with `#[avro(alias = \"…\")]`",
    Versions(&[
        r#"["null",{"type":"enum","name":"old.Plan","symbols":["FREE"]}]"#,
        r#"["null",{"type":"enum","name":"new.Plan","symbols":["FREE"]},"string"]"#,
    ]);

    ALIAS_NOT_APPLIED: "alias-not-applied", BOTH,
    "a field is found by its alias in a record of another namespace",
    why "Java applies the aliases of fields only where the full names of the records match: it reads the default, or fails",
    fix "add the old full name of the record as well: `#[avro(alias = \"…\")]` on the type",
    Versions(&[
        r#"{"type":"record","name":"old.Account","fields":[{"name":"email","type":"string"}]}"#,
        r#"{"type":"record","name":"new.Account","fields":[{"name":"mail","type":"string","default":"","aliases":["email"]}]}"#,
    ]);

    ALIAS_STEALS_BRANCH: "alias-steals-branch", BOTH,
    "an alias of one branch of a union is the name of another",
    why "Java applies the alias first and reads data of the one branch as the other",
    fix "remove the alias: there is a branch of that name already",
    Versions(&[
        r#"[{"type":"record","name":"Card","fields":[]},{"type":"record","name":"Cash","fields":[]}]"#,
        r#"[{"type":"record","name":"Card","fields":[]},{"type":"record","name":"Cash","aliases":["Card"],"fields":[]}]"#,
    ]);

    ALIAS_SHADOWED: "alias-shadowed", BACKWARD,
    "an alias is the name of another field, or stands on two fields",
    why "decoders are of different minds about it: some read the field under its own name, some under the alias, some fail",
    fix "remove the alias, or the field whose name it is",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":"string"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":"string"},{"name":"mail","type":"string","default":"","aliases":["email"]}]}"#,
    ]);

    TYPE_ALIAS_SHADOWED: "type-alias-shadowed", BACKWARD,
    "an alias is the name of another type, or stands on two types",
    why "Java renames all of the writer's types by the aliases of the reader's, wherever these stand, so that the type is taken for the other one: it fails, or reads defaults",
    fix "remove the alias: the name is taken",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"plan","type":{"type":"enum","name":"Plan","symbols":["FREE"]}}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"plan","type":{"type":"enum","name":"Plan","symbols":["FREE"]}},{"name":"next","type":{"type":"enum","name":"Next","aliases":["Plan"],"symbols":["FREE"]},"default":"FREE"}]}"#,
    ]);

    UNION_DEFAULT_MISREAD: "union-default-misread", BOTH,
    "Java takes another branch of a union for a default",
    why "Java takes the first branch that fits the kind of JSON, a number for any number and anything for a record, an enum, an array or a map: it reads another value, or fails",
    fix "let the branch of the default be the first of the union",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"visits","type":["int","double"],"default":1.5}]}"#,
    ]);
}
