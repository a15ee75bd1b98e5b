//! How each format looks. The snapshots stand beside what has to hold of them whatever they look like.

use crate::story::story;
use avro_entity::compat::{Format, Severity};

#[test]
fn the_story_has_everything() {
    let story = story();
    assert_eq!(
        story.rules(Severity::Deny),
        [
            "entity-missing",
            "field-removed-required-by-reader",
            "field-renamed-without-alias",
            "timestamp-unit-changed",
            "type-widened"
        ]
    );
    assert_eq!(story.rules(Severity::Warn), ["default-changed", "lossy-promotion"]);
    assert_eq!(story.rules(Severity::Info), ["doc-changed"]);
    assert_eq!(story.report.findings.iter().filter(|finding| finding.waived.is_some()).count(), 1);
}

#[test]
fn text_is_drawn_in_rust_and_in_the_schema() {
    let text = story().render(Format::Text);
    assert!(text.contains("--> tests/formats/story.rs:") && text.contains("/0002.avsc:"), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn what_one_change_mends_is_told_together() {
    let text = story().render(Format::Text);
    let blocks: Vec<&str> = text.split("\n\n").collect();
    let first = blocks.iter().position(|block| block.starts_with("error[field-renamed-without-alias]")).unwrap();
    assert!(blocks[first].contains("14 |     mail: String,"), "{text}");
    assert!(blocks[first].ends_with("= help: write `#[avro(name = \"email\")]` on `Account::mail`"), "{text}");
    let second = blocks[first + 1];
    assert!(second.starts_with("error[field-removed-required-by-reader]"), "{text}");
    assert!(second.contains("14 |     mail: String,") && !second.contains(".avsc"), "{text}");
    assert!(second.ends_with("= help: the same change mends this"), "{text}");
}

#[test]
fn no_format_tells_the_defaults_of_a_private_field() {
    for &format in Format::ALL {
        let text = story().render(format);
        assert!(text.contains("the default was private and is private"), "{format}: {text}");
        assert!(!text.contains("s3cret") && !text.contains("hunter2"), "{format}: {text}");
    }
}

#[test]
fn github_annotates_the_line_of_the_field() {
    let text = story().render(Format::Github);
    let line = include_str!("story.rs").lines().position(|line| line.contains("    mail: String,")).unwrap() + 1;
    let annotation =
        format!("::error file=tests/formats/story.rs,line={line},col=5,title=field-renamed-without-alias::");
    assert!(text.lines().any(|line| line.starts_with(&annotation)), "{text}");
    assert_eq!(text.lines().count(), story().report.findings.len(), "a line for each finding");
    insta::assert_snapshot!(text);
}

#[test]
fn markdown_escapes_what_would_be_markup() {
    let text = story().render(Format::Markdown);
    assert!(text.contains(r"\<never\>") && !text.contains("<never>"), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn json_counts_what_it_has() {
    let text = story().render(Format::Json);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["denied"], 5);
    assert_eq!(json["findings"].as_array().unwrap().len(), story().report.findings.len());
    insta::assert_snapshot!(text);
}

#[test]
fn sarif_has_a_result_for_each_finding() {
    let text = story().render(Format::Sarif);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let run = &json["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), story().report.findings.len());
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    // The rules are those of the table, which has a snapshot of its own.
    insta::assert_snapshot!(format!("{:#}", run["results"]));
}

#[test]
fn junit_has_a_case_for_each_version_and_direction() {
    let text = story().render(Format::Junit);
    assert_eq!(text.matches("<testcase ").count(), 2 * 2 + 1 + 1);
    assert_eq!(text.matches("<failure ").count(), 2 * 2 + 1);
    insta::assert_snapshot!(text);
}
