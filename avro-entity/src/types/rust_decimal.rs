//! `rust_decimal` (feature `rust_decimal`): `Decimal` under `decimal(…)`.

use super::decimal::{DecimalRepr, DecimalValue, decimals, shortest};
use super::repr::{Decimal, DecimalAnyScale, DecimalFixed, DecodeAs, EncodeAs, SchemaAs, TypeName};
use crate::error::{Error, ErrorKind};
use crate::schema::{NodeId, SchemaBuilder};
use crate::wire::{Decoder, Encoder};
use ::rust_decimal::Decimal as Value;

/// The digits of `mantissa` when their scale changes from one to the other; `None` when some would be lost.
fn rescale(mantissa: i128, from: i64, to: i64) -> Option<i128> {
    if mantissa == 0 {
        return Some(0);
    }
    // No number of 96 bits has more zeros at its end than a shift of this sort.
    let factor = 10i128.checked_pow(u32::try_from(from.abs_diff(to)).ok()?)?;
    match from <= to {
        true => mantissa.checked_mul(factor),
        false => (mantissa % factor == 0).then_some(mantissa / factor),
    }
}

/// Whether a number has at most `precision` digits.
fn fits(mantissa: i128, precision: u32) -> bool {
    10u128.checked_pow(precision).is_none_or(|limit| mantissa.unsigned_abs() < limit)
}

/// The value of a two's complement of up to 16 bytes.
fn mantissa(digits: &[u8]) -> Option<i128> {
    let sign = if digits.first().is_some_and(|first| *first >= 0x80) { 0xff } else { 0 };
    let mut bytes = [sign; 16];
    let start = bytes.len().checked_sub(digits.len())?;
    bytes.get_mut(start..)?.copy_from_slice(digits);
    Some(i128::from_be_bytes(bytes))
}

/// The value of digits under a scale. Where they are too many for the type, zeros at the end are left out.
fn value(mut mantissa: i128, mut scale: i64) -> Option<Value> {
    if scale < 0 {
        mantissa = rescale(mantissa, scale, 0)?;
        scale = 0;
    }
    loop {
        if let Ok(scale) = u32::try_from(scale)
            && let Ok(value) = Value::try_from_i128_with_scale(mantissa, scale)
        {
            return Some(value);
        }
        if mantissa % 10 != 0 || scale == 0 {
            return None;
        }
        if mantissa == 0 {
            return Some(Value::ZERO);
        }
        mantissa /= 10;
        scale -= 1;
    }
}

impl DecimalValue for Value {
    const NAME: &'static str = "rust_decimal::Decimal";

    fn with_digits<T>(&self, precision: u32, scale: u32, write: impl FnOnce(&[u8]) -> T) -> Option<T> {
        let mantissa = rescale(self.mantissa(), self.scale().into(), scale.into())?;
        fits(mantissa, precision).then(|| write(shortest(&mantissa.to_be_bytes())))
    }

    fn from_digits(digits: &[u8], precision: u32, scale: u32) -> Result<Value, ErrorKind> {
        let mantissa = mantissa(digits).ok_or(ErrorKind::Range)?;
        match fits(mantissa, precision) {
            true => value(mantissa, scale.into()).ok_or(ErrorKind::Range),
            false => Err(ErrorKind::Scale),
        }
    }

    fn with_own_digits<T>(&self, write: impl FnOnce(&[u8], i64) -> T) -> T {
        write(shortest(&self.mantissa().to_be_bytes()), self.scale().into())
    }

    fn from_own_digits(digits: &[u8], scale: i32) -> Option<Value> {
        value(mantissa(digits)?, scale.into())
    }
}

decimals!(Value);

#[cfg(test)]
mod tests {
    use super::super::proof::{Represented, holds, reads, reads_not, writes_not};
    use super::*;

    type Money = Represented<Value, Decimal<4, 2>>;

    struct Price;
    impl TypeName for Price {
        const NAME: &'static str = "net.example.Price";
    }

    fn decimal(text: &str) -> Value {
        text.parse().unwrap()
    }

    fn money(text: &str) -> Money {
        Represented::of(decimal(text))
    }

    #[test]
    fn a_decimal_is_its_digits_under_the_scale() {
        let schema = r#"{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}"#;
        holds(money("1.50"), schema, &[4, 0, 150]);
        holds(money("1.5"), schema, &[4, 0, 150]);
        holds(money("-0.01"), schema, &[2, 0xff]);
        holds(money("0"), schema, &[2, 0]);
        holds(money("99.99"), schema, &[4, 0x27, 0x0f]);
        holds(
            Represented::<_, Decimal<4, 2>>::of(Some(decimal("1.5"))),
            &format!(r#"["null",{schema}]"#),
            &[2, 4, 0, 150],
        );
        reads(&money("1.5"), &[8, 0, 0, 0, 150]);
    }

    #[test]
    fn a_decimal_under_a_name_is_a_fixed_of_the_least_size() {
        let schema = concat!(
            r#"{"type":"fixed","name":"Price","namespace":"net.example","size":4,"#,
            r#""logicalType":"decimal","precision":9,"scale":2}"#
        );
        holds(Represented::<_, DecimalFixed<Price, 9, 2>>::of(decimal("1.5")), schema, &[0, 0, 0, 150]);
        holds(Represented::<_, DecimalFixed<Price, 9, 2>>::of(decimal("-1.5")), schema, &[255, 255, 255, 106]);
    }

    #[test]
    fn digits_that_the_schema_cannot_hold_are_refused() {
        let scale = ErrorKind::Scale;
        let message = "byte 0: 1.234 has more digits than `decimal(precision = 4, scale = 2)` holds";
        writes_not(&money("1.234"), scale, message);
        writes_not(&money("100.00"), scale, &message.replace("1.234", "100.00"));
        let message = "byte 0: a value of more digits than `decimal(precision = 4, scale = 2)` holds";
        reads_not::<Money>(&[4, 0x27, 0x10], scale, message);
        reads_not::<Money>(&[6, 1, 0, 0], scale, message);
        reads_not::<Money>(&[0], ErrorKind::Length, "byte 0: a decimal has at least one byte");
    }

    #[test]
    fn what_is_written_comes_back_whatever_the_scale() {
        type Wide = Represented<Value, Decimal<38, 28>>;
        for text in ["12.5", "-7", "0.0000000000000000000000000001", "0"] {
            let bytes = crate::to_vec(&Wide::of(decimal(text))).unwrap();
            reads(&Wide::of(decimal(text)), &bytes);
        }
        type Whole = Represented<Value, Decimal<38, 0>>;
        for value in [Value::MAX, Value::MIN] {
            reads(&Whole::of(value), &crate::to_vec(&Whole::of(value)).unwrap());
        }
        let beyond = [&[26, 1][..], &[0; 12]].concat();
        let message = "byte 0: a `decimal(precision = 38, scale = 0)` is outside the range of `rust_decimal::Decimal`";
        reads_not::<Whole>(&beyond, ErrorKind::Range, message);
    }

    #[test]
    fn a_big_decimal_carries_its_scale() {
        type Big = Represented<Value, DecimalAnyScale>;
        holds(Big::of(decimal("1.50")), r#"{"type":"bytes","logicalType":"big-decimal"}"#, &[8, 4, 0, 150, 4]);
        reads(&Big::of(decimal("1500")), &[6, 2, 15, 3]);
        reads_not::<Big>(&[6, 2, 15, 255], ErrorKind::UnexpectedEnd, "byte 3: the input ends inside a number");
        let message = "byte 4: 1 byte is left after the datum";
        reads_not::<Big>(&[8, 2, 15, 0, 9], ErrorKind::TrailingBytes, message);
    }
}
