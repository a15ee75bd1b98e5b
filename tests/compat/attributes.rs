//! The printed attribute, pasted: it compiles, and gives the schema that the printed member gives in the text.

use crate::apply::apply;
use crate::finding;
use avro_entity::compat::{Level, Version, check};
use avro_entity::{AvroEntity, AvroSchema, Schema};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Holds the entity before and after to what a finding prints.
struct Shape<'s> {
    level: Level,
    old: &'s [&'s str],
    rule: &'s str,
    path: &'s str,
    /// As it stands on the field or type of the second entity, but for what `Option` prints.
    rust: &'s str,
    on: &'s str,
}

impl Shape<'_> {
    fn holds<Before: AvroSchema, After: AvroSchema>(&self) {
        let parse = |text: &&str| Schema::parse(text).unwrap();
        let old: Vec<Version> = self.old.iter().zip(1..).map(|(text, n)| Version::numbered(n, parse(text))).collect();
        let report = check(&old, &Version::today::<Before>().unwrap(), self.level);
        let fix = finding(&report, self.rule, self.path).fix.as_ref().expect("a fix");
        assert_eq!((fix.rust.as_str(), fix.on.as_str()), (self.rust, self.on));

        let json = |schema: &Schema| serde_json::from_str::<Value>(&schema.to_string()).unwrap();
        let mut in_text = fix.clone();
        in_text.on = fix.on.replace("::", ".");
        let edited = Schema::parse(&apply(&json(Before::schema()), &in_text).to_string()).unwrap();
        assert_eq!(json(After::schema()), json(&edited), "{}", self.rust);

        let after = check(&old, &Version::today::<After>().unwrap(), self.level);
        assert!(after.findings.iter().all(|other| (other.rule.id, other.path.as_str()) != (self.rule, self.path)));
    }
}

const EMPTY: &str = r#"{"type": "record", "name": "Account", "fields": []}"#;
const EMAIL: &str = r#"{"type": "record", "name": "Account", "fields": [{"name": "email", "type": "string"}]}"#;

mod required {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        pub mail: String,
    }
}

mod aliased {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        #[avro(alias = "email")]
        pub mail: String,
    }
}

mod named {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        #[avro(name = "email")]
        pub mail: String,
    }
}

#[test]
fn an_alias_and_a_name_of_a_field() {
    let renamed = Shape {
        level: Level::BACKWARD,
        old: &[EMAIL],
        rule: "field-renamed-without-alias",
        path: "Account.mail",
        rust: r#"#[avro(alias = "email")]"#,
        on: "Account::mail",
    };
    renamed.holds::<required::Account, aliased::Account>();
    let renamed = Shape { level: Level::FULL, rust: r#"#[avro(name = "email")]"#, ..renamed };
    renamed.holds::<required::Account, named::Account>();
}

/// A field of every type that has a plain default.
mod bare {
    use super::*;

    #[derive(AvroEntity)]
    pub enum Plan {
        Free,
        Gold,
    }

    #[derive(AvroEntity)]
    pub struct Account {
        pub flag: bool,
        pub count: i64,
        pub ratio: f64,
        pub text: String,
        pub raw: Vec<u8>,
        pub list: Vec<i32>,
        pub map: BTreeMap<String, i32>,
        pub hash: [u8; 4],
        pub plan: Plan,
        pub nick: Option<String>,
        pub id: Uuid,
        pub since: DateTime<Utc>,
        #[avro(decimal(precision = 9, scale = 2))]
        pub balance: Decimal,
    }
}

mod with_defaults {
    use super::*;

    #[derive(AvroEntity)]
    pub enum Plan {
        Free,
        Gold,
    }

    #[derive(AvroEntity)]
    pub struct Account {
        #[avro(default)]
        pub flag: bool,
        #[avro(default)]
        pub count: i64,
        #[avro(default)]
        pub ratio: f64,
        #[avro(default)]
        pub text: String,
        #[avro(default)]
        pub raw: Vec<u8>,
        #[avro(default)]
        pub list: Vec<i32>,
        #[avro(default)]
        pub map: BTreeMap<String, i32>,
        #[avro(default_json = "\"\\u0000\\u0000\\u0000\\u0000\"")]
        pub hash: [u8; 4],
        #[avro(default = Plan::Free)]
        pub plan: Plan,
        pub nick: Option<String>,
        #[avro(default_json = "\"00000000-0000-0000-0000-000000000000\"")]
        pub id: Uuid,
        #[avro(default_json = "0")]
        pub since: DateTime<Utc>,
        #[avro(decimal(precision = 9, scale = 2), default_json = "\"\\u0000\"")]
        pub balance: Decimal,
    }
}

/// The fixes of all fields at once: the text with each of them is the schema of the entity with all attributes.
#[test]
fn a_plain_default_of_every_type() {
    let old = [Version::numbered(1, Schema::parse(EMPTY).unwrap())];
    let report = check(&old, &Version::today::<bare::Account>().unwrap(), Level::FULL);
    let mut text: Value = serde_json::from_str(&bare::Account::schema().to_string()).unwrap();
    let mut attributes = Vec::new();
    for finding in report.denied() {
        let mut fix = finding.fix.clone().expect("a fix");
        attributes.push(fix.rust.clone());
        fix.on = fix.on.replace("::", ".");
        text = apply(&text, &fix);
    }
    let plain = "#[avro(default)]";
    assert_eq!(
        attributes,
        [
            plain,
            plain,
            plain,
            plain,
            plain,
            plain,
            plain,
            r#"#[avro(default_json = "\"\\u0000\\u0000\\u0000\\u0000\"")]"#,
            "#[avro(default = Plan::Free)]",
            r#"#[avro(default_json = "\"00000000-0000-0000-0000-000000000000\"")]"#,
            r#"#[avro(default_json = "0")]"#,
            r#"#[avro(default_json = "\"\\u0000\"")]"#,
        ]
    );
    let written: Value = serde_json::from_str(&with_defaults::Account::schema().to_string()).unwrap();
    assert_eq!(written, serde_json::from_str::<Value>(&Schema::parse(&text.to_string()).unwrap().to_string()).unwrap());
}

mod literals_before {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        pub text: String,
        pub count: i32,
        pub ratio: f32,
        pub flag: bool,
        pub list: Vec<i32>,
        #[avro(required)]
        pub seats: Option<i32>,
    }
}

mod literals_after {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        #[avro(default = "a \"b\"\n\\")]
        pub text: String,
        #[avro(default = -7)]
        pub count: i32,
        #[avro(default = 2.5)]
        pub ratio: f32,
        #[avro(default = true)]
        pub flag: bool,
        #[avro(default_json = "[1,2]")]
        pub list: Vec<i32>,
        #[avro(default)]
        pub seats: Option<i32>,
    }
}

/// The defaults that the fields had when they were added.
#[test]
fn a_default_that_was_removed_comes_back_as_a_literal() {
    let had = r#"{"type": "record", "name": "Account", "fields": [
        {"name": "text", "type": "string", "default": "a \"b\"\n\\"},
        {"name": "count", "type": "int", "default": -7},
        {"name": "ratio", "type": "float", "default": 2.5},
        {"name": "flag", "type": "boolean", "default": true},
        {"name": "list", "type": {"type": "array", "items": "int"}, "default": [1, 2]},
        {"name": "seats", "type": ["null", "int"], "default": null}
    ]}"#;
    let old = [EMPTY, had].map(|text| Schema::parse(text).unwrap());
    let old: Vec<Version> = old.into_iter().zip(1..).map(|(schema, n)| Version::numbered(n, schema)).collect();
    let report = check(&old, &Version::today::<literals_before::Account>().unwrap(), Level::BACKWARD_TRANSITIVE);
    let fixes: Vec<&str> = report.denied().map(|finding| finding.fix.as_ref().expect("a fix").rust.as_str()).collect();
    assert_eq!(
        fixes,
        [
            r#"#[avro(default = "a \"b\"\n\\")]"#,
            "#[avro(default = -7)]",
            "#[avro(default = 2.5)]",
            "#[avro(default = true)]",
            r#"#[avro(default_json = "[1,2]")]"#,
            "#[avro(default)]",
        ]
    );
    let after = check(&old, &Version::today::<literals_after::Account>().unwrap(), Level::BACKWARD_TRANSITIVE);
    assert!(after.findings.is_empty(), "{:?}", crate::told(&after));
}

mod number {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        pub age: i32,
    }
}

mod optional_number {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        pub age: Option<i32>,
    }
}

#[test]
fn an_option() {
    Shape {
        level: Level::BACKWARD,
        old: &[r#"{"type": "record", "name": "Account", "fields": [{"name": "age", "type": ["null", "int"]}]}"#],
        rule: "optional-to-required",
        path: "Account.age",
        rust: "make it an `Option<…>`",
        on: "Account::age",
    }
    .holds::<number::Account, optional_number::Account>();
}

mod plan {
    use super::*;

    #[derive(AvroEntity)]
    pub enum Plan {
        #[avro(name = "FREE")]
        Free,
    }
}

mod plan_with_default {
    use super::*;

    #[derive(AvroEntity)]
    pub enum Plan {
        #[avro(name = "FREE")]
        #[avro(default)]
        Free,
    }
}

#[test]
fn the_default_of_an_enum() {
    let old = Schema::parse(r#"{"type": "enum", "name": "Plan", "symbols": ["FREE", "GOLD"]}"#).unwrap();
    let old = [Version::numbered(1, old)];
    let report = check(&old, &Version::today::<plan::Plan>().unwrap(), Level::BACKWARD);
    let fix = finding(&report, "enum-symbol-removed", "Plan.GOLD").fix.as_ref().unwrap();
    assert_eq!((fix.rust.as_str(), fix.on.as_str()), ("#[avro(default)]", "Plan::Free"));
    let after = check(&old, &Version::today::<plan_with_default::Plan>().unwrap(), Level::BACKWARD);
    assert!(!after.is_denied());
}

mod amounts {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        #[avro(decimal(precision = 12, scale = 4))]
        pub balance: Decimal,
        #[avro(timestamp = "micros")]
        pub created: Option<DateTime<Utc>>,
    }
}

mod amounts_as_before {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        #[avro(decimal(precision = 12, scale = 2))]
        pub balance: Decimal,
        #[avro(timestamp = "micros")]
        pub created: Option<DateTime<Utc>>,
    }
}

mod times_as_before {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        #[avro(decimal(precision = 12, scale = 4))]
        pub balance: Decimal,
        #[avro(timestamp = "millis")]
        pub created: Option<DateTime<Utc>>,
    }
}

#[test]
fn the_scale_of_a_decimal_and_the_unit_of_a_timestamp() {
    let old = r#"{"type": "record", "name": "Account", "fields": [
        {"name": "balance", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
        {"name": "created", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}], "default": null}
    ]}"#;
    let scale = Shape {
        level: Level::FULL,
        old: &[old],
        rule: "decimal-scale-changed",
        path: "Account.balance",
        rust: "#[avro(decimal(precision = 12, scale = 2))]",
        on: "Account::balance",
    };
    scale.holds::<amounts::Account, amounts_as_before::Account>();
    Shape {
        rule: "timestamp-unit-changed",
        path: "Account.created",
        rust: r#"#[avro(timestamp = "millis")]"#,
        on: "Account::created",
        ..scale
    }
    .holds::<amounts::Account, times_as_before::Account>();
}

mod digest {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        #[avro(fixed = "Digest")]
        pub digest: [u8; 4],
    }
}

mod hash {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        #[avro(fixed = "Hash")]
        pub digest: [u8; 4],
    }
}

/// A fixed has no Rust type to put an alias on, so that its old name is the fix at every level.
#[test]
fn the_name_of_a_fixed() {
    let old = Schema::parse(
        r#"{"type": "record", "name": "Account", "fields": [{"name": "digest", "type": {"type": "fixed", "name": "Hash", "size": 4}}]}"#,
    )
    .unwrap();
    let old = [Version::numbered(1, old)];
    for level in [Level::BACKWARD, Level::FULL] {
        let report = check(&old, &Version::today::<digest::Account>().unwrap(), level);
        let found = finding(&report, "fixed-renamed", "Account.digest");
        let fix = found.fix.as_ref().unwrap();
        assert_eq!((fix.rust.as_str(), fix.on.as_str()), (r#"#[avro(fixed = "Hash")]"#, "Account::digest"));
        assert_eq!(found.new.as_ref().unwrap().rust.as_deref(), Some("Account::digest"));
        assert!(!check(&old, &Version::today::<hash::Account>().unwrap(), level).is_denied());
    }
}

mod account {
    use super::*;

    #[derive(AvroEntity)]
    #[avro(namespace = "net.example")]
    pub struct Account {
        pub id: String,
    }
}

mod account_with_alias {
    use super::*;

    #[derive(AvroEntity)]
    #[avro(namespace = "net.example")]
    #[avro(alias = "User")]
    pub struct Account {
        pub id: String,
    }
}

mod account_named {
    use super::*;

    #[derive(AvroEntity)]
    #[avro(namespace = "net.example")]
    #[avro(name = "User")]
    pub struct Account {
        pub id: String,
    }
}

#[test]
fn an_alias_and_a_name_of_a_type() {
    let old = Schema::parse(
        r#"{"type": "record", "name": "net.example.User", "fields": [{"name": "id", "type": "string"}]}"#,
    );
    let old = [Version::numbered(1, old.unwrap())];
    let fix = |level| {
        let report = check(&old, &Version::today::<account::Account>().unwrap(), level);
        finding(&report, "record-renamed", "net.example.Account").fix.clone().map(|fix| (fix.rust, fix.on))
    };
    let is_denied = |version: Version, level| check(&old, &version, level).is_denied();
    let (rust, on) = fix(Level::BACKWARD).unwrap();
    assert_eq!(rust, r#"#[avro(alias = "User")]"#);
    assert!(on.ends_with("account::Account"), "{on}");
    assert!(!is_denied(Version::today::<account_with_alias::Account>().unwrap(), Level::BACKWARD));
    assert_eq!(fix(Level::FULL).unwrap().0, r#"#[avro(name = "User")]"#);
    assert!(!is_denied(Version::today::<account_named::Account>().unwrap(), Level::FULL));
}

mod twice {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Account {
        pub born: i32,
        pub died: i32,
        pub tags: Vec<String>,
        pub marks: Vec<String>,
    }
}

/// Types without a name are each on their own, also where two fields have one Rust type.
#[test]
fn two_fields_of_one_type_are_two_findings() {
    let old = r#"{"type": "record", "name": "Account", "fields": [
        {"name": "born", "type": ["null", "int"]}, {"name": "died", "type": ["null", "int"]},
        {"name": "tags", "type": {"type": "array", "items": "int"}},
        {"name": "marks", "type": {"type": "array", "items": "int"}}
    ]}"#;
    let old = [Version::numbered(1, Schema::parse(old).unwrap())];
    let report = check(&old, &Version::today::<twice::Account>().unwrap(), Level::BACKWARD);
    let expected = [
        ("optional-to-required", "Account.born"),
        ("optional-to-required", "Account.died"),
        ("type-changed", "Account.tags[]"),
        ("type-changed", "Account.marks[]"),
    ];
    assert_eq!(crate::denied(&report), expected);
}

mod with_a_key {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Order {
        #[avro(default)]
        pub akey: [u8; 4],
        #[avro(default)]
        pub parts: Vec<[u8; 2]>,
    }
}

mod with_the_name_of_the_key {
    use super::*;

    #[derive(AvroEntity)]
    pub struct Order {
        #[avro(default, name = "key")]
        pub akey: [u8; 4],
        #[avro(default)]
        pub parts: Vec<[u8; 2]>,
    }
}

#[test]
fn a_field_whose_fixed_is_named_after_it_gets_its_name_back() {
    let old = r#"{"type": "record", "name": "Order", "fields": [
        {"name": "key", "type": {"type": "fixed", "name": "Order_key", "size": 4}, "default": "\u0000\u0000\u0000\u0000"},
        {"name": "parts", "type": {"type": "array", "items": {"type": "fixed", "name": "Order_parts", "size": 2}}, "default": []}]}"#;
    Shape {
        level: Level::default(),
        old: &[old],
        rule: "possible-rename",
        path: "Order.akey",
        rust: r#"#[avro(name = "key")]"#,
        on: "Order::akey",
    }
    .holds::<with_a_key::Order, with_the_name_of_the_key::Order>();
}

mod with_a_symbol {
    use super::*;

    #[derive(AvroEntity)]
    pub enum State {
        New,
        Sent,
    }
}

mod with_the_name_of_the_symbol {
    use super::*;

    #[derive(AvroEntity)]
    pub enum State {
        New,
        #[avro(name = "Shipped")]
        Sent,
    }
}

#[test]
fn a_symbol_gets_its_name_back() {
    Shape {
        level: Level::default(),
        old: &[r#"{"type": "enum", "name": "State", "symbols": ["New", "Shipped"]}"#],
        rule: "enum-symbol-removed",
        path: "State.Shipped",
        rust: r#"#[avro(name = "Shipped")]"#,
        on: "State::Sent",
    }
    .holds::<with_a_symbol::State, with_the_name_of_the_symbol::State>();
}
