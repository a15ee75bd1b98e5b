//! Every case of `pairs/`, held to what it says.

use crate::apply::apply;
use crate::{breaks, check_at, finding, told};
use avro_entity::compat::{Check, Class, Finding, Fix, Level, Rule, rules};
use avro_entity::compat::{Outcome, Severity};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    about: String,
    level: Option<String>,
    versions: Vec<Value>,
    path: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    breaks: Vec<String>,
    /// Written in every case, as `null` where there is none.
    #[serde(deserialize_with = "Option::deserialize")]
    fix: Option<Written>,
    mirror: Option<Mirror>,
}

/// A fix in both forms.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Written {
    rust: String,
    avsc: String,
    on: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mirror {
    rule: String,
    path: String,
}

impl Case {
    fn level(&self) -> Level {
        self.level.as_deref().map_or(Level::default(), |level| level.parse().expect("a level"))
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/compat/pairs")
}

fn cases() -> BTreeMap<String, Vec<Case>> {
    let files = fs::read_dir(folder()).expect("the folder of pairs").map(|file| file.expect("a file").path());
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let cases = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), cases)
    };
    files.map(read).collect()
}

/// Runs a test on every case, and names those that fail.
fn for_each_case(test: impl Fn(&str, &Case) + std::panic::RefUnwindSafe) {
    let mut failed = Vec::new();
    for (rule, cases) in cases() {
        for case in cases {
            let run = std::panic::AssertUnwindSafe(|| test(&rule, &case));
            if std::panic::catch_unwind(run).is_err() {
                failed.push(format!("{rule}: {}", case.about));
            }
        }
    }
    assert!(failed.is_empty(), "{} cases failed:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn every_rule_that_compares_schemas_has_a_file_of_cases() {
    let compares = |rule: &&Rule| !matches!(rule.class, Class::History | Class::Data);
    let compared: BTreeSet<String> = rules().filter(compares).map(|rule| rule.id.to_owned()).collect();
    let files: BTreeSet<String> = cases().into_keys().collect();
    assert_eq!(files, compared);
    assert!(cases().values().all(|cases| cases.len() >= 2), "at the outermost type and inside of something");
}

#[test]
fn the_rule_speaks_at_the_path_and_tells_what_breaks() {
    for_each_case(|rule, case| {
        let report = check_at(case.level(), &case.versions);
        let found = finding(&report, rule, &case.path);
        assert!(found.message.contains(&case.message), "{}", found.message);
        assert_eq!(breaks(found), case.breaks);
    });
}

#[test]
fn the_mirrored_rule_speaks_when_the_versions_are_reversed() {
    for_each_case(|_, case| {
        let Some(mirror) = &case.mirror else { return };
        let reversed: Vec<Value> = case.versions.iter().rev().cloned().collect();
        finding(&check_at(Level::default(), &reversed), &mirror.rule, &mirror.path);
    });
}

#[test]
fn every_schema_against_itself_is_silent() {
    for_each_case(|_, case| {
        for schema in &case.versions {
            let report = check_at(Level::default(), &[schema.clone(), schema.clone()]);
            assert!(report.findings.is_empty(), "{:?}", told(&report));
        }
    });
}

#[test]
fn the_fix_is_the_one_that_is_expected() {
    for_each_case(|rule, case| {
        let report = check_at(case.level(), &case.versions);
        let fix = finding(&report, rule, &case.path).fix.as_ref();
        let written =
            fix.map(|Fix { rust, avsc, on, .. }| Written { rust: rust.clone(), avsc: avsc.clone(), on: on.clone() });
        assert_eq!(written, case.fix);
    });
}

/// Whether a finding is in a report: by its place in the new schema, or in the old one when the fix is a name.
fn is_in(found: &Finding, fix: &Fix, others: &[Finding]) -> bool {
    others.iter().any(|other| {
        let is_same = if fix.avsc.starts_with("\"name\"") { other.old == found.old } else { other.path == found.path };
        other.rule.id == found.rule.id && is_same
    })
}

#[test]
fn every_printed_fix_makes_its_finding_go_away_and_brings_no_other_break() {
    let mut fixes = 0;
    for (rule, cases) in cases() {
        for case in cases {
            let (old, new) = crate::versions(&case.versions);
            let old: Vec<_> = old.into_iter().map(|version| version.in_file("old.avsc")).collect();
            let check = Check::new(case.level());
            let report = check.run(&old, &new);
            let (schema, before) = case.versions.split_last().unwrap();
            for found in report.findings.iter().filter(|finding| finding.fix.is_some()) {
                fixes += 1;
                let fix = found.fix.as_ref().unwrap();
                let mended: Vec<Value> = before.iter().cloned().chain([apply(schema, fix)]).collect();
                let (mended_old, mended_new) = crate::versions(&mended);
                let mended_old: Vec<_> = mended_old.into_iter().map(|version| version.in_file("old.avsc")).collect();
                let after = check.run(&mended_old, &mended_new);
                let said = format!("{rule}, {}: {} with {fix:?}: {:?}", case.about, found.rule.id, told(&after));
                assert!(!is_in(found, fix, &after.findings), "{said}");
                let fewer = usize::from(found.severity == Severity::Deny);
                assert!(after.denied().count() + fewer <= report.denied().count(), "{said}");
            }
        }
    }
    assert!(fixes > 50, "{fixes}");
}

#[test]
fn every_finding_of_resolution_is_refused_and_every_finding_of_value_is_misread() {
    for_each_case(|_, case| {
        let report = check_at(case.level(), &case.versions);
        for finding in &report.findings {
            let outcome = finding.witness.as_ref().map(|witness| &witness.outcome);
            match finding.rule.class {
                Class::Resolution => assert!(matches!(outcome, Some(Outcome::Error(_))), "{}", finding.rule.id),
                Class::Value => {
                    let Some(Outcome::Read { wrote, ignoring, .. }) = outcome else { panic!("{}", finding.rule.id) };
                    assert_ne!(wrote, ignoring, "{}", finding.rule.id);
                }
                Class::Schema => {}
                _ => assert_eq!(outcome, None, "{}", finding.rule.id),
            }
        }
    });
}
