//! Booleans and numbers: `boolean`, `int`, `long`, `float` and `double`; every narrowing is checked both ways.

use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::Error;
use crate::schema::{AvroSchema, Kind, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;

macro_rules! primitive {
    ($($type:ty => $kind:ident $name:literal $min:literal $write:ident $read:ident),* $(,)?) => {$(
        impl AvroSchema for $type {
            fn build(builder: &mut SchemaBuilder) -> NodeId {
                builder.node(Kind::$kind)
            }

            fn type_name() -> Cow<'static, str> {
                $name.into()
            }
        }

        impl AvroEncode for $type {
            #[inline]
            fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                encoder.$write(*self);
                Ok(())
            }
        }

        impl<'de> AvroDecode<'de> for $type {
            const MIN_BYTES: usize = $min;

            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<$type, Error> {
                decoder.$read()
            }
        }
    )*};
}

primitive!(
    bool => Boolean "boolean" 1 write_boolean read_boolean,
    i32 => Int "int" 1 write_int read_int,
    i64 => Long "long" 1 write_long read_long,
    f32 => Float "float" 4 write_float read_float,
    f64 => Double "double" 8 write_double read_double,
);
