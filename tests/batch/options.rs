//! Which options of the program say something beside each other; all others are refused.

use crate::command_line::{Files, ended};

/// What the program does: run the rules, list splits, run dry, merge, compare.
const WAYS: [&[&str]; 5] = [
    &[],
    &["--list-splits"],
    &["--dry-run"],
    &["--merge", "no/such/report.json"],
    &["--compare", "no/such/report.json", "no/such/report.json"],
];

/// An option, and whether it is admitted in each of the ways.
const OPTIONS: [(&[&str], [bool; 5]); 15] = [
    (&["no/such/file.avro"], [true, true, true, false, false]),
    (&["--split", "no/such/file.avro:0-5"], [true, true, true, false, false]),
    (&["--split-bytes", "5"], [false, true, false, false, false]),
    (&["--threads", "1"], [true, false, false, false, false]),
    (&["--limit", "1"], [true, false, false, false, false]),
    (&["--sample", "1"], [true, false, false, false, false]),
    (&["--checkpoint", "checkpoint"], [true, false, false, false, false]),
    (&["--checkpoint-bytes", "5", "--checkpoint", "checkpoint"], [true, false, false, false, false]),
    (&["--checkpoint-bytes", "5"], [false; 5]),
    (&["--max-block", "5"], [true, false, false, false, false]),
    (&["--quiet"], [true, false, false, false, false]),
    (&["--max-share", "1%"], [true, false, false, true, false]),
    (&["--exit-zero"], [true, true, true, true, false]),
    (&["--format", "json"], [true, false, true, true, true]),
    (&["--output", "-"], [true, false, true, true, true]),
];

#[test]
fn an_option_that_says_nothing_beside_another_is_refused() {
    let files = Files::of_flights();
    for (option, admitted) in OPTIONS {
        for (way, admitted) in WAYS.iter().zip(admitted) {
            // Reports have to stand behind the option, which takes all that follow.
            let input: &[&str] = if way.len() > 1 { &[] } else { &["no/such/input.avro"] };
            let arguments = [input, option, way].concat();
            let output = files.run(&arguments);
            let told = ended(&output, 101);
            let refused = told.contains("cannot be used with") || told.contains("required arguments were not provided");
            assert_eq!(refused, !admitted, "{arguments:?}: {told}");
            assert!(refused || told.contains("No such file or directory"), "{arguments:?}: {told}");
        }
    }
}
