//! `bigdecimal` (feature `bigdecimal`): `BigDecimal` under `decimal(…)`.

use super::decimal::{DecimalRepr, DecimalValue, decimals};
use super::repr::{Decimal, DecimalAnyScale, DecimalFixed, DecodeAs, EncodeAs, SchemaAs, TypeName};
use crate::error::{Error, ErrorKind};
use crate::schema::{NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use ::bigdecimal::BigDecimal;
use ::bigdecimal::Zero;
use ::bigdecimal::num_bigint::BigInt;
use std::borrow::Cow;

/// The digits of a value under a scale; `None` when some would be lost or they are more than `precision`. That is known
/// before a power of ten is built, so that a value such as 1E1000000000 costs nothing.
fn digits_under(value: &BigDecimal, precision: u32, scale: u32) -> Option<Cow<'_, BigInt>> {
    let (digits, own) = value.as_bigint_and_scale();
    if digits.is_zero() {
        return Some(digits);
    }
    let len = i128::from(value.digits());
    let shift = i128::from(scale) - i128::from(own);
    if len + shift > i128::from(precision) || len + shift <= 0 {
        return None;
    }
    let factor = BigInt::from(10).pow(u32::try_from(shift.unsigned_abs()).ok()?);
    match shift {
        0 => Some(digits),
        1.. => Some(Cow::Owned(digits.into_owned() * factor)),
        _ => (&*digits % &factor).is_zero().then(|| Cow::Owned(&*digits / &factor)),
    }
}

impl DecimalValue for BigDecimal {
    const NAME: &'static str = "BigDecimal";

    fn with_digits<T>(&self, precision: u32, scale: u32, write: impl FnOnce(&[u8]) -> T) -> Option<T> {
        digits_under(self, precision, scale).map(|digits| write(&digits.to_signed_bytes_be()))
    }

    fn from_digits(digits: &[u8], precision: u32, scale: u32) -> Result<BigDecimal, ErrorKind> {
        let value = BigDecimal::new(BigInt::from_signed_bytes_be(digits), scale.into());
        if value.digits() <= precision.into() { Ok(value) } else { Err(ErrorKind::Scale) }
    }

    fn with_own_digits<T>(&self, write: impl FnOnce(&[u8], i64) -> T) -> T {
        let (digits, scale) = self.as_bigint_and_scale();
        write(&digits.to_signed_bytes_be(), scale)
    }

    fn from_own_digits(digits: &[u8], scale: i32) -> Option<BigDecimal> {
        Some(BigDecimal::new(BigInt::from_signed_bytes_be(digits), scale.into()))
    }
}

decimals!(BigDecimal);

#[cfg(test)]
mod tests {
    use super::super::proof::{Represented, holds, reads, reads_not, writes_not};
    use super::*;

    type Money = Represented<BigDecimal, Decimal<4, 2>>;
    type Big = Represented<BigDecimal, DecimalAnyScale>;

    fn money(text: &str) -> Money {
        Represented::of(text.parse().unwrap())
    }

    #[test]
    fn a_decimal_is_its_digits_under_the_scale() {
        let schema = r#"{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}"#;
        holds(money("1.5"), schema, &[4, 0, 150]);
        holds(money("1.500000"), schema, &[4, 0, 150]);
        holds(money("1E+1"), schema, &[4, 3, 232]);
        holds(money("-0.01"), schema, &[2, 0xff]);
        holds(money("0E+9"), schema, &[2, 0]);
    }

    #[test]
    fn a_fixed_holds_more_digits_than_a_primitive() {
        struct Wide;
        impl TypeName for Wide {
            const NAME: &'static str = "net.example.Wide";
        }
        let value: BigDecimal = "-1234567890123456789012345678901234567890.12345678".parse().unwrap();
        let wide = Represented::<_, DecimalFixed<Wide, 48, 8>>::of(value);
        let bytes = crate::to_vec(&wide).unwrap();
        assert_eq!(bytes.len(), 21);
        reads(&wide, &bytes);
    }

    #[test]
    fn digits_that_the_schema_cannot_hold_are_refused() {
        for text in ["1.234", "100.00", "1E1000000000", "1E-1000000000"] {
            let value = money(text);
            let digits = "has more digits than `decimal(precision = 4, scale = 2)` holds";
            writes_not(&value, ErrorKind::Scale, &format!("byte 0: {} {digits}", value.0));
        }
        let message = "byte 0: a value of more digits than `decimal(precision = 4, scale = 2)` holds";
        reads_not::<Money>(&[4, 0x27, 0x10], ErrorKind::Scale, message);
        reads_not::<Money>(&[20, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], ErrorKind::Scale, message);
    }

    #[test]
    fn a_big_decimal_carries_its_scale() {
        let schema = r#"{"type":"bytes","logicalType":"big-decimal"}"#;
        holds(Big::of("1.50".parse().unwrap()), schema, &[8, 4, 0, 150, 4]);
        holds(Big::of("15E+2".parse().unwrap()), schema, &[6, 2, 15, 3]);
        let far = Big::of(BigDecimal::new(1.into(), 1 << 40));
        let message = format!("byte 0: {} has a scale outside the range of `big-decimal`, an `int`", far.0);
        writes_not(&far, ErrorKind::Scale, &message);
    }
}
