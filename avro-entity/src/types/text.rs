//! Text: `string`.

use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::Error;
use crate::schema::{AvroSchema, Kind, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;

impl AvroSchema for str {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        builder.node(Kind::String)
    }

    fn type_name() -> Cow<'static, str> {
        "string".into()
    }
}

impl AvroEncode for str {
    #[inline]
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encoder.write_str(self);
        Ok(())
    }
}

impl AvroSchema for String {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        str::build(builder)
    }

    fn type_name() -> Cow<'static, str> {
        str::type_name()
    }
}

impl AvroEncode for String {
    #[inline]
    fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encoder.write_str(self);
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for String {
    const MIN_BYTES: usize = 1;

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<String, Error> {
        decoder.read_str().map(str::to_owned)
    }

    #[inline]
    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        let text = decoder.read_str()?;
        self.clear();
        self.push_str(text);
        Ok(())
    }
}

impl<'de: 'a, 'a> AvroDecode<'de> for &'a str {
    const MIN_BYTES: usize = 1;

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<&'a str, Error> {
        decoder.read_str()
    }
}
