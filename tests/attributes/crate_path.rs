//! `crate = path`: where the derived code finds `avro_entity`.

use super::round_trip;

mod vendored {
    pub(crate) use avro_entity as avro;
}

#[derive(vendored::avro::AvroEntity, Debug, PartialEq)]
#[avro(crate = vendored::avro)]
struct Quoteless {
    id: i64,
}

#[derive(vendored::avro::AvroEntity, Debug, PartialEq)]
#[avro(crate = "crate::crate_path::vendored::avro", rename_all = "lowercase")]
enum Quoted {
    On,
    #[avro(default)]
    Off,
}

#[test]
fn the_derived_code_uses_the_path() {
    assert_eq!(round_trip(&[Quoteless { id: -1 }]), [[1]]);
    assert_eq!(round_trip(&[Quoted::On, Quoted::Off]), [[0], [2]]);
}
