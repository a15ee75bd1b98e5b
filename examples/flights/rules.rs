//! Rules over flights that a service might want to enforce.

use crate::entity::Flight;
use avro_entity::batch::{Outcome, Rule};
use std::collections::BTreeSet;

/// Three rules; `planes` are the tail numbers of all known planes.
pub fn rules(planes: BTreeSet<String>) -> [Rule<Flight>; 3] {
    [
        Rule::new("arrival after departure", |flight: &Flight| match (flight.dep_time, flight.arr_time) {
            (Some(departure), Some(arrival)) if arrival < departure => Outcome::fail().with_value(arrival),
            _ => Outcome::Pass,
        }),
        Rule::new("air time of every flight that landed", |flight: &Flight| match (flight.arr_time, flight.air_time) {
            (Some(_), None) => Outcome::fail().with_value(flight.route.dest.as_str()),
            _ => Outcome::Pass,
        }),
        Rule::new("tail number of a known plane", move |flight: &Flight| match &flight.tailnum {
            Some(tailnum) if !planes.contains(tailnum) => Outcome::fail().with_value(tailnum.as_str()),
            _ => Outcome::Pass,
        }),
    ]
}
