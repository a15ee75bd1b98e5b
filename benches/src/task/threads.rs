//! A file read on two threads, beside a loop that does nothing but count on two threads: what the machine gives at that time.

use super::{always, container};
use crate::measure::Rounds;
use crate::table::Table;
use avro_entity::container::{Codec, Reader};
use avro_entity::{AvroDecodeOwned, AvroEncode};
use std::hint::black_box;
use std::thread;

/// Steps of the counting loop.
const STEPS: u64 = 4_000_000;

pub(crate) fn run<T>(rounds: &Rounds, table: &mut Table, workload: &str, values: &[T])
where
    T: AvroEncode + AvroDecodeOwned + Send + Clone + 'static,
{
    if !rounds.wants(workload, "read, two threads") {
        return;
    }
    let values: Vec<T> = values.iter().cycle().take(8 * values.len()).cloned().collect();
    let file = container::write_ours(Codec::Deflate, &values);
    let candidates = vec![
        always("avro-entity, one thread", || {
            for value in Reader::<T, _>::from_slice(&file).expect("a reader") {
                drop(black_box(value.expect("it decodes")));
            }
        }),
        always("avro-entity, two threads", || {
            for value in Reader::<T, _>::from_slice(&file).expect("a reader").threads(2).expect("threads") {
                drop(black_box(value.expect("it decodes")));
            }
        }),
        always("a counting loop, one thread", || count(STEPS)),
        always("a counting loop, two threads", || {
            thread::scope(|scope| {
                let other = scope.spawn(|| count(STEPS / 2));
                count(STEPS / 2) ^ other.join().expect("it counts")
            })
        }),
    ];
    table.add(workload, "read, two threads", rounds.compare(workload, "read, two threads", candidates));
}

fn count(steps: u64) -> u64 {
    (0..steps).fold(1, |state, step| black_box(state ^ step).rotate_left(7))
}
