//! Prints the records of container files as lines of JSON, whatever their schema is.
//!
//! ```text
//! cargo run --example cat -- FILE...
//! ```
//!
//! The exit code is 1 when a file cannot be read to its end; what could be read is printed before the error.

use avro_entity::container::{Block, BlockReader};
use avro_entity::{Error, generic};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut failed = false;
    for path in std::env::args_os().skip(1) {
        if let Err(error) = BlockReader::open(&path).and_then(|blocks| print(blocks, &mut out)) {
            eprintln!("cat: {error}");
            failed = true;
        }
    }
    failed |= out.flush().is_err();
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn print<R: io::Read>(mut blocks: BlockReader<R>, out: &mut impl Write) -> Result<(), Error> {
    while let Some(block) = blocks.next_block()? {
        print_block(&block, out)?;
    }
    Ok(())
}

fn print_block(block: &Block<'_>, out: &mut impl Write) -> Result<(), Error> {
    let mut decoder = block.decoder();
    let mut line = Vec::new();
    for record in 0..block.count() {
        decoder.start_datum();
        line.clear();
        generic::to_json_text(block.header().schema(), &mut decoder, &mut line)
            .map_err(|error| block.record_error(record, error))?;
        line.push(b'\n');
        out.write_all(&line)?;
    }
    match decoder.remaining().len() {
        0 => Ok(()),
        left => Err(block.left_over_error(left)),
    }
}
