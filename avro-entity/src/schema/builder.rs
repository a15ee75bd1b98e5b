//! Builds a schema from Rust types: what `AvroSchema::build` talks to.
//!
//! A named type is built once per Rust type and referenced from then on, so that building is linear in the size of the type and
//! recursion ends. What is wrong is collected and reported together when the schema is finished; ids of refused nodes stay
//! valid until then, so that no caller has to stop half-way.

mod record;

use super::claim::{Claim, Origin};
use super::finding::Finding;
use super::graph::{Enum, Fixed, Kind, LogicalType, Node, NodeId, Record, Schema};
use super::settle::{self, PendingDefault};
use super::validate::MISSPELT;
use super::verbatim::ExpectedFront;
use super::{MemberSource, Name, TypeSource};
use crate::error::{Error, ErrorKind};
use serde_json::Value;
use std::any::{TypeId, type_name};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::marker::PhantomData;

pub use record::{FieldBuilder, RecordBuilder};

/// The record and the field that are being built.
pub(super) type Place = (Name, String);

/// Collects the nodes of one schema while Rust types describe themselves to it.
///
/// ```
/// use avro_entity::schema::{Kind, Name, SchemaBuilder};
/// struct Point;
/// let mut builder = SchemaBuilder::new();
/// let root = builder.record::<Point>(Name::parse("geo.Point", None)?, |record| {
///     record.field("x", |builder| builder.node(Kind::Double));
///     record.field("y", |builder| builder.node(Kind::Double)).default_json(serde_json::json!(0.0));
/// });
/// let schema = builder.finish(root)?;
/// assert_eq!(schema.named("geo.Point"), Some(schema.root()));
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Default)]
pub struct SchemaBuilder {
    pub(super) nodes: Vec<Node>,
    types: HashMap<TypeId, NodeId>,
    /// The names that are taken, by what they are taken for; in the order of the ids, which is that of the fields.
    pub(super) claims: BTreeMap<NodeId, Claim>,
    pub(super) origins: HashMap<NodeId, Origin>,
    /// The fixed types that attributes name.
    fixed: HashMap<Name, NodeId>,
    /// The types without a name that are being built, with what Rust calls them.
    open: Vec<(TypeId, &'static str)>,
    /// The types that contain themselves, each with those in between.
    endless: HashSet<Vec<TypeId>>,
    pub(super) place: Vec<Place>,
    defaults: Vec<PendingDefault>,
    sources: HashMap<NodeId, &'static TypeSource>,
    /// Records, and the sources of those whose fields stand in them.
    flattened: Vec<(NodeId, &'static TypeSource)>,
    pub(super) fronts: Vec<ExpectedFront>,
    /// The records whose fields are being built.
    filling: Vec<NodeId>,
    pub(super) errors: Vec<Error>,
}

/// How many nodes there are, and what was refused.
impl fmt::Debug for SchemaBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SchemaBuilder")
            .field("nodes", &self.nodes.len())
            .field("errors", &self.errors)
            .finish_non_exhaustive()
    }
}

/// The record that a variant of the enum `T` is.
struct Variant<T: ?Sized, const INDEX: u32>(PhantomData<T>);

impl SchemaBuilder {
    /// A builder without nodes.
    pub fn new() -> SchemaBuilder {
        SchemaBuilder::default()
    }

    /// Adds a type without attributes.
    pub fn node(&mut self, kind: Kind) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node::plain(kind));
        id
    }

    /// Adds an `array` of `items`.
    pub fn array(&mut self, items: NodeId) -> NodeId {
        self.node(Kind::Array(items))
    }

    /// Adds a `map` with these `values`.
    pub fn map(&mut self, values: NodeId) -> NodeId {
        self.node(Kind::Map(values))
    }

    /// Adds a `union`. A branch that is itself a union contributes its branches, since unions do not nest.
    pub fn union(&mut self, branches: impl IntoIterator<Item = NodeId>) -> NodeId {
        let mut flat = Vec::new();
        for branch in branches {
            match self.nodes.get(branch.index()).and_then(Node::branches) {
                Some(inner) => flat.extend_from_slice(inner),
                None => flat.push(branch),
            }
        }
        self.node(Kind::Union(flat.into()))
    }

    /// Adds the union of a type that writes and reads `count` branches.
    ///
    /// A type by hand whose schema is a union knows nothing of the union around it, and would count its branches from 0.
    #[doc(hidden)]
    pub fn union_of(&mut self, count: u32, branches: impl IntoIterator<Item = NodeId>) -> NodeId {
        let union = self.union(branches);
        let found = self.nodes.get(union.index()).and_then(Node::branches).map_or(0, <[NodeId]>::len);
        // One that contains itself has as many branches as were built.
        if found != count as usize && self.endless.is_empty() {
            self.refuse(
                "a type with a hand-written schema that is a union, inside of an `Option` or of an enum that is a union: derive it, or make it a record",
            );
        }
        union
    }

    /// Adds the type `kind` with a logical type on it.
    pub fn logical(&mut self, kind: Kind, logical: LogicalType) -> NodeId {
        let id = self.node(kind);
        self.set_logical(id, logical);
        id
    }

    /// Puts a logical type on a node.
    pub fn set_logical(&mut self, id: NodeId, logical: LogicalType) {
        let Some(node) = self.nodes.get_mut(id.index()) else { return };
        node.logical = Some(logical);
        node.properties.insert("logicalType".into(), logical.name().into());
        if let LogicalType::Decimal { precision, scale } = logical {
            node.properties.insert("precision".into(), precision.into());
            node.properties.insert("scale".into(), scale.into());
        }
    }

    /// Puts a custom property on the type of a field; on a union with `null`, on its other branch. A named type is the same
    /// wherever it is used, so that it takes its properties from its own definition only.
    pub fn property(&mut self, id: NodeId, key: &str, value: Value) {
        let id = match self.nodes.get(id.index()).and_then(Node::branches) {
            None => id,
            Some(branches) => {
                let is_null = |id: &NodeId| self.nodes.get(id.index()).is_some_and(|node| node.kind == Kind::Null);
                let others: Vec<NodeId> = branches.iter().copied().filter(|id| !is_null(id)).collect();
                match others.as_slice() {
                    [only] => *only,
                    _ => {
                        return self
                            .refuse(format!("`type_meta({key} = …)` on a union of several types: say it on theirs"));
                    }
                }
            }
        };
        let of_field = self.is_of_field(id);
        let Some(node) = self.nodes.get_mut(id.index()) else { return };
        if let Some(name) = node.name().filter(|_| !of_field) {
            let message = format!("`type_meta({key} = …)` on a use of `{name}`: put `meta` on the type itself");
            return self.refuse(message);
        }
        node.properties.insert(key.into(), value);
    }

    /// Whether a node is of one field only: it has no name, or one that comes from the field.
    pub(super) fn is_of_field(&self, id: NodeId) -> bool {
        let named = self.nodes.get(id.index()).is_some_and(|node| node.name().is_some());
        !named || !self.types.values().chain(self.fixed.values()).any(|known| *known == id)
    }

    /// Says where the Rust type stands that has no name in the schema.
    pub fn source(&mut self, id: NodeId, source: &'static TypeSource) {
        self.sources.insert(id, source);
    }

    /// Adds the record of the Rust type `T`, or refers to it when it is known already.
    pub fn record<T: ?Sized>(&mut self, name: Name, fill: impl FnOnce(&mut RecordBuilder<'_>)) -> NodeId {
        self.record_of::<T>(type_name::<T>().into(), name, fill)
    }

    /// Adds the record that a variant of the Rust type `T` is, the `INDEX`th; `variant` is what Rust calls it.
    #[doc(hidden)]
    pub fn variant<T: ?Sized, const INDEX: u32>(
        &mut self,
        variant: &str,
        name: Name,
        fill: impl FnOnce(&mut RecordBuilder<'_>),
    ) -> NodeId {
        let owner = format!("{}::{variant}", type_name::<T>());
        self.record_of::<Variant<T, INDEX>>(owner.into(), name, fill)
    }

    /// Adds the record of the Rust type `T`, which is called `owner` when it is told of.
    fn record_of<T: ?Sized>(
        &mut self,
        owner: Cow<'static, str>,
        name: Name,
        fill: impl FnOnce(&mut RecordBuilder<'_>),
    ) -> NodeId {
        let record = Record { name, aliases: Box::default(), doc: None, fields: Box::default(), is_error: false };
        let kind = Kind::Record(Box::new(record));
        let Some(id) = self.define::<T>(kind, owner) else { return self.known::<T>() };
        // A type without a name may occur again inside of the record, which ends there because the record is known.
        let open = std::mem::take(&mut self.open);
        self.filling.push(id);
        let mut record = RecordBuilder { builder: self, id, fields: Vec::new() };
        fill(&mut record);
        let fields = record.fields;
        self.filling.pop();
        self.open = open;
        if let Some(Node { kind: Kind::Record(record), .. }) = self.nodes.get_mut(id.index()) {
            record.fields = fields.into();
        }
        id
    }

    /// Adds a record of the library's own, such as a tuple. Rust types that give one name and the same fields share it, as
    /// `(u8, String)` and `(i32, Box<str>)` do.
    pub(crate) fn shared_record<T: ?Sized>(&mut self, name: Name, fill: impl FnOnce(&mut RecordBuilder<'_>)) -> NodeId {
        let id = self.record::<T>(name, fill);
        self.origins.insert(id, Origin::Library);
        id
    }

    /// Adds the enum of the Rust type `T`, or refers to it when it is known already.
    pub fn enumeration<T: ?Sized>(
        &mut self,
        name: Name,
        symbols: &[&str],
        fill: impl FnOnce(&mut NamedBuilder<'_>),
    ) -> NodeId {
        let symbols = symbols.iter().map(|&symbol| symbol.to_owned()).collect();
        let symbols = Enum { name, aliases: Box::default(), doc: None, symbols, default: None };
        self.named::<T>(Kind::Enum(Box::new(symbols)), fill)
    }

    /// Adds the fixed of the Rust type `T`, or refers to it when it is known already.
    pub fn fixed<T: ?Sized>(&mut self, name: Name, size: usize, fill: impl FnOnce(&mut NamedBuilder<'_>)) -> NodeId {
        let fixed = Fixed { name, aliases: Box::default(), doc: None, size };
        self.named::<T>(Kind::Fixed(Box::new(fixed)), fill)
    }

    /// Adds a fixed that is named after the place where it stands: `<Record>_<field>` in the record's namespace, and
    /// `Fixed<size>` where there is no record around it.
    pub fn fixed_here(&mut self, size: usize) -> NodeId {
        let name = match self.place.last() {
            Some((record, field)) => Name::lenient(&format!("{}_{field}", record.simple()), record.namespace()),
            None => Name::lenient(&format!("Fixed{size}"), None),
        };
        let id = self.node(Kind::Fixed(Box::new(Fixed { name, aliases: Box::default(), doc: None, size })));
        self.claim(id, "a byte array that is named after its field");
        id
    }

    /// Adds a fixed that is named by an attribute: a full name, or a simple one in the namespace of the record around it. Two
    /// fields may share a name when they agree in size and logical type.
    pub fn fixed_named(&mut self, name: &str, size: usize, logical: Option<LogicalType>) -> NodeId {
        let namespace = self.place.last().and_then(|(record, _)| record.namespace());
        let name = match Name::parse(name, namespace) {
            Ok(name) => name,
            Err(error) => {
                self.refuse(error.message().to_owned());
                return self.node(Kind::Null);
            }
        };
        let fixed = Kind::Fixed(Box::new(Fixed { name: name.clone(), aliases: Box::default(), doc: None, size }));
        if let Some(&known) = self.fixed.get(&name)
            && self.nodes.get(known.index()).is_some_and(|node| node.kind == fixed && node.logical == logical)
        {
            return known;
        }
        if self.fixed.contains_key(&name) {
            self.refuse(format!("`fixed = \"{name}\"` stands on another field with another size or logical type"));
            return self.node(Kind::Null);
        }
        let id = self.node(fixed);
        self.claim(id, "a field with the attribute `fixed`");
        self.fixed.insert(name, id);
        if let Some(logical) = logical {
            self.set_logical(id, logical);
        }
        id
    }

    /// Whether the type of a node is `null` or a union with `null`.
    pub fn is_nullable(&self, id: NodeId) -> bool {
        let is_null = |id: &NodeId| self.nodes.get(id.index()).is_some_and(|node| node.kind == Kind::Null);
        let branches = self.nodes.get(id.index()).and_then(Node::branches);
        is_null(&id) || branches.is_some_and(|branches| branches.iter().any(is_null))
    }

    /// Builds a type that has no name of its own (a newtype, a union); one that contains itself without a record in between
    /// has no schema and is refused.
    pub fn unnamed<T: ?Sized>(&mut self, build: impl FnOnce(&mut SchemaBuilder) -> NodeId) -> NodeId {
        let key = typeid::of::<T>();
        if let Some(first) = self.open.iter().position(|(open, _)| *open == key) {
            self.refuse_endless(first);
            return self.union([]);
        }
        self.open.push((key, type_name::<T>()));
        let id = build(self);
        self.open.pop();
        id
    }

    /// Refuses the type that is open since `first` and has come again: once, wherever it is used and whichever of those in between
    /// it is entered by.
    fn refuse_endless(&mut self, first: usize) {
        let round = self.open.get(first..).unwrap_or_default();
        let mut types: Vec<TypeId> = round.iter().map(|(key, _)| *key).collect();
        types.sort();
        let names: Vec<String> = round.iter().map(|(_, rust)| format!("`{rust}`")).collect();
        if let Some((rust, between)) = names.split_first()
            && self.endless.insert(types)
        {
            let through =
                if between.is_empty() { String::new() } else { format!(" through {}", between.join(" and ")) };
            let message = format!(
                "{rust} contains itself{through} without a record in between, which Avro cannot express: a struct with a named field \
                 is a record"
            );
            self.errors.push(Error::new(ErrorKind::Schema, message));
        }
    }

    /// Refuses the type that is being built; the schema is not finished then, and `reason` is in its error.
    pub fn refuse(&mut self, reason: impl Into<String>) {
        let error = Error::new(ErrorKind::Schema, reason.into());
        let error = match self.place.last() {
            Some((record, field)) => error.in_field(record.full().to_owned(), field.clone()),
            None => error,
        };
        self.errors.push(error);
    }

    /// The schema with the root `root`, validated.
    ///
    /// # Errors
    ///
    /// Everything that was refused while building and everything that [`Schema::lint`] finds, in one [`Error`] of kind
    /// [`Schema`](ErrorKind::Schema). Warnings are errors here, since a Rust type can be changed, but for those about what other
    /// libraries understand and about custom properties that are nearly attributes.
    pub fn finish(mut self, root: NodeId) -> Result<Schema, Error> {
        if self.errors.is_empty() {
            self.settle_defaults();
            self.check_fronts();
        }
        let root = self.settle_names(root);
        if self.errors.is_empty() {
            self.settle_sources();
        }
        let SchemaBuilder { nodes, sources, mut errors, .. } = self;
        let schema = Schema::assemble(nodes.into(), root, sources, Vec::new())?;
        if errors.is_empty() {
            // Whoever gives a type a property means it.
            let own =
                schema.lint().into_iter().filter(|finding| !finding.is_about_others() && finding.rule != MISSPELT);
            errors = own.map(Finding::into_error).collect();
        }
        match Error::all(errors) {
            None => Ok(schema),
            Some(error) => Err(error),
        }
    }

    /// Notes that the fields of `inner` stand in `outer`, and with them those that stand in `inner`.
    fn take_source(&mut self, outer: NodeId, inner: NodeId) {
        let nested = self.flattened.iter().filter(|(id, _)| *id == inner).map(|(_, source)| *source);
        let taken: Vec<_> = self.sources.get(&inner).copied().into_iter().chain(nested).collect();
        self.flattened.extend(taken.into_iter().map(|source| (outer, source)));
    }

    /// Gives records the members of those that are flattened into them, in the order of the fields.
    fn settle_sources(&mut self) {
        let outer: Vec<NodeId> = self.flattened.iter().map(|(id, _)| *id).collect();
        for id in outer {
            let Some(source) = self.sources.get(&id).copied() else { continue };
            let Some(Kind::Record(record)) = self.nodes.get(id.index()).map(|node| &node.kind) else { continue };
            let inner = self.flattened.iter().filter(|(outer, _)| *outer == id).flat_map(|(_, source)| source.members);
            let known: Vec<MemberSource> = source.members.iter().chain(inner).copied().collect();
            let of_field = |name: &str| known.iter().find(|member| member.name == name).copied();
            let members: Vec<MemberSource> = record.fields.iter().filter_map(|field| of_field(&field.name)).collect();
            // Schemas of types live as long as the process, as their sources do.
            let members = Box::leak(members.into_boxed_slice());
            self.sources.insert(id, Box::leak(Box::new(TypeSource { members, ..*source })));
        }
    }

    /// Turns the Rust defaults into JSON, and puts the branch of a union's default first.
    fn settle_defaults(&mut self) {
        let pending = std::mem::take(&mut self.defaults);
        self.errors.extend(settle::settle(&mut self.nodes, &pending));
    }

    fn named<T: ?Sized>(&mut self, kind: Kind, fill: impl FnOnce(&mut NamedBuilder<'_>)) -> NodeId {
        let Some(id) = self.define::<T>(kind, type_name::<T>().into()) else { return self.known::<T>() };
        fill(&mut NamedBuilder { builder: self, id });
        id
    }

    /// A new node for the Rust type `T`; `None` when it has one.
    fn define<T: ?Sized>(&mut self, kind: Kind, owner: Cow<'static, str>) -> Option<NodeId> {
        let key = typeid::of::<T>();
        if self.types.contains_key(&key) {
            return None;
        }
        let id = self.node(kind);
        self.types.insert(key, id);
        self.claim(id, owner);
        Some(id)
    }

    fn known<T: ?Sized>(&mut self) -> NodeId {
        let known = self.types.get(&typeid::of::<T>()).copied();
        known.unwrap_or_else(|| self.node(Kind::Null))
    }

    fn source_of_named(&mut self, id: NodeId, source: &'static TypeSource) {
        self.sources.insert(id, source);
        self.origins.insert(id, Origin::Source(source));
    }

    fn named_parts(&mut self, id: NodeId) -> Option<(&mut Box<[Name]>, &mut Option<String>)> {
        match &mut self.nodes.get_mut(id.index())?.kind {
            Kind::Record(record) => Some((&mut record.aliases, &mut record.doc)),
            Kind::Enum(symbols) => Some((&mut symbols.aliases, &mut symbols.doc)),
            Kind::Fixed(fixed) => Some((&mut fixed.aliases, &mut fixed.doc)),
            _ => None,
        }
    }

    /// A union of its own for a field that is taken over: its branches may be reordered for the default of either field.
    fn own_union(&mut self, id: NodeId) -> NodeId {
        match self.nodes.get(id.index()) {
            Some(node) if node.branches().is_some() => {
                let copy = node.clone();
                self.nodes.push(copy);
                NodeId(self.nodes.len() as u32 - 1)
            }
            _ => id,
        }
    }

    fn add_alias(&mut self, id: NodeId, alias: &str) {
        let enclosing = self.nodes.get(id.index()).and_then(Node::name).and_then(Name::namespace).map(str::to_owned);
        match Name::parse(alias, enclosing.as_deref()) {
            Ok(alias) => {
                if let Some((aliases, _)) = self.named_parts(id) {
                    *aliases = aliases.iter().cloned().chain([alias]).collect();
                }
            }
            Err(error) => self.errors.push(error),
        }
    }

    fn set_doc(&mut self, id: NodeId, text: &str) {
        if let Some((_, doc)) = self.named_parts(id) {
            *doc = Some(text.to_owned());
        }
    }

    fn add_property(&mut self, id: NodeId, key: &str, value: Value) {
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.properties.insert(key.into(), value);
        }
    }
}

/// Fills the definition of an enum or fixed.
#[derive(Debug)]
pub struct NamedBuilder<'b> {
    builder: &'b mut SchemaBuilder,
    id: NodeId,
}

impl NamedBuilder<'_> {
    /// Adds an earlier name; a simple one is in the namespace of the type.
    pub fn alias(&mut self, alias: &str) -> &mut Self {
        self.builder.add_alias(self.id, alias);
        self
    }

    /// Sets the documentation.
    pub fn doc(&mut self, text: &str) -> &mut Self {
        self.builder.set_doc(self.id, text);
        self
    }

    /// Adds a custom property.
    pub fn property(&mut self, key: &str, value: Value) -> &mut Self {
        self.builder.add_property(self.id, key, value);
        self
    }

    /// Puts a logical type on the fixed.
    pub fn logical(&mut self, logical: LogicalType) -> &mut Self {
        self.builder.set_logical(self.id, logical);
        self
    }

    /// Sets the symbol a reader takes for one it does not know.
    pub fn default_symbol(&mut self, symbol: &str) -> &mut Self {
        if let Some(Node { kind: Kind::Enum(symbols), .. }) = self.builder.nodes.get_mut(self.id.index()) {
            symbols.default = Some(symbol.to_owned());
        }
        self
    }

    /// Says where the Rust type stands. Types that give one constant are instances of one generic type.
    pub fn source(&mut self, source: &'static TypeSource) -> &mut Self {
        self.builder.source_of_named(self.id, source);
        self
    }
}
