//! Putting reports of parts together.

use super::report::{Damaged, FileReport, Report, RuleReport, Version};
use super::sample::number;
use crate::error::{Error, ErrorKind};
use std::collections::BTreeMap;
use std::path::Path;

/// How many fields and codes a validation keeps apart.
const CODES: usize = 1000;

impl Report {
    /// The report of both parts: what one job over all of it would have found, in whatever order parts are put together.
    ///
    /// ```
    /// use avro_entity::batch::{Inputs, Job, Rule, Split};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("a.avro");
    /// # let mut writer = avro_entity::WriterOptions::new().block_bytes(50).create(&path)?;
    /// # writer.extend(0..1000i64)?;
    /// # writer.finish()?;
    /// # let file = path.to_str().expect("a temporary folder has an ordinary name").to_owned();
    /// let job = Job::new([Rule::new("even", |number: &i64| number % 2 == 0)])?;
    /// let part = |range| {
    ///     let mut inputs = Inputs::new();
    ///     inputs.add_split(&Split { file: file.clone(), range })?;
    ///     job.run(&inputs)
    /// };
    /// let merged = part(0..700)?.merge(part(700..u64::MAX)?)?;
    /// assert_eq!(merged, part(0..u64::MAX)?);
    /// assert_eq!(merged.rule("even").map(|rule| rule.violations), Some(500));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`Job`](ErrorKind::Job) when the reports are not of one job, a job was limited or a survey, bytes of a file are in both parts, under
    /// one path or as a file of the same size and sync marker under another, or a file is not the same in both.
    pub fn merge(mut self, other: Report) -> Result<Report, Error> {
        if self.limit.is_some() || other.limit.is_some() {
            return Err(Error::new(ErrorKind::Job, "the report of a job with a limit is not merged"));
        }
        self.check_run().and_then(|()| other.check_run())?;
        self.check_job(&other)?;
        for (path, file) in &other.files {
            if let Some(known) = self.files.get(path) {
                check_file(known, file).map_err(|error| error.in_file(Path::new(path)))?;
            }
        }
        self.check_paths(&other)?;
        self.absorb(other);
        Ok(self)
    }

    /// Refuses bytes of a file that are in both reports under two paths. Reports can be large: each is looked through once.
    fn check_paths(&self, other: &Report) -> Result<(), Error> {
        let mut by_size: BTreeMap<u64, Vec<(&str, &FileReport)>> = BTreeMap::new();
        other.files().for_each(|(path, file)| by_size.entry(file.size).or_default().push((path, file)));
        for (path, file) in self.files() {
            let same_size = by_size.get(&file.size).into_iter().flatten();
            for (again, twin) in same_size.filter(|(again, _)| *again != path) {
                check_twin(path, file, again, twin)?;
            }
        }
        Ok(())
    }

    /// Whether both are of one job.
    pub(super) fn check_job(&self, other: &Report) -> Result<(), Error> {
        let names =
            |report: &Report| report.rules.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let (what, one, two) = if self.entity != other.entity {
            ("entities", self.entity.clone(), other.entity.clone())
        } else if self.schema != other.schema {
            ("schemas of the entity", self.schema.clone(), other.schema.clone())
        } else if !self.rules.keys().eq(other.rules.keys()) {
            ("rules", names(self), names(other))
        } else if self.sample != other.sample {
            ("sizes of samples", self.sample.to_string(), other.sample.to_string())
        } else if self.limit != other.limit {
            ("limits", format!("{:?}", self.limit), format!("{:?}", other.limit))
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::Job, format!("the reports are of different jobs: their {what} are {one} and {two}")))
    }

    /// Adds the counts of another part of the same job.
    pub(super) fn absorb(&mut self, other: Report) {
        let sample = self.sample;
        for (name, rule) in other.rules {
            absorb_rule(self.rules.entry(name).or_default(), rule, sample);
        }
        for (fingerprint, version) in other.versions {
            absorb_version(&mut self.versions, fingerprint, version);
        }
        for (path, file) in other.files {
            absorb_file(self.file_mut(&path), file);
        }
    }
}

fn check_file(one: &FileReport, two: &FileReport) -> Result<(), Error> {
    let reason = if let Some(range) = one.read.overlap(&two.read) {
        format!("the bytes {} to {} are in both reports", range.start, range.end)
    } else if one.size != two.size {
        format!("the file has {} bytes in one report and {} in the other", one.size, two.size)
    } else if one.version.is_some() && two.version.is_some() && one.version != two.version {
        "the file has another schema in each report".to_owned()
    } else if one.sync_marker.is_some() && two.sync_marker.is_some() && one.sync_marker != two.sync_marker {
        "the file has another sync marker in each report, and so other data".to_owned()
    } else if one.read.is_empty() && two.read.is_empty() && one != two {
        "the file has no bytes, and is not the same in both reports".to_owned()
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::Job, reason))
}

/// Sync markers are drawn for each file. Where a writer gives all its files the same one, what was found in the same bytes tells two
/// files of one size apart.
fn check_twin(path: &str, file: &FileReport, again: &str, twin: &FileReport) -> Result<(), Error> {
    let of_one_writer = |file: &FileReport| (file.sync_marker.clone(), file.version.clone(), file.codec.clone());
    let differs = file.sync_marker.is_none()
        || of_one_writer(file) != of_one_writer(twin)
        || (file.read == twin.read && file != twin);
    let Some(range) = file.read.overlap(&twin.read).filter(|_| !differs) else { return Ok(()) };
    let reason = format!(
        "`{path}` and `{again}` are one file, or one is a copy: they have the same size and sync marker, and the bytes {} to {} are \
         in both reports; name each file in one way for all parts, and leave out the copy",
        range.start, range.end
    );
    Err(Error::new(ErrorKind::Job, reason))
}

pub(super) fn absorb_rule(rule: &mut RuleReport, other: RuleReport, sample: usize) {
    rule.checked = rule.checked.saturating_add(other.checked);
    rule.violations = rule.violations.saturating_add(other.violations);
    rule.reasons.absorb(other.reasons);
    rule.numbers.absorb(other.numbers);
    rule.texts.absorb(other.texts);
    rule.examples.absorb(other.examples, sample);
    for (code, found) in other.codes {
        if let Some(known) = code_mut(&mut rule.codes, &code) {
            absorb_rule(known, found, sample);
        }
    }
    let checked = rule.checked;
    rule.codes.values_mut().for_each(|code| code.checked = checked);
}

/// The report of a field and code of a validation, unless as many as are kept apart come before it. Which those are does not
/// depend on the order in which they come, as with [`Distinct`](super::Distinct).
pub(super) fn code_mut<'r>(codes: &'r mut BTreeMap<String, RuleReport>, code: &str) -> Option<&'r mut RuleReport> {
    if !codes.contains_key(code) {
        if codes.len() >= CODES {
            let last = codes.keys().max_by_key(|known| (number(known), (*known).clone()))?.clone();
            if (number(&last), last.as_str()) < (number(code), code) {
                return None;
            }
            codes.remove(&last);
        }
        codes.insert(code.to_owned(), RuleReport::default());
    }
    codes.get_mut(code)
}

fn absorb_version(versions: &mut BTreeMap<String, Version>, fingerprint: String, version: Version) {
    versions.entry(fingerprint).or_insert(version);
}

fn absorb_file(file: &mut FileReport, other: FileReport) {
    file.size = file.size.max(other.size);
    other.read.iter().for_each(|range| file.read.insert(range));
    file.unreadable = match (file.unreadable.take(), other.unreadable) {
        (Some(one), Some(two)) => Some(one.min(two)),
        (one, two) => one.or(two),
    };
    file.version = file.version.take().or(other.version);
    file.codec = file.codec.take().or(other.codec);
    file.sync_marker = file.sync_marker.take().or(other.sync_marker);
    file.blocks = file.blocks.saturating_add(other.blocks);
    file.records = file.records.saturating_add(other.records);
    file.undecoded = file.undecoded.saturating_add(other.undecoded);
    absorb_damage(&mut file.damaged, other.damaged);
    for (rule, count) in other.violations {
        let known = file.violations.entry(rule).or_default();
        *known = known.saturating_add(count);
    }
}

fn absorb_damage(damaged: &mut Damaged, other: Damaged) {
    damaged.blocks = damaged.blocks.saturating_add(other.blocks);
    damaged.bytes = damaged.bytes.saturating_add(other.bytes);
    damaged.records = damaged.records.saturating_add(other.records);
    other.first.into_iter().for_each(|damage| damaged.keep(damage));
}
