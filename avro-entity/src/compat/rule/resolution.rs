//! Rules of resolution: some datum that the writer may write cannot be read.

use super::{BACKWARD, BOTH, Class, Example, FORWARD, Rule, Severity, table};

table! { RESOLUTION_RULES: Resolution, Deny;
    FIELD_ADDED_WITHOUT_DEFAULT: "field-added-without-default", BACKWARD,
    "a field without a default was added",
    why "data of older versions do not have the field, so that nothing can be put in its place when they are read",
    fix "give the field a default with `#[avro(default = …)]`, or make it an `Option<…>`",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":"string"}]}"#,
    ]);

    FIELD_REMOVED_REQUIRED_BY_READER: "field-removed-required-by-reader", FORWARD,
    "a field was removed that older readers need",
    why "code of older versions has no default for the field, and cannot read data in which it is missing",
    fix "keep the field; to remove it, give it a default first, and wait until no reader is without that default",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":"string"}]}"#,
        r#"{"type":"record","name":"Account","fields":[]}"#,
    ]);

    FIELD_DEFAULT_REMOVED: "field-default-removed", BACKWARD,
    "a field lost the default that older data need",
    why "versions from before the field was added have no value for it; the default that stood in for it is gone",
    fix "put the default back: it is needed as long as such data are read",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":"string","default":""}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":"string"}]}"#,
    ]);

    FIELD_RENAMED_WITHOUT_ALIAS: "field-renamed-without-alias", BACKWARD,
    "a field has another name, and no alias for the old one",
    why "fields are found by name; older data have the value under the old name, where nobody looks for it",
    fix "keep the name in the schema with `#[avro(name = \"…\")]`; where only new code reads old data, `#[avro(alias = \"…\")]` with the old one is enough",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":"string"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"mail","type":"string"}]}"#,
    ]);

    ALIAS_REMOVED: "alias-removed", BACKWARD,
    "an alias was removed that older data need",
    why "data from before the renaming are only found through the alias",
    fix "put the alias back: it is needed as long as such data are read",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"email","type":"string"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"mail","type":"string","aliases":["email"]}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"mail","type":"string"}]}"#,
    ]);

    ALIAS_AMBIGUOUS: "alias-ambiguous", BOTH,
    "aliases name one field twice, or two fields",
    why "it cannot be told which field of the data is meant, and a guess could put one value in the place of another",
    fix "let each name stand among the aliases of one field only",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"mail","type":"string"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"work","type":"string","aliases":["mail"]},{"name":"home","type":"string","aliases":["mail"]}]}"#,
    ]);

    TYPE_CHANGED: "type-changed", BOTH,
    "a type became another one",
    why "no value of the one type can be read as the other",
    fix "keep the type, and add a field of the new type with a default beside it",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"age","type":"int"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"age","type":"string"}]}"#,
    ]);

    TYPE_NARROWED: "type-narrowed", BACKWARD,
    "a type became narrower",
    why "numbers are promoted to wider types and never to narrower ones, whatever their value is",
    fix "keep the wider type",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"visits","type":"long"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"visits","type":"int"}]}"#,
    ]);

    TYPE_WIDENED: "type-widened", FORWARD,
    "a type became wider than older readers take",
    why "code of older versions reads the narrower type, and numbers are promoted to wider types only, whatever their value is",
    fix "keep the type, and add a field of the wider type with a default beside it; or let the readers go first, under a level that only looks back",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"visits","type":"int"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"visits","type":"long"}]}"#,
    ]);

    OPTIONAL_TO_REQUIRED: "optional-to-required", BACKWARD,
    "an optional value became required",
    why "older data may hold `null`; a default does not help, because it stands in for a missing field only",
    fix "keep the `Option<…>`",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"age","type":["null","int"],"default":null}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"age","type":"int"}]}"#,
    ]);

    REQUIRED_TO_OPTIONAL: "required-to-optional", FORWARD,
    "a required value became optional",
    why "new data may hold `null`, for which code of older versions has no place",
    fix "keep the value required, or let the readers go first, under a level that only looks back",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"age","type":"int"}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"age","type":["null","int"],"default":null}]}"#,
    ]);

    UNION_BRANCH_REMOVED: "union-branch-removed", BACKWARD,
    "a union lost a branch",
    why "older data may hold a value of that branch",
    fix "keep the branch, even if nothing new is written to it",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"id","type":["int","string"]}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"id","type":["int"]}]}"#,
    ]);

    UNION_BRANCH_ADDED: "union-branch-added", FORWARD,
    "a union has a branch that older readers do not know",
    why "new data may hold a value of that branch, which code of older versions cannot read",
    fix "let the readers go first, under a level that only looks back, or add a field for the new case",
    Versions(&[
        r#"{"type":"record","name":"Account","fields":[{"name":"id","type":["int"]}]}"#,
        r#"{"type":"record","name":"Account","fields":[{"name":"id","type":["int","string"]}]}"#,
    ]);

    ENUM_SYMBOL_REMOVED: "enum-symbol-removed", BACKWARD,
    "an enum lost a symbol",
    why "older data may hold the symbol, and the enum has no default to take in its place",
    fix "keep the variant, or say with `#[avro(default)]` which variant an unknown symbol becomes",
    Versions(&[
        r#"{"type":"enum","name":"Plan","symbols":["FREE","GOLD"]}"#,
        r#"{"type":"enum","name":"Plan","symbols":["FREE"]}"#,
    ]);

    ENUM_SYMBOL_ADDED: "enum-symbol-added", FORWARD,
    "an enum has a symbol that older readers do not know",
    why "code of older versions has neither the symbol nor a default to take in its place",
    fix "mark a variant with `#[avro(default)]` first, and add the symbol when all readers know that default",
    Versions(&[
        r#"{"type":"enum","name":"Plan","symbols":["FREE"]}"#,
        r#"{"type":"enum","name":"Plan","symbols":["FREE","GOLD"]}"#,
    ]);

    ENUM_DEFAULT_REMOVED: "enum-default-removed", BACKWARD,
    "an enum lost the default that older data need",
    why "older data hold symbols that the enum does not have; the default that stood in for them is gone",
    fix "put `#[avro(default)]` back on the variant: it is needed as long as such data are read",
    Versions(&[
        r#"{"type":"enum","name":"Plan","symbols":["FREE","GOLD"]}"#,
        r#"{"type":"enum","name":"Plan","symbols":["FREE"],"default":"FREE"}"#,
        r#"{"type":"enum","name":"Plan","symbols":["FREE"]}"#,
    ]);

    RECORD_RENAMED: "record-renamed", BOTH,
    "a record has another name",
    why "records are matched by name; some decoders look at the fields only, and most refuse",
    fix "keep the name in the schema with `#[avro(name = \"…\")]`; where only new code reads old data, `#[avro(alias = \"…\")]` with the old one is enough",
    Versions(&[
        r#"{"type":"record","name":"User","fields":[]}"#,
        r#"{"type":"record","name":"Account","fields":[]}"#,
    ]);

    ENUM_RENAMED: "enum-renamed", BOTH,
    "an enum has another name",
    why "enums are matched by name",
    fix "keep the name in the schema with `#[avro(name = \"…\")]`; where only new code reads old data, `#[avro(alias = \"…\")]` with the old one is enough",
    Versions(&[
        r#"{"type":"enum","name":"Tier","symbols":["FREE"]}"#,
        r#"{"type":"enum","name":"Plan","symbols":["FREE"]}"#,
    ]);

    FIXED_RENAMED: "fixed-renamed", BOTH,
    "a fixed has another name",
    why "fixed types are matched by name and size",
    fix "keep the name in the schema with `#[avro(fixed = \"…\")]`",
    Versions(&[
        r#"{"type":"fixed","name":"Hash","size":16}"#,
        r#"{"type":"fixed","name":"Digest","size":16}"#,
    ]);

    FIXED_SIZE_CHANGED: "fixed-size-changed", BOTH,
    "a fixed has another size",
    why "the size of a fixed is part of its type, and bytes are neither cut nor filled up",
    fix "keep the type, and add a field of another fixed type with a default beside it",
    Versions(&[
        r#"{"type":"fixed","name":"Hash","size":16}"#,
        r#"{"type":"fixed","name":"Hash","size":32}"#,
    ]);
}
