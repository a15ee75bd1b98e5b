//! However a data set is cut into parts, and the parts put together, the report has the same bytes.

use crate::shop::{earlier_orders, job, orders, stored, write};
use avro_entity::Codec;
use avro_entity::batch::{Inputs, Report, Split};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of a data set, and what was done to it.
#[derive(Clone, Debug)]
struct Content {
    records: u32,
    earlier: bool,
    codec: Codec,
    block_bytes: usize,
    /// Bytes that are flipped, as shares of the file.
    damage: Vec<f64>,
    /// The share of the file that is there.
    kept: Option<f64>,
}

fn content() -> impl Strategy<Value = Content> {
    let codec = prop::sample::select(vec![Codec::Null, Codec::Deflate, Codec::Snappy, Codec::Zstandard]);
    let damage = prop::collection::vec(0.0..1.0f64, 0..3);
    let kept = prop::option::weighted(0.2, 0.0..1.0f64);
    (0..400u32, any::<bool>(), codec, 1..2000usize, damage, kept).prop_map(
        |(records, earlier, codec, block_bytes, damage, kept)| Content {
            records,
            earlier,
            codec,
            block_bytes,
            damage,
            kept,
        },
    )
}

fn write_file(folder: &Path, index: usize, content: &Content) -> PathBuf {
    let path = folder.join(format!("{index}.avro"));
    if content.earlier {
        write(&path, &earlier_orders(0..content.records as i32), content.codec, content.block_bytes);
    } else {
        write(&path, &orders(0..content.records), content.codec, content.block_bytes);
    }
    let mut bytes = fs::read(&path).unwrap();
    let at = |share: f64, len: usize| (share * len as f64) as usize;
    for share in &content.damage {
        let byte = at(*share, bytes.len());
        bytes[byte] ^= 0x55;
    }
    if let Some(share) = content.kept {
        bytes.truncate(at(share, bytes.len()));
    }
    fs::write(&path, bytes).unwrap();
    path
}

/// The report of the parts of `files` between `cuts`, which are shares of a file.
fn parts(files: &[PathBuf], cuts: &[f64], threads: usize) -> Vec<Report> {
    let mut reports = Vec::new();
    for file in files {
        let size = fs::metadata(file).unwrap().len();
        let mut edges: Vec<u64> = cuts.iter().map(|share| (share * size as f64) as u64).chain([0, size]).collect();
        edges.sort();
        for edge in edges.windows(2) {
            let mut inputs = Inputs::new();
            inputs.add_split(&Split { file: file.to_str().unwrap().to_owned(), range: edge[0]..edge[1] }).unwrap();
            reports.push(job().threads(threads).run(&inputs).unwrap());
        }
    }
    reports
}

fn whole(folder: &Path, threads: usize) -> Report {
    let mut inputs = Inputs::new();
    inputs.add(folder.to_str().unwrap()).unwrap();
    job().threads(threads).run(&inputs).unwrap()
}

/// Puts reports together in an order and with brackets that `picks` decides.
fn merge(mut reports: Vec<Report>, picks: &[usize]) -> Report {
    let mut picks = picks.iter().cycle();
    while reports.len() > 1 {
        let one = reports.swap_remove(picks.next().unwrap() % reports.len());
        let other = reports.swap_remove(picks.next().unwrap() % reports.len());
        reports.push(one.merge(other).unwrap());
    }
    reports.pop().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_partition_gives_the_report_of_the_whole(
        contents in prop::collection::vec(content(), 1..4),
        cuts in prop::collection::vec(0.0..1.0f64, 0..5),
        picks in prop::collection::vec(any::<usize>(), 40),
        threads in 1..4usize,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let files: Vec<PathBuf> =
            contents.iter().enumerate().map(|(index, content)| write_file(folder.path(), index, content)).collect();
        let expected = stored(&whole(folder.path(), 1));
        prop_assert_eq!(&stored(&whole(folder.path(), threads)), &expected);
        let merged = merge(parts(&files, &cuts, threads), &picks);
        prop_assert_eq!(&stored(&merged), &expected);
        // What was stored in between is the same as well.
        let again: Vec<Report> = parts(&files, &cuts, threads).iter().map(|part| serde_json::from_str(&stored(part)).unwrap()).collect();
        prop_assert_eq!(&stored(&merge(again, &picks)), &expected);
    }
}

#[test]
fn every_cut_of_a_small_file_gives_the_report_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder.path().join("a.avro"), &orders(0..40), Codec::Null, 100);
    let expected = stored(&whole(folder.path(), 1));
    let size = fs::metadata(&file).unwrap().len();
    for cut in 0..=size {
        let cuts = [cut as f64 / size as f64];
        assert_eq!(stored(&merge(parts(std::slice::from_ref(&file), &cuts, 1), &[0])), expected, "cut at {cut}");
    }
}

#[test]
fn splits_of_any_size_cover_the_inputs() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("a.avro"), &orders(0..300), Codec::Deflate, 500);
    fs::write(folder.path().join("empty.avro"), b"").unwrap();
    let mut inputs = Inputs::new();
    inputs.add(folder.path().to_str().unwrap()).unwrap();
    let expected = stored(&job().run(&inputs).unwrap());
    for bytes in [1, 7, 100, 4096, u64::MAX] {
        let reports: Vec<Report> = inputs
            .splits(bytes)
            .map(|split| {
                let mut part = Inputs::new();
                part.add_split(&split).unwrap();
                job().threads(1).run(&part).unwrap()
            })
            .collect();
        assert_eq!(stored(&merge(reports, &[0])), expected, "splits of {bytes} bytes");
    }
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder.path().join("a.avro"), &orders(0..100), Codec::Null, 500);
    let name = file.to_str().unwrap();
    let mut inputs = Inputs::new();
    inputs.add(name).unwrap();
    inputs.add(folder.path().to_str().unwrap()).unwrap();
    inputs.add(&format!("{}/./*.avro", folder.path().display())).unwrap();
    inputs.add_list(format!("\n{name}\n{name}:0-20\n").as_bytes()).unwrap();
    assert_eq!((inputs.len(), inputs.bytes()), (1, fs::metadata(&file).unwrap().len()));
    assert_eq!(job().run(&inputs).unwrap().totals().records, 100);
}

#[test]
fn a_limit_takes_the_first_records_whatever_the_threads() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("b.avro"), &orders(100..200), Codec::Null, 300);
    write(&folder.path().join("a.avro"), &orders(0..100), Codec::Null, 300);
    let mut inputs = Inputs::new();
    inputs.add(folder.path().to_str().unwrap()).unwrap();
    let limited = |threads| job().threads(threads).limit(123).run(&inputs).unwrap();
    assert_eq!(stored(&limited(1)), stored(&limited(3)));
    let report = limited(2);
    let small = report.rule("total is positive").unwrap();
    assert_eq!((report.totals().records, small.checked), (123, 123));
    assert_eq!(small.violations, (0..123).filter(|number| number % 50 <= 3).count() as u64);
    let error = limited(1).merge(limited(1)).unwrap_err();
    assert_eq!(error.message(), "the report of a job with a limit is not merged");
}

#[test]
fn what_would_count_twice_or_does_not_belong_together_is_not_merged() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder.path().join("a.avro"), &orders(0..100), Codec::Null, 300);
    let one = whole(folder.path(), 1);
    let refused = |other: Report| one.clone().merge(other).unwrap_err().message().to_owned();
    let size = fs::metadata(&file).unwrap().len();
    assert_eq!(refused(one.clone()), format!("the bytes 0 to {size} are in both reports"));

    let mut other = Inputs::new();
    other.add_split(&Split { file: file.to_str().unwrap().to_owned(), range: size..size }).unwrap();
    let fewer = avro_entity::batch::Job::new(crate::shop::rules().into_iter().take(1)).unwrap().run(&other).unwrap();
    assert!(refused(fewer).starts_with("the reports are of different jobs: their rules are `decodes`, "));
    let sampled = job().sample(3).run(&other).unwrap();
    assert_eq!(refused(sampled), "the reports are of different jobs: their sizes of samples are 10 and 3");

    write(&file, &orders(0..101), Codec::Null, 300);
    let grown_size = fs::metadata(&file).unwrap().len();
    let mut other = Inputs::new();
    other.add_split(&Split { file: file.to_str().unwrap().to_owned(), range: size..grown_size }).unwrap();
    let grown = job().run(&other).unwrap();
    assert_eq!(refused(grown), format!("the file has {size} bytes in one report and {grown_size} in the other"));
}
