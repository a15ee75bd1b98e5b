//! What is recorded, and what is not.

use crate::shop::{EMAIL, EMAIL_DEFAULT, ID, Shop, account, entity, rules};
use avro_entity::ErrorKind;
use avro_entity::gate::{Acceptance, Entity, How, Waive, how_to_waive};

#[test]
fn what_did_not_change_is_left_as_it_is() {
    let shop = Shop::with_history(&[ID]);
    let before = std::fs::read_to_string(shop.file("net.example.Account/entity.toml")).unwrap();
    assert!(shop.accept(account(ID)).recorded.is_empty());
    assert_eq!(std::fs::read_to_string(shop.file("net.example.Account/entity.toml")).unwrap(), before);
}

#[test]
fn documentation_rewrites_the_last_version() {
    let shop = Shop::with_history(&[ID]);
    let documented = account(r#"{"name": "id", "type": "long", "doc": "Counted from 1."}"#);
    assert_eq!(shop.denied(std::slice::from_ref(&documented)), ["history-drift"]);
    let accepted = shop.accept(documented.clone());
    assert_eq!((accepted.recorded[0].version, accepted.recorded[0].how), (1, How::Documented));
    assert!(shop.denied(&[documented]).is_empty());
    assert!(!shop.file("net.example.Account/0002.avsc").exists());
}

#[test]
fn a_break_is_not_recorded_and_does_not_keep_others_from_it() {
    let shop = Shop::with_history(&[ID]);
    let entities = [account(&format!("{ID}, {EMAIL}")), entity("net.example.Order", ID)];
    let accepted = shop.gate().accept(&entities, &Acceptance::default()).unwrap();
    assert_eq!(rules(&accepted.refused), ["field-added-without-default"]);
    assert_eq!(accepted.recorded.len(), 1);
    assert_eq!(accepted.recorded[0].to_string(), "net.example.Order 1: recorded as the first version");
    assert!(!shop.file("net.example.Account/0002.avsc").exists());
}

#[test]
fn what_may_be_a_renamed_root_is_not_recorded_as_a_new_one() {
    let with_email = format!("{ID}, {EMAIL}");
    let shop = Shop::with_history(&[&with_email]);
    let user = entity("net.example.User", &with_email);
    let accept = |entities: &[Entity], name: Option<&str>| {
        let mut acceptance = Acceptance::default();
        acceptance.entity = name.map(str::to_owned);
        shop.gate().accept(entities, &acceptance).unwrap()
    };
    let refused = accept(std::slice::from_ref(&user), None).refused;
    assert_eq!(rules(&refused), ["entity-unrecorded"]);
    assert!(refused.findings[0].message.ends_with("it may be what `net.example.Account` was"));
    assert!(!shop.file("net.example.User").exists());

    let both = [account(&with_email), user.clone()];
    assert_eq!(accept(&both, Some("net.example.User")).recorded.len(), 1, "the account is still there");

    let shop = Shop::with_history(&[&with_email]);
    let store = shop.gate().store().clone();
    let mut edit = store.edit(&store.histories().unwrap()[0]);
    edit.retire("accounts are kept elsewhere").unwrap();
    edit.commit().unwrap();
    assert_eq!(shop.accept(user).recorded[0].how, How::First, "somebody said that it is another one");
}

#[test]
fn one_history_that_cannot_go_on_does_not_keep_others_from_it() {
    let shop = Shop::with_history(&[ID]);
    shop.accept(entity("net.example.Order", EMAIL));
    let store = shop.gate().store().clone();
    let mut edit = store.edit(&store.history("net.example.Account").unwrap().unwrap());
    edit.retire("accounts are kept elsewhere").unwrap();
    edit.commit().unwrap();
    shop.edit("net.example.Order/0001.avsc", |text| text.replace("string", "bytes"));

    let mut other = entity("net.example.Bill", ID);
    other.package = "bill-service".to_owned();
    let entities =
        [account(ID), entity("net.example.Order", EMAIL), entity("net.example.Bill", ID), other, entity("Cart", ID)];
    let accepted = shop.gate().accept(&entities, &Acceptance::default()).unwrap();
    let mut refused: Vec<(&str, &str)> =
        accepted.refused.findings.iter().map(|finding| (finding.entity.as_str(), finding.rule.id)).collect();
    refused.sort_unstable();
    assert_eq!(
        refused,
        [
            ("net.example.Account", "entity-unrecorded"),
            ("net.example.Bill", "duplicate-entity"),
            ("net.example.Order", "history-edited")
        ]
    );
    let back = accepted.refused.findings.iter().find(|finding| finding.rule.id == "entity-unrecorded").unwrap();
    assert_eq!(back.message, "`net.example.Account` is retired (accounts are kept elsewhere), and is there again");
    let recorded: Vec<String> = accepted.recorded.iter().map(ToString::to_string).collect();
    assert_eq!(recorded, ["Cart 1: recorded as the first version"]);
}

#[test]
fn an_epoch_begins_with_what_is_recorded_and_what_did_not_change_is_left_alone() {
    let shop = Shop::with_history(&[ID]);
    shop.accept(entity("net.example.Order", ID));
    let begin = |entities: &[Entity], name: Option<&str>| {
        let mut acceptance = Acceptance::default();
        acceptance.new_epoch = true;
        acceptance.reason = "a new topic".to_owned();
        acceptance.entity = name.map(str::to_owned);
        let accepted = shop.gate().accept(entities, &acceptance).unwrap();
        accepted.recorded.iter().map(|recorded| (recorded.entity.clone(), recorded.how)).collect::<Vec<_>>()
    };
    let entities = [account(EMAIL), entity("net.example.Order", ID)];
    assert_eq!(begin(&entities, None), [("net.example.Account".to_owned(), How::Added)]);
    let order = std::fs::read_to_string(shop.file("net.example.Order/entity.toml")).unwrap();
    assert!(!order.contains("epoch"), "{order}");

    let named = begin(&entities, Some("net.example.Order"));
    assert_eq!(named, [("net.example.Order".to_owned(), How::Noted)], "somebody asked for it");
}

#[test]
fn an_epoch_ends_what_a_stricter_level_denies() {
    let shop = Shop::new();
    shop.set_level("NONE");
    for fields in [ID, EMAIL] {
        shop.accept(account(fields));
    }
    shop.set_level("FULL_TRANSITIVE");
    assert!(shop.check(&[account(EMAIL)]).is_denied());
    let accepted = shop.accept_with(account(EMAIL), |acceptance| {
        acceptance.new_epoch = true;
        acceptance.reason = "nobody has the old ones".to_owned();
    });
    assert_eq!(accepted.recorded[0].how, How::Noted);
    assert!(shop.denied(&[account(EMAIL)]).is_empty());
}

#[test]
fn the_warnings_about_what_is_recorded_are_told_since_nobody_sees_them_again() {
    let shop = Shop::with_history(&[ID]);
    let dated = account(r#"{"name": "id", "type": {"type": "long", "logicalType": "timestamp-millis"}}"#);
    let accepted = shop.accept(dated.clone());
    assert_eq!((accepted.recorded[0].how, rules(&accepted.warnings)), (How::Added, vec!["logical-type-added"]));
    assert!(shop.check(&[dated]).findings.is_empty());
}

#[test]
fn a_type_without_a_namespace_is_told_when_its_entity_is_new() {
    let place = r#"{"name": "home", "type": {"type": "record", "name": "Place", "namespace": "", "fields": []}}"#;
    let shop = Shop::new();
    let accepted = shop.accept(account(place));
    assert_eq!((accepted.recorded[0].how, rules(&accepted.warnings)), (How::First, vec!["namespace-missing"]));
    assert_eq!(
        accepted.warnings.findings[0].message,
        "`Place` has no namespace, and stands in a type of `net.example`"
    );
    assert!(shop.check(&[account(place)]).findings.is_empty(), "it is there, and another name would break");

    std::fs::write(shop.file("workspace.toml"), "[severity]\nnamespace-missing = \"deny\"\n").unwrap();
    let refused = shop.accept(entity("net.example.Order", place));
    assert_eq!((refused.recorded.len(), rules(&refused.refused)), (0, vec!["namespace-missing"]));
    std::fs::write(shop.file("workspace.toml"), "[severity]\nnamespace-missing = \"allow\"\n").unwrap();
    assert!(shop.accept(entity("net.example.Order", place)).warnings.findings.is_empty());
}

#[test]
fn a_waiver_is_given_anew_until_a_later_day() {
    let shop = Shop::with_history(&[ID]);
    let broken = account(&format!("{ID}, {EMAIL}"));
    let waived_until = |day: &str, reason: &str| {
        let accepted = shop.accept_with(broken.clone(), |acceptance| {
            acceptance.waive.push("field-added-without-default".parse().unwrap());
            acceptance.reason = reason.to_owned();
            acceptance.expires = Some(day.parse().unwrap());
        });
        accepted.recorded[0].how
    };
    assert_eq!(waived_until("2026-01-31", "no accounts yet"), How::Added);
    assert_eq!(waived_until("2026-03-31", "later than we thought"), How::Noted);
    let text = std::fs::read_to_string(shop.file("net.example.Account/entity.toml")).unwrap();
    assert!(text.contains("2026-03-31") && text.contains("later than we thought"), "{text}");
    assert!(!text.contains("2026-01-31") && text.matches("field-added-without-default").count() == 1, "{text}");
}

#[test]
fn the_command_that_lets_breaks_be_is_for_all_of_the_first_entity_and_does_it() {
    let shop = Shop::with_history(&[&format!("{ID}, {EMAIL}")]);
    shop.accept(entity("net.example.Order", ID));
    let broken = [account(&format!("{ID}, {}", EMAIL.replace("email", "mail"))), entity("net.example.Order", EMAIL)];
    let line = how_to_waive(&shop.check(&broken)).unwrap();
    let command = "avro-entity accept --waive 'field-renamed-without-alias@net.example.Account.mail' \
                   --waive 'field-removed-required-by-reader@net.example.Account.mail' --reason '…'";
    assert!(line.ends_with(command), "{line}");
    let waived = shop.accept_with(broken[0].clone(), |acceptance| {
        let rules = ["field-renamed-without-alias", "field-removed-required-by-reader"];
        acceptance.waive = rules.map(|rule| format!("{rule}@net.example.Account.mail").parse().unwrap()).into();
        acceptance.reason = "…".to_owned();
    });
    assert_eq!(waived.recorded[0].how, How::Added);
    assert_eq!(how_to_waive(&shop.check(&broken[..1])), None);
    let order = how_to_waive(&shop.check(&broken)).unwrap();
    assert!(order.contains("net.example.Order.email'") && !order.contains("Account"), "{order}");
}

#[test]
fn a_risk_that_is_denied_is_let_be_as_a_break_is() {
    let shop = Shop::with_history(&[&format!("{ID}, {EMAIL_DEFAULT}")]);
    std::fs::write(shop.file("workspace.toml"), "[severity]\nfield-removed = \"deny\"\n").unwrap();
    let line = how_to_waive(&shop.check(&[account(ID)])).unwrap();
    assert!(line.contains("--waive 'field-removed@net.example.Account.email'"), "{line}");
}

#[test]
fn a_waiver_has_to_name_one_finding() {
    let shop = Shop::with_history(&[ID]);
    let two = account(&format!("{ID}, {EMAIL}, {{\"name\": \"age\", \"type\": \"int\"}}"));
    let refusal = |waive: &str| {
        let mut acceptance = Acceptance::default();
        acceptance.waive.push(waive.parse::<Waive>().unwrap());
        acceptance.reason = "why not".to_owned();
        let error = shop.gate().accept(std::slice::from_ref(&two), &acceptance).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::History);
        error.message().to_owned()
    };
    assert_eq!(
        refusal("field-added-without-default"),
        "`field-added-without-default` was found 2 times: name one with `field-added-without-default@<path>`"
    );
    assert_eq!(
        refusal("type-changed@net.example.Account.id"),
        "there is nothing to waive: `type-changed` at `net.example.Account.id` is not among what is denied"
    );
    assert!(!shop.file("net.example.Account/0002.avsc").exists(), "nothing was written");
}

#[test]
fn a_waiver_needs_a_reason() {
    let shop = Shop::with_history(&[ID]);
    let mut acceptance = Acceptance::default();
    acceptance.waive.push("field-added-without-default".parse().unwrap());
    let error = shop.gate().accept(&[account(&format!("{ID}, {EMAIL}"))], &acceptance).unwrap_err();
    assert!(error.message().contains("reason"), "{error}");
}

#[test]
fn a_rule_that_there_is_not_cannot_be_waived() {
    let error = "field-aded".parse::<Waive>().unwrap_err();
    assert_eq!(error.message(), "there is no rule `field-aded`: `avro-entity explain` lists them");
}

#[test]
fn an_entity_that_moved_to_another_package_is_noted() {
    let shop = Shop::with_history(&[ID]);
    let mut moved = account(ID);
    moved.package = "identity-service".to_owned();
    assert_eq!(shop.accept(moved).recorded[0].how, How::Noted);
    let text = std::fs::read_to_string(shop.file("net.example.Account/entity.toml")).unwrap();
    assert!(text.contains("package = \"identity-service\""), "{text}");
}
