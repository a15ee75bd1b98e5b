//! `fromjson`

use crate::args::FromJson;
use crate::failure::Failure;
use crate::input::{is_dash, name, open, read_stdin_once, strict_schema};
use crate::json_records::{JsonRecord, JsonRecords, with_room};
use crate::output::{Output, compressed};
use crate::progress::{Progress, size};
use avro_entity::{Error, generic};
use std::fmt::Display;
use std::io::BufReader;

/// How much JSON is read at once.
const AHEAD: usize = 64 << 10;

/// Writes a file from JSON records.
pub(crate) fn run(args: &FromJson) -> Result<(), Failure> {
    with_room(|| write(args))
}

fn write(args: &FromJson) -> Result<(), Failure> {
    read_stdin_once([&args.schema, &args.input])?;
    let schema = strict_schema(&args.schema)?;
    let name = name(&args.input).display();
    let source = BufReader::with_capacity(AHEAD, open(&args.input)?);
    let mut records = JsonRecords::new(source, name.to_string());
    let known = if is_dash(&args.input) { None } else { size(&args.input) };
    let progress = Progress::new([known], is_dash(&args.output.output));
    let options = compressed(args.codec, args.level).limits(args.blocks.limits());
    let mut output = Output::create(&args.output.output, &schema, &options)?;
    while let Some(JsonRecord { value, line }) = records.next()? {
        let record = generic::from_json(&schema, &value).map_err(|error| misfit(&name, line, &error))?;
        output.append(&record)?;
        progress.set(records.position());
    }
    output.finish()
}

/// A record that does not fit the schema. Byte offsets are left out: they count in what would have been written.
fn misfit(name: impl Display, line: u64, error: &Error) -> Failure {
    let (path, message) = (error.path(), error.message());
    Failure::Input(match path.is_empty() {
        true => format!("{name}, line {line}: {message}"),
        false => format!("{name}, line {line}, {path}: {message}"),
    })
}
