//! What is private stays so: names of private fields may be told, what is in them and their defaults may not.

use avro_entity::compat::{Class, Label, Level, Outcome, Report, Version, check};
use avro_entity::{AvroEntity, Schema};
use serde_json::{Value, json};

#[derive(AvroEntity)]
#[avro(name = "Account")]
struct Account {
    #[avro(private, default = "hunter2")]
    password: String,
}

fn field(mut members: Value) -> Value {
    members["name"] = members.get("name").cloned().unwrap_or("password".into());
    json!({"type": "record", "name": "Account", "fields": [members]})
}

/// All that is said when `Account` is compared with older versions.
fn report<T: AvroEntity>(old: &[Value]) -> Report {
    let parse = |schema: &Value| Schema::parse_foreign(&schema.to_string()).unwrap();
    let old: Vec<Version> = old.iter().zip(1..).map(|(old, n)| Version::numbered(n, parse(old))).collect();
    check(&old, &Version::today::<T>().unwrap(), Level::FULL_TRANSITIVE)
}

fn silent_about(report: &Report, secrets: &[&str]) {
    assert!(!report.findings.is_empty());
    let text = serde_json::to_string(&report).unwrap();
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    for secret in secrets {
        assert!(!text.contains(secret) && !text.contains(&hex(secret)), "{secret}: {text}");
    }
}

#[test]
fn the_default_of_a_private_field_is_told_nowhere() {
    let old = [field(json!({"type": "string", "default": "letmein"}))];
    let report = report::<Account>(&old);
    assert_eq!(report.findings[0].rule.id, "default-changed");
    assert_eq!(report.findings[0].message, "the default was private and is private");
    assert_eq!(report.findings[0].fix, None);
    silent_about(&report, &["hunter2", "letmein"]);
}

#[test]
fn a_private_field_that_may_be_a_renamed_one_is_shown_without_either_default() {
    let old = [field(json!({"name": "secret", "type": "string", "default": "letmein"}))];
    let report = report::<Account>(&old);
    let found = report.findings.iter().find(|finding| finding.rule.id == "possible-rename").unwrap();
    let Outcome::Read { ignoring, .. } = &found.witness.as_ref().unwrap().outcome else { panic!() };
    assert_eq!(ignoring, "`password` = its default, which is private");
    silent_about(&report, &["hunter2", "letmein"]);
}

#[derive(AvroEntity)]
#[avro(name = "Account")]
struct Required {
    #[avro(private)]
    password: String,
}

#[test]
fn a_default_that_a_private_field_had_is_not_offered_as_the_fix() {
    let old = [
        json!({"type": "record", "name": "Account", "fields": []}),
        field(json!({"type": "string", "default": "letmein"})),
    ];
    let report = report::<Required>(&old);
    let found = report.findings.iter().find(|finding| finding.rule.id == "field-default-removed").unwrap();
    assert_eq!(found.fix.as_ref().unwrap().rust, "#[avro(default)]");
    silent_about(&report, &["letmein"]);
}

#[derive(AvroEntity)]
struct Login {
    name: String,
    #[avro(private)]
    secret: String,
}

#[derive(AvroEntity)]
#[avro(name = "Account")]
struct Nested {
    #[avro(default = vec![Login { name: "root".into(), secret: "hunter2".into() }])]
    logins: Vec<Login>,
}

#[test]
fn a_private_field_inside_of_a_default_is_told_nowhere() {
    let nothing = json!({"type": "record", "name": "Account", "fields": []});
    let login = json!({"type": "record", "name": "Login", "fields": [{"name": "name", "type": "string"}, {"name": "secret", "type": "string"}]});
    let other = |default: Option<&str>| {
        let mut logins = json!({"name": "logins", "type": {"type": "array", "items": login}});
        if let Some(secret) = default {
            logins["default"] = json!([{"name": "root", "secret": secret}]);
        }
        json!({"type": "record", "name": "Account", "fields": [logins]})
    };
    let told = |old: &[Value]| {
        let report = report::<Nested>(old);
        silent_about(&report, &["hunter2", "letmein"]);
        report.findings.iter().map(|finding| (finding.rule.id, finding.message.clone())).collect::<Vec<_>>()
    };
    assert_eq!(
        told(&[nothing]),
        [("field-added", "`logins` is new, and older data are read with its default".to_owned())]
    );
    let changed = ("default-changed", "the default was private and is private".to_owned());
    assert_eq!(told(&[other(Some("letmein"))]), [changed]);
    assert_eq!(told(&[other(None)]), [("default-added", "the default is private, and there was none".to_owned())]);
}

#[derive(AvroEntity)]
#[avro(name = "Account")]
struct Numbered {
    #[avro(private)]
    password: i64,
}

#[test]
fn the_witness_has_neither_the_value_of_a_private_field_nor_its_bytes() {
    let report = report::<Numbered>(&[field(json!({"type": "string"}))]);
    let found = &report.findings[0];
    assert_eq!((found.rule.id, found.path.as_str()), ("type-changed", "Account.password"));
    let witness = found.witness.as_ref().unwrap();
    assert_eq!((&witness.datum, &witness.bytes), (&json!({}), &None));
    assert_eq!(witness.outcome, Outcome::Error("Account.password at byte 0: `string` is not read as `long`".into()));
}

#[derive(AvroEntity)]
#[avro(name = "Purchase", alias = "Order")]
struct Renamed {
    #[avro(private, alias = "card")]
    number: Option<String>,
    total: i64,
}

#[test]
fn a_private_field_is_hidden_under_the_names_that_it_and_its_record_had() {
    let card = json!({"name": "card", "type": ["null", "string"], "default": "4711"});
    let total = json!({"name": "total", "type": "long"});
    for name in ["Order", "shop.Purchase"] {
        let old = json!({"type": "record", "name": name, "fields": [card, total]});
        let report = report::<Renamed>(&[old]);
        let witness = report.findings.iter().find_map(|finding| finding.witness.as_ref()).unwrap();
        assert_eq!((&witness.datum, &witness.bytes), (&json!({"total": 0}), &None), "{name}");
        silent_about(&report, &["4711"]);
    }
}

#[test]
fn a_default_of_a_private_field_that_is_not_valid_is_not_quoted() {
    let invalid = json!({"type": "record", "name": "Account", "fields": [{"name": "password", "type": "long", "default": "hunter2"}]});
    let new = Version::of(Label::Today, Schema::parse_foreign(&invalid.to_string()).unwrap())
        .with_sources(Version::today::<Numbered>().unwrap().sources().clone());
    let old = Schema::parse(r#"{"type": "record", "name": "Account", "fields": []}"#).unwrap();
    let report = check(&[Version::numbered(1, old)], &new, Level::FULL);
    let found = &report.findings[0];
    assert_eq!((found.rule.class, found.rule.id), (Class::Schema, "default-invalid"));
    silent_about(&report, &["hunter2"]);
}
