//! Default values: between JSON, in the form the specification gives for defaults, and the binary encoding.
//!
//! ```text
//! {"name": "limits", "type": {"type": "map", "values": ["null", "bytes"]}, "default": {"a": "\u00ff", "b": null}}
//!                                                                           02·02 61·02·02 ff …
//! ```
//!
//! A value of union type is the JSON of one of the branches, without the branch's name around it; it belongs to the first
//! branch for which it is valid. `bytes` and `fixed` are strings of the code points 0 to 255. A member that a record's default
//! leaves out is taken from the default of that field. JSON has no NaN and no infinities: where a `float` or `double` field has
//! them all the same they are the strings `"NaN"`, `"Infinity"` and `"-Infinity"`, as Java reads them; inside of a union, an array, a
//! map or a record they are not, for Java either. A Rust default is not turned into such a string, which other libraries refuse.

use super::graph::{Kind, Node, NodeId, Record, Schema};
use crate::error::{Error, ErrorKind};
use crate::wire::{Decoder, Encoder, Limits};
use serde_json::{Map, Number, Value};

/// How deep a default may be nested, what its record's fields add included.
const DEPTH: u32 = 128;

/// How many values may be looked at for one default: it bounds what defaults that contain each other, or unions of many
/// records inside each other, can cost.
pub(super) const STEPS: u32 = 1 << 20;

/// How many bytes of a string count as one more value.
const STEP_BYTES: usize = 64;

/// How many symbols that are looked through count as one more value.
const STEP_SYMBOLS: usize = 64;

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
    let encoded = Writing { nodes, steps, depth: 0 }.of_field(node, json, out);
    if encoded.is_err() {
        out.truncate(start);
    }
    encoded
}

struct Writing<'s> {
    nodes: &'s [Node],
    steps: &'s mut u32,
    depth: u32,
}

impl Writing<'_> {
    /// A default as a field has it, which may be a number that JSON does not have.
    fn of_field(&mut self, id: NodeId, json: &Value, out: &mut Vec<u8>) -> Result<(), Error> {
        match (&at(self.nodes, id).kind, json.as_str().and_then(special)) {
            (Kind::Float, Some(value)) => Encoder::new(out).write_float(value as f32),
            (Kind::Double, Some(value)) => Encoder::new(out).write_double(value),
            _ => self.value(id, json, out)?,
        }
        Ok(())
    }

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
            (Kind::Float, Value::Number(number)) => {
                let value = number.as_f64().and_then(narrow);
                Encoder::new(out).write_float(value.ok_or_else(|| mismatch(node, json))?);
            }
            (Kind::Double, Value::Number(number)) => {
                Encoder::new(out).write_double(number.as_f64().ok_or_else(|| mismatch(node, json))?);
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
                self.spend(index.unwrap_or(symbols.symbols.len()) / STEP_SYMBOLS)?;
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
            let written = match (members.get(&field.name), &field.default) {
                (Some(json), _) => self.value(field.schema, json, out),
                (None, Some(default)) => self.of_field(field.schema, default, out),
                (None, None) => {
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
        let start = out.len();
        for (index, branch) in branches.iter().enumerate() {
            Encoder::new(out).write_index(index as u32);
            match self.value(*branch, json, out) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Limit => return Err(error),
                Err(_) => out.truncate(start),
            }
        }
        let message = format!("{} is valid for no branch of the union", shown(json));
        Err(Error::new(ErrorKind::Schema, message))
    }
}

/// A datum as JSON, and once more as bytes: arrays and maps in one block, map entries in the order of their keys.
#[derive(Debug, PartialEq)]
pub(super) struct Datum {
    pub(super) json: Value,
    pub(super) bytes: Vec<u8>,
}

pub(super) fn decode(nodes: &[Node], node: NodeId, bytes: &[u8]) -> Result<Datum, Error> {
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
            encoder.write_float(value);
            float_json(widen(value))?
        }
        Kind::Double => {
            let value = decoder.read_double()?;
            encoder.write_double(value);
            float_json(value)?
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
                let value = read(nodes, field.schema, decoder, out);
                let within = |error: Error| error.in_field(record.name.full().to_owned(), field.name.clone());
                members.insert(field.name.clone(), value.map_err(within)?);
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
            let value = read(nodes, items, decoder, &mut bytes);
            values.push(value.map_err(|error| error.at_index(values.len()))?);
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
            let value = read(nodes, values, decoder, &mut bytes).map_err(|error| error.at_key(key))?;
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

#[allow(clippy::indexing_slicing, reason = "an id is only made together with its node")]
pub(super) fn at(nodes: &[Node], id: NodeId) -> &Node {
    &nodes[id.index()]
}

fn mismatch(node: &Node, json: &Value) -> Error {
    let wanted = match &node.kind {
        Kind::Int => "`int`, a whole number of 32 bits".to_owned(),
        Kind::Long => "`long`, a whole number of 64 bits".to_owned(),
        Kind::Float => "`float`, a number in its range".to_owned(),
        Kind::Bytes => "`bytes`, a string of the code points 0 to 255".to_owned(),
        Kind::Fixed(fixed) => format!("`{}`, a string of {} code points 0 to 255", fixed.name, fixed.size),
        Kind::Enum(symbols) => format!("symbol of `{}`", symbols.name),
        Kind::Record(record) => format!("`{}`, an object with the fields as members", record.name),
        kind => format!("`{}`", kind.type_name()),
    };
    Error::new(ErrorKind::Schema, format!("the default {} is no {wanted}", shown(json)))
}

/// The JSON for a message, cut when it is long.
pub(super) fn shown(json: &Value) -> String {
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

fn float_json(value: f64) -> Result<Value, Error> {
    let message = || {
        format!("the default is `{value}`, for which Avro's JSON has no number: choose a finite one, or an `Option`")
    };
    Number::from_f64(value).map(Value::from).ok_or_else(|| Error::new(ErrorKind::Schema, message()))
}

/// The bytes that a string of the code points 0 to 255 stands for.
fn code_points(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|point| u8::try_from(u32::from(point)).ok()).collect()
}

fn latin(bytes: &[u8]) -> Value {
    bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The bytes of a default, and the JSON they become again.
    fn both_ways(schema: &str, default: Value) -> (Vec<u8>, Value) {
        let schema = Schema::parse(schema).unwrap();
        let mut bytes = Vec::new();
        encode_default(&schema, schema.root(), &default, &mut bytes).unwrap();
        let again = decode(schema.node_slice(), schema.root(), &bytes).unwrap();
        (bytes, again.json)
    }

    fn refused(schema: &str, default: Value) -> String {
        let schema = Schema::parse(schema).unwrap();
        let mut bytes = vec![7];
        let error = encode_default(&schema, schema.root(), &default, &mut bytes).unwrap_err();
        assert_eq!(bytes, [7], "the buffer is left as it was");
        error.to_string()
    }

    const POINT: &str = r#"{"type": "record", "name": "P", "fields": [
        {"name": "x", "type": "int"}, {"name": "y", "type": ["null", "int"], "default": 5}]}"#;

    #[test]
    fn a_default_of_each_type_comes_back() {
        let cases = [
            (r#""null""#, json!(null), vec![]),
            (r#""boolean""#, json!(true), vec![1]),
            (r#""int""#, json!(-1), vec![1]),
            (r#""long""#, json!(i64::MIN), vec![255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
            (r#""float""#, json!(0.1), 0.1f32.to_le_bytes().to_vec()),
            (r#""double""#, json!(-0.0), (-0.0f64).to_le_bytes().to_vec()),
            (r#""bytes""#, json!("\u{0}\u{ff}"), vec![4, 0, 255]),
            (r#""string""#, json!("é"), vec![4, 0xc3, 0xa9]),
            (r#"{"type": "fixed", "name": "F", "size": 1}"#, json!("\u{80}"), vec![0x80]),
            (r#"{"type": "enum", "name": "E", "symbols": ["A", "B"]}"#, json!("B"), vec![2]),
            (r#"{"type": "array", "items": "int"}"#, json!([]), vec![0]),
            (r#"{"type": "array", "items": "int"}"#, json!([1, 2]), vec![4, 2, 4, 0]),
            (r#"{"type": "map", "values": "int"}"#, json!({"a": 1}), vec![2, 2, b'a', 2, 0]),
            (r#"["null", "bytes", "string"]"#, json!("a"), vec![2, 2, b'a']),
            (r#"["null", "bytes", "string"]"#, json!("\u{100}"), vec![4, 4, 0xc4, 0x80]),
            (POINT, json!({"x": 1, "y": null}), vec![2, 0]),
        ];
        for (schema, default, bytes) in cases {
            assert_eq!(both_ways(schema, default.clone()), (bytes, default), "{schema}");
        }
    }

    #[test]
    fn a_member_that_is_left_out_is_taken_from_the_default_of_its_field() {
        assert_eq!(both_ways(POINT, json!({"x": 1})), (vec![2, 2, 10], json!({"x": 1, "y": 5})));
        assert_eq!(
            refused(POINT, json!({})),
            "P.x: the default has no such member, and the field no default of its own"
        );
    }

    #[test]
    fn numbers_that_json_does_not_have_are_strings() {
        for (text, value) in [("NaN", f64::NAN), ("Infinity", f64::INFINITY), ("-Infinity", f64::NEG_INFINITY)] {
            let schema = Schema::parse(r#""double""#).unwrap();
            let mut bytes = Vec::new();
            encode_default(&schema, schema.root(), &json!(text), &mut bytes).unwrap();
            assert_eq!(bytes, value.to_le_bytes());
            let error = decode(schema.node_slice(), schema.root(), &bytes).unwrap_err();
            assert!(error.message().contains("no number"), "{text} of a Rust value: {error}");
            assert_eq!(both_ways(r#"["double", "string"]"#, json!(text)).0[0], 2, "a union takes it for a string");
            assert_eq!(
                refused(r#"["float", "int"]"#, json!(text)),
                format!("`\"{text}\"` is valid for no branch of the union")
            );
            let of_doubles = r#"{"type": "array", "items": "double"}"#;
            assert_eq!(refused(of_doubles, json!([text])), format!("[0]: the default `\"{text}\"` is no `double`"));
        }
        let measured =
            r#"{"type": "record", "name": "M", "fields": [{"name": "x", "type": "float", "default": "NaN"}]}"#;
        let schema = Schema::parse(measured).unwrap();
        let mut bytes = Vec::new();
        encode_default(&schema, schema.root(), &json!({}), &mut bytes).unwrap();
        assert_eq!(bytes, f32::NAN.to_le_bytes(), "the default of the field itself");
        assert_eq!(
            refused(measured, json!({"x": "NaN"})),
            "M.x: the default `\"NaN\"` is no `float`, a number in its range"
        );
        assert_eq!(refused(r#""double""#, json!("1.5")), "the default `\"1.5\"` is no `double`");
        assert_eq!(refused(r#""float""#, json!(1e300)), "the default `1e+300` is no `float`, a number in its range");
    }

    #[test]
    fn map_entries_come_back_in_the_order_of_their_keys_and_blocks_as_one() {
        let schema = Schema::parse(r#"{"type": "map", "values": "int"}"#).unwrap();
        let datum = decode(schema.node_slice(), schema.root(), &[2, 2, b'b', 2, 2, 2, b'a', 4, 0]).unwrap();
        assert_eq!(datum.json.to_string(), r#"{"a":2,"b":1}"#);
        assert_eq!(datum.bytes, [4, 2, b'a', 4, 2, b'b', 2, 0]);
    }

    #[test]
    fn a_mismatch_says_what_is_wanted() {
        assert_eq!(
            refused(r#""bytes""#, json!("€")),
            "the default `\"€\"` is no `bytes`, a string of the code points 0 to 255"
        );
        let fixed = r#"{"type": "fixed", "name": "n.F", "size": 2}"#;
        assert_eq!(refused(fixed, json!("a")), "the default `\"a\"` is no `n.F`, a string of 2 code points 0 to 255");
        let map = r#"{"type": "map", "values": {"type": "array", "items": "int"}}"#;
        let symbols = r#"{"type": "enum", "name": "E", "symbols": ["A"]}"#;
        assert_eq!(refused(symbols, json!("B")), "the default `\"B\"` is no symbol of `E`");
        let message = "[\"k\"][1]: the default `2147483648` is no `int`, a whole number of 32 bits";
        assert_eq!(refused(map, json!({"k": [1, 2147483648i64]})), message);
    }
}
