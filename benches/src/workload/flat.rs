//! A small flat record: the name of a sensor and five scalars, about 32 bytes.

use super::{MANY, Numbers};
use crate::hand::{self, Bad, Hand};
use crate::measure::Rounds;
use crate::table::Table;
use crate::task::codec;
use crate::task::resolved::{self, Fields};
use avro_entity::AvroEntity;
use serde::{Deserialize, Serialize};

#[derive(AvroEntity, Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub(crate) struct Reading {
    sensor: String,
    #[avro(default = 0)]
    #[serde(default)]
    sequence: i64,
    valid: bool,
    #[avro(alias = "former")]
    #[serde(alias = "former")]
    value: f64,
    error: f32,
    taken: i64,
}

impl Hand for Reading {
    fn put(&self, out: &mut Vec<u8>) {
        hand::put_str(out, &self.sensor);
        hand::put_long(out, self.sequence);
        out.push(u8::from(self.valid));
        out.extend_from_slice(&self.value.to_le_bytes());
        out.extend_from_slice(&self.error.to_le_bytes());
        hand::put_long(out, self.taken);
    }

    fn take(bytes: &mut &[u8]) -> Result<Reading, Bad> {
        Ok(Reading {
            sensor: hand::string(bytes)?,
            sequence: hand::long(bytes)?,
            valid: hand::boolean(bytes)?,
            value: hand::double(bytes)?,
            error: hand::float(bytes)?,
            taken: hand::long(bytes)?,
        })
    }
}

/// What a sensor is called: a place and a number, of 6 to 10 bytes.
fn sensor(numbers: &mut Numbers) -> String {
    let place = 3 + numbers.below(5) as usize;
    let place = numbers.word(place);
    format!("{place}-{:02}", numbers.below(100))
}

pub(crate) fn run(rounds: &Rounds, table: &mut Table) {
    let mut numbers = Numbers::new();
    let values: Vec<Reading> = (0..MANY)
        .map(|_| Reading {
            sensor: sensor(&mut numbers),
            sequence: numbers.long(24),
            valid: numbers.below(8) > 0,
            value: numbers.below(1 << 30) as f64 / 1024.0,
            error: 0.5,
            taken: 1_700_000_000_000 + numbers.below(1 << 36) as i64,
        })
        .collect();
    codec::run(rounds, table, "flat", &values);
    let fields = Fields { added: "sequence", promoted: ("sequence", "int"), renamed: "value" };
    resolved::run(rounds, table, "flat", &values, &fields);
}
