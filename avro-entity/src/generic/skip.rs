//! Jumping over a datum without looking at it.

use crate::error::Error;
use crate::schema::{Kind, NodeId, Record, Schema};
use crate::wire::{Decoder, SkippedBlock};

/// Jumps over one value of the node `id` of `schema`.
///
/// Only what is needed to find the end is looked at: strings need not be UTF-8, an enum may have less symbols, and blocks of arrays and maps that say
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
    Jump::of(&schema.node(id).kind).over(schema, id, decoder)
}

/// How a value is jumped over, as far as that is known without its type. A step of a plan says it as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jump {
    /// The type has to be looked at.
    Parts,
    OneByte,
    FourBytes,
    EightBytes,
    Long,
    /// A length, and so many bytes.
    Counted,
    /// A number of 32 bits: the index of an enum's symbol is one as well.
    Int,
}

impl Jump {
    pub(crate) fn of(kind: &Kind) -> Jump {
        match kind {
            Kind::Boolean => Jump::OneByte,
            Kind::Float => Jump::FourBytes,
            Kind::Double => Jump::EightBytes,
            Kind::Int | Kind::Enum(_) => Jump::Int,
            Kind::Long => Jump::Long,
            Kind::Bytes | Kind::String => Jump::Counted,
            Kind::Null | Kind::Fixed(_) | Kind::Array(_) | Kind::Map(_) | Kind::Union(_) | Kind::Record(_) => {
                Jump::Parts
            }
        }
    }

    /// The jump whose place in the list above is `number`.
    #[inline]
    pub(crate) fn numbered(number: u32) -> Option<Jump> {
        let all = [Jump::Parts, Jump::OneByte, Jump::FourBytes, Jump::EightBytes, Jump::Long, Jump::Counted, Jump::Int];
        all.into_iter().find(|jump| *jump as u32 == number)
    }

    /// Jumps over a value of the node `id`, for which this is the way.
    #[inline]
    pub(crate) fn over(self, schema: &Schema, id: NodeId, decoder: &mut Decoder<'_>) -> Result<(), Error> {
        match self {
            Jump::Parts => skip_parts(schema, id, decoder),
            Jump::OneByte => decoder.skip(1),
            Jump::FourBytes => decoder.skip(4),
            Jump::EightBytes => decoder.skip(8),
            Jump::Long => decoder.read_long().map(drop),
            Jump::Int => decoder.read_int().map(drop),
            Jump::Counted => decoder.skip_bytes(),
        }
    }
}

// Out of line, so that values without parts need no room for them.

#[inline(never)]
fn skip_parts(schema: &Schema, id: NodeId, decoder: &mut Decoder<'_>) -> Result<(), Error> {
    match &schema.node(id).kind {
        Kind::Fixed(fixed) => decoder.skip(fixed.size),
        Kind::Array(items) => skip_array(schema, *items, decoder),
        Kind::Map(values) => skip_map(schema, *values, decoder),
        Kind::Union(branches) => skip_union(schema, branches, decoder),
        Kind::Record(record) => skip_record(schema, id, record, decoder),
        Kind::Null
        | Kind::Boolean
        | Kind::Int
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::Bytes
        | Kind::String
        | Kind::Enum(_) => Ok(()),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_every_kind_is_jumped_over_by_the_number_of_its_jump() {
        let cases: [(&str, &[u8], Jump); 14] = [
            (r#""null""#, &[], Jump::Parts),
            (r#""boolean""#, &[1], Jump::OneByte),
            (r#""int""#, &[0x80, 1], Jump::Int),
            (r#""long""#, &[0x80, 0x80, 1], Jump::Long),
            (r#""float""#, &[1; 4], Jump::FourBytes),
            (r#""double""#, &[1; 8], Jump::EightBytes),
            (r#""bytes""#, &[4, 1, 2], Jump::Counted),
            (r#""string""#, &[4, b'a', b'b'], Jump::Counted),
            (r#"{"type": "enum", "name": "E", "symbols": ["A"]}"#, &[0], Jump::Int),
            (r#"{"type": "fixed", "name": "F", "size": 3}"#, &[1; 3], Jump::Parts),
            (r#"{"type": "array", "items": "int"}"#, &[4, 1, 2, 0], Jump::Parts),
            (r#"{"type": "map", "values": "int"}"#, &[2, 2, b'a', 1, 0], Jump::Parts),
            (r#"["null", "string"]"#, &[2, 2, b'a'], Jump::Parts),
            (
                r#"{"type": "record", "name": "R", "fields": [{"name": "a", "type": "string"}]}"#,
                &[2, b'a'],
                Jump::Parts,
            ),
        ];
        for (schema, bytes, expected) in cases {
            let parsed = Schema::parse(schema).unwrap();
            let found = Jump::of(&parsed.node(parsed.root()).kind);
            assert_eq!((found, Jump::numbered(found as u32)), (expected, Some(expected)), "{schema}");
            let bytes = [bytes, &[7]].concat();
            let mut decoder = Decoder::new(&bytes);
            found.over(&parsed, parsed.root(), &mut decoder).unwrap();
            assert_eq!(decoder.remaining(), [7], "{schema}");
        }
        assert_eq!(Jump::numbered(7), None);
    }
}
