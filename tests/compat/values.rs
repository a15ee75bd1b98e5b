//! What findings of class value tell: what was written, what a decoder reads that ignores the change, what ours does.

use crate::check_at;
use avro_entity::compat::{Class, Level, Outcome};
use serde_json::{Value, json};

/// What the only finding of class value tells, when a field of the one type is read as the other.
fn read(old: Value, new: Value) -> [String; 3] {
    let account =
        |kind: Value| json!({"type": "record", "name": "Account", "fields": [{"name": "value", "type": kind}]});
    let report = check_at(Level::BACKWARD, &[account(old), account(new)]);
    let told: Vec<_> = report.findings.iter().filter(|finding| finding.rule.class == Class::Value).collect();
    let [finding] = told.as_slice() else { panic!("{told:?}") };
    match &finding.witness.as_ref().expect("a witness").outcome {
        Outcome::Read { wrote, ignoring, converting } => [wrote.clone(), ignoring.clone(), converting.clone()],
        other => panic!("{other:?}"),
    }
}

fn decimal(precision: u32, scale: u32) -> Value {
    json!({"type": "bytes", "logicalType": "decimal", "precision": precision, "scale": scale})
}

fn fixed(size: usize, precision: u32, scale: u32) -> Value {
    json!({"type": "fixed", "name": "Money", "size": size, "logicalType": "decimal", "precision": precision, "scale": scale})
}

fn long(logical: &str) -> Value {
    json!({"type": "long", "logicalType": logical})
}

fn int(logical: &str) -> Value {
    json!({"type": "int", "logicalType": logical})
}

#[test]
fn decimals_of_another_scale() {
    assert_eq!(read(decimal(9, 2), decimal(9, 4)), ["1.23", "0.0123", "1.2300"]);
    let [wrote, ignoring, converting] = read(decimal(9, 2), decimal(9, 1));
    assert_eq!([wrote.as_str(), &ignoring], ["1.23", "12.3"]);
    assert_eq!(
        converting,
        "error: Account.value at byte 0: a `decimal(9, 2)` read as `decimal(9, 1)` would lose digits"
    );
    assert_eq!(read(decimal(9, 0), decimal(40, 30))[2], format!("123.{}", "0".repeat(30)));
}

#[test]
fn decimals_of_a_fixed_keep_their_size() {
    assert_eq!(read(fixed(8, 12, 2), fixed(8, 12, 3)), ["1.23", "0.123", "1.230"]);
    assert_eq!(read(fixed(1, 2, 0), fixed(1, 2, 1))[..2], ["123", "12.3"]);
}

#[test]
fn a_scale_beyond_all_digits_is_told_as_a_power_of_ten() {
    let [wrote, ignoring, converting] = read(decimal(9, 2), decimal(u32::MAX, u32::MAX - 1));
    assert_eq!([wrote.as_str(), &ignoring], ["1.23", "123e-4294967294"]);
    assert!(converting.starts_with("error: "), "{converting}");
}

#[test]
fn times_of_another_unit() {
    let day = "2020-01-01T00:00:00";
    for (from, to, ignoring) in [
        ("timestamp-millis", "timestamp-micros", "1970-01-19T06:17:16.800000"),
        ("timestamp-millis", "timestamp-nanos", "1970-01-01T00:26:17.836800000"),
        ("timestamp-micros", "timestamp-millis", "51969-08-29T00:00:00"),
        ("timestamp-nanos", "timestamp-micros", "51969-08-29T00:00:00"),
        ("timestamp-nanos", "timestamp-millis", "50001627-10-06T00:00:00"),
        ("local-timestamp-millis", "local-timestamp-nanos", "1970-01-01T00:26:17.836800000"),
        ("local-timestamp-micros", "local-timestamp-millis", "51969-08-29T00:00:00"),
    ] {
        assert_eq!(read(long(from), long(to)), [day, ignoring, day], "{from}, {to}");
    }
    assert_eq!(read(int("time-millis"), long("time-micros")), ["12:00:00", "00:00:43.200000", "12:00:00"]);
}

#[test]
fn logical_types_that_are_swapped_are_not_converted() {
    assert_eq!(read(int("date"), int("time-millis")), ["date 2020-01-01", "00:00:18.262", "00:00:18.262"]);
    assert_eq!(read(int("time-millis"), int("date"))[0], "12:00:00");
    let [wrote, ignoring, converting] = read(long("timestamp-micros"), long("time-micros"));
    let nonsense = "1577836800000000, which is no `time-micros`";
    assert_eq!([wrote.as_str(), &ignoring, &converting], ["2020-01-01T00:00:00", nonsense, nonsense]);
}

#[test]
fn uuids_and_durations_in_a_fixed_are_written_as_people_do() {
    let of = |size: usize, logical: &str| json!({"type": "fixed", "name": "Key", "size": size, "logicalType": logical});
    let number =
        |size: usize| json!({"type": "fixed", "name": "Key", "size": size, "logicalType": "decimal", "precision": 9});
    assert_eq!(read(of(16, "uuid"), number(16)), ["uuid 00000000-0000-0000-0000-000000000001", "1", "1"]);
    assert_eq!(read(number(16), of(16, "uuid"))[1], "uuid 00000000-0000-0000-0000-00000000007b");
    assert_eq!(read(of(12, "duration"), number(12))[0], "1 months, 2 days, 3 milliseconds");
}

#[test]
fn decimals_with_and_without_a_scale_of_their_own() {
    let big = json!({"type": "bytes", "logicalType": "big-decimal"});
    let [wrote, ignoring, _] = read(big, decimal(9, 2));
    assert_eq!([wrote.as_str(), &ignoring], ["big-decimal 1.23", "1625.64"]);
}
