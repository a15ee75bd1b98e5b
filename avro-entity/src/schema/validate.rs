//! What makes a schema valid, as a list of rules over its types.

use super::default;
use super::finding::{FINDINGS, Finding, Severity, path_text};
use super::graph::{Enum, Field, Kind, Node, NodeId, Position, Record, Schema};
use super::logical;
use super::misspelt;
use super::name::{Name, is_identifier};
use super::namespace::without_namespace;
use super::settle::split_branch;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The rule about what is legal, and nearly something else.
pub(super) const MISSPELT: &str = "misspelt";

/// How many values may be looked at for the defaults of one schema.
const DEFAULT_STEPS: u32 = 1 << 22;

impl Schema {
    /// Everything that is wrong with this schema or questionable in it, in the order of its types.
    ///
    /// A schema from [`parse`](Schema::parse) has warnings at most, one that a Rust type builds only those about what other
    /// libraries understand, and of the rule `misspelt`: what is custom is up to its author.
    ///
    /// ```
    /// let schema = avro_entity::Schema::parse(r#"{"type": "long", "logicalType": "date"}"#)?;
    /// assert_eq!(schema.root_node().logical, None);
    /// assert_eq!(schema.lint()[0].message, "the logical type is ignored: `date` belongs on `int`");
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn lint(&self) -> Vec<Finding> {
        let mut lint = Lint {
            schema: self,
            findings: self.0.findings.to_vec(),
            warnings: 0,
            path: Vec::new(),
            seen: vec![false; self.len()],
            names: HashMap::new(),
            bare: without_namespace(self),
            steps: DEFAULT_STEPS,
        };
        lint.node(self.root());
        let endless = endless_records(self);
        lint.endless(&endless);
        lint.findings
    }
}

struct Lint<'s> {
    schema: &'s Schema,
    findings: Vec<Finding>,
    /// How many of them are warnings, which take no room from errors.
    warnings: usize,
    path: Vec<&'s str>,
    /// The nodes that were looked at.
    seen: Vec<bool>,
    names: HashMap<&'s Name, NodeId>,
    /// The types without a namespace in types that have one, with that namespace.
    bare: BTreeMap<NodeId, &'s str>,
    steps: u32,
}

impl<'s> Lint<'s> {
    fn add(&mut self, rule: &'static str, severity: Severity, at: Option<Position>, message: impl Into<String>) {
        let known = match severity {
            Severity::Warning => self.warnings,
            Severity::Error => self.findings.len() - self.warnings,
        };
        if known < FINDINGS {
            self.warnings += usize::from(severity == Severity::Warning);
            let (path, message) = (path_text(self.path.iter().copied()), message.into());
            self.findings.push(Finding { rule, severity, path, message, position: at });
        }
    }

    fn error(&mut self, rule: &'static str, at: Option<Position>, message: impl Into<String>) {
        self.add(rule, Severity::Error, at, message);
    }

    fn warning(&mut self, rule: &'static str, at: Option<Position>, message: impl Into<String>) {
        self.add(rule, Severity::Warning, at, message);
    }

    fn node(&mut self, id: NodeId) {
        match self.seen.get_mut(id.index()) {
            Some(seen) if !*seen => *seen = true,
            _ => return,
        }
        let schema = self.schema;
        let node = schema.node(id);
        let outermost = node.name().filter(|_| self.path.is_empty());
        self.path.extend(outermost.map(Name::simple));
        self.named(id, node);
        self.attributes(node);
        match &node.kind {
            Kind::Record(record) => self.record(node, record),
            Kind::Enum(symbols) => self.enumeration(node, symbols),
            Kind::Union(branches) => self.union(node, branches),
            _ => {}
        }
        if let Kind::Array(inner) | Kind::Map(inner) = node.kind {
            self.node(inner);
        }
        if outermost.is_some() {
            self.path.pop();
        }
    }

    /// "Names": letters, digits and underscores; primitive names are taken in every namespace; a name means one type.
    fn named(&mut self, id: NodeId, node: &'s Node) {
        let Some(name) = node.name() else { return };
        let at = node.position;
        if let Some(part) = name.full().split('.').find(|part| !is_identifier(part)) {
            let whole = if part == name.full() { String::new() } else { format!(" in `{name}`") };
            self.error("name", at, format!("{}{whole}", not_a_name(part)));
        }
        if PRIMITIVES.contains(&name.simple()) {
            let message = format!("`{}` is a primitive type and cannot be the name of another one", name.simple());
            self.error("name", at, message);
        }
        if let Some(namespace) = self.bare.get(&id) {
            let message = format!(
                "`{name}` has no namespace and stands in a type of `{namespace}`, where it is called `.{name}`, which Python's \
                 libraries refuse: give it a namespace"
            );
            self.warning("namespace", at, message);
        }
        if self.names.insert(name, id).is_some() {
            self.error("duplicate", at, format!("`{name}` is defined twice"));
        }
        let mut seen = HashSet::new();
        for alias in node.aliases() {
            let other = self.schema.named(alias.full());
            if alias == name {
                self.warning("alias", at, format!("the alias `{alias}` is the name itself"));
            } else if other.is_some() {
                self.warning("alias", at, format!("the alias `{alias}` is the name of another type of this schema"));
            }
            if !seen.insert(alias) {
                self.warning("alias", at, format!("the alias `{alias}` stands twice"));
            }
        }
    }

    /// Custom properties share an object with the attributes of the specification; an invalid logical type is ignored.
    fn attributes(&mut self, node: &Node) {
        let at = node.position;
        let reserved = reserved(&node.kind);
        if matches!(node.kind, Kind::Union(_)) && !node.properties.is_empty() {
            self.error("attribute", at, "a union has no attributes: put them on a branch or on the field");
        }
        for key in node.properties.keys().filter(|key| reserved.contains(&key.as_str())) {
            let type_name = node.kind.type_name();
            self.error("attribute", at, format!("`{key}` is an attribute of `{type_name}` and no custom property"));
        }
        match logical::recognise(&node.kind, &node.properties) {
            Err(reason) => self.warning("logical-type", at, format!("the logical type is ignored: {reason}")),
            Ok(logical) if logical != node.logical => {
                self.error("logical-type", at, "the logical type is not the one that the attributes name");
            }
            Ok(_) => {}
        }
        for (key, value) in &node.properties {
            self.misspelt(at, key, misspelt::of_type(node, key, value));
        }
        if let (Some(name), Some(meant)) =
            (node.properties.get("logicalType"), misspelt::logical_type(&node.kind, &node.properties))
        {
            let name = name.as_str().unwrap_or_default();
            let message = format!("there is no logical type `{name}`, and readers ignore it: did you mean `{meant}`?");
            self.warning(MISSPELT, at, message);
        }
    }

    /// A custom property whose key is nearly the word for something else.
    fn misspelt(&mut self, at: Option<Position>, key: &str, meant: Option<&str>) {
        if let Some(meant) = meant {
            let message = format!("`{key}` is a custom property, which no reader looks at: did you mean `{meant}`?");
            self.warning(MISSPELT, at, message);
        }
    }

    fn record(&mut self, node: &Node, record: &'s Record) {
        let mut names = HashSet::new();
        for field in &record.fields {
            self.path.push(&field.name);
            if !is_identifier(&field.name) {
                self.error("name", field.position, not_a_name(&field.name));
            }
            if !names.insert(field.name.as_str()) {
                let message = format!("the record has two fields of the name `{}`", field.name);
                self.error("duplicate", field.position, message);
            }
            self.field_attributes(field);
            self.default(field);
            self.node(field.schema);
            self.path.pop();
        }
        self.field_aliases(node, record, &names);
    }

    fn field_attributes(&mut self, field: &Field) {
        for key in field.properties.keys().filter(|key| FIELD_ATTRIBUTES.contains(&key.as_str())) {
            self.error(
                "attribute",
                field.position,
                format!("`{key}` is an attribute of fields and no custom property"),
            );
        }
        if field.properties.contains_key("logicalType") {
            let message = "`logicalType` beside the type of a field has no meaning: put it into the type, `\"type\": {\"type\": …}`";
            self.warning("logical-type", field.position, message);
        }
        for (key, value) in &field.properties {
            self.misspelt(field.position, key, misspelt::of_field(field, key, value));
        }
    }

    /// "Aliases": a former name that is in use again, or of two fields, makes reading ambiguous.
    fn field_aliases(&mut self, node: &Node, record: &'s Record, names: &HashSet<&str>) {
        let mut owners: HashMap<&str, &str> = HashMap::new();
        for field in &record.fields {
            self.path.push(&field.name);
            let at = field.position.or(node.position);
            for alias in &field.aliases {
                if *alias == field.name {
                    self.warning("alias", at, format!("the alias `{alias}` is the name itself"));
                } else if names.contains(alias.as_str()) {
                    self.warning("alias", at, format!("the alias `{alias}` is the name of another field"));
                }
                if let Some(owner) = owners.insert(alias, &field.name) {
                    self.warning("alias", at, format!("the alias `{alias}` stands twice, on `{owner}` too"));
                }
            }
            self.path.pop();
        }
    }

    /// "Records": the default is a value of the field's type.
    fn default(&mut self, field: &Field) {
        let Some(json) = &field.default else { return };
        let nodes = self.schema.node_slice();
        let mut bytes = Vec::new();
        match default::encode(nodes, field.schema, json, &mut self.steps, &mut bytes) {
            Ok(()) => self.default_of_union(field, json, &bytes),
            Err(error) => {
                let path = error.path();
                let place = if path.is_empty() { String::new() } else { format!("in it at `{path}`: ") };
                self.error("default", field.position, format!("{place}{}", error.message()));
            }
        }
    }

    /// Until version 1.12 of the specification the default of a union is of its first branch; a null in quotes is a string.
    fn default_of_union(&mut self, field: &Field, json: &Value, bytes: &[u8]) {
        let schema = self.schema;
        let Some(branches) = schema.node(field.schema).branches() else { return };
        let Ok((index, _)) = split_branch(bytes, branches.len()) else { return };
        let mut kinds = branches.iter().map(|branch| &schema.node(*branch).kind);
        if json.as_str() == Some("null") && kinds.any(|kind| *kind == Kind::Null) {
            let message = "the default is the string `\"null\"`, and not `null`: write it without quotes";
            self.warning("union-default", field.position, message);
        } else if index > 0 {
            let branch = branches.get(index).map_or("", |branch| schema.node(*branch).branch_name());
            let message = format!(
                "the default is of `{branch}`, which is not the first branch, and many libraries take it for one of that: put \
                 `{branch}` in front"
            );
            self.warning("union-default", field.position, message);
        }
    }

    /// "Enums": distinct names, the default one of them.
    fn enumeration(&mut self, node: &Node, symbols: &'s Enum) {
        let at = node.position;
        let mut seen = HashSet::new();
        for symbol in &symbols.symbols {
            if !is_identifier(symbol) {
                self.error("name", at, format!("the symbol {}", not_a_name(symbol)));
            }
            if !seen.insert(symbol.as_str()) {
                self.error("duplicate", at, format!("the symbol `{symbol}` stands twice"));
            }
        }
        if let Some(default) = &symbols.default
            && !seen.contains(default.as_str())
        {
            self.error("default", at, format!("the default `{default}` is none of the symbols"));
        }
        if symbols.symbols.is_empty() {
            self.warning("empty", at, "an enum without symbols has no values");
        }
    }

    /// "Unions": no union directly inside, one branch of each unnamed type, one of each full name.
    fn union(&mut self, node: &Node, branches: &[NodeId]) {
        let schema = self.schema;
        let mut seen = HashSet::new();
        for branch in branches.iter().map(|branch| schema.node(*branch)) {
            let at = branch.position.or(node.position);
            let name = branch.branch_name();
            if branch.branches().is_some() {
                self.error("union", at, "a union directly inside a union: put its branches into the outer one");
            } else if !seen.insert(name) {
                self.error("union", at, format!("the union has two branches of the type `{name}`"));
            }
        }
        if branches.is_empty() {
            self.warning("empty", node.position, "a union without branches has no values");
        }
        for branch in branches {
            self.node(*branch);
        }
    }

    fn endless(&mut self, records: &[NodeId]) {
        for id in records {
            let schema = self.schema;
            let node = schema.node(*id);
            let Some(name) = node.name() else { continue };
            self.path.push(name.simple());
            let message = format!(
                "`{name}` contains itself without end and has no values: put a union with `null`, an array or a map in between"
            );
            self.warning("endless", node.position, message);
            self.path.pop();
        }
    }
}

/// The names that no other type may have.
pub(super) const PRIMITIVES: [&str; 8] = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

const FIELD_ATTRIBUTES: [&str; 6] = ["name", "type", "default", "doc", "aliases", "order"];

/// The attributes that the specification gives to a type.
fn reserved(kind: &Kind) -> &'static [&'static str] {
    match kind {
        Kind::Record(_) => &["type", "name", "namespace", "doc", "aliases", "fields"],
        Kind::Enum(_) => &["type", "name", "namespace", "doc", "aliases", "symbols", "default"],
        Kind::Fixed(_) => &["type", "name", "namespace", "doc", "aliases", "size"],
        Kind::Array(_) => &["type", "items"],
        Kind::Map(_) => &["type", "values"],
        _ => &["type"],
    }
}

fn not_a_name(text: &str) -> String {
    format!("`{text}` is not a name: letters, digits and underscores, no digit in front")
}

/// The records of which no value can be finite, in the order of their ids.
///
/// A record has values when all its fields have, a union when one of its branches has; arrays and maps may be empty.
fn endless_records(schema: &Schema) -> Vec<NodeId> {
    let mut needs: Vec<Needs> =
        schema.nodes().map(|(_, node)| Needs { values: needed(&node.kind), last_use: None }).collect();
    let mut uses: Vec<Use> = Vec::new();
    for (user, node) in schema.nodes().filter(|(_, node)| needed(&node.kind) > 0) {
        for child in node.children() {
            if let Some(needs) = needs.get_mut(child.index()) {
                let before = needs.last_use.replace(uses.len());
                uses.push(Use { user, before });
            }
        }
    }
    let mut ready: Vec<NodeId> = schema.nodes().filter(|(_, node)| needed(&node.kind) == 0).map(|(id, _)| id).collect();
    while let Some(id) = ready.pop() {
        let last_use = needs.get(id.index()).and_then(|needs| needs.last_use);
        for Use { user, .. } in
            std::iter::successors(last_use.and_then(|index| uses.get(index)), |at| uses.get(at.before?))
        {
            let Some(Needs { values, .. }) = needs.get_mut(user.index()) else { continue };
            if *values == 1 {
                ready.push(*user);
            }
            *values = values.saturating_sub(1);
        }
    }
    let endless = schema.nodes().zip(&needs).filter(|((_, node), needs)| needs.values > 0 && node.name().is_some());
    endless.map(|((id, _), _)| id).collect()
}

/// What a type waits for before it has values.
struct Needs {
    /// How many of the types inside it must have values first.
    values: usize,
    /// The index of the last [`Use`] of the type.
    last_use: Option<usize>,
}

/// A use of a type in another one, and the index of the use of the same type before this one.
struct Use {
    user: NodeId,
    before: Option<usize>,
}

/// How many of the types inside a type must have values, so that it has some.
fn needed(kind: &Kind) -> usize {
    match kind {
        Kind::Record(record) => record.fields.len(),
        Kind::Union(branches) => branches.len().min(1),
        _ => 0,
    }
}
