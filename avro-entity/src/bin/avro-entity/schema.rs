//! `canonical`, `fingerprint` and `lint`

use crate::args::{Algorithm, Fingerprint, Lint, SchemaInput};
use crate::failure::Failure;
use crate::input::{foreign_schema, name, read_stdin_once};
use crate::output::{Text, print};
use avro_entity::Schema;
use avro_entity::schema::Severity;
use std::path::Path;

/// Prints the canonical form of a schema.
pub(crate) fn canonical(args: &SchemaInput) -> Result<(), Failure> {
    let schema = foreign_schema(&args.schema)?;
    print(|text| text.line(schema.canonical_form()))
}

/// Prints a fingerprint of a schema.
pub(crate) fn fingerprint(args: &Fingerprint) -> Result<(), Failure> {
    let schema = foreign_schema(&args.input.schema)?;
    let digits = match args.algorithm {
        Algorithm::Crc64 => hexadecimal(&schema.crc64().to_le_bytes()),
        Algorithm::Md5 => hexadecimal(&schema.md5()),
        Algorithm::Sha256 => hexadecimal(&schema.sha256()),
        Algorithm::Resolution => hexadecimal(&schema.resolution_fingerprint()),
    };
    print(|text| text.line(digits))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Prints what is wrong with each schema, one finding a line.
pub(crate) fn lint(args: &Lint) -> Result<(), Failure> {
    read_stdin_once(&args.schemas)?;
    let denied = if args.deny_warnings { Severity::Warning } else { Severity::Error };
    let (mut worst, mut unread) = (None, Vec::new());
    print(|text| {
        for path in &args.schemas {
            match foreign_schema(path) {
                Ok(schema) => worst = worst.max(lint_one(path, &schema, text)?),
                Err(Failure::Input(mistakes)) => {
                    mistakes.lines().try_for_each(|mistake| text.line(format!("error: {mistake}")))?;
                    worst = Some(Severity::Error);
                }
                Err(Failure::Run(why)) => unread.push(why),
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    })?;
    match unread.is_empty() {
        false => Err(Failure::Run(unread.join("\n"))),
        true if worst >= Some(denied) => Err(Failure::Found),
        true => Ok(()),
    }
}

/// Prints the findings in one schema and says how bad the worst is.
fn lint_one(path: &Path, schema: &Schema, text: &mut Text) -> Result<Option<Severity>, Failure> {
    let findings = schema.lint();
    for finding in &findings {
        let severity = match finding.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let placed = finding.position.is_some() || !finding.path.is_empty();
        let (name, colon) = (name(path).display(), if placed { ", " } else { ": " });
        text.line(format!("{severity}: {name}{colon}{finding} [{}]", finding.rule))?;
    }
    Ok(findings.iter().map(|finding| finding.severity).max())
}
