//! Fields that are written in one order and wanted in another.

/// Where the fields of a record begin in a buffer to which they are appended in any order.
pub(crate) struct Pieces {
    start: usize,
    /// Index of the field, and the offset at which it begins; it ends where the next one begins.
    begins: Vec<(usize, usize)>,
}

impl Pieces {
    /// No fields so far; they are appended from `start`.
    pub(crate) fn new(start: usize) -> Pieces {
        Pieces { start, begins: Vec::new() }
    }

    /// The field `index` begins at the offset `at`.
    pub(crate) fn begin(&mut self, index: usize, at: usize) {
        self.begins.push((index, at));
    }

    /// Puts the fields at the end of `out` in the order of their indices, with `separator` in between.
    pub(crate) fn arrange(self, out: &mut Vec<u8>, separator: &[u8]) {
        let ends = self.begins.iter().skip(1).map(|(_, at)| *at).chain([out.len()]);
        let mut pieces: Vec<_> = self.begins.iter().zip(ends).map(|((index, at), end)| (*index, *at..end)).collect();
        pieces.sort_by_key(|(index, _)| *index);
        let mut arranged = Vec::with_capacity(out.len() - self.start + separator.len() * pieces.len());
        for (place, (_, range)) in pieces.into_iter().enumerate() {
            if place > 0 {
                arranged.extend_from_slice(separator);
            }
            arranged.extend_from_slice(out.get(range).unwrap_or_default());
        }
        out.truncate(self.start);
        out.append(&mut arranged);
    }
}
