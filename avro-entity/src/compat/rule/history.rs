//! Rules of histories: what is recorded is not what is there.

use super::{Class, Example, NEITHER, Rule, Severity, table};

table! { HISTORY_RULES: History, Deny;
    HISTORY_DRIFT: "history-drift", NEITHER,
    "the entity is not what its history ends with",
    why "consumers get the schema from the history; a version that is not recorded cannot be checked against by the next one",
    fix "record it: `AVRO_ENTITY=accept cargo test`, or `avro-entity accept`",
    Story("a field is added to `Account`, and the last file of its history does not have it");

    HISTORY_EDITED: "history-edited", NEITHER,
    "a recorded version was changed",
    why "data of that version exist and do not change with it, so that checks against it say nothing any more",
    fix "put the file back as it was, and record the change as a new version",
    Story("a field is removed from `0001.avsc` while `entity.toml` has the hash of the old text");

    HISTORY_GAP: "history-gap", NEITHER,
    "a version is missing from the history, or not listed in it",
    why "data of the missing version may exist, and nothing is checked against them",
    fix "put the file back, or bring `entity.toml` and the files together with `avro-entity rebase` after a merge",
    Story("`0002.avsc` is deleted and `0003.avsc` is still there");

    ENTITY_UNRECORDED: "entity-unrecorded", NEITHER,
    "an entity has no history",
    why "nothing can be checked as long as nothing is recorded",
    fix "record it: `AVRO_ENTITY=accept cargo test`, or `avro-entity accept`",
    Story("a type gets `#[avro(root)]`, and there is no folder of its name under `schemas`");

    ENTITY_MISSING: "entity-missing", NEITHER,
    "a history has no entity",
    why "the type was deleted, renamed or not linked into the test; its data and its consumers are still there",
    fix "bring the type back; or say what became of it with `avro-entity retire` or `avro-entity rename`; or link it: `use the_crate as _;`",
    Story("`Account` is deleted, and `schemas/net.example.Account` is still there");

    ROOT_WITHOUT_GATE: "root-without-gate", NEITHER,
    "a crate has a root and no gate",
    why "its entities are not known here, and are compared with nothing",
    fix "put `#[cfg(test)] avro_entity::gate!();` at the end of the crate, with the feature `gate` in its dev-dependencies",
    Story("a crate of the workspace has a type with `#[avro(root)]`, and the line `gate!` is in another crate only");

    DUPLICATE_ENTITY: "duplicate-entity", NEITHER,
    "two entities have one name",
    why "a history is for one type, and consumers know it by its name",
    fix "give one of them another name with `#[avro(name = \"…\")]` or `#[avro(namespace = \"…\")]`",
    Story("two structs are roots with the full name `net.example.Account`");

    WAIVER_EXPIRED: "waiver-expired", NEITHER,
    "a waiver has expired",
    why "it was given until that day, and what it waives is still there",
    fix "mend what it waives, or give it a later day and say why",
    Story("a waiver with `expires = \"2026-01-31\"` is used on the first of February");

    WAIVER_UNUSED: "waiver-unused", NEITHER,
    "a waiver waives nothing",
    why "left lying it may hide the next break at the same place",
    fix "remove it from `entity.toml`",
    Story("a waiver names a field that breaks no version");

    WAIVER_WITHOUT_REASON: "waiver-without-reason", NEITHER,
    "a waiver does not say why",
    why "a break is a decision, and who comes later has to know it",
    fix "write the reason into `entity.toml`",
    Story("a waiver has an empty `reason`");
}
