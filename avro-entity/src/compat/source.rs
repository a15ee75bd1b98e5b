//! Where the things a finding speaks of are written: in Rust, or in the text of a schema.

use crate::schema::{Kind, Node, NodeId, Position, Schema, TypeSource};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A place in a source file; lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Location {
    /// The file, as the compiler was given it, or as it is named on the command line.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What stands there in Rust, such as `Account::email`; `None` in the text of a schema.
    pub rust: Option<String>,
}

impl Location {
    /// A place that is known by its numbers only.
    ///
    /// ```
    /// let location = avro_entity::compat::Location::new("src/lib.rs", 9, 5);
    /// assert_eq!((location.line, location.rust), (9, None));
    /// ```
    pub fn new(file: impl Into<String>, line: u32, column: u32) -> Location {
        Location { file: file.into(), line, column, rust: None }
    }
}

/// Where Rust types stand that a schema was made of, by the full names of their Avro types.
///
/// A program that gets schemas of another one, such as the command line from the tests of a crate, gets these beside them.
///
/// ```
/// use avro_entity::{AvroEntity, AvroSchema, compat::Sources};
/// #[derive(AvroEntity)]
/// #[avro(namespace = "net.example")]
/// struct Point {
///     x: f64,
/// }
/// let sources = Sources::of(Point::schema());
/// let location = sources.member("net.example.Point", "x").expect("a field");
/// assert!(location.rust.expect("a Rust field").ends_with("Point::x"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources(BTreeMap<String, Type>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Type {
    rust: String,
    file: String,
    line: u32,
    column: u32,
    members: Vec<Member>,
    /// The full names that older versions have for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Member {
    rust: String,
    name: String,
    line: u32,
    column: u32,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    private: bool,
    /// The names that older versions have for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
}

impl Sources {
    /// Those of a schema that was built from Rust types; none for a schema that was parsed.
    pub fn of(schema: &Schema) -> Sources {
        let types = schema.nodes().filter_map(|(id, node)| {
            let source = schema.source(id)?;
            Some((node.name()?.full().to_owned(), Type::of(source, node)))
        });
        Sources(types.collect())
    }

    /// Where the Rust type of this full name stands.
    pub fn named(&self, full_name: &str) -> Option<Location> {
        let found = self.0.get(full_name)?;
        Some(found.location(found.line, found.column, found.rust.clone()))
    }

    /// Where a field, or the variant that is a symbol, stands in the Rust type of this full name.
    pub fn member(&self, full_name: &str, member: &str) -> Option<Location> {
        let (found, member) = self.find(full_name, member)?;
        let short = found.rust.rsplit("::").next().unwrap_or(&found.rust);
        Some(found.location(member.line, member.column, format!("{short}::{}", member.rust)))
    }

    /// The name in Rust of a field or variant.
    pub(super) fn rust_member(&self, full_name: &str, member: &str) -> Option<&str> {
        self.find(full_name, member).map(|(_, member)| member.rust.as_str())
    }

    /// Whether a field is private, by the names that it and its type have or had: its data are not shown.
    pub(super) fn is_private(&self, full_name: &str, field: &str) -> bool {
        let simple = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
        let was = |name: &str, known: &Type| {
            known.aliases.iter().any(|alias| alias == full_name) || simple(name) == simple(full_name)
        };
        let hides = |known: &Type| {
            let mut private = known.members.iter().filter(|member| member.private);
            private.any(|member| member.name == field || member.aliases.iter().any(|alias| alias == field))
        };
        match self.0.get(full_name) {
            Some(known) => hides(known),
            None => self.0.iter().any(|(name, known)| was(name, known) && hides(known)),
        }
    }

    /// Whether a value in JSON, such as a default, shows a private field of a record in it.
    pub(super) fn shows_private(&self, schema: &Schema, node: NodeId, json: &Value) -> bool {
        let inside = |node: NodeId, json: &Value| self.shows_private(schema, node, json);
        match (&schema.node(node).kind, json) {
            (Kind::Record(record), Value::Object(members)) => record.fields.iter().any(|field| {
                let is_private = self.is_private(record.name.full(), &field.name);
                members.get(&field.name).is_some_and(|value| is_private || inside(field.schema, value))
            }),
            (Kind::Array(items), Value::Array(values)) => values.iter().any(|value| inside(*items, value)),
            (Kind::Map(values), Value::Object(members)) => members.values().any(|value| inside(*values, value)),
            (Kind::Union(branches), json) => branches.iter().any(|branch| inside(*branch, json)),
            _ => false,
        }
    }

    /// Whether a field of a schema is private.
    pub(super) fn is_private_field(&self, schema: &Schema, record: NodeId, field: usize) -> bool {
        match &schema.node(record).kind {
            Kind::Record(record) => {
                let field = record.fields.get(field);
                field.is_some_and(|field| self.is_private(record.name.full(), &field.name))
            }
            _ => false,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn find(&self, full_name: &str, member: &str) -> Option<(&Type, &Member)> {
        let found = self.0.get(full_name)?;
        Some((found, found.members.iter().find(|known| known.name == member)?))
    }
}

impl Type {
    fn of(source: &TypeSource, node: &Node) -> Type {
        let aliases = |member: &str| match &node.kind {
            Kind::Record(record) => record.field(member).map_or_else(Vec::new, |(_, field)| field.aliases.to_vec()),
            _ => Vec::new(),
        };
        let members = source.members.iter().map(|member| Member {
            aliases: aliases(member.name),
            rust: member.rust_name.to_owned(),
            name: member.name.to_owned(),
            line: member.line,
            column: member.column,
            private: member.private,
        });
        Type {
            rust: source.rust_name.to_owned(),
            file: source.file.to_owned(),
            line: source.line,
            column: source.column,
            aliases: node.aliases().iter().map(|alias| alias.full().to_owned()).collect(),
            members: members.collect(),
        }
    }

    fn location(&self, line: u32, column: u32, rust: String) -> Location {
        Location { file: self.file.clone(), line, column, rust: Some(rust) }
    }
}

/// What a place in a schema is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Spot<'s> {
    /// A type.
    Node(NodeId),
    /// A field of a record.
    Field(NodeId, usize),
    /// A symbol of an enum.
    Symbol(NodeId, &'s str),
}

/// Where something of a version stands: in Rust when the version was made of Rust types, else in the text.
pub(super) fn locate(schema: &Schema, sources: &Sources, file: Option<&str>, spot: Spot<'_>) -> Option<Location> {
    in_rust(schema, sources, spot).or_else(|| {
        let Position { line, column } = position(schema, spot)?;
        Some(Location { file: file?.to_owned(), line, column, rust: None })
    })
}

fn in_rust(schema: &Schema, sources: &Sources, spot: Spot<'_>) -> Option<Location> {
    let name = |id: NodeId| schema.node(id).name().map(|name| name.full());
    match spot {
        Spot::Node(id) => sources.named(name(id)?),
        Spot::Symbol(id, symbol) => sources.member(name(id)?, symbol).or_else(|| sources.named(name(id)?)),
        Spot::Field(id, index) => {
            let Kind::Record(record) = &schema.node(id).kind else { return None };
            let field = record.fields.get(index)?;
            sources.member(record.name.full(), &field.name).or_else(|| sources.named(record.name.full()))
        }
    }
}

fn position(schema: &Schema, spot: Spot<'_>) -> Option<Position> {
    match spot {
        Spot::Node(id) | Spot::Symbol(id, _) => schema.node(id).position,
        Spot::Field(id, index) => match &schema.node(id).kind {
            Kind::Record(record) => record.fields.get(index)?.position,
            _ => None,
        },
    }
}
