//! Times several candidates in turn, so that a machine whose speed drifts slows them alike, and keeps ratios of the same round.

use std::time::{Duration, Instant};

/// How the candidates of one comparison are run.
pub(crate) struct Rounds {
    words: Vec<String>,
    counted: Option<(String, u32)>,
}

/// One way to do the work that is compared.
pub(crate) struct Candidate<'a> {
    pub(crate) name: &'static str,
    pub(crate) run: Box<dyn FnMut() + 'a>,
}

/// The ratio of a candidate's time to the first candidate's, over all rounds.
pub(crate) struct Ratio {
    pub(crate) name: &'static str,
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) nanoseconds: f64,
}

const ROUNDS: usize = 41;
const ROUND_TIME: Duration = Duration::from_millis(4);

impl Rounds {
    /// Comparisons whose title contains all `words`. With `counted` nothing is timed: in the comparison of just that title the
    /// candidate of that name runs so many times, for a tool that counts instructions.
    pub(crate) fn new(words: Vec<String>, counted: Option<(String, u32)>) -> Rounds {
        Rounds { words, counted }
    }

    /// Times `candidates` in turn; `None` when the comparison was not asked for.
    pub(crate) fn compare(&self, workload: &str, task: &str, mut candidates: Vec<Candidate<'_>>) -> Option<Vec<Ratio>> {
        let title = format!("{workload} {task}");
        if !self.words.is_empty() && !self.words.iter().all(|word| title.contains(word.as_str())) {
            return None;
        }
        if let Some((name, runs)) = &self.counted {
            if self.words.join(" ") != title {
                return None;
            }
            for candidate in candidates.iter_mut().filter(|candidate| candidate.name == name) {
                (0..*runs).for_each(|_| (candidate.run)());
            }
            return None;
        }
        let counts: Vec<u32> = candidates.iter_mut().map(calibrate).collect();
        let mut times = vec![Vec::with_capacity(ROUNDS); candidates.len()];
        for _ in 0..ROUNDS {
            for ((candidate, count), times) in candidates.iter_mut().zip(&counts).zip(&mut times) {
                times.push(time(candidate, *count));
            }
        }
        let base = times.first().cloned().unwrap_or_default();
        let rows = candidates.iter().zip(&times).map(|(candidate, times)| ratio(candidate.name, times, &base));
        Some(rows.collect())
    }
}

/// How often a candidate runs in one round.
fn calibrate(candidate: &mut Candidate<'_>) -> u32 {
    let mut count = 1;
    loop {
        let start = Instant::now();
        for _ in 0..count {
            (candidate.run)();
        }
        if start.elapsed() >= ROUND_TIME {
            return count;
        }
        count *= 2;
    }
}

/// Nanoseconds of one run, as the mean of `count`.
fn time(candidate: &mut Candidate<'_>, count: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..count {
        (candidate.run)();
    }
    start.elapsed().as_nanos() as f64 / f64::from(count)
}

fn ratio(name: &'static str, times: &[f64], base: &[f64]) -> Ratio {
    let mut ratios: Vec<f64> = times.iter().zip(base).map(|(time, base)| time / base).collect();
    let mut times = times.to_vec();
    ratios.sort_by(f64::total_cmp);
    times.sort_by(f64::total_cmp);
    Ratio {
        name,
        median: quantile(&ratios, 0.5),
        low: quantile(&ratios, 0.1),
        high: quantile(&ratios, 0.9),
        nanoseconds: quantile(&times, 0.5),
    }
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    let index = ((sorted.len().saturating_sub(1)) as f64 * share).round() as usize;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}
