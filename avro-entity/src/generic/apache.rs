//! Data as `apache_avro::types::Value`, in both directions.

use super::json::symbol;
use super::sink::Leaf;
use super::tree;
use super::tree::Tree;
use crate::error::{Error, ErrorKind};
use crate::resolve::{Mode, Plan, execute};
use crate::schema::{Enum, Fixed, Kind, LogicalType, Node, NodeId, Record, Schema};
use crate::wire::{Decoder, Encoder};
use apache_avro::types::Value;
use apache_avro::{Decimal, Duration, Uuid};
use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::BigInt;
use std::collections::HashMap;

/// Reads one datum that was written under `schema` as a value of `apache_avro`.
///
/// Logical types become their own kinds of value. Bytes or text that would come back as others (no UUID, or one in
/// capitals) stay as they are.
///
/// ```
/// use apache_avro::types::Value;
/// use avro_entity::{AvroSchema, Decoder, generic};
/// let value = generic::to_value(<Option<i64>>::schema(), &mut Decoder::new(&[2, 6]))?;
/// assert_eq!(value, Value::Union(1, Box::new(Value::Long(3))));
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// As [`to_json`](super::to_json).
pub fn to_value(schema: &Schema, decoder: &mut Decoder<'_>) -> Result<Value, Error> {
    super::read_tree::<Apache>(schema, decoder)
}

/// The binary encoding under `schema` of a value of `apache_avro`. Map entries are written in the order of their keys.
///
/// ```
/// use apache_avro::types::Value;
/// use avro_entity::{AvroSchema, generic};
/// let value = Value::Array(vec![Value::String("foo".into())]);
/// assert_eq!(generic::from_value(<Vec<String>>::schema(), &value)?, [2, 6, b'f', b'o', b'o', 0]);
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// When the value is none of `schema`: another kind, a branch or symbol that is not there, a field that is missing or
/// not known. Nothing is resolved: an `Int` is no value of `long`.
pub fn from_value(schema: &Schema, value: &Value) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    write(schema, schema.root(), value, &mut Encoder::new(&mut out))?;
    Ok(out)
}

impl Plan {
    /// Reads one datum of the writer's schema as a value of the reader's, of the type that `apache_avro` has for them.
    ///
    /// # Errors
    ///
    /// As [`to_json`](Plan::to_json).
    pub fn to_value(&self, decoder: &mut Decoder<'_>, mode: Mode) -> Result<Value, Error> {
        tree::<Apache>(|sink| execute(self, mode, decoder, sink))
    }
}

struct Apache;

impl Tree for Apache {
    type Value = Value;

    fn leaf(node: &Node, leaf: Leaf<'_>) -> Value {
        match leaf {
            Leaf::Null => Value::Null,
            Leaf::Boolean(value) => Value::Boolean(value),
            Leaf::Int(value) => int(node, value),
            Leaf::Long(value) => long(node, value),
            Leaf::Float(value) => Value::Float(value),
            Leaf::Double(value) => Value::Double(value),
            Leaf::Bytes(bytes) => of_bytes(node, bytes),
            Leaf::String(text) => string(node, text),
            Leaf::Enum(index) => Value::Enum(index as u32, symbol(node, index).to_owned()),
            Leaf::Fixed(bytes) => of_fixed(node, bytes),
        }
    }

    fn branch(_: &Node, index: usize, value: Value) -> Value {
        Value::Union(index as u32, Box::new(value))
    }

    fn array(items: Vec<Value>) -> Value {
        Value::Array(items)
    }

    fn map(entries: Vec<(String, Value)>) -> Value {
        Value::Map(entries.into_iter().collect())
    }

    fn record(record: &Record, fields: Vec<(usize, Value)>) -> Value {
        let named = |(index, value): (usize, Value)| Some((record.fields.get(index)?.name.clone(), value));
        Value::Record(fields.into_iter().filter_map(named).collect())
    }
}

fn int(node: &Node, value: i32) -> Value {
    match node.logical {
        Some(LogicalType::Date) => Value::Date(value),
        Some(LogicalType::TimeMillis) => Value::TimeMillis(value),
        _ => Value::Int(value),
    }
}

fn long(node: &Node, value: i64) -> Value {
    match node.logical {
        Some(LogicalType::TimeMicros) => Value::TimeMicros(value),
        Some(LogicalType::TimestampMillis) => Value::TimestampMillis(value),
        Some(LogicalType::TimestampMicros) => Value::TimestampMicros(value),
        Some(LogicalType::TimestampNanos) => Value::TimestampNanos(value),
        Some(LogicalType::LocalTimestampMillis) => Value::LocalTimestampMillis(value),
        Some(LogicalType::LocalTimestampMicros) => Value::LocalTimestampMicros(value),
        Some(LogicalType::LocalTimestampNanos) => Value::LocalTimestampNanos(value),
        _ => Value::Long(value),
    }
}

fn of_bytes(node: &Node, bytes: &[u8]) -> Value {
    match node.logical {
        Some(LogicalType::Decimal { .. }) => Value::Decimal(Decimal::from(bytes)),
        Some(LogicalType::BigDecimal) => match big_decimal(bytes) {
            Ok(value) if big_decimal_bytes(&value) == bytes => Value::BigDecimal(value),
            _ => Value::Bytes(bytes.to_vec()),
        },
        _ => Value::Bytes(bytes.to_vec()),
    }
}

/// The digits as `bytes`, and the scale as a `long` after them.
fn big_decimal(bytes: &[u8]) -> Result<BigDecimal, Error> {
    let mut decoder = Decoder::new(bytes);
    let digits = BigInt::from_signed_bytes_be(decoder.read_bytes()?);
    let scale = decoder.read_long()?;
    decoder.finish()?;
    Ok(BigDecimal::new(digits, scale))
}

fn big_decimal_bytes(value: &BigDecimal) -> Vec<u8> {
    let (digits, scale) = value.as_bigint_and_exponent();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes);
    encoder.write_bytes(&digits.to_signed_bytes_be());
    encoder.write_long(scale);
    bytes
}

fn string(node: &Node, text: &str) -> Value {
    match node.logical {
        Some(LogicalType::Uuid) => match Uuid::parse_str(text) {
            Ok(uuid) if uuid.to_string() == text => Value::Uuid(uuid),
            _ => Value::String(text.to_owned()),
        },
        _ => Value::String(text.to_owned()),
    }
}

fn of_fixed(node: &Node, bytes: &[u8]) -> Value {
    let plain = || Value::Fixed(bytes.len(), bytes.to_vec());
    match node.logical {
        Some(LogicalType::Decimal { .. }) => Value::Decimal(Decimal::from(bytes)),
        Some(LogicalType::Uuid) => Uuid::from_slice(bytes).map_or_else(|_| plain(), Value::Uuid),
        Some(LogicalType::Duration) => {
            <[u8; 12]>::try_from(bytes).map_or_else(|_| plain(), |bytes| Value::Duration(Duration::from(bytes)))
        }
        _ => plain(),
    }
}

fn write(schema: &Schema, id: NodeId, value: &Value, encoder: &mut Encoder<'_>) -> Result<(), Error> {
    let node = schema.node(id);
    match (&node.kind, value) {
        (Kind::Null, Value::Null) => {}
        (Kind::Boolean, Value::Boolean(value)) => encoder.write_boolean(*value),
        (Kind::Int, Value::Int(value) | Value::Date(value) | Value::TimeMillis(value)) => encoder.write_int(*value),
        (Kind::Long, value) => encoder.write_long(as_long(value).ok_or_else(|| mismatch(encoder, node, value))?),
        (Kind::Float, Value::Float(value)) => encoder.write_float(*value),
        (Kind::Double, Value::Double(value)) => encoder.write_double(*value),
        (Kind::Bytes, Value::BigDecimal(value)) => encoder.write_bytes(&big_decimal_bytes(value)),
        (Kind::Bytes, value) => {
            let bytes = as_bytes(value).ok_or_else(|| mismatch(encoder, node, value))?;
            encoder.write_bytes(&bytes);
        }
        (Kind::String, Value::String(text)) => encoder.write_str(text),
        (Kind::String, Value::Uuid(uuid)) => encoder.write_str(&uuid.to_string()),
        (Kind::Fixed(definition), value) => write_fixed(node, definition, value, encoder)?,
        (Kind::Enum(definition), Value::Enum(index, symbol)) => write_symbol(definition, *index, symbol, encoder)?,
        (Kind::Array(items), Value::Array(values)) => write_array(schema, *items, values, encoder)?,
        (Kind::Map(values), Value::Map(entries)) => write_map(schema, *values, entries, encoder)?,
        (Kind::Record(definition), Value::Record(fields)) => write_record(schema, definition, fields, encoder)?,
        (Kind::Union(branches), Value::Union(index, value)) => {
            let Some(branch) = branches.get(*index as usize) else {
                let message = format!("a union of {} branches has no branch {index}", branches.len());
                return Err(encoder.error(ErrorKind::Branch, message));
            };
            encoder.write_index(*index);
            write(schema, *branch, value, encoder)?;
        }
        _ => return Err(mismatch(encoder, node, value)),
    }
    Ok(())
}

fn as_long(value: &Value) -> Option<i64> {
    match value {
        Value::Long(value)
        | Value::TimeMicros(value)
        | Value::TimestampMillis(value)
        | Value::TimestampMicros(value)
        | Value::TimestampNanos(value)
        | Value::LocalTimestampMillis(value)
        | Value::LocalTimestampMicros(value)
        | Value::LocalTimestampNanos(value) => Some(*value),
        _ => None,
    }
}

/// The bytes of a value that stands for `bytes` or `fixed`.
fn as_bytes(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::Bytes(bytes) | Value::Fixed(_, bytes) => Some(bytes.clone()),
        // The one decimal that has no bytes to give is that of no bytes.
        Value::Decimal(decimal) => Some(Vec::try_from(decimal).unwrap_or_default()),
        Value::Uuid(uuid) => Some(uuid.as_bytes().to_vec()),
        Value::Duration(duration) => Some(<[u8; 12]>::from(*duration).to_vec()),
        _ => None,
    }
}

fn write_fixed(node: &Node, fixed: &Fixed, value: &Value, encoder: &mut Encoder<'_>) -> Result<(), Error> {
    let mut bytes = as_bytes(value).ok_or_else(|| mismatch(encoder, node, value))?;
    if let Value::Decimal(_) = value {
        // A decimal may come in fewer bytes than the fixed has; the sign fills them up.
        let fill = if bytes.first().is_some_and(|byte| byte & 0x80 != 0) { 0xff } else { 0 };
        let missing = fixed.size.saturating_sub(bytes.len());
        bytes.splice(0..0, std::iter::repeat_n(fill, missing));
    }
    if bytes.len() != fixed.size {
        let message = format!("`{}` has {} bytes, found {}", fixed.name, fixed.size, bytes.len());
        return Err(encoder.error(ErrorKind::Length, message));
    }
    encoder.write_fixed(&bytes);
    Ok(())
}

fn write_symbol(definition: &Enum, index: u32, symbol: &str, encoder: &mut Encoder<'_>) -> Result<(), Error> {
    if definition.symbols.get(index as usize).is_none_or(|known| known != symbol) {
        let message = format!("`{}` has no symbol {symbol:?} with the index {index}", definition.name);
        return Err(encoder.error(ErrorKind::Symbol, message));
    }
    encoder.write_index(index);
    Ok(())
}

fn write_array(schema: &Schema, items: NodeId, values: &[Value], encoder: &mut Encoder<'_>) -> Result<(), Error> {
    encoder.enter()?;
    if !values.is_empty() {
        encoder.write_block(values.len());
    }
    for (index, value) in values.iter().enumerate() {
        write(schema, items, value, encoder).map_err(|error| error.at_index(index))?;
    }
    encoder.write_block(0);
    encoder.leave();
    Ok(())
}

fn write_map(
    schema: &Schema,
    values: NodeId,
    entries: &HashMap<String, Value>,
    encoder: &mut Encoder<'_>,
) -> Result<(), Error> {
    encoder.enter()?;
    if !entries.is_empty() {
        encoder.write_block(entries.len());
    }
    let mut entries: Vec<(&String, &Value)> = entries.iter().collect();
    entries.sort_by_key(|(key, _)| *key);
    for (key, value) in entries {
        encoder.write_str(key);
        write(schema, values, value, encoder).map_err(|error| error.at_key(key))?;
    }
    encoder.write_block(0);
    encoder.leave();
    Ok(())
}

fn write_record(
    schema: &Schema,
    record: &Record,
    fields: &[(String, Value)],
    encoder: &mut Encoder<'_>,
) -> Result<(), Error> {
    let values: HashMap<&str, &Value> = fields.iter().map(|(name, value)| (name.as_str(), value)).collect();
    for field in &record.fields {
        let value = values.get(field.name.as_str()).ok_or_else(|| {
            let message = format!("`{}` has the field `{}`, which is not there", record.name, field.name);
            encoder.error(ErrorKind::Unrepresentable, message)
        })?;
        write(schema, field.schema, value, encoder)
            .map_err(|error| error.in_field(record.name.simple().to_owned(), field.name.clone()))?;
    }
    if values.len() == record.fields.len() {
        return Ok(());
    }
    let unknown = values.keys().find(|name| record.field(name).is_none()).copied().unwrap_or_default();
    let message = format!("`{}` has no field `{unknown}`", record.name);
    Err(encoder.error(ErrorKind::Unrepresentable, message))
}

#[cold]
fn mismatch(encoder: &Encoder<'_>, node: &Node, value: &Value) -> Error {
    let found = apache_avro::types::ValueKind::from(value);
    let message = format!("expected a value of `{}`, found `{found:?}`", node.kind.type_name());
    encoder.error(ErrorKind::Unrepresentable, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(schema: &str, bytes: &[u8], value: Value) {
        let schema = Schema::parse(schema).unwrap();
        let mut decoder = Decoder::new(bytes);
        assert_eq!(to_value(&schema, &mut decoder).unwrap(), value);
        decoder.finish().unwrap();
        assert_eq!(from_value(&schema, &value).unwrap(), bytes);
    }

    #[test]
    fn logical_types_are_values_of_their_own_and_come_back() {
        let long = |logical: &str| format!(r#"{{"type": "long", "logicalType": "{logical}"}}"#);
        round_trip(r#"{"type": "int", "logicalType": "date"}"#, &[2], Value::Date(1));
        round_trip(r#"{"type": "int", "logicalType": "time-millis"}"#, &[2], Value::TimeMillis(1));
        round_trip(&long("time-micros"), &[2], Value::TimeMicros(1));
        round_trip(&long("timestamp-millis"), &[2], Value::TimestampMillis(1));
        round_trip(&long("timestamp-micros"), &[2], Value::TimestampMicros(1));
        round_trip(&long("timestamp-nanos"), &[2], Value::TimestampNanos(1));
        round_trip(&long("local-timestamp-millis"), &[2], Value::LocalTimestampMillis(1));
        round_trip(&long("local-timestamp-micros"), &[2], Value::LocalTimestampMicros(1));
        round_trip(&long("local-timestamp-nanos"), &[2], Value::LocalTimestampNanos(1));
        let duration = r#"{"type": "fixed", "name": "D", "size": 12, "logicalType": "duration"}"#;
        let bytes = [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0];
        round_trip(duration, &bytes, Value::Duration(Duration::from(bytes)));
    }

    #[test]
    fn decimals_and_uuids_come_back_from_every_type_below() {
        let decimal = r#""logicalType": "decimal", "precision": 4, "scale": 2"#;
        let bytes = format!(r#"{{"type": "bytes", {decimal}}}"#);
        round_trip(&bytes, &[0], Value::Decimal(Decimal::from([])));
        let value = Value::Decimal(Decimal::from([0xff, 0x00]));
        round_trip(&bytes, &[4, 0xff, 0x00], value);
        let fixed = format!(r#"{{"type": "fixed", "name": "F", "size": 3, {decimal}}}"#);
        round_trip(&fixed, &[0xff, 0xff, 0x00], Value::Decimal(Decimal::from([0xff, 0xff, 0x00])));
        let narrow = Value::Decimal(Decimal::from([0xff, 0x00]));
        assert_eq!(from_value(&Schema::parse(&fixed).unwrap(), &narrow).unwrap(), [0xff, 0xff, 0x00]);
        let big = BigDecimal::new(BigInt::from(-12_345), 3);
        round_trip(
            r#"{"type": "bytes", "logicalType": "big-decimal"}"#,
            &[8, 4, 0xcf, 0xc7, 6],
            Value::BigDecimal(big),
        );
        let uuid = Uuid::from_u128(7);
        let text: Vec<u8> = [72].into_iter().chain(uuid.to_string().into_bytes()).collect();
        round_trip(r#"{"type": "string", "logicalType": "uuid"}"#, &text, Value::Uuid(uuid));
        let fixed = r#"{"type": "fixed", "name": "U", "size": 16, "logicalType": "uuid"}"#;
        round_trip(fixed, uuid.as_bytes(), Value::Uuid(uuid));
    }

    #[test]
    fn what_is_no_value_of_its_logical_type_stays_as_it_is() {
        let uuid = r#"{"type": "string", "logicalType": "uuid"}"#;
        round_trip(uuid, &[2, b'x'], Value::String("x".into()));
        let capitals = Uuid::from_u128(0xabc).to_string().to_uppercase();
        let bytes: Vec<u8> = [72].into_iter().chain(capitals.bytes()).collect();
        round_trip(uuid, &bytes, Value::String(capitals));
        round_trip(r#"{"type": "bytes", "logicalType": "big-decimal"}"#, &[2, 9], Value::Bytes(vec![9]));
    }

    #[test]
    fn a_value_of_another_schema_is_refused_where_it_stands() {
        let schema = r#"{"type": "record", "name": "R", "fields": [{"name": "u", "type": ["null", {"type": "enum", "name": "E",
            "symbols": ["A"]}]}, {"name": "m", "type": {"type": "map", "values": "long"}}]}"#;
        let schema = Schema::parse(schema).unwrap();
        let record = |u: Value, m: Value| Value::Record(vec![("u".into(), u), ("m".into(), m)]);
        let map = |value: Value| Value::Map(HashMap::from([("k".to_owned(), value)]));
        let symbol = |symbol: &str| Value::Union(1, Box::new(Value::Enum(0, symbol.into())));
        assert_eq!(from_value(&schema, &record(symbol("A"), map(Value::Long(1)))).unwrap(), [2, 0, 2, 2, b'k', 2, 0]);
        let refused = |value: Value| from_value(&schema, &value).unwrap_err().to_string();
        assert_eq!(
            refused(record(symbol("B"), map(Value::Long(1)))),
            r#"R.u at byte 1: `E` has no symbol "B" with the index 0"#
        );
        assert_eq!(
            refused(record(symbol("A"), map(Value::Int(1)))),
            r#"R.m["k"] at byte 5: expected a value of `long`, found `Int`"#
        );
        assert_eq!(
            refused(record(Value::Union(2, Box::new(Value::Null)), map(Value::Long(1)))),
            "R.u at byte 0: a union of 2 branches has no branch 2"
        );
        assert_eq!(
            refused(Value::Record(vec![("u".into(), symbol("A"))])),
            "byte 2: `R` has the field `m`, which is not there"
        );
    }
}
