//! Jumping over a datum without looking at it.

use crate::error::Error;
use crate::schema::{Kind, NodeId, Record, Schema};
use crate::wire::{Decoder, SkippedBlock};

/// Jumps over one value of the node `id` of `schema`.
///
/// Only what is needed to find the end is looked at: strings need not be UTF-8, and blocks of arrays and maps that say
/// how many bytes they take are jumped over.
///
/// ```
/// use avro_entity::{AvroSchema, Decoder};
/// let schema = <Vec<String>>::schema();
/// let mut decoder = Decoder::new(&[4, 2, b'a', 2, b'b', 0, 7]);
/// avro_entity::generic::skip(schema, schema.root(), &mut decoder)?;
/// assert_eq!(decoder.remaining(), [7]);
/// # Ok::<(), avro_entity::Error>(())
/// ```
///
/// # Errors
///
/// When the input ends inside the value, is malformed where its end shows, or exceeds the decoder's
/// [`Limits`](crate::Limits).
pub fn skip(schema: &Schema, id: NodeId, decoder: &mut Decoder<'_>) -> Result<(), Error> {
    match &schema.node(id).kind {
        Kind::Null => Ok(()),
        Kind::Boolean => decoder.skip(1),
        Kind::Int | Kind::Long | Kind::Enum(_) => decoder.skip_varint(),
        Kind::Float => decoder.skip(4),
        Kind::Double => decoder.skip(8),
        Kind::Bytes | Kind::String => decoder.skip_bytes(),
        Kind::Fixed(fixed) => decoder.skip(fixed.size),
        Kind::Array(items) => skip_array(schema, *items, decoder),
        Kind::Map(values) => skip_map(schema, *values, decoder),
        Kind::Union(branches) => skip_union(schema, branches, decoder),
        Kind::Record(record) => skip_record(schema, id, record, decoder),
    }
}

// Out of line, so that values without parts need no room for them.

#[inline(never)]
fn skip_array(schema: &Schema, items: NodeId, decoder: &mut Decoder<'_>) -> Result<(), Error> {
    blocks(decoder, schema.width(items).least, |decoder| skip(schema, items, decoder))
}

#[inline(never)]
fn skip_map(schema: &Schema, values: NodeId, decoder: &mut Decoder<'_>) -> Result<(), Error> {
    blocks(decoder, schema.width(values).least.saturating_add(1), |decoder| {
        decoder.skip_bytes()?;
        skip(schema, values, decoder)
    })
}

#[inline(never)]
fn skip_union(schema: &Schema, branches: &[NodeId], decoder: &mut Decoder<'_>) -> Result<(), Error> {
    let branch = decoder.read_branch(branches.len())?;
    branches.get(branch).map_or(Ok(()), |branch| skip(schema, *branch, decoder))
}

#[inline(never)]
fn skip_record(schema: &Schema, id: NodeId, record: &Record, decoder: &mut Decoder<'_>) -> Result<(), Error> {
    decoder.enter_record()?;
    decoder.admit_empty(schema.width(id).unpaid)?;
    for field in &record.fields {
        skip(schema, field.schema, decoder)?;
    }
    decoder.leave_record();
    Ok(())
}

fn blocks<'de>(
    decoder: &mut Decoder<'de>,
    width: usize,
    item: impl Fn(&mut Decoder<'de>) -> Result<(), Error>,
) -> Result<(), Error> {
    decoder.enter()?;
    loop {
        match decoder.skip_block(width)? {
            SkippedBlock::End => break,
            SkippedBlock::Jumped => {}
            SkippedBlock::Items(count) => (0..count).try_for_each(|_| item(decoder))?,
        }
    }
    decoder.leave();
    Ok(())
}
