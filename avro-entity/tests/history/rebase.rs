//! Two branches that recorded versions of one entity.

use crate::shop::{ACCOUNT, Shop, account, documented, versions};
use avro_entity::ErrorKind;
use avro_entity::gate::{Entity, Gate};
use avro_entity::history::{Date, Rebased, Sides, Waiver, rebase};
use std::fs;

/// A repository on the branch `ours` with the version `id mail`, where `main` has `id age`; the first is `id`.
fn forked() -> Shop {
    let shop = Shop::in_git(&["id"]);
    shop.git(&["checkout", "--quiet", "-b", "ours"]);
    shop.git(&["checkout", "--quiet", "main"]);
    shop.record(&["age"]);
    shop.commit();
    shop.git(&["checkout", "--quiet", "ours"]);
    shop.record(&["mail"]);
    shop.commit();
    shop
}

fn in_conflict(shop: &Shop, arguments: &[&str]) {
    let output = shop.try_git(arguments);
    assert!(!output.status.success(), "git {arguments:?} found no conflict");
}

fn rebased(shop: &Shop) -> Rebased {
    let store = shop.store();
    let mut rebased = rebase(&store, &Sides::under_way(&store).unwrap()).unwrap();
    assert_eq!(rebased.len(), 1);
    assert_eq!(shop.problems(), []);
    rebased.remove(0)
}

const BOTH: [(u32, &str); 3] = [(1, "id"), (2, "id age"), (3, "id mail")];

fn both() -> Vec<(u32, String)> {
    BOTH.map(|(number, fields)| (number, fields.to_owned())).to_vec()
}

#[test]
fn in_a_merge_our_versions_come_behind_those_that_are_merged() {
    let shop = forked();
    in_conflict(&shop, &["merge", "main"]);
    assert_eq!(shop.store().histories().unwrap_err().kind(), ErrorKind::History);
    let done = rebased(&shop);
    assert_eq!((done.entity.as_str(), done.versions, done.upstreams), (ACCOUNT, vec![(2, 3)], vec![]));
    assert_eq!(done.folder, shop.path().join("schemas").join(ACCOUNT));
    assert_eq!(versions(&shop.history()), both());
    let text = shop.read("entity.toml");
    assert_eq!((rebased(&shop).versions, shop.read("entity.toml")), (vec![(2, 3)], text), "once more, nothing changes");
    shop.git(&["add", "schemas"]);
    shop.git(&["commit", "--quiet", "--no-edit"]);
}

#[test]
fn in_a_rebase_our_versions_come_behind_upstreams_commit_by_commit() {
    let shop = forked();
    shop.record(&["name"]);
    shop.commit();
    in_conflict(&shop, &["rebase", "main"]);
    assert_eq!(rebased(&shop).versions, [(2, 3)]);
    assert_eq!(versions(&shop.history()), both());
    shop.git(&["add", "schemas"]);
    in_conflict(&shop, &["rebase", "--continue"]);
    assert_eq!(rebased(&shop).versions, [(3, 4)]);
    let mut all = both();
    all.push((4, "id mail name".to_owned()));
    assert_eq!(versions(&shop.history()), all);
    shop.git(&["add", "schemas"]);
    shop.git(&["rebase", "--continue"]);
    assert_eq!(
        Sides::under_way(&shop.store()).unwrap_err().message(),
        "no merge, rebase or cherry-pick is under way: name both sides"
    );
}

#[test]
fn in_a_cherry_pick_it_is_the_versions_of_one_commit() {
    let shop = forked();
    shop.git(&["checkout", "--quiet", "main"]);
    in_conflict(&shop, &["cherry-pick", "ours"]);
    assert_eq!(rebased(&shop).versions, [(2, 3)]);
    assert_eq!(versions(&shop.history()), both());
}

#[test]
fn what_a_branch_did_not_have_was_not_removed() {
    let shop = forked();
    shop.record(&["name"]);
    shop.commit();
    in_conflict(&shop, &["merge", "main"]);
    assert_eq!(rebased(&shop).versions, [(2, 3), (3, 4)]);
    let after: Vec<Option<u32>> = shop.history().versions().iter().map(|version| version.after).collect();
    assert_eq!(after, [None, None, Some(1), None], "`id mail` was made from `id`");

    let reused = |fields: &[&str]| {
        let entity = Entity::of_schema(ACCOUNT, "account-service", account(fields));
        let report = Gate::new(shop.store()).check(&[entity]).unwrap();
        let found = report.findings.into_iter().filter(|finding| finding.rule.id == "field-name-reused");
        found.map(|finding| finding.path).collect::<Vec<_>>()
    };
    assert_eq!(reused(&["id", "mail", "name", "age"]), Vec::<String>::new(), "`age` is upstream's");
    let mut edit = shop.store().edit(&shop.history());
    for fields in [&["id", "mail", "name", "age"][..], &["id", "name"]] {
        edit.record(&account(fields)).unwrap();
    }
    edit.commit().unwrap();
    let path = |field: &str| format!("{ACCOUNT}.{field}");
    assert_eq!(reused(&["id", "name", "age", "mail"]), [path("age"), path("mail")], "both are gone since");
}

#[test]
fn in_a_rebase_versions_are_made_from_those_that_were_moved_before() {
    let shop = forked();
    shop.record(&["name"]);
    shop.commit();
    in_conflict(&shop, &["rebase", "main"]);
    rebased(&shop);
    shop.git(&["add", "schemas"]);
    in_conflict(&shop, &["rebase", "--continue"]);
    rebased(&shop);
    let after: Vec<Option<u32>> = shop.history().versions().iter().map(|version| version.after).collect();
    assert_eq!(after, [None, None, Some(1), None]);
}

#[test]
fn both_sides_may_be_named() {
    let shop = forked();
    shop.git(&["checkout", "--quiet", "main"]);
    in_conflict(&shop, &["merge", "ours"]);
    let rebased = rebase(&shop.store(), &Sides::new("main", "ours")).unwrap();
    assert_eq!((rebased[0].versions.clone(), versions(&shop.history())), (vec![(2, 3)], both()));
}

#[test]
fn waivers_epochs_and_comments_of_ours_go_with_their_versions() {
    let shop = forked();
    let mut edit = shop.store().edit(&shop.history());
    edit.waive(Waiver::new("field-removed", ACCOUNT, "Account.a", 1, "old")).unwrap();
    edit.waive(Waiver::new("field-removed", ACCOUNT, "Account.b", 2, "ours").until(Date::new(2027, 1, 31).unwrap()))
        .unwrap();
    edit.begin_epoch("of ours").unwrap();
    edit.commit().unwrap();
    shop.replace("entity.toml", "[[epoch]]", "# ours\n[[epoch]]");
    shop.commit();
    shop.git(&["checkout", "--quiet", "main"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.waive(Waiver::new("field-removed", ACCOUNT, "Account.c", 2, "theirs")).unwrap();
    edit.commit().unwrap();
    shop.replace("entity.toml", "entity =", "# theirs\nentity =");
    shop.commit();
    shop.git(&["checkout", "--quiet", "ours"]);
    in_conflict(&shop, &["merge", "main"]);
    rebased(&shop);
    let history = shop.history();
    let waivers: Vec<_> =
        history.waivers().iter().map(|waiver| (waiver.path.as_str(), waiver.version, waiver.reason.as_str())).collect();
    assert_eq!(waivers, [("Account.c", 2, "theirs"), ("Account.a", 1, "old"), ("Account.b", 3, "ours")]);
    assert_eq!(history.waivers()[2].expires, Some(Date::new(2027, 1, 31).unwrap()));
    assert_eq!((history.epochs().len(), history.epochs()[0].from), (1, 3));
    let text = shop.read("entity.toml");
    assert!(text.starts_with("# theirs\nentity =") && text.contains("# ours\n[[epoch]]\nfrom = 3\n"), "{text}");
}

#[test]
fn a_waiver_that_we_took_back_is_gone() {
    let shop = Shop::in_git(&["id"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.waive(Waiver::new("field-removed", ACCOUNT, "Account.a", 1, "a while")).unwrap();
    edit.waive(Waiver::new("field-removed", ACCOUNT, "Account.b", 1, "for good")).unwrap();
    edit.commit().unwrap();
    shop.commit();
    shop.git(&["checkout", "--quiet", "-b", "ours"]);
    let text = shop.read("entity.toml");
    let (before, rest) = text.split_once("[[waiver]]").unwrap();
    shop.write("entity.toml", &format!("{before}[[waiver]]{}", rest.split_once("[[waiver]]").unwrap().1));
    shop.commit();
    shop.git(&["checkout", "--quiet", "main"]);
    shop.record(&["age"]);
    shop.commit();
    assert_eq!(rebase(&shop.store(), &Sides::new("main", "ours")).unwrap().len(), 1);
    let history = shop.history();
    assert_eq!(history.waivers().iter().map(|waiver| waiver.path.as_str()).collect::<Vec<_>>(), ["Account.b"]);
    assert_eq!(history.versions().len(), 2);
}

#[test]
fn a_version_that_both_recorded_is_recorded_once() {
    let shop = forked();
    shop.git(&["checkout", "--quiet", "main"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.record(&account(&["id", "mail"])).unwrap();
    edit.commit().unwrap();
    shop.commit();
    shop.git(&["checkout", "--quiet", "ours"]);
    in_conflict(&shop, &["merge", "main"]);
    assert_eq!(rebased(&shop).versions, [(2, 3)]);
    assert_eq!(versions(&shop.history()), both());
}

#[test]
fn an_entity_that_both_began_has_the_versions_of_both() {
    let shop = Shop::new();
    shop.git(&["init", "--quiet", "--initial-branch=main"]);
    shop.git(&["commit", "--quiet", "--allow-empty", "--message=empty"]);
    shop.git(&["branch", "ours"]);
    shop.record(&["age"]);
    shop.commit();
    shop.git(&["checkout", "--quiet", "ours"]);
    shop.record(&["mail"]);
    shop.replace("entity.toml", "account-service", "mail-service");
    shop.commit();
    in_conflict(&shop, &["merge", "main"]);
    let done = rebased(&shop);
    assert_eq!((done.versions, done.upstreams), (vec![(1, 2)], vec!["package"]));
    assert_eq!(versions(&shop.history()), [(1, "age".into()), (2, "mail".into())]);
    assert_eq!(shop.history().package(), "account-service");
}

#[test]
fn settings_that_one_side_changed_are_that_sides() {
    let shop = forked();
    shop.replace("entity.toml", "package", "level = \"FULL\"\npackage");
    shop.commit();
    shop.git(&["checkout", "--quiet", "main"]);
    shop.replace("entity.toml", "account-service", "client-service");
    shop.commit();
    shop.git(&["checkout", "--quiet", "ours"]);
    in_conflict(&shop, &["merge", "main"]);
    assert_eq!(rebased(&shop).upstreams, Vec::<&str>::new());
    let history = shop.history();
    assert_eq!(
        (history.package(), history.settings().level().and_then(|level| level.name())),
        ("client-service", Some("FULL"))
    );
}

#[test]
fn a_name_that_we_gave_is_kept_with_upstreams_versions() {
    let shop = forked();
    let mut edit = shop.store().edit(&shop.history());
    edit.rename("net.example.Client").unwrap();
    edit.record(&documented("net.example.Client", None, &["id", "mail"])).unwrap();
    edit.commit().unwrap();
    shop.commit();
    in_conflict(&shop, &["merge", "main"]);
    let done = rebased(&shop);
    assert_eq!((done.entity.as_str(), done.versions), ("net.example.Client", vec![(2, 3), (3, 4)]));
    let histories = shop.store().histories().unwrap();
    assert_eq!((histories.len(), histories[0].versions().len()), (1, 4));
    assert_eq!(histories[0].formerly().collect::<Vec<_>>(), [ACCOUNT]);
    assert!(!shop.file("").exists());
}

#[test]
fn documentation_that_we_wrote_over_is_kept_when_upstream_left_it_alone() {
    let shop = Shop::in_git(&["id"]);
    shop.git(&["checkout", "--quiet", "-b", "ours"]);
    let mut edit = shop.store().edit(&shop.history());
    edit.rewrite_tip(&documented(ACCOUNT, Some("Ours."), &["id"])).unwrap();
    edit.commit().unwrap();
    shop.commit();
    shop.git(&["checkout", "--quiet", "main"]);
    shop.replace("entity.toml", "account-service", "client-service");
    shop.commit();
    let rebased = rebase(&shop.store(), &Sides::new("main", "ours")).unwrap();
    assert_eq!((rebased.len(), shop.problems()), (1, vec![]));
    assert!(shop.read("0001.avsc").contains("Ours.") && shop.read("entity.toml").contains("client-service"));
}

#[test]
fn a_history_that_one_side_changed_is_left_alone() {
    let shop = Shop::in_git(&["id"]);
    shop.git(&["checkout", "--quiet", "-b", "ours"]);
    shop.record(&["mail"]);
    shop.commit();
    assert_eq!(rebase(&shop.store(), &Sides::new("main", "ours")).unwrap(), []);
    assert_eq!(rebase(&shop.store(), &Sides::new("ours", "main")).unwrap(), []);
}

#[test]
fn a_history_that_upstream_lost_is_not_decided_here() {
    let shop = forked();
    shop.git(&["checkout", "--quiet", "main"]);
    shop.store().remove(&shop.history()).unwrap();
    shop.commit();
    let error = rebase(&shop.store(), &Sides::new("main", "ours")).unwrap_err();
    assert!(error.message().starts_with("we go on with this history, and upstream has it no more"), "{error}");
    assert_eq!(error.file().and_then(|file| file.to_str()), Some("ours:schemas/net.example.Account"));
}

#[test]
fn a_file_of_neither_side_is_not_written_over() {
    let shop = forked();
    in_conflict(&shop, &["merge", "main"]);
    shop.write("0003.avsc", "\"int\"");
    let store = shop.store();
    let error = rebase(&store, &Sides::under_way(&store).unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.file()), (ErrorKind::History, Some(&*shop.file("0003.avsc"))));
    assert_eq!(shop.read("0003.avsc"), "\"int\"");
    fs::remove_file(shop.file("0003.avsc")).unwrap();
    rebased(&shop);
}

#[test]
fn what_a_shallow_clone_lacks_is_told() {
    let shop = forked();
    let clone = Shop::new();
    let from = format!("file://{}", shop.path().display());
    clone.git(&["clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=ours", &from, "."]);
    let error = rebase(&clone.store(), &Sides::new("origin/main", "HEAD")).unwrap_err();
    assert!(error.message().ends_with("run `git fetch --unshallow`"), "{error}");
    clone.git(&["fetch", "--quiet", "--unshallow"]);
    assert_eq!(rebase(&clone.store(), &Sides::new("origin/main", "HEAD")).unwrap().len(), 1);
    assert_eq!(versions(&clone.history()), both());
}
