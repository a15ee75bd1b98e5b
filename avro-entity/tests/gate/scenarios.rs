//! How histories go on, and what the gate says to it.

use crate::shop::{EMAIL, EMAIL_DEFAULT, ID, Shop, account, breaks, only, rules};
use avro_entity::Schema;
use avro_entity::gate::Entity;

fn fields(fields: &[&str]) -> String {
    fields.join(", ")
}

#[test]
fn an_entity_as_it_is_recorded_is_silent() {
    let shop = Shop::with_history(&[ID]);
    let report = shop.check(&[account(ID)]);
    assert!(report.findings.is_empty(), "{:?}", rules(&report));
    assert_eq!(report.entities.len(), 1);
}

#[test]
fn a_default_that_is_removed_later_breaks_the_versions_from_before_the_field() {
    let shop = Shop::with_history(&[ID, &fields(&[ID, EMAIL_DEFAULT])]);
    let report = shop.check(&[account(&fields(&[ID, EMAIL]))]);
    let finding = only(&report, "field-default-removed");
    assert_eq!(breaks(finding), ["1b"], "version 2 has the field");
    assert_eq!(finding.fix.as_ref().unwrap().avsc, r#""default": """#);
    assert_eq!(shop.denied(&[account(&fields(&[ID, EMAIL]))]), ["field-default-removed"]);
}

#[test]
fn a_required_field_is_denied_and_stays_so_until_it_is_mended() {
    let shop = Shop::with_history(&[ID]);
    assert_eq!(shop.denied(&[account(&fields(&[ID, EMAIL]))]), ["field-added-without-default"]);
    let mended = account(&fields(&[ID, EMAIL_DEFAULT]));
    assert_eq!(shop.denied(std::slice::from_ref(&mended)), ["history-drift"], "what breaks nothing is to be recorded");
    assert_eq!(shop.accept(mended.clone()).recorded[0].version, 2);
    assert!(shop.denied(&[mended]).is_empty());
}

#[test]
fn a_chain_of_aliases_reads_all_names_and_misses_the_one_that_is_dropped() {
    let shop = Shop::new();
    shop.set_level("BACKWARD_TRANSITIVE");
    let mail = r#"{"name": "mail", "type": "string", "aliases": ["email"]}"#;
    let contact = r#"{"name": "contact", "type": "string", "aliases": ["mail", "email"]}"#;
    for version in [EMAIL, mail, contact] {
        assert_eq!(shop.accept(account(version)).recorded.len(), 1);
    }
    assert!(shop.denied(&[account(contact)]).is_empty());
    let forgetful = account(r#"{"name": "contact", "type": "string", "aliases": ["mail"]}"#);
    let report = shop.check(std::slice::from_ref(&forgetful));
    let finding = only(&report, "alias-removed");
    assert_eq!(breaks(finding), ["1b"], "version 2 is still found by `mail`");
    assert_eq!(finding.fix.as_ref().unwrap().rust, r#"#[avro(alias = "email")]"#);
}

#[test]
fn a_field_that_comes_back_with_another_type_breaks_the_versions_that_had_it() {
    let code = |kind: &str, default: &str| format!(r#"{{"name": "code", "type": "{kind}", "default": {default}}}"#);
    let shop = Shop::with_history(&[&fields(&[ID, &code("string", r#""""#)]), ID]);
    let again = account(&fields(&[ID, &code("long", "0")]));
    let report = shop.check(std::slice::from_ref(&again));
    assert_eq!(breaks(only(&report, "type-changed")), ["1b", "1f"]);
    assert_eq!(only(&report, "field-name-reused").path, "net.example.Account.code");
}

#[test]
fn an_enum_with_a_default_may_lose_a_symbol_and_not_the_default() {
    let plan = |symbols: &str, default: &str| {
        account(&format!(
            r#"{{"name": "plan", "type": {{"type": "enum", "name": "Plan", "symbols": [{symbols}]{default}}}}}"#
        ))
    };
    let shop = Shop::new();
    let default = r#", "default": "FREE""#;
    for (symbols, default) in [(r#""FREE", "GOLD""#, default), (r#""FREE""#, default)] {
        assert!(!shop.accept(plan(symbols, default)).refused.is_denied());
    }
    let report = shop.check(&[plan(r#""FREE""#, "")]);
    let finding = only(&report, "enum-default-removed");
    assert_eq!(breaks(finding), ["1b"]);
    assert_eq!(finding.path, "net.example.Account.plan.GOLD");
    assert_eq!(finding.fix.as_ref().unwrap().rust, "#[avro(default)]");
}

#[test]
fn a_revert_is_a_version_like_any_other() {
    let later = fields(&[ID, EMAIL_DEFAULT]);
    let shop = Shop::with_history(&[ID, &later]);
    assert_eq!(shop.denied(&[account(ID)]), ["history-drift"]);
    assert_eq!(shop.accept(account(ID)).recorded[0].version, 3);
    assert!(shop.denied(&[account(ID)]).is_empty());
}

#[test]
fn nothing_from_before_an_epoch_is_compared() {
    let shop = Shop::with_history(&[ID]);
    let other = account(EMAIL);
    assert!(shop.accept(other.clone()).refused.is_denied());
    let accepted = shop.accept_with(other.clone(), |acceptance| {
        acceptance.new_epoch = true;
        acceptance.reason = "a new topic".to_owned();
    });
    assert_eq!(accepted.recorded[0].version, 2);
    let report = shop.check(std::slice::from_ref(&other));
    assert!(report.findings.is_empty(), "{:?}", rules(&report));
    assert_eq!(report.entities[0].versions.len(), 1, "version 1 is of another epoch");
}

#[test]
fn an_edited_file_is_told_and_nothing_is_compared_with_it() {
    let shop = Shop::with_history(&[ID]);
    shop.edit("net.example.Account/0001.avsc", |text| text.replace("long", "int"));
    let report = shop.check(&[account(&fields(&[ID, EMAIL]))]);
    assert_eq!(rules(&report), ["history-edited"]);
    assert!(only(&report, "history-edited").new.as_ref().unwrap().file.ends_with("0001.avsc"));
    assert!(shop.accept(account(ID)).refused.is_denied(), "nor is anything recorded after it");
}

#[test]
fn a_missing_file_is_told() {
    let shop = Shop::with_history(&[ID, &fields(&[ID, EMAIL_DEFAULT])]);
    std::fs::remove_file(shop.file("net.example.Account/0001.avsc")).unwrap();
    assert_eq!(shop.denied(&[account(&fields(&[ID, EMAIL_DEFAULT]))]), ["history-gap"]);
}

#[test]
fn the_level_of_the_entity_goes_before_that_of_the_workspace() {
    let shop = Shop::with_history(&[ID]);
    shop.set_level("NONE");
    let other = account(&fields(&[ID, EMAIL]));
    assert_eq!(shop.denied(std::slice::from_ref(&other)), ["history-drift"]);
    shop.edit("net.example.Account/entity.toml", |text| {
        text.replacen("package =", "level = \"FORWARD\"\npackage =", 1)
    });
    assert_eq!(shop.denied(std::slice::from_ref(&other)), ["history-drift"], "old readers skip the field");
    shop.edit("net.example.Account/entity.toml", |text| text.replace("FORWARD", "BACKWARD"));
    assert_eq!(shop.denied(&[other]), ["field-added-without-default"]);
}

#[test]
fn severities_are_those_of_the_workspace_and_of_the_entity() {
    let with_email = fields(&[ID, EMAIL_DEFAULT]);
    let shop = Shop::with_history(&[&with_email]);
    let without = account(ID);
    assert_eq!(only(&shop.check(std::slice::from_ref(&without)), "field-removed").severity.name(), "warn");
    std::fs::write(shop.file("workspace.toml"), "[severity]\nfield-removed = \"deny\"\n").unwrap();
    assert_eq!(shop.denied(std::slice::from_ref(&without)), ["field-removed"]);
    shop.edit("net.example.Account/entity.toml", |text| format!("{text}\n[severity]\nfield-removed = \"allow\"\n"));
    assert_eq!(rules(&shop.check(std::slice::from_ref(&without))), ["history-drift"]);
    std::fs::write(shop.file("workspace.toml"), "[severity]\nhistory-drift = \"warn\"\n").unwrap();
    assert!(shop.denied(&[without]).is_empty());
}

/// The messages of a topic, as the schema that an enum with data has.
fn event(branches: &[&str]) -> Entity {
    let branch = |fields: &&str| {
        let (name, fields) = fields.split_once(' ').unwrap_or((fields, ""));
        format!(r#"{{"type": "record", "name": "net.example.{name}", "fields": [{fields}]}}"#)
    };
    let branches: Vec<String> = branches.iter().map(branch).collect();
    let schema = Schema::parse(&format!("[{}]", branches.join(","))).unwrap();
    Entity::of_schema("net.example.Event", "account-service", schema)
}

#[test]
fn a_root_that_is_a_union_has_a_history_as_any_other() {
    let (created, closed) = (format!("Created {ID}"), format!("Closed {ID}, {EMAIL}"));
    let shop = Shop::new();
    let accepted = shop.accept(event(&[&created]));
    assert_eq!(accepted.recorded[0].to_string(), "net.example.Event 1: recorded as the first version");
    assert!(shop.check(&[event(&[&created])]).findings.is_empty());

    let wider = event(&[&created, &closed]);
    let report = shop.check(std::slice::from_ref(&wider));
    let told: Vec<(&str, &str)> =
        report.findings.iter().map(|finding| (finding.rule.id, finding.path.as_str())).collect();
    let branch = "net.example.Event(net.example.Closed)";
    assert_eq!(told, [("union-branch-added", branch), ("union-changed", "net.example.Event")]);
    let accepted = shop.accept_with(wider.clone(), |acceptance| {
        acceptance.waive.push(format!("union-branch-added@{branch}").parse().unwrap());
        acceptance.reason = "the readers are ours".to_owned();
    });
    assert_eq!(accepted.recorded[0].version, 2);
    assert!(shop.denied(std::slice::from_ref(&wider)).is_empty());

    let store = shop.gate().store().clone();
    let mut edit = store.edit(&store.histories().unwrap()[0]);
    edit.rename("net.example.Message").unwrap();
    edit.commit().unwrap();
    let renamed = Entity::of_schema("net.example.Message", "account-service", wider.schema.clone());
    assert!(shop.check(std::slice::from_ref(&renamed)).denied().next().is_none(), "its waiver goes with it");
    let report = shop.check(&[event(&[&created, &closed])]);
    let unrecorded = report.findings.iter().find(|finding| finding.rule.id == "entity-unrecorded").unwrap();
    assert!(!unrecorded.help.contains("alias"), "a union has none: {:?}", unrecorded.help);
}
