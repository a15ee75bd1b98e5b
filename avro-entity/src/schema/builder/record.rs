//! A record under construction, and its fields.

use super::SchemaBuilder;
use crate::error::Error;
use crate::schema::TypeSource;
use crate::schema::graph::{Field, Kind, Node, NodeId, Order, Properties};
use crate::schema::settle::PendingDefault;
use crate::wire::Encoder;
use serde_json::Value;

/// Fills the definition of a record.
#[derive(Debug)]
pub struct RecordBuilder<'b> {
    pub(super) builder: &'b mut SchemaBuilder,
    pub(super) id: NodeId,
    pub(super) fields: Vec<Field>,
}

impl RecordBuilder<'_> {
    /// Adds an earlier name; a simple one is in the namespace of the record.
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

    /// Makes it an `error` of the specification's protocols.
    pub fn is_error(&mut self) -> &mut Self {
        if let Some(Node { kind: Kind::Record(record), .. }) = self.builder.nodes.get_mut(self.id.index()) {
            record.is_error = true;
        }
        self
    }

    /// Says where the Rust type stands. Types that give one constant are instances of one generic type.
    pub fn source(&mut self, source: &'static TypeSource) -> &mut Self {
        self.builder.source_of_named(self.id, source);
        self
    }

    /// Adds a field of the type that `schema` builds.
    pub fn field(&mut self, name: &str, schema: impl FnOnce(&mut SchemaBuilder) -> NodeId) -> FieldBuilder<'_> {
        // Whatever does not depend on the type is called, so that a field costs little code.
        self.begin_field(name);
        let schema = schema(self.builder);
        self.end_field(name, schema)
    }

    fn begin_field(&mut self, name: &str) {
        let record = self.builder.nodes.get(self.id.index()).and_then(Node::name).cloned();
        self.builder.place.extend(record.map(|record| (record, name.to_owned())));
    }

    fn end_field(&mut self, name: &str, schema: NodeId) -> FieldBuilder<'_> {
        self.builder.place.pop();
        let index = self.fields.len();
        self.fields.push(Field {
            name: name.to_owned(),
            aliases: Box::default(),
            doc: None,
            schema,
            default: None,
            order: None,
            properties: Properties::new(),
            position: None,
        });
        FieldBuilder { builder: self.builder, record: self.id, fields: &mut self.fields, index }
    }

    /// Adds the fields of another record in place of a field: `#[avro(flatten)]`.
    ///
    /// `schema` builds the record whose fields are taken; it must not contain the record that is being built.
    pub fn flatten(&mut self, schema: impl FnOnce(&mut SchemaBuilder) -> NodeId) {
        let inner = schema(self.builder);
        if let Err(reason) = self.take_fields(inner) {
            self.builder.refuse(reason);
        }
    }

    /// The same, where the field has a name in Rust.
    #[doc(hidden)]
    pub fn flatten_field(&mut self, name: &str, schema: impl FnOnce(&mut SchemaBuilder) -> NodeId) {
        let inner = schema(self.builder);
        if let Err(reason) = self.take_fields(inner) {
            self.begin_field(name);
            self.builder.refuse(reason);
            self.builder.place.pop();
        }
    }

    /// Takes the fields of a record over, or says why it cannot.
    fn take_fields(&mut self, inner: NodeId) -> Result<(), &'static str> {
        match self.builder.nodes.get(inner.index()).map(|node| &node.kind) {
            Some(Kind::Record(record)) if !self.builder.filling.contains(&inner) => {
                let moved = record.fields.to_vec();
                let first = self.fields.len();
                let pending: Vec<PendingDefault> = self
                    .builder
                    .defaults
                    .iter()
                    .filter(|default| default.record == inner)
                    .map(|default| PendingDefault {
                        record: self.id,
                        field: first + default.field,
                        encode: default.encode,
                    })
                    .collect();
                self.builder.defaults.extend(pending);
                for mut field in moved {
                    field.schema = self.builder.own_union(field.schema);
                    self.fields.push(field);
                }
                self.builder.take_source(self.id, inner);
                Ok(())
            }
            Some(Kind::Record(_)) => Err("`flatten` of a record inside itself"),
            _ => Err("`flatten` needs a field whose type is a record"),
        }
    }
}

/// Fills the definition of a field.
#[derive(Debug)]
pub struct FieldBuilder<'b> {
    builder: &'b mut SchemaBuilder,
    record: NodeId,
    fields: &'b mut Vec<Field>,
    index: usize,
}

impl FieldBuilder<'_> {
    fn set(&mut self, change: impl FnOnce(&mut Field)) -> &mut Self {
        if let Some(field) = self.fields.get_mut(self.index) {
            change(field);
        }
        self
    }

    /// Adds an earlier name.
    pub fn alias(&mut self, alias: &str) -> &mut Self {
        self.set(|field| field.aliases = field.aliases.iter().cloned().chain([alias.to_owned()]).collect())
    }

    /// Sets the documentation.
    pub fn doc(&mut self, text: &str) -> &mut Self {
        self.set(|field| field.doc = Some(text.to_owned()))
    }

    /// Adds a custom property.
    pub fn property(&mut self, key: &str, value: Value) -> &mut Self {
        self.set(|field| {
            field.properties.insert(key.into(), value);
        })
    }

    /// Sets how records sort by this field.
    pub fn order(&mut self, order: Order) -> &mut Self {
        self.set(|field| field.order = Some(order))
    }

    /// Sets the default as JSON in the form the specification gives for defaults.
    pub fn default_json(&mut self, default: Value) -> &mut Self {
        self.set(|field| field.default = Some(default))
    }

    /// Sets the default to the value that `encode` writes, in the field's own representation. A union is reordered so that
    /// the branch of the default comes first. `encode` is called twice; two different values are refused.
    pub fn default_value(&mut self, encode: fn(&mut Encoder<'_>) -> Result<(), Error>) -> &mut Self {
        self.builder.defaults.push(PendingDefault { record: self.record, field: self.index, encode });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Name;

    struct Outer;

    fn outer(builder: &mut SchemaBuilder) -> NodeId {
        builder.record::<Outer>(Name::lenient("Outer", None), |record| {
            record.field("id", |builder| builder.node(Kind::Int));
            record.flatten(outer);
        })
    }

    #[test]
    fn a_record_is_not_flattened_into_itself() {
        let mut builder = SchemaBuilder::new();
        let root = outer(&mut builder);
        assert_eq!(builder.finish(root).unwrap_err().to_string(), "`flatten` of a record inside itself");
    }
}
