//! One thread of a job: unpacks blocks, decodes their records and holds them against the rules.

use super::guard::guarded;
use super::job::Job;
use super::merge::code_mut;
use super::outcome::Violation;
use super::readable::make_readable;
use super::report::{Report, RuleReport};
use super::rule::{Check, DECODES, Finding};
use super::sample::{Example, Place};
use super::source::{Given, OpenFile, Source, damaged_block};
use crate::container::{Block, Parcel, Reading, Unpacking};
use crate::decode::AvroDecodeOwned;
use crate::error::Error;
use crate::generic;
use crate::resolve::Mode;
use crate::wire::Decoder;
use serde_json::Value;
use std::any::Any;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The longest record, in bytes, that is shown.
const SHOWN: usize = 64 << 10;

/// The most characters of a value that an example shows.
const VALUE: usize = 1000;

/// Works off what `source` gives on `threads` threads, and adds what they find to its report.
pub(super) fn run<T: AvroDecodeOwned>(job: &Job<T>, source: &mut Source<'_, T>, threads: usize) -> Result<(), Error> {
    let shared = Mutex::new(source);
    let work = || Worker::new(job).work(&shared);
    if threads == 1 {
        work();
        return Ok(());
    }
    std::thread::scope(|scope| {
        let spawn = |_| std::thread::Builder::new().name("avro-batch".into()).spawn_scoped(scope, work);
        let spawned: Result<Vec<_>, _> = (0..threads).map(spawn).collect();
        for thread in spawned? {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
        Ok(())
    })
}

/// Ends the leg for all threads when one of them panics, when it tells of progress.
struct StopOnPanic<'l, 's, 'j, T: AvroDecodeOwned>(&'l Mutex<&'s mut Source<'j, T>>);

impl<T: AvroDecodeOwned> Drop for StopOnPanic<'_, '_, '_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(self.0).stop();
        }
    }
}

/// What a thread left behind that panicked with the lock is never looked at: the panic goes on when all have ended.
fn lock<'l, 's, 'j, T>(source: &'l Mutex<&'s mut Source<'j, T>>) -> MutexGuard<'l, &'s mut Source<'j, T>> {
    source.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Worker<'j, T> {
    job: &'j Job<T>,
    found: Found,
    /// What records are read into, once there was one.
    record: Option<T>,
    /// For the blocks of the file that the last one was of.
    unpacking: Option<(Arc<OpenFile>, Unpacking)>,
    findings: Vec<Finding>,
}

/// What a thread found.
struct Found {
    report: Report,
    rules: Vec<RuleReport>,
    decodes: RuleReport,
}

impl<'j, T: AvroDecodeOwned> Worker<'j, T> {
    fn new(job: &'j Job<T>) -> Worker<'j, T> {
        let rules = job.rules.iter().map(|_| RuleReport::default()).collect();
        let report = job.empty_report();
        let found = Found { report, rules, decodes: RuleReport::default() };
        Worker { job, found, record: None, unpacking: None, findings: Vec::new() }
    }

    fn work(mut self, source: &Mutex<&mut Source<'_, T>>) {
        let _stop = StopOnPanic(source);
        let mut parcel = Parcel::default();
        loop {
            let given = lock(source).next(&mut parcel);
            let Some(given) = given else { break };
            self.read_block(&given, &mut parcel);
        }
        lock(source).absorb(self.found.into_report(self.job));
    }

    fn read_block(&mut self, given: &Given, parcel: &mut Parcel) {
        let unpacking = match self.unpacking.take() {
            Some((file, unpacking)) if Arc::ptr_eq(&file, &given.file) => Ok(unpacking),
            _ => Unpacking::new(given.file.header.codec(), self.job.reader_limits.clone()),
        };
        let read = unpacking.and_then(|mut unpacking| {
            let read = unpacking.block(parcel, &given.file.header).map(|block| self.read_records(given, &block));
            self.unpacking = Some((Arc::clone(&given.file), unpacking));
            read
        });
        // Records of a block that was not unpacked are not among those that the rules saw.
        let (damage, records) = match read {
            Ok(Ok(())) => return,
            Ok(Err(left_over)) => (left_over, 0),
            Err(packed) => (packed, given.records),
        };
        let damage = damaged_block(&damage);
        self.found.report.file_mut(&given.file.path).add_damage(damage, parcel.len(), records);
    }

    /// Holds the records of a block against the rules; an error when bytes are left behind the last one.
    fn read_records(&mut self, given: &Given, block: &Block<'_>) -> Result<(), Error> {
        let mut tally = Tally::new(&given.file, block.index().unwrap_or_default(), given.records, self.job.rules.len());
        let mut decoder = block.decoder();
        for record in 0..given.records {
            decoder.start_datum();
            let rest = decoder.remaining().len();
            match self.read_record(&given.file.reading, &mut decoder) {
                Ok(()) => self.check(&mut tally, &Bytes { block, record, rest, behind: &decoder }),
                Err(reason) => {
                    let start = block.decoder_at(block.data().len() - rest);
                    let Some(behind) = pass(&given.file, start) else {
                        tally.cut_short = true;
                        self.note_undecoded(&mut tally, record, given.records - record - 1, reason);
                        break;
                    };
                    self.note_undecoded(&mut tally, record, 0, reason);
                    decoder = behind;
                }
            }
        }
        let left = decoder.remaining().len();
        let complete = given.records == block.count() && !tally.cut_short;
        self.found.add(tally, self.job);
        if complete && left > 0 { Err(block.left_over_error(left)) } else { Ok(()) }
    }

    /// Reads the next record, or says why it cannot be read.
    #[inline]
    fn read_record(&mut self, reading: &Reading, decoder: &mut Decoder<'_>) -> Result<(), String> {
        let read = guarded(|| match &mut self.record {
            Some(record) => reading.decode_into(record, decoder),
            empty => reading.decode(decoder).map(|record| *empty = Some(record)),
        });
        match read {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(self.job.privacy.reason(&error)),
            Err(panic) => {
                // What a conversion left behind is read into no more.
                self.record = None;
                Err(self.job.privacy.panic("a conversion", &*panic))
            }
        }
    }

    /// Counts a record that cannot be read, and the `others` that are lost with it.
    fn note_undecoded(&mut self, tally: &mut Tally<'_>, record: u64, others: u64, mut reason: String) {
        tally.undecoded += 1 + others;
        self.found.decodes.note(Some(&reason), None);
        self.found.decodes.violations += 1 + others;
        if others > 0 {
            reason.push_str(&format!("; the {others} records after it in the block are lost with it"));
        }
        let place = tally.place(record);
        self.found.decodes.examples.offer(place, self.job.sample, || example(place, Some(&reason), None, None));
    }

    #[inline]
    fn check(&mut self, tally: &mut Tally<'_>, bytes: &Bytes<'_>) {
        let Worker { job, found, record: Some(value), findings, .. } = self else { return };
        let mut violation = Violation::default();
        for (index, rule) in job.rules.iter().enumerate() {
            match &rule.check {
                Check::Closure(passes) => match guarded(|| passes(value, &mut violation)) {
                    Ok(true) => {}
                    Ok(false) => found.violated(job, tally, index, bytes, std::mem::take(&mut violation)),
                    Err(panic) => found.violated(job, tally, index, bytes, rule_panicked(job, &*panic)),
                },
                Check::Validation(validate) => match guarded(|| validate(value, findings)) {
                    Ok(()) if findings.is_empty() => {}
                    Ok(()) => found.invalid(job, tally, index, bytes, findings),
                    Err(panic) => {
                        findings.clear();
                        found.violated(job, tally, index, bytes, rule_panicked(job, &*panic));
                    }
                },
            }
        }
    }
}

fn rule_panicked<T>(job: &Job<T>, panic: &(dyn Any + Send)) -> Violation {
    Violation { reason: Some(job.privacy.panic("the rule", panic).into()), value: None }
}

/// Behind a record that cannot be read as the entity, if it is one of the writer.
fn pass<'de>(file: &OpenFile, mut start: Decoder<'de>) -> Option<Decoder<'de>> {
    let schema = file.header.schema();
    generic::skip(schema, schema.root(), &mut start).ok().map(|()| start)
}

/// Where the bytes of a record are.
struct Bytes<'b> {
    block: &'b Block<'b>,
    record: u64,
    /// How many bytes of the block begin with the record.
    rest: usize,
    /// Behind the record.
    behind: &'b Decoder<'b>,
}

/// A record, to be shown if it comes to that.
struct Shown<'w, T> {
    job: &'w Job<T>,
    file: &'w OpenFile,
    bytes: &'w Bytes<'w>,
}

impl<T> Shown<'_, T> {
    /// The record as people read it, without its private fields.
    fn datum(&self) -> Option<Value> {
        let Bytes { block, rest, behind, .. } = *self.bytes;
        if rest - behind.remaining().len() > SHOWN {
            return None;
        }
        let mut decoder = block.decoder_at(block.data().len() - rest);
        let mut datum = match &self.file.reading {
            Reading::Same => generic::to_json(self.job.schema, &mut decoder),
            Reading::Planned(plan) => plan.to_json(&mut decoder, Mode::Convert),
        }
        .ok()?;
        self.job.privacy.hide(&mut datum);
        make_readable(self.job.schema, self.job.schema.root(), &mut datum);
        Some(datum)
    }
}

/// Counts a record that breaks a rule.
fn note<T>(found: &mut RuleReport, place: Place<'_>, violation: Violation, shown: &Shown<'_, T>) {
    let Violation { reason, value } = violation;
    found.violations += 1;
    found.note(reason.as_deref(), value.as_ref());
    found.examples.offer(place, shown.job.sample, || example(place, reason.as_deref(), value, shown.datum()));
}

/// Counts a record under the validation, and under each field and code that is violated in it, however often.
fn note_findings<T>(
    found: &mut RuleReport,
    place: Place<'_>,
    findings: impl Iterator<Item = Finding>,
    shown: &Shown<'_, T>,
) {
    let mut names: Vec<String> = Vec::new();
    for finding in findings {
        let name = finding.rule();
        let is_private = shown.job.privacy.hides(&finding.path);
        let violation = if is_private { Violation::default() } else { finding.violation };
        match code_mut(&mut found.codes, &name) {
            Some(code) if names.contains(&name) => code.note(violation.reason.as_deref(), violation.value.as_ref()),
            Some(code) => note(code, place, violation, shown),
            None => {}
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    note(found, place, Violation { reason: Some(names.join("; ").into()), value: None }, shown);
}

fn example(place: Place<'_>, reason: Option<&str>, value: Option<Value>, datum: Option<Value>) -> Example {
    let value = match value {
        Some(Value::String(text)) => Some(Value::String(text.chars().take(VALUE).collect())),
        other => other,
    };
    place.example(reason.map(|reason| reason.chars().take(VALUE).collect()), value, datum)
}

/// Counts of one block.
struct Tally<'f> {
    file: &'f OpenFile,
    block: u64,
    records: u64,
    undecoded: u64,
    /// Whether the end of a record, and so all behind it, could not be found.
    cut_short: bool,
    violations: Vec<u64>,
}

impl<'f> Tally<'f> {
    fn new(file: &'f OpenFile, block: u64, records: u64, rules: usize) -> Tally<'f> {
        Tally { file, block, records, undecoded: 0, cut_short: false, violations: vec![0; rules] }
    }

    fn place(&self, record: u64) -> Place<'f> {
        Place::new(&self.file.path, self.file.number, self.block, record)
    }

    /// Counts a violation of the rule with this index.
    fn count(&mut self, rule: usize) {
        self.violations.get_mut(rule).into_iter().for_each(|count| *count += 1);
    }
}

impl Found {
    /// Counts a record that breaks the rule `index`.
    #[cold]
    fn violated<T>(
        &mut self,
        job: &Job<T>,
        tally: &mut Tally<'_>,
        index: usize,
        bytes: &Bytes<'_>,
        violation: Violation,
    ) {
        let Some(found) = self.rules.get_mut(index) else { return };
        tally.count(index);
        note(found, tally.place(bytes.record), violation, &Shown { job, file: tally.file, bytes });
    }

    /// Counts a record that the validation `index` finds things in.
    #[cold]
    fn invalid<T>(
        &mut self,
        job: &Job<T>,
        tally: &mut Tally<'_>,
        index: usize,
        bytes: &Bytes<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let Some(found) = self.rules.get_mut(index) else { return };
        tally.count(index);
        note_findings(found, tally.place(bytes.record), findings.drain(..), &Shown { job, file: tally.file, bytes });
    }

    fn add<T>(&mut self, tally: Tally<'_>, job: &Job<T>) {
        let file = self.report.file_mut(&tally.file.path);
        file.records += tally.records;
        file.undecoded += tally.undecoded;
        let names = job.rules.iter().map(|rule| rule.name());
        for (name, count) in
            names.zip(tally.violations).chain([(DECODES, tally.undecoded)]).filter(|(_, count)| *count > 0)
        {
            *file.violations.entry(name.to_owned()).or_default() += count;
        }
        self.decodes.checked += tally.records;
        self.rules.iter_mut().for_each(|rule| rule.checked += tally.records - tally.undecoded);
    }

    fn into_report<T>(mut self, job: &Job<T>) -> Report {
        let found = job.rules.iter().map(|rule| rule.name()).zip(self.rules).chain([(DECODES, self.decodes)]);
        for (name, rule) in found {
            self.report.rules.insert(name.to_owned(), rule);
        }
        self.report
    }
}
