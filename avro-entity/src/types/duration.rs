//! The specification's `duration`: months, days and milliseconds on a fixed of 12 bytes.

use super::own_name;
use super::repr::{DecodeAs, EncodeAs, Fixed, SchemaAs, TypeName};
use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::Error;
use crate::schema::{AvroSchema, LogicalType, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;

/// A length of calendar time, the logical type `duration`: so many months, days and milliseconds, none of which turns into
/// another.
///
/// It is a fixed of 12 bytes named `avro_entity.Duration`, and named otherwise by `#[avro(fixed = "Name")]`. A
/// `std::time::Duration` is something else: a count of one unit, which its field chooses with `#[avro(duration = "millis")]`.
///
/// ```
/// use avro_entity::AvroDuration;
/// let month_and_a_second = AvroDuration { months: 1, days: 0, millis: 1_000 };
/// let bytes = avro_entity::to_vec(&month_and_a_second)?;
/// assert_eq!(bytes, [1, 0, 0, 0, 0, 0, 0, 0, 0xe8, 3, 0, 0]);
/// assert_eq!(avro_entity::from_slice::<AvroDuration>(&bytes)?, month_and_a_second);
/// # Ok::<(), avro_entity::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AvroDuration {
    /// Months.
    pub months: u32,
    /// Days.
    pub days: u32,
    /// Milliseconds.
    pub millis: u32,
}

const SIZE: usize = 12;

impl AvroSchema for AvroDuration {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        builder.fixed::<AvroDuration>(own_name("Duration"), SIZE, |fixed| {
            fixed.logical(LogicalType::Duration);
        })
    }

    fn type_name() -> Cow<'static, str> {
        "duration".into()
    }
}

impl AvroEncode for AvroDuration {
    #[inline]
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        for part in [self.months, self.days, self.millis] {
            encoder.write_fixed(&part.to_le_bytes());
        }
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for AvroDuration {
    const MIN_BYTES: usize = SIZE;
    const OWNED: Option<crate::ReadOwned<Self>> = None;

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<AvroDuration, Error> {
        Ok(AvroDuration {
            months: u32::from_le_bytes(decoder.read_fixed()?),
            days: u32::from_le_bytes(decoder.read_fixed()?),
            millis: u32::from_le_bytes(decoder.read_fixed()?),
        })
    }
}

impl<N: TypeName> SchemaAs<Fixed<N>> for AvroDuration {
    fn build_as(builder: &mut SchemaBuilder) -> NodeId {
        builder.fixed_named(N::NAME, SIZE, Some(LogicalType::Duration))
    }
}

impl<N: TypeName> EncodeAs<Fixed<N>> for AvroDuration {
    #[inline]
    fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        self.encode(encoder)
    }
}

impl<'de, N: TypeName> DecodeAs<'de, Fixed<N>> for AvroDuration {
    const MIN_BYTES_AS: usize = SIZE;

    #[inline]
    fn decode_as(decoder: &mut Decoder<'de>) -> Result<AvroDuration, Error> {
        AvroDuration::decode(decoder)
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::{Represented, holds};
    use super::*;

    #[test]
    fn a_duration_is_three_little_endian_numbers() {
        let duration = AvroDuration { months: 1, days: 2, millis: u32::MAX };
        let bytes = [1, 0, 0, 0, 2, 0, 0, 0, 255, 255, 255, 255];
        let schema =
            r#"{"type":"fixed","name":"Duration","namespace":"avro_entity","size":12,"logicalType":"duration"}"#;
        holds(duration, schema, &bytes);

        struct Term;
        impl TypeName for Term {
            const NAME: &'static str = "net.example.Term";
        }
        let schema = r#"{"type":"fixed","name":"Term","namespace":"net.example","size":12,"logicalType":"duration"}"#;
        holds(Represented::<_, Fixed<Term>>::of(duration), schema, &bytes);
    }
}
