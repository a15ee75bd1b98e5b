//! How much deeper a value may go.

/// The levels that are left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Depth(u32);

impl Depth {
    #[inline(always)]
    pub(super) fn new(levels: u32) -> Depth {
        Depth(levels)
    }

    /// How deep records may be nested whose types nobody knows. There is no telling which of them a Rust type would box, so that
    /// there may be four to a level of what [`Limits::depth`](crate::Limits) counts.
    pub(super) fn of_records(levels: u32) -> Depth {
        Depth(levels.saturating_mul(4))
    }

    /// Goes one level deeper; `None` when none is left.
    #[inline(always)]
    pub(super) fn enter(&mut self) -> Option<()> {
        self.0 = self.0.checked_sub(1)?;
        Some(())
    }

    /// Comes back from the level that [`enter`](Depth::enter) went into.
    #[inline(always)]
    pub(super) fn leave(&mut self) {
        self.0 = self.0.saturating_add(1);
    }
}
