//! Panics in what the service wrote: rules and conversions.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// Whether the thread runs what the service wrote.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs what the service wrote: a rule, or a conversion. One record that it did not think of is no reason to lose what was found in
/// all others.
#[inline]
pub(super) fn guarded<R>(run: impl FnOnce() -> R) -> Result<R, Box<dyn Any + Send>> {
    GUARDED.set(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    GUARDED.set(false);
    result
}

/// Leaves panics in what is guarded to the report, for the rest of the process: printed, each would quote what was at hand, private
/// fields among it, record after record. All other panics are printed as before.
#[cfg(feature = "batch-cli")]
pub(super) fn print_no_guarded_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !GUARDED.get() {
            print(panic);
        }
    }));
}
