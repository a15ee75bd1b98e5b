//! Examples of records that break a rule: the first one, and a fair sample.
//!
//! Letter to the next reader. A sample that parts of a job can draw on their own and put together afterwards may not depend on
//! the order in which records come. So each record has a number that looks like chance and follows from its place alone, and
//! the sample is the records with the smallest numbers: the smallest of all are among the smallest of their part. The same
//! holds for [`Distinct`](super::Distinct), which keeps texts by the number of the text. These numbers are part of the
//! format of reports: another way to draw them makes reports that cannot be merged with older ones.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::cmp::Ordering;

/// A record that breaks a rule, or cannot be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Example {
    /// The path of the file.
    pub file: String,
    /// The number of the block in the file, from zero.
    pub block: u64,
    /// The number of the record in its block, from zero.
    pub record: u64,
    /// Why, when the rule says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The value that is to blame, when the rule names one.
    #[serde(default, deserialize_with = "named", skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The record without its private fields: in Avro's JSON encoding, but for decimals, dates and times, which are texts as people
    /// read them. Left out when it cannot be read, or is longer than 64 KiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datum: Option<Value>,
}

/// A value that is there, `null` included.
fn named<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place<'a> {
    file: &'a str,
    block: u64,
    record: u64,
    /// The number by which samples are drawn.
    number: u64,
}

impl Example {
    pub(super) fn place(&self) -> Place<'_> {
        Place::new(&self.file, number(&self.file), self.block, self.record)
    }
}

impl<'a> Place<'a> {
    /// A record of the file `file`, whose [`number`] is `file_number`.
    pub(super) fn new(file: &'a str, file_number: u64, block: u64, record: u64) -> Place<'a> {
        Place { file, block, record, number: scatter(scatter(file_number ^ block) ^ record) }
    }

    fn drawn_before(&self, other: &Place<'_>) -> Ordering {
        self.number.cmp(&other.number).then_with(|| self.cmp(other))
    }

    /// The record as an example.
    pub(super) fn example(self, reason: Option<String>, value: Option<Value>, datum: Option<Value>) -> Example {
        Example { file: self.file.to_owned(), block: self.block, record: self.record, reason, value, datum }
    }
}

/// A number that looks like chance and follows from `text`.
pub(super) fn number(text: &str) -> u64 {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    scatter(text.bytes().fold(0xcbf2_9ce4_8422_2325, fnv))
}

/// Makes all bits depend on all bits; no two numbers become one.
fn scatter(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The first record that breaks a rule, by file, block and number, and a fair sample of all that do.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Examples {
    first: Option<Example>,
    /// In the order in which they were drawn.
    sample: Vec<Example>,
    /// The number of the last one, once the sample is full: most records are passed over by a look at it.
    #[serde(skip)]
    last: Option<u64>,
}

impl PartialEq for Examples {
    fn eq(&self, other: &Examples) -> bool {
        self.first == other.first && self.sample == other.sample
    }
}

impl Examples {
    /// The first record in the order of the files' paths.
    pub fn first(&self) -> Option<&Example> {
        self.first.as_ref()
    }

    /// A fair sample: each record that breaks the rule had the same chance to be in it. In the order of the records.
    pub fn sample(&self) -> Vec<&Example> {
        let mut sample: Vec<&Example> = self.sample.iter().collect();
        sample.sort_by(|one, other| one.place().cmp(&other.place()));
        sample
    }

    /// Takes in the record at `place` if it is the first, or drawn into a sample of `size`; only then is it made.
    pub(super) fn offer(&mut self, place: Place<'_>, size: usize, make: impl FnOnce() -> Example) {
        let is_first = self.first.as_ref().is_none_or(|first| {
            (place.file, place.block, place.record) < (first.file.as_str(), first.block, first.record)
        });
        let is_drawn = size > 0 && self.last.is_none_or(|last| place.number <= last);
        if !is_first && !is_drawn {
            return;
        }
        let example = make();
        if is_first {
            self.first = Some(example.clone());
        }
        if is_drawn {
            self.draw(example, size);
        }
    }

    pub(super) fn absorb(&mut self, other: Examples, size: usize) {
        let earlier = |first: &Example| self.first.as_ref().is_none_or(|known| first.place() < known.place());
        if let Some(first) = other.first.filter(earlier) {
            self.first = Some(first);
        }
        other.sample.into_iter().for_each(|example| self.draw(example, size));
    }

    fn draw(&mut self, example: Example, size: usize) {
        let at = self.sample.partition_point(|known| known.place().drawn_before(&example.place()).is_lt());
        self.sample.insert(at, example);
        self.sample.truncate(size);
        let full = self.sample.last().filter(|_| self.sample.len() >= size);
        self.last = full.map(|last| last.place().number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(record: u64) -> Example {
        Example { file: "a.avro".to_owned(), block: record / 7, record, reason: None, value: None, datum: None }
    }

    fn examples(records: impl IntoIterator<Item = u64>) -> Examples {
        let mut examples = Examples::default();
        for record in records {
            let example = example(record);
            examples.offer(example.place(), 5, || example.clone());
        }
        examples
    }

    #[test]
    fn a_sample_is_the_same_in_any_order_and_in_parts() {
        let all = examples(0..1000);
        assert_eq!(all.sample.len(), 5);
        assert_eq!(all.first, Some(example(0)));
        assert_eq!(examples((0..1000).rev()), all);
        let mut merged = examples((0..1000).filter(|record| record % 3 == 0));
        merged.absorb(examples((0..1000).filter(|record| record % 3 != 0)), 5);
        assert_eq!(merged, all);
    }

    #[test]
    fn every_record_has_the_same_chance() {
        let mut drawn = [0; 4];
        for file in 0..2000 {
            let name = format!("{file}.avro");
            let first = (0..4).min_by_key(|record| Place::new(&name, number(&name), 0, *record).number);
            drawn[first.unwrap() as usize] += 1;
        }
        assert!(drawn.iter().all(|count| (400..600).contains(count)), "{drawn:?}");
    }
}
