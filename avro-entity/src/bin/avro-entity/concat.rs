//! `concat`

use crate::alike::Original;
use crate::args::{Compression, Concat};
use crate::failure::Failure;
use crate::input::{Container, Inputs, is_dash};
use crate::output::{Output, like};

/// Joins files block by block.
pub(crate) fn run(args: &Concat) -> Result<(), Failure> {
    let mut inputs = Inputs::new(&args.input.files, is_dash(&args.output.output))?.blocks(args.blocks);
    let first = inputs.first()?;
    let original = Original::new(&first);
    inputs.check(|container| alike(&original, container))?;
    let header = original.header();
    let as_it_is = Compression { codec: None, level: None };
    let mut output = Output::create(&args.output.output, header.schema(), &like(header, &as_it_is, args.blocks))?;
    let mut next = Some(first);
    while let Some(mut container) = next {
        alike(&original, &container)?;
        while let Some(block) = container.next_packed()? {
            output.append_packed(block)?;
        }
        next = inputs.next()?;
    }
    output.finish()
}

fn alike(original: &Original, other: &Container) -> Result<(), Failure> {
    original.same_schema(other)?;
    original.same_codec(other)?;
    original.same_metadata(other)
}
