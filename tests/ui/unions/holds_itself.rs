use avro_entity::AvroEntity;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

#[derive(AvroEntity)]
enum Json {
    Nested(Box<Json>),
    Maybe(Option<Arc<Self>>),
    List(Vec<Json>),
    Pair([Box<Json>; 2]),
    Object(HashMap<String, Option<Json>>),
    Record { of: Vec<Json> },
}

#[derive(AvroEntity)]
struct Tree(BTreeMap<String, Tree>);

#[derive(AvroEntity)]
#[avro(transparent)]
struct Slices {
    inner: Box<[Slices]>,
}

fn main() {}
