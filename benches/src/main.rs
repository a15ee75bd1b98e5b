//! Times avro-entity beside hand-written code and its peers, all in one run, and prints the ratios as a Markdown table.
//!
//! `cargo run --release -p avro-entity-bench` measures everything and writes the table to `results.md`, and a few columns of it into the
//! project's README; a word such as `flat` or `decode` picks what contains it, and writes nothing. `--count <candidate> <runs>` in front times nothing and runs one
//! candidate so often, under valgrind's callgrind for example.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark that cannot run has nothing to say")]

mod hand;
mod measure;
mod table;
mod task;
mod workload;

use measure::Rounds;
use table::Table;

fn main() {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let counted = (words.first().is_some_and(|word| word == "--count") && words.len() >= 3).then(|| {
        let runs = words[2].parse().expect("`--count` takes a candidate and a number of runs");
        (words[1].clone(), runs)
    });
    if counted.is_some() {
        words.drain(..3);
    }
    let whole = words.is_empty();
    let rounds = Rounds::new(words, counted);
    let mut table = Table::default();
    workload::flat::run(&rounds, &mut table);
    workload::scalars::run(&rounds, &mut table);
    workload::nested::run(&rounds, &mut table);
    workload::wide::run(&rounds, &mut table);
    workload::strings::run(&rounds, &mut table);
    workload::vectors::run(&rounds, &mut table);
    workload::flight::run(&rounds, &mut table);
    report(&table, whole);
}

/// Prints the table and, when everything was measured, keeps it beside the benchmark and in the README.
#[allow(clippy::print_stdout, reason = "the table is the output of this program")]
fn report(table: &Table, whole: bool) {
    let markdown = table.markdown();
    print!("{markdown}");
    if whole {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/results.md");
        std::fs::write(file, markdown).expect("the table is written");
        write_readme(&table.summary());
    }
}

/// Puts the summary between its marks in the README.
fn write_readme(summary: &str) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let text = std::fs::read_to_string(file).expect("the README is read");
    let (before, rest) = text.split_once(BEGIN).expect("the README has the first mark");
    let (_, behind) = rest.split_once(END).expect("the README has the second mark");
    std::fs::write(file, format!("{before}{BEGIN}\n\n{summary}\n{END}{behind}")).expect("the README is written");
}

/// Between these stands what the benchmark writes.
const BEGIN: &str = "<!-- written by the benchmark -->";
const END: &str = "<!-- until here -->";
