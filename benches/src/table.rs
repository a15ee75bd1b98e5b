//! The result as one Markdown table: a row per task and candidate, the ratio to the first candidate with its spread; and what the
//! README says of it.

use crate::measure::Ratio;
use std::fmt::Write;

/// Rows in the order they were measured.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<(String, String, Ratio)>,
}

impl Table {
    pub(crate) fn add(&mut self, workload: &str, task: &str, ratios: Option<Vec<Ratio>>) {
        let rows = ratios.into_iter().flatten().map(|ratio| (workload.to_owned(), task.to_owned(), ratio));
        self.rows.extend(rows);
    }

    /// The table as Markdown.
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::from("| workload | task | with | ratio (median) | 10 % – 90 % | ns |\n");
        text.push_str("| --- | --- | --- | --: | --- | --: |\n");
        for (workload, task, Ratio { name, median, low, high, nanoseconds }) in &self.rows {
            let spread = format!("{low:.2} – {high:.2}");
            let _ = writeln!(text, "| {workload} | {task} | {name} | {median:.2} | {spread} | {nanoseconds:.0} |");
        }
        text
    }

    /// One row per workload, for the README: the time of the hand-written codec is 1.00, and peers are so many times slower.
    pub(crate) fn summary(&self) -> String {
        let mut text = String::from(
            "| | encode | decode | into a value | an older version | `serde_avro_fast`: encode | decode | `apache-avro`: an older version |\n",
        );
        text.push_str("| --- | --: | --: | --: | --: | --: | --: | --: |\n");
        for workload in ["flat", "scalars", "nested", "wide", "strings", "vectors"] {
            let ours = |task| self.ratio(workload, task, OURS).unwrap_or(f64::NAN);
            let fast = |task| self.ratio(workload, task, FAST).unwrap_or(f64::NAN) / ours(task);
            let (encode, decode, into) = (ours("encode"), ours("decode"), ours("decode into"));
            let (older, apache) = match self.older(workload) {
                (older, _) if older.is_nan() => ("–".to_owned(), "–".to_owned()),
                (older, apache) => (format!("+{:.0} %", (older - 1.0) * 100.0), format!("{apache:.0}×")),
            };
            let _ = writeln!(
                text,
                "| {workload} | {encode:.2} | {decode:.2} | {into:.2} | {older} | {:.1}× | {:.1}× | {apache} |",
                fast("encode"),
                fast("decode")
            );
        }
        text
    }

    fn ratio(&self, workload: &str, task: &str, name: &str) -> Option<f64> {
        let row =
            self.rows.iter().find(|row| (row.0.as_str(), row.1.as_str(), row.2.name) == (workload, task, name))?;
        Some(row.2.median)
    }

    /// The dearest change of a version beside the type's own, and how many times slower `apache-avro` is at least.
    fn older(&self, workload: &str) -> (f64, f64) {
        let changes = self.rows.iter().filter(|row| row.0 == workload && row.1.starts_with("decode, one field"));
        let (mut dearest, mut slower) = (f64::NAN, f64::NAN);
        for (_, task, ratio) in changes.filter(|row| row.2.name == OURS) {
            dearest = dearest.max(ratio.median);
            let apache = self.ratio(workload, task, VALUE).map_or(f64::NAN, |apache| apache / ratio.median);
            slower = slower.min(apache);
        }
        (dearest, slower)
    }
}

/// The names of the candidates that the README speaks of.
const OURS: &str = "avro-entity";
const FAST: &str = "serde_avro_fast";
const VALUE: &str = "apache-avro `Value`";
