//! From two schemas to a plan.
//!
//! Letter to the next reader. A plan has one node for each pair of types that can meet, however many ways lead to it.
//! The pairs are worked off a queue, because a schema may be nested as deep as there are names and the stack is not.
//! The rules look at the two types of a pair and never below: which branch of a union a type goes to depends on kind
//! and name alone. So no pair waits for the result of another, recursion needs no special care here, and everything
//! that does depend on what is below (`same`, `verdict`) is a fixpoint over the finished nodes. A new rule belongs here
//! when it needs two types only.

use super::convert::Conversion;
use super::mismatch::Draft;
use super::names;
use super::plan::{Plan, PlanId, PlanNode, Promotion};
use super::problem::Problem;
use super::union::{self, FEW, Table};
use super::{record, same};
use crate::schema::{Enum, Kind, Node, NodeId, Schema};
use rustc_hash::FxHashMap;
use std::collections::{HashMap, VecDeque};

/// The plan to read data of the schema `writer` under the schema `reader`.
///
/// It never fails: what does not resolve is in [`Plan::mismatches`], and reading data that reach it is an error. The
/// cost grows with the number of pairs of types that can meet.
///
/// ```
/// use avro_entity::{AvroSchema, resolve::{Reach, Rule, Verdict, resolve}};
/// let plan = resolve(<Vec<i64>>::schema(), <Vec<i32>>::schema());
/// assert_eq!(plan.verdict(), Verdict::Conditional);
/// let mismatch = plan.mismatches().next().unwrap();
/// assert_eq!((mismatch.rule(), mismatch.reach()), (Rule::Type, Reach::Some));
/// assert_eq!(mismatch.to_string(), "[]: `long` is not read as `int`");
/// ```
pub fn resolve(writer: &Schema, reader: &Schema) -> Plan {
    let mut compiler = Compiler::new(writer, reader);
    compiler.pair(writer.root(), reader.root());
    while let Some((id, written, read)) = compiler.queue.pop_front() {
        let node = compiler.compile(id, written, read);
        compiler.set(id, node);
    }
    let Compiler { mut nodes, pairs, drafts, .. } = compiler;
    same::simplify(&mut nodes, &pairs, reader);
    Plan::new(writer.clone(), reader.clone(), nodes, drafts)
}

/// A plan under construction.
pub(super) struct Compiler<'s> {
    pub(super) writer: &'s Schema,
    pub(super) reader: &'s Schema,
    nodes: Vec<PlanNode>,
    /// The pair of each node in `nodes`.
    pairs: Vec<(NodeId, NodeId)>,
    ids: FxHashMap<(NodeId, NodeId), PlanId>,
    queue: VecDeque<(PlanId, NodeId, NodeId)>,
    drafts: Vec<Draft>,
    /// The branches of the reader's unions that have many.
    tables: FxHashMap<NodeId, Table<'s>>,
}

impl<'s> Compiler<'s> {
    fn new(writer: &'s Schema, reader: &'s Schema) -> Compiler<'s> {
        Compiler {
            writer,
            reader,
            nodes: Vec::with_capacity(writer.len()),
            pairs: Vec::with_capacity(writer.len()),
            ids: FxHashMap::with_capacity_and_hasher(writer.len() / 2, Default::default()),
            queue: VecDeque::new(),
            drafts: Vec::new(),
            tables: FxHashMap::default(),
        }
    }

    /// The node for a pair of types; it is compiled when its turn comes, and at once when nothing is inside of the writer's
    /// type and no choice to be made, as in most fields.
    pub(super) fn pair(&mut self, writer: NodeId, reader: NodeId) -> PlanId {
        let (written, read) = (self.writer.node(writer), self.reader.node(reader));
        if written.kind.is_primitive() && written.kind == read.kind {
            let id = self.add(writer, reader);
            self.set(id, scalar(writer, reader, written, read));
            return id;
        }
        if let Some(id) = self.ids.get(&(writer, reader)) {
            return *id;
        }
        let id = self.add(writer, reader);
        self.ids.insert((writer, reader), id);
        self.queue.push_back((id, writer, reader));
        id
    }

    /// A node of its own for what does not resolve.
    pub(super) fn mismatch(&mut self, writer: NodeId, reader: NodeId, problem: Problem) -> PlanId {
        let node = self.add(writer, reader);
        self.drafts.push(Draft { node, writer, reader, problem });
        node
    }

    fn add(&mut self, writer: NodeId, reader: NodeId) -> PlanId {
        let id = PlanId(self.nodes.len() as u32);
        self.nodes.push(PlanNode::Mismatch);
        self.pairs.push((writer, reader));
        id
    }

    fn set(&mut self, id: PlanId, node: PlanNode) {
        if let Some(slot) = self.nodes.get_mut(id.index()) {
            *slot = node;
        }
    }

    /// The rules in the specification's order: unions first, since the branches decide; then types of one kind; then
    /// promotions.
    fn compile(&mut self, id: PlanId, writer: NodeId, reader: NodeId) -> PlanNode {
        let (written, read) = (self.writer.node(writer), self.reader.node(reader));
        let node = match (&written.kind, &read.kind) {
            (Kind::Union(branches), _) => Ok(self.writer_union(writer, branches, reader)),
            (_, Kind::Union(branches)) => self.reader_union(writer, reader, branches),
            (Kind::Array(items), Kind::Array(as_items)) => Ok(self.array(*items, *as_items)),
            (Kind::Map(values), Kind::Map(as_values)) => Ok(self.map(*values, *as_values)),
            (Kind::Record(_), Kind::Record(_)) => match named(written, read) {
                Ok(()) => Ok(record::compile(self, writer, reader)),
                Err(refused) => Err(refused),
            },
            (Kind::Enum(symbols), Kind::Enum(as_symbols)) => {
                named(written, read).map(|()| self.enumeration(id, writer, reader, symbols, as_symbols))
            }
            (Kind::Fixed(_), Kind::Fixed(_)) => fixed(written, read).map(|()| scalar(writer, reader, written, read)),
            (kind, as_kind) if kind == as_kind => Ok(scalar(writer, reader, written, read)),
            (kind, as_kind) => match promotion(kind, as_kind) {
                Some(promotion) => Ok(self.promoted(writer, reader, promotion)),
                None => Err(Problem::Type),
            },
        };
        node.unwrap_or_else(|problem| {
            self.drafts.push(Draft { node: id, writer, reader, problem });
            PlanNode::Mismatch
        })
    }

    /// A writer's union: every branch on its own against the reader's whole type, whether that is a union or not.
    ///
    /// ```text
    /// writer  ["null", "int"]
    /// reader  "long"
    /// plan    0: mismatch, 1: widen
    /// ```
    fn writer_union(&mut self, writer: NodeId, branches: &[NodeId], reader: NodeId) -> PlanNode {
        let branches = branches.iter().map(|branch| self.pair(*branch, reader)).collect();
        PlanNode::WriterUnion { branches, writer }
    }

    /// A reader's union: the value becomes the branch that [`union::choose`] finds.
    fn reader_union(&mut self, writer: NodeId, reader: NodeId, branches: &'s [NodeId]) -> Compiled {
        let written = self.writer.node(writer);
        let chosen = match branches.len() {
            0..=FEW => union::choose(self.reader, branches, written),
            _ => self.tables.entry(reader).or_insert_with(|| Table::new(self.reader, branches)).choose(written),
        };
        match chosen.and_then(|index| Some((index, *branches.get(index)?))) {
            Some((index, branch)) => {
                let inner = self.pair(writer, branch);
                Ok(PlanNode::ReaderUnion { branch: index as u32, inner, reader })
            }
            None => Err(Problem::UnionBranch),
        }
    }

    fn array(&mut self, items: NodeId, as_items: NodeId) -> PlanNode {
        PlanNode::Array { items: self.pair(items, as_items), width: self.writer.width(items).least }
    }

    fn map(&mut self, values: NodeId, as_values: NodeId) -> PlanNode {
        PlanNode::Map { values: self.pair(values, as_values), width: self.writer.width(values).least }
    }

    /// An enum: each of the writer's symbols becomes the reader's symbol of that name, or else the reader's default.
    ///
    /// ```text
    /// writer  {"type": "enum", "name": "Suit", "symbols": ["CLUBS", "HEARTS", "STARS"]}
    /// reader  {"type": "enum", "name": "Suit", "symbols": ["UNKNOWN", "HEARTS", "CLUBS"], "default": "UNKNOWN"}
    /// plan    0 -> 2, 1 -> 1, 2 -> 0
    /// ```
    ///
    /// Without the default the plan fails for `STARS`, when it is read. A default of the writer's schema plays no part.
    fn enumeration(
        &mut self,
        id: PlanId,
        writer: NodeId,
        reader: NodeId,
        symbols: &Enum,
        as_symbols: &Enum,
    ) -> PlanNode {
        if symbols.symbols == as_symbols.symbols {
            return PlanNode::Same { writer, reader };
        }
        let known: HashMap<&str, u32> = as_symbols.symbols.iter().map(String::as_str).zip(0..).collect();
        let default = as_symbols.default.as_deref().and_then(|symbol| known.get(symbol).copied());
        let table: Box<[_]> =
            symbols.symbols.iter().map(|symbol| known.get(symbol.as_str()).copied().or(default)).collect();
        if table.contains(&None) {
            self.drafts.push(Draft { node: id, writer, reader, problem: Problem::EnumSymbols });
        }
        PlanNode::Enum { table, reader }
    }

    /// A promotion; one from `int` to `long` may lie under a time whose unit changes.
    fn promoted(&self, writer: NodeId, reader: NodeId, promotion: Promotion) -> PlanNode {
        match Conversion::between(self.writer.node(writer), self.reader.node(reader)) {
            Some(conversion) => PlanNode::Convert { conversion, writer, reader },
            None => PlanNode::Promote { promotion, reader },
        }
    }
}

/// A node, or why there is none.
type Compiled = Result<PlanNode, Problem>;

/// A type of the same kind without parts: the same bytes, and the same values unless a logical type says otherwise.
fn scalar(writer: NodeId, reader: NodeId, written: &Node, read: &Node) -> PlanNode {
    match Conversion::between(written, read) {
        Some(conversion) => PlanNode::Convert { conversion, writer, reader },
        None => PlanNode::Same { writer, reader },
    }
}

fn named(written: &Node, read: &Node) -> Result<(), Problem> {
    if names::matches(written, read) { Ok(()) } else { Err(Problem::Name) }
}

/// A fixed: names match and sizes are equal.
fn fixed(written: &Node, read: &Node) -> Result<(), Problem> {
    named(written, read)?;
    match (&written.kind, &read.kind) {
        (Kind::Fixed(fixed), Kind::Fixed(as_fixed)) if fixed.size != as_fixed.size => Err(Problem::FixedSize),
        _ => Ok(()),
    }
}

/// The promotion from one primitive type to another.
///
/// ```text
/// int    -> long, float, double
/// long   ->       float, double
/// float  ->              double
/// string -> bytes
/// bytes  -> string
/// ```
pub(crate) fn promotion(written: &Kind, read: &Kind) -> Option<Promotion> {
    Some(match (written, read) {
        (Kind::Int, Kind::Long) => Promotion::IntToLong,
        (Kind::Int, Kind::Float) => Promotion::IntToFloat,
        (Kind::Int, Kind::Double) => Promotion::IntToDouble,
        (Kind::Long, Kind::Float) => Promotion::LongToFloat,
        (Kind::Long, Kind::Double) => Promotion::LongToDouble,
        (Kind::Float, Kind::Double) => Promotion::FloatToDouble,
        (Kind::String, Kind::Bytes) => Promotion::StringToBytes,
        (Kind::Bytes, Kind::String) => Promotion::BytesToString,
        _ => return None,
    })
}
