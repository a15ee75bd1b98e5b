//! What does not resolve, and where.

use super::plan::{Action, PlanId, PlanNode, RecordPlan};
use crate::error::{Error, ErrorKind};
use crate::schema::{Kind, NodeId, Schema};
use std::collections::{HashMap, VecDeque};
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
    writer: Option<PathStep>,
    reader: Option<PathStep>,
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
    let walk = Walk { writer, reader, nodes };
    let mut drafts: HashMap<u32, Draft> = drafts.into_iter().map(|(id, draft)| (id.0, draft)).collect();
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
        let writer_path = path(writer, node, &arrivals, |arrival| &arrival.writer);
        let reader_path = path(reader, node, &arrivals, |arrival| &arrival.reader);
        let reach = if all { Reach::All } else { Reach::Some };
        mismatches.push(Mismatch { node, draft, writer_path, reader_path, reach });
    }
    mismatches
}

/// The way back from a node to the root, turned round.
fn path(
    schema: &Schema,
    node: PlanId,
    arrivals: &[Option<Arrival>],
    step: impl Fn(&Arrival) -> &Option<PathStep>,
) -> Path {
    let mut steps = Vec::new();
    let mut at = Some(node);
    while let Some(arrival) = at.and_then(|at| arrivals.get(at.index())?.as_ref()) {
        steps.extend(step(arrival).clone());
        at = arrival.from;
    }
    steps.extend(schema.root_node().name().map(|name| PathStep::Root(name.full().to_owned())));
    steps.reverse();
    Path(steps.into())
}

struct Walk<'p> {
    writer: &'p Schema,
    reader: &'p Schema,
    nodes: &'p [PlanNode],
}

/// A node that another goes on to, with the steps in both schemas.
type Onward = (PlanId, Option<PathStep>, Option<PathStep>);

impl Walk<'_> {
    /// How every node is first come to, breadth first, and the nodes in that order.
    fn arrivals(&self) -> (Vec<Option<Arrival>>, Vec<PlanId>) {
        let mut arrivals: Vec<Option<Arrival>> = self.nodes.iter().map(|_| None).collect();
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
        let mut certain = vec![false; self.nodes.len()];
        let mut open = vec![PlanId(0)];
        while let Some(id) = open.pop() {
            let Some(seen @ false) = certain.get_mut(id.index()) else { continue };
            *seen = true;
            match self.nodes.get(id.index()) {
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
        match self.nodes.get(id.index()) {
            Some(PlanNode::Array { items, .. }) => vec![(*items, Some(PathStep::Items), Some(PathStep::Items))],
            Some(PlanNode::Map { values, .. }) => vec![(*values, Some(PathStep::Values), Some(PathStep::Values))],
            Some(PlanNode::ReaderUnion { branch, inner, reader }) => {
                vec![(*inner, None, branch_step(self.reader, *reader, *branch as usize))]
            }
            Some(PlanNode::WriterUnion { branches, writer }) => {
                let branch = |(index, id): (usize, &PlanId)| (*id, branch_step(self.writer, *writer, index), None);
                branches.iter().enumerate().map(branch).collect()
            }
            Some(PlanNode::Record(record)) => self.fields(record),
            _ => Vec::new(),
        }
    }

    /// The steps of a record follow the writer's fields, after those that fail without one.
    fn fields(&self, record: &RecordPlan) -> Vec<Onward> {
        let reading: Vec<Action> =
            record.actions().filter(|action| !matches!(action, Action::Default { .. })).collect();
        let written = field_steps(self.writer, record.writer);
        let failing = reading.len().saturating_sub(written.len());
        let from = std::iter::repeat_n(None, failing).chain(written.into_iter().map(Some));
        let read = field_steps(self.reader, record.reader);
        let onward = |(action, from): (&Action, Option<PathStep>)| match action {
            Action::Through { field, node } => Some((*node, from, read.get(*field as usize).cloned())),
            _ => None,
        };
        reading.iter().zip(from).filter_map(onward).collect()
    }
}

fn field_steps(schema: &Schema, record: NodeId) -> Vec<PathStep> {
    match &schema.node(record).kind {
        Kind::Record(record) => record.fields.iter().map(|field| PathStep::Field(field.name.clone())).collect(),
        _ => Vec::new(),
    }
}

fn branch_step(schema: &Schema, union: NodeId, index: usize) -> Option<PathStep> {
    let branch = schema.node(*schema.node(union).branches()?.get(index)?);
    let name = branch.name().map_or(branch.kind.type_name(), |name| name.full());
    Some(PathStep::Branch(name.to_owned()))
}
