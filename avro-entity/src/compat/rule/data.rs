//! Rules of data: what is there is not read.

use super::{BACKWARD, Class, Example, Rule, Severity, table};

table! { DATA_RULES: Data, Deny;
    DATA_UNREAD: "data-unread", BACKWARD,
    "records that are there are not read",
    why "the new version was tried on them and gave up, whatever the level asks for, and whichever version they were written with",
    fix "see what breaks: compare the schema of their file, which `avro-entity getschema` prints, with the new one by `avro-entity check --level BACKWARD`",
    Story("`avro-entity check old.avsc new.avsc --level FORWARD --data 2024.avro` where records of the file hold a symbol that the new version lacks");
}
