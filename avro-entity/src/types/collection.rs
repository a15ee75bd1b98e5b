//! Sequences that are no slices, and sets: `array`.
//!
//! The order on the wire is the collection's own: sorted for `BTreeSet`, as inserted for `IndexSet`, and any for `HashSet`. An
//! item that comes twice is in a set once.

use super::item::{Direct, ReadItem, Through};
use super::repr::{DecodeAs, Each, EncodeAs, Lift, Own, SchemaAs, plain};
use super::sequence::{self, read_blocks, room};
use crate::decode::AvroDecode;
use crate::encode::{AvroEncode, Branches};
use crate::error::Error;
use crate::resolve::Planned;
use crate::schema::{AvroSchema, NodeId, SchemaBuilder, instance_name};
use crate::wire::{Decoder, Encoder, ItemSize};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet, LinkedList, VecDeque};
use std::hash::{BuildHasher, Hash};

/// What reading does with a collection.
trait Target<T>: Default {
    /// Removes all items and keeps the room they took.
    fn empty(&mut self);
    /// Makes room for so many more items.
    fn make_room(&mut self, additional: usize);
    /// Adds an item behind the others.
    fn add(&mut self, item: T);
}

/// Reads an array into an empty collection.
fn fill<'de, T, C: Target<T>>(
    collection: &mut C,
    decoder: &mut Decoder<'de>,
    read: impl ReadItem<'de, T>,
) -> Result<(), Error> {
    let reserve = |collection: &mut C, count| collection.make_room(room::<T>(count));
    read_blocks(collection, decoder, ItemSize::of::<T>(read.width()?), reserve, |collection, index, decoder| {
        collection.add(read.read(decoder).map_err(|error| error.at_index(index))?);
        Ok(())
    })?;
    Ok(())
}

/// `{ bounds of an item to be read } { parameter of the hasher } Collection, how items are added and
/// room is made`
macro_rules! collections {
    ($({ $($item:tt)* } { $($hasher:ident)? } $collection:ty, $add:ident $(, $reserve:ident)?;)*) => {$(
        impl<T: $($item)* $(, $hasher: BuildHasher + Default)?> Target<T> for $collection {
            fn empty(&mut self) {
                self.clear();
            }

            fn make_room(&mut self, additional: usize) {
                let _ = additional;
                $(self.$reserve(additional);)?
            }

            fn add(&mut self, item: T) {
                self.$add(item);
            }
        }

        impl<R: Lift, T: SchemaAs<R::Inner> $(, $hasher)?> SchemaAs<R> for $collection {
            fn build_as(builder: &mut SchemaBuilder) -> NodeId {
                let items = T::build_as(builder);
                builder.array(items)
            }
        }

        impl<R: Lift, T: EncodeAs<R::Inner> $(, $hasher)?> EncodeAs<R> for $collection {
            fn encode_as(&self, encoder: &mut Encoder<'_>) -> Result<(), Error> {
                sequence::encode(self.iter(), encoder)
            }
        }

        impl<'de, R: Lift, T: DecodeAs<'de, R::Inner> + $($item)* $(, $hasher: BuildHasher + Default)?> DecodeAs<'de, R> for $collection {
            const MIN_BYTES_AS: usize = 1;

            fn decode_as(decoder: &mut Decoder<'de>) -> Result<Self, Error> {
                let mut collection = Self::default();
                fill(&mut collection, decoder, Direct::<R::Inner>::new())?;
                Ok(collection)
            }

            fn decode_into_as(&mut self, decoder: &mut Decoder<'de>) -> Result<(), Error> {
                self.empty();
                fill(self, decoder, Direct::<R::Inner>::new())
            }

            fn decode_changed_as(decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<Self, Error> {
                let mut collection = Self::default();
                fill(&mut collection, decoder, Through::<R::Inner>::items(plan, decoder)?)?;
                Ok(collection)
            }

            fn decode_changed_into_as(&mut self, decoder: &mut Decoder<'de>, plan: Planned<'_>) -> Result<(), Error> {
                self.empty();
                fill(self, decoder, Through::<R::Inner>::items(plan, decoder)?)
            }
        }

        plain!(@schema [T: AvroSchema $(, $hasher)?] $collection as Each<Own>, instance_name("array", &[T::type_name()]));
        plain!(@encode [T: AvroEncode $(, $hasher)?] $collection as Each<Own>);
        plain!(@decode [T: AvroDecode<'de> + $($item)* $(, $hasher: BuildHasher + Default)?] $collection as Each<Own>);
    )*};
}

collections! {
    { Sized } {} VecDeque<T>, push_back, reserve;
    { Sized } {} LinkedList<T>, push_back;
    { Ord } {} BTreeSet<T>, insert;
    { Eq + Hash } { S } HashSet<T, S>, insert, reserve;
}
#[cfg(feature = "indexmap")]
collections! {
    { Eq + Hash } { S } indexmap::IndexSet<T, S>, insert, reserve;
}

#[cfg(test)]
mod tests {
    use super::super::proof::{holds, reads, reads_not};
    use crate::{ErrorKind, decode_into};
    use std::collections::{BTreeSet, HashSet, LinkedList, VecDeque};

    const INTS: &str = r#"{"type":"array","items":"int"}"#;

    #[test]
    fn collections_are_arrays_in_their_own_order() {
        holds(VecDeque::from([3, 1]), INTS, &[4, 6, 2, 0]);
        holds(LinkedList::from([3, 1]), INTS, &[4, 6, 2, 0]);
        holds(BTreeSet::from([3, 1]), INTS, &[4, 2, 6, 0]);
        holds(HashSet::from([3]), INTS, &[2, 6, 0]);
        holds(VecDeque::from([7u8]), INTS, &[2, 14, 0]);
        #[cfg(feature = "indexmap")]
        holds(indexmap::IndexSet::<i32>::from([3, 1]), INTS, &[4, 6, 2, 0]);
    }

    #[test]
    fn any_number_of_blocks_is_read_and_an_item_is_in_a_set_once() {
        reads(&VecDeque::from([3, 1, 3]), &[2, 6, 3, 4, 2, 6, 0]);
        reads(&HashSet::from([3, 1]), &[2, 6, 3, 4, 2, 6, 0]);
    }

    #[test]
    fn reading_into_a_collection_replaces_what_it_holds() {
        let mut queue = VecDeque::from([9; 50]);
        let room = queue.capacity();
        decode_into(&mut queue, &[4, 6, 2, 0]).unwrap();
        assert_eq!((queue, room >= 50), (VecDeque::from([3, 1]), true));
    }

    #[test]
    fn an_error_says_which_item() {
        let message = "[1] at byte 2: a boolean is the byte 0 or 1, found 7";
        reads_not::<VecDeque<bool>>(&[4, 1, 7, 0], ErrorKind::Malformed, message);
    }
}
