//! Formats that others define, held against their own definitions.

use crate::story::story;
use avro_entity::Schema;
use avro_entity::compat::{Format, Level, Rendering, Version, check};
use serde_json::Value;

/// What is wrong with a document under a JSON Schema.
pub fn mistakes(schema: &str, document: &str) -> Option<String> {
    let mut compiler = boon::Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource("schema.json", serde_json::from_str(schema).unwrap()).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    let document: Value = serde_json::from_str(document).unwrap();
    schemas.validate(&document, index).err().map(|error| format!("{error:#}"))
}

const REPORT: &str = include_str!("../../avro-entity/report.schema.json");
pub const SARIF: &str = include_str!("sarif-2.1.0.schema.json");

/// The published schema, which lets programs be that know less than a later version says, without that.
fn report_schema() -> String {
    fn close(schema: &mut Value) {
        if let Some(members) = schema.as_object_mut() {
            if members.get("properties").is_some_and(Value::is_object) {
                members.insert("additionalProperties".to_owned(), false.into());
            }
            members.values_mut().for_each(close);
        }
    }
    let mut schema = serde_json::from_str(REPORT).unwrap();
    close(&mut schema);
    schema.to_string()
}

#[test]
fn json_is_what_the_published_schema_says() {
    let text = story().render(Format::Json);
    assert_eq!(mistakes(REPORT, &text), None);
    assert_eq!(mistakes(&report_schema(), &text), None, "the schema knows every member");
}

#[test]
fn the_published_schema_refuses_what_no_report_has() {
    let report: Value = serde_json::from_str(&story().render(Format::Json)).unwrap();
    for (place, wrong) in [
        ("/form", Value::from(2)),
        ("/denied", (-1).into()),
        ("/findings/0/rule", "Field Renamed".into()),
        ("/findings/0/severity", "fatal".into()),
        ("/findings/0/breaks/0/direction", "sideways".into()),
        ("/findings/0/new/line", 0.into()),
        ("/findings/0/witness/bytes", "0".into()),
        ("/findings/0/fix", "none".into()),
        ("/entities/0/versions/0/backward", "maybe".into()),
    ] {
        let mut report = report.clone();
        let (around, member) = place.rsplit_once('/').unwrap();
        report.pointer_mut(around).unwrap()[member] = wrong;
        let said = mistakes(REPORT, &report.to_string()).unwrap_or_default();
        assert!(said.contains(&format!("'{place}'")), "{place}: {said}");
    }
}

#[test]
fn json_of_every_rule_is_what_the_published_schema_says() {
    let schema = report_schema();
    for rule in avro_entity::compat::rules() {
        let avro_entity::compat::Example::Versions(versions) = rule.example else { continue };
        let schemas = versions.iter().map(|text| Schema::parse_foreign(text).unwrap());
        let mut versions: Vec<Version> =
            schemas.zip(1..).map(|(schema, number)| Version::numbered(number, schema)).collect();
        let today = versions.pop().unwrap();
        let report = check(&versions, &today, Level::FULL_TRANSITIVE);
        assert!(report.findings.iter().any(|finding| finding.rule.id == rule.id), "{}", rule.id);
        let rendering = Rendering::new(".");
        assert_eq!(mistakes(&schema, &report.render(Format::Json, &rendering)), None, "{}", rule.id);
        assert_eq!(mistakes(SARIF, &report.render(Format::Sarif, &rendering)), None, "{}", rule.id);
    }
}

#[test]
fn sarif_is_what_oasis_says() {
    assert_eq!(mistakes(SARIF, &story().render(Format::Sarif)), None);
    let said = mistakes(SARIF, r#"{"version": "2.0.0", "runs": []}"#).unwrap_or_default();
    assert!(said.contains("'/version'"), "{said}");
}

#[test]
fn another_parser_of_junit_counts_the_same() {
    let story = story();
    let read = junit_parser::from_reader(story.render(Format::Junit).as_bytes()).unwrap();
    assert_eq!((read.tests, read.failures), (6, 5));
    let cases: Vec<_> = read.suites.iter().flat_map(|suite| &suite.cases).collect();
    let failed: Vec<_> = cases.iter().filter(|case| case.status.is_failure()).collect();
    assert_eq!((cases.len(), failed.len()), (6, 5));
    let compared: usize = story.report.entities.iter().map(|compared| 2 * compared.versions.len()).sum();
    assert_eq!(compared + read.suites.len(), cases.len(), "each pair, and one for the history of each entity");
    let names: Vec<&str> = read.suites.iter().map(|suite| suite.name.as_str()).collect();
    assert_eq!(names, ["net.example.Account", "net.example.Gone"]);
}
