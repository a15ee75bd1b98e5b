//! What a batch job costs beside decoding alone, and how much memory it takes, over ten million records in one file.
//!
//! `cargo run --release -p avro-entity-bench --bin batch`; a number of records may follow. Both read the same file on one thread, in
//! turn; the ratio is the median of five rounds.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark that cannot run has nothing to say"
)]

use avro_entity::batch::{Inputs, Job, Outcome, Rule};
use avro_entity::{AvroEntity, Codec, Reader, WriterOptions};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;

#[derive(AvroEntity, Default)]
struct Flight {
    number: u32,
    carrier: String,
    tailnum: Option<String>,
    departure: u16,
    arrival: Option<u16>,
    delay: i32,
    distance: f64,
}

fn main() {
    let records = std::env::args().nth(1).map_or(10_000_000, |count| count.parse().expect("a number of records"));
    let folder = tempfile::tempdir().expect("a folder for the file");
    let path = folder.path().join("flights.avro");
    write(&path, records);
    println!("{records} records, {} bytes", path.metadata().expect("the file is there").len());
    let mut inputs = Inputs::new();
    inputs.add(path.to_str().expect("an ordinary name")).expect("the file is there");
    let mut ratios: Vec<f64> = (0..ROUNDS).map(|_| round(&path, &inputs, records)).collect();
    ratios.sort_by(f64::total_cmp);
    println!("three rules on one thread take {:.2} of the time of decoding alone", ratios[ROUNDS / 2]);
    let (took, report) = timed(|| job(2).run(&inputs).expect("the job runs"));
    println!("on two threads: {took:.1?}, {:.1} million records a second", records as f64 / took.as_secs_f64() / 1e6);
    report.rules().for_each(|rule| println!("  {}: {}", rule.name(), rule.report.violations));
    let peak = peak_mib();
    println!("the most memory at any time: {peak} MiB");
    assert!(peak < 200, "{peak} MiB are more than 200 MiB");
}

fn write(path: &Path, records: u32) {
    let mut writer = WriterOptions::new().codec(Codec::Null).create(path).expect("the file can be created");
    let mut flight = Flight { carrier: "B6".to_owned(), ..Flight::default() };
    for number in 0..records {
        flight.number = number;
        flight.tailnum = (number % 9 != 0).then(|| format!("N{}JB", number % 1000));
        flight.departure = (number % 2400) as u16;
        flight.arrival = (number % 50 != 0).then_some((number * 7 % 2400) as u16);
        flight.delay = (number % 300) as i32 - 30;
        flight.distance = f64::from(number % 2500);
        writer.append(&flight).expect("a flight can be written");
    }
    writer.finish().expect("the file can be finished");
}

fn rules() -> [Rule<Flight>; 3] {
    [
        Rule::new("departs on that day", |flight: &Flight| flight.departure < 2400),
        Rule::new("at most four hours late", |flight: &Flight| match flight.delay {
            ..=240 => Outcome::Pass,
            delay => Outcome::fail().with_value(delay),
        }),
        Rule::new("has a distance", |flight: &Flight| flight.distance > 0.0),
    ]
}

fn job(threads: usize) -> Job<Flight> {
    Job::new(rules()).expect("the rules have names").threads(threads)
}

/// How much longer the job takes than decoding alone.
fn round(path: &Path, inputs: &Inputs, records: u32) -> f64 {
    let (alone, count) = timed(|| decode(path));
    assert_eq!(count, records);
    let (with_rules, report) = timed(|| job(1).run(inputs).expect("the job runs"));
    assert_eq!(report.totals().records, u64::from(records));
    println!("  decoding alone {alone:.2?}, with three rules {with_rules:.2?}");
    with_rules.as_secs_f64() / alone.as_secs_f64()
}

fn decode(path: &Path) -> u32 {
    let mut reader = Reader::<Flight>::open(path).expect("the file can be read");
    let (mut flight, mut count) = (Flight::default(), 0);
    while reader.read_into(&mut flight).expect("a flight can be read") {
        black_box(&flight);
        count += 1;
    }
    count
}

fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let started = Instant::now();
    let value = run();
    (started.elapsed(), value)
}

/// The peak of this process's memory, where the system tells.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<u64>().ok());
    peak.unwrap_or_default() / 1024
}
