//! A flat record that owns nothing: six scalars, about 26 bytes.

use super::{MANY, Numbers};
use crate::hand::{self, Bad, Hand};
use crate::measure::Rounds;
use crate::table::Table;
use crate::task::codec;
use crate::task::resolved::{self, Fields};
use avro_entity::AvroEntity;
use serde::{Deserialize, Serialize};

#[derive(AvroEntity, Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub(crate) struct Sample {
    sensor: i64,
    #[avro(default = 0)]
    #[serde(default)]
    sequence: i32,
    valid: bool,
    #[avro(alias = "former")]
    #[serde(alias = "former")]
    value: f64,
    error: f32,
    taken: i64,
}

impl Hand for Sample {
    fn put(&self, out: &mut Vec<u8>) {
        hand::put_long(out, self.sensor);
        hand::put_long(out, i64::from(self.sequence));
        out.push(u8::from(self.valid));
        out.extend_from_slice(&self.value.to_le_bytes());
        out.extend_from_slice(&self.error.to_le_bytes());
        hand::put_long(out, self.taken);
    }

    fn take(bytes: &mut &[u8]) -> Result<Sample, Bad> {
        Ok(Sample {
            sensor: hand::long(bytes)?,
            sequence: hand::int(bytes)?,
            valid: hand::boolean(bytes)?,
            value: hand::double(bytes)?,
            error: hand::float(bytes)?,
            taken: hand::long(bytes)?,
        })
    }
}

pub(crate) fn run(rounds: &Rounds, table: &mut Table) {
    let mut numbers = Numbers::new();
    let values: Vec<Sample> = (0..MANY)
        .map(|_| Sample {
            sensor: 1_000_000 + numbers.below(1_000_000) as i64,
            sequence: numbers.long(24) as i32,
            valid: numbers.below(8) > 0,
            value: numbers.below(1 << 30) as f64 / 1024.0,
            error: 0.5,
            taken: 1_700_000_000_000 + numbers.below(1 << 36) as i64,
        })
        .collect();
    codec::run(rounds, table, "scalars", &values);
    let fields = Fields { added: "sequence", promoted: ("sensor", "int"), renamed: "value" };
    resolved::run(rounds, table, "scalars", &values, &fields);
}
