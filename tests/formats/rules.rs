//! `rules.md`: the table of rules, as it is in the code.
//!
//! `AVRO_ENTITY_RULES=write cargo test --test formats` writes it anew.

use avro_entity::compat::{Class, rules};

const HEADER: &str = "\
# Rules

What `avro-entity check` and the test `gate!` find. The test has neither a clock nor data nor an eye on other crates, so that
`waiver-expired`, `data-unread` and `root-without-gate` come from the program only. `avro-entity explain <rule>` has an example of each.

A severity is `deny` (the check fails), `warn` (told, and denied under `--deny-warnings`), `info` (told) or `allow` (left out). It is changed
in `[severity]` of `schemas/workspace.toml` or of an `entity.toml`.
";

fn table() -> String {
    let mut text = HEADER.to_owned();
    for &class in Class::ALL {
        text.push_str(&format!("\n## {class}\n\n| rule | severity | direction | what | why | what to do |\n| --- | --- | --- | --- | --- | --- |\n"));
        for rule in rules().filter(|rule| rule.class == class) {
            let directions: Vec<&str> = rule.directions.iter().map(|direction| direction.name()).collect();
            let cells = [rule.severity.name(), &directions.join(", "), rule.title, rule.why, rule.fix]
                .map(|cell| cell.replace('|', "\\|"));
            text.push_str(&format!("| `{}` | {} |\n", rule.id, cells.join(" | ")));
        }
    }
    text
}

#[test]
fn the_table_of_rules_is_that_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/avro-entity/rules.md");
    if std::env::var("AVRO_ENTITY_RULES").as_deref() == Ok("write") {
        std::fs::write(path, table()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert!(written == table(), "{path} is stale: `AVRO_ENTITY_RULES=write cargo test --test formats` writes it anew");
}
