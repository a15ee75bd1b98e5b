//! What can be asked about entities and their histories.

use crate::args::{Blocks, Damage, OnDamage};
use avro_entity::Limits;
use avro_entity::compat::{Format, Level, Severity, rule};
use avro_entity::gate::Waive;
use avro_entity::history::Date;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::path::PathBuf;
use std::str::FromStr;

/// `check`
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Nothing: the entities of this crate, or of the whole workspace. A folder of histories. Or two schemas, the old and the new one
    #[arg(value_name = "SCHEMA")]
    pub(crate) schemas: Vec<PathBuf>,
    /// Histories may only have grown since this git commit, branch or tag, or beyond those in this folder
    #[arg(long, value_name = "REF|FOLDER", conflicts_with = "pairs")]
    pub(crate) against: Option<String>,
    /// Pairs of schemas as JSON lines: {"id", "writer", "reader"}, the writer being the older version. One line of JSON comes out
    /// for each: {"id", "verdict", "findings"}, or {"id", "error"}. `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["schemas", "format", "level", "deny_warnings", "today"])]
    pub(crate) pairs: Option<PathBuf>,
    /// The level for two schemas, instead of FULL_TRANSITIVE; histories say theirs themselves
    #[arg(long, value_name = "LEVEL", value_parser = level())]
    pub(crate) level: Option<Level>,
    /// Treat a rule otherwise, such as `field-removed=deny`; it may be given more than once
    #[arg(long = "severity", value_name = "RULE=SEVERITY")]
    pub(crate) severities: Vec<RuleSeverity>,
    /// Fail on warnings too
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// A container file: say how many of its records each finding is about, and whether the new version reads all of them, which is
    /// denied where it does not; it may be given more than once
    #[arg(long, value_name = "FILE", conflicts_with = "pairs")]
    pub(crate) data: Vec<PathBuf>,
    /// What to do where such a file is damaged
    #[arg(long, value_name = "WHAT", value_enum, default_value = "stop", requires = "data")]
    pub(crate) on_damage: OnDamage,
    /// How many bytes a block of such a file may have, as it is in the file and without compression
    #[arg(long, value_name = "BYTES", default_value_t = Limits::DEFAULT.block_bytes, requires = "data")]
    pub(crate) max_block: usize,
    /// The day on which waivers are judged, instead of the system's
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) today: Option<Date>,
    #[command(flatten)]
    pub(crate) shape: Shape,
    #[command(flatten)]
    pub(crate) crates: Crates,
}

impl Check {
    /// How files with data are read.
    pub(crate) fn damage(&self) -> Damage {
        Damage { on_damage: self.on_damage, blocks: Blocks { max_block: self.max_block } }
    }
}

/// How a report is written.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Shape {
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = format())]
    pub(crate) format: Format,
}

/// Whose entities they are, and where their histories lie.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Crates {
    /// Only this package of the workspace; it may be given more than once
    #[arg(short, long = "package", value_name = "PACKAGE")]
    pub(crate) packages: Vec<String>,
    /// The `Cargo.toml` of the crate or workspace, instead of that of the current folder
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// Options for `cargo test`, such as `--features full`
    #[arg(long, value_name = "OPTIONS", allow_hyphen_values = true)]
    pub(crate) cargo: Option<String>,
    /// One folder of histories for all of them, instead of the one that each crate's `gate!` takes
    #[arg(long, value_name = "FOLDER")]
    pub(crate) schemas_folder: Option<PathBuf>,
}

impl Crates {
    /// The first of these options that was given.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let options = [
            ("--package", !self.packages.is_empty()),
            ("--manifest-path", self.manifest_path.is_some()),
            ("--cargo", self.cargo.is_some()),
            ("--schemas-folder", self.schemas_folder.is_some()),
        ];
        options.into_iter().find_map(|(name, given)| given.then_some(name))
    }
}

/// `schema`
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// The full name of an entity; all of them unless given, one a line
    #[arg(value_name = "ENTITY")]
    pub(crate) entity: Option<String>,
    /// Write a file for each entity, `<full name>.avsc`, into this folder instead
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) crates: Crates,
}

/// `accept`
#[derive(Debug, Args)]
pub(crate) struct Accept {
    /// Let this finding be: `<rule>`, or `<rule>@<path>` where the rule finds several; it may be given more than once
    #[arg(long, value_name = "RULE[@PATH]", requires = "reason")]
    pub(crate) waive: Vec<Waive>,
    /// Why, for waivers and for an epoch; it is written into `entity.toml`
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// The last day of the waivers
    #[arg(long, value_name = "YYYY-MM-DD", requires = "waive")]
    pub(crate) expires: Option<Date>,
    /// Begin an epoch with what is recorded: nothing is compared with older versions any more
    #[arg(long, requires = "reason", requires = "entity")]
    pub(crate) new_epoch: bool,
    /// Begin the history of an entity that has none with a schema that data were written with before; the oldest first
    #[arg(long, value_name = "FILE", requires = "entity", conflicts_with_all = ["waive", "new_epoch", "reason"])]
    pub(crate) from: Vec<PathBuf>,
    /// Only the entity of this full name
    #[arg(long, value_name = "ENTITY")]
    pub(crate) entity: Option<String>,
    #[command(flatten)]
    pub(crate) crates: Crates,
}

/// `diff`
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The old schema, or the full name of an entity; `-` is standard input
    #[arg(value_name = "OLD|ENTITY")]
    pub(crate) old: String,
    /// The new schema; or the number of a version of the entity, the one before its newest unless given
    #[arg(value_name = "NEW|VERSION")]
    pub(crate) new: Option<String>,
    /// The number of the version to compare with, the newest one unless given
    #[arg(value_name = "VERSION", requires = "new")]
    pub(crate) to: Option<u32>,
    #[command(flatten)]
    pub(crate) shape: Shape,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Where histories lie.
#[derive(Clone, Debug, Args)]
pub(crate) struct Place {
    /// The folder of the histories, instead of the nearest `schemas`
    #[arg(long, value_name = "FOLDER")]
    pub(crate) schemas_folder: Option<PathBuf>,
}

/// `log`
#[derive(Debug, Args)]
pub(crate) struct Log {
    /// The full name of an entity; all of them unless given
    #[arg(value_name = "ENTITY")]
    pub(crate) entity: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// `explain`
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The id of a rule; all rules, one a line, unless given
    #[arg(value_name = "RULE")]
    pub(crate) rule: Option<String>,
}

/// `rebase`
#[derive(Debug, Args)]
pub(crate) struct Rebase {
    /// The commit whose history comes first, instead of that of the merge or rebase under way
    #[arg(long, value_name = "REF", requires = "ours")]
    pub(crate) upstream: Option<String>,
    /// The commit whose versions are put behind
    #[arg(long, value_name = "REF", requires = "upstream")]
    pub(crate) ours: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// `retire`
#[derive(Debug, Args)]
pub(crate) struct Retire {
    /// The full name of the entity
    #[arg(value_name = "ENTITY")]
    pub(crate) entity: String,
    /// What became of it; it is written into `entity.toml`
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// `rename`
#[derive(Debug, Args)]
pub(crate) struct Rename {
    /// The full name that the history has
    #[arg(value_name = "ENTITY")]
    pub(crate) entity: String,
    /// The full name that the entity has today
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// A rule, and what is to be done about it.
#[derive(Clone, Debug)]
pub(crate) struct RuleSeverity {
    pub(crate) rule: &'static str,
    pub(crate) severity: Severity,
}

impl FromStr for RuleSeverity {
    type Err = String;

    fn from_str(text: &str) -> Result<RuleSeverity, String> {
        let (id, severity) = text.split_once('=').ok_or("write `<rule>=<severity>`, such as `field-removed=deny`")?;
        let known = rule(id).ok_or_else(|| format!("there is no rule `{id}`: `avro-entity explain` lists them"))?;
        let severity = severity.parse::<Severity>().map_err(|error| error.message().to_owned())?;
        Ok(RuleSeverity { rule: known.id, severity })
    }
}

fn level() -> impl TypedValueParser<Value = Level> {
    PossibleValuesParser::new(Level::NAMED.iter().map(|(name, _)| *name)).try_map(|name| name.parse::<Level>())
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.name())).try_map(|name| name.parse::<Format>())
}
