//! Closures and types that validate themselves as rules, and what is never shown.

use crate::shop::{inputs, job, orders, report, stored, write};
use avro_entity::batch::{Comparison, Job, Outcome, Report, Rule, Thresholds};
use avro_entity::{AvroEntity, AvroSchema, Codec};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
// The derive of `validator` calls the trait's method on nested fields.
use validator::Validate as _;

fn run<T: AvroEntity>(records: &[T], rules: Vec<Rule<T>>) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), records, Codec::Null, 200);
    Job::new(rules).unwrap().run(&inputs(&path)).unwrap()
}

#[test]
fn a_closure_passes_fails_and_gives_a_reason_and_a_value() {
    let rules = vec![
        Rule::new("bool", |number: &i64| *number != 3),
        Rule::new("result", |number: &i64| if *number < 7 { Ok(()) } else { Err("seven or more") }),
        Rule::new("outcome", |number: &i64| match number % 4 {
            0 => Outcome::fail_because(format!("a multiple of {}", 4)).with_value(*number),
            _ => Outcome::Pass,
        }),
    ];
    let report = run(&(0..10i64).collect::<Vec<_>>(), rules);
    let of = |name: &str| report.rule(name).unwrap();
    assert_eq!((of("bool").violations, of("result").violations, of("outcome").violations), (1, 3, 3));
    assert_eq!(of("result").reasons.counts(), [("seven or more", 3)]);
    assert_eq!(of("outcome").numbers.range(), Some((0.0, 8.0)));
    assert_eq!(of("outcome").numbers.total(), 3);
    let first = of("outcome").examples.first().unwrap();
    assert_eq!((first.block, first.record, &first.value, &first.datum), (0, 0, &Some(json!(0)), &Some(json!(0))));
    assert_eq!(first.reason.as_deref(), Some("a multiple of 4"));
    assert_eq!(of("bool").examples.first().unwrap().reason, None);
}

#[test]
fn names_that_a_report_could_not_tell_apart_are_refused() {
    let refused = |names: &[&str]| {
        let rules = names.iter().map(|name| Rule::new(*name, |_: &i64| true));
        Job::new(rules).err().unwrap().message().to_owned()
    };
    assert_eq!(refused(&["a", "b", "a"]), "two rules are named `a`; give one of them another name");
    assert_eq!(refused(&[" "]), "a rule needs a name");
    assert!(refused(&["decodes"]).starts_with("`decodes` is the name of the rule that every job has"));
}

#[derive(AvroEntity, garde::Validate, validator::Validate)]
struct Account {
    #[garde(length(min = 3))]
    #[validate(length(min = 3))]
    name: String,
    #[avro(private)]
    #[garde(range(max = 100))]
    #[validate(range(max = 100))]
    credit: i32,
    #[garde(dive)]
    #[validate(nested)]
    addresses: Vec<Address>,
}

#[derive(AvroEntity, garde::Validate, validator::Validate)]
struct Address {
    #[garde(length(equal = 5), ascii)]
    #[validate(length(equal = 5, message = "five digits"))]
    zip: String,
}

fn account(name: &str, credit: i32, zips: &[&str]) -> Account {
    let addresses = zips.iter().map(|zip| Address { zip: (*zip).to_owned() }).collect();
    Account { name: name.to_owned(), credit, addresses }
}

fn accounts() -> Vec<Account> {
    vec![
        account("ada", 1, &["12345"]),
        account("b", 987_654, &["12345", "1", "22"]),
        account("cy", 5, &[]),
        account("dora", 3, &["ä1"]),
    ]
}

#[test]
fn each_field_and_message_of_garde_is_a_rule_of_its_own() {
    let report = run(&accounts(), vec![Rule::garde()]);
    let names: Vec<(String, u64)> = report.rules().map(|rule| (rule.name(), rule.report.violations)).collect();
    let found: Vec<(&str, u64)> = names.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    assert_eq!(
        found,
        [
            ("decodes", 0),
            ("garde", 3),
            ("garde: addresses[].zip: length is lower than 5", 2),
            ("garde: addresses[].zip: not ascii", 1),
            ("garde: credit: greater than 100", 1),
            ("garde: name: length is lower than 3", 2),
        ]
    );
    let whole = report.rule("garde").unwrap().examples.first().unwrap();
    assert_eq!((whole.block, whole.record), (0, 1));
    let zip = report.rule("garde: addresses[].zip: not ascii").unwrap();
    assert_eq!((zip.checked, zip.examples.first().unwrap().record), (4, 3));
}

#[test]
fn each_field_and_code_of_validator_is_a_rule_of_its_own() {
    let report = run(&accounts(), vec![Rule::validator()]);
    let of = |name: &str| report.rule(name).unwrap_or_else(|| panic!("{name} in {report}"));
    assert_eq!(of("validator").violations, 3);
    assert_eq!(of("validator: name: length").violations, 2);
    assert_eq!(of("validator: name: length").texts.counts(), [("b", 1), ("cy", 1)]);
    assert_eq!(of("validator: name: length").reasons.counts(), [("length (min 3)", 2)]);
    assert_eq!(of("validator: addresses[].zip: length").violations, 2, "records, not fields");
    assert_eq!(of("validator: addresses[].zip: length").reasons.counts(), [("five digits", 3)]);
    assert_eq!(of("validator: credit: range").violations, 1);
}

#[test]
fn the_same_type_is_under_two_validations_when_they_are_named() {
    let report = run(&accounts(), vec![Rule::garde(), Rule::garde().named("again"), Rule::validator()]);
    assert_eq!(report.rule("again: name: length is lower than 3").unwrap().violations, 2);
}

#[test]
fn private_fields_are_nowhere_in_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &orders(0..100), Codec::Null, 1000);
    let found = report(&path);
    for text in [stored(&found), found.to_string(), found.to_html()] {
        assert!(text.contains("note 0"), "{text}");
        assert!(!text.contains("customer") && !text.contains("-1234"), "{text}");
    }
    let validated = run(&accounts(), vec![Rule::garde(), Rule::validator()]);
    for text in [stored(&validated), validated.to_string(), validated.to_html()] {
        assert!(!text.contains("987654") && !text.contains("987,654"), "{text}");
    }
    assert_eq!(validated.rule("validator: credit: range").unwrap().numbers.total(), 0);
}

#[derive(AvroEntity)]
struct Person {
    name: String,
    #[avro(flatten)]
    secret: Secret,
    kin: Option<Box<Person>>,
    seen: Seen,
}

#[derive(AvroEntity)]
struct Secret {
    public: i32,
    #[avro(private)]
    tax_id: String,
}

#[derive(AvroEntity)]
enum Seen {
    Never,
    At {
        #[avro(private)]
        place: String,
        year: i32,
    },
}

#[test]
fn private_fields_are_left_out_wherever_they_stand() {
    let person = |kin| Person {
        name: "ada".to_owned(),
        secret: Secret { public: 1, tax_id: "hidden".to_owned() },
        kin,
        seen: Seen::At { place: "hidden".to_owned(), year: 1843 },
    };
    let rules = vec![Rule::new("never", |person: &Person| matches!(person.seen, Seen::Never))];
    let report = run(&[person(Some(Box::new(person(None))))], rules);
    let datum = report.rule("never").unwrap().examples.first().unwrap().datum.clone().unwrap();
    let seen = json!({"At": {"year": 1843}});
    let kin = json!({"name": "ada", "public": 1, "kin": null, "seen": seen});
    assert_eq!(datum, json!({"name": "ada", "public": 1, "kin": {"Person": kin}, "seen": seen}));
    let schema = Person::schema();
    let members: Vec<(&str, bool)> =
        schema.source(schema.root()).unwrap().members.iter().map(|member| (member.name, member.private)).collect();
    assert_eq!(members, [("name", false), ("public", false), ("tax_id", true), ("kin", false), ("seen", false)]);
}

#[derive(AvroEntity, Debug)]
#[avro(name = "Card")]
struct Card {
    #[avro(private, stringable)]
    number: std::num::NonZeroU64,
}

#[derive(AvroEntity, Debug)]
#[avro(name = "Card")]
struct AnyCard {
    number: String,
}

#[test]
fn a_private_field_that_cannot_be_read_does_not_say_what_it_held() {
    let folder = tempfile::tempdir().unwrap();
    let cards = [AnyCard { number: "5".into() }, AnyCard { number: "4111-x".into() }];
    let path = write(&folder.path().join("a.avro"), &cards, Codec::Null, 1000);
    let report = Job::<Card>::new([]).unwrap().run(&inputs(&path)).unwrap();
    let decodes = report.rule("decodes").unwrap();
    assert_eq!(decodes.violations, 1);
    assert_eq!(decodes.reasons.counts(), [("a private field cannot be read: Custom", 1)]);
    assert!(!stored(&report).contains("4111"));
}

#[test]
fn a_record_that_is_too_long_is_not_shown() {
    let report = run(&["x".repeat(70_000), "y".into()], vec![Rule::new("none", |_: &String| false)]);
    let sample = report.rule("none").unwrap().examples.sample();
    assert_eq!(sample.iter().map(|example| example.datum.clone()).collect::<Vec<_>>(), [None, Some(json!("y"))]);
}

#[test]
fn an_older_version_is_shown_as_today_s() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &[1i32, -5], Codec::Null, 1000);
    let rule = Rule::new("positive", |number: &Option<i64>| number.is_some_and(|number| number > 0));
    let report = Job::new([rule]).unwrap().run(&inputs(&path)).unwrap();
    let positive = report.rule("positive").unwrap();
    assert_eq!(positive.examples.first().unwrap().datum, Some(json!({"long": -5})));
    assert!(!report.versions()[0].version.current);
}

#[test]
fn a_comparison_says_what_a_rule_change_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &orders(0..100), Codec::Null, 1000);
    let run = |rules: Vec<Rule<_>>| Job::new(rules).unwrap().run(&inputs(&path)).unwrap();
    let total = |least: i64| Rule::new("total", move |order: &crate::shop::Order| order.total >= least);
    let before = run(vec![total(0), Rule::new("gone", |_: &_| true)]);
    let after = run(vec![total(5), Rule::new("new", |_: &_| false)]);
    let comparison = Comparison::of(&before, &after);
    assert!(comparison.same_data);
    let differences: Vec<(&str, i128)> =
        comparison.rules.iter().map(|change| (change.rule.as_str(), change.difference())).collect();
    assert_eq!(differences, [("decodes", 0), ("gone", 0), ("new", 100), ("total", 10)]);
    let text = comparison.to_string();
    let line =
        |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap().split_whitespace().collect::<Vec<_>>();
    assert_eq!(line("total"), ["total", "6", "16", "+10", "6", "%", "16", "%"]);
    assert_eq!(line("new"), ["new", "new", "100", "+100", "100", "%"]);
    assert_eq!(line("gone"), ["gone", "0", "gone", "+0", "0", "%"]);
    let elsewhere = Comparison::of(&before, &job().run(&avro_entity::batch::Inputs::new()).unwrap());
    assert!(elsewhere.to_string().starts_with("the reports are not of the same data: 100 and 0 records\n"));
}

#[test]
fn thresholds_are_for_all_rules_or_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &orders(0..1000), Codec::Null, 1000);
    let found = report(&path);
    let denied = |thresholds: Thresholds| thresholds.denied(&found).unwrap();
    let share = |text: &str| text.parse().unwrap();
    // 80 totals of 1,000 are not positive, and every fifth order has a note.
    let both = denied(Thresholds::default());
    assert_eq!(
        both,
        [
            "`no note` is broken by 200 records: 20 %, admitted is 0 %",
            "`total is positive` is broken by 80 records: 8 %, admitted is 0 %",
        ]
    );
    assert_eq!(denied(Thresholds::default().all(share("8%"))).len(), 1);
    assert_eq!(denied(Thresholds::default().all(share("20%"))).len(), 0);
    assert_eq!(denied(Thresholds::default().all(share("20%")).rule("total is positive", share("7.9%"))).len(), 1);
    let error = Thresholds::default().rule("totl", share("1%")).denied(&found).unwrap_err();
    assert!(error.message().starts_with("there is no rule `totl`; the job has "), "{error}");
    let validated = run(&accounts(), vec![Rule::garde()]);
    let names = Thresholds::default().all(share("100%")).rule("garde: name: length is lower than 3", share("10%"));
    assert_eq!(names.denied(&validated).unwrap().len(), 1);
}

#[test]
fn a_rule_that_panics_is_broken_by_that_record_and_the_job_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &(0..1000i64).collect::<Vec<_>>(), Codec::Null, 100);
    let panics = || Rule::new("panics", |number: &i64| if *number == 500 { panic!("number {number}") } else { true });
    let after = || Rule::new("is odd", |number: &i64| number % 2 == 1);
    for threads in [1, 3] {
        let report = Job::new([panics(), after()]).unwrap().threads(threads).run(&inputs(&path)).unwrap();
        let found = report.rule("panics").unwrap();
        assert_eq!((found.checked, found.violations), (1000, 1));
        assert_eq!(found.reasons.counts(), [("the rule panicked: number 500", 1)]);
        assert_eq!(found.examples.first().and_then(|example| example.datum.clone()), Some(json!(500)));
        assert_eq!(report.rule("is odd").unwrap().violations, 500, "the rules behind it see the record too");
    }
}

/// A number whose conversion has not thought of 500.
#[derive(Clone, Debug, AvroEntity)]
#[avro(try_from = "i64", into = "i64")]
struct Thought(i64);

impl TryFrom<i64> for Thought {
    type Error = String;

    fn try_from(number: i64) -> Result<Thought, String> {
        assert_ne!(number, 500, "who would have thought of it");
        Ok(Thought(number))
    }
}

impl From<Thought> for i64 {
    fn from(thought: Thought) -> i64 {
        thought.0
    }
}

#[test]
fn a_record_whose_conversion_panics_cannot_be_read_and_the_job_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &(0..1000i64).collect::<Vec<_>>(), Codec::Null, 100);
    let odd = || Rule::new("is odd", |thought: &Thought| thought.0 % 2 == 1);
    for threads in [1, 3] {
        let report = Job::new([odd()]).unwrap().threads(threads).run(&inputs(&path)).unwrap();
        let found = report.rule("decodes").unwrap();
        assert_eq!((found.checked, found.violations), (1000, 1));
        let reason = "a conversion panicked: assertion `left != right` failed: who would have thought of it\n  left: 500\n right: 500";
        assert_eq!(found.reasons.counts(), [(reason, 1)]);
        let odd = report.rule("is odd").unwrap();
        assert_eq!((odd.checked, odd.violations), (999, 499), "the records behind it are read");
    }
}

/// A guest whose number is refused, in words that quote it.
#[derive(Clone, Debug, AvroEntity)]
#[avro(try_from = "RawGuest", into = "RawGuest")]
struct Guest(String);

#[derive(AvroEntity)]
struct RawGuest {
    id: i32,
    #[avro(private)]
    number: String,
}

impl TryFrom<RawGuest> for Guest {
    type Error = String;

    fn try_from(raw: RawGuest) -> Result<Guest, String> {
        Err(format!("{} of {} is no number", raw.number, raw.id))
    }
}

impl From<Guest> for RawGuest {
    fn from(guest: Guest) -> RawGuest {
        RawGuest { id: 1, number: guest.0 }
    }
}

#[test]
fn a_key_of_a_map_that_is_spelled_like_a_field_does_not_lead_away_from_a_private_one() {
    #[derive(AvroEntity)]
    struct House {
        people: BTreeMap<String, Guest>,
    }
    for key in ["anna", "x.id.y"] {
        let report = run(&[House { people: BTreeMap::from([(key.to_owned(), Guest("s3cret".to_owned()))]) }], vec![]);
        assert_eq!(report.rule("decodes").unwrap().violations, 1);
        assert!(!stored(&report).contains("s3cret"), "{report}");
    }
}

/// Whose words are not shown, since it has a private field.
#[derive(AvroEntity, Debug)]
struct Vault {
    #[avro(private)]
    code: String,
    door: Door,
}

/// A door whose key is refused, in words that quote it.
#[derive(Clone, Debug, AvroEntity)]
#[avro(try_from = "RawDoor", into = "RawDoor")]
struct Door(String);

#[derive(AvroEntity)]
struct RawDoor {
    #[avro(private)]
    key: String,
}

impl TryFrom<RawDoor> for Door {
    type Error = String;

    fn try_from(raw: RawDoor) -> Result<Door, String> {
        if raw.key.is_empty() { Ok(Door(raw.key)) } else { Err(format!("the key {} is of no door", raw.key)) }
    }
}

impl From<Door> for RawDoor {
    fn from(door: Door) -> RawDoor {
        RawDoor { key: door.0 }
    }
}

#[test]
fn neither_a_panic_nor_a_refused_conversion_quotes_a_private_field() {
    let folder = tempfile::tempdir().unwrap();
    let vault = |code: &str, key: &str| Vault { code: code.to_owned(), door: Door(key.to_owned()) };
    let path = write(&folder.path().join("a.avro"), &[vault("1234", ""), vault("", "s3cret")], Codec::Null, 100);
    let rule = Rule::new("is closed", |vault: &Vault| match vault.code.as_str() {
        "" => true,
        code => panic!("the code is {code}"),
    });
    let report = Job::new([rule]).unwrap().run(&inputs(&path)).unwrap();
    let text = serde_json::to_string(&report).unwrap();
    assert!(!text.contains("1234") && !text.contains("s3cret"), "{text}");
    assert_eq!(report.rule("is closed").unwrap().reasons.counts(), [("the rule panicked", 1)]);
    let reason = "Vault.door: a conversion refused the value, and may have quoted a private field in it";
    assert_eq!(report.rule("decodes").unwrap().reasons.counts(), [(reason, 1)]);
}

#[test]
fn a_value_of_null_is_there_when_the_report_is_read_again() {
    let null = || Rule::new("null", |_: &i64| Outcome::fail().with_value(serde_json::Value::Null));
    let found = run(&[1i64, 2], vec![null()]);
    assert_eq!(found.rule("null").unwrap().examples.first().unwrap().value, Some(serde_json::Value::Null));
    assert_eq!(serde_json::from_str::<Report>(&stored(&found)).unwrap(), found);
}

#[test]
fn an_example_shows_decimals_and_times_as_people_read_them() {
    #[derive(AvroEntity)]
    struct Sale {
        #[avro(decimal(precision = 9, scale = 2))]
        total: rust_decimal::Decimal,
        #[avro(timestamp = "millis")]
        at: std::time::SystemTime,
    }
    let at = std::time::SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_977);
    let sale = Sale { total: rust_decimal::Decimal::new(-4809, 2), at };
    let report = run(&[sale], vec![Rule::new("total is positive", |sale: &Sale| sale.total.is_sign_positive())]);
    let shown = report.rule("total is positive").unwrap().examples.first().unwrap().datum.clone();
    assert_eq!(shown, Some(json!({"total": "-48.09", "at": "2023-11-14T22:13:20.977Z"})));
}

#[test]
fn a_panic_elsewhere_stops_the_other_threads() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &(0..20_000i64).collect::<Vec<_>>(), Codec::Null, 30);
    let checked = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&checked);
    let rule = Rule::new("waits", move |_: &i64| {
        counted.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(1));
        true
    });
    let job = Job::new([rule]).unwrap().threads(2).on_progress(|_| panic!("no progress"));
    let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job.run(&inputs(&path))));
    assert_eq!(run.map(|_| ()).unwrap_err().downcast_ref::<&str>(), Some(&"no progress"));
    assert!(checked.load(Ordering::SeqCst) < 19_999);
}
