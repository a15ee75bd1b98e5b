//! The batch job that Spark fans out: the rules of the flights example as a program.
//!
//! ```text
//! cargo run --release --example flights -- DATA OUT        # writes container files of flights and planes to OUT
//! PLANES=OUT/planes.null.avro cargo run --release --example spark -- OUT/flights.null.avro
//! ```

#[path = "../flights/entity.rs"]
#[allow(dead_code, reason = "the data set has more entities than this job reads")]
mod entity;
#[path = "../flights/rules.rs"]
mod rules;

use avro_entity::{Reader, batch};
use entity::{Flight, Plane};
use std::collections::BTreeSet;
use std::process::ExitCode;

fn main() -> ExitCode {
    match known_planes() {
        Ok(planes) => batch::main::<Flight>(rules::rules(planes)),
        Err(reason) => {
            eprintln!("error: {reason}");
            ExitCode::from(101)
        }
    }
}

/// The tail numbers in the container file that the environment names.
fn known_planes() -> Result<BTreeSet<String>, String> {
    let file = std::env::var("PLANES").map_err(|_| "`PLANES` must name a container file of planes")?;
    let planes = Reader::<Plane>::open(file).map_err(|error| error.to_string())?;
    planes.map(|plane| plane.map(|plane| plane.tailnum)).collect::<Result<_, _>>().map_err(|error| error.to_string())
}
