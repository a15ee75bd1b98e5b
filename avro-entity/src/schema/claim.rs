//! Who has which full name: names that Rust types and fields take, judged when the schema is finished.
//!
//! Only what is in the schema takes a name: a record that is flattened into others is not. Instances of one generic type may be
//! the same in Avro, and are one definition then:
//!
//! ```text
//! struct UserId(i64);    struct OrderId(i64);    struct Changed<T> { from: T, to: T }
//!
//! Changed<UserId>, Changed<OrderId>       {"type": "record", "name": "Changed_long", "fields": [from: long, to: long]}
//! ```
//!
//! The same holds for the records of the library's own, such as tuples: `(u8, String)` and `(i32, Box<str>)` are one.

use super::builder::{Place, SchemaBuilder};
use super::graph::{Node, NodeId};
use super::{Name, TypeSource};
use crate::error::{Error, ErrorKind};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The name of a node, taken for a Rust type or a field.
pub(super) struct Claim {
    /// What has the name, as an error says it.
    owner: Cow<'static, str>,
    /// Where it was met first.
    place: Option<Place>,
}

/// What a record is an instance of.
#[derive(Clone, Copy)]
pub(super) enum Origin {
    /// A type of the user's, by the one constant of all its instances.
    Source(&'static TypeSource),
    /// A type of the library's own.
    Library,
}

impl Origin {
    fn is(self, other: Origin) -> bool {
        match (self, other) {
            (Origin::Source(one), Origin::Source(other)) => std::ptr::eq(one, other),
            (Origin::Library, Origin::Library) => true,
            _ => false,
        }
    }
}

impl SchemaBuilder {
    /// Takes the name of a node for `owner`, in place of whom it was taken for before.
    pub(super) fn claim(&mut self, id: NodeId, owner: impl Into<Cow<'static, str>>) {
        self.claims.insert(id, Claim { owner: owner.into(), place: self.place.last().cloned() });
    }

    /// Makes equal instances of one type one node, and refuses what is left of names that are taken twice.
    pub(super) fn settle_names(&mut self, root: NodeId) -> NodeId {
        let shared = self.shared_definitions();
        self.nodes.iter_mut().for_each(|node| node.replace_ids(|id| shared.of(id)));
        let root = shared.of(root);
        let refused = self.taken_twice(root);
        self.errors.extend(refused);
        root
    }

    fn shared_definitions(&self) -> Shared {
        let mut shared = Shared::default();
        let mut known: HashMap<&Name, Vec<NodeId>> = HashMap::new();
        for (id, name) in self.claimed() {
            let same_name = known.entry(name).or_default();
            if !same_name.iter().any(|known| self.is_one_type(*known, id) && shared.unite(self, *known, id)) {
                same_name.push(id);
            }
        }
        shared
    }

    /// The nodes whose names are taken, in the order in which they were met.
    fn claimed(&self) -> impl Iterator<Item = (NodeId, &Name)> {
        self.claims.keys().filter_map(|id| Some((*id, self.nodes.get(id.index())?.name()?)))
    }

    fn is_one_type(&self, one: NodeId, other: NodeId) -> bool {
        match (self.origins.get(&one), self.origins.get(&other)) {
            (Some(one), Some(other)) => one.is(*other),
            _ => false,
        }
    }

    /// Whether both are of types that have a name of their own, and not of the same.
    fn are_two_types(&self, one: NodeId, other: NodeId) -> bool {
        self.origins.contains_key(&one) && self.origins.contains_key(&other) && !self.is_one_type(one, other)
    }

    /// The names that two nodes of the schema have.
    fn taken_twice(&self, root: NodeId) -> Vec<Error> {
        let reached = reached(&self.nodes, root);
        let mut owners: BTreeMap<&Name, &Claim> = BTreeMap::new();
        let mut errors = Vec::new();
        for (id, name) in self.claimed().filter(|(id, _)| reached.contains(id)) {
            let Some(claim) = self.claims.get(&id) else { continue };
            match owners.get(name) {
                Some(first) => errors.push(claim.refused(name, first)),
                None => drop(owners.insert(name, claim)),
            }
        }
        errors
    }
}

impl Claim {
    fn refused(&self, name: &Name, first: &Claim) -> Error {
        let (one, other) = (&first.owner, &self.owner);
        let message =
            format!("`{one}` and `{other}` both have the name `{name}`: give one another `name` or `namespace`");
        let error = Error::new(ErrorKind::Schema, message);
        match &self.place {
            Some((record, field)) => error.in_field(record.full().to_owned(), field.clone()),
            None => error,
        }
    }
}

fn reached(nodes: &[Node], root: NodeId) -> HashSet<NodeId> {
    let mut reached = HashSet::from([root]);
    let mut open = vec![root];
    while let Some(node) = open.pop().and_then(|id| nodes.get(id.index())) {
        open.extend(node.children().filter(|child| reached.insert(*child)));
    }
    reached
}

/// Nodes that are the same as earlier ones.
#[derive(Clone, Default)]
struct Shared(HashMap<NodeId, NodeId>);

impl Shared {
    /// The first of the nodes that are the same as this one.
    fn of(&self, id: NodeId) -> NodeId {
        std::iter::successors(Some(id), |id| self.0.get(id).copied()).last().unwrap_or(id)
    }

    /// Makes `later` the same as `first` when they are equal in all that is written in them.
    fn unite(&mut self, builder: &SchemaBuilder, first: NodeId, later: NodeId) -> bool {
        let mut united = self.clone();
        let equal = united.equal(builder, first, later);
        if equal {
            *self = united;
        }
        equal
    }

    /// Compares two types. Two of a name count as equal while what is inside them is compared, since it may lead back to them.
    fn equal(&mut self, builder: &SchemaBuilder, one: NodeId, other: NodeId) -> bool {
        let (one, other) = (self.of(one), self.of(other));
        if one == other {
            return true;
        }
        let node = |id: NodeId| builder.nodes.get(id.index());
        let (Some(a), Some(b)) = (node(one), node(other)) else { return false };
        if !a.is_written_as(b) || builder.are_two_types(one, other) {
            return false;
        }
        if a.name().is_some() {
            self.0.insert(one.max(other), one.min(other));
        }
        a.children().zip(b.children()).all(|(one, other)| self.equal(builder, one, other))
    }
}
