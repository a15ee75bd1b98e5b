//! `project`

use crate::args::Project;
use crate::failure::Failure;
use crate::input::{Container, Inputs, Interrupted, Records, is_dash, read_stdin_once, strict_schema};
use crate::output::{Output, like};
use avro_entity::Transcoder;
use avro_entity::container::Block;
use avro_entity::resolve::Mode;
use std::iter;

/// Copies the records of files, whatever their schemas, under one schema.
pub(crate) fn run(args: &Project) -> Result<(), Failure> {
    read_stdin_once(iter::once(&args.reader_schema).chain(&args.input.files))?;
    let reader = strict_schema(&args.reader_schema)?;
    let mode = if args.raw { Mode::Raw } else { Mode::Convert };
    let mut inputs = Inputs::new(&args.input.files, is_dash(&args.output.output))?.with(args.damage);
    let first = inputs.first()?;
    let mut output =
        Output::create(&args.output.output, &reader, &like(first.header(), &args.compression, args.damage.blocks))?;
    let mut next = Some(first);
    while let Some(mut container) = next {
        let transcoder = Transcoder::new(container.header().schema(), &reader).mode(mode);
        copy(&mut container, &transcoder, &mut output)?;
        inputs.close(&container);
        next = inputs.next()?;
    }
    output.finish()?;
    inputs.end()
}

fn copy(container: &mut Container, transcoder: &Transcoder, output: &mut Output) -> Result<(), Failure> {
    while let Some(block) = container.next_block()? {
        let copied = copy_block(&block, transcoder, output);
        container.pass_over(copied)?;
    }
    Ok(())
}

fn copy_block(block: &Block<'_>, transcoder: &Transcoder, output: &mut Output) -> Result<(), Interrupted> {
    let mut record = Vec::new();
    let mut records = Records::of(block);
    while records.next(|decoder| transcoder.transcode_next(decoder, &mut record))?.is_some() {
        output.append(&record)?;
        record.clear();
    }
    Ok(())
}
