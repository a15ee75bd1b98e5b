//! How often each of many texts occurred, in bounded memory.

use super::sample::number;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many texts are counted one by one.
const TEXTS: usize = 1000;

/// How many characters of a text are kept.
const LENGTH: usize = 200;

/// How often each text occurred; beyond 1,000 different ones, a fair choice of them is counted, each exactly, and the others only
/// together.
///
/// Of texts longer than 200 characters, the beginning counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Counted", into = "Counted")]
pub struct Distinct {
    total: u64,
    counts: BTreeMap<String, u64>,
    /// The texts by the number under which they are chosen.
    chosen: BTreeSet<(u64, String)>,
}

/// What is stored of them.
#[derive(Serialize, Deserialize)]
struct Counted {
    total: u64,
    counts: BTreeMap<String, u64>,
}

impl Distinct {
    /// How often any text occurred.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The texts that are counted one by one, the most frequent ones first.
    pub fn counts(&self) -> Vec<(&str, u64)> {
        let mut counts: Vec<(&str, u64)> = self.counts.iter().map(|(text, count)| (text.as_str(), *count)).collect();
        counts.sort_by(|(one, once), (other, often)| often.cmp(once).then(one.cmp(other)));
        counts
    }

    /// How often the texts occurred that are not counted one by one.
    pub fn others(&self) -> u64 {
        self.counts.values().fold(self.total, |left, count| left.saturating_sub(*count))
    }

    pub(super) fn add(&mut self, text: &str) {
        self.total = self.total.saturating_add(1);
        let text = match text.char_indices().nth(LENGTH) {
            Some((end, _)) => text.get(..end).unwrap_or_default(),
            None => text,
        };
        match self.counts.get_mut(text) {
            Some(count) => *count = count.saturating_add(1),
            None => self.choose(text.to_owned(), 1),
        }
    }

    pub(super) fn absorb(&mut self, other: Distinct) {
        self.total = self.total.saturating_add(other.total);
        for (text, count) in other.counts {
            match self.counts.get_mut(&text) {
                Some(known) => *known = known.saturating_add(count),
                None => self.choose(text, count),
            }
        }
    }

    /// Begins to count a text, unless as many with smaller numbers are there. One that is passed over here is passed over for
    /// ever, so that counts are exact.
    fn choose(&mut self, text: String, count: u64) {
        let chosen = (number(&text), text);
        if self.chosen.len() >= TEXTS {
            if self.chosen.last().is_some_and(|last| *last < chosen) {
                return;
            }
            if let Some((_, last)) = self.chosen.pop_last() {
                self.counts.remove(&last);
            }
        }
        self.counts.insert(chosen.1.clone(), count);
        self.chosen.insert(chosen);
    }
}

impl From<Counted> for Distinct {
    fn from(counted: Counted) -> Distinct {
        let mut distinct = Distinct { total: counted.total, ..Distinct::default() };
        counted.counts.into_iter().for_each(|(text, count)| distinct.choose(text, count));
        distinct
    }
}

impl From<Distinct> for Counted {
    fn from(distinct: Distinct) -> Counted {
        Counted { total: distinct.total, counts: distinct.counts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distinct(texts: impl IntoIterator<Item = u32>) -> Distinct {
        let mut distinct = Distinct::default();
        texts.into_iter().for_each(|text| distinct.add(&(text % 3000).to_string()));
        distinct
    }

    #[test]
    fn counts_of_more_texts_than_fit_are_exact_in_parts_and_in_any_order() {
        let all = distinct(0..9000);
        assert_eq!((all.counts.len(), all.total), (TEXTS, 9000));
        assert!(all.counts.values().all(|count| *count == 3));
        assert_eq!(all.others(), 6000);
        assert_eq!(distinct((0..9000).rev()), all);
        let mut merged = distinct(5000..9000);
        merged.absorb(distinct(0..5000));
        assert_eq!(merged, all);
    }

    #[test]
    fn a_long_text_counts_by_its_beginning() {
        let mut distinct = Distinct::default();
        distinct.add(&"ä".repeat(300));
        distinct.add(&"ä".repeat(400));
        assert_eq!(distinct.counts(), [("ä".repeat(200).as_str(), 2)]);
    }
}
