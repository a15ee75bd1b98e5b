//! Forms of a schema that leave out what does not count: the specification's Parsing Canonical Form, and the form behind the
//! resolution fingerprint.

use super::graph::{Enum, Field, Fixed, Kind, LogicalType, Node, NodeId, Record, Schema};
use super::name::Name;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write;

impl Schema {
    /// The Parsing Canonical Form of the section "Transforming into Parsing Canonical Form".
    ///
    /// ```
    /// let schema = avro_entity::Schema::parse(
    ///     r#"{"type": "fixed", "size": 4, "name": "Ip", "namespace": "net", "doc": "version 4"}"#,
    /// )?;
    /// assert_eq!(schema.canonical_form(), r#"{"name":"net.Ip","type":"fixed","size":4}"#);
    /// # Ok::<(), avro_entity::Error>(())
    /// ```
    pub fn canonical_form(&self) -> &str {
        self.0.canonical.get_or_init(|| write(self, Form::Parsing).into())
    }

    /// What reading depends on, in a form of its own: the input of [`resolution_fingerprint`](Schema::resolution_fingerprint).
    pub(super) fn resolution_form(&self) -> String {
        write(self, Form::Resolution)
    }
}

/// What a form keeps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Names, types, fields, symbols and sizes.
    Parsing,
    /// Defaults, aliases and logical types too.
    Resolution,
}

struct Writing<'s> {
    schema: &'s Schema,
    form: Form,
    seen: HashSet<NodeId>,
    out: String,
}

fn write(schema: &Schema, form: Form) -> String {
    let mut writing = Writing { schema, form, seen: HashSet::new(), out: String::new() };
    writing.node(schema.root());
    writing.out
}

impl Writing<'_> {
    fn node(&mut self, id: NodeId) {
        let schema = self.schema;
        let node = schema.node(id);
        if let Some(name) = node.name()
            && !self.seen.insert(id)
        {
            return self.string(name.full());
        }
        match &node.kind {
            Kind::Record(record) => self.record(node, record),
            Kind::Enum(symbols) => self.enumeration(node, symbols),
            Kind::Fixed(fixed) => self.fixed(node, fixed),
            Kind::Union(branches) => self.list('[', branches, ']', |writing, branch| writing.node(*branch)),
            Kind::Array(items) => self.container("items", *items, node),
            Kind::Map(values) => self.container("values", *values, node),
            primitive => match node.logical.filter(|_| self.form == Form::Resolution) {
                None => self.string(primitive.type_name()),
                Some(logical) => {
                    self.out.push_str("{\"type\":");
                    self.string(primitive.type_name());
                    self.logical(logical);
                    self.out.push('}');
                }
            },
        }
    }

    fn container(&mut self, member: &str, inner: NodeId, node: &Node) {
        self.out.push_str("{\"type\":");
        self.string(node.kind.type_name());
        self.member(member);
        self.node(inner);
        self.out.push('}');
    }

    fn record(&mut self, node: &Node, record: &Record) {
        // An error is encoded as a record, and Java writes it as one.
        self.open(&record.name, "record", node);
        self.member("fields");
        self.list('[', &record.fields, ']', Writing::field);
        self.out.push('}');
    }

    fn field(&mut self, field: &Field) {
        self.out.push_str("{\"name\":");
        self.string(&field.name);
        self.member("type");
        self.node(field.schema);
        if self.form == Form::Resolution {
            self.aliases(field.aliases.iter().map(String::as_str));
            if let Some(default) = &field.default {
                self.member("default");
                self.json(default);
            }
        }
        self.out.push('}');
    }

    fn enumeration(&mut self, node: &Node, symbols: &Enum) {
        self.open(&symbols.name, "enum", node);
        self.member("symbols");
        self.list('[', &symbols.symbols, ']', |writing, symbol| writing.string(symbol));
        if let Some(default) = symbols.default.as_ref().filter(|_| self.form == Form::Resolution) {
            self.member("default");
            self.string(default);
        }
        self.out.push('}');
    }

    fn fixed(&mut self, node: &Node, fixed: &Fixed) {
        self.open(&fixed.name, "fixed", node);
        self.number("size", fixed.size);
        self.out.push('}');
    }

    /// The members that all definitions begin with.
    fn open(&mut self, name: &Name, type_name: &str, node: &Node) {
        self.out.push_str("{\"name\":");
        self.string(name.full());
        self.member("type");
        self.string(type_name);
        if self.form == Form::Resolution {
            self.aliases(node.aliases().iter().map(Name::full));
            if let Some(logical) = node.logical {
                self.logical(logical);
            }
        }
    }

    fn logical(&mut self, logical: LogicalType) {
        self.member("logicalType");
        self.string(logical.name());
        if let LogicalType::Decimal { precision, scale } = logical {
            self.number("precision", precision);
            self.number("scale", scale);
        }
    }

    /// Which of several aliases comes first has no meaning.
    fn aliases<'a>(&mut self, aliases: impl Iterator<Item = &'a str>) {
        let aliases: Vec<&str> = aliases.collect::<BTreeSet<_>>().into_iter().collect();
        if !aliases.is_empty() {
            self.member("aliases");
            self.list('[', &aliases, ']', |writing, alias| writing.string(alias));
        }
    }

    /// A default with the members of objects in the order of their names, which has no meaning.
    fn json(&mut self, json: &Value) {
        match json {
            Value::Array(items) => self.list('[', items, ']', Writing::json),
            Value::Object(members) => {
                let members: Vec<_> = members.iter().collect::<BTreeMap<_, _>>().into_iter().collect();
                self.list('{', &members, '}', |writing, (name, value)| {
                    writing.string(name);
                    writing.out.push(':');
                    writing.json(value);
                });
            }
            scalar => self.out.push_str(&scalar.to_string()),
        }
    }

    fn list<T>(&mut self, open: char, items: &[T], close: char, mut write: impl FnMut(&mut Self, &T)) {
        self.out.push(open);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            write(self, item);
        }
        self.out.push(close);
    }

    fn member(&mut self, name: &str) {
        self.out.push_str(",\"");
        self.out.push_str(name);
        self.out.push_str("\":");
    }

    fn number(&mut self, name: &str, value: impl std::fmt::Display) {
        self.member(name);
        // Writing to a string does not fail.
        let _ = write!(self.out, "{value}");
    }

    fn string(&mut self, text: &str) {
        let _ = write!(self.out, "{}", Value::from(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolution(text: &str) -> String {
        Schema::parse(text).unwrap().resolution_form()
    }

    #[test]
    fn the_resolution_form_keeps_what_reading_depends_on() {
        let text = r#"{"type": "record", "name": "a.R", "doc": "x", "aliases": ["Z", "Y"], "table": "t", "fields": [
            {"name": "d", "type": {"type": "bytes", "logicalType": "decimal", "precision": 4}, "order": "ignore", "doc": "y"},
            {"name": "m", "type": {"type": "map", "values": "int"}, "default": {"b": 1, "a": 2}, "aliases": ["n"]},
            {"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["A"], "default": "A"}},
            {"name": "r", "type": ["null", "R"], "default": null}]}"#;
        let form = concat!(
            r#"{"name":"a.R","type":"record","aliases":["a.Y","a.Z"],"fields":["#,
            r#"{"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":4,"scale":0}},"#,
            r#"{"name":"m","type":{"type":"map","values":"int"},"aliases":["n"],"default":{"a":2,"b":1}},"#,
            r#"{"name":"e","type":{"name":"a.E","type":"enum","symbols":["A"],"default":"A"}},"#,
            r#"{"name":"r","type":["null","a.R"],"default":null}]}"#
        );
        assert_eq!(resolution(text), form);
    }

    #[test]
    fn an_ignored_logical_type_does_not_count() {
        assert_eq!(resolution(r#"{"type": "long", "logicalType": "date"}"#), resolution(r#""long""#));
    }
}
