//! What does not resolve, and where.

use super::plan::{PlanId, PlanNode, RecordPlan};
use crate::error::{Error, ErrorKind};
use crate::schema::{Kind, NodeId, Schema};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::fmt;

/// The rule of resolution that a pair of types breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The types are of different kinds, and none is promoted to the other.
    Type,
    /// The names of two records, enums or fixed do not match.
    Name,
    /// Two fixed have different sizes.
    FixedSize,
    /// The reader's enum lacks symbols of the writer's and has no default.
    EnumSymbols,
    /// The reader has a field that the writer does not have, without a default.
    MissingField,
    /// The default of a field that the writer does not have is not valid for its type.
    InvalidDefault,
    /// Aliases name two fields of the writer, or one field twice.
    AliasAmbiguous,
    /// The reader's union has no branch for the writer's type.
    UnionBranch,
}

impl Rule {
    /// The rule's id: lower case, with hyphens.
    pub fn id(self) -> &'static str {
        match self {
            Rule::Type => "type",
            Rule::Name => "name",
            Rule::FixedSize => "fixed-size",
            Rule::EnumSymbols => "enum-symbols",
            Rule::MissingField => "missing-field",
            Rule::InvalidDefault => "invalid-default",
            Rule::AliasAmbiguous => "alias-ambiguous",
            Rule::UnionBranch => "union-branch",
        }
    }

    fn error_kind(self) -> ErrorKind {
        match self {
            Rule::EnumSymbols => ErrorKind::Symbol,
            Rule::UnionBranch => ErrorKind::Branch,
            _ => ErrorKind::Resolution,
        }
    }
}

/// How much of the writer's data comes to a [`Mismatch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Every datum.
    All,
    /// Data that take a certain branch or symbol, or have items in an array or map.
    Some,
}

/// Two types that do not resolve, where they meet.
///
/// ```
/// use avro_entity::{AvroSchema, resolve::{Rule, resolve}};
/// let plan = resolve(<Vec<Option<String>>>::schema(), <Vec<String>>::schema());
/// let mismatch = &plan.mismatches()[0];
/// assert_eq!(mismatch.rule(), Rule::Type);
/// assert_eq!(mismatch.writer_path().to_string(), "[](null)");
/// assert_eq!(plan.writer().fragment(mismatch.writer()), "null");
/// assert_eq!(mismatch.reader_path().to_string(), "[]");
/// assert_eq!(plan.reader().fragment(mismatch.reader()), "string");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch {
    pub(super) node: PlanId,
    draft: Draft,
    writer_path: Path,
    reader_path: Path,
    reach: Reach,
}

/// A mismatch as it is found, without the way to it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub(super) writer: NodeId,
    pub(super) reader: NodeId,
    pub(super) rule: Rule,
    pub(super) message: String,
}

impl Mismatch {
    /// The node of the plan that fails.
    pub fn node(&self) -> PlanId {
        self.node
    }

    /// The rule that is broken.
    pub fn rule(&self) -> Rule {
        self.draft.rule
    }

    /// What does not fit, in words; [`Display`](fmt::Display) puts the reader's path in front.
    pub fn message(&self) -> &str {
        &self.draft.message
    }

    /// The writer's type; for a field that the writer does not have, the record.
    /// [`Schema::fragment`] has its text.
    pub fn writer(&self) -> NodeId {
        self.draft.writer
    }

    /// The reader's type.
    pub fn reader(&self) -> NodeId {
        self.draft.reader
    }

    /// The shortest way to the type in the writer's schema.
    pub fn writer_path(&self) -> &Path {
        &self.writer_path
    }

    /// The way in the reader's schema.
    pub fn reader_path(&self) -> &Path {
        &self.reader_path
    }

    /// Whether all of the writer's data come here.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// The error for a datum that comes here.
    #[cold]
    pub(super) fn error(&self) -> Error {
        Error::new(self.rule().error_kind(), self.draft.message.clone())
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.reader_path.0.is_empty() {
            write!(f, "{}: ", self.reader_path)?;
        }
        f.write_str(&self.draft.message)
    }
}

/// The way from the outermost type of a schema to another one, by names: `net.example.Order.lines[].item(Book)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Path(Box<[PathStep]>);

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PathStep {
    /// The outermost type, when it has a name: its full name.
    Root(String),
    /// The field of a record.
    Field(String),
    /// The items of an array.
    Items,
    /// The values of a map.
    Values,
    /// The branch of a union: the full name of a named type, the type of all others.
    Branch(String),
}

impl Path {
    /// The steps, outermost first.
    pub fn steps(&self) -> &[PathStep] {
        &self.0
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                PathStep::Root(name) => f.write_str(name)?,
                PathStep::Field(name) if index == 0 => f.write_str(name)?,
                PathStep::Field(name) => write!(f, ".{name}")?,
                PathStep::Items => f.write_str("[]")?,
                PathStep::Values => f.write_str("{}")?,
                PathStep::Branch(name) => write!(f, "({name})")?,
            }
        }
        Ok(())
    }
}

/// How a node was come to: from which node, by which step in either schema, and whether all data that are there go on
/// here.
struct Arrival {
    from: Option<PlanId>,
    writer: Option<Step>,
    reader: Option<Step>,
}

/// A step in a schema, by indices.
#[derive(Clone, Copy)]
enum Step {
    Field(NodeId, u32),
    Items,
    Values,
    Branch(NodeId, u32),
}

impl Step {
    /// The step by names.
    fn named(self, schema: &Schema) -> Option<PathStep> {
        Some(match self {
            Step::Items => PathStep::Items,
            Step::Values => PathStep::Values,
            Step::Field(record, index) => match &schema.node(record).kind {
                Kind::Record(record) => PathStep::Field(record.fields.get(index as usize)?.name.clone()),
                _ => return None,
            },
            Step::Branch(union, index) => {
                let branch = schema.node(union).branches()?.get(index as usize)?;
                PathStep::Branch(schema.node(*branch).branch_name().to_owned())
            }
        })
    }
}

/// Finds the shortest way to each mismatch that can be reached, in the order of the ways.
pub(super) fn locate(
    writer: &Schema,
    reader: &Schema,
    nodes: &[PlanNode],
    drafts: Vec<(PlanId, Draft)>,
) -> Vec<Mismatch> {
    if drafts.is_empty() {
        return Vec::new();
    }
    let walk = Walk(nodes);
    let mut drafts: FxHashMap<u32, Draft> = drafts.into_iter().map(|(id, draft)| (id.0, draft)).collect();
    let certain = walk.certain();
    let (arrivals, order) = walk.arrivals();
    let mut mismatches = Vec::new();
    for node in order {
        let Some(draft) = drafts.remove(&node.0) else { continue };
        let all_data_fail = match nodes.get(node.index()) {
            Some(PlanNode::Enum { table, .. }) => table.iter().all(Option::is_none),
            _ => true,
        };
        let all = all_data_fail && certain.get(node.index()) == Some(&true);
        let writer_path = path(writer, node, &arrivals, |arrival| arrival.writer);
        let reader_path = path(reader, node, &arrivals, |arrival| arrival.reader);
        let reach = if all { Reach::All } else { Reach::Some };
        mismatches.push(Mismatch { node, draft, writer_path, reader_path, reach });
    }
    mismatches
}

/// The way back from a node to the root, turned round.
fn path(schema: &Schema, node: PlanId, arrivals: &[Option<Arrival>], step: impl Fn(&Arrival) -> Option<Step>) -> Path {
    let mut steps = Vec::new();
    let mut at = Some(node);
    while let Some(arrival) = at.and_then(|at| arrivals.get(at.index())?.as_ref()) {
        steps.extend(step(arrival).and_then(|step| step.named(schema)));
        at = arrival.from;
    }
    steps.extend(schema.root_node().name().map(|name| PathStep::Root(name.full().to_owned())));
    steps.reverse();
    Path(steps.into())
}

/// The nodes of a plan.
struct Walk<'p>(&'p [PlanNode]);

/// A node that another goes on to, with the steps in both schemas.
type Onward = (PlanId, Option<Step>, Option<Step>);

impl Walk<'_> {
    /// How every node is first come to, breadth first, and the nodes in that order.
    fn arrivals(&self) -> (Vec<Option<Arrival>>, Vec<PlanId>) {
        let mut arrivals: Vec<Option<Arrival>> = self.0.iter().map(|_| None).collect();
        let mut order = Vec::new();
        let mut queue = VecDeque::from([(PlanId(0), Arrival { from: None, writer: None, reader: None })]);
        while let Some((id, arrival)) = queue.pop_front() {
            let Some(slot @ None) = arrivals.get_mut(id.index()) else { continue };
            *slot = Some(arrival);
            order.push(id);
            for (next, writer, reader) in self.onward(id) {
                if arrivals.get(next.index()).is_some_and(Option::is_none) {
                    queue.push_back((next, Arrival { from: Some(id), writer, reader }));
                }
            }
        }
        (arrivals, order)
    }

    /// For each node whether every datum comes to it, unless it fails before.
    fn certain(&self) -> Vec<bool> {
        let mut certain = vec![false; self.0.len()];
        let mut open = vec![PlanId(0)];
        while let Some(id) = open.pop() {
            let Some(seen @ false) = certain.get_mut(id.index()) else { continue };
            *seen = true;
            match self.0.get(id.index()) {
                Some(node @ (PlanNode::Record(_) | PlanNode::ReaderUnion { .. })) => {
                    open.extend(super::verdict::parts(node))
                }
                Some(PlanNode::WriterUnion { branches, .. }) if branches.len() == 1 => open.extend(branches.iter()),
                _ => {}
            }
        }
        certain
    }

    fn onward(&self, id: PlanId) -> Vec<Onward> {
        match self.0.get(id.index()) {
            Some(PlanNode::Array { items, .. }) => vec![(*items, Some(Step::Items), Some(Step::Items))],
            Some(PlanNode::Map { values, .. }) => vec![(*values, Some(Step::Values), Some(Step::Values))],
            Some(PlanNode::ReaderUnion { branch, inner, reader }) => {
                vec![(*inner, None, Some(Step::Branch(*reader, *branch)))]
            }
            Some(PlanNode::WriterUnion { branches, writer }) => {
                let branch = |(id, index): (&PlanId, u32)| (*id, Some(Step::Branch(*writer, index)), None);
                branches.iter().zip(0..).map(branch).collect()
            }
            Some(PlanNode::Record(record)) => fields(record),
            _ => Vec::new(),
        }
    }
}

/// The fields of the reader that have no value, then the writer's in their order.
fn fields(record: &RecordPlan) -> Vec<Onward> {
    let to = |field| Some(Step::Field(record.reader, field));
    let missing = record.without_value().map(|(field, node)| (node, None, to(field)));
    let found = record.of_written().zip(0..).filter_map(|(action, from)| {
        let (field, node) = action.reads()?;
        Some((node?, Some(Step::Field(record.writer, from)), to(field)))
    });
    missing.chain(found).collect()
}
