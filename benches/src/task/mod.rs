//! What is done with the workloads: one file for each kind of work, with all who do it.

pub(crate) mod borrowed;
pub(crate) mod codec;
pub(crate) mod container;
pub(crate) mod resolved;
pub(crate) mod schema;
pub(crate) mod threads;

use crate::measure::Candidate;
use avro_entity::AvroEncode;
use std::hint::black_box;

/// Data that stand one behind the other in memory, as in a block of a file: where they lie says more about the time of reading
/// texts than the reading does.
pub(crate) struct Data {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Data {
    /// The data of an entity's own version.
    pub(crate) fn of<T: AvroEncode>(values: &[T]) -> Data {
        values.iter().map(|value| avro_entity::to_vec(value).expect("it encodes")).collect()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn each(&self) -> Vec<&[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end]).collect()
    }
}

impl FromIterator<Vec<u8>> for Data {
    fn from_iter<I: IntoIterator<Item = Vec<u8>>>(data: I) -> Data {
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        for datum in data {
            bytes.extend(datum);
            ends.push(bytes.len());
        }
        Data { bytes, ends }
    }
}

/// A candidate that does its work on each of `items` in turn.
fn each<'a, 'd: 'a, T>(name: &'static str, items: &'d [T], mut run: impl FnMut(&'d T) + 'a) -> Candidate<'a> {
    let mut next = items.iter().cycle();
    Candidate { name, run: Box::new(move |count| next.by_ref().take(count as usize).for_each(&mut run)) }
}

/// A candidate that does the same work each time, and drops what comes of it.
fn always<'a, T>(name: &'static str, mut run: impl FnMut() -> T + 'a) -> Candidate<'a> {
    Candidate { name, run: Box::new(move |count| (0..count).for_each(|_| drop(black_box(run())))) }
}
