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
    /// Does the work so many times: a call for each would take as long as the least of it.
    pub(crate) run: Box<dyn FnMut(u32) + 'a>,
}

/// The ratio of a candidate's time to the first candidate's, over all rounds.
pub(crate) struct Ratio {
    pub(crate) name: &'static str,
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) nanoseconds: f64,
}

/// Many short rounds: where other programs run, most rounds are over before the candidate has to give way to one.
const ROUNDS: usize = 601;
const ROUND_TIME: Duration = Duration::from_micros(100);

/// What is slow is run in fewer rounds: as many as take this long, and no fewer than `FEWEST`.
const LONGEST: Duration = Duration::from_secs(4);
const FEWEST: usize = 15;

/// How often the number of runs that fill a round is looked for; the largest counts, since an interruption makes it small.
const CALIBRATIONS: usize = 5;

impl Rounds {
    /// Comparisons whose title contains all `words`. With `counted` nothing is timed: in the comparison of just that title the
    /// candidate of that name runs so many times, for a tool that counts instructions.
    pub(crate) fn new(words: Vec<String>, counted: Option<(String, u32)>) -> Rounds {
        Rounds { words, counted }
    }

    /// Whether a comparison was asked for.
    pub(crate) fn wants(&self, workload: &str, task: &str) -> bool {
        let title = format!("{workload} {task}");
        match self.counted {
            None => self.words.iter().all(|word| title.contains(word.as_str())),
            Some(_) => self.words.join(" ") == title,
        }
    }

    /// Times `candidates` in turn; `None` when the comparison was not asked for.
    pub(crate) fn compare(&self, workload: &str, task: &str, mut candidates: Vec<Candidate<'_>>) -> Option<Vec<Ratio>> {
        if !self.wants(workload, task) {
            return None;
        }
        if let Some((name, runs)) = &self.counted {
            for candidate in candidates.iter_mut().filter(|candidate| candidate.name == name) {
                repeat(candidate, *runs);
            }
            return None;
        }
        let counts: Vec<u32> = candidates.iter_mut().map(runs_in_a_round).collect();
        let round =
            candidates.iter_mut().zip(&counts).map(|(candidate, count)| time(candidate, *count) * f64::from(*count));
        let rounds = (LONGEST.as_nanos() as f64 / round.sum::<f64>()) as usize;
        let rounds = rounds.clamp(FEWEST, ROUNDS);
        let mut times = vec![Vec::with_capacity(rounds); candidates.len()];
        for _ in 0..rounds {
            for ((candidate, count), times) in candidates.iter_mut().zip(&counts).zip(&mut times) {
                times.push(time(candidate, *count));
            }
        }
        let base = times.first().cloned().unwrap_or_default();
        let rows = candidates.iter().zip(&times).map(|(candidate, times)| ratio(candidate.name, times, &base));
        Some(rows.collect())
    }
}

/// What a tool that counts instructions counts: it is told this function's name.
#[inline(never)]
fn repeat(candidate: &mut Candidate<'_>, runs: u32) {
    (candidate.run)(runs);
}

/// How often a candidate runs in one round.
fn runs_in_a_round(candidate: &mut Candidate<'_>) -> u32 {
    (0..CALIBRATIONS).map(|_| calibrate(candidate)).max().unwrap_or(1)
}

/// The number of runs, doubled until they fill a round.
fn calibrate(candidate: &mut Candidate<'_>) -> u32 {
    let mut count = 1;
    loop {
        let start = Instant::now();
        (candidate.run)(count);
        if start.elapsed() >= ROUND_TIME {
            return count;
        }
        count *= 2;
    }
}

/// Nanoseconds of one run, as the mean of `count`.
fn time(candidate: &mut Candidate<'_>, count: u32) -> f64 {
    let start = Instant::now();
    (candidate.run)(count);
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
