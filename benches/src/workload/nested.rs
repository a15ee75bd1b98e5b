//! A service entity: about 25 leaves with options, nested vectors, a map and an enum, about 350 bytes.

use super::{Numbers, VALUES};
use crate::hand::{self, Bad, Hand};
use crate::measure::Rounds;
use crate::table::Table;
use crate::task::resolved::{self, Fields};
use crate::task::{codec, schema};
use avro_entity::{AvroEntity, AvroSchema, Schema};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(AvroEntity, Serialize, Deserialize, Clone, Copy, Debug, PartialEq)]
pub(crate) enum State {
    New,
    Paid,
    Shipped,
    Returned,
}

#[derive(AvroEntity, Serialize, Deserialize, Clone, Debug, PartialEq)]
pub(crate) struct Address {
    street: String,
    city: String,
    postcode: String,
    country: String,
    latitude: f64,
    longitude: f64,
}

#[derive(AvroEntity, Serialize, Deserialize, Clone, Debug, PartialEq)]
pub(crate) struct Line {
    sku: String,
    quantity: i32,
    price: i64,
    discount: Option<i64>,
}

#[derive(AvroEntity, Serialize, Deserialize, Clone, Debug, PartialEq)]
pub(crate) struct Order {
    id: i64,
    key: String,
    state: State,
    #[avro(alias = "former")]
    #[serde(alias = "former")]
    customer: String,
    email: Option<String>,
    placed: i64,
    paid: Option<i64>,
    gift: bool,
    total: i64,
    tax: f64,
    shipping: Address,
    billing: Option<Address>,
    lines: Vec<Line>,
    tags: Vec<String>,
    attributes: HashMap<String, String>,
    note: Option<String>,
    #[avro(default = 0)]
    #[serde(default)]
    revision: i32,
}

impl Hand for Address {
    fn put(&self, out: &mut Vec<u8>) {
        hand::put_str(out, &self.street);
        hand::put_str(out, &self.city);
        hand::put_str(out, &self.postcode);
        hand::put_str(out, &self.country);
        out.extend_from_slice(&self.latitude.to_le_bytes());
        out.extend_from_slice(&self.longitude.to_le_bytes());
    }

    fn take(bytes: &mut &[u8]) -> Result<Address, Bad> {
        Ok(Address {
            street: hand::string(bytes)?,
            city: hand::string(bytes)?,
            postcode: hand::string(bytes)?,
            country: hand::string(bytes)?,
            latitude: hand::double(bytes)?,
            longitude: hand::double(bytes)?,
        })
    }
}

impl Hand for Line {
    fn put(&self, out: &mut Vec<u8>) {
        hand::put_str(out, &self.sku);
        hand::put_long(out, i64::from(self.quantity));
        hand::put_long(out, self.price);
        hand::put_option(out, self.discount.as_ref(), |out, discount| hand::put_long(out, *discount));
    }

    fn take(bytes: &mut &[u8]) -> Result<Line, Bad> {
        Ok(Line {
            sku: hand::string(bytes)?,
            quantity: hand::int(bytes)?,
            price: hand::long(bytes)?,
            discount: hand::option(bytes, hand::long)?,
        })
    }
}

impl Hand for Order {
    fn put(&self, out: &mut Vec<u8>) {
        hand::put_long(out, self.id);
        hand::put_str(out, &self.key);
        hand::put_long(out, self.state as i64);
        hand::put_str(out, &self.customer);
        hand::put_option(out, self.email.as_ref(), |out, email| hand::put_str(out, email));
        hand::put_long(out, self.placed);
        hand::put_option(out, self.paid.as_ref(), |out, paid| hand::put_long(out, *paid));
        out.push(u8::from(self.gift));
        hand::put_long(out, self.total);
        out.extend_from_slice(&self.tax.to_le_bytes());
        self.shipping.put(out);
        hand::put_option(out, self.billing.as_ref(), |out, billing| billing.put(out));
        hand::put_array(out, &self.lines, |out, line| line.put(out));
        hand::put_array(out, &self.tags, |out, tag| hand::put_str(out, tag));
        if !self.attributes.is_empty() {
            hand::put_long(out, self.attributes.len() as i64);
            for (key, value) in &self.attributes {
                hand::put_str(out, key);
                hand::put_str(out, value);
            }
        }
        out.push(0);
        hand::put_option(out, self.note.as_ref(), |out, note| hand::put_str(out, note));
        hand::put_long(out, i64::from(self.revision));
    }

    fn take(bytes: &mut &[u8]) -> Result<Order, Bad> {
        Ok(Order {
            id: hand::long(bytes)?,
            key: hand::string(bytes)?,
            state: match hand::long(bytes)? {
                0 => State::New,
                1 => State::Paid,
                2 => State::Shipped,
                3 => State::Returned,
                _ => return Err(Bad),
            },
            customer: hand::string(bytes)?,
            email: hand::option(bytes, hand::string)?,
            placed: hand::long(bytes)?,
            paid: hand::option(bytes, hand::long)?,
            gift: hand::boolean(bytes)?,
            total: hand::long(bytes)?,
            tax: hand::double(bytes)?,
            shipping: Address::take(bytes)?,
            billing: hand::option(bytes, Address::take)?,
            lines: hand::array(bytes, Line::take)?,
            tags: hand::array(bytes, hand::string)?,
            attributes: hand::array(bytes, |bytes| Ok((hand::string(bytes)?, hand::string(bytes)?)))?
                .into_iter()
                .collect(),
            note: hand::option(bytes, hand::string)?,
            revision: hand::int(bytes)?,
        })
    }
}

fn address(numbers: &mut Numbers) -> Address {
    Address {
        street: numbers.word(18),
        city: numbers.word(9),
        postcode: numbers.word(5),
        country: numbers.word(2),
        latitude: numbers.below(180) as f64 - 90.0,
        longitude: numbers.below(360) as f64 - 180.0,
    }
}

fn line(numbers: &mut Numbers) -> Line {
    Line {
        sku: numbers.word(10),
        quantity: 1 + numbers.below(9) as i32,
        price: numbers.below(100_000) as i64,
        discount: (numbers.below(4) == 0).then_some(500),
    }
}

pub(crate) fn run(rounds: &Rounds, table: &mut Table) {
    let mut numbers = Numbers::new();
    let states = [State::New, State::Paid, State::Shipped, State::Returned];
    let values: Vec<Order> = (0..VALUES)
        .map(|id| Order {
            id: id as i64,
            key: numbers.word(36),
            state: states[numbers.below(4) as usize],
            customer: numbers.word(14),
            email: (numbers.below(3) > 0).then(|| numbers.word(20)),
            placed: 1_700_000_000_000 + numbers.below(1 << 36) as i64,
            paid: (numbers.below(2) > 0).then_some(1_700_000_000_000),
            gift: numbers.below(5) == 0,
            total: numbers.below(1_000_000) as i64,
            tax: 0.19,
            shipping: address(&mut numbers),
            billing: (numbers.below(4) == 0).then(|| address(&mut numbers)),
            lines: (0..3).map(|_| line(&mut numbers)).collect(),
            tags: (0..3).map(|_| numbers.word(6)).collect(),
            attributes: ["source", "campaign"].map(|key| (key.to_owned(), numbers.word(8))).into(),
            note: (numbers.below(5) == 0).then(|| numbers.word(60)),
            revision: numbers.below(4) as i32,
        })
        .collect();
    codec::run(rounds, table, "nested", &values);
    let fields = Fields { added: "revision", promoted: ("total", "int"), renamed: "customer" };
    resolved::run(rounds, table, "nested", &values, &fields);
    let older =
        Order::schema().to_string().replace(r#"{"name":"total","type":"long"}"#, r#"{"name":"total","type":"int"}"#);
    let older = Schema::parse(&older).expect("the older schema is valid");
    schema::run(rounds, table, "nested", Order::schema(), &older);
}
