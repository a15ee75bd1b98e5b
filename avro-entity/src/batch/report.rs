//! What a job found, as a value.

use super::distinct::Distinct;
use super::numbers::Numbers;
use super::ranges::Ranges;
use super::rule::DECODES;
use super::sample::Examples;
use super::share::percent;
use super::split::Split;
use crate::container::Header;
use crate::error::{Error, ErrorKind};
use crate::shown::hex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a job found: counts, examples, and what could not be read.
///
/// It has the same bytes for the same inputs, whatever the threads and splits. Reports of parts are put together with
/// [`merge`](Report::merge), in any order; two of them are compared with [`Comparison`](super::Comparison). It is stored through serde.
///
/// ```
/// use avro_entity::batch::{Inputs, Job, Report, Rule};
/// let report = Job::new([Rule::new("positive", |number: &i64| *number > 0)])?.run(&Inputs::new())?;
/// assert_eq!((report.totals().records, report.rules().count()), (0, 2));
/// let text = serde_json::to_string(&report)?;
/// assert_eq!(serde_json::from_str::<Report>(&text)?, report);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Report {
    #[serde(rename = "format")]
    _format: Format,
    pub(super) entity: String,
    pub(super) schema: String,
    #[serde(default)]
    pub(super) survey: bool,
    pub(super) limit: Option<u64>,
    pub(super) sample: usize,
    pub(super) rules: BTreeMap<String, RuleReport>,
    pub(super) versions: BTreeMap<String, Version>,
    pub(super) files: BTreeMap<String, FileReport>,
}

/// The format of stored reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(try_from = "u64")]
struct Format;

const FORMAT: u64 = 1;

impl TryFrom<u64> for Format {
    type Error = String;

    fn try_from(format: u64) -> Result<Format, String> {
        match format {
            FORMAT => Ok(Format),
            _ => Err(format!("the report has format {format}, and this program reads format {FORMAT}")),
        }
    }
}

/// What a rule found.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct RuleReport {
    /// How many records were held against it.
    pub checked: u64,
    /// How many of them break it.
    pub violations: u64,
    /// The reasons and how often each was given.
    pub reasons: Distinct,
    /// The values that are to blame, when they are numbers.
    pub numbers: Numbers,
    /// The values that are to blame, when they are no numbers.
    pub texts: Distinct,
    /// The first record that breaks it, and a sample of them.
    pub examples: Examples,
    /// For a type that validates itself, the fields and codes that are violated, as rules of their own.
    #[serde(default)]
    pub codes: BTreeMap<String, RuleReport>,
}

/// A writer's schema among the files, by its [resolution fingerprint](crate::Schema::resolution_fingerprint).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Version {
    /// The full name of the writer's entity, or its type when it has no name.
    pub name: String,
    /// Whether it reads as the job's entity itself.
    pub current: bool,
}

/// What was found in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileReport {
    /// Its size in bytes.
    pub size: u64,
    /// The bytes that were read.
    pub read: Ranges,
    /// Why the file, or the rest of it, could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
    /// The fingerprint of its schema, see [`Report::versions`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The name of its codec.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codec: Option<String>,
    /// Its sync marker in hexadecimal digits, by which a file is known from another one of its name and size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sync_marker: Option<String>,
    /// How many blocks were read, damaged data included, but not what is no block.
    pub blocks: u64,
    /// How many records the blocks have that could be unpacked.
    pub records: u64,
    /// How many of them could not be decoded.
    pub undecoded: u64,
    /// What was damaged.
    #[serde(default, skip_serializing_if = "Damaged::is_none")]
    pub damaged: Damaged,
    /// How many records break which rule; rules that none breaks are left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub violations: BTreeMap<String, u64>,
}

/// What was damaged in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Damaged {
    /// Stretches between two sync markers: one block each, unless a marker is damaged as well.
    pub blocks: u64,
    /// The bytes that they take in the file.
    pub bytes: u64,
    /// How many records they say they have, where that could be seen.
    pub records: u64,
    /// The first ten of them.
    pub first: Vec<DamagedBlock>,
}

/// A stretch of a file that is damaged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DamagedBlock {
    /// Where it begins in the file, in bytes.
    pub offset: u64,
    /// The number of the block in the file, from zero.
    pub block: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// How many places of damage are kept for a file.
const PLACES: usize = 10;

/// Sums over all files of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// Files.
    pub files: u64,
    /// Files that could not be read, or not to their end.
    pub unreadable: u64,
    /// Blocks.
    pub blocks: u64,
    /// Stretches of files that are damaged.
    pub damaged: u64,
    /// Records in blocks that could be unpacked.
    pub records: u64,
    /// Records of those that could not be decoded.
    pub undecoded: u64,
    /// Bytes of files that were read.
    pub bytes: u64,
}

/// Sums over the files of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct VersionReport<'r> {
    /// The fingerprint of the writer's schema.
    #[serde(skip)]
    pub fingerprint: &'r str,
    /// Which version it is.
    #[serde(flatten)]
    pub version: &'r Version,
    /// The first file of the version.
    pub first_file: &'r str,
    /// Sums over its files.
    #[serde(flatten)]
    pub totals: Totals,
    /// How many records break which rule.
    pub violations: BTreeMap<&'r str, u64>,
}

/// A rule of a report under its name.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NamedRule<'r> {
    /// The rule of the job.
    pub rule: &'r str,
    /// The field and code, when it is one of a validation.
    pub code: Option<&'r str>,
    /// What it found.
    pub report: &'r RuleReport,
}

impl NamedRule<'_> {
    /// The name: the rule, and behind a colon the field and code.
    pub fn name(&self) -> String {
        match self.code {
            None => self.rule.to_owned(),
            Some(code) => format!("{}: {code}", self.rule),
        }
    }
}

impl RuleReport {
    /// The share of the records that break it; 0 when there are none.
    pub fn share(&self) -> f64 {
        if self.checked == 0 { 0.0 } else { self.violations as f64 / self.checked as f64 }
    }

    /// The share in percent, for people.
    pub fn percent(&self) -> String {
        percent(self.violations, self.checked)
    }

    /// Counts a reason and a value.
    pub(super) fn note(&mut self, reason: Option<&str>, value: Option<&Value>) {
        if let Some(reason) = reason {
            self.reasons.add(reason);
        }
        match value {
            None => {}
            Some(Value::Number(number)) => self.numbers.add(number),
            Some(Value::String(text)) => self.texts.add(text),
            Some(other) => self.texts.add(&other.to_string()),
        }
    }
}

impl FileReport {
    /// An error when the file with this header is another one than the file of this report.
    pub(super) fn check_marker(&self, header: &Header) -> Result<(), Error> {
        match &self.sync_marker {
            Some(known) if *known != marker(header) => {
                Err(Error::new(ErrorKind::Job, "the file is another one than when the job began"))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn add_damage(&mut self, damage: DamagedBlock, bytes: u64, records: u64) {
        self.damaged.blocks = self.damaged.blocks.saturating_add(1);
        self.damaged.bytes = self.damaged.bytes.saturating_add(bytes);
        self.damaged.records = self.damaged.records.saturating_add(records);
        self.damaged.keep(damage);
    }
}

/// The sync marker of a header as text.
pub(super) fn marker(header: &Header) -> String {
    hex(header.sync_marker())
}

impl Damaged {
    fn is_none(&self) -> bool {
        self.blocks == 0
    }

    pub(super) fn keep(&mut self, damage: DamagedBlock) {
        let at = self.first.partition_point(|known| *known < damage);
        self.first.insert(at, damage);
        self.first.truncate(PLACES);
    }
}

impl Totals {
    fn add(&mut self, file: &FileReport) {
        self.files = self.files.saturating_add(1);
        self.unreadable = self.unreadable.saturating_add(u64::from(file.unreadable.is_some()));
        self.blocks = self.blocks.saturating_add(file.blocks);
        self.damaged = self.damaged.saturating_add(file.damaged.blocks);
        self.records = self.records.saturating_add(file.records);
        self.undecoded = self.undecoded.saturating_add(file.undecoded);
        self.bytes = self.bytes.saturating_add(file.read.bytes());
    }
}

impl Report {
    /// A report of nothing, of a job with these rules.
    pub(super) fn empty<'n>(
        entity: String,
        schema: String,
        limit: Option<u64>,
        sample: usize,
        rules: impl Iterator<Item = &'n str>,
    ) -> Report {
        let rules = rules.chain([DECODES]).map(|name| (name.to_owned(), RuleReport::default())).collect();
        let (versions, files) = (BTreeMap::new(), BTreeMap::new());
        Report { _format: Format, entity, schema, survey: false, limit, sample, rules, versions, files }
    }

    /// The full name of the entity, or its type when it has no name.
    pub fn entity(&self) -> &str {
        &self.entity
    }

    /// The resolution fingerprint of the entity's schema.
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// Whether it is of a [`survey`](super::Job::survey), which opens files and reads no record; such a report is not merged.
    pub fn is_survey(&self) -> bool {
        self.survey
    }

    /// Refuses a survey where a report of a run is wanted.
    pub(super) fn check_run(&self) -> Result<(), Error> {
        match self.survey {
            true => {
                Err(Error::new(ErrorKind::Job, "the report is of a dry run, which reads no record: take that of a run"))
            }
            false => Ok(()),
        }
    }

    /// How many records the job was limited to; such a report is of no part that others could complete, and is not merged.
    pub fn limit(&self) -> Option<u64> {
        self.limit
    }

    /// Sums over all files.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.files.values().for_each(|file| totals.add(file));
        totals
    }

    /// The rules by name, `decodes` among them, each followed by the fields and codes of a validation.
    pub fn rules(&self) -> impl Iterator<Item = NamedRule<'_>> {
        self.rules.iter().flat_map(|(rule, report)| {
            let codes = report.codes.iter().map(|(code, report)| NamedRule { rule, code: Some(code), report });
            std::iter::once(NamedRule { rule, code: None, report }).chain(codes)
        })
    }

    /// The rules with the most frequently broken one first, fields and codes behind their validation.
    pub(super) fn rules_by_violations(&self) -> Vec<NamedRule<'_>> {
        let of_rule = |rule: &str| self.rules.get(rule).map_or(0, |report| report.violations);
        let mut rules: Vec<NamedRule<'_>> = self.rules().collect();
        rules.sort_by(|one, other| {
            let whole = of_rule(other.rule).cmp(&of_rule(one.rule)).then(one.rule.cmp(other.rule));
            let part = one.code.is_some().cmp(&other.code.is_some());
            whole.then(part).then(other.report.violations.cmp(&one.report.violations)).then(one.code.cmp(&other.code))
        });
        rules
    }

    /// The rule of this name, which may be `<rule>: <field>: <code>` for one of a validation.
    pub fn rule(&self, name: &str) -> Option<&RuleReport> {
        self.rules.get(name).or_else(|| self.rules().find(|rule| rule.name() == name).map(|rule| rule.report))
    }

    /// The files by their paths.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&str, &FileReport)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// The versions among the files, in the order of their first files.
    pub fn versions(&self) -> Vec<VersionReport<'_>> {
        let mut versions: BTreeMap<&str, VersionReport<'_>> = BTreeMap::new();
        for (path, file) in &self.files {
            let Some(known) = file.version.as_ref().and_then(|version| self.versions.get_key_value(version)) else {
                continue;
            };
            let version = versions.entry(known.0).or_insert_with(|| VersionReport {
                fingerprint: known.0,
                version: known.1,
                first_file: path,
                totals: Totals::default(),
                violations: BTreeMap::new(),
            });
            version.totals.add(file);
            for (rule, count) in &file.violations {
                let known = version.violations.entry(rule).or_default();
                *known = known.saturating_add(*count);
            }
        }
        let mut versions: Vec<VersionReport<'_>> = versions.into_values().collect();
        versions.sort_by(|one, other| one.first_file.cmp(other.first_file));
        versions
    }

    /// Which bytes of the files were not read, as splits that a job can be given: the rest, when parts are read or a job is limited.
    /// A file is known to the report when a part of it was to be read.
    pub fn unread(&self) -> impl Iterator<Item = Split> {
        self.files().flat_map(|(path, file)| {
            let unread = Ranges::from(0..file.size).without(&file.read);
            unread.into_iter().map(|range| Split { file: path.to_owned(), range })
        })
    }

    /// What was found in the file at `path`.
    pub fn file(&self, path: &str) -> Option<&FileReport> {
        self.files.get(path)
    }

    pub(super) fn file_mut(&mut self, path: &str) -> &mut FileReport {
        if !self.files.contains_key(path) {
            self.files.insert(path.to_owned(), FileReport::default());
        }
        self.files.entry(path.to_owned()).or_default()
    }

    /// Reads reports that were stored after each other, as many as there are.
    ///
    /// # Errors
    ///
    /// When one of them is none, or of another format.
    pub fn read_all(stored: &[u8]) -> Result<Vec<Report>, Error> {
        let reports: Result<_, _> = serde_json::Deserializer::from_slice(stored).into_iter().collect();
        reports.map_err(|error| Error::new(ErrorKind::Job, format!("this is no report: {error}")).caused_by(error))
    }
}

/// Stored with sums, shares and what is unread, which are not read again.
impl Serialize for Report {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Stored<'r> {
            format: u64,
            entity: &'r str,
            schema: &'r str,
            #[serde(skip_serializing_if = "std::ops::Not::not")]
            survey: bool,
            limit: Option<u64>,
            sample: usize,
            totals: Totals,
            rules: &'r BTreeMap<String, RuleReport>,
            versions: BTreeMap<&'r str, VersionReport<'r>>,
            files: &'r BTreeMap<String, FileReport>,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            unread: Vec<String>,
        }
        Stored {
            format: FORMAT,
            entity: &self.entity,
            schema: &self.schema,
            survey: self.survey,
            limit: self.limit,
            sample: self.sample,
            totals: self.totals(),
            rules: &self.rules,
            versions: self.versions().into_iter().map(|version| (version.fingerprint, version)).collect(),
            files: &self.files,
            unread: self.unread().map(|split| split.to_string()).collect(),
        }
        .serialize(serializer)
    }
}

impl Serialize for RuleReport {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Stored<'r> {
            checked: u64,
            violations: u64,
            share: f64,
            reasons: &'r Distinct,
            numbers: &'r Numbers,
            texts: &'r Distinct,
            examples: &'r Examples,
            #[serde(skip_serializing_if = "BTreeMap::is_empty")]
            codes: &'r BTreeMap<String, RuleReport>,
        }
        Stored {
            checked: self.checked,
            violations: self.violations,
            share: self.share(),
            reasons: &self.reasons,
            numbers: &self.numbers,
            texts: &self.texts,
            examples: &self.examples,
            codes: &self.codes,
        }
        .serialize(serializer)
    }
}
