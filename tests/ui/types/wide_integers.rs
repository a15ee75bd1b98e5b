use avro_entity::AvroEntity;
use std::collections::HashMap;

#[derive(AvroEntity)]
struct Numbers {
    signed: i128,
    unsigned: Option<u128>,
    many: HashMap<String, Vec<u128>>,
    #[avro(stringable)]
    text: Option<u128>,
    #[avro(ignore)]
    cache: i128,
}

#[derive(AvroEntity)]
enum Either {
    Wide(u128),
    Text(String),
}

fn main() {
    <Numbers as avro_entity::AvroSchema>::schema();
}
