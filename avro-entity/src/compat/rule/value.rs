//! Rules of values: everything is read, and something is read as another value.

use super::{BOTH, Class, Example, Rule, Severity, table};

table! { VALUE_RULES: Value, Deny;
    DECIMAL_SCALE_CHANGED: "decimal-scale-changed", BOTH,
    "a decimal has another scale",
    why "the digits are written without the point, so that a decoder that takes its own scale reads another number; this library converts, and fails where digits would be lost",
    fix "keep the scale, and add a field of the new scale with a default beside it",
    Versions(&[
        r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"#,
        r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":3}"#,
    ]);

    TIMESTAMP_UNIT_CHANGED: "timestamp-unit-changed", BOTH,
    "a time has another unit",
    why "a time is written as a number of units, so that a decoder that takes its own unit reads a time that is off by a factor of a thousand or more; this library converts, and fails where precision would be lost",
    fix "keep the unit with `#[avro(timestamp = \"…\")]` or `#[avro(time = \"…\")]`",
    Versions(&[
        r#"{"type":"long","logicalType":"timestamp-millis"}"#,
        r#"{"type":"long","logicalType":"timestamp-micros"}"#,
    ]);

    LOGICAL_TYPE_SWAPPED: "logical-type-swapped", BOTH,
    "a logical type became another one",
    why "the number or the bytes underneath are read as they are, and mean something else",
    fix "keep the logical type, and add a field of the new one with a default beside it",
    Versions(&[
        r#"{"type":"int","logicalType":"date"}"#,
        r#"{"type":"int","logicalType":"time-millis"}"#,
    ]);

    POSSIBLE_RENAME: "possible-rename", BOTH,
    "a field is gone and one of the same type is new: it may have been renamed",
    why "if it was, the value is skipped under its old name and the default is read under the new one, without an error anywhere",
    fix "keep the name with `#[avro(name = \"…\")]` or add the old one with `#[avro(alias = \"…\")]`; if they are two things, waive the finding and say so",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":"string","default":""}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"mail","type":"string","default":""}]}"#,
    ]);
}
