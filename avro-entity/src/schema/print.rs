//! From a schema to its text.
//!
//! A named type is written in full where it first occurs, depth first, and by name from then on.

use super::graph::{Enum, Field, Fixed, Kind, Node, NodeId, Order, Properties, Record, Schema};
use super::name::Name;
use super::validate::PRIMITIVES;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
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
        self.fragment(self.root())
    }

    /// One type of the schema as a JSON value, with the definitions inside it.
    ///
    /// ```
    /// use avro_entity::{AvroSchema, schema::Kind};
    /// let schema = <Vec<Option<bool>>>::schema();
    /// let Kind::Array(items) = schema.root_node().kind else { unreachable!() };
    /// assert_eq!(schema.fragment(items), serde_json::json!(["null", "boolean"]));
    /// ```
    ///
    /// # Panics
    ///
    /// When `id` belongs to another, larger schema.
    pub fn fragment(&self, id: NodeId) -> Value {
        Printing { schema: self, written: HashSet::new() }.node(id, None)
    }
}

impl Schema {
    /// The form for schema files under version control: one line for each field and symbol, so that a change of one shows as one
    /// line, and a line feed at the end.
    ///
    /// ```
    /// let schema = avro_entity::Schema::parse(
    ///     r#"{"type": "record", "name": "P", "fields": [{"name": "x", "type": "int"}, {"name": "y", "type": "int"}]}"#,
    /// )?;
    /// let lines = r#"{
    ///   "type": "record",
    ///   "name": "P",
    ///   "fields": [
    ///     {"name": "x", "type": "int"},
    ///     {"name": "y", "type": "int"}
    ///   ]
    /// }
    /// "#;
    /// assert_eq!(schema.to_lines(), lines);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn to_lines(&self) -> String {
        let mut lines = Lines { out: String::new(), indent: 0 };
        lines.schema(&self.to_json());
        lines.out.push('\n');
        lines.out
    }
}

/// As a JSON value; for a text format that is the schema itself and no string with the schema in it.
impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

/// As [`Schema::parse`]; there are no positions, since the text is not seen.
impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Schema, D::Error> {
        let json = Value::deserialize(deserializer)?;
        Schema::parse(&json.to_string()).map(Schema::without_positions).map_err(D::Error::custom)
    }
}

/// Lays out the JSON of a schema line by line.
struct Lines {
    out: String,
    indent: usize,
}

impl Lines {
    /// A definition over several lines, every other type on one.
    fn schema(&mut self, json: &Value) {
        match json {
            Value::Object(members) if is_long(json) => self.block('{', '}', members.iter(), Lines::member),
            Value::Array(branches) if is_long(json) => self.block('[', ']', branches.iter(), Lines::schema),
            short => self.line(short),
        }
    }

    fn member(&mut self, (key, value): (&String, &Value)) {
        self.line(&key.as_str().into());
        self.out.push_str(": ");
        match (key.as_str(), value) {
            ("fields", Value::Array(fields)) if !fields.is_empty() => self.block('[', ']', fields.iter(), Lines::field),
            ("symbols", Value::Array(symbols)) if !symbols.is_empty() => {
                self.block('[', ']', symbols.iter(), Lines::line);
            }
            ("type" | "items" | "values", inner) => self.schema(inner),
            (_, other) => self.line(other),
        }
    }

    /// A field on one line unless a definition stands in it.
    fn field(&mut self, field: &Value) {
        match (field, field.get("type")) {
            (Value::Object(members), Some(inner)) if is_long(inner) => {
                self.block('{', '}', members.iter(), Lines::member);
            }
            _ => self.line(field),
        }
    }

    fn block<T>(&mut self, open: char, close: char, items: impl Iterator<Item = T>, write: impl Fn(&mut Lines, T)) {
        self.out.push(open);
        self.indent += 1;
        for (index, item) in items.enumerate() {
            self.out.push_str(if index == 0 { "\n" } else { ",\n" });
            self.out.extend(std::iter::repeat_n("  ", self.indent));
            write(self, item);
        }
        self.indent -= 1;
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", self.indent));
        self.out.push(close);
    }

    /// JSON on one line, with a space after each colon and comma.
    fn line(&mut self, json: &Value) {
        match json {
            Value::Array(items) => {
                self.out.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.out.push_str(if index == 0 { "" } else { ", " });
                    self.line(item);
                }
                self.out.push(']');
            }
            Value::Object(members) => {
                self.out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    self.out.push_str(if index == 0 { "" } else { ", " });
                    self.line(&key.as_str().into());
                    self.out.push_str(": ");
                    self.line(value);
                }
                self.out.push('}');
            }
            scalar => self.out.push_str(&scalar.to_string()),
        }
    }
}

/// Whether the definition of a record or enum stands in the type.
fn is_long(json: &Value) -> bool {
    match json {
        Value::Array(branches) => branches.iter().any(is_long),
        Value::Object(members) => match members.get("type").and_then(Value::as_str) {
            Some("record" | "error" | "enum") => true,
            Some("array") => members.get("items").is_some_and(is_long),
            Some("map") => members.get("values").is_some_and(is_long),
            _ => false,
        },
        _ => false,
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

    /// The shortest name that means `name` inside `namespace`. A dot in front stands for the null namespace, which a simple name
    /// inside another namespace does not reach, and keeps a type that is named like a primitive apart from it.
    fn reference(&self, name: &Name, namespace: Option<&str>) -> String {
        let is_primitive = PRIMITIVES.contains(&name.simple());
        match name.namespace() {
            own if own == namespace && !is_primitive => name.simple().to_owned(),
            None => format!(".{name}"),
            Some(_) => name.full().to_owned(),
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
        members.insert("aliases".into(), aliases.iter().map(|alias| alias.written_on(name)).collect());
    }
    members
}

fn typed(type_name: &str) -> Map<String, Value> {
    Map::from_iter([("type".to_owned(), type_name.into())])
}

fn with_properties(mut members: Map<String, Value>, properties: &Properties) -> Value {
    members.extend(properties.iter().map(|(key, value)| (key.clone(), value.clone())));
    members.into()
}

impl Order {
    /// The order of this name.
    pub(super) fn named(name: &str) -> Option<Order> {
        [Order::Ascending, Order::Descending, Order::Ignore].into_iter().find(|order| order.name() == name)
    }

    /// The value of the attribute `order`.
    pub fn name(self) -> &'static str {
        match self {
            Order::Ascending => "ascending",
            Order::Descending => "descending",
            Order::Ignore => "ignore",
        }
    }
}
