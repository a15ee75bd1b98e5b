//! Rules of risk: nothing breaks by the specification, and something may.

use super::{BACKWARD, BOTH, Class, Example, NEITHER, Rule, Severity, table};

table! { RISK_RULES: Risk, Warn;
    DEFAULT_CHANGED: "default-changed", BACKWARD,
    "a default changed",
    why "data without the field are read with another value than before",
    fix "keep the default if older data are to be read as they were",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"seats","type":"int","default":1}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"seats","type":"int","default":5}]}"#,
    ]);

    DEFAULT_ADDED: "default-added", BACKWARD,
    "a field that had no default has one",
    why "data without the field were refused, and are read",
    fix "nothing, if that is meant",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"seats","type":"int"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"seats","type":"int","default":1}]}"#,
    ]);

    ENUM_DEFAULT_CHANGED: "enum-default-changed", BACKWARD,
    "the default of an enum changed",
    why "symbols that are not known are read as another one than before",
    fix "keep the default if older data are to be read as they were",
    Versions(&[
        r#"{"type":"enum","name":"Plan","symbols":["FREE","GOLD"],"default":"FREE"}"#,
        r#"{"type":"enum","name":"Plan","symbols":["FREE","GOLD"],"default":"GOLD"}"#,
    ]);

    ENUM_DEFAULT_USED: "enum-default-used", BOTH,
    "a symbol is read as the default of the enum",
    why "the reader does not have the symbol, so that what it meant is lost",
    fix "keep a variant whose meaning still matters, and write a new one when its readers know it",
    Versions(&[
        r#"{"type":"enum","name":"Plan","symbols":["FREE","GOLD"],"default":"FREE"}"#,
        r#"{"type":"enum","name":"Plan","symbols":["FREE"],"default":"FREE"}"#,
    ]);

    LOSSY_PROMOTION: "lossy-promotion", BOTH,
    "whole numbers are read as floating-point ones",
    why "a `float` holds 24 binary digits and a `double` 53: larger numbers are rounded",
    fix "keep the type if the numbers may be large",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"visits","type":"long"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"visits","type":"double"}]}"#,
    ]);

    BYTES_TO_STRING: "bytes-to-string", BOTH,
    "bytes are read as a string",
    why "bytes that are not UTF-8 are an error when they are read",
    fix "keep the type, unless all bytes are text",
    Versions(&[r#""bytes""#, r#""string""#]);

    UNION_AMBIGUOUS_PROMOTION: "union-ambiguous-promotion", BOTH,
    "two branches of a union take a value",
    why "decoders differ: some take the branch of the same type, some the first one to which the type is promoted",
    fix "put the branch of the same type in front",
    Versions(&[r#""int""#, r#"["double","int"]"#]);

    UNION_AMBIGUOUS_NAME: "union-ambiguous-name", BOTH,
    "two branches of a union have the name of a type",
    why "decoders differ: some take the branch of the same full name, some the first one whose name without namespace matches",
    fix "give the types different names, or put the one of the same full name in front",
    Versions(&[
        r#"[{"type":"record","name":"old.Card","fields":[]}]"#,
        r#"[{"type":"record","name":"new.Card","fields":[]},{"type":"record","name":"old.Card","fields":[]}]"#,
    ]);

    UNION_DEFAULT_NOT_FIRST: "union-default-not-first", BACKWARD,
    "a default belongs to a branch that is not the first",
    why "by older versions of the specification the default is of the first branch, and many decoders still say so",
    fix "put the branch of the default in front",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":["null","string"],"default":"none"}]}"#,
    ]);

    LOGICAL_TYPE_ADDED: "logical-type-added", BOTH,
    "a type has a logical type that it did not have",
    why "values that were plain numbers, bytes or strings are taken to mean something",
    fix "make sure that they have always meant that",
    Versions(&[r#""long""#, r#"{"type":"long","logicalType":"timestamp-millis"}"#]);

    LOGICAL_TYPE_REMOVED: "logical-type-removed", BOTH,
    "a type lost its logical type",
    why "readers get the number, bytes or string underneath, and what it means is not said any more",
    fix "keep the logical type",
    Versions(&[r#"{"type":"long","logicalType":"timestamp-millis"}"#, r#""long""#]);

    DECIMAL_PRECISION_NARROWED: "decimal-precision-narrowed", BOTH,
    "a decimal has fewer digits",
    why "numbers with more digits than that may have been written, and are refused when they are read",
    fix "keep the precision",
    Versions(&[
        r#"{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}"#,
        r#"{"type":"bytes","logicalType":"decimal","precision":6,"scale":2}"#,
    ]);

    NAMESPACE_CHANGED: "namespace-changed", BOTH,
    "a type moved to another namespace",
    why "by the specification the name without its namespace is enough; some decoders want the whole",
    fix "keep the namespace, or add the old full name with `#[avro(alias = \"…\")]`",
    Versions(&[
        r#"{"type":"record","name":"old.Account","fields":[]}"#,
        r#"{"type":"record","name":"new.Account","fields":[]}"#,
    ]);

    NAMESPACE_MISSING: "namespace-missing", NEITHER,
    "a type without a namespace is new in one that has a namespace",
    why "by the letter of the specification its name has a dot in front there, such as `.Place`; Python's `avro` and `fastavro` refuse that, and some libraries take it for a type of the namespace around it",
    fix "give it a namespace with `#[avro(namespace = \"…\")]`",
    Versions(&[
        r#"{"type":"record","name":"net.example.Account","fields":[]}"#,
        r#"{"type":"record","name":"net.example.Account","fields":[{"name":"homes","type":{"type":"array","items":{"type":"record","name":"Place","namespace":"","fields":[]}},"default":[]}]}"#,
    ]);

    RELIES_ON_ALIAS: "relies-on-alias", BOTH,
    "older data are found through an alias",
    why "aliases are optional in the specification, and some decoders do not know them",
    fix "nothing, if all readers apply aliases, as this library and Java do; otherwise keep the name",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":"string"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"mail","type":"string","aliases":["email"]}]}"#,
    ]);

    TIMESTAMP_LOCAL_UTC_SWAPPED: "timestamp-local-utc-swapped", BOTH,
    "a timestamp became local, or stopped being so",
    why "the number is the same, and an instant is not a reading of the clock on some wall",
    fix "keep the logical type, and add a field of the new one with a default beside it",
    Versions(&[
        r#"{"type":"long","logicalType":"timestamp-millis"}"#,
        r#"{"type":"long","logicalType":"local-timestamp-millis"}"#,
    ]);

    FIELD_REMOVED: "field-removed", NEITHER,
    "a field was removed",
    why "its values are skipped when older data are read, and its name must not be used for anything else",
    fix "nothing, if nobody needs it; do not use the name again",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":"string","default":""}]}"#,
        r#"{"type":"record","name":"Account","fields":[]}"#,
    ]);

    FIELD_NAME_REUSED: "field-name-reused", NEITHER,
    "a field has a name that a removed one had",
    why "values of the removed field are in older data, and are read as values of the new one",
    fix "take another name",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"code","type":"string","default":""}]}"#,
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"code","type":"string","default":""}]}"#,
    ]);

    ERROR_RECORD: "error-record", NEITHER,
    "a record became an error, or an error a record",
    why "data are the same; in protocols, and for some code generators, they are different things",
    fix "keep or drop `#[avro(error)]` as it was",
    Versions(&[r#"{"type":"error","name":"Refused","fields":[]}"#, r#"{"type":"record","name":"Refused","fields":[]}"#]);

    EMPTY_UNION: "empty-union", NEITHER,
    "a union has no branches",
    why "it has no values: nothing that contains it can be written, and many parsers refuse it",
    fix "give it a branch, or take it out",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"tags","type":{"type":"array","items":[]},"default":[]}]}"#,
    ]);
}
