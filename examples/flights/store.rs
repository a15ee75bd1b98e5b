//! Container files: writing, reading, and how long both take.

use crate::failure::Failure;
use crate::progress;
use crate::table::FromRow;
use avro_entity::container::{Codec, Reader, WriterOptions};
use avro_entity::{AvroDecodeOwned, AvroEncode};
use std::path::Path;
use std::time::{Duration, Instant};

/// How many records pass between two moves of the progress bar.
const STEP: usize = 1024;

/// What writing and reading records under one codec came to.
#[derive(Default)]
pub struct Measured {
    pub records: u64,
    /// Size of the files.
    pub bytes: u64,
    pub checksum: Checksum,
    writing: Duration,
    reading: Duration,
}

impl Measured {
    /// Writes `rows` to a file in `out` and reads them back: once for the time, and once for the checksum.
    pub fn round_trip<T>(&mut self, rows: &[T], codec: Codec, out: &Path) -> Result<(), Failure>
    where
        T: FromRow + AvroEncode + AvroDecodeOwned,
    {
        let path = out.join(format!("{}.{}.avro", T::TABLE, codec.name()));
        let started = Instant::now();
        write(&path, rows, codec)?;
        self.writing += started.elapsed();
        let started = Instant::now();
        self.records += read::<T>(&path, rows.len() as u64, |_| Ok(()))?;
        self.reading += started.elapsed();
        read::<T>(&path, rows.len() as u64, |row| self.checksum.add(row))?;
        self.bytes += path.metadata().map_err(|error| Failure::could_not_run(&path, &error))?.len();
        Ok(())
    }

    pub fn written_per_second(&self) -> u64 {
        per_second(self.records, self.writing)
    }

    pub fn read_per_second(&self) -> u64 {
        per_second(self.records, self.reading)
    }
}

fn per_second(records: u64, time: Duration) -> u64 {
    (records as f64 / time.as_secs_f64()) as u64
}

/// Writes `rows` to `path`, which appears when all of it is there and not before.
pub fn write<T: AvroEncode>(path: &Path, rows: &[T], codec: Codec) -> Result<(), Failure> {
    let bar = progress::bar(format!("writing {}", name(path)), rows.len() as u64);
    let mut writer = WriterOptions::new().codec(codec).create(path)?;
    for step in rows.chunks(STEP) {
        for row in step {
            writer.append(row)?;
        }
        bar.inc(step.len() as u64);
    }
    writer.finish()?;
    bar.finish_and_clear();
    Ok(())
}

/// Reads the file at `path`, `expected` records long, and gives each record to `each`; how many it were.
pub fn read<T: AvroDecodeOwned>(
    path: &Path,
    expected: u64,
    mut each: impl FnMut(&T) -> Result<(), Failure>,
) -> Result<u64, Failure> {
    let bar = progress::bar(format!("reading {}", name(path)), expected);
    let mut count = 0;
    for record in Reader::<T>::open(path)? {
        each(&record?)?;
        count += 1;
        if count % STEP as u64 == 0 {
            bar.set_position(count);
        }
    }
    bar.finish_and_clear();
    Ok(count)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A CRC-32 over the encodings of records in their order, whatever file and blocks they came from.
#[derive(Default)]
pub struct Checksum {
    crc: crc32fast::Hasher,
    datum: Vec<u8>,
}

impl Checksum {
    pub fn add<T: AvroEncode>(&mut self, record: &T) -> Result<(), Failure> {
        self.datum.clear();
        avro_entity::encode(record, &mut self.datum)?;
        self.crc.update(&self.datum);
        Ok(())
    }

    /// Adds all of `records`; how many they are.
    pub fn add_all<T: AvroEncode>(&mut self, records: &[T]) -> Result<u64, Failure> {
        records.iter().try_for_each(|record| self.add(record))?;
        Ok(records.len() as u64)
    }

    pub fn value(&self) -> u32 {
        self.crc.clone().finalize()
    }
}
