//! Two versions before the compatibility check: a break is denied exactly where the plan does not read everything, every witness of it
//! is refused as it says, every schema is silent against itself, and every format takes the report.

#![no_main]

use avro_entity::Schema;
use avro_entity::compat::{Class, Direction, Format, Level, Rendering, Version, check};
use avro_entity::resolve::{Verdict, resolve};
use avro_entity_fuzz::agree::witness;
use avro_entity_fuzz::generate::Rng;
use avro_entity_fuzz::generate::data::Data;
use avro_entity_fuzz::pair;
use libfuzzer_sys::fuzz_target;

const FORMATS: [Format; 6] =
    [Format::Text, Format::Json, Format::Github, Format::Sarif, Format::Junit, Format::Markdown];

fuzz_target!(|choices: &[u8]| {
    let Some([old, new]) = pair::versions(&mut Rng::of_bytes(choices)) else { return };
    assert_silent(&new);
    let has_data = [&old, &new].into_iter().all(|schema| Data::new(schema).is_some());
    let directions = [(Direction::Backward, resolve(&old, &new)), (Direction::Forward, resolve(&new, &old))];
    let (old, new) = ([Version::numbered(1, old)], Version::named("new", new));
    let report = check(&old, &new, Level::FULL);
    for (direction, plan) in directions {
        assert_eq!(witness::is_broken(&report, direction), plan.verdict() != Verdict::Always, "{direction:?}");
    }
    // A type such as a union without branches has no data to show, and a witness has no room for thousands of values.
    for finding in report.findings.iter().filter(|finding| has_data && finding.rule.class == Class::Resolution) {
        assert_eq!(witness::failure(finding, &old, &new), None, "{}", finding.rule.id);
    }
    for format in FORMATS {
        report.render(format, &Rendering::new(""));
    }
});

fn assert_silent(schema: &Schema) {
    let version = Version::named("itself", schema.clone());
    let report = check(std::slice::from_ref(&version), &version, Level::FULL_TRANSITIVE);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}
