//! A job's program as its user meets it.

use avro_entity::batch::Report;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

/// The job of the flights example.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| crate::program::example("spark"))
}

/// Files of flights and planes that the flights example wrote, shared by the tests that run at the same time.
pub struct Files {
    folder: tempfile::TempDir,
    planes: String,
    flights: String,
}

impl Files {
    pub fn of_flights() -> Arc<Files> {
        static FILES: Mutex<Weak<Files>> = Mutex::new(Weak::new());
        let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
        files.upgrade().unwrap_or_else(|| {
            let made = Arc::new(Files::made());
            *files = Arc::downgrade(&made);
            made
        })
    }

    fn made() -> Files {
        let folder = tempfile::tempdir().unwrap();
        let data = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");
        static FLIGHTS: OnceLock<PathBuf> = OnceLock::new();
        let program = FLIGHTS.get_or_init(|| crate::program::example("flights"));
        let made = Command::new(program).args([Path::new(data), folder.path()]).output().unwrap();
        assert!(made.status.success(), "{}", text(&made.stderr));
        let name = |file: &str| folder.path().join(file).to_str().unwrap().to_owned();
        Files { planes: name("planes.null.avro"), flights: name("months"), folder }
    }

    pub fn planes(&self) -> &str {
        &self.planes
    }

    /// The folder with a file of flights for each month.
    pub fn flights(&self) -> &str {
        &self.flights
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.env("PLANES", &self.planes).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Output {
        let mut command = self.command(arguments);
        let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        running.stdin.take().unwrap().write_all(stdin).unwrap();
        running.wait_with_output().unwrap()
    }
}

pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The standard error of a run that ended with `code`.
pub fn ended(output: &Output, code: i32) -> &str {
    assert_eq!(output.status.code(), Some(code), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stderr)
}

#[test]
fn a_job_is_a_whole_program() {
    let files = Files::of_flights();
    let (flights, folder) = (files.flights(), tempfile::tempdir().unwrap());

    let output = files.run(&[flights]);
    let denied = ended(&output, 100);
    assert_eq!(denied.lines().count(), 3, "{denied}");
    assert!(denied.lines().all(|line| line.starts_with("denied: `")), "{denied}");
    assert!(text(&output.stdout).starts_with("net.example.flights.Flight: 11,046 records in 12 files, "));

    assert_eq!(ended(&files.run(&[flights, "--max-share", "20%"]), 0), "");
    let one = files.run(&[flights, "--max-share", "20%", "--max-share", "arrival after departure=1%"]);
    assert_eq!(ended(&one, 100).lines().count(), 1);
    assert_eq!(ended(&files.run(&[flights, "--exit-zero"]), 0), "");

    let [json, page] = ["report.json", "report.html"].map(|name| folder.path().join(name));
    let both = files.run(&[flights, "--exit-zero", "-o", json.to_str().unwrap(), "-o", page.to_str().unwrap()]);
    ended(&both, 0);
    assert_eq!(text(&both.stdout), "");
    assert!(fs::read_to_string(&page).unwrap().starts_with("<!DOCTYPE html>"));
    let [report] = Report::read_all(&fs::read(&json).unwrap()).unwrap().try_into().unwrap();
    assert_eq!(report.totals().records, 11_046);
    for threads in ["1", "2", "5"] {
        let again = files.run(&[flights, "--exit-zero", "--format", "json", "--threads", threads]);
        assert_eq!(again.stdout, fs::read(&json).unwrap(), "{threads} threads");
    }

    let compared = files.run(&["--compare", json.to_str().unwrap(), json.to_str().unwrap()]);
    assert!(ended(&compared, 0).is_empty());
    assert!(text(&compared.stdout).lines().skip(1).all(|line| line.contains("+0")), "{}", text(&compared.stdout));
    let no_page = files.run(&["--compare", json.to_str().unwrap(), json.to_str().unwrap(), "--format", "html"]);
    assert!(ended(&no_page, 101).starts_with("error: only a report can be a page"));

    for (name, ending) in [("report.csv", "csv"), ("report.PDF", "pdf")] {
        let path = folder.path().join(name);
        let refused = files.run(&["no/such/input.avro", "-o", path.to_str().unwrap()]);
        let told = format!(
            "error: {}: a report is not written as `.{ending}`: let the file end with `.json`, `.html` or `.txt`, or say what it \
             is with `--format`\n",
            path.display()
        );
        assert_eq!((ended(&refused, 101), path.exists()), (told.as_str(), false), "before anything is read");
    }
    let data = folder.path().join("data.avro");
    fs::write(&data, b"Obj\x01 and what follows").unwrap();
    let onto = files.run(&[flights, "--format", "text", "-o", data.to_str().unwrap()]);
    let told =
        "this is a container file, which the report would replace: give each report a name of its own after `-o`";
    assert_eq!(
        ended(&onto, 101),
        format!(
            "error: {}: {told}
",
            data.display()
        )
    );
    assert_eq!(fs::read(&data).unwrap(), b"Obj\x01 and what follows");

    let named = folder.path().join("report.csv");
    let asked = ["--compare", json.to_str().unwrap(), json.to_str().unwrap(), "--format", "text", "-o"];
    assert_eq!(ended(&files.run(&[&asked[..], &[named.to_str().unwrap()]].concat()), 0), "");
    assert!(named.exists());

    let limited = files.run(&[flights, "--exit-zero", "--limit", "100", "--sample", "0", "--format", "json"]);
    let limited = &Report::read_all(&limited.stdout).unwrap()[0];
    assert_eq!((limited.totals().records, limited.limit()), (100, Some(100)));
    assert!(limited.rules().all(|rule| rule.report.examples.sample().is_empty()));
}

#[test]
fn splits_are_listed_run_apart_and_merged() {
    let files = Files::of_flights();
    let whole = files.run(&[files.flights(), "--exit-zero", "--format", "json"]);
    let listed = files.run(&[files.flights(), "--list-splits", "--split-bytes", "10000"]);
    ended(&listed, 0);
    let splits: Vec<&str> = text(&listed.stdout).lines().collect();
    assert!(splits.len() > 20, "{splits:?}");
    // As an engine does it: a few splits for each run, on standard input; and one by one as arguments.
    let mut reports = Vec::new();
    for part in splits.chunks(7) {
        let output =
            files.run_with(&["-", "--exit-zero", "--format", "json", "--threads", "1"], part.join("\n").as_bytes());
        ended(&output, 0);
        reports.extend(output.stdout);
    }
    let nothing = files.run_with(&["-", "--exit-zero", "--format", "json"], b"");
    ended(&nothing, 0);
    reports.extend(nothing.stdout);
    let merged = files.run_with(&["--merge", "-", "--exit-zero", "--format", "json"], &reports);
    ended(&merged, 0);
    assert_eq!(text(&merged.stdout), text(&whole.stdout));
    assert_eq!(ended(&files.run_with(&["--merge", "-"], &reports), 100).lines().count(), 3);

    let mut arguments = vec!["--exit-zero", "--format", "json"];
    splits.iter().for_each(|split| arguments.extend(["--split", split]));
    assert_eq!(text(&files.run(&arguments).stdout), text(&whole.stdout));

    let twice = [&reports[..], &reports[..]].concat();
    let refused = files.run_with(&["--merge", "-"], &twice);
    assert!(ended(&refused, 101).contains("are in both reports"), "{}", text(&refused.stderr));
    assert!(ended(&files.run_with(&["--merge", "-"], b""), 101).contains("there is no report to merge"));
}

#[test]
fn a_dry_run_shows_versions_and_reads_nothing() {
    let files = Files::of_flights();
    let (written, folder) = (files.folder.path().join("flights.earlier.avro"), tempfile::tempdir().unwrap());
    // The blocks are gone, so that reading them would show.
    let header = avro_entity::container::BlockReader::open(&written).unwrap().header().len();
    let (bytes, earlier) = (fs::read(&written).unwrap(), folder.path().join("flights.earlier.avro"));
    fs::write(&earlier, [&bytes[..header as usize], &[0xff; 100]].concat()).unwrap();
    let output = files.run(&["--dry-run", files.flights(), earlier.to_str().unwrap()]);
    assert_eq!(ended(&output, 0), "");
    let stdout = text(&output.stdout);
    assert!(stdout.contains("(current)  net.example.flights.Flight     12  "), "{stdout}");
    assert!(stdout.contains("flights.earlier.avro"), "{stdout}");
    let unreadable = files.run(&["--dry-run", files.flights(), files.planes()]);
    assert_eq!(ended(&unreadable, 100), "denied: 1 file cannot be read\n");
    assert!(text(&unreadable.stdout).contains("cannot be read: "));
}

#[test]
fn what_cannot_run_ends_with_101_and_says_why() {
    let files = Files::of_flights();
    let missing = files.folder.path().join("missing.avro");
    let cases: [(&[&str], &str); 9] = [
        (&[], "error: no input: name files, folders or globs, or `-` for a list; `--help` shows more"),
        (&[missing.to_str().unwrap()], "missing.avro: No such file or directory"),
        (&["--split", "a:5-1"], "`a:5-1` is no split: expected `<file>:<start>-<end>`, in bytes"),
        (&[files.flights(), "--max-share", "120%"], "`120%` is no share: expected `0%` to `100%`, or `0` to `1`"),
        (
            &[files.flights(), "--max-share", "typo=1%"],
            "there is no rule `typo`; the job has `air time of every flight that landed`, ",
        ),
        (&[files.flights(), "--threads", "0"], "0 is not in 1..=1024"),
        (&[files.flights(), "--dry-run", "--list-splits"], "cannot be used with"),
        (&["--merge", files.planes()], "this is no report"),
        (&[files.flights(), "-o", "/nowhere/report.json"], "/nowhere/report.json: No such file or directory"),
    ];
    for (arguments, expected) in cases {
        let output = files.run(arguments);
        let stderr = ended(&output, 101);
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
    }
}

#[test]
fn the_help_names_entity_and_rules() {
    let files = Files::of_flights();
    let output = files.run(&["--help"]);
    ended(&output, 0);
    for expected in
        ["any version of net.example.flights.Flight", "tail number of a known plane", "Exit codes:", "--checkpoint"]
    {
        assert!(text(&output.stdout).contains(expected), "{expected}");
    }
}

#[test]
fn a_block_may_be_as_large_as_is_said() {
    let files = Files::of_flights();
    let denied = |bytes: &str| {
        let output = files.run(&[files.flights(), "--max-block", bytes, "--max-share", "100%"]);
        (output.status.code(), text(&output.stdout).contains("exceeds the limit of 100 bytes"))
    };
    assert_eq!(denied("100"), (Some(100), true));
    assert_eq!(denied("1000000000"), (Some(0), false));
}
