//! One entity and its history, in which everything goes wrong that a report can tell.

use avro_entity::compat::{Format, Rendering, Report, Severity};
use avro_entity::gate::{Entity, Gate};
use avro_entity::history::{Store, Waiver};
use avro_entity::{AvroEntity, Schema};
use tempfile::TempDir;

/// Somebody who signed up.
#[derive(AvroEntity)]
#[avro(root, namespace = "net.example")]
struct Account {
    /// Called `email` before.
    mail: String,
    #[avro(timestamp = "micros")]
    created: std::time::SystemTime,
    #[rustfmt::skip]
    #[avro(private, default = "s3cret")] token: String,
    #[avro(default = 2.0)]
    score: f64,
    #[avro(name = "less", default)]
    less_than: Vec<String>,
    plan: Plan,
}

#[derive(AvroEntity)]
#[avro(namespace = "net.example")]
enum Plan {
    #[avro(name = "FREE")]
    Free,
}

/// `score` was a whole number, `created` counted milliseconds, `token` had another default, `plan` a symbol more.
const OLD: &str = r#"{"type": "record", "name": "net.example.Account", "doc": "Somebody who signed up. <Not> a | b.", "fields": [
    {"name": "email", "type": "string"},
    {"name": "created", "type": {"type": "long", "logicalType": "timestamp-millis"}},
    {"name": "token", "type": "string", "default": "hunter2"},
    {"name": "score", "type": "long", "default": 2},
    {"name": "less", "type": {"type": "array", "items": "string"}, "default": []},
    {"name": "plan", "type": {"type": "enum", "name": "Plan", "symbols": ["FREE", "GOLD"]}}]}"#;

/// A folder with the history, and the report on it.
pub struct Story {
    pub folder: TempDir,
    pub report: Report,
}

pub fn story() -> Story {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("schemas")).unwrap();
    for (name, fields) in [
        ("net.example.Account", OLD),
        ("net.example.Gone", r#"{"type": "record", "name": "net.example.Gone", "fields": []}"#),
    ] {
        let mut edit = store.create(name, "account-service").unwrap();
        edit.record(&Schema::parse(fields).unwrap()).unwrap();
        edit.commit().unwrap();
    }
    let mut edit = store.edit(&store.history("net.example.Account").unwrap().unwrap());
    let version = edit.record(&Schema::parse(&OLD.replace(r#", "GOLD""#, "")).unwrap()).unwrap();
    let (rule, path) = ("enum-symbol-removed", "net.example.Account.plan.GOLD");
    let waiver = Waiver::new(rule, "net.example.Account", path, version, "nobody \"has\" it & <never> had");
    edit.waive(waiver.until("2026-12-31".parse().unwrap())).unwrap();
    edit.commit().unwrap();
    let entity = Entity::of::<Account>("account-service").unwrap();
    Story { report: Gate::new(store).check(&[entity]).unwrap(), folder }
}

impl Story {
    /// The report in a format, seen from the workspace.
    pub fn render(&self, format: Format) -> String {
        let rendering = Rendering::new(self.folder.path()).root(env!("CARGO_MANIFEST_DIR"));
        let text = self.report.render(format, &rendering);
        let folder = self.folder.path().canonicalize().unwrap();
        text.replace(folder.to_str().unwrap(), "/workspace")
    }

    /// The rules that speak of a severity, those that are waived left out.
    pub fn rules(&self, severity: Severity) -> Vec<&'static str> {
        let told = self.report.findings.iter().filter(|finding| finding.waived.is_none());
        let mut rules: Vec<_> =
            told.filter(|finding| finding.severity == severity).map(|finding| finding.rule.id).collect();
        rules.sort_unstable();
        rules
    }
}
