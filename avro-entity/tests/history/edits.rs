//! What edits write, and when they refuse.

use crate::shop::{ACCOUNT, Shop, account, documented, versions};
use avro_entity::history::{Date, Store, Waiver};
use avro_entity::{ErrorKind, Schema};
use std::fs;
use std::sync::Barrier;
use std::thread;

fn waiver(version: u32) -> Waiver {
    Waiver::new("field-removed", ACCOUNT, "Account.id", version, "nobody reads it")
}

#[test]
fn versions_come_back_as_they_were_recorded() {
    let shop = Shop::with_versions(&["id", "mail"]);
    let history = shop.history();
    assert_eq!(history.problems(), []);
    assert_eq!((history.entity(), history.package()), (ACCOUNT, "account-service"));
    assert_eq!(versions(&history), [(1, "id".into()), (2, "id mail".into())]);
    let tip = history.tip().unwrap();
    assert_eq!(shop.read("0002.avsc"), tip.schema.to_lines());
    assert_eq!(tip.resolution, tip.schema.resolution_fingerprint());
    assert_eq!(tip.file, shop.file("0002.avsc"));
    let line = shop.read("entity.toml").lines().position(|line| line == "number = 2").unwrap() + 1;
    assert_eq!(usize::try_from(tip.line).unwrap(), line);
}

#[test]
fn nothing_is_there_before_the_commit_and_only_the_files_after_it() {
    let shop = Shop::new();
    let mut edit = shop.store().create(ACCOUNT, "account-service").unwrap();
    edit.record(&account(&["id"])).unwrap();
    assert!(!shop.path().join("schemas").exists());
    edit.commit().unwrap();
    let names = |path| {
        let mut names: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(shop.path().join("schemas")), [ACCOUNT]);
    assert_eq!(names(shop.file("")), ["0001.avsc", "entity.toml"]);
}

#[test]
fn an_entity_has_one_history() {
    let shop = Shop::with_versions(&["id"]);
    let error = shop.store().create(ACCOUNT, "other").unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::History, "`net.example.Account` has a history"));
    let error = shop.store().create("../../etc", "other").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Schema);
}

#[test]
fn the_newest_version_once_more_is_no_new_one() {
    let shop = Shop::with_versions(&["id"]);
    let before = shop.read("entity.toml");
    let mut edit = shop.store().edit(&shop.history());
    assert_eq!(edit.record(&account(&["id"])).unwrap(), 1);
    edit.commit().unwrap();
    assert_eq!(shop.read("entity.toml"), before);
}

#[test]
fn the_schema_of_another_entity_is_refused() {
    let shop = Shop::with_versions(&["id"]);
    let mut edit = shop.store().edit(&shop.history());
    let error = edit.record(&documented("net.example.Order", None, &[])).unwrap_err();
    assert_eq!(
        error.message(),
        "the schema is that of `net.example.Order`, and this is the history of `net.example.Account`"
    );
}

#[test]
fn a_schema_without_a_name_may_be_any_entitys() {
    let shop = Shop::with_versions(&["id"]);
    let mut edit = shop.store().edit(&shop.history());
    assert_eq!(edit.record(&Schema::parse(r#"["null", "int"]"#).unwrap()).unwrap(), 2);
    edit.retire("there are no accounts any more").unwrap();
    let error = edit.record(&Schema::parse(r#"["null", "long"]"#).unwrap()).unwrap_err();
    assert!(error.message().starts_with("`net.example.Account` is retired"), "{error}");
}

#[test]
fn documentation_is_written_over_and_nothing_else() {
    let shop = Shop::with_versions(&["id", "mail"]);
    let told = documented(ACCOUNT, Some("Who buys."), &["id", "mail"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.rewrite_tip(&told).unwrap();
    let history = edit.commit().unwrap();
    assert_eq!(history.problems(), []);
    assert_eq!((history.versions().len(), &history.tip().unwrap().schema), (2, &told));

    let mut edit = shop.store().edit(&history);
    let error = edit.rewrite_tip(&account(&["id"])).unwrap_err();
    let message = "the schema differs from the newest version in more than documentation: record it";
    assert_eq!((error.message(), error.file()), (message, Some(&*shop.file("0002.avsc"))));
}

#[test]
fn comments_and_order_of_the_file_stay() {
    let shop = Shop::with_versions(&["id"]);
    let text = shop.read("entity.toml");
    let mut commented = format!("# ours\n{text}# the end\n").replace("number = 1", "number = 1 # the first");
    commented =
        commented.replace("package = \"account-service\"", "package   =  'account-service' # a crate\nlevel = 'FULL'");
    shop.write("entity.toml", &commented);
    let mut edit = shop.store().edit(&shop.history());
    edit.record(&account(&["id", "mail"])).unwrap();
    edit.waive(waiver(2).until(Date::new(2027, 1, 31).unwrap())).unwrap();
    edit.begin_epoch("the old data are gone").unwrap();
    edit.commit().unwrap();
    let now = shop.read("entity.toml");
    let kept = commented.strip_suffix("# the end\n").unwrap();
    assert!(now.starts_with(kept), "{now}");
    assert!(now.contains("# the end\n"), "{now}");
    let added = "[[epoch]]\nfrom = 2\nreason = \"the old data are gone\"\n\n[[waiver]]\nrule = \"field-removed\"\n\
                 entity = \"net.example.Account\"\npath = \"Account.id\"\nversion = 2\nreason = \"nobody reads it\"\n\
                 expires = \"2027-01-31\"\n";
    assert!(now.contains(added), "{now}");
}

#[test]
fn ends_of_lines_stay_as_they_were_checked_out() {
    let shop = Shop::with_versions(&["id"]);
    for name in ["0001.avsc", "entity.toml"] {
        shop.write(name, &shop.read(name).replace('\n', "\r\n"));
    }
    assert_eq!(shop.problems(), []);
    shop.record(&["mail"]);
    assert_eq!(shop.problems(), []);
    let text = shop.read("entity.toml");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
}

#[test]
fn an_epoch_leaves_the_versions_before_it_behind() {
    let shop = Shop::with_versions(&["id", "mail", "age"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.begin_epoch("anew").unwrap();
    let version = edit.record(&account(&["name"])).unwrap();
    let history = edit.commit().unwrap();
    assert_eq!((history.epochs()[0].from, history.epochs()[0].reason.as_str()), (version, "anew"));
    assert_eq!(history.present().iter().map(|version| version.number).collect::<Vec<_>>(), [4]);
    assert_eq!(history.versions().len(), 4);

    let mut edit = shop.store().edit(&history);
    edit.begin_epoch("and again").unwrap();
    assert_eq!(edit.commit().unwrap_err().message(), "an epoch begins with version 4 already");
    let error = shop.store().edit(&history).begin_epoch(" ").unwrap_err();
    assert_eq!(error.message(), "the reason is empty: say why, for whoever reads it in a year");
}

#[test]
fn a_waiver_is_about_something_that_there_is() {
    let shop = Shop::with_versions(&["id", "mail"]);
    let mut edit = shop.store().edit(&shop.history());
    let mut refused = |rule: &str, entity: &str, version: u32, reason: &str| {
        edit.waive(Waiver::new(rule, entity, "Account.id", version, reason)).unwrap_err().message().to_owned()
    };
    assert_eq!(refused("field-removed", ACCOUNT, 3, "r"), "the waiver is about version 3, and the newest is 2");
    assert_eq!(
        refused("field-removed", ACCOUNT, 2, ""),
        "the reason is empty: say why, for whoever reads it in a year"
    );
    assert_eq!(
        refused("field-removed", "net.example.Order", 2, "r"),
        "the waiver is about `net.example.Order`, and this is the history of `net.example.Account`"
    );
    assert_eq!(
        refused("no such thing", ACCOUNT, 2, "r"),
        "there is no rule `no such thing`: a rule is named like `field-removed`"
    );
}

#[test]
fn a_waiver_that_is_there_gets_another_day() {
    let shop = Shop::with_versions(&["id", "mail"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.waive(waiver(2)).unwrap();
    let history = edit.commit().unwrap();
    let mut edit = shop.store().edit(&history);
    let day = Date::new(2027, 1, 31).unwrap();
    edit.waive(waiver(2).until(day)).unwrap();
    let history = edit.commit().unwrap();
    assert_eq!(history.waivers().iter().map(|waiver| waiver.expires).collect::<Vec<_>>(), [Some(day)]);
}

#[test]
fn a_retired_entity_keeps_its_versions_and_gets_no_more() {
    let shop = Shop::with_versions(&["id"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.retire("sold").unwrap();
    let history = edit.commit().unwrap();
    assert_eq!((history.retired(), history.versions().len()), (Some("sold"), 1));
    let error = shop.store().edit(&history).record(&account(&["mail"])).unwrap_err();
    assert!(error.message().starts_with("`net.example.Account` is retired: "), "{error}");
}

#[test]
fn a_renamed_entity_has_its_history_under_the_new_name() {
    let shop = Shop::with_versions(&["id"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.waive(waiver(1)).unwrap();
    edit.rename("net.example.Client").unwrap();
    let history = edit.commit().unwrap();
    assert_eq!(history.problems(), []);
    assert_eq!(history.formerly().collect::<Vec<_>>(), [ACCOUNT]);
    assert!(history.is_called(ACCOUNT) && history.is_called("net.example.Client"));
    assert_eq!(history.waivers()[0].entity, ACCOUNT);
    assert!(shop.store().history(ACCOUNT).unwrap().is_none());
    assert_eq!(shop.store().history("net.example.Client").unwrap().unwrap().versions().len(), 1);

    let mut edit = shop.store().edit(&history);
    edit.rename(ACCOUNT).unwrap();
    let history = edit.commit().unwrap();
    assert_eq!(history.formerly().collect::<Vec<_>>(), ["net.example.Client"]);
}

#[test]
fn a_name_that_has_a_folder_is_not_taken() {
    let shop = Shop::with_versions(&["id"]);
    let mut other = shop.store().create("net.example.Client", "account-service").unwrap();
    other.record(&documented("net.example.Client", None, &[])).unwrap();
    other.commit().unwrap();
    let mut edit = shop.store().edit(&shop.history());
    edit.rename("net.example.Client").unwrap();
    assert_eq!(edit.commit().unwrap_err().message(), "`net.example.Client` has a folder already");
    assert_eq!(shop.problems(), []);
}

#[test]
fn a_removed_history_leaves_what_is_not_its_own() {
    let shop = Shop::with_versions(&["id"]);
    shop.write("notes.txt", "mine");
    shop.store().remove(&shop.history()).unwrap();
    assert!(shop.store().histories().unwrap().is_empty());
    assert_eq!(shop.read("notes.txt"), "mine");
    fs::remove_file(shop.file("notes.txt")).unwrap();
    shop.record(&["id"]);
    shop.store().remove(&shop.history()).unwrap();
    assert!(!shop.file("").exists());
}

#[test]
fn what_was_changed_since_it_was_read_is_not_written_over() {
    let shop = Shop::with_versions(&["id"]);
    let stale = shop.history();
    shop.record(&["mail"]);
    let mut edit = shop.store().edit(&stale);
    edit.record(&account(&["age"])).unwrap();
    let error = edit.commit().unwrap_err();
    assert_eq!(error.message(), "the history was changed by somebody else after it was read: run again");
    assert_eq!(shop.store().remove(&stale).unwrap_err().message(), error.message());
    assert_eq!(versions(&shop.history()), [(1, "id".into()), (2, "id mail".into())]);
}

/// Many writers at once: for each version one of them wins, and all others are told.
#[test]
fn of_several_writers_of_one_entity_one_wins_and_nothing_is_torn() {
    let shop = Shop::with_versions(&["id"]);
    let history = shop.history();
    let barrier = Barrier::new(8);
    let won: usize = thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let (store, history, barrier) = (shop.store(), &history, &barrier);
                scope.spawn(move || {
                    let mut edit = store.edit(history);
                    edit.record(&account(&["id", &format!("of_{writer}")])).unwrap();
                    barrier.wait();
                    usize::from(edit.commit().is_ok())
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).sum()
    });
    assert_eq!((won, shop.problems()), (1, vec![]));
    assert_eq!(shop.history().versions().len(), 2);
}

#[test]
fn writers_of_several_entities_wait_for_each_other() {
    let shop = Shop::new();
    thread::scope(|scope| {
        for writer in 0..8 {
            let store: Store = shop.store();
            scope.spawn(move || {
                let name = format!("net.example.E{writer}");
                let mut edit = store.create(&name, "p").unwrap();
                edit.record(&documented(&name, None, &["id"])).unwrap();
                edit.commit().unwrap();
            });
        }
    });
    assert_eq!((shop.store().histories().unwrap().len(), shop.problems()), (8, vec![]));
}

#[test]
fn a_version_that_was_written_and_not_listed_is_told_and_mended() {
    let shop = Shop::with_versions(&["id"]);
    let (cut_off, next) = (account(&["id", "mail"]), account(&["id", "age"]));
    shop.write("0002.avsc", &cut_off.to_lines());
    let problems = shop.problems();
    assert_eq!((problems.len(), problems[0].rule.id, &problems[0].file), (1, "history-gap", &shop.file("0002.avsc")));

    let mut edit = shop.store().edit(&shop.history());
    let error = edit.record(&next).unwrap_err();
    let message = "the file is there, is not listed in `entity.toml` and is not this schema: delete it";
    assert_eq!((error.message(), error.file()), (message, Some(&*shop.file("0002.avsc"))));
    assert_eq!(edit.record(&cut_off).unwrap(), 2);
    assert_eq!(edit.commit().unwrap().problems(), []);
}

#[test]
fn a_first_version_without_an_entity_file_is_told_and_mended() {
    let shop = Shop::new();
    shop.write("0001.avsc", &account(&["id"]).to_lines());
    assert_eq!(shop.problems().iter().map(|problem| problem.rule.id).collect::<Vec<_>>(), ["history-gap"]);
    let mut edit = shop.store().create(ACCOUNT, "account-service").unwrap();
    edit.record(&account(&["id"])).unwrap();
    assert_eq!(edit.commit().unwrap().problems(), []);
}

#[test]
fn documentation_that_was_written_and_not_listed_is_told_and_mended() {
    let shop = Shop::with_versions(&["id"]);
    let told = documented(ACCOUNT, Some("Who buys."), &["id"]);
    shop.write("0001.avsc", &told.to_lines());
    assert_eq!(shop.problems().iter().map(|problem| problem.rule.id).collect::<Vec<_>>(), ["history-edited"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.rewrite_tip(&told).unwrap();
    assert_eq!(edit.commit().unwrap().problems(), []);
}

#[test]
fn a_folder_that_did_not_get_its_new_name_is_told_and_mended() {
    let shop = Shop::with_versions(&["id"]);
    let named = "entity = \"net.example.Client\"\nformerly = [\"net.example.Account\"]\n";
    shop.replace("entity.toml", "entity = \"net.example.Account\"\n", named);
    let problems = shop.problems();
    assert_eq!((problems.len(), problems[0].rule.id, problems[0].line), (1, "history-edited", Some(1)));
    shop.store().edit(&shop.store().histories().unwrap()[0]).commit().unwrap();
    assert_eq!(shop.problems(), []);
    assert!(shop.store().history("net.example.Client").unwrap().is_some());
}

#[test]
fn nothing_is_recorded_behind_a_problem() {
    let shop = Shop::with_versions(&["id", "mail", "age"]);
    shop.replace("0002.avsc", "mail", "male");
    let error = shop.store().edit(&shop.history()).record(&account(&["x"])).unwrap_err();
    assert!(error.message().contains("version 2 is not the file that was recorded"), "{error}");
}
