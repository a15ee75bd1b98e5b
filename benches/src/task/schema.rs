//! Schemas: text to graph, fingerprint, and two of them: the plan, and the compatibility check.

use super::always;
use crate::measure::Rounds;
use crate::table::Table;
use apache_avro::rabin::Rabin;
use apache_avro::schema_compatibility::SchemaCompatibility;
use avro_entity::Schema;
use avro_entity::compat::{Level, Version, check};

/// Measures with the schema of an entity, and an older version of it.
pub(crate) fn run(rounds: &Rounds, table: &mut Table, workload: &str, schema: &Schema, older: &Schema) {
    let (text, older_text) = (schema.to_string(), older.to_string());
    let apache = |text: &str| apache_avro::Schema::parse_str(text).expect("apache-avro parses our schema");
    let fast = |text: &str| text.parse::<serde_avro_fast::Schema>().expect("serde_avro_fast parses our schema");
    let ours = |text: &str| Schema::parse(text).expect("it is ours");
    let parse = vec![
        always("avro-entity", || ours(&text)),
        always("serde_avro_fast, with fingerprint", || fast(&text)),
        always("apache-avro", || apache(&text)),
    ];
    table.add(workload, "parse a schema", rounds.compare(workload, "parse a schema", parse));

    let fingerprint = vec![
        always("avro-entity", || ours(&text).crc64()),
        always("serde_avro_fast", || *fast(&text).rabin_fingerprint()),
        always("apache-avro", || apache(&text).fingerprint::<Rabin>()),
    ];
    let task = "parse and fingerprint a schema";
    table.add(workload, task, rounds.compare(workload, task, fingerprint));

    let (writer, reader) = (apache(&older_text), apache(&text));
    let plan = vec![
        always("avro-entity", || avro_entity::resolve::resolve(older, schema)),
        always("apache-avro, yes or no", || SchemaCompatibility::can_read(&writer, &reader)),
    ];
    table.add(workload, "compile a plan", rounds.compare(workload, "compile a plan", plan));

    let history = [Version::numbered(1, older.clone())];
    let new = Version::named("new", schema.clone());
    let judged = vec![
        always("avro-entity, every finding", || check(&history, &new, Level::BACKWARD)),
        always("apache-avro, yes or no", || SchemaCompatibility::can_read(&writer, &reader)),
    ];
    let task = "check compatibility";
    table.add(workload, task, rounds.compare(workload, task, judged));
}
