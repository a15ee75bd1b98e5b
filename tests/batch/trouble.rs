//! What cannot be read is told with its place and counted, and all else is read.

use crate::shop::{earlier_orders, orders, report, write};
use avro_entity::batch::{FileReport, Inputs, Job, Report, Rule, Thresholds};
use avro_entity::container::BlockReader;
use avro_entity::{Codec, Writer};
use std::fs;
use std::path::Path;

/// Where the blocks of a file begin, and its end.
fn blocks(file: &Path) -> Vec<u64> {
    let mut reader = BlockReader::open(file).unwrap();
    let mut offsets = Vec::new();
    while let Some(block) = reader.next_packed().unwrap() {
        offsets.push(block.offset());
    }
    offsets.push(reader.position());
    offsets
}

fn edit(file: &Path, edit: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(file).unwrap();
    edit(&mut bytes);
    fs::write(file, bytes).unwrap();
}

#[test]
fn a_file_of_two_names_is_read_once_under_the_first_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("b.avro"), &orders(0..50), Codec::Null, 1000);
    let link = folder.path().join("a.avro");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let other_way = folder.path().join("../").join(folder.path().file_name().unwrap()).join("b.avro");
    for names in [[&path, &link, &other_way], [&other_way, &link, &path], [&link, &path, &other_way]] {
        let mut inputs = Inputs::new();
        names.iter().for_each(|name| inputs.add(name.to_str().unwrap()).unwrap());
        assert_eq!(inputs.len(), 1);
        let report = crate::shop::job().run(&inputs).unwrap();
        let first = names.iter().map(|name| name.to_str().unwrap()).min().unwrap();
        assert_eq!((report.totals().records, file(&report, Path::new(first)).records), (50, 50));
    }
}

fn file<'r>(report: &'r Report, path: &Path) -> &'r FileReport {
    report.file(path.to_str().unwrap()).unwrap()
}

#[test]
fn a_damaged_block_is_told_with_its_place_and_the_rest_is_read() {
    for codec in [Codec::Null, Codec::Deflate, Codec::Snappy, Codec::Zstandard] {
        let folder = tempfile::tempdir().unwrap();
        let path = write(&folder.path().join("a.avro"), &orders(0..500), codec, 1000);
        let whole = report(&path).totals();
        let at = blocks(&path);
        // The size of the third block, so that no marker follows where it should.
        edit(&path, |bytes| bytes[at[2] as usize + 2] ^= 0x15);
        let report = report(&path);
        let found = file(&report, &path);
        assert_eq!(found.damaged.blocks, 1, "{codec:?}");
        assert_eq!((found.damaged.first[0].block, found.damaged.first[0].offset), (2, at[2]), "{codec:?}");
        assert_eq!(found.damaged.bytes, at[3] - at[2]);
        assert_eq!(found.blocks, whole.blocks - 1);
        assert!(found.records > 300 && found.records < 500, "{codec:?}: {}", found.records);
        let denied = Thresholds::default().all("100%".parse().unwrap()).denied(&report).unwrap();
        assert_eq!(denied, ["1 block cannot be read"]);
        let text = report.to_string();
        assert!(text.contains(&format!("a.avro, block 2, byte {}: ", at[2])), "{text}");
        assert!(report.to_html().contains("Could not be read"));
    }
}

#[test]
fn a_block_that_does_not_decompress_says_how_many_records_are_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &orders(0..500), Codec::Snappy, 1000);
    let at = blocks(&path);
    let checksum = at[2] as usize - 17;
    edit(&path, |bytes| bytes[checksum] ^= 1);
    let report = report(&path);
    let found = file(&report, &path);
    assert_eq!((found.damaged.blocks, found.damaged.first[0].block), (1, 1));
    assert_eq!(found.records + found.damaged.records, 500);
    assert!(found.damaged.records > 0);
}

#[test]
fn a_file_that_breaks_off_is_read_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &orders(0..500), Codec::Deflate, 1000);
    let at = blocks(&path);
    edit(&path, |bytes| bytes.truncate(at[4] as usize + 20));
    let report = report(&path);
    let found = file(&report, &path);
    assert_eq!((found.blocks, found.damaged.blocks, found.damaged.bytes), (4, 1, 20));
    assert!(found.damaged.first[0].reason.starts_with("the file ends inside the block"), "{:?}", found.damaged);
}

#[test]
fn an_unknown_codec_another_schema_and_no_container_file_are_told_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let good = write(&folder.path().join("good.avro"), &orders(0..100), Codec::Null, 1000);
    let codec = write(&folder.path().join("codec.avro"), &orders(0..100), Codec::Deflate, 1000);
    edit(&codec, |bytes| {
        let at = bytes.windows(7).position(|window| window == b"deflate").unwrap();
        bytes[at..at + 7].copy_from_slice(b"lzma-99");
    });
    let other = folder.path().join("other.avro");
    let mut writer = Writer::<i64>::create(&other).unwrap();
    writer.append(&1).unwrap();
    writer.finish().unwrap();
    let none = folder.path().join("none.avro");
    fs::write(&none, "PK\u{3}\u{4}").unwrap();

    let report = report(folder.path());
    let why = |path: &Path| file(&report, path).unreadable.clone().unwrap_or_default();
    assert_eq!(why(&good), "");
    assert!(why(&codec).starts_with("unknown codec \"lzma-99\""), "{}", why(&codec));
    assert!(why(&other).contains("`long`"), "{}", why(&other));
    assert!(why(&none).contains("no Avro container file"), "{}", why(&none));
    let totals = report.totals();
    assert_eq!((totals.files, totals.unreadable, totals.records), (4, 3, 100));
    let denied = Thresholds::default().all("100%".parse().unwrap()).denied(&report).unwrap();
    assert_eq!(denied, ["3 files cannot be read"]);
}

#[test]
fn a_record_that_today_s_entity_cannot_hold_is_counted_and_the_next_one_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &earlier_orders(0..1000), Codec::Deflate, 1000);
    let report = report(&path);
    let decodes = report.rule("decodes").unwrap();
    assert_eq!((decodes.violations, decodes.checked), (100, 1000));
    assert_eq!(decodes.reasons.counts().len(), 1);
    assert!(decodes.reasons.counts()[0].0.starts_with("Order.state: "), "{:?}", decodes.reasons);
    let first = decodes.examples.first().unwrap();
    assert_eq!((first.block, first.record, first.datum.is_none()), (0, 3, true));
    assert_eq!(decodes.examples.sample().len(), 10);
    // The rules saw all others.
    let positive = report.rule("total is positive").unwrap();
    let expected = (0..1000).filter(|number| number % 10 != 3 && number % 50 <= 3).count() as u64;
    assert_eq!((positive.violations, positive.checked), (expected, 900));
    assert_eq!(report.file(path.to_str().unwrap()).unwrap().undecoded, 100);
    let versions = report.versions();
    assert_eq!((versions.len(), versions[0].version.current, versions[0].totals.undecoded), (1, false, 100));
}

#[test]
fn a_record_that_is_no_record_takes_the_rest_of_its_block_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &vec!["ab".to_owned(); 100], Codec::Null, 30);
    let at = blocks(&path);
    // The second string of the second block claims to be longer than the block; ten strings of three bytes are in each.
    edit(&path, |bytes| bytes[at[1] as usize + 2 + 3] = 0x7e);
    let job = Job::new([Rule::new("two letters", |text: &String| text.len() == 2)]).unwrap();
    let report = job.run(&crate::shop::inputs(&path)).unwrap();
    let decodes = report.rule("decodes").unwrap();
    assert_eq!((decodes.violations, decodes.checked), (9, 100));
    let first = decodes.examples.first().unwrap();
    assert_eq!((first.block, first.record), (1, 1));
    assert!(first.reason.as_ref().unwrap().ends_with("; the 8 records after it in the block are lost with it"));
    assert_eq!(report.rule("two letters").unwrap().checked, 91);
    assert_eq!(report.totals().damaged, 0);
}

#[test]
fn a_last_record_that_is_no_record_is_counted_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder.path().join("a.avro"), &vec!["ab".to_owned(); 100], Codec::Null, 30);
    let at = blocks(&path);
    edit(&path, |bytes| bytes[at[1] as usize + 2 + 9 * 3] = 0x7e);
    let report = Job::<String>::new([]).unwrap().run(&crate::shop::inputs(&path)).unwrap();
    let decodes = report.rule("decodes").unwrap();
    assert_eq!((decodes.violations, decodes.checked, report.totals().damaged), (1, 100, 0));
    assert_eq!(decodes.examples.first().unwrap().record, 9);
}

#[test]
fn bytes_behind_the_last_record_of_a_block_are_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.avro");
    write(&path, &(0..100i64).map(|_| 1).collect::<Vec<i64>>(), Codec::Null, 10);
    let at = blocks(&path);
    // The count of the third block: nine records instead of ten.
    edit(&path, |bytes| bytes[at[2] as usize] = 18);
    let report =
        Job::new([Rule::new("one", |number: &i64| *number == 1)]).unwrap().run(&crate::shop::inputs(&path)).unwrap();
    let found = file(&report, &path);
    assert_eq!((found.records, found.damaged.blocks, found.damaged.records), (99, 1, 0));
    assert_eq!(found.damaged.first[0].reason, "1 bytes are left in the block after its 9 records");
    assert_eq!((found.damaged.first[0].block, found.damaged.first[0].offset), (2, at[2]));
}

#[test]
fn a_file_that_went_away_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let gone = write(&folder.path().join("a.avro"), &orders(0..10), Codec::Null, 1000);
    write(&folder.path().join("b.avro"), &orders(0..10), Codec::Null, 1000);
    let inputs = crate::shop::inputs(folder.path());
    fs::remove_file(&gone).unwrap();
    let report = crate::shop::job().run(&inputs).unwrap();
    assert!(file(&report, &gone).unreadable.as_ref().unwrap().starts_with("No such file"));
    assert_eq!(report.totals().records, 10);
}

#[test]
fn inputs_that_are_not_there_are_refused_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().to_str().unwrap();
    fs::create_dir(folder.path().join("_temporary")).unwrap();
    write(&folder.path().join("_temporary/a.avro"), &orders(0..1), Codec::Null, 1000);
    let refused = |input: &str| Inputs::new().add(input).unwrap_err().message().to_owned();
    assert_eq!(refused(name), "there is no file `*.avro` in the folder");
    assert_eq!(refused(&format!("{name}/*.avro")), "no file matches");
    assert!(refused(&format!("{name}/a.avro")).starts_with("No such file"));
    assert!(refused(&format!("{name}/[.avro")).starts_with("this is no glob"));
}

#[test]
fn folders_are_read_at_any_depth() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["2013/01", "2013/02", ".hidden"] {
        fs::create_dir_all(folder.path().join(name)).unwrap();
        write(&folder.path().join(name).join("a.avro"), &orders(0..10), Codec::Null, 1000);
    }
    fs::write(folder.path().join("2013/readme.txt"), "").unwrap();
    let report = report(folder.path());
    let names: Vec<&str> =
        report.files().map(|(path, _)| path.strip_prefix(folder.path().to_str().unwrap()).unwrap()).collect();
    assert_eq!(names, ["/2013/01/a.avro", "/2013/02/a.avro"]);
    assert_eq!(report.totals().records, 20);
}
