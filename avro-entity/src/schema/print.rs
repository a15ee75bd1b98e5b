//! From a schema to its text.
//!
//! A named type is written in full where it first occurs, depth first, and by name from then on.

use super::graph::{Enum, Field, Fixed, Kind, Node, NodeId, Order, Properties, Record, Schema};
use super::name::Name;
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::fmt;

/// Compact JSON; with `{:#}` over several lines, indented by two spaces.
///
/// ```
/// use avro_entity::AvroSchema;
/// assert_eq!(<Vec<i64>>::schema().to_string(), r#"{"type":"array","items":"long"}"#);
/// ```
impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = self.to_json();
        if f.alternate() { write!(f, "{json:#}") } else { write!(f, "{json}") }
    }
}

impl Schema {
    /// The schema as a JSON value.
    ///
    /// ```
    /// use avro_entity::AvroSchema;
    /// assert_eq!(bool::schema().to_json(), serde_json::json!("boolean"));
    /// ```
    pub fn to_json(&self) -> Value {
        Printing { schema: self, written: HashSet::new() }.node(self.root(), None)
    }
}

struct Printing<'s> {
    schema: &'s Schema,
    written: HashSet<NodeId>,
}

impl Printing<'_> {
    fn node(&mut self, id: NodeId, namespace: Option<&str>) -> Value {
        let schema = self.schema;
        let node = schema.node(id);
        if let Some(name) = node.name()
            && !self.written.insert(id)
        {
            return self.reference(name, namespace).into();
        }
        match &node.kind {
            Kind::Union(branches) => branches.iter().map(|branch| self.node(*branch, namespace)).collect(),
            Kind::Record(record) => self.record(node, record, namespace),
            Kind::Enum(symbols) => enumeration(node, symbols, namespace),
            Kind::Fixed(fixed) => fixed_size(node, fixed, namespace),
            Kind::Array(items) => self.container(node, "items", *items, namespace),
            Kind::Map(values) => self.container(node, "values", *values, namespace),
            primitive if node.properties.is_empty() => primitive.type_name().into(),
            primitive => with_properties(typed(primitive.type_name()), &node.properties),
        }
    }

    fn container(&mut self, node: &Node, member: &str, inner: NodeId, namespace: Option<&str>) -> Value {
        let mut members = typed(node.kind.type_name());
        members.insert(member.into(), self.node(inner, namespace));
        with_properties(members, &node.properties)
    }

    fn record(&mut self, node: &Node, record: &Record, namespace: Option<&str>) -> Value {
        let type_name = if record.is_error { "error" } else { "record" };
        let mut members = definition(type_name, &record.name, namespace, &record.aliases, record.doc.as_deref());
        let fields = record.fields.iter().map(|field| self.field(field, record.name.namespace())).collect();
        members.insert("fields".into(), fields);
        with_properties(members, &node.properties)
    }

    fn field(&mut self, field: &Field, namespace: Option<&str>) -> Value {
        let mut members = Map::new();
        members.insert("name".into(), field.name.as_str().into());
        members.insert("type".into(), self.node(field.schema, namespace));
        if let Some(default) = &field.default {
            members.insert("default".into(), default.clone());
        }
        if let Some(doc) = &field.doc {
            members.insert("doc".into(), doc.as_str().into());
        }
        if !field.aliases.is_empty() {
            members.insert("aliases".into(), field.aliases.iter().map(String::as_str).collect());
        }
        if let Some(order) = field.order {
            members.insert("order".into(), order.name().into());
        }
        with_properties(members, &field.properties)
    }

    /// The shortest name that means `name` inside `namespace`. A type of the null namespace is found by its simple name
    /// unless the namespace has one of that name too; then the dot in front says which is meant.
    fn reference(&self, name: &Name, namespace: Option<&str>) -> String {
        match (name.namespace(), namespace) {
            (own, around) if own == around => name.simple().to_owned(),
            (Some(_), _) => name.full().to_owned(),
            (None, Some(around)) if self.schema.named(&format!("{around}.{name}")).is_some() => format!(".{name}"),
            (None, _) => name.full().to_owned(),
        }
    }
}

fn enumeration(node: &Node, symbols: &Enum, namespace: Option<&str>) -> Value {
    let mut members = definition("enum", &symbols.name, namespace, &symbols.aliases, symbols.doc.as_deref());
    members.insert("symbols".into(), symbols.symbols.iter().map(String::as_str).collect());
    if let Some(default) = &symbols.default {
        members.insert("default".into(), default.as_str().into());
    }
    with_properties(members, &node.properties)
}

fn fixed_size(node: &Node, fixed: &Fixed, namespace: Option<&str>) -> Value {
    let mut members = definition("fixed", &fixed.name, namespace, &fixed.aliases, fixed.doc.as_deref());
    members.insert("size".into(), fixed.size.into());
    with_properties(members, &node.properties)
}

fn definition(
    type_name: &str,
    name: &Name,
    namespace: Option<&str>,
    aliases: &[Name],
    doc: Option<&str>,
) -> Map<String, Value> {
    let mut members = typed(type_name);
    members.insert("name".into(), name.simple().into());
    if name.namespace() != namespace {
        members.insert("namespace".into(), name.namespace().unwrap_or_default().into());
    }
    if let Some(doc) = doc {
        members.insert("doc".into(), doc.into());
    }
    if !aliases.is_empty() {
        members.insert("aliases".into(), aliases.iter().map(|alias| alias_text(alias, name)).collect());
    }
    members
}

/// An alias as it stands in the definition of `name`, in whose namespace simple aliases are.
fn alias_text(alias: &Name, name: &Name) -> String {
    match (alias.namespace(), name.namespace()) {
        (own, around) if own == around => alias.simple().to_owned(),
        (None, _) => format!(".{alias}"),
        _ => alias.full().to_owned(),
    }
}

fn typed(type_name: &str) -> Map<String, Value> {
    Map::from_iter([("type".to_owned(), type_name.into())])
}

fn with_properties(mut members: Map<String, Value>, properties: &Properties) -> Value {
    members.extend(properties.iter().map(|(key, value)| (key.clone(), value.clone())));
    members.into()
}

impl Order {
    /// The value of the attribute `order`.
    pub fn name(self) -> &'static str {
        match self {
            Order::Ascending => "ascending",
            Order::Descending => "descending",
            Order::Ignore => "ignore",
        }
    }
}
