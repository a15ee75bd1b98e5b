//! `rules.md`: the table of rules, as it is in the code.
//!
//! `AVRO_ENTITY_RULES=write cargo test --test formats` writes it anew.

use avro_entity::compat::{Class, rules};

fn table() -> String {
    let mut text = "# Rules\n\nWhat `avro-entity check` and the test `gate!` find. `avro-entity explain <rule>` has an example of each; a \
                    severity is changed in `schemas/workspace.toml` or an `entity.toml`.\n"
        .to_owned();
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
