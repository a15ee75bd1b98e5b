//! Names and paths with everything that a format has another use for.

use crate::shape::{SARIF, mistakes};
use avro_entity::Schema;
use avro_entity::compat::{Format, Level, Rendering, Report, Version, check};
use pulldown_cmark::{Event, Options, Parser};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

/// A name that no specification allows, and that somebody else's schema may have.
const NAME: &str = "a<b>_`|*&\"%,:]\u{1b}[31m\u{1}\u{fffe}";
const FILE: &str = "100%, a:b/<ü> |\u{7}.avsc";

/// Two schemas in files of a folder, where the type of a field changed.
fn odd() -> (TempDir, Report) {
    let folder = tempfile::tempdir().unwrap();
    let version = |number, file: &str, of: &str| {
        let schema = json!({"type": "record", "name": "R", "fields": [{"name": NAME, "type": of}, {"name": "b", "type": "int"}]});
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, schema.to_string()).unwrap();
        Version::numbered(number, Schema::parse_foreign(&schema.to_string()).unwrap()).in_file(file)
    };
    let report = check(&[version(1, "old.avsc", "int")], &version(2, FILE, "string"), Level::BACKWARD);
    assert_eq!(report.findings[0].rule.id, "type-changed");
    assert_eq!(report.findings[0].path, format!("R.{NAME}"));
    (folder, report)
}

fn rendered(format: Format) -> String {
    let (folder, report) = odd();
    report.render(format, &Rendering::new(folder.path()).root(folder.path()))
}

#[test]
fn text_sends_nothing_to_the_terminal_but_text() {
    let text = rendered(Format::Text);
    assert!(text.contains("a<b>_`|*&\"%,:]␛[31m␁"), "{text}");
    assert!(!text.contains(|letter: char| letter.is_control() && letter != '\n'), "{text:?}");
}

#[test]
fn a_field_is_marked_up_to_its_end_and_not_to_that_of_the_line() {
    let text = rendered(Format::Text);
    let marks = text.lines().find(|line| line.contains('^')).unwrap();
    let line = text.lines().find(|line| line.contains("\"fields\"")).unwrap();
    let end = line.chars().position(|letter| letter == '}').unwrap() + 1;
    assert_eq!(marks.trim_end_matches(|letter| letter != '^').chars().count(), end, "{text}");
}

#[test]
fn github_takes_no_property_or_command_from_a_name() {
    let text = rendered(Format::Github);
    assert_eq!(text.lines().count(), odd().1.findings.len());
    let rest = text.strip_prefix("::error file=100%25%2C a%3Ab/<ü> |\u{7}.avsc,line=1,col=").unwrap();
    let (_, message) = rest.split_once(",title=type-changed::R.").unwrap();
    assert!(message.starts_with("a<b>_`|*&\"%25,:]"), "{text}");
}

#[test]
fn sarif_names_files_by_uris() {
    let (folder, report) = odd();
    let uri = |root: &Path| {
        let text = report.render(Format::Sarif, &Rendering::new(folder.path()).root(root));
        assert_eq!(mistakes(SARIF, &text), None);
        let json: Value = serde_json::from_str(&text).unwrap();
        json["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone()
    };
    assert_eq!(uri(folder.path()), "100%25%2C%20a%3Ab/%3C%C3%BC%3E%20%7C%07.avsc");
    let elsewhere = tempfile::tempdir().unwrap();
    let outside = uri(elsewhere.path()).as_str().unwrap().to_owned();
    assert!(
        outside.starts_with("file:///") && outside.ends_with("/100%25%2C%20a%3Ab/%3C%C3%BC%3E%20%7C%07.avsc"),
        "{outside}"
    );
}

#[test]
fn sarif_marks_as_much_as_text() {
    let json: Value = serde_json::from_str(&rendered(Format::Sarif)).unwrap();
    let region = &json["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    let (start, end) = (region["startColumn"].as_u64().unwrap(), region["endColumn"].as_u64().unwrap());
    let line = json!({"name": NAME, "type": "string"}).to_string();
    assert_eq!(end - start, line.chars().count() as u64);
}

#[test]
fn junit_has_no_character_that_xml_has_not() {
    let text = rendered(Format::Junit);
    assert!(!text.contains(|letter: char| letter < ' ' && letter != '\n' || letter == '\u{fffe}'), "{text:?}");
    let read = junit_parser::from_reader(text.as_bytes()).unwrap();
    let failure = read.suites[0].cases[0].status.failure_as_ref();
    assert!(failure.message.starts_with("R.a<b>_`|*&\"%,:]\u{fffd}[31m\u{fffd}\u{fffd}: "), "{}", failure.message);
}

#[test]
fn junit_fails_with_all_that_is_denied() {
    let (_, mut report) = odd();
    report.entities.clear();
    let text = report.render(Format::Junit, &Rendering::new("."));
    let read = junit_parser::from_reader(text.as_bytes()).unwrap();
    assert_eq!((read.tests, read.failures), (1, 1), "{text}");
}

#[test]
fn markdown_has_the_markup_of_the_report_alone() {
    let text = rendered(Format::Markdown);
    let events: Vec<Event> = Parser::new_ext(&text, Options::ENABLE_TABLES).collect();
    for event in &events {
        if let Event::Html(html) | Event::InlineHtml(html) = event {
            let known = ["<br>", "<details><summary><code>type-changed</code> R.a&lt;b&gt;_`|*&amp;", "</details>"];
            assert!(known.iter().any(|known| html.starts_with(known)), "{html}");
        }
        assert!(
            !matches!(event, Event::Start(pulldown_cmark::Tag::Emphasis | pulldown_cmark::Tag::Link { .. })),
            "{text}"
        );
    }
    let name = NAME.replace(|letter: char| letter.is_control(), " ");
    let codes: Vec<&str> =
        events.iter().filter_map(|event| if let Event::Code(code) = event { Some(&**code) } else { None }).collect();
    assert!(codes.contains(&format!("R.{name}").as_str()), "{codes:?}");
    assert!(codes.contains(&format!("{}:1", FILE.replace('\u{7}', " ")).as_str()), "{codes:?}");
    let cells = |event: &&Event| matches!(event, Event::Start(pulldown_cmark::Tag::TableCell));
    let rows = events.iter().filter(|event| matches!(event, Event::Start(pulldown_cmark::Tag::TableRow))).count();
    assert_eq!(events.iter().filter(cells).count(), 4 * (1 + rows), "{text}");
}

#[test]
fn json_is_read_back() {
    let json: Value = serde_json::from_str(&rendered(Format::Json)).unwrap();
    assert_eq!(json["findings"][0]["path"], format!("R.{NAME}"));
    assert_eq!(json["findings"][0]["new"]["file"], FILE);
}
