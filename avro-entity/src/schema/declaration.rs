//! The declarations of the specification, each turned into a node: names, unions, and the objects of each `type`.

use super::graph::{Enum, Field, Fixed, Kind, NodeId, Order, Position, Properties, Record};
use super::json::{Document, Json, Placed, SCHEMA_DEPTH, ValueId};
use super::parse::Mode;
use super::parser::Parser;
use super::{Name, logical};
use crate::error::{Error, ErrorKind};

/// The largest `fixed` there is, in bytes: the largest size other implementations read.
const FIXED_SIZE: u64 = i32::MAX as u64;

/// An object of the text.
#[derive(Clone, Copy)]
struct Object<'d> {
    document: &'d Document,
    members: &'d [(String, ValueId)],
    position: Position,
}

impl<'d> Object<'d> {
    fn id(&self, name: &str) -> Option<ValueId> {
        self.members.iter().find(|(member, _)| member == name).map(|(_, id)| *id)
    }

    fn get(&self, name: &str) -> Option<&'d Placed> {
        self.id(name).map(|id| self.document.get(id))
    }
}

impl Parser<'_> {
    /// One type, wherever a type may stand.
    pub(super) fn schema(&mut self, document: &Document, id: ValueId, namespace: Option<&str>) -> NodeId {
        let placed = document.get(id);
        if self.depth >= self.limits.schema_depth.min(SCHEMA_DEPTH) {
            let message = format!("the schema is nested deeper than {} types (`Limits::schema_depth`)", self.depth);
            self.error(Error::new(ErrorKind::Limit, message).at_position(placed.position));
            return self.push(Kind::Null, placed.position);
        }
        self.depth += 1;
        let node = match &placed.json {
            Json::Text(name) => self.by_name(name, namespace, placed.position),
            Json::Array(branches) => self.union(document, branches, namespace, placed.position),
            Json::Object(members) => self.object(&Object { document, members, position: placed.position }, namespace),
            other => {
                let found = other.kind();
                self.mistake(
                    placed.position,
                    format!("a type is a name, an object or an array of branches, not {found}"),
                )
            }
        };
        self.depth -= 1;
        node
    }

    fn by_name(&mut self, text: &str, namespace: Option<&str>, position: Position) -> NodeId {
        match primitive(text) {
            Some(kind) => self.push(kind, position),
            None => self.reference(text, namespace, position),
        }
    }

    fn union(
        &mut self,
        document: &Document,
        branches: &[ValueId],
        namespace: Option<&str>,
        position: Position,
    ) -> NodeId {
        let id = self.push(Kind::Null, position);
        let branches = branches.iter().map(|branch| self.schema(document, *branch, namespace)).collect();
        self.set_kind(id, Kind::Union(branches));
        id
    }

    fn object(&mut self, object: &Object<'_>, namespace: Option<&str>) -> NodeId {
        let Some(type_id) = object.id("type") else {
            return self.mistake(object.position, "a type needs the member `type`");
        };
        let type_place = object.document.get(type_id);
        let Json::Text(type_name) = &type_place.json else {
            return self.wrapped(object, type_id, namespace);
        };
        match type_name.as_str() {
            "record" | "error" => self.record(object, namespace, type_name == "error"),
            "enum" => self.enumeration(object, namespace),
            "fixed" => self.fixed(object, namespace),
            "array" => self.container(object, namespace, "items", Kind::Array),
            "map" => self.container(object, namespace, "values", Kind::Map),
            name => match primitive(name) {
                Some(kind) => {
                    let id = self.push(kind, object.position);
                    self.set_properties(id, object, &["type"]);
                    id
                }
                None => {
                    self.pass_over_attributes(object, name);
                    self.reference(name, namespace, type_place.position)
                }
            },
        }
    }

    /// `{"type": {"type": "int"}}`: some producers write an object around a type.
    fn wrapped(&mut self, object: &Object<'_>, id: ValueId, namespace: Option<&str>) -> NodeId {
        let Placed { json, position } = object.document.get(id);
        match (json, self.mode) {
            (Json::Object(_) | Json::Array(_), Mode::Foreign) => {
                self.pass_over_attributes(object, "another type");
                self.remark("type", *position, "`type` is the name of a type: take away the object around this one");
                self.schema(object.document, id, namespace)
            }
            (Json::Object(_) | Json::Array(_), Mode::Strict) => {
                self.mistake(*position, "`type` is the name of a type: take away the object around this one")
            }
            (other, _) => {
                let found = other.kind();
                self.mistake(*position, format!("`type` is the name of a type, not {found}"))
            }
        }
    }

    /// A use of a named type may have attributes of its own, and they say nothing of it.
    fn pass_over_attributes(&mut self, object: &Object<'_>, name: &str) {
        if let Some((key, _)) = object.members.iter().find(|(key, _)| key != "type") {
            let message =
                format!("`{key}` on a use of `{name}` has no meaning: put it on the definition or on the field");
            self.doubt("attribute", object.position, message);
        }
    }

    fn container(
        &mut self,
        object: &Object<'_>,
        namespace: Option<&str>,
        inner: &str,
        kind: fn(NodeId) -> Kind,
    ) -> NodeId {
        let type_name = kind(NodeId(0)).type_name();
        let Some(inner_id) = object.id(inner) else {
            return self.mistake(object.position, format!("`{type_name}` needs the member `{inner}`"));
        };
        let id = self.push(Kind::Null, object.position);
        let inside = self.schema(object.document, inner_id, namespace);
        self.set_kind(id, kind(inside));
        self.set_properties(id, object, &["type", inner]);
        id
    }

    fn record(&mut self, object: &Object<'_>, namespace: Option<&str>, is_error: bool) -> NodeId {
        let Some(name) = self.name(object, namespace) else {
            return self.push(Kind::Null, object.position);
        };
        let aliases = self.aliases(object, &name);
        let doc = self.doc(object);
        let id = self.define(&name, object.position);
        let is_outermost = self.place.is_none();
        if is_outermost {
            self.enter(name.simple());
        }
        let fields = match object.get("fields") {
            Some(Placed { json: Json::Array(fields), .. }) => {
                fields.iter().filter_map(|field| self.field(object.document, *field, name.namespace())).collect()
            }
            found => {
                self.list_missing("record", "fields", found, object.position);
                Box::default()
            }
        };
        if is_outermost {
            self.leave();
        }
        self.set_kind(id, Kind::Record(Box::new(Record { name, aliases, doc, fields, is_error })));
        self.set_properties(id, object, &["type", "name", "namespace", "doc", "aliases", "fields"]);
        id
    }

    fn list_missing(&mut self, type_name: &str, list: &str, found: Option<&Placed>, position: Position) {
        match found {
            None => self.mistake(position, format!("`{type_name}` needs the member `{list}`")),
            Some(other) => {
                let found = other.json.kind();
                self.mistake(other.position, format!("`{list}` is an array, not {found}"))
            }
        };
    }

    fn field(&mut self, document: &Document, id: ValueId, namespace: Option<&str>) -> Option<Field> {
        let Placed { json, position } = document.get(id);
        let Json::Object(members) = json else {
            let found = json.kind();
            self.mistake(*position, format!("a field is an object with `name` and `type`, not {found}"));
            return None;
        };
        let object = Object { document, members, position: *position };
        let name = match object.get("name") {
            Some(Placed { json: Json::Text(name), .. }) => name.clone(),
            _ => {
                self.mistake(*position, "a field needs a `name`, a string");
                return None;
            }
        };
        self.enter(&name);
        let field = self.named_field(&object, name, namespace);
        self.leave();
        field
    }

    fn named_field(&mut self, object: &Object<'_>, name: String, namespace: Option<&str>) -> Option<Field> {
        let Some(type_id) = object.id("type") else {
            self.mistake(object.position, "a field needs a `type`");
            return None;
        };
        if let Json::Text(text) = &object.document.get(type_id).json
            && matches!(text.as_str(), "record" | "error" | "enum" | "fixed" | "array" | "map")
            && !self.names.contains_key(&Name::lenient(text, namespace))
        {
            let message =
                format!("the type of the field needs an object of its own: `\"type\": {{\"type\": \"{text}\", …}}`");
            self.mistake(object.document.get(type_id).position, message);
            return None;
        }
        let schema = self.schema(object.document, type_id, namespace);
        let default = match object.id("default").map(|id| object.document.to_value(id)).transpose() {
            Ok(default) => default,
            Err(error) => {
                self.error(error);
                None
            }
        };
        let doc = self.doc(object);
        let aliases = self.texts(object, "aliases").unwrap_or_default().into();
        let order = self.order(object);
        let properties = self.properties(object, &["name", "type", "default", "doc", "aliases", "order"]);
        Some(Field { name, aliases, doc, schema, default, order, properties, position: Some(object.position) })
    }

    fn order(&mut self, object: &Object<'_>) -> Option<Order> {
        let Placed { json, position } = object.get("order")?;
        let order = match json {
            Json::Text(text) => Order::named(text),
            _ => None,
        };
        if order.is_none() {
            self.remark("attribute", *position, "`order` is `ascending`, `descending` or `ignore`");
        }
        order
    }

    fn enumeration(&mut self, object: &Object<'_>, namespace: Option<&str>) -> NodeId {
        let Some(name) = self.name(object, namespace) else {
            return self.push(Kind::Null, object.position);
        };
        let aliases = self.aliases(object, &name);
        let doc = self.doc(object);
        let id = self.define(&name, object.position);
        let symbols = match object.get("symbols") {
            Some(Placed { json: Json::Array(symbols), .. }) => {
                symbols.iter().filter_map(|symbol| self.symbol(object.document.get(*symbol))).collect()
            }
            found => {
                self.list_missing("enum", "symbols", found, object.position);
                Box::default()
            }
        };
        let default = self.text(object, "default");
        self.set_kind(id, Kind::Enum(Box::new(Enum { name, aliases, doc, symbols, default })));
        self.set_properties(id, object, &["type", "name", "namespace", "doc", "aliases", "symbols", "default"]);
        id
    }

    fn symbol(&mut self, placed: &Placed) -> Option<String> {
        match &placed.json {
            Json::Text(symbol) => Some(symbol.clone()),
            other => {
                let found = other.kind();
                self.mistake(placed.position, format!("a symbol is a string, not {found}"));
                None
            }
        }
    }

    fn fixed(&mut self, object: &Object<'_>, namespace: Option<&str>) -> NodeId {
        let Some(name) = self.name(object, namespace) else {
            return self.push(Kind::Null, object.position);
        };
        let aliases = self.aliases(object, &name);
        let doc = self.doc_of_fixed(object);
        let id = self.define(&name, object.position);
        let size = match object.get("size") {
            Some(Placed { json: Json::Number(size), .. }) => size.as_u64().filter(|size| *size <= FIXED_SIZE),
            _ => None,
        };
        if size.is_none() {
            let at = object.get("size").map_or(object.position, |placed| placed.position);
            self.mistake(at, format!("`fixed` needs a `size`, a whole number from 0 to {FIXED_SIZE}"));
        }
        let size = size.unwrap_or_default() as usize;
        let has_doc = doc.is_some();
        self.set_kind(id, Kind::Fixed(Box::new(Fixed { name, aliases, doc, size })));
        // The specification knows no `doc` of a fixed, so that one that is no string is a property like any other.
        let own: &[&str] = match has_doc {
            true => &["type", "name", "namespace", "doc", "aliases", "size"],
            false => &["type", "name", "namespace", "aliases", "size"],
        };
        self.set_properties(id, object, own);
        id
    }

    /// The full name of a definition.
    fn name(&mut self, object: &Object<'_>, namespace: Option<&str>) -> Option<Name> {
        let own = match object.get("namespace") {
            Some(Placed { json: Json::Text(namespace), .. }) => Some(namespace.as_str()),
            Some(Placed { json, position }) => {
                self.remark("attribute", *position, format!("`namespace` is a string, not {}", json.kind()));
                None
            }
            None => None,
        };
        let Some(Placed { json: Json::Text(text), position }) = object.get("name") else {
            self.mistake(object.position, "a record, enum or fixed needs a `name`, a string");
            return None;
        };
        if text.starts_with('.') {
            self.remark(
                "name",
                *position,
                format!("the name `{text}` starts with a dot: for the null namespace write `\"namespace\": \"\"`"),
            );
        }
        self.full_name(text, own.or(namespace), *position)
    }

    fn aliases(&mut self, object: &Object<'_>, name: &Name) -> Box<[Name]> {
        let aliases = self.texts(object, "aliases").unwrap_or_default();
        aliases.iter().filter_map(|alias| self.full_name(alias, name.namespace(), object.position)).collect()
    }

    fn doc_of_fixed(&mut self, object: &Object<'_>) -> Option<String> {
        match object.get("doc")? {
            Placed { json: Json::Text(text), .. } => Some(text.clone()),
            Placed { json, position } => {
                self.doubt(
                    "attribute",
                    *position,
                    format!("`doc` is {}, and a string is what is read as documentation", json.kind()),
                );
                None
            }
        }
    }

    fn doc(&mut self, object: &Object<'_>) -> Option<String> {
        self.text(object, "doc")
    }

    /// An attribute that is a string.
    fn text(&mut self, object: &Object<'_>, key: &str) -> Option<String> {
        let Placed { json, position } = object.get(key)?;
        match json {
            Json::Text(text) => Some(text.clone()),
            other => {
                self.remark("attribute", *position, format!("`{key}` is a string, not {}", other.kind()));
                None
            }
        }
    }

    /// An attribute that is an array of strings.
    fn texts(&mut self, object: &Object<'_>, key: &str) -> Option<Vec<String>> {
        let Placed { json, position } = object.get(key)?;
        let texts = match json {
            Json::Array(items) => {
                items.iter().map(|item| object.document.get(*item).json.as_text().map(str::to_owned)).collect()
            }
            _ => None,
        };
        if texts.is_none() {
            self.remark("attribute", *position, format!("`{key}` is an array of strings"));
        }
        texts
    }

    /// All members but the reserved ones.
    fn properties(&mut self, object: &Object<'_>, reserved: &[&str]) -> Properties {
        let mut properties = Properties::new();
        for (key, id) in object.members.iter().filter(|(key, _)| !reserved.contains(&key.as_str())) {
            match object.document.to_value(*id) {
                Ok(value) => {
                    properties.insert(key.clone(), value);
                }
                Err(error) => self.error(error),
            }
        }
        properties
    }

    fn set_properties(&mut self, id: NodeId, object: &Object<'_>, reserved: &[&str]) {
        let properties = self.properties(object, reserved);
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.logical = logical::recognise(&node.kind, &properties).ok().flatten();
            node.properties = properties;
        }
    }
}

impl Json {
    fn as_text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }
}

fn primitive(name: &str) -> Option<Kind> {
    Some(match name {
        "null" => Kind::Null,
        "boolean" => Kind::Boolean,
        "int" => Kind::Int,
        "long" => Kind::Long,
        "float" => Kind::Float,
        "double" => Kind::Double,
        "bytes" => Kind::Bytes,
        "string" => Kind::String,
        _ => return None,
    })
}
