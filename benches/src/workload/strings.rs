//! A record of strings, about 530 bytes.

use super::{FEW, Numbers};
use crate::hand::{self, Bad, Hand};
use crate::measure::Rounds;
use crate::table::Table;
use crate::task::resolved::{self, Fields};
use crate::task::{Data, borrowed, codec};
use avro_entity::AvroEntity;
use serde::{Deserialize, Serialize};

#[derive(AvroEntity, Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub(crate) struct Article {
    id: String,
    title: String,
    author: String,
    #[avro(alias = "former")]
    #[serde(alias = "former")]
    slug: String,
    #[avro(default = "en")]
    #[serde(default = "english")]
    language: String,
    summary: String,
    tags: Vec<String>,
}

fn english() -> String {
    "en".into()
}

/// The same record, whose texts are slices of the input.
#[derive(AvroEntity, Deserialize)]
#[avro(name = "Article")]
struct Borrowed<'a> {
    id: &'a str,
    title: &'a str,
    author: &'a str,
    slug: &'a str,
    language: &'a str,
    summary: &'a str,
    #[serde(borrow)]
    tags: Vec<&'a str>,
}

impl<'a> Borrowed<'a> {
    fn take(bytes: &mut &'a [u8]) -> Result<Borrowed<'a>, Bad> {
        Ok(Borrowed {
            id: hand::str(bytes)?,
            title: hand::str(bytes)?,
            author: hand::str(bytes)?,
            slug: hand::str(bytes)?,
            language: hand::str(bytes)?,
            summary: hand::str(bytes)?,
            tags: hand::array(bytes, hand::str)?,
        })
    }
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
    let values: Vec<Article> = (0..FEW)
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
    codec::run(rounds, table, "strings", &values);
    borrowed::run(rounds, table, "strings", &Data::of(&values), Borrowed::take);
    let fields = Fields { added: "language", promoted: ("author", "bytes"), renamed: "slug" };
    resolved::run(rounds, table, "strings", &values, &fields);
}
