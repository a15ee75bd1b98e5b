//! What is worth knowing.

use super::{Class, Example, NEITHER, Rule, Severity, table};

table! { INFO_RULES: Info, Info;
    FIELD_ADDED: "field-added", NEITHER,
    "a field with a default was added",
    why "older data are read with the default in its place, and older code passes over its values",
    fix "nothing",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"seats","type":"int","default":1}]}"#,
    ]);

    DEFAULT_REMOVED: "default-removed", NEITHER,
    "a field or an enum has no default any more",
    why "data without the field, or with a symbol that the enum does not have, cannot be read any more",
    fix "nothing, if there are no such data",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"seats","type":"int","default":1}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"seats","type":"int"}]}"#,
    ]);

    ENUM_DEFAULT_ADDED: "enum-default-added", NEITHER,
    "an enum that had no default has one",
    why "symbols that are not known were refused, and are read as the default",
    fix "nothing, if that is meant",
    Versions(&[
        r#"{"type":"enum","name":"Plan","symbols":["FREE","GOLD"]}"#,
        r#"{"type":"enum","name":"Plan","symbols":["FREE","GOLD"],"default":"FREE"}"#,
    ]);

    ALIAS_CHANGED: "alias-changed", NEITHER,
    "a field or a type has other aliases",
    why "data that were written under an alias are found by who reads with this schema, and by nobody else",
    fix "nothing",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","aliases":["User"],"fields":[]}"#,
    ]);

    UNION_CHANGED: "union-changed", NEITHER,
    "a union has other branches, or has them in another order",
    why "data are read by the type of a branch, wherever it stands",
    fix "nothing",
    Versions(&[r#"["null","int"]"#, r#"["int","null"]"#]);

    ENUM_ORDER_CHANGED: "enum-order-changed", NEITHER,
    "the symbols of an enum are in another order",
    why "data are read by symbol, and sorted by the order of the symbols",
    fix "nothing, unless somebody sorts by it",
    Versions(&[
        r#"{"type":"enum","name":"Plan","symbols":["FREE","GOLD"]}"#,
        r#"{"type":"enum","name":"Plan","symbols":["GOLD","FREE"]}"#,
    ]);

    DOC_CHANGED: "doc-changed", NEITHER,
    "documentation changed",
    why "data are the same; what they mean may not be",
    fix "nothing",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","doc":"Somebody who signed up.","fields":[]}"#,
    ]);

    PROPERTY_CHANGED: "property-changed", NEITHER,
    "a custom property or the sort order changed",
    why "data are the same; programs that look at the property may do something else",
    fix "nothing",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","dbtype":"mongodb","fields":[]}"#,
    ]);

    FIELD_REORDERED: "field-reordered", NEITHER,
    "the fields of a record are in another order",
    why "fields are found by name, and records are sorted by the order of their fields",
    fix "nothing, unless somebody sorts by it",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"b","type":"int"},{"name":"a","type":"int"}]}"#,
    ]);
}
