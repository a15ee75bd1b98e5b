//! How often each of many texts occurred, in bounded memory.

use super::sample::number;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many texts are counted one by one.
const TEXTS: usize = 1000;

/// How many characters of a text are kept.
const LENGTH: usize = 200;

/// How often each text occurred; beyond 1,000 different ones, a choice of them is counted, each exactly, and the others only
/// together.
///
/// The choice has no regard to how often a text occurs, so that it is the same in whatever order texts come: the most frequent one
/// may not be in it. Where that is so, [`others`](Distinct::others) is not zero, and reports say it. Examples are chosen from all records
/// that break a rule, and what is frequent is likely among them.
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

/// What is stored of them; the last two are there when not all are counted one by one, and are not read again.
#[derive(Serialize, Deserialize)]
struct Counted {
    total: u64,
    counts: BTreeMap<String, u64>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    others: Option<u64>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    about_different: Option<u64>,
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

    /// How many different texts there were: exactly up to 1,000, and beyond that about so many, within a tenth or so.
    pub fn different(&self) -> u64 {
        let exact = self.counts.len() as u64;
        match self.chosen.last() {
            // The numbers are spread evenly: a thousand of them up to the last one are as many as that is of all numbers.
            Some((last, _)) if self.others() > 0 => {
                let about = u128::from(exact.saturating_sub(1)) << u64::BITS;
                u64::try_from(about / (u128::from(*last) + 1)).unwrap_or(u64::MAX).max(exact)
            }
            _ => exact,
        }
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
        let beyond = |number| (distinct.others() > 0).then_some(number);
        let (others, about_different) = (beyond(distinct.others()), beyond(distinct.different()));
        Counted { total: distinct.total, counts: distinct.counts, others, about_different }
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
    fn the_number_of_different_texts_is_exact_as_long_as_all_are_counted_and_then_near() {
        let of = |texts: u32| {
            let mut distinct = Distinct::default();
            (0..texts).for_each(|text| distinct.add(&text.to_string()));
            distinct.different()
        };
        assert_eq!((of(0), of(1), of(999), of(1000)), (0, 1, 999, 1000));
        for texts in [1001, 1100, 5000, 200_000] {
            let about = of(texts);
            assert!(about.abs_diff(u64::from(texts)) <= u64::from(texts / 10), "{about} for {texts}");
        }
    }

    #[test]
    fn a_long_text_counts_by_its_beginning() {
        let mut distinct = Distinct::default();
        distinct.add(&"ä".repeat(300));
        distinct.add(&"ä".repeat(400));
        assert_eq!(distinct.counts(), [("ä".repeat(200).as_str(), 2)]);
    }
}
