//! From Avro's JSON encoding to bytes.

use super::json::branch_name;
use crate::error::{Error, ErrorKind};
use crate::schema::{Enum, Fixed, Kind, NodeId, Record, Schema};
use crate::wire::Encoder;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Writes one value of the node `id`. Arrays, maps and records are counted against the encoder's depth, so that what is written
/// can be read.
pub(super) fn write(schema: &Schema, id: NodeId, value: &Value, encoder: &mut Encoder<'_>) -> Result<(), Error> {
    let kind = &schema.node(id).kind;
    match (kind, value) {
        (Kind::Null, Value::Null) => {}
        (Kind::Boolean, Value::Bool(value)) => encoder.write_boolean(*value),
        (Kind::Int, _) => encoder.write_int(integer(encoder, kind, value)?),
        (Kind::Long, _) => encoder.write_long(integer(encoder, kind, value)?),
        (Kind::Float, _) => {
            let float = float(encoder, number(encoder, kind, value)?)?;
            encoder.write_float(float);
        }
        (Kind::Double, _) => {
            let double = number(encoder, kind, value)?;
            encoder.write_double(double);
        }
        (Kind::Bytes, Value::String(text)) => {
            let bytes = code_points(encoder, text)?;
            encoder.write_bytes(&bytes);
        }
        (Kind::String, Value::String(text)) => encoder.write_str(text),
        (Kind::Fixed(definition), Value::String(text)) => fixed(definition, text, encoder)?,
        (Kind::Enum(definition), Value::String(text)) => symbol(definition, text, encoder)?,
        (Kind::Array(items), Value::Array(values)) => array(schema, *items, values, encoder)?,
        (Kind::Map(values), Value::Object(entries)) => map(schema, *values, entries, encoder)?,
        (Kind::Record(definition), Value::Object(members)) => record(schema, definition, members, encoder)?,
        (Kind::Union(branches), _) => union(schema, branches, value, encoder)?,
        _ => return Err(mismatch(encoder, kind, value)),
    }
    Ok(())
}

fn integer<T: TryFrom<i64>>(encoder: &Encoder<'_>, kind: &Kind, value: &Value) -> Result<T, Error> {
    let Value::Number(number) = value else { return Err(mismatch(encoder, kind, value)) };
    let converted = number.as_i64().and_then(|value| T::try_from(value).ok());
    converted
        .ok_or_else(|| encoder.error(ErrorKind::Range, format!("`{number}` is no value of `{}`", kind.type_name())))
}

/// A number of `float` or `double`; JSON has no numbers that are not finite, so that these are strings.
fn number(encoder: &Encoder<'_>, kind: &Kind, value: &Value) -> Result<f64, Error> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => match text.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    };
    number.ok_or_else(|| mismatch(encoder, kind, value))
}

fn float(encoder: &Encoder<'_>, double: f64) -> Result<f32, Error> {
    let float = double as f32;
    if float.is_infinite() && double.is_finite() {
        return Err(encoder.error(ErrorKind::Range, format!("`{double:?}` is outside the range of `float`")));
    }
    Ok(float)
}

fn code_points(encoder: &Encoder<'_>, text: &str) -> Result<Vec<u8>, Error> {
    let byte = |point: char| {
        u8::try_from(point).map_err(|_| {
            let message = format!("bytes are written as code points 0 to 255, found `{}`", point.escape_unicode());
            encoder.error(ErrorKind::Unrepresentable, message)
        })
    };
    text.chars().map(byte).collect()
}

fn fixed(definition: &Fixed, text: &str, encoder: &mut Encoder<'_>) -> Result<(), Error> {
    let bytes = code_points(encoder, text)?;
    if bytes.len() != definition.size {
        let message = format!("`{}` has {} bytes, found {}", definition.name, definition.size, bytes.len());
        return Err(encoder.error(ErrorKind::Length, message));
    }
    encoder.write_fixed(&bytes);
    Ok(())
}

fn symbol(definition: &Enum, text: &str, encoder: &mut Encoder<'_>) -> Result<(), Error> {
    let index = definition.symbols.iter().position(|symbol| symbol == text);
    let Some(index) = index.and_then(|index| u32::try_from(index).ok()) else {
        let message = format!("`{}` has no symbol {text:?}", definition.name);
        return Err(encoder.error(ErrorKind::Symbol, message));
    };
    encoder.write_index(index);
    Ok(())
}

fn array(schema: &Schema, items: NodeId, values: &[Value], encoder: &mut Encoder<'_>) -> Result<(), Error> {
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

fn map(schema: &Schema, values: NodeId, entries: &Map<String, Value>, encoder: &mut Encoder<'_>) -> Result<(), Error> {
    encoder.enter()?;
    if !entries.is_empty() {
        encoder.write_block(entries.len());
    }
    for (key, value) in entries {
        encoder.write_str(key);
        write(schema, values, value, encoder).map_err(|error| error.at_key(key))?;
    }
    encoder.write_block(0);
    encoder.leave();
    Ok(())
}

fn record(
    schema: &Schema,
    definition: &Record,
    members: &Map<String, Value>,
    encoder: &mut Encoder<'_>,
) -> Result<(), Error> {
    encoder.enter_record()?;
    for field in &definition.fields {
        let value = members.get(&field.name).ok_or_else(|| {
            let message = format!("`{}` has the field `{}`, which is not there", definition.name, field.name);
            encoder.error(ErrorKind::Unrepresentable, message)
        })?;
        write(schema, field.schema, value, encoder)
            .map_err(|error| error.in_field(definition.name.simple().to_owned(), field.name.clone()))?;
    }
    encoder.leave_record();
    // All fields are among the members.
    if members.len() == definition.fields.len() { Ok(()) } else { no_others(definition, members, encoder) }
}

#[cold]
fn no_others(definition: &Record, members: &Map<String, Value>, encoder: &Encoder<'_>) -> Result<(), Error> {
    let fields: HashSet<&str> = definition.fields.iter().map(|field| field.name.as_str()).collect();
    match members.keys().find(|name| !fields.contains(name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let message = format!("`{}` has no field `{name}`", definition.name);
            Err(encoder.error(ErrorKind::Unrepresentable, message))
        }
    }
}

fn union(schema: &Schema, branches: &[NodeId], value: &Value, encoder: &mut Encoder<'_>) -> Result<(), Error> {
    let (name, inner) = match value {
        Value::Null => (None, value),
        Value::Object(object) => match object.iter().next() {
            Some((name, inner)) if object.len() == 1 => (Some(name.as_str()), inner),
            _ => return Err(no_branch(schema, branches, value, encoder)),
        },
        _ => return Err(no_branch(schema, branches, value, encoder)),
    };
    let index = branches.iter().position(|id| branch_name(schema.node(*id)) == name);
    let (Some(index), Some(id)) = (index, index.and_then(|index| branches.get(index))) else {
        return Err(no_branch(schema, branches, value, encoder));
    };
    encoder.write_index(index as u32);
    write(schema, *id, inner, encoder)
}

#[cold]
fn no_branch(schema: &Schema, branches: &[NodeId], value: &Value, encoder: &Encoder<'_>) -> Error {
    let branch = |id: &NodeId| match branch_name(schema.node(*id)) {
        None => "`null`".to_owned(),
        Some(name) => format!("`{{{name:?}: …}}`"),
    };
    let wanted: Vec<String> = branches.iter().map(branch).collect();
    encoder.error(ErrorKind::Branch, format!("expected {}, found {}", wanted.join(" or "), describe(value)))
}

#[cold]
fn mismatch(encoder: &Encoder<'_>, kind: &Kind, value: &Value) -> Error {
    let message = format!("expected a value of `{}`, found {}", kind.type_name(), describe(value));
    encoder.error(ErrorKind::Unrepresentable, message)
}

/// What kind of JSON was found, with the value when it is short.
fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(value) => format!("the number `{value}`"),
        Value::String(text) if text.len() <= 40 => format!("the string {text:?}"),
        Value::String(text) => format!("a string of {} bytes", text.len()),
        Value::Array(items) => format!("an array of {} items", items.len()),
        Value::Object(members) => match members.keys().next() {
            Some(name) if members.len() == 1 => format!("an object of the member {name:?}"),
            _ => format!("an object of {} members", members.len()),
        },
    }
}
