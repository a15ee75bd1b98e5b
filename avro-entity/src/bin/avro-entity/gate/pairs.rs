//! `check --pairs`: pairs of schemas as JSON lines.

use crate::failure::Failure;
use crate::input::{is_dash, name};
use crate::output::print;
use avro_entity::Schema;
use avro_entity::compat::{Check, Direction, Level, Version};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// Says of each pair whether the reader reads what the writer wrote, in the order of the input; ends with exit code 100 when
/// something is denied, or a pair is none.
pub(super) fn run(path: &Path, check: &Check) -> Result<(), Failure> {
    let check = check.clone().level(Level::BACKWARD);
    let input: Box<dyn BufRead> = match is_dash(path) {
        true => Box::new(io::stdin().lock()),
        false => Box::new(BufReader::new(File::open(path).map_err(|error| Failure::io(path.display(), &error))?)),
    };
    let mut is_good = true;
    print(|text| {
        for line in input.split(b'\n') {
            let line = line.map_err(|error| Failure::io(name(path).display(), &error))?;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let (answer, good) = answer(&line, &check);
            is_good &= good;
            text.line(answer.to_string())?;
        }
        Ok(())
    })?;
    if is_good { Ok(()) } else { Err(Failure::Found) }
}

/// A line of the input. Schemas are not looked into here: their parser has limits of its own.
#[derive(Deserialize)]
struct Pair<'l> {
    #[serde(default)]
    id: Value,
    #[serde(borrow)]
    writer: Option<&'l RawValue>,
    #[serde(borrow)]
    reader: Option<&'l RawValue>,
}

/// The answer to a line, and whether nothing is denied.
fn answer(line: &[u8], check: &Check) -> (Value, bool) {
    let pair: Pair<'_> = match serde_json::from_slice(line) {
        Ok(pair) => pair,
        Err(error) => return (json!({ "id": null, "error": format!("the line is no such JSON: {error}") }), false),
    };
    let id = pair.id;
    let (writer, reader) = match (schema("writer", pair.writer), schema("reader", pair.reader)) {
        (Ok(writer), Ok(reader)) => (writer, reader),
        (Err(error), _) | (_, Err(error)) => return (json!({ "id": id, "error": error }), false),
    };
    let report = check.run(&[Version::named("writer", writer)], &Version::named("reader", reader));
    let verdict = report.verdict(Direction::Backward);
    let answer = json!({ "id": id, "verdict": verdict.map(|verdict| verdict.name()), "findings": report.findings });
    (answer, !report.is_denied())
}

fn schema(member: &str, json: Option<&RawValue>) -> Result<Schema, String> {
    let json = json.ok_or_else(|| format!("there is no `{member}`"))?;
    Schema::parse_foreign(json.get()).map_err(|error| format!("{member}: {error}"))
}
