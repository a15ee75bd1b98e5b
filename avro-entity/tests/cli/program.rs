//! A folder with files in it, and the program run there.

use avro_entity::container::{BlockReader, Codec, WriterOptions};
use avro_entity::{Schema, generic};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A folder of its own for each test.
pub(crate) struct Folder(TempDir);

/// What a run of the program gave.
#[derive(Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

/// The schema of the files of most tests.
pub(crate) const FLIGHT: &str =
    r#"{"type":"record","name":"Flight","fields":[{"name":"number","type":"int"},{"name":"carrier","type":"string"}]}"#;

impl Folder {
    pub(crate) fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// The names of all files, hidden ones included.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Writes a container file through the library, with a block for each of `blocks`.
    pub(crate) fn container(&self, name: &str, schema: &str, options: &WriterOptions, blocks: &[&[Value]]) {
        let schema = Schema::parse_foreign(schema).unwrap();
        let mut writer = options.create_blocks(&schema, self.path(name)).unwrap();
        for records in blocks {
            for record in *records {
                writer.append_encoded(&generic::from_json(&schema, record).unwrap()).unwrap();
            }
            writer.sync().unwrap();
        }
        writer.finish().unwrap();
    }

    /// A file of flights with these numbers, ten in a block.
    pub(crate) fn flights(&self, name: &str, codec: Codec, numbers: std::ops::Range<i32>) {
        let records: Vec<Value> = numbers.map(flight).collect();
        let blocks: Vec<&[Value]> = records.chunks(10).collect();
        self.container(name, FLIGHT, &WriterOptions::new().codec(codec).sync_marker([7; 16]), &blocks);
    }

    /// The numbers of the flights in a file.
    pub(crate) fn numbers(&self, name: &str) -> Vec<i64> {
        self.records(name).iter().map(|record| record["number"].as_i64().unwrap()).collect()
    }

    /// The records of a file, as the library reads them.
    pub(crate) fn records(&self, name: &str) -> Vec<Value> {
        let mut reader = BlockReader::open(self.path(name)).unwrap();
        let schema = reader.header().schema().clone();
        let mut records = Vec::new();
        while let Some(block) = reader.next_block().unwrap() {
            let mut decoder = block.decoder();
            for _ in 0..block.count() {
                decoder.start_datum();
                records.push(generic::to_json(&schema, &mut decoder).unwrap());
            }
        }
        records
    }

    /// How many records each block of a file has.
    pub(crate) fn blocks(&self, name: &str) -> Vec<u64> {
        let mut reader = BlockReader::open(self.path(name)).unwrap();
        let mut counts = Vec::new();
        while let Some(block) = reader.next_packed().unwrap() {
            counts.push(block.count());
        }
        counts
    }

    pub(crate) fn codec(&self, name: &str) -> Codec {
        BlockReader::open(self.path(name)).unwrap().header().codec()
    }

    /// Runs the program in the folder without input.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.pipe(args, b"")
    }

    /// Runs the program in the folder with `input` on standard input.
    pub(crate) fn pipe(&self, args: &[&str], input: &[u8]) -> Run {
        let mut child =
            self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let output = std::thread::scope(|scope| {
            // A program that fails does not read its input to the end.
            scope.spawn(move || drop(stdin.write_all(input)));
            child.wait_with_output().unwrap()
        });
        let stderr = String::from_utf8(output.stderr).unwrap();
        Run { code: output.status.code(), stdout: output.stdout, stderr }
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_avro-entity"));
        // Crates of tests are called alike, and would write over each other's programs in one folder.
        command.args(args).current_dir(self.0.path()).env_remove("CARGO_TARGET_DIR");
        command
    }
}

impl Run {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    /// The output of a run that went well and said nothing else.
    pub(crate) fn good(self) -> Vec<u8> {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""));
        self.stdout
    }

    /// The same as text.
    pub(crate) fn good_text(self) -> String {
        String::from_utf8(self.good()).unwrap()
    }

    /// Holds a run that failed without output against its exit code and message.
    #[track_caller]
    pub(crate) fn fails(self, code: i32, message: &str) {
        assert_eq!(
            (self.code, self.text(), self.stderr.as_str()),
            (Some(code), "", format!("error: {message}\n").as_str())
        );
    }
}

pub(crate) fn flight(number: i32) -> Value {
    json!({"number": number, "carrier": if number % 2 == 0 { "UA" } else { "B6" }})
}

/// The lines of `tojson` for flights with these numbers.
pub(crate) fn lines(numbers: impl IntoIterator<Item = i32>) -> String {
    numbers.into_iter().map(|number| format!("{}\n", flight(number))).collect()
}
