//! A crate that knows `avro_entity` by another name, and has something else under that one.

mod facade {
    pub(crate) mod deep {
        pub(crate) use ::avro_entity as avro;
    }
}

/// In the way of paths that do not begin at the root.
#[allow(dead_code)]
mod avro_entity {
    pub(crate) struct AvroSchema;
}

#[derive(facade::deep::avro::AvroEntity, Debug, PartialEq)]
#[avro(crate = facade::deep::avro, meta(a = json("[1]")))]
struct Record {
    #[avro(default = 5)]
    number: Option<i32>,
    list: Vec<Choice>,
    #[avro(duration = "millis")]
    took: std::time::Duration,
}

#[derive(facade::deep::avro::AvroEntity, Debug, PartialEq)]
#[avro(crate = crate::renamed::facade::deep::avro)]
enum Choice {
    Text(String),
    Place { x: i32 },
}

#[derive(::avro_entity::AvroEntity, Debug, PartialEq)]
struct Plain {
    x: i32,
}

#[test]
fn values_come_back_under_the_other_name() {
    let record = |number| Record {
        number,
        list: vec![Choice::Text("t".to_owned()), Choice::Place { x: 1 }],
        took: std::time::Duration::from_millis(1),
    };
    assert_eq!(super::round_trip(&record(None), record(Some(1))), [2, 4, 0, 2, b't', 2, 2, 0, 2]);
    assert_eq!(super::round_trip(&Plain { x: 1 }, Plain { x: 2 }), [2]);
}
