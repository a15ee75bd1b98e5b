//! A change of a schema in the words of whoever writes it: an attribute in Rust, a member in a schema file.

use super::finding::Fix;
use super::version::Version;
use crate::schema::{Edit, Kind, LogicalType, Name, Node, NodeId, Record, Schema};
use serde_json::{Value, json};

/// How to write a change of the new version; `None` when it is about something that is not there.
pub(super) fn show(edit: &Edit, version: &Version) -> Option<Fix> {
    let schema = &version.schema;
    let (rust, avsc) = match edit {
        Edit::FieldName(record, field, name) => {
            let renamed = besides(edit, version).and_then(|besides| schema.edited(&besides));
            let of_type = renamed.and_then(|renamed| written_type(&renamed, *record, *field));
            let members = [Some(member("name", json!(name))), of_type.map(|json| member("type", json))];
            (attribute("name", name), members.into_iter().flatten().collect::<Vec<_>>().join(", "))
        }
        Edit::FieldAlias(record, field, alias) => {
            (attribute("alias", alias), aliases(&field_of(schema, *record, *field)?.aliases, alias))
        }
        Edit::DropFieldAlias(_, _, alias) => without_alias(alias),
        Edit::DropTypeAlias(id, alias) => without_alias(&relative(schema.node(*id), alias)),
        Edit::FieldDefault(record, field, value) => {
            let node = field_of(schema, *record, *field)?.schema;
            (default_attribute(version, node, value), member("default", value.clone()))
        }
        Edit::Optional(record, field) => {
            let json = written_type(schema, *record, *field)?;
            ("make it an `Option<…>`".to_owned(), format!("\"type\": {}, \"default\": null", optional(json)))
        }
        Edit::TypeName(id, name) => (type_name(version, *id, name), full_name(name)),
        Edit::TypeAlias(id, alias) => {
            let node = schema.node(*id);
            let text = relative(node, alias);
            let known: Vec<String> = node.aliases().iter().map(|alias| relative(node, alias)).collect();
            (attribute("alias", &text), aliases(&known, &text))
        }
        Edit::EnumDefault(_, symbol) => ("#[avro(default)]".to_owned(), member("default", json!(symbol))),
        Edit::SymbolName(id, _, name) => match &schema.edited(edit)?.node(*id).kind {
            Kind::Enum(renamed) => (attribute("name", name), member("symbols", json!(renamed.symbols))),
            _ => return None,
        },
        Edit::Properties(id, properties) => {
            let json: Vec<String> = properties.iter().map(|(key, value)| member(key, value.clone())).collect();
            (representation(schema.node(*id), properties)?, json.join(", "))
        }
    };
    Some(Fix { rust, avsc, on: place(edit, version) })
}

/// Whether Rust has a place for a change: a fixed is written on the fields that have it, which take aliases of their own.
pub(super) fn is_writable(edit: &Edit, version: &Version) -> bool {
    match edit {
        Edit::TypeAlias(id, _) => !is_written_on_fields(version, *id),
        _ => true,
    }
}

/// Whether a version is made of Rust types, and this is none of them.
fn is_written_on_fields(version: &Version, id: NodeId) -> bool {
    !version.sources.is_empty() && is_without_rust_type(version, version.schema.node(id))
}

/// What a change does besides where it is made in Rust: a fixed that is named after its field gets the field's new name.
pub(super) fn besides(edit: &Edit, version: &Version) -> Option<Edit> {
    let Edit::FieldName(record, field, name) = edit else { return None };
    let schema = &version.schema;
    let around = schema.node(*record).name()?;
    let named = |field: &str| Name::lenient(&format!("{}_{field}", around.simple()), around.namespace());
    let fixed = schema.named(named(&field_of(schema, *record, *field)?.name).full())?;
    is_written_on_fields(version, fixed).then(|| Edit::TypeName(fixed, named(name)))
}

/// Whether a type is a fixed that a field is given, and not a Rust type.
fn is_without_rust_type(version: &Version, node: &Node) -> bool {
    let name = node.name().map_or("", |name| name.full());
    matches!(node.kind, Kind::Fixed(_)) && version.sources.named(name).is_none()
}

fn attribute(key: &str, text: &str) -> String {
    format!("#[avro({key} = {text:?})]")
}

fn without_alias(alias: &str) -> (String, String) {
    (format!("remove `{}`", attribute("alias", alias)), format!("remove {} from \"aliases\"", json!(alias)))
}

/// A name as it is written on a type: without the namespace when it is the type's own.
fn relative(node: &Node, name: &Name) -> String {
    node.name().map_or_else(|| name.full().to_owned(), |own| name.written_on(own))
}

fn member(key: &str, value: Value) -> String {
    format!("\"{key}\": {value}")
}

fn aliases(known: &[String], new: &str) -> String {
    let all: Vec<&str> = known.iter().map(String::as_str).chain([new]).collect();
    member("aliases", json!(all))
}

/// The type of a field as it stands in the text of the schema: a type that is defined elsewhere is only named there.
fn written_type(schema: &Schema, record: NodeId, field: usize) -> Option<Value> {
    let text = schema.fragment(schema.root());
    let mut open = vec![(schema.root(), &text)];
    while let Some((id, written)) = open.pop() {
        match &schema.node(id).kind {
            Kind::Record(_) if id == record && written.is_object() => {
                return written.get("fields")?.get(field)?.get("type").cloned();
            }
            Kind::Record(fields) => {
                let types = fields.fields.iter().enumerate();
                open.extend(
                    types.filter_map(|(at, field)| Some((field.schema, written.get("fields")?.get(at)?.get("type")?))),
                );
            }
            Kind::Union(branches) => {
                open.extend(branches.iter().enumerate().filter_map(|(at, id)| Some((*id, written.get(at)?))));
            }
            Kind::Array(items) => open.extend(written.get("items").map(|written| (*items, written))),
            Kind::Map(values) => open.extend(written.get("values").map(|written| (*values, written))),
            _ => {}
        }
    }
    None
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

/// A name with its namespace, which is the empty one where it has none, because the one around it would be taken.
fn full_name(name: &Name) -> String {
    let namespace = name.namespace().unwrap_or_default();
    format!("{}, {}", member("name", json!(name.simple())), member("namespace", json!(namespace)))
}

/// The name of a type as it is written: of a fixed without a Rust type of its own, on the field.
fn type_name(version: &Version, id: NodeId, name: &Name) -> String {
    let node = version.schema.node(id);
    let key = if is_without_rust_type(version, node) { "fixed" } else { "name" };
    attribute(key, &relative(node, name))
}

/// A default: that of the Rust type where it is the plain one, else a literal, a variant, or JSON.
fn default_attribute(version: &Version, node: NodeId, value: &Value) -> String {
    let Some(typed) = type_of_value(&version.schema, node, value) else { return json_default(value) };
    let is_option = version.schema.node(node).branches().is_some();
    if is_plain(typed, value) && (!is_option || value.is_null()) {
        return "#[avro(default)]".to_owned();
    }
    match (value, &typed.kind) {
        (Value::String(symbol), Kind::Enum(symbols)) => variant(version, &symbols.name, symbol)
            .map_or_else(|| json_default(value), |variant| format!("#[avro(default = {variant})]")),
        _ if typed.logical.is_some() => json_default(value),
        (Value::String(text), Kind::String) => format!("#[avro(default = {text:?})]"),
        (Value::Bool(_), _) => format!("#[avro(default = {value})]"),
        (Value::Number(number), Kind::Float | Kind::Double) => {
            format!("#[avro(default = {:?})]", number.as_f64().unwrap_or_default())
        }
        (Value::Number(_), Kind::Int | Kind::Long) => format!("#[avro(default = {value})]"),
        _ => json_default(value),
    }
}

/// Whether a default is `Default::default()` of the Rust type.
fn is_plain(typed: &Node, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0) && typed.logical.is_none(),
        Value::String(text) => {
            text.is_empty() && matches!(typed.kind, Kind::String | Kind::Bytes) && typed.logical.is_none()
        }
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty() && matches!(typed.kind, Kind::Map(_)),
    }
}

fn json_default(value: &Value) -> String {
    format!("#[avro(default_json = {:?})]", value.to_string())
}

/// The type that a default is of: the type itself, or what is in an `Option`; `None` for a union that is an enum with data.
fn type_of_value<'s>(schema: &'s Schema, id: NodeId, value: &Value) -> Option<&'s Node> {
    let node = schema.node(id);
    let Some(branches) = node.branches() else { return Some(node) };
    let branches: Vec<&Node> = branches.iter().map(|id| schema.node(*id)).collect();
    let mut others = branches.iter().filter(|branch| branch.kind != Kind::Null);
    match (others.next(), others.next()) {
        (Some(only), None) if branches.len() > 1 => Some(only),
        _ => branches.into_iter().find(|branch| branch.kind == Kind::Null && value.is_null()),
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

fn symbol_of(schema: &Schema, id: NodeId, symbol: usize) -> &str {
    match &schema.node(id).kind {
        Kind::Enum(symbols) => symbols.symbols.get(symbol).map_or("", String::as_str),
        _ => "",
    }
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
    // In Rust it stands on the variant.
    let on_its_variant = |id: NodeId, symbol: &str| {
        let variant = version.sources.member(&name(id), symbol).and_then(|location| location.rust);
        variant.unwrap_or_else(|| name(id))
    };
    let on_its_field =
        |id: NodeId| user_of(schema, id).map_or_else(|| name(id), |(record, field)| member(record, &field));
    match edit {
        Edit::FieldName(record, field, _)
        | Edit::FieldAlias(record, field, _)
        | Edit::DropFieldAlias(record, field, _)
        | Edit::FieldDefault(record, field, _)
        | Edit::Optional(record, field) => {
            member(*record, field_of(schema, *record, *field).map_or("", |field| &field.name))
        }
        Edit::EnumDefault(id, symbol) => on_its_variant(*id, symbol),
        Edit::SymbolName(id, symbol, _) => on_its_variant(*id, symbol_of(schema, *id, *symbol)),
        Edit::TypeName(id, _) if is_written_on_fields(version, *id) => on_its_field(*id),
        Edit::TypeName(id, _) | Edit::TypeAlias(id, _) | Edit::DropTypeAlias(id, _) => {
            version.sources.named(&name(*id)).and_then(|location| location.rust).unwrap_or_else(|| name(*id))
        }
        Edit::Properties(id, _) => on_its_field(*id),
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
