//! A change of `Flight` that somebody has in mind, and what it would break.

use crate::earlier;
use crate::entity::{Flight, NAMESPACE, Route};
use crate::failure::Failure;
use avro_entity::compat::{Check, Format, Level, Rendering, Severity, Version};
use avro_entity::{AvroEntity, AvroSchema};
use chrono::{DateTime, Utc};
use std::path::Path;

/// `Flight` as it is to be: with a better name for the carrier, and no more delays that may be missing.
#[derive(AvroEntity)]
#[avro(name = "Flight", namespace = NAMESPACE)]
#[allow(dead_code, reason = "nobody writes it yet")]
struct TomorrowsFlight {
    year: i16,
    month: u8,
    day: u8,
    dep_time: Option<u16>,
    sched_dep_time: u16,
    dep_delay: Option<i16>,
    arr_time: Option<u16>,
    sched_arr_time: u16,
    arr_delay: i16,
    airline: String,
    flight: u32,
    #[avro(alias = "plane")]
    tailnum: Option<String>,
    route: Route,
    air_time: Option<u16>,
    hour: u8,
    minute: u8,
    #[avro(timestamp = "micros")]
    time_hour: DateTime<Utc>,
}

/// Prints what a check of tomorrow's type against both versions finds.
pub fn show() -> Result<(), Failure> {
    let history = [earlier::version()?, Version::numbered(2, Flight::try_schema()?.clone())];
    // The documentation is left out of this sketch.
    let check = Check::new(Level::BACKWARD_TRANSITIVE).severity("doc-changed", Severity::Allow);
    let report = check.run(&history, &Version::today::<TomorrowsFlight>()?);
    println!("\nwhat a change of `Flight` would break that somebody has in mind:\n");
    print!("{}", report.render(Format::Text, &Rendering::new(Path::new(env!("CARGO_MANIFEST_DIR")))));
    Ok(())
}
