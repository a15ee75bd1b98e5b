//! Flights out of New York: CSV tables become container files, under every codec, and come back; so do flights that were
//! written under an earlier version of their type. Then a service's rules run over all flights, and a
//! change of their type is checked that would break them.
//!
//! ```text
//! cargo run --release --example flights                       # the slice in examples/data
//! cargo run --release --example flights -- DATA               # the five tables in the folder DATA
//! cargo run --release --example flights -- DATA OUT           # the same; the files, and a page of rules, are kept in the folder OUT
//! cargo run --release --example flights -- flights.null.avro  # reads a file of flights
//! ```
//!
//! Exit codes: 0; 100 when the data are wrong; 101 when the run could not be carried out.

mod earlier;
mod entity;
mod failure;
mod inspect;
mod progress;
mod rules;
mod store;
mod table;
mod tomorrow;

use avro_entity::container::Codec;
use entity::{Airline, Airport, Flight, Plane, Weather};
use failure::Failure;
use indicatif::HumanCount;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::{Checksum, Measured};
use table::{FromRow, Table};

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let done = match arguments.as_slice() {
        [] => run_in_temporary_folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data"))),
        [file] if file.extension().is_some_and(|extension| extension == "avro") => read_flights(file),
        [data] => run_in_temporary_folder(data),
        [data, out] => run(data, out),
        _ => Err(Failure::usage("expected `flights [DATA [OUT]]` or `flights FILE.avro`".to_owned())),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            failure.exit_code()
        }
    }
}

fn run_in_temporary_folder(data: &Path) -> Result<(), Failure> {
    let out = tempfile::tempdir().map_err(|error| Failure::could_not_run(&std::env::temp_dir(), &error))?;
    run(data, out.path())
}

/// Reads the tables of `data`, writes and reads them under each codec in `out`, and flights under an earlier version too; then runs
/// rules over the flights.
fn run(data: &Path, out: &Path) -> Result<(), Failure> {
    let data = Data::read(data)?;
    std::fs::create_dir_all(out).map_err(|error| Failure::could_not_run(out, &error))?;
    let (count, checksum) = data.fingerprint()?;
    println!("{:<12} {:>12} {:>8} {:>14} {:>14}   checksum", "codec", "bytes", "", "written/s", "read/s");
    let mut plain_bytes = None;
    for &codec in Codec::ALL {
        let measured = data.round_trip(codec, out)?;
        let plain_bytes = *plain_bytes.get_or_insert(measured.bytes);
        println!(
            "{:<12} {:>12} {:>6.1} % {:>14} {:>14}   {:08x}",
            codec.name(),
            HumanCount(measured.bytes).to_string(),
            100.0 * measured.bytes as f64 / plain_bytes as f64,
            HumanCount(measured.written_per_second()).to_string(),
            HumanCount(measured.read_per_second()).to_string(),
            measured.checksum.value(),
        );
        if (measured.records, measured.checksum.value()) != (count, checksum.value()) {
            let reason = format!("codec `{}` gave back other records than were written", codec.name());
            return Err(Failure::bad_input(out, &reason));
        }
    }
    println!("every codec gave back the {} records of the tables", HumanCount(count));
    earlier::show(&data.flights.rows, out)?;
    inspect::show(&data.flights.rows, &data.planes.rows, out)?;
    tomorrow::show()
}

/// Reads one file of flights and says what is in it.
fn read_flights(file: &Path) -> Result<(), Failure> {
    let mut checksum = Checksum::default();
    let count = store::read::<Flight>(file, 0, |flight| checksum.add(flight))?;
    println!("{}: {} flights, checksum {:08x}", file.display(), HumanCount(count), checksum.value());
    Ok(())
}

/// The data set: five tables.
struct Data {
    airlines: Table<Airline>,
    airports: Table<Airport>,
    planes: Table<Plane>,
    weather: Table<Weather>,
    flights: Table<Flight>,
}

impl Data {
    fn read(folder: &Path) -> Result<Data, Failure> {
        let mut data = Data {
            airlines: read_and_tell(folder)?,
            airports: read_and_tell(folder)?,
            planes: read_and_tell(folder)?,
            weather: read_and_tell(folder)?,
            flights: read_and_tell(folder)?,
        };
        println!();
        data.count_destinations();
        Ok(data)
    }

    /// Gives each airline the destinations it flies to.
    fn count_destinations(&mut self) {
        for airline in &mut self.airlines.rows {
            for flight in self.flights.rows.iter().filter(|flight| flight.carrier == airline.carrier) {
                *airline.dests.entry(flight.route.dest.clone()).or_default() += 1;
            }
        }
    }

    /// How many records there are, and the checksum over them.
    fn fingerprint(&self) -> Result<(u64, Checksum), Failure> {
        let mut checksum = Checksum::default();
        let mut count = 0;
        count += checksum.add_all(&self.airlines.rows)?;
        count += checksum.add_all(&self.airports.rows)?;
        count += checksum.add_all(&self.planes.rows)?;
        count += checksum.add_all(&self.weather.rows)?;
        count += checksum.add_all(&self.flights.rows)?;
        Ok((count, checksum))
    }

    /// Writes and reads every table under `codec`.
    fn round_trip(&self, codec: Codec, out: &Path) -> Result<Measured, Failure> {
        let mut measured = Measured::default();
        measured.round_trip(&self.airlines.rows, codec, out)?;
        measured.round_trip(&self.airports.rows, codec, out)?;
        measured.round_trip(&self.planes.rows, codec, out)?;
        measured.round_trip(&self.weather.rows, codec, out)?;
        measured.round_trip(&self.flights.rows, codec, out)?;
        Ok(measured)
    }
}

fn read_and_tell<T: FromRow>(folder: &Path) -> Result<Table<T>, Failure> {
    let table = table::read::<T>(folder)?;
    let name = table.path.file_name().unwrap_or_default().to_string_lossy();
    println!(
        "{name:<16} {:>9} rows {:>12} bytes of CSV",
        HumanCount(table.rows.len() as u64).to_string(),
        HumanCount(table.bytes).to_string()
    );
    Ok(table)
}
