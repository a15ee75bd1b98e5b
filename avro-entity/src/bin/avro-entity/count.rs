//! `count`

use crate::args::Count;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::print;

/// Prints how many records there are in all files together.
pub(crate) fn run(args: &Count) -> Result<(), Failure> {
    // Nothing is printed while there is a progress bar.
    let mut inputs = Inputs::new(&args.input.files, false)?.with(args.damage);
    let mut count: u64 = 0;
    while let Some(mut container) = inputs.next()? {
        while let Some(block) = container.next_packed()? {
            count = count.saturating_add(block.count());
        }
        inputs.close(&container);
    }
    let end = inputs.end();
    print(|text| text.line(count.to_string()))?;
    end
}
