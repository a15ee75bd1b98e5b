use avro_entity::AvroEntity;

#[derive(AvroEntity)]
struct Stock {
    by_id: std::collections::BTreeMap<i32, String>,
}

fn main() {}
