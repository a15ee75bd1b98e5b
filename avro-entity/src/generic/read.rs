//! The walk over a datum under the schema it was written with.

use super::sink::{Leaf, Sink};
use crate::error::Error;
use crate::schema::{Kind, NodeId, Record, Schema};
use crate::wire::{Decoder, ItemSize};

/// Reads one value of the node `id` into `sink`.
///
/// Records, arrays and maps are counted against [`Limits::depth`](crate::Limits), so that the stack is bounded whatever
/// the schema is.
pub(crate) fn read<S: Sink>(schema: &Schema, id: NodeId, decoder: &mut Decoder<'_>, sink: &mut S) -> Result<(), Error> {
    let node = schema.node(id);
    let leaf = match &node.kind {
        Kind::Array(items) => return array(schema, *items, decoder, sink),
        Kind::Map(values) => return map(schema, *values, decoder, sink),
        Kind::Union(branches) => return union(schema, branches, decoder, sink),
        Kind::Record(definition) => return record(schema, id, definition, decoder, sink),
        Kind::Null => Leaf::Null,
        Kind::Boolean => Leaf::Boolean(decoder.read_boolean()?),
        Kind::Int => Leaf::Int(decoder.read_int()?),
        Kind::Long => Leaf::Long(decoder.read_long()?),
        Kind::Float => Leaf::Float(decoder.read_float()?),
        Kind::Double => Leaf::Double(decoder.read_double()?),
        Kind::Bytes => Leaf::Bytes(decoder.read_bytes()?),
        Kind::String => Leaf::String(decoder.read_str()?),
        Kind::Enum(definition) => Leaf::Enum(decoder.read_symbol(definition.symbols.len())?),
        Kind::Fixed(definition) => Leaf::Fixed(decoder.read_fixed_slice(definition.size)?),
    };
    sink.leaf(node, leaf);
    Ok(())
}

fn record<S: Sink>(
    schema: &Schema,
    id: NodeId,
    record: &Record,
    decoder: &mut Decoder<'_>,
    sink: &mut S,
) -> Result<(), Error> {
    decoder.enter_record()?;
    decoder.admit_empty(schema.width(id).unpaid)?;
    decoder.admit_memory(record.fields.len(), S::FIELD_MEMORY)?;
    sink.begin_record(record, true);
    for (index, field) in record.fields.iter().enumerate() {
        sink.field(record, index);
        read(schema, field.schema, decoder, sink)
            .map_err(|error| error.in_field(record.name.simple().to_owned(), field.name.clone()))?;
    }
    sink.end_record(record);
    decoder.leave_record();
    Ok(())
}

fn union<S: Sink>(schema: &Schema, branches: &[NodeId], decoder: &mut Decoder<'_>, sink: &mut S) -> Result<(), Error> {
    let index = decoder.read_branch(branches.len())?;
    let Some(id) = branches.get(index) else { return Ok(()) };
    let branch = schema.node(*id);
    sink.begin_branch(branch, index);
    read(schema, *id, decoder, sink)?;
    sink.end_branch(branch);
    Ok(())
}

fn array<S: Sink>(schema: &Schema, items: NodeId, decoder: &mut Decoder<'_>, sink: &mut S) -> Result<(), Error> {
    read_array(decoder, sink, schema.width(items).least, |decoder, sink| read(schema, items, decoder, sink))
}

fn map<S: Sink>(schema: &Schema, values: NodeId, decoder: &mut Decoder<'_>, sink: &mut S) -> Result<(), Error> {
    read_map(decoder, sink, schema.width(values).least, |decoder, sink| read(schema, values, decoder, sink))
}

/// Reads the blocks of an array whose items take at least `width` bytes and are read by `item`.
pub(crate) fn read_array<'de, S: Sink>(
    decoder: &mut Decoder<'de>,
    sink: &mut S,
    width: usize,
    mut item: impl FnMut(&mut Decoder<'de>, &mut S) -> Result<(), Error>,
) -> Result<(), Error> {
    decoder.enter()?;
    sink.begin_array();
    let mut index = 0;
    loop {
        let count = decoder.read_items(ItemSize { wire: width, memory: S::ITEM_MEMORY })?;
        if count == 0 {
            break;
        }
        sink.block(count);
        for _ in 0..count {
            sink.item();
            decoder.admit_output(sink.written())?;
            item(decoder, sink).map_err(|error| error.at_index(index))?;
            index += 1;
        }
    }
    sink.end_array();
    decoder.leave();
    Ok(())
}

/// Reads the blocks of a map whose values take at least `width` bytes and are read by `value`.
pub(crate) fn read_map<'de, S: Sink>(
    decoder: &mut Decoder<'de>,
    sink: &mut S,
    width: usize,
    mut value: impl FnMut(&mut Decoder<'de>, &mut S) -> Result<(), Error>,
) -> Result<(), Error> {
    decoder.enter()?;
    sink.begin_map();
    loop {
        let count = decoder.read_items(ItemSize { wire: width.saturating_add(1), memory: S::FIELD_MEMORY })?;
        if count == 0 {
            break;
        }
        sink.block(count);
        for _ in 0..count {
            let key = decoder.read_str()?;
            sink.key(key);
            decoder.admit_output(sink.written())?;
            value(decoder, sink).map_err(|error| error.at_key(key))?;
        }
    }
    sink.end_map();
    decoder.leave();
    Ok(())
}
