//! A change of a schema in the words of whoever writes it: an attribute in Rust, a member in a schema file.

use super::finding::Fix;
use super::version::Version;
use crate::schema::{Edit, Kind, LogicalType, Name, Node, NodeId, Record, Schema};
use serde_json::{Value, json};

/// How to write a change of the new version; `None` when it is about something that is not there.
pub(super) fn show(edit: &Edit, version: &Version) -> Option<Fix> {
    let schema = &version.schema;
    let (rust, avsc) = match edit {
        Edit::FieldName(_, _, name) => (attribute("name", name), member("name", json!(name))),
        Edit::FieldAlias(record, field, alias) => {
            (attribute("alias", alias), aliases(&field_of(schema, *record, *field)?.aliases, alias))
        }
        Edit::DropFieldAlias(_, _, alias) => {
            (format!("remove `{}`", attribute("alias", alias)), format!("remove {} from \"aliases\"", json!(alias)))
        }
        Edit::DropTypeAlias(_, alias) => {
            let alias = alias.full();
            (format!("remove `{}`", attribute("alias", alias)), format!("remove {} from \"aliases\"", json!(alias)))
        }
        Edit::FieldDefault(record, field, value) => {
            let node = field_of(schema, *record, *field)?.schema;
            (default_attribute(version, node, value), member("default", value.clone()))
        }
        Edit::Optional(record, field) => {
            let json = schema.fragment(field_of(schema, *record, *field)?.schema);
            ("make it an `Option<…>`".to_owned(), format!("\"type\": {}, \"default\": null", optional(json)))
        }
        Edit::TypeName(id, name) => (type_name(version, *id, name), full_name(name)),
        Edit::TypeAlias(id, alias) => {
            let own = schema.node(*id).name()?;
            let text = if alias.namespace() == own.namespace() { alias.simple() } else { alias.full() };
            let known: Vec<String> = schema.node(*id).aliases().iter().map(|alias| alias.full().to_owned()).collect();
            (attribute("alias", text), aliases(&known, text))
        }
        Edit::EnumDefault(_, symbol) => ("#[avro(default)]".to_owned(), member("default", json!(symbol))),
        Edit::Properties(id, properties) => {
            let json: Vec<String> = properties.iter().map(|(key, value)| member(key, value.clone())).collect();
            (representation(schema.node(*id), properties)?, json.join(", "))
        }
    };
    Some(Fix { rust, avsc, on: place(edit, version) })
}

fn attribute(key: &str, text: &str) -> String {
    format!("#[avro({key} = {text:?})]")
}

fn member(key: &str, value: Value) -> String {
    format!("\"{key}\": {value}")
}

fn aliases(known: &[String], new: &str) -> String {
    let all: Vec<&str> = known.iter().map(String::as_str).chain([new]).collect();
    member("aliases", json!(all))
}

fn optional(json: Value) -> Value {
    match json {
        Value::Array(branches) => {
            let others = branches.into_iter().filter(|branch| *branch != json!("null"));
            std::iter::once(json!("null")).chain(others).collect()
        }
        single => json!(["null", single]),
    }
}

fn full_name(name: &Name) -> String {
    let namespace = name.namespace().map(|namespace| member(", \"namespace", json!(namespace)));
    let namespace = namespace.map_or(String::new(), |text| text.replacen("\",", ",", 1));
    format!("{}{}", member("name", json!(name.simple())), namespace)
}

/// The name of a type as it is written: of a fixed without a Rust type of its own, on the field.
fn type_name(version: &Version, id: NodeId, name: &Name) -> String {
    let node = version.schema.node(id);
    let own = node.name();
    let has_own_type = own.is_some_and(|name| version.sources.named(name.full()).is_some());
    let text = if own.map(|own| own.namespace()) == Some(name.namespace()) { name.simple() } else { name.full() };
    match node.kind {
        Kind::Fixed(_) if !has_own_type => attribute("fixed", text),
        _ => attribute("name", text),
    }
}

/// A default: that of the Rust type where it is the plain one, else a literal, a variant, or JSON.
fn default_attribute(version: &Version, node: NodeId, value: &Value) -> String {
    let schema = &version.schema;
    let kind = &first_type(schema, node).kind;
    let is_plain = match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty() && matches!(kind, Kind::String | Kind::Bytes),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty() && matches!(kind, Kind::Map(_)),
    };
    if is_plain {
        return "#[avro(default)]".to_owned();
    }
    match (value, kind) {
        (Value::String(symbol), Kind::Enum(symbols)) => variant(version, &symbols.name, symbol)
            .map_or_else(|| json_default(value), |variant| format!("#[avro(default = {variant})]")),
        (Value::String(text), Kind::String) if first_type(schema, node).logical.is_none() => {
            format!("#[avro(default = {text:?})]")
        }
        (Value::Bool(_), _) => format!("#[avro(default = {value})]"),
        (Value::Number(number), Kind::Float | Kind::Double) if first_type(schema, node).logical.is_none() => {
            format!("#[avro(default = {:?})]", number.as_f64().unwrap_or_default())
        }
        (Value::Number(_), Kind::Int | Kind::Long) if first_type(schema, node).logical.is_none() => {
            format!("#[avro(default = {value})]")
        }
        _ => json_default(value),
    }
}

fn json_default(value: &Value) -> String {
    format!("#[avro(default_json = {:?})]", value.to_string())
}

/// The type itself, or the branch of a union that is not `null` and may be an `Option`'s.
fn first_type(schema: &Schema, id: NodeId) -> &Node {
    let node = schema.node(id);
    let is_null = |id: &&NodeId| schema.node(**id).kind != Kind::Null;
    match node.branches().and_then(|branches| branches.iter().find(is_null)) {
        Some(branch) => schema.node(*branch),
        None => node,
    }
}

/// A variant in Rust: `Plan::Free`.
fn variant(version: &Version, name: &Name, symbol: &str) -> Option<String> {
    let location = version.sources.member(name.full(), symbol)?;
    let variant = version.sources.rust_member(name.full(), symbol)?;
    location.rust.filter(|rust| rust.ends_with(&format!("::{variant}")))
}

/// The attribute for a representation: `decimal(…)`, or the unit of a time.
fn representation(node: &Node, properties: &[(&'static str, Value)]) -> Option<String> {
    let value = |wanted: &str| properties.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value);
    if let (Some(precision), Some(scale)) = (value("precision"), value("scale")) {
        return Some(format!("#[avro(decimal(precision = {precision}, scale = {scale}))]"));
    }
    let (of, unit) = value("logicalType")?.as_str()?.rsplit_once('-')?;
    let key = match node.logical? {
        LogicalType::TimeMillis | LogicalType::TimeMicros => "time",
        _ => "timestamp",
    };
    of.ends_with(key).then(|| attribute(key, unit))
}

fn field_of(schema: &Schema, record: NodeId, field: usize) -> Option<&crate::schema::Field> {
    record_of(schema, record)?.fields.get(field)
}

fn record_of(schema: &Schema, id: NodeId) -> Option<&Record> {
    match &schema.node(id).kind {
        Kind::Record(record) => Some(record),
        _ => None,
    }
}

/// What a change is written on: the Rust field or type, else its name in the schema.
fn place(edit: &Edit, version: &Version) -> String {
    let schema = &version.schema;
    let name = |id: NodeId| schema.node(id).name().map_or_else(|| "the type".to_owned(), |name| name.full().to_owned());
    let member = |id: NodeId, member: &str| {
        let location = version.sources.member(&name(id), member).and_then(|location| location.rust);
        location.unwrap_or_else(|| format!("{}.{member}", name(id)))
    };
    match edit {
        Edit::FieldName(record, field, _)
        | Edit::FieldAlias(record, field, _)
        | Edit::DropFieldAlias(record, field, _)
        | Edit::FieldDefault(record, field, _)
        | Edit::Optional(record, field) => {
            member(*record, field_of(schema, *record, *field).map_or("", |field| &field.name))
        }
        Edit::EnumDefault(id, symbol) => member(*id, symbol),
        Edit::TypeName(id, _) | Edit::TypeAlias(id, _) | Edit::DropTypeAlias(id, _) => {
            version.sources.named(&name(*id)).and_then(|location| location.rust).unwrap_or_else(|| name(*id))
        }
        Edit::Properties(id, _) => user_of(schema, *id).map_or_else(|| name(*id), |(id, field)| member(id, &field)),
    }
}

/// The field in whose type a node is.
fn user_of(schema: &Schema, id: NodeId) -> Option<(NodeId, String)> {
    let holds = |mut open: Vec<NodeId>| {
        while let Some(next) = open.pop() {
            if next == id {
                return true;
            }
            if schema.node(next).name().is_none() {
                open.extend(schema.node(next).children());
            }
        }
        false
    };
    schema.nodes().find_map(|(record_id, _)| {
        let record = record_of(schema, record_id)?;
        let field = record.fields.iter().find(|field| holds(vec![field.schema]))?;
        Some((record_id, field.name.clone()))
    })
}
