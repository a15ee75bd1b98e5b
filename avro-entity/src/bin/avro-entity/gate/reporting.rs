//! Prints a report, and says how the command ends.

use super::args::Shape;
use crate::failure::Failure;
use crate::output::print;
use avro_entity::compat::{Format, Rendering, Report};
use avro_entity::gate::how_to_waive;
use std::io::{self, IsTerminal};
use std::path::Path;

/// Prints a report about things below `base`.
pub(super) fn tell(report: &Report, shape: Shape, base: &Path) -> Result<(), Failure> {
    let colours = shape.format == Format::Text && io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text = report.render(shape.format, &Rendering::new(base).colours(colours));
    print(|out| {
        out.buffer().extend_from_slice(text.as_bytes());
        Ok(())
    })
}

/// Prints what to do where a break of today's entities is meant.
pub(super) fn tell_how_to_waive(report: &Report) -> Result<(), Failure> {
    print(|out| how_to_waive(report).map_or(Ok(()), |line| out.line(line)))
}

/// How a command ends that found this.
pub(super) fn end(report: &Report, deny_warnings: bool) -> Result<(), Failure> {
    let is_denied = report.is_denied() || deny_warnings && report.warnings().next().is_some();
    if is_denied { Err(Failure::Found) } else { Ok(()) }
}
