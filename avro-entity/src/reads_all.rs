//! Whether a type reads every version of the data it is for, as a test of the crate that has the type.

use crate::error::{Error, ErrorKind};
use crate::message::schema_files;
use crate::resolve::{Mismatch, Reach, Verdict, resolve};
use crate::schema::{AvroSchema, Schema};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Fails a test unless a type reads all data of every version in a folder of `.avsc` files.
///
/// Whoever reads the data of a service with a struct of their own, which has only the fields that matter to them, learns here
/// what they would else learn in production. The path is that of the folder, with its subfolders, relative to the `Cargo.toml`
/// of the crate.
///
/// ```
/// use avro_entity::{AvroEntity, reads_all};
///
/// /// What a report needs of an order; the service has ten fields more.
/// #[derive(AvroEntity)]
/// #[avro(name = "Order", namespace = "net.example.shop")]
/// struct Total {
///     #[avro(alias = "id")]
///     number: i64,
///     total: f64,
/// }
///
/// # let folder = tempfile::tempdir()?;
/// # let schemas = folder.path();
/// # std::fs::write(schemas.join("0001.avsc"), r#"{"type": "record", "name": "net.example.shop.Order", "fields": [
/// #     {"name": "id", "type": "int"}, {"name": "buyer", "type": "string"}, {"name": "total", "type": "float"}]}"#)?;
/// // In a test of yours: `reads_all!(Total, "schemas/net.example.shop.Order")`.
/// reads_all!(Total, schemas);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Panics
///
/// With the text of the error of the function [`reads_all`](fn@crate::reads_all), which says for every file what does not
/// resolve, and where.
#[macro_export]
macro_rules! reads_all {
    ($type:ty, $folder:expr $(,)?) => {
        if let ::core::result::Result::Err(error) =
            $crate::reads_all::<$type>(::std::path::Path::new(::core::env!("CARGO_MANIFEST_DIR")).join($folder))
        {
            ::core::panic!("{error}");
        }
    };
}

/// Checks that a `T` reads all data of every version in a folder of `.avsc` files, with its subfolders, and says how many
/// versions there are.
///
/// The macro [`reads_all!`](crate::reads_all!) is this check as a test.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("0001.avsc"), r#"{"type": "array", "items": "int"}"#)?;
/// std::fs::write(folder.path().join("0002.avsc"), r#"{"type": "array", "items": ["null", "long"]}"#)?;
/// assert_eq!(avro_entity::reads_all::<Vec<Option<f64>>>(folder.path())?, 2);
/// assert_eq!(
///     avro_entity::reads_all::<Vec<f64>>(folder.path()).unwrap_err().message(),
///     "`alloc::vec::Vec<f64>` does not read 1 of 2 versions:\n  \
///      0002.avsc: `[](null)` read as `[]`: `null` is not read as `double`; some data fail",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Of kind [`Resolution`](ErrorKind::Resolution), with everything that does not resolve in any version; of other kinds when
/// `T` has no valid schema, or when the folder cannot be read or has no schema in it.
pub fn reads_all<T: AvroSchema + ?Sized>(folder: impl AsRef<Path>) -> Result<usize, Error> {
    let folder = folder.as_ref();
    let reader = T::try_schema()?;
    let files = schema_files(folder)?;
    if files.is_empty() {
        let error = Error::new(ErrorKind::Schema, "there is no file whose name ends in `.avsc` in this folder");
        return Err(error.in_file(folder));
    }
    let failures: Vec<String> = files.iter().filter_map(|file| failures(folder, file, reader)).collect();
    if failures.is_empty() {
        return Ok(files.len());
    }
    let rust = std::any::type_name::<T>();
    let message =
        format!("`{rust}` does not read {} of {} versions:{}", failures.len(), files.len(), failures.concat());
    Err(Error::new(ErrorKind::Resolution, message).in_file(folder))
}

/// A line for everything in a file that is not read, or why the file is no schema; `None` when all its data are read.
fn failures(folder: &Path, file: &PathBuf, reader: &Schema) -> Option<String> {
    let name = file.strip_prefix(folder).unwrap_or(file).display();
    let writer = fs::read_to_string(file).map_err(Error::from).and_then(|text| Schema::parse_foreign(&text));
    let mut lines = String::new();
    match writer {
        Err(error) => line(&mut lines, &format!("{name}: {error}")),
        Ok(writer) => {
            let plan = resolve(&writer, reader);
            if plan.verdict() == Verdict::Always {
                return None;
            }
            for mismatch in plan.mismatches() {
                line(&mut lines, &format!("{name}: {}", describe(&mismatch)));
            }
        }
    }
    Some(lines)
}

fn line(lines: &mut String, text: &str) {
    // Writing to a `String` does not fail.
    let _ = write!(lines, "\n  {text}");
}

fn describe(mismatch: &Mismatch<'_>) -> String {
    let place = match (mismatch.writer_path().to_string(), mismatch.reader_path().to_string()) {
        (writer, reader) if writer.is_empty() && reader.is_empty() => String::new(),
        (writer, reader) if writer == reader => format!("`{writer}`: "),
        (writer, reader) if reader.is_empty() => format!("`{writer}`: "),
        (writer, reader) if writer.is_empty() => format!("read as `{reader}`: "),
        (writer, reader) => format!("`{writer}` read as `{reader}`: "),
    };
    let reach = match mismatch.reach() {
        Reach::All => "all data fail",
        Reach::Some => "some data fail",
    };
    format!("{place}{}; {reach}", mismatch.message())
}
