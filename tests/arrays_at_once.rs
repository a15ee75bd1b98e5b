//! The items of a `Vec` of numbers or texts are read and written many at once. A `VecDeque` reads and writes one after the other, and
//! says what has to come out: the values, the bytes, and where an error is.

use avro_entity::{AvroDecode, AvroEncode, Decoder, Encoder, Limits, from_slice, to_vec};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::VecDeque;
use std::fmt::Debug;

/// What reading gives, as text, since a number may be none that equals itself.
fn read<'a, C: AvroDecode<'a> + Debug>(bytes: &'a [u8], limits: &Limits) -> (Result<String, String>, usize) {
    let mut decoder = Decoder::with_limits(bytes, limits);
    let items = C::decode(&mut decoder).map(|items| format!("{items:?}")).map_err(|error| error.to_string());
    // Where reading stops after an error is nobody's business.
    let left = if items.is_ok() { decoder.remaining().len() } else { 0 };
    (items, left)
}

/// Holds `Vec<T>` against `VecDeque<T>` for these bytes, and reading into values that are there.
fn same<'a, T: AvroDecode<'a> + Debug + Clone>(
    bytes: &'a [u8],
    present: &[T],
    limits: &Limits,
) -> Result<(), TestCaseError> {
    let expected = read::<VecDeque<T>>(bytes, limits);
    prop_assert_eq!(&read::<Vec<T>>(bytes, limits), &expected);
    let mut items = present.to_vec();
    let into = items.decode_into(&mut Decoder::with_limits(bytes, limits));
    prop_assert_eq!(into.map(|()| format!("{items:?}")).map_err(|error| error.to_string()), expected.0);
    Ok(())
}

/// The same for all types whose items are read at once, whatever the bytes are.
fn all_are_the_same(bytes: &[u8], limits: &Limits) -> Result<(), TestCaseError> {
    same::<bool>(bytes, &[true], limits)?;
    same::<i32>(bytes, &[7, 8], limits)?;
    same::<i64>(bytes, &[7], limits)?;
    same::<f32>(bytes, &[0.5, 1.5, 2.5], limits)?;
    same::<f64>(bytes, &[0.5], limits)?;
    same::<&str>(bytes, &["there"], limits)?;
    same::<String>(bytes, &["there".into(), String::new(), "a text of more than sixteen bytes".into()], limits)
}

/// The items in blocks of these lengths, with and without sizes, and cut off or damaged where it says so.
fn in_blocks<T: AvroEncode>(items: &[T], lengths: &[usize], sized: bool, damage: Option<(usize, u8)>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = items;
    let mut lengths = lengths.iter().cycle();
    while !rest.is_empty() {
        let len = lengths.next().map_or(1, |len| *len).clamp(1, rest.len());
        let (block, behind) = rest.split_at(len);
        rest = behind;
        let content: Vec<u8> = block.iter().flat_map(|item| to_vec(item).unwrap()).collect();
        let mut encoder = Encoder::new(&mut bytes);
        match sized {
            true => {
                encoder.write_long(-(len as i64));
                encoder.write_long(content.len() as i64);
            }
            false => encoder.write_long(len as i64),
        }
        bytes.extend(content);
    }
    bytes.push(0);
    if let Some((at, byte)) = damage {
        let at = at % bytes.len();
        match byte {
            0x55 => bytes.truncate(at),
            byte => bytes[at] = byte,
        }
    }
    bytes
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{0,20}", "[a-zé]{0,40}", "[x]{60,70}", "[y]{8190,8194}"]
}

fn arrays_of<T: AvroEncode + Debug + Clone>(items: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<u8>> {
    let damage = prop::option::of((any::<usize>(), any::<u8>()));
    (vec(items, 0..60), vec(1usize..40, 1..4), any::<bool>(), damage)
        .prop_map(|(items, lengths, sized, damage)| in_blocks(&items, &lengths, sized, damage))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn arrays_are_read_as_one_item_after_the_other(
        bytes in prop_oneof![
            arrays_of(any::<bool>()), arrays_of(any::<i32>()), arrays_of(any::<i64>()), arrays_of(-70i64..70), arrays_of(any::<f32>()), arrays_of(any::<f64>()),
            arrays_of(text()), vec(any::<u8>(), 0..80),
        ],
        behind in vec(any::<u8>(), 0..20),
        items in prop_oneof![Just(Limits::DEFAULT.items), 0u64..50],
        value_bytes in prop_oneof![Just(Limits::DEFAULT.value_bytes), 0usize..30],
    ) {
        let limits = Limits { items, value_bytes, ..Limits::default() };
        all_are_the_same(&[bytes.clone(), behind].concat(), &limits)?;
        all_are_the_same(&bytes, &limits)?;
    }

    #[test]
    fn arrays_are_written_as_one_item_after_the_other(
        longs in vec(any::<i64>(), 0..600), ints in vec(any::<i32>(), 0..600), doubles in vec(any::<f64>(), 0..600),
        floats in vec(any::<f32>(), 0..600), flags in vec(any::<bool>(), 0..600), texts in vec(text(), 0..40),
    ) {
        fn same<T: AvroEncode + Clone>(items: &[T]) -> bool {
            to_vec(items).unwrap() == to_vec(&items.iter().cloned().collect::<VecDeque<T>>()).unwrap()
        }
        prop_assert!(same(&longs) && same(&ints) && same(&doubles) && same(&floats) && same(&flags) && same(&texts));
    }
}

#[test]
fn an_error_in_the_middle_says_which_item_it_is() {
    let mut bytes = in_blocks(&["a", "b", "c"], &[2], false, None);
    let at = bytes.iter().position(|byte| *byte == b'c').unwrap();
    bytes[at] = 0xff;
    let error = from_slice::<Vec<String>>(&bytes).unwrap_err();
    assert!(error.to_string().starts_with("[2] at byte 6: a string is UTF-8"), "{error}");
}
