//! How far a command is, on standard error when a person is watching.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// With the size of all inputs known, and without.
const BAR: &str = "{wide_bar} {binary_bytes}/{binary_total_bytes} {binary_bytes_per_sec} {eta}";
const COUNTER: &str = "{spinner} {binary_bytes} {binary_bytes_per_sec}";

/// A progress bar over the bytes of the inputs, which goes away at the end; hidden unless standard error is a terminal, and where
/// the output could show up on the same one.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Over inputs of these sizes; `None` for one whose size is not known. `to_stdout` is whether output goes there meanwhile.
    pub(crate) fn new(sizes: impl IntoIterator<Item = Option<u64>>, to_stdout: bool) -> Progress {
        let visible = io::stderr().is_terminal() && !(to_stdout && stdout_may_show());
        let target = if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let total: Option<u64> = sizes.into_iter().sum();
        let template = if total.is_some() { BAR } else { COUNTER };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(total, target).with_style(style);
        Progress { bar: bar.with_finish(ProgressFinish::AndClear) }
    }

    /// Says something on standard error, above the bar.
    pub(crate) fn tell(&self, line: &str) {
        // When nobody hears it, there is nobody to tell.
        self.bar.suspend(|| drop(writeln!(io::stderr(), "{line}")));
    }

    /// So many bytes of all inputs together are read.
    pub(crate) fn set(&self, bytes: u64) {
        self.bar.set_position(bytes);
    }
}

/// Whether standard output is anything but a file: a terminal, or a pipe to a pager.
fn stdout_may_show() -> bool {
    size(Path::new("/dev/stdout")).is_none()
}

/// The size of the file at `path`, if it is a regular file.
pub(crate) fn size(path: &Path) -> Option<u64> {
    let metadata = fs::metadata(path).ok()?;
    metadata.is_file().then_some(metadata.len())
}
