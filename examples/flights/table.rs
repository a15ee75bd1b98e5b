//! CSV tables: `<table>.csv`, or `<table>.csv.zip` with that one file inside.

use crate::entity::{Airline, Airport, Dst, Flight, Origin, Plane, Route, Weather};
use crate::failure::Failure;
use crate::progress;
use csv::StringRecord;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// An entity that is one row of a table.
pub trait FromRow: Sized {
    /// The name of the table's file, without extension.
    const TABLE: &'static str;

    fn from_row(row: &Row<'_>) -> Result<Self, Failure>;
}

/// All rows of a table.
pub struct Table<T> {
    /// The file it was read from.
    pub path: PathBuf,
    pub rows: Vec<T>,
    /// Size of the CSV text.
    pub bytes: u64,
}

/// Reads the table of `T` in `folder`.
pub fn read<T: FromRow>(folder: &Path) -> Result<Table<T>, Failure> {
    let plain = folder.join(format!("{}.csv", T::TABLE));
    if plain.try_exists().unwrap_or(true) {
        let file = File::open(&plain).map_err(|error| Failure::could_not_run(&plain, &error))?;
        let bytes = file.metadata().map_err(|error| Failure::could_not_run(&plain, &error))?.len();
        return parse(plain, file, bytes);
    }
    let zipped = folder.join(format!("{}.csv.zip", T::TABLE));
    let file = match File::open(&zipped) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Failure::could_not_run(&plain, &"there is no such file, and none with `.zip` added"));
        }
        opened => opened.map_err(|error| Failure::could_not_run(&zipped, &error))?,
    };
    let mut archive = zip::ZipArchive::new(file).map_err(|error| Failure::bad_input(&zipped, &error))?;
    let entry = archive.by_name(&format!("{}.csv", T::TABLE)).map_err(|error| Failure::bad_input(&zipped, &error))?;
    let bytes = entry.size();
    parse(zipped, entry, bytes)
}

fn parse<T: FromRow>(path: PathBuf, text: impl Read, bytes: u64) -> Result<Table<T>, Failure> {
    let bar = progress::bar(format!("reading {}.csv", T::TABLE), bytes);
    let mut reader = csv::Reader::from_reader(text);
    let columns = reader.headers().map_err(|error| Failure::bad_input(&path, &error))?.clone();
    let mut rows = Vec::new();
    let mut fields = StringRecord::new();
    while reader.read_record(&mut fields).map_err(|error| Failure::bad_input(&path, &error))? {
        let row = Row { path: &path, columns: &columns, fields: &fields, next: Cell::new(0) };
        rows.push(T::from_row(&row)?);
        bar.set_position(reader.position().byte());
    }
    bar.finish_and_clear();
    Ok(Table { path, rows, bytes })
}

/// One row of a table, whose fields are asked for by the name of their column.
pub struct Row<'a> {
    path: &'a Path,
    columns: &'a StringRecord,
    fields: &'a StringRecord,
    /// The column that is probably asked for next: entities have their fields in the order of the columns.
    next: Cell<usize>,
}

impl Row<'_> {
    /// The field of `column`.
    fn get<T: FromStr<Err: std::fmt::Display>>(&self, column: &str) -> Result<T, Failure> {
        let text = self.text(column)?;
        text.parse().map_err(|error| self.refuse(format!("`{column}` is `{text}`: {error}")))
    }

    /// The field of `column`, which is `NA` where its value is not known.
    fn known<T: FromStr<Err: std::fmt::Display>>(&self, column: &str) -> Result<Option<T>, Failure> {
        if self.text(column)? == "NA" { Ok(None) } else { self.get(column).map(Some) }
    }

    fn text(&self, column: &str) -> Result<&str, Failure> {
        let width = self.columns.len();
        let index = (self.next.get()..width)
            .chain(0..self.next.get())
            .find(|&index| self.columns.get(index) == Some(column))
            .ok_or_else(|| Failure::bad_input(self.path, &format!("there is no column `{column}`")))?;
        self.next.set(index);
        Ok(self.fields.get(index).unwrap_or_default())
    }

    fn refuse(&self, reason: String) -> Failure {
        let line = self.fields.position().map_or(0, csv::Position::line);
        Failure::bad_input(self.path, &format!("line {line}: {reason}"))
    }
}

impl FromRow for Flight {
    const TABLE: &'static str = "flights";

    fn from_row(row: &Row<'_>) -> Result<Flight, Failure> {
        Ok(Flight {
            year: row.get("year")?,
            month: row.get("month")?,
            day: row.get("day")?,
            dep_time: row.known("dep_time")?,
            sched_dep_time: row.get("sched_dep_time")?,
            dep_delay: row.known("dep_delay")?,
            arr_time: row.known("arr_time")?,
            sched_arr_time: row.get("sched_arr_time")?,
            arr_delay: row.known("arr_delay")?,
            carrier: row.get("carrier")?,
            flight: row.get("flight")?,
            tailnum: row.known("tailnum")?,
            route: Route { origin: row.get("origin")?, dest: row.get("dest")?, distance: row.get("distance")? },
            air_time: row.known("air_time")?,
            hour: row.get("hour")?,
            minute: row.get("minute")?,
            time_hour: row.get("time_hour")?,
        })
    }
}

impl FromRow for Plane {
    const TABLE: &'static str = "planes";

    fn from_row(row: &Row<'_>) -> Result<Plane, Failure> {
        Ok(Plane {
            tailnum: row.get("tailnum")?,
            year: row.known("year")?,
            r#type: row.get("type")?,
            manufacturer: row.get("manufacturer")?,
            model: row.get("model")?,
            engines: row.get("engines")?,
            seats: row.get("seats")?,
            speed: row.known("speed")?,
            engine: row.get("engine")?,
        })
    }
}

impl FromRow for Airport {
    const TABLE: &'static str = "airports";

    fn from_row(row: &Row<'_>) -> Result<Airport, Failure> {
        Ok(Airport {
            faa: row.get("faa")?,
            name: row.get("name")?,
            lat: row.get("lat")?,
            lon: row.get("lon")?,
            alt: row.get("alt")?,
            tz: row.get("tz")?,
            dst: row.get("dst")?,
            tzone: row.known("tzone")?,
        })
    }
}

impl FromRow for Airline {
    const TABLE: &'static str = "airlines";

    fn from_row(row: &Row<'_>) -> Result<Airline, Failure> {
        Ok(Airline { carrier: row.get("carrier")?, name: row.get("name")?, dests: BTreeMap::new() })
    }
}

impl FromRow for Weather {
    const TABLE: &'static str = "weather";

    fn from_row(row: &Row<'_>) -> Result<Weather, Failure> {
        Ok(Weather {
            origin: row.get("origin")?,
            year: row.get("year")?,
            month: row.get("month")?,
            day: row.get("day")?,
            hour: row.get("hour")?,
            temp: row.known("temp")?,
            dewp: row.known("dewp")?,
            humid: row.known("humid")?,
            wind_dir: row.known("wind_dir")?,
            wind_speed: row.known("wind_speed")?,
            wind_gust: row.known("wind_gust")?,
            precip: row.get("precip")?,
            pressure: row.known("pressure")?,
            visib: row.get("visib")?,
            time_hour: row.get("time_hour")?,
        })
    }
}

impl FromStr for Origin {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Origin, &'static str> {
        match text {
            "EWR" => Ok(Origin::EWR),
            "JFK" => Ok(Origin::JFK),
            "LGA" => Ok(Origin::LGA),
            _ => Err("expected `EWR`, `JFK` or `LGA`"),
        }
    }
}

impl FromStr for Dst {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Dst, &'static str> {
        match text {
            "A" => Ok(Dst::A),
            "N" => Ok(Dst::N),
            "U" => Ok(Dst::U),
            _ => Err("expected `A`, `N` or `U`"),
        }
    }
}
