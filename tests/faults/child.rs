//! What a process does that is killed: this test program runs itself again, as the test `child::works`.

use crate::entry;
use avro_entity::history::Store;
use avro_entity::{Codec, Error, Schema, Writer, WriterOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What a child is to do, and with which file.
const TASK: &str = "AVRO_ENTITY_TEST_TASK";
const PATH: &str = "AVRO_ENTITY_TEST_PATH";

/// The command that does a task without an end.
pub fn command(task: &str, path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child::works", "--ignored", "--nocapture"]).env(TASK, task).env(PATH, path);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Starts a child, waits a moment, another one each time, and kills it.
pub fn kill_after(command: &mut Command, moment: u64) {
    let mut child: Child = command.spawn().unwrap();
    std::thread::sleep(Duration::from_micros(moment));
    assert_eq!(child.try_wait().unwrap(), None, "the child goes on until it is killed");
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Some moments of up to `longest` microseconds, no two of which are close to each other.
pub fn moments(longest: u64) -> impl Iterator<Item = u64> {
    (1u64..).map(move |index| index.wrapping_mul(0x9e37_79b9_7f4a_7c15) % longest)
}

#[test]
#[ignore = "no test but what the children of the other tests run, without an end"]
fn works() {
    let path = PathBuf::from(std::env::var_os(PATH).expect("a child is started by a test"));
    let done = match std::env::var(TASK).unwrap().as_str() {
        "create" => create(&path),
        "append" => append(&path),
        "append once" => append_once(&path),
        "history" => history(&path),
        other => panic!("no task {other}"),
    };
    if let Err(error) = done {
        std::fs::write(path.with_extension("error"), error.to_string()).unwrap();
    }
}

/// Writes the same file again and again, each time with one generation of records.
fn create(path: &Path) -> Result<(), Error> {
    for generation in 0.. {
        let codec = [Codec::Null, Codec::Deflate, Codec::Zstandard][generation as usize % 3];
        let mut writer = WriterOptions::new().codec(codec).block_bytes(2000).create(path)?;
        for number in 0..100 {
            writer.append(&entry(generation, number))?;
        }
        writer.finish()?;
    }
    Ok(())
}

/// Goes on with a file, a few records at a time, and notes what is there after each.
fn append(path: &Path) -> Result<(), Error> {
    let noted = path.with_extension("noted");
    let mut writer = WriterOptions::new().block_bytes(4000).append_to(path)?;
    for number in 0.. {
        writer.append(&entry(0, number))?;
        if number % 7 == 6 {
            writer.flush()?;
            std::fs::write(&noted, writer.records().to_string())?;
        }
    }
    Ok(())
}

/// Goes on with a file until that fails.
fn append_once(path: &Path) -> Result<(), Error> {
    let mut writer = Writer::append_to(path)?;
    for number in 0..1000 {
        writer.append(&entry(0, number)).and_then(|()| writer.flush())?;
    }
    writer.finish().map(drop)
}

/// Adds versions to a history without an end.
fn history(folder: &Path) -> Result<(), Error> {
    let store = Store::open(folder)?;
    for version in 0.. {
        let known = store.history("net.example.Entry")?;
        let fields: Vec<String> = (0..=known.as_ref().map_or(version, |known| known.versions().len()) % 40)
            .map(|field| format!(r#"{{"name":"f{field}","type":"int"}}"#))
            .collect();
        let text = format!(r#"{{"type":"record","name":"net.example.Entry","fields":[{}]}}"#, fields.join(","));
        let mut edit = match &known {
            Some(known) => store.edit(known),
            None => store.create("net.example.Entry", "faults")?,
        };
        edit.record(&Schema::parse(&text)?)?;
        edit.commit()?;
    }
    Ok(())
}
