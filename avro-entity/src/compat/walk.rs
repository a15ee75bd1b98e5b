//! Every pair of types that meet when data of one schema are read under another, with the way to them.
//!
//! A plan stops where a subtree did not change as far as reading goes. Documentation, properties, aliases and logical types
//! may have changed below, so the walk goes on there, along both schemas at once. It leaves out the fields about which no rule
//! can have anything to say, which are most of them: those of an unnamed type that are written alike on both sides.

use crate::resolve::{Plan, PlanId, PlanNode, RecordPlan};
use crate::schema::{Field, Kind, Node, NodeId, Record, Schema};
use rustc_hash::FxHashSet;
use std::fmt::Write;

/// All meetings of a pair of schemas about which there may be something to say, breadth first, so that the way to each is a
/// shortest one; fields in the order of the newer schema, so that the way does not depend on that of an older one.
pub(super) struct Walk<'p> {
    pub(super) plan: &'p Plan,
    newer: Side,
    pub(super) meetings: Vec<Meeting>,
}

/// A writer's and a reader's type that meet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meeting {
    /// The node of the plan; `None` below a subtree that did not change.
    pub(super) plan: Option<PlanId>,
    /// The writer's type; for a field that the writer does not have, its record.
    pub(super) writer: NodeId,
    /// The reader's type.
    pub(super) reader: NodeId,
    /// The meeting this one is inside of.
    pub(super) from: Option<usize>,
    pub(super) writer_step: Option<Step>,
    pub(super) reader_step: Option<Step>,
    /// Whether the two types met before, so that there is nothing to say but of the field that they are in.
    pub(super) is_again: bool,
}

/// One step down in a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Field(u32),
    Items,
    Values,
    Branch(u32),
}

/// A field on the way to a meeting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inside {
    pub(super) record: NodeId,
    pub(super) field: usize,
    /// Where it ends in the path.
    pub(super) end: usize,
}

/// The writer's or the reader's side of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Writer,
    Reader,
}

impl<'p> Walk<'p> {
    /// The walk over a plan, and the side of the newer schema.
    pub(super) fn new(plan: &'p Plan, newer: Side) -> Walk<'p> {
        let root = Meeting {
            plan: Some(plan.root()),
            writer: plan.writer().root(),
            reader: plan.reader().root(),
            from: None,
            writer_step: None,
            reader_step: None,
            is_again: false,
        };
        let mut walk = Walk { plan, newer, meetings: vec![root] };
        let mut seen = FxHashSet::from_iter([(root.writer, root.reader)]);
        let mut next = 0;
        while let Some(meeting) = walk.meetings.get(next).copied() {
            if !meeting.is_again {
                walk.go_on(next, meeting, &mut seen);
            }
            next += 1;
        }
        walk
    }

    /// Adds what is met inside of a meeting, but for what there is nothing to say about.
    fn go_on(&mut self, at: usize, meeting: Meeting, seen: &mut FxHashSet<(NodeId, NodeId)>) {
        let (plan, writer, reader) = (self.plan, self.plan.writer(), self.plan.reader());
        let (written, read) = (&writer.node(meeting.writer).kind, &reader.node(meeting.reader).kind);
        let mut add = |(plan, (from, writer_step), (to, reader_step)): Met| {
            let met =
                Meeting { plan, writer: from, reader: to, from: Some(at), writer_step, reader_step, is_again: false };
            let is_once = met.is_field_without_source() || writer.node(from).kind.is_primitive();
            let is_again = !is_once && !seen.insert((from, to));
            if !is_again || met.fields(written, read).is_some_and(|(from, to)| !is_written_alike(from, to)) {
                self.meetings.push(Meeting { is_again, ..met });
            }
        };
        let node = meeting.plan.map(|id| plan.node(id));
        match (node, written, read) {
            (Some(PlanNode::Mismatch), ..) => {}
            (Some(PlanNode::WriterUnion { branches, .. }), Kind::Union(written), _) => {
                for ((branch, id), index) in written.iter().zip(branches).zip(0..) {
                    add((Some(*id), (*branch, Some(Step::Branch(index))), (meeting.reader, None)));
                }
            }
            (Some(PlanNode::ReaderUnion { branch, inner, .. }), _, Kind::Union(read)) => {
                let to = read.get(*branch as usize).copied().unwrap_or(meeting.reader);
                add((Some(*inner), (meeting.writer, None), (to, Some(Step::Branch(*branch)))));
            }
            (Some(PlanNode::Record(record)), Kind::Record(written), Kind::Record(read)) => {
                let mut met = fields(record, meeting.writer, written, read);
                met.retain(|met| !is_field_alike(plan, met, written, read));
                if self.newer == Side::Reader {
                    met.sort_by_key(|(_, _, (_, step))| *step);
                }
                met.into_iter().for_each(add);
            }
            (_, Kind::Record(written), Kind::Record(read)) => {
                for ((from, to), index) in written.fields.iter().zip(&read.fields).zip(0..) {
                    let step = Some(Step::Field(index));
                    let met = (None, (from.schema, step), (to.schema, step));
                    if !is_field_alike(plan, &met, written, read) {
                        add(met);
                    }
                }
            }
            (_, Kind::Union(written), Kind::Union(read)) => {
                for ((from, to), index) in written.iter().zip(read).zip(0..) {
                    let step = Some(Step::Branch(index));
                    add((None, (*from, step), (*to, step)));
                }
            }
            (node, Kind::Array(from), Kind::Array(to)) => {
                add((node.and_then(PlanNode::part), (*from, Some(Step::Items)), (*to, Some(Step::Items))));
            }
            (node, Kind::Map(from), Kind::Map(to)) => {
                add((node.and_then(PlanNode::part), (*from, Some(Step::Values)), (*to, Some(Step::Values))));
            }
            _ => {}
        }
    }

    pub(super) fn schema(&self, side: Side) -> &'p Schema {
        match side {
            Side::Writer => self.plan.writer(),
            Side::Reader => self.plan.reader(),
        }
    }

    /// The meetings from the root to this one.
    pub(super) fn chain(&self, at: usize) -> Vec<usize> {
        let up = |at: &usize| self.meetings.get(*at).and_then(|meeting| meeting.from);
        let mut chain: Vec<usize> = std::iter::successors(Some(at), up).collect();
        chain.reverse();
        chain
    }

    /// The way to a meeting by names, such as `net.example.Order.lines[].item(Book)`, and the innermost field on it.
    pub(super) fn path(&self, at: usize, side: Side) -> (String, Option<Inside>) {
        let schema = self.schema(side);
        let mut path = schema.root_node().name().map_or(String::new(), |name| name.full().to_owned());
        let mut node = schema.root();
        let mut inside = None;
        for meeting in self.chain(at).iter().filter_map(|at| self.meetings.get(*at)) {
            if let Some(step) = meeting.step(side) {
                push_step(&mut path, schema, node, step);
                if let Step::Field(field) = step {
                    inside = Some(Inside { record: node, field: field as usize, end: path.len() });
                }
            }
            node = meeting.node(side);
        }
        (path, inside)
    }

    /// The record and field in which a meeting is, the innermost ones.
    pub(super) fn field(&self, at: usize, side: Side) -> Option<(NodeId, usize)> {
        let mut at = at;
        loop {
            let meeting = self.meetings.get(at)?;
            let from = meeting.from?;
            if let Some(Step::Field(index)) = meeting.step(side) {
                return Some((self.meetings.get(from)?.node(side), index as usize));
            }
            at = from;
        }
    }

    /// The meeting around this one.
    pub(super) fn around(&self, meeting: &Meeting) -> Option<&Meeting> {
        self.meetings.get(meeting.from?)
    }
}

impl Meeting {
    /// The fields that the two types are in, of the records around them.
    fn fields<'s>(&self, written: &'s Kind, read: &'s Kind) -> Option<(&'s Field, &'s Field)> {
        match (written, self.writer_step, read, self.reader_step) {
            (Kind::Record(written), Some(Step::Field(from)), Kind::Record(read), Some(Step::Field(to))) => {
                written.fields.get(from as usize).zip(read.fields.get(to as usize))
            }
            _ => None,
        }
    }

    pub(super) fn node(&self, side: Side) -> NodeId {
        match side {
            Side::Writer => self.writer,
            Side::Reader => self.reader,
        }
    }

    pub(super) fn step(&self, side: Side) -> Option<Step> {
        match side {
            Side::Writer => self.writer_step,
            Side::Reader => self.reader_step,
        }
    }

    /// Whether it is a field of the reader that the writer does not have, or has twice.
    pub(super) fn is_field_without_source(&self) -> bool {
        self.writer_step.is_none() && matches!(self.reader_step, Some(Step::Field(_)))
    }
}

/// How deep a type is looked into before it is walked.
const DEPTH: usize = 4;

/// Whether a field and its type are written alike on both sides.
fn is_field_alike(plan: &Plan, met: &Met, written: &Record, read: &Record) -> bool {
    let (node, (writer, Some(Step::Field(from))), (reader, Some(Step::Field(to)))) = *met else { return false };
    let (Some(from), Some(to)) = (written.fields.get(from as usize), read.fields.get(to as usize)) else {
        return false;
    };
    let same_bytes = node.is_none_or(|id| matches!(plan.node(id), PlanNode::Same { .. }));
    same_bytes && is_written_alike(from, to) && is_type_alike(plan, writer, reader, 0)
}

/// Whether two types of the same bytes are unnamed and have the same attributes, all the way down; `false` where that is far.
fn is_type_alike(plan: &Plan, writer: NodeId, reader: NodeId, depth: usize) -> bool {
    let (written, read) = (plan.writer().node(writer), plan.reader().node(reader));
    if depth > DEPTH || written.logical != read.logical || written.properties != read.properties {
        return false;
    }
    match (&written.kind, &read.kind) {
        (Kind::Array(from), Kind::Array(to)) | (Kind::Map(from), Kind::Map(to)) => {
            is_type_alike(plan, *from, *to, depth + 1)
        }
        (Kind::Union(from), Kind::Union(to)) => {
            from.len() == to.len() && from.iter().zip(to).all(|(from, to)| is_type_alike(plan, *from, *to, depth + 1))
        }
        (from, to) => from.is_primitive() && from == to,
    }
}

/// Whether two fields have the same attributes, names and types aside.
fn is_written_alike(from: &Field, to: &Field) -> bool {
    from.default == to.default
        && from.aliases == to.aliases
        && from.doc == to.doc
        && from.order == to.order
        && from.properties == to.properties
}

/// Two types that meet: the node of the plan, and each with the step to it.
type Met = (Option<PlanId>, (NodeId, Option<Step>), (NodeId, Option<Step>));

/// The fields of a record that meet: those of the reader that have no source first, then the writer's in their order.
pub(super) fn fields(plan: &RecordPlan, writer: NodeId, written: &Record, read: &Record) -> Vec<Met> {
    let to = |field: u32| Some((read.fields.get(field as usize)?.schema, Some(Step::Field(field))));
    let missing = plan.without_value().filter_map(|(field, node)| Some((Some(node), (writer, None), to(field)?)));
    let found = plan.of_written().zip(&written.fields).zip(0..).filter_map(|((action, from), index)| {
        let (field, node) = action.reads()?;
        Some((node, (from.schema, Some(Step::Field(index))), to(field)?))
    });
    missing.chain(found).collect()
}

/// Whether a branch is the one of two that is not `null`: an `Option` adds nothing to a path, as in Rust.
fn is_value_of_option(schema: &Schema, branches: &[NodeId], index: usize) -> bool {
    let is_null = |id: &NodeId| schema.node(*id).kind == Kind::Null;
    branches.len() == 2 && branches.iter().any(is_null) && branches.get(index).is_some_and(|id| !is_null(id))
}

/// Appends a step down from `node`.
pub(super) fn push_step(path: &mut String, schema: &Schema, node: NodeId, step: Step) {
    // Writing to a `String` does not fail.
    let _ = match (step, &schema.node(node).kind) {
        (Step::Items, _) => write!(path, "[]"),
        (Step::Values, _) => write!(path, "{{}}"),
        (Step::Field(index), Kind::Record(record)) => {
            let name = record.fields.get(index as usize).map_or("", |field| &field.name);
            write!(path, "{}{name}", if path.is_empty() { "" } else { "." })
        }
        (Step::Branch(index), Kind::Union(branches)) => {
            let branch = branches.get(index as usize).map(|branch| schema.node(*branch));
            if is_value_of_option(schema, branches, index as usize) {
                return;
            }
            let name = branch.map_or("", Node::branch_name);
            write!(path, "({name})")
        }
        _ => Ok(()),
    };
}
