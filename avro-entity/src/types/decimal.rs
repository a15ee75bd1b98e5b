//! Decimals: `decimal` on `bytes` or a fixed, and `big-decimal`, which carries the scale of every value.
//!
//! Digits are never lost: a value is written with the scale of its schema when that is exact, and refused otherwise, and one
//! with more digits than the precision is refused both ways. Bytes are the big-endian two's complement of the digits.

use super::repr::{Decimal, DecimalAnyScale, DecimalFixed, TypeName};
use crate::error::{Error, ErrorKind};
use crate::resolve::Planned;
use crate::schema::{Kind, LogicalType, NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use std::fmt::Display;

/// A type that holds decimals.
pub(crate) trait DecimalValue: Display + Sized {
    /// How it is called in errors.
    const NAME: &'static str;

    /// Hands the digits of the value under a scale to `write`; `None` when digits would be lost or they are more than
    /// `precision`.
    fn with_digits<T>(&self, precision: u32, scale: u32, write: impl FnOnce(&[u8]) -> T) -> Option<T>;

    /// The value of digits that are at least one byte, and no more bytes than `precision` can take. It fails with
    /// [`ErrorKind::Scale`] when they are more digits than that, and with [`ErrorKind::Range`] when the type does not reach so
    /// far.
    fn from_digits(digits: &[u8], precision: u32, scale: u32) -> Result<Self, ErrorKind>;

    /// The digits of the value and their scale, as it has them.
    fn with_own_digits<T>(&self, write: impl FnOnce(&[u8], i64) -> T) -> T;

    /// The value of digits under a scale, when the type reaches so far.
    fn from_own_digits(digits: &[u8], scale: i32) -> Option<Self>;
}

/// The fewest bytes that hold every number of `precision` digits, as a sign and ⌈precision · log₂ 10⌉ bits.
pub(super) const fn size(precision: u32) -> usize {
    const LOG2_10: u128 = 3_321_928_094_887_362_348;
    let bits = precision as u128 * LOG2_10 / 1_000_000_000_000_000_000 + 1;
    (bits as usize + 1).div_ceil(8)
}

/// The two's complement without the bytes that only repeat the sign.
pub(super) fn shortest(mut digits: &[u8]) -> &[u8] {
    while let [first @ (0 | 0xff), rest @ ..] = digits
        && rest.first().is_some_and(|next| (next ^ first) < 0x80)
    {
        digits = rest;
    }
    digits
}

fn logical(precision: u32, scale: u32) -> LogicalType {
    LogicalType::Decimal { precision, scale }
}

#[cold]
fn not_held(value: &impl Display, precision: u32, scale: u32, encoder: &Encoder<'_>) -> Error {
    let message = format!("{value} has more digits than `decimal(precision = {precision}, scale = {scale})` holds");
    encoder.error(ErrorKind::Scale, message)
}

#[cold]
fn misfit(kind: ErrorKind, rust: &str, precision: u32, scale: u32, at: u64) -> Error {
    let decimal = format!("`decimal(precision = {precision}, scale = {scale})`");
    let message = match kind {
        ErrorKind::Scale => format!("a value of more digits than {decimal} holds"),
        _ => format!("a {decimal} is outside the range of `{rust}`"),
    };
    Error::new(kind, message).at_offset(at)
}

fn from_digits<T: DecimalValue>(digits: &[u8], precision: u32, scale: u32, at: u64) -> Result<T, Error> {
    let digits = shortest(digits);
    if digits.is_empty() {
        return Err(Error::new(ErrorKind::Length, "a decimal has at least one byte").at_offset(at));
    }
    let value = match digits.len() > size(precision) {
        true => Err(ErrorKind::Scale),
        false => T::from_digits(digits, precision, scale),
    };
    value.map_err(|kind| misfit(kind, T::NAME, precision, scale, at))
}

/// A representation of decimals.
pub(crate) trait DecimalRepr {
    /// As `DecodeAs::MIN_BYTES_AS`.
    const MIN_BYTES: usize;
    /// Adds the schema.
    fn build(builder: &mut SchemaBuilder) -> NodeId;
    /// Writes a value.
    fn encode<T: DecimalValue>(value: &T, encoder: &mut Encoder<'_>) -> Result<(), Error>;
    /// Reads a value.
    fn decode<T: DecimalValue>(decoder: &mut Decoder<'_>) -> Result<T, Error>;
    /// Reads a value of another precision or scale.
    fn decode_changed<T: DecimalValue>(decoder: &mut Decoder<'_>, plan: Planned<'_>) -> Result<T, Error> {
        Err(plan.unexpected(decoder, "a decimal"))
    }
}

impl<const P: u32, const S: u32> DecimalRepr for Decimal<P, S> {
    const MIN_BYTES: usize = 1;

    fn build(builder: &mut SchemaBuilder) -> NodeId {
        builder.logical(Kind::Bytes, logical(P, S))
    }

    fn encode<T: DecimalValue>(value: &T, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        let written = value.with_digits(P, S, |digits| encoder.write_bytes(digits));
        written.ok_or_else(|| not_held(value, P, S, encoder))
    }

    fn decode<T: DecimalValue>(decoder: &mut Decoder<'_>) -> Result<T, Error> {
        let at = decoder.offset();
        from_digits(decoder.read_bytes()?, P, S, at)
    }

    fn decode_changed<T: DecimalValue>(decoder: &mut Decoder<'_>, plan: Planned<'_>) -> Result<T, Error> {
        let at = decoder.offset();
        from_digits(&plan.decimal(decoder)?, P, S, at)
    }
}

impl<N: TypeName, const P: u32, const S: u32> DecimalRepr for DecimalFixed<N, P, S> {
    const MIN_BYTES: usize = size(P);

    fn build(builder: &mut SchemaBuilder) -> NodeId {
        builder.fixed_named(N::NAME, size(P), Some(logical(P, S)))
    }

    fn encode<T: DecimalValue>(value: &T, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        let written = value.with_digits(P, S, |digits| {
            let sign = if digits.first().is_some_and(|first| *first >= 0x80) { 0xff } else { 0 };
            for _ in digits.len()..size(P) {
                encoder.write_fixed(&[sign]);
            }
            encoder.write_fixed(digits);
        });
        written.ok_or_else(|| not_held(value, P, S, encoder))
    }

    fn decode<T: DecimalValue>(decoder: &mut Decoder<'_>) -> Result<T, Error> {
        let at = decoder.offset();
        from_digits(decoder.read_fixed_slice(size(P))?, P, S, at)
    }

    fn decode_changed<T: DecimalValue>(decoder: &mut Decoder<'_>, plan: Planned<'_>) -> Result<T, Error> {
        let at = decoder.offset();
        from_digits(&plan.decimal(decoder)?, P, S, at)
    }
}

/// `bytes` of a datum of its own, as Java has it: the digits as `bytes`, and the scale as an `int`.
impl DecimalRepr for DecimalAnyScale {
    const MIN_BYTES: usize = 1;

    fn build(builder: &mut SchemaBuilder) -> NodeId {
        builder.logical(Kind::Bytes, LogicalType::BigDecimal)
    }

    fn encode<T: DecimalValue>(value: &T, encoder: &mut Encoder<'_>) -> Result<(), Error> {
        let inner = value.with_own_digits(|digits, scale| {
            let mut inner = Vec::with_capacity(digits.len() + 8);
            let mut inside = Encoder::new(&mut inner);
            inside.write_bytes(digits);
            inside.write_int(i32::try_from(scale).ok()?);
            Some(inner)
        });
        let inner = inner.ok_or_else(|| {
            encoder.error(ErrorKind::Scale, format!("{value} has a scale outside the range of `big-decimal`, an `int`"))
        })?;
        encoder.write_bytes(&inner);
        Ok(())
    }

    fn decode<T: DecimalValue>(decoder: &mut Decoder<'_>) -> Result<T, Error> {
        let inner = decoder.read_bytes()?;
        let at = decoder.offset() - inner.len() as u64;
        let mut inside = decoder.inside(inner, at);
        let digits = shortest(inside.read_bytes()?);
        let scale = inside.read_int()?;
        inside.finish()?;
        if digits.is_empty() {
            return Err(Error::new(ErrorKind::Length, "a decimal has at least one byte").at_offset(at));
        }
        T::from_own_digits(digits, scale).ok_or_else(|| {
            let rust = T::NAME;
            Error::new(ErrorKind::Range, format!("a `big-decimal` is outside the range of `{rust}`")).at_offset(at)
        })
    }
}

/// Represents a type in every way there is for decimals.
macro_rules! decimals {
    ($type:ty) => {
        decimals!(@one [const P: u32, const S: u32] Decimal<P, S>, $type);
        decimals!(@one [N: TypeName, const P: u32, const S: u32] DecimalFixed<N, P, S>, $type);
        decimals!(@one [] DecimalAnyScale, $type);
    };
    (@one [$($generics:tt)*] $repr:ty, $type:ty) => {
        impl<$($generics)*> SchemaAs<$repr> for $type {
            fn build_as(builder: &mut SchemaBuilder) -> NodeId {
                <$repr>::build(builder)
            }
        }

        impl<$($generics)*> EncodeAs<$repr> for $type {
            fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                <$repr>::encode(self, encoder)
            }
        }

        impl<'de, $($generics)*> DecodeAs<'de, $repr> for $type {
            const MIN_BYTES_AS: usize = <$repr as DecimalRepr>::MIN_BYTES;

            fn decode_as(decoder: &mut Decoder<'de>) -> Result<$type, Error> {
                <$repr>::decode(decoder)
            }

            fn decode_changed_as(
                decoder: &mut Decoder<'de>,
                plan: $crate::resolve::Planned<'_>,
            ) -> Result<$type, Error> {
                <$repr>::decode_changed(decoder, plan)
            }
        }
    };
}
pub(super) use decimals;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_is_no_longer_than_its_precision_needs() {
        // The greatest precision of a fixed of each size, by the formula of the specification.
        let most = [(1, 2), (2, 4), (4, 9), (8, 18), (16, 38), (20, 47), (32, 76), (64, 153)];
        for (bytes, precision) in most {
            assert_eq!((size(precision), size(precision + 1)), (bytes, bytes + 1), "{precision} digits");
        }
    }

    #[test]
    fn the_shortest_form_keeps_the_sign() {
        assert_eq!(shortest(&[0, 0, 0x7f]), [0x7f]);
        assert_eq!(shortest(&[0, 0, 0x80]), [0, 0x80]);
        assert_eq!(shortest(&[0xff, 0xff, 0x80]), [0x80]);
        assert_eq!(shortest(&[0xff, 0xff, 0x7f]), [0xff, 0x7f]);
        assert_eq!(shortest(&[0, 0]), [0]);
        assert_eq!(shortest(&[0xff, 0xff]), [0xff]);
        assert!(shortest(&[]).is_empty());
    }
}
