//! `cat`

use crate::alike::Original;
use crate::args::{Cat, Share};
use crate::failure::Failure;
use crate::input::{Container, Inputs, Interrupted, Records, is_dash};
use crate::output::{Output, like};
use avro_entity::container::Block;
use avro_entity::{Decoder, Error, Schema, generic};

/// Copies records of files of one schema, chosen by their number.
pub(crate) fn run(args: &Cat) -> Result<(), Failure> {
    let mut inputs = Inputs::new(&args.input.files, is_dash(&args.output.output))?.with(args.damage);
    let first = inputs.first()?;
    let original = Original::new(&first);
    inputs.check(|container| original.same_schema(container))?;
    let header = original.header();
    let mut output =
        Output::create(&args.output.output, header.schema(), &like(header, &args.compression, args.damage.blocks))?;
    let mut choice = Choice { offset: args.offset, left: args.limit, share: args.sample, seen: 0 };
    let mut next = Some(first);
    while let Some(mut container) = next {
        original.same_schema(&container)?;
        copy(&mut container, &mut choice, &mut output)?;
        inputs.close(&container);
        next = if choice.is_over() { None } else { inputs.next()? };
    }
    output.finish()?;
    inputs.end()
}

/// Which records are copied.
struct Choice {
    /// How many are left out at the front.
    offset: u64,
    /// How many more are copied at most.
    left: Option<u64>,
    /// The share of those that are copied.
    share: Option<Share>,
    /// How many there were behind the offset.
    seen: u64,
}

impl Choice {
    /// Whether no more records are copied.
    fn is_over(&self) -> bool {
        self.left == Some(0)
    }

    /// Whether the next record is copied.
    fn takes_next(&mut self) -> bool {
        if self.offset > 0 {
            self.offset -= 1;
            return false;
        }
        let taken = self.share.is_none_or(|share| share.takes(self.seen));
        self.seen += 1;
        match &mut self.left {
            Some(left) if taken => *left = left.saturating_sub(1),
            _ => {}
        }
        taken
    }
}

fn copy(container: &mut Container, choice: &mut Choice, output: &mut Output) -> Result<(), Failure> {
    let schema = container.header().schema().clone();
    while !choice.is_over() {
        let Some(block) = container.next_block()? else { break };
        let copied = copy_block(&block, &schema, choice, output);
        container.pass_over(copied)?;
    }
    Ok(())
}

fn copy_block(block: &Block<'_>, schema: &Schema, choice: &mut Choice, output: &mut Output) -> Result<(), Interrupted> {
    let mut records = Records::of(block);
    while let Some(record) = records.next(|decoder| encoded(schema, decoder))? {
        if choice.takes_next() {
            output.append(record)?;
        }
        if choice.is_over() {
            break;
        }
    }
    Ok(())
}

/// The bytes of the next record, which is sound.
fn encoded<'a>(schema: &Schema, decoder: &mut Decoder<'a>) -> Result<&'a [u8], Error> {
    let bytes = decoder.remaining();
    generic::check(schema, decoder)?;
    let len = bytes.len() - decoder.remaining().len();
    Ok(bytes.get(..len).unwrap_or_default())
}
