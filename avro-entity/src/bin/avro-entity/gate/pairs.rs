//! `check --pairs`: pairs of schemas as JSON lines.

use crate::failure::Failure;
use crate::input::{is_dash, name};
use crate::output::print;
use avro_entity::Schema;
use avro_entity::compat::{Check, Direction, Level, Version};
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

/// The answer to a line, and whether nothing is denied.
fn answer(line: &[u8], check: &Check) -> (Value, bool) {
    let mut deserializer = serde_json::Deserializer::from_slice(line);
    // The depth of schemas has a limit of its own, and that of the line is what it is.
    deserializer.disable_recursion_limit();
    let pair = match <Value as serde::Deserialize>::deserialize(&mut deserializer)
        .and_then(|pair| deserializer.end().map(|()| pair))
    {
        Ok(pair) => pair,
        Err(error) => return (json!({ "id": null, "error": format!("the line is no JSON: {error}") }), false),
    };
    let id = pair.get("id").cloned().unwrap_or_default();
    let schema = |member: &str| {
        let json = pair.get(member).ok_or_else(|| format!("there is no `{member}`"))?;
        Schema::parse_foreign(&json.to_string()).map_err(|error| format!("{member}: {error}"))
    };
    let (writer, reader) = match (schema("writer"), schema("reader")) {
        (Ok(writer), Ok(reader)) => (writer, reader),
        (Err(error), _) | (_, Err(error)) => return (json!({ "id": id, "error": error }), false),
    };
    let report = check.run(&[Version::named("writer", writer)], &Version::named("reader", reader));
    let verdict = report.verdict(Direction::Backward);
    let answer = json!({ "id": id, "verdict": verdict.map(|verdict| verdict.name()), "findings": report.findings });
    (answer, !report.is_denied())
}
