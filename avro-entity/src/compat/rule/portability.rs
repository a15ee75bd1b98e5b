//! Rules of portability: readable by the letter of the specification, and not by Java's decoder.

use super::{BACKWARD, BOTH, Class, Example, Rule, Severity, table};

table! { PORTABILITY_RULES: Portability, Deny;
    NAMED_TYPE_IN_UNION_RENAMESPACED: "named-type-in-union-renamespaced", BOTH,
    "an enum or fixed in a union has another namespace",
    why "Java's decoder wants the full names of an enum or a fixed in a union to be equal and fails on the data, although its checker says that they are compatible",
    fix "keep the namespace, or add the old full name with `#[avro(alias = \"…\")]`",
    Versions(&[
        r#"["null",{"type":"enum","name":"old.Plan","symbols":["FREE"]}]"#,
        r#"["null",{"type":"enum","name":"new.Plan","symbols":["FREE"]}]"#,
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
}
