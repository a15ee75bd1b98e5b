//! The command line of a job.

mod args;
mod failure;
mod output;
mod progress;
mod survey;

use super::{Comparison, Inputs, Job, Report, Rule, Thresholds};
use crate::decode::AvroDecodeOwned;
use crate::error::{Error, ErrorKind};
use crate::schema::AvroSchema;
use crate::wire::Limits;
use args::Arguments;
use clap::{CommandFactory, FromArgMatches};
use failure::Failure;
use output::Outcome;
use progress::Progress;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// A denied report, and a job that could not run.
const DENIED: u8 = 100;
const FAILED: u8 = 101;

/// Runs `rules` over the container files that the command line names, and writes the report: the whole program of a job.
///
/// `--help` shows what can be asked of it: files, folders, globs and byte ranges of files, threads, a limit, a dry run, checkpoints, the
/// share of records that may break a rule, text, JSON or an HTML page, splits for an engine, and the merging and comparing of
/// reports.
///
/// ```no_run
/// use avro_entity::AvroEntity;
/// use avro_entity::batch::{self, Rule};
/// use std::process::ExitCode;
///
/// #[derive(AvroEntity)]
/// struct Flight {
///     departure: u16,
///     arrival: u16,
/// }
///
/// fn main() -> ExitCode {
///     batch::main::<Flight>([Rule::new("arrives after it departs", |flight: &Flight| flight.arrival > flight.departure)])
/// }
/// ```
///
/// A panic of a rule or of a conversion is in the report and not printed, since it may quote private fields.
///
/// The exit code is 0; 100 when more records break a rule than are admitted, something could not be read, or reports are merged and
/// that of a split is missing; 101 when the job could not run.
pub fn main<T: AvroDecodeOwned + 'static>(rules: impl IntoIterator<Item = Rule<T>>) -> ExitCode {
    super::guard::print_no_guarded_panics();
    let code = match run(rules.into_iter().collect(), std::env::args_os().collect()) {
        Ok(denied) => {
            tell("denied", &denied);
            if denied.is_empty() { 0 } else { DENIED }
        }
        // When nobody reads the help, there is nobody to tell.
        Err(Failure::Usage(message)) => {
            let _ = message.print();
            if message.use_stderr() { FAILED } else { 0 }
        }
        Err(Failure::Run(reason)) => {
            tell("error", &[reason]);
            FAILED
        }
    };
    ExitCode::from(code)
}

fn tell(what: &str, lines: &[String]) {
    let mut stderr = io::stderr().lock();
    for line in lines.iter().flat_map(|line| line.lines()) {
        let _ = writeln!(stderr, "{what}: {line}");
    }
}

/// Does what the command line says; what is not good enough in the report.
fn run<T: AvroDecodeOwned>(rules: Vec<Rule<T>>, line: Vec<OsString>) -> Result<Vec<String>, Failure> {
    let arguments = parse::<T>(&rules, line)?;
    let (output, instead) = (&arguments.output, &arguments.instead);
    output::check(output.format, &output.output, arguments.run.checkpoint.as_deref())?;
    let write = |outcome: &Outcome<'_>| output::write(outcome, output.format, &output.output);
    if let [before, after] = instead.compare.as_slice() {
        write(&Outcome::Comparison(&Comparison::of(&merged([before])?, &merged([after])?)))?;
        return Ok(Vec::new());
    }
    let thresholds = arguments.verdict.thresholds();
    if !instead.merge.is_empty() {
        let report = merged(&instead.merge)?;
        let denied = judge(&arguments, &thresholds.whole_files(), &report)?;
        write(&Outcome::Report(&report))?;
        return Ok(denied);
    }
    thresholds.check_names(rules.iter().map(Rule::name))?;
    let inputs = inputs(&arguments)?;
    if instead.list_splits {
        let splits: String = inputs.splits(arguments.split_bytes).map(|split| format!("{split}\n")).collect();
        output::print(&splits)?;
        return Ok(if arguments.verdict.exit_zero { Vec::new() } else { unreadable(&inputs) });
    }
    let job = job(rules, &arguments)?;
    if instead.dry_run {
        let report = job.survey(&inputs);
        write(&Outcome::Survey(&report))?;
        return judge(&arguments, &thresholds, &report);
    }
    let report = run_job(job, &inputs, &arguments)?;
    write(&Outcome::Report(&report))?;
    if let Some(checkpoint) = &arguments.run.checkpoint {
        std::fs::remove_file(checkpoint).map_err(|error| Error::from(error).in_file(checkpoint))?;
    }
    judge(&arguments, &thresholds, &report)
}

/// The arguments, under the name of the program and with the rules in the help.
fn parse<T: AvroSchema>(rules: &[Rule<T>], line: Vec<OsString>) -> Result<Arguments, Failure> {
    let entity = super::job::name(T::try_schema()?);
    let names: String = rules.iter().map(|rule| format!("  {}\n", rule.name())).collect();
    let command = Arguments::command()
        .name("batch")
        .about(format!("Holds the records of container files, of any version of {entity}, against rules"))
        .after_help(format!("Rules:\n{names}  decodes\n\n{}", args::EXIT_CODES));
    let matches = command.try_get_matches_from(line).map_err(Failure::Usage)?;
    Arguments::from_arg_matches(&matches).map_err(Failure::Usage)
}

fn inputs(arguments: &Arguments) -> Result<Inputs, Failure> {
    let mut inputs = Inputs::new();
    for input in &arguments.inputs {
        match input.as_str() {
            "-" => inputs.add_list(io::stdin().lock())?,
            input => inputs.add(input)?,
        }
    }
    arguments.split.iter().try_for_each(|split| inputs.add_split(split))?;
    if arguments.inputs.is_empty() && arguments.split.is_empty() {
        return Err(Failure::Run(
            "no input: name files, folders or globs, or `-` for a list; `--help` shows more".to_owned(),
        ));
    }
    Ok(inputs)
}

/// What has no split, and so is in no report of one.
fn unreadable(inputs: &Inputs) -> Vec<String> {
    inputs.unreadable().map(|(path, reason)| format!("{path} cannot be read: {reason}")).collect()
}

fn job<T: AvroDecodeOwned>(rules: Vec<Rule<T>>, arguments: &Arguments) -> Result<Job<T>, Failure> {
    let run = &arguments.run;
    let limits = Limits { block_bytes: run.max_block, ..Limits::DEFAULT };
    let job = Job::new(rules)?.sample(run.sample as usize).checkpoint_bytes(run.checkpoint_bytes);
    let mut job = job.reader_limits(limits);
    if let Some(threads) = run.threads {
        job = job.threads(threads as usize);
    }
    if let Some(limit) = run.limit {
        job = job.limit(limit);
    }
    Ok(job)
}

fn run_job<T: AvroDecodeOwned>(job: Job<T>, inputs: &Inputs, arguments: &Arguments) -> Result<Report, Failure> {
    let progress = Arc::new(Progress::new(inputs.bytes(), arguments.run.quiet));
    let shown = Arc::clone(&progress);
    let job = job.on_progress(move |bytes| shown.set(bytes));
    let report = match &arguments.run.checkpoint {
        Some(checkpoint) => job.resume(inputs, checkpoint),
        None => job.run(inputs),
    };
    progress.finish();
    Ok(report?)
}

/// The reports in these files, each of a run, put together.
fn merged<'p>(paths: impl IntoIterator<Item = &'p (impl AsRef<Path> + 'p)>) -> Result<Report, Failure> {
    let mut merged: Option<Report> = None;
    for path in paths {
        let path = path.as_ref();
        let place = |error: Error| error.in_file(path);
        for report in Report::read_all(&read(path)?).map_err(place)? {
            report.check_run().map_err(place)?;
            merged = Some(match merged {
                None => report,
                Some(merged) => merged.merge(report).map_err(place)?,
            });
        }
    }
    Ok(merged.ok_or_else(|| Error::new(ErrorKind::Job, "there is no report to merge"))?)
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let mut stored = Vec::new();
    let read = match path.as_os_str() == "-" {
        true => io::stdin().lock().read_to_end(&mut stored),
        false => std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut stored)),
    };
    read.map_err(|error| Error::from(error).in_file(path))?;
    Ok(stored)
}

fn judge(arguments: &Arguments, thresholds: &Thresholds, report: &Report) -> Result<Vec<String>, Failure> {
    let denied = thresholds.denied(report)?;
    Ok(if arguments.verdict.exit_zero { Vec::new() } else { denied })
}
