//! Reading texts as slices of the input.

use super::{Data, each};
use crate::hand::Bad;
use crate::measure::Rounds;
use crate::table::Table;
use avro_entity::AvroDecode;
use serde::Deserialize;
use std::hint::black_box;

/// Decodes each of `data` as a `T`, which borrows from it.
pub(crate) fn run<'a, T: AvroDecode<'a> + Deserialize<'a>>(
    rounds: &Rounds,
    table: &mut Table,
    workload: &str,
    data: &'a Data,
    take: impl Fn(&mut &'a [u8]) -> Result<T, Bad>,
) {
    let text = T::schema().to_string();
    let fast: serde_avro_fast::Schema = text.parse().expect("serde_avro_fast parses our schema");
    let data = data.each();
    let candidates = vec![
        each("hand-written", &data, |bytes| {
            black_box(take(&mut &bytes[..]).expect("it decodes"));
        }),
        each("avro-entity", &data, |bytes| {
            black_box(avro_entity::from_slice::<T>(bytes).expect("it decodes"));
        }),
        each("serde_avro_fast", &data, |bytes| {
            black_box(serde_avro_fast::from_datum_slice::<T>(bytes, &fast).expect("it decodes"));
        }),
    ];
    table.add(workload, "borrowed decode", rounds.compare(workload, "borrowed decode", candidates));
}
