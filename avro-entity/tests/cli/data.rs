//! `check --data`: findings weighed with the records that are there.

use crate::program::Folder;
use avro_entity::Schema;
use avro_entity::container::{BlockReader, WriterOptions};
use avro_entity::history::Store;
use serde_json::{Value, json};

const OLD: &str = r#"{"type": "record", "name": "Account", "fields": [
  {"name": "age", "type": ["null", "int"], "default": null},
  {"name": "plan", "type": {"type": "enum", "name": "Plan", "symbols": ["FREE", "GOLD", "TEAM"]}},
  {"name": "email", "type": "string"}]}"#;

/// `age` is required, `GOLD` is gone, `name` is needed.
const NEW: &str = r#"{"type": "record", "name": "Account", "fields": [
  {"name": "age", "type": "int"},
  {"name": "plan", "type": {"type": "enum", "name": "Plan", "symbols": ["FREE", "TEAM"]}},
  {"name": "email", "type": "string"}]}"#;

fn account(age: Option<i32>, plan: &str) -> Value {
    let age = age.map_or(Value::Null, |age| json!({"int": age}));
    json!({"age": age, "plan": plan, "email": ""})
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("old.avsc", OLD);
    folder.write("new.avsc", NEW);
    let first = [account(Some(1), "FREE"), account(None, "GOLD"), account(None, "FREE")];
    let second = [account(Some(2), "GOLD"), account(Some(3), "TEAM")];
    folder.container("first.avro", OLD, &WriterOptions::new(), &[&first]);
    folder.container("second.avro", OLD, &WriterOptions::new(), &[&second]);
    folder
}

#[test]
fn each_finding_says_how_many_records_come_to_it() {
    let folder = folder();
    let args = [
        "check",
        "old.avsc",
        "new.avsc",
        "--level",
        "BACKWARD",
        "--format",
        "json",
        "--data",
        "first.avro",
        "--data",
        "second.avro",
    ];
    let run = folder.run(&args);
    assert_eq!((run.code, run.stderr.as_str()), (Some(100), ""));
    let report: Value = serde_json::from_str(run.text()).unwrap();
    assert_eq!(report["data"], json!({"files": 2, "records": 5, "unread": 3}));
    let told: Vec<(&str, u64)> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["rule"].as_str().unwrap(), finding["records"].as_u64().unwrap()))
        .collect();
    // One record has both: a decoder gives up at the first, and both are counted.
    assert_eq!(told, [("enum-symbol-removed", 2), ("optional-to-required", 2), ("data-unread", 3)]);
}

#[test]
fn text_says_whether_all_is_read() {
    let folder = folder();
    let run = folder.run(&["check", "old.avsc", "new.avsc", "--data", "first.avro"]);
    assert!(run.text().contains("= note: 2 records of the data come here\n"), "{}", run.text());
    assert!(run.text().ends_with("the new version does not read 2 of 3 records of 1 file\n"), "{}", run.text());
    let run = folder.run(&["check", "--data", "first.avro", "--data", "second.avro", "old.avsc", "old.avsc"]);
    assert_eq!(run.text(), "1 entity compared, nothing breaks\nthe new version reads all 5 records of 2 files\n");
}

/// The level asks whether old code reads new data, and nothing is found but what the records show.
#[test]
fn records_that_are_not_read_are_denied_in_every_format() {
    let folder = folder();
    let check =
        ["check", "old.avsc", "new.avsc", "--level", "FORWARD", "--data", "first.avro", "--data", "second.avro"];
    let message = "the new version does not read 3 records that are there";
    for (format, told) in [
        ("text", format!("error[data-unread]: Account: {message}\n")),
        ("json", "\"denied\": 1".to_owned()),
        ("github", format!("::error title=data-unread::Account: {message}%0A")),
        ("sarif", "\"ruleId\": \"data-unread\"".to_owned()),
        ("junit", format!("<failure type=\"data-unread\" message=\"Account: {message}\">")),
        ("markdown", format!("| ❌ | `data-unread` | `Account` | {message} |")),
    ] {
        let run = folder.run(&[&check[..], &["--format", format]].concat());
        assert_eq!((run.code, run.stderr.as_str()), (Some(100), ""), "{format}");
        assert!(run.text().contains(&told), "{}", run.text());
        assert_eq!(folder.run(&check[..5]).code, Some(0));
    }
    let run = folder.run(&[&check[..], &["--severity", "data-unread=warn"]].concat());
    assert!(run.code == Some(0) && run.text().starts_with("warning[data-unread]: "), "{}", run.text());
    let run = folder.run(&[&check[..], &["--severity", "data-unread=allow"]].concat());
    let said = "1 entity compared, nothing breaks\nthe new version does not read 3 of 5 records of 2 files\n";
    assert!(run.code == Some(0) && run.text().ends_with(said), "{}", run.text());
}

/// A history says what is done about it, as about any rule.
#[test]
fn histories_say_what_is_done_about_records_that_are_not_read() {
    let folder = folder();
    let store = Store::open(folder.path("schemas")).unwrap();
    let mut edit = store.create("Account", "accounts").unwrap();
    edit.record(&Schema::parse(NEW).unwrap()).unwrap();
    edit.commit().unwrap();
    let check = || folder.run(&["check", "schemas", "--data", "first.avro"]);
    assert!(check().code == Some(100) && check().text().starts_with("error[data-unread]: "), "{}", check().text());
    folder.write("schemas/workspace.toml", "[severity]\ndata-unread = \"warn\"\n");
    assert!(check().code == Some(0) && check().text().starts_with("warning[data-unread]: "), "{}", check().text());
}

#[test]
fn damage_that_was_passed_over_is_no_excuse_for_what_is_denied() {
    let folder = folder();
    let lost = [account(Some(1), "FREE")];
    folder.container("third.avro", OLD, &WriterOptions::new(), &[&lost, &[account(None, "FREE")]]);
    let mut file = folder.read("third.avro");
    let block = BlockReader::new(&file[..]).unwrap().position() as usize;
    file[block + 1] ^= 2;
    folder.write("third.avro", file);
    let check = ["check", "old.avsc", "new.avsc", "--level", "FORWARD", "--data", "third.avro", "--on-damage", "skip"];
    assert_eq!(folder.run(&check).code, Some(100));
    let run = folder.run(&[&check[..], &["--severity", "data-unread=warn"]].concat());
    assert_eq!(run.code, Some(102), "{}", run.text());
}

/// What a shell makes of `--data *.avro`: the option takes the first file, and the others stand beside the schemas.
#[test]
fn what_stands_beside_two_schemas_is_refused() {
    let folder = folder();
    let told = |surplus: &str| {
        format!(
            "{surplus}: two schemas are compared, and this is one more; `--data` takes one file and may be repeated, as in \
             `--data a.avro --data b.avro`"
        )
    };
    let run = folder.run(&["check", "old.avsc", "new.avsc", "--data", "first.avro", "second.avro", "third.avro"]);
    run.fails(101, &told("second.avro"));
    let run = folder.run(&["check", "old.avsc", "new.avsc", "--level", "BACKWARD", "none1", "none2"]);
    run.fails(101, &told("none1"));
    folder.run(&["check", "old.avsc", "old.avsc", "new.avsc"]).fails(101, &told("new.avsc"));
    std::fs::create_dir(folder.path("schemas")).unwrap();
    let told = |why: &str| told("second.avro").replace("two schemas are compared, and this is one more", why);
    let run = folder.run(&["check", "schemas", "--data", "first.avro", "second.avro"]);
    run.fails(101, &told("a folder of histories stands alone"));
    let run = folder.run(&["check", "--data", "first.avro", "second.avro"]);
    run.fails(101, &told("one schema alone is compared with nothing"));
}

#[test]
fn a_damaged_file_is_named() {
    let folder = folder();
    let mut bytes = folder.read("first.avro");
    let end = bytes.len() - 1;
    bytes[end] ^= 1;
    folder.write("first.avro", bytes);
    let run = folder.run(&["check", "old.avsc", "new.avsc", "--data", "first.avro"]);
    assert_eq!(run.code, Some(100));
    assert!(run.stderr.starts_with("error: first.avro, block 0"), "{}", run.stderr);
}

#[test]
fn a_symbol_that_becomes_the_default_hits_the_records_that_have_it() {
    let folder = folder();
    let with_default =
        NEW.replace(r#""symbols": ["FREE", "TEAM"]"#, r#""symbols": ["FREE", "TEAM"], "default": "FREE""#);
    folder.write("new.avsc", with_default.replace(r#""type": "int""#, r#""type": ["null", "int"]"#));
    let records = |file: &str| {
        let args = ["check", "old.avsc", "new.avsc", "--level", "BACKWARD", "--format", "json", "--data", file];
        let report: Value = serde_json::from_str(folder.run(&args).text()).unwrap();
        let finding = |finding: &&Value| finding["rule"] == "enum-default-used";
        report["findings"].as_array().unwrap().iter().find(finding).unwrap()["records"].as_u64()
    };
    assert_eq!(records("first.avro"), Some(1));
    folder.container("third.avro", OLD, &WriterOptions::new(), &[&[account(None, "TEAM")]]);
    assert_eq!(records("third.avro"), Some(0));

    let [old, new] = ["old.avsc", "new.avsc"].map(|name| {
        let mut schema: Value = serde_json::from_str(&String::from_utf8(folder.read(name)).unwrap()).unwrap();
        let plan = &mut schema["fields"][1]["type"];
        *plan = json!(["null", plan.take()]);
        folder.write(name, schema.to_string());
        schema.to_string()
    });
    assert_ne!(old, new);
    let nullable = |plan: Value| json!({"age": null, "plan": plan, "email": ""});
    let plans = [Value::Null, json!({"Plan": "GOLD"}), json!({"Plan": "FREE"})].map(nullable);
    folder.container("fourth.avro", &old, &WriterOptions::new(), &[&plans]);
    assert_eq!(records("fourth.avro"), Some(1), "inside of a union");
}

/// A field and its type have other names, which are two findings at one place.
#[test]
fn no_more_records_come_to_a_finding_than_there_are() {
    let folder = Folder::new();
    let order = |field: &str, inner: &str| {
        format!(
            r#"{{"type": "record", "name": "Order", "fields": [{{{field}, "type": {{"type": "record", {inner}, "fields": []}}}}]}}"#
        )
    };
    let old = order(r#""name": "c""#, r#""name": "C""#);
    folder.write("old.avsc", &old);
    folder.write("new.avsc", order(r#""name": "b", "aliases": ["c"]"#, r#""name": "B", "aliases": ["C"]"#));
    folder.container("o.avro", &old, &WriterOptions::new(), &[&[json!({"c": {}}), json!({"c": {}}), json!({"c": {}})]]);
    let args = ["check", "old.avsc", "new.avsc", "--level", "BACKWARD", "--format", "json", "--data", "o.avro"];
    let report: Value = serde_json::from_str(folder.run(&args).text()).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let told: Vec<_> = findings.map(|found| (found["message"].as_str().unwrap(), found["records"].clone())).collect();
    let (field, kind) = ("`c` is read as `b` by an alias", "`C` is read as `B` by an alias");
    assert_eq!(told, [(field, json!(3)), (kind, json!(3))]);
}

/// The data are read by the new version: nothing is said of them where the old one reads what is new.
#[test]
fn data_are_not_weighed_for_those_who_read_the_new_version() {
    let folder = folder();
    folder.write("new.avsc", OLD.replace(r#""GOLD", "#, r#""GOLD", "IRON", "#));
    let args = ["check", "old.avsc", "new.avsc", "--data", "first.avro"];
    let run = folder.run(&args);
    assert!(run.text().contains("error[enum-symbol-added"), "{}", run.text());
    assert!(!run.text().contains("of the data comes here"), "{}", run.text());
}

#[test]
fn data_of_a_union_are_for_the_only_version_that_is_one() {
    let folder = Folder::new();
    let event = r#"[{"type": "record", "name": "net.example.Created", "fields": []}]"#;
    let store = Store::open(folder.path("schemas")).unwrap();
    for (entity, schema) in [("Account", OLD), ("net.example.Event", event)] {
        let mut edit = store.create(entity, "account-service").unwrap();
        edit.record(&Schema::parse(schema).unwrap()).unwrap();
        edit.commit().unwrap();
    }
    folder.container("events.avro", event, &WriterOptions::new(), &[&[json!({"net.example.Created": {}})]]);
    let run = folder.run(&["check", "schemas", "--data", "events.avro"]);
    assert!(run.good_text().contains("the new version reads all"), "the data are found to be of the union");
    folder.container(
        "numbers.avro",
        r#"{"type": "record", "name": "Other", "fields": []}"#,
        &WriterOptions::new(),
        &[],
    );
    folder
        .run(&["check", "schemas", "--data", "numbers.avro"])
        .fails(101, "numbers.avro: its records are `Other`, which is none of what was compared");
}
