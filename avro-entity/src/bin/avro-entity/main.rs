//! `avro-entity`: looks into Avro container files and schemas, converts them, and keeps changes of entities from breaking
//! what is there.

mod alike;
mod args;
mod cat;
mod concat;
mod count;
mod failure;
mod fromjson;
mod gate;
mod header;
mod input;
mod json_records;
mod json_value;
mod output;
mod progress;
mod project;
mod recodec;
mod schema;
mod tojson;

use args::{Arguments, Command};
use clap::Parser;
use failure::Failure;
use std::io::{self, Write};
use std::process::ExitCode;

/// The exit code for arguments that are wrong.
const USAGE: u8 = 101;

fn main() -> ExitCode {
    match Arguments::try_parse() {
        Ok(arguments) => exit(run(&arguments.command)),
        // The help was asked for, or the arguments are wrong. When nobody reads it, there is nobody to tell.
        Err(message) => {
            let _ = message.print();
            ExitCode::from(if message.use_stderr() { USAGE } else { 0 })
        }
    }
}

fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Tojson(args) => tojson::run(args),
        Command::Fromjson(args) => fromjson::run(args),
        Command::Getschema(args) => header::getschema(args),
        Command::Getmeta(args) => header::getmeta(args),
        Command::Count(args) => count::run(args),
        Command::Cat(args) => cat::run(args),
        Command::Concat(args) => concat::run(args),
        Command::Recodec(args) => recodec::run(args),
        Command::Project(args) => project::run(args),
        Command::Canonical(args) => schema::canonical(args),
        Command::Fingerprint(args) => schema::fingerprint(args),
        Command::Lint(args) => schema::lint(args),
        Command::Check(args) => gate::check::run(args),
        Command::Schema(args) => gate::schema::run(args),
        Command::Accept(args) => gate::accept::run(args),
        Command::Diff(args) => gate::diff::run(args),
        Command::Log(args) => gate::log::run(args),
        Command::Explain(args) => gate::explain::run(args),
        Command::Rebase(args) => gate::rebase::run(args),
        Command::Retire(args) => gate::histories::retire(args),
        Command::Rename(args) => gate::histories::rename(args),
    }
}

fn exit(outcome: Result<(), Failure>) -> ExitCode {
    let Err(failure) = outcome else { return ExitCode::SUCCESS };
    let mut stderr = io::stderr().lock();
    for line in failure.message().into_iter().flat_map(str::lines) {
        let _ = writeln!(stderr, "error: {line}");
    }
    ExitCode::from(failure.code())
}
