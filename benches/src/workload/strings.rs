//! A record of strings, about 530 bytes.

use super::{Hand, Numbers, codec};
use crate::hand::{self, Bad};
use crate::measure::Rounds;
use crate::table::Table;
use avro_entity::AvroEntity;
use serde::{Deserialize, Serialize};

#[derive(AvroEntity, Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub(crate) struct Article {
    id: String,
    title: String,
    author: String,
    slug: String,
    language: String,
    summary: String,
    tags: Vec<String>,
}

impl Hand for Article {
    fn put(&self, out: &mut Vec<u8>) {
        hand::put_str(out, &self.id);
        hand::put_str(out, &self.title);
        hand::put_str(out, &self.author);
        hand::put_str(out, &self.slug);
        hand::put_str(out, &self.language);
        hand::put_str(out, &self.summary);
        hand::put_array(out, &self.tags, |out, tag| hand::put_str(out, tag));
    }

    fn take(bytes: &mut &[u8]) -> Result<Article, Bad> {
        Ok(Article {
            id: hand::string(bytes)?,
            title: hand::string(bytes)?,
            author: hand::string(bytes)?,
            slug: hand::string(bytes)?,
            language: hand::string(bytes)?,
            summary: hand::string(bytes)?,
            tags: hand::array(bytes, hand::string)?,
        })
    }
}

pub(crate) fn run(rounds: &Rounds, table: &mut Table) {
    let mut numbers = Numbers::new();
    let values: Vec<Article> = (0..256)
        .map(|_| Article {
            id: numbers.word(24),
            title: numbers.word(60),
            author: numbers.word(16),
            slug: numbers.word(48),
            language: numbers.word(2),
            summary: numbers.word(300),
            tags: (0..8).map(|_| numbers.word(8)).collect(),
        })
        .collect();
    codec(rounds, table, "strings", &values);
}
