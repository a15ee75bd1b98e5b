//! The result as one Markdown table: a row per task and candidate, the ratio to the hand-written code with its spread.

use crate::measure::Ratio;

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

    #[allow(clippy::print_stdout, reason = "the table is the output of this program")]
    pub(crate) fn print(&self) {
        println!("| workload | task | with | ratio (median) | 10 % – 90 % | ns |");
        println!("| --- | --- | --- | --: | --- | --: |");
        for (workload, task, Ratio { name, median, low, high, nanoseconds }) in &self.rows {
            println!("| {workload} | {task} | {name} | {median:.2} | {low:.2} – {high:.2} | {nanoseconds:.0} |");
        }
    }
}
