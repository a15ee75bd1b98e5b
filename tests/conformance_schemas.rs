//! The schemas of the conformance corpus: verdicts, canonical forms, fingerprints, and printing.

mod corpus;

use avro_entity::Schema;
use serde_json::Value;

/// What the line asks for: `None` when it leaves both verdicts open.
fn verdict(line: &Value) -> Option<bool> {
    match line["spec_valid"].as_bool() {
        Some(valid) => Some(valid),
        None if line.get("remark").is_some() => None,
        None => line["valid"].as_bool(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where `line` has a canonical form or fingerprints, the schema has the same.
fn fingerprint_differences(line: &Value, schema: &Schema) -> Vec<String> {
    let found = [
        ("canonical", schema.canonical_form().to_owned()),
        ("crc64", schema.crc64().to_string()),
        ("crc64_le", hex(&schema.crc64().to_le_bytes())),
        ("md5", hex(&schema.md5())),
        ("sha256", hex(&schema.sha256())),
    ];
    let differs = |(member, found): &(&str, String)| line[*member].as_str().is_some_and(|wanted| wanted != found);
    found.iter().filter(|pair| differs(pair)).map(|(member, found)| format!("{member} is {found}")).collect()
}

/// Every form of the printed schema parses to the same schema.
fn printing_differences(schema: &Schema) -> Vec<String> {
    let forms = [
        ("compact", schema.to_string()),
        ("pretty", format!("{schema:#}")),
        ("lines", schema.to_lines()),
        ("serde", serde_json::to_string(schema).unwrap()),
    ];
    let differs = |(_, text): &(&str, String)| match Schema::parse(text) {
        Ok(again) => (again != *schema).then(|| format!("printed as {text}, which is another schema")),
        Err(error) => Some(format!("printed as {text}: {error}")),
    };
    forms.iter().filter_map(|form| Some(format!("{}: {}", form.0, differs(form)?))).collect()
}

fn differences(line: &Value) -> Vec<String> {
    let text = corpus::string(line, "schema");
    match (Schema::parse(text), verdict(line)) {
        (Ok(_), Some(false)) => vec!["accepted".to_owned()],
        (Err(error), Some(true)) => vec![format!("refused: {error}")],
        (Err(_), _) => Vec::new(),
        (Ok(schema), _) => {
            let mut all = fingerprint_differences(line, &schema);
            all.extend(printing_differences(&schema));
            all
        }
    }
}

fn assert_none(all: Vec<String>) {
    assert!(all.is_empty(), "{} differences:\n{}", all.len(), all.join("\n"));
}

#[test]
fn conformance_schemas_have_their_verdict_canonical_form_and_fingerprints() {
    let lines = corpus::lines("schemas.jsonl");
    let all = lines.iter().flat_map(|line| differences(line).into_iter().map(|text| format!("{}: {text}", line["id"])));
    assert_none(all.collect());
}

#[test]
fn conformance_schemas_have_their_logical_type() {
    let lines = corpus::lines("schemas.jsonl");
    let differences = lines.iter().filter_map(|line| {
        let schema = Schema::parse(corpus::string(line, "schema")).ok()?;
        let found = schema.root_node().logical.map(|logical| logical.name());
        let wanted = line["logical_type"].as_str();
        (found != wanted).then(|| format!("{}: found {found:?}, wanted {wanted:?}", line["id"]))
    });
    assert_none(differences.collect());
}

/// Whatever the strict parser accepts, the lenient one reads as the same schema.
#[test]
fn conformance_schemas_of_other_producers_are_read_alike() {
    let lines = corpus::lines("schemas.jsonl");
    let differences = lines.iter().filter_map(|line| {
        let text = corpus::string(line, "schema");
        let schema = Schema::parse(text).ok()?;
        match Schema::parse_foreign(text) {
            Ok(foreign) if foreign == schema => None,
            Ok(_) => Some(format!("{}: another schema", line["id"])),
            Err(error) => Some(format!("{}: {error}", line["id"])),
        }
    });
    assert_none(differences.collect());
}

fn pair_differences(file: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in corpus::lines(file) {
        for side in ["writer", "reader"] {
            let schema = match Schema::parse_foreign(&line[side].to_string()) {
                Ok(schema) => schema,
                Err(error) => {
                    all.push(format!("{} {side}: {error}", line["id"]));
                    continue;
                }
            };
            let mut found = fingerprint_differences(&line[format!("{side}_schema")], &schema);
            match Schema::parse_foreign(&schema.to_string()) {
                Ok(again) if again == schema => {}
                _ => found.push(format!("printed as {schema}")),
            }
            all.extend(found.into_iter().map(|text| format!("{} {side}: {text}", line["id"])));
        }
    }
    all
}

#[test]
fn conformance_curated_pairs_have_their_fingerprints() {
    assert_none(pair_differences("curated.jsonl"));
}

#[test]
fn conformance_random_pairs_have_their_fingerprints() {
    assert_none(pair_differences("random.jsonl"));
}

/// What `apache-avro` takes and gives back has the canonical form it had before.
#[test]
fn conformance_schemas_survive_apache_avro() {
    let mut taken = 0;
    let mut all = Vec::new();
    for line in corpus::lines("schemas.jsonl") {
        let Ok(schema) = Schema::parse(corpus::string(&line, "schema")) else { continue };
        let Ok(theirs) = apache_avro::Schema::try_from(&schema) else { continue };
        taken += 1;
        match Schema::try_from(&theirs) {
            Ok(back) if back.canonical_form() == schema.canonical_form() => {}
            Ok(back) => all.push(format!("{}: came back as {back}", line["id"])),
            Err(error) => all.push(format!("{}: {error}", line["id"])),
        }
    }
    assert_none(all);
    assert!(taken > 50, "apache-avro took {taken} schemas");
}
