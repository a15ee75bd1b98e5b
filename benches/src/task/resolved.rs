//! Reading data of an older version of an entity, which differs in one field, beside data of its own version.
//!
//! The older schema is the entity's own with one field changed, and its data are the same values in Avro's JSON encoding with
//! the same change, so that all five versions of each workload are made the same way.

use super::{Data, each};
use crate::measure::Rounds;
use crate::table::Table;
use apache_avro::reader::datum::GenericDatumReader;
use avro_entity::generic::{from_json, to_json};
use avro_entity::{AvroDecodeOwned, AvroEncode, Decoder, Schema};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::hint::black_box;

/// Which fields of an entity the older versions have otherwise.
pub(crate) struct Fields {
    /// A field with a default, which an older version did not have.
    pub(crate) added: &'static str,
    /// A field whose type was narrower, and that type.
    pub(crate) promoted: (&'static str, &'static str),
    /// A field that was called `former`.
    pub(crate) renamed: &'static str,
}

/// One difference between the older version and the entity's own.
#[derive(Clone, Copy)]
enum Change {
    Reordered,
    Added,
    Removed,
    Promoted,
    Renamed,
}

const CHANGES: [(Change, &str); 5] = [
    (Change::Reordered, "decode, one field reordered"),
    (Change::Added, "decode, one field added"),
    (Change::Removed, "decode, one field removed"),
    (Change::Promoted, "decode, one field promoted"),
    (Change::Renamed, "decode, one field renamed"),
];

impl Change {
    /// The older version of the fields of a record's schema.
    fn in_schema(self, of: &Fields, fields: &mut Vec<Value>) {
        let place = |name: &str, fields: &[Value]| {
            fields.iter().position(|field| field["name"] == name).expect("the entity has the field")
        };
        match self {
            Change::Reordered => fields.rotate_right(1),
            Change::Added => drop(fields.remove(place(of.added, fields))),
            Change::Removed => fields.insert(fields.len() / 2, json!({"name": "gone", "type": "string"})),
            Change::Promoted => {
                let place = place(of.promoted.0, fields);
                fields[place]["type"] = json!(of.promoted.1);
            }
            Change::Renamed => {
                let place = place(of.renamed, fields);
                fields[place] = json!({"name": "former", "type": fields[place]["type"]});
            }
        }
    }

    /// The older version of a value.
    fn in_value(self, of: &Fields, value: &mut Map<String, Value>) {
        match self {
            Change::Reordered | Change::Promoted => {}
            Change::Added => drop(value.remove(of.added)),
            Change::Removed => drop(value.insert("gone".into(), json!("a channel"))),
            Change::Renamed => {
                let renamed = value.remove(of.renamed).expect("the value has the field");
                value.insert("former".into(), renamed);
            }
        }
    }
}

/// An older version of an entity: its schema and data, and what they are read as.
struct Older<T> {
    schema: Schema,
    data: Data,
    read: Vec<T>,
}

impl<T: AvroEncode + AvroDecodeOwned> Older<T> {
    fn new(values: &[T], of: &Fields, change: Change) -> Older<T> {
        let mut schema: Value = serde_json::from_str(&T::schema().to_string()).expect("a schema is JSON");
        let fields = schema["fields"].as_array_mut().expect("the entity is a record");
        let default = fields.iter().find(|field| field["name"] == of.added).map(|field| field["default"].clone());
        change.in_schema(of, fields);
        let schema = Schema::parse(&schema.to_string()).expect("the older schema is valid");
        let (mut data, mut read) = (Vec::new(), Vec::new());
        for value in values {
            let bytes = avro_entity::to_vec(value).expect("it encodes");
            let mut json = to_json(T::schema(), &mut Decoder::new(&bytes)).expect("it decodes");
            if let (Change::Added, Some(default)) = (change, &default) {
                json[of.added] = default.clone();
            }
            let bytes = from_json(T::schema(), &json).expect("it encodes");
            read.push(avro_entity::from_slice(&bytes).expect("it decodes"));
            change.in_value(of, json.as_object_mut().expect("a record is an object"));
            data.push(from_json(&schema, &json).expect("it encodes"));
        }
        Older { schema, data: data.into_iter().collect(), read }
    }
}

/// The entity's own version, and each older one.
pub(crate) fn run<T>(rounds: &Rounds, table: &mut Table, workload: &str, values: &[T], fields: &Fields)
where
    T: AvroEncode + AvroDecodeOwned + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    for (change, task) in CHANGES {
        if rounds.wants(workload, task) {
            let older = Older::new(values, fields, change);
            version(rounds, table, (workload, task), &older, change);
        }
    }
}

fn version<T>(rounds: &Rounds, table: &mut Table, (workload, task): (&str, &str), older: &Older<T>, change: Change)
where
    T: AvroEncode + AvroDecodeOwned + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let plan = avro_entity::resolve::resolve(&older.schema, T::schema());
    let own = Data::of(&older.read);
    let (own, data) = (own.each(), older.data.each());
    let text = older.schema.to_string();
    let fast: serde_avro_fast::Schema = text.parse().expect("serde_avro_fast parses our schema");
    let parse = |text: &str| apache_avro::Schema::parse_str(text).expect("apache-avro parses our schema");
    let (writer, reader) = (parse(&text), parse(&T::schema().to_string()));
    let apache =
        GenericDatumReader::builder(&writer).reader_schema(&reader).human_readable(false).build().expect("a reader");
    for (bytes, value) in data.iter().zip(&older.read) {
        let ours = plan.read::<T>(&mut Decoder::new(bytes)).expect("it resolves");
        let fast = serde_avro_fast::from_datum_slice::<T>(bytes, &fast).expect("it decodes");
        assert_eq!((&ours, &fast), (value, value), "{workload}, {task}: the same values");
    }
    let mut reused: T = plan.read(&mut Decoder::new(data[0])).expect("it decodes");
    let mut candidates = vec![
        each("avro-entity, unchanged", &own, |bytes| {
            black_box(avro_entity::from_slice::<T>(bytes).expect("it decodes"));
        }),
        each("avro-entity", &data, |bytes| {
            black_box(plan.read::<T>(&mut Decoder::new(bytes)).expect("it decodes"));
        }),
        each("avro-entity, into a value", &data, |bytes| {
            plan.read_into(&mut reused, &mut Decoder::new(bytes)).expect("it decodes");
            black_box(&reused);
        }),
        each("serde_avro_fast", &data, |bytes| {
            black_box(serde_avro_fast::from_datum_slice::<T>(bytes, &fast).expect("it decodes"));
        }),
    ];
    // apache-avro has no aliases of fields when it resolves.
    if !matches!(change, Change::Renamed) {
        candidates.push(each("apache-avro `Value`", &data, |bytes| {
            let value = apache.read_value(&mut &bytes[..]).expect("it decodes");
            black_box(apache_avro::from_value::<T>(&value).expect("it converts"));
        }));
    }
    table.add(workload, task, rounds.compare(workload, task, candidates));
}
