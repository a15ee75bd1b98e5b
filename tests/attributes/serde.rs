//! The serde attributes that are read where the `avro` key is absent.

use super::{encode_error, round_trip, schema_of};
use avro_entity::{AvroEntity, AvroSchema, ErrorKind};
use serde::{Deserialize, Serialize};

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
#[serde(rename = "User", rename_all = "camelCase", deny_unknown_fields)]
struct Account {
    #[serde(rename = "_id", alias = "id")]
    account_id: i64,
    #[serde(default)]
    display_name: String,
    #[serde(default = "three", skip_serializing_if = "is_three")]
    retry_count: i32,
    #[serde(skip)]
    cache: Vec<i32>,
    #[serde(rename = "json_name", alias = "not-a-name")]
    #[avro(name = "avro_name")]
    both_names: Option<bool>,
    #[serde(flatten)]
    audit_trail: Audit,
}

fn three() -> i32 {
    3
}

fn is_three(value: &i32) -> bool {
    *value == 3
}

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
struct Audit {
    by: String,
}

#[test]
fn names_defaults_and_structure_are_those_of_the_json() {
    insta::assert_snapshot!(schema_of::<Account>(), @r#"
    {
      "type": "record",
      "name": "User",
      "fields": [
        {
          "name": "_id",
          "type": "long",
          "aliases": [
            "id"
          ]
        },
        {
          "name": "displayName",
          "type": "string",
          "default": ""
        },
        {
          "name": "retryCount",
          "type": "int",
          "default": 3
        },
        {
          "name": "avro_name",
          "type": [
            "null",
            "boolean"
          ],
          "default": null
        },
        {
          "name": "by",
          "type": "string"
        }
      ]
    }
    "#);
    let account = Account {
        account_id: 1,
        display_name: "d".into(),
        retry_count: 4,
        cache: vec![],
        both_names: None,
        audit_trail: Audit { by: "me".into() },
    };
    let json = serde_json::to_value(&account).unwrap();
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["_id", "displayName", "retryCount", "json_name", "by"]);
    round_trip(&[account]);
}

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
#[serde(transparent)]
struct Id {
    value: i64,
}

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum State {
    InTransit,
    #[serde(rename = "done")]
    Arrived,
}

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Event {
    OrderPlaced {
        id: i64,
    },
    #[serde(skip)]
    Internal,
}

#[test]
fn the_shape_of_the_json_is_its_own_business() {
    insta::assert_snapshot!(schema_of::<Vec<Id>>(), @r#"
    {
      "type": "array",
      "items": "long"
    }
    "#);
    insta::assert_snapshot!(schema_of::<State>(), @r#"
    {
      "type": "enum",
      "name": "State",
      "symbols": [
        "IN_TRANSIT",
        "done"
      ]
    }
    "#);
    insta::assert_snapshot!(schema_of::<Event>(), @r#"
    [
      {
        "type": "record",
        "name": "order_placed",
        "fields": [
          {
            "name": "id",
            "type": "long"
          }
        ]
      }
    ]
    "#);
    assert_eq!(round_trip(&[Id { value: 3 }]), [[6]]);
    assert_eq!(round_trip(&[State::InTransit, State::Arrived]), [[0], [2]]);
    assert_eq!(round_trip(&[Event::OrderPlaced { id: 1 }]), [[0, 2]]);
    assert_eq!(encode_error(&Event::Internal).kind(), ErrorKind::Unrepresentable);
}

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
#[serde(default)]
struct Settings {
    width: i32,
    title: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { width: 80, title: "untitled".into() }
    }
}

#[test]
fn a_default_on_a_struct_gives_each_field_its_default() {
    insta::assert_snapshot!(schema_of::<Settings>(), @r#"
    {
      "type": "record",
      "name": "Settings",
      "fields": [
        {
          "name": "width",
          "type": "int",
          "default": 80
        },
        {
          "name": "title",
          "type": "string",
          "default": "untitled"
        }
      ]
    }
    "#);
    round_trip(&[Settings::default()]);
}

#[derive(AvroEntity, Serialize, Deserialize, Clone, Debug, PartialEq)]
#[serde(default)]
struct Window<T> {
    content: T,
    width: Option<i32>,
    inner: Option<Box<Window<T>>>,
    #[serde(skip)]
    drawn: bool,
}

impl<T: From<u8>> Default for Window<T> {
    fn default() -> Window<T> {
        Window { content: T::from(9), width: Some(80), inner: None, drawn: true }
    }
}

#[test]
fn a_default_on_a_generic_struct_gives_each_field_its_default() {
    insta::assert_snapshot!(Window::<i64>::schema(), @r#"{"type":"record","name":"Window_long","fields":[{"name":"content","type":"long","default":9},{"name":"width","type":["int","null"],"default":80},{"name":"inner","type":["null","Window_long"],"default":null}]}"#);
    let window = Window::<i64>::default();
    let outer = Window { inner: Some(Box::new(window.clone())), width: None, ..window.clone() };
    let bytes = round_trip(&[window, outer]);
    assert_eq!(bytes, [vec![18, 0, 160, 1, 0], vec![18, 2, 2, 18, 0, 160, 1, 0]]);
}

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
struct Login {
    #[serde(skip_serializing)]
    #[avro(ignore = false)]
    name: String,
    #[serde(skip_serializing)]
    #[avro(ignore)]
    password: String,
    #[serde(skip_serializing, skip_deserializing)]
    cache: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
}

#[test]
fn what_serde_skips_in_one_direction_is_kept_or_left_out_as_avro_says() {
    insta::assert_snapshot!(Login::schema(), @r#"{"type":"record","name":"Login","fields":[{"name":"name","type":"string"},{"name":"device","type":["null","string"],"default":null}]}"#);
    let login = Login { name: "n".into(), password: "p".into(), cache: 1, device: None };
    let bytes = avro_entity::to_vec(&login).unwrap();
    assert_eq!(bytes, [2, b'n', 0]);
    let back: Login = avro_entity::from_slice(&bytes).unwrap();
    assert_eq!(back, Login { password: String::new(), cache: 0, ..login });
}

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
enum Tier {
    Free,
    #[serde(other)]
    Unknown,
}

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
enum Level {
    #[avro(default)]
    Low,
    #[serde(other)]
    Unknown,
}

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
enum Strict {
    Low,
    #[serde(other)]
    #[avro(default = false)]
    Unknown,
}

#[derive(AvroEntity, Debug, PartialEq)]
#[avro(name = "Tier")]
enum NewTier {
    Free,
    Gold,
}

#[test]
fn an_unknown_symbol_is_what_serde_takes_for_an_unknown_variant() {
    let default = |schema: &avro_entity::Schema| schema.to_json().get("default").cloned();
    assert_eq!(default(Tier::schema()), Some("Unknown".into()));
    assert_eq!(default(Level::schema()), Some("Low".into()));
    assert_eq!(default(Strict::schema()), None);
    let gold = avro_entity::to_vec(&NewTier::Gold).unwrap();
    let plan = avro_entity::resolve::resolve(NewTier::schema(), Tier::schema());
    assert_eq!(plan.read::<Tier>(&mut avro_entity::Decoder::new(&gold)).unwrap(), Tier::Unknown);
    assert_eq!(serde_json::from_str::<Tier>("\"Gold\"").unwrap(), Tier::Unknown);
}

#[test]
fn an_avro_key_takes_the_place_of_a_serde_key() {
    #[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
    #[serde(rename = "Json", rename_all = "camelCase")]
    #[avro(name = "Avro", rename_all = "PascalCase")]
    struct Both {
        #[serde(default)]
        #[avro(default = 5)]
        some_field: i32,
    }
    let json = Both::schema().to_json();
    assert_eq!(json["name"], "Avro");
    assert_eq!(json["fields"][0]["name"], "SomeField");
    assert_eq!(json["fields"][0]["default"], 5);
}

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
struct Aliased {
    #[serde(alias = "id", alias = "id", alias = "key")]
    #[avro(name = "id")]
    account: i64,
    #[serde(alias = "mail", alias = "mail", alias = "email")]
    email: String,
}

#[derive(AvroEntity, Serialize, Deserialize, Debug, PartialEq)]
enum Branches {
    #[serde(alias = "Settled", alias = "Paid", alias = "Settled")]
    Paid { cents: i64 },
    #[serde(alias = "Free")]
    Free,
}

#[test]
fn an_alias_that_is_the_name_or_stands_twice_says_nothing() {
    assert_eq!(
        Aliased::schema().to_string(),
        r#"{"type":"record","name":"Aliased","fields":[{"name":"id","type":"long","aliases":["key"]},{"name":"email","type":"string","aliases":["mail"]}]}"#
    );
    assert_eq!(
        Branches::schema().to_string(),
        r#"[{"type":"record","name":"Paid","aliases":["Settled"],"fields":[{"name":"cents","type":"long"}]},{"type":"record","name":"Free","fields":[]}]"#
    );
    round_trip(&[Aliased { account: 1, email: "a".into() }]);
    round_trip(&[Branches::Free, Branches::Paid { cents: 3 }]);
}
