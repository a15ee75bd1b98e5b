//! What holds for every pair of schemas.

use crate::agree::witness::{failure, is_broken};
use crate::apply::{apply, is_of_logical_type};
use crate::generate::Rng;
use crate::generate::data::Data;
use crate::generate::mutate::mutate;
use crate::generate::schema::Schemas;
use avro_entity::Schema;
use avro_entity::compat::{Class, Direction, Fix, Level, Report, Version, check};
use avro_entity::resolve::{Verdict, resolve};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// Two versions as JSON and parsed; `None` when one of them is no schema.
fn pair(seed: u64) -> Option<([Value; 2], Version, Version)> {
    let mut rng = Rng::new(seed);
    let old = Schemas::new(&mut rng).root();
    let new = mutate(&mut rng, &old);
    let parse = |schema: &Value| Schema::parse(&schema.to_string()).ok();
    let (first, second) = (Version::numbered(1, parse(&old)?), Version::named("new", parse(&new)?));
    Some(([old, new], first, second))
}

/// Rules and messages, which do not say by which of several fields a type was come to.
fn said(report: &Report) -> BTreeSet<(&str, String)> {
    report.findings.iter().map(|finding| (finding.rule.id, finding.message.clone())).collect()
}

/// The schema with the fields of every record in another order.
fn shuffled(rng: &mut Rng, schema: &Value) -> Value {
    let mut schema = schema.clone();
    match &mut schema {
        Value::Array(branches) => branches.iter_mut().for_each(|branch| *branch = shuffled(rng, branch)),
        Value::Object(object) => {
            for key in ["items", "values"] {
                if let Some(inner) = object.get_mut(key) {
                    *inner = shuffled(rng, inner);
                }
            }
            let fields = object.get_mut("fields").and_then(Value::as_array_mut);
            for field in fields.into_iter().flatten() {
                field["type"] = shuffled(rng, &field["type"]);
            }
            if let Some(fields) = object.get_mut("fields").and_then(Value::as_array_mut) {
                rng.shuffle(fields);
            }
        }
        _ => {}
    }
    schema
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn a_break_is_denied_exactly_where_the_plan_does_not_read_everything(seed: u64) {
        let Some((_, old, new)) = pair(seed) else { return Ok(()) };
        let report = check(std::slice::from_ref(&old), &new, Level::FULL);
        for (direction, plan) in [
            (Direction::Backward, resolve(old.schema(), new.schema())),
            (Direction::Forward, resolve(new.schema(), old.schema())),
        ] {
            prop_assert_eq!(is_broken(&report, direction), plan.verdict() != Verdict::Always, "{:?}", direction);
        }
    }

    #[test]
    fn every_witness_is_refused_as_it_says(seed: u64) {
        let Some((_, old, new)) = pair(seed) else { return Ok(()) };
        // A type such as a union without branches has no data to show.
        if [&old, &new].into_iter().any(|version| Data::new(version.schema()).is_none()) {
            return Ok(());
        }
        let old = [old];
        for finding in check(&old, &new, Level::FULL).findings {
            if finding.rule.class == Class::Resolution {
                prop_assert_eq!(failure(&finding, &old, &new), None, "{}", finding.rule.id);
            }
        }
    }

    #[test]
    fn a_schema_against_itself_is_silent(seed: u64) {
        let Some((_, old, new)) = pair(seed) else { return Ok(()) };
        for version in [old, new] {
            let report = check(std::slice::from_ref(&version), &version, Level::FULL_TRANSITIVE);
            prop_assert!(report.findings.is_empty(), "{:?}", said(&report));
        }
    }

    #[test]
    fn a_change_is_never_silent(seed: u64) {
        let Some((_, old, new)) = pair(seed) else { return Ok(()) };
        let report = check(std::slice::from_ref(&old), &new, Level::FULL);
        prop_assert_eq!(report.findings.is_empty(), old.schema() == new.schema());
    }

    #[test]
    fn the_level_none_is_silent(seed: u64) {
        let Some((_, old, new)) = pair(seed) else { return Ok(()) };
        prop_assert!(check(&[old], &new, Level::NONE).findings.is_empty());
    }

    #[test]
    fn what_is_denied_does_not_depend_on_the_order_of_fields(seed: u64) {
        let Some(([_, new], old, version)) = pair(seed) else { return Ok(()) };
        let new = shuffled(&mut Rng::new(seed), &new);
        // A type may have been defined where it is only named.
        let Ok(schema) = Schema::parse(&new.to_string()) else { return Ok(()) };
        let (one, other) =
            (check(std::slice::from_ref(&old), &version, Level::FULL), check(&[old], &Version::named("new", schema), Level::FULL));
        let is_order = |said: &(&str, String)| said.0 == "field-reordered";
        let without_order = |report: &Report| {
            said(report).into_iter().filter(|said| !is_order(said)).map(|(rule, text)| (rule.to_owned(), text)).collect::<BTreeSet<_>>()
        };
        prop_assert_eq!(without_order(&one), without_order(&other));
    }

    #[test]
    fn a_printed_fix_makes_its_finding_go_away(seed: u64) {
        let Some(([_, text], old, new)) = pair(seed) else { return Ok(()) };
        for finding in check(std::slice::from_ref(&old), &new, Level::FULL).findings {
            // Another name of a type would have to be written wherever the type is named, and a logical type in the branch that
            // the path says, which `apply` does not see: it takes the first branch that has one.
            let is_in_branch = finding.path.ends_with(')');
            let is_hard = |fix: &Fix| fix.avsc.starts_with("\"name\"") || (is_in_branch && is_of_logical_type(fix));
            let Some(fix) = finding.fix.filter(|fix| !is_hard(fix)) else { continue };
            let mended = Schema::parse(&apply(&text, &fix).to_string()).expect("a schema");
            let left = check(std::slice::from_ref(&old), &Version::named("new", mended), Level::FULL);
            let is_left = left.findings.iter().any(|f| f.rule.id == finding.rule.id && f.path == finding.path);
            prop_assert!(!is_left, "{} {:?}", finding.rule.id, fix);
        }
    }
}
