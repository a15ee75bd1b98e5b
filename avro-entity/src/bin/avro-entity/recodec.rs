//! `recodec`

use crate::args::{Compression, Recodec};
use crate::failure::Failure;
use crate::input::{Inputs, is_dash};
use crate::output::{Output, like};
use std::slice;

/// Copies a file block by block, each compressed anew.
pub(crate) fn run(args: &Recodec) -> Result<(), Failure> {
    let mut inputs = Inputs::new(slice::from_ref(&args.input.file), is_dash(&args.output.output))?.with(args.damage);
    let mut container = inputs.first()?;
    let compression = Compression { codec: Some(args.codec), level: args.level };
    let options = like(container.header(), &compression, args.damage.blocks);
    let mut output = Output::create(&args.output.output, container.header().schema(), &options)?;
    while let Some(block) = container.next_block()? {
        output.append_block(&block)?;
    }
    inputs.close(&container);
    output.finish()?;
    inputs.end()
}
