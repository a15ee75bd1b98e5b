//! What can be asked of a job's program.

use super::output::Format;
use crate::batch::{Share, Split, Thresholds};
use crate::wire::Limits;
use clap::{Args, Parser};
use std::path::PathBuf;

/// The end of the help.
pub(super) const EXIT_CODES: &str = "Exit codes:
  0    no rule is broken by more records than admitted, and everything could be read
  100  a rule is broken by more, something could not be read, or reports are merged and that of a split is missing; the
       report says what
  101  the job could not run: an input is missing, the disk is full, the arguments are wrong";

#[derive(Debug, Parser)]
#[command(max_term_width = 100)]
pub(super) struct Arguments {
    /// Container files, folders of them (`*.avro`, at any depth, through links to folders as well) and globs; `-` reads a list of
    /// inputs from standard input, one a line, splits among them
    pub(super) inputs: Vec<String>,
    /// Read only the blocks that belong to a byte range of a file; may be repeated
    #[arg(long, value_name = "FILE:START-END")]
    pub(super) split: Vec<Split>,
    #[command(flatten)]
    pub(super) instead: Instead,
    /// How many bytes a split has at most
    #[arg(long, value_name = "BYTES", default_value_t = 64 << 20, value_parser = clap::value_parser!(u64).range(1..))]
    #[arg(requires = "list_splits", conflicts_with_all = ["dry_run", "merge", "compare"])]
    pub(super) split_bytes: u64,
    #[command(flatten)]
    pub(super) run: Run,
    #[command(flatten)]
    pub(super) verdict: Verdict,
    #[command(flatten)]
    pub(super) output: Output,
}

/// What to do instead of running the rules. An option that would say nothing beside it is refused.
#[derive(Args, Debug)]
#[group(multiple = false, conflicts_with = "Run")]
pub(super) struct Instead {
    /// List splits of the inputs for an engine, one a line, and read nothing
    #[arg(long, conflicts_with_all = ["max_share", "Output"])]
    pub(super) list_splits: bool,
    /// Show files, codecs and versions, and read no record; the JSON report says `"survey":true` and is not merged
    #[arg(long, conflicts_with = "max_share")]
    pub(super) dry_run: bool,
    /// Merge JSON reports of parts of this job, of which a file may hold several; `-` is standard input
    #[arg(long, value_name = "REPORT", num_args = 1.., conflicts_with_all = ["inputs", "split"])]
    pub(super) merge: Vec<PathBuf>,
    /// Compare two JSON reports of the same data and show what a change of the rules did
    #[arg(long, value_names = ["BEFORE", "AFTER"], num_args = 2, conflicts_with_all = ["inputs", "split", "Verdict"])]
    pub(super) compare: Vec<PathBuf>,
}

/// How to run the rules.
#[derive(Args, Debug)]
pub(super) struct Run {
    /// On how many threads; on all cores unless given
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(super) threads: Option<u32>,
    /// End after so many records, in the order of the files' paths
    #[arg(long, value_name = "RECORDS")]
    pub(super) limit: Option<u64>,
    /// How many examples to sample for each rule
    #[arg(long, value_name = "RECORDS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(..=10_000))]
    pub(super) sample: u32,
    /// Note the progress in a file of its own, and go on from there when the job was stopped; the file is removed at the end
    #[arg(long, value_name = "FILE")]
    pub(super) checkpoint: Option<PathBuf>,
    /// How many bytes are read between two notes of the progress
    #[arg(requires = "checkpoint")]
    #[arg(long, value_name = "BYTES", default_value_t = 64 << 20, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) checkpoint_bytes: u64,
    /// How many bytes a block may have, as it is in the file and without compression (`Limits::block_bytes`); a larger one is damage
    #[arg(long, value_name = "BYTES", default_value_t = Limits::DEFAULT.block_bytes)]
    pub(super) max_block: usize,
    /// Show no progress
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// What is good enough.
#[derive(Args, Debug)]
pub(super) struct Verdict {
    /// Which share of the records may break a rule, such as `0.1%`, for all rules or `RULE=SHARE` for one; may be repeated
    #[arg(long, value_name = "[RULE=]SHARE", value_parser = max_share)]
    max_share: Vec<(Option<String>, Share)>,
    /// End with exit code 0 whatever the report says, for parts of a job that are judged when they are merged
    #[arg(long)]
    pub(super) exit_zero: bool,
}

/// Where the report goes.
#[derive(Args, Debug)]
pub(super) struct Output {
    /// The format; by the ending of the output unless given, and text on standard output
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// Write the report to a file, which appears when it is complete; may be repeated, `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Vec<PathBuf>,
}

impl Verdict {
    pub(super) fn thresholds(&self) -> Thresholds {
        self.max_share.iter().fold(Thresholds::default(), |thresholds, (rule, share)| match rule {
            None => thresholds.all(*share),
            Some(rule) => thresholds.rule(rule, *share),
        })
    }
}

fn max_share(text: &str) -> Result<(Option<String>, Share), crate::Error> {
    match text.rsplit_once('=') {
        None => Ok((None, text.parse()?)),
        Some((rule, share)) => Ok((Some(rule.to_owned()), share.parse()?)),
    }
}
