//! Default values: between JSON, in the form the specification gives for defaults, and the binary encoding.
//!
//! ```text
//! {"name": "limits", "type": {"type": "map", "values": ["null", "bytes"]}, "default": {"a": "\u00ff", "b": null}}
//!                                                                           02·02 61·02·02 ff …
//! ```
//!
//! A value of union type is the JSON of one of the branches, without the branch's name around it; it belongs to the first
//! branch for which it is valid. `bytes` and `fixed` are strings of the code points 0 to 255. A member that a record's default
//! leaves out is taken from the default of that field. JSON has no NaN and no infinities: they are the strings `"NaN"`,
//! `"Infinity"` and `"-Infinity"`, which a union gives to a `float` or `double` only when no other branch takes them.

use super::graph::{Kind, Node, NodeId, Record, Schema};
use crate::error::{Error, ErrorKind};
use crate::wire::{Decoder, Encoder, Limits};
use serde_json::{Map, Number, Value};

/// How deep a default may be nested, what its record's fields add included.
const DEPTH: u32 = 128;

/// How many values may be looked at for one default: it bounds what defaults that contain each other, or unions of many
/// records inside each other, can cost.
const STEPS: u32 = 1 << 20;

/// How many bytes of a string count as one more value.
const STEP_BYTES: usize = 64;

/// Appends the binary encoding of the default `json` for a value of the type `node`.
pub(crate) fn encode_default(schema: &Schema, node: NodeId, json: &Value, out: &mut Vec<u8>) -> Result<(), Error> {
    let mut steps = STEPS;
    encode(schema.node_slice(), node, json, &mut steps, out)
}

/// The same over nodes that are no schema yet; `steps` is the work that is left, for one default or for many.
pub(super) fn encode(
    nodes: &[Node],
    node: NodeId,
    json: &Value,
    steps: &mut u32,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let start = out.len();
    let encoded = Writing { nodes, steps, depth: 0 }.value(node, json, out);
    if encoded.is_err() {
        out.truncate(start);
    }
    encoded
}

/// The default JSON of the datum `bytes` of the type `node`, map entries in the order of their keys.
pub(crate) fn default_from_datum(schema: &Schema, node: NodeId, bytes: &[u8]) -> Result<Value, Error> {
    decode(schema.node_slice(), node, bytes).map(|datum| datum.json)
}

struct Writing<'s> {
    nodes: &'s [Node],
    steps: &'s mut u32,
    depth: u32,
}

impl Writing<'_> {
    fn value(&mut self, id: NodeId, json: &Value, out: &mut Vec<u8>) -> Result<(), Error> {
        self.enter()?;
        let written = self.value_inside(id, json, out);
        self.depth -= 1;
        written
    }

    fn enter(&mut self) -> Result<(), Error> {
        if self.depth == DEPTH {
            let message = format!("the default is nested deeper than {DEPTH} levels, or contains itself without end");
            return Err(Error::new(ErrorKind::Limit, message));
        }
        self.spend(1)?;
        self.depth += 1;
        Ok(())
    }

    fn spend(&mut self, steps: usize) -> Result<(), Error> {
        let left = u32::try_from(steps).ok().and_then(|steps| self.steps.checked_sub(steps));
        *self.steps = left.ok_or_else(|| {
            Error::new(ErrorKind::Limit, "the default is too large once the defaults inside it are put in")
        })?;
        Ok(())
    }

    fn value_inside(&mut self, id: NodeId, json: &Value, out: &mut Vec<u8>) -> Result<(), Error> {
        let nodes = self.nodes;
        let node = at(nodes, id);
        self.spend(json.as_str().map_or(0, |text| text.len() / STEP_BYTES))?;
        match (&node.kind, json) {
            (Kind::Null, Value::Null) => {}
            (Kind::Boolean, Value::Bool(value)) => Encoder::new(out).write_boolean(*value),
            (Kind::Int, Value::Number(number)) => {
                let value = number.as_i64().and_then(|value| i32::try_from(value).ok());
                Encoder::new(out).write_int(value.ok_or_else(|| mismatch(node, json))?);
            }
            (Kind::Long, Value::Number(number)) => {
                Encoder::new(out).write_long(number.as_i64().ok_or_else(|| mismatch(node, json))?);
            }
            (Kind::Float, _) => {
                let value = floating(json).ok_or_else(|| mismatch(node, json))?;
                Encoder::new(out).write_float(narrow(value).ok_or_else(|| mismatch(node, json))?);
            }
            (Kind::Double, _) => {
                Encoder::new(out).write_double(floating(json).ok_or_else(|| mismatch(node, json))?);
            }
            (Kind::Bytes, Value::String(text)) => {
                Encoder::new(out).write_bytes(&code_points(text).ok_or_else(|| mismatch(node, json))?);
            }
            (Kind::Fixed(fixed), Value::String(text)) => {
                let bytes = code_points(text).filter(|bytes| bytes.len() == fixed.size);
                Encoder::new(out).write_fixed(&bytes.ok_or_else(|| mismatch(node, json))?);
            }
            (Kind::String, Value::String(text)) => Encoder::new(out).write_str(text),
            (Kind::Enum(symbols), Value::String(text)) => {
                let index = symbols.symbols.iter().position(|symbol| symbol == text);
                Encoder::new(out).write_index(index.ok_or_else(|| mismatch(node, json))? as u32);
            }
            (Kind::Array(items), Value::Array(values)) => self.array(*items, values, out)?,
            (Kind::Map(values), Value::Object(entries)) => self.map(*values, entries, out)?,
            (Kind::Record(record), Value::Object(members)) => self.record(record, members, out)?,
            (Kind::Union(branches), _) => self.union(branches, json, out)?,
            _ => return Err(mismatch(node, json)),
        }
        Ok(())
    }

    fn array(&mut self, items: NodeId, values: &[Value], out: &mut Vec<u8>) -> Result<(), Error> {
        if !values.is_empty() {
            Encoder::new(out).write_block(values.len());
        }
        for (index, value) in values.iter().enumerate() {
            self.value(items, value, out).map_err(|error| error.at_index(index))?;
        }
        Encoder::new(out).write_block(0);
        Ok(())
    }

    fn map(&mut self, values: NodeId, entries: &Map<String, Value>, out: &mut Vec<u8>) -> Result<(), Error> {
        if !entries.is_empty() {
            Encoder::new(out).write_block(entries.len());
        }
        for (key, value) in entries {
            self.spend(key.len() / STEP_BYTES)?;
            Encoder::new(out).write_str(key);
            self.value(values, value, out).map_err(|error| error.at_key(key))?;
        }
        Encoder::new(out).write_block(0);
        Ok(())
    }

    fn record(&mut self, record: &Record, members: &Map<String, Value>, out: &mut Vec<u8>) -> Result<(), Error> {
        for field in &record.fields {
            self.spend(field.name.len() / STEP_BYTES)?;
            let written = match members.get(&field.name).or(field.default.as_ref()) {
                Some(json) => self.value(field.schema, json, out),
                None => {
                    let message = "the default has no such member, and the field no default of its own";
                    Err(Error::new(ErrorKind::Schema, message))
                }
            };
            written.map_err(|error| error.in_field(record.name.full().to_owned(), field.name.clone()))?;
        }
        Ok(())
    }

    /// The first branch for which the value is valid.
    fn union(&mut self, branches: &[NodeId], json: &Value, out: &mut Vec<u8>) -> Result<(), Error> {
        let special = json.as_str().is_some_and(|text| special(text).is_some());
        let is_late = |id: NodeId| special && matches!(at(self.nodes, id).kind, Kind::Float | Kind::Double);
        let mut candidates: Vec<(usize, NodeId)> = branches.iter().copied().enumerate().collect();
        candidates.sort_by_key(|(_, id)| is_late(*id));
        let start = out.len();
        for (index, branch) in candidates {
            Encoder::new(out).write_index(index as u32);
            match self.value(branch, json, out) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Limit => return Err(error),
                Err(_) => out.truncate(start),
            }
        }
        let message = format!("{} is valid for no branch of the union", shown(json));
        Err(Error::new(ErrorKind::Schema, message))
    }
}

/// A datum as JSON, and once more as bytes: arrays and maps in one block, map entries in the order of their keys, one NaN.
#[derive(Debug, PartialEq)]
struct Datum {
    json: Value,
    bytes: Vec<u8>,
}

fn decode(nodes: &[Node], node: NodeId, bytes: &[u8]) -> Result<Datum, Error> {
    let limits = Limits { depth: 2 * DEPTH, ..Limits::default() };
    let mut decoder = Decoder::with_limits(bytes, &limits);
    let mut out = Vec::with_capacity(bytes.len());
    let json = read(nodes, node, &mut decoder, &mut out)?;
    decoder.finish()?;
    Ok(Datum { json, bytes: out })
}

fn read(nodes: &[Node], id: NodeId, decoder: &mut Decoder<'_>, out: &mut Vec<u8>) -> Result<Value, Error> {
    decoder.enter()?;
    let mut encoder = Encoder::new(out);
    let json = match &at(nodes, id).kind {
        Kind::Null => Value::Null,
        Kind::Boolean => {
            let value = decoder.read_boolean()?;
            encoder.write_boolean(value);
            value.into()
        }
        Kind::Int => {
            let value = decoder.read_int()?;
            encoder.write_int(value);
            value.into()
        }
        Kind::Long => {
            let value = decoder.read_long()?;
            encoder.write_long(value);
            value.into()
        }
        Kind::Float => {
            let value = decoder.read_float()?;
            encoder.write_float(if value.is_nan() { f32::NAN } else { value });
            float_json(widen(value))
        }
        Kind::Double => {
            let value = decoder.read_double()?;
            encoder.write_double(if value.is_nan() { f64::NAN } else { value });
            float_json(value)
        }
        Kind::Bytes => {
            let value = decoder.read_bytes()?;
            encoder.write_bytes(value);
            latin(value)
        }
        Kind::Fixed(fixed) => {
            let value = decoder.read_fixed_slice(fixed.size)?;
            encoder.write_fixed(value);
            latin(value)
        }
        Kind::String => {
            let value = decoder.read_str()?;
            encoder.write_str(value);
            value.into()
        }
        Kind::Enum(symbols) => {
            let index = decoder.read_symbol(symbols.symbols.len())?;
            encoder.write_index(index as u32);
            symbols.symbols.get(index).map(String::as_str).into()
        }
        Kind::Union(branches) => {
            let index = decoder.read_branch(branches.len())?;
            encoder.write_index(index as u32);
            match branches.get(index) {
                Some(branch) => read(nodes, *branch, decoder, out)?,
                None => Value::Null,
            }
        }
        Kind::Record(record) => {
            let mut members = Map::new();
            for field in &record.fields {
                members.insert(field.name.clone(), read(nodes, field.schema, decoder, out)?);
            }
            members.into()
        }
        Kind::Array(items) => read_array(nodes, *items, decoder, out)?,
        Kind::Map(values) => read_map(nodes, *values, decoder, out)?,
    };
    decoder.leave();
    Ok(json)
}

fn read_array(nodes: &[Node], items: NodeId, decoder: &mut Decoder<'_>, out: &mut Vec<u8>) -> Result<Value, Error> {
    let mut values = Vec::new();
    let mut bytes = Vec::new();
    loop {
        let count = decoder.read_block(0)?;
        if count == 0 {
            break;
        }
        for _ in 0..count {
            values.push(read(nodes, items, decoder, &mut bytes)?);
        }
    }
    write_blocks(values.len(), &bytes, out);
    Ok(values.into())
}

fn read_map(nodes: &[Node], values: NodeId, decoder: &mut Decoder<'_>, out: &mut Vec<u8>) -> Result<Value, Error> {
    let mut entries = std::collections::BTreeMap::new();
    loop {
        let count = decoder.read_block(1)?;
        if count == 0 {
            break;
        }
        for _ in 0..count {
            let key = decoder.read_str()?;
            let mut bytes = Vec::new();
            Encoder::new(&mut bytes).write_str(key);
            let value = read(nodes, values, decoder, &mut bytes)?;
            entries.insert(key, (value, bytes));
        }
    }
    let bytes: Vec<u8> = entries.values().flat_map(|(_, bytes)| bytes).copied().collect();
    write_blocks(entries.len(), &bytes, out);
    Ok(entries.into_iter().map(|(key, (value, _))| (key.to_owned(), value)).collect::<Map<_, _>>().into())
}

/// An array or map in one block.
fn write_blocks(count: usize, items: &[u8], out: &mut Vec<u8>) {
    let mut encoder = Encoder::new(out);
    if count > 0 {
        encoder.write_block(count);
        encoder.write_fixed(items);
    }
    encoder.write_block(0);
}

/// A default given as a Rust value; it becomes JSON when all nodes are known.
pub(super) struct PendingDefault {
    pub(super) record: NodeId,
    pub(super) field: usize,
    pub(super) encode: fn(&mut Encoder<'_>) -> Result<(), Error>,
}

/// Turns Rust defaults into JSON and puts the branch of a union's default first; the errors are those of all defaults.
///
/// All unions are put into their final order before the first value is read: a default may hold another record whose own
/// fields are reordered, and is written as that record's encoder writes, in the final order. Only the index of the field's own
/// union is written in the natural order.
pub(super) fn settle(nodes: &mut [Node], pending: &[PendingDefault]) -> Vec<Error> {
    let mut errors = Vec::new();
    let mut written = Vec::new();
    for default in pending {
        match default.evaluate(nodes) {
            Ok(datums) => written.push((default, datums)),
            Err(error) => errors.push(default.place(nodes, error)),
        }
    }
    for (default, datums) in &written {
        default.put_first(nodes, datums);
    }
    let unsettled = put_json_first(nodes);
    for (default, datums) in &written {
        match default.json(nodes, datums) {
            Ok(json) => default.store(nodes, json),
            Err(error) => errors.push(default.place(nodes, error)),
        }
    }
    errors.extend(unsettled.iter().filter_map(|place| place.still_open(nodes)));
    errors
}

/// The branch of a union, of the type `node`, that the default `json` belongs to: the first one for which it is valid.
pub(crate) fn default_branch(schema: &Schema, node: NodeId, json: &Value) -> Option<u32> {
    json_branch(schema.node_slice(), node, json).and_then(|branch| u32::try_from(branch).ok())
}

fn json_branch(nodes: &[Node], union: NodeId, json: &Value) -> Option<usize> {
    let branches = at(nodes, union).branches()?;
    let mut bytes = Vec::new();
    encode(nodes, union, json, &mut { STEPS }, &mut bytes).ok()?;
    split_branch(&bytes, branches.len()).ok().map(|(branch, _)| branch)
}

/// Puts the branches of defaults that are given as JSON first. The fields whose default is valid for no branch are returned:
/// it is wrong, or it leaves out members whose own defaults are not known yet.
fn put_json_first(nodes: &mut [Node]) -> Vec<JsonDefault> {
    let mut open = Vec::new();
    for default in JsonDefault::all(nodes) {
        match json_branch(nodes, default.union, &default.json) {
            Some(branch) => rotate(nodes, default.union, branch),
            None => open.push(default),
        }
    }
    open
}

/// A default that is given as JSON, of a field of union type.
struct JsonDefault {
    record: NodeId,
    field: usize,
    union: NodeId,
    json: Value,
}

impl JsonDefault {
    fn all(nodes: &[Node]) -> Vec<JsonDefault> {
        let mut all = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            let Kind::Record(record) = &node.kind else { continue };
            for (field, content) in record.fields.iter().enumerate() {
                if let Some(json) = content.default.clone().filter(|_| at(nodes, content.schema).branches().is_some()) {
                    all.push(JsonDefault { record: NodeId(index as u32), field, union: content.schema, json });
                }
            }
        }
        all
    }

    /// An error when the default is valid for another branch than the first once all defaults are known: the union would have
    /// to be reordered after values of it were read.
    fn still_open(&self, nodes: &[Node]) -> Option<Error> {
        json_branch(nodes, self.union, &self.json).filter(|branch| *branch > 0)?;
        let message = "the default leaves out members of a record: write them out";
        Some(place(nodes, self.record, self.field, Error::new(ErrorKind::Schema, message)))
    }
}

/// Puts a branch of a union first; the others keep their order.
fn rotate(nodes: &mut [Node], union: NodeId, branch: usize) {
    if let Some(Node { kind: Kind::Union(branches), .. }) = nodes.get_mut(union.index())
        && let Some(front) = branches.get_mut(..=branch)
    {
        front.rotate_right(1);
    }
}

/// What a Rust default wrote when it was evaluated twice.
struct Datums {
    /// The branch in the natural order, when the field is a union; it is cut off the bytes then.
    branch: Option<usize>,
    first: Vec<u8>,
    second: Vec<u8>,
}

impl PendingDefault {
    fn evaluate(&self, nodes: &[Node]) -> Result<Datums, Error> {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        (self.encode)(&mut Encoder::new(&mut first))?;
        (self.encode)(&mut Encoder::new(&mut second))?;
        let Some(branches) = self.schema(nodes).and_then(|schema| at(nodes, schema).branches()) else {
            return Ok(Datums { branch: None, first, second });
        };
        let (branch, first) = split_branch(&first, branches.len())?;
        let (other, second) = split_branch(&second, branches.len())?;
        match branch == other {
            true => Ok(Datums { branch: Some(branch), first, second }),
            false => Err(unstable()),
        }
    }

    fn put_first(&self, nodes: &mut [Node], datums: &Datums) {
        if let (Some(schema), Some(branch)) = (self.schema(nodes), datums.branch) {
            rotate(nodes, schema, branch);
        }
    }

    fn json(&self, nodes: &[Node], datums: &Datums) -> Result<Value, Error> {
        let Some(schema) = self.schema(nodes) else { return Ok(Value::Null) };
        let front: &[u8] = if datums.branch.is_some() { &[0] } else { &[] };
        let first = decode(nodes, schema, &[front, &datums.first].concat())?;
        let second = decode(nodes, schema, &[front, &datums.second].concat())?;
        if first.json != second.json {
            return Err(unstable());
        }
        let mut again = Vec::new();
        let encoded = encode(nodes, schema, &first.json, &mut { STEPS }, &mut again);
        if encoded.is_err() || again != first.bytes {
            return Err(Error::new(
                ErrorKind::Schema,
                format!(
                    "the default cannot be written in Avro's JSON: {} reads back as another value; choose a default without it",
                    shown(&first.json)
                ),
            ));
        }
        Ok(first.json)
    }

    fn schema(&self, nodes: &[Node]) -> Option<NodeId> {
        match &nodes.get(self.record.index())?.kind {
            Kind::Record(record) => Some(record.fields.get(self.field)?.schema),
            _ => None,
        }
    }

    fn store(&self, nodes: &mut [Node], json: Value) {
        if let Some(Node { kind: Kind::Record(record), .. }) = nodes.get_mut(self.record.index())
            && let Some(field) = record.fields.get_mut(self.field)
        {
            field.default = Some(json);
        }
    }

    fn place(&self, nodes: &[Node], error: Error) -> Error {
        place(nodes, self.record, self.field, error)
    }
}

/// `error`, said to be about a field.
fn place(nodes: &[Node], record: NodeId, field: usize, error: Error) -> Error {
    match nodes.get(record.index()).map(|node| &node.kind) {
        Some(Kind::Record(record)) => match record.fields.get(field) {
            Some(field) => error.in_field(record.name.full().to_owned(), field.name.clone()),
            None => error,
        },
        _ => error,
    }
}

fn split_branch(bytes: &[u8], branches: usize) -> Result<(usize, Vec<u8>), Error> {
    let mut decoder = Decoder::new(bytes);
    let branch = decoder.read_branch(branches)?;
    Ok((branch, decoder.remaining().to_vec()))
}

fn unstable() -> Error {
    let message = "the default differs each time it is evaluated (`Utc::now()`, a random id): \
        a schema holds one value, so give a constant";
    Error::new(ErrorKind::Schema, message)
}

#[allow(clippy::indexing_slicing, reason = "an id is only made together with its node")]
fn at(nodes: &[Node], id: NodeId) -> &Node {
    &nodes[id.index()]
}

fn mismatch(node: &Node, json: &Value) -> Error {
    let wanted = match &node.kind {
        Kind::Int => "`int`, a whole number of 32 bits".to_owned(),
        Kind::Long => "`long`, a whole number of 64 bits".to_owned(),
        Kind::Float => "`float`, a number in its range".to_owned(),
        Kind::Bytes => "`bytes`, a string of the code points 0 to 255".to_owned(),
        Kind::Fixed(fixed) => format!("`{}`, a string of {} code points 0 to 255", fixed.name, fixed.size),
        Kind::Enum(symbols) => format!("a symbol of `{}`", symbols.name),
        Kind::Record(record) => format!("`{}`, an object with the fields as members", record.name),
        kind => format!("`{}`", kind.type_name()),
    };
    Error::new(ErrorKind::Schema, format!("the default {} is no {wanted}", shown(json)))
}

/// The JSON for a message, cut when it is long.
fn shown(json: &Value) -> String {
    let text = json.to_string();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}

fn special(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

fn floating(json: &Value) -> Option<f64> {
    match json {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => special(text),
        _ => None,
    }
}

/// The nearest `float`; `None` for a number beyond its range.
fn narrow(value: f64) -> Option<f32> {
    let narrow = value as f32;
    (narrow.is_finite() || !value.is_finite()).then_some(narrow)
}

/// The `double` that has the shortest decimal form of all that are nearest to this `float`: 0.1 and not 0.10000000149011612.
fn widen(value: f32) -> f64 {
    let short = value.to_string().parse::<f64>();
    short.ok().filter(|short| *short as f32 == value).unwrap_or(f64::from(value))
}

fn float_json(value: f64) -> Value {
    match Number::from_f64(value) {
        Some(number) => number.into(),
        None if value.is_nan() => "NaN".into(),
        None if value > 0.0 => "Infinity".into(),
        None => "-Infinity".into(),
    }
}

/// The bytes that a string of the code points 0 to 255 stands for.
fn code_points(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|point| u8::try_from(u32::from(point)).ok()).collect()
}

fn latin(bytes: &[u8]) -> Value {
    bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into()
}
