//! A struct of one's own with a few fields of somebody else's entity: `reads_all!` over the folder of all its versions.

use avro_entity::{AvroEntity, ErrorKind, reads_all};
use std::path::{Path, PathBuf};

/// What a batch job wants to know of an order.
#[derive(AvroEntity, Debug, PartialEq)]
#[avro(name = "Order", namespace = "net.example.report")]
struct View<'a> {
    #[avro(alias = "amount")]
    total: f64,
    state: State,
    #[avro(default)]
    lines: Vec<Line<'a>>,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = "net.example.report")]
struct Line<'a> {
    article: &'a str,
    #[avro(default = 1)]
    count: i64,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(namespace = "net.example.report")]
enum State {
    #[avro(default)]
    Other,
    Paid,
}

#[test]
fn a_view_of_a_few_fields_reads_every_version() {
    reads_all!(View<'_>, "tests/evolution/schemas/order");
    assert_eq!(reads_all::<View<'_>>(orders()).unwrap(), 3);
}

/// Wants more than there is.
#[derive(AvroEntity)]
#[avro(name = "Order")]
struct Greedy {
    total: f32,
    lines: Vec<GreedyLine>,
    buyer: String,
}

#[derive(AvroEntity)]
#[avro(name = "Line")]
struct GreedyLine {
    count: i32,
}

fn orders() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evolution/schemas/order")
}

const REASONS: &str = "`evolution::views::Greedy` does not read 3 of 3 versions:
  0001.avsc: `net.example.shop.Order` read as `Order.total`: the writer has no field `total`, and it has no default; all data fail
  0001.avsc: `net.example.shop.Order` read as `Order.lines`: the writer has no field `lines`, and it has no default; all data fail
  0002.avsc: `net.example.shop.Order.total` read as `Order.total`: `double` is not read as `float`; all data fail
  0002.avsc: `net.example.shop.Order.lines[]` read as `Order.lines[].count`: the writer has no field `count`, and it has no default; some data fail
  later/0003.avsc: `net.example.shop.Order.total` read as `Order.total`: `double` is not read as `float`; all data fail
  later/0003.avsc: `net.example.shop.Order.buyer(null)` read as `Order.buyer`: `null` is not read as `string`; some data fail
  later/0003.avsc: `net.example.shop.Order.lines[].count` read as `Order.lines[].count`: `long` is not read as `int`; some data fail";

#[test]
fn everything_that_is_not_read_is_said_at_once() {
    let error = reads_all::<Greedy>(orders()).unwrap_err();
    assert_eq!((error.kind(), error.file()), (ErrorKind::Resolution, Some(&*orders())));
    assert_eq!(error.message(), REASONS);
    let _ = |greedy: Greedy| (greedy.total, greedy.buyer, greedy.lines.into_iter().map(|line| line.count).sum::<i32>());
}

#[test]
fn the_macro_fails_with_that_text() {
    let failure = std::panic::catch_unwind(|| reads_all!(Greedy, "tests/evolution/schemas/order")).unwrap_err();
    let text = failure.downcast_ref::<String>().unwrap();
    assert_eq!(text, &format!("{}: {REASONS}", orders().display()));
}

#[test]
fn a_folder_without_schemas_is_no_proof() {
    let folder = tempfile::tempdir().unwrap();
    let error = reads_all::<i32>(folder.path()).unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Schema, "there is no file whose name ends in `.avsc` in this folder")
    );
    let error = reads_all::<i32>(folder.path().join("missing")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
}

#[test]
fn a_file_that_is_no_schema_is_a_version_that_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("0001.avsc"), r#""int""#).unwrap();
    std::fs::write(folder.path().join("0002.avsc"), r#"{"type": "recrod"}"#).unwrap();
    std::fs::write(folder.path().join("0003.avsc"), r#""string""#).unwrap();
    let error = reads_all::<i64>(folder.path()).unwrap_err();
    let lines: Vec<&str> = error.message().lines().collect();
    assert_eq!(lines[0], "`i64` does not read 2 of 3 versions:");
    assert!(lines[1].starts_with("  0002.avsc: line 1, column "), "{error}");
    assert_eq!(lines[2..], ["  0003.avsc: `string` is not read as `long`; all data fail"]);
}
