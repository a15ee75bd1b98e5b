//! How far a job is: a bar on a terminal, and a line from time to time elsewhere. Nothing but this reads a clock.

use crate::batch::table::bytes;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

const BAR: &str = "{wide_bar} {binary_bytes}/{binary_total_bytes} {binary_bytes_per_sec} {eta} left";

/// How much time passes between two lines.
const PAUSE: Duration = Duration::from_secs(10);

/// Shows how many bytes of `total` are read.
pub(super) enum Progress {
    Bar(ProgressBar),
    Lines { total: u64, started: Instant, last: Mutex<Instant> },
    Quiet,
}

impl Progress {
    pub(super) fn new(total: u64, quiet: bool) -> Progress {
        let started = Instant::now();
        if quiet {
            Progress::Quiet
        } else if io::stderr().is_terminal() {
            let style = ProgressStyle::with_template(BAR).unwrap_or_else(|_| ProgressStyle::default_bar());
            Progress::Bar(ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr()).with_style(style))
        } else {
            Progress::Lines { total, started, last: Mutex::new(started) }
        }
    }

    pub(super) fn set(&self, read: u64) {
        match self {
            Progress::Bar(bar) => bar.set_position(read),
            Progress::Lines { total, started, last } => {
                // A thread that does not get the lock leaves it to the one that has it.
                let Ok(mut last) = last.try_lock() else { return };
                if last.elapsed() >= PAUSE {
                    *last = Instant::now();
                    let line = line(read, *total, started.elapsed());
                    let _ = writeln!(io::stderr(), "{line}");
                }
            }
            Progress::Quiet => {}
        }
    }

    pub(super) fn finish(&self) {
        if let Progress::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn line(read: u64, total: u64, elapsed: Duration) -> String {
    let rate = read as f64 / elapsed.as_secs_f64().max(0.001);
    let left = total.saturating_sub(read) as f64 / rate.max(1.0);
    format!("{} of {} read, {}/s, {left:.0} s left", bytes(read), bytes(total), bytes(rate as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_rate_and_remaining_time() {
        let line = line(10 << 20, 40 << 20, Duration::from_secs(5));
        assert_eq!(line, "10.0 MiB of 40.0 MiB read, 2.0 MiB/s, 15 s left");
    }
}
