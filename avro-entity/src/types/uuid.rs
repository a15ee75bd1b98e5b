//! `uuid` (feature `uuid`): `Uuid` as `uuid` on `string`, and under `fixed = "Name"` on a fixed of 16 bytes.

use super::repr::{DecodeAs, EncodeAs, Fixed, SchemaAs, TypeName};
use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::{Error, ErrorKind};
use crate::schema::{AvroSchema, Kind, LogicalType, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use ::uuid::Uuid;
use std::borrow::Cow;

impl AvroSchema for Uuid {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        builder.logical(Kind::String, LogicalType::Uuid)
    }

    fn type_name() -> Cow<'static, str> {
        "uuid".into()
    }
}

impl AvroEncode for Uuid {
    #[inline]
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encoder.write_str(self.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for Uuid {
    const MIN_BYTES: usize = 1;
    const OWNED: Option<crate::ReadOwned<Self>> = None;

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Uuid, Error> {
        let at = decoder.offset();
        Uuid::parse_str(decoder.read_str()?).map_err(|error| no_uuid(&error, at))
    }
}

#[cold]
fn no_uuid(error: &::uuid::Error, at: u64) -> Error {
    Error::new(ErrorKind::Range, format!("expected the text of a UUID: {error}")).at_offset(at)
}

impl<N: TypeName> SchemaAs<Fixed<N>> for Uuid {
    fn build_as(builder: &mut SchemaBuilder) -> NodeId {
        builder.fixed_named(N::NAME, 16, Some(LogicalType::Uuid))
    }
}

impl<N: TypeName> EncodeAs<Fixed<N>> for Uuid {
    #[inline]
    fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encoder.write_fixed(self.as_bytes());
        Ok(())
    }
}

impl<'de, N: TypeName> DecodeAs<'de, Fixed<N>> for Uuid {
    const MIN_BYTES_AS: usize = 16;

    #[inline]
    fn decode_as(decoder: &mut Decoder<'de>) -> Result<Uuid, Error> {
        decoder.read_fixed().map(Uuid::from_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::{Represented, holds, reads, reads_not};
    use super::*;

    const ID: Uuid = Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);

    #[test]
    fn a_uuid_is_its_text() {
        let bytes = b"\x4801234567-89ab-cdef-0123-456789abcdef";
        holds(ID, r#"{"type":"string","logicalType":"uuid"}"#, bytes);
        reads(&ID, &bytes.to_ascii_uppercase());
        reads_not::<Uuid>(
            b"\x060123",
            ErrorKind::Range,
            "byte 0: expected the text of a UUID: invalid length: found 3",
        );
    }

    #[test]
    fn a_uuid_under_a_name_is_its_bytes() {
        struct Id;
        impl TypeName for Id {
            const NAME: &'static str = "net.example.Id";
        }
        let schema = r#"{"type":"fixed","name":"Id","namespace":"net.example","size":16,"logicalType":"uuid"}"#;
        holds(Represented::<_, Fixed<Id>>::of(ID), schema, ID.as_bytes());
    }
}
