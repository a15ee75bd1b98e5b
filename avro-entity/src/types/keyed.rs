//! Maps whose keys are no text: as an array of records (`map = "entries"`), or with keys through `Display` and `FromStr`
//! (`map = "string_keys"`).
//!
//! ```json
//! {"type": "array", "items": {"type": "record", "name": "avro_entity.Entry_long_string", "fields": [
//!     {"name": "key", "type": "long"}, {"name": "value", "type": "string"}]}}
//! ```

use super::item::{Direct, ReadItem, Through};
use super::map::{Grow, entry_bytes};
use super::repr::{DecodeAs, EncodeAs, Entries, Own, SchemaAs, StringKeys};
use super::sequence::{read_blocks, room, write_block};
use super::stringable::{parse, show};
use crate::decode::AvroDecode;
use crate::encode::AvroEncode;
use crate::error::{Error, ErrorKind};
use crate::resolve::{Followed, Planned};
use crate::schema::{AvroSchema, NodeId, SchemaBuilder, instance_name};
use crate::types::own_name;
use crate::wire::{Decoder, Encoder, ItemSize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Display;
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;
use std::str::FromStr;

/// The Rust type behind the record of an entry.
struct Entry<K, V>(PhantomData<(K, V)>);

fn build_entries<K: AvroSchema, V: AvroSchema>(builder: &mut SchemaBuilder) -> NodeId {
    let name = own_name(&instance_name("Entry", &[K::type_name(), V::type_name()]));
    let entry = builder.shared_record::<Entry<K, V>>(name, |record| {
        record.field("key", K::build);
        record.field("value", V::build);
    });
    builder.array(entry)
}

fn encode_entries<'a, K: AvroEncode + 'a, V: AvroEncode + 'a>(
    entries: impl ExactSizeIterator<Item = (&'a K, &'a V)>,
    encoder: &mut Encoder<'_>,
) -> Result<(), Error> {
    write_block(entries.len(), encoder, |encoder| {
        for (index, (key, value)) in entries.enumerate() {
            key.encode(encoder).map_err(|error| in_entry(error, "key", index))?;
            value.encode(encoder).map_err(|error| in_entry(error, "value", index))?;
        }
        Ok(())
    })
}

fn decode_entries<'de, K: AvroDecode<'de>, V: AvroDecode<'de>, M: Grow<K, V>>(
    decoder: &mut Decoder<'de>,
    width: usize,
    read: impl Fn(&mut Decoder<'de>, usize) -> Result<(K, V), Error>,
) -> Result<M, Error> {
    let mut map = M::default();
    let reserve = |map: &mut M, count| map.make_room(room::<(K, V)>(count));
    read_blocks(&mut map, decoder, ItemSize::of::<(K, V)>(width), reserve, |map, index, decoder| {
        let at = decoder.offset();
        let (key, value) = read(decoder, index)?;
        match map.add(key, value) {
            None => Ok(()),
            Some(_) => Err(repeated(index, at)),
        }
    })?;
    Ok(map)
}

/// The entry at an index.
fn entry<'de, K: AvroDecode<'de>, V: AvroDecode<'de>>(
    decoder: &mut Decoder<'de>,
    index: usize,
) -> Result<(K, V), Error> {
    let key = K::decode(decoder).map_err(|error| in_entry(error, "key", index))?;
    let value = V::decode(decoder).map_err(|error| in_entry(error, "value", index))?;
    Ok((key, value))
}

/// The entry at an index, through a node of a plan.
fn planned_entry<'de, K: AvroDecode<'de>, V: AvroDecode<'de>>(
    decoder: &mut Decoder<'de>,
    index: usize,
    plan: Planned<'_>,
) -> Result<(K, V), Error> {
    let plan = match plan.follow(decoder)? {
        Followed::Same => return entry(decoder, index),
        Followed::Union { inner, .. } => inner,
        Followed::Changed(plan) => plan,
    };
    let (mut key, mut value) = (None, None);
    let record = plan.record(decoder)?;
    for step in &record.steps {
        let through = plan.operand(step.operand);
        match step.opcode {
            0 => key = Some(K::decode(decoder).map_err(|error| in_entry(error, "key", index))?),
            2 => key = Some(K::decode_planned(decoder, through).map_err(|error| in_entry(error, "key", index))?),
            3 => value = Some(V::decode(decoder).map_err(|error| in_entry(error, "value", index))?),
            5 => value = Some(V::decode_planned(decoder, through).map_err(|error| in_entry(error, "value", index))?),
            _ => plan.skip(*step, record, decoder)?,
        }
    }
    key.zip(value).ok_or_else(|| plan.unexpected(decoder, "an entry"))
}

#[cold]
fn in_entry(error: Error, field: &'static str, index: usize) -> Error {
    error.in_field("Entry", field).at_index(index)
}

#[cold]
fn repeated(index: usize, at: u64) -> Error {
    let message = "the key has come before, and a map has one value for it";
    in_entry(Error::new(ErrorKind::Unrepresentable, message).at_offset(at), "key", index)
}

#[cold]
fn one_key(text: &str, at: u64) -> Error {
    let message = "an earlier key of the map is the same value, and there is one place for both";
    Error::new(ErrorKind::Unrepresentable, message).at_key(text).at_offset(at)
}

/// Two keys of one text would be one key to a reader, so that they are refused.
fn encode_string_keys<'a, K: Display + 'a, V: AvroEncode + 'a>(
    entries: impl ExactSizeIterator<Item = (&'a K, &'a V)>,
    encoder: &mut Encoder<'_>,
) -> Result<(), Error> {
    let mut keys = HashSet::with_capacity(entries.len());
    write_block(entries.len(), encoder, |encoder| {
        for (key, value) in entries {
            let mut text = String::new();
            show(key, &mut text).map_err(|error| error.at_offset(encoder.written() as u64))?;
            if keys.contains(&text) {
                return Err(encoder.error(ErrorKind::Unrepresentable, "another key has the same text").at_key(&text));
            }
            encoder.write_str(&text);
            value.encode(encoder).map_err(|error| error.at_key(&text))?;
            keys.insert(text);
        }
        Ok(())
    })
}

fn decode_string_keys<'de, K: FromStr<Err: Display>, V, M: Grow<K, V>>(
    decoder: &mut Decoder<'de>,
    read: impl ReadItem<'de, V>,
) -> Result<M, Error> {
    let mut map = M::default();
    let reserve = |map: &mut M, count| map.make_room(room::<(K, V)>(count));
    read_blocks(&mut map, decoder, ItemSize::of::<(K, V)>(entry_bytes(read.width()?)), reserve, |map, _, decoder| {
        let at = decoder.offset();
        let text = decoder.read_str()?;
        let key = parse(text, at).map_err(|error| error.at_key(text))?;
        match map.add(key, read.read(decoder).map_err(|error| error.at_key(text))?) {
            None => Ok(()),
            Some(_) => Err(one_key(text, at)),
        }
    })?;
    Ok(map)
}

/// `{ bounds of a key to be read } { parameter of the hasher } Map`
macro_rules! keyed {
    ($({ $($order:tt)+ } { $($hasher:ident)? } $map:ty;)*) => {$(
        impl<K: AvroSchema, V: AvroSchema $(, $hasher)?> SchemaAs<Entries> for $map {
            fn build_as(builder: &mut SchemaBuilder) -> NodeId {
                build_entries::<K, V>(builder)
            }
        }

        impl<K: AvroEncode, V: AvroEncode $(, $hasher)?> EncodeAs<Entries> for $map {
            fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                encode_entries(self.iter(), encoder)
            }
        }

        impl<'de, K: AvroDecode<'de> + $($order)+, V: AvroDecode<'de> $(, $hasher: BuildHasher + Default)?>
            DecodeAs<'de, Entries> for $map
        {
            const MIN_BYTES_AS: usize = 1;

            fn decode_as(decoder: &mut Decoder<'de>) -> Result<Self, Error> {
                let (key, value) = (<K as DecodeAs<'de, Own>>::min_bytes_as()?, <V as DecodeAs<'de, Own>>::min_bytes_as()?);
                decode_entries(decoder, key.saturating_add(value), entry)
            }

            fn decode_changed_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
                let (plan, width) = plan.items(decoder)?;
                decode_entries(decoder, width, |decoder, index| planned_entry(decoder, index, plan))
            }
        }

        impl<K: Display, V: AvroSchema $(, $hasher)?> SchemaAs<StringKeys> for $map {
            fn build_as(builder: &mut SchemaBuilder) -> NodeId {
                let values = V::build(builder);
                builder.map(values)
            }
        }

        impl<K: Display, V: AvroEncode $(, $hasher)?> EncodeAs<StringKeys> for $map {
            fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                encode_string_keys(self.iter(), encoder)
            }
        }

        impl<'de, K: Display + FromStr<Err: Display> + $($order)+, V: AvroDecode<'de> $(, $hasher: BuildHasher + Default)?>
            DecodeAs<'de, StringKeys> for $map
        {
            const MIN_BYTES_AS: usize = 1;

            fn decode_as(decoder: &mut Decoder<'de>) -> Result<Self, Error> {
                decode_string_keys(decoder, Direct::<Own>::new())
            }

            fn decode_changed_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
                decode_string_keys(decoder, Through::<Own>::values(plan, decoder)?)
            }
        }
    )*};
}

keyed! {
    { Eq + Hash } { S } HashMap<K, V, S>;
    { Ord } {} BTreeMap<K, V>;
}
#[cfg(feature = "indexmap")]
keyed! {
    { Eq + Hash } { S } indexmap::IndexMap<K, V, S>;
}

#[cfg(test)]
mod tests {
    use super::super::proof::{Represented, holds, reads_not, writes_not};
    use super::*;
    use crate::to_vec;
    use std::fmt;

    type AsEntries<T> = Represented<T, Entries>;
    type ByText<T> = Represented<T, StringKeys>;

    const ENTRIES: &str = concat!(
        r#"{"type":"array","items":{"type":"record","name":"Entry_int_string","namespace":"avro_entity","#,
        r#""fields":[{"name":"key","type":"int"},{"name":"value","type":"string"}]}}"#
    );

    #[test]
    fn entries_are_an_array_of_records() {
        let map = BTreeMap::from([(1, String::from("a")), (2, String::from("b"))]);
        holds(AsEntries::of(map), ENTRIES, &[4, 2, 2, b'a', 4, 2, b'b', 0]);
        holds(AsEntries::of(HashMap::from([(1, String::from("a"))])), ENTRIES, &[2, 2, 2, b'a', 0]);
        #[cfg(feature = "indexmap")]
        holds(AsEntries::of(indexmap::IndexMap::<i32, String>::from([(1, "a".into())])), ENTRIES, &[2, 2, 2, b'a', 0]);
    }

    #[test]
    fn maps_of_equal_entries_share_their_record() {
        type Two = (AsEntries<BTreeMap<u8, Box<str>>>, AsEntries<HashMap<i32, String>>);
        let schema = <Two as AvroSchema>::schema().to_string();
        assert_eq!(schema.matches(r#""Entry_int_string""#).count(), 2, "one definition and one use: {schema}");
    }

    #[test]
    fn an_entry_whose_key_came_before_is_refused() {
        let bytes = [4, 2, 2, b'a', 2, 2, b'b', 0];
        let message = "[1].key at byte 4: the key has come before, and a map has one value for it";
        reads_not::<AsEntries<BTreeMap<i32, String>>>(&bytes, ErrorKind::Unrepresentable, message);
    }

    #[test]
    fn an_error_says_which_entry() {
        let message = "[0].value at byte 2: a boolean is the byte 0 or 1, found 7";
        reads_not::<AsEntries<BTreeMap<i32, bool>>>(&[2, 2, 7, 0], ErrorKind::Malformed, message);
        let big = AsEntries::of(BTreeMap::from([(1, u64::MAX)]));
        writes_not(&big, ErrorKind::Range, "[0].value at byte 2: 18446744073709551615 is outside the range of `long`");
    }

    #[test]
    fn string_keys_are_the_text_of_the_keys() {
        let map = BTreeMap::from([(1u128, true), (20, false)]);
        holds(ByText::of(map), r#"{"type":"map","values":"boolean"}"#, b"\x04\x021\x01\x0420\x00\x00");
        let message = "[\"x\"] at byte 1: expected the text of a `u128`: invalid digit found in string";
        reads_not::<ByText<HashMap<u128, bool>>>(b"\x02\x02x\x01\x00", ErrorKind::Custom, message);
    }

    #[test]
    fn texts_of_one_key_are_refused() {
        let message =
            "[\"01\"] at byte 4: an earlier key of the map is the same value, and there is one place for both";
        reads_not::<ByText<BTreeMap<u32, bool>>>(b"\x04\x021\x01\x0401\x00\x00", ErrorKind::Unrepresentable, message);
    }

    #[test]
    fn keys_of_one_text_are_refused() {
        #[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
        struct Rounded(u32);
        impl Display for Rounded {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0 / 10)
            }
        }
        let map = ByText::of(BTreeMap::from([(Rounded(10), true), (Rounded(11), true)]));
        writes_not(&map, ErrorKind::Unrepresentable, "[\"1\"] at byte 4: another key has the same text");
        assert_eq!(to_vec(&ByText::of(BTreeMap::from([(Rounded(10), true)]))).unwrap(), *b"\x02\x021\x01\x00");
    }
}
