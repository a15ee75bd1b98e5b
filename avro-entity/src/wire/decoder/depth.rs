//! How deep a datum is nested.

use super::Decoder;
use crate::error::{Error, ErrorKind};

impl Decoder<'_> {
    /// Goes one level deeper into the datum; every recursive value calls it in front of [`leave`](Decoder::leave).
    #[inline]
    pub fn enter(&mut self) -> Result<(), Error> {
        self.depth.enter().ok_or_else(|| self.too_deep())
    }

    /// Comes back from the level that [`enter`](Decoder::enter) went into.
    #[inline]
    pub fn leave(&mut self) {
        self.depth.leave();
    }

    /// Goes into a record whose nesting follows the data, as it does without a Rust type.
    #[inline]
    pub(crate) fn enter_record(&mut self) -> Result<(), Error> {
        self.records.enter().ok_or_else(|| self.too_deep())
    }

    /// Comes back from the record that [`enter_record`](Decoder::enter_record) went into.
    #[inline]
    pub(crate) fn leave_record(&mut self) {
        self.records.leave();
    }

    #[cold]
    fn too_deep(&self) -> Error {
        let limit = self.limits.depth;
        self.error(
            ErrorKind::Limit,
            format!("the datum is nested deeper than the limit of {limit} levels (`Limits::depth`)"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Limits;

    #[test]
    fn depth_ends_at_its_limit_and_comes_back() {
        let limits = Limits { depth: 1, ..Limits::default() };
        let mut decoder = Decoder::with_limits(&[], &limits);
        decoder.enter().unwrap();
        assert_eq!(decoder.enter().unwrap_err().kind(), ErrorKind::Limit);
        decoder.leave();
        decoder.enter().unwrap();
    }
}
