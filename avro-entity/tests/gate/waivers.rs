//! Waivers: used, unused, expired, without a reason, and of the wrong version.

use crate::shop::{EMAIL, EMAIL_DEFAULT, ID, Shop, account, day, only, rules};
use avro_entity::Schema;
use avro_entity::gate::Entity;
use avro_entity::history::Store;

fn waived(shop: &Shop, entity: Entity, rule: &str) {
    let accepted = shop.accept_with(entity, |acceptance| {
        acceptance.waive.push(rule.parse().unwrap());
        acceptance.reason = "nobody reads it".to_owned();
        acceptance.expires = Some(day("2026-06-30"));
    });
    assert!(!accepted.refused.is_denied(), "{:?}", rules(&accepted.refused));
}

/// A history whose second version breaks the first one, which is waived.
fn with_a_waiver() -> (Shop, Entity) {
    let shop = Shop::with_history(&[ID]);
    let entity = account(&format!("{ID}, {EMAIL}"));
    waived(&shop, entity.clone(), "field-added-without-default");
    (shop, entity)
}

#[test]
fn a_waived_break_is_told_and_not_denied() {
    let (shop, entity) = with_a_waiver();
    let report = shop.check(&[entity]);
    assert_eq!(rules(&report), ["field-added-without-default"]);
    let waived = report.findings[0].waived.as_ref().unwrap();
    assert_eq!((waived.version, waived.reason.as_str()), (2, "nobody reads it"));
    assert!(!report.is_denied());
}

#[test]
fn a_waiver_covers_later_versions_against_all_older_ones_and_no_new_break() {
    let (shop, _) = with_a_waiver();
    let next = account(&format!("{ID}, {EMAIL}, {{\"name\": \"age\", \"type\": \"int\", \"default\": 0}}"));
    assert_eq!(shop.accept(next.clone()).recorded[0].version, 3);
    assert!(shop.denied(&[next]).is_empty());
    let worse = account(&format!("{ID}, {EMAIL}, {{\"name\": \"age\", \"type\": \"int\"}}"));
    let report = shop.check(&[worse]);
    let denied: Vec<&str> = report.denied().map(|finding| finding.path.as_str()).collect();
    assert_eq!(denied, ["net.example.Account.age"], "another field");
}

#[test]
fn a_waiver_says_nothing_about_versions_from_its_own_on() {
    let shop = Shop::with_history(&[&format!("{ID}, {EMAIL_DEFAULT}")]);
    shop.set_level("BACKWARD_TRANSITIVE");
    let narrow = account(&format!("{}, {EMAIL_DEFAULT}", ID.replace("long", "int")));
    waived(&shop, narrow, "type-narrowed");
    shop.accept(account(&format!("{ID}, {EMAIL_DEFAULT}")));
    // Version 3 is wide again: narrowing it once more is a new break against version 3.
    let again = account(&format!("{}, {EMAIL_DEFAULT}", ID.replace("long", "int")));
    assert_eq!(shop.denied(&[again]), ["type-narrowed"]);
}

#[test]
fn a_waiver_expires_when_somebody_asks_about_the_day() {
    let (shop, entity) = with_a_waiver();
    let on = |date: &str| shop.gate().today(day(date)).check(std::slice::from_ref(&entity)).unwrap();
    assert!(!on("2026-06-30").is_denied());
    let report = on("2026-07-01");
    let denied: Vec<&str> = report.denied().map(|finding| finding.rule.id).collect();
    assert_eq!(denied, ["waiver-expired"]);
    let location = only(&report, "waiver-expired").new.clone().unwrap();
    assert!(location.file.ends_with("entity.toml") && location.line > 1, "{location:?}");
    assert!(!shop.check(&[entity]).is_denied(), "a test has no clock");
}

#[test]
fn a_waiver_that_waives_nothing_is_told() {
    let (shop, entity) = with_a_waiver();
    shop.edit("net.example.Account/entity.toml", |text| text.replace("Account.email\"", "Account.phone\""));
    let report = shop.check(&[entity]);
    let mut denied: Vec<&str> = report.denied().map(|finding| finding.rule.id).collect();
    denied.sort_unstable();
    assert_eq!(denied, ["field-added-without-default", "waiver-unused"]);
    assert!(only(&report, "waiver-unused").message.contains("`net.example.Account.phone`"));
}

#[test]
fn a_waiver_whose_break_was_mended_later_is_part_of_the_history() {
    let (shop, _) = with_a_waiver();
    let mended = account(&format!("{ID}, {EMAIL_DEFAULT}"));
    shop.accept(mended.clone());
    assert!(shop.denied(&[mended]).is_empty(), "version 2 broke version 1 when it came");
}

/// The history of a waived break under a new name, and the entity of that name.
fn renamed_with_a_waiver() -> (Shop, Entity) {
    let (shop, _) = with_a_waiver();
    shop.set_level("BACKWARD_TRANSITIVE");
    let store = Store::open(shop.schemas()).unwrap();
    let mut edit = store.edit(&store.histories().unwrap()[0]);
    edit.rename("net.example.User").unwrap();
    edit.commit().unwrap();
    let user = format!(
        r#"{{"type": "record", "name": "net.example.User", "aliases": ["Account"], "fields": [{ID}, {EMAIL}]}}"#
    );
    (shop, Entity::of_schema("net.example.User", "account-service", Schema::parse(&user).unwrap()))
}

#[test]
fn a_waiver_goes_with_its_entity_to_another_name() {
    let (shop, user) = renamed_with_a_waiver();
    assert_eq!(shop.denied(std::slice::from_ref(&user)), ["history-drift"], "what was waived stays so");
    assert!(!shop.gate().check_recorded().unwrap().is_denied(), "version 2 still has the old name");
    assert_eq!(shop.accept(user.clone()).recorded[0].version, 3);
    assert!(shop.denied(&[user]).is_empty());
    assert!(!shop.gate().check_recorded().unwrap().is_denied());
}

#[test]
fn a_waiver_that_is_given_anew_under_another_name_is_no_second_one() {
    let (shop, user) = renamed_with_a_waiver();
    shop.accept_with(user.clone(), |acceptance| {
        acceptance.waive.push("field-added-without-default@net.example.User.email".parse().unwrap());
        acceptance.reason = "nobody reads it yet".to_owned();
        acceptance.expires = Some(day("2026-12-31"));
    });
    assert!(!shop.gate().today(day("2026-12-31")).check(&[user]).unwrap().is_denied(), "the old day does not count");
}

#[test]
fn a_waiver_without_a_reason_is_told() {
    let (shop, entity) = with_a_waiver();
    shop.edit("net.example.Account/entity.toml", |text| text.replace("nobody reads it", ""));
    assert_eq!(shop.denied(&[entity]), ["waiver-without-reason"]);
}
