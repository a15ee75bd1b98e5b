//! `getschema` and `getmeta`

use crate::args::{GetMeta, GetSchema};
use crate::failure::Failure;
use crate::input::{header, name};
use crate::output::print;
use avro_entity::container::Header;

/// The entries that every file has.
const SCHEMA: &str = "avro.schema";
const CODEC: &str = "avro.codec";

/// Prints the schema of a file.
pub(crate) fn getschema(args: &GetSchema) -> Result<(), Failure> {
    let header = header(&args.input.file)?;
    print(|text| match args.pretty {
        true => text.line(header.schema().to_lines().trim_end()),
        false => text.line(header.schema_text().trim_end()),
    })
}

/// Prints the metadata of a file, or one value of it.
pub(crate) fn getmeta(args: &GetMeta) -> Result<(), Failure> {
    let header = header(&args.input.file)?;
    let Some(key) = &args.key else {
        return print(|text| {
            entries(&header).try_for_each(|(key, value)| {
                let key = escaped(key.as_bytes());
                text.line(format!("{key}\t{}", escaped(value)))
            })
        });
    };
    match entries(&header).find(|(name, _)| name == key) {
        Some((_, value)) => print(|text| text.line(value)),
        None => {
            let quoted = |key: &str| format!("`{}`", escaped(key.as_bytes()));
            let known: Vec<String> = entries(&header).map(|(key, _)| quoted(key)).collect();
            let (file, key) = (name(&args.input.file).display(), quoted(key));
            Err(Failure::Input(format!("{file}: there is no metadata {key}, only {}", known.join(", "))))
        }
    }
}

fn entries(header: &Header) -> impl Iterator<Item = (&str, &[u8])> {
    let own = [(SCHEMA, header.schema_text()), (CODEC, header.codec().name())];
    own.into_iter().map(|(key, value)| (key, value.as_bytes())).chain(header.metadata())
}

/// On one line: control characters and backslashes are escaped, and bytes that are no UTF-8 are `\xNN`.
fn escaped(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\\' => text.push_str("\\\\"),
                control if control.is_control() => text.extend(control.escape_default()),
                other => text.push(other),
            }
        }
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    text
}
