//! The result as one Markdown table: a row per task and candidate, the ratio to the first candidate with its spread.

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
}
