//! The page and the stored report: data that would break out of them, and what is kept of many values.

use crate::shop::{inputs, stored, write};
use avro_entity::batch::{Job, Outcome, Report, Rule};
use avro_entity::{AvroEntity, Codec};
use serde_json::json;

fn report(texts: &[String]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), texts, Codec::Null, 5000);
    let rule = Rule::new("<b>none</b>", |text: &String| Outcome::fail_because(text.clone()).with_value(text.as_str()));
    Job::new([rule]).unwrap().run(&inputs(&path)).unwrap()
}

#[test]
fn data_stays_data_in_a_page_and_on_a_terminal() {
    let report = report(&["</pre><script>alert(1)</script>\u{1b}[2J".to_owned()]);
    let page = report.to_html();
    assert!(!page.contains("<script") && !page.contains("<b>none") && !page.contains('\u{1b}'), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)"));
    assert!(!report.to_string().contains('\u{1b}'));
}

#[test]
fn a_page_needs_nothing_from_elsewhere() {
    let page = report(&["a".to_owned(), "b".to_owned()]).to_html();
    for outside in ["http", "<link", "<script", "@import", "url(", "src="] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("prefers-color-scheme: dark") && page.contains("width=device-width"));
    assert_eq!(page.matches("<svg").count(), page.matches("</svg>").count());
    assert_eq!(page.matches("<section").count(), page.matches("</section>").count());
}

#[test]
fn memory_for_values_and_reasons_is_bounded() {
    let texts: Vec<String> = (0..20_000).map(|number| format!("value {number}")).collect();
    let report = report(&texts);
    let rule = report.rule("<b>none</b>").unwrap();
    assert_eq!((rule.texts.total(), rule.texts.counts().len(), rule.texts.others()), (20_000, 1000, 19_000));
    assert_eq!(rule.reasons.counts().len(), 1000);
    assert!(stored(&report).len() < 100_000);
}

#[test]
fn what_is_a_choice_of_values_is_not_called_the_most_frequent_ones() {
    let often = |number: u32| if number.is_multiple_of(2) { "often".to_owned() } else { format!("value {number}") };
    let few = report(&(0..2000).map(often).collect::<Vec<_>>()[..1990]);
    assert_eq!(few.rule("<b>none</b>").unwrap().texts.different(), 996);
    assert!(few.to_string().contains("  most frequent values: \"often\" 995, \"value 1\" 1, "), "{few}");
    assert!(!stored(&few).contains("about_different") && !few.to_html().contains("a choice of"));

    // That one is not among those that are counted, though it is behind half of the violations.
    let many = report(&(0..20_000).map(often).collect::<Vec<_>>());
    let texts = &many.rule("<b>none</b>").unwrap().texts;
    assert!(texts.counts().iter().all(|(text, _)| *text != "often"));
    assert_eq!(texts.others(), 19_000);
    let different = texts.different();
    assert!((9_000..11_000).contains(&different), "{different}");
    let thousands = format!("{},{:03}", different / 1000, different % 1000);
    for what in ["values", "reasons"] {
        let choice = format!(
            "a choice of 1,000 of about {thousands} different {what}, whatever their frequency; 19,000 of 20,000 times it was another one"
        );
        assert!(many.to_string().contains(&format!("  {choice}\n")) && many.to_html().contains(&choice), "{many}");
    }
    assert!(
        many.to_string().contains("  most frequent of these: ") && !many.to_string().contains("most frequent values")
    );
    let json = format!("\"others\":19000,\"about_different\":{different}}}");
    assert_eq!(stored(&many).matches(&json).count(), 2);
    assert_eq!(stored(&serde_json::from_str(&stored(&many)).unwrap()), stored(&many));
}

#[test]
fn a_value_that_is_no_number_of_json_is_shown_as_in_the_record_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let of = |rule: Rule<f64>| {
        let numbers = [f64::NAN, 1.5, f64::INFINITY, f64::NEG_INFINITY];
        let path = write(&folder.path().join("a.avro"), &numbers, Codec::Null, 5000);
        Job::new([rule]).unwrap().run(&inputs(&path)).unwrap()
    };
    let double = of(Rule::new("none", |number: &f64| Outcome::fail().with_value(*number)));
    let single = of(Rule::new("none", |number: &f64| Outcome::fail().with_value(*number as f32)));
    let optional = of(Rule::new("none", |number: &f64| Outcome::fail().with_value(Some(*number))));
    for report in [double, single, optional] {
        let none = report.rule("none").unwrap();
        assert_eq!(none.texts.counts(), [("-Infinity", 1), ("Infinity", 1), ("NaN", 1)]);
        assert_eq!((none.numbers.total(), none.numbers.range()), (1, Some((1.5, 1.5))));
        assert_eq!(none.examples.sample().len(), 4);
        assert!(none.examples.sample().iter().all(|example| example.value == example.datum), "{report}");
    }
}

#[test]
fn what_json_has_is_a_value_as_it_is() {
    let value = |outcome: Outcome| match outcome {
        Outcome::Fail(violation) => violation.value.unwrap(),
        _ => panic!("the record breaks the rule"),
    };
    let (fail, owned) = (Outcome::fail, "a".to_owned());
    let values = [
        value(fail().with_value(-5i8)),
        value(fail().with_value(u64::MAX)),
        value(fail().with_value(true)),
        value(fail().with_value("a")),
        value(fail().with_value(&owned)),
        value(fail().with_value(owned)),
        value(fail().with_value(Some("a"))),
        value(fail().with_value(None::<i32>)),
        value(fail().with_value(vec![0.5, f64::NAN])),
        value(fail().with_value(&[1, 2][..])),
        value(fail().with_value(["a"])),
        value(fail().with_value(json!({"a": null}))),
    ];
    let expected = json!([-5, u64::MAX, true, "a", "a", "a", "a", null, [0.5, "NaN"], [1, 2], ["a"], {"a": null}]);
    assert_eq!(json!(values), expected);
}

#[derive(AvroEntity, validator::Validate)]
struct Weights {
    #[validate(range(max = 1000.0))]
    most: f64,
    #[validate(range(min = 0.0))]
    least: f64,
    #[validate(range(min = 0.0, max = 1000.0))]
    between: f64,
    #[validate(range(exclusive_min = 0.0))]
    above: f64,
}

#[test]
fn a_range_of_validator_names_the_number_that_json_does_not_have() {
    let folder = tempfile::tempdir().unwrap();
    let weights = Weights { most: f64::INFINITY, least: f64::NEG_INFINITY, between: f64::INFINITY, above: f64::NAN };
    let path = write(&folder.path().join("a.avro"), &[weights], Codec::Null, 5000);
    let report = Job::new([Rule::<Weights>::validator()]).unwrap().run(&inputs(&path)).unwrap();
    for (field, expected) in [
        ("most", "Infinity"),
        ("least", "-Infinity"),
        ("between", "Infinity or -Infinity"),
        ("above", "NaN or an infinity"),
    ] {
        let found = report.rule(&format!("validator: {field}: range")).unwrap();
        assert_eq!(found.texts.counts(), [(expected, 1)], "{field}");
    }
}

#[test]
fn a_stored_report_of_another_format_is_refused() {
    let text = stored(&report(&["a".to_owned()]));
    let error = Report::read_all(text.replacen("\"format\":1", "\"format\":2", 1).as_bytes()).unwrap_err();
    assert!(error.message().contains("the report has format 2, and this program reads format 1"), "{error}");
    assert!(Report::read_all(b"{}").unwrap_err().message().starts_with("this is no report"));
    assert_eq!(Report::read_all(format!("{text}\n{text}").as_bytes()).unwrap().len(), 2);
}

#[test]
fn a_page_has_a_bar_for_each_of_few_files_and_columns_for_many() {
    let folder = tempfile::tempdir().unwrap();
    let page = |files: u32| {
        for file in 0..files {
            let path = folder.path().join(format!("{file:03}.avro"));
            write(&path, &(0..=i64::from(file)).collect::<Vec<_>>(), Codec::Null, 5000);
        }
        let rule = Rule::new("positive", |number: &i64| *number > 0);
        Job::new([rule]).unwrap().run(&inputs(folder.path())).unwrap().to_html()
    };
    let few = page(20);
    assert!(few.contains("/000.avro</span><svg class=\"bar\"") && !few.contains("class=\"strip\""));
    // 250 files are 84 columns of three; in the first are three of six numbers.
    let many = page(250);
    assert!(many.contains("viewBox=\"0 0 840 100\""), "{many}");
    assert!(many.contains("file by file; the highest column is 50 %"), "{many}");
    assert!(many.contains("/002.avro: 3 of 6 records: 50 %</title>"), "{many}");
}
