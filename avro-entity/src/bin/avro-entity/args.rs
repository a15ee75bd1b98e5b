//! What can be asked of the program: its commands, their options, and their help.

use crate::gate::args as gate;
use avro_entity::Limits;
use avro_entity::container::Codec;
use clap::builder::{PathBufValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::str::FromStr;

/// The end of the help.
const EXIT_CODES: &str = "Exit codes:
  0    all went well, or nobody reads the output any more
  100  the input is wrong: it is damaged, or does not fit its schema; something is denied
  101  the command could not run: a file is missing, the disk is full, the arguments are wrong, `check` has no schema to compare
  102  damage was passed over, as `--on-damage skip` asks; standard error says what is lost";

/// Looks into Avro container files and schemas, converts them, and keeps changes of entities from breaking what is there.
///
/// `-` stands for standard input or output. Data goes to standard output as it is made, and to files that appear under their names
/// when they are complete, so that the output may replace an input.
#[derive(Debug, Parser)]
#[command(name = "avro-entity", version, disable_help_subcommand = true, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the records of container files as JSON, one a line, in Avro's JSON encoding
    ///
    /// With a reader's schema, each record is read by the rules of schema resolution. Decimals and times whose scale or unit differs
    /// are converted, as `project` does.
    #[command(after_help = "Examples:\n  avro-entity tojson flights.avro | head\n  \
                            avro-entity tojson --reader-schema Flight.avsc old.avro new.avro")]
    Tojson(ToJson),
    /// Write a container file from JSON records in Avro's JSON encoding
    #[command(
        after_help = "Examples:\n  avro-entity fromjson --schema Flight.avsc --codec zstandard flights.jsonl -o flights.avro\n  \
                            avro-entity tojson a.avro | avro-entity fromjson --schema a.avsc > b.avro"
    )]
    Fromjson(FromJson),
    /// Print the schema of a container file as it stands in its header
    #[command(after_help = "Example:\n  avro-entity getschema flights.avro > Flight.avsc")]
    Getschema(GetSchema),
    /// Print the metadata of a container file, one entry a line: key, tabulator, value
    ///
    /// Backslashes, control characters and bytes that are no UTF-8 are escaped, but not with `--key`.
    #[command(
        after_help = "Examples:\n  avro-entity getmeta flights.avro\n  avro-entity getmeta --key avro.codec flights.avro"
    )]
    Getmeta(GetMeta),
    /// Count the records of container files without decoding them
    #[command(after_help = "Example:\n  avro-entity count 2013-*.avro")]
    Count(Count),
    /// Copy records of container files of one schema into a new one
    ///
    /// The user metadata is that of the first file.
    #[command(after_help = "Examples:\n  avro-entity cat --offset 1000 --limit 10 flights.avro -o ten.avro\n  \
                            avro-entity cat --sample 0.01 2013-*.avro -o hundredth.avro\n  \
                            avro-entity cat --on-damage skip a.avro -o sound.avro")]
    Cat(Cat),
    /// Join container files block by block, without decoding them
    ///
    /// They must have the same schema, codec and user metadata.
    #[command(after_help = "Example:\n  avro-entity concat 2013-*.avro -o 2013.avro")]
    Concat(Concat),
    /// Copy a container file under another codec
    #[command(after_help = "Example:\n  avro-entity recodec --codec zstandard --level 9 flights.avro -o small.avro")]
    Recodec(Recodec),
    /// Copy container files under another version of their schema
    ///
    /// Each record is read by the rules of schema resolution. Decimals and times whose scale or unit differs are converted. The user
    /// metadata is that of the first file.
    #[command(after_help = "Example:\n  avro-entity project --reader-schema Flight.avsc old.avro -o today.avro")]
    Project(Project),
    /// Print the parsing canonical form of a schema
    #[command(after_help = "Example:\n  avro-entity canonical Flight.avsc")]
    Canonical(SchemaInput),
    /// Print a fingerprint of a schema, in hexadecimal digits
    #[command(
        after_help = "Examples:\n  avro-entity fingerprint Flight.avsc\n  avro-entity fingerprint --algorithm sha256 Flight.avsc"
    )]
    Fingerprint(Fingerprint),
    /// Say what is wrong or doubtful in schemas, one finding a line
    ///
    /// Each schema stands alone. The exit code is 100 when the specification forbids something in one of them, and 101 when one cannot
    /// be read; the others are read all the same.
    #[command(after_help = "Example:\n  avro-entity lint schemas/*.avsc")]
    Lint(Lint),
    /// Say what a change of entities or schemas breaks, for whom, and how to mend it
    ///
    /// Without schemas it compares today's entities of this crate, or of all crates of the workspace, with their histories. It gets
    /// the entities from the tests that `avro_entity::gate!()` makes, which it runs.
    #[command(
        after_help = "Examples:\n  avro-entity check\n  avro-entity check --against origin/main --format github\n  \
                            avro-entity check schemas\n  avro-entity check old.avsc new.avsc --level BACKWARD --data 2024.avro --data 2025.avro\n  \
                            avro-entity check --pairs pairs.jsonl > answers.jsonl"
    )]
    Check(gate::Check),
    /// Print today's schemas of the crate or workspace
    #[command(after_help = "Examples:\n  avro-entity schema\n  avro-entity schema net.example.Account\n  \
                            avro-entity schema --out target/schemas")]
    Schema(gate::Schema),
    /// Record today's entities as the next versions of their histories
    ///
    /// What breaks data or code is refused, unless it is waived or a new epoch begins.
    #[command(after_help = "Examples:\n  avro-entity accept\n  \
                            avro-entity accept --waive type-changed@net.example.Account.age --reason \"no reader has it\"\n  \
                            avro-entity accept --entity net.example.Account --new-epoch --reason \"a new topic\"\n  \
                            avro-entity accept --entity net.example.Account --from account-2024.avsc --from account-2025.avsc")]
    Accept(gate::Accept),
    /// Say what changed from one version to another
    #[command(
        after_help = "Examples:\n  avro-entity diff old.avsc new.avsc\n  avro-entity diff net.example.Account\n  \
                            avro-entity diff net.example.Account 1 4"
    )]
    Diff(gate::Diff),
    /// Say which versions of a history read which others' data
    #[command(after_help = "Example:\n  avro-entity log net.example.Account")]
    Log(gate::Log),
    /// Explain a rule, or list all of them
    #[command(after_help = "Examples:\n  avro-entity explain\n  avro-entity explain type-narrowed")]
    Explain(gate::Explain),
    /// Put our versions behind those of the other branch, after a conflict in a merge or rebase
    #[command(after_help = "Examples:\n  avro-entity rebase\n  avro-entity rebase --upstream origin/main --ours HEAD")]
    Rebase(gate::Rebase),
    /// End the history of an entity that there is no more
    #[command(after_help = "Example:\n  avro-entity retire net.example.Account --reason \"kept by another service\"")]
    Retire(gate::Retire),
    /// Move a history to the new name of its entity
    #[command(after_help = "Example:\n  avro-entity rename net.example.User net.example.Account")]
    Rename(gate::Rename),
}

/// `tojson`
#[derive(Debug, Args)]
pub(crate) struct ToJson {
    /// Read the records under this schema instead of the one they were written with
    #[arg(long, value_name = "FILE")]
    pub(crate) reader_schema: Option<PathBuf>,
    /// Leave the values under decimals and times as they are where the scale or unit differs, as other tools do, instead of
    /// converting them
    #[arg(long, requires = "reader_schema")]
    pub(crate) raw: bool,
    #[command(flatten)]
    pub(crate) damage: Damage,
    #[command(flatten)]
    pub(crate) input: Inputs,
}

/// `fromjson`
#[derive(Debug, Args)]
pub(crate) struct FromJson {
    /// The schema of the records
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: PathBuf,
    /// The codec of the file
    #[arg(long, value_name = "CODEC", default_value = "null", value_parser = codec())]
    pub(crate) codec: Codec,
    /// How hard the codec tries, where it has levels
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<i32>,
    #[command(flatten)]
    pub(crate) blocks: Blocks,
    /// JSON records, separated by white space; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// `getschema`
#[derive(Debug, Args)]
pub(crate) struct GetSchema {
    /// Print the schema with line breaks and indentation instead of as it was written
    #[arg(long)]
    pub(crate) pretty: bool,
    #[command(flatten)]
    pub(crate) input: Input,
}

/// `getmeta`
#[derive(Debug, Args)]
pub(crate) struct GetMeta {
    /// Print the value of this key only
    #[arg(long)]
    pub(crate) key: Option<String>,
    #[command(flatten)]
    pub(crate) input: Input,
}

/// `count`
#[derive(Debug, Args)]
pub(crate) struct Count {
    #[command(flatten)]
    pub(crate) damage: Damage,
    #[command(flatten)]
    pub(crate) input: Inputs,
}

/// `cat`
#[derive(Debug, Args)]
pub(crate) struct Cat {
    /// Records to leave out at the front, of all inputs together
    #[arg(long, default_value_t = 0, value_name = "RECORDS")]
    pub(crate) offset: u64,
    /// Records to copy at most
    #[arg(long, value_name = "RECORDS")]
    pub(crate) limit: Option<u64>,
    /// Copy this share of the records, evenly spread: `0.01` is every hundredth
    #[arg(long, value_name = "SHARE")]
    pub(crate) sample: Option<Share>,
    #[command(flatten)]
    pub(crate) compression: Compression,
    #[command(flatten)]
    pub(crate) damage: Damage,
    #[command(flatten)]
    pub(crate) input: Inputs,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// `concat`
#[derive(Debug, Args)]
pub(crate) struct Concat {
    #[command(flatten)]
    pub(crate) blocks: Blocks,
    #[command(flatten)]
    pub(crate) input: Inputs,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// `recodec`
#[derive(Debug, Args)]
pub(crate) struct Recodec {
    /// The codec of the copy
    #[arg(long, value_name = "CODEC", value_parser = codec())]
    pub(crate) codec: Codec,
    /// How hard the codec tries, where it has levels
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<i32>,
    #[command(flatten)]
    pub(crate) damage: Damage,
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// `project`
#[derive(Debug, Args)]
pub(crate) struct Project {
    /// The schema of the copy
    #[arg(long, value_name = "FILE")]
    pub(crate) reader_schema: PathBuf,
    /// Leave the values under decimals and times as they are where the scale or unit differs, as other tools do, instead of
    /// converting them
    #[arg(long)]
    pub(crate) raw: bool,
    #[command(flatten)]
    pub(crate) compression: Compression,
    #[command(flatten)]
    pub(crate) damage: Damage,
    #[command(flatten)]
    pub(crate) input: Inputs,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// `canonical`
#[derive(Debug, Args)]
pub(crate) struct SchemaInput {
    /// A schema; `-` is standard input
    #[arg(value_name = "SCHEMA", default_value = "-")]
    pub(crate) schema: PathBuf,
}

/// `fingerprint`
#[derive(Debug, Args)]
pub(crate) struct Fingerprint {
    /// How the canonical form is digested
    #[arg(long, value_enum, default_value = "crc64")]
    pub(crate) algorithm: Algorithm,
    #[command(flatten)]
    pub(crate) input: SchemaInput,
}

/// What a fingerprint is made with.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Algorithm {
    /// CRC-64-AVRO: its eight bytes in the order in which they stand behind `c301` in a single-object message
    Crc64,
    /// MD5
    Md5,
    /// SHA-256
    Sha256,
    /// SHA-256 over all that decides how data is read: defaults, aliases and logical types too
    Resolution,
}

/// `lint`
#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// End with exit code 100 for warnings too
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Schemas; `-` is standard input
    #[arg(value_name = "SCHEMA", required = true)]
    pub(crate) schemas: Vec<PathBuf>,
}

/// One container file to read.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// A container file; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) file: PathBuf,
}

/// Container files to read.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Container files; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) files: Vec<PathBuf>,
}

/// What is done about damage.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Damage {
    /// What to do where a file is damaged
    #[arg(long, value_name = "WHAT", value_enum, default_value = "stop")]
    pub(crate) on_damage: OnDamage,
    #[command(flatten)]
    pub(crate) blocks: Blocks,
}

/// How large blocks may be.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Blocks {
    /// How many bytes a block may have, as it is in the file and without compression; a larger one is an error, or passed over as damage
    #[arg(long, value_name = "BYTES", default_value_t = Limits::DEFAULT.block_bytes)]
    pub(crate) max_block: usize,
}

impl Damage {
    /// What is done where nothing is said.
    pub(crate) const STOP: Damage =
        Damage { on_damage: OnDamage::Stop, blocks: Blocks { max_block: Limits::DEFAULT.block_bytes } };
}

impl Blocks {
    /// The limits of readers and writers.
    pub(crate) fn limits(self) -> Limits {
        Limits { block_bytes: self.max_block, ..Limits::DEFAULT }
    }
}

/// What a command does when it comes to damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnDamage {
    /// End with an error
    Stop,
    /// Go on at the next block, or the next file where a header is damaged, say on standard error what was lost, and end with exit code
    /// 102
    Skip,
}

/// Where the result goes.
#[derive(Debug, Args)]
pub(crate) struct Output {
    /// The container file to write; it appears when it is complete. `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", value_parser = container_file())]
    pub(crate) output: PathBuf,
}

/// How blocks are compressed.
#[derive(Debug, Args)]
pub(crate) struct Compression {
    /// The codec; that of the first input unless given
    #[arg(long, value_name = "CODEC", value_parser = codec())]
    pub(crate) codec: Option<Codec>,
    /// How hard the codec tries, where it has levels
    #[arg(long, value_name = "LEVEL", requires = "codec")]
    pub(crate) level: Option<i32>,
}

/// The endings of files that are no container files, and would be taken for what they are not.
const OTHER_FORMATS: [&str; 16] = [
    "avdl", "avpr", "avsc", "csv", "htm", "html", "json", "jsonl", "md", "ndjson", "orc", "parquet", "pdf", "tsv",
    "txt", "xml",
];

/// A file to write that is not called like one of another format.
fn container_file() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        match OTHER_FORMATS.contains(&ending.as_str()) {
            false => Ok(path),
            true => Err(format!(
                "a container file is not written as `.{ending}`: let it end with `.avro`, or print JSON with `tojson`"
            )),
        }
    })
}

/// A codec by its name.
fn codec() -> impl TypedValueParser<Value = Codec> {
    PossibleValuesParser::new(Codec::ALL.iter().map(|codec| codec.name())).try_map(|name| name.parse::<Codec>())
}

/// A share of the records, as an exact fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    /// So many
    part: u64,
    /// out of so many.
    whole: u64,
}

impl Share {
    /// Whether the record of this number, from zero, is one of them. Of every `n` records in a row, `n * part / whole` are,
    /// rounded up or down; the first one is, unless the share is nothing.
    pub(crate) fn takes(self, number: u64) -> bool {
        let (part, whole) = (u128::from(self.part), u128::from(self.whole));
        u128::from(number) * part % whole < part
    }
}

/// A share is written as a decimal, which `f64` would round.
impl FromStr for Share {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Share, &'static str> {
        let fault = "a share is a decimal from 0 to 1 with 18 digits at most, such as `0.01`";
        let (integer, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(integer) || !digits(decimals) || decimals.len() > 18 {
            return Err(fault);
        }
        let whole = 10u64.pow(decimals.len() as u32);
        let number = |text: &str| text.parse::<u64>().ok();
        let part = number(integer).and_then(|integer| integer.checked_mul(whole)?.checked_add(number(decimals)?));
        part.filter(|part| *part <= whole).map(|part| Share { part, whole }).ok_or(fault)
    }
}
