//! Where the blocks of a job come from: one file after the other, for whichever thread asks next.
//!
//! Letter to the next reader. Threads take blocks in turn, so which thread sees a block is chance; all that a report holds
//! is sums, firsts and smallest numbers, which do not depend on it. What has to be seen in order stays here: which bytes
//! are read, what is no block, and where a limit ends the job. A leg ends between two blocks; then the report covers the
//! bytes up to the marker in front of the next block, and what is left of the inputs is the inputs without these bytes. That is
//! all there is to going on from a checkpoint.

use super::input::Inputs;
use super::job::{Job, fingerprint, name};
use super::ranges::Ranges;
use super::report::{DamagedBlock, Report, Version, marker};
use super::sample::number;
use super::split::Split;
use crate::container::{BlockReader, Damage, Header, OnDamage, Parcel, ReaderOptions, Reading, Stretch};
use crate::decode::AvroDecodeOwned;
use crate::error::Error;
use crate::schema::Schema;
use std::fs::File;
use std::ops::Range;
use std::sync::Arc;

/// The blocks of all inputs, and what is found while reading them.
pub(super) struct Source<'j, T> {
    job: &'j Job<T>,
    inputs: &'j Inputs,
    parts: std::vec::IntoIter<Split>,
    open: Option<Open>,
    report: Report,
    /// How many more records may be given out, when there is a limit.
    left: Option<u64>,
    /// How many bytes of blocks are read in this leg, and where it ends.
    leg: u64,
    leg_end: u64,
    /// How many bytes of the inputs are done with.
    done: u64,
}

/// A file that is being read.
struct Open {
    file: Arc<OpenFile>,
    blocks: BlockReader<File>,
    range: Range<u64>,
}

/// What a thread needs to know about the file that a block is of.
pub(super) struct OpenFile {
    pub(super) path: String,
    /// The number of the path, by which samples are drawn.
    pub(super) number: u64,
    pub(super) header: Header,
    pub(super) reading: Reading,
}

/// A block that was given out.
pub(super) struct Given {
    pub(super) file: Arc<OpenFile>,
    /// How many of its records count, when a limit ends in it.
    pub(super) records: u64,
}

impl<'j, T: AvroDecodeOwned> Source<'j, T> {
    /// What of `inputs` is not yet in `report`.
    pub(super) fn new(job: &'j Job<T>, inputs: &'j Inputs, mut report: Report) -> Source<'j, T> {
        for (path, reason) in inputs.unreadable() {
            report.file_mut(path).unreadable = Some(reason.to_owned());
        }
        let totals = report.totals();
        let framed = report.files().map(|(_, file)| file.damaged.records).fold(totals.records, u64::saturating_add);
        let left = report.limit().map(|limit| limit.saturating_sub(framed));
        let none = Ranges::default();
        let parts: Vec<Split> = inputs
            .files()
            .flat_map(|(path, input)| {
                let known = report.file(path);
                let left = input.ranges.without(known.map_or(&none, |file| &file.read));
                let unseen = (known.is_none() && left.is_empty()).then_some(0..0);
                let ranges: Vec<Range<u64>> = left.iter().chain(unseen).collect();
                ranges.into_iter().map(|range| Split { file: path.to_owned(), range })
            })
            .collect();
        let (parts, done) = (parts.into_iter(), totals.bytes);
        Source { job, inputs, parts, open: None, report, left, leg: 0, leg_end: u64::MAX, done }
    }

    /// Opens every file, and reads none.
    pub(super) fn survey(mut self) -> Report {
        self.report.survey = true;
        for (path, input) in self.inputs.files() {
            self.report.file_mut(path).size = input.size;
            if let Err(error) = self.try_open(&Split { file: path.to_owned(), range: 0..input.size }) {
                self.note_unreadable(path, &error);
            }
        }
        self.report
    }

    /// Allows `bytes` bytes before the next end of a leg.
    pub(super) fn start_leg(&mut self, bytes: u64) {
        (self.leg, self.leg_end) = (0, bytes);
    }

    /// Ends the leg before the next block.
    pub(super) fn stop(&mut self) {
        self.leg_end = 0;
    }

    /// Notes what is read; `false` when all is.
    pub(super) fn end_leg(&mut self) -> bool {
        self.cover_read();
        let limit_reached = self.left == Some(0);
        !limit_reached && (self.open.is_some() || self.parts.len() > 0)
    }

    /// What was found so far; complete between two legs.
    pub(super) fn report(&self) -> &Report {
        &self.report
    }

    pub(super) fn into_report(self) -> Report {
        self.report
    }

    /// Adds what a thread found.
    pub(super) fn absorb(&mut self, found: Report) {
        self.report.absorb(found);
    }

    /// Puts the next block into `parcel`; `None` at the end of the leg.
    pub(super) fn next(&mut self, parcel: &mut Parcel) -> Option<Given> {
        while self.leg < self.leg_end && self.left != Some(0) {
            let Some(open) = &mut self.open else {
                let part = self.parts.next()?;
                self.open = self.open_part(part);
                continue;
            };
            let from = open.blocks.position();
            match open.blocks.next_stretch() {
                Ok(Some(Stretch::Block)) => {
                    open.blocks.pack(parcel);
                    let file = Arc::clone(&open.file);
                    return Some(self.give(file, parcel));
                }
                Ok(Some(Stretch::Damaged(damage))) => {
                    let file = Arc::clone(&open.file);
                    self.note_damage(&file.path, damage);
                }
                Ok(None) => self.close(None),
                Err(error) => self.close(Some(error)),
            }
            self.advance(from);
        }
        None
    }

    fn give(&mut self, file: Arc<OpenFile>, parcel: &Parcel) -> Given {
        self.report.file_mut(&file.path).blocks += 1;
        let records = self.left.map_or(parcel.count(), |left| left.min(parcel.count()));
        self.left = self.left.map(|left| left - records);
        self.advance(parcel.offset());
        Given { file, records }
    }

    /// Counts the bytes from `from` to where the reader is.
    fn advance(&mut self, from: u64) {
        let Some(open) = &self.open else { return self.job.report_progress(self.done) };
        let position = open.blocks.position();
        self.leg = self.leg.saturating_add(position.saturating_sub(from));
        let here = position.clamp(open.range.start, open.range.end) - open.range.start;
        self.job.report_progress(self.done.saturating_add(here));
    }

    /// Notes bytes of a file as read.
    fn cover(&mut self, path: &str, range: Range<u64>) {
        self.done = self.done.saturating_add(range.end.saturating_sub(range.start));
        self.report.file_mut(path).read.insert(range);
    }

    fn note_damage(&mut self, path: &str, Damage { error, bytes }: Damage) {
        self.report.file_mut(path).add_damage(damaged_block(&error), bytes, 0);
    }

    /// Opens the file of a part and goes to its first block; what cannot be read is noted.
    fn open_part(&mut self, part: Split) -> Option<Open> {
        self.report.file_mut(&part.file).size = self.inputs.size(&part.file);
        match self.try_open(&part) {
            Ok(open) => Some(open),
            Err(error) => {
                self.note_unreadable(&part.file, &error);
                self.cover(&part.file, part.range);
                None
            }
        }
    }

    fn try_open(&mut self, part: &Split) -> Result<Open, Error> {
        let options = ReaderOptions::new().limits(self.job.reader_limits.clone()).on_damage(OnDamage::SkipToNextSync);
        let mut blocks = options.open_blocks(&part.file)?;
        let header = blocks.header().clone();
        let version = self.note_version(header.schema());
        let file = self.report.file_mut(&part.file);
        file.check_marker(&header)?;
        file.version = Some(version);
        file.codec = Some(header.codec().name().to_owned());
        file.sync_marker = Some(marker(&header));
        let reading = Reading::of::<T>(header.schema())?;
        blocks.set_range(part.range.clone())?;
        let file = Arc::new(OpenFile { path: part.file.clone(), number: number(&part.file), header, reading });
        Ok(Open { file, blocks, range: part.range.clone() })
    }

    fn note_version(&mut self, schema: &Schema) -> String {
        let fingerprint = fingerprint(schema);
        let current = fingerprint == self.report.schema;
        let version = || Version { name: name(schema), current };
        self.report.versions.entry(fingerprint.clone()).or_insert_with(version);
        fingerprint
    }

    fn note_unreadable(&mut self, path: &str, error: &Error) {
        let place = error.block().map_or(String::new(), |block| format!("block {block}: "));
        let path_in = error.path();
        let path_in = if path_in.is_empty() { path_in } else { format!("{path_in}: ") };
        self.report.file_mut(path).unreadable = Some(format!("{place}{path_in}{}", error.message()));
    }

    /// Ends the part that is being read, at its end or where the file could not be read on.
    fn close(&mut self, error: Option<Error>) {
        let Some(open) = self.open.take() else { return };
        if let Some(error) = error {
            self.note_unreadable(&open.file.path, &error);
        }
        self.cover(&open.file.path, open.range);
    }

    /// Notes the bytes up to the next block as read.
    fn cover_read(&mut self) {
        let Some(open) = &mut self.open else { return };
        let end = open.blocks.marker_offset().clamp(open.range.start, open.range.end);
        let range = std::mem::replace(&mut open.range.start, end)..end;
        let file = Arc::clone(&open.file);
        self.cover(&file.path, range);
    }
}

/// The place and reason of damage.
pub(super) fn damaged_block(error: &Error) -> DamagedBlock {
    DamagedBlock {
        offset: error.offset().unwrap_or_default(),
        block: error.block().unwrap_or_default(),
        reason: error.message().to_owned(),
    }
}
