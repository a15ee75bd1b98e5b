//! More than two versions: what one version does to those that came long before it.

use crate::{breaks, check, check_at, denied, finding, told};
use avro_entity::compat::{Level, Rollout};
use serde_json::{Value, json};

/// A version of `Account`, with these fields beside its id.
fn account<const N: usize>(fields: [Value; N]) -> Value {
    let fields: Vec<Value> = std::iter::once(json!({"name": "id", "type": "string"})).chain(fields).collect();
    json!({"type": "record", "name": "Account", "fields": fields})
}

fn text(name: &str) -> Value {
    json!({"name": name, "type": "string"})
}

fn text_or_nothing(name: &str) -> Value {
    json!({"name": name, "type": "string", "default": ""})
}

#[test]
fn a_default_that_is_removed_later_breaks_the_version_from_before_the_field() {
    let report = check(&[account([]), account([text_or_nothing("email")]), account([text("email")])]);
    assert_eq!(denied(&report), [("field-default-removed", "Account.email")]);
    let found = finding(&report, "field-default-removed", "Account.email");
    assert_eq!(breaks(found), ["1 backward all"]);
    assert_eq!(found.rollout, Some(Rollout::WritersFirst));
}

#[test]
fn a_required_field_breaks_every_version_without_it_and_is_one_finding() {
    let report = check(&[account([]), account([text_or_nothing("nick")]), account([text("email")])]);
    let found = finding(&report, "field-added-without-default", "Account.email");
    assert_eq!(breaks(found), ["1 backward all"]);
    let renamed = finding(&report, "field-renamed-without-alias", "Account.email");
    assert_eq!(breaks(renamed), ["2 backward all"]);
    let report = check(&[account([]), account([]), account([text("email")])]);
    assert_eq!(denied(&report), [("field-added-without-default", "Account.email")]);
    let found = finding(&report, "field-added-without-default", "Account.email");
    assert_eq!(breaks(found), ["1 backward all", "2 backward all"]);
}

#[test]
fn a_chain_of_aliases_reads_all_versions_and_a_gap_in_it_names_the_alias() {
    let aliases = |aliases: &[&str]| json!({"name": "address", "type": "string", "aliases": aliases});
    let chain = |last: Value| {
        let middle = json!({"name": "mail", "type": "string", "aliases": ["email"]});
        check_at(Level::BACKWARD_TRANSITIVE, &[account([text("email")]), account([middle]), account([last])])
    };
    assert_eq!(denied(&chain(aliases(&["mail", "email"]))), []);
    let report = chain(aliases(&["mail"]));
    assert_eq!(denied(&report), [("alias-removed", "Account.address")]);
    let fix = finding(&report, "alias-removed", "Account.address").fix.as_ref().unwrap();
    assert_eq!(fix.rust, r#"#[avro(alias = "email")]"#);
}

#[test]
fn a_step_that_was_prepared_is_stopped_by_code_from_before_it_and_says_so() {
    let report = check(&[account([text("email")]), account([text_or_nothing("email")]), account([])]);
    let found = finding(&report, "field-removed-required-by-reader", "Account.email");
    assert_eq!(breaks(found), ["1 forward all"]);
    let help = "code of version 2 reads new data: when no older code is left, waive this, or let the level look no further with \
                `level = { backward = \"all\", forward = \"latest\" }`";
    assert_eq!(found.help, help);
    let unprepared = check(&[account([text("email")]), account([text("email")]), account([])]);
    let found = finding(&unprepared, "field-removed-required-by-reader", "Account.email");
    assert!(found.help.starts_with("keep the field; to remove it, give it a default first"), "{}", found.help);
}

#[test]
fn a_field_that_comes_back_with_another_type_breaks_the_data_of_the_first() {
    let number = json!({"name": "code", "type": "int", "default": 0});
    let report = check(&[account([text_or_nothing("code")]), account([]), account([number])]);
    assert_eq!(told(&report), [("type-changed", "Account.code"), ("field-name-reused", "Account.code")]);
    assert_eq!(breaks(finding(&report, "type-changed", "Account.code")), ["1 backward all", "1 forward all"]);
}

#[test]
fn a_field_that_comes_back_with_the_same_type_breaks_nothing_and_is_told() {
    let report = check(&[account([text_or_nothing("code")]), account([]), account([text_or_nothing("code")])]);
    assert_eq!(told(&report), [("field-name-reused", "Account.code")]);
}

#[test]
fn a_symbol_may_go_once_all_readers_have_a_default_and_is_not_missed_by_them() {
    let plan = |symbols: &[&str], default: Option<&str>| {
        let mut plan = json!({"type": "enum", "name": "Plan", "symbols": symbols});
        if let Some(default) = default {
            plan["default"] = default.into();
        }
        account([json!({"name": "plan", "type": plan})])
    };
    let with = plan(&["FREE", "GOLD"], Some("FREE"));
    let report = check(&[plan(&["FREE", "GOLD"], None), with.clone(), plan(&["FREE"], Some("FREE"))]);
    assert_eq!(told(&report), [("enum-default-used", "Account.plan")]);
    let report = check(&[plan(&["FREE", "GOLD"], None), with, plan(&["FREE"], None)]);
    assert_eq!(denied(&report), [("enum-default-removed", "Account.plan.GOLD")]);
    let found = finding(&report, "enum-default-removed", "Account.plan.GOLD");
    assert_eq!(breaks(found), ["1 backward some", "2 backward some"]);
}

#[test]
fn a_version_that_goes_back_to_the_first_breaks_only_what_the_second_brought() {
    let (first, second) = (account([text("email")]), account([text("email"), text_or_nothing("nick")]));
    let report = check(&[first.clone(), second, first.clone()]);
    assert_eq!(told(&report), [("field-removed", "Account.nick")]);
    let renamed = json!({"name": "mail", "type": "string", "aliases": ["email"]});
    let report = check(&[first.clone(), account([renamed]), first]);
    assert_eq!(breaks(finding(&report, "field-renamed-without-alias", "Account.email")), ["2 backward all"]);
}

#[test]
fn one_of_many_is_renamed_and_paired_by_likeness() {
    let names = ["street", "city", "zip", "country"];
    let old = account(names.map(text_or_nothing));
    let new = account(["postal_street", "postal_city", "postal_zip", "postal_country"].map(text_or_nothing));
    let report = check(&[old, new]);
    let pairs: Vec<String> = report.denied().map(|finding| finding.message.clone()).collect();
    assert_eq!(pairs.len(), 4);
    for (name, message) in names.iter().zip(pairs) {
        assert!(message.starts_with(&format!("`{name}` is gone and `postal_{name}`")), "{message}");
    }
}

#[test]
fn what_breaks_something_is_not_told_as_news_beside_it() {
    let seats = |default: Value| json!({"name": "seats", "type": "int", "default": default});
    let required = json!({"name": "seats", "type": "int"});
    let report = check(&[account([]), account([seats(json!(1))]), account([required])]);
    assert_eq!(told(&report), [("field-default-removed", "Account.seats")]);

    let mail = |aliases: Value| json!({"name": "mail", "type": "string", "aliases": aliases});
    let report = check_at(
        Level::BACKWARD_TRANSITIVE,
        &[account([text("email")]), account([mail(json!(["email"]))]), account([text("mail")])],
    );
    assert_eq!(told(&report), [("alias-removed", "Account.mail")]);

    let plan = |default: Value| {
        let mut plan = json!({"type": "enum", "name": "Plan", "symbols": ["FREE"], "default": default});
        plan.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        account([json!({"name": "plan", "type": plan})])
    };
    let gold =
        account([json!({"name": "plan", "type": {"type": "enum", "name": "Plan", "symbols": ["FREE", "GOLD"]}})]);
    let report = check_at(Level::BACKWARD_TRANSITIVE, &[gold, plan(json!("FREE")), plan(Value::Null)]);
    assert_eq!(told(&report), [("enum-default-removed", "Account.plan.GOLD")]);

    let union = |branches: Value| account([json!({"name": "by", "type": branches})]);
    let versions = [union(json!(["int", "string"])), union(json!(["int"]))];
    let report = check_at(Level::BACKWARD_TRANSITIVE, &versions);
    assert_eq!(told(&report), [("union-branch-removed", "Account.by(string)")]);
}

#[test]
fn two_changes_in_two_versions_are_no_renaming() {
    let (with, without) = (account([text_or_nothing("email")]), account([]));
    let report = check(&[with.clone(), without, account([text_or_nothing("phone")])]);
    assert_eq!(told(&report), [("field-added", "Account.phone")]);
    let both = account([text_or_nothing("email"), text_or_nothing("phone")]);
    assert_eq!(denied(&check(&[with, both, account([text_or_nothing("phone")])])), []);
}

#[test]
fn the_fix_of_a_second_renaming_is_the_name_that_the_field_had_last() {
    let mail = json!({"name": "mail", "type": "string", "aliases": ["email"]});
    let report = check(&[account([text("email")]), account([mail]), account([text("address")])]);
    let found = finding(&report, "field-renamed-without-alias", "Account.address");
    assert_eq!(breaks(found), ["2 backward all"]);
    assert_eq!(found.fix.as_ref().unwrap().rust, r#"#[avro(name = "mail")]"#);
}

#[test]
fn risks_and_news_are_those_of_the_last_step() {
    let seats = |default: i32| account([json!({"name": "seats", "type": "int", "default": default})]);
    let report = check(&[seats(1), seats(2), seats(2)]);
    assert_eq!(told(&report), []);
    let report = check(&[seats(1), seats(2), seats(3)]);
    assert_eq!(finding(&report, "default-changed", "Account.seats").message, "the default was 2 and is 3");
}

#[test]
fn a_field_inside_of_a_shared_type_is_one_finding_whichever_field_leads_there() {
    let plan = |fields: &str| json!({"type": "record", "name": "Plan", "fields": serde_json::from_str::<Value>(fields).unwrap()});
    let old = r#"[{"name": "seats", "type": "int"}]"#;
    let new = r#"[{"name": "seats", "type": "string"}]"#;
    let one = account([json!({"name": "next", "type": plan(old)})]);
    let two = account([
        json!({"name": "plan", "type": plan(old), "default": {"seats": 1}}),
        json!({"name": "next", "type": "Plan"}),
    ]);
    let now = account([
        json!({"name": "plan", "type": plan(new), "default": {"seats": ""}}),
        json!({"name": "next", "type": "Plan"}),
    ]);
    let report = check(&[one, two, now]);
    let found = finding(&report, "type-changed", "Account.plan.seats");
    assert_eq!(breaks(found), ["1 backward all", "1 forward all", "2 backward all", "2 forward all"]);
    assert_eq!(report.denied().count(), 1, "{:?}", told(&report));
}

#[test]
fn the_level_says_against_which_versions_and_in_which_direction() {
    let schemas = [account([]), account([text_or_nothing("email")]), account([text("email"), text("phone")])];
    let told = |level| {
        let report = check_at(level, &schemas);
        let lines =
            report.denied().flat_map(|finding| breaks(finding).into_iter().map(|b| format!("{} {b}", finding.rule.id)));
        lines.collect::<Vec<String>>()
    };
    let phone = "field-added-without-default";
    assert_eq!(told(Level::NONE), [""; 0]);
    assert_eq!(told(Level::FORWARD_TRANSITIVE), [""; 0]);
    assert_eq!(told(Level::BACKWARD), [format!("{phone} 2 backward all")]);
    assert_eq!(
        told(Level::BACKWARD_TRANSITIVE),
        [
            "field-default-removed 1 backward all".to_owned(),
            format!("{phone} 1 backward all"),
            format!("{phone} 2 backward all"),
        ]
    );
    assert_eq!(told(Level::FULL_TRANSITIVE), told(Level::BACKWARD_TRANSITIVE));
}
