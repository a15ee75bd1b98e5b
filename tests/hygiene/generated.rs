//! Types that come out of macros, whose tokens carry other spans than the derive's.

use avro_entity::{AvroEntity, AvroSchema};

macro_rules! entity {
    ($name:ident { $($field:ident: $type:ty = $default:expr),* $(,)? }) => {
        #[derive(AvroEntity, Debug, PartialEq)]
        #[avro(namespace = "generated")]
        struct $name {
            $(#[avro(default = $default)] $field: $type,)*
        }
    };
}

macro_rules! choice {
    ($name:ident, $record:literal: $($variant:ident($type:ty)),*) => {
        #[derive(AvroEntity, Debug, PartialEq)]
        enum $name {
            $($variant($type),)*
            #[avro(name = $record)]
            Other { value: i32 },
        }
    };
}

entity!(Settings { width: i32 = 40 + 40, title: String = "untitled", deep: Option<f64> = 0.5, list: Vec<i64> = vec![1] });
choice!(Value, "Rest": Text(String), Number(i64));

#[test]
fn generated_types_have_schema_and_codec() {
    let json = Settings::schema().to_json();
    let defaults: Vec<String> =
        json["fields"].as_array().into_iter().flatten().map(|f| f["default"].to_string()).collect();
    assert_eq!(defaults, ["80", "\"untitled\"", "0.5", "[1]"]);
    let settings = |deep| Settings { width: 1, title: "t".to_owned(), deep, list: vec![] };
    assert_eq!(super::round_trip(&settings(None), settings(Some(1.0))), [2, 2, b't', 2, 0]);
    assert_eq!(Value::schema().to_json()[2]["name"], "Rest");
    assert_eq!(super::round_trip(&Value::Other { value: 1 }, Value::Number(1)), [4, 2]);
    assert_eq!(super::round_trip(&Value::Text("t".to_owned()), Value::Number(1)), [0, 2, b't']);
}

mod within_a_function {
    #[test]
    fn types_may_be_local_to_a_function() {
        #[derive(avro_entity::AvroEntity, Debug, PartialEq)]
        struct Local<'a> {
            name: &'a str,
        }
        assert_eq!(avro_entity::to_vec(&Local { name: "n" }).ok(), Some(vec![2, b'n']));
        assert_eq!(avro_entity::from_slice(&[2, b'n']).ok(), Some(Local { name: "n" }));
    }
}
