//! A schema that is given as text for a field, over the schema that the field's type has.
//!
//! ```text
//! type:   ["null", "long"]
//! text:   ["null", {"type": "long", "logicalType": "timestamp-millis", "unit": "ms"}]
//! ```
//!
//! The text may say more than the type does, never something else: the bytes are those of the type. What it adds goes to the
//! nodes of this field. A named type is the same wherever it is used, so that its text must agree with its definition.

use super::Name;
use super::builder::{Place, SchemaBuilder};
use super::graph::{Field, Kind, Node, NodeId, Schema};
use std::collections::HashSet;

impl SchemaBuilder {
    /// Builds a type and puts the attributes of the schema `text` on it, which must describe the same bytes:
    /// `#[avro(schema = "…")]`.
    pub fn verbatim(&mut self, text: &str, build: impl FnOnce(&mut SchemaBuilder) -> NodeId) -> NodeId {
        let built = build(self);
        match Schema::parse(text) {
            Err(error) => self.refuse(format!("the schema in the attribute is not valid: {error}")),
            Ok(schema) => {
                let mut overlay = Overlay { builder: self, text: &schema, seen: HashSet::new() };
                if let Err(reason) = overlay.node(built, schema.root()) {
                    self.refuse(format!("the schema in the attribute is not that of the field's type: {reason}"));
                }
            }
        }
        built
    }

    #[allow(clippy::indexing_slicing, reason = "an id is only made together with its node")]
    fn node_of(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// Puts what is written on `from` on a node of the same type.
    fn put(&mut self, id: NodeId, kind: Kind, from: &Node) {
        if let Some(node) = self.nodes.get_mut(id.index()) {
            *node = Node { kind, logical: from.logical, properties: from.properties.clone(), position: None };
        }
    }

    /// Refuses the unions whose first branch is another one than a schema in an attribute says, when they are in their final
    /// order.
    pub(super) fn check_fronts(&mut self) {
        for expected in std::mem::take(&mut self.fronts) {
            if self.node_of(expected.union).branches().and_then(<[NodeId]>::first) != Some(&expected.front) {
                let placed = expected.place.is_some();
                self.place.extend(expected.place);
                self.refuse(
                    "the schema in the attribute begins its union with another branch than that of the field's default",
                );
                if placed {
                    self.place.pop();
                }
            }
        }
    }
}

/// What a schema in an attribute has as the first branch of a union, and the field where it says so.
pub(super) struct ExpectedFront {
    union: NodeId,
    front: NodeId,
    place: Option<Place>,
}

struct Overlay<'b, 's> {
    builder: &'b mut SchemaBuilder,
    text: &'s Schema,
    /// The named types of the text that were compared.
    seen: HashSet<NodeId>,
}

impl Overlay<'_, '_> {
    fn node(&mut self, built: NodeId, text: NodeId) -> Result<(), String> {
        let (written, ours) = (self.text.node(text), self.builder.node_of(built).clone());
        match (&ours.kind, &written.kind) {
            (Kind::Array(ours), Kind::Array(written)) => self.node(*ours, *written)?,
            (Kind::Map(ours), Kind::Map(written)) => self.node(*ours, *written)?,
            (Kind::Union(ours), Kind::Union(written)) => self.union(built, ours, written)?,
            (Kind::Fixed(one), Kind::Fixed(other)) if one.size == other.size => {
                if self.builder.is_of_field(built) {
                    self.builder.claim(built, "a field with the attribute `schema`");
                    let parts = Kind::Fixed(other.clone());
                    self.builder.put(built, parts, written);
                    return Ok(());
                }
                return same_definition(&ours, written);
            }
            (Kind::Enum(one), Kind::Enum(other)) if one.symbols == other.symbols => {
                return same_definition(&ours, written);
            }
            (Kind::Record(one), Kind::Record(other)) => {
                return self.record(&ours, written, &one.fields, &other.fields, text);
            }
            (one, other) if one.type_name() == other.type_name() && is_primitive(one) => {}
            (one, other) => return Err(differ(one, other)),
        }
        if ours.logical.is_some() && ours.logical != written.logical {
            let (one, other) =
                (ours.logical.map(|logical| logical.name()), written.logical.map(|logical| logical.name()));
            let (one, other) = (one.unwrap_or("none"), other.unwrap_or("none"));
            return Err(format!("the logical type is `{one}` in the type and `{other}` in the attribute"));
        }
        self.builder.put(built, ours.kind, written);
        Ok(())
    }

    /// The branches of both in one order, but that the text may have one of them in front: the one of the field's default.
    fn union(&mut self, built: NodeId, ours: &[NodeId], written: &[NodeId]) -> Result<(), String> {
        if ours.len() != written.len() {
            return Err(format!(
                "the union has {} branches in the type and {} in the attribute",
                ours.len(),
                written.len()
            ));
        }
        let mut order: Vec<NodeId> = ours.to_vec();
        let first = written.first().and_then(|first| order.iter().position(|id| self.same_branch(*id, *first)));
        if let Some(front) = order.get_mut(..=first.unwrap_or(0)) {
            front.rotate_right(1);
        }
        for (one, other) in order.iter().zip(written) {
            self.node(*one, *other)?;
        }
        if let Some(front) = order.first() {
            let place = self.builder.place.last().cloned();
            self.builder.fronts.push(ExpectedFront { union: built, front: *front, place });
        }
        Ok(())
    }

    fn same_branch(&self, ours: NodeId, written: NodeId) -> bool {
        let (ours, written) = (self.builder.node_of(ours), self.text.node(written));
        ours.kind.type_name() == written.kind.type_name() && (ours.name().is_none() || ours.name() == written.name())
    }

    fn record(
        &mut self,
        ours: &Node,
        written: &Node,
        fields: &[Field],
        others: &[Field],
        text: NodeId,
    ) -> Result<(), String> {
        same_definition(ours, written)?;
        if !self.seen.insert(text) {
            return Ok(());
        }
        if fields.len() != others.len() {
            let (one, other) = (fields.len(), others.len());
            return Err(format!("`{}` has {one} fields in the type and {other} in the attribute", full(ours)));
        }
        for (one, other) in fields.iter().zip(others) {
            let name = full(ours);
            if one.name != other.name {
                return Err(format!("`{name}` has the field `{}`, where the attribute has `{}`", one.name, other.name));
            }
            let (ours, written) = (self.builder.node_of(one.schema), self.text.node(other.schema));
            if ours.name().is_none() && !written.properties.is_empty() && written.properties != ours.properties {
                return Err(format!("`{name}.{}` takes its attributes from its own definition", one.name));
            }
            self.node(one.schema, other.schema)?;
        }
        Ok(())
    }
}

fn is_primitive(kind: &Kind) -> bool {
    !matches!(kind, Kind::Record(_) | Kind::Enum(_) | Kind::Fixed(_))
}

/// A named type in the text is the type that Rust defines: of its name, and with attributes that it has, or none.
fn same_definition(ours: &Node, written: &Node) -> Result<(), String> {
    if ours.name() != written.name() {
        return Err(differ(&ours.kind, &written.kind));
    }
    let says_more = written.properties.iter().any(|(key, value)| ours.properties.get(key) != Some(value))
        || written.aliases().iter().any(|alias| !ours.aliases().contains(alias));
    match says_more {
        true => Err(format!("`{}` takes its attributes from its own definition", full(ours))),
        false => Ok(()),
    }
}

fn full(node: &Node) -> &str {
    node.name().map(Name::full).unwrap_or_default()
}

fn differ(ours: &Kind, written: &Kind) -> String {
    let show = |kind: &Kind| match kind {
        Kind::Record(record) => format!("record `{}`", record.name),
        Kind::Enum(symbols) => format!("enum `{}`", symbols.name),
        Kind::Fixed(fixed) => format!("fixed `{}` of {} bytes", fixed.name, fixed.size),
        other => format!("`{}`", other.type_name()),
    };
    format!("the type is {}, the attribute says {}", show(ours), show(written))
}
