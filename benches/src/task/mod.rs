//! What is done with the workloads: one file for each kind of work, with all who do it.

pub(crate) mod borrowed;
pub(crate) mod codec;
pub(crate) mod container;
pub(crate) mod resolved;
pub(crate) mod schema;
pub(crate) mod threads;

use crate::measure::Candidate;
use std::hint::black_box;

/// A candidate that does its work on each of `items` in turn.
fn each<'a, 'd: 'a, T>(name: &'static str, items: &'d [T], mut run: impl FnMut(&'d T) + 'a) -> Candidate<'a> {
    let mut next = items.iter().cycle();
    Candidate { name, run: Box::new(move || next.next().into_iter().for_each(&mut run)) }
}

/// A candidate that does the same work each time, and drops what comes of it.
fn always<'a, T>(name: &'static str, mut run: impl FnMut() -> T + 'a) -> Candidate<'a> {
    Candidate { name, run: Box::new(move || drop(black_box(run()))) }
}
