//! A job: the rules over an entity, and how it is run.

use super::checkpoint::Checkpoint;
use super::input::Inputs;
use super::privacy::Privacy;
use super::report::Report;
use super::rule::{Rule, check_names};
use super::source::Source;
use super::worker;
use crate::decode::AvroDecodeOwned;
use crate::error::Error;
use crate::schema::{Kind, Schema};
use crate::shown::hex;
use crate::wire::Limits;
use std::fmt;
use std::num::NonZero;
use std::path::Path;
use std::thread::available_parallelism;

/// How many bytes are read between two checkpoints unless it is set.
const CHECKPOINT: u64 = 64 << 20;

/// Rules over entities of type `T`, to be run over container files of any version of it.
///
/// ```
/// use avro_entity::batch::{Inputs, Job, Outcome, Rule};
/// use avro_entity::{AvroEntity, Writer};
///
/// #[derive(AvroEntity)]
/// struct Flight {
///     carrier: String,
///     delay: i32,
/// }
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("flights.avro");
/// # let path = path.to_str().expect("a temporary folder has an ordinary name");
/// let mut writer = Writer::create(path)?;
/// writer.append(&Flight { carrier: "B6".into(), delay: 12 })?;
/// writer.append(&Flight { carrier: "UA".into(), delay: 301 })?;
/// writer.finish()?;
///
/// let late = Rule::new("at most five hours late", |flight: &Flight| match flight.delay {
///     ..=300 => Outcome::Pass,
///     delay => Outcome::fail().with_value(delay),
/// });
/// let mut inputs = Inputs::new();
/// inputs.add(path)?;
/// let report = Job::new([late])?.run(&inputs)?;
///
/// let late = report.rule("at most five hours late").expect("the job has this rule");
/// assert_eq!((late.violations, late.checked), (1, 2));
/// let first = late.examples.first().expect("there is a violation");
/// assert_eq!((first.block, first.record, first.value.clone()), (0, 1, Some(301.into())));
/// assert_eq!(first.datum, Some(serde_json::json!({"carrier": "UA", "delay": 301})));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Job<T> {
    pub(super) rules: Vec<Rule<T>>,
    pub(super) schema: &'static Schema,
    pub(super) privacy: Privacy,
    pub(super) sample: usize,
    pub(super) reader_limits: Limits,
    threads: usize,
    limit: Option<u64>,
    checkpoint_bytes: u64,
    progress: Box<dyn Fn(u64) + Send + Sync>,
}

/// Its rules, by name, and what it is limited to.
impl<T> fmt::Debug for Job<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("type", &std::any::type_name::<T>())
            .field("rules", &self.rules)
            .field("sample", &self.sample)
            .field("threads", &self.threads)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl<T: AvroDecodeOwned> Job<T> {
    /// A job of these rules. It runs on all cores, samples ten records for each rule, and has no limit.
    ///
    /// # Errors
    ///
    /// Of kind [`Job`](crate::ErrorKind::Job) when two rules have one name, or a rule has none or that of the rule that every job has,
    /// `decodes`; and when the type has no valid schema.
    pub fn new(rules: impl IntoIterator<Item = Rule<T>>) -> Result<Job<T>, Error> {
        let rules: Vec<Rule<T>> = rules.into_iter().collect();
        check_names(&rules)?;
        let schema = T::try_schema()?;
        Ok(Job {
            rules,
            schema,
            privacy: Privacy::of(schema),
            sample: 10,
            reader_limits: Limits::DEFAULT,
            threads: available_parallelism().map_or(1, NonZero::get),
            limit: None,
            checkpoint_bytes: CHECKPOINT,
            progress: Box::new(|_| {}),
        })
    }

    /// On how many threads, at least one.
    #[must_use]
    pub fn threads(self, threads: usize) -> Job<T> {
        Job { threads: threads.max(1), ..self }
    }

    /// How many records are sampled for each rule.
    #[must_use]
    pub fn sample(self, records: usize) -> Job<T> {
        Job { sample: records, ..self }
    }

    /// Ends after so many records, in the order of the files' paths.
    #[must_use]
    pub fn limit(self, records: u64) -> Job<T> {
        Job { limit: Some(records), ..self }
    }

    /// What readers put up with.
    #[must_use]
    pub fn reader_limits(self, limits: Limits) -> Job<T> {
        Job { reader_limits: limits, ..self }
    }

    /// How many bytes are read between two checkpoints; 64 MiB unless set.
    #[must_use]
    pub fn checkpoint_bytes(self, bytes: u64) -> Job<T> {
        Job { checkpoint_bytes: bytes.max(1), ..self }
    }

    /// Is told, from any thread, how many bytes of the inputs are read.
    #[must_use]
    pub fn on_progress(self, progress: impl Fn(u64) + Send + Sync + 'static) -> Job<T> {
        Job { progress: Box::new(progress), ..self }
    }

    /// Runs the rules over `inputs`. What cannot be read is in the report, and all else is read.
    ///
    /// A rule that panics is broken by the record, for the reason that it panicked, and a record in whose conversion (`with`,
    /// `try_from`) something panics is one that cannot be read. The panic is printed all the same, by the hook that the program has for
    /// panics; [`main`](super::main()) has one that leaves these out.
    ///
    /// # Errors
    ///
    /// When the system refuses a thread.
    pub fn run(&self, inputs: &Inputs) -> Result<Report, Error> {
        let mut source = Source::<T>::new(self, inputs, self.empty_report());
        self.leg(&mut source, u64::MAX)?;
        Ok(source.into_report())
    }

    /// Opens every file and reads none: a report of sizes, codecs and versions, and of what cannot be opened, which says that it is a
    /// [survey](Report::is_survey).
    ///
    /// ```
    /// use avro_entity::batch::{Inputs, Job};
    /// let report = Job::<i64>::new([])?.survey(&Inputs::new());
    /// assert_eq!(report.totals().files, 0);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn survey(&self, inputs: &Inputs) -> Report {
        Source::<T>::new(self, inputs, self.empty_report()).survey()
    }

    /// As [`run`](Job::run), noting in the file at `checkpoint` from time to time what was found; when there is such a file, the
    /// job goes on from there. Nothing is lost and nothing is counted twice, wherever it was stopped. The file stays for
    /// the caller to remove when the report is where it should be; until then, the job ends at once when it is run again.
    ///
    /// ```
    /// use avro_entity::batch::{Inputs, Job, Rule};
    /// # let folder = tempfile::tempdir()?;
    /// # let checkpoint = folder.path().join("checkpoint");
    /// let job = Job::new([Rule::new("positive", |number: &i64| *number > 0)])?;
    /// let report = job.resume(&Inputs::new(), &checkpoint)?;
    /// std::fs::remove_file(&checkpoint)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`run`](Job::run); when the file cannot be written; and when the one that is there is of another job, of other inputs, or of files
    /// that are not what they were.
    pub fn resume(&self, inputs: &Inputs, checkpoint: &Path) -> Result<Report, Error> {
        let place = |error: Error| error.in_file(checkpoint);
        let checkpoint = Checkpoint::at(checkpoint, inputs);
        let found = checkpoint.load(&self.empty_report()).map_err(place)?;
        let mut source = Source::<T>::new(self, inputs, found.unwrap_or_else(|| self.empty_report()));
        while self.leg(&mut source, self.checkpoint_bytes)? {
            checkpoint.save(source.report()).map_err(place)?;
        }
        checkpoint.save(source.report()).map_err(place)?;
        Ok(source.into_report())
    }

    /// Reads at least `bytes` more, up to the end of a block; `false` when all is read.
    fn leg(&self, source: &mut Source<'_, T>, bytes: u64) -> Result<bool, Error> {
        source.start_leg(bytes);
        worker::run(self, source, self.threads)?;
        Ok(source.end_leg())
    }

    pub(super) fn report_progress(&self, bytes: u64) {
        (self.progress)(bytes);
    }

    /// What workers start from.
    pub(super) fn empty_report(&self) -> Report {
        let entity = name(self.schema);
        let names = self.rules.iter().map(Rule::name);
        Report::empty(entity, fingerprint(self.schema), self.limit, self.sample, names)
    }
}

/// What the outermost type of a schema is called.
pub(super) fn name(schema: &Schema) -> String {
    let root = schema.root_node();
    let of_items = |id| schema.node(id).name().map(|name| name.full().to_owned());
    match &root.kind {
        Kind::Array(items) => of_items(*items).map_or("array".to_owned(), |name| format!("array of {name}")),
        _ => root.branch_name().to_owned(),
    }
}

/// The resolution fingerprint of a schema as text.
pub(super) fn fingerprint(schema: &Schema) -> String {
    hex(&schema.resolution_fingerprint())
}
