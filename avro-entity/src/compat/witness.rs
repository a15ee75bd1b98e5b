//! Data that show what a finding says: the least datum that comes to the place, its bytes, and what becomes of it.

use super::check::{newer, plan};
use super::finding::{Outcome, Witness};
use super::group::Group;
use super::heights::Heights;
use super::judge::{Draft, Evidence};
use super::level::Direction;
use super::meaning::{meaning, telling};
use super::source::Sources;
use super::version::Version;
use super::walk::{Side, Step, Walk};
use crate::error::Error;
use crate::generic::{for_each_part, from_json};
use crate::resolve::{Mismatch, Mode, PathStep, Plan, PlanId, PlanNode};
use crate::schema::{Kind, NodeId, Schema};
use crate::shown::hex;
use crate::wire::Decoder;
use serde_json::{Map, Value, json};
use std::cell::Cell;
use std::collections::HashMap;

/// How many values all witnesses of a report have together, and bytes; when there are as many, the findings that are left have
/// none. One record of thousands of fields that all changed would be shown thousands of times.
const ROOM: usize = 1 << 18;

/// How many values one witness has at most, and bytes of fixed.
const ROOM_OF_ONE: usize = 1 << 16;

/// How deep a witness may be.
const DEPTH: usize = 200;

/// The plans of all pairs that have something to show.
pub(super) struct Plans(HashMap<(usize, Direction), Plan>);

impl Plans {
    pub(super) fn of(groups: &[Group], history: &[Version], new: &Version) -> Plans {
        let mut plans = HashMap::new();
        for group in groups.iter().filter(|group| Leaf::of(&group.draft.evidence).is_some()) {
            if let Some(old) = history.get(group.index) {
                plans.entry((group.index, group.direction)).or_insert_with(|| plan(old, new, group.direction));
            }
        }
        Plans(plans)
    }
}

/// The witnesses of a report.
pub(super) struct Witnesses<'p> {
    stages: HashMap<(usize, Direction), Stage<'p>>,
    private: &'p Sources,
    room: usize,
}

/// What is the same for all witnesses of a pair.
struct Stage<'p> {
    walk: Walk<'p>,
    heights: Heights,
}

impl<'p> Witnesses<'p> {
    pub(super) fn new(plans: &'p Plans, private: &'p Sources) -> Witnesses<'p> {
        let stage = |plan, direction| Stage { walk: Walk::new(plan, newer(direction)), heights: Heights::of(plan) };
        let stages = plans.0.iter().map(|(pair, plan)| (*pair, stage(plan, pair.1))).collect();
        Witnesses { stages, private, room: ROOM }
    }

    /// The witness of a group; `None` where it has nothing to show, or no datum comes to the place.
    pub(super) fn of(&mut self, group: &Group) -> Option<Witness> {
        if self.room == 0 {
            return None;
        }
        let stage = self.stages.get(&(group.index, group.direction))?;
        let making = Making { stage, leaf: Leaf::of(&group.draft.evidence)?, room: Cell::new(ROOM_OF_ONE) };
        let witness = making.witness(&group.draft, self.private);
        self.room = self.room.saturating_sub(ROOM_OF_ONE - making.room.get());
        witness
    }
}

/// What stands at the end of the way.
#[derive(Clone, Copy)]
enum Leaf {
    /// Whatever is least.
    Any,
    /// The symbol of this index.
    Symbol(usize),
    /// A value that is another one when it is read.
    Telling,
    /// A record in which this field has a value that is not its default.
    Field(usize),
}

impl Leaf {
    fn of(evidence: &Evidence) -> Option<Leaf> {
        Some(match evidence {
            Evidence::None | Evidence::Schema | Evidence::DefaultedSymbols { .. } => return None,
            Evidence::Refused { .. } => Leaf::Any,
            Evidence::RefusedSymbol { symbol, .. } => Leaf::Symbol(*symbol),
            Evidence::Misread { .. } => Leaf::Telling,
            Evidence::Lost { written, .. } => Leaf::Field(*written),
        })
    }
}

struct Making<'w, 'p> {
    stage: &'w Stage<'p>,
    leaf: Leaf,
    /// How many values may still be made.
    room: Cell<usize>,
}

impl Making<'_, '_> {
    fn witness(&self, draft: &Draft, private: &Sources) -> Option<Witness> {
        let walk = &self.stage.walk;
        let plan = walk.plan;
        let datum = self.datum(draft.evidence.meeting()?)?;
        let bytes = from_json(plan.writer(), &datum).ok()?;
        let (mut earlier, mut refused_at) = (false, String::new());
        let outcome = match &draft.evidence {
            Evidence::None | Evidence::Schema | Evidence::DefaultedSymbols { .. } => return None,
            Evidence::Refused { at } | Evidence::RefusedSymbol { at, .. } => {
                let error = plan.to_json(&mut Decoder::new(&bytes), Mode::Raw).err()?;
                let own = walk.meetings.get(*at).and_then(|meeting| plan.mismatch(meeting.plan?));
                earlier = own.is_some_and(|own| !is_told_by(&own, &error, plan.reader()));
                if earlier {
                    refused_at = error.path();
                }
                Outcome::Error(error.to_string())
            }
            Evidence::Lost { at, written, read } => lost(walk, *at, *written, *read, private)?,
            Evidence::Misread { at } => misread(walk, *at, &bytes)?,
        };
        let mut shown = datum;
        let is_masked = mask(plan.writer(), plan.writer().root(), &mut shown, private);
        Some(Witness { datum: shown, bytes: (!is_masked).then(|| hex(&bytes)), earlier, refused_at, outcome })
    }

    /// Takes so many values out of the room there is.
    fn take(&self, values: usize) -> Option<()> {
        self.room.set(self.room.get().checked_sub(values)?);
        Some(())
    }

    /// The least datum of the writer that comes to a meeting.
    fn datum(&self, at: usize) -> Option<Value> {
        let mut chain = self.stage.walk.chain(at);
        // For a field that the writer does not have, all is said by the record.
        if self.stage.walk.meetings.get(at)?.is_field_without_source() {
            chain.pop();
        }
        if chain.len() > DEPTH {
            return None;
        }
        let mut below = None;
        for (place, at) in chain.iter().enumerate().rev() {
            let meeting = self.stage.walk.meetings.get(*at)?;
            let onward = chain.get(place + 1).and_then(|next| self.stage.walk.meetings.get(*next)?.writer_step);
            let is_end = place + 1 == chain.len();
            below = Some(match below {
                None => self.end(*at)?,
                Some(inner) if onward.is_none() && !is_end => inner,
                Some(inner) => self.around(meeting.writer, meeting.plan, onward?, inner)?,
            });
        }
        below
    }

    /// The value at the end of the way.
    fn end(&self, at: usize) -> Option<Value> {
        let meeting = self.stage.walk.meetings.get(at)?;
        let schema = self.writer();
        match (self.leaf, &schema.node(meeting.writer).kind) {
            (Leaf::Symbol(symbol), Kind::Enum(symbols)) => symbols.symbols.get(symbol).map(|symbol| json!(symbol)),
            (Leaf::Telling, _) => Some(telling(schema.node(meeting.writer))),
            (Leaf::Field(field), Kind::Record(record)) => {
                let value = unlike_default(schema, record.fields.get(field)?.schema)
                    .or_else(|| self.least(record.fields.get(field)?.schema, None, 0))?;
                self.around(meeting.writer, meeting.plan, Step::Field(field as u32), value)
            }
            _ => self.least(meeting.writer, meeting.plan, 0),
        }
    }

    /// The value of a type in which `inner` is one step down, and everything else is the least that can be read.
    fn around(&self, node: NodeId, plan: Option<PlanId>, step: Step, inner: Value) -> Option<Value> {
        let schema = self.writer();
        Some(match (step, &schema.node(node).kind) {
            (Step::Items, _) => json!([inner]),
            (Step::Values, _) => json!({ "key": inner }),
            (Step::Branch(index), Kind::Union(branches)) => wrapped(schema, *branches.get(index as usize)?, inner),
            (Step::Field(index), Kind::Record(record)) => {
                let plans = self.field_plans(plan);
                let mut members = Map::new();
                for (place, field) in record.fields.iter().enumerate() {
                    let value = match place == index as usize {
                        true => inner.clone(),
                        false => self.least(field.schema, plans.get(place).copied().flatten(), 0)?,
                    };
                    members.insert(field.name.clone(), value);
                }
                members.into()
            }
            _ => return None,
        })
    }

    /// The plans of the writer's fields.
    fn field_plans(&self, plan: Option<PlanId>) -> Vec<Option<PlanId>> {
        match plan.map(|id| self.inner_plan(id)) {
            Some(PlanNode::Record(record)) => record.of_written().map(|action| action.reads()?.1).collect(),
            _ => Vec::new(),
        }
    }

    /// How a value is read, in whichever branch of a reader's union.
    fn inner_plan(&self, mut id: PlanId) -> &PlanNode {
        loop {
            match self.stage.walk.plan.node(id) {
                PlanNode::ReaderUnion { inner, .. } => id = *inner,
                node => return node,
            }
        }
    }

    /// The least value of a writer's type: one that can be read, where there is one.
    fn least(&self, node: NodeId, plan: Option<PlanId>, depth: usize) -> Option<Value> {
        if depth > DEPTH {
            return None;
        }
        self.take(1)?;
        let schema = self.writer();
        let plan = plan.filter(|id| self.stage.heights.is_read(*id));
        let node_plan = plan.map(|id| self.inner_plan(id));
        Some(match &schema.node(node).kind {
            Kind::Null => Value::Null,
            Kind::Boolean => json!(false),
            Kind::Int | Kind::Long => json!(0),
            Kind::Float | Kind::Double => json!(0.0),
            Kind::Bytes | Kind::String => json!(""),
            Kind::Fixed(fixed) => {
                self.take(fixed.size)?;
                json!("\0".repeat(fixed.size))
            }
            Kind::Array(_) => json!([]),
            Kind::Map(_) => json!({}),
            Kind::Enum(symbols) => {
                let known = match node_plan {
                    Some(PlanNode::Enum { table, .. }) => table.iter().position(Option::is_some),
                    _ => None,
                };
                json!(symbols.symbols.get(known.unwrap_or(0))?)
            }
            Kind::Union(branches) => {
                let plans = match node_plan {
                    Some(PlanNode::WriterUnion { branches, .. }) => &**branches,
                    _ => &[],
                };
                let (index, branch) = self.least_branch(branches, plans)?;
                wrapped(schema, branch, self.least(branch, plans.get(index).copied(), depth + 1)?)
            }
            Kind::Record(record) => {
                let plans = self.field_plans(plan);
                let mut members = Map::new();
                for (place, field) in record.fields.iter().enumerate() {
                    let inner = plans.get(place).copied().flatten();
                    members.insert(field.name.clone(), self.least(field.schema, inner, depth + 1)?);
                }
                members.into()
            }
        })
    }

    /// The branch whose values are the least deep among those that are read, or else among all.
    fn least_branch(&self, branches: &[NodeId], plans: &[PlanId]) -> Option<(usize, NodeId)> {
        let read = branches
            .iter()
            .copied()
            .enumerate()
            .filter(|(index, _)| plans.get(*index).is_some_and(|plan| self.stage.heights.is_read(*plan)));
        let best = read.min_by_key(|(index, _)| plans.get(*index).map(|plan| self.stage.heights.of_plan(*plan)));
        best.or_else(|| branches.iter().copied().enumerate().min_by_key(|(_, node)| self.stage.heights.of_node(*node)))
    }

    fn writer(&self) -> &Schema {
        self.stage.walk.schema(Side::Writer)
    }
}

/// A value of a union as the JSON encoding writes it.
fn wrapped(schema: &Schema, branch: NodeId, value: Value) -> Value {
    let node = schema.node(branch);
    if node.kind == Kind::Null {
        return Value::Null;
    }
    Value::Object(Map::from_iter([(node.branch_name().to_owned(), value)]))
}

/// A value of a type that is hardly anybody's default.
fn unlike_default(schema: &Schema, id: NodeId) -> Option<Value> {
    Some(match &schema.node(id).kind {
        Kind::Boolean => json!(true),
        Kind::Int | Kind::Long => json!(7),
        Kind::Float | Kind::Double => json!(7.5),
        Kind::String | Kind::Bytes => json!("seven"),
        Kind::Union(branches) => {
            let values = |branch: &NodeId| Some(wrapped(schema, *branch, unlike_default(schema, *branch)?));
            branches.iter().find_map(values)?
        }
        Kind::Enum(symbols) => json!(symbols.symbols.last()?),
        _ => return None,
    })
}

/// What a decoder makes of the value at a meeting: as it is, and converted.
fn misread(walk: &Walk<'_>, at: usize, bytes: &[u8]) -> Option<Outcome> {
    let (plan, meeting) = (walk.plan, walk.meetings.get(at)?);
    let (written, read) = (plan.writer().node(meeting.writer), plan.reader().node(meeting.reader));
    let value = telling(written);
    let wrote = meaning(written, &value);
    let ignoring = meaning(read, &value);
    let converting = match plan.to_json(&mut Decoder::new(bytes), Mode::Convert) {
        Err(error) => format!("error: {error}"),
        Ok(datum) => follow(walk, at, &datum).map_or_else(|| ignoring.clone(), |leaf| meaning(read, leaf)),
    };
    Some(Outcome::Read { wrote, ignoring, converting })
}

/// The value at a meeting in a datum that was read.
fn follow<'v>(walk: &Walk<'_>, at: usize, datum: &'v Value) -> Option<&'v Value> {
    let schema = walk.schema(Side::Reader);
    let mut value = datum;
    let mut node = schema.root();
    for meeting in walk.chain(at).into_iter().filter_map(|at| walk.meetings.get(at)) {
        value = match (meeting.reader_step, &schema.node(node).kind) {
            (None, _) => value,
            (Some(Step::Field(index)), Kind::Record(record)) => value.get(&record.fields.get(index as usize)?.name)?,
            (Some(Step::Items), _) => value.get(0)?,
            (Some(Step::Values), _) => value.get("key")?,
            (Some(Step::Branch(_)), _) => value.as_object()?.values().next()?,
            _ => return None,
        };
        node = meeting.reader;
    }
    Some(value)
}

/// A value of a field that is skipped, and the default that is read in its place.
fn lost(walk: &Walk<'_>, at: usize, written: usize, read: usize, private: &Sources) -> Option<Outcome> {
    let meeting = walk.meetings.get(at)?;
    let field = |side: Side, index: usize| match &walk.schema(side).node(meeting.node(side)).kind {
        Kind::Record(record) => record.fields.get(index),
        _ => None,
    };
    let (from, to) = (field(Side::Writer, written)?, field(Side::Reader, read)?);
    let is_private = |side, index| private.is_private_field(walk.schema(side), meeting.node(side), index);
    let schema = walk.schema(Side::Writer);
    let value = unlike_default(schema, from.schema).map_or_else(|| "a value".to_owned(), |value| value.to_string());
    let default = match is_private(Side::Writer, written) || is_private(Side::Reader, read) {
        true => "its default, which is private".to_owned(),
        false => to.default.as_ref()?.to_string(),
    };
    let ignoring = format!("`{}` = {default}", to.name);
    Some(Outcome::Read { wrote: format!("`{}` = {value}", from.name), converting: ignoring.clone(), ignoring })
}

/// Takes private fields out of a datum; whether there were any.
fn mask(schema: &Schema, id: NodeId, value: &mut Value, private: &Sources) -> bool {
    let mut masked = false;
    if let (Kind::Record(record), Value::Object(members)) = (&schema.node(id).kind, &mut *value) {
        let len = members.len();
        members.retain(|name, _| !private.is_private(record.name.full(), name));
        masked = members.len() < len;
    }
    for_each_part(schema, id, value, |id, part| masked |= mask(schema, id, part, private));
    masked
}

/// Whether an error is what a mismatch says, at its place: positions in arrays and maps aside, the fields on both ways are the same.
fn is_told_by(own: &Mismatch<'_>, error: &Error, reader: &Schema) -> bool {
    let way = own.reader_path();
    let fields = way.steps().iter().filter_map(|step| match step {
        PathStep::Field(name) => Some(*name),
        _ => None,
    });
    let fields: Vec<&str> = fields.collect();
    let path = error.path();
    let names = path.split(['.', '[', '(']).filter(|part| !part.is_empty() && !part.ends_with([']', ')']));
    let names: Vec<&str> = names.collect();
    // In front stands the outermost record, if there is one: the root, or one inside of a union or array that is the root.
    let behind = names.get(1..) == Some(&fields[..]);
    own.message() == error.message() && (behind || reader.root_node().name().is_none() && names == fields)
}
