//! Booleans and numbers: `boolean`, `int`, `long`, `float` and `double`; every narrowing is checked both ways.

use super::{bytes, sequence};
use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::{Error, ErrorKind};
use crate::resolve::{Followed, Planned};
use crate::schema::{AvroSchema, Kind, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;
use std::fmt::Display;
use std::num::NonZero;

/// A number for nothing.
trait Vacant {
    const VALUE: Self;
}

macro_rules! vacant {
    ($($type:ty = $value:literal),*) => {$(
        impl Vacant for $type {
            const VALUE: $type = $value;
        }
    )*};
}

vacant!(bool = false, i32 = 0, i64 = 0, f32 = 0.0, f64 = 0.0);

macro_rules! schema {
    ($type:ty, $kind:ident $name:literal $($hooks:item)*) => {
        impl AvroSchema for $type {
            fn build(builder: &mut SchemaBuilder) -> NodeId {
                builder.node(Kind::$kind)
            }

            fn type_name() -> Cow<'static, str> {
                $name.into()
            }

            $($hooks)*
        }
    };
}

macro_rules! primitive {
    ($($type:ty => $kind:ident $name:literal $min:literal $write:ident $read:ident $($planned:ident)?;)*) => {$(
        schema!($type, $kind $name);

        impl AvroEncode for $type {
            #[inline]
            fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                encoder.$write(*self);
                Ok(())
            }

            fn encode_slice(items: &[$type], encoder: &mut Encoder<'_>) -> Result<(), Error> {
                sequence::encode_many(items, encoder)
            }
        }

        impl<'de> AvroDecode<'de> for $type {
            const MIN_BYTES: usize = $min;
            const OWNED: Option<crate::ReadOwned<Self>> = None;
            const VACANT: Option<$type> = Some(<$type as Vacant>::VALUE);

            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<$type, Error> {
                decoder.$read()
            }

            fn decode_vec_into(items: &mut Vec<$type>, decoder: &mut Decoder<'de>) -> Result<(), Error> {
                items.clear();
                sequence::decode_many(items, decoder, Decoder::read_many)
            }

            $(
                #[inline]
                fn decode_planned(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<$type, Error> {
                    // A promotion is what a plan mostly has for a number.
                    if plan.is_promotion() { plan.$planned(decoder) } else { through(decoder, plan) }
                }

                #[inline]
                fn decode_changed(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<$type, Error> {
                    plan.$planned(decoder)
                }
            )?
        }
    )*};
}

primitive! {
    bool => Boolean "boolean" 1 write_boolean read_boolean;
    i32 => Int "int" 1 write_int read_int;
    i64 => Long "long" 1 write_long read_long long;
    f32 => Float "float" 4 write_float read_float float;
    f64 => Double "double" 8 write_double read_double double;
}

/// Reads a number through a node of a plan that is no promotion: unchanged, a time of another unit, or behind unions.
fn through<'de, T: AvroDecode<'de>>(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<T, Error> {
    match plan.follow(decoder)? {
        Followed::Same => T::decode(decoder),
        Followed::Union { branch, inner } => T::decode_branch_planned(decoder, branch, inner),
        Followed::Changed(plan) => T::decode_changed(decoder, plan),
    }
}

/// Integers that Avro holds in a wider type, or in `long` as far as it reaches.
macro_rules! checked {
    ($($type:ty => $kind:ident $name:literal $write:ident $read:ident;)*) => {$(
        schema!($type, $kind $name);
        checked!(@encode $type, $name $write);
        checked!(@decode $type, $name $read);
    )*};
    (@encode $type:ty, $name:literal $write:ident $($hooks:item)*) => {
        impl AvroEncode for $type {
            #[inline]
            fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                match (*self).try_into() {
                    Ok(wide) => encoder.$write(wide),
                    Err(_) => return Err(too_big(*self, $name, encoder)),
                }
                Ok(())
            }

            $($hooks)*
        }
    };
    (@decode $type:ty, $name:literal $read:ident $($hooks:item)*) => {
        impl<'de> AvroDecode<'de> for $type {
            const MIN_BYTES: usize = 1;
            const OWNED: Option<crate::ReadOwned<Self>> = None;

            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<$type, Error> {
                let at = decoder.offset();
                let wide = decoder.$read()?;
                wide.try_into().map_err(|_| outside(wide, $name, stringify!($type), at))
            }

            fn decode_changed(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<$type, Error> {
                let at = decoder.offset();
                let wide = plan.long(decoder)?;
                wide.try_into().map_err(|_| outside(wide, $name, stringify!($type), at))
            }

            $($hooks)*
        }
    };
}

checked! {
    i8 => Int "int" write_int read_int;
    i16 => Int "int" write_int read_int;
    u16 => Int "int" write_int read_int;
    u32 => Long "long" write_long read_long;
    isize => Long "long" write_long read_long;
    u64 => Long "long" write_long read_long;
    usize => Long "long" write_long read_long;
}

// A single `u8` is an `int`; several are `bytes` or a `fixed`.
schema! {
    u8, Int "int"

    const IS_BYTE: bool = true;

    fn build_sequence(builder: &mut SchemaBuilder) -> NodeId {
        builder.node(Kind::Bytes)
    }

    fn build_array(builder: &mut SchemaBuilder, len: usize) -> NodeId {
        builder.fixed_here(len)
    }

    fn sequence_name() -> Cow<'static, str> {
        "bytes".into()
    }
}

checked! {
    @encode u8, "int" write_int

    #[inline]
    fn encode_slice(items: &[u8], encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encoder.write_bytes(items);
        Ok(())
    }

    #[inline]
    fn encode_array(items: &[u8], encoder: &mut Encoder<'_>) -> Result<(), Error> {
        encoder.write_fixed(items);
        Ok(())
    }
}

checked! {
    @decode u8, "int" read_int

    fn decode_vec_into(items: &mut Vec<u8>, decoder: &mut Decoder<'de>) -> Result<(), Error> {
        bytes::decode_into(items, decoder)
    }

    #[inline]
    fn decode_array<const N: usize>(decoder: &mut Decoder<'de>) -> Result<[u8; N], Error> {
        decoder.read_fixed()
    }

    #[inline]
    fn decode_array_into<const N: usize>(items: &mut [u8; N], decoder: &mut Decoder<'de>) -> Result<(), Error> {
        *items = decoder.read_fixed()?;
        Ok(())
    }

    fn decode_cow<'a>(decoder: &mut Decoder<'de>) -> Result<Cow<'a, [u8]>, Error>
    where
        'de: 'a,
    {
        decoder.read_bytes().map(Cow::Borrowed)
    }
}

#[cold]
fn too_big(value: impl Display, avro: &str, encoder: &Encoder<'_>) -> Error {
    encoder.error(ErrorKind::Range, format!("{value} is outside the range of `{avro}`"))
}

#[cold]
fn outside(value: impl Display, avro: &str, rust: &str, at: u64) -> Error {
    Error::new(ErrorKind::Range, format!("the {avro} {value} is outside the range of `{rust}`")).at_offset(at)
}

macro_rules! nonzero {
    ($($type:ident)*) => {$(
        impl AvroSchema for NonZero<$type> {
            fn build(builder: &mut SchemaBuilder) -> NodeId {
                $type::build(builder)
            }

            fn type_name() -> Cow<'static, str> {
                $type::type_name()
            }
        }

        impl AvroEncode for NonZero<$type> {
            #[inline]
            fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                self.get().encode(encoder)
            }
        }

        impl<'de> AvroDecode<'de> for NonZero<$type> {
            const MIN_BYTES: usize = 1;
            const OWNED: Option<crate::ReadOwned<Self>> = None;

            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, Error> {
                let at = decoder.offset();
                NonZero::new($type::decode(decoder)?).ok_or_else(|| zero(stringify!($type), at))
            }

            fn decode_changed(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
                let at = decoder.offset();
                NonZero::new($type::decode_changed(decoder, plan)?).ok_or_else(|| zero(stringify!($type), at))
            }
        }
    )*};
}

nonzero!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

#[cold]
fn zero(rust: &str, at: u64) -> Error {
    Error::new(ErrorKind::Range, format!("expected a `NonZero<{rust}>`, found 0")).at_offset(at)
}

#[cfg(test)]
mod tests {
    use super::super::proof::{holds, reads_not, writes_not};
    use crate::ErrorKind;
    use std::num::{NonZeroI8, NonZeroU8, NonZeroU64};

    #[test]
    fn primitives_are_the_primitives_of_the_specification() {
        holds(true, r#""boolean""#, &[1]);
        holds(i32::MIN, r#""int""#, &[0xff, 0xff, 0xff, 0xff, 0x0f]);
        holds(-65i64, r#""long""#, &[0x81, 0x01]);
        holds(1.5f32, r#""float""#, &[0, 0, 0xc0, 0x3f]);
        holds(-2.0f64, r#""double""#, &[0, 0, 0, 0, 0, 0, 0, 0xc0]);
    }

    #[test]
    fn small_integers_are_int_and_larger_ones_long() {
        holds(i8::MIN, r#""int""#, &[0xff, 0x01]);
        holds(u8::MAX, r#""int""#, &[0xfe, 0x03]);
        holds(i16::MAX, r#""int""#, &[0xfe, 0xff, 0x03]);
        holds(u16::MAX, r#""int""#, &[0xfe, 0xff, 0x07]);
        holds(u32::MAX, r#""long""#, &[0xfe, 0xff, 0xff, 0xff, 0x1f]);
        holds(-1isize, r#""long""#, &[1]);
        holds(1u64, r#""long""#, &[2]);
        holds(1usize, r#""long""#, &[2]);
    }

    #[test]
    fn what_the_rust_type_cannot_hold_is_refused_when_read() {
        let range = ErrorKind::Range;
        reads_not::<u8>(&[0x80, 0x04], range, "byte 0: the int 256 is outside the range of `u8`");
        reads_not::<i8>(&[0x80, 0x02], range, "byte 0: the int 128 is outside the range of `i8`");
        reads_not::<u16>(&[1], range, "byte 0: the int -1 is outside the range of `u16`");
        reads_not::<i16>(&[0xff, 0xff, 0x07], range, "byte 0: the int -65536 is outside the range of `i16`");
        reads_not::<u32>(&[1], range, "byte 0: the long -1 is outside the range of `u32`");
        reads_not::<u64>(&[1], range, "byte 0: the long -1 is outside the range of `u64`");
        reads_not::<usize>(&[1], range, "byte 0: the long -1 is outside the range of `usize`");
    }

    #[test]
    fn what_long_cannot_hold_is_refused_when_written() {
        let message = "byte 0: 9223372036854775808 is outside the range of `long`";
        writes_not(&(1u64 << 63), ErrorKind::Range, message);
        writes_not(&(1usize << 63), ErrorKind::Range, message);
        writes_not(&NonZeroU64::MAX, ErrorKind::Range, "byte 0: 18446744073709551615 is outside the range of `long`");
    }

    #[test]
    fn zero_is_refused_where_it_cannot_be() {
        holds(NonZeroI8::MIN, r#""int""#, &[0xff, 0x01]);
        holds(vec![NonZeroU8::MIN], r#"{"type":"array","items":"int"}"#, &[2, 2, 0]);
        reads_not::<NonZeroU8>(&[0], ErrorKind::Range, "byte 0: expected a `NonZero<u8>`, found 0");
        reads_not::<NonZeroU8>(&[1], ErrorKind::Range, "byte 0: the int -1 is outside the range of `u8`");
    }
}
