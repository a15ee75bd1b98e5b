//! How flights were once written: a file of the first version of `Flight`, read with today's.

use crate::entity::{Flight, NAMESPACE, Origin, Route};
use crate::failure::Failure;
use crate::store;
use avro_entity::compat::Version;
use avro_entity::container::Codec;
use avro_entity::{AvroEntity, AvroSchema};
use chrono::{DateTime, Utc};
use indicatif::HumanCount;
use std::path::Path;

/// What happened to `Flight` since then, for people.
const CHANGES: [(&str, &str, &str); 6] = [
    ("plane", "tailnum", "renamed; the alias finds it"),
    ("flight: int", "flight: long", "widened"),
    ("source: string", "", "removed, and skipped"),
    ("", "air_time: null", "added with a default"),
    ("route", "route.distance: 0", "the nested record got a field with a default"),
    ("EWR, JFK", "EWR, JFK, LGA", "the enum got a symbol"),
];

/// The first version of `Flight`.
#[derive(AvroEntity)]
#[avro(name = "Flight", namespace = NAMESPACE)]
struct EarlierFlight<'a> {
    year: i16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    dep_time: Option<u16>,
    sched_dep_time: u16,
    dep_delay: Option<i16>,
    arr_time: Option<u16>,
    sched_arr_time: u16,
    arr_delay: Option<i16>,
    carrier: &'a str,
    flight: u16,
    plane: Option<&'a str>,
    route: EarlierRoute<'a>,
    /// Who reported the flight.
    source: &'a str,
    #[avro(timestamp = "millis")]
    time_hour: DateTime<Utc>,
}

#[derive(AvroEntity)]
#[avro(name = "Route", namespace = NAMESPACE)]
struct EarlierRoute<'a> {
    origin: EarlierOrigin,
    dest: &'a str,
}

#[derive(AvroEntity)]
#[avro(name = "Origin", namespace = NAMESPACE)]
#[allow(clippy::upper_case_acronyms, reason = "the airports are called so")]
enum EarlierOrigin {
    EWR,
    JFK,
}

impl<'a> EarlierFlight<'a> {
    /// A flight as it was written then; none when it was not yet possible.
    fn of(flight: &'a Flight) -> Option<EarlierFlight<'a>> {
        let origin = match flight.route.origin {
            Origin::EWR => EarlierOrigin::EWR,
            Origin::JFK => EarlierOrigin::JFK,
            Origin::LGA => return None,
        };
        Some(EarlierFlight {
            year: flight.year,
            month: flight.month,
            day: flight.day,
            hour: flight.hour,
            minute: flight.minute,
            dep_time: flight.dep_time,
            sched_dep_time: flight.sched_dep_time,
            dep_delay: flight.dep_delay,
            arr_time: flight.arr_time,
            sched_arr_time: flight.sched_arr_time,
            arr_delay: flight.arr_delay,
            carrier: &flight.carrier,
            flight: flight.flight.try_into().ok()?,
            plane: flight.tailnum.as_deref(),
            route: EarlierRoute { origin, dest: &flight.route.dest },
            source: "RITA",
            time_hour: flight.time_hour,
        })
    }
}

/// A flight of today as it comes back from a file of then: what was not recorded has its default.
fn as_recorded(flight: &Flight) -> Flight {
    Flight { air_time: None, route: Route { distance: 0, ..flight.route.clone() }, ..flight.clone() }
}

/// The first version, as a check compares it.
pub fn version() -> Result<Version, Failure> {
    Ok(Version::numbered(1, EarlierFlight::try_schema()?.clone()))
}

/// Writes `flights` under the first version of their type to a file in `out`, reads it with today's type, and says what became of
/// them.
pub fn show(flights: &[Flight], out: &Path) -> Result<(), Failure> {
    let path = out.join("flights.earlier.avro");
    let (recorded, rows): (Vec<&Flight>, Vec<EarlierFlight<'_>>) =
        flights.iter().filter_map(|flight| Some((flight, EarlierFlight::of(flight)?))).unzip();
    store::write(&path, &rows, Codec::Deflate)?;
    let mut expected = recorded.into_iter().map(as_recorded);
    let count = store::read::<Flight>(&path, rows.len() as u64, |flight| match expected.next() {
        Some(expected) if expected == *flight => Ok(()),
        _ => Err(Failure::bad_input(&path, &format!("a flight came back as another one: {flight:?}"))),
    })?;
    if count != rows.len() as u64 {
        return Err(Failure::bad_input(&path, &format!("{count} of {} flights came back", rows.len())));
    }
    println!("\n{:<16} {:<18} `Flight` since its first version", "then", "today");
    for (then, today, change) in CHANGES {
        println!("{then:<16} {today:<18} {change}");
    }
    println!("{} flights written under the first version were read with today's type", HumanCount(count));
    Ok(())
}
