//! Orders of a shop, in their first version and in today's, and files of them.

use avro_entity::batch::{Inputs, Job, Outcome, Report, Rule};
use avro_entity::{AvroEncode, AvroEntity, Codec, WriterOptions};
use std::path::{Path, PathBuf};

#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(namespace = "net.example.shop")]
pub struct Order {
    pub number: u32,
    #[avro(private)]
    pub customer: String,
    pub total: i64,
    pub state: State,
    pub note: Option<String>,
    pub lines: Vec<Line>,
}

#[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
#[avro(namespace = "net.example.shop")]
pub enum State {
    Open,
    Paid,
}

#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(namespace = "net.example.shop")]
pub struct Line {
    pub article: String,
    #[avro(private)]
    pub margin: i32,
}

pub fn order(number: u32) -> Order {
    Order {
        number,
        customer: format!("customer {}", number % 17),
        total: i64::from(number % 50) - 3,
        state: if number.is_multiple_of(2) { State::Open } else { State::Paid },
        note: number.is_multiple_of(5).then(|| format!("note {}", number % 11)),
        lines: (0..number % 3).map(|line| Line { article: format!("a{line}"), margin: -1234 }).collect(),
    }
}

/// Orders as they were written once: without lines, and with a state that is gone.
pub mod earlier {
    use avro_entity::AvroEntity;

    #[derive(AvroEntity, Clone, Debug)]
    #[avro(namespace = "net.example.shop")]
    pub struct Order {
        pub number: i32,
        pub customer: String,
        pub total: i32,
        pub state: State,
        pub note: Option<String>,
        pub lines: Vec<Line>,
    }

    #[derive(AvroEntity, Clone, Copy, Debug)]
    #[avro(namespace = "net.example.shop")]
    pub enum State {
        Open,
        Lost,
        Paid,
    }

    #[derive(AvroEntity, Clone, Debug)]
    #[avro(namespace = "net.example.shop")]
    pub struct Line {
        pub article: String,
        pub margin: i32,
    }

    /// An order; every tenth is in the state that is gone.
    pub fn order(number: i32) -> Order {
        let state = match number % 10 {
            3 => State::Lost,
            0 | 2 | 4 | 6 | 8 => State::Open,
            _ => State::Paid,
        };
        let customer = format!("customer {}", number % 17);
        Order { number, customer, total: number % 50 - 3, state, note: None, lines: Vec::new() }
    }
}

pub fn rules() -> Vec<Rule<Order>> {
    vec![
        Rule::new("total is positive", |order: &Order| match order.total {
            1.. => Outcome::Pass,
            total => Outcome::fail_because("the total is not positive").with_value(total),
        }),
        Rule::new("no note", |order: &Order| match &order.note {
            None => Outcome::Pass,
            Some(note) => Outcome::fail().with_value(note.as_str()),
        }),
        Rule::new("number is small", |order: &Order| order.number < 1_000_000),
    ]
}

pub fn job() -> Job<Order> {
    Job::new(rules()).unwrap()
}

pub fn inputs(of: &Path) -> Inputs {
    let mut inputs = Inputs::new();
    inputs.add(of.to_str().unwrap()).unwrap();
    inputs
}

/// The report of today's rules over a file or folder.
pub fn report(of: &Path) -> Report {
    job().run(&inputs(of)).unwrap()
}

/// A sync marker for each name of a file, as if it were drawn.
fn marker(path: &Path) -> [u8; 16] {
    let mut marker = *b"0123456789abcdef";
    let name = path.file_name().unwrap().as_encoded_bytes();
    name.iter().enumerate().for_each(|(index, byte)| marker[index % 16] ^= byte);
    marker
}

/// Makes a file of [`write`] one of another sync marker and the same size.
pub fn replace_marker(path: &Path) {
    let (mut bytes, marker) = (std::fs::read(path).unwrap(), marker(path));
    for at in 0..bytes.len() - marker.len() + 1 {
        if bytes[at..at + marker.len()] == marker {
            bytes[at..at + marker.len()].reverse();
        }
    }
    std::fs::write(path, bytes).unwrap();
}

/// Writes a file whose blocks have about `block_bytes` bytes.
pub fn write<T: AvroEncode>(path: &Path, records: &[T], codec: Codec, block_bytes: usize) -> PathBuf {
    let options = WriterOptions::new().codec(codec).block_bytes(block_bytes).sync_marker(marker(path));
    let mut writer = options.create(path).unwrap();
    records.iter().for_each(|record| writer.append(record).unwrap());
    writer.finish().unwrap();
    path.to_path_buf()
}

pub fn orders(numbers: std::ops::Range<u32>) -> Vec<Order> {
    numbers.map(order).collect()
}

pub fn earlier_orders(numbers: std::ops::Range<i32>) -> Vec<earlier::Order> {
    numbers.map(earlier::order).collect()
}

/// The stored report.
pub fn stored(report: &Report) -> String {
    serde_json::to_string(report).unwrap()
}
