//! Which bytes of a file are meant.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Bytes of a file, as ranges in order that neither overlap nor touch.
///
/// ```
/// use avro_entity::batch::Ranges;
/// let mut ranges = Ranges::from(0..10);
/// ranges.insert(20..30);
/// ranges.insert(10..15);
/// assert_eq!(ranges.iter().collect::<Vec<_>>(), [0..15, 20..30]);
/// assert_eq!(ranges.bytes(), 25);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(u64, u64)>", into = "Vec<(u64, u64)>")]
pub struct Ranges(Vec<Range<u64>>);

impl Ranges {
    /// The ranges in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Range<u64>> + '_ {
        self.0.iter().cloned()
    }

    /// How many bytes they have together.
    pub fn bytes(&self) -> u64 {
        self.0.iter().map(|range| range.end - range.start).sum()
    }

    /// Whether there is no byte in them.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds `range`, whose bytes may be there already.
    pub fn insert(&mut self, range: Range<u64>) {
        if range.is_empty() {
            return;
        }
        let (mut start, mut end) = (range.start, range.end);
        self.0.retain(|other| {
            let apart = other.end < start || end < other.start;
            if !apart {
                (start, end) = (start.min(other.start), end.max(other.end));
            }
            apart
        });
        let at = self.0.partition_point(|other| other.start < start);
        self.0.insert(at, start..end);
    }

    /// What of these bytes is not in `other`.
    pub fn without(&self, other: &Ranges) -> Ranges {
        let mut left = Vec::new();
        for range in &self.0 {
            let mut start = range.start;
            for taken in other.0.iter().filter(|taken| taken.start < range.end && range.start < taken.end) {
                left.push(start..taken.start.max(start));
                start = taken.end;
            }
            left.push(start..range.end.max(start));
        }
        left.retain(|range| !range.is_empty());
        Ranges(left)
    }

    /// The first bytes that are in both.
    pub fn overlap(&self, other: &Ranges) -> Option<Range<u64>> {
        let shared = |range: &Range<u64>| {
            let other = other.0.iter().find(|other| other.start < range.end && range.start < other.end)?;
            Some(range.start.max(other.start)..range.end.min(other.end))
        };
        self.0.iter().find_map(shared)
    }
}

/// The ranges in order.
impl IntoIterator for Ranges {
    type Item = Range<u64>;
    type IntoIter = std::vec::IntoIter<Range<u64>>;

    fn into_iter(self) -> std::vec::IntoIter<Range<u64>> {
        self.0.into_iter()
    }
}

impl From<Range<u64>> for Ranges {
    fn from(range: Range<u64>) -> Ranges {
        let mut ranges = Ranges::default();
        ranges.insert(range);
        ranges
    }
}

impl From<Vec<(u64, u64)>> for Ranges {
    fn from(pairs: Vec<(u64, u64)>) -> Ranges {
        let mut ranges = Ranges::default();
        pairs.into_iter().for_each(|(start, end)| ranges.insert(start..end));
        ranges
    }
}

impl From<Ranges> for Vec<(u64, u64)> {
    fn from(ranges: Ranges) -> Vec<(u64, u64)> {
        ranges.0.into_iter().map(|range| (range.start, range.end)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(pairs: &[(u64, u64)]) -> Ranges {
        pairs.to_vec().into()
    }

    #[test]
    fn ranges_that_touch_become_one_whatever_their_order() {
        assert_eq!(ranges(&[(20, 30), (0, 10), (10, 20)]), ranges(&[(0, 30)]));
        assert_eq!(ranges(&[(5, 5), (7, 3)]), Ranges::default());
    }

    #[test]
    fn what_is_left_and_what_is_shared_are_told_apart() {
        let all = ranges(&[(0, 10), (20, 30)]);
        assert_eq!(all.without(&ranges(&[(2, 4), (8, 22), (25, 40)])), ranges(&[(0, 2), (4, 8), (22, 25)]));
        assert_eq!(all.without(&ranges(&[(10, 20)])), all);
        assert_eq!(all.overlap(&ranges(&[(10, 20)])), None);
        assert_eq!(all.overlap(&ranges(&[(9, 21)])), Some(9..10));
    }
}
