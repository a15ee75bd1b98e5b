//! What is worth knowing.

use super::{Class, Example, NEITHER, Rule, Severity, table};

table! { INFO_RULES: Info, Info;
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
