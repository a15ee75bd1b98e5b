//! The entities: each is a Rust type, an Avro schema and a CSV table at once, under the same names.

use avro_entity::AvroEntity;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// The namespace that all entities of the data set share.
pub const NAMESPACE: &str = "net.example.flights";

/// A flight that was scheduled to leave New York.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(root, namespace = NAMESPACE)]
pub struct Flight {
    pub year: i16,
    pub month: u8,
    pub day: u8,
    /// Local time of departure, hours times 100 plus minutes; none when the flight was cancelled.
    pub dep_time: Option<u16>,
    pub sched_dep_time: u16,
    /// Minutes; negative when the flight left early.
    pub dep_delay: Option<i16>,
    /// Local time of arrival, hours times 100 plus minutes.
    pub arr_time: Option<u16>,
    pub sched_arr_time: u16,
    /// Minutes; negative when the flight arrived early.
    pub arr_delay: Option<i16>,
    /// Who flew: `carrier` of `Airline`.
    pub carrier: String,
    /// The number of the flight.
    pub flight: u32,
    /// What flew: `tailnum` of `Plane`.
    #[avro(alias = "plane")]
    pub tailnum: Option<String>,
    pub route: Route,
    /// Minutes in the air.
    pub air_time: Option<u16>,
    /// Hour of the scheduled departure, local.
    pub hour: u8,
    /// Minute of the scheduled departure, local.
    pub minute: u8,
    /// The scheduled departure, cut to the hour; with `route.origin` it leads to `Weather`.
    #[avro(timestamp = "millis")]
    pub time_hour: DateTime<Utc>,
}

/// From where to where.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(namespace = NAMESPACE)]
pub struct Route {
    pub origin: Origin,
    /// `faa` of `Airport`.
    pub dest: String,
    /// Miles; 0 when it was not recorded.
    #[avro(default)]
    pub distance: u16,
}

/// The three airports of New York.
#[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
#[avro(namespace = NAMESPACE)]
#[allow(clippy::upper_case_acronyms, reason = "the airports are called so")]
pub enum Origin {
    /// Newark Liberty.
    EWR,
    /// John F. Kennedy.
    JFK,
    /// LaGuardia.
    LGA,
}

/// A plane that the FAA has registered.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(root, namespace = NAMESPACE)]
pub struct Plane {
    pub tailnum: String,
    /// When it was built.
    pub year: Option<i16>,
    pub r#type: String,
    pub manufacturer: String,
    pub model: String,
    pub engines: u8,
    pub seats: u16,
    /// Average cruising speed in miles an hour.
    pub speed: Option<u16>,
    pub engine: String,
}

/// An airport of the United States.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(root, namespace = NAMESPACE)]
pub struct Airport {
    pub faa: String,
    pub name: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Feet.
    pub alt: i32,
    /// Hours from UTC.
    pub tz: i8,
    pub dst: Dst,
    /// IANA time zone.
    pub tzone: Option<String>,
}

/// Daylight saving time.
#[derive(AvroEntity, Clone, Copy, Debug, PartialEq)]
#[avro(namespace = NAMESPACE)]
pub enum Dst {
    /// As in most of the United States.
    A,
    /// None.
    N,
    /// Unknown.
    U,
}

/// An airline, with what it flies.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(root, namespace = NAMESPACE)]
pub struct Airline {
    pub carrier: String,
    pub name: String,
    /// How many of the flights went where, by `faa` of `Airport`: no column, but counted from the flights.
    pub dests: BTreeMap<String, u32>,
}

/// The weather at one of the three airports in one hour.
#[derive(AvroEntity, Clone, Debug, PartialEq)]
#[avro(root, namespace = NAMESPACE)]
pub struct Weather {
    pub origin: Origin,
    pub year: i16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    /// Degrees Fahrenheit.
    pub temp: Option<f64>,
    /// Degrees Fahrenheit.
    pub dewp: Option<f64>,
    /// Percent.
    pub humid: Option<f64>,
    /// Degrees.
    pub wind_dir: Option<u16>,
    /// Miles an hour.
    pub wind_speed: Option<f64>,
    /// Miles an hour.
    pub wind_gust: Option<f64>,
    /// Inches.
    pub precip: f64,
    /// Millibars.
    pub pressure: Option<f64>,
    /// Miles.
    pub visib: f64,
    #[avro(timestamp = "millis")]
    pub time_hour: DateTime<Utc>,
}
