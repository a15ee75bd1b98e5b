//! A job that is stopped goes on where it was: nothing is lost, and nothing is counted twice.

use crate::command_line::{Files, program};
use crate::shop::{self, earlier_orders, orders, replace_marker, stored, write};
use avro_entity::batch::{Inputs, Job};
use avro_entity::{Codec, ErrorKind};
use proptest::prelude::*;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

fn shop_files(folder: &Path) {
    write(&folder.join("a.avro"), &orders(0..700), Codec::Deflate, 700);
    write(&folder.join("b.avro"), &earlier_orders(0..700), Codec::Null, 900);
    fs::write(folder.join("c.avro"), "nothing").unwrap();
    let damaged = write(&folder.join("d.avro"), &orders(0..700), Codec::Null, 500);
    let mut bytes = fs::read(&damaged).unwrap();
    for at in (3000..bytes.len()).step_by(4001) {
        bytes[at] ^= 0x5a;
    }
    fs::write(&damaged, bytes).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, ..ProptestConfig::default() })]

    /// The job stops with a panic after so many bytes, again and again, until it comes to its end.
    #[test]
    fn a_job_that_stops_anywhere_comes_to_the_same_report(
        stops in prop::collection::vec(1..30_000u64, 1..12),
        every in 1..20_000u64,
        threads in 1..3usize,
    ) {
        let folder = tempfile::tempdir().unwrap();
        shop_files(folder.path());
        let (inputs, checkpoint) = (shop::inputs(folder.path()), folder.path().join("checkpoint"));
        let expected = stored(&shop::job().run(&inputs).unwrap());
        for stop in stops {
            let started = AtomicU64::new(u64::MAX);
            let job = shop::job().threads(threads).checkpoint_bytes(every).on_progress(move |bytes| {
                let first = started.fetch_min(bytes, Ordering::SeqCst).min(bytes);
                assert!(bytes - first < stop, "stopped");
            });
            let stopped = catch_unwind(AssertUnwindSafe(|| job.resume(&inputs, &checkpoint)));
            if let Ok(report) = stopped {
                prop_assert_eq!(&stored(&report.unwrap()), &expected);
            }
        }
        let report = shop::job().threads(threads).checkpoint_bytes(every).resume(&inputs, &checkpoint).unwrap();
        prop_assert_eq!(&stored(&report), &expected);
    }
}

#[test]
fn a_limit_holds_over_a_stop() {
    let folder = tempfile::tempdir().unwrap();
    shop_files(folder.path());
    let (inputs, checkpoint) = (shop::inputs(folder.path()), folder.path().join("checkpoint"));
    let expected = stored(&shop::job().limit(900).run(&inputs).unwrap());
    let job = shop::job().limit(900).checkpoint_bytes(1).on_progress(|bytes| assert!(bytes < 9000, "stopped"));
    assert!(catch_unwind(AssertUnwindSafe(|| job.resume(&inputs, &checkpoint))).is_err(), "the job stops on its way");
    let resumed = shop::job().limit(900).resume(&inputs, &checkpoint).unwrap();
    assert_eq!(stored(&resumed), expected);
}

#[test]
fn a_checkpoint_of_another_job_or_of_other_data_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    shop_files(folder.path());
    let (inputs, checkpoint) = (shop::inputs(folder.path()), folder.path().join("checkpoint"));
    shop::job().resume(&inputs, &checkpoint).unwrap();
    let message =
        |job: Job<shop::Order>, inputs: &Inputs| job.resume(inputs, &checkpoint).unwrap_err().message().to_owned();
    let other = message(shop::job().sample(3), &inputs);
    assert!(other.starts_with("the checkpoint is of another job; remove it to begin anew: "), "{other}");
    write(&folder.path().join("a.avro"), &orders(0..701), Codec::Deflate, 700);
    let grown = message(shop::job(), &shop::inputs(folder.path()));
    assert!(
        grown.starts_with("the checkpoint is of other inputs, or files have changed; remove it to begin anew: "),
        "{grown}"
    );
    fs::write(&checkpoint, "{").unwrap();
    assert!(message(shop::job(), &inputs).starts_with("this is no checkpoint"));
}

#[test]
fn a_file_that_was_replaced_by_one_of_its_size_is_told_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &orders(0..700), Codec::Null, 700);
    let (inputs, checkpoint) = (shop::inputs(folder.path()), folder.path().join("checkpoint"));
    let job = shop::job().checkpoint_bytes(1).on_progress(|bytes| assert!(bytes < 9000, "stopped"));
    assert!(catch_unwind(AssertUnwindSafe(|| job.resume(&inputs, &checkpoint))).is_err(), "the job stops on its way");
    let written = fs::metadata(&path).unwrap().modified().unwrap();
    let set_written = |to| fs::File::options().append(true).open(&path).unwrap().set_modified(to).unwrap();
    set_written(written + Duration::from_secs(1));
    let error = shop::job().resume(&shop::inputs(folder.path()), &checkpoint).unwrap_err();
    assert!(error.message().starts_with("the checkpoint is of other inputs, or files have changed"), "{error}");
    // One that was written at the same time, as far as the clock tells.
    replace_marker(&path);
    set_written(written);
    let error = shop::job().resume(&inputs, &checkpoint).unwrap_err();
    let reason = "the file is another one than when the job began; remove the checkpoint to begin anew";
    assert_eq!((error.kind(), error.message()), (ErrorKind::Job, &*format!("`{}`: {reason}", path.display())));
}

/// Fifty times the program is killed at some moment and started again; whenever it comes to its end, it has the report of a run
/// that nobody disturbed, and begins anew.
#[test]
fn killed_fifty_times_the_program_comes_to_the_same_report() {
    let files = Files::of_flights();
    let expected = files.run(&["--exit-zero", "--format", "json", "--quiet", files.flights()]);
    let folder = tempfile::tempdir().unwrap();
    let (checkpoint, output) = (folder.path().join("checkpoint"), folder.path().join("report.json"));
    let start = || {
        Command::new(program())
            .env("PLANES", files.planes())
            .args(["--exit-zero", "--quiet", "--checkpoint-bytes", "20000", "--threads", "2"])
            .args([Path::new("--checkpoint"), &checkpoint, Path::new("--output"), &output, Path::new(files.flights())])
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let (mut kills, mut finished, mut pause) = (0, 0, 7u64);
    while kills < 50 || finished == 0 {
        let mut running = start();
        // Some moment, another one each time.
        pause = (pause * 31 + 17) % 101;
        if kills < 50 {
            std::thread::sleep(Duration::from_millis(pause));
        }
        let ended = if kills < 50 { running.try_wait().unwrap() } else { Some(running.wait().unwrap()) };
        match ended {
            Some(status) => {
                assert!(status.success());
                assert_eq!(fs::read(&output).unwrap(), expected.stdout);
                assert!(!checkpoint.exists());
                finished += 1;
            }
            None => {
                running.kill().unwrap();
                running.wait().unwrap();
                kills += 1;
            }
        }
    }
}
