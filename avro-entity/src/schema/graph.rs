//! A schema as an immutable graph: nodes in a slice, named types referenced by index.
//!
//! Every occurrence of a primitive, array, map or union is a node of its own, so that attributes on it are kept. A record,
//! enum or fixed is one node wherever it is used.

use super::finding::Finding;
use super::json::SCHEMA_DEPTH;
use super::width::Width;
use super::{Name, TypeSource};
use crate::error::{Error, ErrorKind};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Custom properties of a schema or field in the order they were written.
pub type Properties = serde_json::Map<String, Value>;

/// An Avro schema: immutable, cheap to clone, shared between threads.
#[derive(Clone)]
pub struct Schema(pub(super) Arc<Graph>);

pub(super) struct Graph {
    pub(super) nodes: Box<[Node]>,
    pub(super) root: NodeId,
    pub(super) names: HashMap<Name, NodeId>,
    pub(super) sources: HashMap<NodeId, &'static TypeSource>,
    /// What the parser noticed and the nodes do not show.
    pub(super) findings: Box<[Finding]>,
    pub(super) canonical: OnceLock<Box<str>>,
    pub(super) resolution: OnceLock<[u8; 32]>,
    pub(super) crc64: OnceLock<u64>,
    pub(super) widths: OnceLock<Box<[Width]>>,
}

/// The index of a [`Node`] in its [`Schema`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The index as a number, below [`Schema::len`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One type in a schema, with everything that was written on it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Node {
    /// What type it is.
    pub kind: Kind,
    /// The logical type when it is one of the specification's and valid on this kind.
    pub logical: Option<LogicalType>,
    /// All attributes that the specification does not reserve, and `logicalType` with its parameters, as written.
    pub properties: Properties,
    /// Where the node begins in the text it was parsed from.
    pub position: Option<Position>,
}

/// A place in the text of a schema; lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// The type of a node: the primitive and complex types of the specification.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `int`: 32 bits
    Int,
    /// `long`: 64 bits
    Long,
    /// `float`
    Float,
    /// `double`
    Double,
    /// `bytes`
    Bytes,
    /// `string`
    String,
    /// `array` of items
    Array(NodeId),
    /// `map` with string keys and these values
    Map(NodeId),
    /// `union` of branches
    Union(Box<[NodeId]>),
    /// `record`
    Record(Box<Record>),
    /// `enum`
    Enum(Box<Enum>),
    /// `fixed`
    Fixed(Box<Fixed>),
}

/// A `record`, or an `error` of the specification's protocols.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Record {
    /// The full name.
    pub name: Name,
    /// Earlier full names.
    pub aliases: Box<[Name]>,
    /// Documentation.
    pub doc: Option<String>,
    /// The fields in the order they are encoded.
    pub fields: Box<[Field]>,
    /// Whether the type is written `error`.
    pub is_error: bool,
}

impl Record {
    /// The field of this name with its index.
    pub fn field(&self, name: &str) -> Option<(usize, &Field)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }
}

/// A field of a [`Record`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Field {
    /// The name.
    pub name: String,
    /// Earlier names.
    pub aliases: Box<[String]>,
    /// Documentation.
    pub doc: Option<String>,
    /// The type.
    pub schema: NodeId,
    /// The default value, as JSON in the form the specification gives for defaults.
    pub default: Option<Value>,
    /// How records sort by this field; `None` when the schema does not say, which means ascending.
    pub order: Option<Order>,
    /// Custom properties.
    pub properties: Properties,
    /// Where the field begins in the text it was parsed from.
    pub position: Option<Position>,
}

/// An `enum`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Enum {
    /// The full name.
    pub name: Name,
    /// Earlier full names.
    pub aliases: Box<[Name]>,
    /// Documentation.
    pub doc: Option<String>,
    /// The symbols in the order of their indices.
    pub symbols: Box<[String]>,
    /// The symbol a reader takes for one it does not know.
    pub default: Option<String>,
}

/// A `fixed`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Fixed {
    /// The full name.
    pub name: Name,
    /// Earlier full names.
    pub aliases: Box<[Name]>,
    /// Documentation.
    pub doc: Option<String>,
    /// Bytes in a value.
    pub size: usize,
}

/// How records sort by a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// `ascending`
    Ascending,
    /// `descending`
    Descending,
    /// `ignore`
    Ignore,
}

/// The logical types of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LogicalType {
    /// `decimal` on `bytes` or `fixed`.
    Decimal {
        /// Digits in all, at least 1.
        precision: u32,
        /// Digits after the point, at most `precision`.
        scale: u32,
    },
    /// `big-decimal` on `bytes`: every value carries its own scale.
    BigDecimal,
    /// `uuid` on `string` or on a `fixed` of 16 bytes.
    Uuid,
    /// `date` on `int`: days since 1970-01-01.
    Date,
    /// `time-millis` on `int`: milliseconds after midnight.
    TimeMillis,
    /// `time-micros` on `long`: microseconds after midnight.
    TimeMicros,
    /// `timestamp-millis` on `long`: milliseconds since 1970-01-01T00:00:00Z.
    TimestampMillis,
    /// `timestamp-micros` on `long`.
    TimestampMicros,
    /// `timestamp-nanos` on `long`.
    TimestampNanos,
    /// `local-timestamp-millis` on `long`: milliseconds since 1970-01-01T00:00:00 of whatever time zone.
    LocalTimestampMillis,
    /// `local-timestamp-micros` on `long`.
    LocalTimestampMicros,
    /// `local-timestamp-nanos` on `long`.
    LocalTimestampNanos,
    /// `duration` on a `fixed` of 12 bytes: months, days and milliseconds.
    Duration,
}

impl LogicalType {
    /// The value of the attribute `logicalType`.
    pub fn name(self) -> &'static str {
        match self {
            LogicalType::Decimal { .. } => "decimal",
            LogicalType::BigDecimal => "big-decimal",
            LogicalType::Uuid => "uuid",
            LogicalType::Date => "date",
            LogicalType::TimeMillis => "time-millis",
            LogicalType::TimeMicros => "time-micros",
            LogicalType::TimestampMillis => "timestamp-millis",
            LogicalType::TimestampMicros => "timestamp-micros",
            LogicalType::TimestampNanos => "timestamp-nanos",
            LogicalType::LocalTimestampMillis => "local-timestamp-millis",
            LogicalType::LocalTimestampMicros => "local-timestamp-micros",
            LogicalType::LocalTimestampNanos => "local-timestamp-nanos",
            LogicalType::Duration => "duration",
        }
    }
}

impl Schema {
    /// The schema of what can be reached from `root`, numbered depth first, fields and branches in their order. Nodes that are
    /// given away are moved, others cloned.
    ///
    /// # Errors
    ///
    /// Of kind [`Limit`](ErrorKind::Limit) when types are nested deeper than [`SCHEMA_DEPTH`].
    pub(super) fn assemble(
        nodes: Cow<'_, [Node]>,
        root: NodeId,
        sources: HashMap<NodeId, &'static TypeSource>,
        findings: Vec<Finding>,
    ) -> Result<Schema, Error> {
        let mut reached = Reached { nodes: &nodes, order: Vec::new(), ids: vec![None; nodes.len()] };
        let root = reached.visit(root, 0)?;
        let Reached { order, ids, .. } = reached;
        let new = |id: NodeId| ids.get(id.index()).copied().flatten();
        let mut nodes: Box<[Node]> = match nodes {
            Cow::Borrowed(nodes) => order.iter().filter_map(|id| nodes.get(id.index())).cloned().collect(),
            Cow::Owned(mut nodes) => {
                let take = |node: &mut Node| std::mem::replace(node, Node::plain(Kind::Null));
                order.iter().filter_map(|id| nodes.get_mut(id.index()).map(take)).collect()
            }
        };
        nodes.iter_mut().for_each(|node| node.replace_ids(|id| new(id).unwrap_or(id)));
        let names =
            nodes.iter().zip(0..).filter_map(|(node, index)| Some((node.name()?.clone(), NodeId(index)))).collect();
        let sources = sources.into_iter().filter_map(|(id, source)| Some((new(id)?, source))).collect();
        Ok(Schema(Arc::new(Graph {
            nodes,
            root,
            names,
            sources,
            findings: findings.into(),
            canonical: OnceLock::new(),
            resolution: OnceLock::new(),
            crc64: OnceLock::new(),
            widths: OnceLock::new(),
        })))
    }

    /// The id of the outermost type.
    pub fn root(&self) -> NodeId {
        self.0.root
    }

    /// The outermost type.
    pub fn root_node(&self) -> &Node {
        self.node(self.0.root)
    }

    /// The node of an id of this schema.
    ///
    /// # Panics
    ///
    /// When `id` belongs to another, larger schema.
    #[allow(clippy::indexing_slicing, reason = "an id is only made together with its node")]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.0.nodes[id.index()]
    }

    pub(super) fn node_slice(&self) -> &[Node] {
        &self.0.nodes
    }

    /// All nodes, in the order of their ids.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (NodeId, &Node)> {
        self.0.nodes.iter().enumerate().map(|(index, node)| (NodeId(index as u32), node))
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.0.nodes.len()
    }

    /// Never: a schema has at least its root.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The named type of this full name.
    pub fn named(&self, full_name: &str) -> Option<NodeId> {
        self.0.names.get(&Name::lenient(full_name, None)).copied()
    }

    /// Where the Rust type of a named type stands, for schemas that were built from Rust types.
    pub fn source(&self, id: NodeId) -> Option<&'static TypeSource> {
        self.0.sources.get(&id).copied()
    }

    /// The same without positions, for a schema whose text nobody has seen.
    pub(crate) fn without_positions(mut self) -> Schema {
        if let Some(graph) = Arc::get_mut(&mut self.0) {
            graph.nodes.iter_mut().for_each(Node::clear_positions);
            graph.findings.iter_mut().for_each(|finding| finding.position = None);
        }
        self
    }

    /// Whether both are one and the same graph in memory.
    pub fn same(&self, other: &Schema) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What can be reached from a root, in the order of its first occurrence.
struct Reached<'n> {
    nodes: &'n [Node],
    order: Vec<NodeId>,
    /// What each node is called in the order.
    ids: Vec<Option<NodeId>>,
}

impl Reached<'_> {
    fn visit(&mut self, id: NodeId, depth: u32) -> Result<NodeId, Error> {
        let nodes = self.nodes;
        let (Some(node), Some(known)) = (nodes.get(id.index()), self.ids.get_mut(id.index())) else { return Ok(id) };
        if let Some(known) = known {
            return Ok(*known);
        }
        if depth == SCHEMA_DEPTH {
            let message = format!("the schema is nested deeper than {SCHEMA_DEPTH} types");
            return Err(Error::new(ErrorKind::Limit, message));
        }
        let new = NodeId(self.order.len() as u32);
        *known = Some(new);
        self.order.push(id);
        for child in node.children() {
            self.visit(child, depth + 1)?;
        }
        Ok(new)
    }
}

/// Schemas are equal when all that is written in them is, wherever it stands in its text or Rust source.
impl PartialEq for Schema {
    fn eq(&self, other: &Schema) -> bool {
        self.same(other) || self.0.nodes == other.0.nodes
    }
}

impl Eq for Schema {}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schema({self})")
    }
}

/// Equal in everything but the position.
impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        let Node { kind, logical, properties, position: _ } = self;
        *kind == other.kind && *logical == other.logical && *properties == other.properties
    }
}

/// Equal in everything but the position.
impl PartialEq for Field {
    fn eq(&self, other: &Field) -> bool {
        let Field { name, aliases, doc, schema, default, order, properties, position: _ } = self;
        *name == other.name
            && *aliases == other.aliases
            && *doc == other.doc
            && *schema == other.schema
            && *default == other.default
            && *order == other.order
            && *properties == other.properties
    }
}

impl Node {
    /// A node of this kind without attributes.
    pub(crate) fn plain(kind: Kind) -> Node {
        Node { kind, logical: None, properties: Properties::new(), position: None }
    }

    /// The full name of a record, enum or fixed.
    pub fn name(&self) -> Option<&Name> {
        match &self.kind {
            Kind::Record(record) => Some(&record.name),
            Kind::Enum(symbols) => Some(&symbols.name),
            Kind::Fixed(fixed) => Some(&fixed.name),
            _ => None,
        }
    }

    /// What the branch of a union that is of this type is called: the full name, or that of the primitive type, array or map.
    pub(crate) fn branch_name(&self) -> &str {
        self.name().map_or(self.kind.type_name(), Name::full)
    }

    /// The aliases of a record, enum or fixed.
    pub fn aliases(&self) -> &[Name] {
        match &self.kind {
            Kind::Record(record) => &record.aliases,
            Kind::Enum(symbols) => &symbols.aliases,
            Kind::Fixed(fixed) => &fixed.aliases,
            _ => &[],
        }
    }

    /// The types inside this one: items, values, branches, the types of the fields.
    pub(crate) fn children(&self) -> impl Iterator<Item = NodeId> {
        let (inner, branches, fields): (_, &[NodeId], &[Field]) = match &self.kind {
            Kind::Array(inner) | Kind::Map(inner) => (Some(*inner), &[], &[]),
            Kind::Union(branches) => (None, branches, &[]),
            Kind::Record(record) => (None, &[], &record.fields),
            _ => (None, &[], &[]),
        };
        inner.into_iter().chain(branches.iter().copied()).chain(fields.iter().map(|field| field.schema))
    }

    fn clear_positions(&mut self) {
        self.position = None;
        if let Kind::Record(record) = &mut self.kind {
            record.fields.iter_mut().for_each(|field| field.position = None);
        }
    }

    /// Puts another id in place of each id of a type inside this one.
    pub(super) fn replace_ids(&mut self, new: impl Fn(NodeId) -> NodeId) {
        match &mut self.kind {
            Kind::Array(inner) | Kind::Map(inner) => *inner = new(*inner),
            Kind::Union(branches) => branches.iter_mut().for_each(|branch| *branch = new(*branch)),
            Kind::Record(record) => record.fields.iter_mut().for_each(|field| field.schema = new(field.schema)),
            _ => {}
        }
    }

    /// Whether both are equal but for the types inside them, of which they have as many.
    pub(super) fn is_written_as(&self, other: &Node) -> bool {
        let blank = |node: &Node| {
            let mut node = node.clone();
            node.replace_ids(|_| NodeId(0));
            node
        };
        blank(self) == blank(other)
    }

    /// The branches of a union.
    pub fn branches(&self) -> Option<&[NodeId]> {
        match &self.kind {
            Kind::Union(branches) => Some(branches),
            _ => None,
        }
    }

    /// The fields of a record; none of any other type.
    pub(crate) fn fields(&self) -> &[Field] {
        match &self.kind {
            Kind::Record(record) => &record.fields,
            _ => &[],
        }
    }

    /// The symbols of an enum; none of any other type.
    pub(crate) fn symbols(&self) -> &[String] {
        match &self.kind {
            Kind::Enum(definition) => &definition.symbols,
            _ => &[],
        }
    }
}

impl Kind {
    /// Whether both are of one kind, whatever is inside of them.
    pub(crate) fn is_like(&self, other: &Kind) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Whether the type has neither a name nor types inside it.
    pub(crate) fn is_primitive(&self) -> bool {
        !matches!(
            self,
            Kind::Array(_) | Kind::Map(_) | Kind::Union(_) | Kind::Record(_) | Kind::Enum(_) | Kind::Fixed(_)
        )
    }

    /// The name of the type in a schema: `"int"`, `"record"`, `"union"`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean => "boolean",
            Kind::Int => "int",
            Kind::Long => "long",
            Kind::Float => "float",
            Kind::Double => "double",
            Kind::Bytes => "bytes",
            Kind::String => "string",
            Kind::Array(_) => "array",
            Kind::Map(_) => "map",
            Kind::Union(_) => "union",
            Kind::Record(_) => "record",
            Kind::Enum(_) => "enum",
            Kind::Fixed(_) => "fixed",
        }
    }
}
