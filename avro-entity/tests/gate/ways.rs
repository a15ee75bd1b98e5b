//! Both ways: entities without a history, histories without an entity, and two of one name.

use crate::shop::{EMAIL_DEFAULT, ID, Shop, account, entity, only, rules};
use avro_entity::compat::Finding;
use avro_entity::history::{Baseline, Store};

#[test]
fn an_entity_without_a_history_is_told() {
    let report = Shop::new().check(&[account(ID)]);
    assert_eq!(rules(&report), ["entity-unrecorded"]);
    assert!(report.findings[0].help.contains("AVRO_ENTITY=accept cargo test"));
}

#[test]
fn a_history_without_an_entity_is_told_for_the_packages_that_are_asked_about() {
    let shop = Shop::with_history(&[ID]);
    let finding = shop.check(&[]).findings.remove(0);
    assert_eq!(finding.rule.id, "entity-missing");
    assert_eq!(
        finding.message,
        "no entity of package `account-service` is known here, and `net.example.Account` is one"
    );
    assert!(shop.gate().packages(["order-service"]).check(&[]).unwrap().findings.is_empty());
    let report = shop.gate().packages(["account-service"]).check(&[]).unwrap();
    assert_eq!(rules(&report), ["entity-missing"]);
}

#[test]
fn a_retired_entity_is_not_missed_and_does_not_come_back_unseen() {
    let shop = Shop::with_history(&[ID]);
    let store = Store::open(shop.schemas()).unwrap();
    let mut edit = store.edit(&store.histories().unwrap()[0]);
    edit.retire("accounts are kept elsewhere").unwrap();
    edit.commit().unwrap();
    assert!(shop.check(&[]).findings.is_empty());
    let report = shop.check(&[account(ID)]);
    assert_eq!(
        only(&report, "entity-unrecorded").message,
        "`net.example.Account` is retired (accounts are kept elsewhere), and is there again"
    );
}

#[test]
fn a_renamed_entity_is_told_how_to_take_its_history_along() {
    let shop = Shop::with_history(&[ID]);
    let schema = avro_entity::Schema::parse(&format!(
        r#"{{"type": "record", "name": "net.example.User", "aliases": ["Account"], "fields": [{ID}]}}"#
    ));
    let user = avro_entity::gate::Entity::of_schema("net.example.User", "account-service", schema.unwrap());
    let report = shop.check(std::slice::from_ref(&user));
    let mut found = rules(&report);
    found.sort_unstable();
    assert_eq!(found, ["entity-missing", "entity-unrecorded"]);
    assert_eq!(
        only(&report, "entity-unrecorded").help,
        "if it is, keep the name with `#[avro(name = \"Account\")]`; if consumers are to see the new one, move the history: \
         `avro-entity rename net.example.Account net.example.User`, and waive `record-renamed`, since older code looks for the old \
         name; if not, end the old one: `avro-entity retire net.example.Account --reason '…'`"
    );

    let store = Store::open(shop.schemas()).unwrap();
    let mut edit = store.edit(&store.histories().unwrap()[0]);
    edit.rename("net.example.User").unwrap();
    edit.commit().unwrap();
    // Old readers do not know the new name, which only looking back accepts.
    let report = shop.check(std::slice::from_ref(&user));
    assert_eq!(report.denied().map(|finding| finding.rule.id).collect::<Vec<_>>(), ["record-renamed"]);
    let renamed = only(&report, "record-renamed");
    assert_eq!(renamed.fix, None, "the old name would leave the history without its entity once more");
    assert!(
        renamed.help.starts_with("the history goes by the new name: waive this, since older code"),
        "{}",
        renamed.help
    );
    shop.set_level("BACKWARD_TRANSITIVE");
    assert_eq!(shop.accept(user.clone()).recorded[0].version, 2);
    assert!(shop.denied(&[user]).is_empty());
}

#[test]
fn a_root_that_was_renamed_without_an_alias_is_told_by_its_fields() {
    let with_email = format!("{ID}, {EMAIL_DEFAULT}");
    let shop = Shop::with_history(&[&with_email]);
    let user = |fields: &str| entity("net.example.User", fields);
    let report = shop.check(&[user(&with_email)]);
    let finding = only(&report, "entity-unrecorded");
    assert_eq!(finding.message, "there is no history of `net.example.User`; it may be what `net.example.Account` was");
    let help = |finding: &Finding| finding.help.clone();
    assert!(
        help(finding).starts_with("if it is, keep the name with `#[avro(name = \"Account\")]`; if "),
        "{}",
        help(finding)
    );
    shop.set_level("BACKWARD_TRANSITIVE");
    assert_eq!(
        help(only(&shop.check(&[user(&with_email)]), "entity-unrecorded")),
        "if it is, write `#[avro(alias = \"Account\")]` on it, so that older data are found, and move the history: \
         `avro-entity rename net.example.Account net.example.User`; if not, end the old one: \
         `avro-entity retire net.example.Account --reason '…'`"
    );

    let message = |fields: &str| only(&shop.check(&[user(fields)]), "entity-unrecorded").message.clone();
    let seats = r#"{"name": "seats", "type": "int"}"#;
    let none = "there is no history of `net.example.User`";
    assert_eq!(message(&format!("{with_email}, {seats}")), none, "two of three fields are not enough");
    assert_eq!(message(&format!("{}, {EMAIL_DEFAULT}", ID.replace("long", "string"))), none, "an id of another type");
    assert_eq!(message(ID), none, "many records have nothing but an id");
}

#[test]
fn a_history_that_has_its_entity_is_not_taken_for_that_of_another() {
    let shop = Shop::with_history(&[ID]);
    let schema = format!(r#"{{"type": "record", "name": "net.example.new.Account", "fields": [{ID}]}}"#);
    let schema = avro_entity::Schema::parse(&schema).unwrap();
    let other = avro_entity::gate::Entity::of_schema("net.example.new.Account", "account-service", schema);
    let message = |entities: &[_]| only(&shop.check(entities), "entity-unrecorded").message.clone();
    assert_eq!(message(&[account(ID), other.clone()]), "there is no history of `net.example.new.Account`");
    assert!(message(&[other]).ends_with("it may be what `net.example.Account` was"));
}

#[test]
fn two_entities_of_one_name_are_told() {
    let shop = Shop::with_history(&[ID]);
    let mut other = account(ID);
    other.package = "order-service".to_owned();
    let report = shop.check(&[account(ID), other]);
    let finding = only(&report, "duplicate-entity");
    assert_eq!(finding.message, "`net.example.Account` is the name of `account-service` and `order-service`");
}

#[test]
fn what_was_accepted_since_the_baseline_is_told_to_who_reviews_it() {
    let seats = r#"{"name": "seats", "type": "int", "default": 0}"#;
    let (first, second, third) = (format!("{ID}, {EMAIL_DEFAULT}"), ID.to_owned(), format!("{ID}, {seats}"));
    let before = Shop::with_history(&[&first]);
    let now = Shop::with_history(&[&first, &second, &third]);
    let told = |baseline: &Shop| {
        let gate = now.gate().baseline(Baseline::folder(baseline.schemas()).unwrap());
        let report = gate.check(&[account(&third)]).unwrap();
        report.findings.iter().map(|finding| (finding.rule.id, finding.path.clone())).collect::<Vec<_>>()
    };
    let path = |field: &str| format!("net.example.Account.{field}");
    assert_eq!(told(&before), [("field-removed", path("email")), ("field-added", path("seats"))]);
    assert_eq!(told(&Shop::with_history(&[&first, &second])), [("field-added", path("seats"))]);
    assert_eq!(told(&now), []);
}

#[test]
fn the_baseline_is_asked_about_the_packages_that_are_asked_about() {
    let order = |package: &str| {
        let mut order = entity("net.example.Order", ID);
        order.package = package.to_owned();
        order
    };
    let before = Shop::with_history(&[ID]);
    before.accept(order("order-service"));
    let now = Shop::with_history(&[ID]);
    let denied = |packages: &[&str], shop: &Shop| {
        let gate = shop.gate().baseline(Baseline::folder(before.schemas()).unwrap());
        let report = gate.packages(packages.iter().copied()).check_recorded().unwrap();
        report.denied().map(|finding| (finding.rule.id, finding.entity.clone())).collect::<Vec<_>>()
    };
    assert_eq!(denied(&["account-service"], &now), []);
    let gone = ("history-gap", "net.example.Order".to_owned());
    assert_eq!(denied(&["order-service"], &now), std::slice::from_ref(&gone));
    assert_eq!(denied(&["account-service", "order-service"], &now), [gone]);

    now.accept(order("shipping-service"));
    now.edit("net.example.Order/0001.avsc", |text| text.replace("long", "int"));
    assert_eq!(denied(&["order-service"], &now), [], "it has moved to another package");
    let edited = ("history-edited", "net.example.Order".to_owned());
    assert_eq!(denied(&["shipping-service"], &now), [edited.clone(), edited], "by itself, and since the baseline");
}

#[test]
fn a_history_that_is_shorter_than_the_baseline_is_told() {
    let before = Shop::with_history(&[ID, &format!("{ID}, {{\"name\": \"age\", \"type\": \"int\", \"default\": 0}}")]);
    let now = Shop::with_history(&[ID]);
    let gate = now.gate().baseline(Baseline::folder(before.schemas()).unwrap());
    let report = gate.check(&[account(ID)]).unwrap();
    assert_eq!(rules(&report), ["history-gap"]);
    assert!(report.findings[0].message.contains("version 2"), "{}", report.findings[0].message);
}

#[test]
fn entities_are_compared_one_by_one() {
    let shop = Shop::with_history(&[ID]);
    let order = entity("net.example.Order", ID);
    shop.accept(order.clone());
    let report = shop.check(&[account(ID), order]);
    let names: Vec<&str> = report.entities.iter().map(|compared| compared.entity.as_str()).collect();
    assert_eq!(names, ["net.example.Account", "net.example.Order"]);
}
