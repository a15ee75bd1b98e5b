//! The ways to the nodes of a plan, in both schemas.

use super::plan::{PlanId, PlanNode, RecordPlan};
use crate::schema::{Kind, NodeId, Schema};
use std::collections::VecDeque;
use std::fmt;

/// The way from the outermost type of a schema to another one, by names: `net.example.Order.lines[].item(Book)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Path<'p>(Box<[PathStep<'p>]>);

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PathStep<'p> {
    /// The outermost type, when it has a name: its full name.
    Root(&'p str),
    /// The field of a record.
    Field(&'p str),
    /// The items of an array.
    Items,
    /// The values of a map.
    Values,
    /// The branch of a union: the full name of a named type, the type of all others.
    Branch(&'p str),
}

impl<'p> Path<'p> {
    /// The steps, outermost first.
    pub fn steps(&self) -> &[PathStep<'p>] {
        &self.0
    }
}

impl fmt::Display for Path<'_> {
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

/// How every node of a plan is first come to. A way is written down by indices and spelled out when somebody asks, because a
/// hostile schema can have as many ways as types, each of them as long as the schema.
#[derive(Debug)]
pub(super) struct Ways(Box<[Option<Arrival>]>);

impl Ways {
    /// For a plan in which nobody asks for a way.
    pub(super) fn none() -> Ways {
        Ways(Box::default())
    }

    /// How many bytes they take.
    pub(super) fn footprint(&self) -> usize {
        size_of_val(&*self.0)
    }

    /// The shortest way to each node, and the nodes in the order of their ways.
    pub(super) fn through(nodes: &[PlanNode]) -> (Ways, Vec<PlanId>) {
        Walk(nodes).arrivals()
    }

    /// The way to a node in the writer's schema.
    pub(super) fn in_writer<'p>(&self, node: PlanId, writer: &'p Schema) -> Path<'p> {
        self.path(writer, node, |arrival| arrival.writer)
    }

    /// The way to a node in the reader's schema.
    pub(super) fn in_reader<'p>(&self, node: PlanId, reader: &'p Schema) -> Path<'p> {
        self.path(reader, node, |arrival| arrival.reader)
    }

    /// The way back from a node to the root, turned round.
    fn path<'p>(&self, schema: &'p Schema, node: PlanId, step: impl Fn(&Arrival) -> Option<Step>) -> Path<'p> {
        let mut steps = Vec::new();
        let mut at = Some(node);
        while let Some(arrival) = at.and_then(|at| self.0.get(at.index())?.as_ref()) {
            steps.extend(step(arrival).and_then(|step| step.named(schema)));
            at = arrival.from;
        }
        steps.extend(schema.root_node().name().map(|name| PathStep::Root(name.full())));
        steps.reverse();
        Path(steps.into())
    }
}

/// How a node was come to: from which node, by which step in either schema.
#[derive(Debug)]
struct Arrival {
    from: Option<PlanId>,
    writer: Option<Step>,
    reader: Option<Step>,
}

/// A step in a schema, by indices.
#[derive(Clone, Copy, Debug)]
enum Step {
    Field(NodeId, u32),
    Items,
    Values,
    Branch(NodeId, u32),
}

impl Step {
    /// The step by names.
    fn named(self, schema: &Schema) -> Option<PathStep<'_>> {
        Some(match self {
            Step::Items => PathStep::Items,
            Step::Values => PathStep::Values,
            Step::Field(record, index) => match &schema.node(record).kind {
                Kind::Record(record) => PathStep::Field(&record.fields.get(index as usize)?.name),
                _ => return None,
            },
            Step::Branch(union, index) => {
                let branch = schema.node(union).branches()?.get(index as usize)?;
                PathStep::Branch(schema.node(*branch).branch_name())
            }
        })
    }
}

/// The nodes of a plan.
struct Walk<'p>(&'p [PlanNode]);

/// A node that another goes on to, with the steps in both schemas.
type Onward = (PlanId, Option<Step>, Option<Step>);

impl Walk<'_> {
    /// How every node is first come to, breadth first, and the nodes in that order.
    fn arrivals(&self) -> (Ways, Vec<PlanId>) {
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
        (Ways(arrivals.into()), order)
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
