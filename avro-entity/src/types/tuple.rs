//! `()` as `null`, and tuples as records with the fields `_0`, `_1`, …

use super::own_name;
use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::Error;
use crate::resolve::{Indexed, Planned, indexed, no_default};
use crate::schema::{AvroSchema, Kind, NodeId, SchemaBuilder, instance_name};
use crate::wire::{Decoder, Encoder};
use std::borrow::Cow;

impl AvroSchema for () {
    fn build(builder: &mut SchemaBuilder) -> NodeId {
        builder.node(Kind::Null)
    }

    fn type_name() -> Cow<'static, str> {
        "null".into()
    }
}

impl AvroEncode for () {
    #[inline]
    fn encode(&self, _: &mut Encoder<'_>) -> Result<(), Error> {
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for () {
    const MIN_BYTES: usize = 0;
    const OWNED: Option<crate::ReadOwned<Self>> = None;

    #[inline]
    fn decode(_: &mut Decoder<'de>) -> Result<(), Error> {
        Ok(())
    }
}

/// A failure in an element of a tuple.
#[cold]
fn within<T: AvroSchema>(error: Error, field: &'static str) -> Error {
    error.in_field(T::type_name(), field)
}

macro_rules! tuples {
    ($($tuple:literal: $($element:ident $field:literal $index:tt),+;)*) => {$(
        impl<$($element: AvroSchema),+> AvroSchema for ($($element,)+) {
            fn build(builder: &mut SchemaBuilder) -> NodeId {
                builder.shared_record::<Self>(own_name(&Self::type_name()), |record| {
                    $(record.field($field, $element::build);)+
                })
            }

            fn type_name() -> Cow<'static, str> {
                instance_name($tuple, &[$($element::type_name()),+]).into()
            }
        }

        impl<$($element: AvroEncode),+> AvroEncode for ($($element,)+) {
            #[inline]
            fn encode(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                $(self.$index.encode(encoder).map_err(|error| within::<Self>(error, $field))?;)+
                Ok(())
            }
        }

        impl<'de, $($element: AvroDecode<'de>),+> AvroDecode<'de> for ($($element,)+) {
            const MIN_BYTES: usize = 0usize $(.saturating_add($element::MIN_BYTES))+;
            const OWNED: Option<crate::ReadOwned<Self>> = None;

            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, Error> {
                Ok(($($element::decode(decoder).map_err(|error| within::<Self>(error, $field))?,)+))
            }

            #[inline]
            fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
                $(self.$index.decode_into(decoder).map_err(|error| within::<Self>(error, $field))?;)+
                Ok(())
            }

            fn decode_changed(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
                let record = plan.record(decoder)?;
                let mut elements = ($(None::<$element>,)+);
                for step in &record.steps {
                    $(
                        let element = match step.opcode.checked_sub(3 * $index) {
                            Some(0) => Some($element::decode(decoder)),
                            Some(2) => Some($element::decode_planned(decoder, plan.operand(step.operand))),
                            _ => None,
                        };
                        if let Some(element) = element {
                            elements.$index = Some(element.map_err(|error| within::<Self>(error, $field))?);
                            continue;
                        }
                    )+
                    plan.skip(*step, record, decoder)?;
                }
                #[allow(non_snake_case, reason = "the type parameters name the elements")]
                match elements {
                    ($(Some($element),)+) => Ok(($($element,)+)),
                    _ => Err(plan.unexpected(decoder, "this tuple")),
                }
            }

            fn decode_indexed(fields: &mut Indexed<'_, 'de>) -> Result<Self, Error> {
                Ok(($(
                    indexed(fields, $element::decode, $element::decode_planned, no_default)
                        .map_err(|error| within::<Self>(error, $field))?,
                )+))
            }
        }
    )*};
}

tuples! {
    "Tuple1": A "_0" 0;
    "Tuple2": A "_0" 0, B "_1" 1;
    "Tuple3": A "_0" 0, B "_1" 1, C "_2" 2;
    "Tuple4": A "_0" 0, B "_1" 1, C "_2" 2, D "_3" 3;
    "Tuple5": A "_0" 0, B "_1" 1, C "_2" 2, D "_3" 3, E "_4" 4;
    "Tuple6": A "_0" 0, B "_1" 1, C "_2" 2, D "_3" 3, E "_4" 4, F "_5" 5;
    "Tuple7": A "_0" 0, B "_1" 1, C "_2" 2, D "_3" 3, E "_4" 4, F "_5" 5, G "_6" 6;
    "Tuple8": A "_0" 0, B "_1" 1, C "_2" 2, D "_3" 3, E "_4" 4, F "_5" 5, G "_6" 6, H "_7" 7;
    "Tuple9": A "_0" 0, B "_1" 1, C "_2" 2, D "_3" 3, E "_4" 4, F "_5" 5, G "_6" 6, H "_7" 7, I "_8" 8;
    "Tuple10": A "_0" 0, B "_1" 1, C "_2" 2, D "_3" 3, E "_4" 4, F "_5" 5, G "_6" 6, H "_7" 7, I "_8" 8, J "_9" 9;
    "Tuple11": A "_0" 0, B "_1" 1, C "_2" 2, D "_3" 3, E "_4" 4, F "_5" 5, G "_6" 6, H "_7" 7, I "_8" 8, J "_9" 9,
        K "_10" 10;
    "Tuple12": A "_0" 0, B "_1" 1, C "_2" 2, D "_3" 3, E "_4" 4, F "_5" 5, G "_6" 6, H "_7" 7, I "_8" 8, J "_9" 9,
        K "_10" 10, L "_11" 11;
}

#[cfg(test)]
mod tests {
    use super::super::proof::{has_no_schema, holds, reads_not, writes_not};
    use crate::{AvroSchema, ErrorKind, decode_into};

    #[test]
    fn unit_is_null() {
        holds((), r#""null""#, &[]);
        holds(vec![(); 3], r#"{"type":"array","items":"null"}"#, &[6, 0]);
    }

    #[test]
    fn tuples_are_records() {
        let schema = concat!(
            r#"{"type":"record","name":"Tuple2_int_string","namespace":"avro_entity","#,
            r#""fields":[{"name":"_0","type":"int"},{"name":"_1","type":"string"}]}"#
        );
        holds((1, String::from("a")), schema, &[2, 2, b'a']);
        holds(
            (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12u8),
            &tuple_of_ints(12),
            &[2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24],
        );
    }

    fn tuple_of_ints(len: usize) -> String {
        let fields: Vec<_> = (0..len).map(|index| format!(r#"{{"name":"_{index}","type":"int"}}"#)).collect();
        let (name, fields) = (format!("Tuple{len}{}", "_int".repeat(len)), fields.join(","));
        format!(r#"{{"type":"record","name":"{name}","namespace":"avro_entity","fields":[{fields}]}}"#)
    }

    #[test]
    fn the_name_of_a_tuple_says_where_its_parts_end() {
        type Nested = ((i32, Vec<i64>), [Option<bool>; 1]);
        assert_eq!(Nested::type_name(), "Tuple2_Tuple2__int__array___long_array__optional___boolean");
        assert_ne!(<((i32, i32), i32)>::type_name(), <(i32, (i32, i32))>::type_name());
    }

    #[test]
    fn tuples_of_one_name_and_equal_fields_are_one_record() {
        type Pairs = ((u8, String), (i32, Box<str>));
        let schema = Pairs::schema().to_string();
        assert_eq!(schema.matches(r#""Tuple2_int_string""#).count(), 2, "one definition and one use: {schema}");
    }

    #[test]
    fn an_error_says_which_element() {
        let message = "Tuple2_int_boolean._1 at byte 1: a boolean is the byte 0 or 1, found 7";
        reads_not::<(i32, bool)>(&[2, 7], ErrorKind::Malformed, message);
        let message = "Tuple2_int_long._1 at byte 1: 18446744073709551615 is outside the range of `long`";
        writes_not(&(1, u64::MAX), ErrorKind::Range, message);
    }

    #[test]
    fn elements_are_read_into_their_own_allocations() {
        let mut pair = (0, String::with_capacity(100));
        let before = pair.1.as_ptr();
        decode_into(&mut pair, &[2, 2, b'a']).unwrap();
        assert_eq!((pair.0, pair.1.as_str(), pair.1.as_ptr()), (1, "a", before));
    }

    #[test]
    fn an_option_of_null_is_refused() {
        let message = "an `Option` of a type that is `null` itself, such as `Option<Option<T>>`: Avro has one `null`";
        has_no_schema::<Option<()>>(message);
        has_no_schema::<Option<Option<i32>>>(message);
        has_no_schema::<Option<Box<Option<i32>>>>(message);
    }
}
