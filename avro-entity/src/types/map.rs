//! Maps with string keys: `map`. Of a key that comes more than once the last value counts, as in Java.
//!
//! The order of the entries on the wire is the map's own: sorted for `BTreeMap`, as inserted for `IndexMap`, and any for
//! `HashMap`.

use super::item::{Direct, ReadItem, Through};
use super::repr::{DecodeAs, Each, EncodeAs, LiftValues, Own, SchemaAs, plain};
use super::sequence::{read_blocks, room, write_block};
use crate::decode::AvroDecode;
use crate::encode::{AvroEncode, Branches};
use crate::error::Error;
use crate::resolve::Planned;
use crate::schema::{AvroSchema, NodeId, SchemaBuilder, instance_name};
use crate::wire::{Decoder, Encoder, ItemSize};
#[cfg(feature = "indexmap")]
use indexmap::IndexMap;
use std::borrow::{Borrow, Cow};
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};
use std::mem;
use std::rc::Rc;
use std::sync::Arc;

/// A key that is the text on the wire: `String`, `&str`, `Box<str>`, `Arc<str>`, `Rc<str>`, `Cow<str>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not text, and the keys of an Avro map are",
    label = "a map with keys of type `{Self}`",
    note = "with `#[avro(map = \"string_keys\")]` the keys are text through `Display` and `FromStr`",
    note = "with `#[avro(map = \"entries\")]` the map is an array of records of `key` and `value`"
)]
pub trait TextKey: Eq + Borrow<str> {}

/// A key that can be read.
pub trait ReadKey<'de>: TextKey {
    /// The key of this text.
    fn read(text: &'de str) -> Self;
}

macro_rules! keys {
    ($([$($lifetime:lifetime)?] $type:ty;)*) => {$(
        impl<$($lifetime)?> TextKey for $type {}

        impl<'de $(: $lifetime, $lifetime)?> ReadKey<'de> for $type {
            #[inline]
            fn read(text: &'de str) -> $type {
                text.into()
            }
        }
    )*};
}

keys! {
    [] String;
    [] Box<str>;
    [] Rc<str>;
    [] Arc<str>;
    ['a] Cow<'a, str>;
    ['a] &'a str;
}

/// Writes a map.
fn encode<'a, R: ?Sized, V: EncodeAs<R> + 'a>(
    entries: impl ExactSizeIterator<Item = (&'a str, &'a V)>,
    encoder: &mut Encoder<'_>,
) -> Result<(), Error> {
    write_block(entries.len(), encoder, |encoder| {
        for (key, value) in entries {
            encoder.write_str(key);
            value.encode_as(encoder).map_err(|error| error.at_key(key))?;
        }
        Ok(())
    })
}

/// A map that grows while it is read.
pub(super) trait Grow<K, V>: Default {
    /// Makes room for so many more entries.
    fn make_room(&mut self, additional: usize);
    /// Adds an entry and returns the value that its key had.
    fn add(&mut self, key: K, value: V) -> Option<V>;
}

/// A map with string keys that is read into.
trait Reuse<K, V>: Grow<K, V> {
    /// Whether there are no entries.
    fn has_none(&self) -> bool;
    /// The value of a key that is there.
    fn value(&mut self, key: &str) -> Option<&mut V>;
    /// Leaves the entries of these keys, which stand in the order of the wire.
    fn keep(&mut self, keys: &mut [&str]);
}

/// Reads a map.
fn decode<'de, K: ReadKey<'de>, V, M: Grow<K, V>>(
    decoder: &mut Decoder<'de>,
    read: impl ReadItem<'de, V>,
) -> Result<M, Error> {
    let mut map = M::default();
    let reserve = |map: &mut M, count| map.make_room(room::<(K, V)>(count));
    read_blocks(&mut map, decoder, ItemSize::of::<(K, V)>(entry_bytes(read.width()?)), reserve, |map, _, decoder| {
        let key = decoder.read_str()?;
        let value = read.read(decoder).map_err(|error| error.at_key(key))?;
        map.add(K::read(key), value);
        Ok(())
    })?;
    Ok(map)
}

/// Reads a map into one that has entries: those of the same keys are kept and their values read into, so that nothing is
/// allocated when the keys are the same again; the others are dropped.
fn decode_into<'de, K: ReadKey<'de>, V, M: Reuse<K, V>>(
    map: &mut M,
    decoder: &mut Decoder<'de>,
    read: impl ReadItem<'de, V>,
) -> Result<(), Error> {
    if map.has_none() {
        *map = decode(decoder, read)?;
        return Ok(());
    }
    let mut keys = Keys::default();
    read_blocks(
        map,
        decoder,
        ItemSize::of::<(K, V)>(entry_bytes(read.width()?)),
        |_, _| {},
        |map, _, decoder| {
            let key = decoder.read_str()?;
            keys.push(key);
            let result = match map.value(key) {
                Some(value) => read.read_into(value, decoder),
                None => read.read(decoder).map(|value| drop(map.add(K::read(key), value))),
            };
            result.map_err(|error| error.at_key(key))
        },
    )?;
    map.keep(keys.as_mut_slice());
    Ok(())
}

/// The least that an entry takes, with a key of no characters.
pub(super) fn entry_bytes(value: usize) -> usize {
    value.saturating_add(1)
}

/// How many keys are remembered on the stack.
const FEW: usize = 32;

/// How many more have room in a list that is kept for the next map.
const MANY: usize = 1 << 16;

thread_local! {
    /// Empty lists of keys whose memory the thread's next large maps take, one for each map that stands in another.
    static SPARE: Cell<Vec<Vec<&'static str>>> = const { Cell::new(Vec::new()) };
}

/// Calls `with` on the spare lists, unless the thread is about to end.
fn spare<T>(with: impl FnOnce(&mut Vec<Vec<&'static str>>) -> T) -> Option<T> {
    let with = |cell: &Cell<Vec<Vec<&'static str>>>| {
        let mut lists = cell.take();
        let result = with(&mut lists);
        cell.set(lists);
        result
    };
    SPARE.try_with(with).ok()
}

/// The keys that came, in the order of the wire.
#[derive(Default)]
struct Keys<'de> {
    few: [&'de str; FEW],
    len: usize,
    /// All of them, once they are more than `few` holds.
    many: Vec<&'de str>,
}

impl<'de> Keys<'de> {
    fn push(&mut self, key: &'de str) {
        match self.few.get_mut(self.len) {
            Some(slot) => *slot = key,
            None => {
                if self.many.is_empty() {
                    self.many = spare(Vec::pop).flatten().unwrap_or_default();
                    self.many.extend(self.few);
                }
                self.many.push(key);
            }
        }
        self.len += 1;
    }

    fn as_mut_slice(&mut self) -> &mut [&'de str] {
        match self.few.get_mut(..self.len) {
            Some(few) => few,
            None => &mut self.many,
        }
    }
}

impl Drop for Keys<'_> {
    fn drop(&mut self) {
        if (1..=MANY).contains(&self.many.capacity()) {
            self.many.clear();
            // Collected in place: an empty list without a lifetime, of the same memory.
            let list = mem::take(&mut self.many).into_iter().map(|_| "").collect();
            spare(|lists| lists.push(list));
        }
    }
}

/// `{ bounds of a key } { parameter of the hasher } Map, how room is made`
macro_rules! grow {
    ($({ $($order:tt)+ } { $($hasher:ident)? } $map:ty $(, $reserve:ident)?;)*) => {$(
        impl<K: $($order)+, V $(, $hasher: BuildHasher + Default)?> Grow<K, V> for $map {
            fn make_room(&mut self, additional: usize) {
                let _ = additional;
                $(self.$reserve(additional);)?
            }

            fn add(&mut self, key: K, value: V) -> Option<V> {
                self.insert(key, value)
            }
        }
    )*};
}

/// Maps without an order of their own drop the entries whose keys did not come.
macro_rules! reuse_in_any_order {
    ($({ $($order:tt)+ } { $($hasher:ident)? } $map:ty;)*) => {$(
        impl<K: TextKey + $($order)+, V $(, $hasher: BuildHasher + Default)?> Reuse<K, V> for $map {
            fn has_none(&self) -> bool {
                self.is_empty()
            }

            fn value(&mut self, key: &str) -> Option<&mut V> {
                self.get_mut(key)
            }

            fn keep(&mut self, keys: &mut [&str]) {
                keys.sort_unstable();
                let repeated = keys.iter().zip(keys.iter().skip(1)).filter(|(key, next)| key == next).count();
                if keys.len() - repeated < self.len() {
                    self.retain(|key, _| keys.binary_search(&key.borrow()).is_ok());
                }
            }
        }
    )*};
}

grow! {
    { Eq + Hash } { S } HashMap<K, V, S>, reserve;
    { Ord } {} BTreeMap<K, V>;
}

reuse_in_any_order! {
    { Hash } { S } HashMap<K, V, S>;
    { Ord } {} BTreeMap<K, V>;
}

#[cfg(feature = "indexmap")]
grow! {
    { Eq + Hash } { S } IndexMap<K, V, S>, reserve;
}

#[cfg(feature = "indexmap")]
impl<K: TextKey + Hash, V, S: BuildHasher + Default> Reuse<K, V> for IndexMap<K, V, S> {
    fn has_none(&self) -> bool {
        self.is_empty()
    }

    fn value(&mut self, key: &str) -> Option<&mut V> {
        self.get_mut(key)
    }

    /// Moves the entries that came to the front, in the order in which they came first.
    fn keep(&mut self, keys: &mut [&str]) {
        let mut len = 0;
        for key in keys.iter() {
            if let Some(index) = self.get_index_of(*key)
                && index >= len
            {
                self.swap_indices(len, index);
                len += 1;
            }
        }
        self.truncate(len);
    }
}

/// `{ bounds of every key } { parameter of the hasher } Map`
macro_rules! maps {
    ($({ $($order:tt)+ } { $($hasher:ident)? } $map:ty;)*) => {$(
        impl<R: LiftValues, K: TextKey, V: SchemaAs<R::Inner> $(, $hasher)?> SchemaAs<R> for $map {
            fn build_as(builder: &mut SchemaBuilder) -> NodeId {
                let values = V::build_as(builder);
                builder.map(values)
            }
        }

        impl<R: LiftValues, K: TextKey, V: EncodeAs<R::Inner> $(, $hasher)?> EncodeAs<R> for $map {
            fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                encode(self.iter().map(|(key, value)| (key.borrow(), value)), encoder)
            }
        }

        impl<'de, R: LiftValues, K: ReadKey<'de> + $($order)+, V: DecodeAs<'de, R::Inner> $(, $hasher: BuildHasher + Default)?>
            DecodeAs<'de, R> for $map
        {
            const MIN_BYTES_AS: usize = 1;

            fn decode_as(decoder: &mut Decoder<'de>) -> Result<Self, Error> {
                decode(decoder, Direct::<R::Inner>::new())
            }

            fn decode_into_as(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
                decode_into(self, decoder, Direct::<R::Inner>::new())
            }

            fn decode_changed_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
                decode(decoder, Through::<R::Inner>::values(plan, decoder)?)
            }

            fn decode_changed_into_as(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
                decode_into(self, decoder, Through::<R::Inner>::values(plan, decoder)?)
            }
        }

        plain!(@schema [K: TextKey, V: AvroSchema $(, $hasher)?] $map as Each<Own>, instance_name("map", &[V::type_name()]));
        plain!(@encode [K: TextKey, V: AvroEncode $(, $hasher)?] $map as Each<Own>);
        plain!(@decode [K: ReadKey<'de> + $($order)+, V: AvroDecode<'de> $(, $hasher: BuildHasher + Default)?] $map as Each<Own>);
    )*};
}

maps! {
    { Hash } { S } HashMap<K, V, S>;
    { Ord } {} BTreeMap<K, V>;
}
#[cfg(feature = "indexmap")]
maps! {
    { Hash } { S } IndexMap<K, V, S>;
}

#[cfg(test)]
mod tests {
    use super::super::proof::{holds, reads, reads_not};
    use crate::{ErrorKind, decode_into, from_slice, to_vec};
    use std::borrow::Cow;
    use std::collections::{BTreeMap, HashMap};
    use std::sync::Arc;

    const LONGS: &str = r#"{"type":"map","values":"long"}"#;
    const AB: [u8; 8] = [4, 2, b'a', 2, 2, b'b', 4, 0];

    #[test]
    fn maps_with_keys_of_every_owner_are_maps() {
        holds(BTreeMap::from([(String::from("a"), 1i64), (String::from("b"), 2)]), LONGS, &AB);
        holds(BTreeMap::from([(Arc::<str>::from("a"), 1i64), (Arc::from("b"), 2)]), LONGS, &AB);
        holds(HashMap::from([(Box::<str>::from("a"), 1i64)]), LONGS, &[2, 2, b'a', 2, 0]);
        holds(HashMap::<String, i64>::new(), LONGS, &[0]);
        assert_eq!(from_slice::<BTreeMap<&str, i64>>(&AB).unwrap(), BTreeMap::from([("a", 1), ("b", 2)]));
        let borrowed: HashMap<Cow<'_, str>, i64> = from_slice(&AB).unwrap();
        assert!(borrowed.keys().all(|key| matches!(key, Cow::Borrowed(_))));
        assert_eq!(to_vec(&BTreeMap::from([("a", 1i64), ("b", 2)])).unwrap(), AB);
    }

    #[test]
    fn any_number_of_blocks_with_and_without_sizes_is_read() {
        let map = HashMap::from([(String::from("a"), 1i64), (String::from("b"), 2)]);
        reads(&map, &[2, 2, b'a', 2, 2, 2, b'b', 4, 0]);
        reads(&map, &[1, 6, 2, b'a', 2, 2, 2, b'b', 4, 0]);
    }

    #[test]
    fn of_a_repeated_key_the_last_value_counts() {
        let bytes = [4, 2, b'a', 2, 2, b'a', 4, 0];
        reads(&HashMap::from([(String::from("a"), 2i64)]), &bytes);
        let mut stale = HashMap::from([(String::from("a"), 0i64), (String::from("b"), 0)]);
        decode_into(&mut stale, &bytes).unwrap();
        assert_eq!(stale, HashMap::from([(String::from("a"), 2)]));
    }

    #[test]
    fn entries_of_the_same_keys_are_kept_and_others_dropped() {
        let text = |capacity| String::with_capacity(capacity);
        let mut map =
            HashMap::from([("a".to_owned(), text(100)), ("b".to_owned(), text(100)), ("c".to_owned(), text(9))]);
        let before = (map["a"].as_ptr(), map["b"].as_ptr());
        decode_into(&mut map, b"\x06\x02b\x02y\x02a\x02x\x02d\x02z\x00").unwrap();
        assert_eq!(map, ["a", "b", "d"].into_iter().zip(["x", "y", "z"]).map(|(k, v)| (k.into(), v.into())).collect());
        assert_eq!((map["a"].as_ptr(), map["b"].as_ptr()), before);
    }

    #[test]
    fn more_keys_than_are_remembered_without_an_allocation() {
        let map = |range: std::ops::Range<i64>| range.map(|key| (key.to_string(), key)).collect::<HashMap<_, _>>();
        let mut read = map(0..100);
        decode_into(&mut read, &to_vec(&map(50..120)).unwrap()).unwrap();
        assert_eq!(read, map(50..120));
    }

    #[cfg(feature = "indexmap")]
    #[test]
    fn an_index_map_has_the_order_of_the_wire() {
        use indexmap::IndexMap;
        holds(IndexMap::<String, i64>::from([("a".into(), 1), ("b".into(), 2)]), LONGS, &AB);
        let mut map: IndexMap<String, i64> = ["c", "b", "x", "a"].map(|key| (key.to_owned(), 0)).into();
        decode_into(&mut map, &AB).unwrap();
        assert!(map.iter().map(|(key, value)| (key.as_str(), *value)).eq([("a", 1), ("b", 2)]));
        decode_into(&mut map, b"\x08\x02n\x00\x02b\x06\x02b\x08\x02a\x0a\x00").unwrap();
        assert!(map.iter().map(|(key, value)| (key.as_str(), *value)).eq([("n", 0), ("b", 4), ("a", 5)]));
    }

    #[test]
    fn an_error_says_which_key() {
        let message = "[\"a\"][\"b\"] at byte 6: a boolean is the byte 0 or 1, found 7";
        let bytes = [2, 2, b'a', 2, 2, b'b', 7, 0, 0];
        reads_not::<HashMap<String, HashMap<String, bool>>>(&bytes, ErrorKind::Malformed, message);
        let mut map = BTreeMap::from([(String::from("a"), BTreeMap::from([(String::from("b"), true)]))]);
        assert_eq!(decode_into(&mut map, &bytes).unwrap_err().to_string(), message);
    }

    #[test]
    fn a_claim_of_more_entries_than_there_are_bytes_is_refused() {
        let message = "byte 0: the input ends inside a block of items";
        reads_not::<HashMap<String, i64>>(&[6, 2, b'a', 2, 0], ErrorKind::UnexpectedEnd, message);
    }
}
