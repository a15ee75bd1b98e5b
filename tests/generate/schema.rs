//! Random schemas, as JSON. Namespaces are always written, and references are full names.

use super::Rng;
use serde_json::{Value, json};

const PRIMITIVES: [&str; 8] = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

pub struct Schemas<'r> {
    pub rng: &'r mut Rng,
    /// Full names of types that are complete.
    known: Vec<String>,
    /// Full names of records that are being written.
    open: Vec<String>,
    count: usize,
}

impl<'r> Schemas<'r> {
    pub fn new(rng: &'r mut Rng) -> Schemas<'r> {
        Schemas { rng, known: Vec::new(), open: Vec::new(), count: 0 }
    }

    /// For a type that is put into a schema with other types: names begin at `from`.
    pub fn from(rng: &'r mut Rng, from: usize) -> Schemas<'r> {
        Schemas { rng, known: Vec::new(), open: Vec::new(), count: from }
    }

    /// Mostly records, since that is what schemas evolve by.
    pub fn root(&mut self) -> Value {
        if self.rng.chance(75) { self.record(3) } else { self.any(3, false) }
    }

    /// Any type; `guarded` says that a datum can do without it, so that it may refer to a record around it.
    pub fn any(&mut self, depth: usize, guarded: bool) -> Value {
        match self.rng.below(if depth == 0 { 6 } else { 14 }) {
            0..4 => self.primitive(),
            4 => self.logical(),
            5 => self.reference(guarded).unwrap_or_else(|| self.primitive()),
            6 | 7 => json!({"type": "array", "items": self.any(depth - 1, true)}),
            8 => json!({"type": "map", "values": self.any(depth - 1, true)}),
            9 | 10 => self.union(depth),
            11 => self.record(depth),
            12 => self.enumeration(),
            _ => self.fixed(),
        }
    }

    pub fn primitive(&mut self) -> Value {
        (*self.rng.pick(&PRIMITIVES)).into()
    }

    pub fn logical(&mut self) -> Value {
        let long = ["timestamp-millis", "timestamp-micros", "timestamp-nanos", "time-micros", "local-timestamp-millis"];
        match self.rng.below(4) {
            0 => json!({"type": "long", "logicalType": self.rng.pick(&long)}),
            1 => json!({"type": "int", "logicalType": if self.rng.chance(50) { "date" } else { "time-millis" }}),
            2 => json!({"type": "string", "logicalType": "uuid"}),
            _ => {
                let scale = self.rng.below(4);
                json!({"type": "bytes", "logicalType": "decimal", "precision": 4 + self.rng.below(30), "scale": scale})
            }
        }
    }

    fn reference(&mut self, guarded: bool) -> Option<Value> {
        let names = if guarded && self.rng.chance(50) { &self.open } else { &self.known };
        (!names.is_empty()).then(|| self.rng.pick(names).as_str().into())
    }

    fn name(&mut self) -> (String, &'static str, String) {
        self.count += 1;
        let (name, namespace) = (format!("T{}", self.count), *self.rng.pick(&["a", "b.c"]));
        let full = format!("{namespace}.{name}");
        (name, namespace, full)
    }

    pub fn record(&mut self, depth: usize) -> Value {
        let (name, namespace, full) = self.name();
        self.open.push(full.clone());
        let count = self.rng.below(6);
        let fields: Vec<Value> = (0..count).map(|index| self.field(&format!("f{index}"), depth)).collect();
        self.open.pop();
        self.known.push(full);
        json!({"type": "record", "name": name, "namespace": namespace, "fields": fields})
    }

    /// A field, with a default now and then.
    pub fn field(&mut self, name: &str, depth: usize) -> Value {
        let schema = self.any(depth.saturating_sub(1), false);
        let default = if self.rng.chance(30) { default(&schema) } else { None };
        match default {
            Some(default) => json!({"name": name, "type": schema, "default": default}),
            None => json!({"name": name, "type": schema}),
        }
    }

    pub fn enumeration(&mut self) -> Value {
        let (name, namespace, full) = self.name();
        self.known.push(full);
        let symbols: Vec<&str> = ["A", "B", "C", "D"][..1 + self.rng.below(4)].to_vec();
        let mut schema = json!({"type": "enum", "name": name, "namespace": namespace, "symbols": symbols});
        if self.rng.chance(25) {
            schema["default"] = "A".into();
        }
        schema
    }

    fn fixed(&mut self) -> Value {
        let (name, namespace, full) = self.name();
        self.known.push(full);
        json!({"type": "fixed", "name": name, "namespace": namespace, "size": self.rng.below(5)})
    }

    fn union(&mut self, depth: usize) -> Value {
        let mut branches: Vec<Value> = if self.rng.chance(60) { vec!["null".into()] } else { Vec::new() };
        for _ in 0..1 + self.rng.below(3) {
            let branch = self.any(depth - 1, !branches.is_empty());
            if !branch.is_array() && branches.iter().all(|other| kind(other) != kind(&branch)) {
                branches.push(branch);
            }
        }
        if self.rng.chance(30) {
            self.rng.shuffle(&mut branches);
        }
        Value::Array(branches)
    }
}

/// What must differ between the branches of a union: the type, and the name of named types.
pub fn kind(schema: &Value) -> String {
    match (schema, schema.get("name")) {
        (Value::String(name), _) => name.clone(),
        (_, Some(name)) => format!("{}.{}", schema["namespace"].as_str().unwrap(), name.as_str().unwrap()),
        _ => schema["type"].as_str().unwrap().to_owned(),
    }
}

/// A default of a type; `None` for references, whose definition is elsewhere.
pub fn default(schema: &Value) -> Option<Value> {
    Some(match schema {
        Value::Array(branches) => default(branches.first()?)?,
        Value::String(name) => match name.as_str() {
            "null" => Value::Null,
            "boolean" => true.into(),
            "int" | "long" => 7.into(),
            "float" | "double" => json!(0.5),
            "bytes" | "string" => "dé".into(),
            _ => return None,
        },
        Value::Object(schema) => match schema["type"].as_str()? {
            "array" => json!([]),
            "map" => json!({}),
            "enum" => schema["symbols"][0].clone(),
            "fixed" => "\u{ff}".repeat(schema["size"].as_u64()? as usize).into(),
            "record" => {
                let member = |field: &Value| Some((field["name"].as_str()?.to_owned(), default(&field["type"])?));
                Value::Object(schema["fields"].as_array()?.iter().map(member).collect::<Option<_>>()?)
            }
            primitive => default(&primitive.into())?,
        },
        _ => return None,
    })
}
