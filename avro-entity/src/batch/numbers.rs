//! How numbers are distributed, in bounded memory.

use serde::{Deserialize, Serialize};
use serde_json::Number;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The bits of an `f64` that bins leave out: sign, exponent and eight bits of the mantissa stay.
const DROPPED: u32 = 44;

/// Below this all is zero; above the other, all is as large.
const LEAST: f64 = 1.0 / (1 << 20) as f64;
const MOST: f64 = 9.3e18;

/// How many numbers of which size there were.
///
/// A number is counted in a bin that is at most 0.4 % of it wide; whole numbers below 512 have a bin each. The bins are the same for
/// all data, so that counts add up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Numbers {
    least: Option<Number>,
    most: Option<Number>,
    bins: Bins,
}

/// Counts by bin, stored as pairs of the bin's edge towards zero and its count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<(f64, u64)>", into = "Vec<(f64, u64)>")]
struct Bins(BTreeMap<i64, u64>);

impl Numbers {
    /// How many there were.
    pub fn total(&self) -> u64 {
        self.bins.0.values().fold(0, |total, count| total.saturating_add(*count))
    }

    /// The least and the greatest of them; whole numbers beyond 2^53 are rounded, and [`extremes`](Numbers::extremes) has them exactly.
    pub fn range(&self) -> Option<(f64, f64)> {
        self.extremes().map(|(least, most)| (float(least), float(most)))
    }

    /// The least and the greatest of them, as they were given.
    pub fn extremes(&self) -> Option<(&Number, &Number)> {
        self.least.as_ref().zip(self.most.as_ref())
    }

    /// The bins that are not empty, from the least: the edge towards zero, and the count.
    pub fn bins(&self) -> impl Iterator<Item = (f64, u64)> + '_ {
        self.bins.0.iter().map(|(bin, count)| (edge(*bin), *count))
    }

    pub(super) fn add(&mut self, number: &Number) {
        let count = self.bins.0.entry(bin(float(number))).or_default();
        *count = count.saturating_add(1);
        self.stretch(number, number);
    }

    pub(super) fn absorb(&mut self, other: Numbers) {
        if let Some((least, most)) = other.extremes() {
            self.stretch(least, most);
        }
        for (bin, count) in other.bins.0 {
            let known = self.bins.0.entry(bin).or_default();
            *known = known.saturating_add(count);
        }
    }

    fn stretch(&mut self, least: &Number, most: &Number) {
        if self.least.as_ref().is_none_or(|known| order(least, known).is_lt()) {
            self.least = Some(least.clone());
        }
        if self.most.as_ref().is_none_or(|known| order(most, known).is_gt()) {
            self.most = Some(most.clone());
        }
    }
}

/// A JSON number is finite, and all have a nearest `f64`.
fn float(number: &Number) -> f64 {
    number.as_f64().unwrap_or_default()
}

/// By size; whole numbers that are one `f64` by themselves.
fn order(one: &Number, other: &Number) -> Ordering {
    let whole = |number: &Number| number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
    float(one).total_cmp(&float(other)).then_with(|| whole(one).cmp(&whole(other)))
}

/// The bin of a number, in the order of the numbers; zero has the bin 0.
fn bin(number: f64) -> i64 {
    let size = number.abs();
    if size < LEAST {
        return 0;
    }
    // At most 2^20, so that nothing is lost.
    let bin = (size.min(MOST).to_bits() >> DROPPED) as i64;
    if number < 0.0 { -bin } else { bin }
}

fn edge(bin: i64) -> f64 {
    let size = f64::from_bits(bin.unsigned_abs() << DROPPED);
    if bin < 0 { -size } else { size }
}

impl From<Vec<(f64, u64)>> for Bins {
    fn from(pairs: Vec<(f64, u64)>) -> Bins {
        let mut bins = BTreeMap::new();
        for (edge, count) in pairs {
            let known: &mut u64 = bins.entry(bin(edge)).or_default();
            *known = known.saturating_add(count);
        }
        Bins(bins)
    }
}

impl From<Bins> for Vec<(f64, u64)> {
    fn from(bins: Bins) -> Vec<(f64, u64)> {
        bins.0.into_iter().map(|(bin, count)| (edge(bin), count)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_narrow_in_order_and_come_back_from_their_edge() {
        let numbers = [-1e300, -2400.5, -511.0, -1.0, -1e-9, 0.0, 1e-9, 0.25, 1.0, 2.0, 511.0, 2359.0, 1e12, 1e300];
        for pair in numbers.windows(2) {
            assert!(bin(pair[0]) <= bin(pair[1]), "{pair:?}");
        }
        for number in numbers {
            assert_eq!(bin(edge(bin(number))), bin(number), "{number}");
        }
        for number in -511..512 {
            assert_eq!(edge(bin(f64::from(number))), f64::from(number));
        }
        assert!((edge(bin(2359.0)) - 2359.0).abs() <= 2359.0 * 0.004);
    }

    #[test]
    fn the_extremes_are_numbers_that_were_given() {
        let mut numbers = Numbers::default();
        for number in [9_007_199_254_740_993_u64, 9_007_199_254_740_992, 9_007_199_254_740_994] {
            numbers.add(&Number::from(number));
        }
        let extremes = numbers.extremes().map(|(least, most)| (least.to_string(), most.to_string()));
        assert_eq!(extremes, Some(("9007199254740992".to_owned(), "9007199254740994".to_owned())));
        numbers.add(&Number::from(u64::MAX));
        assert_eq!(numbers.extremes().map(|(_, most)| most.to_string()), Some(u64::MAX.to_string()));
    }

    #[test]
    fn parts_add_up() {
        let of = |range: std::ops::Range<i32>| {
            let mut numbers = Numbers::default();
            range.for_each(|number| numbers.add(&Number::from_f64(f64::from(number) / 3.0).unwrap()));
            numbers
        };
        let mut merged = of(100..2000);
        merged.absorb(Numbers::default());
        merged.absorb(of(-500..100));
        assert_eq!(merged, of(-500..2000));
        assert_eq!(merged.total(), 2500);
        assert_eq!(merged.range(), Some((-500.0 / 3.0, 1999.0 / 3.0)));
    }
}
