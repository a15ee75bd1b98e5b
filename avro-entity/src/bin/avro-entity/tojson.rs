//! `tojson`

use crate::args::ToJson;
use crate::failure::Failure;
use crate::input::{Container, Inputs, Interrupted, Records, foreign_schema, read_stdin_once};
use crate::output::{Text, print};
use avro_entity::container::Block;
use avro_entity::generic;
use avro_entity::resolve::{Mode, Plan, resolve};
use avro_entity::{Decoder, Error, Schema};

/// Prints the records of each file, under its own schema or under another.
pub(crate) fn run(args: &ToJson) -> Result<(), Failure> {
    read_stdin_once(args.reader_schema.iter().chain(&args.input.files))?;
    let reader = args.reader_schema.as_deref().map(foreign_schema).transpose()?;
    let mode = if args.raw { Mode::Raw } else { Mode::Convert };
    let mut inputs = Inputs::new(&args.input.files, true)?.with(args.damage);
    print(|text| {
        while let Some(mut container) = inputs.next()? {
            let reading = Reading::of(container.header().schema(), reader.as_ref(), mode);
            print_records(&mut container, &reading, text)?;
            inputs.close(&container);
        }
        Ok(())
    })?;
    inputs.end()
}

/// How the records of a file become JSON.
enum Reading {
    Own(Schema),
    Through(Plan, Mode),
}

impl Reading {
    fn of(writer: &Schema, reader: Option<&Schema>, mode: Mode) -> Reading {
        match reader {
            None => Reading::Own(writer.clone()),
            Some(reader) => Reading::Through(resolve(writer, reader), mode),
        }
    }

    fn append(&self, decoder: &mut Decoder<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Reading::Own(schema) => generic::to_json_text(schema, decoder, out),
            Reading::Through(plan, mode) => plan.to_json_text(decoder, *mode, out),
        }
    }
}

fn print_records(container: &mut Container, reading: &Reading, text: &mut Text) -> Result<(), Failure> {
    while let Some(block) = container.next_block()? {
        let printed = print_block(&block, reading, text);
        container.pass_over(printed)?;
        // Who follows a file that is piped in sees each block when it is there.
        text.flush()?;
    }
    Ok(())
}

fn print_block(block: &Block<'_>, reading: &Reading, text: &mut Text) -> Result<(), Interrupted> {
    let mut records = Records::of(block);
    while records.next(|decoder| reading.append(decoder, text.buffer()))?.is_some() {
        text.end_line()?;
    }
    Ok(())
}
