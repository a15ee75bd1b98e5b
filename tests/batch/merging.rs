//! Reports that are put together or compared: what is missing, and what would count twice.

use crate::command_line::{Files, ended, text};
use crate::shop::{Order, job, orders, replace_marker, stored, write};
use avro_entity::Codec;
use avro_entity::batch::{Comparison, Inputs, Report, Split, Thresholds};
use std::fs;
use std::path::Path;

/// The report of a byte range of a file.
fn part(file: &Path, range: std::ops::Range<u64>) -> Report {
    let mut inputs = Inputs::new();
    inputs.add_split(&Split { file: file.to_str().unwrap().to_owned(), range }).unwrap();
    job().run(&inputs).unwrap()
}

#[test]
fn a_merged_report_names_the_bytes_of_which_the_report_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder.path().join("a.avro"), &orders(0..400), Codec::Null, 500);
    let size = fs::metadata(&file).unwrap().len();
    let all = Thresholds::default().all("100%".parse().unwrap());
    let merged = part(&file, 0..1000).merge(part(&file, 5000..size)).unwrap();
    let split = format!("{}:1000-5000", file.display());
    assert_eq!(merged.unread().map(|split| split.to_string()).collect::<Vec<_>>(), [split.as_str()]);
    assert!(merged.to_string().ends_with(&format!("not read\n  {split}\n\n")), "{merged}");
    assert!(merged.to_html().contains(&format!("Not read</h2>\n<ul>\n<li>{split}</li>")));
    assert!(stored(&merged).ends_with(&format!(",\"unread\":[\"{split}\"]}}")), "{}", stored(&merged));
    assert!(all.denied(&merged).unwrap().is_empty(), "parts are incomplete by intent");
    let told = format!("4,000 bytes were not read, the first of them `{split}`: merge the reports of all splits");
    assert_eq!(all.clone().whole_files().denied(&merged).unwrap(), [told]);

    let whole = merged.merge(part(&file, 1000..5000)).unwrap();
    assert!(all.whole_files().denied(&whole).unwrap().is_empty());
    for shown in [whole.to_string(), whole.to_html(), stored(&whole)] {
        assert!(!shown.to_lowercase().contains("not read") && !shown.contains("\"unread\""), "{shown}");
    }
}

#[test]
fn the_program_does_not_let_an_incomplete_set_of_reports_pass() {
    let files = Files::of_flights();
    let listed = files.run(&[files.flights(), "--list-splits", "--split-bytes", "10000"]);
    let splits: Vec<&str> = text(&listed.stdout).lines().collect();
    let run = |splits: &[&str]| {
        let part = files.run_with(&["-", "--max-share", "100%", "--format", "json"], splits.join("\n").as_bytes());
        assert_eq!(ended(&part, 0), "", "one part is incomplete by intent");
        part.stdout
    };
    let (missing, others) = splits.split_last().unwrap();
    let reports = run(others);
    let merge =
        |options: &[&str]| files.run_with(&[&["--merge", "-", "--max-share", "100%"], options].concat(), &reports);
    let told = merge(&[]);
    let denied = ended(&told, 100);
    assert!(denied.ends_with(&format!(" `{missing}`: merge the reports of all splits\n")), "{denied}");
    assert!(text(&told.stdout).ends_with(&format!("not read\n  {missing}\n\n")));
    assert_eq!(ended(&merge(&["--exit-zero"]), 0), "");
    let whole = files.run_with(&["--merge", "-", "--max-share", "100%"], &[reports.clone(), run(&[missing])].concat());
    assert_eq!(ended(&whole, 0), "");
}

#[test]
fn a_file_that_is_spelled_in_two_ways_does_not_count_twice() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder.path().join("a.avro"), &orders(0..400), Codec::Null, 500);
    let link = folder.path().join("other");
    std::os::unix::fs::symlink(folder.path(), &link).unwrap();
    let other_way = link.join("a.avro");
    let refused = |one: Report, other: Report| one.merge(other).unwrap_err().message().to_owned();
    let told = |range: &str| {
        let (one, other) = (file.display(), other_way.display());
        format!(
            "`{one}` and `{other}` are one file, or one is a copy: they have the same size and sync marker, and the bytes {range} are \
             in both reports; name each file in one way for all parts, and leave out the copy"
        )
    };
    let size = fs::metadata(&file).unwrap().len();
    assert_eq!(refused(part(&file, 0..size), part(&other_way, 0..size)), told(&format!("0 to {size}")));
    assert_eq!(refused(part(&file, 0..5000), part(&other_way, 4000..size)), told("4000 to 5000"));

    // Files of a writer that always takes one marker: of one size, and with other data.
    let twin = folder.path().join("b/a.avro");
    fs::create_dir(twin.parent().unwrap()).unwrap();
    let other_orders: Vec<Order> = orders(0..400).into_iter().map(|order| Order { total: 5, ..order }).collect();
    write(&twin, &other_orders, Codec::Null, 500);
    assert_eq!(fs::metadata(&twin).unwrap().len(), size);
    let both = part(&file, 0..size).merge(part(&twin, 0..size)).unwrap();
    assert_eq!(both.totals().records, 800);
}

#[test]
fn reports_that_name_the_same_files_differently_are_compared() {
    let [here, there] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    write(&here.path().join("a.avro"), &orders(0..100), Codec::Null, 500);
    write(&here.path().join("b.avro"), &orders(0..50), Codec::Null, 500);
    fs::write(here.path().join("none.avro"), "nothing").unwrap();
    // The other folder has them in another order.
    for (file, name) in [("a.avro", "2.avro"), ("b.avro", "1.avro"), ("none.avro", "none.avro")] {
        fs::copy(here.path().join(file), there.path().join(name)).unwrap();
    }
    let [before, after] = [&here, &there].map(|folder| crate::shop::report(folder.path()));
    let comparison = Comparison::of(&before, &after);
    assert!(comparison.same_data && !comparison.to_string().contains("not of the same data"), "{comparison}");

    replace_marker(&here.path().join("a.avro"));
    assert!(!Comparison::of(&crate::shop::report(here.path()), &after).same_data, "other data of the same size");
}

#[test]
fn the_report_of_a_dry_run_says_so_and_is_neither_merged_nor_compared() {
    let files = Files::of_flights();
    let dry = files.run(&["--dry-run", "--format", "json", files.flights()]);
    ended(&dry, 0);
    let [survey] = Report::read_all(&dry.stdout).unwrap().try_into().unwrap();
    assert!(survey.is_survey() && text(&dry.stdout).contains("\"survey\":true,"), "{}", text(&dry.stdout));
    assert_eq!(stored(&survey) + "\n", text(&dry.stdout));
    for shown in [survey.to_string(), survey.to_html()] {
        assert!(shown.contains("the files were opened, and no record was read"), "{shown}");
    }
    let told = "the report is of a dry run, which reads no record: take that of a run";
    assert_eq!(ended(&files.run_with(&["--merge", "-"], &dry.stdout), 101), format!("error: -: {told}\n"));
    let folder = tempfile::tempdir().unwrap();
    let [dry_file, run_file] = ["dry.json", "run.json"].map(|file| folder.path().join(file));
    fs::write(&dry_file, &dry.stdout).unwrap();
    fs::write(&run_file, files.run(&["--format", "json", files.flights()]).stdout).unwrap();
    let compared = files.run(&["--compare", run_file.to_str().unwrap(), dry_file.to_str().unwrap()]);
    assert_eq!(ended(&compared, 101), format!("error: {}: {told}\n", dry_file.display()));

    let run = Report::read_all(&fs::read(&run_file).unwrap()).unwrap().remove(0);
    assert!(!run.is_survey() && !stored(&run).contains("survey"));
    assert_eq!(survey.merge(run).unwrap_err().message(), told);
}
