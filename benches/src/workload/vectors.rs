//! A record that is mostly arrays of numbers: an embedding of 384 floats and the 64 tokens that it is of, about 1,700 bytes.

use super::{FEW, Numbers};
use crate::hand::{self, Bad, Hand};
use crate::measure::Rounds;
use crate::table::Table;
use crate::task::codec;
use avro_entity::AvroEntity;
use serde::{Deserialize, Serialize};

#[derive(AvroEntity, Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub(crate) struct Embedding {
    document: i64,
    vector: Vec<f32>,
    tokens: Vec<i64>,
}

impl Hand for Embedding {
    fn put(&self, out: &mut Vec<u8>) {
        hand::put_long(out, self.document);
        hand::put_array(out, &self.vector, |out, value| out.extend_from_slice(&value.to_le_bytes()));
        hand::put_array(out, &self.tokens, |out, token| hand::put_long(out, *token));
    }

    fn take(bytes: &mut &[u8]) -> Result<Embedding, Bad> {
        Ok(Embedding {
            document: hand::long(bytes)?,
            vector: hand::array(bytes, hand::float)?,
            tokens: hand::array(bytes, hand::long)?,
        })
    }
}

pub(crate) fn run(rounds: &Rounds, table: &mut Table) {
    let mut numbers = Numbers::new();
    let values: Vec<Embedding> = (0..FEW)
        .map(|_| Embedding {
            document: numbers.long(40),
            vector: (0..384).map(|_| numbers.below(1 << 20) as f32 / (1 << 19) as f32 - 1.0).collect(),
            tokens: (0..64).map(|_| numbers.below(50_000) as i64).collect(),
        })
        .collect();
    codec::run(rounds, table, "vectors", &values);
}
