//! `check --pairs`: pairs of schemas as JSON lines.

use crate::program::Folder;
use serde_json::{Value, json};

fn answers(input: &str) -> (Option<i32>, Vec<Value>) {
    let run = Folder::new().pipe(&["check", "--pairs", "-"], input.as_bytes());
    assert_eq!(run.stderr, "");
    let answers = run.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (run.code, answers)
}

#[test]
fn each_pair_has_its_answer_in_order() {
    let pair =
        |id: &str, writer: &str, reader: &str| format!("{}\n", json!({"id": id, "writer": writer, "reader": reader}));
    let (code, answers) =
        answers(&[pair("a", "int", "long"), pair("b", "long", "int"), pair("c", "long", "double")].concat());
    assert_eq!(code, Some(100));
    let told: Vec<String> = answers
        .iter()
        .map(|answer| {
            let findings = answer["findings"].as_array().unwrap().iter();
            let told =
                findings.map(|finding| format!(" {} {} {}", finding["rule"], finding["severity"], finding["class"]));
            format!("{} {}{}", answer["id"], answer["verdict"], told.collect::<String>()).replace('"', "")
        })
        .collect();
    assert_eq!(told, ["a always", "b never type-narrowed deny resolution", "c always lossy-promotion warn risk"]);
    assert_eq!(answers[1]["findings"][0]["path"], "");
    assert_eq!(answers[1]["findings"][0]["message"], "`long` became `int`");
}

#[test]
fn a_verdict_between_always_and_never_is_conditional() {
    let writer = json!(["null", "int"]);
    let (_, answers) = answers(&json!({"id": 7, "writer": writer, "reader": "int"}).to_string());
    assert_eq!((&answers[0]["id"], &answers[0]["verdict"]), (&json!(7), &json!("conditional")));
}

#[test]
fn a_pair_that_is_none_is_told_and_the_rest_goes_on() {
    let lines = [
        r#"{"id": 1, "writer": "integer", "reader": "int"}"#,
        "",
        r#"{"id": 2, "writer": "int"}"#,
        "{",
        r#"{"id": 3, "writer": "int", "reader": "int"}"#,
    ];
    let (code, answers) = answers(&lines.join("\n"));
    assert_eq!(code, Some(100));
    assert_eq!(answers.len(), 4);
    assert_eq!(answers[0], json!({"id": 1, "error": "writer: line 1, column 1: there is no type `integer`"}));
    assert_eq!(answers[1], json!({"id": 2, "error": "there is no `reader`"}));
    assert!(answers[2]["error"].as_str().unwrap().starts_with("the line is no such JSON: "));
    assert_eq!(answers[3], json!({"id": 3, "verdict": "always", "findings": []}));
}

#[test]
fn an_invalid_default_is_a_finding_and_no_error() {
    let record = |fields: &str| format!(r#"{{"type": "record", "name": "R", "fields": [{fields}]}}"#);
    let reader = record(r#"{"name": "b", "type": "int", "default": "oops"}"#);
    let (_, answers) = answers(&format!(r#"{{"id": 1, "writer": {}, "reader": {reader}}}"#, record("")));
    assert_eq!(answers[0]["findings"][0]["rule"], "default-invalid");
    assert_eq!(answers[0]["findings"][0]["class"], "schema");
}

#[test]
fn a_deeply_nested_pair_is_refused_and_harms_nothing() {
    let deep = format!("{}\"int\"{}", r#"{"type":"array","items":"#.repeat(5_000), "}".repeat(5_000));
    let (_, answers) = answers(&format!(r#"{{"id": 1, "writer": {deep}, "reader": "int"}}"#));
    assert!(answers[0]["error"].as_str().unwrap().contains("nested"), "{}", answers[0]);
}
