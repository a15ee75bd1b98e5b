//! A Rust type under random versions of its schema: the typed decoder and the generic one agree, but for what only Rust types
//! refuse.

#[path = "../agree/mod.rs"]
mod agree;
#[path = "../generate/mod.rs"]
mod generate;

use crate::versions;
use agree::executors::is_only_typed;
use avro_entity::generic::to_json;
use avro_entity::resolve::{Mode, Plan, Verdict, resolve};
use avro_entity::{AvroSchema, Decoder, Schema, to_vec};
use generate::Rng;
use generate::data::Data;
use generate::mutate::mutate;
use std::collections::BTreeMap;
use std::time::SystemTime;

versions! {
    enum Plain { A, #[avro(default)] B, C }
    enum Strict { X, Y }
    enum Shape { Empty, Round { radius: f64, plain: Plain }, Number(i64), Text(String) }
    struct Inner { #[avro(default = 3)] a: i32, b: Option<Vec<u8>>, plain: Plain }
    struct Part { #[avro(default = "part")] note: Option<String>, rank: i64 }
    struct Entity {
        #[avro(default = -1)]
        int: i32,
        #[avro(default_json = "7")]
        long: i64,
        #[avro(default)]
        float: f32,
        double: f64,
        #[avro(default = true)]
        flag: bool,
        #[avro(default = "text")]
        text: String,
        bytes: Vec<u8>,
        fixed: [u8; 4],
        strict: Strict,
        #[avro(default = Shape::Number(4))]
        shape: Shape,
        maybe: Option<Shape>,
        #[avro(default = 5)]
        front: Option<i64>,
        #[avro(default)]
        list: Vec<Inner>,
        #[avro(flatten)]
        part: Part,
        map: BTreeMap<String, Inner>,
        pair: (i32, String),
        nested: Vec<Option<Vec<Plain>>>,
        narrow: Option<u16>,
        #[avro(timestamp = "micros")]
        at: SystemTime,
        next: Option<Box<Entity>>,
    }
}

/// Reads one datum with both decoders; whether the typed one could.
fn agree(plan: &Plan, datum: &[u8], reused: &mut Option<Entity>) -> bool {
    let generic = plan.to_json(&mut Decoder::new(datum), Mode::Convert);
    let typed = match plan.read::<Entity>(&mut Decoder::new(datum)) {
        Ok(typed) => typed,
        Err(error) => {
            assert!(is_only_typed(&error) || generic.is_err(), "only the typed decoder fails: {error}");
            return false;
        }
    };
    let bytes = to_vec(&typed).unwrap();
    let json = to_json(Entity::schema(), &mut Decoder::new(&bytes)).unwrap();
    assert_eq!(generic.unwrap(), json);
    let into = reused.get_or_insert(typed);
    plan.read_into(into, &mut Decoder::new(datum)).unwrap();
    assert_eq!(to_vec(into).unwrap(), bytes, "into a reused value");
    true
}

#[test]
fn the_typed_decoder_adds_only_errors_of_range_length_unit_and_scale() {
    let today = Entity::schema().to_json();
    let (mut writers, mut read, mut refused, mut always) = (0, 0, 0, 0);
    let mut reused = None;
    for seed in 0..1_500 {
        let mut rng = Rng::new(seed);
        let Ok(writer) = Schema::parse(&mutate(&mut rng, &today).to_string()) else { continue };
        let Some(data) = Data::new(&writer) else { continue };
        let plan = resolve(&writer, Entity::schema());
        writers += 1;
        always += usize::from(plan.verdict() == Verdict::Always);
        for _ in 0..4 {
            match agree(&plan, &data.datum(&mut rng), &mut reused) {
                true => read += 1,
                false => refused += 1,
            }
        }
    }
    let seen = format!("{writers} writers, {always} of them always readable, {read} data read, {refused} refused");
    assert!(writers > 700 && always > 200 && read > 500 && refused > 200, "{seen}");
}
