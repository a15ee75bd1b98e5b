//! Every pair of schemas of the corpus: the verdict, and what each datum decodes to, in the generic decoder and through the
//! transcoder.

mod corpus;

use avro_entity::resolve::{Mode, Plan, Verdict, resolve};
use avro_entity::{Decoder, Error, Schema, Transcoder, generic};
use corpus::equal;
use serde_json::Value;

/// The schemas of a line; the error when one is refused.
fn schemas(line: &Value) -> Result<(Schema, Schema), Error> {
    Ok((Schema::parse(&line["writer"].to_string())?, Schema::parse(&line["reader"].to_string())?))
}

/// The strict verdict where there is one, else Java's; `None` where Java throws.
fn expected_verdict(line: &Value) -> Option<bool> {
    let verdict = line.get("strict_verdict").unwrap_or(&line["compatibility"]["verdict"]);
    match verdict.as_str().unwrap() {
        "COMPATIBLE" => Some(true),
        "INCOMPATIBLE" => Some(false),
        "EXCEPTION" => None,
        other => panic!("unknown verdict {other}"),
    }
}

/// The strict outcome of a datum where there is one, else Java's; `None` for an error.
fn expected_read(datum: &Value) -> Option<&Value> {
    datum.get("strict").unwrap_or(datum).get("read")
}

fn decode(plan: &Plan, bytes: &[u8]) -> Result<(Value, usize), Error> {
    let mut decoder = Decoder::new(bytes);
    let value = plan.to_json(&mut decoder, Mode::Raw)?;
    Ok((value, decoder.remaining().len()))
}

/// The same as text, which is parsed again.
fn decode_text(plan: &Plan, bytes: &[u8]) -> Result<(Value, usize), Error> {
    let mut decoder = Decoder::new(bytes);
    let mut text = Vec::new();
    plan.to_json_text(&mut decoder, Mode::Raw, &mut text)?;
    Ok((serde_json::from_slice(&text).unwrap(), decoder.remaining().len()))
}

fn transcode(plan: &Plan, bytes: &[u8]) -> Result<(Value, usize), Error> {
    let transcoder = Transcoder::with_plan(plan.clone()).mode(Mode::Raw);
    let mut decoder = Decoder::new(bytes);
    let mut out = Vec::new();
    transcoder.transcode_next(&mut decoder, &mut out)?;
    let mut written = Decoder::new(&out);
    let value = generic::to_json(plan.reader(), &mut written).expect("what was transcoded decodes");
    written.finish().expect("what was transcoded ends with the datum");
    Ok((value, decoder.remaining().len()))
}

/// Through a value of `apache_avro` and back.
fn decode_value(plan: &Plan, bytes: &[u8]) -> Result<(Value, usize), Error> {
    let mut decoder = Decoder::new(bytes);
    let value = plan.to_value(&mut decoder, Mode::Raw)?;
    let written = generic::from_value(plan.reader(), &value).expect("what was read is a value of the reader's schema");
    let value = generic::to_json(plan.reader(), &mut Decoder::new(&written))?;
    Ok((value, decoder.remaining().len()))
}

type Executor = fn(&Plan, &[u8]) -> Result<(Value, usize), Error>;

const EXECUTORS: [(&str, Executor); 4] =
    [("generic", decode), ("text", decode_text), ("value", decode_value), ("transcoded", transcode)];

/// Runs one datum through every executor and says where one departs from what is expected.
fn check_datum(plan: &Plan, datum: &Value, failures: &mut Vec<String>) {
    let bytes = corpus::hex(corpus::string(datum, "binary"));
    for (name, execute) in EXECUTORS {
        let result = execute(plan, &bytes);
        if datum.get("accept").is_some() {
            continue;
        }
        let agrees = match (&result, expected_read(datum)) {
            (Ok((value, left)), Some(expected)) => {
                let unread = datum.get("unread_bytes").map_or(0, |left| left.as_u64().unwrap());
                equal(value, expected) && *left as u64 == unread
            }
            (Err(_), None) => true,
            _ => false,
        };
        if !agrees {
            failures.push(format!("{name}: {} is {result:?}, expected {:?}", datum["binary"], expected_read(datum)));
        }
    }
}

/// Runs one line; data that the corpus gives for the writer must also be written as it says.
fn check_line(line: &Value, failures: &mut Vec<String>) {
    let data = || ["data", "raw"].into_iter().filter_map(|member| line.get(member)?.as_array()).flatten();
    let (writer, reader) = match schemas(line) {
        Ok(schemas) => schemas,
        Err(error) => {
            if expected_verdict(line) == Some(true) || data().any(|datum| expected_read(datum).is_some()) {
                failures.push(format!("refused: {error}"));
            }
            return;
        }
    };
    let plan = resolve(&writer, &reader);
    if let Some(compatible) = expected_verdict(line)
        && compatible != (plan.verdict() == Verdict::Always)
    {
        failures.push(format!(
            "{:?}, expected compatible: {compatible}; {:?}",
            plan.verdict(),
            plan.mismatches().collect::<Vec<_>>()
        ));
    }
    assert_eq!((plan.mismatches().len() == 0), plan.verdict() == Verdict::Always);
    for datum in data() {
        check_datum(&plan, datum, failures);
    }
}

fn check_file(name: &str) {
    let mut failures = Vec::new();
    let lines = corpus::lines(name);
    for line in &lines {
        let mut found = Vec::new();
        check_line(line, &mut found);
        failures.extend(found.into_iter().map(|failure| format!("{}: {failure}", line["id"])));
    }
    assert!(!lines.is_empty());
    let first: Vec<&str> = failures.iter().take(20).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} failures in {name}, among them\n{}", failures.len(), first.join("\n"));
}

#[test]
fn conformance_curated_pairs() {
    check_file("curated.jsonl");
}

#[test]
fn conformance_random_pairs() {
    check_file("random.jsonl");
}

/// The corpus gives each datum in JSON and in bytes: both directions agree with it.
#[test]
fn conformance_json_encoding() {
    let mut count = 0;
    for line in corpus::lines("curated.jsonl").iter().chain(&corpus::lines("random.jsonl")) {
        let Ok(writer) = Schema::parse(&line["writer"].to_string()) else { continue };
        for datum in line["data"].as_array().unwrap() {
            let bytes = corpus::hex(corpus::string(datum, "binary"));
            let written =
                generic::from_json(&writer, &datum["datum"]).unwrap_or_else(|e| panic!("{}: {e}", line["id"]));
            assert_eq!(written, bytes, "{}", line["id"]);
            let mut decoder = Decoder::new(&bytes);
            let read = generic::to_json(&writer, &mut decoder).unwrap_or_else(|e| panic!("{}: {e}", line["id"]));
            decoder.finish().unwrap();
            assert!(equal(&read, &datum["datum"]), "{}: {read}, expected {}", line["id"], datum["datum"]);
            count += 1;
        }
    }
    assert!(count > 0);
}
