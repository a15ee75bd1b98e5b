//! How many of the data that are there a finding is about.
//!
//! A datum is walked along the plan that reads it, past everything that fails, so that each place it comes to is counted and not
//! only the first one at which a decoder gives up.

use super::check::Check;
use super::finding::Finding;
use super::group::{Key, key};
use super::judge::Draft;
use super::level::Direction;
use super::report::Report;
use super::rule::{Class, DATA_UNREAD};
use super::severity::Severity;
use super::version::Version;
use super::walk::{Side, Step, Walk, fields};
use crate::error::Error;
use crate::generic;
use crate::resolve::{Mode, Plan, PlanId, PlanNode, resolve};
use crate::schema::{Kind, NodeId, Schema};
use crate::wire::Decoder;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;

/// Counts, for data of one schema, the records that each finding about a new version is about.
///
/// ```
/// use avro_entity::{Decoder, Schema, compat::{Check, Level, Version, Weigher}};
/// let writer = Schema::parse(r#"["null", "int"]"#)?;
/// let new = Version::named("new", Schema::parse(r#""int""#)?);
/// let mut weigher = Weigher::new(&Check::new(Level::BACKWARD), &writer, &new);
/// let mut data = Decoder::new(&[0, 2, 14, 2, 16]);
/// for _ in 0..3 {
///     weigher.add(&mut data)?;
/// }
/// assert_eq!((weigher.records(), weigher.unread()), (3, 1));
/// assert_eq!(weigher.hits().collect::<Vec<_>>(), [("optional-to-required", "", 1)]);
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Debug)]
pub struct Weigher {
    plan: Plan,
    targets: Vec<Target>,
    known: HashMap<Key, usize>,
    /// What is looked for at each pair of types that meet.
    at: HashMap<Place, Vec<Aim>>,
    records: u64,
    unread: u64,
    /// What is done about records that are not read.
    severity: Severity,
}

/// Where a finding is: a pair of types, and whether it is about a field that the writer does not have.
type Place = (NodeId, NodeId, bool);

/// A finding at a place, which is one of those that it is at.
#[derive(Debug)]
struct Aim {
    target: usize,
    /// The symbols that it is about, where it is about symbols.
    symbols: Option<Vec<String>>,
}

/// What records are counted for: all drafts that would be one finding.
#[derive(Debug)]
struct Target {
    rule: &'static str,
    path: String,
    count: u64,
    /// Whether the record at hand has been counted.
    is_hit: bool,
}

/// What a report says about data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Data {
    /// Files.
    pub files: u64,
    /// Records in them.
    pub records: u64,
    /// Records that the new version does not read.
    pub unread: u64,
}

impl Weigher {
    /// For data that were written under `writer`, and the findings of a check of `new` against it.
    pub fn new(check: &Check, writer: &Schema, new: &Version) -> Weigher {
        let plan = resolve(writer, new.schema());
        let mut weigher = Weigher {
            targets: Vec::new(),
            known: HashMap::new(),
            at: HashMap::new(),
            records: 0,
            unread: 0,
            severity: check.severity_of(&DATA_UNREAD),
            plan: plan.clone(),
        };
        let walk = Walk::new(&plan, Side::Reader);
        for draft in check.drafts(&Version::named("data", writer.clone()), new, &plan, Direction::Backward) {
            // News is of no record in particular.
            if draft.rule.class != Class::Info {
                weigher.aim(&walk, &draft);
            }
        }
        weigher
    }

    /// Adds a draft as a target, where it has a place in the data.
    fn aim(&mut self, walk: &Walk<'_>, draft: &Draft) {
        let by_path = || (0..walk.meetings.len()).find(|at| walk.path(*at, Side::Reader).0 == draft.new.path);
        let at = draft.evidence.meeting().or_else(by_path);
        let Some(meeting) = at.and_then(|at| walk.meetings.get(at)) else { return };
        let symbols = match (draft.evidence.symbols(), &walk.schema(Side::Writer).node(meeting.writer).kind) {
            (Some(symbols), Kind::Enum(written)) => {
                Some(symbols.iter().filter_map(|index| written.symbols.get(*index)).cloned().collect())
            }
            _ => None,
        };
        let place = (meeting.writer, meeting.reader, meeting.is_field_without_source());
        let target = *self.known.entry(key(draft)).or_insert(self.targets.len());
        if target == self.targets.len() {
            let (rule, path) = (draft.rule.id, draft.new.path.clone());
            self.targets.push(Target { rule, path, count: 0, is_hit: false });
        }
        self.at.entry(place).or_default().push(Aim { target, symbols });
    }

    /// How many records a finding is about.
    fn count(&self, finding: &Finding) -> u64 {
        let target = finding.key.as_ref().and_then(|key| self.targets.get(*self.known.get(key)?));
        target.map_or(0, |target| target.count)
    }

    /// Reads one datum, and counts what it comes to.
    ///
    /// # Errors
    ///
    /// When the input is no datum of the writer's schema.
    pub fn add(&mut self, decoder: &mut Decoder<'_>) -> Result<(), Error> {
        let bytes = decoder.remaining();
        let datum = generic::to_json(self.plan.writer(), decoder)?;
        self.records += 1;
        self.unread += u64::from(self.plan.to_json(&mut Decoder::new(bytes), Mode::Convert).is_err());
        let plan = self.plan.clone();
        let visit = Visit { plan: &plan, at: &self.at, targets: &mut self.targets };
        visit.all(&datum);
        for target in self.targets.iter_mut().filter(|target| target.is_hit) {
            target.count += 1;
            target.is_hit = false;
        }
        Ok(())
    }

    /// How many records there were.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// How many of them the new version does not read.
    pub fn unread(&self) -> u64 {
        self.unread
    }

    /// For each finding the id of its rule, its path, and how many records it is about.
    pub fn hits(&self) -> impl Iterator<Item = (&'static str, &str, u64)> {
        self.targets.iter().map(|target| (target.rule, target.path.as_str(), target.count))
    }
}

impl Report {
    /// Adds to the findings about an entity how many records of one file they are about; to those about reading them, since what
    /// older code makes of new data is not in these. Records that the new version does not read are a finding of their own.
    pub fn weigh(&mut self, entity: &str, weigher: &Weigher) {
        let data = self.data.get_or_insert_default();
        data.files += 1;
        data.records += weigher.records;
        data.unread += weigher.unread;
        for finding in self.findings.iter_mut().filter(|finding| finding.entity == entity && is_about_data(finding)) {
            *finding.records.get_or_insert_default() += weigher.count(finding);
        }
        if weigher.unread > 0 && weigher.severity > Severity::Allow {
            self.tell_unread(entity, weigher);
        }
    }

    /// Adds the records of one file that are not read to the finding about them.
    fn tell_unread(&mut self, entity: &str, weigher: &Weigher) {
        let is_it = |finding: &Finding| finding.entity == entity && finding.rule.id == DATA_UNREAD.id;
        let told = self.findings.iter().position(is_it).map(|at| self.findings.remove(at));
        let unread = told.and_then(|told| told.records).unwrap_or_default() + weigher.unread;
        let records = if unread == 1 { "1 record that is".to_owned() } else { format!("{unread} records that are") };
        let message = format!("the new version does not read {records} there");
        let finding = Finding::about_history(&DATA_UNREAD, entity, message);
        self.push(Finding { severity: weigher.severity, records: Some(unread), ..finding });
    }
}

/// Whether records that are there can come to a finding: it is about a place in a schema that they are read under, and no news.
fn is_about_data(finding: &Finding) -> bool {
    let is_backward = |direction: Direction| direction == Direction::Backward;
    let (directions, mut breaks) = (finding.rule.directions, finding.breaks.iter().map(|broken| broken.direction));
    finding.key.is_some()
        && finding.rule.class != Class::Info
        && (directions.is_empty() || directions.iter().copied().any(is_backward))
        && (finding.breaks.is_empty() || breaks.any(is_backward))
}

/// A datum on its way through a plan.
struct Visit<'a> {
    plan: &'a Plan,
    at: &'a HashMap<Place, Vec<Aim>>,
    targets: &'a mut Vec<Target>,
}

/// A value that is still to be looked at.
type Open<'v> = (Option<PlanId>, NodeId, NodeId, &'v Value);

impl Visit<'_> {
    fn all(mut self, datum: &Value) {
        let (writer, reader) = (self.plan.writer(), self.plan.reader());
        let mut open: Vec<Open<'_>> = vec![(Some(self.plan.root()), writer.root(), reader.root(), datum)];
        while let Some((plan, from, to, value)) = open.pop() {
            self.mark((from, to, false), Some(value));
            self.go_on(plan, from, to, value, &mut open);
        }
    }

    fn mark(&mut self, place: Place, value: Option<&Value>) {
        for aim in self.at.get(&place).into_iter().flatten() {
            let Some(target) = self.targets.get_mut(aim.target) else { continue };
            let written = value.and_then(Value::as_str);
            let is_it = |symbols: &Vec<String>| symbols.iter().any(|symbol| written == Some(symbol));
            target.is_hit |= aim.symbols.as_ref().is_none_or(is_it);
        }
    }

    /// Opens what is inside of a value, along both schemas as [`Walk`] goes.
    fn go_on<'v>(
        &mut self,
        plan: Option<PlanId>,
        from: NodeId,
        to: NodeId,
        value: &'v Value,
        open: &mut Vec<Open<'v>>,
    ) {
        let (writer, reader) = (self.plan.writer(), self.plan.reader());
        let node = plan.map(|id| self.plan.node(id));
        match (node, &writer.node(from).kind, &reader.node(to).kind) {
            (Some(PlanNode::Mismatch), ..) => {}
            (Some(PlanNode::WriterUnion { branches: plans, .. }), Kind::Union(branches), _) => {
                let Some((index, branch, value)) = branch_of(writer, branches, value) else { return };
                open.extend(plans.get(index).map(|plan| (Some(*plan), branch, to, value)));
            }
            (Some(PlanNode::ReaderUnion { branch, inner, .. }), _, Kind::Union(branches)) => {
                open.extend(branches.get(*branch as usize).map(|branch| (Some(*inner), from, *branch, value)));
            }
            (Some(PlanNode::Record(record)), Kind::Record(written), Kind::Record(read)) => {
                for (plan, (field, step), (to, _)) in fields(record, from, written, read) {
                    let Some(Step::Field(index)) = step else {
                        self.mark((from, to, true), None);
                        continue;
                    };
                    let value = written.fields.get(index as usize).and_then(|known| value.get(&known.name));
                    open.extend(value.map(|value| (plan, field, to, value)));
                }
            }
            (_, Kind::Record(written), Kind::Record(read)) => {
                let pairs = written.fields.iter().zip(&read.fields);
                open.extend(
                    pairs.filter_map(|(field, to)| Some((None, field.schema, to.schema, value.get(&field.name)?))),
                );
            }
            (_, Kind::Union(written), Kind::Union(read)) => {
                let Some((index, branch, value)) = branch_of(writer, written, value) else { return };
                open.extend(read.get(index).map(|to| (None, branch, *to, value)));
            }
            (node, Kind::Array(items), Kind::Array(to)) => {
                let values = value.as_array().into_iter().flatten();
                open.extend(values.map(|value| (node.and_then(PlanNode::part), *items, *to, value)));
            }
            (node, Kind::Map(values), Kind::Map(to)) => {
                let entries = value.as_object().into_iter().flat_map(|entries| entries.values());
                open.extend(entries.map(|value| (node.and_then(PlanNode::part), *values, *to, value)));
            }
            _ => {}
        }
    }
}

/// The branch that a value in Avro's JSON encoding is of, and the value in it.
fn branch_of<'v>(schema: &Schema, branches: &[NodeId], value: &'v Value) -> Option<(usize, NodeId, &'v Value)> {
    let (name, value) = match value {
        Value::Null => ("null", value),
        Value::Object(members) => members.iter().next().map(|(name, value)| (name.as_str(), value))?,
        _ => return None,
    };
    let index = branches.iter().position(|id| schema.node(*id).branch_name() == name)?;
    Some((index, *branches.get(index)?, value))
}
