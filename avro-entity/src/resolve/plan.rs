//! What resolution gives: the plan, and the shapes its nodes have.

use super::convert::Conversion;
use super::mismatch::{Draft, Mismatch, Mismatches};
use super::verdict::Verdict;
use crate::generic::Jump;
use crate::schema::{NodeId, Schema};
use std::fmt;
use std::sync::Arc;

/// How data of one schema are read under another: immutable, cheap to clone, shared between threads.
///
/// ```
/// use avro_entity::{AvroSchema, Decoder, resolve::{Mode, Verdict, resolve}};
/// let plan = resolve(i32::schema(), <Option<f64>>::schema());
/// assert_eq!(plan.verdict(), Verdict::Always);
/// let json = plan.to_json(&mut Decoder::new(&[6]), Mode::Raw)?;
/// assert_eq!(json, serde_json::json!({"double": 3.0}));
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone)]
pub struct Plan(Arc<Inner>);

struct Inner {
    writer: Schema,
    reader: Schema,
    nodes: Box<[PlanNode]>,
    verdict: Verdict,
    mismatches: Mismatches,
}

/// The index of a [`PlanNode`] in its [`Plan`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlanId(pub(super) u32);

impl PlanId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// The id of an operand in a [`Step`].
    #[doc(hidden)]
    pub fn of_operand(operand: u32) -> PlanId {
        PlanId(operand)
    }
}

/// Whether the values of logical types are converted between two schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mode {
    /// The values underneath are left as they are, as other implementations of Avro do: a `timestamp-millis` of 1 that
    /// is read as `timestamp-micros` is 1.
    Raw,
    /// Decimals of another scale and times of another unit become the same decimal or time in the reader's schema, or
    /// an error when it cannot hold them.
    Convert,
}

/// How to read a value of one type of the writer's schema as one of the reader's.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PlanNode {
    /// Both types have the same values in the same bytes, all the way down: what reads the reader's type reads these
    /// bytes.
    Same {
        /// The writer's type.
        writer: NodeId,
        /// The reader's type.
        reader: NodeId,
    },
    /// A primitive that is read as a wider one.
    Promote {
        /// From what to what.
        promotion: Promotion,
        /// The reader's type.
        reader: NodeId,
    },
    /// A decimal of another scale or precision, or a time of another unit.
    Convert {
        /// What to do in [`Mode::Convert`].
        conversion: Conversion,
        /// The writer's type.
        writer: NodeId,
        /// The reader's type.
        reader: NodeId,
    },
    /// An array.
    Array {
        /// How to read an item.
        items: PlanId,
        /// The least number of bytes that the writer's items take.
        width: usize,
    },
    /// A map.
    Map {
        /// How to read a value.
        values: PlanId,
        /// The least number of bytes that the writer's values take.
        width: usize,
    },
    /// An enum of other symbols.
    Enum {
        /// For each symbol of the writer the index of the reader's symbol; `None` where the reader has neither the
        /// symbol nor a default.
        table: Box<[Option<u32>]>,
        /// The reader's type.
        reader: NodeId,
    },
    /// A record.
    Record(Box<RecordPlan>),
    /// The writer's type is a union: an index is read, which says how to go on.
    WriterUnion {
        /// For each branch of the writer how to read it as a value of the reader's type.
        branches: Box<[PlanId]>,
        /// The writer's union.
        writer: NodeId,
    },
    /// The reader's type is a union: the value becomes one of its branches.
    ReaderUnion {
        /// The index of the branch.
        branch: u32,
        /// How to read its value.
        inner: PlanId,
        /// The reader's union.
        reader: NodeId,
    },
    /// Data that come here cannot be read; [`Plan::mismatch`] says why.
    Mismatch,
}

impl PlanNode {
    /// How to read what is inside of an array or map.
    pub(crate) fn part(&self) -> Option<PlanId> {
        match self {
            PlanNode::Array { items: part, .. } | PlanNode::Map { values: part, .. } => Some(*part),
            _ => None,
        }
    }

    /// How many bytes it takes.
    fn footprint(&self) -> usize {
        let inside = match self {
            PlanNode::Enum { table, .. } => size_of_val(&**table),
            PlanNode::WriterUnion { branches, .. } => size_of_val(&**branches),
            PlanNode::Record(record) => {
                let RecordPlan { writer: _, reader: _, steps, ordered: _, missing: _, defaults } = &**record;
                let encoded: usize = defaults.iter().flatten().map(|default| default.len()).sum();
                size_of::<RecordPlan>() + size_of_val(&**steps) + size_of_val(&**defaults) + encoded
            }
            _ => 0,
        };
        size_of::<PlanNode>() + inside
    }
}

/// The promotions of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Promotion {
    /// `int` to `long`
    IntToLong,
    /// `int` to `float`
    IntToFloat,
    /// `int` to `double`
    IntToDouble,
    /// `long` to `float`
    LongToFloat,
    /// `long` to `double`
    LongToDouble,
    /// `float` to `double`
    FloatToDouble,
    /// `string` to `bytes`
    StringToBytes,
    /// `bytes` to `string`; the bytes must be UTF-8
    BytesToString,
}

/// How to read a record: one step after the other.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RecordPlan {
    /// The writer's type.
    pub writer: NodeId,
    /// The reader's type.
    pub reader: NodeId,
    /// What to do. Every field of the reader is set by exactly one step, or one of them is a mismatch.
    pub steps: Box<[Step]>,
    /// Whether the steps set the reader's fields in the order in which it declares them.
    pub ordered: bool,
    /// How many of the reader's fields have no value: of the steps that take no default, the first ones are theirs, and all
    /// others are those of the writer's fields, in their order.
    pub missing: u32,
    /// For each field of the reader, in its order: the default as it is encoded under the reader's schema, when a step
    /// takes it.
    pub defaults: Box<[Option<Box<[u8]>>]>,
}

impl RecordPlan {
    /// How many fields the reader has.
    pub fn fields(&self) -> u32 {
        self.defaults.len() as u32
    }

    /// The steps in the form that is easy to read; code that runs them often looks at [`Step::opcode`].
    pub fn actions(&self) -> impl Iterator<Item = Action> {
        let fields = self.fields();
        self.steps.iter().map(move |step| step.action(fields))
    }

    /// The reader's fields that have no value, each with the node that says why.
    pub(crate) fn without_value(&self) -> impl Iterator<Item = (u32, PlanId)> {
        self.reading().take(self.missing as usize).filter_map(|action| match action {
            Action::Through { field, node } => Some((field, node)),
            _ => None,
        })
    }

    /// What becomes of the writer's fields, in their order.
    pub(crate) fn of_written(&self) -> impl Iterator<Item = Action> {
        self.reading().skip(self.missing as usize)
    }

    /// The reader's fields that take their default.
    pub(crate) fn defaulted(&self) -> impl Iterator<Item = u32> {
        self.actions().filter_map(|action| match action {
            Action::Default { field } => Some(field),
            _ => None,
        })
    }

    fn reading(&self) -> impl Iterator<Item = Action> {
        self.actions().filter(|action| !matches!(action, Action::Default { .. }))
    }
}

/// One step in reading a record, as one number to branch on and one more to go with it.
///
/// With `n` fields in the reader's record, the opcode `3 * i` reads field `i`, whose type did not change; `3 * i + 1`
/// takes its default; `3 * i + 2` reads it through the plan node `operand`; `3 * n` and more skip a value of the writer's node
/// `operand`: `3 * n + 1` to `3 * n + 3` one, four or eight bytes, `3 * n + 4` a number or symbol, `3 * n + 5` a text or bytes, and
/// `3 * n` what has parts or another size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// What to do, and with which field.
    pub opcode: u32,
    /// A plan node or a writer's node, where the opcode needs one; else 0.
    pub operand: u32,
}

/// What a [`Step`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Reads a field whose type did not change.
    Read {
        /// The index of the reader's field.
        field: u32,
    },
    /// Takes the default of a field.
    Default {
        /// The index of the reader's field.
        field: u32,
    },
    /// Reads a field through a node of the plan.
    Through {
        /// The index of the reader's field.
        field: u32,
        /// How to read it.
        node: PlanId,
    },
    /// Skips a field that the reader does not have.
    Skip {
        /// The writer's type.
        writer: NodeId,
    },
}

impl Step {
    /// The step that does `action` in a record whose reader has `fields` fields.
    pub(super) fn new(action: Action, fields: u32, writer: &Schema) -> Step {
        match action {
            Action::Read { field } => Step::read(field),
            Action::Default { field } => Step { opcode: 3 * field + 1, operand: 0 },
            Action::Through { field, node } => Step { opcode: 3 * field + 2, operand: node.0 },
            Action::Skip { writer: node } => {
                let jump = Jump::of(&writer.node(node).kind);
                Step { opcode: 3 * fields + jump as u32, operand: node.0 }
            }
        }
    }

    /// The step that reads a field whose type did not change.
    pub(super) fn read(field: u32) -> Step {
        Step { opcode: 3 * field, operand: 0 }
    }

    /// What the step does in a record whose reader has `fields` fields.
    pub fn action(self, fields: u32) -> Action {
        let field = self.opcode / 3;
        match self.opcode % 3 {
            _ if field >= fields => Action::Skip { writer: NodeId(self.operand) },
            0 => Action::Read { field },
            1 => Action::Default { field },
            _ => Action::Through { field, node: PlanId(self.operand) },
        }
    }
}

impl Action {
    /// The reader's field that a value becomes, and the node through which it is read, if any.
    pub(crate) fn reads(self) -> Option<(u32, Option<PlanId>)> {
        match self {
            Action::Read { field } => Some((field, None)),
            Action::Through { field, node } => Some((field, Some(node))),
            Action::Default { .. } | Action::Skip { .. } => None,
        }
    }
}

impl Plan {
    pub(super) fn new(writer: Schema, reader: Schema, nodes: Vec<PlanNode>, drafts: Vec<Draft>) -> Plan {
        let verdict = super::verdict::of(&nodes);
        let mismatches = Mismatches::locate(&nodes, drafts);
        Plan(Arc::new(Inner { writer, reader, nodes: nodes.into(), verdict, mismatches }))
    }

    /// The schema the data were written under.
    pub fn writer(&self) -> &Schema {
        &self.0.writer
    }

    /// The schema the data are read under.
    pub fn reader(&self) -> &Schema {
        &self.0.reader
    }

    /// The id of the node for the outermost types.
    pub fn root(&self) -> PlanId {
        PlanId(0)
    }

    /// The node of an id of this plan.
    ///
    /// # Panics
    ///
    /// When `id` belongs to another, larger plan.
    #[allow(clippy::indexing_slicing, reason = "an id is only made together with its node")]
    pub fn node(&self, id: PlanId) -> &PlanNode {
        &self.0.nodes[id.index()]
    }

    /// All nodes, in the order of their ids.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (PlanId, &PlanNode)> {
        self.0.nodes.iter().enumerate().map(|(index, node)| (PlanId(index as u32), node))
    }

    /// Whether the plan reads all data of the writer, some, or none.
    pub fn verdict(&self) -> Verdict {
        self.0.verdict
    }

    /// Everything that does not resolve, outermost first.
    pub fn mismatches(&self) -> impl ExactSizeIterator<Item = Mismatch<'_>> {
        self.0.mismatches.all(self)
    }

    /// Why data that come to the node `id` cannot be read, for a [`PlanNode::Mismatch`] and for a [`PlanNode::Enum`]
    /// that lacks symbols.
    pub fn mismatch(&self, id: PlanId) -> Option<Mismatch<'_>> {
        self.0.mismatches.at(self, id)
    }

    /// About how many bytes the plan takes in memory, with its schemas.
    pub(super) fn footprint(&self) -> usize {
        let Inner { writer, reader, nodes, verdict: _, mismatches } = &*self.0;
        let nodes: usize = nodes.iter().map(PlanNode::footprint).sum();
        size_of::<Inner>() + nodes + mismatches.footprint() + writer.footprint() + reader.footprint()
    }

    /// Whether both are one and the same plan in memory.
    pub fn same(&self, other: &Plan) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan").field("verdict", &self.verdict()).field("nodes", &self.0.nodes).finish_non_exhaustive()
    }
}
