//! What commands write: text to standard output, and container files.

use crate::args::{Blocks, Compression};
use crate::failure::Failure;
use crate::input::is_dash;
use avro_entity::container::{Block, BlockWriter, Codec, Header, PackedBlock, WriterOptions};
use avro_entity::{Error, ErrorKind, Schema};
use std::fs::File;
use std::io::{self, IsTerminal, StdoutLock, Write};
use std::path::Path;

/// How standard output is named in errors.
const STDOUT: &str = "standard output";

/// How much text is collected before it is written.
const TEXT: usize = 64 << 10;

/// Text on its way to standard output.
pub(crate) struct Text {
    out: StdoutLock<'static>,
    buffer: Vec<u8>,
}

impl Text {
    pub(crate) fn new() -> Text {
        Text { out: io::stdout().lock(), buffer: Vec::new() }
    }

    /// To append to; call [`end_line`](Text::end_line) afterwards.
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// Ends a line, and writes when enough has come together.
    pub(crate) fn end_line(&mut self) -> Result<(), Failure> {
        self.buffer.push(b'\n');
        if self.buffer.len() >= TEXT { self.flush() } else { Ok(()) }
    }

    /// Appends a line.
    pub(crate) fn line(&mut self, line: impl AsRef<[u8]>) -> Result<(), Failure> {
        self.buffer.extend_from_slice(line.as_ref());
        self.end_line()
    }

    /// Writes what has come together.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        let written = self.out.write_all(&self.buffer).and_then(|()| self.out.flush());
        self.buffer.clear();
        written.map_err(|error| Failure::io(STDOUT, &error))
    }
}

/// A command that prints: what it has printed is written even when it fails.
pub(crate) fn print(print: impl FnOnce(&mut Text) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut text = Text::new();
    let outcome = print(&mut text);
    text.flush()?;
    outcome
}

/// A container file that is being written.
pub(crate) enum Output {
    /// A file that appears under its name when it is finished, or a device.
    File(BlockWriter<File>),
    /// Standard output.
    Stdout(BlockWriter<StdoutLock<'static>>),
}

impl Output {
    /// Begins a file of records under `schema` at `path`.
    pub(crate) fn create(path: &Path, schema: &Schema, options: &WriterOptions) -> Result<Output, Failure> {
        let begun = if !is_dash(path) {
            options.create_blocks(schema, path).map(Output::File)
        } else if io::stdout().is_terminal() {
            return Err(Failure::Run(format!(
                "{STDOUT}: a container file is no text for a terminal; name one with `-o`"
            )));
        } else {
            options.blocks_to_writer(schema, io::stdout().lock()).map(Output::Stdout)
        };
        // Nothing of the input is at fault when a file cannot be begun.
        begun.map_err(|error| match failure(error, is_dash(path)) {
            Failure::Input(message) => Failure::Run(message),
            failure => failure,
        })
    }

    /// Appends an encoded record.
    pub(crate) fn append(&mut self, record: &[u8]) -> Result<(), Failure> {
        match self {
            Output::File(writer) => writer.append_encoded(record).map_err(in_file),
            Output::Stdout(writer) => writer.append_encoded(record).map_err(in_stdout),
        }
    }

    /// Appends the records of a block, compressed anew.
    pub(crate) fn append_block(&mut self, block: &Block<'_>) -> Result<(), Failure> {
        match self {
            Output::File(writer) => writer.append_block(block).map_err(in_file),
            Output::Stdout(writer) => writer.append_block(block).map_err(in_stdout),
        }
    }

    /// Appends a block as it is.
    pub(crate) fn append_packed(&mut self, block: PackedBlock<'_>) -> Result<(), Failure> {
        match self {
            Output::File(writer) => writer.append_packed(block).map_err(in_file),
            Output::Stdout(writer) => writer.append_packed(block).map_err(in_stdout),
        }
    }

    /// Completes the file.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        match self {
            Output::File(writer) => writer.finish().map(drop).map_err(in_file),
            Output::Stdout(writer) => writer.finish().map(drop).map_err(in_stdout),
        }
    }
}

fn in_file(error: Error) -> Failure {
    failure(error, false)
}

fn in_stdout(error: Error) -> Failure {
    failure(error, true)
}

/// Files are named by the library.
fn failure(error: Error, stdout: bool) -> Failure {
    let named = stdout && error.kind() == ErrorKind::Io;
    match Failure::from(error) {
        Failure::Run(message) if named => Failure::Run(format!("{STDOUT}: {message}")),
        failure => failure,
    }
}

/// The codec and user metadata of the file with this `header`, but for what `compression` says, with blocks as large as may be read.
pub(crate) fn like(header: &Header, compression: &Compression, blocks: Blocks) -> WriterOptions {
    let options = compressed(compression.codec.unwrap_or(header.codec()), compression.level).limits(blocks.limits());
    // Entries that the specification reserves belong to the program that wrote them.
    let own = header.metadata().filter(|(key, _)| !key.starts_with("avro."));
    own.fold(options, |options, (key, value)| options.metadata(key, value))
}

/// A codec, at its default level unless another is given.
pub(crate) fn compressed(codec: Codec, level: Option<i32>) -> WriterOptions {
    let options = WriterOptions::new().codec(codec);
    match level {
        Some(level) => options.level(level),
        None => options,
    }
}
