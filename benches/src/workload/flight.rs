//! A flight of the example data set, about 70 bytes: many small numbers, some of which may be missing, and short texts.

use super::{Numbers, VALUES};
use crate::hand::{self, Bad, Hand};
use crate::measure::Rounds;
use crate::table::Table;
use crate::task::{codec, container, threads};
use avro_entity::AvroEntity;
use serde::{Deserialize, Serialize};

#[derive(AvroEntity, Serialize, Deserialize, Clone, Copy, Debug, PartialEq)]
#[allow(clippy::upper_case_acronyms, reason = "the airports are called so")]
enum Origin {
    EWR,
    JFK,
    LGA,
}

#[derive(AvroEntity, Serialize, Deserialize, Clone, Debug, PartialEq)]
struct Flight {
    year: i32,
    month: i32,
    day: i32,
    dep_time: Option<i32>,
    sched_dep_time: i32,
    dep_delay: Option<i32>,
    arr_time: Option<i32>,
    sched_arr_time: i32,
    arr_delay: Option<i32>,
    carrier: String,
    flight: i64,
    tailnum: Option<String>,
    origin: Origin,
    dest: String,
    air_time: Option<i32>,
    distance: i32,
    hour: i32,
    minute: i32,
    time_hour: i64,
}

impl Hand for Flight {
    fn put(&self, out: &mut Vec<u8>) {
        let put_int = |out: &mut Vec<u8>, value: &i32| hand::put_long(out, i64::from(*value));
        put_int(out, &self.year);
        put_int(out, &self.month);
        put_int(out, &self.day);
        hand::put_option(out, self.dep_time.as_ref(), put_int);
        put_int(out, &self.sched_dep_time);
        hand::put_option(out, self.dep_delay.as_ref(), put_int);
        hand::put_option(out, self.arr_time.as_ref(), put_int);
        put_int(out, &self.sched_arr_time);
        hand::put_option(out, self.arr_delay.as_ref(), put_int);
        hand::put_str(out, &self.carrier);
        hand::put_long(out, self.flight);
        hand::put_option(out, self.tailnum.as_ref(), |out, tailnum| hand::put_str(out, tailnum));
        hand::put_long(out, self.origin as i64);
        hand::put_str(out, &self.dest);
        hand::put_option(out, self.air_time.as_ref(), put_int);
        put_int(out, &self.distance);
        put_int(out, &self.hour);
        put_int(out, &self.minute);
        hand::put_long(out, self.time_hour);
    }

    fn take(bytes: &mut &[u8]) -> Result<Flight, Bad> {
        Ok(Flight {
            year: hand::int(bytes)?,
            month: hand::int(bytes)?,
            day: hand::int(bytes)?,
            dep_time: hand::option(bytes, hand::int)?,
            sched_dep_time: hand::int(bytes)?,
            dep_delay: hand::option(bytes, hand::int)?,
            arr_time: hand::option(bytes, hand::int)?,
            sched_arr_time: hand::int(bytes)?,
            arr_delay: hand::option(bytes, hand::int)?,
            carrier: hand::string(bytes)?,
            flight: hand::long(bytes)?,
            tailnum: hand::option(bytes, hand::string)?,
            origin: match hand::long(bytes)? {
                0 => Origin::EWR,
                1 => Origin::JFK,
                2 => Origin::LGA,
                _ => return Err(Bad),
            },
            dest: hand::string(bytes)?,
            air_time: hand::option(bytes, hand::int)?,
            distance: hand::int(bytes)?,
            hour: hand::int(bytes)?,
            minute: hand::int(bytes)?,
            time_hour: hand::long(bytes)?,
        })
    }
}

/// A flight as the data set has them: one in forty was cancelled.
fn flight(numbers: &mut Numbers) -> Flight {
    let flown = numbers.below(40) > 0;
    let time = |numbers: &mut Numbers| (100 * numbers.below(24) + numbers.below(60)) as i32;
    let sched_dep_time = time(numbers);
    Flight {
        year: 2013,
        month: 1 + numbers.below(12) as i32,
        day: 1 + numbers.below(28) as i32,
        dep_time: flown.then(|| time(numbers)),
        sched_dep_time,
        dep_delay: flown.then(|| numbers.long(7) as i32),
        arr_time: flown.then(|| time(numbers)),
        sched_arr_time: time(numbers),
        arr_delay: flown.then(|| numbers.long(7) as i32),
        carrier: numbers.word(2),
        flight: 1 + numbers.below(6000) as i64,
        tailnum: flown.then(|| numbers.word(6)),
        origin: [Origin::EWR, Origin::JFK, Origin::LGA][numbers.below(3) as usize],
        dest: numbers.word(3),
        air_time: flown.then(|| 30 + numbers.below(400) as i32),
        distance: 100 + numbers.below(2500) as i32,
        hour: sched_dep_time / 100,
        minute: sched_dep_time % 100,
        time_hour: 1_357_000_000_000 + 3_600_000 * numbers.below(8760) as i64,
    }
}

pub(crate) fn run(rounds: &Rounds, table: &mut Table) {
    let mut numbers = Numbers::new();
    let values: Vec<Flight> = (0..VALUES).map(|_| flight(&mut numbers)).collect();
    codec::run(rounds, table, "flight", &values);
    container::run(rounds, table, "flights", &values);
    threads::run(rounds, table, "flights", &values);
}
